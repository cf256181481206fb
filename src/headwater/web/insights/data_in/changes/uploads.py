"""What people do with an upload: hand it in, match it, confirm it, undo it, leave it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from headwater.core.errors import HeadwaterError
from headwater.core.periods import Month
from headwater.core.words import listed
from headwater.sources.table_schema import TableSchema
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.documents.changes import keep_upload
from headwater.web.documents.kinds import DATA, Kind
from headwater.web.insights.data_in import folders, queries, queue
from headwater.web.insights.data_in.changes.moving import held, move
from headwater.web.insights.data_in.events import Event, Waiting
from headwater.web.insights.data_in.models import ColumnMapping, Upload
from headwater.web.insights.data_in.rules import matching, permissions
from headwater.web.insights.data_in.rules.workflow import Status, Verb, move_from
from headwater.web.insights.data_in.supplies import source, wanted
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.worklist import changes as worklist

TABLES = replace(DATA, kinds=frozenset({Kind.CSV, Kind.XLSX}))
"""What partners' analysts have. Archives and other forms go in by the command line."""


class StillNeededError(HeadwaterError):
    """Numbers that people rely on rest on a load."""

    def __init__(self, resting: Sequence[queries.Resting]) -> None:
        named = [f"{each.title} ({each.reference})" for each in resting if each.is_here]
        if len(named) < len(resting):
            named.append("an assessment of another partnership")
        super().__init__(
            f"This cannot be undone: {listed(named)} rests on it and is locked. Load a corrected "
            "file instead; the locked assessment keeps the numbers it was made with."
        )


class UnansweredError(HeadwaterError):
    """Something has to be said before an upload can go on."""


def hand_in(  # noqa: PLR0913 - each is an answer on the form
    *,
    workspace: Workspace,
    organisation: Organisation,
    schema: TableSchema,
    file: "UploadedFile[bytes]",
    supplier: str,
    month: Month | None,
    actor: Actor,
    at: datetime,
) -> Upload:
    """Keep a file and have it checked. Nothing is loaded.

    The file is read and scanned before the transaction that makes an upload of it.
    """
    permissions.check_can_work_on(actor, workspace.slug, organisation.pk)
    document = keep_upload(
        workspace=workspace, file=file, purpose="data_in", kinds=TABLES, actor=actor, at=at
    )
    upload = Upload(
        workspace=workspace,
        organisation=organisation,
        source=schema.name,
        document=document,
        file_name=document.name,
        sha256=document.sha256,
        uploaded_by=actor.reference,
        uploaded_at=at,
        moved_at=at,
        supplier=supplier,
        month=month.first_day if month else None,
    )
    return _begin(upload=upload, actor=actor, at=at)


@audited
def _begin(*, upload: Upload, actor: Actor, at: datetime) -> Upload:
    upload.save(force_insert=True)
    _record(
        Event.HANDED_IN,
        upload,
        actor,
        at,
        source=upload.source,
        organisation=upload.organisation.reference,
        document=upload.document.reference,
    )
    queue.check_soon(upload.reference)
    return upload


@audited
def choose_sheet(*, upload: Upload, sheet: int, actor: Actor, at: datetime, version: int) -> Upload:
    """Say which sheet of a workbook the rows are on."""
    upload = held(upload, version=version)
    _check_may(actor, upload)
    if not 0 <= sheet < len(upload.sheets):
        raise UnansweredError("Choose one of the sheets of the workbook.")
    move(upload, Verb.MATCH, at=at, sheet=sheet, fields=[], is_matched=False, tries=0)
    _record(Event.MATCHED, upload, actor, at, sheet=sheet)
    queue.check_soon(upload.reference)
    return upload


@audited
def match_columns(  # noqa: PLR0913 - each is an answer on the form
    *,
    upload: Upload,
    fields: Sequence[str],
    supplier: str,
    month: Month | None,
    actor: Actor,
    at: datetime,
    version: int,
) -> Upload:
    """Say which column is which and what the file is for. The answers are kept for next time."""
    upload = held(upload, version=version)
    _check_may(actor, upload)
    header = upload.sheets[upload.sheet or 0]["header"]
    faults = matching.faults_of(fields, wanted(source(upload.source)))
    if len(fields) != len(header) or faults:
        raise UnansweredError(". ".join(faults) or "Answer for every column.")
    move(
        upload,
        Verb.MATCH,
        at=at,
        fields=list(fields),
        is_matched=True,
        supplier=supplier,
        month=month.first_day if month else None,
        tries=0,
    )
    _remember(upload, header, actor=actor, at=at)
    _record(Event.MATCHED, upload, actor, at, columns=len([field for field in fields if field]))
    queue.check_soon(upload.reference)
    return upload


def _remember(upload: Upload, header: Sequence[str], *, actor: Actor, at: datetime) -> None:
    known = queries.mapping_of(upload.organisation, upload.source)
    before = known.headings if known else {}
    ColumnMapping.objects.update_or_create(
        organisation=upload.organisation,
        source=upload.source,
        defaults={
            "headings": {**before, **matching.to_remember(header, upload.fields)},
            "supplier": upload.supplier,
            "answered_by": actor.reference,
            "answered_at": at,
        },
    )


@audited
def confirm(
    *, upload: Upload, acknowledges: bool, actor: Actor, at: datetime, version: int
) -> Upload:
    """Have a checked upload loaded. Its warnings must have been acknowledged."""
    upload = held(upload, version=version)
    permissions.check_can_confirm(
        actor,
        upload.workspace.slug,
        upload.organisation_id,
        replaces_others=upload.replaces_others,
    )
    if upload.warnings and not acknowledges:
        raise UnansweredError("Say that you have read the warnings, or mend the file.")
    move(upload, Verb.CONFIRM, at=at, confirmed_by=actor.reference, confirmed_at=at, tries=0)
    _record(Event.CONFIRMED, upload, actor, at, warnings=len(upload.warnings))
    _close_for_lead(upload, at=at)
    queue.load_soon(upload.reference)
    return upload


@audited
def ask_undo(*, upload: Upload, reason: str, actor: Actor, at: datetime, version: int) -> Upload:
    """Have a load taken out of the lake again, while nothing locked rests on it."""
    upload = held(upload, version=version)
    _check_may(actor, upload)
    step = move_from(Status(upload.status), Verb.UNDO)
    if step.needs_reason and not reason.strip():
        raise UnansweredError("Say why it is undone.")
    resting = queries.resting_on(upload.load_id, workspace=upload.workspace)
    if resting:
        raise StillNeededError(resting)
    move(
        upload,
        Verb.UNDO,
        at=at,
        undo_reason=reason.strip(),
        undone_by=actor.reference,
        tries=0,
        failure="",
    )
    _record(Event.UNDO_ASKED, upload, actor, at, load=upload.load_id, reason=reason.strip())
    queue.undo_soon(upload.reference)
    return upload


@audited
def retry(*, upload: Upload, actor: Actor, at: datetime, version: int) -> Upload:
    """Have an upload that stopped checked again."""
    upload = held(upload, version=version)
    _check_may(actor, upload)
    move(upload, Verb.RETRY, at=at, failure="", tries=0)
    _record(Event.RETRIED, upload, actor, at)
    queue.check_soon(upload.reference)
    return upload


@audited
def abandon(*, upload: Upload, actor: Actor, at: datetime) -> Upload:
    """Leave an upload for good. Nothing of it was loaded; the file itself is kept its time."""
    upload = held(upload)
    if actor != HEADWATER:
        _check_may(actor, upload)
    upload.faults.all().delete()
    move(upload, Verb.ABANDON, at=at, preview={})
    _record(Event.ABANDONED, upload, actor, at)
    _close_for_lead(upload, at=at)
    folders.forget(upload)
    return upload


@audited
def note_rows_taken(*, upload: Upload, kind: str, actor: Actor, at: datetime) -> None:
    """Somebody took the rows to mend away: they may hold rows about people."""
    _record(Event.ROWS_TAKEN, upload, actor, at, file_kind=kind)


def _check_may(actor: Actor, upload: Upload) -> None:
    permissions.check_can_work_on(actor, upload.workspace.slug, upload.organisation_id)


def _close_for_lead(upload: Upload, *, at: datetime) -> None:
    if upload.replaces_others:
        worklist.close(
            workspace=upload.workspace,
            kind=Waiting.LEAD_MUST_CONFIRM,
            about=upload.reference,
            at=at,
        )


def _record(
    event: Event, upload: Upload, actor: Actor, at: datetime, **facts: str | int | bool
) -> None:
    record(
        event,
        about=upload,
        by=actor,
        at=at,
        workspace=upload.workspace.slug,
        kind="upload",
        **facts,
    )
