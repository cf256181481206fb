"""One clean data.police.uk file from bytes to lake columns, with every check on.

Columns with few different values are read straight into dictionaries, so that a check looks at
each different value once and Parquet takes the dictionary as it is. The rules come from the
published schema. At the first thing out of the ordinary the answer is `None`, and the file goes
through the checks that can explain.
"""

import binascii
import codecs
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from headwater.core.periods import Month
from headwater.lake.contracts import DataType, contract
from headwater.sources.arrow import buffer_of, from_numpy, repeated, to_numpy
from headwater.sources.table_schema import Field, FieldType, TableSchema, table_schema

WORDS: Any = pa.dictionary(pa.int32(), pa.string())
DECIMALS: Any = pa.dictionary(pa.int32(), pa.float64())
STORED: dict[DataType, Any] = {
    DataType.TEXT: WORDS,
    DataType.DECIMAL: DECIMALS,
    DataType.DATE: pa.date32(),
    DataType.TIMESTAMP: pa.timestamp("us"),
    DataType.YES_NO: pa.bool_(),
    DataType.BYTES: pa.binary(32),
}
ID = "crime_id"
ID_DIGITS = 64
LARGEST = 1 << 30
"""Bytes of a file that is still read in one piece; a published one has a fortieth of that."""
EPOCH = date(1970, 1, 1)
ODD_TEXT = r"^[=@+#-]|^\d(\.\d+)?E[+-]|\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read one of the published tables."""

    schema: TableSchema
    header: bytes
    convert: Any


@cache
def plan(source: str) -> Plan:
    """The plan of a source, made once."""
    schema = table_schema(source)
    types = {field.name: _read_as(field) for field in schema.fields}
    flags = [field for field in schema.fields if field.type is FieldType.BOOLEAN]
    convert = csv.ConvertOptions(
        column_types=types,
        strings_can_be_null=True,
        null_values=["", *schema.missing],
        true_values=list(flags[0].true_values) if flags else None,
        false_values=list(flags[0].false_values) if flags else None,
    )
    return Plan(schema, ",".join(schema.names).encode(), convert)


@cache
def stored_schema(table: str) -> Any:
    """The Arrow types in which rows of a table are handed to Parquet."""
    return pa.schema([(column.name, STORED[column.type]) for column in contract(table).columns])


def read_clean(source: str, data: bytes, *, force: str, month: Month) -> Any | None:
    """The rows of one file as the lake stores them, or None where anything is out of the ordinary.

    `data` is the file's bytes. Releases the interpreter for nearly all of its work, so files can
    be read side by side in threads.
    """
    how = plan(source)
    data = data.removeprefix(codecs.BOM_UTF8)
    if len(data) > LARGEST or not _has_header(data, how.header) or b"\0" in data:
        return None
    try:
        parsed = csv.read_csv(
            buffer_of(data),
            read_options=csv.ReadOptions(use_threads=False, block_size=max(len(data), 1)),
            convert_options=how.convert,
        )
        return _lake_rows(how.schema, parsed, force=force, month=month)
    except (pa.ArrowInvalid, _OddError):
        return None


class _OddError(Exception):
    """Something that the longer road should look at."""


def _has_header(data: bytes, header: bytes) -> bool:
    return data[: len(header) + 2].rstrip(b"\r\n") == header or data.startswith(
        (header + b"\n", header + b"\r\n")
    )


def _read_as(field: Field) -> Any:
    if field.column == ID:
        return pa.string()
    if field.type is FieldType.BOOLEAN:
        return pa.bool_()
    if field.type is FieldType.DATETIME:
        return pa.timestamp("us", tz="UTC")
    return WORDS


def _lake_rows(schema: TableSchema, parsed: Any, *, force: str, month: Month) -> Any:
    rows = len(parsed)
    if rows == 0:
        raise _OddError
    columns: dict[str, Any] = {
        field.column: _checked(field, _one(parsed.column(place)), month)
        for place, field in enumerate(schema.fields)
    }
    columns["force"] = repeated(force, rows)
    columns["slice"] = repeated(f"{force}/{month}", rows)
    stored = stored_schema(schema.table)
    return pa.table([columns[name] for name in stored.names], schema=stored)


def _checked(field: Field, column: Any, month: Month) -> Any:
    """One column in its stored type. Raises `_OddError` where a rule is broken."""
    if field.required and column.null_count:
        raise _OddError
    if field.column == ID:
        return packed_ids(column)
    if field.type is FieldType.YEARMONTH:
        return _months(column, month)
    if field.type is FieldType.DATETIME:
        return _times(column, month)
    if field.type is FieldType.NUMBER:
        return _numbers(field, column)
    if field.type is FieldType.STRING:
        return _words(field, column)
    return column


def packed_ids(column: Any) -> Any:
    """Identifiers of 64 hexadecimal digits as 32 bytes each; empty stays empty."""
    rows = len(column)
    _, ends, text = column.buffers()
    offsets = np.frombuffer(ends, np.int32)[column.offset : column.offset + rows + 1]
    lengths = np.diff(offsets)
    there = lengths == ID_DIGITS
    if int(there.sum()) + column.null_count != rows:
        raise _OddError
    packed: NDArray[Any] = np.zeros(rows, dtype="V32")
    if there.any():
        try:
            digits = memoryview(text)[offsets[0] : offsets[-1]]
            packed[there] = np.frombuffer(binascii.unhexlify(digits), dtype="V32")
        except binascii.Error as error:
            raise _OddError from error
    filled = np.packbits(there, bitorder="little")
    return pa.Array.from_buffers(
        pa.binary(32), rows, [buffer_of(filled), buffer_of(packed)], rows - int(there.sum())
    )


def _months(column: Any, month: Month) -> Any:
    if column.dictionary.to_pylist() != [str(month)]:
        raise _OddError
    days = (month.first_day - EPOCH).days
    return from_numpy(np.full(len(column), days, dtype=np.int32), pa.date32())


def _times(column: Any, month: Month) -> Any:
    """Times inside the local month, which in summer starts an hour early in UTC."""
    times = column.cast(pa.timestamp("us"))
    first = np.datetime64(month.first_day, "us") - np.timedelta64(1, "h")
    after = np.datetime64(month.plus(1).first_day, "us")
    seen = to_numpy(times, "datetime64[us]")
    if not (first <= seen.min() and seen.max() < after):
        raise _OddError
    return times


def _numbers(field: Field, column: Any) -> Any:
    values = column.dictionary.cast(pa.float64())
    seen = to_numpy(values, np.float64)
    low = float(field.minimum) if field.minimum else -np.inf
    high = float(field.maximum) if field.maximum else np.inf
    if not ((seen >= low) & (seen <= high)).all():
        raise _OddError
    return pa.DictionaryArray.from_arrays(column.indices, values)


def _words(field: Field, column: Any) -> Any:
    """Texts whose different values all keep to the rules; stray spaces at the ends taken off."""
    words = column.dictionary
    if len(words) == 0:
        return column
    if field.enum:
        if not set(words.to_pylist()) <= set(field.enum):
            raise _OddError
        return column
    if field.pattern:
        if not pc.all(pc.match_substring_regex(words, f"^({field.pattern})$")).as_py():
            raise _OddError
        return column
    if pc.any(pc.match_substring_regex(words, ODD_TEXT)).as_py():
        raise _OddError
    trimmed = pc.utf8_trim(words, " ")
    if pc.min(pc.binary_length(trimmed)).as_py() == 0:
        raise _OddError
    return pa.DictionaryArray.from_arrays(column.indices, trimmed)


def _one(column: Any) -> Any:
    """A column that came in one block."""
    if column.num_chunks != 1:
        raise _OddError
    return column.chunk(0)
