"""Has the level been a little too high for some weeks? CUSUM and GLR for counts.

One week's limit misses a small rise that lasts. These add the evidence of weeks: the CUSUM for a
rise of stated size (Moustakides 1986: no other rule finds it sooner at the same rate of false
alarms; Lucas 1985 for counts), the GLR for a rise of any size (Höhle & Paul 2008).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from headwater.analysis.temporal import checks
from headwater.analysis.temporal.kernels import cusum as kernels
from headwater.analysis.temporal.results import BoolArray, FloatArray, IntArray
from headwater.core.errors import ParameterError

# States of the Markov chain; its error falls with the square of this.
STATES = 120
LONGEST = 1e10
LEAST_LIMIT, MOST_LIMIT = 1e-3, 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Cusum:
    """The sum of evidence and where it passed the limit, series x weeks.

    `since` is the week the evidence starts to count: for the CUSUM the last week at 0 and after it,
    for the GLR the start of the most likely rise; -1 where there is none.
    """

    evidence: FloatArray
    is_alarm: BoolArray
    since: IntArray
    limit: float


def cusum(
    counts: ArrayLike,
    *,
    expected: ArrayLike,
    dispersion: ArrayLike = 1.0,
    rise: float,
    limit: float,
) -> Cusum:
    """Has the mean been `rise` times the expected for some time?

    `expected` and `dispersion` (variance over mean, 1: Poisson; for all, a series or a week) come
    from a fitted past; `limit` from `cusum_limit`. After an alarm the sum starts again at 0. A
    missing week changes nothing.

    Source: Höhle & Paul 2008, section 2.1. For Poisson the sum grows by y log(rise) - μ(rise - 1).
    Equal to R surveillance 1.20.3 `glrnb(theta=log(rise))`, whose alpha is (dispersion - 1)/μ.

    >>> found = cusum([2, 5, 6, 7], expected=[2, 2, 2, 2], rise=2.0, limit=4.0)
    >>> found.evidence.round(2).tolist(), found.is_alarm.tolist()
    ([[0.0, 1.47, 3.62, 6.48]], [[False, False, False, True]])
    """
    _check_rise(rise)
    checks.at_least("limit", limit, 1e-9)
    seen, mean, spread = _together(counts, expected, dispersion)
    path = kernels.cusum_path(seen, mean, spread, float(np.log(rise)), float(limit))
    alarms = path >= limit
    return Cusum(path, alarms, _since(path, alarms), limit)


def glr(
    counts: ArrayLike,
    *,
    expected: ArrayLike,
    dispersion: ArrayLike = 1.0,
    limit: float,
    window: int = 26,
    restarts: bool = False,
) -> Cusum:
    """Has the mean been higher than expected since some week, by whatever factor?

    The largest log likelihood ratio over the starts of the last `window` weeks, each with its own
    most likely rise. Nothing is forgotten at an alarm unless it `restarts` there, as that of R
    surveillance does: then only weeks after the last alarm count.

    Source: Höhle & Paul 2008, section 2.2; equal to R surveillance 1.20.3 `glrnb(theta=NULL)`.
    One Poisson week of 8 on 2: 8 log 4 - 6 = 5.09.

    >>> glr([8], expected=[2], limit=4.0).evidence.round(2).tolist()
    [[5.09]]
    """
    checks.at_least("limit", limit, 1e-9)
    checks.whole("window", window, 1)
    seen, mean, spread = _together(counts, expected, dispersion)
    best, since = kernels.glr_path(
        seen, mean, spread, int(window), float(limit) if restarts else np.inf
    )
    return Cusum(best, best >= limit, since, limit)


def average_run_length(
    mean: float, *, dispersion: float = 1.0, rise: float, limit: float, true_rise: float = 1.0
) -> float:
    """After how many weeks does the CUSUM alarm on average, if the mean is `true_rise` times?

    `true_rise` 1: weeks between false alarms. Above 1: weeks until a rise is found. Infinite where
    it is more than ten thousand million.

    Source: Brook & Evans 1972 (Markov chain).

    >>> known = average_run_length(4.0, rise=1.5, limit=3.0)
    >>> sooner = average_run_length(4.0, rise=1.5, limit=3.0, true_rise=1.5)
    >>> bool(known > 100), bool(sooner < 10)
    (True, True)
    """
    _check_rise(rise)
    checks.at_least("mean", mean, 1e-9)
    checks.at_least("dispersion", dispersion, 1.0)
    checks.at_least("limit", limit, 1e-9)
    checks.at_least("true_rise", true_rise, 1e-9)
    most = int(mean * true_rise + 12 * np.sqrt(mean * true_rise * dispersion) + 30 * dispersion)
    whole = np.arange(most + 1, dtype=np.float64)
    size = mean / (dispersion - 1.0) if dispersion > kernels.POISSON_BELOW else np.inf
    grown = mean * true_rise
    if np.isinf(size):
        chances = stats.poisson.pmf(whole, grown)
    else:
        chances = stats.nbinom.pmf(whole, size, size / (size + grown))
    gains = np.array([kernels.log_ratio(y, mean, dispersion, float(np.log(rise))) for y in whole])
    length = kernels.run_length(np.asarray(chances), gains, float(limit), STATES)
    # Beyond this the chance of an alarm is lost in the rounding of what it is a rest of.
    return length if 0.0 < length < LONGEST else np.inf


def cusum_limit(
    mean: float, *, dispersion: float = 1.0, rise: float, weeks_between_false_alarms: float
) -> float:
    """The limit at which false alarms come so many weeks apart on average.

    >>> limit = cusum_limit(4.0, rise=1.5, weeks_between_false_alarms=260)
    >>> known = average_run_length(4.0, rise=1.5, limit=limit)
    >>> bool(abs(known / 260 - 1) < 0.1)
    True
    """
    checks.at_least("weeks_between_false_alarms", weeks_between_false_alarms, 2)

    def length(limit: float) -> float:
        return average_run_length(mean, dispersion=dispersion, rise=rise, limit=limit)

    shortest, longest = length(LEAST_LIMIT), length(MOST_LIMIT)
    if not shortest <= weeks_between_false_alarms <= longest:
        raise ParameterError(
            f"[weeks_between_false_alarms] is [{weeks_between_false_alarms:g}]. With this mean and "
            f"rise false alarms come [{shortest:.3g}] to [{longest:.3g}] weeks apart, whatever the "
            "limit. Ask for another rate, or for a rise that the counts can tell."
        )
    low, high = LEAST_LIMIT, MOST_LIMIT
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if length(middle) < weeks_between_false_alarms else (low, middle)
    return high


def _check_rise(rise: float) -> None:
    if not rise > 1.0 or not np.isfinite(rise):
        raise ParameterError(f"[rise] is [{rise}] and must be above 1.")


def _together(
    counts: ArrayLike, expected: ArrayLike, dispersion: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Counts, and means and dispersions of the same shape."""
    seen = np.ascontiguousarray(checks.counts(counts), dtype=np.float64)
    mean = np.asarray(expected, dtype=np.float64)
    spread = np.asarray(dispersion, dtype=np.float64)
    try:
        mean = np.broadcast_to(mean, seen.shape)
        # One number a series is one for each of its weeks.
        if spread.ndim == 1 and len(spread) == len(seen):
            spread = spread[:, np.newaxis]
        spread = np.broadcast_to(spread, seen.shape)
    except ValueError as error:
        raise ParameterError(
            f"Counts have shape {seen.shape}, [expected] {mean.shape} and [dispersion] "
            f"{spread.shape}. Give one expected count a week, and one dispersion for all, a series "
            "or a week."
        ) from error
    if not (spread >= 1.0).all():
        raise ParameterError.below("dispersion", value=float(spread.min()), least=1.0)
    if (mean < 0.0).any() or np.isinf(mean).any():
        raise ParameterError("[expected] has values below zero or infinite. Leave weeks as nan.")
    return seen, np.ascontiguousarray(mean), np.ascontiguousarray(spread)


def _since(path: FloatArray, alarms: BoolArray) -> IntArray:
    """The first week of the climb each week is part of; -1 at 0 and where missing."""
    since = np.full(path.shape, -1, dtype=np.int64)
    running = np.full(len(path), -1, dtype=np.int64)
    for week in range(path.shape[1]):
        known, climbing = ~np.isnan(path[:, week]), path[:, week] > 0.0
        running = np.where(climbing & (running < 0), week, running)
        running = np.where(known & ~climbing, -1, running)
        since[:, week] = np.where(climbing, running, -1)
        running = np.where(alarms[:, week], -1, running)
    return since
