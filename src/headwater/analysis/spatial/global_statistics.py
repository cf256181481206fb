"""Do like areas lie together anywhere on the map? One number for the whole of it."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks
from headwater.analysis.spatial.kernels import global_statistics as kernels
from headwater.analysis.spatial.kernels import permutation
from headwater.analysis.spatial.kernels.local import lags, squared_differences
from headwater.analysis.spatial.kernels.weights import FloatArray
from headwater.analysis.spatial.local_results import GlobalStatistic, Permutations
from headwater.analysis.spatial.weights import SpatialWeights, checked_for
from headwater.core.errors import NotEnoughDataError, ParameterError

LEAST_AREAS = 4
Sums = tuple[FloatArray, FloatArray]


def moran(
    values: ArrayLike, weights: SpatialWeights, *, permutations: Permutations | None = None
) -> GlobalStatistic:
    """Are areas like their neighbours, over the whole map: towards 1 yes, below 0 unlike?

    Islands stay in the mean and the variance but have no neighbours to be like, as in the peers.
    Areas without a value are left out with their pairs. Source: Moran 1950; variances of Cliff &
    Ord 1981, *Spatial Processes*, p. 21.

    Four in a line with 1, 2, 3 and 6: distances from 3 are -2, -1, 0 and 3, pairs give
    2 + 0 + 0 = 2 each way, so I = (4/6)(4/14) = 0.19.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], areas=4)
    >>> round(moran([1, 2, 3, 6], line).value, 3)
    0.19
    """
    array, inside = _known(values, weights)
    return moran_of_deviates(array, inside, permutations=permutations)


def moran_of_deviates(
    array: FloatArray, inside: SpatialWeights, *, permutations: Permutations | None
) -> GlobalStatistic:
    """Moran's I of numbers already checked, none missing."""
    n = float(len(array))
    centred = array - array.mean()
    square = float(np.sum(centred**2))
    of = kernels.totals(inside.starts, inside.neighbours, inside.values)
    scale = n / of.zero / square
    lag = lags(centred, inside.starts, inside.neighbours, inside.values)
    value = scale * float(np.sum(centred * lag))
    return _result(
        value,
        -1.0 / (n - 1.0),
        kernels.moran_variances(n, of, n * float(np.sum(centred**4)) / square**2),
        permuted=_permuted_p(
            centred, inside, permutations, value=value, of=lambda sums: scale * sums[0]
        ),
        areas=len(array),
        permutations=permutations,
    )


def geary(
    values: ArrayLike, weights: SpatialWeights, *, permutations: Permutations | None = None
) -> GlobalStatistic:
    """How different are neighbours, over the whole map: 1 by chance, towards 0 when alike?

    Source: Geary 1954; variances of Cliff & Ord 1981, p. 21. In the line of `moran` the squared
    differences are 1, 1 and 9, each both ways: C = 3/(2 x 6) x 22/14 = 0.393.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], areas=4)
    >>> round(geary([1, 2, 3, 6], line).value, 3)
    0.393
    """
    array, inside = _known(values, weights)
    n = float(len(array))
    centred = array - array.mean()
    square = float(np.sum(centred**2))
    of = kernels.totals(inside.starts, inside.neighbours, inside.values)
    scale = (n - 1.0) / (2.0 * of.zero * square)
    apart = squared_differences(centred, inside.starts, inside.neighbours, inside.values)
    value = scale * float(np.sum(apart))
    return _result(
        value,
        1.0,
        kernels.geary_variances(n, of, n * float(np.sum(centred**4)) / square**2),
        permuted=_permuted_p(
            centred, inside, permutations, value=value, of=lambda sums: scale * sums[1]
        ),
        areas=len(array),
        permutations=permutations,
    )


def getis_ord(
    values: ArrayLike, weights: SpatialWeights, *, permutations: Permutations | None = None
) -> GlobalStatistic:
    """Do high values (more than expected) or low values (less) lie together?

    Values cannot be below zero. Source: Getis & Ord 1992, Geographical Analysis 24, 189-206. In
    the line of `moran` neighbours' products are 2, 6 and 18 of 47 over all pairs: G = 0.553.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], areas=4)
    >>> round(getis_ord([1, 2, 3, 6], line).value, 3)
    0.553
    """
    array, inside = _known(checks.amounts("values", values), weights)
    of = kernels.totals(inside.starts, inside.neighbours, inside.values)
    products = float(np.sum(array)) ** 2 - float(np.sum(array**2))
    if not products > 0.0:
        raise NotEnoughDataError(of="areas above zero", have=int(np.sum(array > 0.0)), need=2)
    lag = lags(array, inside.starts, inside.neighbours, inside.values)
    value = float(np.sum(array * lag)) / products
    expected, variance = kernels.getis_ord_moments(array, of)
    return _result(
        value,
        expected,
        (math.nan, variance),
        permuted=_permuted_p(
            array, inside, permutations, value=value, of=lambda sums: sums[0] / products
        ),
        areas=len(array),
        permutations=permutations,
    )


def _known(values: ArrayLike, weights: SpatialWeights) -> tuple[FloatArray, SpatialWeights]:
    array = checks.numbers("values", values)
    checked_for(weights, array, name="values")
    if weights.has_self:
        raise ParameterError(
            "[weights] has areas that are their own neighbours. Use weights.without_self()."
        )
    return with_values(array, weights)


def with_values(array: FloatArray, weights: SpatialWeights) -> tuple[FloatArray, SpatialWeights]:
    """The areas that have a value and the map among them; refused where that says nothing."""
    known = ~np.isnan(array)
    if known.sum() < LEAST_AREAS:
        raise NotEnoughDataError(of="areas with a value", have=int(known.sum()), need=LEAST_AREAS)
    there, inside = array[known], weights.among(known)
    if not len(inside.neighbours):
        raise NotEnoughDataError(of="pairs of neighbours with values", have=0, need=1)
    if np.all(there == there[0]):
        raise NotEnoughDataError(of="different values", have=1, need=2)
    return there, inside


def _permuted_p(
    values: FloatArray,
    weights: SpatialWeights,
    permutations: Permutations | None,
    *,
    value: float,
    of: Callable[[Sums], FloatArray],
) -> float:
    """Twice the smaller tail among shuffles of the whole map, the observed map counted."""
    if permutations is None:
        return math.nan
    sums = permutation.shuffled_sums(
        values,
        weights.starts,
        weights.neighbours,
        weights.values,
        permutations.seed,
        permutations.number,
    )
    drawn = of(sums)
    near = permutation.ROUNDING * max(abs(value), float(np.max(np.abs(drawn))))
    high, low = int(np.sum(drawn >= value - near)), int(np.sum(drawn <= value + near))
    return min(1.0, 2.0 * (1 + min(high, low)) / (1 + permutations.number))


def _result(
    value: float,
    expected: float,
    variances: tuple[float, float],
    *,
    permuted: float,
    areas: int,
    permutations: Permutations | None,
) -> GlobalStatistic:
    normal, shuffled = (
        (value - expected) / math.sqrt(each) if each > 0 else math.nan for each in variances
    )
    return GlobalStatistic(
        value=value,
        expected=expected,
        variance_normal=variances[0],
        variance_shuffled=variances[1],
        z_normal=normal,
        z_shuffled=shuffled,
        p_normal=math.erfc(abs(normal) / math.sqrt(2.0)),
        p_shuffled=math.erfc(abs(shuffled) / math.sqrt(2.0)),
        p_permuted=permuted,
        areas=areas,
        permutations=permutations,
    )
