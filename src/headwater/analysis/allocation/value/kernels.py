"""The arithmetic of value for money, on arrays alone."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

FloatArray = NDArray[np.float64]
Limits = tuple[float, float]


def fieller_limits(above: FloatArray, below: FloatArray, *, level: float) -> Limits:
    """Limits of the ratio of two means measured on the same units (Fieller 1954).

    The ratios that a t test of `above - ratio * below` at n - 1 degrees of freedom would not
    reject. Nan where the mean below is itself not told from zero: then no finite interval exists.
    """
    number = len(above)
    t = float(special.stdtrit(number - 1, 0.5 + level / 2.0))
    spread = np.cov(above, below) / number
    top, bottom = float(above.mean()), float(below.mean())
    a = bottom**2 - t**2 * float(spread[1, 1])
    b = top * bottom - t**2 * float(spread[0, 1])
    c = top**2 - t**2 * float(spread[0, 0])
    under = b**2 - a * c
    if a <= 0.0 or under < 0.0:
        return float("nan"), float("nan")
    root = float(np.sqrt(under))
    return (b - root) / a, (b + root) / a


def discount_factors(rates: FloatArray) -> FloatArray:
    """What a pound of each year is worth now; `rates` are those of years 1, 2, … from now.

    The factor of year 0, which is 1, comes first.
    """
    return np.concatenate([[1.0], np.cumprod(1.0 / (1.0 + rates))])


def spread_between(values: FloatArray, variances: FloatArray) -> tuple[float, float, float]:
    """The mean of a group, its standard error and the variance between (DerSimonian & Laird 1986).

    `variances` are how far each value may be off by chance. No variance between is below zero.
    """
    weight = 1.0 / variances
    fixed = float(np.sum(weight * values) / weight.sum())
    chance = float(np.sum(weight * (values - fixed) ** 2))
    scale = float(weight.sum() - np.sum(weight**2) / weight.sum())
    between = max((chance - (len(values) - 1)) / scale, 0.0) if scale > 0.0 else 0.0
    weight = 1.0 / (variances + between)
    mean = float(np.sum(weight * values) / weight.sum())
    return mean, float(np.sqrt(1.0 / weight.sum())), between


def towards_the_mean(values: FloatArray, variances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Each value moved towards the mean of its group, the less that is known of it the further.

    Empirical Bayes with a normal group (Efron & Morris 1975): returns values and their standard
    errors, which allow for the mean being estimated too. With no variance between, all are the
    mean.
    """
    mean, error, between = spread_between(values, variances)
    keep = between / (between + variances)
    moved = mean + keep * (values - mean)
    spread = keep * variances + (1.0 - keep) ** 2 * error**2
    return moved, np.sqrt(spread)


def rank_limits(
    values: FloatArray, errors: FloatArray, *, level: float, draws: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Between which ranks each value lies, 1 the lowest, as values vary normally."""
    drawn = rng.normal(values, errors, size=(draws, len(values)))
    ranks = drawn.argsort(axis=1).argsort(axis=1) + 1
    low, high = np.quantile(ranks, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0)
    return np.floor(low), np.ceil(high)
