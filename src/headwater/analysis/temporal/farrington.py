"""Is this week's count higher than the past says it should be? The improved Farrington method.

The method of weekly surveillance in England (Noufaily and others 2013; Farrington and others 1996).
`docs/explanation/early-warning.md` says when to use it and how often it is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from headwater.analysis.temporal import checks
from headwater.analysis.temporal.baselines import WEEKS_IN_YEAR, Span, baseline_of
from headwater.analysis.temporal.cells import Cells, Part, Room, empty_cells
from headwater.analysis.temporal.kernels import ears as ears_kernels
from headwater.analysis.temporal.kernels import farrington as kernels
from headwater.analysis.temporal.kernels import tails
from headwater.analysis.temporal.kernels.glm import Baseline, tables
from headwater.analysis.temporal.results import (
    Aberrations,
    Detector,
    FloatArray,
    Reason,
    detector_code,
    reason_code,
)
from headwater.core.errors import ParameterError

# Rows worked on at once. Memory depends on it; answers do not.
ROWS_AT_ONCE = 8_192
# Fewer years say nothing of a trend (Farrington and others 1996, section 3.4).
LEAST_YEARS_FOR_TREND = 3
# EARS C2: seven weeks that end two weeks before the week before.
EARS_LENGTH, EARS_GAP = 7, 2

COUNT_TABLES = tables()


class Threshold(StrEnum):
    """How the upper limit is drawn from the fitted mean."""

    NB_PLUGIN = "negative binomial with the fitted mean"
    MUAN = "negative binomial with the upper limit of the mean"
    DELTA = "normal after a power"


class StandardError(StrEnum):
    """What the fitted mean and the trend are held against.

    It matters for the thresholds `MUAN` and `DELTA` and where `trend_below` is less than 1; not for
    the method of Noufaily and others. R surveillance 1.20.3 takes the spread of (y - μ)/μ for the
    dispersion, which makes errors too small where counts are large and too large where they are
    small, though only where weeks are reweighted. It is the default because those two thresholds
    are there to compare with earlier work. `QUASI_POISSON` is the one that holds its level.
    """

    SURVEILLANCE = "as R surveillance"
    QUASI_POISSON = "quasi-Poisson"


class Power(StrEnum):
    """Which power makes counts nearly normal, for `Threshold.DELTA`."""

    TWO_THIRDS = "2/3"
    HALF = "1/2"
    NONE = "none"


POWERS = {Power.TWO_THIRDS: 2.0 / 3.0, Power.HALF: 0.5, Power.NONE: 1.0}


@dataclass(frozen=True, slots=True)
class FarringtonSettings:
    """The choices of the method; as they stand, those of Noufaily and others 2013.

    `alpha` is one-sided. The trend is kept where its p-value is below `trend_below` (1: always).
    No alarm is raised on fewer than `least_cases` cases in `within_weeks` weeks, this one among
    them. `reported_share` is the share of a week's final count that has come in by the end of that
    week, one week later and so on; after that a week is taken as complete. A week of which less
    than `least_reported` has come in is not judged. Short histories are judged by EARS C2 at
    `ears_alpha`, with a standard deviation of at least `ears_least_deviation`. For months set
    `periods_a_year` to 12, give no `first_week`, and read month wherever it says week; 1 for
    `half_window`, 4 `seasons` and 6 `weeks_left_out` are about those of the weeks.
    """

    years_back: int = 4
    half_window: int = 3
    seasons: int = 10
    weeks_left_out: int = 26
    trend: bool = True
    trend_below: float = 1.0
    standard_error: StandardError = StandardError.SURVEILLANCE
    reweight: bool = True
    down_weights_above: float = 2.58
    threshold: Threshold = Threshold.NB_PLUGIN
    power: Power = Power.TWO_THIRDS
    alpha: float = 0.01
    least_cases: float = 5
    within_weeks: int = 4
    reported_share: tuple[float, ...] = ()
    least_reported: float = 0.5
    least_known: float = 0.5
    ears_alpha: float = 0.001
    ears_least_deviation: float = 0.5
    periods_a_year: int = 52

    def __post_init__(self) -> None:
        checks.whole("years_back", self.years_back, 1)
        checks.whole("half_window", self.half_window, 0)
        checks.whole("seasons", self.seasons, 1)
        checks.whole("weeks_left_out", self.weeks_left_out, 0)
        checks.whole("within_weeks", self.within_weeks, 1)
        checks.whole("periods_a_year", self.periods_a_year, 4)
        checks.at_least("down_weights_above", self.down_weights_above, 0)
        checks.between("alpha", self.alpha, low=0, high=0.5)
        checks.between("ears_alpha", self.ears_alpha, low=0, high=0.5)
        checks.between("trend_below", self.trend_below, low=0, high=1 + 1e-9)
        for share in self.reported_share:
            checks.between("reported_share", share, low=-1e-9, high=1 + 1e-9)

    @property
    def span(self) -> Span:
        """Which weeks are compared."""
        return Span(
            self.years_back,
            self.half_window,
            self.seasons,
            self.weeks_left_out,
            self.periods_a_year,
        )


NOUFAILY = FarringtonSettings()
FARRINGTON_1996 = replace(
    NOUFAILY,
    years_back=5,
    seasons=1,
    weeks_left_out=3,
    trend_below=0.05,
    down_weights_above=1.0,
    threshold=Threshold.DELTA,
)


def farrington(
    counts: ArrayLike,
    *,
    first_week: date | None,
    judged: slice | Sequence[int] = slice(-1, None),
    settings: FarringtonSettings = NOUFAILY,
    population: ArrayLike | None = None,
    recording_changed: ArrayLike | None = None,
) -> Aberrations:
    """Which of the judged weeks are higher than the same weeks of past years make likely?

    `counts` are series x weeks, nan where a week is missing; `first_week` is a date in the first of
    them (none: a year is 52 weeks). `population` makes it a question of rates. Weeks before a
    series' `recording_changed` (a column number each; 0 where nothing changed) are not compared
    with. A week the method cannot judge falls to EARS C2, or to no method, with the reason.

    Source: Noufaily and others 2013; equal to R surveillance 1.20.3 `farringtonFlexible`.

    >>> weeks = np.arange(312)
    >>> usual = 10 + 3 * np.cos(2 * np.pi * weeks / 52).round()
    >>> usual[-1] = 30
    >>> found = farrington(usual, first_week=date(2018, 1, 1))
    >>> round(float(found.expected[0, 0]), 2), float(found.upper[0, 0]), bool(found.is_alarm[0, 0])
    (13.0, 22.0, True)
    """
    if first_week is not None and settings.periods_a_year != WEEKS_IN_YEAR:
        raise ParameterError("[first_week] is for weeks. Leave it out for other periods.")
    array = checks.counts(counts)
    exposed = checks.exposure(population, array.shape)
    weeks = checks.judged_weeks(judged, array.shape[1])
    changed = checks.columns("recording_changed", recording_changed, len(array))
    room = Room(len(array), weeks)
    for start in range(0, len(array), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        part = Part(
            counts=np.ascontiguousarray(array[rows], dtype=np.float64),
            exposure=exposed[rows] if len(exposed) > 1 else exposed,
            first_used=changed[rows],
        )
        for place, week in enumerate(weeks):
            room.put(rows, place, judge(part, int(week), settings, first_week=first_week))
    return room.result()


def judge(part: Part, week: int, settings: FarringtonSettings, *, first_week: date | None) -> Cells:
    """One week of some series. The input has been checked."""
    observed = part.counts[:, week].copy()
    share = reported_share(settings, age=part.counts.shape[1] - 1 - week)
    baseline = baseline_of(week, settings.span, first_week=first_week)
    if share < settings.least_reported:
        return empty_cells(observed, Reason.NOT_COMPLETE)
    if baseline is None:
        cells = empty_cells(observed, Reason.SHORT_HISTORY)
    else:
        cells = _by_model(part, week, baseline, settings, share)
    _by_ears(cells, part, week, settings, share)
    return _guarded(cells, part.counts, week, settings)


def reported_share(settings: FarringtonSettings, *, age: int) -> float:
    """The share of a week's final count that has come in `age` weeks after it.

    >>> reported_share(replace(NOUFAILY, reported_share=(0.4, 0.9)), age=1)
    0.9
    >>> reported_share(NOUFAILY, age=0)
    1.0
    """
    shares = settings.reported_share
    return shares[age] if age < len(shares) else 1.0


def _by_model(
    part: Part, week: int, baseline: Baseline, settings: FarringtonSettings, share: float
) -> Cells:
    """Fit, and draw the limit. Cells that could not be fitted say why."""
    fits = kernels.fit_baselines(
        (part.counts, part.exposure, part.first_used),
        baseline,
        COUNT_TABLES,
        kernel_rules(settings, baseline),
    )
    fitted = fits.status == kernels.FITTED
    cells = empty_cells(part.counts[:, week].copy(), Reason.NONE)
    at_risk = part.exposure[:, week] if len(part.exposure) else np.ones(1)
    # Of a count not yet in full only a share is seen. Thinning a negative binomial count leaves
    # one, with the mean and the excess of the dispersion times the share.
    cells.expected[:] = np.where(fitted & (at_risk > 0.0), at_risk * np.exp(fits.log_mean), np.nan)
    cells.expected[:] *= share
    cells.dispersion[:] = np.where(fitted, 1.0 + share * (fits.dispersion - 1.0), np.nan)
    cells.slope[:] = np.where(fitted, fits.slope, np.nan)
    cells.trend_kept[:] = fitted & fits.has_trend
    _draw_limits(cells, fits.error, settings)
    cells.detector_codes[fitted] = detector_code(Detector.FARRINGTON)
    few = fits.status == kernels.TOO_FEW_WEEKS
    cells.reason_codes[few] = reason_code(Reason.MISSING_WEEKS)
    cells.reason_codes[few & (part.first_used > 0)] = reason_code(Reason.RECORDING_CHANGE)
    cells.reason_codes[fits.status == kernels.NOT_CONVERGED] = reason_code(Reason.NO_FIT)
    # Where this season never had a case the error of the mean has no end, and there is no limit.
    endless = fitted & np.isinf(cells.mean)
    cells.detector_codes[endless] = detector_code(Detector.NONE)
    cells.reason_codes[endless] = reason_code(Reason.NO_FIT)
    cells.reason_codes[fitted & (fits.total == 0.0)] = reason_code(Reason.ALL_ZERO)
    return cells


def kernel_rules(settings: FarringtonSettings, baseline: Baseline) -> kernels.Rules:
    """The settings as the kernel wants them."""
    weeks, seasons = len(baseline.week), settings.seasons
    freedom = np.arange(weeks + 1, dtype=np.float64)
    always = settings.trend_below >= 1.0
    errors_by = kernels.AT_LEAST_POISSON
    if settings.standard_error is StandardError.SURVEILLANCE:
        errors_by = kernels.BY_SHARE if settings.reweight else kernels.BY_DISPERSION
    now = int(baseline.bound[-1] - baseline.bound[-2])
    needed = special.stdtrit(np.maximum(freedom, 1.0), 1.0 - min(settings.trend_below, 1.0) / 2.0)
    return kernels.Rules(
        trend=settings.trend and settings.years_back >= LEAST_YEARS_FOR_TREND,
        trend_needs=np.full(weeks + 1, -1.0) if always else np.asarray(needed, dtype=np.float64),
        errors_by=errors_by,
        down_weights=settings.reweight,
        down_weights_above=float(settings.down_weights_above),
        least_weeks=max(int(np.ceil(settings.least_known * weeks)), seasons + 2),
        least_now=min(2 * settings.half_window + 1, int(np.ceil(settings.least_known * now))),
    )


def _draw_limits(cells: Cells, error: FloatArray, settings: FarringtonSettings) -> None:
    """Fill mean, upper limit, p-value and score. `error` is that of the log mean."""
    deviate = -float(special.ndtri(settings.alpha))
    cells.mean[:] = cells.expected
    if settings.threshold is Threshold.DELTA:
        cells.upper[:], cells.p_value[:] = delta_limits(
            cells, error, deviate=deviate, power=POWERS[settings.power]
        )
    else:
        if settings.threshold is Threshold.MUAN:
            with np.errstate(over="ignore"):
                cells.mean[:] *= np.exp(deviate * error)
        cells.upper[:], cells.p_value[:] = tails.limits(
            cells.observed, cells.mean, cells.dispersion, alpha=settings.alpha
        )
    cells.score[:] = exceedance(cells)


def delta_limits(
    cells: Cells, error: FloatArray, *, deviate: float, power: float
) -> tuple[FloatArray, FloatArray]:
    """Limit and tail where count^power is taken as normal (Farrington and others 1996, 3.7).

    Its variance is that of the count and of the fitted mean together: τ = φ + var(μ)/μ. The limit
    is μ(1 + power z √(τ/μ))^(1/power), which is the mean moved by z standard errors.
    """
    mean = cells.expected
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = power * np.sqrt((cells.dispersion + mean * error**2) / mean)
        upper = mean * (1.0 + deviate * spread) ** (1.0 / power)
        tail = special.ndtr(-((cells.observed / mean) ** power - 1.0) / spread)
    return upper, tail


def exceedance(cells: Cells) -> FloatArray:
    """(observed - expected) / (upper - expected): how far on the way to an alarm."""
    with np.errstate(divide="ignore", invalid="ignore"):
        score: FloatArray = (cells.observed - cells.expected) / (cells.upper - cells.expected)
    return score


def _by_ears(
    cells: Cells, part: Part, week: int, settings: FarringtonSettings, share: float
) -> None:
    """Judge by EARS C2 what the model did not judge, for whatever reason it did not."""
    rows = np.flatnonzero(cells.detector_codes == detector_code(Detector.NONE))
    if len(rows) == 0:
        return
    # What came before a change of recording is as good as missing.
    counts = part.counts[rows, : week + 1]
    counts = np.where(np.arange(week + 1) < part.first_used[rows, np.newaxis], np.nan, counts)
    mean, deviation = ears_kernels.moving_baselines(
        counts, np.array([week], dtype=np.int64), length=EARS_LENGTH, gap=EARS_GAP
    )
    known = ~np.isnan(mean[:, 0])
    rows, expected = rows[known], mean[known, 0] * share
    spread = np.maximum(deviation[known, 0], settings.ears_least_deviation)
    deviate = -float(special.ndtri(settings.ears_alpha))
    cells.expected[rows] = cells.mean[rows] = expected
    cells.upper[rows] = expected + deviate * spread
    cells.p_value[rows] = special.ndtr((expected - cells.observed[rows]) / spread)
    cells.score[rows] = (cells.observed[rows] - expected) / (deviate * spread)
    cells.detector_codes[rows] = detector_code(Detector.EARS)


def _guarded(cells: Cells, counts: FloatArray, week: int, settings: FarringtonSettings) -> Cells:
    """Alarms, with none where the week is missing or cases are few."""
    start = max(0, week + 1 - settings.within_weeks)
    lately = np.nansum(counts[:, start : week + 1], axis=1)
    judged = cells.detector_codes != detector_code(Detector.NONE)
    few = judged & (lately < settings.least_cases)
    missing = np.isnan(cells.observed)
    nobody = judged & np.isnan(cells.expected)
    cells.reason_codes[nobody] = reason_code(Reason.NO_POPULATION)
    cells.detector_codes[nobody] = detector_code(Detector.NONE)
    cells.reason_codes[few & (cells.reason_codes == 0)] = reason_code(Reason.TOO_FEW_CASES)
    cells.reason_codes[missing] = reason_code(Reason.WEEK_MISSING)
    cells.detector_codes[missing] = detector_code(Detector.NONE)
    cells.expected[few] = np.nan
    cells.upper[few] = np.nan
    # A comparison with nan is false, so a nan on either side is no alarm.
    cells.is_alarm[:] = judged & ~few & (cells.observed > cells.upper)
    return cells
