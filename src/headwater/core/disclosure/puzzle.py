"""What an attacker has to go on: a range for every cell and the sums that tie cells together.

`narrowed` draws the conclusions that follow from one sum at a time, over and over. Its ranges
hold for certain but may be wider than the best an attacker could do; `certify` closes the gap.
"""

from dataclasses import dataclass

import numpy as np

from headwater.core.counts import BoolArray, FloatArray
from headwater.core.disclosure.layout import IntArray, Sums
from headwater.core.disclosure.profile import TINY
from headwater.core.errors import DisclosureError

PASSES = 40
"""Rounds of narrowing. Stopping early leaves ranges wider, which is safe: see `certify`."""


class ContradictionError(DisclosureError):
    """Published tables that no counts agree with."""

    def __init__(self) -> None:
        super().__init__(
            "The published tables contradict each other: no counts agree with all of them. "
            "Check that each was released under the profile it is audited with."
        )


@dataclass(frozen=True, eq=False)
class Puzzle:
    """Cells between `low` and `high` that obey `sums`; all whole numbers where `whole`."""

    sums: Sums
    low: FloatArray
    high: FloatArray
    whole: bool


@dataclass(frozen=True, eq=False)
class Narrowed:
    """Ranges after narrowing, and for each entry of the sums the width that sum alone leaves."""

    low: FloatArray
    high: FloatArray
    entry_width: FloatArray


def open_part(puzzle: Puzzle) -> tuple[Puzzle, IntArray, BoolArray]:
    """The puzzle over the cells not already known, their numbers, and which entries it keeps."""
    sums = puzzle.sums
    unknown = puzzle.high > puzzle.low
    cells = np.flatnonzero(unknown)
    number = np.full(len(unknown), -1, dtype=np.intp)
    number[cells] = np.arange(len(cells))
    live = unknown[sums.cell]
    rows = np.unique(sums.row[live])
    renumber = np.full(sums.count, -1, dtype=np.intp)
    renumber[rows] = np.arange(len(rows))
    known = ~live
    given = np.bincount(
        sums.row[known],
        weights=sums.weight[known] * puzzle.low[sums.cell[known]],
        minlength=sums.count,
    )
    part = Sums(
        renumber[sums.row[live]],
        number[sums.cell[live]],
        sums.weight[live],
        (sums.equals - given)[rows],
    )
    return Puzzle(part, puzzle.low[cells], puzzle.high[cells], puzzle.whole), cells, live


def narrowed(puzzle: Puzzle) -> Narrowed:
    """The range each cell must lie in, reading one sum at a time until nothing changes."""
    sums = puzzle.sums
    low, high = puzzle.low.copy(), puzzle.high.copy()
    least = np.full(len(sums.row), -np.inf)
    most = np.full(len(sums.row), np.inf)
    for _ in range(PASSES):
        least, most = _implied(sums, low, high)
        if puzzle.whole:
            least, most = np.ceil(least - TINY), np.floor(most + TINY)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, sums.cell, least)
        np.minimum.at(new_high, sums.cell, most)
        moved = np.any(new_low > low + TINY) or np.any(new_high < high - TINY)
        low, high = new_low, new_high
        if not moved:
            break
    width = np.minimum(most, puzzle.high[sums.cell]) - np.maximum(least, puzzle.low[sums.cell])
    return Narrowed(low, high, width)


def _implied(sums: Sums, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """For each entry of each sum, the range its cell has once all others take their extremes."""
    first = sums.weight * low[sums.cell]
    second = sums.weight * high[sums.cell]
    others_least = _without_own(sums, np.minimum(first, second))
    others_most = _without_own(sums, np.maximum(first, second))
    one = (sums.equals[sums.row] - others_least) / sums.weight
    two = (sums.equals[sums.row] - others_most) / sums.weight
    return np.minimum(one, two), np.maximum(one, two)


def _without_own(sums: Sums, part: FloatArray) -> FloatArray:
    """Each row's total without the entry itself, where entries may be infinite (of one sign)."""
    endless = np.isinf(part)
    finite = np.where(endless, 0.0, part)
    total = np.bincount(sums.row, weights=finite, minlength=sums.count)[sums.row] - finite
    ends = np.bincount(sums.row, weights=endless, minlength=sums.count)[sums.row] - endless
    sign = -np.inf if bool(np.any(part == -np.inf)) else np.inf
    return np.where(ends > 0.5, sign, total)
