"""Where the pages of gaps are."""

from django.urls import reverse

from headwater.web.provision.gaps.models import Intention


def gap_address(workspace: str, reference: str) -> str:
    """The page of one combination."""
    return reverse("gaps:gap", args=[workspace, reference])


def intention_address(intention: Intention) -> str:
    """The page of an intention."""
    return reverse("gaps:intention", args=[intention.workspace.slug, intention.reference])
