"""Partners' files for the worker: looked into, rewritten, rehearsed, loaded, undone, measured."""

import csv
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from headwater.core.errors import Fault, NotFoundError, SourceFormatError
from headwater.lake import publish
from headwater.lake.journal import Journal, sha256_of
from headwater.pipelines.ingest import ingest
from headwater.pipelines.preview import Preview, preview
from headwater.pipelines.quality import Finding, quality
from headwater.pipelines.supplies import Supply, current_load, supplies
from headwater.pipelines.templates import template
from headwater.sources import opening
from headwater.sources.base import FileKind, Supplied
from headwater.sources.offered import offering

EXCEL = "Excel workbook"
FEWEST_CELLS = 2
"""A line of one empty cell is an empty line, which some readers do not count."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. A CSV file has one, without a name."""

    name: str
    header: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a file before anything is checked."""

    sheets: tuple[Sheet, ...]
    encoding: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of a file if it were loaded now."""

    faults: tuple[Fault, ...] = ()
    fault_total: int = 0
    is_unchanged: bool = False
    rows: int = 0
    rejected: Mapping[str, int] | None = None
    warnings: tuple[str, ...] = ()
    added: int = 0
    gone: int = 0
    as_they_were: int = 0
    replaces: str = ""
    """The load the slice is read from today."""
    shown: Preview | None = None


def look(path: Path, *, kind: str) -> Looked:
    """Which tables a file holds. A file that cannot be opened has faults and no tables.

    `kind` is its ending, as `csv`.
    """
    found, faults, encoding = [], [], ""
    with _opened(path, kind=kind) as tables:
        for table in tables:
            if isinstance(table, opening.Refused):
                faults.append(table.fault)
            elif isinstance(table, Supplied) and table.kind is FileKind.CSV:
                encoding = table.encoding
                found.append(Sheet(_sheet(table), table.header, _rows_below(table.path)))
    if found and encoding == EXCEL:
        # An empty first sheet is no fault here: another may be chosen.
        return Looked(tuple(found), encoding)
    return Looked(tuple(found), encoding, tuple(faults))


def copy_as_it_stands(path: Path, *, target: Path) -> None:
    """Copy the very bytes, so that the same file handed in another way is known again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def write_matched(
    path: Path, *, kind: str, sheet: str, fields: Sequence[str], target: Path
) -> None:
    """Write the chosen table with its columns under their right names, others left out.

    Rows keep their numbers.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _opened(path, kind=kind) as tables:
        for table in tables:
            if isinstance(table, Supplied) and _sheet(table) == sheet:
                _rewrite(table.path, target, fields)
                return
    raise NotFoundError(kind="sheet", name=sheet, hint="Choose another sheet.")


def rehearse(path: Path, *, lake: Path, source: str, slice_: str, at: datetime) -> Rehearsed:
    """Check a file as loading it would, and say what it would change. Nothing is written."""
    before = current_load(lake, source=source, slice_=slice_)
    try:
        report = ingest([path], lake=lake, by="a rehearsal", at=at, source=source, dry_run=True)
    except SourceFormatError as error:
        return Rehearsed(faults=error.faults, fault_total=error.total, replaces=before)
    if not report.taken:
        return Rehearsed(is_unchanged=True, replaces=before)
    taken = report.taken[0]
    changes = taken.replaced
    return Rehearsed(
        rows=taken.rows,
        rejected=taken.rejected,
        warnings=taken.warnings,
        added=sum(change.added for change in changes) if changes else taken.rows,
        gone=sum(change.removed for change in changes),
        as_they_were=sum(change.unchanged for change in changes),
        replaces=before,
        shown=preview(path, lake=lake, source=source),
    )


def load(  # noqa: PLR0913 - what, where, instead of what, by whom and when
    path: Path,
    *,
    lake: Path,
    source: str,
    slice_: str,
    instead_of: str,
    by: str,
    at: datetime,
) -> str | None:
    """Load a file and give its load's id; None where the lake is not as it was when shown.

    `instead_of` is the load the slice was read from then. A file that is there already, as when a
    worker was killed between loading and saying so, is left, and its load told.
    """
    now = current_load(lake, source=source, slice_=slice_)
    if now != instead_of:
        return now if _holds(lake, now, path) else None
    report = ingest([path], lake=lake, by=by, at=at, source=source)
    return report.taken[0].load_id if report.taken else now


def _holds(lake: Path, load_id: str, path: Path) -> bool:
    """Whether a load was made of exactly this file."""
    digest = sha256_of(path)
    return any(
        load.id == load_id and any(file.sha256 == digest for file in load.files)
        for load in Journal(lake).active()
    )


def undo(lake: Path, load_id: str, *, by: str, at: datetime, reason: str) -> None:
    """Take a load out. One that is out already is left so."""
    if any(found.id == load_id for found in Journal(lake).active()):
        publish.undo(lake, load_id, by=by, at=at, reason=reason)


def held(lake: Path, *, source: str) -> tuple[Supply, ...]:
    """Every supply of a source that the lake reads today."""
    return supplies(lake, source=source)


def findings(lake: Path, *, source: str) -> tuple[Finding, ...]:
    """What the quality report says of a source; nothing where the lake holds none of it."""
    try:
        report = quality(lake, source=source)
    except NotFoundError:
        return ()
    return tuple(finding for table in report.tables for finding in table.findings)


def write_annotated(
    path: Path, *, kind: str, sheet: str, reasons: Mapping[int, str], folder: Path
) -> None:
    """Write the rows that have faults with the reasons beside them, as CSV and as a workbook.

    `reasons` are by row of the file, 0 standing for the whole file and 1 for its header.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(_annotated(path, kind=kind, sheet=sheet, reasons=reasons))
    with (folder / "faults.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([_safe(cell) for cell in row] for row in rows)
    _write_workbook(folder / "faults.xlsx", rows)


def write_blank_workbook(source: str, target: Path) -> None:
    """Write the workbook that a supplier fills in."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        for written in template(source, Path(scratch)):
            if written.suffix == ".xlsx":
                written.replace(target)


@contextmanager
def _opened(path: Path, *, kind: str) -> Iterator[Iterator[opening.Opened]]:
    """Every table of a file, which is kept under a name without an ending."""
    with tempfile.TemporaryDirectory(prefix="headwater-") as scratch, offering([path]) as offer:
        yield (
            table
            for offered in offer.files
            for table in opening.open_one(
                replace(offered, name=f"file.{kind}"), scratch=Path(scratch)
            )
        )


def _sheet(table: Supplied) -> str:
    """The name of a table's sheet; empty for the first and for a file without sheets."""
    return table.name.partition("#")[2]


def _rewrite(text: Path, target: Path, fields: Sequence[str]) -> None:
    kept = [place for place, field in enumerate(fields) if field]
    with (
        text.open(encoding="utf-8", newline="") as old,
        target.open("w", encoding="utf-8", newline="") as new,
    ):
        # Lines end so that a carriage return inside a cell is quoted, and begins no row.
        writer = csv.writer(new, lineterminator="\r\n")
        writer.writerow([fields[place] for place in kept])
        rows = csv.reader(old)
        next(rows, None)
        for row in rows:
            # Cells beyond the header stay, so that the row is told of.
            cells = [row[place] for place in kept if place < len(row)] + row[len(fields) :]
            if not row:
                cells = [""] * max(len(kept), FEWEST_CELLS)
            writer.writerow(cells)


def _rows_below(text: Path) -> int:
    with text.open(encoding="utf-8", newline="") as handle:
        return max(0, sum(1 for row in csv.reader(handle) if any(row)) - 1)


def _annotated(
    path: Path, *, kind: str, sheet: str, reasons: Mapping[int, str]
) -> Iterator[list[str]]:
    """The header and each row that has a reason, with its number and the reason in front."""
    with _opened(path, kind=kind) as tables:
        text = next(
            (
                table.path
                for table in tables
                if isinstance(table, Supplied) and _sheet(table) == sheet
            ),
            None,
        )
        rows = _numbered(text) if text is not None else iter(())
        head = next(rows, (1, []))[1]
        yield ["row in your file", "what is wrong and how to mend it", *head]
        for whole in (0, 1):
            if whole in reasons:
                yield ["whole file" if whole == 0 else "1", reasons[whole]]
        for number, row in rows:
            if number in reasons:
                yield [str(number), reasons[number], *row]


def _numbered(text: Path) -> Iterator[tuple[int, list[str]]]:
    with text.open(encoding="utf-8", newline="") as handle:
        yield from enumerate(csv.reader(handle), start=1)


def _safe(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _write_workbook(target: Path, rows: Sequence[Sequence[str]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows to mend")
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_printable(text))
            # Told to be text, a cell that looks like a formula is not one.
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(target)


def _printable(text: str) -> str:
    """Text without the control characters that a workbook cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")
