"""Farrington by two routes, and what must not change its answers."""

import importlib
from dataclasses import replace
from datetime import date

import numba
import numpy as np
import pytest
from scipy import stats

from headwater.analysis import temporal
from headwater.analysis.temporal.baselines import Span, reference_weeks, seasons_of
from headwater.analysis.temporal.kernels import tails
from headwater.analysis.temporal.results import FloatArray

FIRST = date(2018, 1, 1)
# The package's function of the same name hides the module.
MODULE = importlib.import_module("headwater.analysis.temporal.farrington")
FIELDS = ("expected", "upper", "p_value", "score", "dispersion", "is_alarm", "reason_codes")


def panel(series: int, *, seed: int = 3) -> FloatArray:
    rng = np.random.default_rng(seed)
    level = rng.gamma(1.5, 6.0, (series, 1))
    season = 1 + 0.4 * np.cos(2 * np.pi * np.arange(312) / 52 + rng.uniform(0, 6, (series, 1)))
    return rng.negative_binomial(np.maximum(level * season, 0.05), 0.5).astype(np.float64)


def same(one: temporal.Aberrations, other: temporal.Aberrations) -> None:
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def slow_fit(
    counts: FloatArray, weight: FloatArray, design: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    """Iterated weighted least squares with whole matrices, to its end."""
    mean = counts + 0.1
    for _ in range(200):
        work = np.log(mean) + (counts - mean) / mean
        half = np.sqrt(weight * mean)
        found = np.linalg.lstsq(half[:, None] * design, half * work, rcond=None)[0]
        mean = np.exp(design @ found)
    half = np.sqrt(weight * mean)
    leverage = np.sum(np.linalg.qr(half[:, None] * design)[0] ** 2, axis=1)
    spread = float(np.sum(weight * (counts - mean) ** 2 / mean) / (len(counts) - design.shape[1]))
    return found, leverage, spread


def slow_farrington(counts: FloatArray) -> tuple[float, float, float]:
    """The method of the paper written the long way: expected, dispersion, upper limit."""
    week = len(counts) - 1
    span = Span(4, 3, 10, 26)
    weeks, seasons = seasons_of(week, reference_weeks(week, years=4, first_week=FIRST), span)
    seen = counts[weeks]
    levels = (seasons[:, None] == np.arange(10)).astype(np.float64)
    design = np.column_stack([levels, (weeks - week) / 52.0])
    found, leverage, spread = slow_fit(seen, np.ones(len(seen)), design)
    mean = np.exp(design @ found)
    residual = 1.5 * (seen ** (2 / 3) * mean ** (-1 / 6) - mean**0.5)
    residual /= np.sqrt(max(spread, 1.0) * (1 - leverage))
    weight = np.where(residual > 2.58, residual**-2.0, 1.0)
    found, _, spread = slow_fit(seen, weight * len(seen) / weight.sum(), design)
    if np.exp(found[9]) > seen.max():
        return np.nan, np.nan, np.nan
    expected, spread = float(np.exp(found[9])), max(spread, 1.0)
    if spread == 1.0:
        return expected, spread, float(stats.poisson.ppf(0.99, expected))
    upper = stats.nbinom.ppf(0.99, expected / (spread - 1), 1 / spread)
    return expected, spread, float(upper)


def test_the_arrow_and_the_whole_matrix_agree() -> None:
    counts = panel(25) + 1.0
    quick = temporal.farrington(
        counts, first_week=FIRST, settings=replace(temporal.NOUFAILY, least_cases=0)
    )
    slow = np.array([slow_farrington(row) for row in counts])
    known = ~np.isnan(slow[:, 0])
    assert known.sum() > 20
    np.testing.assert_allclose(quick.expected[known, 0], slow[known, 0], rtol=2e-5)
    np.testing.assert_allclose(quick.dispersion[known, 0], slow[known, 1], rtol=2e-4)
    np.testing.assert_array_equal(quick.upper[known, 0], slow[known, 2])


def test_rows_chunks_threads_and_number_types_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = panel(60)
    counts[5, 100:110] = np.nan
    weeks = [280, 300, 311]
    whole = temporal.farrington(counts, first_week=FIRST, judged=weeks)
    monkeypatch.setattr(MODULE, "ROWS_AT_ONCE", 7)
    same(whole, temporal.farrington(counts, first_week=FIRST, judged=weeks))
    same(whole, temporal.farrington(counts.astype(np.float32), first_week=FIRST, judged=weeks))
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    same(whole, temporal.farrington(counts, first_week=FIRST, judged=weeks))
    numba.set_num_threads(threads)
    order = np.random.default_rng(0).permutation(60)
    turned = temporal.farrington(counts[order], first_week=FIRST, judged=weeks)
    np.testing.assert_array_equal(turned.p_value, whole.p_value[order])
    np.testing.assert_array_equal(turned.weeks, weeks)


def test_a_duplicate_series_has_the_same_answer_and_small_whole_numbers_do_too() -> None:
    counts = panel(3)
    twice = temporal.farrington(np.vstack([counts, counts]), first_week=FIRST)
    np.testing.assert_array_equal(twice.upper[:3], twice.upper[3:])
    same(
        temporal.farrington(counts.astype(np.int16), first_week=FIRST),
        temporal.farrington(counts, first_week=FIRST),
    )


def test_a_population_that_never_changes_changes_nothing() -> None:
    counts = panel(20)
    plain = temporal.farrington(counts, first_week=FIRST)
    by_rate = temporal.farrington(counts, first_week=FIRST, population=np.full(312, 40_000.0))
    np.testing.assert_allclose(by_rate.expected, plain.expected, rtol=1e-6)
    np.testing.assert_array_equal(by_rate.is_alarm, plain.is_alarm)


def test_what_happens_after_the_judged_week_changes_nothing() -> None:
    counts = panel(10)
    early = temporal.farrington(counts[:, :290], first_week=FIRST)
    same(early, temporal.farrington(counts, first_week=FIRST, judged=[289]))


def test_limits_and_tails_are_those_of_the_distribution() -> None:
    rng = np.random.default_rng(8)
    mean, spread = rng.gamma(0.7, 60.0, 800), 1.0 + rng.gamma(1.0, 1.0, 800)
    mean[:40], spread[40:80] = rng.uniform(400, 1e6, 40), 1.0
    seen = rng.poisson(mean * rng.uniform(0.5, 2.0, 800)).astype(np.float64)
    upper, tail = tails.limits(seen, mean, spread, alpha=0.01)
    poisson = spread == 1.0
    size, chance = mean / np.where(poisson, 1.0, spread - 1.0), 1.0 / np.where(poisson, 2.0, spread)
    limit = np.where(poisson, stats.poisson.ppf(0.99, mean), stats.nbinom.ppf(0.99, size, chance))
    beyond = np.where(
        poisson, stats.poisson.sf(seen - 1, mean), stats.nbinom.sf(seen - 1, size, chance)
    )
    np.testing.assert_array_equal(upper, limit)
    np.testing.assert_allclose(tail, beyond, rtol=1e-7, atol=1e-290)
