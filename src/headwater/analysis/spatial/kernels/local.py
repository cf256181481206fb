"""Sums over neighbours, their exact conditional moments, and false discovery rates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from headwater.analysis.spatial.kernels.weights import row_numbers, row_sums

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Powers:
    """Each row's sum of weights, of squared weights and of cubed weights."""

    first: FloatArray
    second: FloatArray
    third: FloatArray


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean, variance and skewness that chance would give a statistic."""

    mean: FloatArray
    variance: FloatArray
    skewness: FloatArray


def powers(starts: IntArray, weights: FloatArray) -> Powers:
    """Sums of weights by row, to the first, second and third power."""
    return Powers(
        row_sums(starts, weights), row_sums(starts, weights**2), row_sums(starts, weights**3)
    )


def lags(
    values: FloatArray, starts: IntArray, neighbours: IntArray, weights: FloatArray
) -> FloatArray:
    """Each area's weighted sum of its neighbours' values."""
    return row_sums(starts, weights * values[neighbours])


def squared_differences(
    values: FloatArray, starts: IntArray, neighbours: IntArray, weights: FloatArray
) -> FloatArray:
    """Each area's weighted sum of squared differences from its neighbours."""
    apart = values[row_numbers(starts)] - values[neighbours]
    return row_sums(starts, weights * apart**2)


def moments_of_sum(
    mean: FloatArray, second: FloatArray, third: FloatArray, *, of: Powers, others: int
) -> Moments:
    """Moments of a weighted sum of values drawn without replacement from the other areas.

    `mean`, `second` and `third` are the others' mean and central moments, `others` how many they
    are. With u the centred values of N others, E[u₁u₂] = -m₂/(N - 1), E[u₁²u₂] = -m₃/(N - 1)
    and E[u₁u₂u₃] = 2m₃/((N - 1)(N - 2)); Sokal, Oden & Thomson 1998 give the first two moments.
    """
    one, two, three = of.first, of.second, of.third
    pairs = one**2 - two
    variance = second * (two - pairs / (others - 1.0))
    mixed, apart = one * two - three, one**3 - 3.0 * one * two + 2.0 * three
    cube = three - 3.0 * mixed / (others - 1.0)
    if others > 2:
        cube = cube + 2.0 * apart / ((others - 1.0) * (others - 2.0))
    # When every other area is a neighbour with the same weight nothing is left to chance.
    variance = np.where(variance > 1e-12 * second * two, variance, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        skewness = np.where(variance > 0.0, third * cube / variance**1.5, 0.0)
    return Moments(one * mean, variance, skewness)


def moments_of_lags(centred: FloatArray, *, of: Powers) -> Moments:
    """Conditional moments of each area's lag, its own value held where it is."""
    others = len(centred) - 1
    mean = -centred / others
    square = (np.sum(centred**2) - centred**2) / others
    cube = (np.sum(centred**3) - centred**3) / others
    second = np.maximum(square - mean**2, 0.0)
    third = cube - 3.0 * mean * square + 2.0 * mean**3
    return moments_of_sum(mean, second, third, of=of, others=others)


def moments_of_squares(centred: FloatArray, *, of: Powers) -> Moments:
    """Conditional moments of each area's weighted squared differences from drawn values."""
    others = len(centred) - 1
    sums = [float(np.sum(centred**power)) for power in range(7)]

    def raw(power: int) -> FloatArray:
        terms = [
            special.comb(power, part) * (-centred) ** (power - part) * sums[part]
            for part in range(power + 1)
        ]
        mean_power: FloatArray = np.sum(terms, axis=0) / others
        return mean_power

    mean, square, cube = raw(2), raw(4), raw(6)
    second = np.maximum(square - mean**2, 0.0)
    third = cube - 3.0 * mean * square + 2.0 * mean**3
    return moments_of_sum(mean, second, third, of=of, others=others)


def total_moments_of_moran(centred: FloatArray, *, of: Powers) -> tuple[FloatArray, FloatArray]:
    """Mean and variance of local Moran when all values, the area's own too, are shuffled.

    Anselin 1995, equations 13 and 14, for values divided by their variance over n.
    """
    n = float(len(centred))
    kurtosis = n * np.sum(centred**4) / np.sum(centred**2) ** 2
    pairs = of.first**2 - of.second
    mean = -of.first / (n - 1.0)
    variance = (
        of.second * (n - kurtosis) / (n - 1.0)
        + pairs * (2.0 * kurtosis - n) / ((n - 1.0) * (n - 2.0))
        - mean**2
    )
    return mean, variance


def standardised(value: FloatArray, moments: Moments) -> FloatArray:
    """Distances from the mean in standard deviations; nan where there is no spread."""
    spread = np.sqrt(moments.variance)
    shape = np.broadcast_shapes(value.shape, spread.shape)
    z: FloatArray = np.divide(
        value - moments.mean, spread, out=np.full(shape, np.nan), where=spread > 0.0
    )
    return z


def false_discovery(p: FloatArray, *, is_any_dependence: bool) -> FloatArray:
    """Adjusted p-values: the smallest false discovery rate at which each is still a finding.

    Benjamini & Hochberg 1995; with any dependence Benjamini & Yekutieli 2001, which multiplies
    by 1 + 1/2 + … + 1/m. Missing ones stay missing and are not counted.
    """
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    if not len(known):
        return adjusted
    order = known[np.argsort(-p[known], kind="stable")]
    number = len(order)
    ranks = np.arange(number, 0, -1)
    factor = float(np.sum(1.0 / np.arange(1, number + 1))) if is_any_dependence else 1.0
    steps = np.minimum.accumulate(p[order] * number * factor / ranks)
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


def lowest_ranks(values: FloatArray) -> tuple[IntArray, FloatArray]:
    """Each value's place among the sorted values, the first place where several are equal."""
    ordered = np.sort(values)
    return np.searchsorted(ordered, values, side="left").astype(np.int64), ordered


def falling(starts: IntArray, weights: FloatArray) -> FloatArray:
    """Weights in falling order within each row."""
    return weights[np.lexsort((-weights, row_numbers(starts)))]


def is_even(starts: IntArray, weights: FloatArray) -> bool:
    """Whether all neighbours of an area count the same, in every row."""
    counts = np.diff(starts)
    means = row_sums(starts, weights) / np.maximum(counts, 1)
    return bool(np.all(np.abs(weights - means[row_numbers(starts)]) <= 1e-12 * weights))
