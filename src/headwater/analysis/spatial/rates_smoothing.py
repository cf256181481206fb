"""What is the rate of a small area when its own events are too few to say? Quick answers.

Each formula borrows strength: from the whole map, from the neighbours, or from both. `smoothing`
has the full model with uncertainty. Rates here are per person; multiply for per 1,000.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from headwater.analysis.rates import checks
from headwater.analysis.spatial.global_statistics import moran_of_deviates as global_moran
from headwater.analysis.spatial.global_statistics import with_values
from headwater.analysis.spatial.kernels.local import lags
from headwater.analysis.spatial.kernels.weights import BoolArray, FloatArray
from headwater.analysis.spatial.local import moran_of_deviates
from headwater.analysis.spatial.local_results import (
    DEALS,
    GlobalStatistic,
    LocalMoran,
    Permutations,
    Side,
)
from headwater.analysis.spatial.weights import SpatialWeights, Style, checked_for
from headwater.core.errors import NotEnoughDataError, ParameterError


@dataclass(frozen=True, slots=True, eq=False)
class GammaSmoothed:
    """Relative risks shrunk towards one gamma distribution over all areas.

    An area's risk is gamma with `shape` + events and `shape`/`mean` + expected.
    """

    relative_risk: FloatArray
    median: FloatArray
    low: FloatArray
    high: FloatArray
    shape: float
    mean: float
    level: float


def excess_risk(events: ArrayLike, population: ArrayLike) -> FloatArray:
    """How many times the events that the rate of the whole map would give? 1 is average.

    >>> excess_risk([2, 4], [100, 100]).round(3)
    array([0.667, 1.333])
    """
    number, people = _counts(events, population)
    known = _known_counts(number, people)
    ratio: FloatArray = _over(number, people * _overall(number[known], people[known]))
    return ratio


def empirical_bayes_rates(events: ArrayLike, population: ArrayLike) -> FloatArray:
    """Rates pulled towards the rate of the whole map, the more the fewer the people.

    Source: Marshall 1991, Applied Statistics 40, 283-294, equations for the global method.

    The rates 0.02 and 0.06 average 0.04; their variance 0.0004 is what sampling would give
    (0.04/100), so all of the difference goes.

    >>> empirical_bayes_rates([2, 6], [100, 100]).round(3)
    array([0.04, 0.04])
    """
    number, people = _counts(events, population)
    known = _known_counts(number, people)
    average = _overall(number[known], people[known])
    between = _between(number[known], people[known], average)
    rate = _over(number, people)
    share = between / (between + average / np.where(people > 0.0, people, np.nan))
    smoothed: FloatArray = average + share * (rate - average)
    return smoothed


def spatial_rates(events: ArrayLike, population: ArrayLike, weights: SpatialWeights) -> FloatArray:
    """Rates of each area together with its neighbours: all their events over all their people.

    >>> pair = weights_from_pairs([0, 1], [1, 0], areas=3)
    >>> spatial_rates([2, 6, 1], [100, 100, 50], pair)
    array([0.04, 0.04, 0.02])
    """
    number, people = _counts(events, population)
    near, around = _window_sums(number, people, weights)
    return _over(near, around)


def spatial_empirical_bayes_rates(
    events: ArrayLike, population: ArrayLike, weights: SpatialWeights
) -> FloatArray:
    """Rates pulled towards the rate of the neighbourhood, the more the fewer the people.

    The neighbourhood is the area and its neighbours, whatever the weights; the variance of true
    rates is that of its members about its rate, as in esda and GeoDa. Source: Marshall 1991, the
    local method.

    >>> pair = weights_from_pairs([0, 1], [1, 0], areas=2)
    >>> spatial_empirical_bayes_rates([2, 6], [100, 100], pair).round(3)
    array([0.04, 0.04])
    """
    number, people = _counts(events, population)
    near, around = _window_sums(number, people, weights)
    average, rate, star = _over(near, around), _over(number, people), _window(weights)
    # Σ nⱼ(rⱼ - m)² opened up, so that one sum over neighbours each will do.
    squares = _sums(np.nan_to_num(people * rate**2), star)
    return _shrunk(rate, people, average, _over(squares, around) - average**2, star)


def local_empirical_bayes_rates(
    events: ArrayLike, population: ArrayLike, weights: SpatialWeights
) -> FloatArray:
    """As `spatial_empirical_bayes_rates`, with each member set against its own neighbourhood.

    That makes the variance smaller where rates slope, so it smooths more. As in spdep's EBlocal.
    Source: Bailey & Gatrell 1995, Interactive Spatial Data Analysis, pp. 305-307.

    >>> pair = weights_from_pairs([0, 1], [1, 0], areas=2)
    >>> local_empirical_bayes_rates([2, 16], [100, 100], pair).round(3)
    array([0.033, 0.147])
    """
    number, people = _counts(events, population)
    near, around = _window_sums(number, people, weights)
    average, rate, star = _over(near, around), _over(number, people), _window(weights)
    squares = _sums(np.nan_to_num(people * (rate - average) ** 2), star)
    return _shrunk(rate, people, average, _over(squares, around), star)


def _shrunk(
    rate: FloatArray,
    people: FloatArray,
    average: FloatArray,
    spread: FloatArray,
    star: SpatialWeights,
) -> FloatArray:
    """Rates pulled to a local average, given the variance of the rates about it."""
    members = _sums((~np.isnan(rate)).astype(np.float64), star)
    mean_people = _over(_sums(np.nan_to_num(people), star), members)
    between = np.maximum(spread - _over(average, mean_people), 0.0)
    sampling = _over(average, people)
    # Nothing between and nothing from sampling: no events anywhere near, and the rate is 0.
    share = np.where(between + sampling == 0.0, 0.0, _over(between, between + sampling))
    smoothed: FloatArray = average + share * (rate - average)
    return smoothed


def standardised_rates(events: ArrayLike, population: ArrayLike) -> FloatArray:
    """Rates as deviates with the same variance whatever the population.

    (rate - b)/√(a + b/nᵢ), b the rate of the whole map and a the variance between areas; where
    that root would be of a number below zero, b/nᵢ alone. Source: Assunção & Reis 1999,
    Statistics in Medicine 18, 2147-2162.

    >>> standardised_rates([2, 6], [100, 100]).round(3)
    array([-1.,  1.])
    """
    number, people = _counts(events, population)
    known = _known_counts(number, people)
    average = _overall(number[known], people[known])
    between = _between(number[known], people[known], average, least=-np.inf)
    sampling = _over(np.full(len(people), average), people)
    variance = between + sampling
    variance = np.where(variance > 0.0, variance, sampling)
    deviates: FloatArray = (_over(number, people) - average) / np.sqrt(variance)
    return deviates


def local_moran_of_rates(
    events: ArrayLike,
    population: ArrayLike,
    weights: SpatialWeights,
    *,
    side: Side = Side.BOTH,
    permutations: Permutations | None = DEALS,
) -> LocalMoran:
    """Local Moran of rates, small populations not taken for hot or cold spots.

    Of `standardised_rates`. Areas without people are withheld. Source: Assunção & Reis 1999.
    """
    deviates = standardised_rates(events, population)
    checked_for(weights, deviates, name="events")
    return moran_of_deviates(deviates, weights, side=side, permutations=permutations)


def moran_of_rates(
    events: ArrayLike,
    population: ArrayLike,
    weights: SpatialWeights,
    *,
    permutations: Permutations | None = None,
) -> GlobalStatistic:
    """Moran's I of rates, with the same variance whatever the population.

    Source: Assunção & Reis 1999.
    """
    deviates = standardised_rates(events, population)
    checked_for(weights, deviates, name="events")
    there, inside = with_values(deviates, weights)
    return global_moran(there, inside, permutations=permutations)


def gamma_smoothed(events: ArrayLike, expected: ArrayLike, *, level: float = 0.95) -> GammaSmoothed:
    """Relative risks pulled towards the average of all areas, with an interval for each.

    Risks are gamma over areas, counts Poisson given the risk; shape and mean are those most
    likely for the counts. The interval takes shape and mean as known, so it is a little narrow.
    An area with no count has the risk of a new area; one with nothing expected likewise.
    Source: Clayton & Kaldor 1987, Biometrics 43, 671-681.

    >>> smoothed = gamma_smoothed([0, 2, 10, 30, 4], [4, 4, 8, 12, 5])
    >>> smoothed.relative_risk.round(2)
    array([0.28, 0.65, 1.22, 2.35, 0.86])
    """
    number = checks.amounts("events", events)
    offset = checks.complete("expected", checks.amounts("expected", expected))
    checks.level(level)
    if number.ndim != 1 or number.shape != offset.shape:
        raise ParameterError("[events] and [expected] need one value per area each.")
    seen = ~np.isnan(number) & (offset > 0.0)
    if seen.sum() < 2 or not number[seen].sum() > 0.0:
        raise NotEnoughDataError(of="areas with a count and some event", have=0, need=2)
    shape, mean = _most_likely_gamma(number[seen], offset[seen])
    own = shape + np.where(seen, number, 0.0)
    rate = shape / mean + np.where(seen, offset, 0.0)
    tail = (1.0 - level) / 2.0
    return GammaSmoothed(
        relative_risk=own / rate,
        median=special.gammaincinv(own, 0.5) / rate,
        low=special.gammaincinv(own, tail) / rate,
        high=special.gammaincinv(own, 1.0 - tail) / rate,
        shape=shape,
        mean=mean,
        level=level,
    )


# Above this shape every area has the same risk to six figures.
LEAST_SHAPE, MOST_SHAPE = 1e-4, 1e7


def _most_likely_gamma(number: FloatArray, offset: FloatArray) -> tuple[float, float]:
    """Shape and mean of the gamma under which these counts are most likely."""
    middle = float(np.log(number.sum() / offset.sum()))

    def best_mean(shape: float) -> float:
        def slope(log_mean: float) -> float:
            mean = np.exp(log_mean) * offset
            return float(np.sum((number - mean) / (1.0 + mean / shape)))

        return float(np.exp(optimize.brentq(slope, middle - 30.0, middle + 30.0, xtol=1e-13)))

    def score(log_shape: float) -> float:
        shape = float(np.exp(log_shape))
        mean = best_mean(shape) * offset
        digammas = special.digamma(number + shape) - special.digamma(shape)
        return float(np.sum(digammas - np.log1p(mean / shape) + (mean - number) / (mean + shape)))

    least, most = np.log(LEAST_SHAPE), np.log(MOST_SHAPE)
    if score(most) >= 0.0:
        return MOST_SHAPE, best_mean(MOST_SHAPE)
    shape = float(np.exp(optimize.brentq(score, least, most, xtol=1e-12)))
    return shape, best_mean(shape)


def _counts(events: ArrayLike, population: ArrayLike) -> tuple[FloatArray, FloatArray]:
    number = checks.amounts("events", events)
    people = checks.amounts("population", population)
    if number.ndim != 1 or number.shape != people.shape:
        raise ParameterError("[events] and [population] need one value per area each.")
    # Without people there is no rate, whatever was counted.
    missing = np.isnan(number) | ~(people > 0.0)
    return np.where(missing, np.nan, number), np.where(missing, np.nan, people)


def _known_counts(number: FloatArray, people: FloatArray) -> BoolArray:
    known: BoolArray = ~np.isnan(number) & ~np.isnan(people)
    if known.sum() < 2:
        raise NotEnoughDataError(of="areas with a rate", have=int(known.sum()), need=2)
    return known


def _overall(number: FloatArray, people: FloatArray) -> float:
    """Events over people of the whole map, refused where there were none."""
    if not number.sum() > 0.0:
        raise NotEnoughDataError(of="events in all areas together", have=0, need=1)
    return float(number.sum() / people.sum())


def _between(
    number: FloatArray, people: FloatArray, average: float, *, least: float = 0.0
) -> float:
    """Variance of the true rates: that of the rates, less what sampling adds."""
    spread = np.sum(people * (number / people - average) ** 2) / people.sum()
    return max(float(spread - average / people.mean()), least)


def _over(above: FloatArray, below: FloatArray) -> FloatArray:
    """Division in which nothing over nothing, and anything over nothing, is nan."""
    ratio: FloatArray = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0.0)
    return ratio


def _window(weights: SpatialWeights) -> SpatialWeights:
    """Each area and its neighbours, all counting 1."""
    plain = replace(weights, values=np.ones(len(weights.values)), style=Style.BINARY)
    return plain.with_self()


def _sums(values: FloatArray, window: SpatialWeights) -> FloatArray:
    return lags(values, window.starts, window.neighbours, window.values)


def _window_sums(
    number: FloatArray, people: FloatArray, weights: SpatialWeights
) -> tuple[FloatArray, FloatArray]:
    """Events and people of each area with its neighbours, those without a rate left out."""
    checked_for(weights, number, name="events")
    window = _window(weights)
    return _sums(np.nan_to_num(number), window), _sums(np.nan_to_num(people), window)
