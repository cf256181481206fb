"""Reading virements."""

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.money.models import Virement
from headwater.web.grants.money.rules import permissions


def virements_for(actor: Actor, workspace: str) -> QuerySet[Virement]:
    """Every virement of a workspace whose money the actor reads, the latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Virement.objects.filter(workspace__slug=workspace)
    return rows.select_related("workspace", "out_of__fund__workspace", "into__fund__workspace")


def virement_for(actor: Actor, workspace: str, reference: str) -> Virement:
    """One virement. Raises `NotYours` for any other."""
    found = virements_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found
