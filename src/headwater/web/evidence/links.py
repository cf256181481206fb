"""Where the parts of evidence are for those signed in."""

from django.urls import reverse

from headwater.web.evidence.models import Evaluation, Override, Publication


def approach_address(workspace: str, approach: str) -> str:
    """The page of an approach."""
    return reverse("evidence:approach", args=[workspace, approach])


def harmful_address(workspace: str) -> str:
    """Uses of harmful approaches that need a decision."""
    return reverse("evidence:harmful", args=[workspace]) + "?needs=decision"


def evaluation_address(evaluation: Evaluation) -> str:
    """The page of an evaluation."""
    return reverse("evidence:evaluation", args=[evaluation.workspace.slug, evaluation.reference])


def override_address(override: Override) -> str:
    """The page of an override."""
    return reverse("evidence:override", args=[override.workspace.slug, override.reference])


def publication_address(publication: Publication) -> str:
    """The page of what somebody else published."""
    return reverse("evidence:publication", args=[publication.workspace.slug, publication.reference])
