"""A paper as a page, so that it can be read and printed without saving a file."""

from dataclasses import dataclass

from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph
from headwater.web.design_system.parts import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a paper for a template: just one of its fields is filled."""

    heading: str = ""
    level: int = 2
    strong: str = ""
    text: str = ""
    note: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    table: Table | None = None


def pieces(paper: Paper) -> list[Piece]:
    """The parts of a paper in their order."""
    return [_piece(part) for part in paper.parts]


def _piece(part: Heading | Paragraph | Bullets | Facts | Grid | Note) -> Piece:
    match part:
        case Heading():
            return Piece(heading=part.text, level=part.level + 1)
        case Paragraph():
            return Piece(strong=part.strong, text=part.text)
        case Bullets():
            return Piece(items=part.items)
        case Facts():
            return Piece(rows=tuple(Row(key, value) for key, value in part.rows))
        case Note():
            return Piece(note=part.title, text=part.text)
        case Grid():
            return Piece(table=_table(part))


def _table(grid: Grid) -> Table:
    return Table(
        caption=grid.caption,
        columns=[Column(each) for each in grid.columns],
        rows=grid.rows,
        when_empty=grid.empty,
        is_dense=True,
    )
