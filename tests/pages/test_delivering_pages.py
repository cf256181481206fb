"""Pages of those who deliver and of the partnership: who gets in, what they say, what they hide."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from builders.applying import ANN, build_applicant
from builders.delivering import (
    A_DAY,
    AMOUNT,
    AT,
    after,
    ann,
    browser_of,
    build_award,
    build_delivering_life,
    build_delivery,
    mark,
    person,
    said_return,
    send,
    terms,
)
from builders.delivering import session as a_session
from builders.money import approved, pay
from builders.web import (
    actor_of,
    build_member,
    build_organisation,
    build_workspace,
    client_of,
    client_with,
)
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.grants.applying.models import Application, Member
from headwater.web.grants.deciding.changes.awards import free_offer
from headwater.web.grants.deciding.models import AwardState
from headwater.web.grants.delivering.changes import agreements, chasing, closing, returns
from headwater.web.grants.delivering.errors import AgreementError, ReturnClosedError
from headwater.web.grants.delivering.models import (
    Attendance,
    Clawback,
    Concern,
    Delivery,
    Participant,
    Return,
    Session,
)
from headwater.web.grants.money import queries as money
from headwater.web.notices.models import Notice
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partnership() -> None:
    build_organisation(build_workspace())


def text_of(client: Client, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def sync(client: Client, delivery: Delivery, *records: Any) -> Any:
    return client.post(
        f"/deliver/{delivery.reference}/register/sync/",
        json.dumps({"records": records}),
        content_type="application/json",
    )


def certified(delivery: Delivery, words: str = "It went well.") -> Return:
    of = delivery.returns.get(number=1)
    of.delivery = delivery
    saved = returns.write(of=of, said=said_return(of, words), version=1, actor=ann(), at=AT)
    return returns.certify(
        of=saved, role="Treasurer", is_checked=True, version=2, actor=ann(), at=after(of)
    )


def test_somebody_who_is_not_signed_in_is_asked_to_and_a_stranger_finds_nothing() -> None:
    delivery = build_delivery()
    here = f"/deliver/{delivery.reference}/"
    assert "/apply/sign-in/" in Client().get(here)["Location"]
    assert browser_of("eve@example.org").get(here).status_code == 404


def test_a_deliverer_accepts_the_agreement_and_opens_the_register() -> None:
    award = build_award()
    sent = agreements.send(award=award, said=terms(), actor=HEADWATER, at=AT)
    client = browser_of()
    here = f"/deliver/{award.reference}/agreement/"
    assert sent.terms in text_of(client, here)
    wrong = client.post(here, {"sha256": sent.sha256})
    assert "<title>Error:" in wrong.content.decode()
    answer = client.post(
        here,
        {
            "role": "Chair of trustees",
            "safeguarding_role": "Lead",
            "safeguarding_email": "safe@harbourlight.example",
            "agrees": "on",
            "sha256": sent.sha256,
        },
    )
    assert answer.status_code == 302
    assert "Take the register" in text_of(client, f"/deliver/{award.reference}/")


def test_an_offer_is_turned_down_with_a_reason_and_its_money_is_free_again() -> None:
    award = build_award()
    lead = build_member(Role.LEAD, name="Lee Lead")
    agreements.send(award=award, said=terms(), actor=actor_of(lead), at=AT)
    before = money.position(award.pot).available
    client = browser_of()
    agreement, here = (f"/deliver/{award.reference}/agreement/{end}" for end in ("", "turn-down/"))
    assert here in text_of(client, agreement)
    assert "<title>Error:" in client.post(here, {"reason": ""}).content.decode()
    assert browser_of("eve@example.org").post(here, {"reason": "Mine"}).status_code == 404
    assert client.post(here, {"reason": "Our hall burnt down."}).status_code == 302
    award.refresh_from_db()
    assert award.state == AwardState.WITHDRAWN
    assert money.position(award.pot).available == before + award.amount
    assert "Turned down: Our hall burnt down." in [each.reason for each in award.steps.all()]
    assert Notice.objects.get(user=lead).subject == f"An offer was turned down: {award.title}"
    assert "Turned down." in text_of(client, "/deliver/")
    for gone in (agreement, here, f"/deliver/{award.reference}/"):
        text_of(client, gone, status=404)


def test_an_offer_that_was_accepted_is_not_turned_down() -> None:
    delivery = build_delivery()
    text_of(browser_of(), f"/deliver/{delivery.reference}/agreement/turn-down/", status=404)
    newest = delivery.agreements.get()
    with pytest.raises(AgreementError, match="answered already"):
        agreements.turn_down(agreement=newest, reason="Too late", actor=ann(), at=AT)


def test_an_offer_taken_back_waits_for_no_agreement() -> None:
    award = build_award()
    chasing.ask_for_agreements(AT)
    assert Item.objects.filter(about=award.reference, closed_at=None).exists()
    free_offer(award=award, reason="They closed", actor=HEADWATER, at=AT)
    chasing.ask_for_agreements(AT)
    assert not Item.objects.filter(about=award.reference, closed_at=None).exists()


def test_returns_of_a_closed_grant_are_not_asked_for_any_more() -> None:
    delivery = build_delivery()
    of, lead = delivery.returns.get(number=1), build_member(Role.LEAD, name="Lee Lead")
    closing.close(delivery=delivery, words="The hall shut.", actor=actor_of(lead), at=AT)
    here = f"/deliver/{delivery.reference}/returns/{of.reference}/"
    assert "Not asked for any more" in text_of(browser_of(), f"/deliver/{delivery.reference}/")
    assert "Not asked for any more" in text_of(
        client_of(lead), f"/work/loamshire/grants/{delivery.reference}/"
    )
    assert "<form" not in text_of(browser_of(), here).split("<main")[1]
    with pytest.raises(ReturnClosedError):
        returns.write(of=of, said=said_return(of), version=1, actor=ann(), at=AT)
    with pytest.raises(ReturnClosedError):
        returns.certify(of=of, role="Chair", is_checked=True, version=1, actor=ann(), at=AT)


def test_the_register_is_taken_without_a_script() -> None:
    delivery, one, other = build_delivery(), person(), person()
    send(delivery, one, other)
    client = browser_of()
    here = f"/deliver/{delivery.reference}/register/"
    given = {
        "held_on_day": "10",
        "held_on_month": "4",
        "held_on_year": "2026",
        "activity": "Boxing",
        "minutes": "90",
        f"mark_{one['id']}": "present",
        f"mark_{other['id']}": "absent",
    }
    wrong = client.post(here, given)
    assert wrong.status_code == 422
    assert "Choose why" in wrong.content.decode()
    assert client.post(here, {**given, f"reason_{other['id']}": "ill"}).status_code == 302
    assert sorted(Attendance.objects.values_list("state", flat=True)) == ["absent", "present"]


def test_a_young_person_is_added_by_code_and_no_page_asks_for_a_name() -> None:
    delivery, client = build_delivery(), browser_of()
    here = f"/deliver/{delivery.reference}/people/new/"
    text = text_of(client, here)
    assert 'name="name"' not in text
    assert "birth" not in text
    given = {
        "started_on_day": "10",
        "started_on_month": "4",
        "started_on_year": "2026",
        "age_band": "14-17",
        "referral": "school",
        "consent": "parent",
        "lawful_basis": "task",
    }
    answer = client.post(here, given, follow=True)
    assert Participant.objects.get().code in answer.content.decode()


def test_districts_are_named_where_young_people_are_added_and_where_they_are_counted() -> None:
    delivery = build_delivery()
    round_ = delivery.award.application.round
    round_.places = [{"code": "Z99D00001", "name": "Larkminster"}]
    round_.save(update_fields=["places"])
    delivery.breakdowns.create(
        from_return=1,
        to_return=2,
        people=20,
        cells={"age_band": {}, "area_code": {"Z99D00001": 12, "elsewhere": 8}, "referral": {}},
        rule="grants",
        made_at=AT,
    )
    mine = f"/deliver/{delivery.reference}/"
    for name in ("people/new/", "register/"):
        text = text_of(browser_of(), f"{mine}{name}")
        assert '<option value="Z99D00001">Larkminster</option>' in text
    grant = text_of(client_with(Role.VIEWER), f"/work/loamshire/grants/{delivery.reference}/")
    assert "Larkminster" in grant
    assert "Z99D" not in grant
    assert "Not known, or elsewhere" in grant


def test_two_phones_that_differ_are_shown_and_settled_on_the_page_of_the_session() -> None:
    delivery, one, held = build_delivery(), person(), a_session()
    send(delivery, one, held, mark(held, one), mark(held, one, state="absent", reason="ill"))
    client = browser_of()
    here = f"/deliver/{delivery.reference}/register/{held['id']}/"
    assert "Two phones differ" in text_of(client, here)
    client.post(here, {f"mark_{one['id']}": "late"})
    row = Attendance.objects.get()
    assert (row.state, row.is_disputed) == ("late", False)


def test_a_phone_sends_what_it_kept_and_is_told_the_fate_of_each() -> None:
    delivery, client = build_delivery(), browser_of()
    token = client.get(f"/deliver/{delivery.reference}/register/sync/").json()
    assert token["who"] == ann().reference
    told = sync(client, delivery, a_session(), "nonsense").json()["answers"]
    assert [each["outcome"] for each in told] == ["stored", "refused"]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", '{"records": 3}', "{", '{"records": ' + "[1]" * 600])
def test_a_batch_that_cannot_be_read_is_answered_in_words(body: str) -> None:
    delivery = build_delivery()
    answer = browser_of().post(
        f"/deliver/{delivery.reference}/register/sync/", body, content_type="application/json"
    )
    assert (answer.status_code, "phone" in answer.json()["words"]) == (400, True)


def test_a_phone_whose_session_ended_keeps_what_it_has() -> None:
    answer = sync(Client(), build_delivery(), a_session())
    assert answer.status_code == 401
    assert "sign in" in answer.json()["words"]
    assert Session.objects.count() == 0


def test_a_return_begins_with_what_the_register_comes_to_and_is_certified() -> None:
    delivery = build_delivery()
    send(delivery, *(person() for _ in range(10)))
    client = browser_of()
    of = delivery.returns.get(number=1)
    here = f"/deliver/{delivery.reference}/returns/{of.reference}/"
    assert "Your register has 10." in text_of(client, here)
    given = {
        "version": "1",
        "achieved_1": "10",
        "achieved_2": "5",
        "spent_1": "100",
        "spent_2": "0",
        "narrative": "It went well.",
        "role": "Treasurer",
        "certify": "yes",
    }
    wrong = client.post(here, given)
    assert wrong.status_code == 422
    assert "more than 10% from the plan" in wrong.content.decode()
    again = {**given, "version": "2", "why_2": "The hall was shut."}
    assert client.post(here, again).status_code == 302
    of.refresh_from_db()
    assert of.state == "submitted"


def test_the_concern_button_says_what_to_do_and_stores_no_words() -> None:
    delivery, client = build_delivery(), browser_of()
    here = f"/deliver/{delivery.reference}/concern/"
    text = text_of(client, here)
    assert "call 999" in text
    assert "<textarea" not in text
    assert client.post(here, {"passed_to": "lead"}).status_code == 302
    assert Concern.objects.count() == 1


def test_no_page_of_the_partnership_shows_a_code_or_a_few() -> None:
    delivery = build_delivery()
    young = [person() for _ in range(3)]
    held = a_session()
    send(delivery, *young, held, *(mark(held, each) for each in young))
    of = certified(delivery)
    client = client_with(*Role)
    codes = [each["code"] for each in young]
    for address in (
        "/work/loamshire/grants/",
        "/work/loamshire/grants/grants.csv",
        f"/work/loamshire/grants/?words={codes[0]}",
        f"/work/loamshire/grants/{delivery.reference}/",
        f"/work/loamshire/grants/returns/{of.reference}/",
        "/work/loamshire/audit/",
    ):
        text = text_of(client, address)
        shown = text.replace(f"words={codes[0]}", "").replace(f'value="{codes[0]}"', "")
        assert [each for each in codes if each in shown] in ([], [codes[0]]), address
    for each in young:
        gone = f"/deliver/{delivery.reference}/people/{each['id']}/"
        assert "/apply/sign-in/" in client.get(gone)["Location"]


def test_a_lead_accepts_a_return_and_a_viewer_reads_it() -> None:
    delivery = build_delivery()
    of = certified(delivery)
    here = f"/work/loamshire/grants/returns/{of.reference}/"
    assert "Accept this return" not in text_of(client_with(Role.VIEWER), here)
    lead = client_with(Role.LEAD)
    assert "Accept this return" in text_of(lead, here)
    assert lead.post(f"{here}accept/").status_code == 302
    of.refresh_from_db()
    assert of.state == "accepted"


def test_a_return_that_was_not_sent_is_not_there_for_the_partnership() -> None:
    of = build_delivery().returns.get(number=1)
    here = f"/work/loamshire/grants/returns/{of.reference}/"
    assert client_with(Role.LEAD).get(here).status_code == 404


def test_a_lead_sends_the_usual_agreement_of_a_small_award() -> None:
    award = build_award(amount=Decimal("3500.00"))
    here = f"/work/loamshire/grants/{award.reference}/agreement/"
    client = client_with(Role.LEAD)
    shown = client.get(here)
    form = shown.context["form"]
    given: dict[str, str] = {}
    for name, value in form.initial.items():
        if hasattr(value, "year"):
            parts = ("day", "month", "year")
            given |= {f"{name}_{part}": str(getattr(value, part)) for part in parts}
        else:
            given[name] = str(value)
    assert client.post(here, given).status_code == 302
    assert Delivery.objects.get().returns.count() == 2


def test_a_variation_is_decided_on_its_page_by_an_approver() -> None:
    delivery, client = build_delivery(), browser_of()
    given = {
        "amount": "9000",
        "ends_on_day": "5",
        "ends_on_month": "4",
        "ends_on_year": "2027",
        "reason": "The hall is cheaper.",
    }
    assert client.post(f"/deliver/{delivery.reference}/change/", given).status_code == 302
    here = f"/work/loamshire/grants/variations/{delivery.variations.get().reference}/"
    answer = client_with(Role.APPROVER).post(here, {"agrees": "yes", "reason": "Good."})
    assert answer.status_code == 302
    delivery.award.refresh_from_db()
    assert delivery.award.amount == Decimal("9000.00")


def test_a_lead_closes_a_grant_claws_money_back_and_records_that_it_came() -> None:
    delivery = build_delivery()
    pay(approved(money.payments_of(delivery.reference)[0]))
    returns.accept(of=certified(delivery), actor=HEADWATER, at=AT + 40 * A_DAY)
    here, lead = f"/work/loamshire/grants/{delivery.reference}/", client_with(Role.LEAD)
    assert "£20.00 of £6,000.00 that was paid is spent" in text_of(lead, f"{here}close/")
    wrong = lead.post(f"{here}close/", {"clawed": "20"})
    assert (wrong.status_code, "A return is missing" in wrong.content.decode()) == (422, True)
    sent = {"clawed": "£15", "reason": "It stopped, and a van was bought."}
    assert lead.post(f"{here}close/", sent).status_code == 302
    assert "still to come back" not in text_of(lead, here)
    assert "has to come back" not in text_of(browser_of(), f"/deliver/{delivery.reference}/")
    page = f"/work/loamshire/grants/clawbacks/{Clawback.objects.get().reference}/"
    assert "an approver who is not you decides" in text_of(lead, page)
    agreed = {"agrees": "yes", "reason": "We saw the invoice of the van."}
    assert lead.post(page, agreed).status_code == 404
    other = client_with(Role.APPROVER)
    assert "a van was bought" in text_of(other, page)
    assert other.post(page, {"agrees": "yes", "reason": ""}).status_code == 422
    assert other.post(page, agreed).status_code == 302
    assert "£5,995.00 has still to come back" in text_of(lead, here)
    assert "£5,995.00 has to come back to us" in text_of(
        browser_of(), f"/deliver/{delivery.reference}/"
    )
    came = {
        "amount": "5995",
        "received_on_day": "20",
        "received_on_month": "6",
        "received_on_year": "2026",
        "identity": "BACS 7",
    }
    assert lead.post(f"{here}recover/", came).status_code == 302
    assert "come back" not in text_of(lead, here)


@pytest.mark.parametrize("name", ["rate", "suspend", "close"])
def test_only_a_lead_runs_a_grant(name: str) -> None:
    delivery = build_delivery()
    here = f"/work/loamshire/grants/{delivery.reference}/{name}/"
    assert client_with(Role.LEAD).get(here).status_code == 200
    assert client_with(Role.VIEWER).get(here).status_code == 404


def test_the_script_that_works_without_a_signal_works_below_its_own_address_only() -> None:
    answer = Client().get("/deliver/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer


def test_who_applied_is_led_to_the_question_the_decision_and_the_grant() -> None:
    delivery = build_delivery()
    application = delivery.award.application
    here = f"/apply/a/{application.reference}/"
    asked = application.clarifications.create(
        question="Who holds the keys?", asked_by="P-2", asked_at=AT, due_on=AT.date() + 7 * A_DAY
    )
    client = browser_of()
    text = text_of(client, here)
    assert f'href="{here}question/{asked.reference}/">Answer our question by 8 April 2026' in text
    assert f'href="/deliver/{delivery.reference}/">Go to your grant' in text
    assert "Read the decision" not in text
    application.clarifications.update(answered_at=AT, answer="The caretaker.")
    application.decisions.create(
        ruling="approve", amount=AMOUNT, reasons="Good.", decided_by="P-3", decided_at=AT + A_DAY
    )
    text = text_of(client, here)
    assert "Answer our question" not in text
    assert f'href="{here}decision/">Read the decision' in text
    assert client.get(f"{here}decision/").status_code == 200


def test_the_way_to_grants_is_on_every_page_of_those_who_deliver_and_on_no_others() -> None:
    delivery = build_delivery()
    for address in ("/apply/", "/deliver/", f"/deliver/{delivery.reference}/people/"):
        assert 'href="/deliver/">Your grants' in text_of(browser_of(), address)
    assert "Your grants" not in text_of(browser_of("eve@example.org"), "/apply/")


def test_applications_of_one_person_are_listed_page_by_page() -> None:
    round_ = build_delivery().award.application.round
    who = build_applicant(ANN)
    for number in range(26):
        made = Application.objects.create(
            round=round_,
            started_by=who,
            title=f"Number {number:02}",
            started_at=AT + number * A_DAY,
        )
        Member.objects.create(application=made, applicant=who, added_at=AT)
    first, second = (text_of(browser_of(), f"/apply/?page={page}") for page in (1, 2))
    assert ("Number 25" in first, "Number 00" in first) == (True, False)
    assert ("Number 25" in second, "Number 00" in second) == (False, True)


HOSTILE = "<script>alert(1)</script> It went well & so on"
MINE = ("", "agreement/", "change/", "register/", "people/", "people/new/", "concern/")


def every_address(delivery: Delivery, rows: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Where those who deliver look, and where the partnership does."""
    mine, here = f"/deliver/{delivery.reference}/", "/work/loamshire/grants/"
    young = f"{mine}people/{rows['grant_person'].client_id}/"
    of = rows["grant_return"].reference
    theirs = [
        "/deliver/",
        *(f"{mine}{name}" for name in MINE),
        young,
        *(f"{young}{name}/" for name in ("leave", "score", "goal")),
        f"{young}goals/{rows['grant_goal'].pk}/",
        f"{mine}register/{rows['grant_session'].client_id}/",
        f"{mine}register/{rows['grant_session'].client_id}/cancel/",
        f"{mine}returns/{of}/",
        f"{mine}returns/{delivery.returns.get(number=2).reference}/",
    ]
    grant = f"{here}{delivery.reference}/"
    ours = [
        here,
        grant,
        *(f"{grant}{name}/" for name in ("rate", "suspend", "resume", "close", "recover")),
        f"{grant}agreement/",
        f"{grant}conditions/1/",
        f"{here}returns/{of}/",
        f"{here}returns/{of}/changes/",
        f"{here}variations/{rows['variation'].reference}/",
    ]
    return theirs, ours


def test_every_page_opens_with_few_queries_and_draws_no_markup_of_others(
    django_assert_max_num_queries: Any,
) -> None:
    rows = build_delivering_life(build_workspace(), HOSTILE)
    theirs, ours = every_address(rows["delivery"], rows)
    for client, addresses in ((browser_of(), theirs), (client_with(*Role), ours)):
        client.get(addresses[0])
        for address in addresses:
            with django_assert_max_num_queries(25):
                text = text_of(client, address)
            assert "<script>alert" not in text, address
            assert text.count("<h1") == 1, address
            assert "<title>" in text, address


def test_who_has_an_interest_in_an_application_finds_nothing_of_its_grant() -> None:
    rows = build_delivering_life(build_workspace(), "Harbour boxing")
    near = build_organisation(name="Harbour boxing")
    client = client_of(build_member(*Role, name="Near One", organisation=near))
    _, (grants, *others) = every_address(rows["delivery"], rows)
    of, document = rows["grant_return"].reference, rows["grant_receipt"].document.reference
    others.append(f"{grants}returns/{of}/receipts/{document}/")
    assert {client_with(Role.LEAD).get(each).status_code for each in others} == {200}
    assert {client.get(each).status_code for each in others} == {404}
    assert {client.post(each).status_code for each in others} <= {404, 405}
    assert client.post(f"{grants}returns/{of}/accept/").status_code == 404
    for address in (grants, f"{grants}?waits=return", f"{grants}grants.csv"):
        assert rows["delivery"].reference not in text_of(client, address)
    assert "1 return to check" in text_of(client_with(Role.LEAD), grants)
    assert "return to check" not in text_of(client, grants)


def test_receipts_are_files_to_save_and_only_for_both_sides() -> None:
    rows = build_delivering_life(build_workspace(), "Words")
    of, document = rows["grant_return"].reference, rows["grant_receipt"].document.reference
    mine = f"/deliver/{rows['delivery'].reference}/returns/{of}/receipts/{document}/"
    ours = f"/work/loamshire/grants/returns/{of}/receipts/{document}/"
    assert browser_of().get(mine)["Content-Disposition"].startswith("attachment")
    assert client_with(Role.VIEWER).get(ours)["Content-Disposition"].startswith("attachment")
    assert browser_of("eve@example.org").get(mine).status_code == 404
