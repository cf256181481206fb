"""PDF files: from header to end mark, with nothing that runs and nothing attached."""

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from headwater.web.documents.errors import RefusedUploadError
from headwater.web.documents.kinds import MEGABYTE, Kind

HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
OBJECT_STREAM = re.compile(rb"/ObjStm\b")
NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
ACTIVE_ANYWHERE = re.compile(rb"/(?:JavaScript|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)")
"""Names too long to stand in packed bytes by chance, so that no stream can hide them."""
END_MARK = b"%%EOF"
BLANK = b" \t\r\n\x00"
LAST = 2048
MARKUP = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype")
ZIP_END = b"PK\x05\x06"
ZIP_REACH = 65_557
"""How far from the end of a file programs look for the end of an archive."""
MOST_UNPACKED = 20 * MEGABYTE
HOLDS_ACTIVE = "holds a program, a form that sends, or another file"
AGAIN = "Print it to a new PDF and send that"


def check_pdf(path: Path, kind: Kind) -> None:
    """A document to read: no program, no attachment, no password, nothing before or after."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        _check_edges(data, kind)
        for part in _structure(data, kind):
            _check_part(part, kind)


def _check_edges(data: mmap.mmap, kind: Kind) -> None:
    if not HEADER.match(data[:16]):
        raise RefusedUploadError.content(kind, "does not start as a PDF does", AGAIN)
    if not data[-LAST:].rstrip(BLANK).endswith(END_MARK):
        raise RefusedUploadError.content(kind, "has something after its end", AGAIN)
    if ZIP_END in data[-ZIP_REACH:]:
        raise RefusedUploadError.content(kind, "holds another file", AGAIN)


def _structure(data: mmap.mmap, kind: Kind) -> Iterator[bytes]:
    """What a reader takes for instructions: all outside streams, and streams that hold objects."""
    at = 0
    for found in STREAM.finditer(data):
        before = data[at : found.start()]
        yield before
        packed = found.group(1)
        if ACTIVE_ANYWHERE.search(_plain(packed)):
            raise RefusedUploadError.content(kind, HOLDS_ACTIVE, AGAIN)
        if OBJECT_STREAM.search(_plain(before[before.rfind(b"obj") :])):
            yield _inflated(packed, kind)
        at = found.end()
    yield data[at:]


def _plain(part: bytes) -> bytes:
    """Names without codes: /J#61vaScript is /JavaScript."""
    return NAME_CODE.sub(lambda code: bytes([int(code.group(1), 16)]), part)


def _inflated(packed: bytes, kind: Kind) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MOST_UNPACKED)
    except zlib.error as error:
        raise RefusedUploadError.content(kind, "cannot be read", AGAIN) from error
    if unpacker.unconsumed_tail:
        raise RefusedUploadError.content(kind, "unpacks to far more than it is", AGAIN)
    return text


def _check_part(part: bytes, kind: Kind) -> None:
    plain = _plain(part)
    if ACTIVE.search(plain):
        raise RefusedUploadError.content(kind, HOLDS_ACTIVE, AGAIN)
    if b"/Encrypt" in plain:
        raise RefusedUploadError.content(
            kind, "is protected by a password", "Save it without one and send it again"
        )
    lowered = plain.lower()
    if any(word in lowered for word in MARKUP):
        raise RefusedUploadError.content(kind, "holds a web page", AGAIN)
