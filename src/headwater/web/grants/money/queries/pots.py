"""Reading funds and pots."""

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.money.models import Fund, Pot
from headwater.web.grants.money.rules import permissions


def funds_for(actor: Actor, workspace: str) -> QuerySet[Fund]:
    """Every fund of a workspace whose money the actor reads, by name."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Fund.objects.filter(workspace__slug=workspace).select_related("workspace")
    return rows.order_by("name", "pk")


def fund_for(actor: Actor, workspace: str, reference: str) -> Fund:
    """One fund. Raises `NotYours` for any other, there or not."""
    found = funds_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def pots_for(actor: Actor, workspace: str) -> QuerySet[Pot]:
    """Every pot of a workspace whose money the actor reads, the latest year first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Pot.objects.filter(fund__workspace__slug=workspace)
    return rows.select_related("fund__workspace").order_by("-year", "fund__name", "name", "pk")


def pot_for(actor: Actor, workspace: str, reference: str) -> Pot:
    """One pot. Raises `NotYours` for any other, there or not."""
    found = pots_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found
