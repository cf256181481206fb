"""Which rises would a rule find, how often, and after how many weeks?

Outbreaks of stated size are put into an area's own history, where and when chance says, and the
rule judges those weeks as it would have then. What is found of an outbreak of no size is chance.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.needs.scope import Scope
from headwater.analysis.rates.kernels import wilson_limits
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.detecting import aberrations
from headwater.analysis.watch.judging import LEAST_WEEKS, WEEKS_SCANNED, clusters, metres, placed
from headwater.analysis.watch.rules import Watching, WatchRule
from headwater.core.counts import FloatArray
from headwater.core.errors import NotEnoughDataError, ParameterError

YEAR = 52
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Outbreak:
    """A rise: so many times what is usual there, and so many events in all on top.

    It lasts some weeks, in one area or in it and its nearest.
    """

    times: float = 1.0
    extra: float = 0.0
    weeks: int = 6
    areas: int = 1

    def __post_init__(self) -> None:
        for name, least in (("times", 1.0), ("extra", 0.0), ("weeks", 1), ("areas", 1)):
            if not getattr(self, name) >= least:
                raise ParameterError.below(name, value=getattr(self, name), least=least)

    def a_week(self, usual: FloatArray) -> FloatArray:
        """Extra events a week in each area hit, of which `usual` are the means.

        >>> Outbreak(times=2.0, extra=12.0, weeks=6).a_week(np.array([3.0, 1.0])).tolist()
        [4.5, 1.5]
        """
        total = float(usual.sum())
        share = usual / total if total > 0 else np.full(len(usual), 1.0 / len(usual))
        return np.asarray(usual * (self.times - 1.0) + share * self.extra / self.weeks)


@dataclass(frozen=True, slots=True)
class Power:
    """Of so many outbreaks: the share found while they lasted, and how soon.

    `low` and `high` are 95 % limits (Wilson). `mean_weeks` counts from 1, the first week of the
    outbreak, among those found; nan where none was. `usual` is the mean of events a week where
    outbreaks were put.
    """

    outbreak: Outbreak
    planted: int
    found: float
    low: float
    high: float
    mean_weeks: float
    usual: float


def power_of(
    rule: WatchRule,
    held: WeeklyCounts,
    outbreaks: Sequence[Outbreak],
    *,
    scope: Scope,
    replicas: int,
    seed: int,
) -> tuple[Power, ...]:
    """What a rule finds of each outbreak, planted `replicas` times in its own last year.

    Every outbreak is put at the same places and weeks, an area as often as it has events, so that
    sizes can be compared. Extra events are Poisson. Same seed, same answer.
    """
    most = max((each.weeks for each in outbreaks), default=1)
    known = held.counts.shape[1] - rule.delay_weeks
    if known < LEAST_WEEKS + most + 1:
        raise NotEnoughDataError(of="complete weeks", have=known, need=LEAST_WEEKS + most + 1)
    candidates = placed(held, scope)
    if rule.method is not Watching.SCAN and all(each.areas == 1 for each in outbreaks):
        candidates = np.arange(len(held.areas), dtype=np.intp)
    if not len(candidates):
        raise NotEnoughDataError(of="areas with a place on the map", have=0, need=1)
    return tuple(
        _power(rule, held, each, (candidates, known, most), scope, np.arange(replicas) + seed)
        for each in outbreaks
    )


def _power(
    rule: WatchRule,
    held: WeeklyCounts,
    outbreak: Outbreak,
    where: tuple[NDArray[np.intp], int, int],
    scope: Scope,
    seeds: NDArray[np.int64],
) -> Power:
    candidates, known, most = where
    history = held.counts[:, :known]
    events = np.nansum(history[candidates], axis=1) + 1e-9
    after, usual = [], 0.0
    for seed in seeds:
        rng = np.random.default_rng(int(seed))
        centre = int(rng.choice(candidates, p=events / events.sum()))
        first = max(known - YEAR, LEAST_WEEKS)
        start = int(rng.integers(first, max(known - most, first) + 1))
        hit = _nearest(centre, candidates, held, scope, outbreak.areas)
        mean = np.nan_to_num(
            np.nansum(history[hit], axis=1) / np.isfinite(history[hit]).sum(axis=1)
        )
        usual += float(mean.sum()) / len(seeds)
        made = history[:, : start + outbreak.weeks].copy()
        extra = rng.poisson(outbreak.a_week(mean)[:, np.newaxis], (len(hit), outbreak.weeks))
        made[hit, start:] += extra
        after.append(_weeks_until_found(rule, made, hit, start, (held, scope, int(seed))))
    weeks = np.array(after)
    found = float(np.isfinite(weeks).sum())
    low, high = wilson_limits(np.array([found]), np.array([float(len(weeks))]), level=LEVEL)
    return Power(
        outbreak=outbreak,
        planted=len(weeks),
        found=found / len(weeks),
        low=float(low[0]),
        high=float(high[0]),
        mean_weeks=float(np.nansum(weeks)) / found if found else math.nan,
        usual=usual,
    )


def _nearest(
    centre: int,
    candidates: NDArray[np.intp],
    held: WeeklyCounts,
    scope: Scope,
    number: int,
) -> NDArray[np.intp]:
    """An area and those nearest to it."""
    if number == 1:
        return np.array([centre], dtype=np.intp)
    points = metres([scope.shapes.centres[held.areas.codes[at]] for at in candidates])
    mine = points[int(np.flatnonzero(candidates == centre)[0])]
    away = np.hypot(*(points - mine).T)
    return candidates[np.argsort(away, kind="stable")[:number]]


def _weeks_until_found(
    rule: WatchRule,
    counts: FloatArray,
    hit: NDArray[np.intp],
    start: int,
    rest: tuple[WeeklyCounts, Scope, int],
) -> float:
    """In which week of the outbreak, from 1, an alarm is raised in an area hit; nan for none."""
    held, scope, seed = rest
    weeks = counts.shape[1] - start
    if rule.method is not Watching.SCAN:
        found = aberrations(rule, counts, first=held.weeks[0], weeks=weeks)
        alarms = np.flatnonzero(found.is_alarm[hit].any(axis=0))
        return float(alarms[0] + 1) if len(alarms) else math.nan
    places = placed(held, scope)
    for week in range(weeks):
        last = start + week + 1
        recent = counts[places, max(last - WEEKS_SCANNED, 0) : last]
        alerts = clusters(rule, recent, held, scope, seed=seed)
        if any(set(alert.areas) & set(hit.tolist()) for alert in alerts):
            return float(week + 1)
    return math.nan
