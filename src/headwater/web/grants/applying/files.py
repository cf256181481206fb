"""Which files go with an application, and how one is handed out."""

from datetime import datetime

from django.http import FileResponse

from headwater.web.accounts.actor import Actor
from headwater.web.documents import storage
from headwater.web.documents.changes import note_read
from headwater.web.documents.kinds import MEGABYTE, AllowedKinds, Kind
from headwater.web.grants.applying.models import Attachment

TAKEN = AllowedKinds(
    kinds=frozenset({Kind.PDF, Kind.DOCX, Kind.ODT, Kind.XLSX, Kind.PNG, Kind.JPG}),
    largest_bytes=10 * MEGABYTE,
    keep_days=2555,
)
MOST_FILES = 20


def handed_out(attachment: Attachment, *, actor: Actor, at: datetime) -> FileResponse:
    """One file to save; that it was read is in the ledger. Whoever asks has been let in before."""
    document = attachment.document
    note_read(document=document, actor=actor, at=at)
    response = FileResponse(
        storage.path_of(document).open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=Kind(document.kind).media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
