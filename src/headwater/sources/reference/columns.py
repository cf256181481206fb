"""Arrow columns of the lake's promised types, made from texts, constants and whole columns.

Rules that depend on a value are worked out once for each different value and spread back, so a
long file costs little more than its distinct values.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from headwater.lake.contracts import SLICE, DataType, contract
from headwater.sources.reference.arrow import pc

BoolArray = NDArray[np.bool_]

ARROW_TYPES = {
    DataType.TEXT: pa.string(),
    DataType.WHOLE: pa.int32(),
    DataType.LONG: pa.int64(),
    DataType.DECIMAL: pa.float64(),
    DataType.DATE: pa.date32(),
    DataType.TIMESTAMP: pa.timestamp("us"),
    DataType.YES_NO: pa.bool_(),
    DataType.BYTES: pa.binary(),
}


def arrow_schema(table: str) -> Any:
    """Columns of a lake table with their Arrow types, without the slice that ingest adds."""
    return pa.schema(
        [
            pa.field(column.name, ARROW_TYPES[column.type], nullable=not column.required)
            for column in contract(table).columns
            if column.name != SLICE.name
        ]
    )


def lake_table(name: str, columns: Mapping[str, Any], *, rows: int) -> Any:
    """A table with exactly the promised columns. Constants are spread; absent columns are empty.

    >>> lake_table("places", {"name": ["The Crown"], "kind": "premises",
    ...                       "lsoa_code": ["Z99L00001"]}, rows=1).to_pylist()
    [{'name': 'The Crown', 'kind': 'premises', 'lsoa_code': 'Z99L00001', 'postcode': None}]
    """
    schema = arrow_schema(name)
    unknown = set(columns) - set(schema.names)
    assert not unknown, f"{name} has no column {unknown}"
    return pa.table(
        [_column(columns.get(field.name), field.type, rows) for field in schema], schema=schema
    )


def stacked(name: str, tables: Sequence[Any]) -> Any:
    """Tables of one kind one after the other; the empty table where there are none."""
    return pa.concat_tables([arrow_schema(name).empty_table(), *tables])


def whole(column: Any) -> Any:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def mapped(column: Any, rule: Callable[[str], Any] | Mapping[str, Any], kind: Any = None) -> Any:
    """Apply a rule to each different text and spread the answers back.

    A mapping gives an empty cell for a text it does not know. Empty cells stay empty.
    """
    answer = rule.get if isinstance(rule, Mapping) else rule
    coded = whole(column).dictionary_encode()
    answers = pa.array(
        [None if text is None else answer(text) for text in coded.dictionary.to_pylist()],
        type=kind or pa.string(),
    )
    return answers.take(coded.indices)


def trimmed(column: Any) -> Any:
    """Texts without spaces around them; empty texts become empty cells."""
    text = pc.utf8_trim_whitespace(pc.cast(whole(column), pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def mask(column: Any) -> BoolArray:
    """An Arrow truth column as an array; an empty cell counts as no."""
    return np.asarray(pc.fill_null(whole(column), False).to_numpy(zero_copy_only=False), bool)


def is_filled(column: Any) -> BoolArray:
    """Where a column has something in it."""
    return mask(pc.is_valid(whole(column)))


def repeats(*columns: Any) -> BoolArray:
    """Where a row's key was already seen further up. Empty cells count as alike."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        coded = whole(column).dictionary_encode(null_encoding="encode")
        codes = codes * (len(coded.dictionary) + 1) + np.asarray(coded.indices.to_numpy(), np.int64)
        codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    seen = np.ones(len(codes), dtype=bool)
    seen[np.unique(codes, return_index=True)[1]] = False
    return seen


def _column(values: Any, kind: Any, rows: int) -> Any:
    """A column of a type: as given, or one value repeated, or empty."""
    if values is None:
        return pa.nulls(rows, kind)
    if isinstance(values, str | bytes | int | float | bool) or not hasattr(values, "__len__"):
        return pa.repeat(pa.scalar(values, kind), rows)
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return pc.cast(whole(values), kind)
    if isinstance(values, np.ndarray):
        return pc.cast(pa.array(values), kind)
    return pa.array(values, kind)
