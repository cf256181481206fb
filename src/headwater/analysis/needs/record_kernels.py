"""Arithmetic of the record-level chapters. Arrays in, arrays or numbers out."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from headwater.analysis.rates.kernels import normal_deviate

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]


def false_discovery_values(p: FloatArray) -> FloatArray:
    """The smallest false discovery rate at which each test would be called a discovery.

    Calling those at or below 0.05 keeps the expected share of false calls at or below 5 %, for
    tests that are independent or positively dependent. NaN stays NaN and is not a test.

    Source: Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57, 289-300.

    >>> false_discovery_values(np.array([0.01, 0.04, 0.03, np.nan]))
    array([0.03, 0.04, 0.04,  nan])
    """
    result = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    if not len(tested):
        return result
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result


def chance_of_ratio(
    ratio: FloatArray, low: FloatArray, high: FloatArray, *, level: float, degrees: FloatArray
) -> FloatArray:
    """Chance of a ratio at least so far from 1 if there were no difference, from its limits.

    Limits are symmetric on the log scale: log ratio ± quantile x standard error, with Student's t
    on `degrees` of freedom (infinite: normal). NaN where there are no limits.

    >>> chance = chance_of_ratio(np.array([1.0, 2.0]), np.array([0.5, 1.0]),
    ...                          np.array([2.0, 4.0]), level=0.95, degrees=np.array([np.inf, 11.0]))
    >>> chance.round(3)
    array([1.  , 0.05])
    """
    finite = np.isfinite(degrees)
    bounded = np.where(finite, degrees, 1.0)
    quantile = np.where(
        finite, special.stdtrit(bounded, (1.0 + level) / 2.0), normal_deviate(level)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        error = (np.log(high) - np.log(low)) / (2.0 * quantile)
        distance = -np.abs(np.log(ratio)) / error
    return np.asarray(
        2.0 * np.where(finite, special.stdtr(bounded, distance), special.ndtr(distance))
    )


def against_the_rest(above: FloatArray, below: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How each group's ratio of two counts compares with that of all other groups together.

    Returns the ratio of ratios and its two-sided chance if there were no difference, from the
    log-normal approximation with variance 1/a + 1/b + 1/c + 1/d. NaN where a count is missing or
    zero, and such groups are left out of the rest.

    Source: log odds ratio of a two by two table (Woolf 1955, Ann. Hum. Genet. 19, 251-253).

    >>> ratio, chance = against_the_rest(np.array([100.0, 100.0]), np.array([100.0, 200.0]))
    >>> ratio, chance.round(5)
    (array([2. , 0.5]), array([0.00021, 0.00021]))
    """
    usable = (above > 0) & (below > 0)
    over, under = np.where(usable, above, 0.0), np.where(usable, below, 0.0)
    rest_over, rest_under = over.sum() - over, under.sum() - under
    compared = usable & (rest_over > 0) & (rest_under > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (over / under) / (rest_over / rest_under)
        error = np.sqrt(1 / over + 1 / under + 1 / rest_over + 1 / rest_under)
        chance = 2.0 * special.ndtr(-np.abs(np.log(ratio)) / error)
    return np.where(compared, ratio, np.nan), np.where(compared, chance, np.nan)


def repeats(times: IntArray, people: FloatArray) -> tuple[float, float]:
    """How many people are named at least twice, and how many events name them.

    `people[i]` are named `times[i]` times each.

    >>> repeats(np.array([1, 2, 3]), np.array([10.0, 2.0, 1.0]))
    (3.0, 7.0)
    """
    again = times >= 2
    return float(people[again].sum()), float((people * times)[again].sum())


def share_of_events_on_repeats(
    times: IntArray, people: FloatArray, *, level: float
) -> tuple[float, float, float]:
    """Share of events that name someone named before or after, with limits.

    Events of one person are not independent, so the limits treat people, not events, as drawn:
    a ratio estimator, linearised. Limits stay between 0 and 1.

    Source: Cochran, Sampling Techniques, 3rd ed. 1977, section 2.11.

    >>> share, low, high = share_of_events_on_repeats(
    ...     np.array([1, 2]), np.array([80.0, 10.0]), level=0.95)
    >>> share, round(low, 3), round(high, 3)
    (0.2, 0.095, 0.305)
    """
    events = float((people * times).sum())
    if not events > 0:
        return float("nan"), float("nan"), float("nan")
    held = np.where(times >= 2, times, 0).astype(np.float64)
    share = float((people * held).sum()) / events
    spread = float((people * (held - share * times) ** 2).sum())
    half = normal_deviate(level) * np.sqrt(spread) / events
    return share, max(share - float(half), 0.0), min(share + float(half), 1.0)


def repeat_share_by_chance(events: float, people: float) -> float:
    """Share of those named who would be named twice or more if names were drawn at random.

    Poisson with mean events / people: 1 - λe^-λ / (1 - e^-λ).

    >>> round(repeat_share_by_chance(100.0, 1_000.0), 4)
    0.0492
    """
    if events <= 0 or people <= 0:
        return float("nan")
    mean = events / people
    return float(1.0 - mean * np.exp(-mean) / -np.expm1(-mean))


def share_against(
    part: float, whole: float, other_part: float, other_whole: float, *, level: float
) -> tuple[float, float, float]:
    """How many times one group's share another group's share is, with log limits.

    Source: Katz and others 1978, Biometrics 34, 469-474: variance 1/a - 1/n + 1/b - 1/m.

    >>> ratio, low, high = share_against(30.0, 100.0, 20.0, 100.0, level=0.95)
    >>> round(ratio, 2), round(low, 2), round(high, 2)
    (1.5, 0.92, 2.46)
    """
    if not (part > 0 and other_part > 0 and whole > 0 and other_whole > 0):
        return float("nan"), float("nan"), float("nan")
    ratio = (part / whole) / (other_part / other_whole)
    error = np.sqrt(1 / part - 1 / whole + 1 / other_part - 1 / other_whole)
    factor = float(np.exp(normal_deviate(level) * error))
    return ratio, ratio / factor, ratio * factor
