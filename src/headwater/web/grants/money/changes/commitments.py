"""Money promised to awards: promised, changed, held, released, owed back and recovered."""

from datetime import date, datetime
from decimal import Decimal

from headwater.core.money import NOTHING, plain_pounds, to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.money.changes import work
from headwater.web.grants.money.changes.ledger import Cause, Leg, account, hold, hold_open, move
from headwater.web.grants.money.errors import (
    AmountRefusedError,
    CommittedAlreadyError,
    NoCommitmentError,
    NotOwedError,
    NotPaidError,
    OverspentError,
    PaidAlreadyError,
)
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import (
    AccountKind,
    Commitment,
    CostKind,
    Movement,
    MovementKind,
    Payment,
    Pot,
)
from headwater.web.grants.money.queries.balances import balance_of, of_award
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.payments import OPEN, UNDER_WAY, State
from headwater.web.grants.money.rules.spending import check_amount, check_cost, check_reason

FREE, PROMISED, PAID = AccountKind.FREE, AccountKind.PROMISED, AccountKind.PAID
OWED, CLAIM = AccountKind.OWED, AccountKind.CLAIM


@audited
def commit_award(
    *,
    pot: Pot,
    amount: Decimal,
    award_reference: str,
    actor: Actor,
    at: datetime,
    pays_for: CostKind = CostKind.ANY,
) -> None:
    """Promise money of a pot to an award.

    The pot is held while its balance is read and written, so two awards never have the same
    pound. Raises `OverspentError` where there is not that much, `CommittedAlreadyError` where the
    award has its money.
    """
    (held,) = hold_open(pot)
    permissions.check_can_promise(actor, held.fund.workspace.slug)
    amount = to_the_penny(amount)
    check_amount(amount)
    cost = _cost_of(held, pays_for)
    if Commitment.objects.filter(award_reference=award_reference).exists():
        raise CommittedAlreadyError
    _check_available(held, amount)
    Commitment.objects.create(
        pot=held,
        award_reference=award_reference,
        pays_for=cost,
        made_by=actor.reference,
        made_at=at,
    )
    promised = account(held, PROMISED, award_reference)
    cause = Cause(MovementKind.COMMITMENT, actor, at)
    movement = move([Leg(amount, account(held, FREE), promised)], cause)
    _record(Event.PROMISED, movement, award_reference, amount, actor=actor, at=at)


def _cost_of(pot: Pot, pays_for: CostKind) -> str:
    """Grants pay for activities, unless the pot or whoever decides says it is for labour."""
    check_cost(pot=pot.pays_for, cost=pays_for, words=pot.get_pays_for_display())
    if pays_for != CostKind.ANY:
        return pays_for
    return pot.pays_for if pot.pays_for != CostKind.ANY else CostKind.NON_LABOUR.value


def _check_available(pot: Pot, amount: Decimal) -> None:
    available = balance_of(account(pot, FREE))
    if amount > available:
        raise OverspentError(what=str(pot), asked=amount, available=available)


@audited
def change_commitment(
    *, award_reference: str, amount: Decimal, reason: str, actor: Actor, at: datetime
) -> None:
    """Have an award be this much in all, with what it was paid.

    Where it becomes less, payments that nobody asked for yet shrink or are cancelled, the last
    due first. Raises `PaidAlreadyError` below what is paid or on its way, `OverspentError` where
    the pot has not that much more.
    """
    held = held_commitment(award_reference)
    permissions.check_can_promise(actor, held.pot.fund.workspace.slug)
    check_reason(reason)
    amount = to_the_penny(amount)
    if amount < 0:
        raise AmountRefusedError.not_positive()
    promised = account(held.pot, PROMISED, award_reference)
    paid = of_award(PAID, award_reference)
    more = amount - paid - balance_of(promised)
    if more > 0:
        _check_available(held.pot, more)
    elif more < 0:
        _make_room(held, left=amount - paid, paid=paid, reason=reason)
    free = account(held.pot, FREE)
    cause = Cause(MovementKind.VARIATION, actor, at, reason=reason)
    movement = None
    if more:
        leg = Leg(more, free, promised) if more > 0 else Leg(-more, promised, free)
        movement = move([leg], cause)
    _record(
        Event.PROMISE_CHANGED,
        movement or held.award_reference,
        award_reference,
        amount,
        actor=actor,
        at=at,
        workspace=held.pot.fund.workspace.slug,
        reason=reason,
    )


def _make_room(held: Commitment, *, left: Decimal, paid: Decimal, reason: str) -> None:
    """What is scheduled fits into what is left to pay."""
    rows = list(held.payments.select_for_update().filter(state__in=OPEN).order_by("-due_on", "-pk"))
    on_their_way = sum((each.amount for each in rows if each.state in UNDER_WAY), start=NOTHING)
    if left < on_their_way:
        raise PaidAlreadyError(least=paid + on_their_way)
    over = sum((each.amount for each in rows), start=NOTHING) - left
    for payment in (each for each in rows if each.state == State.SCHEDULED):
        if over <= 0:
            break
        cut = min(over, payment.amount)
        over -= cut
        _shrink(payment, by=cut, reason=reason)


def _shrink(payment: Payment, *, by: Decimal, reason: str) -> None:
    if by == payment.amount:
        payment.state, payment.sent_back_reason = State.CANCELLED, reason[:400]
    else:
        payment.amount -= by
    payment.version += 1
    payment.save(update_fields=["state", "amount", "sent_back_reason", "version"])


@audited
def hold_payments(*, award_reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """Nothing of an award is asked for, approved or paid until it is released."""
    held = held_commitment(award_reference)
    permissions.check_can_promise(actor, held.pot.fund.workspace.slug)
    check_reason(reason)
    held.held_at, held.held_reason = held.held_at or at, reason
    held.save(update_fields=["held_at", "held_reason"])
    _record_hold(Event.PAYMENTS_HELD, held, reason, actor=actor, at=at)


@audited
def release_payments(*, award_reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """Payments of an award go on where they stood."""
    held = held_commitment(award_reference)
    permissions.check_can_promise(actor, held.pot.fund.workspace.slug)
    check_reason(reason)
    held.held_at, held.held_reason = None, ""
    held.save(update_fields=["held_at", "held_reason"])
    _record_hold(Event.PAYMENTS_RELEASED, held, reason, actor=actor, at=at)


@audited
def owe_back(
    *, award_reference: str, amount: Decimal, reason: str, actor: Actor, at: datetime
) -> None:
    """An award is to pay back this much: what it did not spend, or what is clawed back."""
    held = held_commitment(award_reference)
    permissions.check_can_promise(actor, held.pot.fund.workspace.slug)
    check_reason(reason)
    amount = to_the_penny(amount)
    check_amount(amount)
    keeps = of_award(PAID, award_reference) - of_award(OWED, award_reference)
    if amount > keeps:
        raise NotPaidError(paid=keeps)
    leg = Leg(amount, account(held.pot, CLAIM), account(held.pot, OWED, award_reference))
    movement = move([leg], Cause(MovementKind.OWED, actor, at, reason=reason))
    _record(Event.OWED, movement, award_reference, amount, actor=actor, at=at, reason=reason)


def record_recovery(
    *,
    award_reference: str,
    amount: Decimal,
    received_on: date,
    identity: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Money that an award owed came back, and is available again. Said twice it counts once."""
    held = held_commitment_of(award_reference)
    found = Movement.objects.filter(
        workspace=held.pot.fund.workspace, identity=_recovered(award_reference, identity)
    )
    if not found.exists():
        _record_recovery(
            award_reference=award_reference,
            amount=amount,
            received_on=received_on,
            identity=identity,
            actor=actor,
            at=at,
        )


def _recovered(award_reference: str, identity: str) -> str:
    return f"recovery:{award_reference}:{identity.strip()}"


@audited
def _record_recovery(
    *,
    award_reference: str,
    amount: Decimal,
    received_on: date,
    identity: str,
    actor: Actor,
    at: datetime,
) -> None:
    held = held_commitment(award_reference)
    permissions.check_can_promise(actor, held.pot.fund.workspace.slug)
    amount = to_the_penny(amount)
    check_amount(amount)
    owed = account(held.pot, OWED, award_reference)
    if amount > balance_of(owed):
        raise NotOwedError(owed=balance_of(owed))
    legs = [
        Leg(amount, account(held.pot, PAID, award_reference), account(held.pot, FREE)),
        Leg(amount, owed, account(held.pot, CLAIM)),
    ]
    name = _recovered(award_reference, identity)
    movement = move(legs, Cause(MovementKind.RECOVERY, actor, at, on=received_on, identity=name))
    _record(Event.RECOVERED, movement, award_reference, amount, actor=actor, at=at)


def held_commitment_of(award_reference: str) -> Commitment:
    """What is promised to an award, to be read. Raises `NoCommitmentError` where nothing is."""
    rows = Commitment.objects.select_related("pot__fund__workspace")
    found = rows.filter(award_reference=award_reference).first()
    if found is None:
        raise NoCommitmentError
    return found


def held_commitment(award_reference: str) -> Commitment:
    """The same with its pot, both held until the change ends: the pot first, as everywhere."""
    while True:
        seen = held_commitment_of(award_reference)
        (pot,) = hold(seen.pot)
        rows = Commitment.objects.select_for_update(of=("self",))
        found = rows.get(pk=seen.pk)
        if found.pot_id == pot.pk:
            found.pot = pot
            return found
        # Carried forward into the next year's pot in this very moment: hold that one instead.


def _record_hold(
    event: Event, held: Commitment, reason: str, *, actor: Actor, at: datetime
) -> None:
    work.follow_award(held, at=at)
    record(
        event,
        about=held.award_reference,
        kind="award",
        by=actor,
        at=at,
        workspace=held.pot.fund.workspace.slug,
        reason=reason,
    )


def _record(  # noqa: PLR0913 - what happened to which award, by how much, and who says so
    event: Event,
    about: Movement | str,
    award_reference: str,
    amount: Decimal,
    *,
    actor: Actor,
    at: datetime,
    workspace: str = "",
    reason: str = "",
) -> None:
    facts = {"reason": reason} if reason else {}
    record(
        event,
        about=award_reference,
        kind="award",
        by=actor,
        at=at,
        workspace=about.workspace.slug if isinstance(about, Movement) else workspace,
        amount=plain_pounds(amount),
        movement=about.reference if isinstance(about, Movement) else None,
        **facts,
    )
