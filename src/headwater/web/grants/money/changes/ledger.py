"""The one door to the ledger: movements are written here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from headwater.core.money import NOTHING
from headwater.web.accounts.actor import Actor
from headwater.web.grants.money.errors import (
    FutureDayError,
    MoneyError,
    MovedAlreadyError,
    OverspentError,
    PotClosedError,
)
from headwater.web.grants.money.models import (
    Account,
    AccountKind,
    Entry,
    Movement,
    MovementKind,
    Pot,
)
from headwater.web.grants.money.queries.balances import balance_of
from headwater.web.grants.money.rules.spending import check_amount

NEVER_BELOW = frozenset({AccountKind.FREE, AccountKind.PROMISED, AccountKind.OWED})
NEVER_ABOVE = frozenset({AccountKind.GIVER, AccountKind.EXPECTED, AccountKind.CLAIM})


@dataclass(frozen=True, slots=True)
class Leg:
    """One amount on its way from one account to another."""

    amount: Decimal
    out_of: Account
    into: Account


@dataclass(frozen=True, slots=True)
class Cause:
    """Why money moves: who says so, when, and what it is."""

    kind: MovementKind
    actor: Actor
    at: datetime
    on: date | None = None
    """The day it counts in the books; today where nobody says otherwise."""
    reason: str = ""
    identity: str | None = None
    reverses: Movement | None = None


def hold(*pots: Pot) -> list[Pot]:
    """The rows of pots, each held until the change ends, in the order given.

    They are asked for in one order whoever asks, so that two changes never wait for each other.
    """
    rows = Pot.objects.select_for_update(of=("self",)).select_related("fund__workspace")
    wanted = {pot.pk for pot in pots}
    held = {pot.pk: pot for pot in rows.filter(pk__in=wanted).order_by("pk")}
    return [held[pot.pk] for pot in pots]


def hold_open(*pots: Pot) -> list[Pot]:
    """The same of pots whose year is open. Raises `PotClosedError` for any other."""
    held = hold(*pots)
    for each in held:
        if each.locked_at is not None:
            raise PotClosedError(pot=str(each))
    return held


def account(pot: Pot, kind: AccountKind, award_reference: str = "") -> Account:
    """An account of a pot that is held."""
    found, _ = Account.objects.get_or_create(
        pot=pot, kind=kind.value, award_reference=award_reference
    )
    return found


def move(legs: Sequence[Leg], cause: Cause) -> Movement:
    """Write one movement. Its pots are held. Raises rather than let an account go wrong.

    No account of what is available, promised or owed goes below nothing, whatever is asked.
    """
    on = cause.on or timezone.localdate(cause.at)
    if on > timezone.localdate(cause.at):
        raise FutureDayError(on=on)
    touched = {each.pk: each for leg in legs for each in (leg.out_of, leg.into)}
    for each in touched.values():
        if each.pot.locked_at is not None:
            raise PotClosedError(pot=str(each.pot))
    for leg in legs:
        check_amount(leg.amount)
    workspace = legs[0].out_of.pot.fund.workspace
    _check_once(workspace.pk, cause.identity)
    movement = Movement.objects.create(
        workspace=workspace,
        kind=cause.kind,
        on=on,
        at=cause.at,
        by=cause.actor.reference,
        reason=cause.reason,
        identity=cause.identity,
        reverses=cause.reverses,
    )
    Entry.objects.bulk_create(
        Entry(movement=movement, out_of=leg.out_of, into=leg.into, amount=leg.amount)
        for leg in legs
    )
    _check(touched.values(), asked=sum((leg.amount for leg in legs), start=NOTHING))
    return movement


def _check_once(workspace_id: int, identity: str | None) -> None:
    rows = Movement.objects.filter(workspace=workspace_id, identity=identity)
    if identity is not None and rows.exists():
        raise MovedAlreadyError


def _check(accounts: Iterable[Account], *, asked: Decimal) -> None:
    for each in accounts:
        kind, balance = AccountKind(each.kind), balance_of(each)
        if kind in NEVER_BELOW and balance < 0:
            what = str(each.pot) if kind is AccountKind.FREE else "The award"
            raise OverspentError(what=what, asked=asked, available=asked + balance)
        if kind in NEVER_ABOVE and balance > 0:
            raise MoneyError(
                f"More would be counted as [{kind.label.lower()}] than there is. "
                "Nothing was changed. Check the amount."
            )
