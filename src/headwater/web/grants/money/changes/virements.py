"""Virements: money moved between pots, by one person up to a limit and by two above it."""

from datetime import datetime
from decimal import Decimal

from headwater.core.money import NOTHING, plain_pounds, to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.money.changes import work
from headwater.web.grants.money.changes.ledger import Cause, Leg, account, hold_open, move
from headwater.web.grants.money.errors import MoneyError, OverspentError
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import (
    AccountKind,
    MovementKind,
    Pot,
    Virement,
    VirementState,
)
from headwater.web.grants.money.queries.balances import balance_of
from headwater.web.grants.money.rules import permissions, virements
from headwater.web.grants.money.rules.spending import (
    check_amount,
    check_reason,
    needs_second_person,
)


class DecidedAlreadyError(MoneyError):
    """A virement that somebody decided on."""

    def __init__(self) -> None:
        super().__init__("Somebody decided on this virement already. Nothing was changed.")


class OwnVirementError(MoneyError):
    """Nobody decides on what they asked for."""

    def __init__(self) -> None:
        super().__init__("You asked for this virement, so another approver must decide on it.")


@audited
def ask(
    *, out_of: Pot, into: Pot, amount: Decimal, reason: str, actor: Actor, at: datetime
) -> Virement:
    """Move money between pots at once, or ask an approver where it is more than one may alone.

    Raises where a ring-fence, a kind of cost or another year stands against it.
    """
    start, end = _held(out_of, into)
    workspace = start.fund.workspace
    permissions.check_can_keep(actor, workspace.slug, what="move money between pots")
    amount = to_the_penny(amount)
    check_amount(amount)
    check_reason(reason)
    virement = Virement(
        workspace=workspace,
        out_of=start,
        into=end,
        amount=amount,
        reason=reason,
        state=VirementState.ASKED,
        asked_by=actor.reference,
        asked_at=at,
    )
    _check(virement)
    alone = not needs_second_person(amount, moved_alone=_moved_alone(start))
    if alone:
        _make(virement, actor=actor, at=at)
    virement.save(force_insert=True)
    work.follow_virement(virement, at=at)
    _record(Event.MOVED if alone else Event.VIREMENT_ASKED, virement, actor=actor, at=at)
    return virement


@audited
def approve(*, virement: Virement, version: int, actor: Actor, at: datetime) -> Virement:
    """Agree to a virement that somebody else asked for. It is made at once."""
    held = _held_virement(virement, version)
    permissions.check_can_approve(actor, held.workspace.slug, what="decide on a virement")
    if held.asked_by == actor.reference:
        raise OwnVirementError
    _check(held)
    _make(held, actor=actor, at=at)
    held.decided_by, held.decided_at = actor.reference, at
    return _decided(held, Event.MOVED, ["decided_by", "decided_at", "movement"], actor=actor, at=at)


@audited
def refuse(
    *, virement: Virement, reason: str, version: int, actor: Actor, at: datetime
) -> Virement:
    """Leave the money where it is. Whoever asked may take their own virement back."""
    held = _held_virement(virement, version)
    is_own = held.asked_by == actor.reference
    if not is_own:
        permissions.check_can_approve(actor, held.workspace.slug, what="decide on a virement")
    check_reason(reason)
    held.state = VirementState.TAKEN_BACK if is_own else VirementState.REFUSED
    held.decided_by, held.decided_at, held.refused_reason = actor.reference, at, reason
    event = Event.VIREMENT_TAKEN_BACK if is_own else Event.VIREMENT_REFUSED
    fields = ["decided_by", "decided_at", "refused_reason"]
    return _decided(held, event, fields, actor=actor, at=at)


def _held(out_of: Pot, into: Pot) -> tuple[Pot, Pot]:
    start, end = hold_open(out_of, into)
    return start, end


def _held_virement(virement: Virement, version: int) -> Virement:
    start, end = _held(virement.out_of, virement.into)
    rows = Virement.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=virement.pk)
    held.out_of, held.into = start, end
    if held.state != VirementState.ASKED:
        raise DecidedAlreadyError
    if held.version != version:
        raise ChangedMeanwhileError(what="virement")
    return held


def _check(virement: Virement) -> None:
    virements.check(
        virements.Side.of(virement.out_of),
        virements.Side.of(virement.into),
    )
    available = balance_of(account(virement.out_of, AccountKind.FREE))
    if virement.amount > available:
        raise OverspentError(what=str(virement.out_of), asked=virement.amount, available=available)


def _moved_alone(pot: Pot) -> Decimal:
    """What was moved out of a pot without a second person, and not reversed."""
    rows = pot.virements_out.filter(
        state=VirementState.MADE, decided_by="", movement__reversed_by=None
    )
    return sum((each.amount for each in rows), start=NOTHING)


def _make(virement: Virement, *, actor: Actor, at: datetime) -> None:
    start, end, amount = virement.out_of, virement.into, virement.amount
    leg = Leg(amount, account(start, AccountKind.FREE), account(end, AccountKind.FREE))
    virement.movement = move([leg], Cause(MovementKind.VIREMENT, actor, at, reason=virement.reason))
    virement.state = VirementState.MADE
    rebudget(start, end, amount)


def rebudget(out_of: Pot, into: Pot, amount: Decimal) -> None:
    """Budgets follow money that is moved. Both pots are held."""
    # A pot may have more than was planned for it, and never plans for less than nothing.
    out_of.budget = max(out_of.budget - amount, NOTHING)
    into.budget += amount
    for each in (out_of, into):
        each.version += 1
        each.save(update_fields=["budget", "version"])


def _decided(
    held: Virement, event: Event, fields: list[str], *, actor: Actor, at: datetime
) -> Virement:
    held.version += 1
    held.save(update_fields=["state", "version", *fields])
    work.follow_virement(held, at=at)
    _record(event, held, actor=actor, at=at)
    return held


def _record(event: Event, virement: Virement, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=virement,
        by=actor,
        at=at,
        workspace=virement.workspace.slug,
        out_of=virement.out_of.reference,
        into=virement.into.reference,
        amount=plain_pounds(virement.amount),
        reason=virement.refused_reason or virement.reason,
    )
