"""Files that are zip archives inside: archives of tables, workbooks, text documents."""

import io
import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from headwater.web.documents.checks.text import check_pieces, read_xml
from headwater.web.documents.errors import RefusedUploadError
from headwater.web.documents.kinds import MEGABYTE, Kind

PIECE = 1 << 16
MOST_MEMBERS = 5_000
MOST_TABLES = 200
MOST_BYTES = 2_000 * MEGABYTE
"""What an archive may hold when it is unpacked."""
MOST_RATIO = 250
"""How far one member may be packed. Repetitive tables reach about 60."""
SMALL = MEGABYTE
"""Below this size a member may be packed as far as it will go."""
END = b"PK\x05\x06"
END_SIZE = 22
START = b"PK\x03\x04"
LINK = 0o120000
READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error)
ACTIVE = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|oleobject|/externallinks/|/macrosheets/"
    r"|/dialogsheets/|/connections\.xml|customui|/ctrlprops/|^basic/|^scripts/|^object |/object "
    r"|\.(?:exe|dll|js|vbs|bat|cmd|ps1|jar|class|html?|svg|hta|lnk)$",
    re.IGNORECASE,
)
"""Parts that run, that fetch, or that hide another file."""
MAIN_TYPES = {
    Kind.XLSX: b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    Kind.DOCX: b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
MAIN_PARTS = {Kind.XLSX: "xl/workbook.xml", Kind.DOCX: "word/document.xml"}
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def _refuse(kind: Kind, problem: str, remedy: str = "Save it again and send it") -> None:
    raise RefusedUploadError.content(kind, problem, remedy)


def check_zip(path: Path, kind: Kind) -> None:
    """An archive of CSV or TSV files and nothing else."""
    with _opened(path, kind) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if not members or len(members) > MOST_TABLES:
            _refuse(kind, f"holds no tables, or more than {MOST_TABLES}", "Send them in parts")
        for info in members:
            if PurePosixPath(info.filename).suffix.lower() not in {".csv", ".tsv"}:
                _refuse(kind, "holds something that is not a table", "Leave only CSV files in it")
            check_pieces(_unpacked(archive, info, kind), kind)


def check_xlsx(path: Path, kind: Kind) -> None:
    """A workbook without macros, links to elsewhere or other files inside."""
    _check_office(path, kind)


def check_docx(path: Path, kind: Kind) -> None:
    """A text document without macros, links to elsewhere or other files inside."""
    _check_office(path, kind)


def _check_office(path: Path, kind: Kind) -> None:
    with _opened(path, kind) as archive:
        names = {info.filename for info in archive.infolist()}
        if not {"[Content_Types].xml", MAIN_PARTS[kind]} <= names:
            _refuse(kind, "is not what its ending says")
        _check_active(names, kind)
        for info in archive.infolist():
            _check_part(archive, info, kind)
        types = _whole(archive, "[Content_Types].xml", kind)
        if MAIN_TYPES[kind] not in types or b"macroenabled" in types.lower():
            _refuse(kind, "holds macros", f"Save it as {kind.value} without macros")


def check_odt(path: Path, kind: Kind) -> None:
    """An OpenDocument text without macros or other files inside."""
    with _opened(path, kind) as archive:
        infos = archive.infolist()
        names = {info.filename for info in infos}
        has_parts = {"mimetype", "content.xml"} <= names
        if not has_parts or _whole(archive, "mimetype", kind) != ODT_TYPE:
            _refuse(kind, "is not what its ending says")
        _check_active(names, kind)
        for info in infos:
            _check_part(archive, info, kind)


def _check_active(names: set[str], kind: Kind) -> None:
    if any(ACTIVE.search(name) for name in names):
        _refuse(
            kind,
            "holds macros, another file, or a link that fetches from elsewhere",
            "Save a copy without them",
        )


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, kind: Kind) -> None:
    """Unpack one part, so that its size is known and not believed, and read what is XML in it."""

    def look(_: str, attributes: Mapping[str, str]) -> None:
        # Links a reader clicks may lead elsewhere; what a program fetches by itself may not.
        is_elsewhere = attributes.get("TargetMode", "").lower() == "external"
        if is_elsewhere and not attributes.get("Type", "").endswith("/hyperlink"):
            _refuse(kind, "fetches something from elsewhere", "Save a copy without linked content")

    pieces = _unpacked(archive, info, kind)
    if info.filename.lower().endswith((".xml", ".rels", ".rdf")):
        read_xml(_Reader(pieces), kind, look)
    else:
        deque(pieces, maxlen=0)


class _Reader(io.RawIOBase):
    """Pieces as the file that the XML parser asks for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; nothing at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        given, self._left = self._left[:size], self._left[size:]
        return given


def _opened(path: Path, kind: Kind) -> zipfile.ZipFile:
    """An archive that begins and ends where the file does, with harmless names and sizes."""
    _check_edges(path, kind)
    try:
        archive = zipfile.ZipFile(path)
    except READ_ERRORS as error:
        raise RefusedUploadError.content(kind, "is damaged", "Send it again") from error
    try:
        _check_members(archive.infolist(), kind)
    except RefusedUploadError:
        archive.close()
        raise
    return archive


def _check_edges(path: Path, kind: Kind) -> None:
    """Nothing before the first member and nothing after the end: neither a second file hides."""
    with path.open("rb") as file:
        start = file.read(4)
        size = path.stat().st_size
        file.seek(max(size - END_SIZE, 0))
        end = file.read()
    is_whole = start == START and end.startswith(END) and len(end) == END_SIZE
    if not is_whole:
        _refuse(kind, "has something before or after its archive")
    length, offset = struct.unpack("<II", end[12:20])
    is_big = 0xFFFFFFFF in (length, offset)
    if not is_big and length + offset + END_SIZE != size:
        _refuse(kind, "has something before or after its archive")


def _check_members(infos: list[zipfile.ZipInfo], kind: Kind) -> None:
    if len(infos) > MOST_MEMBERS or len({info.filename for info in infos}) != len(infos):
        _refuse(kind, "holds too many parts, or one part twice")
    if min((info.header_offset for info in infos), default=0) != 0:
        _refuse(kind, "has something before its archive")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        _refuse(kind, "is too large when it is unpacked", "Send it in parts")
    for info in infos:
        _check_member(info, kind)


def _check_member(info: zipfile.ZipInfo, kind: Kind) -> None:
    parts = info.filename.replace("\\", "/").split("/")
    is_away = info.filename.startswith("/") or ".." in parts or ":" in parts[0]
    if is_away or "\\" in info.orig_filename or info.external_attr >> 16 & 0o170000 == LINK:
        _refuse(kind, "holds a part whose name leads out of it")
    if info.flag_bits & 1:
        _refuse(kind, "is protected by a password", "Send it without one: it travels encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        _refuse(kind, "is packed in a way that is not taken here", "Pack it as an ordinary zip")
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        _refuse(kind, "unpacks to far more than it is", "Send it in parts")


def _whole(archive: zipfile.ZipFile, name: str, kind: Kind) -> bytes:
    """A small member at once; one that should be small and is not is cut."""
    return next(_unpacked(archive, archive.getinfo(name), kind), b"")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, kind: Kind) -> Iterator[bytes]:
    """A member in pieces. Its size and checksum are held to what the archive says."""
    size = 0
    try:
        with archive.open(info) as member:
            while piece := member.read(PIECE):
                size += len(piece)
                yield piece
    except READ_ERRORS as error:
        raise RefusedUploadError.content(kind, "is damaged", "Send it again") from error
    if size != info.file_size:
        _refuse(kind, "is damaged", "Send it again")
