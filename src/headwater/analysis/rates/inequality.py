"""Do the most deprived suffer more? Rates by deprivation and the slope index of inequality.

Deprivation indices have a crime domain: leave it out of the ranking used here, or the answer is
partly built into the question.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.rates import checks, kernels
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.rates.rates import crude_rates
from headwater.analysis.rates.results import Rates, SlopeIndex
from headwater.core.errors import NotEnoughDataError, ParameterError

DECILES, QUINTILES = 10, 5
LEAST_GROUPS, MOST_GROUPS = 5, 100
LEAST_REPETITIONS = 1_000


def rates_by_decile(
    events: ArrayLike,
    population: ArrayLike,
    *,
    decile: ArrayLike,
    multiplier: float = 100_000.0,
    level: float = 0.95,
) -> Rates:
    """What is the crude rate in each deprivation decile, 1 the most deprived?

    One value per area in all three; ten rates come back, first the most deprived. A decile with
    no area has population 0 and is withheld. Missing values and deciles outside 1 to 10 are a
    ParameterError: leave such areas out and say how many.

    >>> rates = rates_by_decile([30, 20, 10], [1_000, 1_000, 2_000], decile=[1, 1, 10])
    >>> rates.at(0).value, rates.at(9).value, str(rates.at(4).withheld)
    (2500.0, 500.0, 'no population')
    """
    group = _groups("decile", decile, most=DECILES)
    return _rates_by_group(
        events, population, group=group, groups=DECILES, multiplier=multiplier, level=level
    )


def rates_by_quintile(
    events: ArrayLike,
    population: ArrayLike,
    *,
    decile: ArrayLike,
    multiplier: float = 100_000.0,
    level: float = 0.95,
) -> Rates:
    """The same in fifths: deciles 1 and 2 make quintile 1, the most deprived.

    >>> rates_by_quintile([30, 10], [1_000, 1_000], decile=[2, 10]).at(0).value
    3000.0
    """
    group = (_groups("decile", decile, most=DECILES) + 1) // 2
    return _rates_by_group(
        events, population, group=group, groups=QUINTILES, multiplier=multiplier, level=level
    )


def slope_index_of_inequality(
    rates: Rates, *, rng: np.random.Generator, repetitions: int = 100_000
) -> SlopeIndex:
    """By how much, and how many times, does the rate differ across the whole deprivation scale?

    `rates` are one per group, the most deprived first, as `rates_by_decile` gives them. The
    standard error of each is its interval's width over 2z, as in PHEindicatormethods. See
    `slope_index` for the method, the sign and what is refused.

    >>> rates = rates_by_quintile([60, 50, 40, 30, 20], [1_000] * 5, decile=[1, 3, 5, 7, 9])
    >>> index = slope_index_of_inequality(rates, rng=np.random.default_rng(1))
    >>> round(index.sii, 6), round(index.rii, 4)
    (-5000.0, 0.2308)
    """
    deviate = kernels.normal_deviate(rates.level)
    return slope_index(
        rates.value,
        standard_error=(rates.high - rates.low) / (2.0 * deviate),
        population=rates.population,
        multiplier=rates.multiplier,
        level=rates.level,
        rng=rng,
        repetitions=repetitions,
    )


def slope_index(  # noqa: PLR0913 - a regression needs its data, its scale and its randomness
    value: ArrayLike,
    *,
    standard_error: ArrayLike,
    population: ArrayLike,
    rng: np.random.Generator,
    repetitions: int = 100_000,
    multiplier: float = 1.0,
    level: float = 0.95,
) -> SlopeIndex:
    """The slope and relative index of inequality of any indicator, groups most deprived first.

    A straight line through the groups' values against the place of each group's middle person on
    the deprivation scale, weighted by people. The limits are quantiles of `repetitions` lines
    drawn with normal errors, so they depend on `rng`. `multiplier` is carried for the record;
    the values are already on their scale. Fewer than 5 groups is a NotEnoughDataError; more than
    100, an empty group, a missing value or a negative standard error is a ParameterError. The
    relative index is nan where the fitted line reaches zero at either end, and its limits are
    nan where more than a tail of the drawn lines do.

    Source: Low & Low 2004; PHEindicatormethods 2.0.2 `phe_sii` (indicator type "normal").
    Values 5, 4, 3, 2, 1 in equal fifths lie on a line from 5.5 to 0.5.

    >>> index = slope_index(
    ...     [5, 4, 3, 2, 1],
    ...     standard_error=[0.1] * 5,
    ...     population=[1] * 5,
    ...     rng=np.random.default_rng(1),
    ... )
    >>> round(index.sii, 6), round(index.most_deprived, 6), round(index.rii, 4)
    (-5.0, 5.5, 0.0909)
    """
    level = checks.level(level)
    values, errors, people = _one_per_group(value, standard_error, population)
    _check_size(len(values), repetitions=repetitions)

    of_intercept, of_slope = kernels.gradient_weights(people)
    intercept, slope = float(of_intercept @ values), float(of_slope @ values)
    intercepts, slopes = kernels.simulated_gradients(
        values, errors, population=people, repetitions=repetitions, rng=rng
    )
    tails = [(1.0 - level) / 2.0, (1.0 + level) / 2.0]
    sii_low, sii_high = np.quantile(slopes, tails)
    rii_low, rii_high = _relative_limits(intercepts, slopes, tails=tails)
    return SlopeIndex(
        sii=slope,
        sii_low=float(sii_low),
        sii_high=float(sii_high),
        rii=_relative(intercept, slope),
        rii_low=rii_low,
        rii_high=rii_high,
        most_deprived=intercept,
        least_deprived=intercept + slope,
        groups=len(values),
        population=float(people.sum()),
        multiplier=checks.above_zero("multiplier", multiplier),
        level=level,
        repetitions=repetitions,
    )


def _one_per_group(
    value: ArrayLike, standard_error: ArrayLike, population: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Values, their standard errors and people, each complete and as long as the others."""
    values = checks.complete("value", checks.numbers("value", value))
    errors = checks.complete("standard_error", checks.amounts("standard_error", standard_error))
    people = checks.positive("population", population)
    if values.ndim != 1 or not values.shape == errors.shape == people.shape:
        raise ParameterError("[value], [standard_error] and [population] need one value per group.")
    return values, errors, people


def _rates_by_group(
    events: ArrayLike,
    population: ArrayLike,
    *,
    group: NDArray[np.int64],
    groups: int,
    multiplier: float,
    level: float,
) -> Rates:
    count = checks.complete("events", checks.amounts("events", events))
    people = checks.complete("population", checks.amounts("population", population))
    if not count.shape == people.shape == group.shape:
        raise ParameterError("[events], [population] and [decile] need one value per area.")
    return crude_rates(
        kernels.sums_by_group(count, group, groups=groups),
        kernels.sums_by_group(people, group, groups=groups),
        multiplier=multiplier,
        level=level,
    )


def _groups(name: str, values: ArrayLike, *, most: int) -> NDArray[np.int64]:
    """Group numbers as whole numbers from 1 to `most`."""
    array = checks.complete(name, checks.numbers(name, values))
    wrong = (array < 1) | (array > most) | (array != np.floor(array))
    if wrong.any() or array.ndim != 1:
        raise ParameterError(
            f"[{name}] needs one whole number from [1] to [{most}] per area; "
            f"[{int(wrong.sum())}] are not. Leave those areas out and say how many."
        )
    return array.astype(np.int64)


def _check_size(groups: int, *, repetitions: int) -> None:
    if groups < LEAST_GROUPS:
        raise NotEnoughDataError(of="deprivation groups", have=groups, need=LEAST_GROUPS)
    if groups > MOST_GROUPS:
        raise ParameterError.outside("groups", value=groups, low=LEAST_GROUPS, high=MOST_GROUPS)
    if repetitions < LEAST_REPETITIONS:
        raise ParameterError.below("repetitions", value=repetitions, least=LEAST_REPETITIONS)


def _relative(intercept: float, slope: float) -> float:
    """Fitted value at the least deprived end over that at the most deprived end."""
    if intercept <= 0 or intercept + slope <= 0:
        return float("nan")
    return (intercept + slope) / intercept


def _relative_limits(
    intercepts: FloatArray, slopes: FloatArray, *, tails: list[float]
) -> tuple[float, float]:
    # A line that starts at or below zero has no ratio; with enough of them, nor has the limit.
    without_ratio = (intercepts <= 0) | (intercepts + slopes <= 0)
    if without_ratio.mean() > tails[0]:
        return float("nan"), float("nan")
    kept = ~without_ratio
    low, high = np.quantile(1.0 + slopes[kept] / intercepts[kept], tails)
    return float(low), float(high)
