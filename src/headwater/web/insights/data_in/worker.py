"""The worker's side of an upload: look, match, rehearse, load, undo, measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from headwater.core.errors import Fault, HeadwaterError
from headwater.core.periods import Month
from headwater.sources.table_schema import TableSchema
from headwater.web.documents import storage
from headwater.web.insights.algorithms.queries import check_registered, check_registered_somewhere
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.data_in import folders, queries
from headwater.web.insights.data_in.changes import measured, uploads, work
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules import matching
from headwater.web.insights.data_in.supplies import (
    Named,
    file_name,
    is_monthly,
    named,
    slice_of,
    source,
    wanted,
)
from headwater.web.insights.gateway import data_in as gateway

SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file will be read: which sheet, which columns, whose and for when."""

    sheet: int
    fields: tuple[str, ...]
    supplier: str
    month: Month | None
    is_sure: bool

    @property
    def first_day(self) -> date | None:
        """The month as a date."""
        return self.month.first_day if self.month else None


class FileGoneError(HeadwaterError):
    """What was handed in is not kept any more."""

    def __init__(self) -> None:
        super().__init__("The file is not kept any more. Upload it again.")


def check(upload: Upload, *, at: datetime) -> None:
    """Take an upload as far as it goes without a person: to a question, to faults, or to ready."""
    check_registered(upload.workspace, Pipeline.LOAD, timezone.localdate(at))
    schema = source(upload.source)
    if not upload.sheets and not _look(upload, at=at):
        return
    if upload.sheet is None and len(upload.sheets) >= SEVERAL:
        work.ask(
            upload=upload,
            sheet=None,
            fields=(),
            supplier=upload.supplier,
            month=upload.month,
            at=at,
        )
        return
    plan = _plan(upload, schema)
    if not plan.is_sure:
        work.ask(
            upload=upload,
            sheet=plan.sheet,
            fields=plan.fields,
            supplier=plan.supplier,
            month=plan.first_day,
            at=at,
        )
        return
    upload = work.settle(
        upload=upload,
        sheet=plan.sheet,
        fields=plan.fields,
        supplier=plan.supplier,
        month=plan.first_day,
        at=at,
    )
    _rehearse(upload, schema, at=at)


def _file(upload: Upload) -> Path:
    """The bytes as they were handed in."""
    path = storage.path_of(upload.document)
    if not path.is_file():
        raise FileGoneError
    return path


def _look(upload: Upload, *, at: datetime) -> bool:
    """Keep which tables a file holds; refuse one that cannot be opened."""
    looked = gateway.look(_file(upload), kind=upload.document.kind)
    if looked.faults or not looked.sheets:
        faults = looked.faults or (_empty(upload),)
        _refuse(upload, faults, len(faults), at=at)
        return False
    sheets = [
        {"name": each.name, "header": list(each.header), "rows": each.rows}
        for each in looked.sheets
    ]
    work.note_tables(upload=upload, sheets=sheets, encoding=looked.encoding)
    return True


def _empty(upload: Upload) -> Fault:
    return Fault(
        upload.file_name, 0, "", "", "there is nothing on any sheet", "Put the rows on one"
    )


def _plan(upload: Upload, schema: TableSchema) -> Plan:
    """What is known, what was answered, what is remembered, and what can be guessed."""
    sheet = upload.sheet or 0
    header = upload.sheets[sheet]["header"]
    known = queries.mapping_of(upload.organisation, upload.source)
    if upload.is_matched:
        matched = matching.Matched(tuple(upload.fields), needs_person=False)
    elif matching.is_of_one_column(header):
        matched = matching.Matched((header[0],), needs_person=False)
    else:
        remembered = known.headings if known else {}
        matched = matching.match(header, wanted(schema), remembered=remembered)
    called = named(schema, upload.file_name) or Named(known.supplier if known else "", None)
    supplier = upload.supplier or called.supplier
    month = Month.of(upload.month) if upload.month else called.month
    is_named = bool(supplier) and (month is not None or not is_monthly(schema))
    return Plan(sheet, matched.fields, supplier, month, is_named and not matched.needs_person)


def _rehearse(upload: Upload, schema: TableSchema, *, at: datetime) -> None:
    path = _prepared(upload, schema)
    found = gateway.rehearse(
        path, lake=settings.LAKE, source=schema.name, slice_=_slice(upload, schema), at=at
    )
    if found.faults:
        _refuse(upload, found.faults, found.fault_total, at=at)
    elif found.is_unchanged:
        work.find_unchanged(upload=upload, load_id=found.replaces, at=at)
    else:
        work.let_pass(upload=upload, found=_passed(upload, found, path.name), at=at)


def _passed(upload: Upload, found: gateway.Rehearsed, name: str) -> work.Passed:
    rejected = dict(found.rejected or {})
    shown = found.shown
    return work.Passed(
        warnings=[warning.removeprefix(f"{name}: ") for warning in found.warnings],
        preview={
            "columns": list(shown.columns) if shown else [],
            "rows": [list(row) for row in shown.rows] if shown else [],
        },
        counts={
            "rows_in": found.rows + sum(rejected.values()),
            "rows": found.rows,
            "added": found.added,
            "gone": found.gone,
            "as_they_were": found.as_they_were,
            "rejected": rejected,
        },
        replaces=found.replaces,
        replaces_others=queries.is_from_elsewhere(upload, found.replaces),
    )


def _refuse(upload: Upload, faults: Sequence[Fault], total: int, *, at: datetime) -> None:
    """Keep the faults by the columns of the supplier's own file, and write the rows to mend."""
    heading = _headings(upload)
    own = [replace(fault, column=heading.get(fault.column, fault.column)) for fault in faults]
    gateway.write_annotated(
        _file(upload),
        kind=upload.document.kind,
        sheet=_sheet_name(upload),
        reasons=_reasons(own),
        folder=folders.of_upload(upload),
    )
    work.refuse(upload=upload, faults=own, total=total, at=at)


def _headings(upload: Upload) -> Mapping[str, str]:
    """By field, the heading it has in the supplier's file."""
    if upload.sheet is None or not upload.fields:
        return {}
    header = upload.sheets[upload.sheet]["header"]
    return {field: cell.strip() for cell, field in zip(header, upload.fields, strict=True) if field}


def _reasons(faults: Sequence[Fault]) -> dict[int, str]:
    """By row, all that is wrong with it as sentences."""
    found: dict[int, list[str]] = {}
    for fault in faults:
        column = f"[{fault.column}] " if fault.column else ""
        value = f"has [{fault.value}]: " if fault.value else ""
        found.setdefault(fault.row, []).append(f"{column}{value}{fault.problem}. {fault.remedy}.")
    return {row: " ".join(sentences) for row, sentences in found.items()}


def _sheet_name(upload: Upload) -> str:
    return str(upload.sheets[upload.sheet]["name"]) if upload.sheet is not None else ""


def _prepared(upload: Upload, schema: TableSchema) -> Path:
    """The file as the pipeline takes it: rightly named, with the right headings."""
    path = _file(upload)
    kind = upload.document.kind
    month = Month.of(upload.month) if upload.month else None
    folder = folders.of_upload(upload)
    own_name = file_name(schema, upload.supplier, month, ending=f".{kind}")
    if _stands_as_it_is(upload, schema) and schema.file_pattern.fullmatch(own_name):
        gateway.copy_as_it_stands(path, target=folder / own_name)
        return folder / own_name
    target = folder / file_name(schema, upload.supplier, month, ending=".csv")
    gateway.write_matched(
        path, kind=kind, sheet=_sheet_name(upload), fields=upload.fields, target=target
    )
    return target


def _stands_as_it_is(upload: Upload, schema: TableSchema) -> bool:
    header = upload.sheets[upload.sheet or 0]["header"]
    if len(upload.sheets) >= SEVERAL or _sheet_name(upload):
        return False
    if matching.is_of_one_column(header):
        return True
    return matching.stands_as_it_is(header, upload.fields, wanted(schema))


def _slice(upload: Upload, schema: TableSchema) -> str:
    month = Month.of(upload.month) if upload.month else None
    return slice_of(schema, upload.supplier, month)


def load(upload: Upload, *, at: datetime) -> None:
    """Load a confirmed upload and give its receipt.

    A load that a killed worker finished is found again and not made twice. Where the lake changed
    since the difference was shown, the upload is checked afresh.
    """
    check_registered(upload.workspace, Pipeline.LOAD, timezone.localdate(at))
    schema = source(upload.source)
    path = _prepared(upload, schema)
    load_id = gateway.load(
        path,
        lake=settings.LAKE,
        source=schema.name,
        slice_=_slice(upload, schema),
        instead_of=upload.replaces,
        by=upload.confirmed_by,
        at=at,
    )
    if load_id is None:
        work.look_again(upload=upload, at=at)
        return
    work.receive(upload=upload, load_id=load_id, at=at)
    folders.forget(upload)


def undo(upload: Upload, *, at: datetime) -> None:
    """Take a load out, unless something locked came to rest on it meanwhile."""
    resting = queries.resting_on(upload.load_id, workspace=upload.workspace)
    if resting:
        work.keep(upload=upload, words=str(uploads.StillNeededError(resting)), at=at)
        return
    gateway.undo(
        settings.LAKE, upload.load_id, by=upload.undone_by, at=at, reason=upload.undo_reason
    )
    work.take_out(upload=upload, at=at)


def measure(source_id: str, *, at: datetime) -> int:
    """Bring what is known of a source in line with the lake. Gives how many supplies there are."""
    check_registered_somewhere(Pipeline.QUALITY, timezone.localdate(at))
    held = gateway.held(settings.LAKE, source=source_id)
    findings = gateway.findings(settings.LAKE, source=source_id) if held else ()
    measured.note_supplies(
        source=source_id,
        held=[
            measured.Measured(
                slice=each.slice,
                supplier=each.supplier,
                month=Month.parse(each.month).first_day if each.month else None,
                load_id=each.load_id,
                loaded_at=each.loaded_at,
                rows=each.rows,
                completeness=each.completeness,
                validity=each.validity,
                days_after=each.days_after,
                times_usual=each.times_usual,
            )
            for each in held
        ],
        findings=[
            {
                "aspect": str(found.aspect),
                "subject": found.subject,
                "words": found.words,
                "is_concern": found.is_concern,
            }
            for found in findings
        ],
        at=at,
    )
    return len(held)


def make_blank_workbook(source_id: str) -> None:
    """Make the workbook a supplier fills in, for the schema of today."""
    target = folders.blank_workbook(source_id)
    if not target.is_file():
        gateway.write_blank_workbook(source_id, target)
