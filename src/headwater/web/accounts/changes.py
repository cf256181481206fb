"""Changing accounts: who is invited, closed, opened again, and what people say of themselves."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from headwater.core.errors import HeadwaterError
from headwater.web.accounts import tasks, telling
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.events import Happened
from headwater.web.accounts.letters import CHANGES, FACTOR_RESET
from headwater.web.accounts.models import User
from headwater.web.accounts.sessions import Ended, end_every
from headwater.web.audit.ledger import audited, record


class AccountClosedError(HeadwaterError):
    """Somebody is to be invited whose account was closed."""

    def __init__(self) -> None:
        super().__init__(
            "There is an account with this address, and it was closed. Open it again first."
        )


class NoFactorError(HeadwaterError):
    """Second factors are to be taken away from an account that has none."""

    def __init__(self) -> None:
        super().__init__(
            "The account has no second factor. Nothing was changed: its owner is asked to set one "
            "up when they next sign in."
        )


def invite(*, email: str, name: str, actor: Actor, at: datetime) -> User:
    """An account for an address, with a letter to it by which its owner sets a password.

    Whoever has used their account before is given as they are, and no letter is sent. Raises
    `AccountClosedError` where the account was closed.
    """
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        return _invite(email=email, name=name, actor=actor, at=at)
    if not found.is_active:
        raise AccountClosedError
    if found.last_login is None:
        _send_invitation(user=found, actor=actor, at=at)
    return found


@audited
def add_account(*, email: str, name: str, actor: Actor, at: datetime) -> User:
    """A new account without a letter, for the command line."""
    user = User.objects.create_user(email.strip(), name.strip())
    record(Happened.INVITED, about=user, by=actor, at=at)
    return user


@audited
def _invite(*, email: str, name: str, actor: Actor, at: datetime) -> User:
    user = User.objects.create_user(email.strip(), name.strip())
    _send_invitation(user=user, actor=actor, at=at)
    return user


@audited
def _send_invitation(*, user: User, actor: Actor, at: datetime) -> None:
    record(Happened.INVITED, about=user, by=actor, at=at)
    transaction.on_commit(lambda: tasks.send_invitation.enqueue(user.reference))


@audited
def remove_second_factors(*, user: User, reason: str, actor: Actor, at: datetime) -> None:
    """Somebody who lost every second factor sets up a new one when they next sign in.

    They are signed out everywhere and told by letter and on the page, in case it was not they who
    asked. Raises `NoFactorError` where there is none.
    """
    held = Authenticator.objects.filter(user=user)
    means = sorted(held.values_list("type", flat=True))
    if not means:
        raise NoFactorError
    held.delete()
    end_every(user, why=Ended.FACTOR_RESET)
    record(Happened.FACTOR_RESET, about=user, by=actor, at=at, means=means, reason=reason)
    telling.tell(
        user,
        subject="Your second factor was taken away",
        words=f"{CHANGES[FACTOR_RESET]} If you did not ask for it, tell an administrator at once.",
        link=reverse("mfa_index"),
        at=at,
    )
    reference = user.reference
    transaction.on_commit(lambda: tasks.tell_of_change.enqueue(reference, FACTOR_RESET))


@audited
def save_profile(  # noqa: PLR0913 - what somebody says of themselves, one argument each
    *,
    user: User,
    name: str,
    digest: str,
    away_until: date | None,
    deputy: User | None,
    actor: Actor,
    at: datetime,
) -> None:
    """What somebody says of themselves is kept. The ledger knows which answers changed."""
    answers = {"name": name, "digest": digest, "away_until": away_until, "deputy": deputy}
    changed = [field for field, value in answers.items() if getattr(user, field) != value]
    for field, value in answers.items():
        setattr(user, field, value)
    user.save(update_fields=list(answers))
    record(Happened.PROFILE_CHANGED, about=user, by=actor, at=at, fields=changed)
