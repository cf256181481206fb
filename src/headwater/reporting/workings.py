"""How a number came to be: the way from a figure to its method, expression, load and files."""

import re
from dataclasses import dataclass

from headwater.core.editions import Column, Edition, LoadRecord, Table
from headwater.core.errors import NotFoundError
from headwater.core.provenance import Expression
from headwater.reporting import words
from headwater.reporting.chart_data import row_name

NO_METHOD = "No method was recorded for this column."


@dataclass(frozen=True, slots=True)
class Working:
    """How one column of one table was made."""

    table: Table
    column: Column
    method: str
    definition: str
    expressions: tuple[Expression, ...]
    loads: tuple[LoadRecord, ...]
    cautions: tuple[str, ...]
    seed: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number with everything it rests on."""

    figure: str
    row: str
    value: str
    working: Working


def working(edition: Edition, table: Table, column: Column) -> Working:
    """How one column was made."""
    made = column.provenance
    if made is None:
        return Working(table, column, NO_METHOD, "", (), (), (), None)
    return Working(
        table=table,
        column=column,
        method=made.method,
        definition=made.definition,
        expressions=tuple(
            edition.expressions[each] for each in made.expressions if each in edition.expressions
        ),
        loads=tuple(edition.loads[each] for each in made.loads if each in edition.loads),
        cautions=made.cautions,
        seed=made.seed,
    )


def workings(edition: Edition, table: Table) -> tuple[Working, ...]:
    """How each column of numbers in a table was made."""
    return tuple(
        working(edition, table, column)
        for column in table.columns
        if column.kind.is_number or column.provenance is not None
    )


def explain(edition: Edition, figure: str) -> Explanation:
    """What one number rests on. Raises `NotFoundError` when the edition has no such number."""
    table, at, column = find(edition, figure)
    row = table.rows[at]
    return Explanation(
        figure=figure,
        row=row_name(table, row),
        value=words.cell(row[table.position(column.key)], column),
        working=working(edition, table, column),
    )


def find(edition: Edition, figure: str) -> tuple[Table, int, Column]:
    """Where a figure stands: its table, the number of its row, its column."""
    table_id, _, rest = figure.partition(":")
    row_key, _, column_key = rest.rpartition(":")
    released = edition.tables.get(table_id)
    if released is not None:
        table = released.value
        columns = [column for column in table.columns if column.key == column_key]
        for at, row in enumerate(table.rows):
            if columns and table.row_key(row) == row_key:
                return table, at, columns[0]
    raise NotFoundError(
        kind="figure",
        name=figure,
        hint=f"Figures of the edition [{edition.id}] are written table:row:column.",
    )


def figure_anchor(figure: str) -> str:
    """The identifier of a number on a page.

    Letters that an identifier or an address cannot hold are spelled by number, so that two
    figures never meet.

    >>> figure_anchor("headline:Knife crime:rate")
    'figure-headline:Knife.20.crime:rate'
    """
    return "figure-" + _plain(figure)


def working_anchor(table: Table, column: Column) -> str:
    """The identifier of a column's working on a page."""
    return f"working-{_plain(table.id)}:{_plain(column.key)}"


def anchor(kind: str, id: str) -> str:
    """The identifier of a table, chart, expression or load on a page."""
    return f"{kind}-{_plain(id)}"


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_:~-]", lambda found: f".{ord(found[0]):x}.", text)
