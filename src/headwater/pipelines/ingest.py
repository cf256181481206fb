"""Taking partners' files in: open, recognise, check, stage, publish.

Each source's files are one load, and a load is all or nothing. A source with a fault anywhere
writes nothing; it does not hold up the others, which are loads of their own. The lake is held
for writing from the first byte read to the last load published, and whatever stops the work
leaves the lake as it was after the last whole load.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from headwater import __version__
from headwater.core.errors import Fault, SourceFormatError, UsageError
from headwater.lake.journal import AcceptedFile, Journal, Load, Part, load_id
from headwater.lake.publish import Stage, publish, staging
from headwater.lake.store import Store
from headwater.pipelines.ingest_report import (
    IngestReport,
    Refused,
    Replaced,
    SuppliesRefusedError,
    Taken,
    UnacknowledgedWarningsError,
)
from headwater.pipelines.replacing import differences
from headwater.pipelines.staging_parts import PartWriter
from headwater.sources import catalogue, opening
from headwater.sources.base import Source, Supplied
from headwater.sources.feeds import Feed
from headwater.sources.gazetteer import Confidence, Gazetteer, Place
from headwater.sources.offered import Offered, Offering, offering
from headwater.sources.police_uk_bulk import Bulk, BulkFile, load_bulk

__all__ = ["IngestReport", "SuppliesRefusedError", "UnacknowledgedWarningsError", "ingest", "ready"]

Progress = Callable[[str, int, int], None]
HANDED_IN = "the files handed in"
LISTED = 1_000


def ingest(  # noqa: PLR0913  (each is a choice of the caller)
    paths: Sequence[Path],
    *,
    lake: Path,
    by: str,
    at: datetime,
    source: str | None = None,
    progress: Progress | None = None,
    accept_warnings: bool = True,
    dry_run: bool = False,
) -> IngestReport:
    """Take files, folders and archives into the lake, and say what became of each.

    Files whose content the lake already has are left alone. A slice supplied again replaces what
    was there. `source` says whose the files are where recognising them is not wanted. Raises
    `SuppliesRefusedError` at the end where a source was refused: nothing of that source was
    written, and the error's `report` says what became of the others.
    """
    with staging(lake, who=f"ingest by {by}") as stage, offering(paths) as offer:
        work = _Ingest(
            stage=stage,
            by=by,
            at=at,
            only=catalogue.source(source) if source else None,
            progress=progress or _silent,
            accept_warnings=accept_warnings,
            dry_run=dry_run,
        )
        return work.take(offer, paths)


def _silent(_: str, __: int, ___: int) -> None:
    """Nobody is watching."""


@dataclass(slots=True)
class _Sorted:
    """Files by whose they are."""

    bulk: dict[str, list[Offered]] = field(default_factory=dict)
    supplies: dict[str, list[Supplied]] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.bulk or self.supplies or self.faults)


@dataclass(slots=True)
class _Ingest:
    """One call of `ingest`, from sorting the files to the report."""

    stage: Stage
    by: str
    at: datetime
    only: Source | None
    progress: Progress
    accept_warnings: bool
    dry_run: bool
    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    @property
    def scratch(self) -> Path:
        """Where files are unfolded: on the lake's own disk, gone with the stage."""
        return self.stage.folder / "scratch"

    def take(self, offer: Offering, paths: Sequence[Path]) -> IngestReport:
        """Everything handed in, source by source in the order of the catalogue."""
        if offer.faults:
            # An archive that reaches outside itself is not trusted with anything else.
            raise SourceFormatError(source=HANDED_IN, faults=offer.faults)
        found = self._sort(offer.files)
        if not found:
            raise UsageError(
                f"Nothing in [{', '.join(path.name for path in paths)}] was recognised. List what "
                "can be loaded with: headwater sources"
            )
        for known in catalogue.sources():
            if known.id in found.faults:
                faults = found.faults[known.id]
                self.refused.append(Refused(known.id, tuple(faults), len(faults)))
            elif known.id in found.bulk and isinstance(known, Feed):
                self._take_bulk(known, found.bulk[known.id])
            elif known.id in found.supplies:
                self._take_supplies(ready(known, self.stage.lake), found.supplies[known.id])
        if HANDED_IN in found.faults:
            faults = found.faults[HANDED_IN]
            self.refused.append(Refused(HANDED_IN, tuple(faults), len(faults)))
        return self._report(found.unknown)

    def _report(self, unknown: Sequence[str]) -> IngestReport:
        report = IngestReport(
            taken=tuple(self.taken),
            unchanged=tuple(self.unchanged),
            unknown=tuple(unknown),
            empty=tuple(self.empty),
            refused=tuple(self.refused),
            dry_run=self.dry_run,
        )
        if report.refused:
            raise SuppliesRefusedError(report)
        return report

    def _sort(self, files: Sequence[Offered]) -> _Sorted:
        """Whose each file is. Files taken by the thousand are told by name and not opened yet."""
        found = _Sorted()
        for done, offered in enumerate(files):
            bulk = catalogue.bulk_source(offered.name)
            if bulk is not None and self.only in (None, bulk):
                found.bulk.setdefault(bulk.id, []).append(offered)
                continue
            self.progress("Opening files", done, len(files))
            for opened in opening.open_one(offered, scratch=self.scratch):
                self._sort_opened(opened, found)
        return found

    def _sort_opened(self, opened: opening.Opened, found: _Sorted) -> None:
        if isinstance(opened, Supplied):
            known = self.only or catalogue.recognise(opened)
            if known is None:
                found.unknown.append(opened.name)
            else:
                found.supplies.setdefault(known.id, []).append(opened)
        elif isinstance(opened, opening.Refused):
            owner = self.only or catalogue.named(opened.name)
            found.faults.setdefault(owner.id if owner else HANDED_IN, []).append(opened.fault)
        else:
            found.unknown.append(opened.name)

    def _take_bulk(self, known: Feed, offered: list[Offered]) -> None:
        """A source that comes by the thousand files."""
        step, total, done = f"Reading {known.title}", len(offered), 0

        def tell(files: int) -> None:
            nonlocal done
            done += files
            self.progress(step, done, total)

        tell(0)
        bulk = load_bulk(
            known,
            offered,
            folder=self.stage.folder,
            scratch=self.scratch,
            current=self._current(known),
            progress=tell,
        )
        self.unchanged += [file.name for file in bulk.files if file.is_current]
        fresh = [file for file in bulk.files if not file.is_current and not file.is_empty]
        faults, count = _bulk_faults(bulk, fresh)
        if faults:
            self.refused.append(Refused(known.id, tuple(faults[:LISTED]), count))
            return
        self.empty += [file.name for file in bulk.files if file.is_empty]
        parts = tuple(
            self.stage.part(
                part.path, table=known.published.table, rows=part.rows, slices=part.slices
            )
            for part in bulk.parts
        )
        self._publish(known, [_accepted(file) for file in fresh], parts, _warnings(fresh))

    def _take_supplies(self, known: Source, supplies: list[Supplied]) -> None:
        """A source whose files are checked one by one."""
        current = self._current(known)
        faults, count = _clashes(known, supplies), 0
        count += len(faults)
        writers: dict[str, PartWriter] = {}
        accepted: dict[str, AcceptedFile] = {}
        warnings: list[str] = []
        for done, supplied in enumerate(supplies):
            self.progress(f"Checking {known.title}", done, len(supplies))
            slice_ = known.slice_of(supplied)
            if current.get(slice_) == supplied.sha256:
                self.unchanged.append(supplied.name)
                continue
            if slice_ in accepted:
                continue
            conformed = known.conform(supplied)
            warnings += conformed.warnings
            faults += conformed.faults
            count += conformed.fault_total or len(conformed.faults)
            rows = 0
            for table, held in conformed.tables.items():
                writer = writers.get(table) or PartWriter(self.stage.folder, known.id, table)
                writers[table] = writer
                writer.add(held, slice_=slice_)
                rows += len(held)
            accepted[slice_] = _accepted_supply(
                supplied, slice_, conformed.rows_in, rows, conformed.rejected
            )
        parts = tuple(writer.close(self.stage) for writer in writers.values())
        if count:
            ordered = sorted(faults, key=lambda fault: (fault.file, fault.row, fault.column))
            self.refused.append(Refused(known.id, tuple(ordered[:LISTED]), count))
            return
        self._publish(known, list(accepted.values()), parts, warnings)

    def _current(self, known: Source) -> dict[str, str]:
        """By slice, the fingerprint of what the lake has from this source as it is read today."""
        journal = Journal(self.stage.lake)
        found = {}
        for table in known.tables:
            for slice_, load in journal.current(table).items():
                if load.source == known.id and load.schema_version == catalogue.version(known):
                    files = {file.slice: file.sha256 for file in load.files}
                    found[slice_] = files.get(slice_, "")
        return found

    def _publish(
        self,
        known: Source,
        files: list[AcceptedFile],
        parts: tuple[Part, ...],
        warnings: Sequence[str],
    ) -> None:
        """Make a load of what was staged, and note what it changed."""
        if not files:
            return
        if warnings and not (self.accept_warnings or self.dry_run):
            raise UnacknowledgedWarningsError(source=known.id, warnings=warnings)
        replaced = self._replaced(parts)
        version = catalogue.version(known)
        load = Load(
            id=load_id(
                source=known.id,
                schema_version=version,
                files=[(file.slice, file.sha256) for file in files],
            ),
            source=known.id,
            schema_version=version,
            code_version=__version__,
            files=tuple(sorted(files, key=lambda file: (file.slice, file.name))),
            parts=parts,
            warnings=tuple(warnings),
        )
        if not self.dry_run:
            self.progress(f"Publishing {known.title}", 0, 1)
            publish(self.stage, load, by=self.by, at=self.at)
        self.taken.append(
            Taken(
                source=known.id,
                title=known.title,
                load_id="" if self.dry_run else load.id,
                files=len(files),
                rows=sum(part.rows for part in parts),
                rejected=_total(file.rejected for file in files),
                warnings=tuple(warnings),
                replaced=replaced,
            )
        )

    def _replaced(self, parts: Iterable[Part]) -> tuple[Replaced, ...]:
        journal = Journal(self.stage.lake)
        return tuple(
            change
            for table in sorted({part.table for part in parts})
            for change in differences(
                self.stage,
                table=table,
                parts=[part for part in parts if part.table == table],
                owners=journal.current(table),
            )
        )


def ready(known: Source, lake: Path) -> Source:
    """The source with what it needs from the lake: places, for the one that matches them."""
    if known.id != "istv_ed":
        return known
    return catalogue.source(known.id, gazetteer=_gazetteer(lake))


def _gazetteer(lake: Path) -> Gazetteer:
    """The places the lake knows."""
    with Store(lake) as store:
        rows = store.rows(
            store.table("places").select("name", "kind", "lsoa_code"), name="gazetteer"
        )
        return Gazetteer.of(
            Place(str(name), Confidence(kind), str(code))
            for name, kind, code in zip(rows["name"], rows["kind"], rows["lsoa_code"], strict=True)
        )


def _clashes(known: Source, supplies: Iterable[Supplied]) -> list[Fault]:
    """Files that claim one slice and say different things."""
    first: dict[str, Supplied] = {}
    faults = []
    for supplied in supplies:
        earlier = first.setdefault(known.slice_of(supplied), supplied)
        if earlier.sha256 != supplied.sha256:
            faults.append(_clash(supplied.name, earlier.name))
    return faults


def _clash(name: str, earlier: str) -> Fault:
    return Fault(
        name,
        0,
        "",
        "",
        f"it is for the same place and time as [{earlier}] and says something different",
        "Hand in the one that is right",
    )


def _bulk_faults(bulk: Bulk, fresh: Sequence[BulkFile]) -> tuple[list[Fault], int]:
    """All that is wrong with a supply by the thousand, and how much that is."""
    faults = [fault for file in fresh for fault in file.faults]
    count = sum(file.fault_total for file in fresh)
    first: dict[str, BulkFile] = {}
    for file in bulk.files:
        earlier = first.setdefault(file.slice, file)
        if earlier is not file:
            faults.append(_clash(file.name, earlier.name))
            count += 1
    if not count and bulk.files and all(file.is_empty for file in bulk.files):
        faults = [
            Fault(
                file.name, 0, "", "", "it has a header and no rows", "Fetch it again with its rows"
            )
            for file in bulk.files
        ]
        count = len(faults)
    return faults, count


def _accepted(file: BulkFile) -> AcceptedFile:
    return AcceptedFile(
        name=file.name,
        sha256=file.sha256,
        bytes=file.bytes,
        slice=file.slice,
        encoding=file.encoding,
        rows_in=file.rows_in,
        rows_accepted=file.rows_accepted,
        rejected=dict(file.rejected),
    )


def _accepted_supply(
    supplied: Supplied, slice_: str, rows_in: int, rows: int, rejected: Mapping[str, int]
) -> AcceptedFile:
    return AcceptedFile(
        name=supplied.name,
        sha256=supplied.sha256,
        bytes=supplied.bytes,
        slice=slice_,
        encoding=supplied.encoding,
        rows_in=rows_in,
        rows_accepted=rows,
        rejected=dict(rejected),
    )


def _warnings(files: Iterable[BulkFile]) -> list[str]:
    return [warning for file in files for warning in file.warnings]


def _total(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in counts:
        for reason, count in each.items():
            found[reason] = found.get(reason, 0) + count
    return found
