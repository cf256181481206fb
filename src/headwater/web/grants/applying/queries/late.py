"""What reached a partnership late."""

from django.db.models import F, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application, LateRequest
from headwater.web.grants.applying.rules import permissions


def late_for(actor: Actor, workspace: str) -> QuerySet[LateRequest]:
    """Everything that was asked to be taken late, what waits first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = LateRequest.objects.filter(application__round__workspace__slug=workspace)
    rows = rows.exclude(why="", proposed_by="")
    return rows.select_related("application__round__workspace", "certified_by").order_by(
        F("decided_at").desc(nulls_first=True), "-reached_at", "-pk"
    )


def late_one_for(actor: Actor, workspace: str, reference: str) -> LateRequest:
    """One of them by the reference of its application. Raises `NotYours` for any other."""
    found = late_for(actor, workspace).filter(application__reference=reference).first()
    if found is None:
        raise NotYours
    return found


def late_of(application: Application) -> LateRequest | None:
    """What is known of an application that reached us late; None where it did not."""
    return LateRequest.objects.filter(application=application).first()
