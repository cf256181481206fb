"""Validated tools that measure how a young person is before and after."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.registry import Sourced, one, records


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTool(Sourced):
    """One scale of one tool: its range, which way is better, and what counts as more than error.

    `reliable_change` is None where no source that was read gives one: then nothing is said of it.
    """

    id: str
    name: str
    edition: str
    items: int
    low: float
    high: float
    whole: bool
    higher_is_better: bool
    minimum_age: int | None
    maximum_age: int | None
    reliable_change: float | None
    licence: str


def outcome_tools(*, on: date | None = None) -> tuple[OutcomeTool, ...]:
    """Every scale that can be recorded."""
    return records("outcome_tools", OutcomeTool, on=on)


def outcome_tool(tool_id: str) -> OutcomeTool:
    """One scale by its id, such as `swemwbs`."""
    return one(outcome_tools(), tool_id, kind="outcome tool", key=lambda row: row.id)
