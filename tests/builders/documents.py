"""Files to hand in, good and bad, and a virus scanner that says what it is told to."""

import io
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from docx import Document as WordDocument
from openpyxl import Workbook
from PIL import Image

from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.documents.changes import keep_upload
from headwater.web.documents.kinds import DATA, AllowedKinds
from headwater.web.documents.models import Document
from headwater.web.partners.models import Workspace

AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
CSV = b"month,offences\n2026-01,12\n2026-02,9\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text every scanner is agreed to find, in two halves so that none finds it here."""


@contextmanager
def a_demonstration() -> Iterator[None]:
    """A site without a scanner that takes files in all the same."""
    with override_settings(HEADWATER=settings.HEADWATER.model_copy(update={"demo": True})):
        yield


@contextmanager
def scanned_by(scanner: str) -> Iterator[None]:
    """A site that asks this scanner."""
    told = settings.HEADWATER.model_copy(update={"virus_scanner": scanner})
    with override_settings(HEADWATER=told):
        yield


class FakeClamd:
    """Reads INSTREAM as clamd does, finds EICAR, and keeps what it was given."""

    def __init__(self, listener: socket.socket, *, says: bytes | None) -> None:
        self.given: list[bytes] = []
        self._says = says
        self._listener = listener
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                self._answer(line, heard)

    def _answer(self, line: socket.socket, heard: io.BufferedReader) -> None:
        assert heard.read(10) == b"zINSTREAM\x00"
        whole = b""
        while length := struct.unpack(">I", heard.read(4))[0]:
            whole += heard.read(length)
        self.given.append(whole)
        verdict = b"stream: Eicar-Signature FOUND\x00" if EICAR in whole else b"stream: OK\x00"
        line.sendall(verdict if self._says is None else self._says)

    def stop(self) -> None:
        """Answer no more calls."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=5)


@contextmanager
def clamd(*, says: bytes | None = None) -> Iterator[tuple[str, FakeClamd]]:
    """A scanner on a socket of its own, and its address."""
    with TemporaryDirectory(prefix="clamd-") as folder:
        address = str(Path(folder) / "clamd.sock")
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(address)
        with _listening(listener, says=says) as server:
            yield address, server


@contextmanager
def clamd_on_a_port() -> Iterator[tuple[str, FakeClamd]]:
    """A scanner on a port of this machine, and its address."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    with _listening(listener, says=None) as server:
        yield f"127.0.0.1:{listener.getsockname()[1]}", server


@contextmanager
def _listening(listener: socket.socket, *, says: bytes | None) -> Iterator[FakeClamd]:
    listener.listen()
    server = FakeClamd(listener, says=says)
    try:
        yield server
    finally:
        server.stop()


def upload(name: str = "offences.csv", content: bytes = CSV) -> SimpleUploadedFile:
    """A file as a form gives it."""
    return SimpleUploadedFile(name, content)


def hand_in(
    name: str = "offences.csv",
    content: bytes = CSV,
    *,
    by: User | None = None,
    workspace: Workspace | None = None,
    kinds: AllowedKinds = DATA,
    at: datetime = AT,
) -> Document:
    """Somebody who supplies files hands one in."""
    user = by or build_member(Role.CONTRIBUTOR)
    return keep_upload(
        workspace=workspace or build_workspace(),
        file=upload(name, content),
        purpose="data_in",
        kinds=kinds,
        actor=actor_of(user),
        at=at,
    )


def zipped(members: Mapping[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_parts(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package with some parts added or put in place of its own."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**members, **parts})


def part_of(package: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)


def an_xlsx() -> bytes:
    """A workbook with one cell."""
    made, book = io.BytesIO(), Workbook()
    book.create_sheet("Offences").append(["month", "offences"])
    book.save(made)
    return made.getvalue()


def a_docx() -> bytes:
    """A text document with one paragraph."""
    made, text = io.BytesIO(), WordDocument()
    text.add_paragraph("Minutes")
    text.save(made)
    return made.getvalue()


def an_odt() -> bytes:
    """A text document with nothing in it."""
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office/>",
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def a_pdf(*, compressed: bool = False, script: str = "", password: str = "") -> bytes:
    """A page with nothing on it."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if script:
            document.Root.OpenAction = document.make_indirect(
                pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
            )
        mode = pikepdf.ObjectStreamMode
        document.save(
            made,
            object_stream_mode=mode.generate if compressed else mode.disable,
            encryption=pikepdf.Encryption(owner=password, user=password) if password else False,
        )
    return made.getvalue()


def a_png() -> bytes:
    """A small picture."""
    return _picture("PNG")


def a_jpg(*, progressive: bool = False) -> bytes:
    """A small photograph."""
    made = io.BytesIO()
    noise = Image.effect_noise((120, 90), 80).convert("RGB")
    noise.save(made, "JPEG", progressive=progressive, quality=90)
    return made.getvalue()


def _picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((40, 30), 80).save(made, kind)
    return made.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG, with its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
