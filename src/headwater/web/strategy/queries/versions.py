"""Reading versions of the plan, and what is left out of the public one."""

from django.db.models import QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.strategy.models import Plan, Review, Withheld
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.planning import UNDER_WAY, Standing
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import strands_of


def versions_for(actor: Actor, workspace: str) -> QuerySet[Plan]:
    """Every version of the plan of a workspace, the latest first."""
    if actor is not HEADWATER and not permissions.can_read(actor, workspace):
        raise NotYours
    return Plan.objects.filter(workspace__slug=workspace).select_related("workspace")


def version_for(actor: Actor, workspace: str, reference: str) -> Plan:
    """One version. Raises `NotYours` for any other, there or not."""
    found = versions_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def adopted(actor: Actor, workspace: str) -> Plan | None:
    """The version that counts."""
    return versions_for(actor, workspace).filter(standing=Standing.ADOPTED).first()


def under_way(actor: Actor, workspace: str) -> Plan | None:
    """The version that is being written or that a board has."""
    return versions_for(actor, workspace).filter(standing__in=UNDER_WAY).first()


def withheld_for(actor: Actor, workspace: str) -> QuerySet[Withheld]:
    """What the public version leaves out now, and what it left out once, the latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Withheld.objects.filter(action__workspace__slug=workspace)
    return rows.select_related("action__workspace")


def withheld_one(actor: Actor, workspace: str, reference: str) -> Withheld:
    """One thing that is left out. Raises `NotYours` for any other, there or not."""
    found = withheld_for(actor, workspace).filter(reference=reference, ended_at=None).first()
    if found is None:
        raise NotYours
    return found


def withheld_now(workspace: str) -> QuerySet[Withheld]:
    """What the public version leaves out now, the earliest first."""
    rows = Withheld.objects.filter(action__workspace__slug=workspace, ended_at=None)
    return rows.select_related("action").order_by("at", "pk")


def reviews_of(plan: Plan) -> QuerySet[Review]:
    """What was found when a version was looked at again, the latest first."""
    return plan.reviews.all()


def decisions(actor: Actor, workspace: str) -> list[Bead]:
    """Decisions of boards that the actor sees, the latest first."""
    kind = kinds.kind("decision")
    offered = kind.offer(actor, workspace, "") if kind and kind.offer else []
    return [each for each in offered if each.stands]


def tied_decisions(actor: Actor, plan: Plan) -> list[Bead]:
    """Decisions that a version is tied to already."""
    found = strands_of(actor, plan.workspace.slug, ("plan", plan.reference))
    return [each.other for each in found if each.other.kind == "decision"]
