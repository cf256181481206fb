"""Pages about money: funds and pots, money in, virements, the way of a payment, runs."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from builders.money import (
    AT,
    approved,
    ask,
    bank_csv,
    build_approved,
    build_fund,
    build_payment,
    build_pot,
    build_receipt,
    pay,
    promise,
    start_run,
)
from builders.web import build_member, client_of, client_with
from headwater.web.accounts.roles import Role
from headwater.web.grants.money.changes import runs
from headwater.web.grants.money.models import (
    Fund,
    Movement,
    Payment,
    PaymentRun,
    Pot,
    Receipt,
    Source,
    Statement,
    Virement,
)
from headwater.web.grants.money.queries import position
from headwater.web.grants.money.rules.forecasting import COSTS
from headwater.web.grants.money.rules.payments import State
from headwater.web.grants.money.rules.years import months, year_of

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/money/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def table_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(client, address))))


def a_day(name: str, day: int = 1, month: int = 6, year: int = 2026) -> dict[str, int]:
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def sent(client: Client, address: str, **given: Any) -> tuple[int, str]:
    answer = client.post(address, given)
    return answer.status_code, answer.content.decode()


def test_money_without_a_fund_says_what_to_do() -> None:
    assert "Set up the first fund" in text_of(client_with(Role.LEAD), HOME)
    assert "Leads set up funds" in text_of(client_with(Role.VIEWER), HOME)


def test_a_lead_sets_up_a_fund_and_a_pot_and_takes_money_in() -> None:
    client = client_with(Role.LEAD)
    assert sent(client, f"{HOME}funds/new/", name="Youth Fund", purpose="Safe places")[0] == 302
    fund = Fund.objects.get()
    made = sent(
        client,
        f"{HOME}funds/{fund.reference}/pots/new/",
        name="Receipts",
        year=2026,
        source="proceeds",
        pays_for="any",
        budget="£40,000",
    )
    assert made[0] == 302
    pot = Pot.objects.get()
    assert (pot.budget, position(pot).available) == (Decimal("40000.00"), Decimal(0))
    receive = f"{HOME}pots/{pot.reference}/receive/"
    given = {"source": "Home Office", "identity": "ARIS 26/27 Q1", **a_day("received_on")}
    for _ in range(2):
        assert sent(client, receive, amount="12,345.67", **given)[0] == 302
    assert Receipt.objects.count() == 1
    page = text_of(client, f"{HOME}pots/{pot.reference}/")
    assert "£12,345.67" in page
    assert "£12,345.67 of £12,345.67 can still be promised" in page


def test_a_zero_too_many_is_asked_about_before_it_is_taken_in() -> None:
    client, pot = client_with(Role.LEAD), build_pot(source=Source.MATCH, budget="0")
    Pot.objects.update(budget=Decimal(500))
    receive = f"{HOME}pots/{pot.reference}/receive/"
    given = {
        "amount": "5000",
        "source": "Trust",
        "identity": "T-1",
        **a_day("received_on"),
    }
    status, page = sent(client, receive, **given)
    assert (status, "more than the £500" in page) == (422, True)
    assert Receipt.objects.count() == 0
    assert sent(client, receive, **given, is_sure="on")[0] == 302


def test_a_case_is_never_named_with_money_in() -> None:
    client, pot = client_with(Role.LEAD), build_pot()
    given = {"amount": "5", "source": "Home Office", "identity": "Operation Marigold"}
    receive = f"{HOME}pots/{pot.reference}/receive/"
    status, page = sent(client, receive, **given, **a_day("received_on"))
    assert status == 422
    assert "never linked to one" in page


def test_a_small_virement_is_made_at_once_and_a_large_one_waits_for_an_approver() -> None:
    lead, approver = client_with(Role.LEAD), client_with(Role.APPROVER)
    fund = build_fund()
    start, end = build_pot(fund, budget="9000"), build_pot(fund, budget="0")
    address = f"{HOME}pots/{start.reference}/move/"
    said = {"into": end.reference, "reason": "Fewer outings than planned"}
    assert sent(lead, address, amount="4,000", **said)[0] == 302
    assert position(end).available == Decimal("4000.00")
    assert sent(lead, address, amount="1000.01", **said)[0] == 302
    assert position(end).available == Decimal("4000.00")
    waiting = Virement.objects.get(state="asked")
    page = f"{HOME}virements/{waiting.reference}/"
    assert lead.get(f"{page}approve/").status_code == 404
    assert "Agree" in text_of(approver, page)
    assert sent(approver, f"{page}approve/", version=1)[0] == 302
    found = position(Pot.objects.get(pk=end.pk))
    assert (found.available, found.budget) == (Decimal("5000.01"),) * 2


def test_nobody_decides_on_their_own_virement() -> None:
    both = client_of(build_member(Role.LEAD, Role.APPROVER, name="Both Roles"))
    fund = build_fund()
    start, end = build_pot(fund), build_pot(fund)
    address = f"{HOME}pots/{start.reference}/move/"
    sent(both, address, amount="9999", into=end.reference, reason="For my friends")
    page = f"{HOME}virements/{Virement.objects.get().reference}/"
    status, words = sent(both, f"{page}approve/", version=1)
    assert (status, "another approver must decide" in words) == (422, True)
    assert sent(both, f"{page}refuse/", version=1, reason="Thought better")[0] == 302
    assert Virement.objects.get().state == "taken_back"


@pytest.mark.parametrize(
    ("out", "into", "words"),
    [
        ({"ring_fence": "Knife crime only"}, {}, "Knife crime only"),
        ({"pays_for": "labour"}, {}, "one kind of cost"),
        ({}, {"source": "match"}, "not mixed"),
    ],
)
def test_money_keeps_the_conditions_it_was_given_under(
    out: dict[str, str], into: dict[str, str], words: str
) -> None:
    fund = build_fund()
    start, end = build_pot(fund), build_pot(fund)
    Pot.objects.filter(pk=start.pk).update(**out)
    Pot.objects.filter(pk=end.pk).update(**into)
    status, page = sent(
        client_with(Role.LEAD),
        f"{HOME}pots/{start.reference}/move/",
        amount="1",
        into=end.reference,
        reason="Try",
    )
    assert (status, words in page) == (422, True)


def test_the_whole_way_of_a_payment_takes_three_people_and_a_run() -> None:
    award = promise(build_pot(), "3500")
    payment = build_payment(award, "1750")
    page = f"{HOME}payments/{payment.reference}/"
    lead = client_with(Role.LEAD)
    first = client_of(build_member(Role.APPROVER, name="First Eyes"))
    second = client_of(build_member(Role.APPROVER, name="Second Eyes"))
    assert "Ask for it to be paid" in text_of(lead, page)
    assert "Approve" not in text_of(lead, page)
    assert sent(lead, f"{page}ask/", version=1)[0] == 302
    assert "Give the first approval" in text_of(first, page)
    assert sent(first, f"{page}approve/", version=2)[0] == 302
    again, words = sent(first, f"{page}approve/", version=3)
    assert (again, "somebody else must approve it" in words) == (422, True)
    assert "somebody else must approve it" in text_of(first, page)
    assert sent(second, f"{page}approve/", version=3)[0] == 302
    assert "1 payment, £1,750.00 in all" in text_of(lead, f"{HOME}runs/new/")
    assert Payment.objects.get().state == State.APPROVED


def test_a_page_opened_before_the_amount_changed_approves_nothing() -> None:
    payment = ask(build_payment(promise(build_pot(), "10"), "10"))
    page = f"{HOME}payments/{payment.reference}/approve/"
    status, words = sent(client_with(Role.APPROVER), page, version=1)
    assert (status, "Somebody else changed the payment" in words) == (422, True)
    assert Payment.objects.get().state == State.ASKED


def test_a_run_is_started_once_and_gives_the_same_file_however_often_it_is_taken() -> None:
    build_approved(build_pot(), "1750.05", payee="=Harbour Light")
    lead = client_with(Role.LEAD)
    page = text_of(lead, f"{HOME}runs/new/")
    assert 'name="amount" value="1750.05"' in page
    day = timezone.localdate()
    when = a_day("pay_on", day.day, day.month, day.year)
    told = {"count": 1, "amount": "1750.05", **when}
    assert sent(lead, f"{HOME}runs/new/", **told)[0] == 302
    status, words = sent(lead, f"{HOME}runs/new/", **told)
    assert (status, "No payment is approved" in words) == (422, True)
    run = PaymentRun.objects.get()
    assert lead.get(f"{HOME}runs/{run.reference}/bank.csv").status_code == 404
    runs.go_on(run, at=run.started_at)
    files = [table_of(lead, f"{HOME}runs/{run.reference}/bank.csv") for _ in range(2)]
    assert files[0] == files[1]
    assert [(row["amount"], row["payee"]) for row in files[0]] == [("1750.05", "'=Harbour Light")]


def test_what_came_after_the_list_was_opened_is_shown_before_it_is_paid() -> None:
    pot = build_pot()
    build_approved(pot, "10")
    build_approved(pot, "20")
    day = timezone.localdate()
    when = a_day("pay_on", day.day, day.month, day.year)
    lead = client_with(Role.LEAD)
    status, page = sent(lead, f"{HOME}runs/new/", count=1, amount="10.00", **when)
    assert (status, 'name="amount" value="30.00"' in page) == (422, True)
    assert PaymentRun.objects.count() == 0


def test_the_queue_is_filtered_by_its_address_and_taken_as_a_file() -> None:
    pot = build_pot()
    waiting = ask(build_payment(promise(pot, "10"), "10", payee="Open Door"))
    build_payment(promise(pot, "20"), "20")
    client = client_with(Role.VIEWER)
    page = text_of(client, f"{HOME}payments/?state=asked")
    assert "Open Door" in page
    assert "Harbour Light" not in page
    rows = table_of(client, f"{HOME}payments.csv?words=open")
    assert [row["reference"] for row in rows] == [waiting.reference]


def test_the_ledger_for_the_finance_system_has_debits_as_large_as_credits() -> None:
    pot = build_pot(budget="5000")
    build_receipt(pot, "123.45")
    pay(approved(build_payment(promise(pot, "99.99"), "99.99")))
    client = client_with(Role.AUDITOR)
    for address in (f"{HOME}ledger.csv?year=2026", f"{HOME}pots/{pot.reference}/ledger.csv"):
        rows = table_of(client, address)
        debit, credit = (
            sum(Decimal(row[name] or 0) for row in rows) for name in ("debit", "credit")
        )
        assert debit == credit == Decimal("5323.43")
    assert table_of(client, f"{HOME}ledger.csv?year=2020")[0]["on"] == "2026-06-01"


def test_movements_say_what_was_available_after_each() -> None:
    pot = build_pot(budget="100")
    promise(pot, "30")
    page = text_of(client_with(Role.VIEWER), f"{HOME}pots/{pot.reference}/movements/")
    assert "+£100.00" in page
    assert "−£30.00" in page
    assert "£70.00" in page


def test_a_mistake_is_reversed_once_and_both_movements_stay() -> None:
    pot = build_pot(source=Source.MATCH, budget="0")
    receipt = build_receipt(pot, "50", identity="X-1")
    address = f"{HOME}movements/{receipt.movement.reference}/"
    client = client_with(Role.LEAD)
    assert "Reverse this movement" in text_of(client, address)
    assert sent(client, f"{address}reverse/", reason="Wrong pot")[0] == 302
    assert position(pot).received == Decimal(0)
    assert "Put right by" in text_of(client, address)
    status, words = sent(client, f"{address}reverse/", reason="Again")
    assert (status, "reversed before" in words) == (422, True)
    build_receipt(pot, "5", identity="X-1")
    assert Movement.objects.count() == 3


def test_spent_money_cannot_be_reversed_out_of_a_pot() -> None:
    pot = build_pot(source=Source.MATCH, budget="0")
    receipt = build_receipt(pot, "50")
    promise(pot, "50")
    address = f"{HOME}movements/{receipt.movement.reference}/reverse/"
    status, words = sent(client_with(Role.LEAD), address, reason="Wrong pot")
    assert (status, "available" in words) == (422, True)


def test_a_run_under_way_says_how_far_it_has_come() -> None:
    build_approved(build_pot(), "10")
    run = start_run()
    page = text_of(client_with(Role.VIEWER), f"{HOME}runs/{run.reference}/")
    assert "0 of 1 payment booked" in page
    assert "Download the file" not in page


def test_the_progress_of_a_run_is_asked_for_until_all_is_booked() -> None:
    build_approved(build_pot(), "10")
    run = start_run()
    viewer, here = client_with(Role.VIEWER), f"{HOME}runs/{run.reference}/"
    asks = f'data-poll-url="{here}progress/"'
    assert asks in viewer.get(here).content.decode()
    assert asks in viewer.get(f"{here}progress/").content.decode()
    runs.go_on(run, at=run.started_at)
    assert "data-poll-url" not in viewer.get(here).content.decode()
    piece = viewer.get(f"{here}progress/").content.decode()
    assert ("1 of 1 payment booked" in piece, "data-poll-url" in piece) == (True, False)


def test_a_second_writer_of_a_pot_sees_what_the_first_wrote() -> None:
    pot = build_pot(budget="100")
    client = client_with(Role.LEAD)
    address = f"{HOME}pots/{pot.reference}/edit/"
    given = {"name": "One", "budget": "100", "version": pot.version}
    assert sent(client, address, **given)[0] == 302
    status, page = sent(client, address, **{**given, "name": "Two"})
    assert (status, "It says" in page, 'value="Two"' in page) == (422, True, True)
    assert sent(client, address, name="Two", budget="90", version=pot.version + 1)[0] == 422


def test_the_way_from_crime_to_community_adds_up_on_its_page() -> None:
    pot = build_pot(source=Source.PROCEEDS, budget="120.03")
    promise(pot, "60.01")
    page = text_of(client_with(Role.VIEWER), f"{HOME}from-crime/")
    assert "Adds up to the penny" in page
    assert "£120.03 was taken from crime. £60.01 of it goes to 1 award" in page
    assert "REM-" not in page


def test_a_plan_by_quarter_adds_up_or_is_given_back_as_it_was_typed() -> None:
    pot = build_pot(budget="100")
    client, address = client_with(Role.LEAD), f"{HOME}pots/{pot.reference}/plan/quarters/"
    cells = {f"q{quarter}_{cost}": "0" for quarter in range(1, 5) for cost in COSTS}
    given = {**cells, "q1_labour": "60", "q2_non_labour": "40.01", "version": pot.version}
    status, page = sent(client, address, **given)
    assert (status, "£0.01] more" in page, 'value="40.01"' in page) == (422, True, True)
    assert sent(client, address, **{**given, "q2_non_labour": "40"})[0] == 302
    assert "£60.00" in text_of(client, f"{HOME}pots/{pot.reference}/plan/")


def test_a_forecast_is_typed_for_the_months_to_come() -> None:
    today = timezone.localdate()
    pot = build_pot(budget="1200", year=year_of(today))
    client, address = client_with(Role.LEAD), f"{HOME}pots/{pot.reference}/plan/forecast/"
    open_months = [each for each in months(pot.year) if each >= today.replace(day=1)]
    given = {f"m{each:%Y%m}": "7.07" for each in open_months}
    assert sent(client, address, **given)[0] == 302
    assert "£7.07" in text_of(client, f"{HOME}pots/{pot.reference}/plan/")


def test_a_reason_is_kept_with_its_month() -> None:
    pot = build_pot(budget="12000", year=2024)
    client, plan = client_with(Role.LEAD), f"{HOME}pots/{pot.reference}/plan/"
    assert "Needs a reason" in text_of(client, plan)
    assert sent(client, f"{plan}2024-04/why/", reason="Started in June")[0] == 302
    assert "Started in June" in text_of(client, plan)
    assert client.get(f"{plan}2019-04/why/").status_code == 404


def test_a_year_is_closed_once_nothing_stands_against_it() -> None:
    fund = build_fund()
    pot = build_pot(fund, budget="50", source=Source.PRECEPT, year=2024)
    client, address = client_with(Role.LEAD), f"{HOME}pots/{pot.reference}/close/"
    said = {"carries": "yes", "reason": "Agreed with the treasurer", "is_sure": "on"}
    status, page = sent(client, address, **said)
    assert (status, "choose the pot of the next year" in page) == (422, True)
    to = build_pot(fund, budget="0", source=Source.PRECEPT, year=2025)
    assert sent(client, address, **said, successor=to.reference)[0] == 302
    assert position(to).available == Decimal("50.00")
    assert "Take money in" not in text_of(client, f"{HOME}pots/{pot.reference}/")
    assert "closed already" in text_of(client, address)


def test_a_bank_statement_is_taken_in_and_what_nobody_knows_is_explained() -> None:
    payment = build_approved(build_pot(), "10.50")
    pay(payment)
    client = client_with(Role.LEAD)
    raw = bank_csv((AT.date(), f"BACS {payment.reference}", "-10.50"), (AT.date(), "FEE", "-1"))

    def give() -> Any:
        return client.post(f"{HOME}bank/", {"file": SimpleUploadedFile("june.csv", raw)})

    assert give().status_code == 302
    again = give()
    assert (again.status_code, b"taken in before" in again.content) == (422, True)
    statement = Statement.objects.get()
    page = f"{HOME}bank/{statement.reference}/"
    assert "Explain line 3" in text_of(client, f"{page}?outcome=unknown")
    assert sent(client, f"{page}lines/3/", words="Charges of June")[0] == 302
    assert "0 not known" in text_of(client, page)
    assert "Left the bank" in text_of(client, f"{HOME}payments/{payment.reference}/")


def test_the_number_of_a_supplier_goes_into_the_file_for_the_finance_system() -> None:
    payment = build_approved(build_pot(), "10")
    client = client_with(Role.LEAD)
    address = f"{HOME}payments/{payment.reference}/supplier/"
    assert sent(client, address, supplier_number="=S1", version=1)[0] == 422
    assert sent(client, address, supplier_number="S10442", version=1)[0] == 302
    run = pay(payment)
    rows = table_of(client, f"{HOME}runs/{run.reference}/bank.csv")
    assert rows[0]["supplier_number"] == "S10442"
