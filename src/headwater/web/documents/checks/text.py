"""Files that are text: nothing in them but characters, and no page for a browser."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from headwater.web.documents.errors import RefusedUploadError
from headwater.web.documents.kinds import Kind

PIECE = 1 << 20
MARK = b"\xef\xbb\xbf"
ALLOWED_CONTROLS = b"\t\n\r\x0c"
FORBIDDEN = bytes(c for c in range(32) if c not in ALLOWED_CONTROLS) + b"\x7f"
BLANK = b" \t\r\n\x0c"
HYPERTEXT = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<iframe",
    b"<?php",
    b"<img",
    b"#!",
    b"%pdf-",
)
PAGE_NAMESPACES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")
PAGE_ELEMENTS = frozenset({"html", "svg", "script", "iframe"})


def check_text(path: Path, kind: Kind) -> None:
    """Characters only, and not a page in disguise."""
    with path.open("rb") as file:
        check_pieces(iter(lambda: file.read(PIECE), b""), kind)


def check_pieces(pieces: Iterator[bytes], kind: Kind) -> int:
    """The same, of text that arrives in pieces. Returns how many bytes there were."""
    size = 0
    for piece in pieces:
        if size == 0 and without_mark(piece)[:1024].lstrip(BLANK).lower().startswith(HYPERTEXT):
            raise RefusedUploadError.content(
                kind, "holds a web page or a program", "Send the data itself"
            )
        if len(piece.translate(None, FORBIDDEN)) != len(piece):
            raise RefusedUploadError.content(
                kind, "is not plain text", "Save it as text in UTF-8 and send it again"
            )
        size += len(piece)
    return size


def without_mark(start: bytes) -> bytes:
    """The start of a text without its byte-order mark."""
    return start.removeprefix(MARK)


def check_json(path: Path, kind: Kind) -> None:
    """Text that opens and closes as an object or a list does."""
    check_text(path, kind)
    with path.open("rb") as file:
        start = without_mark(file.read(1024)).lstrip(BLANK)[:1]
        file.seek(max(path.stat().st_size - 1024, 0))
        end = file.read().rstrip(BLANK)[-1:]
    if start + end not in {b"{}", b"[]"}:
        raise RefusedUploadError.content(
            kind, "is not JSON, or part of it is missing", "Export it again"
        )


def check_xml(path: Path, kind: Kind) -> None:
    """Well-formed, without a document type and without elements of web pages."""

    def look(name: str, _: Mapping[str, str]) -> None:
        namespace, element = name.rpartition(" ")[::2]
        if namespace in PAGE_NAMESPACES or element.lower() in PAGE_ELEMENTS:
            raise RefusedUploadError.content(
                kind, "holds parts of a web page", "Send the data itself"
            )

    with path.open("rb") as file:
        read_xml(file, kind, look)


def read_xml(file: Any, kind: Kind, look: Callable[[str, Mapping[str, str]], None]) -> None:
    """Read XML to its end in pieces, looking at each element.

    A document type is refused before anything in it is read: it could fetch a file of ours or
    grow without end.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise RefusedUploadError.content(
            kind, "declares a document type", "Save it without one and send it again"
        )

    def instruct(target: str, _: str) -> None:
        if target.lower() in {"xml-stylesheet", "php"}:
            raise RefusedUploadError.content(
                kind, "asks for a style sheet or a program", "Take that line out"
            )

    parser.StartDoctypeDeclHandler = refuse
    parser.ProcessingInstructionHandler = instruct
    parser.StartElementHandler = look
    try:
        parser.ParseFile(file)
    except (expat.ExpatError, ValueError) as error:
        raise RefusedUploadError.content(
            kind, "has XML in it that is not well formed", "Export it again"
        ) from error
