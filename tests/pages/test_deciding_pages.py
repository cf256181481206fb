"""Pages of deciding: who reads what, scoring, moderation, panel papers, decisions, letters."""

import csv
import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from builders.applying import ANN
from builders.applying import sign_in as sign_in_to_apply
from builders.deciding import (
    AT,
    REASON,
    SUMMARY,
    WEIGHTS,
    WHY,
    all_at,
    approval,
    approver,
    ask,
    assessor,
    attach,
    build_application,
    build_assessed,
    build_award,
    build_before_panel,
    build_round,
    decide,
    declare,
    hand_in,
    lead,
    moderate,
    name,
)
from builders.everything import Everything, build_everything
from builders.evidence import build_decision
from builders.web import build_member, build_organisation, client_of, client_with
from headwater.web.accounts.roles import EVERY_ROLE, Role
from headwater.web.audit.models import Entry
from headwater.web.evidence.models import Override
from headwater.web.grants.applying.models import Application, Attachment
from headwater.web.grants.deciding.changes.awards import withdraw_offer
from headwater.web.grants.deciding.changes.moderating import put_before_panel_again
from headwater.web.grants.deciding.models import Award, Clarification, Interest, Score
from headwater.web.grants.deciding.rules.deciding import Ruling

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/applications/"
AWARDS = "/work/loamshire/awards/"
OF_APPLICATION = ("", "assessors/", "checks/", "checks/bank/", "questions/", "moderation/",
                  "moderation/need/", "interests/", "decide/", "declare/", "from-panel/",
                  "letter/DE-2222-2222/pdf/")  # fmt: skip


def of(application: Application, part: str = "") -> str:
    return f"{HOME}{application.reference}/{part}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


# --- conflicts of interest ----------------------------------------------------------------------


def conflicted() -> Client:
    """Somebody with every role, whose organisation applies."""
    near = build_organisation(name="Harbour Light")
    return client_of(build_member(*EVERY_ROLE, name="Near One", organisation=near))


@pytest.mark.parametrize("part", OF_APPLICATION)
def test_an_application_one_has_an_interest_in_is_not_there_in_any_page(part: str) -> None:
    application = build_before_panel()
    client = conflicted()
    there, nowhere = client.get(of(application, part)), client.get(f"{HOME}YF-2222-2222/{part}")
    assert there.status_code == nowhere.status_code == 404
    said = there.content.decode().replace(application.reference, "")
    assert said == nowhere.content.decode().replace("YF-2222-2222", "")


@pytest.mark.parametrize("part", ["assessors/", "checks/bank/", "questions/", "decide/"])
def test_nor_does_anything_sent_to_it_arrive(part: str) -> None:
    application = build_before_panel()
    assert conflicted().post(of(application, part), {}).status_code == 404


def test_it_is_in_no_list_count_file_search_or_paper() -> None:
    application = build_before_panel()
    round_ = application.round
    client = conflicted()
    for address in (HOME, f"{HOME}?words=Friday", f"{HOME}applications.csv",
                    f"{HOME}panel/{round_.reference}/"):  # fmt: skip
        text = text_of(client, address)
        assert application.reference not in text
        assert "Friday mentors" not in text
    assert "With the panel: 1" not in text_of(client, HOME)
    assert "With the panel: 1" in text_of(client_with(Role.LEAD), HOME)
    papers = client.get(f"{HOME}panel/{round_.reference}/papers/docx/").content
    with zipfile.ZipFile(io.BytesIO(papers)) as opened:
        assert b"Friday mentors" not in opened.read("word/document.xml")


def test_nor_is_its_award() -> None:
    award = build_award()
    client = conflicted()
    assert client.get(f"{AWARDS}{award.reference}/").status_code == 404
    assert award.reference not in text_of(client, AWARDS)
    assert award.reference not in text_of(client, f"{AWARDS}awards.csv")


def test_the_thread_leads_nobody_with_an_interest_to_it() -> None:
    award = build_award()
    chain = f"/work/loamshire/thread/award/{award.reference}/"
    assert client_with(Role.LEAD).get(chain).status_code == 200
    assert conflicted().get(chain).status_code == 404


def test_an_assessor_declares_before_anything_is_shown() -> None:
    application, person = build_application(), assessor()
    named = name(application, person)
    client = client_of(person)
    desk = f"{HOME}desk/{named.reference}/"
    answer = client.get(desk, follow=True)
    assert answer.redirect_chain[0][0] == of(application, "declare/")
    text = answer.content.decode()
    assert "Harbour Light" in text
    assert SUMMARY not in text
    sent = client.post(of(application, "declare/"), {"has_interest": "no"}, follow=True)
    assert sent.redirect_chain[0][0] == desk
    assert SUMMARY in sent.content.decode()


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_an_assessor_saves_the_files_of_an_application_from_beside_its_answers() -> None:
    application, person = build_application(), assessor()
    named, attached = name(application, person), attach(application)
    client, address = client_of(person), of(application, f"file/{attached.pk}/")
    assert client.get(address).status_code == 404, "before they declared"
    declare(application, person)
    for page in (of(application), f"{HOME}desk/{named.reference}/"):
        assert f'href="{address}">policy.csv</a>' in text_of(client, page)
    answer = client.get(address)
    assert content_of(answer) == b"a,b\n1,2\n"
    assert answer["Content-Disposition"] == 'attachment; filename="policy.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    read = Entry.objects.get(event="document_read")
    assert (read.about, read.actor) == (attached.document.reference, person.reference)


@pytest.mark.parametrize("role", [Role.LEAD, Role.APPROVER, Role.AUDITOR])
def test_whoever_reads_every_application_reads_its_files_by_a_link(role: Role) -> None:
    application = build_before_panel()
    address = of(application, f"file/{attach(application).pk}/")
    client = client_with(role)
    assert address in text_of(client, of(application))
    assert content_of(client.get(address)) == b"a,b\n1,2\n"


def test_nobody_with_an_interest_saves_a_file_not_even_from_the_list_of_files() -> None:
    application = build_before_panel()
    attached = attach(application)
    client = conflicted()
    there = client.get(of(application, f"file/{attached.pk}/"))
    assert there.status_code == client.get(of(application, "file/1/")).status_code == 404
    assert "policy.csv" not in text_of(client, "/work/loamshire/documents/")
    found = f"/work/loamshire/documents/{attached.document.reference}/file"
    assert client.get(found).status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.ADMINISTRATOR])
def test_whoever_does_not_read_the_application_reads_no_file_of_it(role: Role) -> None:
    application = build_before_panel()
    address = of(application, f"file/{attach(application).pk}/")
    assert client_with(role).get(address).status_code in (403, 404)
    assert client_with(role).get(of(application)).status_code in (403, 404)


def test_a_file_is_its_own_applications_and_a_draft_shows_none() -> None:
    application = build_application()
    other = build_application(application.round, email="b@club.example")
    attached, removed = attach(application), attach(application, "older.csv")
    Attachment.objects.filter(pk=removed.pk).update(removed_at=AT)
    client = client_with(Role.LEAD)
    assert client.get(of(other, f"file/{attached.pk}/")).status_code == 404
    assert client.get(of(application, f"file/{removed.pk}/")).status_code == 404
    assert "older.csv" not in text_of(client, of(application))
    Application.objects.filter(pk=application.pk).update(state="draft", submitted_at=None)
    assert client.get(of(application, f"file/{attached.pk}/")).status_code == 404


def test_declaring_an_interest_without_saying_what_it_is_is_refused_with_the_field() -> None:
    application, person = build_application(), assessor()
    name(application, person)
    answer = client_of(person).post(of(application, "declare/"), {"has_interest": "yes"})
    assert answer.status_code == 422
    assert "Error:" in answer.content.decode()
    assert not Interest.objects.exists()


def test_a_lead_asks_and_an_approver_agrees_that_an_interest_is_cleared() -> None:
    application, person = build_application(), assessor()
    declare(application, person, nature="I volunteered for them once, in 2019.")
    page = of(application, f"interests/{person.reference}/declared/")
    reason = "They never met those who run it now, and another lead reads their scores."
    asked = client_with(Role.LEAD).post(page, {"ask": "yes", "reason": reason})
    assert asked.status_code == 302
    own = client_with(Role.LEAD).post(page, {"clear": "yes"})
    assert "Somebody else must agree" in own.content.decode()
    assert client_with(Role.APPROVER).post(page, {"clear": "yes"}).status_code == 302
    assert "Managed" in text_of(client_with(Role.LEAD), of(application, "interests/"))


def test_an_organisation_entered_as_an_interest_closes_its_applications() -> None:
    application = build_application()
    client = client_with(Role.LEAD)
    sent = {"organisation": "the harbour light", "nature": "Trustee", "number": "", "postcode": ""}
    assert client.get(of(application)).status_code == 200
    assert client.post(f"{HOME}my-interests/", sent).status_code == 302
    assert client.get(of(application)).status_code == 404


# --- lists --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "many"),
    [
        ("", 2),
        ("words=Friday", 1),
        ("state=panel", 1),
        ("state=submitted", 1),
        ("kind=school", 1),
        ("area=Z99D00007", 1),
        ("area=Z99D00001", 1),
        ("state=nonsense", 2),
    ],
)
def test_filters_stand_in_the_address_and_hold_for_the_file(asked: str, many: int) -> None:
    round_ = build_round()
    build_before_panel(build_application(round_))
    build_application(
        round_,
        email="b@school.example",
        organisation="Brin School",
        organisation_kind="school",
        title="Lunch club",
        area_codes=["Z99D00001"],
    )
    client = client_with(Role.LEAD)
    found = list(csv.DictReader(io.StringIO(text_of(client, f"{HOME}applications.csv?{asked}"))))
    assert len(found) == many
    text = text_of(client, f"{HOME}?{asked}")
    assert sum(row["reference"] in text for row in found) == many


def test_empty_lists_say_what_brings_something_into_them() -> None:
    client = client_with(Role.LEAD, Role.APPROVER)
    assert "appear once they are handed in" in text_of(client, HOME)
    assert "Approving an application makes one" in text_of(client, AWARDS)
    assert "Nobody has asked you" in text_of(client, f"{HOME}desk/")


# --- scoring ------------------------------------------------------------------------------------


def scores(points: int = 4, **other: str) -> dict[str, str]:
    sent = {"comment": "A strong team."}
    for key in WEIGHTS:
        sent |= {f"{key}-points": str(points), f"{key}-reason": REASON, f"{key}-confidence": "high"}
    return {**sent, **other}


def test_a_draft_is_kept_half_finished_and_comes_back() -> None:
    application, person = build_application(), assessor()
    named = name(application, person)
    declare(application, person)
    client, page = client_of(person), f"{HOME}desk/{named.reference}/"
    half = {"version": "1", "save": "yes", "need-points": "5", "need-reason": "Half a thought"}
    assert client.post(page, half).status_code == 302
    assert "Half a thought" in text_of(client, page)
    assert Score.objects.get(criterion="need").points == 5


def test_handing_in_says_beside_each_question_what_is_missing_and_loses_nothing() -> None:
    application, person = build_application(), assessor()
    named = name(application, person)
    declare(application, person)
    client, page = client_of(person), f"{HOME}desk/{named.reference}/"
    sent = scores(**{"need-reason": "Too short", "version": "1", "hand_in": "yes"})
    answer = client.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "at least 20 words for Need and gap. You have written 2" in text
    assert "Too short" in text
    assert 'name="version" value="2"' in text
    again = {**sent, "need-reason": REASON, "version": "2"}
    assert client.post(page, again).status_code == 302
    named.refresh_from_db()
    assert named.handed_in_at is not None


def test_an_older_page_saves_nothing_over_a_newer_one_and_keeps_what_was_typed() -> None:
    application, person = build_application(), assessor()
    named = name(application, person)
    declare(application, person)
    client, page = client_of(person), f"{HOME}desk/{named.reference}/"
    client.post(page, {"version": "1", "save": "yes", "need-points": "5", "need-reason": "First"})
    answer = client.post(
        page, {"version": "1", "save": "yes", "need-points": "2", "need-reason": "Second"}
    )
    text = answer.content.decode()
    assert "Somebody else changed" in text
    assert "First" in text
    assert "Second" in text
    assert Score.objects.get(criterion="need").reason == "First"


def test_others_scores_are_closed_until_ones_own_are_handed_in() -> None:
    application = build_application()
    secret = "Nobody may read this reason before they gave their own, not by any page at all here."
    first = {**all_at(1), "need": type(all_at(1)["need"])(1, f"{secret} {REASON}", "low")}
    hand_in(name(application, assessor()), first)
    both = build_member(Role.LEAD, name="Scoring Lead")
    named = name(application, both)
    declare(application, both)
    client = client_of(both)
    assert client.get(of(application, "moderation/")).status_code == 404
    for address in (of(application), f"{HOME}desk/{named.reference}/", of(application, "checks/")):
        assert secret not in text_of(client, address)
    hand_in(named)
    assert secret in text_of(client, of(application, "moderation/"))


# --- moderation, panel, decision ----------------------------------------------------------------


def test_disagreements_stand_out_and_are_moderated_before_the_panel() -> None:
    application = build_assessed(None, all_at(4), all_at(4, need=1), all_at(3))
    client = client_with(Role.LEAD)
    text = text_of(client, of(application, "moderation/"))
    assert "3 points apart" in text
    assert "Assessors disagree on Need and gap" in text
    client.post(of(application, "to-panel/"))
    application.refresh_from_db()
    assert application.state == "assessment"
    sent = {"version": "0", "points": "3", "reason": REASON, "feedback": "Name the streets."}
    assert client.post(of(application, "moderation/need/"), sent).status_code == 302
    client.post(of(application, "to-panel/"))
    application.refresh_from_db()
    assert application.state == "panel"


def test_of_two_who_moderate_the_second_sees_the_first_and_can_go_on_over_it() -> None:
    application = build_assessed()
    moderate(application, "need", "3")
    client, page = client_with(Role.LEAD), of(application, "moderation/need/")
    sent = {"version": "0", "points": "5", "reason": f"Mine. {REASON}", "feedback": ""}
    answer = client.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed" in text
    assert f"Mine. {REASON}" in text
    assert 'name="version" value="1"' in text
    assert client.post(page, {**sent, "version": "1"}).status_code == 302
    assert application.moderations.get(criterion="need").points == 5


def test_the_papers_have_the_money_the_spread_and_the_interests() -> None:
    application = build_assessed(None, all_at(4), all_at(4, need=1), all_at(3))
    moderate(application, "need", "3")
    declare(application, assessor("Far One"), nature="My cousin works there on Saturdays.")
    build_before_panel(application)
    client = client_with(Role.LEAD)
    page = f"{HOME}panel/{application.round.reference}/"
    assert "Friday mentors" in text_of(client, page)
    papers = client.get(f"{page}papers/docx/")
    with zipfile.ZipFile(io.BytesIO(papers.content)) as opened:
        said = opened.read("word/document.xml").decode()
    for words in ("£60,000", "Need and gap, weight 25", "3 points apart", "My cousin works there",
                  "Moderate", "Blocked from reading it", "First Assessor"):  # fmt: skip
        assert words in said, words
    assert client.get(f"{page}papers/pdf/").content.startswith(b"%PDF")
    assert client.get(f"{page}papers/exe/").status_code == 404


def decision(application: Application, **other: str) -> dict[str, str]:
    return {
        "has_no_interest": "on",
        "ruling": "approve",
        "reasons": WHY,
        "feedback": "A clear plan.",
        "amount": "2,750.50",
        "pot": application.round.pots.get().reference,
        "description": SUMMARY,
        "starts_on_day": "1",
        "starts_on_month": "9",
        "starts_on_year": "2026",
        "ends_on_day": "31",
        "ends_on_month": "3",
        "ends_on_year": "2027",
        "conditions": "Send the dates.",
        **other,
    }


def test_an_approver_approves_and_the_award_says_so() -> None:
    application = build_before_panel()
    client = client_with(Role.APPROVER)
    answer = client.post(of(application, "decide/"), decision(application), follow=True)
    award = Award.objects.get()
    assert award.amount == Decimal("2750.50")
    text = answer.content.decode()
    assert "£2,750.50" in text
    assert "Agreement sent" in text
    letter = client.get(of(application, f"letter/{application.decisions.get().reference}/pdf/"))
    assert letter.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"has_no_interest": ""}, "Say that you have no interest"),
        ({"amount": "lots"}, "is not an amount of money"),
        ({"amount": "3500.01"}, "more than the round allows"),
        ({"pot": ""}, "Choose the pot"),
        ({"reasons": "Good."}, "at least 10 words"),
    ],
)
def test_what_stands_against_a_decision_is_said_and_what_was_typed_is_kept(
    wrong: dict[str, str], said: str
) -> None:
    application = build_before_panel()
    sent = decision(application, **wrong)
    answer = client_with(Role.APPROVER).post(of(application, "decide/"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "Send the dates." in text
    assert not Award.objects.exists()


def test_a_pot_without_enough_says_what_is_left() -> None:
    application = build_before_panel(build_application(build_round(budget="1000.00")))
    answer = client_with(Role.APPROVER).post(of(application, "decide/"), decision(application))
    assert answer.status_code == 422
    assert "1,000" in answer.content.decode()


def test_a_harmful_approach_is_flagged_without_shaming() -> None:
    application = build_before_panel(build_application(approach="boot_camps"))
    text = text_of(client_with(Role.APPROVER), of(application, "decide/"))
    assert "Harmful" in text
    assert "not about this project or those who run it" in text


def test_an_override_asked_for_and_approved_on_its_pages_opens_the_way_to_an_award() -> None:
    application = build_before_panel(build_application(approach="boot_camps"))
    client = client_with(Role.APPROVER)
    refused = client.post(of(application, "decide/"), decision(application))
    assert refused.status_code == 422
    assert "A board must override that first" in refused.content.decode()
    last = timezone.localdate() + timedelta(days=100)
    asked = {
        "use": f"application:{application.reference}",
        "decision": build_decision().reference,
        "reason": "The board weighs the finding and wants a year to change what is done.",
        "expires_on_day": last.day,
        "expires_on_month": last.month,
        "expires_on_year": last.year,
    }
    page = "/work/loamshire/evidence/approaches/boot_camps/override/"
    assert client_with(Role.LEAD).post(page, asked).status_code == 302
    override = Override.objects.get()
    assert client.post(of(application, "decide/"), decision(application)).status_code == 422
    there = f"/work/loamshire/evidence/overrides/{override.reference}/approve/"
    assert client.post(there, {"version": override.version}).status_code == 302
    assert "A board overrode it" in text_of(client, of(application, "decide/"))
    assert client.post(of(application, "decide/"), decision(application)).status_code == 302
    assert application.decisions.get().override == override.reference


def test_several_are_approved_and_those_that_cannot_be_say_why() -> None:
    round_ = build_round(budget="5000.00")
    found = [
        build_before_panel(build_application(round_, email=f"c{n}@club{n}.example"))
        for n in range(2)
    ]
    sent = {
        "chosen": [each.reference for each in found],
        "pot": round_.pots.get().reference,
        "reasons": WHY,
        "has_no_interest": "on",
    }
    answer = client_with(Role.APPROVER).post(f"{HOME}panel/{round_.reference}/approve/", sent)
    text = answer.content.decode()
    assert Award.objects.count() == 1
    assert "These were approved" in text
    assert "2,000" in text


def test_withdrawing_an_offer_asks_why() -> None:
    award = build_award()
    client, page = client_with(Role.APPROVER), f"{AWARDS}{award.reference}/withdraw/"
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "They closed the club"}).status_code == 302
    assert "They closed the club" in text_of(client, f"{AWARDS}{award.reference}/")


def test_a_lead_puts_it_before_the_panel_again_once_its_offer_is_gone() -> None:
    award = build_award()
    application, client = award.application, client_with(Role.LEAD)
    assert "before the panel again" not in text_of(client, of(application))
    client.post(of(application, "to-panel/"))
    application.refresh_from_db()
    assert application.state == "approved"
    withdraw_offer(award=award, reason="They closed the club", actor=approver(), at=AT)
    assert "Put it before the panel again" in text_of(client, of(application))
    assert "Put it before the panel again" not in text_of(
        client_with(Role.APPROVER), of(application)
    )
    assert client.post(of(application, "to-panel/")).status_code == 302
    text = text_of(client, of(application))
    for words in (award.reference, "Withdrawn", "They closed the club", "Take it back"):
        assert words in text, words
    again = decision(application, amount="2000")
    client_with(Role.APPROVER).post(of(application, "decide/"), again)
    text = text_of(client, of(application))
    assert text.count("Agreement sent") == 1
    for each in Award.objects.all():
        assert each.reference in text
    for made in application.decisions.all():
        assert client.get(of(application, f"letter/{made.reference}/docx/")).status_code == 200


# --- those who apply ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_applicant_answers_a_question_once_and_nobody_else_does() -> None:
    application = build_application(email=ANN)
    asked = ask(application)
    page = f"/apply/a/{application.reference}/question/{asked.reference}/"
    assert Client().get(page).status_code == 302
    assert sign_in_to_apply("ben@club.example").get(page).status_code == 404
    client = sign_in_to_apply(ANN)
    assert asked.question in text_of(client, page)
    assert client.post(page, {"answer": ""}).status_code == 422
    assert client.post(page, {"answer": "The deputy has a key."}).status_code == 302
    assert Clarification.objects.get().answer == "The deputy has a key."
    assert "You answered this" in text_of(client, page)


@pytest.mark.django_db(transaction=True)
def test_an_applicant_reads_that_an_offer_is_gone_and_that_it_is_decided_again() -> None:
    award = build_award(build_application(email=ANN))
    application = award.application
    client, page = sign_in_to_apply(ANN), f"/apply/a/{application.reference}/decision/"
    assert "does not stand any more" not in text_of(client, page)
    withdraw_offer(award=award, reason="They closed the club", actor=approver(), at=AT)
    assert "does not stand any more. If we decide" in text_of(client, page)
    put_before_panel_again(application=application, actor=lead(), at=AT)
    assert "does not stand any more. We decide" in text_of(client, page)


@pytest.mark.django_db(transaction=True)
def test_an_applicant_reads_the_decision_with_feedback_and_before_it_nothing() -> None:
    application = build_before_panel(build_application(email=ANN))
    client, page = sign_in_to_apply(ANN), f"/apply/a/{application.reference}/decision/"
    assert client.get(page).status_code == 404
    decide(application, approval(application, ruling=Ruling.DECLINE))
    text = text_of(client, page)
    assert "We are sorry to say" in text
    assert "Safeguarding" in text or "safeguarding" in text
    assert "Approver Person" not in text
    assert "First Assessor" not in text


@pytest.mark.django_db(transaction=True)
def test_a_deferral_has_a_letter_of_its_own_that_stays_beside_the_later_one() -> None:
    application = build_before_panel(build_application(email=ANN))
    put_off, _ = decide(application, approval(application, ruling=Ruling.DEFER))
    lead, page = client_with(Role.LEAD), f"/apply/a/{application.reference}/decision/"
    address = of(application, f"letter/{put_off.reference}/docx/")
    assert address in text_of(lead, of(application))
    assert "It stays with us" in word_text(lead.get(address).content)
    applicant = sign_in_to_apply(ANN)
    assert f'href="{page}"' in text_of(applicant, f"/apply/a/{application.reference}/")
    text = text_of(applicant, page)
    assert "is put off" in text
    assert "Why we put it off" in text
    assert "All is shown" not in text
    later, _ = decide(application, approval(application, ruling=Ruling.DECLINE))
    text = text_of(lead, of(application))
    for each in (put_off, later):
        assert of(application, f"letter/{each.reference}/pdf/") in text
    assert "It stays with us" in word_text(lead.get(address).content)
    assert lead.get(of(application, "letter/DE-2222-2222/docx/")).status_code == 404


def word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.read("word/document.xml").decode()


# --- every page at once -------------------------------------------------------------------------


@pytest.fixture
def held() -> Everything:
    return build_everything(said="Plain words")


def test_every_page_opens_for_somebody_with_every_role(held: Everything) -> None:
    client = client_of(held.person)
    for route in held.parts:
        if route.startswith("deciding:") and route not in NOT_LOOKED_AT:
            answer = client.get(held.address(route))
            assert answer.status_code == 200, (route, answer.status_code)
            assert held.address_of_nothing(route) == held.address(route) or (
                client.get(held.address_of_nothing(route)).status_code == 404
            ), route


NOT_LOOKED_AT = frozenset(
    {
        "deciding:file",
        "deciding:take_back",
        "deciding:question_end",
        "deciding:question_read",
        "deciding:to_panel",
        "deciding:question",
        "deciding:decision",
    }
)


def test_no_page_asks_the_database_more_than_25_times(
    held: Everything, django_assert_max_num_queries: Any
) -> None:
    client = client_of(held.person)
    for route in held.parts:
        if route.startswith("deciding:") and route not in NOT_LOOKED_AT:
            with django_assert_max_num_queries(25):
                client.get(held.address(route))
