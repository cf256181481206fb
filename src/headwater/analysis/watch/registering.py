"""How often will a rule cry wolf? Worked out on its own history before it may run.

Years without any rise are drawn from what was usual, and the rule judges them as it would judge
real ones. What was usual is each area's own level and season, and the scatter seen around them.
"""

from dataclasses import dataclass, replace

import numpy as np

from headwater.analysis.needs.scope import Scope
from headwater.analysis.rates.kernels import exact_poisson_limits
from headwater.analysis.temporal.histories import histories_together
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


def _simulated(
    rule: WatchRule, history: FloatArray, held: WeeklyCounts, scope: Scope, seed: int
) -> Counted:
    """What the rule says of histories in which nothing is going on."""
    if rule.method is Watching.SCAN:
        return _scanned(rule, history, held, scope, seed)
    usual = histories_together(history)
    pairs, _ = touching(scope, held.areas)
    judged_each = len(history) * JUDGED_WEEKS
    draws = int(np.clip(ENOUGH_JUDGEMENTS // judged_each, LEAST_DRAWS, MOST_DRAWS))
    # Weeks that were never supplied stay missing; the judged ones are judged when they are there.
    gone = np.isnan(history)
    gone[:, -JUDGED_WEEKS:] = False
    weeks = alerts = areas = 0
    for stream in np.random.default_rng(seed).spawn(draws):
        made = np.where(gone, np.nan, usual.draw_all(rng=stream))
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
