"""Putting a load into the lake, and taking it out again, in one step each.

    with staging(lake, who="ingest") as stage:
        ... write Parquet files into stage.folder ...
        publish(stage, load, by="a person", at=clock.now())

Whatever happens before the last line of `publish`, the lake reads as before.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from headwater.lake.journal import (
    Act,
    Journal,
    Load,
    Part,
    full_disk_is_plain,
    sha256_of,
    sync_folder,
    writing,
)

DATA = "data"
STAGING = ".staging"


@dataclass(frozen=True, slots=True)
class Stage:
    """A private folder on the lake's own disk, gone when the work is over."""

    lake: Path
    folder: Path

    def part(self, path: Path, *, table: str, rows: int, slices: Sequence[str]) -> Part:
        """Describe a Parquet file written into the stage, with its fingerprint."""
        return Part(
            table=table,
            path=path.name,
            sha256=sha256_of(path),
            bytes=path.stat().st_size,
            rows=rows,
            slices=tuple(sorted(slices)),
        )


@contextmanager
def staging(lake: Path, *, who: str) -> Iterator[Stage]:
    """Hold the lake for writing and give a folder to prepare a load in."""
    with full_disk_is_plain(lake), writing(lake, who=who):
        (lake / STAGING).mkdir(exist_ok=True)
        _sweep(lake)
        folder = Path(tempfile.mkdtemp(dir=lake / STAGING))
        try:
            yield Stage(lake, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def publish(stage: Stage, load: Load, *, by: str, at: datetime) -> Load:
    """Make a staged load part of the lake. Returns it with its final paths."""
    placed = replace(load, parts=tuple(_place(stage, load.id, part) for part in load.parts))
    Journal(stage.lake).append(
        Act.ACCEPT, load.id, at=at.isoformat(timespec="seconds"), by=by, load=placed
    )
    return placed


def undo(lake: Path, load_id: str, *, by: str, at: datetime, reason: str = "") -> Load:
    """Take a load out. What it had replaced is read again."""
    journal = Journal(lake)
    with writing(lake, who="undo"):
        load = journal.find(load_id)
        journal.append(Act.UNDO, load_id, at=at.isoformat(timespec="seconds"), by=by, reason=reason)
    return load


def _place(stage: Stage, load: str, part: Part) -> Part:
    """Move one staged file to its final place and wait until it is on the disk."""
    folder = stage.lake / DATA / part.table
    folder.mkdir(parents=True, exist_ok=True)
    source = stage.folder / part.path
    target = folder / f"{load}-{part.path}"
    with source.open("rb") as handle:
        os.fsync(handle.fileno())
    source.replace(target)
    sync_folder(folder)
    return replace(part, path=str(target.relative_to(stage.lake)))


def _sweep(lake: Path) -> None:
    """Remove what killed processes left: the lock is ours, so nobody is using it."""
    for leftover in (lake / STAGING).iterdir():
        shutil.rmtree(leftover, ignore_errors=True)
    known = {
        part.path
        for entry in Journal(lake).entries()
        if entry.load is not None
        for part in entry.load.parts
    }
    for path in (lake / DATA).glob("*/*.parquet"):
        if str(path.relative_to(lake)) not in known:
            path.unlink()
