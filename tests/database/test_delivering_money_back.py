"""Money of a grant that comes back: what was paid and not spent, and what is clawed back."""

from datetime import date
from decimal import Decimal

import pytest

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
from headwater.web.grants.delivering.changes import closing, returns
from headwater.web.grants.delivering.changes.returns import Written
from headwater.web.grants.delivering.errors import ClosingError
from headwater.web.grants.delivering.events import Work
from headwater.web.grants.delivering.models import Delivery
from headwater.web.grants.delivering.queries.closing import Standing, owed, paid, standing, unspent
from headwater.web.grants.delivering.rules.agreeing import Budgeted, Part, Planned
from headwater.web.grants.delivering.rules.permissions import NotAllowedError
from headwater.web.grants.money import queries as money
from headwater.web.grants.money.errors import NotOwedError, NotPaidError, PaidAlreadyError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
GRANT = Decimal("3500.00")
LATER = AT + 70 * A_DAY


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


def close(
    delivery: Delivery, *, clawed: Decimal = NOTHING, words: str = "", actor: Actor | None = None
) -> Delivery:
    return closing.close(
        delivery=delivery, words=words, clawed=clawed, actor=actor or lead(), at=LATER
    )


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
    clawed = Decimal("750.00")
    with pytest.raises(ClosingError, match="Say why more"):
        close(delivery, clawed=clawed)
    why = "A van was bought, which was not agreed."
    close(delivery, clawed=clawed, words=why)
    assert (owed(delivery), state()) == (Decimal("1250.00"), "clawback")
    told = Letter.objects.get(subject="Your grant is closed").words
    assert f"£750.00 of what was spent. {why}" in told
    assert "pay back £1,250.00" in told
    entry = Entry.objects.get(event="grant_closed")
    assert (entry.facts["unspent"], entry.facts["clawed"]) == ("500.00", "750.00")
    assert why not in str(entry.facts)


def test_no_more_is_clawed_back_than_was_paid_and_nothing_is_done_then() -> None:
    delivery = paid_grant()
    accept(delivery, 1, "3000.00")
    with pytest.raises(NotPaidError):
        close(delivery, clawed=Decimal("3000.01"), words="All of it.")
    assert (state(), owed(delivery)) == ("active", NOTHING)


def test_only_a_lead_closes_and_claws_back() -> None:
    delivery = paid_grant()
    approver = actor_of(build_member(Role.APPROVER))
    with pytest.raises(NotAllowedError):
        close(delivery, clawed=Decimal(1), words="Why.", actor=approver)


def test_a_grant_whose_payment_is_on_its_way_is_not_closed_before_it_is_taken_back() -> None:
    delivery = small_grant()
    approved(money.payments_of(delivery.reference)[0])
    with pytest.raises(PaidAlreadyError, match="Take approved payments back"):
        close(delivery, words="It never began.")
    assert state() == "active"
