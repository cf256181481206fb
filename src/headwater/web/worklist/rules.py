"""What is late, what is due soon, and when somebody is reminded: plain Python."""

from datetime import date, timedelta
from enum import StrEnum

from headwater.rulebook import (
    add_working_days,
    is_working_day,
    working_day_from,
    working_day_until,
    working_days_between,
)

SOON = 5
"""Working days within which something is due soon, and before which the first reminder goes."""
WEEK = timedelta(days=7)


class When(StrEnum):
    """How pressing something is, the most pressing first."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


def soon_until(today: date) -> date:
    """The last day that counts as soon.

    >>> soon_until(date(2026, 4, 1)).isoformat()
    '2026-04-10'
    """
    return add_working_days(today, SOON)


def when(due_on: date, *, today: date) -> When:
    """How pressing something is today."""
    if due_on < today:
        return When.OVERDUE
    return When.SOON if due_on <= soon_until(today) else When.LATER


def reminders(due_on: date, *, today: date) -> int:
    """How many reminders have fallen due by today, whether sent or not.

    Five working days before, on the day or the last working day before it, then each week, moved
    on to a working day.

    >>> due = date(2026, 4, 7)
    >>> days = [date(2026, 3, 26), date(2026, 3, 27), due, date(2026, 4, 14)]
    >>> [reminders(due, today=day) for day in days]
    [0, 1, 2, 3]
    """
    if today < add_working_days(due_on, -SOON):
        return 0
    if today < working_day_until(due_on):
        return 1
    weeks = max((today - due_on) // WEEK, 0)
    is_moved_on = weeks > 0 and today < working_day_from(due_on + weeks * WEEK)
    return 2 + weeks - is_moved_on


def is_day_to_remind(today: date) -> bool:
    """Whether anybody may be reminded today: never on weekends and bank holidays."""
    return is_working_day(today)


def due_words(due_on: date, *, today: date) -> str:
    """When something is due, as one says it.

    >>> today = date(2026, 4, 7)
    >>> due_words(date(2026, 4, 1), today=today), due_words(today, today=today)
    ('Overdue by 2 working days', 'Due today')
    >>> due_words(date(2026, 4, 8), today=today)
    'Due in 1 working day'
    """
    if due_on == today:
        return "Due today"
    days = abs(working_days_between(today, due_on))
    if days == 0:
        return "Overdue" if due_on < today else "Due before the next working day"
    count = f"{days} working day" if days == 1 else f"{days} working days"
    return f"Overdue by {count}" if due_on < today else f"Due in {count}"
