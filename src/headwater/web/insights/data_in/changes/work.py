"""What the worker does with an upload. Each step is taken once, however often it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from headwater.core.errors import Fault
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import audited, record
from headwater.web.insights.data_in import queue
from headwater.web.insights.data_in.changes.moving import held, move, save
from headwater.web.insights.data_in.events import Event, Waiting
from headwater.web.insights.data_in.models import Upload, UploadFault
from headwater.web.insights.data_in.rules.workflow import Status, Verb
from headwater.web.insights.data_in.supplies import title_of
from headwater.web.sharing.changes import onboarding
from headwater.web.worklist import changes as worklist

MOST_TRIES = 3
LONGEST = 200
TRIED_TOO_OFTEN = (
    "headwater tried three times and was stopped each time. Nothing was lost. Try again, and if it "
    "stops again tell whoever runs this site, with the reference of the upload."
)
BEGINS = {Status.UPLOADED: Verb.CHECK, Status.CONFIRMED: Verb.LOAD}


@dataclass(frozen=True, slots=True)
class Passed:
    """What a check found of a file that may be loaded."""

    warnings: Sequence[str]
    preview: Mapping[str, object]
    counts: Mapping[str, object]
    replaces: str
    replaces_others: bool


def begin(reference: str, *, expects: frozenset[Status], at: datetime) -> Upload | None:
    """Take an upload in hand. None where it is not where the task expects it: it was done."""
    upload = Upload.objects.select_related("workspace", "organisation", "document").get(
        reference=reference
    )
    if Status(upload.status) not in expects:
        return None
    if upload.tries >= MOST_TRIES:
        stop(upload=upload, words=TRIED_TOO_OFTEN, at=at)
        return None
    return _begun(upload=upload, at=at)


@audited
def _begun(*, upload: Upload, at: datetime) -> Upload:
    now = held(upload)
    verb = BEGINS.get(Status(now.status))
    if verb is not None:
        move(now, verb, at=at, tries=now.tries + 1, failure="")
    else:
        save(now, tries=now.tries + 1, waits="")
    _record(Event.BEGUN, now, at, status=now.status, tries=now.tries)
    return now


@audited
def wait(*, upload: Upload, words: str, at: datetime) -> Upload:
    """Say why an upload waits. That somebody else is at work is not counted as a try."""
    upload = held(upload)
    save(upload, waits=words[:300], tries=max(0, upload.tries - 1))
    _record(Event.WAITED, upload, at)
    return upload


@audited
def stop(*, upload: Upload, words: str, at: datetime) -> Upload:
    """Say what stopped an upload. An undo that is stopped leaves the load where it is."""
    upload = held(upload)
    status = Status(upload.status)
    verb = Verb.KEEP if status is Status.UNDOING else Verb.FAIL
    if status in BEGINS:
        move(upload, BEGINS[status], at=at)
    move(upload, verb, at=at, failure=words)
    _record(Event.STOPPED, upload, at)
    return upload


def note_tables(*, upload: Upload, sheets: Sequence[Mapping[str, object]], encoding: str) -> Upload:
    """Keep which tables a file holds, as long as it is being checked."""
    upload.sheets, upload.encoding = list(sheets), encoding
    upload.save(update_fields=["sheets", "encoding"])
    return upload


@audited
def ask(
    *,
    upload: Upload,
    sheet: int | None,
    fields: Sequence[str],
    supplier: str,
    month: object,
    at: datetime,
) -> Upload:
    """Wait for somebody's answers, with what was guessed."""
    upload = held(upload)
    move(
        upload,
        Verb.ASK,
        at=at,
        sheet=sheet,
        fields=list(fields),
        supplier=supplier,
        month=month,
        tries=0,
    )
    _record(Event.CHECKED, upload, at, outcome="asked")
    return upload


@audited
def settle(
    *, upload: Upload, sheet: int, fields: Sequence[str], supplier: str, month: object, at: datetime
) -> Upload:
    """Keep what a file is for and which column is which, before it is checked."""
    upload = held(upload)
    save(upload, sheet=sheet, fields=list(fields), supplier=supplier, month=month)
    _record(Event.SETTLED, upload, at)
    return upload


@audited
def refuse(*, upload: Upload, faults: Sequence[Fault], total: int, at: datetime) -> Upload:
    """Keep everything that is wrong with an upload."""
    upload = held(upload)
    upload.faults.all().delete()
    UploadFault.objects.bulk_create(
        UploadFault(
            upload=upload,
            position=place,
            row=fault.row,
            column=fault.column[:LONGEST],
            value=fault.value[:LONGEST],
            problem=fault.problem,
            remedy=fault.remedy,
        )
        for place, fault in enumerate(faults, start=1)
    )
    move(upload, Verb.REFUSE, at=at, fault_total=total, preview={}, counts={}, warnings=[], tries=0)
    _record(Event.CHECKED, upload, at, outcome="refused", faults=total)
    return upload


@audited
def let_pass(*, upload: Upload, found: Passed, at: datetime) -> Upload:
    """Keep what loading an upload would change, and wait for somebody to confirm it."""
    upload = held(upload)
    upload.faults.all().delete()
    move(
        upload,
        Verb.PASS,
        at=at,
        fault_total=0,
        warnings=list(found.warnings),
        preview=dict(found.preview),
        counts=dict(found.counts),
        replaces=found.replaces,
        replaces_others=found.replaces_others,
        tries=0,
    )
    _record(Event.CHECKED, upload, at, outcome="passed", warnings=len(found.warnings))
    if found.replaces_others:
        _post_for_lead(upload, at=at)
    return upload


def _post_for_lead(upload: Upload, *, at: datetime) -> None:
    worklist.post(
        workspace=upload.workspace,
        kind=Waiting.LEAD_MUST_CONFIRM,
        title=(
            f"Confirm {title_of(upload.source)} from {upload.organisation.name}: it takes the "
            "place of rows others supplied"
        ),
        link=reverse("insights:upload", args=[upload.workspace.slug, upload.reference]),
        about=upload.reference,
        due_on=(at + timedelta(days=7)).date(),
        roles=LEADS,
        at=at,
    )


@audited
def find_unchanged(*, upload: Upload, load_id: str, at: datetime) -> Upload:
    """Say that the lake holds this very file already."""
    upload = held(upload)
    upload.faults.all().delete()
    move(upload, Verb.FIND_UNCHANGED, at=at, replaces=load_id, fault_total=0, tries=0)
    _record(Event.CHECKED, upload, at, outcome="unchanged", load=load_id)
    return upload


@audited
def receive(*, upload: Upload, load_id: str, at: datetime) -> Upload:
    """Give the receipt of a load."""
    upload = held(upload)
    move(
        upload,
        Verb.RECEIVE,
        at=at,
        load_id=load_id,
        loaded_at=at,
        tries=0,
        failure="",
    )
    _record(Event.LOADED, upload, at, load=load_id, source=upload.source)
    queue.measure_soon(upload.source)
    onboarding.file_arrived(organisation_id=upload.organisation_id, source=upload.source, at=at)
    return upload


@audited
def look_again(*, upload: Upload, at: datetime) -> Upload:
    """Check an upload afresh: the rows it takes the place of are not those that were shown."""
    upload = held(upload)
    move(upload, Verb.LOOK_AGAIN, at=at, tries=0)
    _record(Event.CHECKED, upload, at, outcome="the lake changed meanwhile")
    queue.check_soon(upload.reference)
    return upload


@audited
def take_out(*, upload: Upload, at: datetime) -> Upload:
    """Say that a load is out of the lake."""
    upload = held(upload)
    move(upload, Verb.TAKE_OUT, at=at, undone_at=at, tries=0)
    _record(Event.UNDONE, upload, at, load=upload.load_id)
    queue.measure_soon(upload.source)
    return upload


@audited
def keep(*, upload: Upload, words: str, at: datetime) -> Upload:
    """Leave a load where it is: something came to rest on it after the undo was asked for."""
    upload = held(upload)
    move(upload, Verb.KEEP, at=at, failure=words, tries=0)
    _record(Event.KEPT, upload, at, load=upload.load_id)
    return upload


def _record(event: Event, upload: Upload, at: datetime, **facts: str | int | bool) -> None:
    record(
        event,
        about=upload,
        by=HEADWATER,
        at=at,
        workspace=upload.workspace.slug,
        kind="upload",
        **facts,
    )
