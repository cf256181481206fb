"""How often will a rule cry wolf? Worked out on its own history before it may run.

Years without any rise are drawn from what was usual, and the rule judges them as it would judge
real ones. What was usual is each area's own level and season, and the scatter seen around them.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from headwater.analysis.needs.scope import Scope
from headwater.analysis.rates.kernels import exact_poisson_limits
from headwater.analysis.watch.alerts import joined
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.judging import (
    WEEKS_SCANNED,
    aberrations,
    alarms_of,
    clusters,
    is_judged,
    judge,
    placed,
    touching,
)
from headwater.analysis.watch.rules import ExpectedAlarms, Watching, WatchRule
from headwater.core.counts import FloatArray
from headwater.core.errors import NotEnoughDataError

YEAR = 52
LEAST_HISTORY = 2 * YEAR
ENOUGH_JUDGEMENTS = 20_000
"""Judged area-weeks after which another simulated year changes little."""
LEAST_DRAWS, MOST_DRAWS = 10, 200
JUDGED_WEEKS = 4
"""Weeks judged at the end of each simulated history: few, so that all rest on its whole length."""
SCANS = 100
HARMONICS = 1
LEVEL = 0.95


def expected_alarms(
    rule: WatchRule, held: WeeklyCounts, *, scope: Scope, seed: int
) -> ExpectedAlarms:
    """Alerts a year that a rule raises when nothing is going on, with an exact Poisson interval.

    Raises `NotEnoughDataError` with less than two years of weeks. The same seed gives the same
    answer.
    """
    known = held.counts.shape[1] - rule.delay_weeks
    if known < LEAST_HISTORY:
        raise NotEnoughDataError(of="complete weeks", have=known, need=LEAST_HISTORY)
    history = held.counts[:, :known]
    looked = min(YEAR, known - YEAR)
    found = _simulated(rule, history, held, scope, seed)
    before = _looking_back(rule, history, held, scope, looked)
    low, high = _poisson_limits(found.alerts)
    a_year = YEAR / found.weeks
    return ExpectedAlarms(
        a_year=found.alerts * a_year,
        low=low * a_year,
        high=high * a_year,
        areas=len(held.areas),
        judged_areas=found.areas,
        history_weeks=known,
        simulated_weeks=found.weeks,
        raised=before,
        looked_back=looked,
        seed=seed,
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """Alerts in so many simulated weeks, and how many areas could be judged in the best of them."""

    weeks: int
    alerts: int
    areas: int


def usual(history: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What each area's weeks look like when nothing is going on: means, and scatter of each area.

    The mean is the area's own level times one yearly wave that all areas share; the scatter is
    the variance over the mean, at least 1, by the median of squared residuals so that a rise in
    the past is not taken for what is usual. Areas x weeks, and one value an area.
    """
    weeks = history.shape[1]
    level = np.nan_to_num(np.nanmean(history, axis=1))
    whole = np.nanmean(history, axis=0)
    angle = 2 * np.pi * np.arange(weeks) / YEAR
    waves = [np.ones(weeks)]
    for k in range(1, HARMONICS + 1):
        waves += [np.cos(k * angle), np.sin(k * angle)]
    design = np.column_stack(waves)
    seen = np.isfinite(whole)
    weight, *_ = np.linalg.lstsq(design[seen], whole[seen], rcond=None)
    season = np.maximum(design @ weight, 1e-9)
    means = level[:, None] * (season / season[seen].mean())
    return means, _scatter(history, means)


def _scatter(history: FloatArray, means: FloatArray) -> FloatArray:
    """Variance over mean of the areas together, held to at least 1, the same for every area.

    Single areas have too few events to say it for themselves.
    """
    total, mean = np.nansum(history, axis=0), means.sum(axis=0)
    squared = (total - mean) ** 2 / mean
    # The median of a squared standard normal is 0.455.
    found = float(np.nanmedian(squared)) / stats.chi2.median(1)
    return np.full(len(history), max(found, 1.0))


def drawn(means: FloatArray, scatter: FloatArray, *, rng: np.random.Generator) -> FloatArray:
    """Counts with some means and variance over mean: Poisson, or negative binomial above 1."""
    above = scatter[:, None] - 1.0
    over = np.broadcast_to(above > 1e-6, means.shape)
    shape = np.divide(means, above, out=np.ones(means.shape), where=over)
    scale = np.broadcast_to(above, means.shape)
    mixed = np.where(over, rng.gamma(np.maximum(shape, 1e-12), np.maximum(scale, 1e-12)), means)
    return rng.poisson(mixed).astype(np.float64)


def _simulated(
    rule: WatchRule, history: FloatArray, held: WeeklyCounts, scope: Scope, seed: int
) -> Counted:
    """What the rule says of histories in which nothing is going on."""
    if rule.method is Watching.SCAN:
        return _scanned(rule, history, held, scope, seed)
    means, scatter = usual(history)
    pairs, _ = touching(scope, held.areas)
    judged_each = len(history) * JUDGED_WEEKS
    draws = int(np.clip(ENOUGH_JUDGEMENTS // judged_each, LEAST_DRAWS, MOST_DRAWS))
    weeks = alerts = areas = 0
    for stream in np.random.default_rng(seed).spawn(draws):
        made = np.where(np.isnan(history), np.nan, drawn(means, scatter, rng=stream))
        found = aberrations(rule, made, first=held.weeks[0], weeks=JUDGED_WEEKS)
        for at in range(JUDGED_WEEKS):
            alerts += len(joined(alarms_of(found, at), pairs=pairs))
            areas = max(areas, int(is_judged(found, at).sum()))
        weeks += JUDGED_WEEKS
    return Counted(weeks, alerts, areas)


def _scanned(
    rule: WatchRule, history: FloatArray, held: WeeklyCounts, scope: Scope, seed: int
) -> Counted:
    """The same for a scan: places and weeks of events have nothing to do with each other."""
    recent = np.rint(np.nan_to_num(history[:, -WEEKS_SCANNED:]))
    places = placed(held, scope)
    alerts = 0
    for stream in np.random.default_rng(seed).spawn(SCANS):
        made = _shuffled(recent[places], stream)
        alerts += len(clusters(rule, made, held, scope, seed=int(stream.integers(2**31))))
    return Counted(SCANS, alerts, len(places))


def _shuffled(counts: FloatArray, rng: np.random.Generator) -> FloatArray:
    """The same events at the same places, in weeks dealt out anew."""
    whole = counts.astype(np.int64)
    week = np.repeat(np.tile(np.arange(counts.shape[1]), len(counts)), whole.ravel())
    place = np.repeat(np.arange(len(counts)), whole.sum(axis=1))
    made = np.zeros(counts.shape)
    np.add.at(made, (place, rng.permutation(week)), 1.0)
    return made


def _looking_back(
    rule: WatchRule, history: FloatArray, held: WeeklyCounts, scope: Scope, weeks: int
) -> int:
    """Alerts that the rule would have raised in the latest weeks, each with what was known then."""
    raised = 0
    for last in range(history.shape[1] - weeks, history.shape[1]):
        known = WeeklyCounts(
            held.measure, held.areas, held.weeks[: last + 1], history[:, : last + 1], held.rows
        )
        whole = replace(rule, delay_weeks=0)
        raised += len(judge(whole, known, held.weeks[last], scope=scope, seed=last).alerts)
    return raised


def _poisson_limits(events: int) -> tuple[float, float]:
    """Exact limits of a Poisson count (Garwood 1936)."""
    low, high = exact_poisson_limits(np.array([float(events)]), level=LEVEL)
    return float(low[0]), float(high[0])
