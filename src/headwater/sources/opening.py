"""From a file as handed in to a file that can be checked: unfolded, decoded and fingerprinted."""

import codecs
import csv
import hashlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Any

from headwater.core.errors import Fault
from headwater.sources.base import FileKind, Supplied
from headwater.sources.offered import CHUNK, LIMITS, Limits, Offered, UnreadableError, offering

KINDS = {
    ".csv": FileKind.CSV,
    ".json": FileKind.JSON,
    ".geojson": FileKind.JSON,
    ".xml": FileKind.XML,
    ".parquet": FileKind.PARQUET,
}
WORKBOOK = ".xlsx"
OLD_WORKBOOKS = frozenset({".xls", ".xlsm", ".xlsb", ".ods"})
UTF_8, UTF_8_BOM, WINDOWS, BINARY = (
    "UTF-8",
    "UTF-8 with a byte-order mark",
    "Windows-1252",
    "binary",
)
ZIP_MAGIC, GZIP_MAGIC = b"PK\x03\x04", b"\x1f\x8b"
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CODECS = {UTF_8: "utf-8", UTF_8_BOM: "utf-8-sig", WINDOWS: "cp1252"}
HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be opened, and why."""

    name: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Unknown:
    """A file of a kind nothing here reads, such as a photograph or a letter."""

    name: str


Opened = Supplied | Refused | Unknown


@contextmanager
def opened(
    paths: Sequence[Path], *, scratch: Path, limits: Limits = LIMITS
) -> Iterator[Iterator[Opened]]:
    """Everything handed in, one file at a time. `scratch` holds what had to be unfolded."""
    with offering(paths, limits=limits) as offer:
        yield _each(offer.files, offer.faults, scratch)


def _each(files: Sequence[Offered], faults: Sequence[Fault], scratch: Path) -> Iterator[Opened]:
    for fault in faults:
        yield Refused(fault.file, fault)
    for offered in files:
        yield from open_one(offered, scratch=scratch)


def open_one(offered: Offered, *, scratch: Path) -> Iterator[Opened]:
    """One file, or each sheet of one workbook."""
    suffix = PurePosixPath(offered.name).suffix.lower()
    try:
        if suffix == WORKBOOK:
            yield from _sheets(offered, scratch)
        elif suffix in OLD_WORKBOOKS:
            yield Refused(offered.name, _old_workbook(offered.name))
        elif suffix in KINDS:
            yield _plain(offered, KINDS[suffix], scratch)
        else:
            yield Unknown(offered.name)
    except UnreadableError as error:
        yield Refused(offered.name, error.fault)


def header_of(text: str) -> tuple[str, ...]:
    """The cells of the first line."""
    return tuple(next(csv.reader(io.StringIO(text, newline=None)), ()))


def check_bytes(head: bytes, *, name: str, kind: FileKind) -> None:
    """Refuse what is empty, or not what its ending says."""
    if not head.strip():
        raise UnreadableError(_empty(name))
    if kind is FileKind.PARQUET:
        return
    if head.startswith(ZIP_MAGIC):
        raise UnreadableError(
            _whole(
                name,
                "it is an Excel workbook or a zip under another ending",
                "Rename it to .xlsx or .zip, or save it as CSV UTF-8",
            )
        )
    if head.startswith(GZIP_MAGIC):
        raise UnreadableError(
            _whole(name, "it is compressed under another ending", "Rename it to end in .gz")
        )


def _empty(name: str) -> Fault:
    return _whole(name, "the file is empty", "Send it again with its rows")


def nul_fault(name: str, *, row: int) -> Fault:
    """A byte that no text has."""
    return Fault(
        file=name,
        row=row,
        column="",
        value="",
        problem="there is a NUL byte, which no text has: the file is damaged or not text",
        remedy="Export it again and send it over a channel that does not alter files",
    )


@dataclass(slots=True)
class _Survey:
    """What one pass over the bytes tells."""

    digest: Any
    size: int = 0
    head: bytes = b""
    nul_row: int = 0
    lines: int = 0
    is_utf_8: bool = True
    decoder: Any = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def take(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        self.digest.update(chunk)
        self.head = self.head or chunk[:HEAD]
        self.size += len(chunk)
        if not self.nul_row:
            place = chunk.find(b"\0")
            self.nul_row = self.lines + chunk[:place].count(b"\n") + 1 if place >= 0 else 0
            self.lines += chunk.count(b"\n")
        self._decode(chunk, last=False)

    def finish(self) -> None:
        """Say that there are no more bytes."""
        self._decode(b"", last=True)

    def _decode(self, chunk: bytes, *, last: bool) -> None:
        if self.is_utf_8:
            try:
                self.decoder.decode(chunk, last)
            except UnicodeDecodeError:
                self.is_utf_8 = False


def _plain(offered: Offered, kind: FileKind, scratch: Path) -> Supplied:
    """A file that is one document."""
    path, survey = _unfold(offered, scratch)
    check_bytes(survey.head, name=offered.name, kind=kind)
    supplied = Supplied(
        offered.name, path, kind, survey.digest.hexdigest(), survey.size, BINARY, ()
    )
    if kind is FileKind.PARQUET:
        return supplied
    if survey.nul_row and not survey.head.startswith(WIDE_MARKS):
        raise UnreadableError(nul_fault(offered.name, row=survey.nul_row))
    return _decoded(supplied, survey, scratch)


def _unfold(offered: Offered, scratch: Path) -> tuple[Path, _Survey]:
    """The file on the disk without its compression, and what one pass over it told."""
    survey = _Survey(hashlib.sha256())
    path = offered.path if offered.is_bare else _new(scratch, PurePosixPath(offered.name).name)
    with nullcontext() if offered.is_bare else path.open("wb") as handle:
        for chunk in offered.chunks():
            survey.take(chunk)
            if handle is not None:
                handle.write(chunk)
    survey.finish()
    return path, survey


def _decoded(supplied: Supplied, survey: _Survey, scratch: Path) -> Supplied:
    """The same file as UTF-8 without a mark. Nothing is written where it is that already."""
    encoding = _encoding(survey, name=supplied.name)
    path = supplied.path
    if encoding != UTF_8:
        path = _new(scratch, path.name)
        _rewrite(supplied, path, codec=CODECS[encoding])
    with path.open(encoding="utf-8", newline="") as handle:
        # What is only white in letters need not be white in bytes, as a non-breaking space is not.
        if not any(line.strip() for line in handle):
            raise UnreadableError(_empty(supplied.name))
    with path.open(encoding="utf-8", newline="") as handle:
        header = header_of(handle.read(HEAD)) if supplied.kind is FileKind.CSV else ()
    return replace(supplied, path=path, encoding=encoding, header=header)


def _encoding(survey: _Survey, *, name: str) -> str:
    """UTF-8 with or without its mark, else Windows-1252."""
    if survey.head.startswith(WIDE_MARKS):
        raise UnreadableError(_undecodable(name))
    has_mark = survey.head.startswith(codecs.BOM_UTF8)
    if survey.is_utf_8:
        return UTF_8_BOM if has_mark else UTF_8
    if has_mark:
        raise UnreadableError(_undecodable(name))
    return WINDOWS


def _rewrite(supplied: Supplied, path: Path, *, codec: str) -> None:
    """Copy text into UTF-8, a piece at a time."""
    try:
        with (
            supplied.path.open(encoding=codec, newline="") as old,
            path.open("w", encoding="utf-8", newline="") as new,
        ):
            shutil.copyfileobj(old, new, CHUNK)
    except UnicodeDecodeError as error:
        raise UnreadableError(_undecodable(supplied.name)) from error


def _sheets(offered: Offered, scratch: Path) -> Iterator[Opened]:
    """Each sheet of a workbook as a CSV file; the first one under the workbook's own name."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    path, survey = _unfold(offered, scratch)
    digest = survey.digest.hexdigest()
    try:
        _check_workbook(path, offered)
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as error:
        fault = _whole(
            offered.name, "the workbook cannot be opened", "Save it again as .xlsx or as CSV UTF-8"
        )
        raise UnreadableError(fault) from error
    try:
        for number, sheet in enumerate(book.worksheets):
            name = offered.name if number == 0 else f"{offered.name}#{sheet.title}"
            target = _new(scratch, f"sheet-{number}.csv")
            header = _write_sheet(sheet, target)
            mark = digest if number == 0 else hashlib.sha256(f"{digest}{name}".encode()).hexdigest()
            if number == 0 and not header:
                yield Refused(name, _whole(name, "the first sheet is empty", "Put the rows on it"))
            elif header:
                yield Supplied(
                    name, target, FileKind.CSV, mark, survey.size, "Excel workbook", header
                )
    finally:
        book.close()


def _check_workbook(path: Path, offered: Offered) -> None:
    """A workbook is a zip; the same guards apply, and macros are refused."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    unfolded = sum(member.file_size for member in members)
    limits = offered.limits
    if unfolded > limits.ratio_from and unfolded > limits.ratio * path.stat().st_size:
        fault = _whole(
            offered.name,
            "the workbook unfolds to far more than a workbook does, as an attack would",
            "Save it as CSV UTF-8",
        )
        raise UnreadableError(fault)
    if any("vbaproject" in member.filename.lower() for member in members):
        raise UnreadableError(_old_workbook(offered.name))


def _write_sheet(sheet: Any, target: Path) -> tuple[str, ...]:
    """Write a sheet as CSV without the empty rows at its end. Returns the header."""
    header: tuple[str, ...] = ()
    empty = 0
    with target.open("w", encoding="utf-8", newline="") as handle:
        # Lines end so that a carriage return inside a cell is quoted, and begins no row.
        writer = csv.writer(handle, lineterminator="\r\n")
        for number, row in enumerate(sheet.iter_rows()):
            cells = [_cell(cell) for cell in row]
            if number == 0:
                while cells and not cells[-1]:
                    cells.pop()
                header = tuple(cells)
            cells = [*cells[: len(header)], *(cell for cell in cells[len(header) :] if cell)]
            if not any(cells):
                empty += 1
                continue
            writer.writerows([[""] * max(len(header), 2)] * empty)
            empty = 0
            writer.writerow(cells)
    return header


def _cell(cell: Any) -> str:
    """A cell as a person reads it, with dates in ISO form and formulas left to be refused."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        has_time = "h" in str(cell.number_format).lower() or value.time() != time(0)
        return value.strftime("%Y-%m-%dT%H:%M:%S") if has_time else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _new(scratch: Path, name: str) -> Path:
    """A path in the scratch folder that nothing has yet."""
    scratch.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=scratch)) / name


def _whole(name: str, problem: str, remedy: str) -> Fault:
    return Fault(file=name, row=0, column="", value="", problem=problem, remedy=remedy)


def _undecodable(name: str) -> Fault:
    return _whole(
        name,
        "the text is neither UTF-8 nor Windows-1252",
        "In Excel choose Save As, CSV UTF-8 (Comma delimited)",
    )


def _old_workbook(name: str) -> Fault:
    return _whole(
        name,
        "the workbook has macros or is of a kind that is not opened here",
        "Save it as .xlsx without macros, or as CSV UTF-8",
    )
