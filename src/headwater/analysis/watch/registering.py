"""How often will a rule cry wolf? Worked out on its own history before it may run.

Years without any rise are drawn from what was usual, and the rule judges them as it would judge
real ones. What was usual is each area's own level and season, and the scatter seen around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from headwater.analysis.needs.scope import Scope
from headwater.analysis.rates.kernels import exact_poisson_limits
from headwater.analysis.temporal.histories import histories_together
from headwater.analysis.watch.alerts import joined
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.detecting import aberrations, clusters_alike, whole_events
from headwater.analysis.watch.judging import (
    WEEKS_SCANNED,
    Verdict,
    alarms_of,
    is_judged,
    judge,
    located,
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
SCANS, MOST_SCANS = 100, 2_500
"""Simulated weeks of a scan: by the hundred, and never more than so many.

A hundred share one set of R = 999 replicas, and its luck. A week alarms at the stated rate whatever
set it is held against; but given the set, that rate is a beta variable, so alarms of n weeks vary
1 + (n - 1)/(R + 2) times as much as of weeks with replicas of their own: here 1.1.
"""
ENOUGH_ALERTS = 43
"""False alerts that leave about 30 % of doubt on either side; then no more weeks are scanned."""
LEVEL = 0.95


def looking_back(rule: WatchRule, held: WeeklyCounts, *, scope: Scope) -> tuple[Verdict, ...]:
    """What a rule would have said in the latest weeks, each with what was known then.

    Up to a year of weeks. Raises `NotEnoughDataError` with less than two years of them.
    """
    known = _known(rule, held)
    whole = replace(rule, delay_weeks=0)
    return tuple(
        judge(whole, _until(held, last), held.weeks[last], scope=scope, seed=last)
        for last in range(known - min(YEAR, known - YEAR), known)
    )


def expected_alarms(
    rule: WatchRule, held: WeeklyCounts, *, scope: Scope, seed: int, before: Sequence[Verdict]
) -> ExpectedAlarms:
    """Alerts a year that a rule raises when nothing is going on, with an exact Poisson interval.

    `before` is what `looking_back` found. Raises `NotEnoughDataError` with less than two years of
    weeks. The same seed gives the same answer.
    """
    known = _known(rule, held)
    found = _simulated(rule, held.counts[:, :known], held, scope, seed)
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
        raised=sum(len(each.alerts) for each in before),
        looked_back=len(before),
        seed=seed,
    )


def _known(rule: WatchRule, held: WeeklyCounts) -> int:
    """How many weeks are complete. Raises `NotEnoughDataError` with less than two years of them."""
    known = len(held.weeks) - rule.delay_weeks
    if known < LEAST_HISTORY:
        raise NotEnoughDataError(of="complete weeks", have=known, need=LEAST_HISTORY)
    return known


def _until(held: WeeklyCounts, last: int) -> WeeklyCounts:
    """What was known when a week was the latest."""
    return replace(held, weeks=held.weeks[: last + 1], counts=held.counts[:, : last + 1])


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
    """The same for a scan: places and weeks of events have nothing to do with each other.

    Weeks are added until enough alerts were seen, which makes Poisson limits a little too wide, as
    sharing replicas makes them a little too narrow: simulated, they hold the truth 19 times in 20.
    """
    codes, centres = located(held, scope)
    recent = whole_events(history[placed(held, scope), -WEEKS_SCANNED:])
    weeks = alerts = 0
    for stream in np.random.default_rng(seed).spawn(-(-MOST_SCANS // SCANS)):
        made = [_shuffled(recent, stream) for _ in range(SCANS)]
        replicas = int(stream.integers(2**31))
        found = clusters_alike(rule, made, codes=codes, centres=centres, seed=replicas)
        alerts += sum(len(each) for each in found)
        weeks += SCANS
        if alerts >= ENOUGH_ALERTS:
            break
    return Counted(weeks, alerts, len(codes))


def _shuffled(counts: FloatArray, rng: np.random.Generator) -> FloatArray:
    """The same events at the same places, in weeks dealt out anew."""
    whole = counts.astype(np.int64)
    week = np.repeat(np.tile(np.arange(counts.shape[1]), len(counts)), whole.ravel())
    place = np.repeat(np.arange(len(counts)), whole.sum(axis=1))
    made = np.zeros(counts.shape)
    np.add.at(made, (place, rng.permutation(week)), 1.0)
    return made


def _poisson_limits(events: int) -> tuple[float, float]:
    """Exact limits of a Poisson count (Garwood 1936)."""
    low, high = exact_poisson_limits(np.array([float(events)]), level=LEVEL)
    return float(low[0]), float(high[0])
