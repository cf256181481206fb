"""Moments of Moran's I, Geary's C and Getis and Ord's G under chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.spatial.kernels.weights import row_numbers, row_sums

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the whole of a weight matrix (Cliff & Ord 1981, p. 19): S₀, S₁ and S₂."""

    zero: float
    one: float
    two: float


def totals(starts: IntArray, neighbours: IntArray, weights: FloatArray) -> Totals:
    """S₀ = Σ w, S₁ = Σ (wᵢⱼ + wⱼᵢ)²/2, S₂ = Σ (row sum + column sum)²."""
    areas, rows = len(starts) - 1, row_numbers(starts)
    keys, back = rows * areas + neighbours, neighbours * areas + rows
    place = np.minimum(np.searchsorted(keys, back), max(len(keys) - 1, 0))
    opposite = np.where(keys[place] == back, weights[place], 0.0) if len(keys) else weights
    columns = np.bincount(neighbours, weights=weights, minlength=areas)
    # A pair with both directions is met twice; one with a single direction once, so it counts w².
    one = np.sum(weights**2) + np.sum(weights * opposite)
    return Totals(
        float(weights.sum()), float(one), float(np.sum((row_sums(starts, weights) + columns) ** 2))
    )


def moran_variances(n: float, of: Totals, kurtosis: float) -> tuple[float, float]:
    """Variance of I for normal values, and for these values shuffled (Cliff & Ord 1981, p. 21)."""
    s0, s1, s2 = of.zero, of.one, of.two
    expected = -1.0 / (n - 1.0)
    normal = (n * n * s1 - n * s2 + 3.0 * s0**2) / (s0**2 * (n * n - 1.0)) - expected**2
    first = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0**2)
    second = kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0**2)
    below = (n - 1.0) * (n - 2.0) * (n - 3.0) * s0**2
    return normal, (first - second) / below - expected**2


def geary_variances(n: float, of: Totals, kurtosis: float) -> tuple[float, float]:
    """Variance of C for normal values, and for these values shuffled (Cliff & Ord 1981, p. 21)."""
    s0, s1, s2 = of.zero, of.one, of.two
    normal = ((2.0 * s1 + s2) * (n - 1.0) - 4.0 * s0**2) / (2.0 * (n + 1.0) * s0**2)
    first = (n - 1.0) * s1 * (n * n - 3.0 * n + 3.0 - (n - 1.0) * kurtosis)
    second = (n - 1.0) * s2 * (n * n + 3.0 * n - 6.0 - (n * n - n + 2.0) * kurtosis) / 4.0
    third = s0**2 * (n * n - 3.0 - (n - 1.0) ** 2 * kurtosis)
    return normal, (first - second + third) / (n * (n - 2.0) * (n - 3.0) * s0**2)


def getis_ord_moments(values: FloatArray, of: Totals) -> tuple[float, float]:
    """Mean and variance of G for these values shuffled (Getis & Ord 1992, pp. 194-195)."""
    n = float(len(values))
    s0, s1, s2 = of.zero, of.one, of.two
    m1, m2, m3, m4 = (float(np.sum(values**power)) for power in (1, 2, 3, 4))
    b0 = (n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0**2
    b1 = -((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0**2)
    b2 = -(2.0 * n * s1 - (n + 3.0) * s2 + 6.0 * s0**2)
    b3 = 4.0 * (n - 1.0) * s1 - 2.0 * (n + 1.0) * s2 + 8.0 * s0**2
    b4 = s1 - s2 + s0**2
    square = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    below = (m1**2 - m2) ** 2 * n * (n - 1.0) * (n - 2.0) * (n - 3.0)
    expected = s0 / (n * (n - 1.0))
    return expected, square / below - expected**2
