"""When files are expected, and what became of each: plain dates, no database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwater.core.periods import Month
from headwater.core.words import month as month_words
from headwater.rulebook import add_working_days

FIRST_REMINDER = 5
"""Working days before a file is due."""
MONTHS_SHOWN = 12
MONTHS_CHASED = 12
"""Older gaps are history: they are shown and nobody is chased for them."""


class Every(StrEnum):
    """How often a file comes."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


LENGTH = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


class Standing(StrEnum):
    """What became of one expected file."""

    ARRIVED = "arrived"
    ARRIVED_LATE = "arrived_late"
    REJECTED = "rejected"
    LATE = "late"
    DUE = "due"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Span:
    """The months one file is for."""

    first: Month
    last: Month

    @property
    def words(self) -> str:
        """`September 2024`, or `July 2024 to September 2024`."""
        if self.first == self.last:
            return month_words(str(self.first))
        return f"{month_words(str(self.first))} to {month_words(str(self.last))}"

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month of it."""
        return tuple(self.first.plus(n) for n in range(self.last.index - self.first.index + 1))

    def due_on(self, due_days: int) -> date:
        """The last day on which the file is on time."""
        return self.last.last_day + timedelta(days=due_days)


def spans(every: Every, *, starts: Month, ends: Month | None, up_to: Month) -> Iterator[Span]:
    """Every span that is expected from the first month on, as far as one that starts `up_to`."""
    first = starts
    while first <= up_to and (ends is None or first <= ends):
        yield Span(first, first.plus(LENGTH[every] - 1))
        first = first.plus(LENGTH[every])


def standing(
    span: Span,
    *,
    due_days: int,
    arrived: Mapping[Month, date],
    rejected: Iterable[Month],
    today: date,
) -> Standing:
    """What became of the file of a span.

    `arrived` gives, by month, the day a supply of it was loaded and is still held. A span has
    arrived when each of its months has.
    """
    due = span.due_on(due_days)
    there = [arrived[month] for month in span.months if month in arrived]
    if len(there) == len(span.months):
        return Standing.ARRIVED if max(there) <= due else Standing.ARRIVED_LATE
    if set(rejected) & set(span.months):
        return Standing.REJECTED
    if today > due:
        return Standing.LATE
    return Standing.DUE if today > span.last.last_day else Standing.AHEAD


def is_worth_posting(standing: Standing, due: date, *, today: date) -> bool:
    """Whether a file waits on somebody's worklist: not there, and due in five working days."""
    if standing in {Standing.ARRIVED, Standing.ARRIVED_LATE}:
        return False
    return today >= add_working_days(due, -FIRST_REMINDER)
