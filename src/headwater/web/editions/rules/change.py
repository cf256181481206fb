"""Whether two numbers differ by more than chance would make them, from what was released of them.

Only a value and its 95% limits are needed, so the same rule serves rates, shares and ratios, and
a reader can check it with a pocket calculator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import erfc, exp, log, sqrt

Z95 = 1.959964
LEVEL = 0.05
POINTS_OF_A_TREND = 5
"""Fewer are not called a trend, however they lie."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A positive number with its 95% limits."""

    value: float
    low: float
    high: float

    @property
    def has_log_limits(self) -> bool:
        """Whether its logarithm has limits."""
        return 0 < self.low <= self.value <= self.high and self.low < self.high

    @property
    def log_error(self) -> float:
        """The standard error of its logarithm, from the width of its limits."""
        return (log(self.high) - log(self.low)) / (2 * Z95)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times one number the other is, with 95% limits and the chance of so much."""

    value: float
    low: float
    high: float
    chance: float
    """The probability of a ratio at least so far from one if the two were alike."""

    @property
    def is_unlikely_chance(self) -> bool:
        """Whether chance alone would seldom make them differ so much."""
        return self.chance < LEVEL


def ratio(later: Estimate, earlier: Estimate) -> Ratio | None:
    """How many times the earlier number the later one is; None where limits reach nought.

    Source: Altman and Bland, Interaction revisited: the difference between two estimates,
    BMJ 2003;326:219. The two must rest on different events. Their example, relative risks of
    0.67 (0.46 to 0.98) and 0.88 (0.71 to 1.08):

    >>> found = ratio(Estimate(0.67, 0.46, 0.98), Estimate(0.88, 0.71, 1.08))
    >>> f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f}), p = {found.chance:.1f}"
    '0.76 (0.49 to 1.17), p = 0.2'
    """
    if not (later.has_log_limits and earlier.has_log_limits):
        return None
    difference = log(later.value) - log(earlier.value)
    error = sqrt(later.log_error**2 + earlier.log_error**2)
    margin = Z95 * error
    return Ratio(
        value=exp(difference),
        low=exp(difference - margin),
        high=exp(difference + margin),
        chance=erfc(abs(difference) / error / sqrt(2)),
    )


class Course(StrEnum):
    """Which way something went."""

    RISING = "rising"
    FALLING = "falling"
    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "no clear change"
    UNKNOWN = "not enough to say"


def course(points: Sequence[Estimate | None]) -> Course:
    """Which way a series went, earliest first. None is a period without a usable number.

    With five periods or more: rising or falling where each of the last five went the same way
    and the last differs from the first of them by more than chance. Otherwise the last is set
    beside the one before. The periods must not overlap and must be counted alike.
    """
    last = points[-POINTS_OF_A_TREND:]
    if len(last) == POINTS_OF_A_TREND and None not in last:
        trend = _trend([each for each in last if each is not None])
        if trend is not None:
            return trend
    if len(points) < 2 or points[-1] is None or points[-2] is None:
        return Course.UNKNOWN
    found = ratio(points[-1], points[-2])
    if found is None:
        return Course.UNKNOWN
    if not found.is_unlikely_chance:
        return Course.UNCLEAR
    return Course.HIGHER if found.value > 1 else Course.LOWER


def _trend(points: Sequence[Estimate]) -> Course | None:
    steps = [b.value - a.value for a, b in pairwise(points)]
    found = ratio(points[-1], points[0])
    if found is None or not found.is_unlikely_chance:
        return None
    if all(step > 0 for step in steps):
        return Course.RISING
    if all(step < 0 for step in steps):
        return Course.FALLING
    return None


class Side(StrEnum):
    """How a number stands to what it is set beside."""

    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"


def beside(estimate: Estimate, benchmark: float) -> Side:
    """Different only where the benchmark lies outside the 95% limits; on a limit is similar.

    Source: Fingertips technical guidance, "Comparing to a benchmark". The benchmark is taken as
    fixed, so it should be of an area much larger than the one it is set beside.

    >>> beside(Estimate(5.0, 4.0, 6.0), 6.0), beside(Estimate(5.0, 4.0, 6.0), 6.1)
    (<Side.SIMILAR: 'similar'>, <Side.LOWER: 'lower'>)
    """
    if estimate.low > benchmark:
        return Side.HIGHER
    if estimate.high < benchmark:
        return Side.LOWER
    return Side.SIMILAR
