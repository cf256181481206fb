"""Weeks from Monday to Sunday, numbered as ISO 8601 numbers them: the step of early warning."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from headwater.core.errors import UsageError
from headwater.core.periods import Period

DAYS_IN_WEEK = 7
WEEK = re.compile(r"(\d{4})-W(\d{2})")
"""A week as it is written."""
WEEKS_IN_YEAR = 365.25 / 7


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, known by its Monday."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise UsageError(f"[{self.monday}] is not a Monday. Use the week that holds the day.")

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week a day falls in.

        >>> str(Week.of(date(2025, 1, 1)))
        '2025-W01'
        """
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read `2025-W30`, or any day of the week as `2025-07-23`.

        >>> Week.parse("2025-W30").words
        'week of 21 July 2025'
        """
        text = text.strip()
        try:
            if found := WEEK.fullmatch(text):
                return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
            return cls.of(date.fromisoformat(text))
        except ValueError as error:
            raise UsageError(
                f"[{text}] is not a week. Write it as 2025-W30, or name a day as 2025-07-23."
            ) from error

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=DAYS_IN_WEEK - 1)

    def plus(self, weeks: int) -> "Week":
        """The week so many weeks later, or earlier when negative."""
        return Week(self.monday + timedelta(weeks=weeks))

    def since(self, earlier: "Week") -> int:
        """Weeks from an earlier week to this one."""
        return (self.monday - earlier.monday).days // DAYS_IN_WEEK

    @property
    def words(self) -> str:
        """`week of 21 July 2025`."""
        return f"week of {self.monday.day} {self.monday:%B %Y}"

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"


def weeks_between(first: Week, last: Week) -> tuple[Week, ...]:
    """Every week from one to another, both included; none where the last is earlier."""
    return tuple(first.plus(step) for step in range(last.since(first) + 1))


def last_day(period: str) -> date:
    """The last day of a period as editions write it, of months or of one week.

    >>> last_day("2024-09..2025-08"), last_day("2025-W30")
    (datetime.date(2025, 8, 31), datetime.date(2025, 7, 27))
    """
    return Week.parse(period).sunday if "-W" in period else Period.parse(period).last_day
