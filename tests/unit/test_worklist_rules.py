"""What is due when, and on which days somebody is reminded."""

import doctest
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.rulebook import bank_holidays, is_working_day, working_days_between
from headwater.web.worklist import presenters, rules
from headwater.web.worklist.rules import When, reminders, when

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def days_of_reminders(due_on: date, *, until: date) -> list[date]:
    """Days on which a clock that looks every working day would remind."""
    found, sent, day = [], 0, due_on - timedelta(days=30)
    while day <= until:
        if rules.is_day_to_remind(day) and reminders(due_on, today=day) > sent:
            found.append(day)
            sent = reminders(due_on, today=day)
        day += timedelta(days=1)
    return found


def test_reminders_go_five_working_days_before_on_the_day_and_then_weekly() -> None:
    due = date(2026, 3, 11)
    expected = [date(2026, 3, 4), due, date(2026, 3, 18), date(2026, 3, 25)]
    assert days_of_reminders(due, until=date(2026, 3, 31)) == expected


def test_reminders_step_round_easter() -> None:
    # Good Friday is 3 April, Easter Monday 6 April.
    due = date(2026, 4, 6)
    expected = [date(2026, 3, 27), date(2026, 4, 2), date(2026, 4, 13), date(2026, 4, 20)]
    assert days_of_reminders(due, until=date(2026, 4, 20)) == expected


def test_a_weekly_reminder_that_falls_on_a_holiday_goes_the_working_day_after() -> None:
    due = date(2026, 3, 27)
    assert date(2026, 4, 3) in {row.day for row in bank_holidays()}
    assert days_of_reminders(due, until=date(2026, 4, 8))[-1] == date(2026, 4, 7)


@given(due=days)
def test_nobody_is_ever_reminded_on_a_day_off(due: date) -> None:
    assert all(map(is_working_day, days_of_reminders(due, until=due + timedelta(days=40))))


@given(due=days)
def test_the_first_reminder_leaves_five_working_days(due: date) -> None:
    first = days_of_reminders(due, until=due)[0]
    assert working_days_between(first, due) == (5 if is_working_day(due) else 4)


@given(due=days, today=days, later=st.integers(0, 100))
def test_reminders_only_ever_grow(due: date, today: date, later: int) -> None:
    after = today + timedelta(days=later)
    assert reminders(due, today=today) <= reminders(due, today=after)


@given(due=days)
def test_reminders_after_the_day_are_about_a_week_apart(due: date) -> None:
    late = days_of_reminders(due, until=due + timedelta(days=60))[2:]
    assert len(late) >= 7
    assert all(2 <= (b - a).days <= 12 for a, b in pairwise(late))


@given(due=days, today=days)
def test_everything_is_overdue_soon_or_later_and_the_words_agree(due: date, today: date) -> None:
    words = rules.due_words(due, today=today)
    assert words.startswith("Overdue") == (when(due, today=today) is When.OVERDUE)
    assert (when(due, today=today) is When.LATER) == (due > rules.soon_until(today))


@pytest.mark.parametrize("module", [rules, presenters])
def test_every_example_in_a_docstring_is_true(module: object) -> None:
    outcome = doctest.testmod(module)  # type: ignore[arg-type]
    assert outcome.attempted > 0
    assert outcome.failed == 0
