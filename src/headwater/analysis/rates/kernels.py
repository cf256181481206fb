"""The arithmetic of rates, on arrays alone.

Every function takes float arrays that `checks` has passed, broadcasts, changes nothing it was
given and answers nan where the answer does not exist. Formulae follow the English public health
statistics guidance (Fingertips technical guidance and its R code PHEindicatormethods), whose
sources are named at each function.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

FloatArray = NDArray[np.float64]
Limits = tuple[FloatArray, FloatArray]

# Below ten events Byar's approximation is not used (Fingertips technical guidance, "Rates").
EXACT_BELOW = 10


def normal_deviate(level: float) -> float:
    """How many standard errors lie either side: 1.96 for a level of 0.95."""
    return float(special.ndtri(level + (1.0 - level) / 2.0))


def byar_limits(events: FloatArray, *, level: float) -> Limits:
    """Limits of a Poisson count by Byar's approximation (Breslow & Day 1987, p. 69).

    Lower x(1 - 1/9x - z/3√x)³; upper the same on x + 1 with + z. A lower limit that would be
    negative (very small counts) is nan, as the method has failed there. No events: lower 0.
    """
    z = normal_deviate(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = 1.0 - 1.0 / (9.0 * events) - z / (3.0 * np.sqrt(events))
        low = np.where(inner < 0.0, np.nan, events * inner**3)
    low = np.where(events == 0.0, 0.0, low)
    above = events + 1.0
    high = above * (1.0 - 1.0 / (9.0 * above) + z / (3.0 * np.sqrt(above))) ** 3
    return low, high


def exact_poisson_limits(events: FloatArray, *, level: float) -> Limits:
    """Exact limits of a Poisson count (Garwood 1936) as half chi-squared quantiles.

    Lower χ²(tail, 2x)/2, upper χ²(1 - tail, 2x + 2)/2. For a count that is not whole (a
    best-fit count) the same formula runs smoothly between its whole neighbours; the
    guarantee of coverage is for whole counts only.
    """
    tail = (1.0 - level) / 2.0
    above_zero = np.where(events > 0.0, events, 1.0)
    low = np.where(events > 0.0, special.gammaincinv(above_zero, tail), 0.0)
    # `events > 0` is false for nan too, and a missing count must stay missing.
    low = np.where(np.isnan(events), np.nan, low)
    high = special.gammaincinv(events + 1.0, 1.0 - tail)
    return low, np.asarray(high, dtype=np.float64)


def count_limits(events: FloatArray, *, level: float) -> Limits:
    """Exact limits below ten events, Byar's from ten on."""
    exact_low, exact_high = exact_poisson_limits(events, level=level)
    byar_low, byar_high = byar_limits(events, level=level)
    few = events < EXACT_BELOW
    return np.where(few, exact_low, byar_low), np.where(few, exact_high, byar_high)


def wilson_limits(events: FloatArray, of: FloatArray, *, level: float) -> Limits:
    """Score limits of a proportion (Wilson 1927; Newcombe 1998, method 3), between 0 and 1."""
    z = normal_deviate(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = 2.0 * events + z**2
        spread = z * np.sqrt(z**2 + 4.0 * events * (1.0 - events / of))
        width = 2.0 * (of + z**2)
        low, high = (middle - spread) / width, (middle + spread) / width
    # Rounding leaves 1e-17 where the formula gives exactly 0 and 1.
    low = np.where((of > 0) & (events == 0), 0.0, low)
    high = np.where((of > 0) & (events == of), 1.0, high)
    return low, high


def dobson_limits(
    value: FloatArray, *, events: FloatArray, variance: FloatArray, count: Limits
) -> Limits:
    """Limits of a weighted sum of Poisson counts (Dobson et al. 1991).

    The distance from the total count to its own limits, rescaled by √(variance / events).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt(variance / events)
        return value + scale * (count[0] - events), value + scale * (count[1] - events)


def ratio_or_nan(above: FloatArray, below: FloatArray) -> FloatArray:
    """Division in which nothing over nothing, and anything over nothing, is nan."""
    shape = np.broadcast_shapes(above.shape, below.shape)
    ratio: FloatArray = np.divide(above, below, out=np.full(shape, np.nan), where=below > 0.0)
    return ratio


def directly_standardised(
    events: FloatArray, population: FloatArray, *, standard: FloatArray, spread: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Rate per person that the standard population would have had, and its variance.

    Bands lie on the last axis. `spread` is the variance of each band's count: the count itself
    when events are independent.
    """
    weight = ratio_or_nan(standard / standard.sum(), population)
    # einsum sums the products without writing them out: the tables are areas x bands.
    rate = np.einsum("...b,...b->...", events, weight)
    return rate, np.einsum("...b,...b,...b->...", spread, weight, weight)


def log_normal_ratio(
    rate: FloatArray, base: FloatArray, *, events: FloatArray, base_events: FloatArray, level: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Ratio of two rates with limits exp(ln ratio ± z√(1/a + 1/b)) (Rothman 2012, ch. 9)."""
    value = ratio_or_nan(rate, base)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.exp(normal_deviate(level) * np.sqrt(1.0 / events + 1.0 / base_events))
        factor = np.where((events > 0.0) & (base_events > 0.0), factor, np.nan)
        return value, value / factor, value * factor


def score_funnel(size: FloatArray, *, average: float, tail: float) -> Limits:
    """Proportions whose Wilson limit just touches the average: p ± z√(p(1 - p)/n) in [0, 1].

    PHEindicatormethods writes the same curve as the roots of a longer quadratic.
    """
    z = -float(special.ndtri(tail))
    reach = z * np.sqrt(ratio_or_nan(np.full_like(size, average * (1.0 - average)), size))
    return np.maximum(average - reach, 0.0), np.minimum(average + reach, 1.0)


def poisson_funnel(expected: FloatArray, *, tail: float) -> Limits:
    """Counts whose exact Poisson limit just touches the expected count.

    These are Poisson quantiles carried smoothly between whole counts, so the funnel has no
    steps. Below -ln(tail) expected events no count is low enough to be surprising: lower 0.
    Below -ln(1 - tail) a single event is surprising: there the upper limit falls from 1 to 0 in
    a straight line, as no whole count lies between.
    """
    known = expected > 0.0
    mean = np.where(known, expected, 1.0)
    low = np.where(mean > -np.log(tail), special.pdtrik(tail, mean), 0.0)
    one_surprises = -np.log1p(-tail)
    # pdtrik does not go below a count of 0, so it cannot give an upper limit below 1 itself.
    high = np.where(
        mean < one_surprises, mean / one_surprises, special.pdtrik(1.0 - tail, mean) + 1.0
    )
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def rolling_sums(counts: FloatArray, *, window: int) -> FloatArray:
    """Sums of `window` periods ending at each one, on the last axis; nan until there are enough."""
    sums = np.full(counts.shape, np.nan)
    if counts.shape[-1] >= window:
        # A running total would carry one missing month into every later window.
        windows = np.lib.stride_tricks.sliding_window_view(counts, window, axis=-1)
        sums[..., window - 1 :] = windows.sum(axis=-1)
    return sums


def sums_by_group(values: FloatArray, group: NDArray[np.int64], *, groups: int) -> FloatArray:
    """Totals of `values` in groups 1 to `groups`."""
    return np.bincount(group - 1, weights=values, minlength=groups).astype(np.float64)


def ridits(population: FloatArray) -> FloatArray:
    """Where the middle person of each group stands, from 0 to 1, in the order given (last axis)."""
    total = population.sum(axis=-1, keepdims=True)
    middle: FloatArray = (np.cumsum(population, axis=-1) - population / 2.0) / total
    return middle


def gradient_weights(population: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What each group's value is multiplied by to give the fitted intercept and slope.

    Least squares of the values on their ridits, each group weighted by its share of people
    (Low & Low 2004). Linear in the values, so the weights are all one needs.
    """
    share = population / population.sum(axis=-1, keepdims=True)
    rank = ridits(population)
    middle = np.sum(share * rank, axis=-1, keepdims=True)
    slope = share * (rank - middle)
    slope = slope / np.sum(slope * rank, axis=-1, keepdims=True)
    return share - slope * middle, slope


def simulated_gradients(
    value: FloatArray,
    standard_error: FloatArray,
    *,
    population: FloatArray,
    repetitions: int,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    """Draws of the intercept and slope for one set of groups whose values vary normally.

    PHEindicatormethods draws every group's value and refits. Intercept and slope are linear in
    the values, so drawing the pair from its own normal distribution is the same draw with two
    random numbers in place of one for each group.
    """
    intercept, slope = gradient_weights(population)
    variance = standard_error**2
    of_intercept, of_slope = np.sum(intercept**2 * variance), np.sum(slope**2 * variance)
    together = np.sum(intercept * slope * variance)
    first = np.sqrt(of_intercept)
    shared = together / first if first > 0.0 else 0.0
    rest = np.sqrt(max(of_slope - shared**2, 0.0))
    draws = rng.standard_normal((2, repetitions))
    intercepts = np.sum(intercept * value) + first * draws[0]
    slopes = np.sum(slope * value) + shared * draws[0] + rest * draws[1]
    return intercepts, slopes


def areas_in_top(areas: int, *, top: float) -> int:
    """The fewest areas that make up at least the `top` share of all: 6 for 1 % of 516."""
    # The small step keeps 0.1 x 30 = 3.0000000000000004 from counting a fourth area.
    return max(1, int(np.ceil(top * areas - 1e-9)))


def gini(values: FloatArray) -> float:
    """Gini coefficient of values at or above zero: 0 all equal, towards 1 all in one place."""
    ordered = np.sort(values)
    number = len(ordered)
    ranks = np.arange(1, number + 1)
    return float(2.0 * np.sum(ranks * ordered) / (number * ordered.sum()) - (number + 1.0) / number)


def top_members(values: FloatArray, *, top: float) -> NDArray[np.bool_]:
    """Areas (first axis) among the highest in each period, ties at the cut all in, zeros out."""
    count = areas_in_top(values.shape[0], top=top)
    cut = np.partition(values, values.shape[0] - count, axis=0)[values.shape[0] - count]
    members: NDArray[np.bool_] = (values >= cut) & (values > 0.0)
    return members


def chance_of_at_least(times: int, *, of: int, chance: FloatArray) -> float:
    """Chance of `times` or more successes in `of` independent tries of unequal chance."""
    successes = np.zeros(of + 1)
    successes[0] = 1.0
    for each in chance:
        successes[1:] = successes[1:] * (1.0 - each) + successes[:-1] * each
        successes[0] *= 1.0 - each
    return float(successes[times:].sum())
