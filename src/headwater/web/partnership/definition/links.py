"""Where the pages of the definition are."""

from django.urls import reverse

from headwater.web.partnership.definition.models import Candidate, LocalDefinition


def version_address(version: LocalDefinition, name: str = "version") -> str:
    """A page of a version, as `version_address(version, "propose")`; its own by no name."""
    return reverse(f"definition:{name}", args=[version.workspace.slug, version.reference])


def candidate_address(candidate: Candidate, name: str = "candidate") -> str:
    """A page of a kind of violence in a version."""
    version = candidate.definition
    return reverse(
        f"definition:{name}", args=[version.workspace.slug, version.reference, candidate.key]
    )
