"""Supplied CSV as text: columns matched to the schema, rows numbered as the supplier sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from headwater.core.errors import Fault
from headwater.sources.base import Supplied
from headwater.sources.table_schema import Field, TableSchema, normal

BLOCK = 8 << 20
LISTED = 1_000
"""Faults of one file that are listed; past this they are only counted."""


@dataclass(frozen=True, slots=True)
class Header:
    """How the columns of a file answer to the fields of a schema."""

    columns: dict[str, int]
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Texts:
    """A file as text. `rows[k]` is the file's row number of row k; the header is row 1."""

    table: Any
    rows: NDArray[np.int64]
    rows_in: int
    faults: tuple[Fault, ...] = ()
    fault_total: int = 0


@dataclass(slots=True)
class _Ragged:
    """Rows with too few or too many cells, as the parser meets them."""

    file: str
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def __call__(self, row: Any) -> Literal["skip", "error"]:
        self.numbers.append(row.number)
        if len(self.faults) < LISTED:
            self.faults.append(_ragged_fault(self.file, row))
        return "skip"


def match_header(supplied: Supplied, schema: TableSchema) -> Header:
    """Which column of the file is which field, and what is wrong with its header."""
    cells = [normal(cell) for cell in supplied.header]
    if len(cells) == 1 and (found := re.search(r"[;\t|]", supplied.header[0])):
        fault = _header_fault(
            supplied,
            "",
            f"the columns are separated by {SEPARATORS[found[0]]}, not commas",
            "Save it as CSV UTF-8 (Comma delimited)",
        )
        return Header({}, (fault,), ())
    faults = [
        _header_fault(
            supplied, cell.strip(), "two columns have this name", "Remove or rename one of them"
        )
        for place, cell in enumerate(supplied.header)
        if cell.strip() and cells.count(cells[place]) > 1 and cells.index(cells[place]) == place
    ]
    columns: dict[str, int] = {}
    for known in schema.fields:
        places = [cells.index(n) for n in (normal(known.name), normal(known.title)) if n in cells]
        if places:
            columns[known.name] = places[0]
    extra = [
        cell.strip()
        for place, cell in enumerate(supplied.header)
        if cell.strip() and place not in columns.values() and cells.index(cells[place]) == place
    ]
    absent = [known for known in schema.fields if known.name not in columns]
    warnings = []
    for known in absent:
        meant = get_close_matches(normal(known.name), [normal(cell) for cell in extra], 1, 0.75)
        if meant or known.required:
            faults.append(_absent_fault(supplied, known, meant))
        else:
            warnings.append(
                f"{supplied.name}: column [{known.name}] is not there; it is left empty"
            )
    warnings += [
        f"{supplied.name}: column [{cell}] is not part of this supply; it was left out"
        for cell in extra
    ]
    return Header(columns, tuple(faults), tuple(warnings))


def read_texts(supplied: Supplied, header: Header, schema: TableSchema) -> Texts:
    """Every row as text, one column a field; absent fields are empty. Gathers ragged rows."""
    names = [f"c{place}" for place in range(len(supplied.header))]
    ragged = _Ragged(supplied.name)
    parsed = csv.read_csv(
        supplied.path,
        read_options=csv.ReadOptions(
            use_threads=False, block_size=BLOCK, column_names=names, skip_rows=1
        ),
        parse_options=csv.ParseOptions(
            newlines_in_values=True, invalid_row_handler=ragged, ignore_empty_lines=False
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=["", *schema.missing],
        ),
    )
    total = len(parsed) + len(ragged.numbers)
    rows = np.setdiff1d(np.arange(2, total + 2), np.array(ragged.numbers, dtype=np.int64))
    columns: dict[str, Any] = {
        known.name: (
            parsed.column(header.columns[known.name])
            if known.name in header.columns
            else pa.nulls(len(parsed), pa.string())
        )
        for known in schema.fields
    }
    filled = np.zeros(len(parsed), dtype=np.bool_)
    for column in parsed.columns:
        filled |= column.is_valid().to_numpy()
    table = pa.table(columns)
    if not filled.all():
        table, rows = table.filter(pa.array(filled)), rows[filled]
    return Texts(
        table, rows, len(table) + len(ragged.numbers), tuple(ragged.faults), len(ragged.numbers)
    )


def header_fits(header: Sequence[str], schema: TableSchema) -> bool:
    """Whether a header has every required column of a schema and most of the others."""
    cells = {normal(cell) for cell in header}
    present = [f for f in schema.fields if {normal(f.name), normal(f.title)} & cells]
    required = [f for f in schema.fields if f.required]
    return set(required) <= set(present) and len(present) >= 0.6 * len(schema.fields)


SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def _ragged_fault(file: str, row: Any) -> Fault:
    problem = (
        f"the row has [{row.actual_columns}] cells and the header has [{row.expected_columns}]"
    )
    remedy = "Put text that holds a comma in double quotes, and give every row every column"
    return Fault(file, row.number, "", "", problem, remedy)


def _header_fault(supplied: Supplied, column: str, problem: str, remedy: str) -> Fault:
    return Fault(supplied.name, 1, column, "", problem, remedy)


def _absent_fault(supplied: Supplied, known: Field, meant: list[str]) -> Fault:
    if meant:
        cell = next(cell for cell in supplied.header if normal(cell) == meant[0])
        return _header_fault(
            supplied,
            known.name,
            f"the column is not there; did you mean [{cell.strip()}]",
            f"Rename it to [{known.name}]",
        )
    return _header_fault(
        supplied,
        known.name,
        "the column is not there",
        f"Add it. It holds: {known.description.rstrip('.')}",
    )
