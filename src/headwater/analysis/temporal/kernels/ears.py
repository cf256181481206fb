"""The moving baselines of the EARS methods, on arrays alone (Fricker, Hegler & Dunfee 2008)."""

import math

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled_in_turns, compiled_part

FloatArray = NDArray[np.float64]


@compiled_part
def mean_and_deviation(counts: FloatArray) -> tuple[float, float]:
    """Mean and sample standard deviation; nan where a week is missing or there are fewer than 2."""
    total = 0.0
    for count in counts:
        total += count
    if len(counts) < 2:
        return math.nan, math.nan
    mean = total / len(counts)
    squares = 0.0
    for count in counts:
        squares += (count - mean) * (count - mean)
    return mean, math.sqrt(squares / (len(counts) - 1))


@compiled_in_turns
def _fill_baselines(
    first: int,
    last: int,
    counts: FloatArray,
    ends: NDArray[np.int64],
    length: int,
    filled: tuple[FloatArray, FloatArray],
) -> None:
    """Mean and deviation of the weeks before each end, for the rows from `first` to `last`."""
    mean, deviation = filled
    for row in range(first, last):
        for place in range(len(ends)):
            if ends[place] - length >= 0:
                mean[row, place], deviation[row, place] = mean_and_deviation(
                    counts[row, ends[place] - length : ends[place]]
                )


def moving_baselines(
    counts: FloatArray, judged: NDArray[np.int64], *, length: int, gap: int
) -> tuple[FloatArray, FloatArray]:
    """Mean and deviation of the `length` weeks that end `gap` weeks before the week before.

    Series x judged; nan where those weeks are not all there.
    """
    shape = (len(counts), len(judged))
    mean, deviation = np.full(shape, np.nan), np.full(shape, np.nan)
    counts = np.ascontiguousarray(counts, dtype=np.float64)
    _fill_baselines(len(counts), counts, judged - gap, length, (mean, deviation))
    return mean, deviation
