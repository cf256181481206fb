"""Weeks are those of ISO 8601: Monday to Sunday, the first of a year holds its first Thursday."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.core import weeks
from headwater.core.errors import UsageError
from headwater.core.weeks import Week, weeks_between

DAYS = st.dates(date(1970, 1, 1), date(2100, 12, 31))


def test_every_worked_number_in_a_docstring_is_true() -> None:
    outcome = doctest.testmod(weeks)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@given(day=DAYS)
def test_a_week_is_read_as_it_is_written_and_holds_its_day(day: date) -> None:
    week = Week.of(day)
    assert Week.parse(str(week)) == week == Week.parse(day.isoformat())
    assert week.monday <= day <= week.sunday == week.monday + timedelta(days=6)


@given(day=DAYS, steps=st.integers(-500, 500))
def test_weeks_are_counted_across_years(day: date, steps: int) -> None:
    week = Week.of(day)
    assert week.plus(steps).since(week) == steps
    assert len(weeks_between(week, week.plus(steps))) == max(steps + 1, 0)


@pytest.mark.parametrize("text", ["2025-W54", "2025-W00", "last week", "2025-13-01", ""])
def test_what_is_no_week_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError, match=r"Write it as 2025-W30"):
        Week.parse(text)


def test_a_week_begins_on_a_monday() -> None:
    with pytest.raises(UsageError, match="not a Monday"):
        Week(date(2025, 7, 22))
