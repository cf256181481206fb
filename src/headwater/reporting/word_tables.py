"""Tables of a Word document, built as XML because cell by cell takes python-docx seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from headwater.reporting.palette import RIVER, RULE
from headwater.reporting.paper_tables import CELL_MARGIN, PaperTable
from headwater.reporting.word_xml import add, clean

if TYPE_CHECKING:
    from docx.document import Document

TWIPS = 20
"""To a point."""
ROWS_KEPT_TOGETHER = 3
"""Rows at the start of a long table that stay with its caption."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as Word needs it: words, and widths in points."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    widths: Sequence[float]
    type_size: float
    may_break: bool

    def filled(self, rows: Sequence[Sequence[str]]) -> "Grid":
        """The same table with these rows."""
        return replace(self, rows=rows)


LOADS = Grid(
    heads=("Load", "Source and table", "Files", "Rows", "Refused"),
    rows=(),
    numeric=(False, False, True, True, True),
    widths=(95, 215, 45, 65, 60),
    type_size=9,
    may_break=True,
)


def grid_of(table: PaperTable) -> Grid:
    """A printed table as a grid."""
    return Grid(
        heads=table.heads,
        rows=table.cells,
        numeric=table.numeric,
        widths=table.widths,
        type_size=table.type_size,
        may_break=table.may_break,
    )


def add_grid(document: "Document", grid: Grid) -> None:
    """Put a table at the end of a document. Its header row repeats on each page.

    A short table keeps together, and with the notes below; a long one keeps its first rows with
    its caption and its last row with its notes.
    """
    made = document.add_table(rows=0, cols=0)._tbl
    widths = [round(width * TWIPS) for width in grid.widths]
    _look(made, sum(widths))
    for width in widths:
        add(made.tblGrid, "w:gridCol", w=width)
    for at, cells in enumerate((grid.heads, *grid.rows)):
        row = add(made, "w:tr")
        settings = add(row, "w:trPr")
        add(settings, "w:cantSplit")
        if at == 0:
            add(settings, "w:tblHeader")
        is_kept = not grid.may_break or at < ROWS_KEPT_TOGETHER or at == len(grid.rows)
        for i, text in enumerate(cells):
            cell = _Cell(clean(text), widths[i], is_right=grid.numeric[i], is_head=at == 0)
            cell.add_to(row, type_size=grid.type_size, is_kept=is_kept)


def _look(table: Any, width: int) -> None:
    properties = table.tblPr
    for old in list(properties):
        properties.remove(old)
    add(properties, "w:tblW", w=width, type="dxa")
    borders = add(properties, "w:tblBorders")
    add(borders, "w:top", val="single", sz=8, space=0, color=RIVER[1:])
    add(borders, "w:bottom", val="single", sz=4, space=0, color=RULE[1:])
    add(borders, "w:insideH", val="single", sz=4, space=0, color=RULE[1:])
    add(properties, "w:tblLayout", type="fixed")
    margins = add(properties, "w:tblCellMar")
    for side in ("left", "right"):
        add(margins, f"w:{side}", w=round(CELL_MARGIN * TWIPS) - 10, type="dxa")
    add(
        properties,
        "w:tblLook",
        val="04A0",
        firstRow=1,
        lastRow=0,
        firstColumn=1,
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    width: int
    is_right: bool
    is_head: bool

    def add_to(self, row: Any, *, type_size: float, is_kept: bool) -> None:
        cell = add(row, "w:tc")
        properties = add(cell, "w:tcPr")
        add(properties, "w:tcW", w=self.width, type="dxa")
        if self.is_head:
            add(properties, "w:vAlign", val="bottom")
        paragraph = add(cell, "w:p")
        settings = add(paragraph, "w:pPr")
        add(settings, "w:pStyle", val="Tabletext")
        if is_kept:
            add(settings, "w:keepNext")
        if self.is_right:
            add(settings, "w:jc", val="right")
        for i, line in enumerate(self.text.split("\n")):
            run = add(paragraph, "w:r")
            look = add(run, "w:rPr")
            if self.is_head:
                add(look, "w:b")
            add(look, "w:sz", val=round(type_size * 2))
            if i:
                add(run, "w:br")
            written = add(run, "w:t")
            written.text = line
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
