"""Payments: two approvers, neither of whom asked; paid once; what comes back and what is owed."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from builders.money import (
    A_DAY,
    AT,
    ON,
    approve,
    approved,
    approver,
    ask,
    build_approved,
    build_payment,
    build_pot,
    lead,
    pay,
    promise,
    start_run,
)
from builders.web import actor_of, build_member, build_workspace
from headwater.core.money import NOTHING
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.grants.money import changes
from headwater.web.grants.money.changes import payments, runs
from headwater.web.grants.money.errors import (
    NotPaidError,
    PaidAlreadyError,
    TooMuchScheduledError,
)
from headwater.web.grants.money.models import Commitment, Movement, MovementKind, Payment
from headwater.web.grants.money.queries import paid_for, payments_of, position
from headwater.web.grants.money.rules.payments import (
    NoSuchStepError,
    OnHoldError,
    SamePersonError,
    State,
    Verb,
)
from headwater.web.grants.money.rules.permissions import NotAllowedError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def now(payment: Payment) -> Payment:
    return Payment.objects.select_related("payee", "commitment__pot__fund__workspace").get(
        pk=payment.pk
    )


def waits() -> int:
    return Item.objects.filter(closed_at=None).count()


def test_a_payment_is_asked_for_approved_by_two_others_and_paid_in_a_run() -> None:
    pot = build_pot(budget="3500")
    payment = build_payment(promise(pot, "3500"), "1750")
    asked = ask(payment)
    assert waits() == 1
    second = approve(approve(asked, "First Eyes"), "Second Eyes")
    assert (second.state, waits()) == (State.APPROVED, 0)
    pay(second)
    paid = now(payment)
    assert paid.state == State.PAID
    assert paid.movement is not None
    assert paid_for(paid.commitment.award_reference) == Decimal("1750.00")
    found = position(pot)
    assert (found.committed, found.paid) == (Decimal("1750.00"), Decimal("1750.00"))


def test_whoever_wrote_asked_for_or_approved_a_payment_does_not_approve_it() -> None:
    everything = actor_of(build_member(*Role, name="Holds Every Role"))
    award = promise(build_pot(), "30")
    written = ask(build_payment(award, "10", actor=everything))
    asked_for = payments.ask(
        payment=(mine := build_payment(award, "10")), version=mine.version, actor=everything, at=AT
    )
    once = payments.approve(
        payment=(third := ask(build_payment(award, "10"))),
        version=third.version,
        actor=everything,
        at=AT,
    )
    for payment, words in ((written, "scheduled"), (asked_for, "asked for"), (once, "approved")):
        with pytest.raises(SamePersonError, match=words):
            payments.approve(payment=payment, version=payment.version, actor=everything, at=AT)


def test_the_database_itself_refuses_one_person_as_two() -> None:
    payment = ask(build_payment(promise(build_pot(), "10"), "10"))
    for fields in (
        {"first_by": payment.asked_by},
        {"first_by": "U-1", "second_by": "U-1"},
        {"state": "approved"},
        {"state": "paid", "first_by": "U-1", "second_by": "U-2"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=payment.pk).update(**fields)


def test_leads_do_not_approve_and_approvers_do_not_ask() -> None:
    payment = build_payment(promise(build_pot(), "10"), "10")
    with pytest.raises(NotAllowedError):
        payments.ask(payment=payment, version=1, actor=approver(), at=AT)
    asked = ask(payment)
    for actor in (lead(), HEADWATER):
        with pytest.raises(NotAllowedError):
            payments.approve(payment=asked, version=asked.version, actor=actor, at=AT)


def test_what_changed_after_it_was_seen_is_not_approved() -> None:
    payment = ask(build_payment(promise(build_pot(), "10"), "10"))
    with pytest.raises(ChangedMeanwhileError):
        payments.approve(payment=payment, version=payment.version - 1, actor=approver(), at=AT)


def test_an_amount_cannot_be_changed_once_somebody_asked_for_it() -> None:
    payment = approved(build_payment(promise(build_pot(), "20"), "10"))
    with pytest.raises(NoSuchStepError):
        payments.change_payment(
            payment=payment,
            amount=Decimal(20),
            due_on=ON,
            version=payment.version,
            actor=lead(),
            at=AT,
        )
    back = payments.send_back(
        payment=payment,
        verb=Verb.TAKE_BACK,
        reason="Wrong amount",
        version=payment.version,
        actor=lead(),
        at=AT,
    )
    assert (back.state, back.first_by, back.second_by) == (State.SCHEDULED, "", "")
    changed = payments.change_payment(
        payment=back, amount=Decimal(20), due_on=ON, version=back.version, actor=lead(), at=AT
    )
    assert changed.amount == Decimal(20)


def test_payments_never_add_up_to_more_than_was_promised() -> None:
    award = promise(build_pot(), "100")
    build_payment(award, "60")
    with pytest.raises(TooMuchScheduledError, match=r"£40\.00"):
        build_payment(award, "40.01")
    build_payment(award, "40")


def test_a_run_that_is_started_twice_has_each_payment_once() -> None:
    pot = build_pot()
    first = build_approved(pot, "10")
    start_run()
    with pytest.raises(runs.NothingToPayError):
        start_run()
    run = now(first).run
    assert run is not None
    assert runs.go_on(run, at=AT) == 1
    assert runs.go_on(run, at=AT) == 0
    assert Movement.objects.filter(kind=MovementKind.PAYMENT).count() == 1


def test_a_run_pays_what_somebody_saw_and_nothing_that_came_later() -> None:
    pot = build_pot()
    build_approved(pot, "10")
    build_approved(pot, "20")
    with pytest.raises(ChangedMeanwhileError):
        runs.start_run(
            workspace=build_workspace(),
            pay_on=ON,
            count=1,
            amount=Decimal(10),
            actor=lead(),
            at=AT,
        )


def test_what_is_held_is_neither_asked_for_nor_approved_nor_paid() -> None:
    pot = build_pot()
    payment = build_approved(pot, "10")
    waiting = ask(build_payment(promise(pot, "10"), "10"))
    for each in (payment, waiting):
        changes.hold_payments(
            award_reference=each.commitment.award_reference,
            reason="Visit found nobody",
            actor=lead(),
            at=AT,
        )
    assert waits() == 0
    with pytest.raises(OnHoldError):
        approve(waiting, "First Eyes")
    with pytest.raises(runs.NothingToPayError):
        start_run()
    changes.release_payments(
        award_reference=payment.commitment.award_reference,
        reason="Visited again",
        actor=lead(),
        at=AT,
    )
    pay(now(payment))
    assert now(payment).state == State.PAID


def test_a_payment_held_after_its_run_began_is_left_out_and_not_lost() -> None:
    payment = build_approved(build_pot(), "10")
    run = start_run()
    award = payment.commitment.award_reference
    changes.hold_payments(award_reference=award, reason="Stop", actor=lead(), at=AT)
    assert runs.go_on(run, at=AT) == 0
    held = now(payment)
    assert (held.state, held.run) == (State.APPROVED, None)


def test_a_payment_the_bank_sent_back_can_be_paid_again_by_another() -> None:
    pot = build_pot(budget="10")
    payment = build_approved(pot, "10")
    pay(payment)
    payments.take_returned(payment=payment, on=ON, reason="Account closed", actor=lead(), at=AT)
    award = payment.commitment.award_reference
    assert (paid_for(award), position(pot).committed) == (NOTHING, Decimal("10.00"))
    again = approved(build_payment(award, "10"))
    pay(again)
    assert paid_for(award) == Decimal("10.00")
    with pytest.raises(NoSuchStepError):
        payments.take_returned(payment=payment, on=ON, reason="Again", actor=lead(), at=AT)


def test_an_award_that_shrinks_drops_its_last_payments_first() -> None:
    award = promise(build_pot(), "100")
    kept = build_payment(award, "50")
    cut = build_payment(award, "30", due_on=ON + A_DAY)
    gone = build_payment(award, "20", due_on=ON + 2 * A_DAY)
    changes.change_commitment(
        award_reference=award, amount=Decimal(60), reason="Smaller", actor=lead(), at=AT
    )
    found = {each.reference: (each.state, each.amount) for each in payments_of(award)}
    assert found == {
        kept.reference: (State.SCHEDULED, Decimal(50)),
        cut.reference: (State.SCHEDULED, Decimal(10)),
        gone.reference: (State.CANCELLED, Decimal(20)),
    }


def test_an_award_never_shrinks_below_what_is_paid_or_on_its_way() -> None:
    pot = build_pot()
    award = promise(pot, "100")
    pay(approved(build_payment(award, "30")))
    ask(build_payment(award, "20"))
    with pytest.raises(PaidAlreadyError, match=r"£50\.00"):
        changes.change_commitment(
            award_reference=award, amount=Decimal("49.99"), reason="Less", actor=lead(), at=AT
        )
    changes.change_commitment(
        award_reference=award, amount=Decimal(50), reason="Less", actor=lead(), at=AT
    )
    assert position(pot).available == Decimal("9950.00")


def test_money_that_comes_back_is_available_again() -> None:
    pot = build_pot(budget="100")
    payment = build_approved(pot, "100")
    pay(payment)
    award = payment.commitment.award_reference
    said: dict[str, Any] = {"award_reference": award, "actor": lead(), "at": AT}
    changes.owe_back(amount=Decimal("25.25"), reason="Under-spent", **said)
    with pytest.raises(NotPaidError):
        changes.owe_back(amount=Decimal("74.76"), reason="Too much", **said)
    assert position(pot).owed == Decimal("25.25")
    for _ in range(2):
        changes.record_recovery(amount=Decimal("25.25"), received_on=ON, identity="BACS 7", **said)
    found = position(pot)
    assert (found.owed, found.paid, found.available) == (
        NOTHING,
        Decimal("74.75"),
        Decimal("25.25"),
    )


def test_a_held_award_says_since_when() -> None:
    award = promise(build_pot(), "1")
    for reason in ("One", "Two again"):
        changes.hold_payments(award_reference=award, reason=reason, actor=lead(), at=AT)
    held = Commitment.objects.get()
    assert (held.held_at, held.held_reason) == (AT, "Two again")
