"""Is this week's count higher than the last few weeks? EARS C1, C2 and C3.

For series too short for the time of year: they need weeks, not years. The Early Aberration
Reporting System of the US Centers for Disease Control (Hutwagner and others 2003; Fricker, Hegler
& Dunfee 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from headwater.analysis.temporal import checks
from headwater.analysis.temporal.cells import Cells, Room, empty_cells
from headwater.analysis.temporal.kernels import ears as kernels
from headwater.analysis.temporal.results import (
    Aberrations,
    BoolArray,
    Detector,
    FloatArray,
    Reason,
    detector_code,
    reason_code,
)

# Rows worked on at once. Memory depends on it; answers do not.
ROWS_AT_ONCE = 8_192


class EarsMethod(StrEnum):
    """C1 compares with the weeks just before; C2 leaves two weeks between; C3 adds up C2.

    `C3_SURVEILLANCE` is what R surveillance 1.20.3 computes for C3: it draws the limit round this
    week's own count, where its manual has the mean of the baseline, so it asks about the two weeks
    before and never about this one. It is here to compare with, not to use.
    """

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C3_SURVEILLANCE = "C3 as R surveillance"


GAPS = {EarsMethod.C1: 0, EarsMethod.C2: 2, EarsMethod.C3: 2, EarsMethod.C3_SURVEILLANCE: 2}
ADDS_UP = {EarsMethod.C3, EarsMethod.C3_SURVEILLANCE}
DETECTORS = {
    EarsMethod.C1: Detector.EARS_C1,
    EarsMethod.C2: Detector.EARS,
    EarsMethod.C3: Detector.EARS_C3,
    EarsMethod.C3_SURVEILLANCE: Detector.EARS_C3,
}
# C3 adds what this week and the two before exceed by more than one deviation.
WEEKS_ADDED, DEVIATIONS_FORGIVEN = 2, 1.0


@dataclass(frozen=True, slots=True)
class EarsSettings:
    """`alpha` is one-sided and nominal: seven weeks give a rough deviation, so more alarms come.

    A deviation below `least_deviation` counts as that much; 0.5 or 1 keeps sparse series quiet.
    """

    method: EarsMethod = EarsMethod.C2
    length: int = 7
    alpha: float = 0.001
    least_deviation: float = 0.0

    def __post_init__(self) -> None:
        checks.whole("length", self.length, 2)
        checks.between("alpha", self.alpha, low=0, high=0.5)
        checks.at_least("least_deviation", self.least_deviation, 0)


def ears(
    counts: ArrayLike,
    *,
    judged: slice | Sequence[int] = slice(-1, None),
    settings: EarsSettings = EarsSettings(),
) -> Aberrations:
    """Which of the judged weeks are higher than the weeks shortly before?

    `counts` are series x weeks, nan where a week is missing. A week whose baseline is not all there
    is not judged. A baseline without variation has its mean for a limit and no p-value, unless
    `least_deviation` says otherwise.

    Source: Fricker, Hegler & Dunfee 2008; equal to R surveillance 1.20.3 `earsC`.

    >>> found = ears([3, 5, 4, 6, 2, 4, 4, 0, 0, 12], settings=EarsSettings(EarsMethod.C2))
    >>> found.expected.tolist(), found.upper.round(2).tolist(), found.is_alarm.tolist()
    ([[4.0]], [[7.99]], [[True]])
    """
    array = checks.counts(counts)
    weeks = checks.judged_weeks(judged, array.shape[1])
    room = Room(len(array), weeks)
    for start in range(0, len(array), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        part = np.ascontiguousarray(array[rows], dtype=np.float64)
        for place, week in enumerate(weeks):
            room.put(rows, place, judge(part, int(week), settings))
    return room.result()


def judge(counts: FloatArray, week: int, settings: EarsSettings) -> Cells:
    """One week of some series. The input has been checked."""
    mean, deviation = baselines(counts, week, settings)
    cells = empty_cells(counts[:, week].copy(), Reason.NONE)
    deviate = -float(special.ndtri(settings.alpha))
    carried = np.zeros(len(counts))
    if settings.method in ADDS_UP:
        carried = carried_over(counts, week, settings)
    cells.expected[:] = cells.mean[:] = mean
    middle = cells.observed if settings.method is EarsMethod.C3_SURVEILLANCE else mean
    cells.upper[:] = np.maximum(middle + deviation * (deviate - carried), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (cells.observed - mean) / deviation + carried
        cells.score[:] = distance / deviate
        # Without variation there is no normal curve to read a chance from.
        cells.p_value[:] = np.where(deviation > 0.0, special.ndtr(-distance), np.nan)
    known = ~np.isnan(cells.upper) & ~np.isnan(cells.observed)
    cells.detector_codes[known] = detector_code(DETECTORS[settings.method])
    cells.reason_codes[np.isnan(cells.upper)] = reason_code(_why_not(week, settings))
    cells.reason_codes[np.isnan(cells.observed)] = reason_code(Reason.WEEK_MISSING)
    alarms: BoolArray = known & (cells.observed > cells.upper)
    cells.is_alarm[:] = alarms
    return cells


def baselines(
    counts: FloatArray, week: int, settings: EarsSettings
) -> tuple[FloatArray, FloatArray]:
    """Mean and deviation of the baseline of one week, series by series."""
    mean, deviation = kernels.moving_baselines(
        counts,
        np.array([week], dtype=np.int64),
        length=settings.length,
        gap=GAPS[settings.method],
    )
    return mean[:, 0], np.maximum(deviation[:, 0], settings.least_deviation)


def carried_over(counts: FloatArray, week: int, settings: EarsSettings) -> FloatArray:
    """By how many deviations the two weeks before exceeded theirs, less one each.

    A week whose baseline does not vary adds nothing; one that is missing makes this nan.
    """
    total = np.zeros(len(counts))
    for back in range(1, WEEKS_ADDED + 1):
        if week - back < 0:
            return np.full(len(counts), np.nan)
        mean, deviation = baselines(counts, week - back, settings)
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = (counts[:, week - back] - mean) / deviation
        excess = np.maximum(distance - DEVIATIONS_FORGIVEN, 0.0)
        total += np.where(deviation == 0.0, 0.0, excess)
    return total


def _why_not(week: int, settings: EarsSettings) -> Reason:
    """Why a baseline is not all there."""
    added = WEEKS_ADDED if settings.method in ADDS_UP else 0
    needed = settings.length + GAPS[settings.method] + added
    return Reason.SHORT_HISTORY if week < needed else Reason.MISSING_WEEKS
