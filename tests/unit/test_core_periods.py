"""Months and spans of months are read, written and moved as people mean them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.core.errors import UsageError
from headwater.core.periods import Month, Period

months = st.builds(Month, st.integers(1990, 2060), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-09..2025-08", "2024-09", "2025-08"),
        ("2024-09", "2024-09", "2024-09"),
        ("2024/25", "2024-04", "2025-03"),
        ("2024-Q4", "2024-10", "2024-12"),
    ],
)
def test_every_way_to_write_a_period_is_read(text: str, first: str, last: str) -> None:
    assert Period.parse(text) == Period(Month.parse(first), Month.parse(last))


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-13", "2024-9", "2025-08..2024-09", "2024/26", "2024-Q5", "last year"]
)
def test_what_is_not_a_period_is_refused_with_the_words_that_were_typed(text: str) -> None:
    with pytest.raises(UsageError, match=r"\["):
        Period.parse(text)


@given(months, st.integers(-600, 600))
def test_moving_there_and_back_is_no_move(month: Month, steps: int) -> None:
    assert month.plus(steps).plus(-steps) == month


@given(months, st.integers(0, 60))
def test_a_period_reads_back_what_it_writes(first: Month, more: int) -> None:
    period = Period(first, first.plus(more))
    assert Period.parse(str(period)) == period
    assert len(period) == len(period.months) == more + 1
    assert all(month in period for month in period)


def test_the_last_day_of_february_knows_leap_years() -> None:
    assert Month(2024, 2).last_day == date(2024, 2, 29)


def test_the_year_before_has_the_same_months() -> None:
    assert str(Period.parse("2024-09..2025-08").year_earlier) == "2023-09..2024-08"
    assert str(Period.parse("2024-09..2025-08").before) == "2023-09..2024-08"
    assert str(Period.parse("2024-10..2025-02").before) == "2024-05..2024-09"
    assert Period.year_to(Month(2025, 8)) == Period.parse("2024-09..2025-08")
