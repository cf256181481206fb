"""Applying from the first question to the reference, without script and without an account."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from builders.applying import (
    AT,
    BEN,
    FULL,
    OURS,
    begin,
    build_draft,
    build_open_round,
    build_sent,
    sign_in,
    write,
)
from builders.documents import a_demonstration, a_png
from builders.web import build_member, build_organisation, client_of, client_with
from headwater.web.accounts.roles import Role
from headwater.web.grants.applying.models import Answer, Application, LateRequest

pytestmark = pytest.mark.django_db(transaction=True)
ROUND = "/apply/youth-fund/"
HIDDEN = re.compile(r'<input type="hidden" name="(seen-[\w-]+)" value="([^"]*)">')


@pytest.fixture(autouse=True)
def while_it_is_open():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


def text_of(answer: Any) -> str:
    return answer.content.decode()


def hidden(answer: Any) -> dict[str, str]:
    """What a page knows of the answers it shows."""
    return dict(HIDDEN.findall(text_of(answer)))


def page(application: Application, name: str = "") -> str:
    return f"/apply/a/{application.reference}/{name}"


def parts(application: Application) -> list[str]:
    return [page(application, "part/organisation/")] + [
        page(application, f"part/{each.reference}/") for each in application.round.sections.all()
    ]


def send(browser: Client, address: str, given: dict[str, Any]) -> Any:
    """Fill a page in as a browser does: with what the page knows of what it shows."""
    return browser.post(address, {**hidden(browser.get(address)), **given})


def test_eligibility_comes_first_and_asks_nobody_who_they_are() -> None:
    build_open_round()
    answer = Client().get(ROUND)
    assert answer.status_code == 200
    assert "Is it for young people?" in text_of(answer)


def test_whoever_cannot_apply_is_told_why_and_what_else_there_is() -> None:
    build_open_round()
    build_open_round("autumn", title="Autumn round")
    browser = Client()
    told = text_of(browser.post(ROUND, {"under-18": "no"}))
    assert "Try the community fund" in told
    assert "Autumn round" in told
    assert 'value="no" checked' in " ".join(text_of(browser.get(ROUND)).split())
    assert browser.get(f"{ROUND}begin/").status_code == 302


def test_an_unanswered_question_is_asked_again() -> None:
    build_open_round()
    answer = Client().post(ROUND, {})
    assert answer.status_code == 422
    assert "<title>Error: " in text_of(answer)


@pytest.mark.parametrize(("opens", "closes"), [(1, 5), (-5, 0)])
def test_a_round_that_is_not_open_says_so(opens: int, closes: int) -> None:
    build_open_round(opens_at=AT + timedelta(days=opens), closes_at=AT + timedelta(days=closes))
    assert "This round is not open" in text_of(Client().get(ROUND))


def test_somebody_applies_from_the_first_question_to_the_reference() -> None:
    round_ = build_open_round()
    browser = Client()
    assert browser.post(ROUND, {"under-18": "yes"})["Location"] == f"{ROUND}begin/"
    sign_in(client=browser)
    begun = browser.post(f"{ROUND}begin/")
    application = Application.objects.get()
    assert application.eligibility == {"under-18": "yes"}
    assert begun["Location"] == page(application)
    assert "Cannot start yet" in text_of(browser.get(page(application)))
    first, second, third = parts(application)
    assert send(browser, first, OURS)["Location"] == second
    project = {key: FULL[key] for key in ("title", "what", "amount", "more")}
    assert send(browser, second, project)["Location"] == third
    assert send(browser, third, {"safe": "yes"})["Location"] == page(application)
    assert "Ready to send" in text_of(browser.get(page(application)))
    assert "Boxing on Fridays" in text_of(browser.get(page(application, "check/")))
    certified = {"name": "Ann Example", "role": "Treasurer", "is_true": "on"}
    assert browser.post(page(application, "send/"), {"name": "Ann"}).status_code == 422
    sent = browser.post(page(application, "send/"), certified)
    assert sent["Location"] == page(application, "sent/")
    assert application.reference in text_of(browser.get(sent["Location"]))
    assert browser.post(page(application, "send/"), certified)["Location"] == sent["Location"]
    assert Application.objects.get().submitted_at == AT
    assert round_.applications.count() == 1


def test_what_is_wrong_is_said_and_kept_and_somebody_may_come_back_later() -> None:
    application = begin()
    browser = sign_in()
    address = parts(application)[1]
    wrong = {"title": "Boxing", "amount": "lots", "what": "word " * 30}
    answer = send(browser, address, {**wrong, "go": "on"})
    told = text_of(answer)
    assert answer.status_code == 422
    assert "You have written 30" in told
    assert "must be an amount in pounds" in told
    assert send(browser, address, {**wrong, "go": "later"})["Location"] == page(application)
    assert 'value="lots"' in text_of(browser.get(address))


def test_a_colleagues_newer_answer_is_shown_beside_ours_and_can_be_overruled() -> None:
    application = begin()
    browser = sign_in()
    address = parts(application)[1]
    seen = hidden(browser.get(address))
    write(application, {"title": "Ben's name"}, by=BEN)
    answer = browser.post(address, {**seen, "title": "Ann's name", "what": "A club", "go": "later"})
    told = text_of(answer)
    assert answer.status_code == 422
    assert "A colleague changed this answer" in told
    assert "Your colleague’s answer: Ben&#39;s name" in told
    assert 'value="Ann&#39;s name"' in told
    assert Answer.objects.get(key="what").given == "A club"
    again = browser.post(
        address, {**hidden(answer), "title": "Both names", "what": "A club", "go": "later"}
    )
    assert again.status_code == 302
    assert Answer.objects.get(key="title").given == "Both names"


def test_a_script_saves_and_is_told_what_not_to_write_over() -> None:
    application = begin()
    browser = sign_in()
    address = parts(application)[1]
    seen = hidden(browser.get(address))
    sent = {**seen, "title": "Boxing", "autosave": "yes"}
    first = browser.post(address, sent).json()
    assert first["saved"] is True
    assert first["seen"]["title"].startswith("1:")
    write(application, {"title": "Ben's name"}, by=BEN)
    second = browser.post(
        address, {**sent, "seen-title": first["seen"]["title"], "title": "Boxing clever"}
    ).json()
    assert second["conflicts"] == ["title"]
    assert "title" not in second["seen"]
    assert Answer.objects.get(key="title").given == "Ben's name"


def test_what_was_typed_when_the_session_ended_is_shown_after_signing_in_again(
    while_it_is_open: Any,
) -> None:
    application = begin()
    browser = sign_in()
    address = parts(application)[1]
    seen = hidden(browser.get(address))
    while_it_is_open.shift(timedelta(minutes=70))
    turned = browser.post(address, {**seen, "title": "Typed for an hour"})
    assert "/apply/sign-in/" in turned["Location"]
    assert not Answer.objects.exists()
    sign_in(client=browser)
    told = text_of(browser.get(address))
    assert 'value="Typed for an hour"' in told
    assert "You were signed out" in told


def test_what_one_person_typed_is_not_shown_to_another_in_the_same_browser(
    while_it_is_open: Any,
) -> None:
    application = begin()
    browser = sign_in()
    address = parts(application)[1]
    while_it_is_open.shift(timedelta(minutes=70))
    browser.post(address, {"title": "Typed for an hour"})
    application.members.create(applicant=begin(by=BEN).started_by, added_at=AT)
    sign_in(BEN, client=browser)
    assert "Typed for an hour" not in text_of(browser.get(address))


def test_an_organisation_is_looked_up_among_partners_and_earlier_applications() -> None:
    build_organisation(name="Fen Boxing Partnership")
    earlier = build_sent().reference
    application = begin()
    browser = sign_in()
    address = page(application, "find/")
    assert "Fen Boxing Partnership" in text_of(browser.get(f"{address}?name=boxing"))
    assert "Fen Boxing" not in text_of(browser.get(f"{address}?name=fe"))
    browser.post(address, {"name": "harbour", "key": earlier})
    found = Application.objects.get(pk=application.pk)
    assert (found.organisation, found.charity_number) == ("The Harbour Light Trust", "1164883")
    browser.post(address, {"name": "Our new club", "key": ""})
    assert Application.objects.get(pk=application.pk).organisation == "Our new club"


@pytest.fixture
def demonstration_site():
    with a_demonstration():
        yield


@pytest.mark.usefixtures("demonstration_site")
def test_a_file_is_added_read_and_removed() -> None:
    application = begin()
    browser = sign_in()
    address = page(application, "files/policy/")
    bad = SimpleUploadedFile("policy.exe", b"MZ")
    assert browser.post(address, {"file": bad}).status_code == 422
    picture = a_png()
    good = SimpleUploadedFile("policy.png", picture)
    assert browser.post(address, {"file": good}).status_code == 302
    attachment = application.attachments.get()
    taken = browser.get(page(application, f"file/{attachment.pk}/"))
    assert b"".join(taken.streaming_content) == picture
    assert "attachment" in taken["Content-Disposition"]
    stranger = sign_in(BEN)
    assert stranger.get(page(application, f"file/{attachment.pk}/")).status_code == 404
    assert browser.post(page(application, f"file/{attachment.pk}/remove/")).status_code == 302
    assert browser.get(page(application, f"file/{attachment.pk}/")).status_code == 404


def test_a_colleague_is_invited_and_comes_in_by_their_link() -> None:
    from django.core import mail

    application = begin()
    other = begin(by=BEN)
    assert (
        sign_in().post(page(application, "people/"), {"email": BEN, "may_submit": "on"}).status_code
        == 302
    )
    link = "/apply/link/" + str(mail.outbox[-1].body).split("/apply/link/")[1].split("\n")[0]
    browser = Client()
    assert "Open the application" in text_of(browser.get(link))
    assert browser.get(page(application)).status_code == 302
    assert browser.post(link)["Location"] == page(application)
    assert browser.get(page(application)).status_code == 200
    assert browser.get(page(other)).status_code == 404
    assert other.reference not in text_of(browser.get("/apply/"))


PAGES = ("", "check/", "send/", "people/", "all/", "find/", "files/policy/", "withdraw/",
         "copy.docx", "part/organisation/")  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_application_of_another_answers_as_one_that_is_not_there(name: str) -> None:
    application = build_draft()
    browser = sign_in(BEN)
    theirs = browser.get(page(application, name))
    nothing = browser.get(f"/apply/a/YF-2222-2222/{name}")
    assert theirs.status_code == nothing.status_code == 404


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_copy_is_kept(kind: str) -> None:
    sent = build_sent()
    answer = sign_in().get(page(sent, f"copy.{kind}"))
    assert answer.status_code == 200
    assert answer.content[:2] in (b"PK", b"%P")


def test_the_same_organisation_is_shown_before_sending() -> None:
    build_sent()
    draft = build_draft(by=BEN)
    told = text_of(sign_in(BEN).get(page(draft, "check/")))
    assert "same name or number was sent in to this round already" in told
    assert build_sent().reference not in told


def test_what_comes_after_the_closing_moment_is_explained_kept_and_asked_for(
    while_it_is_open: Any,
) -> None:
    draft = build_draft()
    browser = sign_in()
    while_it_is_open.move_to(AT + timedelta(days=30))
    sign_in(client=browser)
    sent = browser.post(page(draft, "send/"), {"name": "Ann", "role": "Treasurer", "is_true": "on"})
    assert sent["Location"] == page(draft, "late/")
    assert "What counts is the moment our server receives it" in text_of(
        browser.get(sent["Location"])
    )
    assert browser.post(sent["Location"], {"why": "Our line was down"}).status_code == 302
    assert LateRequest.objects.get().why == "Our line was down"
    lead = client_with(Role.LEAD)
    listed = "/work/loamshire/late-applications/"
    assert draft.reference in text_of(lead.get(listed))
    address = f"{listed}{draft.reference}/"
    lead.post(address, {"decision": "take", "reason": "A line was down"})
    assert "Agree to take it" not in text_of(lead.get(address))
    other = client_of(build_member(Role.APPROVER))
    assert "Agree to take it" in text_of(other.get(address))
    other.post(f"{address}take/")
    assert Application.objects.get().was_late
    assert draft.reference in text_of(lead.get(f"{listed}late.csv"))


def test_a_withdrawn_application_is_still_read() -> None:
    sent = build_sent()
    browser = sign_in()
    assert browser.post(page(sent, "withdraw/"), {"reason": ""}).status_code == 302
    assert "Withdrawn" in text_of(browser.get(page(sent)))
    assert browser.get(parts(sent)[1]).status_code == 404


def test_the_privacy_notice_is_there_for_everybody() -> None:
    assert "How long we keep it" in text_of(Client().get("/apply/privacy/"))


def test_the_partnership_sees_that_an_organisation_applied_twice() -> None:
    first, second = build_sent(), build_sent(by=BEN)
    lead = client_with(Role.LEAD)
    for each in (first, second):
        address = reverse("deciding:application", args=["loamshire", each.reference])
        assert "1 other application to this round" in text_of(lead.get(address))
