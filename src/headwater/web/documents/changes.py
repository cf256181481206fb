"""Files are kept, and in their time disposed of."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.documents import queries, rules, storage
from headwater.web.documents.checks import check
from headwater.web.documents.errors import DisposalError, RefusedUploadError, ScannerAwayError
from headwater.web.documents.events import Event
from headwater.web.documents.kinds import AllowedKinds, Kind
from headwater.web.documents.models import Document, Scan, document_reference
from headwater.web.documents.names import clean_name
from headwater.web.documents.scanner import scan
from headwater.web.documents.storage import Arrived
from headwater.web.documents.uploading import refusal_of
from headwater.web.partners.models import Workspace

log = structlog.get_logger(__name__)
ONE_YEAR = timedelta(days=365)


def keep_upload(
    *,
    workspace: Workspace,
    file: UploadedFile[bytes],
    purpose: str,
    kinds: AllowedKinds,
    actor: Actor,
    at: datetime,
) -> Document:
    """The file is kept whole, checked and scanned, with a row that says what it is.

    Raises `RefusedUploadError` with a sentence for whoever sent it, and keeps nothing. Call it
    outside a transaction: reading and scanning a large file takes a while, and the transaction
    that keeps it should not.
    """
    try:
        kind = _claimed_kind(file, kinds)
        reference = document_reference()
        pieces = file.chunks()
        with storage.arriving(pieces, reference=reference, most=kinds.largest_bytes) as arrived:
            check(arrived.path, kind)
            document = Document(
                reference=reference,
                workspace=workspace,
                organisation_id=rules.organisation_of(actor, workspace.slug),
                purpose=purpose,
                name=clean_name(file.name or "", ending=kind.value),
                kind=kind.value,
                bytes=arrived.bytes,
                sha256=arrived.sha256,
                scan=_scanned(arrived.path),
                uploaded_by_id=actor.user_id,
                at=at,
                keep_until=timezone.localdate(at) + timedelta(days=kinds.keep_days),
            )
            return _keep(document, arrived, actor=actor, at=at)
    except RefusedUploadError as refusal:
        log.info("upload_refused", purpose=purpose, why=type(refusal).__name__)
        raise


def _claimed_kind(file: UploadedFile[bytes], kinds: AllowedKinds) -> Kind:
    """The kind that the name claims. Raises at what can be said before a byte is read."""
    kind = kinds.kind_of(file.name or "")
    if kind is None:
        raise RefusedUploadError.of_kind(kinds)
    refusal = refusal_of(file)
    if refusal is not None:
        raise refusal
    if (file.size or 0) > kinds.largest_bytes:
        raise RefusedUploadError.too_large(kinds.largest_bytes)
    return kind


def _scanned(path: Path) -> Scan:
    """What the scanner says. Without one, only a demonstration takes files in."""
    if settings.HEADWATER.virus_scanner:
        scan(path, scanner=settings.HEADWATER.virus_scanner)
        return Scan.CLEAN
    if settings.HEADWATER.demo:
        return Scan.NOT_SCANNED
    raise ScannerAwayError(why="no virus scanner is set up")


@audited
def _keep(document: Document, arrived: Arrived, *, actor: Actor, at: datetime) -> Document:
    """First the file in its place, then the row: a row always has its file.

    A file whose row was never committed is swept away by the clock.
    """
    storage.put_in_place(arrived, document)
    document.save(force_insert=True)
    record(
        Event.DOCUMENT_KEPT,
        about=document,
        by=actor,
        at=at,
        workspace=document.workspace.slug,
        purpose=document.purpose,
        file_kind=document.kind,
        bytes=document.bytes,
        sha256=document.sha256,
        scan=document.scan,
    )
    return document


@audited
def note_read(*, document: Document, actor: Actor, at: datetime) -> None:
    """Somebody took a copy: partners' files may hold rows about people, so reading is recorded."""
    slug = document.workspace.slug
    record(Event.DOCUMENT_READ, about=document, by=actor, at=at, workspace=slug)


@audited
def ask_disposal(*, workspace: Workspace, actor: Actor, at: datetime) -> int:
    """Everything past its day waits for somebody else's yes. How many documents that is."""
    due = list(
        queries.due(workspace, today=timezone.localdate(at))
        .filter(disposal_asked_at=None)
        .select_for_update()
    )
    if not due:
        raise DisposalError.nothing_due()
    for document in due:
        document.disposal_asked_by, document.disposal_asked_at = actor.reference, at
        document.save(update_fields=["disposal_asked_by", "disposal_asked_at"])
        _record(Event.DISPOSAL_ASKED, document, workspace, actor=actor, at=at)
    return len(due)


@audited
def dispose(*, workspace: Workspace, actor: Actor, at: datetime) -> int:
    """What others asked to be disposed of is gone; the rows stay as the certificate."""
    asked = _asked_by_others(workspace, actor)
    for document in asked:
        rules.check_is_another(actor, asked_by=document.disposal_asked_by)
        document.disposed_by, document.disposed_at = actor.reference, at
        document.save(update_fields=["disposed_by", "disposed_at"])
        _record(Event.DOCUMENT_DISPOSED, document, workspace, actor=actor, at=at)
        # After the commit: a file whose row says it is gone is swept if this never runs.
        transaction.on_commit(partial(storage.remove, document), robust=True)
    return len(asked)


@audited
def refuse_disposal(*, workspace: Workspace, actor: Actor, reason: str, at: datetime) -> int:
    """What others asked to be disposed of is kept another year, for a stated reason."""
    asked = _asked_by_others(workspace, actor)
    for document in asked:
        document.disposal_asked_by, document.disposal_asked_at = "", None
        document.keep_until = timezone.localdate(at) + ONE_YEAR
        document.save(update_fields=["disposal_asked_by", "disposal_asked_at", "keep_until"])
        _record(Event.DISPOSAL_REFUSED, document, workspace, actor=actor, at=at, reason=reason)
    return len(asked)


def _asked_by_others(workspace: Workspace, actor: Actor) -> list[Document]:
    asked = queries.asked(workspace).select_for_update()
    others = [document for document in asked if document.disposal_asked_by != actor.reference]
    if not others:
        raise DisposalError.same_person() if asked else DisposalError.nothing_due()
    return others


def _record(
    event: Event,
    document: Document,
    workspace: Workspace,
    *,
    actor: Actor,
    at: datetime,
    **facts: str,
) -> None:
    record(
        event,
        about=document,
        by=actor,
        at=at,
        workspace=workspace.slug,
        sha256=document.sha256,
        **facts,
    )
