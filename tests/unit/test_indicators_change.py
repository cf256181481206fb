"""Whether a difference is more than chance, on numbers whose answer is known."""

import doctest
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.web.editions.rules import change
from headwater.web.editions.rules.change import Course, Estimate, Side, beside, course, ratio


def around(value: float, share: float = 0.05) -> Estimate:
    """An estimate with limits a share either side on the log scale."""
    return Estimate(value, value / (1 + share), value * (1 + share))


def test_the_worked_numbers_in_the_docstrings_are_right() -> None:
    assert doctest.testmod(change).failed == 0


def test_two_relative_risks_as_altman_and_bland_compare_them() -> None:
    # BMJ 2003;326:219: 0.67 (0.46 to 0.98) and 0.88 (0.71 to 1.08). The paper gives a ratio of
    # 0.76 (0.49 to 1.17), z = -1.24, P = 0.2.
    found = ratio(Estimate(0.67, 0.46, 0.98), Estimate(0.88, 0.71, 1.08))
    assert found is not None
    assert [round(each, 2) for each in (found.value, found.low, found.high)] == [0.76, 0.49, 1.17]
    assert round(found.chance, 1) == 0.2
    assert not found.is_unlikely_chance


def test_a_rate_ratio_of_two_large_counts_agrees_with_the_textbook_formula() -> None:
    # Rothman: standard error of ln(rate ratio) = sqrt(1/a + 1/b). 400 and 300 events over equal
    # time: ratio 1.3333, error 0.07638, limits exp(0.28768 -+ 1.96 x 0.07638) = 1.148 to 1.549.
    def of_count(events: int) -> Estimate:
        spread = 2.718281828459045 ** (1.959964 / events**0.5)
        return Estimate(events, events / spread, events * spread)

    found = ratio(of_count(400), of_count(300))
    assert found is not None
    assert isclose(found.low, 1.148, abs_tol=0.001)
    assert isclose(found.high, 1.549, abs_tol=0.001)
    assert found.chance < 0.001


@given(first=st.floats(0.1, 1000), second=st.floats(0.1, 1000), share=st.floats(0.01, 0.9))
def test_turning_the_comparison_round_turns_the_ratio_round(
    first: float, second: float, share: float
) -> None:
    there = ratio(around(first, share), around(second, share))
    back = ratio(around(second, share), around(first, share))
    assert there is not None
    assert back is not None
    assert isclose(there.value * back.value, 1, rel_tol=1e-9)
    assert isclose(there.chance, back.chance, rel_tol=1e-9, abs_tol=1e-12)


def test_limits_that_reach_nought_are_not_compared() -> None:
    assert ratio(Estimate(1, 0, 2), around(1)) is None
    assert course([Estimate(1, 0, 2), around(1)]) is Course.UNKNOWN


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([30], Course.UNKNOWN),
        ([30, 30.5], Course.UNCLEAR),
        ([30, 42], Course.HIGHER),
        ([42, 30], Course.LOWER),
        ([10, 20, 30, 40], Course.HIGHER),
        ([30, 31, 33, 36, 40], Course.RISING),
        ([40, 36, 33, 31, 30], Course.FALLING),
        ([30, 30.1, 30.2, 30.3, 30.4], Course.UNCLEAR),
        ([50, 30, 31, 33, 36, 40], Course.RISING),
    ],
)
def test_the_course_of_a_series(values: list[float], expected: Course) -> None:
    assert course([around(value) for value in values]) is expected


def test_a_hidden_last_period_leaves_the_course_unknown() -> None:
    assert course([around(30), around(40), None]) is Course.UNKNOWN


def test_four_periods_are_never_called_a_trend() -> None:
    found = course([around(value) for value in (10, 20, 40, 80)])
    assert found not in (Course.RISING, Course.FALLING)


def test_a_benchmark_on_the_limit_is_similar() -> None:
    assert beside(Estimate(5, 4, 6), 4) is Side.SIMILAR
    assert beside(Estimate(5, 4, 6), 3.9) is Side.HIGHER
    assert beside(Estimate(5, 4, 6), 6.1) is Side.LOWER
