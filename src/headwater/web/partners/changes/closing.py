"""Closing accounts and opening them again."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.events import Happened
from headwater.web.accounts.models import User
from headwater.web.accounts.sessions import Ended, end_every
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.changes.locking import hold
from headwater.web.partners.changes.memberships import check_administrators_left
from headwater.web.partners.models import Membership, Workspace
from headwater.web.partners.rules import permissions, policies


@audited
def close_account(*, user: User, reason: str, actor: Actor, at: datetime) -> None:
    """Nobody signs in to the account any more, and whoever was signed in no longer is.

    Raises `LastAdministratorError` where a workspace would be left without an administrator,
    `AlreadySoError`, `NotAllowedError`.
    """
    today = timezone.localdate(at)
    places = _places_of(user, today=today)
    permissions.check_can_close(actor, [each.slug for each in places])
    for each in places:
        hold(each.pk)
    user.refresh_from_db(fields=["is_active"])
    if not user.is_active:
        raise policies.AlreadySoError(state="closed")
    for each in places:
        seats = Membership.objects.filter(
            _open(today), user=user, organisation__workspace=each, ended_at__isnull=True
        )
        check_administrators_left(each, list(seats), today=today)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_every(user, why=Ended.ACCOUNT_CLOSED)
    record(Happened.CLOSED, about=user, by=actor, at=at, reason=reason)


@audited
def reopen_account(*, user: User, reason: str, actor: Actor, at: datetime) -> None:
    """The account works again. Its memberships are as they were: end or give them apart.

    Raises `AlreadySoError`, `NotAllowedError`.
    """
    places = _places_of(user, today=timezone.localdate(at))
    permissions.check_can_close(actor, [each.slug for each in places])
    if user.is_active:
        raise policies.AlreadySoError(state="open")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(Happened.REOPENED, about=user, by=actor, at=at, reason=reason)


def _open(today: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)


def _places_of(user: User, *, today: date) -> list[Workspace]:
    """Workspaces somebody holds a role in today or later, in the order they are always held."""
    seats = Membership.objects.filter(_open(today), user=user, ended_at__isnull=True)
    return list(
        Workspace.objects.filter(pk__in=seats.values("organisation__workspace")).order_by("pk")
    )
