"""Is a measure changing, or is it doing what it always does? The XmR chart.

For measures watched month by month where a meeting decides, not a nation's thousands of series. The
rules are those of the NHS "Making Data Count" guides. Funnels, which compare places and not months,
are in `headwater.analysis.rates` (`rate_funnel`, `proportion_funnel`, `ratio_funnel`).
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.temporal import checks
from headwater.analysis.temporal.results import BoolArray, FloatArray
from headwater.core.errors import NotEnoughDataError, ParameterError

# Three standard errors, with the standard deviation taken as the mean moving range over 1.128
# (Wheeler 2000): 3/1.128 = 2.66; the limit of the moving range itself is 3.267 times its mean.
REACH, RANGE_REACH = 2.66, 3.267
LEAST_POINTS = 3


class Rule(StrEnum):
    """What makes a point more than common variation."""

    OUTSIDE = "outside the process limits"
    RUN = "seven in a row on one side of the mean"
    TREND = "seven in a row rising or falling"
    NEAR_LIMIT = "two of three near the same limit"


RUN_LENGTH = 7


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """Mean and limits of each stretch between changes, the signals, and the moving ranges."""

    value: FloatArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    moving_range: FloatArray
    range_limit: FloatArray
    signals: dict[Rule, BoolArray]

    @property
    def is_signal(self) -> BoolArray:
        """Points that break any rule."""
        every: BoolArray = np.logical_or.reduce(list(self.signals.values()))
        return every


def xmr(
    values: ArrayLike, *, changed: tuple[int, ...] = (), baseline: int | None = None
) -> ControlChart:
    """Which points are more than the usual variation of this measure?

    Limits are mean ± 2.66 mean moving ranges; moving ranges above 3.267 times their mean are left
    out of that mean once, so that one shock does not widen the limits. `changed` are places where
    the process (or its recording) is known to have changed: limits start again there. `baseline`
    takes the limits from so many first points of each stretch. A run is seven points, and a trend
    six rises or falls; a missing point ends both.

    Source: Wheeler 2000; NHS England, Making Data Count.

    >>> chart = xmr([10, 12, 11, 9, 10, 11, 12, 30])
    >>> float(chart.mean[0]), float(round(chart.high[0], 2)), chart.is_signal.tolist()[-1]
    (13.125, 16.67, True)
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or np.isinf(series).any():
        raise ParameterError("[values] must be one row of finite numbers, nan where missing.")
    edges = [0, *changed, len(series)]
    if edges != sorted(edges):
        raise ParameterError(
            f"[changed] is {list(changed)}. Give places from 1 to [{len(series) - 1}], in order."
        )
    if any(end - start < LEAST_POINTS for start, end in pairwise(edges)):
        least = min(np.diff(edges)) if len(edges) > 1 else 0
        raise NotEnoughDataError(of="points between changes", have=int(least), need=LEAST_POINTS)
    if baseline is not None:
        checks.at_least("baseline", baseline, LEAST_POINTS)
    parts = [_stretch(series[a:b], baseline) for a, b in pairwise(edges)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    mean, low, high, ranges, limit = columns
    return ControlChart(
        value=series.copy(),
        mean=mean,
        low=low,
        high=high,
        moving_range=ranges,
        range_limit=limit,
        signals=_signals(series, mean, high, np.array(edges[1:-1], dtype=np.int64)),
    )


def _stretch(part: FloatArray, baseline: int | None) -> tuple[FloatArray, ...]:
    """Mean, limits, moving ranges and their limit of one stretch, point by point."""
    used = part if baseline is None else part[:baseline]
    ranges = np.abs(np.diff(used))
    ranges = ranges[~np.isnan(ranges)]
    known = used[~np.isnan(used)]
    if len(known) < LEAST_POINTS or len(ranges) < 2:
        raise NotEnoughDataError(of="known points side by side", have=len(known), need=LEAST_POINTS)
    calm = ranges[ranges <= RANGE_REACH * ranges.mean()]
    # One shock in a measure that else stands still: without it there is nothing to go by.
    calm = calm if calm.any() else ranges
    step, mean = float(calm.mean()), float(known.mean())
    own = np.concatenate([[np.nan], np.abs(np.diff(part))])
    size = len(part)
    return (
        np.full(size, mean),
        np.full(size, mean - REACH * step),
        np.full(size, mean + REACH * step),
        own,
        np.full(size, RANGE_REACH * step),
    )


def _signals(
    series: FloatArray, mean: FloatArray, high: FloatArray, changed: NDArray[np.int64]
) -> dict[Rule, BoolArray]:
    """Where each rule is broken. Runs and trends do not reach across a change."""
    away, reach = series - mean, high - mean
    side = np.where(np.isnan(away), 0, np.sign(away))
    step = np.concatenate([[0.0], np.sign(np.nan_to_num(np.diff(series)))])
    step[changed] = 0.0
    outside = np.abs(away) > reach
    beyond = np.where(np.abs(away) > reach * 2.0 / 3.0, side, 0.0)
    return {
        Rule.OUTSIDE: outside,
        Rule.RUN: _in_run(side, changed, RUN_LENGTH),
        Rule.TREND: _in_trend(step),
        Rule.NEAR_LIMIT: _two_of_three(beyond, changed),
    }


def _in_run(side: FloatArray, changed: NDArray[np.int64], length: int) -> BoolArray:
    """Points that belong to at least `length` in a row with the same sign, not 0."""
    marked = np.zeros(len(side), dtype=np.bool_)
    starts = np.flatnonzero(np.concatenate([[True], side[1:] != side[:-1]]))
    starts = np.union1d(starts, changed)
    for start, end in zip(starts, [*starts[1:], len(side)], strict=True):
        if side[start] != 0 and end - start >= length:
            marked[start:end] = True
    return marked


def _in_trend(step: FloatArray) -> BoolArray:
    """Points of at least six steps the same way: seven points with the first."""
    moving = _in_run(step, np.empty(0, dtype=np.int64), RUN_LENGTH - 1)
    first = np.concatenate([moving[1:] & ~moving[:-1], [False]])
    return np.asarray(moving | first, dtype=np.bool_)


def _two_of_three(beyond: FloatArray, changed: NDArray[np.int64]) -> BoolArray:
    """Points in the outer third, two of three neighbours on the same side."""
    marked = np.zeros(len(beyond), dtype=np.bool_)
    for start in range(len(beyond) - 2):
        if ((changed > start) & (changed <= start + 2)).any():
            continue
        three = beyond[start : start + 3]
        for side in (-1.0, 1.0):
            near = three == side
            if near.sum() >= 2:
                marked[start : start + 3] |= near
    return marked
