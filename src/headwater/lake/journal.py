"""The journal: what was loaded, by whom, when, and what was undone.

Each entry is one small file that is never changed. The state of the lake is what the entries,
read in order, add up to; so a killed process leaves the lake as it was, and an undo is one more
entry. The data files of undone loads stay until they are swept.
"""

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from headwater.core.editions import LoadRecord, SourceFile
from headwater.core.errors import LakeBusyError, LakeError, LakeFullError, NotFoundError

FORMAT = 1
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Act(StrEnum):
    """What an entry does."""

    ACCEPT = "accept"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a load."""

    table: str
    path: str
    sha256: str
    bytes: int
    rows: int
    slices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """One supplied file of a load, as it was counted."""

    name: str
    sha256: str
    bytes: int
    slice: str
    encoding: str
    rows_in: int
    rows_accepted: int
    rejected: dict[str, int]


@dataclass(frozen=True, slots=True)
class Load:
    """One accepted load. Its id is a fingerprint of the source and of its files' bytes."""

    id: str
    source: str
    schema_version: str
    code_version: str
    files: tuple[AcceptedFile, ...]
    parts: tuple[Part, ...]
    warnings: tuple[str, ...] = ()

    def record(self, table: str = "") -> LoadRecord:
        """The load as an edition quotes it."""
        return LoadRecord(
            id=self.id,
            source=self.source,
            table=table or ", ".join(sorted({part.table for part in self.parts})),
            schema_version=self.schema_version,
            rows=sum(file.rows_accepted for file in self.files),
            rejected=sum(sum(file.rejected.values()) for file in self.files),
            files=tuple(
                SourceFile(file.name, file.sha256, file.rows_in, sum(file.rejected.values()))
                for file in self.files
            ),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lake's history."""

    number: int
    act: Act
    load_id: str
    at: str
    by: str
    load: Load | None = None
    reason: str = ""


_ENTRY = TypeAdapter(Entry)


def load_id(*, source: str, schema_version: str, files: list[tuple[str, str]]) -> str:
    """The identifier of a load of these (slice, sha256) pairs: the same files, the same id."""
    text = "\n".join([source, schema_version, *(f"{s}\t{h}" for s, h in sorted(files))])
    return f"L-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


class Journal:
    """The entries of one lake."""

    def __init__(self, lake: Path) -> None:
        self.lake = lake
        self.folder = lake / "journal"

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, oldest first. Raises `LakeError` for one that cannot be read."""
        if not self.folder.is_dir():
            return ()
        return tuple(self._read(path) for path in sorted(self.folder.glob("[0-9]*.json")))

    def active(self) -> tuple[Load, ...]:
        """Loads in force, the most recently accepted last."""
        loads: dict[str, Load] = {}
        for entry in self.entries():
            loads.pop(entry.load_id, None)
            if entry.act is Act.ACCEPT and entry.load is not None:
                loads[entry.load_id] = entry.load
        return tuple(loads.values())

    def find(self, load: str) -> Load:
        """An active load by its id."""
        for found in self.active():
            if found.id == load:
                return found
        raise NotFoundError(
            kind="active load", name=load, hint="List them with: headwater quality --loads"
        )

    def current(self, table: str) -> dict[str, Load]:
        """For each slice of a table, the load it is read from."""
        owner: dict[str, Load] = {}
        for load in self.active():
            for part in load.parts:
                if part.table == table:
                    owner.update(dict.fromkeys(part.slices, load))
        return owner

    def append(
        self,
        act: Act,
        load_id: str,
        *,
        at: str,
        by: str,
        load: Load | None = None,
        reason: str = "",
    ) -> Entry:
        """Add an entry in one step that either happens or does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.stem) for path in self.folder.glob("[0-9]*.json")]
        entry = Entry(max(taken, default=0) + 1, act, load_id, at, by, load, reason)
        path = self.folder / f"{entry.number:06d}.json"
        waiting = self.folder / f".{entry.number:06d}.{os.getpid()}.tmp"
        with full_disk_is_plain(self.lake):
            write_and_sync(waiting, _ENTRY.dump_json(entry, indent=1))
            try:
                # A hard link fails where the name is taken; a rename would overwrite it.
                os.link(waiting, path)
            except FileExistsError as error:
                raise LakeBusyError(lake=self.lake.name, holder="another process") from error
            finally:
                waiting.unlink(missing_ok=True)
            sync_folder(self.folder)
        return entry

    @staticmethod
    def _read(path: Path) -> Entry:
        try:
            return _ENTRY.validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise LakeError(
                f"The journal entry [{path.name}] cannot be read. Restore the journal folder from "
                "a backup."
            ) from error


@contextmanager
def writing(lake: Path, *, who: str) -> Iterator[None]:
    """Hold the lake for writing. A second writer is told who holds it; death lets go of it."""
    lake.mkdir(parents=True, exist_ok=True)
    with (lake / ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise LakeBusyError(lake=lake.name, holder=lock.read() or "another process") from error
        lock.truncate(0)
        lock.write(who)
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


@contextmanager
def full_disk_is_plain(lake: Path) -> Iterator[None]:
    """Turn the operating system's word for a full disk into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise LakeFullError(lake=lake.name) from error
        raise


def write_and_sync(path: Path, content: bytes) -> None:
    """Write bytes and wait until they are on the disk."""
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The fingerprint of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
