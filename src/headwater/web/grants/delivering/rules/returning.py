"""What a return has to say before it can be certified."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from headwater.core.words import day
from headwater.web.grants.delivering.rules.free_text import in_a_return
from headwater.web.grants.delivering.rules.periods import ONE_DAY
from headwater.web.grants.delivering.rules.variance import needs_reason


@dataclass(frozen=True, slots=True)
class Line:
    """One target of a return."""

    number: int
    words: str
    planned: int
    achieved: int | None
    reason: str = ""

    @property
    def lacks_reason(self) -> bool:
        """Whether it is over a tenth from the plan and nobody says why."""
        far = self.achieved is not None and needs_reason(self.planned, self.achieved)
        return far and not self.reason.strip()


@dataclass(frozen=True, slots=True)
class Spend:
    """One line of the budget: this period's money, and everything up to now."""

    number: int
    words: str
    budget: Decimal
    spent: Decimal
    spent_before: Decimal = Decimal()
    reason: str = ""

    @property
    def in_all(self) -> Decimal:
        """What was spent up to now."""
        return self.spent_before + self.spent

    def lacks_reason(self, *, is_last: bool) -> bool:
        """Whether it is over a tenth above the budget, or at the end below, and nobody says why."""
        far = needs_reason(self.budget, self.in_all) and (is_last or self.in_all > self.budget)
        return far and not self.reason.strip()


@dataclass(frozen=True, slots=True)
class Said:
    """Everything a return says."""

    lines: Sequence[Line] = ()
    spends: Sequence[Spend] = ()
    narrative: str = ""
    quote: str = ""
    minutes_taken: int | None = None
    is_last: bool = False
    is_checked: bool = field(default=False)
    """Whether somebody read it again for names and small numbers."""


def faults(said: Said) -> tuple[str, ...]:
    """What is missing, in the order of the page; nothing where it can be certified."""
    found: list[str] = []
    for line in said.lines:
        if line.achieved is None:
            found.append(f"Enter what was achieved: {line.words}.")
        elif line.lacks_reason:
            found.append(f"Say why {line.words} is more than 10% from the plan.")
    found += [
        f"Say why {spend.words} is more than 10% from its budget."
        for spend in said.spends
        if spend.lacks_reason(is_last=said.is_last)
    ]
    if not said.narrative.strip():
        found.append("Say in a few words how it went.")
    doubts = doubts_of(said)
    if doubts and not said.is_checked:
        found.append(
            f"The words may hold {', '.join(doubts)}. Take it out, or say that you checked."
        )
    return tuple(found)


def doubts_of(said: Said) -> tuple[str, ...]:
    """What the words of a return seem to hold that others should not read."""
    texts = (
        said.narrative,
        said.quote,
        *(each.reason for each in said.lines),
        *(each.reason for each in said.spends),
    )
    return tuple(dict.fromkeys(doubt for text in texts for doubt in in_a_return(text)))


def certified_from(*, last_day: date, ends_on: date) -> date:
    """The first day on which a return can be certified: its period or the whole grant is over.

    >>> certified_from(last_day=date(2026, 6, 30), ends_on=date(2027, 3, 31)).isoformat()
    '2026-07-01'
    >>> certified_from(last_day=date(2026, 6, 30), ends_on=date(2026, 5, 15)).isoformat()
    '2026-05-16'
    """
    return min(last_day, ends_on) + ONE_DAY


def too_early(first: date, *, today: date) -> tuple[str, ...]:
    """What is said of a return that is certified before its day; nothing from that day on."""
    if today >= first:
        return ()
    return (f"Its period is not over. You can certify it from {day(first)} on.",)
