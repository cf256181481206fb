"""The attack: what a reader with a computer can work out from everything published.

It sees released tables only, never raw counts. The release of an edition is checked with it, and
so is a new edition beside earlier ones: `Link` says what else ties published counts together,
such as two rolling years that share eleven months.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from headwater.core.counts import BoolArray, FloatArray, ReleasedCube
from headwater.core.disclosure.layout import At, IntArray, Layout, Sheet, Sums, lay_out
from headwater.core.disclosure.profile import (
    TINY,
    Profile,
    check_profile,
    hides,
    known_range,
    protected_width,
)
from headwater.core.disclosure.puzzle import ContradictionError, Puzzle, narrowed, open_part
from headwater.core.errors import DisclosureError


class Attacker(StrEnum):
    """What is known besides the published numbers and the sums that tie them."""

    ARITHMETIC = "arithmetic"
    """That counts are not negative, and nothing of the rule but its rounding."""
    RULE = "rule"
    """Also the published rule: that hidden counts are not zero where zeros are shown."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Cubes published together under one rule. `label` tells one edition from the next."""

    label: str
    cubes: tuple[ReleasedCube, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of a publication: what it counts and the categories it fixes."""

    publication: str
    universe: str
    at: At


@dataclass(frozen=True, slots=True)
class Link:
    """A sum known to hold: weights times counts add to `equals`.

    A cell that no table has is a count nobody published, known only not to be negative.
    """

    terms: tuple[tuple[Cell, float], ...]
    equals: float = 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and greatest value a cell can have, to an attacker. `high` may be infinite."""

    cell: Cell
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether the attacker has the count itself."""
        return self.high - self.low < TINY


def intervals(
    publications: Sequence[Publication],
    links: Sequence[Link] = (),
    *,
    attacker: Attacker = Attacker.RULE,
    cells: Collection[Cell] | None = None,
) -> tuple[Interval, ...]:
    """The interval of every cell that is not shown, or of `cells`, in order of table and name.

    Exact for linear programmes, then drawn in to whole numbers where counts are whole. Two
    programmes for each cell at most: for large releases ask for the cells in question, or use
    `recoverable`.
    """
    # scipy takes most of a second to load, and most releases have nothing to attack.
    from headwater.core.disclosure.certify import limits

    scene = _scene(publications, links, attacker=attacker)
    wanted = np.flatnonzero(scene.concealed)
    if cells is not None:
        asked = {scene.number(cell) for cell in cells}
        wanted = np.array([i for i in wanted if i in asked], dtype=np.intp)
    low, high = limits(scene.puzzle, wanted)
    return tuple(
        Interval(scene.cell(int(i)), float(least), float(most))
        for i, least, most in zip(wanted, low, high, strict=True)
    )


def recoverable(
    publications: Sequence[Publication],
    links: Sequence[Link] = (),
    *,
    width: int | None = None,
) -> tuple[Interval, ...]:
    """Cells that are not shown and can be worked out to within less than the protected width.

    The attacker knows the rule. The width is each profile's (`protected_width`), or `width` for
    all; a rule without secondary suppression protects no width, so only `width` judges its cells.
    Counts nobody published are listed when they can be worked out and may be small.
    """
    scene = _scene(publications, links, attacker=Attacker.RULE)
    need = scene.need if width is None else np.where(scene.concealed, float(width), 0.0)
    if not bool(need.any()):
        return ()
    low, high, exposed = _exposed(scene, need)
    told = exposed & ~(scene.unpublished & ((low > scene.small_to) | (high < TINY)))
    return tuple(
        Interval(scene.cell(int(i)), float(low[i]), float(high[i])) for i in np.flatnonzero(told)
    )


def check_unrecoverable(publications: Sequence[Publication], links: Sequence[Link] = ()) -> None:
    """Raise `DisclosureError` where a hidden count can be worked out. Names tables, not cells."""
    found = recoverable(publications, links)
    if not found:
        return
    places = dict.fromkeys(
        f"{i.cell.universe} by {', '.join(sorted(k for k, _ in i.cell.at)) or 'nothing'}"
        for i in found
    )
    raise DisclosureError(
        f"[{len(found)}] hidden counts could be worked out from what would be published: "
        f"[{'; '.join(places)}]. Nothing was released. Release the cubes of a universe together, "
        "and leave out the tables named or publish them for larger areas or longer periods."
    )


@dataclass(frozen=True, eq=False)
class _Scene:
    """Everything published, as one puzzle."""

    puzzle: Puzzle
    concealed: BoolArray
    unpublished: BoolArray
    need: FloatArray
    small_to: float
    near: IntArray
    pieces: tuple["_Piece", ...]
    extra: tuple[Cell, ...] = field(default=())

    def number(self, cell: Cell) -> int | None:
        """The number of a cell in the puzzle."""
        return _number(cell, self.pieces, self.extra)

    def cell(self, number: int) -> Cell:
        """The cell with a number."""
        for piece in self.pieces:
            if number < piece.offset + len(piece.layout.values):
                return Cell(
                    piece.publication, piece.universe, piece.layout.at(number - piece.offset)
                )
        published = sum(len(piece.layout.values) for piece in self.pieces)
        return self.extra[number - published]


@dataclass(frozen=True, eq=False)
class _Piece:
    """The linked tables of one universe in one publication."""

    publication: str
    universe: str
    profile: Profile
    layout: Layout
    whole: bool
    offset: int


def _scene(
    publications: Sequence[Publication], links: Sequence[Link], *, attacker: Attacker
) -> _Scene:
    pieces = _pieces(publications)
    published = sum(len(piece.layout.values) for piece in pieces)
    known = [_known(piece, attacker) for piece in pieces]
    named = dict.fromkeys(cell for link in links for cell, _ in link.terms)
    extra = tuple(cell for cell in named if _number(cell, pieces, ()) is None)
    unseen = np.zeros(len(extra))
    values = np.concatenate([*(piece.layout.values for piece in pieces), unseen + np.nan])
    needs = [np.where(np.isnan(piece.layout.values), _width(piece), 0.0) for piece in pieces]
    need_unseen = max((_width(piece) for piece in pieces if hides(piece.profile)), default=0.0)
    unpublished = np.arange(len(values)) >= published
    low = np.concatenate([*(low for low, _ in known), unseen])
    high = np.concatenate([*(high for _, high in known), unseen + np.inf])
    whole = all(piece.whole for piece in pieces)
    return _Scene(
        puzzle=Puzzle(_all_sums(pieces, links, extra), low, high, whole),
        concealed=np.isnan(values),
        unpublished=unpublished,
        need=np.concatenate([*needs, unseen + need_unseen]),
        small_to=float(max((piece.profile.primary_to for piece in pieces), default=0)),
        near=np.concatenate(
            [*(p.layout.neighbourhoods() for p in pieces), np.full(len(extra), -1, dtype=np.intp)]
        ),
        pieces=pieces,
        extra=extra,
    )


def _pieces(publications: Sequence[Publication]) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    offset = 0
    if len({publication.label for publication in publications}) != len(publications):
        raise DisclosureError("Two publications have the same label. Give each its own.")
    for publication in publications:
        check_profile(publication.profile)
        for universe in dict.fromkeys(cube.universe for cube in publication.cubes):
            cubes = [cube for cube in publication.cubes if cube.universe == universe]
            sheets = [Sheet(cube.dimensions, cube.margins) for cube in cubes]
            layout = lay_out(sheets, universe=universe)
            whole = not any(cube.approximate for cube in cubes)
            pieces.append(
                _Piece(publication.label, universe, publication.profile, layout, whole, offset)
            )
            offset += len(layout.values)
    return tuple(pieces)


def _number(cell: Cell, pieces: Sequence[_Piece], extra: tuple[Cell, ...]) -> int | None:
    for piece in pieces:
        if (piece.publication, piece.universe) == (cell.publication, cell.universe):
            found = piece.layout.find(cell.at)
            if found is not None:
                return piece.offset + found
    if cell in extra:
        return sum(len(piece.layout.values) for piece in pieces) + extra.index(cell)
    return None


def _known(piece: _Piece, attacker: Attacker) -> tuple[FloatArray, FloatArray]:
    low, high = known_range(piece.layout.values, piece.profile, whole=piece.whole)
    if attacker is Attacker.ARITHMETIC:
        low = np.where(np.isnan(piece.layout.values), 0.0, low)
    return low, high


def _width(piece: _Piece) -> float:
    """The width each hidden cell must keep: none where the rule does not ask for protection."""
    return float(protected_width(piece.profile)) if piece.profile.secondary else 0.0


def _all_sums(pieces: Sequence[_Piece], links: Sequence[Link], extra: tuple[Cell, ...]) -> Sums:
    rows: list[IntArray] = [np.zeros(0, dtype=np.intp)]
    cells: list[IntArray] = [np.zeros(0, dtype=np.intp)]
    weights: list[FloatArray] = [np.zeros(0)]
    equals: list[FloatArray] = [np.zeros(0)]
    count = 0
    for piece in pieces:
        sums = piece.layout.sums
        rows.append(sums.row + count)
        cells.append(sums.cell + piece.offset)
        weights.append(sums.weight)
        equals.append(sums.equals)
        count += sums.count
    for link in links:
        numbers = [_number(cell, pieces, extra) for cell, _ in link.terms]
        rows.append(np.full(len(numbers), count, dtype=np.intp))
        cells.append(np.array(numbers, dtype=np.intp))
        weights.append(np.array([weight for _, weight in link.terms], dtype=np.float64))
        equals.append(np.array([link.equals]))
        count += 1
    return Sums(
        np.concatenate(rows),
        np.concatenate(cells),
        np.concatenate(weights),
        np.concatenate(equals),
    )


def _exposed(scene: _Scene, need: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """The range of each cell and whether it is narrower than it needs to be.

    Ranges of cells that are not exposed are what was looked at, not their limits.
    """
    from headwater.core.disclosure.certify import Prover, some_table

    puzzle = scene.puzzle
    part, cells, _ = open_part(puzzle)
    found = narrowed(part)
    if bool(np.any(found.low > found.high + TINY)):
        raise ContradictionError
    low, high = puzzle.low.copy(), puzzle.high.copy()
    low[cells], high[cells] = found.low, found.high
    exposed = high - low < need - TINY
    left = np.where(exposed, 0.0, need)
    if not bool(left.any()):
        return low, high, exposed
    base, whole = some_table(part)
    puzzle_left = Puzzle(part.sums, part.low, part.high, whole)
    prover = Prover(puzzle_left, base=base, width=left[cells], near=scene.near[cells])
    verdict = prover.prove(base, base)
    lost = cells[verdict.exposed]
    exposed[lost] = True
    low[lost] = verdict.sure_low[verdict.exposed]
    high[lost] = verdict.sure_high[verdict.exposed]
    return low, high, exposed
