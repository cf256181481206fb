"""Documents on the thread: each for those who may read it."""

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.documents.models import Document
from headwater.web.documents.queries import documents_for
from headwater.web.thread.kinds import Bead, Kind, register

DOCUMENT = "document"
MOST_OFFERED = 20


def find_documents(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Documents by reference. One that was disposed of is not there any more."""
    rows = _documents(actor, workspace).filter(reference__in=references)
    return {each.reference: _bead(each) for each in rows}


def offer_documents(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Documents with these words in their name, the latest handed in first."""
    rows = _documents(actor, workspace).filter(name__icontains=text)
    return [_bead(each) for each in rows[:MOST_OFFERED]]


def _documents(actor: Actor, workspace: str) -> QuerySet[Document]:
    if actor is HEADWATER:
        rows = Document.objects.filter(disposed_at=None).select_related("workspace")
    else:
        rows = documents_for(actor)
    return rows.filter(workspace__slug=workspace)


def _bead(document: Document) -> Bead:
    listed = reverse("documents:documents", args=[document.workspace.slug])
    return Bead(
        kind=DOCUMENT,
        reference=document.reference,
        title=document.name,
        address=f"{listed}?{urlencode({'name': document.reference})}",
        on=timezone.localdate(document.at),
    )


def register_kinds() -> None:
    """Make documents known to the thread."""
    register(Kind(DOCUMENT, "document", "documents", find_documents, offer_documents))
