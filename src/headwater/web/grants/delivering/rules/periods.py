"""For which periods returns are asked, when they are due, and when somebody is reminded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from headwater.rulebook import add_working_days, working_day_from, working_day_until

LIGHT_UNTIL = Decimal(3_500)
"""Awards up to this are asked for one return at the start and one at the end."""
LIGHT_MINUTES = 20
"""What the returns of a small award should take altogether."""
DUE_AFTER = 20
"""Working days from the end of a period to the day its return is due."""
REMIND = 5
"""Working days before and after that day on which somebody is reminded; and on it."""
QUARTER = 3
START_DAYS = 28
"""How long the first period of a small award is."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of which a return tells."""

    kind: str
    first_day: date
    last_day: date

    @property
    def due_on(self) -> date:
        """The last day on which its return is in time."""
        return add_working_days(self.last_day, DUE_AFTER)


def is_light(amount: Decimal) -> bool:
    """Whether an award is small enough for the light touch.

    >>> is_light(Decimal("3500.00")), is_light(Decimal("3500.01"))
    (True, False)
    """
    return amount <= LIGHT_UNTIL


def periods(starts_on: date, ends_on: date, *, light: bool) -> tuple[Period, ...]:
    """Every period from the first day to the last, none left out and none twice.

    >>> [each.kind for each in periods(date(2026, 4, 1), date(2026, 12, 31), light=False)]
    ['quarter', 'quarter', 'end']
    >>> [str(each.last_day) for each in periods(date(2026, 4, 1), date(2026, 9, 30), light=True)]
    ['2026-04-28', '2026-09-30']
    """
    return tuple(_light(starts_on, ends_on) if light else _quarters(starts_on, ends_on))


def _light(starts_on: date, ends_on: date) -> Iterator[Period]:
    until = starts_on + timedelta(days=START_DAYS - 1)
    if until < ends_on:
        yield Period("start", starts_on, until)
        yield Period("end", until + ONE_DAY, ends_on)
    else:
        yield Period("end", starts_on, ends_on)


def _quarters(starts_on: date, ends_on: date) -> Iterator[Period]:
    first, number = starts_on, 1
    while True:
        after = _months_later(starts_on, QUARTER * number)
        if after > ends_on:
            yield Period("end", first, ends_on)
            return
        yield Period("quarter", first, after - ONE_DAY)
        first, number = after, number + 1


def _months_later(day: date, months: int) -> date:
    """The same day some months later, or the first of the month after where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def reminders(due_on: date, *, today: date) -> int:
    """How many reminders have fallen due by today, whether sent or not.

    >>> due = date(2026, 4, 30)
    >>> days = (date(2026, 4, 22), date(2026, 4, 23), due, date(2026, 5, 8))
    >>> [reminders(due, today=day) for day in days]
    [0, 1, 2, 3]
    """
    steps = (
        add_working_days(due_on, -REMIND),
        working_day_until(due_on),
        working_day_from(add_working_days(due_on, REMIND)),
    )
    return sum(today >= step for step in steps)
