"""Reading a supplied CSV or Parquet file as columns of text or numbers, faults and all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from headwater.sources.base import FileKind, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import trimmed
from headwater.sources.reference.faults import Faults

BLANK = -1
"""Stands for the number of cells of a line with nothing on it."""


@dataclass(frozen=True, eq=False)
class Texts:
    """The rows of a CSV file as trimmed texts, with their line numbers and the faults so far."""

    columns: dict[str, Any]
    lines: NDArray[np.int64]
    faults: Faults

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def get(self, name: str) -> Any:
        """A column, or an empty one where the file has none of that name."""
        return self.columns.get(name, pa.nulls(len(self), pa.string()))


def read_texts(supplied: Supplied, *, required: Collection[str]) -> Texts:
    """Every column of a CSV file as text. Faults of shape are noted, and blank lines passed over.

    A column that is required and absent is noted and comes back empty.
    """
    ragged: list[tuple[int, int]] = []

    def skip(row: Any) -> Literal["skip"]:
        ragged.append((row.number, row.actual_columns if row.text.strip() else BLANK))
        return "skip"

    faults = Faults(supplied.name)
    try:
        table = pacsv.read_csv(
            supplied.path,
            read_options=pacsv.ReadOptions(use_threads=False, block_size=1 << 25),
            parse_options=pacsv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.string() for name in supplied.header},
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        faults.add(
            f"it cannot be read as CSV ({_first_line(error)})",
            "Save it as CSV in UTF-8 with one header line",
        )
        return _nothing(required, faults)
    lines = _lines(table.num_rows, [number for number, _ in ragged])
    columns = _columns(table, required, faults)
    _note_ragged(ragged, table.num_columns, faults)
    kept = _not_blank(list(columns.values()), len(lines))
    lines = lines[kept]
    if not kept.all():
        columns = {name: column.filter(pa.array(kept)) for name, column in columns.items()}
    if not len(lines) and not faults:
        faults.add("it has no rows under its header", "Send the rows, or leave the file out")
    rows = Faults(supplied.name, lines)
    rows.kept, rows.total = faults.kept, faults.total
    return Texts(columns, lines, rows)


def _columns(table: Any, required: Collection[str], faults: Faults) -> dict[str, Any]:
    """Trimmed columns by name, noting names that repeat or are missing."""
    names = [name.strip() for name in table.column_names]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.add("the column comes twice", "Keep one column of each name", row=1, column=name)
    for name in required:
        if name not in names:
            faults.add(
                "the column is missing",
                "Add it; the template lists every column",
                row=1,
                column=name,
            )
    columns = {name: trimmed(table.column(place)) for place, name in enumerate(names)}
    empty = pa.nulls(table.num_rows, pa.string())
    return {**{name: empty for name in required if name not in columns}, **columns}


def _lines(rows: int, skipped: Sequence[int]) -> NDArray[np.int64]:
    """Line numbers of the rows that were read, counting the header as line 1."""
    every = np.arange(2, rows + len(skipped) + 2, dtype=np.int64)
    return every[~np.isin(every, skipped)][:rows]


def _note_ragged(ragged: Sequence[tuple[int, int]], expected: int, faults: Faults) -> None:
    """Note each row that has too few or too many cells."""
    for number, found in ragged:
        if found != BLANK:
            faults.add(
                f"the row has {found} cells and the header has {expected}",
                "Put quotes around cells that contain commas, and fill rows to the end",
                row=number,
            )


def _not_blank(columns: Sequence[Any], rows: int) -> NDArray[np.bool_]:
    """Rows with anything in them at all."""
    filled = np.zeros(rows, dtype=bool)
    for column in columns:
        if filled.all():
            break
        filled |= np.asarray(pc.is_valid(column).to_numpy(zero_copy_only=False), bool)
    return filled


def _nothing(required: Collection[str], faults: Faults) -> Texts:
    """No rows at all."""
    columns = {name: pa.nulls(0, pa.string()) for name in required}
    return Texts(columns, np.empty(0, dtype=np.int64), faults)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def header_has(supplied: Supplied, *names: str) -> bool:
    """Whether a CSV or Parquet file has all of some columns."""
    present = column_names(supplied)
    return bool(present) and set(names) <= set(present)


def column_names(supplied: Supplied) -> tuple[str, ...]:
    """The columns of a CSV or Parquet file; none for other kinds or where unreadable."""
    if supplied.kind is FileKind.CSV:
        return tuple(name.strip() for name in supplied.header)
    if supplied.kind is FileKind.PARQUET:
        return _parquet_columns(supplied.path, supplied.sha256)
    return ()


@lru_cache(maxsize=256)
def _parquet_columns(path: Path, _sha256: str) -> tuple[str, ...]:
    try:
        return tuple(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError):
        return ()


def read_parquet(supplied: Supplied, columns: Sequence[str]) -> tuple[Any, Faults]:
    """Some columns of a Parquet file, and what is wrong with its shape."""
    faults = Faults(supplied.name, np.empty(0, dtype=np.int64))
    present = column_names(supplied)
    for name in columns:
        if name not in present:
            faults.add("the column is missing", "Add it", column=name)
    if faults:
        return None, faults
    try:
        table = pq.read_table(supplied.path, columns=list(columns))
    except (pa.ArrowInvalid, OSError) as error:
        faults.add(f"it cannot be read as Parquet ({_first_line(error)})", "Write it again")
        return None, faults
    if not table.num_rows:
        faults.add("it has no rows", "Send the rows, or leave the file out")
        return None, faults
    return table, Faults(supplied.name, np.arange(1, table.num_rows + 1))
