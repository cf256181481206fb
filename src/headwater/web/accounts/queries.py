"""Reading accounts."""

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User


def colleagues_of(actor: Actor) -> QuerySet[User]:
    """Everybody else with an open account who has a seat in a workspace of the actor's, by name."""
    mine = {seat.workspace_id for seat in actor.seats}
    return (
        User.objects.filter(is_active=True, memberships__organisation__workspace__in=mine)
        .exclude(reference=actor.reference)
        .distinct()
        .order_by("name", "pk")
    )


def sessions_of(user: User) -> Sequence[UserSession]:
    """Where somebody is signed in, the latest first."""
    found = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda each: each.last_seen_at, reverse=True)


def session_of(user: User, number: int) -> UserSession:
    """One session of somebody's own. Raises `NotYours` for any other, there or not."""
    found = UserSession.objects.filter(user=user, pk=number).first()
    if found is None:
        raise NotYours
    return found
