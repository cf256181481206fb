"""What every supplied dataset has in common.

A source recognises its files, says which slice of the lake a file is, and conforms it: turns it
into lake tables, or says everything that is wrong with it. Nothing here writes to the lake;
`pipelines.ingest` does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from headwater.core.errors import Fault


class FileKind(StrEnum):
    """How a supplied file is laid out, after decompression."""

    CSV = "csv"
    JSON = "json"
    XML = "xml"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Supplied:
    """One file as supplied, decompressed and, where it is text, decoded to UTF-8.

    `name` is its path relative to what was handed in, with archive and compression endings taken
    off. `sha256` and `bytes` are of the decompressed bytes as supplied, so the same content in a
    zip, a gzip or bare is the same file. `header` is the first line's cells for CSV, else empty.
    """

    name: str
    path: Path
    kind: FileKind
    sha256: str
    bytes: int
    encoding: str
    header: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Conformed:
    """What became of one file: rows by lake table, and everything that was noticed.

    A file with `faults` is refused whole. `rejected` counts rows left out of an accepted file, by
    reason. `warnings` are sentences a person acknowledges.
    """

    tables: Mapping[str, pa.Table]
    rows_in: int
    faults: tuple[Fault, ...] = ()
    fault_total: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Source(Protocol):
    """One supplied dataset."""

    @property
    def id(self) -> str:
        """Short name, as in `headwater template recorded_crime`."""

    @property
    def title(self) -> str:
        """Name for people."""

    @property
    def supplier(self) -> str:
        """Who supplies it, in words."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Lake tables it fills."""

    @property
    def schema(self) -> Mapping[str, Any]:
        """The published Table Schema (or JSON Schema for JSON sources) as a document."""

    def recognises(self, supplied: Supplied) -> bool:
        """Whether a file looks like one of this source's, by name and header."""

    def slice_of(self, supplied: Supplied) -> str:
        """The slice of the lake the file is the supply of, such as `cambridgeshire/2024-09`."""

    def conform(self, supplied: Supplied) -> Conformed:
        """Read, check and reshape one file. Faults are gathered, never raised one by one."""
