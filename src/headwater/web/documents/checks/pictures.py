"""Pictures, walked from the first byte to the last: nothing stands after the picture."""

import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from headwater.web.documents.errors import RefusedUploadError
from headwater.web.documents.kinds import Kind

PNG_START = b"\x89PNG\r\n\x1a\n"
JPG_START = b"\xff\xd8"
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
NOTES = frozenset({0xFE, *range(0xE0, 0xF0)})
AGAIN = "Open it in a picture program and save it again"
MARKUP = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype")


def check_png(path: Path, kind: Kind) -> None:
    """Chunks with right checksums from the signature to the end chunk, and nothing after it."""
    with path.open("rb") as file:
        if file.read(8) != PNG_START:
            raise RefusedUploadError.content(kind, "is not a png picture", AGAIN)
        name = b""
        while name != b"IEND":
            is_first = name == b""
            name = _chunk(file, kind)
            if is_first != (name == b"IHDR"):
                raise RefusedUploadError.content(kind, "is not a png picture", AGAIN)
        _at_the_end(file, kind)


def _chunk(file: BinaryIO, kind: Kind) -> bytes:
    """Read one chunk; its name."""
    head = file.read(8)
    if len(head) != 8:
        raise RefusedUploadError.content(kind, "breaks off", AGAIN)
    length, name = struct.unpack(">I4s", head)
    body = file.read(length)
    check = file.read(4)
    if len(check) != 4 or zlib.crc32(name + body) != struct.unpack(">I", check)[0]:
        raise RefusedUploadError.content(kind, "is damaged", AGAIN)
    if not name[:1].isupper():
        # Lower case says that a program may skip it: text and notes, where a page could hide.
        _no_markup(body, kind)
    return bytes(name)


def check_jpg(path: Path, kind: Kind) -> None:
    """Segments and scans from the first marker to the end marker, and nothing after it."""
    with path.open("rb") as file:
        if file.read(2) != JPG_START:
            raise RefusedUploadError.content(kind, "is not a jpg picture", AGAIN)
        marker = _marker(file, kind)
        while marker != END_OF_IMAGE:
            if marker not in STANDALONE:
                _segment(file, marker, kind)
            marker = _after_scan(file, kind) if marker == START_OF_SCAN else _marker(file, kind)
        _at_the_end(file, kind)


def _marker(file: BinaryIO, kind: Kind) -> int:
    if file.read(1) != b"\xff":
        raise RefusedUploadError.content(kind, "is damaged", AGAIN)
    code = file.read(1)
    while code == b"\xff":
        code = file.read(1)
    if code in (b"", b"\x00"):
        raise RefusedUploadError.content(kind, "breaks off", AGAIN)
    return code[0]


def _segment(file: BinaryIO, marker: int, kind: Kind) -> None:
    head = file.read(2)
    length = int.from_bytes(head) - 2
    body = file.read(max(length, 0))
    if len(head) != 2 or length < 0 or len(body) != length:
        raise RefusedUploadError.content(kind, "breaks off", AGAIN)
    if marker in NOTES:
        _no_markup(body, kind)


def _after_scan(file: BinaryIO, kind: Kind) -> int:
    """The marker that ends the scan. Inside it `FF00` is data and `FFD0` to `FFD7` are pauses."""
    while True:
        piece = file.read(4096)
        if not piece:
            raise RefusedUploadError.content(kind, "breaks off", AGAIN)
        place = piece.find(b"\xff")
        if place < 0:
            continue
        file.seek(place - len(piece), 1)
        before = file.tell()
        marker = file.read(2)[1:]
        if marker not in (b"", b"\x00") and 0xD0 <= marker[0] <= 0xD7:
            continue
        if marker == b"\x00":
            continue
        file.seek(before)
        return _marker(file, kind)


def _at_the_end(file: BinaryIO, kind: Kind) -> None:
    if file.read(1):
        raise RefusedUploadError.content(kind, "has something after the picture", AGAIN)


def _no_markup(body: bytes, kind: Kind) -> None:
    """No page or program in the notes of a picture."""
    lowered = body.lower()
    if any(word in lowered for word in MARKUP):
        raise RefusedUploadError.content(kind, "holds a web page or a program", AGAIN)
