"""How often does it happen, and how sure are we? Crude rates, proportions, rolling sums, ratios."""

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks, kernels
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.rates.results import (
    Method,
    Rate,
    RateRatios,
    Rates,
    StrArray,
    Withheld,
)
from headwater.core.errors import ParameterError

MONTHS_IN_A_YEAR = 12


def crude_rates(
    events: ArrayLike,
    population: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    level: float = 0.95,
) -> Rates:
    """How many events per `multiplier` people (or person-years) in each area?

    Limits are exact Poisson below 10 events and Byar's from 10 on. `events` and `population`
    broadcast to one shape. For several years give person-years as the population. Counts need
    not be whole (best-fit counts): the limits then run smoothly between whole counts and 9.99
    events still count as below 10. No population, or a missing input: nan, with the reason in
    `withheld`, whatever the events. Negative or infinite input is a ParameterError.

    Source: Fingertips technical guidance, "Rates"; Breslow & Day 1987; PHEindicatormethods
    `phe_rate`, whose value for 49 events in 40,000 is 122.5 (90.61893 to 161.95499).

    >>> rate = crude_rates([49], [40_000]).at(0)
    >>> rate.value, round(rate.low, 5), round(rate.high, 5)
    (122.5, 90.61893, 161.95499)
    """
    level, multiplier = checks.level(level), checks.above_zero("multiplier", multiplier)
    count, people = checks.together(
        events=checks.amounts("events", events), population=checks.amounts("population", population)
    )
    low, high = kernels.count_limits(count, level=level)
    withheld = reasons(count, people)
    return Rates(
        value=kernels.ratio_or_nan(count * multiplier, people),
        low=kernels.ratio_or_nan(low * multiplier, people),
        high=kernels.ratio_or_nan(high * multiplier, people),
        events=count,
        population=people,
        multiplier=multiplier,
        level=level,
        method=count_methods(count, withheld=withheld),
        withheld=withheld,
    )


def crude_rate(
    events: float, population: float, *, multiplier: float = 100_000.0, level: float = 0.95
) -> Rate:
    """How many events per `multiplier` people in one area? See `crude_rates`.

    >>> round(crude_rate(0, 500).high, 4)
    737.7759
    """
    return crude_rates(events, population, multiplier=multiplier, level=level).at(())


def proportions(
    events: ArrayLike, of: ArrayLike, *, multiplier: float = 1.0, level: float = 0.95
) -> Rates:
    """What share of each group has the property, with Wilson limits?

    `multiplier` 100 gives per cent. Events above the group they come from are a ParameterError,
    as are negative or infinite values; an empty group or a missing input is nan with a reason.
    Counts need not be whole.

    Source: Wilson 1927; Newcombe 1998 Table I, where 81 of 263 is 0.3080 (0.2553 to 0.3662).

    >>> share = proportions([81], [263]).at(0)
    >>> round(share.value, 4), round(share.low, 4), round(share.high, 4)
    (0.308, 0.2553, 0.3662)
    """
    level, multiplier = checks.level(level), checks.above_zero("multiplier", multiplier)
    count, group = checks.together(
        events=checks.amounts("events", events), of=checks.amounts("of", of)
    )
    # An empty group with events is a fault of the same kind, not a missing denominator.
    over = int((count > group).sum())
    if over:
        raise ParameterError(
            f"[{over}] groups have more events than members, so this is not a proportion. "
            "Use crude_rates, or count each member once."
        )
    low, high = kernels.wilson_limits(count, group, level=level)
    withheld = reasons(count, group)
    return Rates(
        value=kernels.ratio_or_nan(count * multiplier, group),
        low=np.where(withheld == Withheld.NO, low * multiplier, np.nan),
        high=np.where(withheld == Withheld.NO, high * multiplier, np.nan),
        events=count,
        population=group,
        multiplier=multiplier,
        level=level,
        method=np.where(withheld == Withheld.NO, str(Method.WILSON), str(Method.NONE)),
        withheld=withheld,
    )


def proportion(events: float, of: float, *, multiplier: float = 1.0, level: float = 0.95) -> Rate:
    """What share of one group has the property? See `proportions`.

    >>> round(proportion(0, 20).high, 4)
    0.1611
    """
    return proportions(events, of, multiplier=multiplier, level=level).at(())


def rolling_sums(counts: ArrayLike, *, periods: int = MONTHS_IN_A_YEAR) -> FloatArray:
    """What is the total of the latest `periods` periods, at each period?

    Periods lie on the last axis, in order, none left out: a month nobody supplied is nan, not
    absent. The first `periods - 1` answers are nan, and so is any window with a missing period.
    Divide by a population that covers the same months to make a rolling rate.

    >>> rolling_sums([1, 2, 3, 4], periods=3)
    array([nan, nan,  6.,  9.])
    """
    if periods < 1:
        raise ParameterError.below("periods", value=periods, least=1)
    values = checks.amounts("counts", counts)
    if values.ndim == 0:
        raise ParameterError("[counts] is a single number. Give one count per period.")
    return kernels.rolling_sums(values, window=periods)


def rate_ratios(
    events: ArrayLike,
    population: ArrayLike,
    *,
    base_events: ArrayLike,
    base_population: ArrayLike,
    level: float = 0.95,
) -> RateRatios:
    """How many times the base group's rate is each group's rate?

    With the White group as base this is the relative rate index. Limits are log-normal: ratio
    times or over exp(z√(1/a + 1/b)), with a and b the two counts; they need at least one event
    in both. No events in the group: 0 without limits. No events in the base: nan with a reason.
    Small counts (under 5 or so on either side) make the limits too narrow.

    Source: Rothman, Epidemiology: An Introduction (2nd ed., 2012), ch. 9. 20 events in 1,000
    against 10 in 1,000 is 2 with a factor of exp(1.96√0.15) = 2.1363, so 0.936 to 4.273.

    >>> ratios = rate_ratios([20], [1_000], base_events=10, base_population=1_000)
    >>> float(ratios.value[0]), round(float(ratios.low[0]), 3), round(float(ratios.high[0]), 3)
    (2.0, 0.936, 4.273)
    """
    level = checks.level(level)
    count, people, base_count, base_people = checks.together(
        events=checks.amounts("events", events),
        population=checks.amounts("population", population),
        base_events=checks.amounts("base_events", base_events),
        base_population=checks.amounts("base_population", base_population),
    )
    value, low, high = kernels.log_normal_ratio(
        kernels.ratio_or_nan(count, people),
        kernels.ratio_or_nan(base_count, base_people),
        events=count,
        base_events=base_count,
        level=level,
    )
    inputs = reasons(count + base_count, people * base_people)
    withheld = np.where(
        (inputs == Withheld.NO) & (base_count == 0), str(Withheld.NO_EVENTS_IN_BASE), inputs
    )
    return RateRatios(
        value=value,
        low=low,
        high=high,
        events=count,
        population=people,
        base_events=base_count,
        base_population=base_people,
        level=level,
        method=np.where(np.isnan(low), str(Method.NONE), str(Method.LOG_NORMAL)),
        withheld=withheld,
    )


def count_methods(events: FloatArray, *, withheld: StrArray) -> StrArray:
    """Which method `kernels.count_limits` uses for each count that has a value."""
    methods = np.where(events < kernels.EXACT_BELOW, str(Method.EXACT), str(Method.BYAR))
    return np.where(withheld == Withheld.NO, methods, str(Method.NONE))


def reasons(events: FloatArray, population: FloatArray) -> StrArray:
    """Why each value cannot be given; empty where it can."""
    missing = np.isnan(events) | np.isnan(population)
    return np.where(
        missing,
        str(Withheld.MISSING),
        np.where(population == 0, str(Withheld.NO_POPULATION), str(Withheld.NO)),
    )
