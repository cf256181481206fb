"""Awards: for those who read them, and for rooms above."""

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.deciding.queries.interests import blocked
from headwater.web.grants.deciding.rules import permissions


def awards(workspace: str) -> QuerySet[Award]:
    """Every award of a workspace, the latest first. Who may read them is for the caller to ask."""
    rows = Award.objects.filter(application__round__workspace__slug=workspace)
    rows = rows.select_related("application__round__workspace", "application__round__fund", "pot")
    return rows.order_by("-awarded_on", "-pk")


def awards_for(actor: Actor, workspace: str) -> QuerySet[Award]:
    """Awards that the actor may read: none that they have an interest in."""
    if not permissions.reads_awards(actor, workspace):
        raise NotYours
    found = awards(workspace)
    applications = Application.objects.filter(pk__in=found.order_by().values("application"))
    return found.exclude(application__in=blocked(actor, workspace, applications))


def award_for(actor: Actor, workspace: str, reference: str) -> Award:
    """One award. Raises `NotYours` for any other, whether it is there or not."""
    if not permissions.reads_awards(actor, workspace):
        raise NotYours
    found = awards(workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    if blocked(actor, workspace, Application.objects.filter(pk=found.application_id)):
        raise NotYours
    return found
