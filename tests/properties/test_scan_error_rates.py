"""How often a scan is wrong when nothing is going on, and what shapes it finds when something is.

Every count of false alarms is held to four standard errors of a binomial count around its mean.
"""

from typing import Any

import numpy as np
import pytest

from headwater.analysis.temporal.scan_results import (
    FloatArray,
    ScanCluster,
    ScanModel,
    ScanSettings,
)
from headwater.analysis.temporal.scans import scan, scan_alike

MAPS, ALPHA = 120, 0.1
MEAN = 1.5
RESTRICTED: dict[str, Any] = {"connected_among": 10, "place_p_below": 0.2}


def grid(side: int) -> FloatArray:
    return np.array([(x + 0.01 * y, y) for x in range(side) for y in range(side)], dtype=float)


def links(side: int) -> list[tuple[int, int]]:
    right = [(at, at + 1) for at in range(side * side) if (at + 1) % side]
    return right + [(at, at + side) for at in range(side * (side - 1))]


def quiet_cases(model: ScanModel, rng: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    if model is ScanModel.BERNOULLI:
        return rng.binomial(10, 0.15, shape).astype(float)
    if model is ScanModel.NEGATIVE_BINOMIAL:
        return rng.negative_binomial(2.0, 2.0 / (2.0 + MEAN), shape).astype(float)
    return rng.poisson(MEAN, shape).astype(float)


def strongest(
    cases: FloatArray, *, side: int, seed: int, asked: ScanSettings
) -> ScanCluster | None:
    expected = np.full(cases.shape, 10.0 if asked.model is ScanModel.BERNOULLI else MEAN)
    found = scan(
        cases,
        centres=grid(side),
        adjacency=links(side),
        expected=None if asked.model is ScanModel.PERMUTATION else expected,
        settings=asked,
        seed=seed,
    ).clusters
    return found[0] if found else None


def assert_nominal(alarms: int, trials: int, chance: float) -> None:
    error = np.sqrt(trials * chance * (1.0 - chance))
    assert abs(alarms - trials * chance) <= 4.0 * error


@pytest.mark.parametrize(
    ("model", "more"),
    [
        (ScanModel.POISSON, {}),
        (ScanModel.PERMUTATION, {"replicas": 999, "stop_after": 10}),
        (ScanModel.BERNOULLI, {}),
        (ScanModel.NEGATIVE_BINOMIAL, {"dispersion": 2.0}),
        (ScanModel.PERMUTATION, RESTRICTED),
        (ScanModel.PERMUTATION, {"connected_among": 6}),
    ],
)
def test_false_alarms_come_at_the_stated_rate(model: ScanModel, more: dict[str, Any]) -> None:
    """120 quiet maps at 10 %: 12 alarms with a standard error of 3.3, by counting and by Gumbel."""
    rng = np.random.default_rng(77)
    asked = ScanSettings(model, **{"longest": 3, "replicas": 99, **more})
    by_count = by_tail = 0
    for seed in range(MAPS):
        found = strongest(quiet_cases(model, rng, (25, 8)), side=5, seed=seed, asked=asked)
        by_count += found is not None and found.p_value <= ALPHA
        by_tail += found is not None and found.tail_p_value <= ALPHA
    assert_nominal(by_count, MAPS, ALPHA)
    assert_nominal(by_tail, MAPS, ALPHA)


def test_one_set_of_replicas_for_many_weeks_alarms_as_often_and_little_less_surely() -> None:
    """Weeks that share replicas share their luck: 240 sets of 99 replicas, 20 weeks each, at 10 %.

    Every week and the replicas are draws from one urn, so a week alarms with a chance of 10/100
    whichever set it is held against. Given the set, that chance is a beta variable (10, 90), so the
    alarms of n weeks vary more than by themselves: by 1 + (n - 1)/(R + 2) times, here 1.19.
    """
    sets, weeks, replicas = 240, 20, 99
    rng = np.random.default_rng(21)
    cases = rng.poisson(MEAN, (16, 8))
    period = np.repeat(np.tile(np.arange(8), 16), cases.ravel())
    place = np.repeat(np.arange(16), cases.sum(axis=1))
    asked = ScanSettings(ScanModel.PERMUTATION, longest=3, replicas=replicas)
    alarms = []
    for seed in range(sets):
        tables = np.zeros((weeks, 16, 8))
        for table in tables:
            np.add.at(table, (place, rng.permutation(period)), 1.0)
        found = scan_alike(tables, p_at_most=ALPHA, centres=grid(4), settings=asked, seed=seed)
        alarms.append(len(found))
    wider = 1.0 + (weeks - 1) / (replicas + 2)
    error = np.sqrt(sets * weeks * ALPHA * (1.0 - ALPHA) * wider)
    assert abs(sum(alarms) - sets * weeks * ALPHA) <= 3.0 * error
    ratio = np.var(alarms, ddof=1) / (weeks * ALPHA * (1.0 - ALPHA))
    assert abs(ratio - wider) <= 3.0 * wider * np.sqrt(2.0 / sets)


def test_poisson_windows_alarm_too_often_where_counts_scatter_more() -> None:
    """Why the negative binomial is there: half of quiet maps are called, not one in ten."""
    rng = np.random.default_rng(5)
    asked = ScanSettings(longest=3, replicas=99)
    alarms = 0
    for seed in range(30):
        cases = quiet_cases(ScanModel.NEGATIVE_BINOMIAL, rng, (25, 8))
        found = strongest(cases, side=5, seed=seed, asked=asked)
        alarms += found is not None and found.p_value <= ALPHA
    assert alarms > 15


def test_looks_hold_the_chance_of_any_alarm_over_several_weeks() -> None:
    """Six weekly looks at 10 %: without the adjustment far more than 10 % of places in time."""
    series, weeks, looks = 50, 16, 6
    rng = np.random.default_rng(6)
    alarms = {1: 0, looks: 0}
    for seed in range(series):
        cases = rng.poisson(MEAN, (16, weeks + looks)).astype(float)
        for adjusted in alarms:
            asked = ScanSettings(longest=3, replicas=49, looks=adjusted)
            found = [
                strongest(cases[:, last - weeks : last], side=4, seed=seed, asked=asked)
                for last in range(weeks + 1, weeks + looks + 1)
            ]
            alarms[adjusted] += any(one is not None and one.p_value <= ALPHA for one in found)
    assert alarms[looks] <= series * ALPHA + 4.0 * np.sqrt(series * ALPHA * (1 - ALPHA))
    assert alarms[1] >= 1.5 * alarms[looks]
    assert alarms[1] > series * ALPHA + 2.0 * np.sqrt(series * ALPHA * (1 - ALPHA))


def test_restricted_windows_follow_a_street_that_circles_cut_up() -> None:
    """Nine places in a row, three and a half times the usual for a month; the same 15 maps."""
    side, street = 14, [6 * 14 + 3 + at for at in range(9)]
    rng = np.random.default_rng(3)
    told: dict[str, list[float]] = {"circles": [], "restricted": []}
    for seed in range(15):
        mean = np.full((side * side, 26), 0.5)
        mean[street, -4:] *= 3.5
        cases = rng.poisson(mean).astype(float)
        for name, more in (("circles", {}), ("restricted", RESTRICTED | {"connected_among": 40})):
            asked = ScanSettings(
                ScanModel.PERMUTATION, most_share=0.1, longest=6, replicas=99, **more
            )
            found = strongest(cases, side=side, seed=seed, asked=asked)
            assert found is not None
            inside = len(set(found.places) & set(street))
            told[name].append(inside / 9 if found.p_value <= 0.05 else 0.0)
    assert np.mean(told["restricted"]) > np.mean(told["circles"]) + 0.1
