"""Bank holidays, and the arithmetic of working days."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater import rulebook
from headwater.rulebook import working_days

days = st.dates(date(2023, 1, 1), date(2028, 12, 31))
steps = st.integers(-60, 60)


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def monday(day: date) -> date:
    """The first Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)


def by_statute(year: int) -> set[date]:
    """Ordinary bank holidays as the Banking and Financial Dealings Act 1971 has them."""
    new_year = date(year, 1, 1)
    christmas = {date(year, 12, 25), date(year, 12, 26)}
    moved = {date(year, 12, 27), date(year, 12, 28)}
    weekend = sum(day.weekday() >= 5 for day in christmas)
    at_christmas = {day for day in christmas if day.weekday() < 5}
    at_christmas |= set(sorted(d for d in moved if d.weekday() < 5)[:weekend])
    return {
        new_year if new_year.weekday() < 5 else monday(new_year),
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        monday(date(year, 5, 1)),
        monday(date(year, 5, 25)),
        monday(date(year, 8, 25)),
        *at_christmas,
    }


@pytest.mark.parametrize("year", range(2023, 2029))
def test_every_year_has_the_holidays_the_statute_gives_and_those_proclaimed(year: int) -> None:
    held = {row.day for row in rulebook.bank_holidays() if row.day.year == year}
    proclaimed = {date(2023, 5, 8)} if year == 2023 else set()
    assert held == by_statute(year) | proclaimed


def test_nobody_works_on_the_coronation_but_on_the_day_after() -> None:
    assert not rulebook.is_working_day(date(2023, 5, 8))
    assert rulebook.is_working_day(date(2023, 5, 9))


@given(day=days, step=steps.filter(bool))
def test_counting_working_days_ends_on_one(day: date, step: int) -> None:
    assert rulebook.is_working_day(rulebook.add_working_days(day, step))


@given(day=days, step=st.integers(1, 60))
def test_what_is_added_is_what_lies_between(day: date, step: int) -> None:
    assert rulebook.working_days_between(day, rulebook.add_working_days(day, step)) == step


@given(day=days.filter(rulebook.is_working_day), step=steps)
def test_going_and_coming_back_from_a_working_day_leads_home(day: date, step: int) -> None:
    assert rulebook.add_working_days(rulebook.add_working_days(day, step), -step) == day


@given(one=days, other=days)
def test_the_way_back_has_as_many_working_days(one: date, other: date) -> None:
    assert rulebook.working_days_between(one, other) == -rulebook.working_days_between(other, one)


@given(day=days)
def test_the_nearest_working_days_enclose_a_day_that_is_none(day: date) -> None:
    before, after = rulebook.working_day_until(day), rulebook.working_day_from(day)
    assert before <= day <= after
    assert (before == day == after) == rulebook.is_working_day(day)
    assert rulebook.working_days_between(before, after) == (0 if before == after else 1)


def test_every_worked_day_in_a_docstring_is_true() -> None:
    outcome = doctest.testmod(working_days)
    assert outcome.attempted > 0
    assert outcome.failed == 0
