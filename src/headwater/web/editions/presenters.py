"""Assessments as pages show them: blocks, findings, tables and pictures with their words chosen.

Whoever shows an edition says in `Links` where its tables, pictures and explanations are, so that
signed-in pages and public pages are made by the same code.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html

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
HIGHEST_FIRST = " Highest first."

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
    chapter: Link | None = None
    """Where it is told, on pages that are not its chapter."""


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


def finding(
    said: Finding,
    found: Mapping[str, Figure],
    links: Links,
    *,
    chapter: Link | None = None,
) -> ShownFinding:
    """A finding with its weight, its cautions and the figures it rests on."""
    return ShownFinding(
        sentence=said.sentence,
        strength=strength_tag(said.strength),
        because=said.because,
        cautions=said.cautions,
        rests=[_rest(found[name], links) for name in said.figures if name in found],
        chapter=chapter,
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
    explained = f"Explain these numbers: {table.title}"
    if table.row_count > _rows_shown(table):
        explained = f"All {words.counted(table.row_count, 'row')}, each explained: {table.title}"
    return (
        Link(explained, links.table(table.slug)),
        Link(f"Download as CSV: {table.title}", links.csv(table.slug)),
    )


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
    """Some rows of a table; with links, each with a way to how its numbers were made."""
    made = _table(table, rows, notes=[*table.notes, table.rule])
    explained = explained_column(table)
    if links is None or explained is None:
        return made
    return parts.Table(
        caption=made.caption,
        columns=[*made.columns, parts.Column("How it was made")],
        rows=[
            [*cells, _explain_cell(table, row, explained, links)]
            for cells, row in zip(made.rows, rows, strict=True)
        ],
        marks=made.marks,
        notes=made.notes,
        is_dense=made.is_dense,
        when_empty="No row holds these words. Take away the filter to see every row.",
    )


def explained_column(table: Table) -> Mapping[str, Any] | None:
    """The first column of numbers that says how it was made."""
    made = (each for each in table.columns if figures.is_number(each) and each["provenance"])
    return next(made, None)


def _explain_cell(
    table: Table, row: Sequence[Value], column: Mapping[str, Any], links: Links
) -> Cell:
    about = figures.row_name(table, row)
    text = format_html('Explain<span class="govuk-visually-hidden"> {}</span>', about)
    return Cell(text, href=links.number(figures.name_of(table, row, column)))


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
    rows = table.rows
    notes = []
    if len(rows) > ROWS_BESIDE_PICTURE:
        rows, order = _most_telling(picture, table)
        notes = [f"Shows {len(rows)} of {words.counted(table.row_count, 'row')}.{order}"]
    return parts.Figure(
        title=picture.title,
        summary=picture.summary,
        image=links.picture(picture.slug),
        table=_table(table, rows, notes=[*notes, *table.notes, table.rule]),
        downloads=(
            Link(f"All numbers, explained: {table.title}", links.table(table.slug)),
            Link(f"Numbers as CSV: {table.title}", links.csv(table.slug)),
            Link(f"Picture as SVG: {picture.title}", links.picture(picture.slug)),
        ),
    )


def _most_telling(picture: Picture, table: Table) -> tuple[Sequence[Sequence[Value]], str]:
    """The rows to show beside a picture: the highest on a map, the first beside a chart."""
    if picture.kind != "map":
        return table.rows[:ROWS_BESIDE_PICTURE], ""
    at = figures.position(table, picture.spec["value"])
    numbers = [row for row in table.rows if isinstance(row[at], int | float)]
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
