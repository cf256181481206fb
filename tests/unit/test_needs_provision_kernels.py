"""Floating catchment, distances and likeness: known answers with their working."""

import doctest
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from headwater.analysis.needs import provision, provision_kernels
from headwater.analysis.needs.provision import Coverage, coverage_between
from headwater.analysis.needs.provision_kernels import (
    distances_km,
    floating_catchment,
    nearest,
    one_way,
    share_of_band,
    times_kept,
    unlikeness,
)

ONE_GROUP = np.ones((1, 2))
PAGES = Path(__file__).resolve().parents[2] / "docs" / "explanation"


@pytest.mark.parametrize("module", [provision_kernels, provision])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize("page", ["gaps-in-provision.md", "areas-like-ours.md"])
def test_every_worked_number_on_an_explanation_page_is_true(page: str) -> None:
    found = doctest.testfile(str(PAGES / page), module_relative=False, encoding="utf-8")
    assert found.attempted
    assert not found.failed


def test_two_services_over_three_areas_are_shared_as_worked_by_hand() -> None:
    # Needs 100, 50, 50. Service 1 (30 places) reaches areas 1 and 2: 30/150 = 0.2 a unit.
    # Service 2 (20 places) reaches areas 2 and 3: 20/100 = 0.2 a unit.
    # Area 1: 0.2. Area 2: 0.2 + 0.2 = 0.4. Area 3: 0.2. Places: 20 + 20 + 10 = 50.
    found = floating_catchment(
        np.array([[100.0], [50.0], [50.0]]),
        np.array([30.0, 20.0]),
        reaches=np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
        suits=ONE_GROUP,
    )
    assert found.ratio[:, 0] == pytest.approx([0.2, 0.4, 0.2])
    assert found.places[:, 0] == pytest.approx([20.0, 20.0, 10.0])


def test_a_service_that_takes_part_of_an_age_band_counts_in_part() -> None:
    # 40 places for two bands of need 30 and 60; the second is taken by a third: 60/3 = 20.
    # 40/(30 + 20) = 0.8 a unit; the second band gets a third of that.
    found = floating_catchment(
        np.array([[30.0, 60.0]]),
        np.array([40.0]),
        reaches=np.ones((1, 1)),
        suits=np.array([[1.0], [1 / 3]]),
    )
    assert found.ratio[0] == pytest.approx([0.8, 0.8 / 3])
    assert found.places.sum() == pytest.approx(40.0)


def test_a_service_that_nobody_needs_gives_nothing_out() -> None:
    found = floating_catchment(
        np.zeros((2, 1)), np.array([10.0]), reaches=np.ones((2, 1)), suits=np.ones((1, 1))
    )
    assert found.ratio.tolist() == [[0.0], [0.0]]


def test_no_services_cover_nothing() -> None:
    found = floating_catchment(
        np.ones((2, 1)), np.zeros(0), reaches=np.zeros((2, 0)), suits=np.zeros((1, 0))
    )
    assert found.ratio.tolist() == [[0.0], [0.0]]


def test_cambridge_and_peterborough_are_as_far_apart_as_a_map_says() -> None:
    # 52.2053 N 0.1218 E and 52.5695 N 0.2405 W: about 47 km as the crow flies.
    km = distances_km(
        np.array([0.1218]), np.array([52.2053]), np.array([-0.2405]), np.array([52.5695])
    )
    assert float(km[0, 0]) == pytest.approx(47.4, abs=0.3)


@pytest.mark.parametrize(
    ("ages", "share"), [((10, 25), 1.0), ((16, 99), 2 / 3), ((0, 14), 0.0), ((17, 17), 1 / 3)]
)
def test_the_share_of_15_to_17_is_counted_in_whole_ages(
    ages: tuple[int, int], share: float
) -> None:
    assert share_of_band(15, 17, youngest=ages[0], oldest=ages[1]) == pytest.approx(share)


def test_likeness_is_worked_in_standard_deviations() -> None:
    # Column 1: 0, 2, 4: deviation sqrt(8/3); column 2: 0, 3, 0: deviation sqrt(2).
    # Second row from the first: (2/1.63299)² = 1.5 and (3/1.41421)² = 4.5; mean 3; root 1.7321.
    # Third row: (4/1.63299)² = 6 and 0; mean 3; root 1.7321.
    found = unlikeness(np.array([[0.0, 0.0], [2.0, 3.0], [4.0, 0.0]]), 0)
    assert found == pytest.approx([0.0, 3**0.5, 3**0.5])


def test_a_feature_that_is_the_same_everywhere_does_not_count() -> None:
    features = np.array([[0.0, 7.0], [1.0, 7.0], [2.0, 7.0]])
    assert unlikeness(features, 0) == pytest.approx(unlikeness(features[:, :1], 0))


def test_areas_that_are_the_same_in_everything_are_not_unlike() -> None:
    assert unlikeness(np.ones((3, 2)), 1).tolist() == [0.0, 0.0, 0.0]


def test_ties_between_neighbours_go_by_position() -> None:
    assert nearest(np.array([1.0, 0.0, 1.0, 1.0]), 1, count=2).tolist() == [0, 2]


def test_an_area_that_one_feature_brings_in_stays_in_without_the_others() -> None:
    # Rows 1 and 2 are each like row 0 in one feature only; row 3 is close in both.
    features = np.array([[0.0, 0.0], [0.0, 9.0], [9.0, 0.0], [1.0, 1.0], [9.0, 9.0]])
    assert times_kept(features, 0, count=1).tolist() == [0, 1, 1, 0, 0]


def test_five_values_in_random_order_run_one_way_once_in_sixty_times() -> None:
    runs = [one_way(np.array(order, dtype=float)) for order in permutations(range(5))]
    assert runs.count(1) == runs.count(-1) == 1
    assert len(runs) == 120


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 0.0, Coverage.GAP),
        (0.1, 0.24, Coverage.GAP),
        (0.1, 0.25, Coverage.GAP_TO_THIN),
        (0.25, 0.74, Coverage.THIN),
        (0.5, 0.75, Coverage.THIN_TO_COVERED),
        (0.75, 9.0, Coverage.COVERED),
        (0.75, float("inf"), Coverage.COVERED),
        (0.0, 1.0, Coverage.UNKNOWN),
        (0.2, float("inf"), Coverage.UNKNOWN),
        (float("nan"), 0.2, Coverage.UNKNOWN),
    ],
)
def test_a_class_is_given_only_where_the_whole_range_agrees(
    low: float, high: float, expected: Coverage
) -> None:
    assert coverage_between(low, high) is expected
