"""The body of a table as HTML, written row by row because tables are long."""

import html
from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from headwater.web.design_system.parts import Cell, CellLike, Table, Tag

EMPTY_MARK = "–"


def tag_html(tag: Tag) -> SafeString:
    """A status tag; its meaning shows when it is pointed at."""
    meaning = f' title="{escape(tag.meaning)}"' if tag.meaning else ""
    return mark_safe(  # noqa: S308 - every part is escaped here
        f'<strong class="govuk-tag govuk-tag--{escape(tag.colour)}"{meaning}>'
        f"{escape(tag.text)}</strong>"
    )


def _escaped(text: str) -> str:
    """Text as HTML; what is HTML already stays. Quicker than Django's, and tables are long."""
    return text if hasattr(text, "__html__") else html.escape(text)


def cell_html(cell: CellLike, marks: dict[str, str] | None = None) -> str:
    """What stands inside one cell."""
    if cell is None:
        return EMPTY_MARK
    if not isinstance(cell, Cell):
        return _escaped(cell if isinstance(cell, str) else str(cell))
    parts = [_words(cell)]
    if cell.mark:
        parts.append(_mark(cell.mark, marks or {}))
    if cell.tag:
        parts.append(tag_html(cell.tag))
    if cell.hint:
        parts.append(f'<span class="hw-hint">{escape(cell.hint)}</span>')
    return " ".join(part for part in parts if part)


def _words(cell: Cell) -> str:
    text = _escaped(cell.text)
    if not cell.href:
        return text
    return f'<a class="govuk-link" href="{html.escape(cell.href)}">{text}</a>'


def _mark(mark: str, marks: dict[str, str]) -> str:
    """A mark with its meaning for those who hear the page; the note below the table is for eyes."""
    meaning = marks.get(mark)
    if meaning is None:
        return f'<span class="hw-mark">{escape(mark)}</span>'
    return (
        f'<span class="hw-mark"><span aria-hidden="true">{escape(mark)}</span>'
        f'<span class="govuk-visually-hidden">{escape(meaning)}</span></span>'
    )


def body_html(table: Table) -> SafeString:
    """Every row of a table."""
    return mark_safe("".join(_rows(table)))  # noqa: S308 - every cell is escaped


def _rows(table: Table) -> Iterator[str]:
    marks = dict(table.marks)
    classes = [' class="hw-number"' if column.numeric else "" for column in table.columns]
    for place, row in enumerate(table.rows):
        standout = ' class="hw-row--standout"' if place in table.standout else ""
        yield f"<tr{standout}>{''.join(_cells(row, classes, marks, table.row_headers))}</tr>\n"


def _cells(
    row: Sequence[CellLike], classes: Sequence[str], marks: dict[str, str], row_headers: bool
) -> Iterator[str]:
    for place, (cell, css) in enumerate(zip(row, classes, strict=True)):
        inside = cell_html(cell, marks)
        if place == 0 and row_headers:
            yield f'<th scope="row"{css}>{inside}</th>'
        else:
            yield f"<td{css}>{inside}</td>"
