"""Writing a chapter: tables from released counts, findings that name their figures, blocks.

A `Draft` gathers what chapters make. Everything in it was computed from released values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from headwater.analysis.rates.comparison import Polarity, comparison_labels
from headwater.analysis.rates.rates import crude_rates
from headwater.analysis.rates.results import Rates
from headwater.core.counts import FloatArray, Released, ReleasedCube
from headwater.core.editions import (
    AreaMap,
    Block,
    BlockKind,
    Chart,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
    Value,
)
from headwater.core.marks import CONFIDENTIAL, NOT_AVAILABLE
from headwater.core.provenance import Provenance

PER_1000 = 1_000.0
CRUDE_RATE = (
    "Events ÷ (residents × years) × 1,000. 95 % limits: exact Poisson below 10 events, Byar's "
    "from 10 on (OHID technical guidance)"
)
COMPARED = (
    "Whether the rate of the whole area lies outside the 95 % interval (OHID technical guidance)"
)


@dataclass(eq=False)
class Draft:
    """What the chapters have made so far."""

    tables: dict[str, Released[Table]] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    maps: dict[str, AreaMap] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)

    def table(self, table: Released[Table]) -> Block:
        """Put a table on the page."""
        self.tables[_new(self.tables, table.value.id)] = table
        return Block(BlockKind.TABLE, ref=table.value.id)

    def chart(self, chart: Chart) -> Block:
        """Put a chart on the page."""
        self.charts[_new(self.charts, chart.id)] = chart
        return Block(BlockKind.CHART, ref=chart.id)

    def map(self, drawn: AreaMap) -> Block:
        """Put a map on the page."""
        self.maps[_new(self.maps, drawn.id)] = drawn
        return Block(BlockKind.MAP, ref=drawn.id)

    def finding(self, finding: Finding) -> Block:
        """Put a finding on the page. Every figure it names must be in a table already."""
        for figure in finding.figures:
            table, row, column = figure.split(":")
            drafted = self.tables[table].value
            drafted.position(column)
            if row not in {drafted.row_key(each) for each in drafted.rows}:
                raise KeyError(figure)
        self.findings[_new(self.findings, finding.id)] = finding
        return Block(BlockKind.FINDING, ref=finding.id)


def heading(text: str) -> Block:
    """A heading inside a chapter."""
    return Block(BlockKind.HEADING, text=text)


def paragraph(text: str) -> Block:
    """A paragraph."""
    return Block(BlockKind.PARAGRAPH, text=text)


def bullets(items: Iterable[str]) -> Block:
    """A list."""
    return Block(BlockKind.BULLETS, items=tuple(items))


def caution(text: str) -> Block:
    """Something to bear in mind."""
    return Block(BlockKind.CAUTION, text=text)


def unknown(text: str) -> Block:
    """Something the data cannot say."""
    return Block(BlockKind.UNKNOWN, text=text)


def shown(value: float, *, missing: str = CONFIDENTIAL, digits: int = 6) -> Value:
    """A number as a cell: NaN becomes a mark, whole numbers become whole."""
    if np.isnan(value):
        return missing
    rounded = round(float(value), digits)
    return int(rounded) if rounded.is_integer() else rounded


def number_in(value: Value) -> float:
    """The number in a cell; NaN for a mark."""
    return float(value) if isinstance(value, int | float) else float("nan")


def shown_all(values: Iterable[float], *, missing: str = CONFIDENTIAL) -> list[Value]:
    """Numbers as cells."""
    return [shown(float(value), missing=missing) for value in values]


def rows_of(*columns: Sequence[Value]) -> tuple[tuple[Value, ...], ...]:
    """Columns as rows."""
    return tuple(zip(*columns, strict=True))


def rates_of(counts: FloatArray, residents: FloatArray, *, years: float) -> Rates:
    """Rates per 1,000 residents a year, of released counts. Hidden counts give hidden rates."""
    return crude_rates(counts, residents * years, multiplier=PER_1000)


def rate_marks(rates: Rates) -> list[str]:
    """Why each rate that is missing is missing: hidden, or not available."""
    return [NOT_AVAILABLE if people == 0 else CONFIDENTIAL for people in np.ravel(rates.population)]


@dataclass(frozen=True, slots=True)
class RateColumns:
    """The usual columns of a rate table: count, residents, rate, limits, comparison."""

    events: str = "count"
    label: str = "Records"

    def columns(self, counted: Provenance, people: Provenance) -> tuple[Column, ...]:
        """The columns, each with how it was made."""
        rate = counted.joined(people, method=CRUDE_RATE)
        return (
            Column(self.events, self.label, ColumnKind.COUNT, provenance=counted),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=people),
            *rate_with_limits(rate),
            Column(
                "compared",
                "Beside the whole area",
                ColumnKind.TEXT,
                provenance=rate.restated(method=COMPARED),
            ),
        )

    def cells(
        self, counts: FloatArray, residents: FloatArray, *, years: float, benchmark: float
    ) -> list[list[Value]]:
        """The cells of those columns, column by column."""
        rates = rates_of(counts, residents, years=years)
        marks = rate_marks(rates)
        labels = comparison_labels(rates, benchmark, polarity=Polarity.NEUTRAL)

        def rated(values: FloatArray) -> list[Value]:
            return [shown(float(v), missing=m) for v, m in zip(values, marks, strict=True)]

        return [
            shown_all(counts),
            shown_all(residents),
            rated(rates.value),
            rated(rates.low),
            rated(rates.high),
            [str(label) for label in labels],
        ]


def rate_with_limits(rate: Provenance, *, decimals: int = 1) -> tuple[Column, Column, Column]:
    """A rate and its 95 % limits."""
    return (
        Column("rate", "Rate", ColumnKind.RATE, "per 1,000 residents a year", decimals, rate),
        Column("rate_low", "Lower limit", ColumnKind.RATE, "95 %", decimals, rate),
        Column("rate_high", "Upper limit", ColumnKind.RATE, "95 %", decimals, rate),
    )


def percent_limits(share: Provenance) -> tuple[Column, Column]:
    """The 95 % limits of a percentage."""
    return (
        Column("low", "Lower limit", ColumnKind.PERCENT, "95 %", 1, share),
        Column("high", "Upper limit", ColumnKind.PERCENT, "95 %", 1, share),
    )


def name_columns(kind: str) -> tuple[Column, Column]:
    """Code and name of the area in a row."""
    return (
        Column("area_code", "Code", ColumnKind.CODE),
        Column("area_name", kind, ColumnKind.NAME),
    )


def force_words(supplier: str) -> str:
    """A police force as its reader writes it, from the name its public files carry.

    >>> force_words("devon-and-cornwall"), force_words("cambridgeshire")
    ('Devon and Cornwall', 'Cambridgeshire')
    """
    small = ("and", "of")
    return " ".join(w if w in small else w.capitalize() for w in supplier.split("-"))


def table_of(  # noqa: PLR0913 - a table has this many parts
    cube: ReleasedCube,
    *,
    id: str,
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[Value, ...], ...],
    notes: Sequence[str] = (),
    key_columns: int = 1,
    in_full: bool = True,
) -> Table:
    """A table of what one release let out, with the rule it was let out by."""
    return Table(
        id=id,
        title=title,
        columns=columns,
        rows=rows,
        profile=cube.profile,
        rule=cube.rule,
        key_columns=key_columns,
        notes=tuple(note for note in notes if note),
        in_full=in_full,
    )


def strength_of_interval(low: float, high: float, *, null: float, cautions: int = 0) -> Strength:
    """How strong a difference is: by its interval, one step lower where the data have a gap."""
    if np.isnan(low) or np.isnan(high) or low <= null <= high:
        return Strength.WEAK
    return Strength.MODERATE if cautions else Strength.STRONG


def _new(taken: Mapping[str, object], key: str) -> str:
    if key in taken:
        raise KeyError(f"[{key}] is drafted twice")
    return key
