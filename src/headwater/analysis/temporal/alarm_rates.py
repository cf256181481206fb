"""How often is the method wrong, and how soon right? By simulation on a series' own past.

A rule that is to run every week says beforehand how many false alarms a year it will raise, and
what size of rise it finds, how often and how soon.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.rates.kernels import exact_poisson_limits, wilson_limits
from headwater.analysis.temporal import checks
from headwater.analysis.temporal.farrington import NOUFAILY, FarringtonSettings, farrington
from headwater.analysis.temporal.histories import Histories, histories_of_each
from headwater.analysis.temporal.results import FloatArray
from headwater.core.errors import ParameterError

WEEKS_IN_YEAR = 365.25 / 7.0
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Simulation:
    """How much is simulated. Each history is judged in every `step`-th week of its last year."""

    replicas: int = 100
    step: int = 4
    seed: int = 0

    def __post_init__(self) -> None:
        checks.at_least("replicas", self.replicas, 1)
        checks.at_least("step", self.step, 1)


@dataclass(frozen=True, slots=True, eq=False)
class FalseAlarms:
    """False alarms a year, with 95 % limits of the simulation: each series, and all together.

    nan for a series that cannot be fitted; `total` is of the others. The limits are about the
    number of simulated weeks (`weeks_each`), not about whether the past is a guide to the future.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    total: float
    total_low: float
    total_high: float
    weeks_each: int


@dataclass(frozen=True, slots=True, eq=False)
class PowerCurve:
    """For each outbreak size: the share found, its 95 % limits, and the mean delay in weeks.

    The delay is from the first week of the outbreak to the first alarm, among those found; 0 is
    the first week itself. nan where none was found.
    """

    extra_cases: FloatArray
    found: FloatArray
    low: FloatArray
    high: FloatArray
    mean_delay: FloatArray
    outbreaks: int


def false_alarms_a_year(
    counts: ArrayLike,
    *,
    first_week: date | None,
    settings: FarringtonSettings = NOUFAILY,
    simulation: Simulation | None = None,
) -> FalseAlarms:
    """How many false alarms a year will the method raise on series like these?

    Histories as long as the series are drawn from its own season levels and dispersion, without a
    trend and without outbreaks, and judged through their last year.

    >>> quiet = np.tile([3.0, 5.0, 4.0, 6.0, 2.0, 4.0], (1, 52))
    >>> rate = false_alarms_a_year(quiet, first_week=date(2018, 1, 1))
    >>> bool(rate.low[0] < 0.52 < rate.high[0])
    True
    """
    asked = simulation or Simulation()
    array = checks.counts(counts)
    histories = histories_of_each(array, settings, first_week=first_week)
    judged = np.arange(array.shape[1] - 1, array.shape[1] - 53, -asked.step)
    alarms = np.full(len(array), np.nan)
    for series in np.flatnonzero(~np.isnan(histories.dispersion)):
        drawn = histories.draw(
            int(series), replicas=asked.replicas, rng=_stream(asked.seed, int(series))
        )
        found = farrington(drawn, first_week=first_week, judged=judged.tolist(), settings=settings)
        alarms[series] = found.is_alarm.sum()
    return _a_year(alarms, asked.replicas * len(judged))


def _a_year(alarms: FloatArray, weeks: int) -> FalseAlarms:
    """Counts of alarms in so many weeks each, as rates a year with exact Poisson limits."""
    scale = WEEKS_IN_YEAR / weeks
    low, high = exact_poisson_limits(alarms, level=LEVEL)
    total = np.array([np.nansum(alarms)])
    total_low, total_high = exact_poisson_limits(total, level=LEVEL)
    return FalseAlarms(
        value=alarms * scale,
        low=low * scale,
        high=high * scale,
        total=float(total[0]) * scale,
        total_low=float(total_low[0]) * scale,
        total_high=float(total_high[0]) * scale,
        weeks_each=weeks,
    )


def detection_power(
    counts: ArrayLike,
    *,
    first_week: date | None,
    extra_cases: Sequence[float],
    lasts_weeks: int = 6,
    settings: FarringtonSettings = NOUFAILY,
    simulation: Simulation | None = None,
) -> PowerCurve:
    """Which rises would be found, how often and how soon?

    Into the last weeks of simulated histories an outbreak of so many extra cases in all (Poisson,
    spread evenly over `lasts_weeks`) is put. It is found if any of its weeks is an alarm. Some of
    that is chance: the size 0 gives how much.

    >>> usual = np.tile([3.0, 5.0, 4.0, 6.0, 2.0, 4.0], (1, 52))
    >>> power = detection_power(usual, first_week=date(2018, 1, 1), extra_cases=[0, 60])
    >>> bool(power.found[0] < 0.2), bool(power.found[1] > 0.9)
    (True, True)
    """
    asked = simulation or Simulation()
    array = checks.counts(counts)
    checks.at_least("lasts_weeks", lasts_weeks, 1)
    sizes = np.asarray(extra_cases, dtype=np.float64)
    if sizes.ndim != 1 or not (sizes >= 0).all():
        raise ParameterError("[extra_cases] holds a value below zero or none at all.")
    histories = histories_of_each(array, settings, first_week=first_week)
    judged = np.arange(array.shape[1] - lasts_weeks, array.shape[1])
    delays = [
        _delays(histories, judged, float(size), first_week, settings, asked) for size in sizes
    ]
    return _curve(sizes, np.array(delays))


def _delays(
    histories: Histories,
    judged: NDArray[np.int64],
    size: float,
    first_week: date | None,
    settings: FarringtonSettings,
    asked: Simulation,
) -> FloatArray:
    """Weeks to the first alarm of each simulated outbreak of one size; nan where not found."""
    delays = []
    for series in np.flatnonzero(~np.isnan(histories.dispersion)):
        rng = _stream(asked.seed, int(series))
        drawn = histories.draw(int(series), replicas=asked.replicas, rng=rng)
        drawn[:, judged] += rng.poisson(size / len(judged), (asked.replicas, len(judged)))
        found = farrington(
            drawn, first_week=first_week, judged=judged.tolist(), settings=settings
        ).is_alarm
        first = np.argmax(found, axis=1).astype(np.float64)
        delays.append(np.where(found.any(axis=1), first, np.nan))
    return np.concatenate(delays) if delays else np.empty(0)


def _curve(sizes: FloatArray, delays: FloatArray) -> PowerCurve:
    """Shares found with Wilson limits, and mean delays."""
    found = (~np.isnan(delays)).sum(axis=1).astype(np.float64)
    outbreaks = delays.shape[1]
    low, high = wilson_limits(found, np.full(len(sizes), float(outbreaks)), level=LEVEL)
    with np.errstate(invalid="ignore", divide="ignore"):
        return PowerCurve(
            extra_cases=sizes,
            found=found / outbreaks,
            low=low,
            high=high,
            mean_delay=np.nansum(delays, axis=1) / found,
            outbreaks=outbreaks,
        )


def _stream(seed: int, series: int) -> np.random.Generator:
    """The random numbers of one series, whatever others are asked about."""
    return np.random.default_rng([seed, series])
