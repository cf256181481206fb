"""Thousands of data.police.uk files at once, from disk, gzip or the published zip, to Parquet.

Files are taken force by force in groups. Each group becomes one Parquet file, whatever else is in
the supply, so that memory stays small and threads never wait for each other. Inside a row group
rows are put in order of neighbourhood and map point, which more than halves what they take.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from headwater.core.errors import Fault
from headwater.core.periods import Month
from headwater.sources import opening
from headwater.sources.arrow import from_numpy, repeated, to_numpy
from headwater.sources.base import Conformed, Supplied
from headwater.sources.feeds import Feed, month_of
from headwater.sources.offered import MEBI, Offered, UnreadableError
from headwater.sources.police_uk import force_of
from headwater.sources.police_uk_fast import ID, read_clean, stored_schema

GROUP_BYTES = 64 * MEBI
ROW_GROUP = 500_000
MOST_THREADS = 4


@dataclass(frozen=True, slots=True)
class BulkFile:
    """What became of one file. `is_current` files were left alone, their content being there."""

    name: str
    slice: str
    sha256: str
    bytes: int
    encoding: str
    rows_in: int = 0
    rows_accepted: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    fault_total: int = 0
    is_current: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class BulkPart:
    """One Parquet file."""

    path: Path
    rows: int
    slices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulk:
    """Everything that became of a supply of one table."""

    files: tuple[BulkFile, ...]
    parts: tuple[BulkPart, ...]


Progress = Callable[[int], None]
"""Called with the number of files that were just finished."""


def load_bulk(
    feed: Feed,
    offered: Sequence[Offered],
    *,
    folder: Path,
    scratch: Path,
    current: Mapping[str, str],
    progress: Progress = lambda _: None,
) -> Bulk:
    """Check and convert every file of one table into Parquet files in `folder`.

    `current` says, by slice, the fingerprint the lake already has; files with it are left alone.
    """
    ordered = _without_copies(sorted(offered, key=lambda one: (_slice(feed, one), one.name)), feed)
    groups = list(_groups(ordered))
    work = [
        _Group(
            feed, group, folder / f"{feed.published.table}-{place:04d}.parquet", scratch, current
        )
        for place, group in enumerate(groups)
    ]
    files: list[BulkFile] = []
    parts: list[BulkPart] = []
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads, thread_name_prefix="police-uk") as pool:
        try:
            for group, (found, part) in zip(groups, pool.map(_Group.convert, work), strict=True):
                files += found
                parts += [part] if part else []
                progress(len(group))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return Bulk(tuple(files), tuple(parts))


def _without_copies(ordered: Sequence[Offered], feed: Feed) -> list[Offered]:
    """The files without those that are the same again, as when a folder and its zip are given."""
    kept: list[Offered] = []
    for _, group in groupby(ordered, key=lambda one: _slice(feed, one)):
        same_slice = list(group)
        kept += same_slice if len(same_slice) == 1 else _different(same_slice)
    return kept


def _different(offered: Sequence[Offered]) -> list[Offered]:
    """One file for each different content. A file that cannot be read is kept to be refused."""
    seen: dict[str, Offered] = {}
    for one in offered:
        try:
            seen.setdefault(hashlib.sha256(one.read()).hexdigest(), one)
        except UnreadableError:
            seen[one.name] = one
    return list(seen.values())


def _slice(feed: Feed, offered: Offered) -> str:
    return f"{force_of(feed, offered.name)}/{month_of(feed.published.file_pattern, offered.name)}"


def _groups(ordered: Iterable[Offered]) -> Iterator[list[Offered]]:
    """Neighbouring files until a group is large enough."""
    group: list[Offered] = []
    size = 0
    for offered in ordered:
        group.append(offered)
        size += offered.likely_bytes
        if size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


class _Group:
    """The files that become one Parquet file."""

    def __init__(
        self,
        feed: Feed,
        offered: Sequence[Offered],
        target: Path,
        scratch: Path,
        current: Mapping[str, str],
    ) -> None:
        self.feed, self.offered, self.target = feed, offered, target
        self.scratch, self.current = scratch, current
        self.table = feed.published.table
        self.waiting: list[Any] = []
        self.rows = 0
        self.writer: Any = None

    def convert(self) -> tuple[list[BulkFile], BulkPart | None]:
        """Read every file and write the rows. Faults are gathered and rows still counted."""
        files = []
        slices: list[str] = []
        try:
            for offered in self.offered:
                file, table = self._read(offered)
                files.append(file)
                if table is not None:
                    slices.append(file.slice)
                    self._add(table)
            self._flush()
        finally:
            if self.writer is not None:
                self.writer.close()
        if self.writer is None:
            return files, None
        return files, BulkPart(self.target, self.rows, tuple(slices))

    def _read(self, offered: Offered) -> tuple[BulkFile, Any | None]:
        """One file by the short road, or where it is odd by the road that can explain."""
        try:
            data = offered.read()
        except UnreadableError as error:
            return BulkFile(
                offered.name, _slice(self.feed, offered), "", 0, "",
                faults=(error.fault,), fault_total=1,
            ), None  # fmt: skip
        digest = hashlib.sha256(data).hexdigest()
        slice_ = _slice(self.feed, offered)
        file = BulkFile(offered.name, slice_, digest, len(data), opening.UTF_8)
        if self.current.get(slice_) == digest:
            return replace(file, is_current=True), None
        month = month_of(self.feed.published.file_pattern, offered.name)
        assert month is not None
        force = force_of(self.feed, offered.name)
        table = read_clean(self.feed.id, data, force=force, month=month)
        if table is not None:
            rows = len(table)
            return replace(file, rows_in=rows, rows_accepted=rows), table
        if data.count(b"\n", 0, 4_096) <= 1 and len(data.strip().splitlines()) == 1:
            return replace(file, is_empty=True), None
        del data
        return self._read_odd(offered, file, force=force, month=month)

    def _read_odd(
        self, offered: Offered, file: BulkFile, *, force: str, month: Month
    ) -> tuple[BulkFile, Any | None]:
        """The file through every check that can say what is wrong with it."""
        supplied = next(iter(opening.open_one(offered, scratch=self.scratch)))
        if isinstance(supplied, opening.Refused):
            return replace(file, faults=(supplied.fault,), fault_total=1), None
        assert isinstance(supplied, Supplied)
        conformed = self.feed.conform(supplied)
        if not supplied.path.samefile(offered.path):
            supplied.path.unlink()
        found = replace(
            file,
            encoding=supplied.encoding,
            rows_in=conformed.rows_in,
            rejected=conformed.rejected,
            warnings=conformed.warnings,
            faults=conformed.faults,
            fault_total=conformed.fault_total,
        )
        if conformed.fault_total:
            return found, None
        table = _as_stored(conformed, self.table, slice_=f"{force}/{month}")
        return replace(found, rows_accepted=len(table)), table

    def _add(self, table: Any) -> None:
        self.waiting.append(table)
        self.rows += len(table)
        if sum(len(one) for one in self.waiting) >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        """Write what is waiting as one row group."""
        if not self.waiting:
            return
        table = pa.concat_tables(self.waiting).unify_dictionaries().combine_chunks()
        self.waiting = []
        if self.writer is None:
            self.writer = _writer(self.target, table.schema)
        self.writer.write_table(_in_order(table), row_group_size=max(len(table), 1))


def _writer(target: Path, schema: Any) -> Any:
    """A Parquet writer that packs all but the identifiers, which nothing makes smaller."""
    packed: Any = [name for name in schema.names if name != ID]
    return parquet.ParquetWriter(
        target,
        schema,
        compression={name: "none" if name == ID else "zstd" for name in schema.names},
        compression_level=dict.fromkeys(packed, 1),
        use_dictionary=packed,
        write_statistics=packed,
        store_schema=False,
    )


def _in_order(table: Any) -> Any:
    """Rows by neighbourhood and then map point, so that equal values lie together."""
    if "lsoa_code" not in table.column_names:
        return table
    area, point = table["lsoa_code"].chunk(0), table["location"].chunk(0)
    words = area.dictionary.to_pylist()
    rank = np.empty(len(words) + 1, dtype=np.int64)
    rank[np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.int64)] = np.arange(
        1, len(words) + 1
    )
    rank[-1] = 0
    first = rank[_places(area)]
    key = first * (len(point.dictionary) + 1) + _places(point)
    order = np.argsort(key, kind="stable")
    return table.take(from_numpy(order, pa.int64()))


def _places(column: Any) -> Any:
    """Positions in the dictionary; -1 for empty."""
    places = to_numpy(column.indices, np.int32).astype(np.int64)
    if column.null_count:
        there = column.indices.buffers()[0]
        bits = np.unpackbits(np.frombuffer(there, np.uint8), bitorder="little")
        places[bits[column.offset : column.offset + len(places)] == 0] = -1
    return places


def _as_stored(conformed: Conformed, table: str, *, slice_: str) -> Any:
    """Rows from the longer road in the types that the shorter one gives."""
    found = conformed.tables[table]
    stored = stored_schema(table)
    texts = repeated(slice_, len(found))
    columns = []
    for place in stored:
        column = texts if place.name == "slice" else found[place.name]
        if pa.types.is_dictionary(place.type):
            column = column if column is texts else column.dictionary_encode()
        columns.append(column.cast(place.type))
    return pa.table(columns, schema=stored).combine_chunks()
