"""The tables the lake promises: every column with its type, meaning and whether it may be empty.

Sources conform to these; analyses rely on them; the reference docs are printed from them.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from headwater.core.errors import NotFoundError


class DataType(StrEnum):
    """The types the lake uses, by their DuckDB names. All are readable by Spark."""

    TEXT = "VARCHAR"
    WHOLE = "INTEGER"
    LONG = "BIGINT"
    DECIMAL = "DOUBLE"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"
    YES_NO = "BOOLEAN"
    BYTES = "BLOB"


@dataclass(frozen=True, slots=True)
class ColumnContract:
    """One promised column."""

    name: str
    type: DataType
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class TableContract:
    """One promised table."""

    name: str
    description: str
    columns: tuple[ColumnContract, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(column.name for column in self.columns)


SLICE = ColumnContract(
    "slice",
    DataType.TEXT,
    required=True,
    description="Which supply the row came in, for example one force and month.",
)


@cache
def table_contracts() -> dict[str, TableContract]:
    """Every table of the lake, by name.

    Read from `tables.txt`, one column a line, so that the list can be read like a page.
    """
    text = files("headwater.lake").joinpath("tables.txt").read_text(encoding="utf-8")
    contracts = {}
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            contract = _table(lines)
            contracts[contract.name] = contract
    return contracts


def contract(name: str) -> TableContract:
    """The promise of one table."""
    found = table_contracts().get(name)
    if found is None:
        raise NotFoundError(
            kind="table", name=name, hint=f"Tables are [{', '.join(table_contracts())}]."
        )
    return found


def _table(lines: list[str]) -> TableContract:
    """Read `name: description` and its column lines."""
    name, description = lines[0].split(":", 1)
    columns = tuple(_column(line) for line in lines[1:])
    return TableContract(name.strip(), description.strip(), (*columns, SLICE))


def _column(line: str) -> ColumnContract:
    """Read `  name TYPE [*] description`; the star says the column is never empty."""
    name, kind, rest = line.split(None, 2)
    required = rest.startswith("*")
    return ColumnContract(
        name, DataType[kind], required=required, description=rest.removeprefix("*").strip()
    )
