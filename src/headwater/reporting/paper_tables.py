"""Tables as paper can hold them: which columns are printed, how wide, and which way the page lies.

The web page, the workbook and the CSV files keep every column; each printed table that leaves some
out says so and names its file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.core.editions import ColumnKind
from headwater.reporting import words
from headwater.reporting.assembly import ShownTable
from headwater.reporting.column_widths import Room, lines_of, rooms, shared

PORTRAIT = 170 / 25.4 * 72
"""What is left of upright A4 between the margins, in points."""
LANDSCAPE = 257 / 25.4 * 72
CELL_MARGIN = 4.0
"""Beside the text of a cell, on each side, in points."""
COLUMNS_UPRIGHT = 9
"""A table of more columns lies on its side."""
LINE_HEIGHT = 1.1
"""As a multiple of the size of the type."""
ROW_MARGINS = 6.0
"""Above and below the text of a row together, in points."""
TALLEST_KEPT_WHOLE = 85 / 25.4 * 72
"""A taller table may run over a page end, in points; a shorter one moves to the next page."""
TALLEST_ON_ITS_SIDE = 112 / 25.4 * 72
"""What a page on its side holds of a table beside its title and notes, in points."""

Places = tuple[int, ...]
"""Positions of columns in the table."""


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table as it is printed."""

    shown: ShownTable
    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    row_headers: int
    type_size: float
    widths: tuple[float, ...]
    """Of the columns, in points, margins included."""
    is_sideways: bool
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the table is of."""
        return self.shown.table.title

    @property
    def number(self) -> int:
        """The number all documents give it."""
        return self.shown.number

    @property
    def may_break(self) -> bool:
        """Whether it may run over the end of a page."""
        return self._height > TALLEST_KEPT_WHOLE

    @property
    def _height(self) -> float:
        """About how tall it is, in points."""
        lines = _lines((self.heads, *self.cells), self.widths, type_size=self.type_size)
        return _tall(lines, self.type_size)


def paper_table(shown: ShownTable) -> PaperTable:
    """A table with the columns, and where it is cut the rows, that paper can hold.

    Codes are left to the files where a name says the same. A table of more than nine columns, or
    too wide for its words, lies on its side. One too wide even so prints the columns that name the
    row and then, in the order of the table, as many as fit. On its side a table that is cut anyway
    is cut to one page.
    """
    places = _without_codes(shown)
    is_sideways = len(places) > COLUMNS_UPRIGHT or not _fits(shown, places, across=PORTRAIT)
    if is_sideways:
        places = _first_that_fit(shown, places)
        shown = _one_page(shown, places) if shown.is_cut else shown
    return PaperTable(
        shown=shown,
        heads=_heads(shown, places),
        cells=_cells(shown, places),
        numeric=tuple(shown.table.columns[at].kind.is_number for at in places),
        row_headers=_row_headers(shown, places),
        type_size=_type_size(len(places)),
        widths=_widths(shown, places, across=LANDSCAPE if is_sideways else PORTRAIT),
        is_sideways=is_sideways,
        notes=_notes(shown, places),
    )


# Which columns, and which way the page lies


def _without_codes(shown: ShownTable) -> Places:
    """The columns that are not codes, or all where nothing else would name the row."""
    kinds = [column.kind for column in shown.table.columns]
    if ColumnKind.NAME not in kinds:
        return tuple(range(len(kinds)))
    return tuple(at for at, kind in enumerate(kinds) if kind is not ColumnKind.CODE)


def _fits(shown: ShownTable, places: Places, *, across: float) -> bool:
    """Whether every column has room for its longest word."""
    return sum(need.least for need in _rooms(shown, places)) <= across


def _first_that_fit(shown: ShownTable, places: Places) -> Places:
    """The columns that name the row, and then in order as many as a page on its side holds."""
    naming = _row_headers(shown, places)
    count = len(places)
    while count > naming + 1 and not _fits(shown, places[:count], across=LANDSCAPE):
        count -= 1
    return places[:count]


def _one_page(shown: ShownTable, places: Places) -> ShownTable:
    """A cut table cut again, to its first rows on one page and the rows that findings cite."""
    widths = _widths(shown, places, across=LANDSCAPE)
    size = _type_size(len(places))
    left = TALLEST_ON_ITS_SIDE - _tall(
        _lines([_heads(shown, places)], widths, type_size=size), size
    )
    kept = []
    for row, lines in zip(
        shown.rows, _lines(_cells(shown, places), widths, type_size=size), strict=True
    ):
        left -= _tall([lines], size)
        if left >= 0 or row in shown.cited:
            kept.append(row)
    return replace(shown, rows=tuple(kept))


def _row_headers(shown: ShownTable, places: Places) -> int:
    """How many printed columns name the row: those that did, or all up to the first name."""
    kept = sum(at < shown.row_headers for at in places)
    if kept:
        return kept
    kinds = [shown.table.columns[at].kind for at in places]
    return kinds.index(ColumnKind.NAME) + 1


# How wide, and in what type


def _type_size(columns: int) -> float:
    """Wide tables are set smaller, in points."""
    return 9 if columns <= 5 else 8 if columns <= 8 else 7.5


def _rooms(shown: ShownTable, places: Places) -> list[Room]:
    return rooms(
        _heads(shown, places),
        _cells(shown, places),
        type_size=_type_size(len(places)),
        margin=CELL_MARGIN,
    )


def _widths(shown: ShownTable, places: Places, *, across: float) -> tuple[float, ...]:
    return tuple(shared(_rooms(shown, places), across=across))


def _lines(
    rows: Sequence[Sequence[str]], widths: Sequence[float], *, type_size: float
) -> list[int]:
    """How many lines each row takes."""
    return [
        max(
            lines_of(text, width=width - 2 * CELL_MARGIN, type_size=type_size)
            for text, width in zip(row, widths, strict=True)
        )
        for row in rows
    ]


def _tall(lines: Sequence[int], type_size: float) -> float:
    """How tall rows of so many lines are together, in points."""
    return sum(count * type_size * LINE_HEIGHT + ROW_MARGINS for count in lines)


# What is written


def _heads(shown: ShownTable, places: Places) -> tuple[str, ...]:
    """Headings, with a number kept beside its per cent sign."""
    heads = (words.heading(shown.table.columns[at]) for at in places)
    return tuple(head.replace(" %", "\N{NO-BREAK SPACE}%") for head in heads)


def _cells(shown: ShownTable, places: Places) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row[at] for at in places) for row in shown.cells())


def _notes(shown: ShownTable, places: Places) -> tuple[str, ...]:
    """What stands under a printed table: what is left out, marks, its own notes, its rule."""
    marks = "; ".join(f"{mark} {meaning}" for mark, meaning in shown.marks)
    first = " ".join(
        line for line in (_left_out(shown, places), f"{marks}." if marks else "") if line
    )
    return tuple(line for line in (first, *shown.table.notes, shown.table.rule) if line)


def _left_out(shown: ShownTable, places: Places) -> str:
    """What the files hold that paper does not, or nothing."""
    columns = len(shown.table.columns)
    parts = [shown.cut_sentence] if shown.is_cut else []
    if len(places) < len(_without_codes(shown)):
        parts.append(f"Prints {len(places)} of {columns} columns.")
        parts.append(f"All {columns} columns are in {shown.file}.")
    elif len(places) < columns:
        parts.append("Codes are there too." if shown.is_cut else f"Codes are in {shown.file}.")
    return " ".join(parts)
