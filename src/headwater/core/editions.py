"""An edition: a needs assessment, a week of early warning or a gap map, as data for documents.

Editions hold released values only. Each number in a table belongs to a column that says how it
was made; expressions and loads are spelled out once at the end, so that any number leads to the
query that made it, the loads the query read, and the files the loads came from.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from headwater.core.counts import Released
from headwater.core.provenance import Expression, Provenance

NEEDS_ASSESSMENT, EARLY_WARNING = "needs-assessment", "early-warning"
GAP_MAP = "gap-map"

Value = str | int | float | None
"""A cell. A string in a column of numbers is one of the marks in `core.counts`."""


class ColumnKind(StrEnum):
    """What a column holds, which decides how it is written."""

    CODE = "code"
    NAME = "name"
    TEXT = "text"
    MONTH = "month"
    COUNT = "count"
    RATE = "rate"
    RATIO = "ratio"
    PERCENT = "percent"
    MONEY = "money"
    DAYS = "days"
    NUMBER = "number"

    @property
    def is_number(self) -> bool:
        """Whether cells are numbers or marks."""
        return self not in (
            ColumnKind.CODE,
            ColumnKind.NAME,
            ColumnKind.TEXT,
            ColumnKind.MONTH,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `percent` values are 0 to 100. `decimals` is for people; files keep more."""

    key: str
    label: str
    kind: ColumnKind
    unit: str = ""
    decimals: int = 0
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A published table. The first `key_columns` columns name the row."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    profile: str
    rule: str
    key_columns: int = 1
    notes: tuple[str, ...] = ()
    in_full: bool = True
    """Whether documents print every row; long tables are cut in print and whole in files."""

    def row_key(self, row: tuple[Value, ...]) -> str:
        """The part of a figure's identifier that names the row."""
        return "~".join(str(cell) for cell in row[: self.key_columns])

    def figure_id(self, row: tuple[Value, ...], column: str) -> str:
        """The stable identifier of one number: `table:row:column`."""
        return f"{self.id}:{self.row_key(row)}:{column}"

    def position(self, key: str) -> int:
        """Where a column stands."""
        for i, column in enumerate(self.columns):
            if column.key == key:
                return i
        raise KeyError(key)

    def values(self, key: str) -> tuple[Value, ...]:
        """One column's cells, top to bottom."""
        at = self.position(key)
        return tuple(row[at] for row in self.rows)


class ChartKind(StrEnum):
    """The shapes charts come in."""

    LINE = "line"
    BAR = "bar"
    DOT_INTERVAL = "dot_interval"
    FUNNEL = "funnel"
    HEAT = "heat"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of one table. `title` says the finding; `summary` says it again in words.

    LINE: `x` months, weeks or numbers, `y`, optional `series`, optional `low`/`high` band.
    BAR: `x` category, `y` number (drawn from zero, horizontal), optional `series`.
    DOT_INTERVAL: `x` category, `y` with `low`/`high`, optional `benchmark` line.
    FUNNEL: `x` population, `y` rate, `low`/`high` limits. HEAT: `x`, `series` rows, `y` shade.
    STEP: cumulative share, `x` and `y` 0-100.
    """

    id: str
    kind: ChartKind
    title: str
    summary: str
    table: str
    x: str
    y: str
    series: str = ""
    low: str = ""
    high: str = ""
    benchmark: float | None = None
    benchmark_label: str = ""
    x_title: str = ""
    y_title: str = ""
    top: int = 0
    """Draw only the first so many rows of the table; 0 draws all."""
    only: str = ""
    """Draw only rows whose first cell is this; nothing draws all."""


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A shaded map of one column of a table whose rows are areas."""

    id: str
    title: str
    summary: str
    table: str
    area: str
    value: str
    level: str
    legend: str
    diverging: bool = False
    outline_level: str = ""
    plain: str = ""
    """What areas without a row are called. They are drawn plain; without a word, as missing."""


class Strength(StrEnum):
    """How much weight a finding bears."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    DESCRIPTIVE = "descriptive"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the data say, as one plain sentence, with the figures it rests on."""

    id: str
    sentence: str
    figures: tuple[str, ...]
    strength: Strength
    cautions: tuple[str, ...] = ()
    because: str = ""
    """Why the strength is what it is."""


class BlockKind(StrEnum):
    """What stands on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    FINDING = "finding"
    TABLE = "table"
    CHART = "chart"
    MAP = "map"
    CAUTION = "caution"
    UNKNOWN = "unknown"
    """What the data cannot say."""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on the page. `ref` names a finding, table, chart or map of the edition."""

    kind: BlockKind
    text: str = ""
    items: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question of the assessment, answered."""

    id: str
    title: str
    question: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was supplied."""

    name: str
    sha256: str
    rows: int
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One accepted load that figures rest on."""

    id: str
    source: str
    table: str
    schema_version: str
    rows: int
    rejected: int
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """An area's shape for drawing: rings of longitude and latitude, rounded."""

    code: str
    name: str
    level: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything a report says and everything it rests on."""

    id: str
    title: str
    area_code: str
    area_name: str
    area_level: str
    period: str
    period_words: str
    definitions: tuple[str, ...]
    summary: str
    chapters: tuple[Chapter, ...]
    findings: dict[str, Finding]
    """In the order of the chapters."""
    tables: dict[str, Released[Table]]
    charts: dict[str, Chart]
    maps: dict[str, AreaMap]
    outlines: tuple[Outline, ...]
    expressions: dict[str, Expression]
    loads: dict[str, LoadRecord]
    glossary: tuple[tuple[str, str], ...]
    attribution: tuple[str, ...]
    code_version: str
    seed: int
    synthetic: bool = False
    """True for Loamshire, which does not exist; every document then says so."""
    name: str = NEEDS_ASSESSMENT
    """What its documents are called."""
    licence: str = "Open Government Licence v3.0"
    publisher: str = ""
    contact: str = ""
    keywords: tuple[str, ...] = field(default=())
    key_findings: tuple[str, ...] = field(default=())
    """Findings for the first page; all of them where none is named."""
