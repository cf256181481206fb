"""The one door to the engine: lake tables as Ibis expressions, and their rows as arrays.

Expressions are built elsewhere and never run there. `Store.rows` runs one, orders the answer and
says what it rests on. Answers are counts and plain values; weights and rates are applied to them
in kernels, because sums of fractions differ in the last digit from one engine to another.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from headwater.core.errors import LakeError
from headwater.core.provenance import Expression, Provenance
from headwater.lake.contracts import TableContract, contract, table_contracts
from headwater.lake.journal import Journal, Load
from headwater.lake.spark import create_spark_view, spark_answer

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Rows:
    """The answer to an expression: equal-length arrays by column, in a fixed order."""

    columns: Mapping[str, Array]
    expression: Expression
    loads: tuple[str, ...]

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), np.empty(0)))

    def provenance(self, *, method: str, definition: str = "") -> Provenance:
        """What a number made from these rows rests on."""
        return Provenance(
            method=method,
            definition=definition,
            expressions=(self.expression.id,),
            loads=self.loads,
        )


class Store:
    """A lake opened for reading. Close it, or use it as a context manager."""

    def __init__(
        self, lake: Path, *, threads: int = 2, memory_limit: str = "1GB", backend: Any = None
    ) -> None:
        self.lake = lake
        self.journal = Journal(lake)
        self._scratch = tempfile.TemporaryDirectory(prefix="headwater-")
        self._backend = backend or _duckdb(threads, memory_limit, self._scratch.name)
        self._owners: dict[str, dict[str, Load]] = {}
        self._expressions: dict[str, Expression] = {}
        # A lake does not change under an open store, so the same question has the same answer.
        self._answers: dict[str, Rows] = {}

    def table(self, name: str) -> ir.Table:
        """A lake table. Empty, with its promised columns, where nothing was loaded."""
        promise = contract(name)
        if name not in self._owners:
            self._owners[name] = self.journal.current(name)
            _create_view(self._backend, self.lake, promise, self._owners[name])
        return self._backend.table(name)

    def has(self, name: str) -> bool:
        """Whether anything was loaded into a table."""
        self.table(name)
        return bool(self._owners[name])

    def slices(self, name: str) -> tuple[str, ...]:
        """The supplies a table holds."""
        self.table(name)
        return tuple(sorted(self._owners[name]))

    def rows(self, expression: ir.Table, *, name: str) -> Rows:
        """Run an expression. Rows come back ordered by every column, left to right."""
        tables = sorted({node.name for node in expression.op().find(ops.DatabaseTable)})
        known = Expression.of(
            name=name, sql=str(ibis.to_sql(expression, dialect="duckdb")), tables=tables
        )
        if known.id in self._answers:
            return self._answers[known.id]
        self._expressions[known.id] = known
        answer = _answer(self._backend, expression, sql=known.sql)
        answer = answer.sort_by([(column, "ascending") for column in answer.column_names])
        loads = {load.id for table in tables for load in self._owners.get(table, {}).values()}
        columns = {column: as_array(answer[column]) for column in answer.column_names}
        self._answers[known.id] = Rows(columns, known, tuple(sorted(loads)))
        return self._answers[known.id]

    @property
    def expressions(self) -> dict[str, Expression]:
        """Every expression run so far, by id."""
        return dict(sorted(self._expressions.items()))

    def load(self, load_id: str) -> Load:
        """An active load by its id."""
        return self.journal.find(load_id)

    def close(self) -> None:
        """Let go of the engine and its scratch space."""
        self._backend.disconnect()
        self._scratch.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def as_array(column: Any) -> Array:
    """An Arrow column as an array: text as objects, dates as datetime64, nulls as NaN or None."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return np.asarray(column.to_numpy())
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.int64())
    return np.asarray(column.to_numpy())


def _duckdb(threads: int, memory_limit: str, scratch: str) -> Any:
    """An in-memory engine that never reaches for the network."""
    backend = ibis.duckdb.connect(
        threads=threads,
        memory_limit=memory_limit,
        temp_directory=scratch,
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )
    backend.raw_sql("SET TimeZone = 'UTC'")
    return backend


def _answer(backend: Any, expression: ir.Table, *, sql: str) -> pa.Table:
    """Run an expression on whichever engine this is. DuckDB runs the very text that is quoted."""
    if backend.name == "pyspark":
        return spark_answer(backend, expression)
    answer: pa.Table = backend.con.sql(sql).to_arrow_table()
    return answer


def _create_view(
    backend: Any, lake: Path, promise: TableContract, owners: Mapping[str, Load]
) -> None:
    """Name the current files of a table so that expressions can use it."""
    parts = _current_parts(lake, promise, owners)
    if backend.name == "duckdb":
        backend.raw_sql(f'CREATE OR REPLACE VIEW "{promise.name}" AS {_select(promise, parts)}')
    elif backend.name == "pyspark":
        create_spark_view(backend, promise, parts)
    else:
        raise LakeError(f"The engine [{backend.name}] cannot read the lake.")


def _current_parts(
    lake: Path, promise: TableContract, owners: Mapping[str, Load]
) -> list[tuple[Path, list[str]]]:
    """The files a table is read from, each with the slices in it that were replaced since."""
    parts = []
    for load in {load.id: load for load in owners.values()}.values():
        for part in load.parts:
            if part.table != promise.name:
                continue
            replaced = [s for s in part.slices if owners[s].id != load.id]
            if len(replaced) < len(part.slices):
                parts.append((lake / part.path, replaced))
    return parts


def _select(promise: TableContract, parts: list[tuple[Path, list[str]]]) -> str:
    """SQL that reads every current slice of a table once, whichever load it is in."""
    columns = ", ".join(f'"{column.name}"' for column in promise.columns)
    whole = [str(path) for path, replaced in parts if not replaced]
    selects = [f"SELECT {columns} FROM read_parquet([{_texts(whole)}])"] if whole else []
    selects += [
        f"SELECT {columns} FROM read_parquet({_texts([str(path)])}) "
        f"WHERE slice NOT IN ({_texts(replaced)})"
        for path, replaced in parts
        if replaced
    ]
    return " UNION ALL ".join(selects) if selects else _nothing(promise)


def _nothing(promise: TableContract) -> str:
    """SQL for the empty table."""
    nulls = ", ".join(f'NULL::{column.type} AS "{column.name}"' for column in promise.columns)
    return f"SELECT {nulls} WHERE false"


def _texts(values: list[str]) -> str:
    """SQL string literals, quoted."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def tables_in_use(lake: Path) -> tuple[str, ...]:
    """Names of the tables that hold anything."""
    journal = Journal(lake)
    return tuple(name for name in table_contracts() if journal.current(name))
