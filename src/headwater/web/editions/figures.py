"""Figures of stored tables: finding one by its name, and writing its cells for people.

A figure is one number, named `table:row:column` as in the edition format.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.core import words
from headwater.web.editions.models import Table

Value = str | int | float | None
Column = Mapping[str, Any]

TEXT_KINDS = frozenset({"code", "name", "text", "month"})
BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a table."""

    name: str
    table: Table
    row: Sequence[Value]
    column: Column

    @property
    def value(self) -> Value:
        """The number as released, or the mark in its place."""
        return self.row[position(self.table, self.column["key"])]

    @property
    def words(self) -> str:
        """The number as people read it."""
        return shown(self.value, self.column)

    @property
    def row_name(self) -> str:
        """What the row is about."""
        return row_name(self.table, self.row)


def parts_of(name: str) -> tuple[str, str, str]:
    """Table, row and column of a figure's name. The row may hold colons of its own.

    >>> parts_of("monthly:2024-09~Robbery: all:offences")
    ('monthly', '2024-09~Robbery: all', 'offences')
    """
    table, _, rest = name.partition(":")
    row, _, column = rest.rpartition(":")
    return table, row, column


def find(table: Table, name: str) -> Figure | None:
    """A figure of a table; None where it has no such row or column."""
    _, row_key, column_key = parts_of(name)
    column = next((each for each in table.columns if each["key"] == column_key), None)
    row = next((each for each in table.rows if key_of(table, each) == row_key), None)
    if column is None or row is None:
        return None
    return Figure(name, table, row, column)


def key_of(table: Table, row: Sequence[Value]) -> str:
    """The part of a figure's name that names the row."""
    return BETWEEN.join(str(cell) for cell in row[: table.key_columns])


def name_of(table: Table, row: Sequence[Value], column: Column) -> str:
    """The name of one number."""
    return f"{table.slug}:{key_of(table, row)}:{column['key']}"


def position(table: Table, key: str) -> int:
    """Where a column stands."""
    return next(at for at, each in enumerate(table.columns) if each["key"] == key)


def is_number(column: Column) -> bool:
    """Whether a column holds numbers or marks."""
    return column["kind"] not in TEXT_KINDS


def shown(value: Value, column: Column) -> str:
    """One cell as people read it."""
    return words.cell(
        value, kind=column["kind"], decimals=column["decimals"], is_number=is_number(column)
    )


def heading(column: Column) -> str:
    """A column's label with its unit."""
    return words.heading(column["label"], unit=column["unit"], kind=column["kind"])


def naming_columns(table: Table) -> tuple[int, ...]:
    """Columns that say in words what a row is about: names among the keys and beside a code."""
    keys = range(table.key_columns)
    named = [at for at in keys if table.columns[at]["kind"] != "code"]
    beside = [
        at
        for at in range(table.key_columns, len(table.columns))
        if table.columns[at]["kind"] == "name"
    ]
    return (*named, *beside) or tuple(keys)


def row_name(table: Table, row: Sequence[Value]) -> str:
    """What a row is about, in words."""
    cells = (shown(row[at], table.columns[at]) for at in naming_columns(table))
    return ", ".join(cell for cell in cells if cell)
