"""How evidence ages: from the day it happened, for as long as the rulebook lets it count."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from headwater.core.periods import Month


class Age(StrEnum):
    """Whether something still shows what it was to show."""

    FRESH = "fresh"
    OLD = "old"
    FALLEN = "fallen"
    GONE = "gone"

    @property
    def words(self) -> str:
        """As printed."""
        return WORDS[self][0]

    @property
    def means(self) -> str:
        """What it means, for those who point at it."""
        return WORDS[self][1]


WORDS = {
    Age.FRESH: ("Fresh", "It happened recently enough to show that this is done"),
    Age.OLD: ("Aged", "It happened too long ago to show that this is still done"),
    Age.FALLEN: ("No longer stands", "It was withdrawn, undone or replaced"),
    Age.GONE: ("Gone", "It is not there any more"),
}


def last_fresh_day(on: date, *, months: int) -> date:
    """The last day on which something that happened on a day still shows anything.

    >>> last_fresh_day(date(2026, 8, 31), months=6)
    datetime.date(2027, 2, 28)
    """
    month = Month.of(on).plus(months)
    last = monthrange(month.year, month.number)[1]
    return date(month.year, month.number, min(on.day, last))


def age_of(on: date | None, *, is_there: bool, stands: bool, months: int, today: date) -> Age:
    """How something is as evidence. What has no day does not age."""
    if not is_there:
        return Age.GONE
    if not stands:
        return Age.FALLEN
    if on is not None and today > last_fresh_day(on, months=months):
        return Age.OLD
    return Age.FRESH


def holds(ages: Iterable[Age]) -> bool:
    """Whether anything among some evidence still shows what it was to show."""
    return Age.FRESH in set(ages)
