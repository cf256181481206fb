"""How much harm, beside how many crimes? Severity weights and money."""

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks, kernels
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.rates.rates import reasons
from headwater.analysis.rates.results import Costs, Method, Rates, Withheld
from headwater.core.errors import ParameterError


def harm(counts: ArrayLike, *, weights: ArrayLike) -> FloatArray:
    """What is the total harm of each area, in the units of the weights (CCHI: days)?

    `counts` is areas x offence types (any leading axes), `weights` one for each type in the same
    order. A type without a weight is a ParameterError, not a zero: leave its column out and say
    so. A missing count makes the area's harm nan.

    Source: Cambridge Crime Harm Index (Sherman, Neyroud & Neyroud 2016): each crime counts as
    the days of the guideline starting sentence.

    >>> harm([[2, 1], [0, 3]], weights=[10, 365])
    array([ 385., 1095.])
    """
    types, each = _types(counts, weights)
    total: FloatArray = types @ each
    return total


def harm_rates(
    counts: ArrayLike,
    population: ArrayLike,
    *,
    weights: ArrayLike,
    multiplier: float = 1_000.0,
    level: float = 0.95,
) -> Rates:
    """How much harm per `multiplier` people, with limits that allow for chance in the counts?

    The result's `events` are the plain counts of each area. Limits are Dobson's for a weighted
    sum (variance Σ weight² x count) round the count's own limits, exact below 10 events and
    Byar's from 10 on. A single rare heavy offence decides such a figure: with few of them the
    limits are too narrow, so show the count beside it. A lower limit below zero is given as 0.
    No events at all: harm 0 with no limits, since the weight of what was not seen is not known.

    Source: Dobson et al. 1991, applied to harm weights. Forty crimes of 10 days and one of 365
    in 1,000 people: 765 days per 1,000, with √(137,225 / 41) days for each crime of the
    count's limits, 29.42 and 55.62.

    >>> rate = harm_rates([[40, 1]], [1_000], weights=[10, 365]).at(0)
    >>> rate.value, round(rate.low, 1), round(rate.high, 1)
    (765.0, 95.0, 1611.0)
    """
    level, multiplier = checks.level(level), checks.above_zero("multiplier", multiplier)
    types, each = _types(counts, weights)
    events, total, variance, people = checks.together(
        counts=types.sum(axis=-1),
        harm=types @ each,
        variance=types @ each**2,
        population=checks.amounts("population", population),
    )
    low, high = kernels.dobson_limits(
        total, events=events, variance=variance, count=kernels.count_limits(events, level=level)
    )
    withheld = reasons(events, people)
    limited = (withheld == Withheld.NO) & (events > 0)
    return Rates(
        value=kernels.ratio_or_nan(total * multiplier, people),
        low=kernels.ratio_or_nan(np.maximum(low, 0.0) * multiplier, people),
        high=kernels.ratio_or_nan(high * multiplier, people),
        events=events,
        population=people,
        multiplier=multiplier,
        level=level,
        method=np.where(limited, str(Method.DOBSON), str(Method.NONE)),
        withheld=withheld,
    )


def costs(
    counts: ArrayLike,
    *,
    unit_costs_gbp: ArrayLike,
    price_year: str,
    crimes_per_recorded: ArrayLike | None = None,
) -> Costs:
    """What did the crimes of each area cost society, in the prices of `price_year`?

    `counts` is areas x crime types, the others one for each type. The unit costs of Home Office
    Research Report 99 belong to estimated crimes: `crimes_per_recorded` is the report's
    multiplier; without it the result says `recorded_only` and is an understatement. These are
    social costs, most of them never cash: a fall is not a saving.

    Source: Heeks et al. 2018. Two robberies and one rape at 2015/16 prices: £62,000.

    >>> spent = costs([[2, 1]], unit_costs_gbp=[11_320, 39_360], price_year="2015/16")
    >>> float(spent.gbp[0]), spent.recorded_only
    (62000.0, True)
    """
    types, each = _types(counts, unit_costs_gbp)
    scale = np.ones_like(each)
    if crimes_per_recorded is not None:
        _, scale = _types(counts, crimes_per_recorded)
    return Costs(
        gbp=np.asarray(types @ (each * scale)),
        price_year=price_year,
        recorded_only=crimes_per_recorded is None,
    )


def uprated(costs_then: Costs, *, deflator: dict[str, float], to: str) -> Costs:
    """The same costs in the prices of another year.

    `deflator` maps years to the GDP deflator (HM Treasury; any base). Cost x deflator of `to` /
    deflator of the costs' own year.

    >>> then = costs([[1]], unit_costs_gbp=[1_000], price_year="2015/16")
    >>> now = uprated(then, deflator={"2015/16": 80.0, "2024/25": 104.0}, to="2024/25")
    >>> float(now.gbp[0]), now.price_year
    (1300.0, '2024/25')
    """
    for year in (costs_then.price_year, to):
        if year not in deflator:
            raise ParameterError(f"The deflator has no value for [{year}]. Add that year to it.")
        checks.above_zero(f"deflator {year}", deflator[year])
    return Costs(
        gbp=costs_then.gbp * (deflator[to] / deflator[costs_then.price_year]),
        price_year=to,
        recorded_only=costs_then.recorded_only,
    )


def _types(counts: ArrayLike, weights: ArrayLike) -> tuple[FloatArray, FloatArray]:
    types = checks.amounts("counts", counts)
    each = checks.complete("weights", checks.amounts("weights", weights))
    if each.ndim != 1 or types.shape[-1:] != each.shape:
        raise ParameterError(
            f"[counts] has shape {types.shape} and [weights] {each.shape}. Give one weight for "
            "each type and one column for each weight, last."
        )
    return types, each
