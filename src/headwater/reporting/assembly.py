"""An edition put in reading order: which rows are shown, where, and the pictures, drawn once.

Every document is written from an `Assembly`, so that they agree on what is shown.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from headwater.core.editions import (
    AreaMap,
    BlockKind,
    Chart,
    ChartKind,
    ColumnKind,
    Edition,
    Finding,
    Table,
    Value,
)
from headwater.core.weeks import last_day
from headwater.reporting import chart_specs, drawings, maps, words, workings
from headwater.reporting.chart_data import drawing, drawn_rows, row_name

ROWS_SHOWN = 25
"""Rows of a long table that documents print; the file beside them has the rest."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as documents show it."""

    table: Table
    rows: tuple[tuple[Value, ...], ...]
    number: int
    row_headers: int
    """How many columns at the left name the row."""
    carries_figures: bool = True
    """False for the table beside a picture, when the figures stand in a table elsewhere."""
    cited: frozenset[tuple[Value, ...]] = frozenset()
    """Rows that findings rest on."""

    @property
    def is_cut(self) -> bool:
        """Whether rows are left out."""
        return len(self.rows) < len(self.table.rows)

    @property
    def file(self) -> str:
        """Where the whole table is, from the folder of documents."""
        return f"tables/{file_name(self.table.id)}.csv"

    @property
    def cut_sentence(self) -> str:
        """What is left out and where it is, or nothing."""
        if not self.is_cut:
            return ""
        return (
            f"Shows {len(self.rows):,} of {words.counted(len(self.table.rows), 'row')}. "
            f"The whole table is in {self.file}."
        )

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """Marks among the shown cells with their meanings."""
        blank = tuple(
            words.cell(cell, column)
            for row in self.rows
            for cell, column in zip(row, self.table.columns, strict=True)
            if cell is None or isinstance(cell, str)
        )
        return tuple((mark, words.MARK_MEANINGS[mark]) for mark in words.marks_in(blank))

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The shown cells as people read them."""
        return tuple(
            tuple(
                words.cell(cell, column)
                for cell, column in zip(row, self.table.columns, strict=True)
            )
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart or map, drawn, with its words and its numbers."""

    id: str
    kind: str
    number: int
    title: str
    summary: str
    notes: tuple[str, ...]
    svg: str
    """For wide pages."""
    narrow_svg: str
    """For phones; empty where the wide one shrinks well."""
    printed_svg: str
    """For paper: a chart no taller than it needs to be, a map with its legend."""
    filed_svg: str
    """For the file beside the documents, which has no legend elsewhere."""
    legend_title: str
    legend: tuple[maps.MapClass, ...]
    data: ShownTable
    source: Table
    table_number: int = 0

    @property
    def numbers_sentence(self) -> str:
        """Where the numbers are, for documents that do not print them beside the picture."""
        return f"Numbers: table {self.table_number}, {self.source.title}."

    @property
    def standalone_svg(self) -> str:
        """The picture as a file of its own, with its words and legend inside."""
        name = workings.anchor(self.kind, self.id)
        return drawings.named(self.filed_svg, id=name, title=self.title, summary=self.summary)

    @property
    def file(self) -> str:
        """Where the picture is, from the folder of documents."""
        return f"{self.kind}s/{file_name(self.id)}.svg"

    @property
    def narrow_file(self) -> str:
        """Where the drawing for phones is; nothing where the wide one shrinks well."""
        return f"{self.kind}s/{file_name(self.id)}.narrow.svg" if self.narrow_svg else ""


@dataclass(frozen=True, slots=True)
class Rest:
    """A figure that a finding rests on, ready to be read."""

    figure: str
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Assembly:
    """Everything documents show."""

    edition: Edition
    moment: datetime
    """The edition's own time, so that rebuilt files carry the same one."""
    tables: dict[str, ShownTable]
    pictures: dict[str, Picture]
    further: tuple[ShownTable, ...]
    """Tables that no chapter shows; they follow the chapters so that each figure has a place."""
    rests: dict[str, tuple[Rest, ...]]
    key_findings: tuple[Finding, ...]
    chapters_of: dict[str, int]
    """The position of the chapter a finding stands in."""


def assemble(edition: Edition, *, progress: Callable[[str], None] | None = None) -> Assembly:
    """Put an edition in order and draw its pictures."""
    say = progress or (lambda _: None)
    cited = _cited_rows(edition)
    placed = _placed(edition, BlockKind.TABLE)
    order = [*placed, *(each for each in edition.tables if each not in placed)]
    tables = {
        id: shown(edition.tables[id].value, number=i + 1, also=cited.get(id, frozenset()))
        for i, id in enumerate(order)
    }
    pictures: dict[str, Picture] = {}
    pictured = list(dict.fromkeys(_picture_refs(edition)))
    for i, (kind, id) in enumerate(pictured):
        say(f"drawing {id}")
        make = _chart if kind is BlockKind.CHART else _map
        drawn = make(edition, id, i + 1)
        pictures[f"{kind}:{id}"] = replace(drawn, table_number=tables[drawn.source.id].number)
    return Assembly(
        edition=edition,
        moment=edition_moment(edition),
        tables=tables,
        pictures=pictures,
        further=tuple(shown for id, shown in tables.items() if id not in placed),
        rests={each.id: _rests(edition, each) for each in edition.findings.values()},
        key_findings=tuple(
            edition.findings[each] for each in edition.key_findings or edition.findings
        ),
        chapters_of=_chapters_of(edition),
    )


def _chapters_of(edition: Edition) -> dict[str, int]:
    """Where each finding stands."""
    return {
        block.ref: i
        for i, chapter in enumerate(edition.chapters)
        for block in chapter.blocks
        if block.kind is BlockKind.FINDING
    }


def edition_moment(edition: Edition) -> datetime:
    """Midnight at the start of the last day an edition speaks of."""
    day = last_day(edition.period)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def shown(table: Table, *, number: int, also: frozenset[int] = frozenset()) -> ShownTable:
    """A table cut for reading, keeping the rows in `also`, which findings cite."""
    rows = table.rows
    if not table.in_full and len(rows) > ROWS_SHOWN:
        rows = tuple(row for i, row in enumerate(rows) if i < ROWS_SHOWN or i in also)
    cited = frozenset(table.rows[at] for at in also)
    return ShownTable(table, rows, number, _row_headers(table), cited=cited)


def file_name(id: str) -> str:
    """A file name from an identifier, which stays as it is when it can."""
    return id if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", id) else words.slug(id)


def _row_headers(table: Table) -> int:
    """Key columns, and a name right after a code."""
    count = table.key_columns
    following = table.columns[count : count + 1]
    if table.columns[0].kind is ColumnKind.CODE and following:
        count += following[0].kind is ColumnKind.NAME
    return min(count, len(table.columns) - 1) or 1


def _cited_rows(edition: Edition) -> dict[str, frozenset[int]]:
    cited: dict[str, set[int]] = {}
    for finding in edition.findings.values():
        for figure in finding.figures:
            table, at, _ = workings.find(edition, figure)
            cited.setdefault(table.id, set()).add(at)
    return {id: frozenset(rows) for id, rows in cited.items()}


def _placed(edition: Edition, kind: BlockKind) -> list[str]:
    refs = (b.ref for chapter in edition.chapters for b in chapter.blocks if b.kind is kind)
    return list(dict.fromkeys(refs))


def _picture_refs(edition: Edition) -> list[tuple[BlockKind, str]]:
    return [
        (block.kind, block.ref)
        for chapter in edition.chapters
        for block in chapter.blocks
        if block.kind in (BlockKind.CHART, BlockKind.MAP)
    ]


def _rests(edition: Edition, finding: Finding) -> tuple[Rest, ...]:
    rests = []
    for figure in finding.figures:
        table, at, column = workings.find(edition, figure)
        row = table.rows[at]
        value = words.cell(row[table.position(column.key)], column)
        rests.append(Rest(figure, value, f"{column.label}, {row_name(table, row)}"))
    return tuple(rests)


# Pictures


def _chart(edition: Edition, id: str, number: int) -> Picture:
    chart = edition.charts[id]
    table = edition.tables[chart.table].value
    drawn = drawing(chart, table)
    wide, narrow, printed = (
        drawings.chart_svg(chart_specs.specification(drawn, frame))
        for frame in (chart_specs.WIDE, chart_specs.NARROW, chart_specs.PRINT)
    )
    name = workings.anchor("chart", id)
    words_of = {"title": chart.title, "summary": chart.summary}
    return Picture(
        id=id,
        kind="chart",
        number=number,
        title=chart.title,
        summary=chart.summary,
        notes=(*_hidden_note(drawn.hidden), *_provisional(table)),
        svg=drawings.named(wide, id=name, css_class="wide", **words_of),
        narrow_svg=drawings.named(narrow, id=f"{name}-narrow", css_class="narrow", **words_of),
        printed_svg=printed,
        filed_svg=wide,
        legend_title="",
        legend=(),
        data=_chart_data(chart, table),
        source=table,
    )


def _map(edition: Edition, id: str, number: int) -> Picture:
    area_map = edition.maps[id]
    table = edition.tables[area_map.table].value
    drawn = maps.draw(area_map, table, edition.outlines)
    name = workings.anchor("map", id)
    with_legend = maps.with_legend(drawn)
    return Picture(
        id=id,
        kind="map",
        number=number,
        title=area_map.title,
        summary=area_map.summary,
        notes=_provisional(table),
        svg=drawings.named(
            drawn.svg, id=name, title=area_map.title, summary=area_map.summary, css_class="map"
        ),
        narrow_svg="",
        printed_svg=with_legend,
        filed_svg=with_legend,
        legend_title=area_map.legend,
        legend=drawn.legend,
        data=_map_data(area_map, table),
        source=table,
    )


def _hidden_note(hidden: int) -> tuple[str, ...]:
    if not hidden:
        return ()
    are = "has" if hidden == 1 else "have"
    return (
        f"{words.counted(hidden, 'value')} {are} no number and cannot be drawn; "
        "the table gives the reason for each.",
    )


def _provisional(table: Table) -> tuple[str, ...]:
    """Notes of a table that its pictures must repeat."""
    return tuple(note for note in table.notes if "provisional" in note.lower())


def _chart_data(chart: Chart, table: Table) -> ShownTable:
    """The columns a chart draws, for the table beside it."""
    keys = [chart.x, chart.series, chart.y, chart.low, chart.high]
    if chart.kind is ChartKind.FUNNEL:
        keys = [*(c.key for c in table.columns if c.kind is ColumnKind.NAME), *keys]
    return _beside(table, [key for key in keys if key], drawn_rows(chart, table))


def _map_data(area_map: AreaMap, table: Table) -> ShownTable:
    """Areas with their values, highest first."""
    at = table.position(area_map.value)
    named = [column.key for column in table.columns if column.kind is ColumnKind.NAME]

    def lowest_last(row: tuple[Value, ...]) -> float:
        value = row[at]
        return -value if isinstance(value, int | float) else math.inf

    rows = sorted(table.rows, key=lowest_last)
    return _beside(table, [area_map.area, *named[:1], area_map.value], tuple(rows))


def _beside(table: Table, keys: list[str], rows: tuple[tuple[Value, ...], ...]) -> ShownTable:
    places = [table.position(key) for key in dict.fromkeys(keys)]
    heads = sum(not table.columns[at].kind.is_number for at in places[:2]) or 1
    narrow = replace(
        table,
        columns=tuple(table.columns[at] for at in places),
        rows=tuple(tuple(row[at] for at in places) for row in rows),
        key_columns=heads,
    )
    cut = narrow.rows if table.in_full else narrow.rows[:ROWS_SHOWN]
    return ShownTable(narrow, cut, 0, min(heads, len(places) - 1) or 1, carries_figures=False)
