"""Files as suppliers write them, byte for byte the same on every run."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from headwater.loamshire.streams import FloatArray

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class FileWritten:
    """One file of the county, by its path inside it."""

    path: str
    rows: int
    size_bytes: int


@dataclass(slots=True)
class Outbox:
    """The county's folder while it is being filled."""

    root: Path
    written: list[FileWritten] = field(default_factory=list)

    def table(
        self, path: str, header: Sequence[str], rows: Iterable[Sequence[object]], *,
        encoding: str = "utf-8", newline: str = "\n", bom: bool = False,
    ) -> None:  # fmt: skip
        """A CSV file; gzipped when the path ends in `.gz`."""
        text = io.StringIO(newline="")
        if bom:
            text.write(BOM)
        writer = csv.writer(text, lineterminator=newline)
        writer.writerow(header)
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
        self.data(path, text.getvalue().encode(encoding), rows=count)

    def data(self, path: str, content: bytes, *, rows: int) -> None:
        """Any bytes; gzipped without a time stamp when the path ends in `.gz`."""
        self.bytes_as_they_are(path, gzipped(content) if path.endswith(".gz") else content, rows)

    def bytes_as_they_are(self, path: str, content: bytes, rows: int = 0) -> None:
        """Any bytes, whatever the name promises."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.written.append(FileWritten(path, rows, len(content)))

    def json(self, path: str, content: object, *, rows: int, indent: int | None = None) -> None:
        """A JSON file."""
        separators = (",", ":") if indent is None else None
        text = json.dumps(content, indent=indent, separators=separators, ensure_ascii=False)
        self.data(path, (text + "\n").encode(), rows=rows)

    def parquet(self, path: str, columns: "Mapping[str, pa.Array[Any]]") -> None:
        """A Parquet file, compressed as the shared open data are."""
        table = pa.table(dict(columns))
        sink = io.BytesIO()
        pq.write_table(table, sink, compression="zstd")
        self.data(path, sink.getvalue(), rows=table.num_rows)


def gzipped(content: bytes) -> bytes:
    """Gzip without the time of day in it."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def stamps(minutes_since_1970: FloatArray) -> list[str]:
    """`2024-09-01T15:30`, or nothing where the time is not known."""
    known = np.isfinite(minutes_since_1970)
    whole = np.where(known, minutes_since_1970, 0).astype(np.int64).astype("datetime64[m]")
    text = np.datetime_as_string(whole)
    return [str(each) if good else "" for each, good in zip(text, known, strict=True)]


def british(stamp: str) -> str:
    """`2024-09-01T15:30` as `01/09/2024 15:30`, and a bare day likewise."""
    if not stamp:
        return ""
    day, _, time = stamp.partition("T")
    year, month, number = day.split("-")
    return f"{number}/{month}/{year} {time}".rstrip()


def months_of(minutes_since_1970: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Months since year 0."""
    whole = minutes_since_1970.astype(np.int64).astype("datetime64[m]")
    return np.asarray(whole.astype("datetime64[M]").astype(np.int64) + 1970 * 12)
