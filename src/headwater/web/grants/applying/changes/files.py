"""Files are added to an application and taken off it."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from headwater.web.audit.ledger import audited, record
from headwater.web.documents.changes import keep_upload
from headwater.web.documents.models import Document
from headwater.web.documents.rules import APPLICATION
from headwater.web.grants.applying.changes.writing import draft_of
from headwater.web.grants.applying.errors import TooManyFilesError
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.files import MOST_FILES, TAKEN
from headwater.web.grants.applying.models import Application, Attachment
from headwater.web.grants.applying.submitters import Submitter


def attach(
    *,
    application: Application,
    key: str,
    file: UploadedFile[bytes],
    actor: Submitter,
    at: datetime,
) -> Attachment:
    """A file goes with an application, checked and scanned.

    Raises `RefusedUploadError`, `TooManyFilesError`, `ClosedToWritingError`; then nothing goes.
    """
    _check_room(application)
    document = keep_upload(
        workspace=application.round.workspace,
        file=file,
        purpose=APPLICATION,
        kinds=TAKEN,
        actor=actor,
        at=at,
    )
    return _attached(application, key, document, actor=actor, at=at)


def _check_room(application: Application) -> None:
    there = Attachment.objects.filter(application=application, removed_at=None)
    if there.count() >= MOST_FILES:
        raise TooManyFilesError(MOST_FILES)


@audited
def _attached(
    application: Application, key: str, document: Document, *, actor: Submitter, at: datetime
) -> Attachment:
    held = draft_of(application)
    _check_room(held)
    made = Attachment.objects.create(
        application=held, document=document, key=key, added_by=actor.reference, added_at=at
    )
    _touch(held, actor=actor, at=at)
    _say(Event.ATTACHED, held, made, actor=actor, at=at)
    return made


@audited
def detach(*, attachment: Attachment, actor: Submitter, at: datetime) -> None:
    """A file goes no longer with its application. It is disposed of as files are: by two people."""
    held = draft_of(attachment.application)
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at)
    Document.objects.filter(pk=attachment.document_id).update(keep_until=at.date())
    _touch(held, actor=actor, at=at)
    _say(Event.DETACHED, held, attachment, actor=actor, at=at)


def _touch(held: Application, *, actor: Submitter, at: datetime) -> None:
    held.edited_at, held.edited_by, held.warned_at = at, actor.reference, None
    held.version += 1
    held.save(update_fields=["edited_at", "edited_by", "warned_at", "version"])


def _say(
    event: Event,
    application: Application,
    attachment: Attachment,
    *,
    actor: Submitter,
    at: datetime,
) -> None:
    record(
        event,
        about=application,
        by=actor,
        at=at,
        workspace=application.round.workspace.slug,
        document=attachment.document.reference,
        question=attachment.key,
    )
