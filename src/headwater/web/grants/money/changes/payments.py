"""Payments: scheduled, asked for, approved by two people, and what may happen instead."""

from datetime import date, datetime
from decimal import Decimal

from headwater.core.money import NOTHING, plain_pounds, to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.money.changes import work
from headwater.web.grants.money.changes.commitments import held_commitment
from headwater.web.grants.money.changes.ledger import Cause, Leg, account, move
from headwater.web.grants.money.errors import PotClosedError, TooMuchScheduledError
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import (
    AccountKind,
    Commitment,
    MovementKind,
    Payee,
    Payment,
)
from headwater.web.grants.money.queries.balances import balance_of
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.payments import (
    OPEN,
    By,
    State,
    Verb,
    check_other_person,
    move_from,
)
from headwater.web.grants.money.rules.spending import check_amount, check_reason
from headwater.web.partners.models import Workspace

NO_APPROVALS = {
    "asked_by": "",
    "asked_at": None,
    "first_by": "",
    "first_at": None,
    "second_by": "",
    "second_at": None,
}
SAID = {
    Verb.ASK: Event.PAYMENT_ASKED,
    Verb.APPROVE: Event.PAYMENT_APPROVED,
    Verb.REFUSE: Event.PAYMENT_REFUSED,
    Verb.TAKE_BACK: Event.PAYMENT_TAKEN_BACK,
    Verb.CANCEL: Event.PAYMENT_CANCELLED,
    Verb.CHANGE: Event.PAYMENT_CHANGED,
}


@audited
def schedule_payment(
    *,
    award_reference: str,
    payee: str,
    amount: Decimal,
    due_on: date,
    actor: Actor,
    at: datetime,
) -> Payment:
    """Write down that an award is to be paid this much on a day. Nothing is paid by that.

    Raises `TooMuchScheduledError` where the payments would be more than what is promised.
    """
    held = held_commitment(award_reference)
    workspace = held.pot.fund.workspace
    permissions.check_can_promise(actor, workspace.slug)
    _check_open(held)
    amount = to_the_penny(amount)
    check_amount(amount)
    _check_room(held, amount)
    payment = Payment.objects.create(
        commitment=held,
        payee=_payee(workspace, payee),
        amount=amount,
        due_on=due_on,
        written_by=actor.reference,
        written_at=at,
    )
    _record(Event.PAYMENT_SCHEDULED, payment, actor=actor, at=at)
    return payment


def _payee(workspace: Workspace, name: str) -> Payee:
    # Two awards may be scheduled to a new payee at once, each holding its own pot only.
    return Payee.objects.get_or_create(workspace=workspace, name=name.strip()[:200])[0]


def _check_open(held: Commitment) -> None:
    if held.pot.locked_at is not None:
        raise PotClosedError(pot=str(held.pot))


def _check_room(held: Commitment, amount: Decimal, *, but_for: int = 0) -> None:
    promised = balance_of(account(held.pot, AccountKind.PROMISED, held.award_reference))
    rows = held.payments.filter(state__in=OPEN).exclude(pk=but_for)
    left = promised - sum((each.amount for each in rows), start=NOTHING)
    if amount > left:
        raise TooMuchScheduledError(left=left)


@audited
def name_supplier(
    *, payee: Payee, supplier_number: str, version: int, actor: Actor, at: datetime
) -> Payee:
    """Say what the finance system calls a payee. Account numbers stay there."""
    rows = Payee.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=payee.pk)
    slug = held.workspace.slug
    permissions.check_can_keep(actor, slug, what="say what the finance system calls a payee")
    if held.version != version:
        raise ChangedMeanwhileError(what="payee")
    held.supplier_number, held.version = supplier_number.strip(), held.version + 1
    held.save(update_fields=["supplier_number", "version"])
    record(
        Event.PAYEE_CHANGED,
        about=slug,
        kind="workspace",
        by=actor,
        at=at,
        workspace=slug,
        supplier_number=held.supplier_number,
    )
    return held


@audited
def change_payment(
    *,
    payment: Payment,
    amount: Decimal,
    due_on: date,
    version: int,
    actor: Actor,
    at: datetime,
) -> Payment:
    """Pay another amount or on another day. Only while nobody has asked for the payment."""
    held = _held(payment, version)
    _check_step(held, Verb.CHANGE, actor)
    amount = to_the_penny(amount)
    check_amount(amount)
    _check_room(held.commitment, amount, but_for=held.pk)
    # Whoever wrote the amount that is paid is the one who must not approve it.
    held.amount, held.due_on, held.written_by = amount, due_on, actor.reference
    return _saved(held, Verb.CHANGE, ["amount", "due_on", "written_by"], actor=actor, at=at)


@audited
def ask(*, payment: Payment, version: int, actor: Actor, at: datetime) -> Payment:
    """Ask for a payment to be made. Two approvers look at it from now on."""
    held = _held(payment, version)
    _check_open(held.commitment)
    held.state = _check_step(held, Verb.ASK, actor)
    held.asked_by, held.asked_at, held.sent_back_reason = actor.reference, at, ""
    fields = ["asked_by", "asked_at", "sent_back_reason"]
    return _saved(held, Verb.ASK, fields, actor=actor, at=at)


@audited
def approve(*, payment: Payment, version: int, actor: Actor, at: datetime) -> Payment:
    """Agree that a payment is made. Raises `SamePersonError` for whoever had a hand in it."""
    held = _held(payment, version)
    is_first = held.state == State.ASKED
    end = _check_step(held, Verb.APPROVE, actor)
    check_other_person(
        actor.reference,
        written_by=held.written_by,
        asked_by=held.asked_by,
        first_by=held.first_by,
    )
    held.state = end
    if is_first:
        held.first_by, held.first_at = actor.reference, at
        fields = ["first_by", "first_at"]
    else:
        held.second_by, held.second_at = actor.reference, at
        fields = ["second_by", "second_at"]
    return _saved(held, Verb.APPROVE, fields, actor=actor, at=at)


@audited
def send_back(
    *, payment: Payment, verb: Verb, reason: str, version: int, actor: Actor, at: datetime
) -> Payment:
    """Refuse, take back or cancel a payment. Approvals it had are gone."""
    held = _held(payment, version)
    held.state = _check_step(held, verb, actor)
    check_reason(reason)
    held.sent_back_reason = reason
    for name, value in NO_APPROVALS.items():
        setattr(held, name, value)
    fields = ["sent_back_reason", *NO_APPROVALS]
    return _saved(held, verb, fields, actor=actor, at=at, reason=reason)


@audited
def take_returned(
    *, payment: Payment, on: date, reason: str, actor: Actor, at: datetime
) -> Payment:
    """The bank sent a payment back: its money is promised to the award again, and can be paid."""
    held = _held(payment, None)
    held.state = _check_step(held, Verb.RETURN, actor)
    check_reason(reason)
    award, pot = held.commitment.award_reference, held.commitment.pot
    leg = Leg(
        held.amount,
        account(pot, AccountKind.PAID, award),
        account(pot, AccountKind.PROMISED, award),
    )
    name = f"returned:{held.reference}"
    move([leg], Cause(MovementKind.RETURNED, actor, at, on=on, reason=reason, identity=name))
    held.sent_back_reason, held.version = reason, held.version + 1
    held.save(update_fields=["state", "sent_back_reason", "version"])
    _record(Event.PAYMENT_RETURNED, held, actor=actor, at=at, reason=reason)
    return held


def _held(payment: Payment, version: int | None) -> Payment:
    """The row with its award and pot, all held until the change ends."""
    commitment = held_commitment(payment.commitment.award_reference)
    rows = Payment.objects.select_for_update(of=("self",)).select_related("payee")
    held = rows.get(pk=payment.pk)
    held.commitment = commitment
    if version is not None and held.version != version:
        raise ChangedMeanwhileError(what="payment")
    return held


def _check_step(held: Payment, verb: Verb, actor: Actor) -> State:
    """Where a step leads, once the actor may take it."""
    workspace = held.commitment.pot.fund.workspace.slug
    is_held = held.commitment.held_at is not None
    move = move_from(State(held.state), verb, is_held=is_held)
    what = f"{verb.replace('_', ' ')} a payment"
    if move.by is By.APPROVER:
        permissions.check_can_approve(actor, workspace, what=what)
    else:
        permissions.check_can_keep(actor, workspace, what=what)
    return move.end


def _saved(
    held: Payment, verb: Verb, fields: list[str], *, actor: Actor, at: datetime, reason: str = ""
) -> Payment:
    held.version += 1
    held.save(update_fields=["state", "version", *fields])
    work.follow(held, at=at)
    _record(SAID[verb], held, actor=actor, at=at, reason=reason)
    return held


def _record(
    event: Event, payment: Payment, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    facts = {"reason": reason} if reason else {}
    record(
        event,
        about=payment,
        by=actor,
        at=at,
        workspace=payment.commitment.pot.fund.workspace.slug,
        award=payment.commitment.award_reference,
        amount=plain_pounds(payment.amount),
        state=str(payment.state),
        **facts,
    )
