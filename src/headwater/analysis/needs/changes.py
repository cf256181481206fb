"""Is it rising? One year beside the year before, month by month, allowing for uneven months."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from headwater.analysis.needs import kernels
from headwater.analysis.rates.kernels import normal_deviate
from headwater.core.counts import FloatArray

LEAST_MEAN = 5.0
LEVEL = 0.95


class Direction(StrEnum):
    """Which way something went, as far as chance lets one say."""

    RISING = "rising"
    FALLING = "falling"
    NO_CLEAR_CHANGE = "no clear change"
    NOT_ENOUGH = "not enough data"


@dataclass(frozen=True, slots=True)
class Change:
    """How many times the year before; 1 is no change. Limits are at 95 %."""

    ratio: float
    low: float
    high: float
    direction: Direction
    method: str

    @property
    def percent(self) -> float:
        """The change in per cent."""
        return (self.ratio - 1.0) * 100.0


PAIRED = (
    "Mean log ratio of each month to the same month a year before, with Student's t limits over "
    "the months, so that season drops out and uneven months widen the interval"
)
LOG_NORMAL = (
    "Ratio of the two totals with log-normal limits (Rothman, Epidemiology, 2nd ed., ch. 9)"
)


def change_of(now: FloatArray, before: FloatArray) -> Change:
    """How did monthly counts change from one year to the next?

    `now[i]` and `before[i]` are the same calendar month. With about five events a month or more
    the paired-month method is used, else the log-normal ratio of totals. NaN anywhere means a
    month is hidden or missing, and nothing is said.

    >>> change = change_of(np.full(12, 120.0), np.full(12, 100.0))
    >>> round(change.percent), change.direction
    (20, <Direction.RISING: 'rising'>)
    """
    if not len(now) or np.isnan(now).any() or np.isnan(before).any():
        return Change(np.nan, np.nan, np.nan, Direction.NOT_ENOUGH, PAIRED)
    if min(now.mean(), before.mean()) >= LEAST_MEAN and min(now.min(), before.min()) > 0:
        ratio, low, high = kernels.paired_month_ratio(now, before, level=LEVEL)
        method = PAIRED
    else:
        ratio, low, high = kernels.interval_of_change(
            float(now.sum()), float(before.sum()), normal_deviate(LEVEL)
        )
        method = LOG_NORMAL
    return Change(ratio, low, high, _direction(low, high), method)


def _direction(low: float, high: float) -> Direction:
    if np.isnan(low) or np.isnan(high):
        return Direction.NOT_ENOUGH
    if low > 1.0:
        return Direction.RISING
    if high < 1.0:
        return Direction.FALLING
    return Direction.NO_CLEAR_CHANGE
