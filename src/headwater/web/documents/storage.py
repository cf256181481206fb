"""Where the bytes are. A file is in its place whole or not at all."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from headwater.web.documents.errors import NoRoomError, RefusedUploadError
from headwater.web.documents.models import Document

ARRIVING = "arriving"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
LEFT_BEHIND_AFTER = timedelta(hours=6)
"""A file that is in nobody's hands for so long belongs to a process that died."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file on our disk that nobody knows of yet."""

    path: Path
    bytes: int
    sha256: str


def folder() -> Path:
    """Where documents are kept: beside the static files, never among them."""
    return Path(settings.HOME) / "documents"


def path_of(document: Document) -> Path:
    """Where the bytes of a document are. For workers: pages serve documents through their view."""
    return _place(document.reference, document.kind)


def _place(reference: str, kind: str) -> Path:
    return folder() / reference[-2:] / f"{reference}.{kind}"


@contextmanager
def no_room_in_words() -> Iterator[None]:
    """A full disk is a sentence; anything else about files is a bug."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoomError from error
        raise


@contextmanager
def arriving(pieces: Iterable[bytes], *, reference: str, most: int) -> Iterator[Arrived]:
    """A file written beside its place, in pieces, and gone at the end unless it was moved there."""
    path = folder() / ARRIVING / reference
    with no_room_in_words():
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with no_room_in_words():
            arrived = _written(path, pieces, most=most)
        yield arrived
    finally:
        path.unlink(missing_ok=True)


def _written(path: Path, pieces: Iterable[bytes], *, most: int) -> Arrived:
    size, seal = 0, hashlib.sha256()
    with path.open("xb") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise RefusedUploadError.too_large(most)
            seal.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise RefusedUploadError.empty()
    return Arrived(path, size, seal.hexdigest())


def put_in_place(arrived: Arrived, document: Document) -> None:
    """The file is where its row says, and stays there when the power goes."""
    place = path_of(document)
    with no_room_in_words():
        place.parent.mkdir(parents=True, exist_ok=True)
        arrived.path.replace(place)
        handle = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(document: Document) -> None:
    """The bytes are gone. Removing them again changes nothing."""
    path_of(document).unlink(missing_ok=True)


def sweep(now: datetime) -> str:
    """Remove files without a row and those still arriving, once nobody can have them in hand."""
    old = [path for path in _files() if _age(path, now) > LEFT_BEHIND_AFTER]
    known = set(
        Document.objects.filter(
            reference__in={path.stem for path in old}, disposed_at=None
        ).values_list("reference", flat=True)
    )
    swept = [path for path in old if path.parent.name == ARRIVING or path.stem not in known]
    for path in swept:
        path.unlink(missing_ok=True)
    return f"removed {len(swept)} files left behind"


def _files() -> list[Path]:
    return [path for path in folder().glob("*/*") if path.is_file()]


def _age(path: Path, now: datetime) -> timedelta:
    try:
        changed = path.stat().st_mtime
    except FileNotFoundError:
        return timedelta()
    return now - datetime.fromtimestamp(changed, tz=now.tzinfo)
