"""Reading what is to be commissioned."""

from django.db.models import QuerySet
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partners.models import Organisation
from headwater.web.partners.queries import organisations_for, taking_part
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.rules import permissions
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead

GAP, INTENTION, ACTION, DECISION = "gap", "intention", "action", "decision"


def intentions_for(actor: Actor, workspace: str) -> QuerySet[Intention]:
    """Every intention of a workspace, the earliest day first. Raises for who may not read them."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Intention.objects.filter(workspace__slug=workspace)
    return rows.select_related("workspace", "organisation")


def intention_for(actor: Actor, workspace: str, reference: str) -> Intention:
    """One intention. Raises `NotYours` for any other."""
    found = intentions_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def partners_of(actor: Actor, workspace: str) -> list[Organisation]:
    """Organisations that take part today, by name."""
    today = timezone.localdate()
    return list(taking_part(organisations_for(actor, workspace, today=today), today=today))


def decisions(actor: Actor, workspace: str) -> list[Bead]:
    """Decisions of boards that the actor may name, latest first."""
    kind = kinds.kind(DECISION)
    return list(kind.offer(actor, workspace, "")) if kind and kind.offer else []
