"""What every function of counts over time asks of its input before the arithmetic starts.

A missing week is nan and stays missing; it never becomes zero.
"""

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.core.errors import ParameterError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# Kinds of numpy numbers: bool, signed, unsigned, float.
NUMBER_KINDS = "biuf"


def counts(values: ArrayLike, *, name: str = "counts") -> NDArray[np.generic]:
    """Series x weeks as numbers of whatever width they came in; refused when below zero.

    One series may come as a plain row. Small types are not widened here: a nation of weekly counts
    fits in memory as int16 and not as float64.
    """
    array = np.asarray(values)
    if array.dtype.kind not in NUMBER_KINDS:
        raise ParameterError(
            f"[{name}] holds something that is not a number. Convert it first and leave missing "
            "weeks as nan."
        )
    if array.ndim == 1:
        array = array[np.newaxis, :]
    if array.ndim != 2:
        raise ParameterError(
            f"[{name}] has [{array.ndim}] dimensions. Give one row a series and one column a week."
        )
    refuse_impossible(name, array)
    return array


def refuse_impossible(name: str, array: NDArray[np.generic]) -> None:
    """Refuse counts that are below zero or infinite, some rows at a time."""
    step = max(1, 2_000_000 // max(array.shape[1], 1))
    for start in range(0, len(array), step):
        part = array[start : start + step].astype(np.float64)
        if (part < 0).any() or np.isinf(part).any():
            raise ParameterError(
                f"[{name}] has values below zero or infinite ones in rows [{start}] to "
                f"[{start + len(part) - 1}]. Check the source and leave missing weeks as nan."
            )


def exposure(values: ArrayLike | None, shape: tuple[int, ...]) -> FloatArray:
    """People at risk as rows x weeks: one row each, one row for all, or no rows where not given."""
    if values is None:
        return np.empty((0, shape[1]))
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 1 and len(array) == shape[1]:
        array = array[np.newaxis, :]
    if array.ndim != 2 or array.shape[1] != shape[1] or len(array) not in (1, shape[0]):
        raise ParameterError(
            f"[population] has shape {array.shape} and the counts {shape}. Give one number a week, "
            "for all series or for each."
        )
    if (array < 0).any() or np.isinf(array).any():
        raise ParameterError("[population] has values below zero or infinite. Check the source.")
    return array


def judged_weeks(judged: slice | Sequence[int], weeks: int) -> IntArray:
    """Columns to be judged, from a slice or numbers of columns; -1 is the last."""
    if isinstance(judged, slice):
        return np.arange(weeks, dtype=np.int64)[judged]
    given = np.asarray(judged).reshape(-1)
    if len(given) and given.dtype.kind not in "iu":
        raise ParameterError("[judged] has something that is no whole number. Count weeks from 0.")
    columns = given.astype(np.int64)
    outside = (columns < -weeks) | (columns >= weeks)
    if outside.any():
        raise ParameterError(
            f"Week [{columns[outside][0]}] was to be judged and there are [{weeks}] weeks. Count "
            "from 0, or back from -1."
        )
    return np.where(columns < 0, columns + weeks, columns)


def columns(name: str, values: ArrayLike | None, series: int) -> IntArray:
    """One column number for each series; 0 for all where not given."""
    if values is None:
        return np.zeros(series, dtype=np.int64)
    array = np.asarray(values)
    if array.shape != (series,) or array.dtype.kind not in "iu":
        raise ParameterError(
            f"[{name}] has shape {array.shape} and there are [{series}] series. Give one whole "
            "number, a column of the counts, for each series."
        )
    return array.astype(np.int64)


def whole(name: str, value: float, least: int) -> None:
    """Refuse a number of things that is not whole or is too low."""
    if not isinstance(value, int | np.integer):
        raise ParameterError(f"[{name}] is [{value}] and must be a whole number.")
    at_least(name, value, least)


def day(name: str, value: object) -> date:
    """A day, from a date, a date with a time, or numpy's date."""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[D]").item()
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise ParameterError(
            f"[{name}] is [{value!r}] and must be a date, such as date(2018, 1, 1)."
        )
    return value


def at_least(name: str, value: float, least: float) -> None:
    """Refuse a setting below the least that has a meaning."""
    if not value >= least:
        raise ParameterError.below(name, value=value, least=least)


def between(name: str, value: float, *, low: float, high: float) -> None:
    """Refuse a setting that is not strictly between its limits."""
    if not low < value < high:
        raise ParameterError.outside(name, value=value, low=low, high=high)
