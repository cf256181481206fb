"""Would the difference remain if areas had the same ages? Direct and indirect standardisation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks, kernels
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.rates.rates import count_methods, reasons
from headwater.analysis.rates.results import Method, Rates, StandardisedRatios, Withheld
from headwater.core.errors import ParameterError

# Coverage of the interval fails below ten events (Morris et al. 2018, Population Health Metrics).
LEAST_EVENTS = 10


def directly_standardised_rates(
    events: ArrayLike,
    population: ArrayLike,
    *,
    standard: ArrayLike,
    multiplier: float = 100_000.0,
    level: float = 0.95,
) -> Rates:
    """What would each area's rate be if it had the age structure of the standard population?

    `events` and `population` are areas x bands (any leading axes), `standard` one weight above
    zero for each band in the same order. Limits are Dobson's, from Byar's limits of the area's
    total. Withheld (nan, with the reason) below 10 events in all, when a band has nobody in it
    (join it with the band beside it), or when a band is missing: a missing count is not a zero.
    Events must be independent; where the same person counts several times use
    `directly_standardised_rates_of_repeats`. A lower limit below zero, which a few events in
    one heavy band can give, is given as 0.

    Source: Fingertips technical guidance, "DSRs"; Dobson et al. 1991; PHEindicatormethods
    `phe_dsr`. Fleiss 1981 p. 249: first births, Down syndrome, 92.3 per 100,000.

    >>> events = [[107, 141, 60, 40, 39, 25]]
    >>> births = [[230_061, 329_449, 114_920, 39_487, 14_208, 3_052]]
    >>> standard = [63_986.6, 186_263.6, 157_302.2, 97_647.0, 47_572.6, 12_262.6]
    >>> round(directly_standardised_rates(events, births, standard=standard).at(0).value, 1)
    92.3
    """
    count = checks.amounts("events", events)
    people = checks.amounts("population", population)
    checks.bands(count, people)
    return _directly_standardised(
        count, people, spread=count, standard=standard, multiplier=multiplier, level=level
    )


def directly_standardised_rates_of_repeats(
    persons: ArrayLike,
    population: ArrayLike,
    *,
    times: ArrayLike,
    standard: ArrayLike,
    multiplier: float = 100_000.0,
    level: float = 0.95,
) -> Rates:
    """The same when one person can be counted several times, as repeat victims are.

    `persons` is areas x bands x repeats: how many people had the event `times[k]` times. The
    rate counts events; people, not events, are taken as independent, so the variance of a
    band's count is Σ times² x persons and the interval is wider. Withheld as for
    `directly_standardised_rates`, by total events.

    Source: Fingertips technical guidance, "DSRs" (non-independent events); PHEindicatormethods
    2.1 `calculate_dsr(independent_events = FALSE)`. Ten people twice each, one band: 20 events,
    and an interval √2 times as wide as for 20 people once each.

    >>> once = directly_standardised_rates([[20]], [[1_000]], standard=[1]).at(0)
    >>> twice = directly_standardised_rates_of_repeats(
    ...     [[[0, 10]]], [[1_000]], times=[1, 2], standard=[1]
    ... ).at(0)
    >>> once.value == twice.value
    True
    >>> round((twice.high - twice.value) / (once.high - once.value), 4)
    1.4142
    """
    people_by_times = checks.amounts("persons", persons)
    repeats = checks.positive("times", times)
    if people_by_times.ndim == 0 or people_by_times.shape[-1:] != repeats.shape:
        raise ParameterError(
            f"[persons] has shape {people_by_times.shape} and [times] {repeats.shape}. The last "
            "axis of [persons] needs one column for each number of times."
        )
    count = people_by_times @ repeats
    people = checks.amounts("population", population)
    checks.bands(count, people)
    spread = people_by_times @ repeats**2
    return _directly_standardised(
        count, people, spread=spread, standard=standard, multiplier=multiplier, level=level
    )


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The events and people by band that indirect standardisation takes as normal."""

    events: FloatArray
    population: FloatArray

    @classmethod
    def of(cls, events: ArrayLike, population: ArrayLike) -> "Reference":
        """A checked reference: one value for each band, everybody present."""
        count = checks.complete("reference events", checks.amounts("reference events", events))
        people = checks.positive("reference population", population)
        checks.bands(count, people)
        return cls(events=count, population=people)

    @property
    def band_rates(self) -> FloatArray:
        """Events per person in each band."""
        return self.events / self.population

    @property
    def rate(self) -> float:
        """Events per person over all bands."""
        return float(self.events.sum() / self.population.sum())


def expected_events(population: ArrayLike, *, reference: Reference) -> FloatArray:
    """How many events would each area have at the reference's rates? Bands on the last axis.

    >>> expected_events([[100, 300]], reference=Reference.of([10, 5], [100, 100]))
    array([25.])
    """
    people = checks.amounts("population", population)
    if people.ndim == 0 or people.shape[-1] != len(reference.events):
        raise ParameterError(
            f"[population] has shape {people.shape} and the reference has "
            f"[{len(reference.events)}] bands. Give one column for each band, last."
        )
    expected: FloatArray = people @ reference.band_rates
    return expected


def indirectly_standardised_ratios(
    observed: ArrayLike,
    population: ArrayLike,
    *,
    reference: Reference,
    multiplier: float = 1.0,
    level: float = 0.95,
) -> StandardisedRatios:
    """How many times the events expected of an area like it did each area have?

    `observed` is one total for each area, `population` areas x bands. Exact Poisson limits below
    10 events, Byar's from 10 on. Usable where events by age are unknown or few; ratios of two
    areas are not comparable with each other, only with the reference. No expected events: nan.

    Source: Fingertips technical guidance, "ISRs"; Breslow & Day 1987; PHEindicatormethods
    `calculate_ISRatio`. 36 observed against 20 expected is 1.8.

    >>> reference = Reference.of([10, 10], [1_000, 500])
    >>> ratios = indirectly_standardised_ratios([36], [[1_000, 500]], reference=reference)
    >>> round(float(ratios.value[0]), 4), round(float(ratios.low[0]), 4)
    (1.8, 1.2605)
    """
    level, multiplier = checks.level(level), checks.above_zero("multiplier", multiplier)
    count, expected = checks.together(
        observed=checks.amounts("observed", observed),
        expected=expected_events(population, reference=reference),
    )
    low, high = kernels.count_limits(count, level=level)
    withheld = reasons(count, expected)
    shown = withheld == Withheld.NO
    return StandardisedRatios(
        value=kernels.ratio_or_nan(count * multiplier, expected),
        low=np.where(shown, kernels.ratio_or_nan(low * multiplier, expected), np.nan),
        high=np.where(shown, kernels.ratio_or_nan(high * multiplier, expected), np.nan),
        observed=count,
        expected=expected,
        multiplier=multiplier,
        level=level,
        method=count_methods(count, withheld=withheld),
        withheld=withheld,
    )


def indirectly_standardised_rates(
    observed: ArrayLike,
    population: ArrayLike,
    *,
    reference: Reference,
    multiplier: float = 100_000.0,
    level: float = 0.95,
) -> Rates:
    """The standardised ratio put back on the scale of the reference's crude rate.

    Arguments, limits and cautions as for `indirectly_standardised_ratios`. The result's
    `population` is the area's own total.

    Source: PHEindicatormethods `calculate_ISRate`. A ratio of 1.8 on a reference of 20 events
    in 1,500 people is 2,400 per 100,000.

    >>> reference = Reference.of([10, 10], [1_000, 500])
    >>> rates = indirectly_standardised_rates([36], [[1_000, 500]], reference=reference)
    >>> round(rates.at(0).value, 6)
    2400.0
    """
    ratios = indirectly_standardised_ratios(
        observed,
        population,
        reference=reference,
        multiplier=checks.above_zero("multiplier", multiplier) * reference.rate,
        level=level,
    )
    people = checks.amounts("population", population).sum(axis=-1)
    return Rates(
        value=ratios.value,
        low=ratios.low,
        high=ratios.high,
        events=ratios.observed,
        population=np.broadcast_to(people, ratios.value.shape).copy(),
        multiplier=multiplier,
        level=level,
        method=ratios.method,
        withheld=ratios.withheld,
    )


def _directly_standardised(
    events: FloatArray,
    population: FloatArray,
    *,
    spread: FloatArray,
    standard: ArrayLike,
    multiplier: float,
    level: float,
) -> Rates:
    level, multiplier = checks.level(level), checks.above_zero("multiplier", multiplier)
    weights = checks.positive("standard", standard)
    if weights.shape != population.shape[-1:]:
        raise ParameterError(
            f"[standard] has [{weights.size}] weights and the data [{population.shape[-1]}] "
            "bands. Give one weight for each band, in the same order."
        )
    rate, variance = kernels.directly_standardised(
        events, population, standard=weights, spread=spread
    )
    total = np.asarray(events.sum(axis=-1))
    low, high = kernels.dobson_limits(
        rate, events=total, variance=variance, count=kernels.byar_limits(total, level=level)
    )
    people = np.asarray(population.sum(axis=-1))
    # A band that is missing on either side makes its sum nan; the least band tells of an empty one.
    withheld = reasons(total + people, population.min(axis=-1, initial=np.inf))
    withheld = np.where(
        (withheld == Withheld.NO) & (total < LEAST_EVENTS), str(Withheld.TOO_FEW_EVENTS), withheld
    )
    shown = withheld == Withheld.NO
    return Rates(
        value=np.where(shown, rate * multiplier, np.nan),
        low=np.where(shown, np.maximum(low, 0.0) * multiplier, np.nan),
        high=np.where(shown, high * multiplier, np.nan),
        events=total,
        population=people,
        multiplier=multiplier,
        level=level,
        method=np.where(shown, str(Method.DOBSON), str(Method.NONE)),
        withheld=withheld,
    )
