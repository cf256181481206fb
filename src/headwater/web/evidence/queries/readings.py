"""Reading what was transcribed of the toolkit, and the library with that laid over it."""

from collections.abc import Mapping

from django.db.models import QuerySet

from headwater.rulebook.practice import ToolkitApproach
from headwater.web.evidence.models import Reading
from headwater.web.evidence.rules import reading


def readings_of(workspace: str) -> QuerySet[Reading]:
    """Every reading of a workspace, the earliest first."""
    return Reading.objects.filter(workspace__slug=workspace)


def known(workspace: str) -> Mapping[str, ToolkitApproach]:
    """Every approach by its id, as the rulebook has it and this partnership read it since."""
    return reading.known(each.read for each in readings_of(workspace))
