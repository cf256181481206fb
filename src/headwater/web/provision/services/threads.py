"""Services as other rooms may tie them, and the approach each uses."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.queries.services import RUNNING, SERVICE
from headwater.web.provision.services.rules import permissions
from headwater.web.thread.kinds import Bead, Kind, register

MOST_OFFERED = 20


def _services(actor: Actor, workspace: str) -> QuerySet[Service]:
    rows = Service.objects.filter(workspace__slug=workspace)
    may = actor is HEADWATER or permissions.can_read(actor, workspace)
    return rows if may else rows.none()


def _bead(workspace: str, row: Service) -> Bead:
    return Bead(
        kind=SERVICE,
        reference=row.reference,
        title=row.name,
        address=reverse("services:service", args=[workspace, row.reference]),
        state=row.get_status_display(),
        on=row.confirmed_on,
        stands=row.status == RUNNING,
    )


def find(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Services by reference."""
    rows = _services(actor, workspace).filter(reference__in=references)
    return {each.reference: _bead(workspace, each) for each in rows}


def offer(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Services with these words, the latest written first."""
    rows = _services(actor, workspace).filter(name__icontains=text).order_by("-written_at", "-pk")
    return [_bead(workspace, each) for each in rows[:MOST_OFFERED]]


def register_kinds() -> None:
    """Make services known to the thread."""
    register(Kind(SERVICE, "service", "services", find, offer))
