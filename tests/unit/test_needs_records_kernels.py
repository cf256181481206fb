"""The arithmetic of the record-level chapters against worked numbers."""

import doctest

import numpy as np
import pytest

from headwater.analysis.needs import kernels, record_counting, record_kernels
from headwater.analysis.needs.chapters import statistics_shown


@pytest.mark.parametrize("module", [record_kernels, record_counting, statistics_shown])
def test_the_worked_numbers_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_nothing_tested_is_nothing_discovered() -> None:
    assert np.isnan(record_kernels.false_discovery_values(np.full(3, np.nan))).all()
    assert len(record_kernels.false_discovery_values(np.zeros(0))) == 0


def test_one_test_alone_keeps_its_own_chance() -> None:
    assert record_kernels.false_discovery_values(np.array([0.03])).tolist() == [0.03]


def test_a_limit_at_one_is_a_chance_of_one_in_twenty() -> None:
    # 1.5 / 1.5 = 1 at the lower limit, so log ratio = 1.96 standard errors.
    chance = record_kernels.chance_of_ratio(
        np.array([1.5]), np.array([1.0]), np.array([2.25]), level=0.95, degrees=np.array([np.inf])
    )
    assert chance[0] == pytest.approx(0.05)


def test_a_group_without_a_count_is_not_compared_and_not_in_the_rest() -> None:
    ratio, chance = record_kernels.against_the_rest(
        np.array([50.0, 50.0, np.nan]), np.array([100.0, 50.0, 80.0])
    )
    assert ratio[0] == pytest.approx(0.5)
    assert np.isnan([ratio[2], chance[2]]).all()


def test_one_group_alone_has_no_rest() -> None:
    ratio, chance = record_kernels.against_the_rest(np.array([5.0]), np.array([9.0]))
    assert np.isnan([ratio[0], chance[0]]).all()


def test_no_events_have_no_share_on_repeats() -> None:
    share = record_kernels.share_of_events_on_repeats(
        np.zeros(0, dtype=np.intp), np.zeros(0), level=0.95
    )
    assert np.isnan(share).all()


def test_everyone_harmed_twice_is_a_share_of_one_without_width() -> None:
    share = record_kernels.share_of_events_on_repeats(
        np.array([2], dtype=np.intp), np.array([30.0]), level=0.95
    )
    assert share == (1.0, 1.0, 1.0)


def test_names_drawn_at_random_repeat_as_often_as_the_formula_says() -> None:
    rng = np.random.default_rng(7)
    _, times = np.unique(rng.integers(0, 5_000, 2_000), return_counts=True)
    expected = record_kernels.repeat_share_by_chance(2_000, 5_000)
    assert float((times >= 2).mean()) == pytest.approx(expected, abs=0.02)


def test_no_part_is_no_ratio_of_shares() -> None:
    assert np.isnan(record_kernels.share_against(0, 10, 5, 10, level=0.95)).all()


def test_the_worked_example_of_the_disagreement_page_holds() -> None:
    times, chance = record_kernels.against_the_rest(
        np.array([400.0, 1_060.0]), np.array([600.0, 4_600.0])
    )
    assert round(float(times[0]), 2) == 2.89
    assert chance[0] < 1e-40
    assert kernels.least_unrecorded(np.array([5.0, 1.0]), np.array([2.0, 9.0])) == 3


def test_the_worked_example_of_the_repeat_victims_page_holds() -> None:
    times, people = np.array([1, 2], dtype=np.intp), np.array([80.0, 10.0])
    assert record_kernels.repeats(times, people) == (10.0, 20.0)
    share = record_kernels.share_of_events_on_repeats(times, people, level=0.95)
    assert [round(each * 100, 1) for each in share] == [20.0, 9.5, 30.5]
    assert round(record_kernels.repeat_share_by_chance(100, 1_000) * 100, 1) == 4.9
