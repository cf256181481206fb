"""A pot's year is closed: what goes on is carried forward, what is left is given back or kept."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from headwater.core.money import NOTHING, plain_pounds
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.money.changes.ledger import Cause, Leg, account, hold, move
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import Account, AccountKind, MovementKind, Pot
from headwater.web.grants.money.queries.balances import balance_of
from headwater.web.grants.money.queries.years import books_of
from headwater.web.grants.money.rules import closing, permissions
from headwater.web.grants.money.rules.spending import check_reason

FREE, PROMISED, OWED = AccountKind.FREE, AccountKind.PROMISED, AccountKind.OWED
GIVER, EXPECTED, CLAIM = AccountKind.GIVER, AccountKind.EXPECTED, AccountKind.CLAIM


@audited
def close_year(
    *,
    pot: Pot,
    successor: Pot | None,
    carries: bool,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Pot:
    """Close the year of a pot for good. Nothing moves in it any more.

    What is promised and owed goes on to its successor with the awards; what is left is carried
    forward or given back. Raises `NotReadyError` with everything that must be done first.
    """
    held, to = _held(pot, successor)
    permissions.check_can_keep(actor, held.fund.workspace.slug, what="close a year")
    check_reason(reason)
    books = books_of(held)
    because = closing.stands_against(books, today=timezone.localdate(at))
    if because:
        raise closing.NotReadyError(because=because)
    if to is None and closing.needs_successor(books, carries=carries):
        raise closing.SuccessorNeededError
    if to is not None:
        _check_successor(held, to)
        _carry(held, to, carries=carries, reason=reason, actor=actor, at=at)
    if not carries:
        _hand_back(held, reason=reason, actor=actor, at=at)
    held.locked_at = at
    held.version += 1
    held.save(update_fields=["locked_at", "version"])
    record(
        Event.YEAR_CLOSED,
        about=held,
        by=actor,
        at=at,
        workspace=held.fund.workspace.slug,
        reason=reason,
        into=to.reference if to else None,
        carries=carries,
        promised=plain_pounds(books.promised),
        left=plain_pounds(books.available),
    )
    return held


def _held(pot: Pot, successor: Pot | None) -> tuple[Pot, Pot | None]:
    if successor is None:
        return hold(pot)[0], None
    held, to = hold(pot, successor)
    return held, to


def _check_successor(held: Pot, to: Pot) -> None:
    closing.check_successor(
        fund=held.fund_id,
        year=held.year,
        source=held.source,
        successor=(to.fund_id, to.year, to.source),
        is_closed=to.locked_at is not None,
    )


def _carry(held: Pot, to: Pot, *, carries: bool, reason: str, actor: Actor, at: datetime) -> None:
    """Everything that goes on, in one movement."""
    legs = [
        Leg(balance, each, account(to, AccountKind(each.kind), each.award_reference))
        for each in held.accounts.filter(kind__in=[PROMISED, OWED]).select_related("pot")
        if (balance := _balance(each, held))
    ]
    owed = sum((leg.amount for leg in legs if leg.out_of.kind == OWED), start=NOTHING)
    if owed:
        legs.append(Leg(owed, account(to, CLAIM), account(held, CLAIM)))
    left = balance_of(account(held, FREE))
    if carries and left:
        legs.append(Leg(left, account(held, FREE), account(to, FREE)))
    moved = sum((leg.amount for leg in legs if leg.out_of.kind in (PROMISED, FREE)), start=NOTHING)
    # What is agreed and not here yet is owed by the giver to the pot that has the money's promises.
    due = min(-balance_of(account(held, EXPECTED)), moved)
    if due > 0:
        legs.append(Leg(due, account(to, EXPECTED), account(held, EXPECTED)))
    if legs:
        move(legs, Cause(MovementKind.CARRIED, actor, at, reason=reason))
    held.commitments.update(pot=to)
    to.budget += moved
    to.follows = held
    to.version += 1
    to.save(update_fields=["budget", "follows", "version"])


def _balance(account: Account, held: Pot) -> Decimal:
    account.pot = held
    return balance_of(account)


def _hand_back(held: Pot, *, reason: str, actor: Actor, at: datetime) -> None:
    """What is left is not asked for any more, or goes back where it has come in."""
    left = balance_of(account(held, FREE))
    free = account(held, FREE)
    never_came = min(left, -balance_of(account(held, EXPECTED)))
    legs = [
        Leg(amount, free, account(held, kind))
        for amount, kind in ((never_came, EXPECTED), (left - never_came, GIVER))
        if amount > 0
    ]
    if legs:
        move(legs, Cause(MovementKind.HANDED_BACK, actor, at, reason=reason))
