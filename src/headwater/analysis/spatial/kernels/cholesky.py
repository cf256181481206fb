"""Sparse Cholesky factors, solutions, and the variances they hold, for maps of areas.

A map's matrix keeps its pattern while its diagonal changes: the pattern of the factor is found
once, by elimination tree (Liu 1990), and filled again and again, column by column. The entries of
the inverse on that pattern come from the factor without the rest of the inverse (Takahashi, Fagan
& Chin 1973). All arrays are in elimination order; `order` says which area comes when.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import splu

from headwater.core.compiled import compiled

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# Unsigned: an index that cannot be negative needs no check, which is a third of the time here.
Places = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where the factor can be other than 0, below its diagonal, and what the matrix has there.

    Column `j` of the factor holds rows `rows[starts[j]:starts[j + 1]]`, rising; `entries` are the
    matrix's own values in those places, most of them 0.
    """

    order: IntArray
    starts: Places
    rows: Places
    entries: FloatArray


def pattern_of(matrix: sparse.csc_array) -> Pattern:
    """The pattern of the factor of a symmetric matrix, with areas in an order that keeps it small.

    Minimum degree on the pattern, as SuperLU does it; the diagonal asked for here only makes the
    matrix one that can be factorised.
    """
    areas = matrix.shape[0]
    shape = sparse.csc_array(abs(matrix) + sparse.identity(areas, format="csc"))
    shape.setdiag(np.asarray(shape.sum(axis=0)).ravel() + 1.0)
    solved = splu(
        sparse.csc_matrix(shape),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    # perm_c says where each column goes; the order is the way back.
    order = np.argsort(solved.perm_c).astype(np.int64)
    lower = sparse.csc_array(sparse.tril(matrix[order][:, order], k=-1))
    lower.sort_indices()
    by_row = sparse.csr_array(lower)
    by_row.sort_indices()
    starts, rows = factor_pattern(by_row.indptr.astype(np.int64), by_row.indices.astype(np.int64))
    entries = placed(
        starts,
        rows,
        lower.indptr.astype(np.int64),
        lower.indices.astype(np.int64),
        lower.data.astype(np.float64),
    )
    return Pattern(order, starts.astype(np.uint32), rows.astype(np.uint32), entries)


@compiled
def factor_pattern(starts: IntArray, columns: IntArray) -> tuple[IntArray, IntArray]:
    """Column starts and rows of the factor, from the strictly lower part of the matrix by rows."""
    areas = len(starts) - 1
    parent = np.full(areas, -1, dtype=np.int64)
    marked = np.full(areas, -1, dtype=np.int64)
    count = np.zeros(areas + 1, dtype=np.int64)
    for row in range(areas):
        marked[row] = row
        for place in range(starts[row], starts[row + 1]):
            column = columns[place]
            while marked[column] != row:
                if parent[column] < 0:
                    parent[column] = row
                count[column + 1] += 1
                marked[column] = row
                column = parent[column]
    first = np.cumsum(count)
    filled = first[:-1].copy()
    rows = np.empty(first[-1], dtype=np.int64)
    marked[:] = -1
    for row in range(areas):
        marked[row] = row
        for place in range(starts[row], starts[row + 1]):
            column = columns[place]
            while marked[column] != row:
                rows[filled[column]] = row
                filled[column] += 1
                marked[column] = row
                column = parent[column]
    return first, rows


@compiled
def placed(
    starts: IntArray,
    rows: IntArray,
    own_starts: IntArray,
    own_rows: IntArray,
    own_values: FloatArray,
) -> FloatArray:
    """The matrix's lower entries put in their places in the factor's pattern."""
    entries = np.zeros(len(rows))
    for column in range(len(starts) - 1):
        place = starts[column]
        for own in range(own_starts[column], own_starts[column + 1]):
            while rows[place] < own_rows[own]:
                place += 1
            entries[place] = own_values[own]
    return entries


@compiled
def factorised(
    starts: Places, rows: Places, entries: FloatArray, diagonal: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The factor as L D Lᵀ: D, and L below its diagonal of ones.

    Left-looking: each column gathers what the columns before it take away. `waiting` chains the
    columns whose next row is the one being made. D at or below 0 means the matrix is not
    positive definite; the caller looks.
    """
    areas = len(starts) - 1
    lower, pivots = np.empty(len(rows)), np.empty(areas)
    waiting = np.full(areas, -1, dtype=np.int64)
    following = np.full(areas, -1, dtype=np.int64)
    reached = starts[:-1].copy()
    work = np.zeros(areas)
    for column in range(areas):
        begin, end = starts[column], starts[column + 1]
        for place in range(begin, end):
            work[rows[place]] = entries[place]
        pivot = diagonal[column]
        before = waiting[column]
        while before >= 0:
            later = following[before]
            at, stop = reached[before], starts[before + 1]
            scaled = lower[at] * pivots[before]
            pivot -= lower[at] * scaled
            for place in range(at + 1, stop):
                work[rows[place]] -= lower[place] * scaled
            reached[before] = at + 1
            if at + 1 < stop:
                row = rows[at + 1]
                following[before] = waiting[row]
                waiting[row] = before
            before = later
        pivots[column] = pivot
        for place in range(begin, end):
            lower[place] = work[rows[place]] / pivot
        if begin < end:
            following[column] = waiting[rows[begin]]
            waiting[rows[begin]] = column
    return lower, pivots


@compiled
def solved(
    starts: Places, rows: Places, lower: FloatArray, pivots: FloatArray, right: FloatArray
) -> FloatArray:
    """Solutions for several right-hand sides, a column each."""
    areas, sides = right.shape
    answer = right.copy()
    for column in range(areas):
        for place in range(starts[column], starts[column + 1]):
            for side in range(sides):
                answer[rows[place], side] -= lower[place] * answer[column, side]
    for column in range(areas - 1, -1, -1):
        for side in range(sides):
            answer[column, side] /= pivots[column]
        for place in range(starts[column], starts[column + 1]):
            for side in range(sides):
                answer[column, side] -= lower[place] * answer[rows[place], side]
    return answer


@compiled
def inverse_diagonal(
    starts: Places, rows: Places, lower: FloatArray, pivots: FloatArray
) -> FloatArray:
    """The diagonal of the inverse, by way of its entries on the factor's pattern.

    From the last column back: Zᵢⱼ = -Σₖ lₖⱼ Zᵢₖ and Zⱼⱼ = 1/dⱼ - Σₖ lₖⱼ Zₖⱼ, k over the rows of
    column j. Those rows are all joined to each other, so every Zᵢₖ needed is on the pattern.
    """
    areas = len(pivots)
    inverse, diagonal = np.zeros(len(rows)), np.empty(areas)
    position = np.full(areas, -1, dtype=np.int64)
    for column in range(areas - 1, -1, -1):
        begin, end = starts[column], starts[column + 1]
        for place in range(begin, end):
            position[rows[place]] = place
        for place in range(begin, end):
            other, weight = rows[place], lower[place]
            total = diagonal[other] * weight
            for seen in range(starts[other], starts[other + 1]):
                there = position[rows[seen]]
                if there >= 0:
                    total += inverse[seen] * lower[there]
                    inverse[there] -= inverse[seen] * weight
            inverse[place] -= total
        left = 0.0
        for place in range(begin, end):
            left += lower[place] * inverse[place]
            position[rows[place]] = -1
        diagonal[column] = 1.0 / pivots[column] - left
    return diagonal
