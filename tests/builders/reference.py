"""Supplied reference files, from text, rows or a published file of the shared data."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from headwater.sources.base import Conformed, FileKind, Source, Supplied
from headwater.sources.reference import SOURCES

KINDS = {
    ".csv": FileKind.CSV,
    ".json": FileKind.JSON,
    ".geojson": FileKind.JSON,
    ".parquet": FileKind.PARQUET,
}


def build_supplied(path: Path, *, scratch: Path) -> Supplied:
    """A file as ingest hands it over: unpacked, with its header."""
    name = path.name.removesuffix(".gz")
    if path.suffix == ".gz":
        unpacked = scratch / name
        unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        path = unpacked
    kind = KINDS[Path(name).suffix]
    data = path.read_bytes()
    return Supplied(
        name=name,
        path=path,
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        encoding="UTF-8",
        header=_header(path) if kind is FileKind.CSV else (),
    )


def build_text(name: str, text: str, *, scratch: Path) -> Supplied:
    """A file of some text."""
    path = scratch / name
    path.write_text(text, encoding="utf-8", newline="")
    return build_supplied(path, scratch=scratch)


def build_csv(name: str, rows: Sequence[Mapping[str, Any]], *, scratch: Path) -> Supplied:
    """A CSV file of some rows; a value of None is an empty cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return build_text(name, text.getvalue(), scratch=scratch)


def build_json(name: str, document: Any, *, scratch: Path) -> Supplied:
    """A JSON file of a document."""
    return build_text(name, json.dumps(document), scratch=scratch)


def build_parquet(name: str, columns: Mapping[str, Sequence[Any]], *, scratch: Path) -> Supplied:
    """A Parquet file of some columns."""
    path = scratch / name
    pq.write_table(pa.table(dict(columns)), path)
    return build_supplied(path, scratch=scratch)


def source_of(supplied: Supplied) -> Source:
    """The one source that recognises a file."""
    found = [source for source in SOURCES if source.recognises(supplied)]
    assert len(found) == 1, [source.id for source in found]
    return found[0]


def conform(supplied: Supplied) -> Conformed:
    """What the one source that recognises a file makes of it."""
    return source_of(supplied).conform(supplied)


def accepted(supplied: Supplied) -> Conformed:
    """The same, and it must have no faults."""
    conformed = conform(supplied)
    assert not conformed.faults, [fault.sentence() for fault in conformed.faults]
    return conformed


def problems(supplied: Supplied) -> list[tuple[int, str, str]]:
    """Row, column and problem of each fault of a file that must be refused."""
    conformed = conform(supplied)
    assert not conformed.tables
    assert conformed.fault_total == len(conformed.faults) > 0
    return [(fault.row, fault.column, fault.problem) for fault in conformed.faults]


def plain_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a gzipped CSV, read with nothing but the standard library."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return tuple(next(csv.reader(handle), ()))
