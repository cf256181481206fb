"""Money of a grant that comes back: what was paid and not spent, and what is clawed back."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from builders.at_once import at_once
from builders.delivering import (
    A_DAY,
    AT,
    STARTS,
    ann,
    build_delivery,
    said_return,
    terms,
)
from builders.money import approved, pay
from builders.web import actor_of, build_member
from headwater.core.money import NOTHING
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.grants.applying.models import Letter
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.changes import clawing, closing, returns
from headwater.web.grants.delivering.changes.returns import Written
from headwater.web.grants.delivering.errors import ClosingError
from headwater.web.grants.delivering.events import Work
from headwater.web.grants.delivering.models import Clawback, Delivery
from headwater.web.grants.delivering.queries.closing import Standing, owed, paid, standing, unspent
from headwater.web.grants.delivering.rules.agreeing import Budgeted, Part, Planned
from headwater.web.grants.delivering.rules.permissions import NotAllowedError
from headwater.web.grants.money import queries as money
from headwater.web.grants.money.errors import NotOwedError, NotPaidError, PaidAlreadyError
from headwater.web.notices.models import Notice
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
GRANT = Decimal("3500.00")
LATER = AT + 380 * A_DAY
"""After the last period, when every return can be certified."""
WHY = "A van was bought, which was not agreed."
SEEN = "I saw the invoice of the van."


def lead() -> Actor:
    return actor_of(build_member(Role.LEAD))


def small_grant() -> Delivery:
    """One return near its start, one at its end, and one payment that is scheduled."""
    said = terms(
        schedule=(Part(GRANT, STARTS),),
        budget=(Budgeted("Everything", GRANT),),
        targets=(Planned("Young people who start", "people", "young people", (10, 10)),),
    )
    return build_delivery(said=said, amount=GRANT)


def paid_grant() -> Delivery:
    delivery = small_grant()
    pay(approved(money.payments_of(delivery.reference)[0]))
    return delivery


def accept(delivery: Delivery, number: int, spent: str) -> None:
    """A return that says what was spent in its period is certified, and accepted by a lead."""
    of = delivery.returns.get(number=number)
    of.delivery = delivery
    usual = said_return(of)
    said = Written(usual.achieved, {1: (Decimal(spent), "As agreed.")}, usual.narrative)
    saved = returns.write(of=of, said=said, version=of.version, actor=ann(), at=AT)
    sent = returns.certify(
        of=saved, role="Treasurer", is_checked=True, version=saved.version, actor=ann(), at=LATER
    )
    returns.accept(of=sent, actor=lead(), at=LATER)


def close(delivery: Delivery, *, words: str = "") -> Delivery:
    return closing.close(delivery=delivery, words=words, actor=lead(), at=LATER)


def approver(name: str = "Ada Approver") -> Actor:
    return actor_of(build_member(Role.APPROVER, name=name))


def propose(
    delivery: Delivery, clawed: str, *, words: str = WHY, actor: Actor | None = None
) -> Clawback:
    return clawing.propose(
        delivery=delivery, amount=Decimal(clawed), reason=words, actor=actor or lead(), at=LATER
    )


def decide(
    clawback: Clawback, *, agrees: bool = True, reason: str = SEEN, actor: Actor | None = None
) -> None:
    clawing.decide(
        clawback=clawback, agrees=agrees, reason=reason, actor=actor or approver(), at=LATER
    )


def waits_for_an_approver() -> int:
    return Item.objects.filter(kind=Work.CLAWBACK, closed_at=None).count()


def recover(delivery: Delivery, amount: str, identity: str) -> None:
    closing.recover(
        delivery=delivery,
        amount=Decimal(amount),
        received_on=date(2026, 6, 20),
        identity=identity,
        actor=lead(),
        at=LATER + 10 * A_DAY,
    )


def state() -> str:
    return Award.objects.get().state


def test_what_was_paid_and_not_spent_is_owed_back_and_recovered_in_parts() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    accept(delivery, 2, "1500.00")
    assert (paid(delivery), unspent(delivery)) == (GRANT, Decimal("1000.00"))
    closed = close(delivery)
    left = Decimal("1000.00")
    assert (closed.unspent, owed(delivery), state()) == (left, left, "clawback")
    waiting = Item.objects.filter(kind=Work.UNSPENT, closed_at=None)
    assert waiting.get().about == delivery.reference
    told = Letter.objects.get(subject="Your grant is closed").words
    assert "£1,000.00 was paid and not spent" in told
    recover(delivery, "600.00", "BACS 7")
    assert (owed(delivery), state(), waiting.count()) == (Decimal(400), "clawback", 1)
    recover(delivery, "400.00", "BACS 8")
    assert standing(delivery.award) == Standing(paid=Decimal(2500), owed=NOTHING)
    assert (state(), waiting.count()) == ("closed", 0)


def test_what_came_back_may_be_promised_to_others() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    accept(delivery, 2, "1500.00")
    close(delivery)
    pot = delivery.award.pot
    before = money.position(pot).available
    recover(delivery, "1000.00", "BACS 7")
    assert money.position(pot).available == before + 1000


def test_money_that_came_back_counts_once_however_often_it_is_entered() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    close(delivery, words="The project stopped.")
    recover(delivery, "1000.00", "BACS 7")
    recover(delivery, "1000.00", "BACS 7")
    assert (owed(delivery), state()) == (Decimal("1500.00"), "clawback")
    with pytest.raises(NotOwedError):
        recover(delivery, "1500.01", "BACS 8")


def test_only_returns_that_were_accepted_say_what_was_spent() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    of = delivery.returns.get(number=2)
    of.delivery = delivery
    returns.write(of=of, said=said_return(of), version=of.version, actor=ann(), at=AT)
    with pytest.raises(ClosingError, match="A return is missing"):
        close(delivery)
    assert close(delivery, words="It stopped.").unspent == Decimal("2500.00")


def test_a_lead_claws_back_what_was_spent_on_something_else_and_says_why() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    accept(delivery, 2, "2000.00")
    with pytest.raises(ClosingError, match="Say why more"):
        propose(delivery, "750.00", words="")
    clawback = propose(delivery, "750.00")
    assert (owed(delivery), state(), waits_for_an_approver()) == (NOTHING, "active", 1)
    assert not Letter.objects.filter(subject="Your grant is closed").exists()
    decide(clawback)
    assert waits_for_an_approver() == 0
    assert (owed(delivery), state()) == (Decimal("1250.00"), "clawback")
    told = Letter.objects.get(subject="Your grant is closed").words
    assert f"£750.00 of what was spent. {WHY}" in told
    assert "pay back £1,250.00" in told
    entry = Entry.objects.get(event="grant_closed")
    assert (entry.facts["unspent"], entry.facts["clawed"]) == ("500.00", "750.00")
    assert WHY not in str(entry.facts)
    assert SEEN not in told


def test_no_more_is_clawed_back_than_was_paid_and_nothing_is_done_then() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "3000.00")
    with pytest.raises(NotPaidError):
        propose(delivery, "3000.01", words="All of it.")
    assert (state(), owed(delivery)) == ("active", NOTHING)


def test_only_a_lead_closes_and_claws_back() -> None:
    delivery = paid_grant()
    with pytest.raises(NotAllowedError):
        propose(delivery, "1.00", words="Why.", actor=approver())
    with pytest.raises(NotAllowedError):
        closing.close(delivery=delivery, words="Why.", actor=approver(), at=LATER)


def test_whoever_proposed_a_clawback_does_not_agree_to_it_and_only_approvers_do() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    both = actor_of(build_member(Role.LEAD, Role.APPROVER, name="Both Hats"))
    clawback = propose(delivery, "750.00", actor=both)
    with pytest.raises(ClosingError, match="Somebody else must decide"):
        decide(clawback, actor=both)
    with pytest.raises(NotAllowedError):
        decide(clawback, actor=lead())
    with pytest.raises(IntegrityError), transaction.atomic():
        Clawback.objects.update(state="agreed", decision=SEEN, decided_by=both.reference)
    assert (owed(delivery), state()) == (NOTHING, "active")


def test_a_clawback_is_declined_with_a_reason_and_the_grant_is_as_it_was() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    clawback, letters = propose(delivery, "750.00"), Letter.objects.count()
    with pytest.raises(ClosingError, match="A clawback waits"):
        close(delivery, words="It stopped.")
    with pytest.raises(ClosingError, match="A clawback waits"):
        propose(delivery, "500.00")
    with pytest.raises(ClosingError, match="Say why"):
        decide(clawback, agrees=False, reason=" ")
    decide(clawback, agrees=False, reason="The van was agreed by letter.")
    assert (owed(delivery), state(), waits_for_an_approver()) == (NOTHING, "active", 0)
    assert Letter.objects.count() == letters
    assert Notice.objects.get(kind="clawback_declined").user.reference == lead().reference
    with pytest.raises(ClosingError, match="decided on this already"):
        decide(clawback)
    decide(propose(delivery, "500.00"))
    assert (owed(delivery), state()) == (Decimal("3000.00"), "clawback")
    assert [each.state for each in delivery.clawbacks.all()] == ["agreed", "declined"]


def payments_held(delivery: Delivery) -> bool:
    commitment = money.commitment_of(delivery.reference)
    return commitment is not None and commitment.held_at is not None


def test_nothing_is_paid_while_a_clawback_waits_or_the_grant_stands_still() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    stop = partial(closing.suspend, delivery=delivery, reason="No word.", actor=lead(), at=LATER)
    go_on = partial(closing.resume, delivery=delivery, reason="It came.", actor=lead(), at=LATER)
    clawback = propose(delivery, "750.00")
    assert payments_held(delivery)
    stop()
    go_on()
    assert payments_held(delivery)
    decide(clawback, agrees=False, reason="The van was agreed by letter.")
    assert not payments_held(delivery)
    clawback = propose(delivery, "500.00")
    stop()
    decide(clawback, agrees=False, reason="That too.")
    assert payments_held(delivery)
    go_on()
    assert not payments_held(delivery)


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_claw_back_once() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "1000.00")
    clawback = propose(delivery, "750.00")
    who = [approver(f"Approver {number}") for number in range(3)]
    ended = at_once([partial(decide, clawback, actor=each) for each in who])
    assert ended == ["ClosingError"] * 2 + ["done"]
    assert owed(delivery) == Decimal("3250.00")
    assert Letter.objects.filter(subject="Your grant is closed").count() == 1


def test_a_grant_whose_payment_is_on_its_way_is_not_closed_before_it_is_taken_back() -> None:
    delivery = small_grant()
    approved(money.payments_of(delivery.reference)[0])
    with pytest.raises(PaidAlreadyError, match="Take approved payments back"):
        close(delivery, words="It never began.")
    assert state() == "active"
