"""Payment runs: what is approved is paid, each payment in one run and booked once."""

from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from headwater.core.errors import HeadwaterError
from headwater.core.money import plain_pounds
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.money.changes import work
from headwater.web.grants.money.changes.commitments import held_commitment
from headwater.web.grants.money.changes.ledger import Cause, Leg, account, move
from headwater.web.grants.money.errors import MoneyError
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import (
    AccountKind,
    MovementKind,
    Payment,
    PaymentRun,
)
from headwater.web.grants.money.queries.payments import ready_to_run, total
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.payments import NoSuchStepError, State, Verb, move_from
from headwater.web.partners.models import Workspace


class NothingToPayError(MoneyError):
    """A run without a payment."""

    def __init__(self) -> None:
        super().__init__("No payment is approved and free to be paid. No run was started.")


@audited
def start_run(
    *,
    workspace: Workspace,
    pay_on: date,
    count: int,
    amount: Decimal,
    actor: Actor,
    at: datetime,
) -> PaymentRun:
    """Take every payment that is approved into one run, for a worker to book.

    `count` and `amount` are what somebody saw when they said yes. Raises `ChangedMeanwhileError`
    where other payments are ready by now. No payment is ever in two runs.
    """
    permissions.check_can_keep(actor, workspace.slug, what="start a payment run")
    rows = ready_to_run(workspace.slug).select_for_update(of=("self",)).order_by("pk")
    payments = list(rows)
    if not payments:
        raise NothingToPayError
    if (len(payments), total(payments)) != (count, amount):
        raise ChangedMeanwhileError(what="list of payments")
    run = PaymentRun.objects.create(
        workspace=workspace, pay_on=pay_on, started_by=actor.reference, started_at=at
    )
    for payment in payments:
        payment.state, payment.run = State.RUNNING, run
        payment.version += 1
        payment.save(update_fields=["state", "run", "version"])
    _record(Event.RUN_STARTED, run, actor=actor, at=at, payments=len(payments))
    from headwater.web.grants.money import tasks

    transaction.on_commit(partial(tasks.pay.enqueue, run.reference))
    return run


def go_on(run: PaymentRun, *, at: datetime) -> int:
    """Book every payment of a run that is not booked yet, then end it. Says how many it booked.

    Each is booked in a transaction of its own, so whoever goes on after a process died finds what
    is left and nothing else. Two who go on at once book each payment once between them.
    """
    booked = 0
    left = Payment.objects.filter(run=run, state=State.RUNNING).order_by("pk")
    for payment in list(left.select_related("commitment")):
        try:
            booked += _book(payment=payment, run=run, at=at)
        except NoSuchStepError:
            continue
    if run.ended_at is None:
        _end(run=run, at=at)
    return booked


@audited
def _book(*, payment: Payment, run: PaymentRun, at: datetime) -> bool:
    """Whether a payment was booked; it is left out where it may not be paid any more."""
    commitment = held_commitment(payment.commitment.award_reference)
    held = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    held.commitment = commitment
    is_held = commitment.held_at is not None
    move_from(State(held.state), Verb.LEAVE_OUT, is_held=is_held)
    award, pot = commitment.award_reference, commitment.pot
    held.version += 1
    if is_held or pot.locked_at is not None:
        held.state, held.run = State.APPROVED, None
        held.save(update_fields=["state", "run", "version"])
        _record_payment(held, run, at=at)
        return False
    leg = Leg(
        held.amount,
        account(pot, AccountKind.PROMISED, award),
        account(pot, AccountKind.PAID, award),
    )
    name = f"payment:{held.reference}"
    held.movement = move([leg], Cause(MovementKind.PAYMENT, HEADWATER, at, identity=name))
    held.state = State.PAID
    held.save(update_fields=["state", "movement", "version"])
    _record_payment(held, run, at=at)
    work.follow(held, at=at)
    return True


def _end(*, run: PaymentRun, at: datetime) -> None:
    try:
        _ended(run=run, at=at)
    except NotOverError:
        return


class NotOverError(HeadwaterError):
    """A run that somebody else ended, or is still at."""


@audited
def _ended(*, run: PaymentRun, at: datetime) -> None:
    rows = PaymentRun.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=run.pk)
    is_under_way = Payment.objects.filter(run=held, state=State.RUNNING).exists()
    if held.ended_at is not None or is_under_way:
        raise NotOverError("The payment run is not over, or was ended before.")
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    paid = list(Payment.objects.filter(run=held))
    _record(
        Event.RUN_ENDED,
        held,
        actor=HEADWATER,
        at=at,
        payments=len(paid),
        amount=plain_pounds(total(paid)),
    )


def _record_payment(payment: Payment, run: PaymentRun, *, at: datetime) -> None:
    record(
        Event.PAYMENT_PAID if payment.state == State.PAID else Event.PAYMENT_TAKEN_BACK,
        about=payment,
        by=HEADWATER,
        at=at,
        workspace=run.workspace.slug,
        award=payment.commitment.award_reference,
        amount=plain_pounds(payment.amount),
        run=run.reference,
        state=str(payment.state),
    )


def _record(event: Event, run: PaymentRun, *, actor: Actor, at: datetime, **facts: Any) -> None:
    record(event, about=run, by=actor, at=at, workspace=run.workspace.slug, **facts)
