"""From a number to what it rests on: method, definition, query, loads, files, people who loaded."""

from dataclasses import dataclass
from pathlib import Path

from headwater.core.editions import Column, Edition, LoadRecord, Table, Value
from headwater.core.errors import NotFoundError, UsageError
from headwater.core.provenance import Expression, Provenance
from headwater.lake.journal import Act, Journal

FORM = "A figure is written table:row:column, for example where-districts:E06000031:rate."


@dataclass(frozen=True, slots=True)
class Accepted:
    """When a load was accepted into a lake, and by whom."""

    load: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything one figure rests on."""

    figure: str
    edition: str
    table: str
    row: tuple[Value, ...]
    column: str
    unit: str
    value: Value
    beside: tuple[tuple[str, Value], ...]
    """Every other number of the row: what was divided by what, and the limits."""
    rule: str
    provenance: Provenance
    expressions: tuple[Expression, ...]
    loads: tuple[LoadRecord, ...]
    accepted: tuple[Accepted, ...]


def explain(folder: Path, figure: str, *, lake: Path | None = None) -> Explanation:
    """What a figure of an edition rests on. With a lake, also who accepted each load and when."""
    from headwater.reporting.edition_json import read_edition

    edition = read_edition(folder)
    table, row, column = _find(edition, figure)
    provenance = column.provenance
    if provenance is None:
        raise NotFoundError(
            kind="working for the figure", name=figure, hint="The column names the row."
        )
    return Explanation(
        figure=figure,
        edition=edition.id,
        table=table.title,
        row=row[: table.key_columns + 1],
        column=column.label,
        unit=column.unit,
        value=row[table.position(column.key)],
        beside=tuple(
            (other.label, cell)
            for other, cell in zip(table.columns, row, strict=True)
            if other.kind.is_number and other.key != column.key
        ),
        rule=table.rule,
        provenance=provenance,
        expressions=tuple(edition.expressions[key] for key in provenance.expressions),
        loads=tuple(edition.loads[key] for key in provenance.loads),
        accepted=_accepted(lake, provenance.loads) if lake is not None else (),
    )


def figures_like(folder: Path, part: str, *, most: int = 20) -> tuple[str, ...]:
    """Figures whose identifier contains some text, to help find one."""
    from headwater.reporting.edition_json import read_edition

    edition = read_edition(folder)
    every = (
        table.value.figure_id(row, column.key)
        for table in edition.tables.values()
        for row in table.value.rows
        for column in table.value.columns
        if column.provenance is not None
    )
    return tuple(figure for figure in every if part.lower() in figure.lower())[:most]


def _find(edition: Edition, figure: str) -> tuple[Table, tuple[Value, ...], Column]:
    """The table, row and column a figure names."""
    parts = figure.split(":")
    if len(parts) != 3:
        raise UsageError(f"[{figure}] is not a figure. {FORM}")
    table_id, row_key, column_key = parts
    released = edition.tables.get(table_id)
    if released is None:
        raise NotFoundError(
            kind="table", name=table_id, hint=f"Tables are [{', '.join(edition.tables)}]."
        )
    table = released.value
    columns = {column.key: column for column in table.columns}
    if column_key not in columns:
        raise NotFoundError(
            kind=f"column of [{table_id}]", name=column_key, hint=f"It has [{', '.join(columns)}]."
        )
    for row in table.rows:
        if table.row_key(row) == row_key:
            return table, row, columns[column_key]
    raise NotFoundError(
        kind=f"row of [{table_id}]",
        name=row_key,
        hint=f"Rows are named by [{', '.join(list(columns)[: table.key_columns])}].",
    )


def _accepted(lake: Path, loads: tuple[str, ...]) -> tuple[Accepted, ...]:
    """The latest acceptance of each load in the lake's journal."""
    latest = {
        entry.load_id: Accepted(entry.load_id, entry.at, entry.by)
        for entry in Journal(lake).entries()
        if entry.act is Act.ACCEPT
    }
    return tuple(latest[load] for load in loads if load in latest)
