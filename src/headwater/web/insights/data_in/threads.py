"""Loads on the thread: files that were handed in, by what they are and not by their names."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from headwater.core.words import short_month
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules import permissions
from headwater.web.insights.data_in.rules.workflow import STATUS_WORDS, Status
from headwater.web.insights.data_in.supplies import sources, title_of
from headwater.web.thread.kinds import Bead, Kind, register

LOAD = "load"
MOST_OFFERED = 20


def find_loads(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Files that were handed in, by reference."""
    rows = _uploads(actor, workspace).filter(reference__in=references)
    return {each.reference: _bead(each) for each in rows}


def offer_loads(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Files that were loaded, whose source or organisation has these words, latest first."""
    sought = text.strip().casefold()
    named = [each.name for each in sources() if sought in each.title.casefold()]
    wanted = Q(source__in=named) | Q(organisation__name__icontains=text)
    rows = _uploads(actor, workspace).filter(wanted, status=Status.LOADED)
    return [_bead(each) for each in rows.order_by("-loaded_at", "-pk")[:MOST_OFFERED]]


def _uploads(actor: Actor, workspace: str) -> QuerySet[Upload]:
    rows = Upload.objects.filter(workspace__slug=workspace).select_related(
        "workspace", "organisation"
    )
    if actor is HEADWATER or permissions.sees_every_upload(actor, workspace):
        return rows
    return rows.filter(organisation__in=permissions.supplies_for(actor, workspace))


def _bead(upload: Upload) -> Bead:
    status = Status(upload.status)
    month = f", {short_month(f'{upload.month:%Y-%m}')}" if upload.month else ""
    return Bead(
        kind=LOAD,
        reference=upload.reference,
        title=f"{title_of(upload.source)} from {upload.organisation.name}{month}",
        address=reverse("insights:upload", args=[upload.workspace.slug, upload.reference]),
        state=STATUS_WORDS[status],
        on=timezone.localdate(upload.loaded_at or upload.uploaded_at),
        stands=status is Status.LOADED,
    )


def register_kinds() -> None:
    """Make loads known to the thread."""
    register(Kind(LOAD, "load of a file", "loads of files", find_loads, offer_loads))
