"""Working room for one judged week of some series, and for putting the weeks together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.temporal.results import (
    Aberrations,
    BoolArray,
    CodeArray,
    FloatArray,
    IntArray,
    Reason,
    reason_code,
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some series, as the kernels want them.

    `exposure` has a row each, one for all, or none. Weeks before `first_used` are not compared
    with.
    """

    counts: FloatArray
    exposure: FloatArray
    first_used: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One judged week: one number a series in each array. To be filled in place."""

    observed: FloatArray
    expected: FloatArray
    mean: FloatArray
    upper: FloatArray
    p_value: FloatArray
    score: FloatArray
    dispersion: FloatArray
    slope: FloatArray
    is_alarm: BoolArray
    trend_kept: BoolArray
    detector_codes: CodeArray
    reason_codes: CodeArray


def empty_cells(observed: FloatArray, reason: Reason) -> Cells:
    """Nothing known of these series but what was observed, and why."""
    series = len(observed)
    return Cells(
        observed=observed,
        expected=np.full(series, np.nan),
        mean=np.full(series, np.nan),
        upper=np.full(series, np.nan),
        p_value=np.full(series, np.nan),
        score=np.full(series, np.nan),
        dispersion=np.full(series, np.nan),
        slope=np.full(series, np.nan),
        is_alarm=np.zeros(series, dtype=np.bool_),
        trend_kept=np.zeros(series, dtype=np.bool_),
        detector_codes=np.zeros(series, dtype=np.int8),
        reason_codes=np.full(series, reason_code(reason), dtype=np.int8),
    )


class Room:
    """Room for the answers of all series and judged weeks, filled part by part."""

    def __init__(self, series: int, weeks: IntArray) -> None:
        self.weeks = weeks.copy()
        kinds = empty_cells(np.empty(0), Reason.NONE)
        self._arrays: dict[str, NDArray[np.generic]] = {
            name: np.empty((series, len(weeks)), dtype=getattr(kinds, name).dtype)
            for name in Cells.__dataclass_fields__
        }

    def put(self, rows: slice, place: int, cells: Cells) -> None:
        """Copy one week of some series to its place."""
        for name, array in self._arrays.items():
            array[rows, place] = getattr(cells, name)

    def result(self) -> Aberrations:
        """All of them, read-only from here on."""
        return Aberrations(weeks=self.weeks, **self._arrays)  # type: ignore[arg-type]
