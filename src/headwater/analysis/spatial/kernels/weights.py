"""Neighbours as compressed rows: built from pairs, cut down, rescaled, and split into components.

Row `i` owns the places `starts[i]` to `starts[i + 1]` of the other arrays. Within a row the
neighbours rise, so two structures that say the same are the same.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import KDTree

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Rows = tuple[IntArray, IntArray, FloatArray]


def compressed(rows: IntArray, columns: IntArray, weights: FloatArray, *, areas: int) -> Rows:
    """Starts, neighbours and weights of the pairs (row, column), in rising order."""
    order = np.argsort(rows * areas + columns, kind="stable")
    starts = np.zeros(areas + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=areas), out=starts[1:])
    return starts, columns[order].astype(np.int64), weights[order].astype(np.float64)


def row_numbers(starts: IntArray) -> IntArray:
    """The row each stored place belongs to."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts)).astype(np.int64)


def row_sums(starts: IntArray, values: FloatArray) -> FloatArray:
    """Sums of stored values by row, 0 for a row that holds nothing."""
    sums = np.bincount(row_numbers(starts), weights=values, minlength=len(starts) - 1)
    # Of an empty list bincount answers whole numbers.
    return sums.astype(np.float64, copy=False)


def row_standardised(starts: IntArray, values: FloatArray) -> FloatArray:
    """Each row's weights divided by their sum."""
    sums = row_sums(starts, values)
    shares: FloatArray = values / np.where(sums > 0.0, sums, 1.0)[row_numbers(starts)]
    return shares


def restricted(starts: IntArray, neighbours: IntArray, values: FloatArray, keep: BoolArray) -> Rows:
    """The rows and neighbours that are kept, numbered afresh."""
    rows = row_numbers(starts)
    inside = keep[rows] & keep[neighbours]
    number = np.cumsum(keep) - 1
    areas = int(keep.sum())
    return compressed(number[rows[inside]], number[neighbours[inside]], values[inside], areas=areas)


def nearest(points: FloatArray, *, number: int) -> IntArray:
    """The `number` nearest others of each point, areas x number.

    Ties at the last place go to the point further west, then further south, then earlier.
    """
    areas = len(points)
    tree = KDTree(points)
    asked = min(number + 8, areas)
    chosen = np.empty((areas, number), dtype=np.int64)
    todo = np.arange(areas)
    while len(todo):
        _, found = tree.query(points[todo], k=asked)
        found = found.reshape(len(todo), asked)
        best, is_settled = _nearest_of(points, todo, found, number=number)
        settled = is_settled | (asked == areas)
        chosen[todo[settled]] = best[settled]
        todo = todo[~settled]
        # Points piled on one another: look further until the next one is truly further away.
        asked = min(asked * 4, areas)
    chosen.sort(axis=1)
    return chosen


def _nearest_of(
    points: FloatArray, own: IntArray, found: IntArray, *, number: int
) -> tuple[IntArray, BoolArray]:
    """The nearest of those found, and whether no unseen point could tie with the last."""
    squared = np.sum((points[found] - points[own][:, None]) ** 2, axis=2)
    squared = np.where(found == own[:, None], np.inf, squared)
    keys = (found, points[found, 1], points[found, 0], squared)
    order = np.lexsort(keys, axis=1)
    ordered = np.take_along_axis(squared, order, axis=1)
    seen = np.where(np.isinf(ordered), -np.inf, ordered).max(axis=1)
    best: IntArray = np.take_along_axis(found, order, axis=1)[:, :number]
    return best, ordered[:, number - 1] < seen


def within(points: FloatArray, *, distance: float, is_closed: bool) -> tuple[IntArray, IntArray]:
    """Pairs of different points at most (closed) or less than (open) a distance apart."""
    pairs = KDTree(points).query_pairs(distance * (1.0 + 1e-9), output_type="ndarray")
    apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    pairs = pairs[apart <= distance] if is_closed else pairs[apart < distance]
    rows = np.concatenate([pairs[:, 0], pairs[:, 1]]).astype(np.int64)
    columns = np.concatenate([pairs[:, 1], pairs[:, 0]]).astype(np.int64)
    return rows, columns


def components(starts: IntArray, neighbours: IntArray) -> tuple[int, IntArray]:
    """How many parts the map falls into, and the part of each area."""
    areas = len(starts) - 1
    graph = sparse.csr_array(
        (np.ones(len(neighbours)), neighbours, starts), shape=(areas, areas), dtype=np.float64
    )
    number, labels = csgraph.connected_components(graph, directed=False)
    return int(number), labels.astype(np.int64)


def is_symmetric(starts: IntArray, neighbours: IntArray, values: FloatArray) -> bool:
    """Whether each pair is there both ways with the same weight."""
    rows = row_numbers(starts)
    back, columns, weights = compressed(neighbours, rows, values, areas=len(starts) - 1)
    return bool(
        np.array_equal(back, starts)
        and np.array_equal(columns, neighbours)
        and np.array_equal(weights, values)
    )
