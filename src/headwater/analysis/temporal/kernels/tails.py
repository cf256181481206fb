"""Upper limits and tail probabilities of counts with more spread than a Poisson count.

A negative binomial with mean μ and variance φμ (size μ/(φ-1)); at φ = 1 it is Poisson. Sums run
from the smallest count up, one product a step, so limits are exact and small tails keep their
digits. Means too large for that go through the incomplete beta and gamma functions in
`large_limits`.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from headwater.core.compiled import compiled_in_turns, compiled_part

FloatArray = NDArray[np.float64]

# Above this mean a sum from 0 takes too long, or starts below the smallest number there is.
LARGE_MEAN = 400.0
POISSON_BELOW = 1.0 + 1e-12


@compiled_part
def first_probability(mean: float, dispersion: float) -> float:
    """The probability of a count of 0."""
    if dispersion <= POISSON_BELOW:
        return math.exp(-mean)
    return math.exp(-mean / (dispersion - 1.0) * math.log(dispersion))


@compiled_part
def next_factor(count: int, mean: float, dispersion: float) -> float:
    """P(count + 1) over P(count): (μ + count(φ-1)) / (φ(count + 1))."""
    return (mean + count * (dispersion - 1.0)) / (dispersion * (count + 1.0))


@compiled_part
def limit_and_tail(
    observed: float, mean: float, dispersion: float, alpha: float
) -> tuple[float, float]:
    """The least count that all but `alpha` do not pass, and P(count >= observed)."""
    probability = first_probability(mean, dispersion)
    below, limit, tail = 0.0, -1.0, 0.0
    count, needed = 0, math.ceil(observed) if observed > 0.0 else 0
    while True:
        if count >= needed:
            tail += probability
        below += probability
        if limit < 0.0 and below >= (1.0 - alpha) * (1.0 - 64.0 * 2.220446e-16):
            limit = count
        done = count >= needed and count > mean and probability <= 1e-17 * tail
        if limit >= 0.0 and (done or probability < 1e-300):
            break
        if probability == 0.0 and count > mean:
            break
        probability *= next_factor(count, mean, dispersion)
        count += 1
    return limit, 1.0 if needed == 0 else min(tail, 1.0)


@compiled_in_turns
def _fill_small_limits(
    first: int,
    last: int,
    seen: tuple[FloatArray, FloatArray, FloatArray],
    alpha: float,
    filled: tuple[FloatArray, FloatArray],
) -> None:
    """Limits and tails of the rows from `first` to `last`."""
    observed, mean, dispersion = seen
    limit, tail = filled
    for row in range(first, last):
        start = 0.0
        if mean[row] <= LARGE_MEAN:
            start = first_probability(mean[row], dispersion[row])
        if not start > 1e-280:
            continue
        known = not math.isnan(observed[row])
        count = observed[row] if known else 0.0
        limit[row], chance = limit_and_tail(count, mean[row], dispersion[row], alpha)
        if known:
            tail[row] = chance


def small_limits(
    observed: FloatArray, mean: FloatArray, dispersion: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """Limits and tails, nan where the mean is nan or large. Observed nan: tail nan."""
    limit, tail = np.full(len(mean), np.nan), np.full(len(mean), np.nan)
    _fill_small_limits(len(mean), (observed, mean, dispersion), float(alpha), (limit, tail))
    return limit, tail


def at_most(count: FloatArray, mean: FloatArray, dispersion: FloatArray) -> FloatArray:
    """P(X <= count)."""
    return 1.0 - above(count, mean, dispersion)


def above(count: FloatArray, mean: FloatArray, dispersion: FloatArray) -> FloatArray:
    """P(X > count), by the incomplete beta function or, where Poisson, the incomplete gamma."""
    poisson = dispersion <= POISSON_BELOW
    excess = np.where(poisson, 1.0, dispersion - 1.0)
    whole = np.floor(np.maximum(count, 0.0))
    by_gamma = special.gammainc(whole + 1.0, mean)
    by_beta = special.betainc(whole + 1.0, mean / excess, excess / (1.0 + excess))
    answer: FloatArray = np.where(count < 0.0, 1.0, np.where(poisson, by_gamma, by_beta))
    return answer


def large_limits(
    observed: FloatArray, mean: FloatArray, dispersion: FloatArray, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """As `small_limits`, by halving, for means of any size."""
    low = np.full(mean.shape, -1.0)
    high = np.ceil(mean + 40.0 * np.sqrt(mean * dispersion) + 40.0 * dispersion)
    while (high - low > 1.0).any():
        middle = np.floor((low + high) / 2.0)
        enough = above(middle, mean, dispersion) <= alpha
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
    tail = above(np.ceil(observed) - 1.0, mean, dispersion)
    return high, np.where(np.isnan(observed), np.nan, tail)


def limits(
    observed: FloatArray, mean: FloatArray, dispersion: FloatArray, *, alpha: float
) -> tuple[FloatArray, FloatArray]:
    """The count that all but `alpha` stay at or below, and P(count >= observed), row by row."""
    limit, tail = small_limits(observed, mean, dispersion, alpha)
    large = np.isnan(limit) & np.isfinite(mean) & np.isfinite(dispersion)
    if large.any():
        limit[large], tail[large] = large_limits(
            observed[large], mean[large], dispersion[large], alpha
        )
    return limit, tail
