"""Plans, forecasts and variances; the year's end; what the bank says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from builders.money import (
    AT,
    approved,
    bank_csv,
    build_approved,
    build_fund,
    build_payment,
    build_pot,
    build_receipt,
    lead,
    pay,
    promise,
)
from builders.web import build_workspace
from headwater.core.money import NOTHING
from headwater.web.accounts.actor import HEADWATER
from headwater.web.grants.money import changes
from headwater.web.grants.money.changes import chasing, plans, statements, virements, years
from headwater.web.grants.money.errors import MoneyError, PotClosedError
from headwater.web.grants.money.models import Outcome, Payment, Pot, Source, Statement, Variance
from headwater.web.grants.money.queries import from_crime, paid_for, position
from headwater.web.grants.money.queries.plans import months_of, spent_by_month
from headwater.web.grants.money.rules.closing import NotReadyError, SuccessorNeededError
from headwater.web.grants.money.rules.payments import State
from headwater.web.grants.money.rules.statements import StatementRefusedError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 4, 6, 9, tzinfo=UTC)
JUNE, AUGUST = date(2026, 6, 1), datetime(2026, 8, 3, 9, tzinfo=UTC)


# --- plans and forecasts --------------------------------------------------------------------------


def test_quarters_add_up_to_the_budget_to_the_penny() -> None:
    pot = build_pot(budget="100.00")
    amounts = {(1, "labour"): Decimal("60.01"), (2, "non_labour"): Decimal("40.00")}
    with pytest.raises(plans.PlanDiffersError, match=r"£0\.01\] more"):
        plans.plan(pot=pot, amounts=amounts, version=1, actor=lead(), at=AT)
    amounts[1, "labour"] = Decimal("60.00")
    plans.plan(pot=pot, amounts=amounts, version=1, actor=lead(), at=AT)
    rows = months_of(Pot.objects.get(), today=AT.date())
    assert [str(each.forecast) for each in rows[:4]] == ["20.00", "20.00", "20.00", "13.34"]
    assert sum(each.forecast for each in rows) == Decimal(100)


def test_labour_and_other_costs_are_told_apart() -> None:
    pot = build_pot()
    build_approved(pot, "30")
    pay(*Payment.objects.all())
    from headwater.web.grants.money.changes.receipts import spend
    from headwater.web.grants.money.models import CostKind

    spend(
        pot=pot,
        amount=Decimal(12),
        pays_for=CostKind.LABOUR,
        words="Salaries",
        spent_on=AT.date(),
        identity="J1",
        actor=HEADWATER,
        at=AT,
    )
    found = spent_by_month(pot)
    assert (found[JUNE, "labour"], found[JUNE, "non_labour"]) == (Decimal(12), Decimal(30))


def test_a_forecast_of_a_month_that_is_over_is_never_rewritten() -> None:
    pot = build_pot()
    with pytest.raises(plans.MonthOverError):
        plans.foresee(pot=pot, amounts={date(2026, 5, 1): NOTHING}, actor=lead(), at=AT)
    plans.foresee(pot=pot, amounts={JUNE: Decimal("1.05")}, actor=lead(), at=AT)
    assert months_of(pot, today=AT.date())[2].forecast == Decimal("1.05")


def test_a_large_difference_waits_for_a_reason_until_somebody_gives_one() -> None:
    pot = build_pot(budget="12000.00")
    assert chasing.ask_about_variances(AUGUST) == "1 pot to explain"
    assert Item.objects.get(kind="variance_to_explain").closed_at is None
    with pytest.raises(plans.NothingToExplainError):
        plans.explain(pot=pot, month=date(2026, 9, 1), reason="Soon", actor=lead(), at=AUGUST)
    for month in (4, 5, 6, 7):
        plans.explain(
            pot=pot, month=date(2026, month, 1), reason="Late start", actor=lead(), at=AUGUST
        )
    assert Variance.objects.latest("pk").forecast == Decimal("4000.00")
    assert chasing.ask_about_variances(AUGUST) == "0 pots to explain"


def test_payments_that_fall_due_are_asked_for_once() -> None:
    build_payment(promise(build_pot(), "10"), "10")
    assert chasing.remind_of_payments(AT) == "1 payment fell due"
    assert chasing.remind_of_payments(AT) == "0 payments fell due"


# --- the end of a year ----------------------------------------------------------------------------


def close(pot: Pot, to: Pot | None = None, *, carries: bool = True, at: datetime = AFTER) -> Pot:
    return years.close_year(
        pot=pot, successor=to, carries=carries, reason="Agreed", actor=lead(), at=at
    )


def test_a_year_is_not_closed_before_its_end_nor_with_payments_on_their_way() -> None:
    pot = build_pot()
    with pytest.raises(NotReadyError, match="is not over"):
        close(pot, at=AT)
    build_approved(pot, "10")
    build_payment(promise(pot, "20"), "20")
    with pytest.raises(NotReadyError, match=r"1 payment must be paid.*1 scheduled payment"):
        close(pot)


def test_what_goes_on_needs_a_pot_of_the_next_year() -> None:
    fund = build_fund()
    pot = build_pot(fund, budget="100", source=Source.PRECEPT)
    with pytest.raises(SuccessorNeededError):
        close(pot)
    for wrong in (
        build_pot(fund, source=Source.PRECEPT),
        build_pot(fund, source=Source.MATCH, year=2027),
    ):
        with pytest.raises(MoneyError, match="of the year after"):
            close(pot, wrong)


def test_promises_go_on_to_the_next_year_and_are_paid_there() -> None:
    fund = build_fund()
    pot = build_pot(fund, budget="100", source=Source.PRECEPT)
    build_receipt(pot, "70")
    award = promise(pot, "60")
    pay(approved(build_payment(award, "25")))
    to = build_pot(fund, budget="10", source=Source.PRECEPT, year=2027)
    close(pot, to)
    old, new = position(pot), position(to)
    assert (old.available, old.committed, old.paid) == (NOTHING, NOTHING, Decimal(25))
    assert (new.available, new.committed) == (Decimal(50), Decimal(35))
    assert new.spendable == new.budget == Decimal(85)
    assert old.expected + new.expected == Decimal(40)
    with pytest.raises(PotClosedError):
        build_receipt(pot, "1")
    pay(approved(build_payment(award, "35")))
    assert paid_for(award) == Decimal(60)
    changes.owe_back(
        award_reference=award, amount=Decimal(5), reason="Under-spent", actor=lead(), at=AFTER
    )
    changes.record_recovery(
        award_reference=award,
        amount=Decimal(5),
        received_on=AFTER.date(),
        identity="B-1",
        actor=lead(),
        at=AFTER,
    )
    assert (paid_for(award), position(to).available) == (Decimal(55), Decimal(55))


def test_what_is_left_of_a_grant_goes_back_to_whoever_gave_it() -> None:
    pot = build_pot(budget="100")
    build_receipt(pot, "80")
    close(pot, carries=False)
    found = position(pot)
    assert (found.available, found.expected, found.received) == (NOTHING,) * 3


# --- what the bank says ---------------------------------------------------------------------------


def take_in(raw: bytes) -> Statement:
    return statements.take_in(
        workspace=build_workspace(), name="june.csv", raw=raw, actor=lead(), at=AT
    )


def outcomes(statement: Statement) -> list[tuple[str, str]]:
    return [(each.outcome, each.problem) for each in statement.lines.all()]


def test_the_bank_confirms_returns_and_says_what_nobody_knows() -> None:
    pot = build_pot()
    left, back = build_approved(pot, "10.50"), build_approved(pot, "20")
    pay(left, back)
    build_receipt(pot, "99", identity="HO-77")
    found = take_in(
        bank_csv(
            (JUNE, f"BACS {left.reference.replace('-', '')}", "-10.50"),
            (JUNE, f"RETURNED {back.reference}", "£20.00"),
            (JUNE, "HOME OFFICE HO-77", "99"),
            (JUNE, "CHARGES", "-1.00"),
            (JUNE, left.reference, "-10.50"),
            (JUNE, back.reference, "-19.00"),
            (JUNE, "PY-2222-2222", "-1"),
        )
    )
    said = outcomes(found)
    assert [each[0] for each in said] == [
        Outcome.PAID,
        Outcome.RETURNED,
        Outcome.EXPLAINED,
        *[Outcome.UNKNOWN] * 4,
    ]
    assert "paid twice" in said[4][1]
    assert "£20.00" in said[5][1]
    assert "No payment" in said[6][1]
    states = {each.reference: each.state for each in Payment.objects.all()}
    assert states == {left.reference: State.PAID, back.reference: State.RETURNED}
    assert Payment.objects.get(pk=left.pk).confirmed_on == JUNE
    line = found.lines.get(words="CHARGES")
    statements.explain(line=line, words="Charges of June", actor=lead(), at=AT)
    with pytest.raises(MoneyError, match="explained already"):
        statements.explain(line=line, words="Again", actor=lead(), at=AT)


def test_a_statement_that_overlaps_an_earlier_one_counts_each_line_once() -> None:
    one, two = (JUNE, "CHARGES", "-1.00"), (JUNE, "RENT", "-2.00")
    take_in(bank_csv(one, one))
    again = take_in(bank_csv(one, one, two))
    assert (again.lines.count(), again.known_already) == (1, 2)
    with pytest.raises(statements.NothingNewError):
        take_in(bank_csv(one, one, two))


def test_a_file_that_is_no_statement_is_refused_with_every_fault() -> None:
    with pytest.raises(StatementRefusedError, match=r"Date.*Description.*Amount"):
        take_in(b"a,b\n1,2\n")
    with pytest.raises(StatementRefusedError, match=r"Line 2.*not a day.*Line 3.*not an amount"):
        take_in(b"Date,Description,Amount\n31/02/2026,x,1\n01/02/2026,x,1.234\n")
    with pytest.raises(StatementRefusedError, match="and not both"):
        take_in(b"Date,Details,Paid out,Paid in\n2026-06-01,x,1,2\n")
    assert Statement.objects.count() == 0


# --- from crime to community ----------------------------------------------------------------------


def test_receipts_pots_and_awards_reconcile_to_the_penny() -> None:
    fund = build_fund()
    pot = build_pot(fund, budget="100.01", source=Source.PROCEEDS)
    precept = build_pot(fund, budget="50", source=Source.PRECEPT)
    build_receipt(pot, "20.02")
    virements.ask(
        out_of=precept, into=pot, amount=Decimal(7), reason="More", actor=HEADWATER, at=AT
    )
    award = promise(pot, "60")
    pay(approved(build_payment(award, "25.25")))
    promise(precept, "3")
    found = from_crime("loamshire")
    assert (found.received, found.moved) == (Decimal("120.03"), Decimal(7))
    assert found.awards == ((award, Decimal(60), Decimal("25.25")),)
    assert (found.available, found.missing) == (Decimal("67.03"), NOTHING)
    to = build_pot(fund, budget="0", source=Source.PROCEEDS, year=2027)
    close(pot, to)
    assert from_crime("loamshire") == found
    assert not {"identity", "source", "reference"} & set(dir(found)), "nothing leads to a case"
