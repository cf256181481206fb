"""The cells of linked tables, each once, and every sum that ties them together.

A cell is the set of categories it fixes: `{lsoa: E01…, type: robbery}`; totals fix fewer. The
same margin met in two cubes is one cell. Cells are kept in blocks, one for each set of levels
fixed, in an order that depends on names only, so that nothing decided later depends on the order
in which cubes, dimensions or categories were handed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from headwater.core.counts import CountCube, Dimension, FloatArray, margin_of
from headwater.core.disclosure.profile import TINY
from headwater.core.errors import DisclosureError

IntArray = npt.NDArray[np.intp]
At = frozenset[tuple[str, str]]
"""Where a cell stands: the (level, category) pairs it fixes. Empty is the grand total."""

Keys = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Sheet:
    """Every margin of one cube, raw or as published (NaN is hidden)."""

    dimensions: tuple[Dimension, ...]
    margins: Mapping[Keys, FloatArray]


@dataclass(frozen=True, eq=False)
class Block:
    """All cells that fix the same levels: one axis for each level, in the order of `keys`."""

    keys: Keys
    offset: int
    values: FloatArray

    @property
    def ids(self) -> IntArray:
        """The number of each cell, in the shape of the block."""
        last = self.offset + self.values.size
        return np.arange(self.offset, last, dtype=np.intp).reshape(self.values.shape)


@dataclass(frozen=True, eq=False)
class Sums:
    """Linear equations over cells as entries: the sum of `weight` times cell is `equals`."""

    row: IntArray
    cell: IntArray
    weight: FloatArray
    equals: FloatArray

    @property
    def count(self) -> int:
        """How many equations there are."""
        return len(self.equals)


@dataclass(frozen=True, eq=False)
class Layout:
    """The cells of one universe, their values, and the equations they obey."""

    levels: dict[str, tuple[str, ...]]
    blocks: dict[Keys, Block]
    values: FloatArray
    sums: Sums

    def neighbourhoods(self) -> IntArray:
        """For each cell, the place of its category on the level that has most, or -1 for none.

        Large puzzles are worked a few of these at a time.
        """
        result = np.full(len(self.values), -1, dtype=np.intp)
        finest = max(self.levels, key=lambda key: (len(self.levels[key]), key), default="")
        for block in self.blocks.values():
            if finest in block.keys:
                place = np.indices(block.values.shape)[block.keys.index(finest)]
                result[block.ids] = place
        return result

    def find(self, at: At) -> int | None:
        """The number of a cell, or None where no table has it."""
        fixed = dict(at)
        block = self.blocks.get(tuple(sorted(fixed)))
        if block is None or any(fixed[key] not in self.levels[key] for key in block.keys):
            return None
        place = tuple(self.levels[key].index(fixed[key]) for key in block.keys)
        return int(block.ids[place])

    def at(self, cell: int) -> At:
        """Where a cell stands, from its number."""
        for block in self.blocks.values():
            if block.offset <= cell < block.offset + block.values.size:
                place = np.unravel_index(cell - block.offset, block.values.shape)
                return frozenset(
                    (key, self.levels[key][int(i)])
                    for key, i in zip(block.keys, place, strict=True)
                )
        raise KeyError(cell)


def levels_of(dimension: Dimension) -> tuple[Dimension, ...]:
    """A dimension and what it adds up to, smallest first."""
    chain = [dimension]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return tuple(chain)


def margin_keys(dimensions: Sequence[Dimension]) -> tuple[Keys, ...]:
    """The key of every margin of a cube, the grand total last."""
    choices = [(*(level.key for level in levels_of(d)), None) for d in dimensions]
    return tuple(tuple(key for key in choice if key is not None) for choice in product(*choices))


def sheet_of(cube: CountCube) -> Sheet:
    """Every margin of a cube of raw counts."""
    margins = {
        keys: margin_of(cube.counts, cube.dimensions, keys) for keys in margin_keys(cube.dimensions)
    }
    return Sheet(cube.dimensions, margins)


def lay_out(sheets: Sequence[Sheet], *, universe: str) -> Layout:
    """Put the margins of linked cubes on one sheet, each cell once.

    Refuses cubes that disagree about a shared cell: they do not count the same events.
    """
    levels = _levels(sheets)
    values: dict[Keys, FloatArray] = {}
    for sheet in sheets:
        _check_keys(sheet, universe=universe)
        for keys, margin in sheet.margins.items():
            name = tuple(sorted(keys))
            placed = _placed(margin, keys, sheet.dimensions, levels)
            values[name] = _agreed(values.get(name), placed, universe=universe, keys=name)
    blocks: dict[Keys, Block] = {}
    offset = 0
    for name in sorted(values, key=lambda keys: (-len(keys), keys)):
        blocks[name] = Block(name, offset, values[name])
        offset += values[name].size
    flat = np.concatenate([block.values.ravel() for block in blocks.values()] or [np.zeros(0)])
    parents = _parents(sheets, levels, universe=universe)
    return Layout(levels, blocks, flat, _sums(blocks, parents, levels))


def taken_out(
    sheet_dimensions: tuple[Dimension, ...], layout: Layout, cells: FloatArray
) -> dict[Keys, FloatArray]:
    """The margins of one cube again, from values by cell: the way back from `lay_out`."""
    margins: dict[Keys, FloatArray] = {}
    for keys in margin_keys(sheet_dimensions):
        block = layout.blocks[tuple(sorted(keys))]
        table = cells[block.ids]
        where = [
            _positions(_level(sheet_dimensions, key).codes, layout.levels[key])
            for key in block.keys
        ]
        picked = table[np.ix_(*where)] if where else table
        order = [block.keys.index(key) for key in keys]
        margins[keys] = np.asarray(np.transpose(picked, order) if order else picked)
    return margins


def _levels(sheets: Iterable[Sheet]) -> dict[str, tuple[str, ...]]:
    """Every level's categories, from all cubes, in order of code."""
    codes: dict[str, set[str]] = {}
    for sheet in sheets:
        for dimension in sheet.dimensions:
            for level in levels_of(dimension):
                codes.setdefault(level.key, set()).update(level.codes)
    return {key: tuple(sorted(found)) for key, found in sorted(codes.items())}


def _check_keys(sheet: Sheet, *, universe: str) -> None:
    keys = [level.key for d in sheet.dimensions for level in levels_of(d)]
    if len(set(keys)) != len(keys):
        raise DisclosureError(
            f"A cube of [{universe}] has two dimensions called the same: [{', '.join(keys)}]. "
            "Give each its own key."
        )


def _level(dimensions: Iterable[Dimension], key: str) -> Dimension:
    return next(lv for d in dimensions for lv in levels_of(d) if lv.key == key)


def _positions(codes: Sequence[str], among: Sequence[str]) -> IntArray:
    place = {code: i for i, code in enumerate(among)}
    return np.array([place[code] for code in codes], dtype=np.intp)


def _placed(
    margin: FloatArray,
    keys: Keys,
    dimensions: tuple[Dimension, ...],
    levels: Mapping[str, tuple[str, ...]],
) -> FloatArray:
    """A margin with axes in order of key and categories in order of code.

    Categories that only another cube lists hold zero, which `_agreed` then checks.
    """
    name = tuple(sorted(keys))
    result = np.zeros(tuple(len(levels[key]) for key in name))
    where = [_positions(_level(dimensions, key).codes, levels[key]) for key in name]
    turned = np.transpose(margin, [keys.index(key) for key in name]) if name else margin
    result[np.ix_(*where) if where else ()] = turned
    return result


def _agreed(before: FloatArray | None, now: FloatArray, *, universe: str, keys: Keys) -> FloatArray:
    """The value of each cell in two cubes at once; whichever is shown, where one is hidden."""
    if before is None:
        return now
    both = ~np.isnan(before) & ~np.isnan(now)
    gap = np.abs(before - now) > TINY + 1e-9 * np.abs(before)
    if bool(np.any(both & gap)):
        raise DisclosureError(
            f"Cubes of [{universe}] disagree about the totals by [{', '.join(keys) or 'nothing'}]. "
            "Linked cubes must count the same events: give a cube that leaves some out its own "
            "universe, and a dimension that is grouped differently its own key."
        )
    return np.where(np.isnan(before), now, before)


def _parents(
    sheets: Iterable[Sheet], levels: Mapping[str, tuple[str, ...]], *, universe: str
) -> dict[tuple[str, str], IntArray]:
    """For each level and what it adds up to, where each category's parent stands (-1: none)."""
    maps: dict[tuple[str, str], IntArray] = {}
    for sheet in sheets:
        for dimension in sheet.dimensions:
            for child in levels_of(dimension):
                if child.parent is None:
                    continue
                pair = (child.key, child.parent.key)
                place = maps.setdefault(pair, np.full(len(levels[child.key]), -1, dtype=np.intp))
                rows = _positions(child.codes, levels[child.key])
                tops = _positions(child.parents, levels[child.parent.key])
                if bool(np.any((place[rows] >= 0) & (place[rows] != tops))):
                    raise DisclosureError(
                        f"Cubes of [{universe}] put a category of [{child.key}] in two "
                        f"different categories of [{child.parent.key}]. Use one lookup for both."
                    )
                place[rows] = tops
    return maps


def _sums(
    blocks: Mapping[Keys, Block],
    parents: Mapping[tuple[str, str], IntArray],
    levels: Mapping[str, tuple[str, ...]],
) -> Sums:
    """Every cell is the sum of the cells one step finer, along each level that is finer."""
    rows: list[IntArray] = []
    cells: list[IntArray] = []
    weights: list[FloatArray] = []
    count = 0
    for block in blocks.values():
        for axis, key in enumerate(block.keys):
            for target, place in _targets(block.keys, key, blocks, parents, len(levels[key])):
                kept = place >= 0
                children = np.compress(kept, np.moveaxis(block.ids, axis, 0), axis=0)
                totals = _lifted(target, block.keys, key)[place[kept]]
                rows += [count + (totals - target.offset).ravel()]
                rows += [count + np.arange(target.values.size, dtype=np.intp)]
                cells += [children.ravel(), target.ids.ravel()]
                weights += [np.ones(children.size), -np.ones(target.values.size)]
                count += target.values.size
    if not rows:
        none = np.zeros(0, dtype=np.intp)
        return Sums(none, none, np.zeros(0), np.zeros(0))
    return Sums(
        np.concatenate(rows), np.concatenate(cells), np.concatenate(weights), np.zeros(count)
    )


def _targets(
    keys: Keys,
    key: str,
    blocks: Mapping[Keys, Block],
    parents: Mapping[tuple[str, str], IntArray],
    size: int,
) -> list[tuple[Block, IntArray]]:
    """The blocks that cells of a block add up to along one level: the nearest there are."""
    rest = tuple(k for k in keys if k != key)
    found: list[tuple[Block, IntArray]] = []
    reached = [(key, np.arange(size, dtype=np.intp))]
    while reached:
        here, place = reached.pop()
        for (child, parent), step in sorted(parents.items()):
            if child != here:
                continue
            onward = np.where(place >= 0, step[place], -1)
            block = blocks.get(tuple(sorted((*rest, parent))))
            if block is not None:
                found.append((block, onward))
            else:
                reached.append((parent, onward))
    if not found and rest in blocks:
        found.append((blocks[rest], np.zeros(size, dtype=np.intp)))
    return found


def _lifted(target: Block, keys: Keys, key: str) -> IntArray:
    """The target's cell numbers with the level summed over first, the rest in the block's order."""
    rest = [k for k in keys if k != key]
    new = [k for k in target.keys if k not in rest]
    if not new:
        return target.ids[np.newaxis, ...]
    order = [target.keys.index(k) for k in (*new, *rest)]
    return np.transpose(target.ids, order)
