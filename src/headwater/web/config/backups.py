"""Everything an installation holds, out into one folder and back into an empty place."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from pydantic import TypeAdapter, ValidationError

from headwater import __version__
from headwater.core.errors import HeadwaterError, NotFoundError, TamperedError, UsageError
from headwater.web.accounts.models import User
from headwater.web.config.rowfiles import RowFile, read_rows, write_rows

FORMAT = "headwater-backup/1"
MANIFEST = "manifest.json"
ALIASES = ("default", "restricted")
FOLDERS = ("lake", "documents", "editions")
"""What is kept as files under the installation's home. Nothing there is changed once written."""
ARRIVING = "arriving"
"""The folder of documents that are still being received."""


class BackupFormatError(HeadwaterError):
    """A folder is not a backup this version can restore."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: str
    made_at: str
    code_version: str
    migrations: dict[str, list[str]]
    """For each database, what had been applied to it."""
    rows: dict[str, list[RowFile]]
    files: dict[str, dict[str, str]]
    """For each folder, the SHA-256 of each file by its place."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds, or what a restore brought back."""

    rows: int
    files: int
    bytes: int
    seconds: float

    def sentence(self) -> str:
        """It as one line."""
        size = f"{self.bytes / 1_000_000:,.1f} MB"
        return f"{self.rows:,} rows and {self.files:,} files ({size}) in {self.seconds:.1f} s"


def back_up(out: Path, *, at: datetime) -> Summary:
    """Write a backup into a new folder. The folder gets its name only when it is whole.

    Rows are read first: files are never changed or removed while a row points at them, so every
    file a row names is there afterwards. Raises `UsageError` where the folder is there already.
    """
    if out.exists():
        raise UsageError(f"[{out}] is there already. Name a new folder; no backup is overwritten.")
    begun = time.monotonic()
    making = out.with_name(f".{out.name}.partial")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True, mode=0o700)
    try:
        rows = {alias: write_rows(making / "rows" / alias, alias=alias) for alias in ALIASES}
        files = {name: _copy(settings.HOME / name, making / "files" / name) for name in FOLDERS}
        manifest = Manifest(
            format=FORMAT,
            made_at=at.isoformat(),
            code_version=__version__,
            migrations={alias: _migrations(alias) for alias in ALIASES},
            rows=rows,
            files=files,
        )
        _write_whole(making / MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
        making.rename(out)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return _summary(manifest, out, begun)


def restore(folder: Path) -> Summary:
    """Restore a backup into an empty home and empty databases, and check every count and hash.

    Raises `UsageError` where anything is there already, `TamperedError` where something is not as
    it was written, `BackupFormatError` for a backup of another version.
    """
    begun = time.monotonic()
    manifest = _manifest(folder)
    settings.HOME.mkdir(parents=True, exist_ok=True)
    _check_empty()
    for name, expected in manifest.files.items():
        _check_files(folder / "files" / name, expected)
    for alias in ALIASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
        if _migrations(alias) != manifest.migrations[alias]:
            raise BackupFormatError(
                f"The backup was made by version [{manifest.code_version}], whose tables differ "
                f"from those of [{__version__}]. Restore it with that version, then upgrade."
            )
    for name in manifest.files:
        _copy(folder / "files" / name, settings.HOME / name)
    for alias in ALIASES:
        read_rows(folder / "rows" / alias, manifest.rows[alias], alias=alias)
    for name, expected in manifest.files.items():
        _check_files(settings.HOME / name, expected)
    call_command("createcachetable", verbosity=0)
    return _summary(manifest, folder, begun)


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        raise NotFoundError(
            kind="backup in folder", name=folder.name, hint="A backup holds manifest.json."
        )
    try:
        found = TypeAdapter(Manifest).validate_json(path.read_bytes())
    except ValidationError as error:
        raise BackupFormatError(
            f"[{folder.name}/{MANIFEST}] is not the list of a backup. Take another backup."
        ) from error
    if found.format != FORMAT:
        raise BackupFormatError(
            f"[{folder.name}] has format [{found.format}] and this version reads [{FORMAT}]."
        )
    return found


def _check_empty() -> None:
    """Nothing is ever restored over something."""
    for name in FOLDERS:
        place = settings.HOME / name
        if place.is_dir() and any(place.iterdir()):
            raise UsageError(f"[{name}] under HEADWATER_HOME is not empty. Name an empty home.")
    there = set(connections["default"].introspection.table_names())
    if User._meta.db_table in there and User.objects.exists():
        raise UsageError("The database holds people already. Name an empty database.")


def _migrations(alias: str) -> list[str]:
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _walk(place: Path) -> Iterator[Path]:
    """Every finished file under a folder. Names that start with a dot are somebody's unfinished."""
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            inside = path.relative_to(place).parts
            unfinished = inside[0] == ARRIVING or any(part.startswith(".") for part in inside)
            if path.is_file() and not unfinished:
                yield path


def _copy(place: Path, to: Path) -> dict[str, str]:
    """Copy a folder's files, and give the SHA-256 of each by its place."""
    found = {}
    for path in _walk(place):
        inside = path.relative_to(place)
        target = to / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        found[inside.as_posix()] = _sha256(target)
    return found


def _check_files(place: Path, expected: dict[str, str]) -> None:
    for inside, sha256 in expected.items():
        path = place / inside
        found = _sha256(path) if path.is_file() else "no file"
        if found != sha256:
            raise TamperedError(what=f"{place.name}/{inside}", expected=sha256, found=found)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_whole(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _summary(manifest: Manifest, folder: Path, begun: float) -> Summary:
    rows = sum(each.rows for found in manifest.rows.values() for each in found)
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Summary(rows, len(sizes), sum(sizes), time.monotonic() - begun)
