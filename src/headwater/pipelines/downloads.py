"""One file from a publisher's server: resumed, checked, and either whole or not there.

What has arrived is kept beside the target as `NAME.part`, with the server's own mark of that
version, so that a dropped line, a full disk or a killed process costs only what was in flight.
"""

import errno
import fcntl
import http.client
import json
import os
import shutil
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from headwater.core.errors import FetchError
from headwater.lake.journal import sha256_of
from headwater.pipelines.visitor import Visitor

CHUNK = 1 << 20
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
WORTH_ANOTHER_TRY = (
    HTTPStatus.REQUEST_TIMEOUT,
    # The part on the disk is longer than the file has become; it was forgotten before this.
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
FULL = (errno.ENOSPC, errno.EDQUOT)

Progress = Callable[[str, int, int], None]
"""Called as `progress(step, done, total)`; a total of 0 is not known."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that arrived whole. `fresh` is false where it was here already."""

    path: Path
    address: str
    bytes: int
    sha256: str
    fresh: bool


def download(
    visitor: Visitor,
    address: str,
    target: Path,
    *,
    sha256: str = "",
    progress: Progress | None = None,
) -> Downloaded:
    """Bring one file to `target`, whole and checked, or raise `FetchError` and say what to do.

    A file that is there already is not asked for again. `sha256` is checked where it is known.
    """
    if target.exists():
        return Downloaded(target, address, target.stat().st_size, sha256_of(target), fresh=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    with _held(part) as handle, full_disk_is_plain(target):
        _bring(visitor, address, _Partial(part, handle), progress=progress)
        found = sha256_of(part)
        _check_content(part, address, expected=sha256, found=found)
        part.replace(target)
    _mark(part).unlink(missing_ok=True)
    return Downloaded(target, address, target.stat().st_size, found, fresh=True)


@dataclass(frozen=True, slots=True)
class _Partial:
    """What has arrived so far, and which version of the file it belongs to."""

    path: Path
    handle: IO[bytes]

    @property
    def have(self) -> int:
        """Bytes on the disk."""
        self.handle.flush()
        return self.path.stat().st_size

    def version(self, address: str) -> str:
        """The server's mark of the version here; empty where there is nothing to go on with."""
        try:
            known = json.loads(_mark(self.path).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        return str(known.get("version", "")) if known.get("address") == address else ""

    def start_again(self) -> None:
        """Forget what has arrived."""
        self.handle.seek(0)
        self.handle.truncate(0)

    def belongs_to(self, address: str, version: str) -> None:
        """Write down which version is arriving, so that another run can go on with it."""
        text = json.dumps({"address": address, "version": version})
        _mark(self.path).write_text(text, encoding="utf-8")


def _bring(visitor: Visitor, address: str, partial: _Partial, *, progress: Progress | None) -> None:
    """Ask until the file is whole. Tries that got further do not count as failures."""
    failures, furthest = 0, partial.have
    while True:
        told: str | None = None
        try:
            return _one_try(visitor, address, partial, progress=progress)
        except urllib.error.HTTPError as error:
            with error:
                if error.code not in WORTH_ANOTHER_TRY:
                    raise _refusal(address, error.code) from error
                told, trouble = error.headers.get("Retry-After"), f"status {error.code}"
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            if getattr(error, "errno", None) in FULL:
                raise
            trouble = type(error).__name__
        # A server that sends the same too short file again and again gets no further than before.
        failures = 0 if partial.have > furthest else failures + 1
        furthest = max(furthest, partial.have)
        if failures >= visitor.manners.tries:
            raise FetchError(
                f"[{address}] did not answer properly in [{failures}] tries (last: {trouble}). "
                f"[{partial.have}] bytes are kept. Check the connection and run the same command "
                "again: it goes on from there."
            )
        visitor.wait(failures, told=told)


def _one_try(
    visitor: Visitor, address: str, partial: _Partial, *, progress: Progress | None
) -> None:
    """Ask once for what is missing and write down what comes."""
    version = partial.version(address)
    if not version:
        partial.start_again()
    have = partial.have
    asked = {"Range": f"bytes={have}-", "If-Range": version} if have else {}
    try:
        answer = visitor.ask(address, asked)
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            partial.start_again()
        raise
    with answer:
        _check_type(address, answer)
        goes_on = answer.status == HTTPStatus.PARTIAL_CONTENT
        if goes_on and not _range_starts_at(answer, have):
            partial.start_again()
            raise http.client.HTTPException("the server sent another part than the one asked for")
        if not goes_on:
            partial.start_again()
        partial.belongs_to(address, _version_of(answer))
        _receive(visitor, address, partial, answer, progress=progress)


def _receive(
    visitor: Visitor,
    address: str,
    partial: _Partial,
    answer: Any,
    *,
    progress: Progress | None,
) -> None:
    """Write the answer's bytes, counting them against what was promised and allowed."""
    have = partial.have
    length = answer.headers.get("Content-Length")
    whole = have + int(length) if length else 0
    _check_size(visitor, address, max(whole, have))
    _check_room(partial.path, needed=whole - have)
    partial.handle.seek(have)
    while chunk := answer.read(CHUNK):
        partial.handle.write(chunk)
        have += len(chunk)
        _check_size(visitor, address, have)
        if progress:
            progress(_short_name(address), have, whole)
    partial.handle.flush()
    os.fsync(partial.handle.fileno())
    if whole and have != whole:
        raise http.client.IncompleteRead(b"", whole - have)


def _version_of(answer: Any) -> str:
    """The server's mark of this version that `If-Range` accepts: a strong ETag or a date."""
    tag = answer.headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        return str(tag)
    return str(answer.headers.get("Last-Modified", ""))


def _range_starts_at(answer: Any, have: int) -> bool:
    """Whether the server sent the part that is missing."""
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {have}-")


def _check_type(address: str, answer: Any) -> None:
    """Refuse a web page where a file was asked for."""
    kind = answer.headers.get_content_type()
    if kind in ("text/html", "application/xhtml+xml"):
        raise _not_a_file(address)
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchError(
            f"[{address}] came compressed in transit though it was asked for as it is. "
            "Fetch it with a browser and hand the file to `headwater ingest`."
        )


def _check_size(visitor: Visitor, address: str, size: int) -> None:
    """Refuse more than anyone publishes."""
    most = visitor.manners.largest_bytes
    if size > most:
        raise FetchError(
            f"[{address}] is larger than [{most}] bytes, which no publisher's file is. Nothing "
            "was kept. Check the address in the rulebook table [publishers]."
        )


def _check_room(path: Path, *, needed: int) -> None:
    """Say before the download, not at the end of it, that the disk is too small."""
    free = shutil.disk_usage(path.parent).free
    if needed > free:
        raise FetchError(
            f"[{path.name}] needs [{needed}] more bytes and the disk has [{free}] free. Free "
            "some space and run the same command again."
        )


def _check_content(part: Path, address: str, *, expected: str, found: str) -> None:
    """Refuse, and forget, what is not the file it says it is."""
    with part.open("rb") as handle:
        start = handle.read(512).lstrip().lower()
    problem: FetchError | None = None
    if part.stat().st_size == 0:
        problem = FetchError(f"[{address}] is empty. Try again later or tell the publisher.")
    elif start.startswith((b"<!doctype html", b"<html")):
        problem = _not_a_file(address)
    elif expected and found != expected:
        problem = FetchError(
            f"[{address}] has sha256 [{found}] and not [{expected}]. Nothing was kept. The "
            "publisher may have replaced the file: check it before changing the rulebook."
        )
    if problem:
        part.unlink()
        _mark(part).unlink(missing_ok=True)
        raise problem


def _not_a_file(address: str) -> FetchError:
    return FetchError(
        f"[{address}] answered with a web page instead of a file. Open it in a browser to see "
        "what it says, or correct the address in the rulebook table [publishers]."
    )


def _refusal(address: str, status: int) -> FetchError:
    """What a refusal means for the person who asked."""
    if status in GONE:
        return FetchError(
            f"There is nothing at [{address}] (status {status}). The publisher may have moved "
            "it, or not published it yet: police.uk follows about two months behind. Ask for an "
            "earlier month, or correct the address in the rulebook table [publishers]."
        )
    if status in REFUSED:
        return FetchError(
            f"[{address}] may not be read from here (status {status}). Fetch it with a browser "
            "and hand the file to `headwater ingest`."
        )
    return FetchError(
        f"[{address}] answered with status [{status}]. Try again later, or fetch it with a "
        "browser and hand the file to `headwater ingest`."
    )


@contextmanager
def _held(part: Path) -> Iterator[IO[bytes]]:
    """The unfinished file, open and held, so that two fetches cannot write the same one."""
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o644), "r+b") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FetchError(
                f"Another fetch is writing [{part.name}]. Wait for it to finish."
            ) from error
        yield handle


@contextmanager
def full_disk_is_plain(target: Path) -> Iterator[None]:
    """Turn the operating system's word for a full disk into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise FetchError(
                f"The disk filled up while fetching [{target.name}]. What had arrived is kept. "
                "Free some space and run the same command again."
            ) from error
        raise


def _mark(part: Path) -> Path:
    """Where the version of an unfinished file is written down."""
    return part.with_name(part.name + ".json")


def _short_name(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2] or address
