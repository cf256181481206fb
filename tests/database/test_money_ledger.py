"""The ledger of money: every movement balances, nothing is overspent, nothing is ever changed."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from builders.money import AT, ON, build_pot, build_receipt, lead, promise
from headwater.core.money import NOTHING
from headwater.web.accounts.actor import HEADWATER
from headwater.web.grants.money import changes, guards
from headwater.web.grants.money.changes import funds
from headwater.web.grants.money.changes.receipts import spend
from headwater.web.grants.money.errors import (
    AmountRefusedError,
    BudgetTooLowError,
    CommittedAlreadyError,
    MovedAlreadyError,
    NamesCaseError,
    NotOwedError,
    OverspentError,
    PotClosedError,
    ReceivedOtherwiseError,
    TooMuchReceivedError,
    WrongCostError,
)
from headwater.web.grants.money.models import CostKind, Entry, Movement, Pot, Receipt, Source
from headwater.web.grants.money.queries import position

pytestmark = pytest.mark.django_db


def pounds_of(pot: Pot) -> dict[str, str]:
    found = position(pot)
    return {name: str(getattr(found, name)) for name in ("available", "committed", "paid")}


def test_a_pot_starts_with_its_budget_available_where_the_giver_is_bound() -> None:
    found = position(build_pot(budget="600.50"))
    assert (found.budget, found.available, found.expected) == (Decimal("600.50"),) * 2 + (
        Decimal("600.50"),
    )
    assert found.received == NOTHING


def test_money_nobody_is_bound_to_give_is_available_once_it_is_here() -> None:
    pot = funds.write_pot(
        fund=build_pot().fund,
        said=funds.PotSaid("Receipts", 2026, Source.PROCEEDS, Decimal(500)),
        actor=HEADWATER,
        at=AT,
    )
    assert position(pot).available == NOTHING
    with pytest.raises(OverspentError):
        promise(pot, "0.01")
    build_receipt(pot, "120.07")
    assert position(pot).available == Decimal("120.07")


def test_a_promise_takes_what_is_available_and_no_penny_more() -> None:
    pot = build_pot(budget="100.00")
    promise(pot, "99.99")
    with pytest.raises(OverspentError, match=r"£0\.01.*£0\.02"):
        promise(pot, "0.02")
    promise(pot, "0.01")
    assert pounds_of(pot) == {"available": "0.00", "committed": "100.00", "paid": "0.00"}


@pytest.mark.parametrize("amount", ["0", "-1", "-0.01"])
def test_nothing_and_less_than_nothing_are_never_promised(amount: str) -> None:
    with pytest.raises(AmountRefusedError):
        promise(build_pot(), amount)


def test_half_a_penny_is_never_promised() -> None:
    with pytest.raises(ValueError, match="less than a penny"):
        promise(build_pot(), "0.005")


def test_an_award_is_promised_its_money_once() -> None:
    pot = build_pot()
    award = promise(pot, "10")
    with pytest.raises(CommittedAlreadyError):
        promise(pot, "10", award=award)
    assert position(pot).committed == Decimal("10.00")


def test_an_award_grows_and_shrinks_with_the_pot() -> None:
    pot = build_pot(budget="100")
    award = promise(pot, "40")
    for amount, left in (("100", "0.00"), ("25.50", "74.50"), ("0", "100.00")):
        changes.change_commitment(
            award_reference=award,
            amount=Decimal(amount),
            reason="Fewer sessions",
            actor=HEADWATER,
            at=AT,
        )
        assert str(position(pot).available) == left
    with pytest.raises(OverspentError):
        changes.change_commitment(
            award_reference=award, amount=Decimal("100.01"), reason="More", actor=lead(), at=AT
        )


def test_the_same_remittance_is_taken_in_once_and_another_amount_is_refused() -> None:
    pot = build_pot(budget="100")
    first = build_receipt(pot, "60", identity="HO-1")
    assert build_receipt(pot, "60", identity=" HO-1 ") == first
    assert position(pot).received == Decimal("60.00")
    with pytest.raises(ReceivedOtherwiseError):
        build_receipt(pot, "61", identity="HO-1")
    with pytest.raises(ReceivedOtherwiseError):
        build_receipt(build_pot(), "60", identity="HO-1")


def test_a_zero_too_many_is_refused_because_no_pot_expects_it() -> None:
    pot = build_pot(budget="1000")
    with pytest.raises(TooMuchReceivedError, match=r"£1,000\.00"):
        build_receipt(pot, "10000")
    assert Receipt.objects.count() == 0


@pytest.mark.parametrize("words", ["Operation Marigold", "case 12", "41CC/0012345/26"])
def test_money_in_never_names_a_case(words: str) -> None:
    pot = build_pot()
    with pytest.raises(NamesCaseError):
        build_receipt(pot, "5", identity=words)
    with pytest.raises(NamesCaseError):
        build_receipt(pot, "5", source=words)


def test_a_budget_is_never_cut_below_what_is_promised_or_here() -> None:
    pot = build_pot(budget="100")
    promise(pot, "40")
    build_receipt(pot, "70")

    def set_to(budget: str) -> Pot:
        return funds.change_pot(
            pot=pot,
            name=pot.name,
            ring_fence="",
            budget=Decimal(budget),
            reason="Cut by the giver",
            version=Pot.objects.get().version,
            actor=lead(),
            at=AT,
        )

    with pytest.raises(BudgetTooLowError, match=r"£70\.00"):
        set_to("69.99")
    assert set_to("70").budget == Decimal("70.00")
    found = position(pot)
    assert (found.available, found.expected) == (Decimal("30.00"), NOTHING)


def test_what_is_spent_directly_is_paid_once_and_of_the_right_kind() -> None:
    pot = build_pot(budget="100", pays_for=CostKind.LABOUR)
    said: dict[str, Any] = {
        "words": "Salaries of June",
        "spent_on": ON,
        "actor": HEADWATER,
        "at": AT,
    }
    spend(pot=pot, amount=Decimal(30), pays_for=CostKind.LABOUR, identity="J1", **said)
    with pytest.raises(MovedAlreadyError):
        spend(pot=pot, amount=Decimal(30), pays_for=CostKind.LABOUR, identity="J1", **said)
    with pytest.raises(WrongCostError, match="labour only"):
        spend(pot=pot, amount=Decimal(30), pays_for=CostKind.NON_LABOUR, identity="J2", **said)
    assert pounds_of(pot) == {"available": "70.00", "committed": "0.00", "paid": "30.00"}


def test_no_more_comes_back_than_is_owed() -> None:
    award = promise(build_pot(), "10")
    with pytest.raises(NotOwedError):
        changes.record_recovery(
            award_reference=award,
            amount=Decimal(1),
            received_on=ON,
            identity="B1",
            actor=HEADWATER,
            at=AT,
        )


def test_nothing_moves_in_a_pot_whose_year_is_closed() -> None:
    pot = build_pot()
    award = promise(pot, "10")
    Pot.objects.update(locked_at=AT)
    with pytest.raises(PotClosedError):
        promise(pot, "1")
    with pytest.raises(PotClosedError):
        build_receipt(pot, "1")
    with pytest.raises(PotClosedError):
        changes.change_commitment(
            award_reference=award, amount=Decimal(1), reason="Less", actor=HEADWATER, at=AT
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE money_entry SET amount = 1",
        "DELETE FROM money_entry",
        "UPDATE money_movement SET reason = ''",
        "DELETE FROM money_movement",
    ],
)
def test_the_database_itself_refuses_to_change_what_moved(statement: str) -> None:
    promise(build_pot(), "10")
    before = Entry.objects.count(), Movement.objects.count()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (Entry.objects.count(), Movement.objects.count()) == before


def test_the_database_itself_refuses_an_entry_of_a_pot_whose_year_is_closed() -> None:
    promise(build_pot(), "10")
    entry = Entry.objects.latest("pk")
    Pot.objects.update(locked_at=AT)
    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        Entry.objects.create(
            movement=entry.movement, out_of=entry.out_of, into=entry.into, amount=Decimal(1)
        )


def test_every_guard_is_in_place() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    assert set(guards.guards(connection)) <= there
