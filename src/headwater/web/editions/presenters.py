"""Assessments as pages show them: blocks, findings, tables and pictures with their words chosen.

Whoever shows an edition says in `Links` where its tables, pictures and explanations are, so that
signed-in pages and public pages are made by the same code.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from headwater.core import words
from headwater.web.design_system import parts
from headwater.web.design_system.parts import Cell, Colour, Link, Tag
from headwater.web.editions import figures
from headwater.web.editions.figures import Figure, Value
from headwater.web.editions.models import Chapter, Edition, Finding, Picture, Table
from headwater.web.editions.queries import Contents
from headwater.web.editions.rules.narrative import PieceKind, passages
from headwater.web.editions.rules.workflow import Status

ROWS_IN_CHAPTER = 12
"""Rows of a long table that a chapter shows; the table's own page has the rest."""
ROWS_BESIDE_PICTURE = 15
DENSE_FROM = 7
"""Columns from which a table is set smaller."""
AFTER_A_PART = re.compile(r"[:~_-]")
HIGHEST_FIRST = " Highest first."
LATEST = " The latest."

STATUS_TAGS = {
    Status.QUEUED: Tag("Waiting to start", Colour.GREY, "A worker will take it in hand"),
    Status.RUNNING: Tag("Being made", Colour.BLUE, "A worker is making it"),
    Status.FAILED: Tag("Could not be made", Colour.RED, "Its page says why"),
    Status.DRAFT: Tag("Draft", Colour.YELLOW, "Its narrative may still change"),
    Status.LOCKED: Tag("Locked", Colour.GREEN, "Nothing in it changes any more"),
    Status.DISCARDED: Tag("Discarded", Colour.GREY, "Put away"),
}
STRENGTH_COLOURS = {
    "strong": Colour.GREEN,
    "moderate": Colour.BLUE,
    "weak": Colour.YELLOW,
    "descriptive": Colour.GREY,
}


@dataclass(frozen=True, slots=True)
class Links:
    """Where the parts of an edition are, for whoever shows it."""

    number: Callable[[str], str]
    """From a figure's name to the page that explains it."""
    table: Callable[[str], str]
    csv: Callable[[str], str]
    picture: Callable[[str], str]
    narrow_picture: Callable[[str], str] | None = None
    """Where drawings for phones are given."""
    answer: Callable[[str], str] | None = None
    """Where something is done about a finding, for those who may."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A figure that a finding rests on."""

    value: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its weight in words."""

    sentence: str
    strength: Tag
    because: str
    cautions: Sequence[str]
    rests: Sequence[Rest]
    anchor: str = ""
    """How its place on the page is named."""
    answer: str = ""
    """Where something is done about it; empty for those who may not."""


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """A finding on a first page, with where the rest of it is told."""

    sentence: str
    strength: Tag
    chapter: Link | None


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on a chapter's page."""

    kind: str
    text: str = ""
    items: Sequence[str] = ()
    level: int = 2
    """The heading level of a figure's title."""
    finding: ShownFinding | None = None
    table: parts.Table | None = None
    figure: parts.Figure | None = None
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words of a narrative, or a figure in it with its explanation."""

    text: str
    href: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a narrative, or a list."""

    is_list: bool
    lines: Sequence[Sequence[Span]]


def status_tag(edition: Edition) -> Tag:
    """Where an edition stands."""
    return STATUS_TAGS[edition.stands]


def strength_tag(strength: str) -> Tag:
    """How much weight a finding bears."""
    return Tag(
        words.STRENGTH_WORDS[strength],
        STRENGTH_COLOURS[strength],
        words.STRENGTH_MEANINGS[strength],
    )


def key_finding(said: Finding, *, chapter: Link | None) -> KeyFinding:
    """A finding for a first page."""
    return KeyFinding(said.sentence, strength_tag(said.strength), chapter)


def finding(said: Finding, found: Mapping[str, Figure], links: Links) -> ShownFinding:
    """A finding with its weight, its cautions and the figures it rests on."""
    return ShownFinding(
        sentence=said.sentence,
        strength=strength_tag(said.strength),
        because=said.because,
        cautions=said.cautions,
        rests=[_rest(found[name], links) for name in said.figures if name in found],
        anchor=f"finding-{said.slug}",
        answer=links.answer(said.slug) if links.answer else "",
    )


def _rest(figure: Figure, links: Links) -> Rest:
    name = f"{figure.column['label']}, {figure.row_name}"
    return Rest(figure.words, name, links.number(figure.name))


def blocks(shown: Contents, links: Links) -> list[Block]:
    """What stands on a chapter's page, in order. Something shown twice is linked the second time.

    Figures under a heading of the chapter are one level below it.
    """
    made: list[Block] = []
    level, seen = 2, set[tuple[str, str]]()
    for block in shown.chapter.blocks:
        key = (block["kind"], block["ref"])
        if block["kind"] == "heading":
            level = 3
        if block["ref"] and key in seen:
            continue
        seen.add(key)
        made.extend(_block(block, shown, links, level))
    return made


def _block(block: Mapping[str, Any], shown: Contents, links: Links, level: int) -> Iterator[Block]:
    kind, ref = block["kind"], block["ref"]
    if kind == "finding":
        if ref in shown.findings:
            told = finding(shown.findings[ref], shown.figures, links)
            yield Block("finding", finding=told)
    elif kind == "table":
        if ref in shown.tables:
            held = shown.tables[ref]
            yield Block("table", table=short_table(held), links=_table_links(held, links))
    elif kind in ("chart", "map"):
        picture = shown.pictures.get(ref)
        if picture is not None and picture.table in shown.tables:
            drawn = drawn_figure(picture, shown.tables[picture.table], links)
            yield Block("figure", figure=drawn, level=level)
    else:
        yield Block(kind, text=block["text"], items=block["items"])


def _table_links(table: Table, links: Links) -> tuple[Link, ...]:
    explained = "Explain these numbers"
    if table.row_count > _rows_shown(table):
        explained = f"All {words.counted(table.row_count, 'row')}, each explained"
    return (
        _link(explained, links.table(table.slug), of=table.title),
        _link("Download as CSV", links.csv(table.slug), of=table.title),
    )


def _link(text: str, href: str, *, of: str) -> Link:
    """A short link under something, which says what it is of to those who hear it alone."""
    return Link(format_html('{}<span class="govuk-visually-hidden">: {}</span>', text, of), href)


def _rows_shown(table: Table) -> int:
    return ROWS_IN_CHAPTER if table.is_long else table.row_count


def short_table(table: Table) -> parts.Table:
    """A table as a chapter shows it: whole, or the first rows of a long one."""
    rows = table.rows[: _rows_shown(table)]
    cut = len(rows) < table.row_count
    left_out = [f"Shows the first {len(rows)} of {words.counted(table.row_count, 'row')}."]
    return _table(table, rows, notes=[*(left_out if cut else []), *table.notes, table.rule])


def whole_table(
    table: Table, rows: Sequence[Sequence[Value]], links: Links | None = None
) -> parts.Table:
    """Some rows of a table; with links, the name of each leads to how its numbers were made.

    One link a row, and from there to each number of it, so that people who go from link to link
    by keyboard are not held up by every cell.
    """
    made = _table(table, rows, notes=[*table.notes, table.rule])
    explained = explained_column(table)
    shown_rows = made.rows
    if links is not None and explained is not None:
        shown_rows = [
            [_explained_cell(cells[0], figures.name_of(table, row, explained), links), *cells[1:]]
            for cells, row in zip(made.rows, rows, strict=True)
        ]
    return replace(
        made,
        rows=shown_rows,
        when_empty="No row holds these words. Take away the filter to see every row.",
    )


def explained_column(table: Table) -> Mapping[str, Any] | None:
    """The first column of numbers that says how it was made."""
    made = (each for each in table.columns if figures.is_number(each) and each["provenance"])
    return next(made, None)


def _explained_cell(cell: parts.CellLike, name: str, links: Links) -> Cell:
    """The cell that names a row, leading to how the row's numbers were made."""
    said = cell.mark if isinstance(cell, Cell) else str(cell)
    text = format_html('<span class="govuk-visually-hidden">Explain </span>{}', said)
    return Cell(text, href=links.number(name))


def _table(table: Table, rows: Sequence[Sequence[Value]], *, notes: Sequence[str]) -> parts.Table:
    order = column_order(table)
    columns = [table.columns[at] for at in order]
    return parts.Table(
        caption=table.title,
        columns=[
            parts.Column(figures.heading(each), numeric=figures.is_number(each)) for each in columns
        ],
        rows=[[_cell(row[at], table.columns[at]) for at in order] for row in rows],
        marks=words.MARK_MEANINGS,
        notes=notes,
        is_dense=len(columns) >= DENSE_FROM,
    )


def column_order(table: Table) -> list[int]:
    """Columns as people read them: what a row is about first, its codes last."""
    named = [at for at in figures.naming_columns(table) if table.columns[at]["kind"] != "code"]
    codes = [at for at, each in enumerate(table.columns) if each["kind"] == "code"]
    rest = [at for at in range(len(table.columns)) if at not in named and at not in codes]
    return [*named, *rest, *codes] if named else list(range(len(table.columns)))


def _cell(value: Value, column: Mapping[str, Any]) -> parts.CellLike:
    said = figures.shown(value, column)
    return Cell(mark=said) if said in words.MARK_MEANINGS else said


def drawn_figure(picture: Picture, table: Table, links: Links) -> parts.Figure:
    """A chart or map with its words, its numbers and its files. A map's numbers are cut."""
    rows = _drawn_rows(picture, table)
    notes = []
    if len(rows) > ROWS_BESIDE_PICTURE:
        rows, order = _most_telling(picture, table, rows)
        notes = [f"Shows {len(rows)} of {words.counted(table.row_count, 'row')}.{order}"]
    return parts.Figure(
        title=picture.title,
        summary=picture.summary,
        image=links.picture(picture.slug),
        narrow_image=_narrow_image(picture, links),
        table=_table(table, rows, notes=[*notes, *table.notes, table.rule]),
        downloads=(
            _link("Explain these numbers", links.table(table.slug), of=table.title),
            _link("Numbers as CSV", links.csv(table.slug), of=table.title),
            _link("Picture as SVG", links.picture(picture.slug), of=picture.title),
        ),
    )


def _narrow_image(picture: Picture, links: Links) -> str:
    if links.narrow_picture is None or not picture.narrow_file:
        return ""
    return links.narrow_picture(picture.slug)


def _drawn_rows(picture: Picture, table: Table) -> Sequence[Sequence[Value]]:
    """The rows a picture is drawn of: all, or those whose first cell it names."""
    only = picture.spec.get("only", "")
    return [row for row in table.rows if not only or row[0] == only]


def _most_telling(
    picture: Picture, table: Table, rows: Sequence[Sequence[Value]]
) -> tuple[Sequence[Sequence[Value]], str]:
    """The rows to show beside a picture: the highest on a map, the first beside a chart.

    Beside the weeks that led up to something, the last.
    """
    if picture.kind != "map":
        if picture.spec.get("only"):
            return rows[-ROWS_BESIDE_PICTURE:], LATEST
        return rows[:ROWS_BESIDE_PICTURE], ""
    at = figures.position(table, picture.spec["value"])
    numbers: list[Sequence[Any]] = [row for row in rows if isinstance(row[at], int | float)]
    numbers.sort(key=lambda row: row[at], reverse=True)
    return numbers[:ROWS_BESIDE_PICTURE], HIGHEST_FIRST


def narrative(chapter: Chapter, found: Mapping[str, Figure], links: Links) -> list[Passage]:
    """The partnership's own words with the figures it quotes as they were released."""

    def span(kind: PieceKind, text: str) -> Span:
        if kind is PieceKind.WORDS:
            return Span(text)
        figure = found.get(text)
        if figure is None:
            return Span(f"[no figure {text}]", is_unknown=True)
        return Span(figure.words, href=links.number(text))

    return [
        Passage(
            passage.is_list,
            [[span(piece.kind, piece.text) for piece in line] for line in passage.lines],
        )
        for passage in passages(chapter.narrative)
    ]


def breakable(name: str) -> SafeString:
    """A figure's name that may break over lines and is copied whole.

    >>> breakable("{{where:Z1:rate}}")
    '{{where:<wbr>Z1:<wbr>rate}}'
    """
    return mark_safe(AFTER_A_PART.sub(r"\g<0><wbr>", escape(name)))  # noqa: S308 - escaped here
