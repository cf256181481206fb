"""Proof, cell by cell, that an attacker cannot tell a hidden count.

A hidden cell is safe when two tables, both agreeing with everything published, differ in that
cell by the protected width. Such tables are found by linear programmes (HiGHS). One programme
serves many cells: it pushes all unproven cells at once in random directions, and the vertex it
returns is a witness for each cell it moved. Only cells still unproven get programmes of their
own. Where counts are whole a witness must be whole too, so the proof also holds against someone
who uses that counts are whole numbers, for whom linear programmes alone promise too much.

Hiding more cells only makes more tables possible, so a witness stays one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from headwater.core.counts import BoolArray, FloatArray
from headwater.core.disclosure.layout import IntArray
from headwater.core.disclosure.profile import TINY
from headwater.core.disclosure.puzzle import ContradictionError, Puzzle, open_part

Matrix = csr_array[np.float64, tuple[int, int]]

SEED = 20_230_131
GAP = 0.02
"""How near its best a whole-number programme must come: a witness need not be the very best."""
PATIENCE = 3
WORTHWHILE = 3
"""A programme for many cells is worth it when it proves this many; else cells go singly."""
PUSHED = 0.5
"""The share of unproven cells that one programme pushes; the others give way."""
LARGE = 6_000
"""Cells in a puzzle above which it is worked a few neighbourhoods at a time."""
CHUNK = 2_000
"""How many cells to work at a time at first; twice as many whenever that stops paying."""
THAWS = 3
"""Programmes tried with their fractional cells held still, before one in whole numbers."""
NEARLY_WHOLE = 1e-5
NODES = 200
"""Branches tried for a whole-number witness before the cell is counted as exposed."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """Witnessed ranges, and for the exposed cells the range an attacker is sure of."""

    low: FloatArray
    high: FloatArray
    exposed: BoolArray
    sure_low: FloatArray
    sure_high: FloatArray


class Prover:
    """Looks for witnesses in one puzzle, starting from one table that solves it.

    `base` solves the puzzle. `width` is what each cell needs, 0 for cells that need nothing.
    Programmes over more than `LARGE` cells take many seconds each, so larger puzzles are worked
    a few neighbourhoods (`near`) at a time, all else held at the base table: a witness found so
    is as good as any other.
    """

    def __init__(
        self, puzzle: Puzzle, *, base: FloatArray, width: FloatArray, near: IntArray
    ) -> None:
        self._whole = puzzle.whole
        self._base = base
        self._width = width
        self._near = near
        self._down = np.minimum(puzzle.low - base, 0.0)
        self._up = np.maximum(puzzle.high - base, 0.0)
        self._matrix = _matrix(puzzle)
        self._columns = csc_array(self._matrix)
        self._part = parts_of(puzzle)
        self.is_large = len(base) > LARGE

    def prove(self, low: FloatArray, high: FloatArray, *, enough: int | None = None) -> Verdict:
        """Widen the witnessed ranges as far as needed; say which cells stay exposed.

        Without `enough` the answer is exact. With it, the search stops once that many cells are
        found exposed, and a cell of a large puzzle counts as exposed when no neighbourhood it was
        tried in clears it: hiding one cell more costs less than the proof.
        """
        low, high = np.minimum(low, self._base), np.maximum(high, self._base)
        rng = np.random.default_rng([SEED, len(self._unproven(low, high))])
        self._prove_together(low, high, rng)
        if self.is_large and enough is not None:
            exposed = np.zeros(len(low), dtype=np.bool_)
            exposed[self._unproven(low, high)] = True
            return Verdict(low, high, exposed, low, high)
        return self._prove_singly(low, high, enough)

    def _unproven(self, low: FloatArray, high: FloatArray) -> IntArray:
        return np.flatnonzero(high - low < self._width - TINY)

    def _prove_together(self, low: FloatArray, high: FloatArray, rng: np.random.Generator) -> None:
        """Witnesses for many cells at once. Changes `low` and `high`, which the caller owns."""
        idle = 0
        together = CHUNK
        before = len(self._unproven(low, high))
        while before > 0 and idle < PATIENCE:
            chunks = self._chunks(rng, together)
            for chunk in chunks:
                self._push(low, high, chunk, rng)
            left = len(self._unproven(low, high))
            if before - left < WORTHWHILE * len(chunks):
                idle += 1
                together *= 2
            before = left

    def _push(
        self, low: FloatArray, high: FloatArray, chunk: BoolArray, rng: np.random.Generator
    ) -> None:
        """Push the unproven cells of a chunk, each at random up, down or not at all.

        Pushing a cell past its protected width earns nothing, so that the programme spreads its
        effort.
        """
        pushed = self._unproven(low, high)
        pushed = pushed[chunk[pushed]]
        if len(pushed) == 0:
            return
        width = self._width[pushed]
        roomy = -self._down[pushed] >= width
        turn = rng.random(len(pushed))
        upward = turn < np.where(roomy, PUSHED / 2, PUSHED)
        downward = roomy & (turn > 1 - PUSHED / 2)
        down, up = self._down.copy(), self._up.copy()
        up[pushed] = np.where(upward, np.minimum(up[pushed], width), up[pushed])
        down[pushed] = np.where(downward, np.maximum(down[pushed], -width), down[pushed])
        gain = np.zeros(len(low))
        gain[pushed] = (upward.astype(float) - downward) * rng.uniform(0.5, 1.0, len(pushed))
        cells = chunk & self._in_parts(self._part[pushed])
        for _ in range(THAWS):
            step = self._step(gain, cells, down=down, up=up)
            cells = cells & self._witness(low, high, step)[self._part]
            if not bool(cells.any()):
                return
            # Cells that came out as fractions stay at the base table next time.
            cells &= np.abs(step - np.rint(step)) < NEARLY_WHOLE
        step = self._step(gain, cells, down=down, up=up, whole=self._whole)
        self._witness(low, high, step)

    def _chunks(self, rng: np.random.Generator, together: int) -> list[BoolArray]:
        """All cells; or, where they are many, a few neighbourhoods at a time in random order."""
        if not self.is_large or int(self._near.max(initial=-1)) < 0:
            return [np.ones(len(self._base), dtype=np.bool_)]
        order = rng.permutation(int(self._near.max()) + 1)
        size = np.bincount(self._near[self._near >= 0], minlength=len(order))[order]
        number = np.empty(len(order), dtype=np.intp)
        number[order] = np.cumsum(size) // together
        mine = np.where(self._near >= 0, number[self._near], -1)
        return [(mine == i) | (mine == -1) for i in range(int(number.max()) + 1)]

    def _prove_singly(self, low: FloatArray, high: FloatArray, enough: int | None) -> Verdict:
        """One cell of each unconnected part at a time, to its very limits."""
        exposed = np.zeros(len(low), dtype=np.bool_)
        sure_low, sure_high = low.copy(), high.copy()
        while enough is None or int(exposed.sum()) < enough:
            left = self._unproven(low, high)
            left = left[~exposed[left]]
            if len(left) == 0:
                break
            _, first = np.unique(self._part[left], return_index=True)
            cells = left[first]
            lowest = self._limits(cells, low, high, toward=-1.0)
            highest = self._limits(cells, low, high, toward=1.0)
            lost = cells[high[cells] - low[cells] < self._width[cells] - TINY]
            exposed[lost] = True
            sure_low[cells], sure_high[cells] = lowest, highest
        return Verdict(low, high, exposed, sure_low, sure_high)

    def _limits(
        self,
        cells: IntArray,
        low: FloatArray,
        high: FloatArray,
        *,
        toward: float,
    ) -> FloatArray:
        """How far cells of different parts can go one way, at most their width; and witness it."""
        gain = np.zeros(len(low))
        gain[cells] = toward
        down, up = self._down.copy(), self._up.copy()
        down[cells] = np.maximum(down[cells], -self._width[cells])
        up[cells] = np.minimum(up[cells], self._width[cells])
        within = self._in_parts(self._part[cells])
        step = self._step(gain, within, down=down, up=up)
        reached = self._base[cells] + step[cells]
        if self._whole:
            reached = np.ceil(reached - TINY) if toward < 0 else np.floor(reached + TINY)
        again = within & self._witness(low, high, step)[self._part]
        if bool(again[cells].any()):
            whole = self._step(gain, again, down=down, up=up, whole=True)
            self._witness(low, high, whole)
        return np.asarray(reached, dtype=np.float64)

    def _in_parts(self, parts: npt.NDArray[np.int64]) -> BoolArray:
        return np.asarray(np.isin(self._part, parts))

    def _witness(self, low: FloatArray, high: FloatArray, step: FloatArray) -> BoolArray:
        """Take note of a possible table, leaving out parts that are not whole; say which."""
        tried = np.rint(step) if self._whole else step
        broken = np.zeros(int(self._part.max(initial=-1)) + 1, dtype=np.bool_)
        if self._whole:
            broken[self._part[np.abs(tried - step) > NEARLY_WHOLE]] = True
        outside = (tried < self._down - TINY) | (tried > self._up + TINY)
        broken[self._part[outside]] = True
        uneven = np.abs(np.asarray(self._matrix @ tried)) > (TINY if self._whole else 1e-4)
        broken[self._part[_touched(self._matrix, uneven)]] = True
        kept = ~broken[self._part]
        value = self._base + tried
        low[kept] = np.minimum(low[kept], value[kept])
        high[kept] = np.maximum(high[kept], value[kept])
        return broken

    def _step(
        self,
        gain: FloatArray,
        within: BoolArray,
        *,
        down: FloatArray,
        up: FloatArray,
        whole: bool = False,
    ) -> FloatArray:
        """The best move from the base table for a gain, moving some cells only; zero where none."""
        result = np.zeros(len(gain))
        cells = np.flatnonzero(within)
        found = _best(
            gain[cells],
            csr_array(self._columns[:, cells]),
            np.zeros(self._matrix.shape[0]),
            Bounds(down[cells], up[cells]),
            whole=whole,
        )
        if found.x is not None:
            result[cells] = found.x
        return result


def limits(puzzle: Puzzle, cells: IntArray) -> tuple[FloatArray, FloatArray]:
    """The least and greatest value of some cells in tables that solve the puzzle.

    Limits of linear programmes, drawn in to whole numbers where the puzzle is whole.
    """
    part, numbers, _ = open_part(puzzle)
    low, high = puzzle.low.copy(), puzzle.high.copy()
    place = np.full(len(low), -1, dtype=np.intp)
    place[numbers] = np.arange(len(numbers))
    matrix = _matrix(part)
    piece = parts_of(part)
    for cell in cells[place[cells] >= 0]:
        here = np.flatnonzero(piece == piece[place[cell]])
        gain = (here == place[cell]).astype(np.float64)
        bounds = Bounds(part.low[here], part.high[here])
        ends = [
            _best(sign * gain, matrix[:, here], part.sums.equals, bounds, whole=False)
            for sign in (-1.0, 1.0)
        ]
        low[cell] = _end(ends[0], gain, otherwise=puzzle.low[cell])
        high[cell] = _end(ends[1], gain, otherwise=np.inf)
    if puzzle.whole:
        low, high = np.ceil(low - TINY), np.floor(high + TINY)
    return low[cells], high[cells]


def some_table(puzzle: Puzzle) -> tuple[FloatArray, bool]:
    """A table that solves the puzzle, and whether it is whole as the puzzle asks."""
    matrix = _matrix(puzzle)
    bounds = Bounds(puzzle.low, puzzle.high)
    none = np.zeros(len(puzzle.low))
    found = _best(none, matrix, puzzle.sums.equals, bounds, whole=False)
    if found.x is None:
        raise ContradictionError
    table = np.asarray(found.x, dtype=np.float64)
    if puzzle.whole and not _is_whole(table):
        found = _best(none, matrix, puzzle.sums.equals, bounds, whole=True)
        table = table if found.x is None else np.asarray(found.x, dtype=np.float64)
    whole = puzzle.whole and _is_whole(table)
    return (np.rint(table) if whole else table), whole


def parts_of(puzzle: Puzzle) -> npt.NDArray[np.int64]:
    """For each cell, the number of the unconnected part of the puzzle it belongs to."""
    sums = puzzle.sums
    cells = len(puzzle.low)
    graph = coo_array(
        (np.ones(len(sums.row)), (sums.cell, cells + sums.row)),
        shape=(cells + sums.count, cells + sums.count),
    )
    _, label = connected_components(graph, directed=False)
    return np.asarray(np.unique(label[:cells], return_inverse=True)[1], dtype=np.int64)


def _matrix(puzzle: Puzzle) -> Matrix:
    sums = puzzle.sums
    return csr_array((sums.weight, (sums.row, sums.cell)), shape=(sums.count, len(puzzle.low)))


def _best(
    gain: FloatArray, matrix: Matrix, equals: FloatArray, bounds: Bounds, *, whole: bool
) -> OptimizeResult:
    """The table within bounds that satisfies the sums and gains most."""
    rows = np.flatnonzero(np.diff(matrix.indptr))
    sums = LinearConstraint(matrix[rows], equals[rows], equals[rows]) if len(rows) else None
    return milp(
        -gain,
        bounds=bounds,
        constraints=sums,
        integrality=np.full(len(gain), int(whole)),
        options={"node_limit": NODES, "mip_rel_gap": GAP},
    )


def _end(found: OptimizeResult, gain: FloatArray, *, otherwise: float) -> float:
    return otherwise if found.x is None else float(gain @ found.x)


def _is_whole(table: FloatArray) -> bool:
    return bool(np.all(np.abs(table - np.rint(table)) < NEARLY_WHOLE))


def _touched(matrix: Matrix, rows: BoolArray) -> BoolArray:
    """Which cells have a part in any of some sums."""
    entries = np.repeat(rows, np.diff(matrix.indptr))
    result = np.zeros(matrix.shape[1], dtype=np.bool_)
    result[matrix.indices[entries]] = True
    return result
