"""Which days people work, and how many of them lie between two dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from headwater.rulebook.registry import Sourced, records

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankHoliday(Sourced):
    """A day on which England and Wales do not work."""

    day: date
    name: str


@cache
def bank_holidays(*, on: date | None = None) -> tuple[BankHoliday, ...]:
    """Every bank holiday that is known, earliest first."""
    return records("bank_holidays", BankHoliday, on=on)


@cache
def _holidays() -> frozenset[date]:
    return frozenset(row.day for row in bank_holidays())


def is_working_day(day: date) -> bool:
    """Whether people work on a day: no weekend, no bank holiday of England and Wales.

    >>> is_working_day(date(2026, 4, 2)), is_working_day(date(2026, 4, 3))
    (True, False)
    """
    return day.weekday() < SATURDAY and day not in _holidays()


def working_day_from(day: date) -> date:
    """The day itself, or the first working day after it.

    >>> working_day_from(date(2026, 4, 3)).isoformat()
    '2026-04-07'
    """
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it.

    >>> working_day_until(date(2026, 4, 6)).isoformat()
    '2026-04-02'
    """
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def add_working_days(day: date, days: int) -> date:
    """The day so many working days later, or earlier where the number is negative.

    Nought gives the day itself, working or not.

    >>> add_working_days(date(2026, 4, 2), 1).isoformat()
    '2026-04-07'
    >>> add_working_days(date(2026, 4, 7), -5).isoformat()
    '2026-03-27'
    """
    step = ONE_DAY if days > 0 else -ONE_DAY
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative where `end` comes first.

    >>> working_days_between(date(2026, 4, 2), date(2026, 4, 8))
    2
    >>> working_days_between(date(2026, 4, 8), date(2026, 4, 2))
    -2
    """
    if end < start:
        return -working_days_between(end, start)
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))
