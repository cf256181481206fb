"""Is an area like its neighbours, and could that be chance? Gi, Gi*, local Moran, local Geary.

Every statistic is set against the same thought: keep the area's own value, and deal its
neighbours' values afresh from all the other areas. Mean, variance and skewness of that deal are
known exactly without a random number. `permutations=None` stops there and takes z as normal,
which skewed values such as crime counts are not; by default 9,999 deals give the p-value.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from headwater.analysis.rates import checks
from headwater.analysis.spatial.kernels import local as kernels
from headwater.analysis.spatial.kernels import permutation
from headwater.analysis.spatial.kernels.weights import BoolArray, FloatArray, IntArray, row_sums
from headwater.analysis.spatial.local_results import (
    DEALS,
    Evidence,
    GetisOrd,
    LocalGeary,
    LocalMoran,
    Permutations,
    Quadrant,
    Side,
    Withheld,
)
from headwater.analysis.spatial.weights import SpatialWeights, Style, checked_for
from headwater.core.errors import NotEnoughDataError, ParameterError

LEAST_AREAS = 4


def gi(
    values: ArrayLike,
    weights: SpatialWeights,
    *,
    side: Side = Side.BOTH,
    permutations: Permutations | None = DEALS,
) -> GetisOrd:
    """Are high (or low) values gathered round this area, itself left out?

    `statistic` is the weighted sum over neighbours, `z_score` how far it lies from what the
    other areas would give. Source: Ord & Getis 1995, Geographical Analysis 27, equation 14.

    Four areas in a line with 1, 2, 3 and 6. The neighbours of the second hold 1 + 3 = 4; two of
    (1, 3, 6) hold 20/3 on average, give or take 2.055: z = -1.30.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], areas=4)
    >>> gi([1, 2, 3, 6], line).z_score.round(2)
    array([-0.98, -1.3 ,  0.93,  1.22])
    """
    _refuse_self(weights)
    array = _checked(values, weights)
    return _getis_ord(array, weights, is_star=False, side=side, permutations=permutations)


def gi_star(
    values: ArrayLike,
    weights: SpatialWeights,
    *,
    side: Side = Side.BOTH,
    permutations: Permutations | None = DEALS,
) -> GetisOrd:
    """Are high (or low) values gathered at this area and round it?

    Weights without the areas themselves get them as `with_self` gives: weight 1, or an equal
    share of a standardised row. `z_score` is the usual one, in which all values are shuffled;
    `evidence` keeps the area's own value, so it is the same as for `gi`. Source: Ord & Getis
    1995, equation 15.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], areas=4)
    >>> gi_star([1, 2, 3, 6], line).z_score.round(2)
    array([-1.39, -1.6 ,  1.07,  1.39])
    """
    array = _checked(values, weights)
    return _getis_ord(array, weights, is_star=True, side=side, permutations=permutations)


def local_moran(
    values: ArrayLike,
    weights: SpatialWeights,
    *,
    side: Side = Side.BOTH,
    permutations: Permutations | None = DEALS,
) -> LocalMoran:
    """Is this area like its neighbours (above 0) or unlike them (below 0)?

    Iᵢ = zᵢ Σ wᵢⱼ zⱼ / m₂ with z the distance from the mean and m₂ = Σ z²/(n - 1), as PySAL's
    esda has it. R's spdep divides by n: `as_spdep` is the statistic times n/(n - 1), with the
    same z-scores and p-values. Source: Anselin 1995, Geographical Analysis 27, 93-115; moments
    with the own value held: Sokal, Oden & Thomson 1998, Geographical Analysis 30, 331-354.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], areas=4)
    >>> moran = local_moran([1, 2, 3, 6], line.row_standardised())
    >>> moran.statistic.round(3), moran.quadrant.tolist()
    (array([0.429, 0.214, 0.   , 0.   ]), ['low-low', 'low-low', 'low-high', 'high-low'])
    """
    array = _checked(values, weights)
    return moran_of_deviates(array, weights, side=side, permutations=permutations)


def moran_of_deviates(
    array: FloatArray,
    weights: SpatialWeights,
    *,
    side: Side,
    permutations: Permutations | None,
) -> LocalMoran:
    """Local Moran of numbers already checked, nan where an area has none."""
    _refuse_self(weights)
    known, inside = _known(array, weights)
    centred = _centred(array[known])
    n, sum_of_squares = len(centred), float(np.sum(centred**2))
    of = kernels.powers(inside.starts, inside.values)
    lag = _lags(centred, inside)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = centred * (n - 1) / sum_of_squares
        total_mean, total_variance = kernels.total_moments_of_moran(centred, of=of)
    moments = _times(kernels.moments_of_lags(centred, of=of), scale)
    reached = _reached(array[known], inside, permutations)
    if reached is not None:
        reached = _turned(reached, scale, permutations)
    laid = _laid(known, weights, inside, sum_of_squares, moments)
    quadrant = np.full(len(array), Quadrant.NONE.value, dtype="<U9")
    quadrant[known] = _quadrants(centred, lag)
    quadrant[laid.is_empty] = Quadrant.NONE.value
    quadrant.flags.writeable = False
    evidence = _evidence(scale * lag, moments, reached, laid, side, permutations)
    ratio = (n - 1) / n
    return LocalMoran(
        statistic=_spread(scale * lag, laid),
        lag=_spread(lag, laid),
        quadrant=quadrant,
        total_expected=_spread(total_mean * ratio, laid),
        total_variance=_spread(total_variance * ratio**2, laid),
        known_areas=n,
        withheld=laid.withheld,
        evidence=evidence,
    )


def local_geary(
    values: ArrayLike,
    weights: SpatialWeights,
    *,
    side: Side = Side.BOTH,
    permutations: Permutations | None = DEALS,
) -> LocalGeary:
    """How different is this area from its neighbours? Low means alike, whatever the level.

    cᵢ = Σ wᵢⱼ (zᵢ - zⱼ)² with z in standard deviations over n, as esda; spdep's are over n - 1
    (`as_spdep`). Source: Anselin 1995, equation
    20; Anselin 2019, Geographical Analysis 51, 133-150.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], areas=4)
    >>> local_geary([1, 2, 3, 6], line.row_standardised()).statistic.round(3)
    array([0.286, 0.286, 1.429, 2.571])
    """
    array = _checked(values, weights)
    _refuse_self(weights)
    known, inside = _known(array, weights)
    centred = _centred(array[known])
    sum_of_squares = float(np.sum(centred**2))
    deviation = np.sqrt(sum_of_squares / len(centred)) if sum_of_squares > 0.0 else 1.0
    z = centred / deviation
    statistic = kernels.squared_differences(z, inside.starts, inside.neighbours, inside.values)
    of = kernels.powers(inside.starts, inside.values)
    moments = kernels.moments_of_squares(z, of=of)
    laid = _laid(known, weights, inside, sum_of_squares, moments)
    reached = _reached_squares(z, inside, statistic, permutations)
    return LocalGeary(
        statistic=_spread(statistic, laid),
        known_areas=len(centred),
        withheld=laid.withheld,
        evidence=_evidence(statistic, moments, reached, laid, side, permutations),
    )


@dataclass(frozen=True, slots=True)
class _Laid:
    """How results of the known areas lie on the whole map, and why some are not given."""

    known: BoolArray
    withheld: NDArray[np.str_]

    @property
    def is_empty(self) -> BoolArray:
        """Areas whose statistic is not defined. Where nothing is left to chance it is."""
        defined = (self.withheld == Withheld.NO) | (self.withheld == Withheld.NOTHING_LEFT)
        return np.asarray(~defined, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Reached:
    """How many deals came out at least and at most as large as what was observed."""

    high: IntArray
    low: IntArray


def _getis_ord(
    array: FloatArray,
    weights: SpatialWeights,
    *,
    is_star: bool,
    side: Side,
    permutations: Permutations | None,
) -> GetisOrd:
    """Gi, or Gi* where the area counts itself too."""
    known, inside = _known(array, weights)
    own, others = _own_and_others(inside) if is_star else (np.zeros(inside.areas), inside)
    value = array[known]
    centred = _centred(value)
    sum_of_squares = float(np.sum(centred**2))
    of = kernels.powers(others.starts, others.values)
    moments = kernels.moments_of_lags(centred, of=of)
    laid = _laid(known, weights, inside, sum_of_squares, moments)
    lag = _lags(centred, others)
    z_score = _shuffled_z(centred, lag, own=own, of=of)
    if not is_star:
        z_score = kernels.standardised(lag, moments)
    statistic = _lags(value, others) + own * value
    with np.errstate(divide="ignore", invalid="ignore"):
        share = statistic / (np.sum(value) - (0.0 if is_star else value))
    # The evidence is about the neighbours; what the area adds of itself shifts sum and mean alike.
    mean = moments.mean + statistic - lag
    shifted = kernels.Moments(mean, moments.variance, moments.skewness)
    reached = _reached(value, others, permutations)
    return GetisOrd(
        statistic=_spread(statistic, laid),
        share=_spread(share, laid),
        z_score=_spread(z_score, laid),
        withheld=laid.withheld,
        evidence=_evidence(statistic, shifted, reached, laid, side, permutations),
    )


def _own_and_others(weights: SpatialWeights) -> tuple[FloatArray, SpatialWeights]:
    """The weight of each area itself in the star form, and those of its neighbours there."""
    if weights.has_self:
        rows = weights.rows
        other = weights.neighbours != rows
        own = np.zeros(weights.areas)
        own[rows[~other]] = weights.values[~other]
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows[other], minlength=len(own)))])
        others = (starts, weights.neighbours[other], weights.values[other])
        return own, SpatialWeights(*others, weights.style, weights.rule)
    if weights.style is not Style.ROW_STANDARDISED:
        return np.ones(weights.areas), weights
    share = 1.0 / (np.diff(weights.starts) + 1.0)
    scaled = weights.values * (1.0 - share)[weights.rows]
    return share, replace(weights, values=scaled)


def _checked(values: ArrayLike, weights: SpatialWeights) -> FloatArray:
    array = checks.numbers("values", values)
    checked_for(weights, array, name="values")
    return array


def _refuse_self(weights: SpatialWeights) -> None:
    if weights.has_self:
        raise ParameterError(
            "[weights] has areas that are their own neighbours. Use gi_star, or "
            "weights.without_self()."
        )


def _known(array: FloatArray, weights: SpatialWeights) -> tuple[BoolArray, SpatialWeights]:
    known = ~np.isnan(array)
    if known.sum() < LEAST_AREAS:
        raise NotEnoughDataError(of="areas with a value", have=int(known.sum()), need=LEAST_AREAS)
    return known, weights.among(known)


def _centred(values: FloatArray) -> FloatArray:
    """Distances from the mean; exactly 0 when all values are the same."""
    if np.all(values == values[0]):
        return np.zeros(len(values))
    centred: FloatArray = values - values.mean()
    return centred


def _lags(values: FloatArray, weights: SpatialWeights) -> FloatArray:
    return kernels.lags(values, weights.starts, weights.neighbours, weights.values)


def _shuffled_z(
    centred: FloatArray, lag: FloatArray, *, own: FloatArray, of: kernels.Powers
) -> FloatArray:
    """Ord & Getis' z of the star form: all n values shuffled, the own one too."""
    zero, n = np.zeros(len(centred)), len(centred)
    star = kernels.Powers(of.first + own, of.second + own**2, of.third + own**3)
    square = np.full(n, np.mean(centred**2))
    moments = kernels.moments_of_sum(zero, square, zero, of=star, others=n)
    return kernels.standardised(lag + own * centred, moments)


def _reached(
    values: FloatArray, weights: SpatialWeights, permutations: Permutations | None
) -> _Reached | None:
    """Deals of each area's lag; with equal weights the lag is compared as a plain sum."""
    if permutations is None or not len(weights.neighbours):
        return None
    rank, ordered = kernels.lowest_ranks(values)
    counts = np.diff(weights.starts)
    table = _table(permutations, counts, areas=len(values))
    if kernels.is_even(weights.starts, weights.values):
        plain = row_sums(weights.starts, values[weights.neighbours])
        return _Reached(*permutation.reached(plain, counts, rank, ordered, table))
    fallen = kernels.falling(weights.starts, weights.values)
    lag = _lags(values, weights)
    return _Reached(
        *permutation.reached_weighted(lag, weights.starts, fallen, rank, ordered, table)
    )


def _reached_squares(
    z: FloatArray, weights: SpatialWeights, observed: FloatArray, permutations: Permutations | None
) -> _Reached | None:
    if permutations is None or not len(weights.neighbours):
        return None
    rank, ordered = kernels.lowest_ranks(z)
    table = _table(permutations, np.diff(weights.starts), areas=len(z))
    fallen = kernels.falling(weights.starts, weights.values)
    return _Reached(
        *permutation.reached_squared(observed, weights.starts, fallen, rank, ordered, table)
    )


def _table(permutations: Permutations, counts: IntArray, *, areas: int) -> IntArray:
    return permutation.draws(permutations.seed, permutations.number, int(counts.max()), areas - 1)


def _turned(reached: _Reached, scale: FloatArray, permutations: Permutations | None) -> _Reached:
    """Deals of scale x lag from deals of the lag: a scale below 0 swaps high and low."""
    assert permutations is not None
    high = np.where(scale < 0.0, reached.low, reached.high)
    low = np.where(scale < 0.0, reached.high, reached.low)
    at_mean = scale == 0.0
    return _Reached(
        np.where(at_mean, permutations.number, high), np.where(at_mean, permutations.number, low)
    )


def _times(moments: kernels.Moments, scale: FloatArray) -> kernels.Moments:
    return kernels.Moments(
        moments.mean * scale, moments.variance * scale**2, moments.skewness * np.sign(scale)
    )


def _quadrants(centred: FloatArray, lag: FloatArray) -> NDArray[np.str_]:
    high = np.where(lag > 0.0, Quadrant.HIGH_HIGH.value, Quadrant.HIGH_LOW.value)
    low = np.where(lag > 0.0, Quadrant.LOW_HIGH.value, Quadrant.LOW_LOW.value)
    return np.where(centred > 0.0, high, low)


def _laid(
    known: BoolArray,
    weights: SpatialWeights,
    inside: SpatialWeights,
    sum_of_squares: float,
    moments: kernels.Moments,
) -> _Laid:
    """The first reason that applies, per area of the whole map."""
    reason = np.full(len(known), Withheld.NO.value, dtype="<U24")
    of_known = np.full(int(known.sum()), Withheld.NO.value, dtype="<U24")
    of_known[moments.variance <= 0.0] = Withheld.NOTHING_LEFT.value
    if not sum_of_squares > 0.0:
        of_known[:] = Withheld.NO_SPREAD.value
    of_known[inside.counts == 0] = Withheld.NO_NEIGHBOUR_KNOWN.value
    reason[known] = of_known
    reason[weights.counts == 0] = Withheld.ISLAND.value
    reason[~known] = Withheld.MISSING.value
    reason.flags.writeable = False
    return _Laid(known, reason)


def _spread(values: FloatArray, laid: _Laid) -> FloatArray:
    """Values of the known areas laid out over the whole map, nan where not defined; read-only."""
    whole = np.full(len(laid.known), np.nan)
    whole[laid.known] = values
    whole[laid.is_empty] = np.nan
    whole.flags.writeable = False
    return whole


def _evidence(
    value: FloatArray,
    moments: kernels.Moments,
    reached: _Reached | None,
    laid: _Laid,
    side: Side,
    permutations: Permutations | None,
) -> Evidence:
    z = kernels.standardised(value, moments)
    none = np.full(len(value), np.nan)
    permuted = none
    if reached is not None and permutations is not None:
        high, low = reached.high.astype(np.float64), reached.low.astype(np.float64)
        permuted = _sided(high + 1.0, low + 1.0, side) / (permutations.number + 1.0)
        permuted = np.minimum(permuted, 1.0)
    normal = np.minimum(_sided(special.ndtr(-z), special.ndtr(z), side), 1.0)
    chance = laid.withheld[laid.known] == Withheld.NO
    permuted, normal = np.where(chance, permuted, np.nan), np.where(chance, normal, np.nan)
    whole = {
        name: _spread(array, laid)
        for name, array in {
            "expected": moments.mean,
            "variance": moments.variance,
            "skewness": moments.skewness,
            "z": z,
            "p_normal": normal,
            "p_permuted": permuted,
        }.items()
    }
    p = whole["p_normal"] if permutations is None else whole["p_permuted"]
    q = kernels.false_discovery(p, is_any_dependence=False)
    q_any = kernels.false_discovery(p, is_any_dependence=True)
    q.flags.writeable = q_any.flags.writeable = False
    return Evidence(
        **whole,
        q=q,
        q_any=q_any,
        side=side,
        permutations=permutations,
    )


def _sided(high: FloatArray, low: FloatArray, side: Side) -> FloatArray:
    if side is Side.HIGH:
        return high
    if side is Side.LOW:
        return low
    doubled: FloatArray = 2.0 * np.minimum(high, low)
    return doubled
