"""What a scan refuses, and what it answers at the edges."""

import doctest
from pathlib import Path

import numpy as np
import pytest

from headwater.analysis.temporal import scans
from headwater.analysis.temporal.kernels import scan_restricted
from headwater.analysis.temporal.scan_results import ScanModel, ScanReach, ScanSettings
from headwater.analysis.temporal.scans import gumbel_tail, recurrence_interval, scan, scan_alike
from headwater.core.errors import AnalysisError

LINE = np.column_stack([np.arange(6.0), np.zeros(6)])
QUIET = np.ones((6, 8))
FEW = 99


def test_every_worked_number_in_a_docstring_is_true() -> None:
    for module in (scans, scan_restricted):
        outcome = doctest.testmod(module)
        assert outcome.attempted > 0
        assert outcome.failed == 0


def test_every_worked_number_on_the_explanation_page_is_true() -> None:
    page = Path(__file__).resolve().parents[2] / "docs/explanation/space-time-scan.md"
    outcome = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("cases", "expected", "settings", "says"),
    [
        (np.where(np.eye(6, 8) > 0, np.nan, 1.0), np.ones(6), ScanSettings(), "missing"),
        (QUIET * 0.5, np.ones(6), ScanSettings(), "whole"),
        (-QUIET, np.ones(6), ScanSettings(), "whole"),
        (np.ones(6), np.ones(6), ScanSettings(), "row per place"),
        (QUIET, None, ScanSettings(), "needs"),
        (QUIET, np.array([0.0, 1, 1, 1, 1, 1]), ScanSettings(), "population"),
        (QUIET, np.ones(5), ScanSettings(), "shape"),
        (QUIET, np.ones(6), ScanSettings(most_share=1.5), "most_share"),
        (QUIET, np.ones(6), ScanSettings(replicas=-1), "replicas"),
        (QUIET, np.ones(6), ScanSettings(looks=2, reach=ScanReach.RETROSPECTIVE), "looks"),
        (QUIET, np.ones(6), ScanSettings(ScanModel.PERMUTATION), "Leave"),
        (QUIET, None, ScanSettings(ScanModel.PERMUTATION, ScanReach.SPATIAL), "time"),
        (QUIET, np.ones(6), ScanSettings(ScanModel.NEGATIVE_BINOMIAL), "dispersion"),
        (QUIET * 2, QUIET, ScanSettings(ScanModel.BERNOULLI), "at risk"),
        (QUIET, np.ones(6), ScanSettings(connected_among=4), "adjacency"),
        (QUIET, np.ones(6), ScanSettings(place_p_below=0.2), "connected"),
        (QUIET, np.ones(6), ScanSettings(connected_among=4, place_p_below=1.0), "place_p_below"),
    ],
)
def test_what_cannot_be_scanned_is_refused_with_a_sentence(
    cases: np.ndarray, expected: np.ndarray | None, settings: ScanSettings, says: str
) -> None:
    with pytest.raises(AnalysisError, match=says):
        scan(cases, centres=LINE, expected=expected, settings=settings)


def test_no_cases_give_no_cluster_and_say_so() -> None:
    result = scan(QUIET * 0, centres=LINE, expected=np.ones(6))
    assert result.clusters == ()
    assert "no cases" in result.cautions[0]


def test_one_place_has_no_window_under_a_half() -> None:
    result = scan(QUIET[:1], centres=LINE[:1], expected=[1.0])
    assert result.clusters == ()
    assert "No window fits" in result.cautions[0]


def test_a_place_without_people_or_cases_changes_nothing() -> None:
    cases = QUIET.copy()
    cases[2, 6:] = 6
    asked = ScanSettings(replicas=FEW)
    plain = scan(cases, centres=LINE, expected=np.ones(6), settings=asked).clusters[0]
    more = scan(
        np.vstack([cases, np.zeros(8)]),
        centres=np.vstack([LINE, [50.0, 50.0]]),
        expected=np.append(np.ones(6), 0.0),
        settings=asked,
    ).clusters[0]
    assert (more.places, more.llr) == (plain.places, pytest.approx(plain.llr))


def test_places_at_one_point_enter_a_window_together() -> None:
    cases = QUIET.copy()
    cases[2, 7] = 9
    twins = LINE.copy()
    twins[3] = twins[2]
    result = scan(cases, centres=twins, expected=np.ones(6), settings=ScanSettings(replicas=FEW))
    assert result.clusters[0].places == (2, 3)


def test_empty_weeks_are_quiet_weeks() -> None:
    cases = QUIET.copy()
    cases[:, 3:5] = 0
    result = scan(cases, centres=LINE, expected=np.ones(6), settings=ScanSettings(replicas=FEW))
    assert result.replicas_run == FEW


def test_replicas_end_early_when_the_answer_is_clear() -> None:
    asked = ScanSettings(replicas=999, stop_after=10)
    result = scan(QUIET, centres=LINE, expected=np.ones(6), settings=asked, seed=3)
    if result.clusters:
        strongest = result.clusters[0]
        assert result.replicas_run < 999
        assert strongest.p_value == pytest.approx(10 / result.replicas_run)


def test_the_gumbel_tail_is_one_far_below_and_small_far_above() -> None:
    maxima = np.random.default_rng(1).gumbel(5.0, 1.0, 2_000)
    assert gumbel_tail(maxima, 0.0) == pytest.approx(1.0)
    assert gumbel_tail(maxima, 9.0) == pytest.approx(1 - np.exp(-np.exp(-4.0)), rel=0.25)


def test_many_looks_lengthen_the_interval_of_one_p_value() -> None:
    assert recurrence_interval(0.05, looks=52) > recurrence_interval(0.05)


TWO_ISLANDS = [(0, 1), (1, 2), (3, 4)]
"""Places 0 to 2 hang together, 3 and 4 do, and 5 touches nobody."""


@pytest.mark.parametrize("below", [None, 0.2])
@pytest.mark.parametrize("mapped", [True, False])
def test_connected_windows_do_not_cross_the_water(below: float | None, mapped: bool) -> None:
    cases = QUIET.copy()
    cases[[2, 3, 5], 6:] = 8
    asked = ScanSettings(
        most_share=1.0, connected_among=6, place_p_below=below, replicas=FEW, longest=2
    )
    result = scan(
        cases,
        centres=LINE if mapped else None,
        adjacency=TWO_ISLANDS,
        expected=np.ones(6),
        settings=asked,
    )
    assert {each.places for each in result.clusters[:3]} == {(2,), (3,), (5,)}


@pytest.mark.parametrize("below", [None, 0.2])
def test_one_place_can_only_be_held_against_its_own_past(below: float | None) -> None:
    cases = np.array([[1.0, 2, 1, 1, 2, 1, 8, 9]])
    asked = ScanSettings(most_share=1.0, connected_among=4, place_p_below=below, replicas=FEW)
    found = scan(cases, adjacency=[], expected=[1.0], settings=asked).clusters[0]
    assert (found.places, found.first_period, found.p_value) == ((0,), 6, 1 / (1 + FEW))


def test_a_place_without_people_joins_no_restricted_window() -> None:
    """It has no cases to be unusual with, so a window cannot lead through it."""
    cases = QUIET.copy()
    cases[[1, 3], 6:] = 9
    cases[2] = 0
    people = np.array([1.0, 1, 0, 1, 1, 1])
    asked = ScanSettings(most_share=1.0, connected_among=6, place_p_below=0.2, replicas=FEW)
    line = [(at, at + 1) for at in range(5)]
    result = scan(cases, centres=LINE, adjacency=line, expected=people, settings=asked)
    assert [each.places for each in result.clusters[:2]] == [(1,), (3,)]


def test_a_missing_week_of_one_place_is_refused_by_every_shape() -> None:
    cases = QUIET.copy()
    cases[4, 2] = np.nan
    for more in (None, 0.2):
        asked = ScanSettings(connected_among=None if more is None else 4, place_p_below=more)
        with pytest.raises(AnalysisError, match=r"\[1\] missing"):
            scan(cases, centres=LINE, adjacency=[], expected=np.ones(6), settings=asked)


def test_tables_that_chance_does_not_deal_with_alike_are_refused() -> None:
    more, moved = QUIET.copy(), QUIET.copy()
    more[0, 0] += 1
    moved[0, 0], moved[0, 1] = moved[0, 0] + 1, moved[0, 1] - 1
    shuffled = ScanSettings(ScanModel.PERMUTATION)
    for others in ([more], [moved]):
        with pytest.raises(AnalysisError, match="do not add up to the same"):
            scan_alike([QUIET, *others], p_at_most=0.1, centres=LINE, settings=shuffled)
    with pytest.raises(AnalysisError, match="do not add up to the same"):
        scan_alike([QUIET, more], p_at_most=0.1, centres=LINE, expected=np.ones(6))
    with pytest.raises(AnalysisError, match="tables"):
        scan_alike([], p_at_most=0.1, centres=LINE, expected=np.ones(6))


def test_tables_without_cases_or_windows_hold_nothing_strong() -> None:
    for cases, share in ((QUIET * 0.0, 0.5), (QUIET, 0.01)):
        asked = ScanSettings(most_share=share)
        found = scan_alike(
            [cases, cases], p_at_most=0.9, centres=LINE, expected=np.ones(6), settings=asked
        )
        assert not found


def test_a_town_in_uproar_ends_in_time_and_says_what_was_cut() -> None:
    """Sixty places that are all unusual make more connected sets than there are atoms."""
    side = 10
    cases = np.ones((side * side, 12))
    cases[:60, 11] = 9
    where = np.array([(at % side, at // side) for at in range(side * side)]) + 0.0
    where += np.random.default_rng(1).uniform(0, 0.1, where.shape)
    links = [(at, at + 1) for at in range(99) if (at + 1) % side]
    links += [(at, at + side) for at in range(90)]
    asked = ScanSettings(connected_among=60, place_p_below=0.2, replicas=9, longest=1)
    result = scan(
        cases, centres=where, adjacency=links, expected=np.ones(side * side), settings=asked
    )
    assert result.clusters[0].p_value == 0.1
    assert len(result.clusters[0].places) > 5
    assert "not every window" in result.cautions[0]
