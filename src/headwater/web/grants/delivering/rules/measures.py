"""Scores before and after: what a tool allows, and what may be said of a change."""

from decimal import Decimal
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.rulebook.outcome_tools import OutcomeTool


class ScoreRefusedError(HeadwaterError):
    """A score that the tool does not have."""

    def __init__(self, tool: OutcomeTool) -> None:
        super().__init__(
            f"{tool.name} has scores from [{tool.low:g}] to [{tool.high:g}]"
            f"{'' if tool.whole else ', with up to two decimals'}. Check the score."
        )


class Change(StrEnum):
    """What became of somebody's score."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


def check_score(tool: OutcomeTool, score: Decimal) -> None:
    """Raises unless the tool has such a score."""
    is_within = Decimal(str(tool.low)) <= score <= Decimal(str(tool.high))
    if not is_within or (tool.whole and score != score.to_integral_value()):
        raise ScoreRefusedError(tool)


def change(tool: OutcomeTool, before: Decimal, after: Decimal) -> Change:
    """Whether a score went the way that is wanted, however little."""
    gain = (after - before) * (1 if tool.higher_is_better else -1)
    if not gain:
        return Change.SAME
    return Change.BETTER if gain > 0 else Change.WORSE


def reliable_change(tool: OutcomeTool, before: Decimal, after: Decimal) -> Change | None:
    """The same, only where it is more than the tool's own error; None where no source says."""
    if tool.reliable_change is None:
        return None
    if abs(after - before) < Decimal(str(tool.reliable_change)):
        return Change.SAME
    return change(tool, before, after)
