"""Asking a clamd whether a file is harmful. Anything but a clear answer is a refusal."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from headwater.web.documents.errors import RefusedUploadError, ScannerAwayError

PIECE = 1 << 16
PATIENCE_S = 10
"""How long to wait for the scanner to take the call."""
SCANNING_S = 180
"""How long to wait for its answer."""
CLEAN, FOUND = b"OK", b"FOUND"
LONGEST_ANSWER = 4096


def scan(path: Path, *, scanner: str) -> None:
    """Nothing, where the scanner says the file is clean.

    Raises `RefusedUploadError` where it found something, `ScannerAwayError` where it did not
    answer or said anything else. `scanner` is `host:port` or the path of a socket.
    """
    try:
        with _called(scanner) as line:
            _send(line, path)
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerAwayError(why="the virus scanner does not answer") from error
    words = answer.rstrip(b"\x00\r\n ").rsplit(b" ", 1)
    if words[-1] == FOUND:
        raise RefusedUploadError.infected()
    if words[-1] != CLEAN:
        raise ScannerAwayError(why="the virus scanner could not scan it")


@contextmanager
def _called(scanner: str) -> Iterator[socket.socket]:
    if scanner.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE_S)
        with line:
            line.connect(scanner)
            line.settimeout(SCANNING_S)
            yield line
        return
    host, _, port = scanner.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as line:
        line.settimeout(SCANNING_S)
        yield line


def _send(line: socket.socket, path: Path) -> None:
    """The file in pieces, each with its length before it; a length of nought ends it."""
    line.sendall(b"zINSTREAM\x00")
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            line.sendall(struct.pack(">I", len(piece)) + piece)
    line.sendall(struct.pack(">I", 0))


def _answer(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\x00") and len(said) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said
