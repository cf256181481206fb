"""Reading documents: only those somebody may have."""

from datetime import date

from django.db.models import Q, QuerySet

from headwater.core.errors import NotFoundError
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.documents import rules
from headwater.web.documents.models import Document
from headwater.web.partners.models import Workspace


def documents_for(actor: Actor) -> QuerySet[Document]:
    """Documents somebody may read, the latest first.

    Whoever leads reads all of the workspace; whoever supplies reads what their partner and they
    themselves handed in. Nobody else does: partners' files may hold rows about people. Files of a
    room that decides itself who reads them are not among these.
    """
    allowed = Q(pk__in=())
    for slug in actor.workspaces:
        here = Q(workspace__slug=slug)
        if rules.reads_all(actor, slug):
            allowed |= here
        elif supplies_for := rules.reads_of(actor, slug):
            own = Q(uploaded_by__isnull=False, uploaded_by=actor.user_id)
            allowed |= here & (Q(organisation__in=supplies_for) | own)
    rows = Document.objects.filter(allowed, disposed_at=None)
    rows = rows.exclude(purpose__in=rules.READ_IN_THEIR_ROOM)
    return _shown(rows).order_by("-at", "-pk")


def _shown(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.select_related("workspace", "organisation", "uploaded_by")


def document_for(actor: Actor, reference: str) -> Document:
    """One document. Raises `NotYours` for one somebody may not read, there or not."""
    found = documents_for(actor).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def document(reference: str) -> Document:
    """One document for the worker, which acts for whoever handed it in."""
    found = Document.objects.filter(reference=reference, disposed_at=None).first()
    if found is None:
        raise NotFoundError(kind="document", name=reference)
    return found


def due(workspace: Workspace, *, today: date) -> QuerySet[Document]:
    """Documents that have been kept as long as they were to be."""
    return Document.objects.filter(
        workspace=workspace, disposed_at=None, keep_until__lt=today
    ).order_by("keep_until", "reference")


def asked(workspace: Workspace) -> QuerySet[Document]:
    """Documents whose disposal waits for somebody's yes."""
    return Document.objects.filter(
        workspace=workspace, disposed_at=None, disposal_asked_at__isnull=False
    ).order_by("keep_until", "reference")


def disposed(workspace: Workspace) -> QuerySet[Document]:
    """What was disposed of, the latest first: the certificate."""
    return Document.objects.filter(workspace=workspace, disposed_at__isnull=False).order_by(
        "-disposed_at", "reference"
    )
