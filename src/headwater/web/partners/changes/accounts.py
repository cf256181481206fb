"""Closing accounts, opening them again, and taking away second factors that were lost."""

from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts import changes as accounts
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.events import Happened
from headwater.web.accounts.models import User
from headwater.web.accounts.sessions import Ended, end_every
from headwater.web.audit.ledger import audited, record
from headwater.web.partners import queries
from headwater.web.partners.changes.locking import hold
from headwater.web.partners.changes.memberships import check_administrators_left
from headwater.web.partners.handovers import hand_on
from headwater.web.partners.models import Workspace
from headwater.web.partners.rules import permissions, policies


@audited
def close_account(*, user: User, reason: str, actor: Actor, at: datetime) -> None:
    """Nobody signs in to the account any more, and whoever was signed in no longer is.

    What waited for its owner by name goes to others. The name stays in every record.

    Raises `LastAdministratorError` where a workspace would be left without an administrator,
    `AlreadySoError`, `NotAllowedError`.
    """
    today = timezone.localdate(at)
    places = queries.places_of(user, today=today)
    _check_can_close(actor, user, today=today)
    for each in places:
        hold(each.pk)
    user.refresh_from_db(fields=["is_active"])
    if not user.is_active:
        raise policies.AlreadySoError(state="closed")
    for each in places:
        seats = queries.open_seats(user, today=today).filter(organisation__workspace=each)
        check_administrators_left(each, list(seats), today=today)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_every(user, why=Ended.ACCOUNT_CLOSED)
    handed_on = sum(hand_on(user, each, at) for each in queries.places_ever(user))
    record(Happened.CLOSED, about=user, by=actor, at=at, reason=reason, handed_on=handed_on)


@audited
def reopen_account(*, user: User, reason: str, actor: Actor, at: datetime) -> None:
    """The account works again. Its memberships are as they were: end or give them apart.

    Raises `AlreadySoError`, `NotAllowedError`.
    """
    _check_can_close(actor, user, today=timezone.localdate(at))
    if user.is_active:
        raise policies.AlreadySoError(state="open")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(Happened.REOPENED, about=user, by=actor, at=at, reason=reason)


def _check_can_close(actor: Actor, user: User, *, today: date) -> None:
    places = queries.places_to_ask(user, today=today)
    permissions.check_can_close(actor, [each.slug for each in places], user_id=user.pk)


@audited
def reset_second_factor(
    *, user: User, workspace: Workspace, reason: str, actor: Actor, at: datetime
) -> None:
    """Somebody who lost every second factor is asked for a new one when they next sign in.

    Raises `NotAllowedError` for one's own account and for one with roles elsewhere too,
    `NoFactorError`, `AccountClosedError`.
    """
    permissions.check_can_administer(actor, workspace.slug)
    places = queries.places_of(user, today=timezone.localdate(at))
    permissions.check_can_reset(actor, [each.slug for each in places], user_id=user.pk)
    if not user.is_active:
        raise policies.AccountClosedError
    accounts.remove_second_factors(user=user, reason=reason, actor=actor, at=at)
