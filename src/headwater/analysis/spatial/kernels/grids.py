"""Which cell of a grid holds a point, and which points lie inside a boundary."""

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

ROOT_THREE = 3.0**0.5


def steps(values: FloatArray, *, start: float, size: float, count: int) -> IntArray:
    """Which of `count` steps of one size each value falls in, -1 outside.

    A value on a limit belongs to the step that starts there, and on the last limit to the last.
    """
    scaled = (values - start) / size
    with np.errstate(invalid="ignore"):
        inside = (scaled >= 0) & (scaled <= count)
        step = np.where(inside, np.minimum(np.floor(scaled), count - 1), -1)
    return step.astype(np.int64)


def hexagon_steps(x: FloatArray, y: FloatArray, *, width: float) -> tuple[IntArray, IntArray]:
    """Column and row of the hexagon of each point, for hexagons that stand on a corner.

    Row 0 and column 0 are centred on the origin; odd rows stand half a width further east. The
    centres are two rectangular lattices, and a point belongs to the nearest of its nearest in
    each. A point as near to both belongs to the even row.
    """
    high = width * ROOT_THREE
    even_column, even_row = np.floor(x / width + 0.5), np.floor(y / high + 0.5)
    odd_column, odd_row = np.floor(x / width), np.floor(y / high)
    to_even = (x - even_column * width) ** 2 + (y - even_row * high) ** 2
    to_odd = (x - (odd_column + 0.5) * width) ** 2 + (y - (odd_row + 0.5) * high) ** 2
    odd = to_odd < to_even
    column = np.where(odd, odd_column, even_column).astype(np.int64)
    row = np.where(odd, 2 * odd_row + 1, 2 * even_row).astype(np.int64)
    return column, row


@compiled
def inside(x: FloatArray, y: FloatArray, ring: FloatArray) -> BoolArray:
    """Whether each point is inside a ring of corners (x, y), by counting crossings to its east.

    Of two rings that share a side, a point on it is inside one only.
    """
    within = np.zeros(len(x), np.bool_)
    for corner in range(len(ring)):
        from_x, from_y = ring[corner - 1, 0], ring[corner - 1, 1]
        to_x, to_y = ring[corner, 0], ring[corner, 1]
        for point in range(len(x)):
            if (from_y > y[point]) != (to_y > y[point]):
                crossing = from_x + (y[point] - from_y) / (to_y - from_y) * (to_x - from_x)
                if x[point] < crossing:
                    within[point] = not within[point]
    return within


def area(ring: FloatArray) -> float:
    """The area inside a ring of corners, whichever way round."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2.0)
