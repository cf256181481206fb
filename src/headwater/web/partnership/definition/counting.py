"""What assessments count by: the version in force, where a board approved one."""

from typing import Any

from headwater.web.partners.models import Workspace
from headwater.web.partnership.definition.queries import versions


def in_force(workspace: Workspace) -> dict[str, Any]:
    """The version in force as an edition carries it; nothing where there is none."""
    found = versions.in_force(workspace)
    return versions.facts_of(found) if found else {}
