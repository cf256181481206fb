"""Reading alerts: the inbox, one alert with what was seen and said of it, and what is near."""

from datetime import date

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.insights.watch.models import Alert
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.permissions import ANSWERERS
from headwater.web.partners.models import Membership, Workspace
from headwater.web.partners.queries import in_force


def alerts_for(actor: Actor, workspace: str) -> QuerySet[Alert]:
    """Alerts of a workspace whose early warning the actor reads."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return Alert.objects.filter(workspace__slug=workspace).select_related("workspace", "rule")


def alert_for(actor: Actor, workspace: str, reference: str) -> Alert:
    """One alert of a workspace. Raises `NotYours` for any other, there or not."""
    found = alerts_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def answerers(workspace: Workspace, *, today: date) -> QuerySet[User]:
    """Everybody who answers alerts of a workspace today."""
    seats = Membership.objects.filter(
        in_force(today), organisation__workspace=workspace, role__in=ANSWERERS
    )
    return User.objects.filter(is_active=True, pk__in=seats.values("user"))
