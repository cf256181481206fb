"""Is this area different from the benchmark, or could it be chance? Labels and funnels."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks, kernels
from headwater.analysis.rates.results import FunnelLimits, HasInterval, StrArray
from headwater.core.errors import ParameterError

# A label at another level would be read as if it were this one (Fingertips technical guidance).
COMPARISON_LEVEL = 0.95
INNER_TAIL, OUTER_TAIL = 0.025, 0.001


class Polarity(StrEnum):
    """Which direction is good. Neutral where neither is, as for recorded weapon finds."""

    LOW_IS_GOOD = "low is good"
    HIGH_IS_GOOD = "high is good"
    NEUTRAL = "neutral"


class Comparison(StrEnum):
    """How an area stands to its benchmark."""

    BETTER = "better"
    WORSE = "worse"
    SIMILAR = "similar"
    HIGHER = "higher"
    LOWER = "lower"
    NOT_COMPARED = "not compared"


_ABOVE = {
    Polarity.LOW_IS_GOOD: Comparison.WORSE,
    Polarity.HIGH_IS_GOOD: Comparison.BETTER,
    Polarity.NEUTRAL: Comparison.HIGHER,
}
_BELOW = {
    Polarity.LOW_IS_GOOD: Comparison.BETTER,
    Polarity.HIGH_IS_GOOD: Comparison.WORSE,
    Polarity.NEUTRAL: Comparison.LOWER,
}


def comparison_labels(
    estimates: HasInterval, benchmark: ArrayLike, *, polarity: Polarity
) -> StrArray:
    """Is each area better, worse or similar (higher or lower when neither is good)?

    Different only when the benchmark lies outside the area's 95 % interval; on a limit is
    similar; no interval is "not compared". `benchmark` is on the estimates' own scale, one for
    all or one each, and taken as fixed: it is meant for a benchmark much larger than the area
    (if the area is a big part of it, differences are understated). About one area in twenty is
    labelled different by chance alone. Estimates at another level are a ParameterError.

    Source: Fingertips technical guidance, "Comparing to a benchmark".

    >>> from headwater.analysis.rates.rates import crude_rates
    >>> rates = crude_rates([49, 90, 20], [40_000, 40_000, 40_000])
    >>> [str(label) for label in comparison_labels(rates, 120, polarity=Polarity.LOW_IS_GOOD)]
    ['similar', 'worse', 'better']
    """
    if not np.isclose(estimates.level, COMPARISON_LEVEL):
        raise ParameterError(
            f"The estimates have limits at [{estimates.level}] and labels rest on 95 % limits. "
            "Make the estimates again with level=0.95."
        )
    fixed = checks.numbers("benchmark", benchmark)
    low, high, compared_with = checks.together(
        low=estimates.low, high=estimates.high, benchmark=fixed
    )
    unknown = np.isnan(low) | np.isnan(high) | np.isnan(compared_with)
    return np.select(
        [unknown, compared_with < low, compared_with > high],
        [str(Comparison.NOT_COMPARED), str(_ABOVE[polarity]), str(_BELOW[polarity])],
        default=str(Comparison.SIMILAR),
    )


def proportion_funnel(
    size: ArrayLike, *, average: float, tail: float = INNER_TAIL, multiplier: float = 100.0
) -> FunnelLimits:
    """Between which proportions would an area of each size lie if it were an average one?

    `average` is a share (0.006, not 0.6 %), total events over total members; the limits are per
    `multiplier` and stay between 0 and it. An area lies outside just when its Wilson interval
    at level 1 - 2 x tail leaves out the average. Size 0 is nan.

    Source: PHEindicatormethods 2.0.2 `calculate_funnel_limits` (proportions); Spiegelhalter
    2005. At 0.60613342946022 % and one member the inner upper limit is 15.81903314 %.

    >>> round(float(proportion_funnel([1], average=0.0060613342946022).high[0]), 8)
    15.81903314
    """
    if not 0 <= average <= 1:
        raise ParameterError.outside("average", value=average, low=0, high=1)
    members = checks.amounts("size", size)
    low, high = kernels.score_funnel(members, average=average, tail=_tail(tail))
    return _funnel(members, low, high, average=average, multiplier=multiplier, tail=tail)


def rate_funnel(
    population: ArrayLike, *, average: float, tail: float = INNER_TAIL, multiplier: float = 100_000
) -> FunnelLimits:
    """Between which crude rates would an area of each population lie if it were an average one?

    `average` is events per person; the limits are per `multiplier`. An area lies outside just
    when the exact Poisson interval of its count at level 1 - 2 x tail leaves out the average.
    PHEindicatormethods 2.1 draws the same limits against the area's events; this draws them
    against its population, which the reader knows.

    Source: Spiegelhalter 2005, with Poisson quantiles carried smoothly between whole counts.
    With 10 events expected, a count of 3.83 has exact upper limit 10.

    >>> funnel = rate_funnel([1_000], average=0.01, multiplier=1_000)
    >>> round(float(funnel.low[0]), 2), round(float(funnel.high[0]), 2)
    (3.83, 17.13)
    """
    people = checks.amounts("population", population)
    per_person = checks.above_zero("average", average)
    counts = kernels.poisson_funnel(people * per_person, tail=_tail(tail))
    low, high = (kernels.ratio_or_nan(count, people) for count in counts)
    return _funnel(people, low, high, average=average, multiplier=multiplier, tail=tail)


def ratio_funnel(
    expected: ArrayLike, *, tail: float = INNER_TAIL, multiplier: float = 1.0
) -> FunnelLimits:
    """Between which standardised ratios would an area with so many expected events lie?

    As `rate_funnel`, round an average of 1 (times `multiplier`).

    >>> round(float(ratio_funnel([100]).high[0]), 3)
    1.206
    """
    events = checks.amounts("expected", expected)
    counts = kernels.poisson_funnel(events, tail=_tail(tail))
    low, high = (kernels.ratio_or_nan(count, events) for count in counts)
    return _funnel(events, low, high, average=1.0, multiplier=multiplier, tail=tail)


def _tail(tail: float) -> float:
    if not 0 < tail < 0.5:
        raise ParameterError(f"[tail] is [{tail}] and must lie above 0 and below 0.5.")
    return tail


def _funnel(
    size: kernels.FloatArray,
    low: kernels.FloatArray,
    high: kernels.FloatArray,
    *,
    average: float,
    multiplier: float,
    tail: float,
) -> FunnelLimits:
    scale = checks.above_zero("multiplier", multiplier)
    return FunnelLimits(
        size=size.copy(),
        low=low * scale,
        high=high * scale,
        average=average * scale,
        multiplier=scale,
        tail=tail,
    )
