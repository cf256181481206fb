"""Pages of rounds: building one from a template, publishing it, and what the public reads."""

import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from builders.documents import a_demonstration
from builders.money import build_fund, build_pot
from builders.rounds import build_draft, build_put, build_ready, build_round
from builders.web import build_member, build_workspace, client_of, client_with
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.changes import publishing
from headwater.web.grants.rounds.models import Question, Round, RoundState
from headwater.web.grants.rounds.rules.templates import Start

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/rounds/"
MOST_QUERIES = 25
DURING = "1781000000"
"""9 June 2026, while the rounds of the builders are open."""


@pytest.fixture(autouse=True)
def the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is June 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DURING)
    assert clock.now().isoformat().startswith("2026-06-09")


def at(round: Round, rest: str = "") -> str:
    return f"{HOME}{round.reference}/{rest}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def words_of(client: Client, address: str) -> str:
    """A page without its tags, with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(client, address)).split())


def beginning(round_title: str = "Summer round", **given: Any) -> dict[str, str]:
    days = {"opens_on": (1, 7, 2026), "closes_on": (31, 8, 2026)}
    sent = {
        f"{name}_{part}": str(value)
        for name, three in days.items()
        for part, value in zip(("day", "month", "year"), three, strict=True)
    }
    times = {"opens_time": "09:00", "closes_time": "12:00"}
    return {**sent, **times, "title": round_title, "start": Start.YOUTH_FUND.value, **given}


def test_with_no_round_the_list_says_what_to_do() -> None:
    assert "Start a round" in text_of(client_with(Role.LEAD), HOME)
    assert "Leads start rounds" in text_of(client_with(Role.VIEWER), HOME)


def test_a_round_is_begun_from_the_template_and_says_what_is_missing() -> None:
    fund = build_fund()
    client = client_with(Role.LEAD)
    answer = client.post(f"{HOME}new/", beginning(fund=fund.reference))
    made = Round.objects.get()
    assert answer.headers["Location"] == at(made)
    assert made.closes_at.isoformat() == "2026-08-31T11:00:00+00:00"
    page = words_of(client, at(made))
    assert "3 things missing" in page
    assert "Choose the pots that awards are paid from" in page


def test_a_round_that_cannot_be_begun_keeps_what_was_typed() -> None:
    client = client_with(Role.LEAD)
    fund = build_fund()
    answer = client.post(
        f"{HOME}new/", beginning("Kept words", fund=fund.reference, closes_on_year="2025")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Error: " in page
    assert "must close after it opens" in page
    assert "Kept words" in page


def test_terms_and_words_make_a_round_ready() -> None:
    draft = build_draft()
    pot = build_pot(draft.fund, budget="60000.00")
    client = client_with(Role.LEAD)
    sent = {
        "version": "1",
        "total": "50,000",
        "largest_award": "3500",
        "smallest_award": "0",
        "youngest": "5",
        "oldest": "18",
        "oldest_with_send": "25",
        "places": "Z99D00001 Larkminster\nZ99D00002 Fenhurst",
        "small_income": "25000",
        "pots": [pot.reference],
    }
    assert client.post(at(draft, "terms/"), sent).status_code == 302
    about = {"title": draft.title, "summary": "s", "contact": "a@b.example", "version": "2"}
    texts = dict.fromkeys(("purpose", "who_can_apply", "how_decided", "data_use"), "words")
    assert client.post(at(draft, "about/"), {**about, **texts}).status_code == 302
    assert "Nothing is missing" in text_of(client, at(draft))


def test_two_people_who_change_a_round_at_once_lose_nothing() -> None:
    draft = build_ready()
    client = client_with(Role.LEAD)
    about = {"title": "My title", "summary": "s", "contact": "a@b.example", "version": "1"}
    answer = client.post(at(draft, "about/"), about)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed the round" in page
    assert "My title" in page
    again = {**about, "version": str(draft.version)}
    assert client.post(at(draft, "about/"), again).status_code == 302


def test_questions_are_written_moved_removed_and_put_back_without_script() -> None:
    draft = build_draft()
    client = client_with(Role.LEAD)
    section = queries.sections_of(draft)[0].section
    sent = {
        "section": section.reference,
        "words": "What is your motto?",
        "kind": "long",
        "word_limit": "20",
    }
    assert client.post(at(draft, "questions/new/"), sent).status_code == 302
    made = Question.objects.get(words="What is your motto?")
    assert (made.word_limit, made.required) == (20, False)
    place = f"parts/{made.reference}/"
    client.post(at(draft, f"{place}move/"), {"to": "up"})
    order = [each.key for each in queries.sections_of(draft)[0].questions]
    assert order.index(made.key) == len(order) - 2
    answer = client.post(at(draft, f"{place}remove/"), follow=True)
    assert "put it back" in answer.content.decode()
    assert made not in queries.questions_of(draft)
    client.post(at(draft, f"{place}put-back/"))
    assert made in queries.questions_of(draft)


def test_every_sort_of_part_has_a_page_to_change_it() -> None:
    draft = build_draft()
    client = client_with(Role.LEAD)
    for part in (
        queries.eligibility_of(draft)[0],
        queries.sections_of(draft)[0].section,
        queries.questions_of(draft)[0],
        queries.criteria_of(draft)[0],
    ):
        address = at(draft, f"parts/{part.reference}/edit/")
        form = client.get(address).context["form"]
        sent = {name: value for name, value in form.initial.items() if value is not None}
        assert client.post(address, sent).status_code == 302, part


def test_the_library_offers_what_is_not_there_yet() -> None:
    draft = build_draft()
    client = client_with(Role.LEAD)
    section = queries.sections_of(draft)[0].section
    page = text_of(client, at(draft, "questions/library/"))
    assert "How have young people shaped it?" in page
    assert "What is the project called?" not in page
    sent = {"section": section.reference, "ids": ["young-voices", "quotes"]}
    assert client.post(at(draft, "questions/library/"), sent).status_code == 302
    assert {"young-voices", "quotes"} <= {each.key for each in queries.questions_of(draft)}


def test_the_preview_shows_the_page_and_the_questions_as_they_are_asked() -> None:
    draft = build_ready()
    client = client_with(Role.VIEWER)
    page = text_of(client, at(draft, "preview/"))
    assert "This is how the public sees it" in page
    assert 'name="project-name"' in page
    assert 'name="reach"' in page
    assert 'name="reach"' not in text_of(client, at(draft, "preview/?as=small"))


def test_an_approver_publishes_what_a_lead_put_forward() -> None:
    ready = build_ready()
    lead = client_of(build_member(Role.LEAD, name="Lead Person"))
    lead.post(at(ready, "put-forward/"), {"version": str(ready.version)})
    assert lead.get(at(ready, "publish/")).status_code == 404
    approver = client_of(build_member(Role.APPROVER, name="Approver Person"))
    assert "Publish it" in text_of(approver, at(ready))
    version = str(ready.version + 1)
    assert approver.post(at(ready, "publish/"), {"version": version}).status_code == 302
    ready.refresh_from_db()
    assert ready.state == RoundState.PUBLISHED


def test_a_published_round_has_no_page_that_changes_it() -> None:
    published = build_round()
    client = client_with(Role.LEAD)
    assert "is published" in client.get(at(published, "about/")).content.decode()
    page = text_of(client, at(published, "questions/"))
    assert "Up<span" not in page
    assert "Write a question" not in page


def test_a_waiting_round_is_taken_back() -> None:
    waiting = build_put()
    client = client_with(Role.LEAD)
    client.post(at(waiting, "take-back/"), {"version": str(waiting.version)})
    waiting.refresh_from_db()
    assert waiting.state == RoundState.DRAFT


def test_the_public_sees_every_question_before_starting() -> None:
    published = build_round()
    page = words_of(Client(), f"/funds/{published.slug}/")
    for question in queries.questions_of(published):
        assert question.words.replace("'", "&#x27;") in page, question.words
    assert "Monday 13 July 2026, 12 noon (London time)" in page
    assert "To apply, your answer must be: Yes." in page
    assert "Delivery and safeguarding: 20 of 100" in page
    assert "About 1 hour" in page
    assert f'href="/apply/{published.slug}/"' in text_of(Client(), f"/funds/{published.slug}/")
    assert "Not asked of organisations with a yearly income below £25,000." in page


def test_the_list_for_the_public_has_what_is_open_soon_and_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published = build_round()
    build_draft(title="A secret draft")
    assert "Closes on Monday 13 July 2026, 12 noon." in words_of(Client(), "/funds/")
    assert "secret" not in text_of(Client(), "/funds/")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(published.opens_at.timestamp()) - 1))
    assert "Opens on Monday 1 June 2026, 12 noon." in words_of(Client(), "/funds/")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(published.closes_at.timestamp())))
    assert "Closed on Monday 13 July 2026, 12 noon." in words_of(Client(), "/funds/")
    assert "Nothing is open now" in text_of(Client(), "/funds/?text=nothing-like-it")


def test_what_is_not_published_is_not_there_for_the_public() -> None:
    draft = build_draft()
    for rest in ("", "questions.pdf", "dates.ics"):
        assert Client().get(f"/funds/{draft.slug}/{rest}").status_code == 404


def test_the_public_reads_what_happens_at_closing_and_with_what_comes_late() -> None:
    published = build_round()
    for page in (f"/funds/{published.slug}/", f"/apply/{published.slug}/"):
        assert "is not taken, however it came about" in words_of(Client(), page)
    text = words_of(Client(), f"/funds/{published.slug}/")
    assert "the moment our server receives what you send" in text
    assert "you can ask that it be taken late" in text
    assert "Two people of ours must agree" in text
    answer = Client().get(f"/funds/{published.slug}/questions.docx")
    with ZipFile(io.BytesIO(answer.content)) as package:
        assert "taken late" in package.read("word/document.xml").decode()


def test_the_public_takes_the_questions_home_as_word() -> None:
    published = build_round()
    answer = Client().get(f"/funds/{published.slug}/questions.docx")
    with ZipFile(io.BytesIO(answer.content)) as package:
        said = package.read("word/document.xml").decode()
    assert "What will the money pay for?" in said
    assert Client().get(f"/funds/{published.slug}/questions.exe").status_code == 404


def test_the_dates_are_there_for_a_calendar() -> None:
    published = build_round()
    answer = Client().get(f"/funds/{published.slug}/dates.ics")
    said = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20260713T110000Z" in said
    assert f"{published.reference}-closes@" in said


def test_closing_later_and_withdrawing_say_why_in_public() -> None:
    published = build_round()
    client = client_with(Role.LEAD)
    sent = {
        "closes_on_day": "20",
        "closes_on_month": "7",
        "closes_on_year": "2026",
        "closes_time": "17:00",
        "reason": "Schools asked for another week.",
        "version": str(published.version),
    }
    assert client.post(at(published, "extend/"), sent).status_code == 302
    page = words_of(Client(), f"/funds/{published.slug}/")
    assert "Monday 20 July 2026, 5:00pm" in page
    assert "Schools asked for another week." in page
    given = {"reason": "The grant was stopped.", "version": str(published.version + 1)}
    assert client.post(at(published, "withdraw/"), given).status_code == 302
    page = words_of(Client(), f"/funds/{published.slug}/")
    assert "This round was withdrawn." in page
    assert "The grant was stopped." in page
    assert "Start to apply" not in page


def test_guidance_is_added_and_fetched_by_anybody_once_the_round_is_published() -> None:
    ready = build_ready()
    client = client_with(Role.LEAD)
    file = SimpleUploadedFile("guide.csv", b"a,b\n1,2\n")
    with a_demonstration():
        answer = client.post(at(ready, "documents/"), {"title": "Guidance", "file": file})
    assert answer.status_code == 302
    (kept,) = queries.attachments_of(ready)
    address = f"/funds/{ready.slug}/documents/{kept.reference}/"
    assert Client().get(address).status_code == 404
    put = publishing.put_forward(
        round=ready, version=ready.version, actor=HEADWATER, at=clock.now()
    )
    approver = client_with(Role.APPROVER)
    approver.post(at(ready, "publish/"), {"version": str(put.version)})
    answer = Client().get(address)
    assert answer.getvalue() == b"a,b\n1,2\n"
    assert "Guidance" in text_of(Client(), f"/funds/{ready.slug}/")


def test_rounds_are_filtered_and_downloaded() -> None:
    build_round(title="Spring")
    build_draft(title="Autumn")
    client = client_with(Role.VIEWER)
    page = text_of(client, f"{HOME}?text=spring")
    assert "Spring" in page
    assert "Autumn" not in page
    assert "Autumn" in text_of(client, f"{HOME}?state=draft")
    rows = text_of(client, f"{HOME}rounds.csv").splitlines()
    assert rows[0].startswith("reference,title,fund,state")
    assert len(rows) == 3
    assert len(text_of(Client(), "/funds/rounds.csv").splitlines()) == 2


def test_rounds_of_another_partnership_are_not_there() -> None:
    theirs = build_draft(build_workspace("westmere"))
    client = client_with(Role.LEAD)
    assert client.get(at(theirs)).status_code == 404
    assert client.get(f"/work/westmere/rounds/{theirs.reference}/").status_code == 404


def test_no_page_of_a_round_asks_the_database_more_than_25_times() -> None:
    draft, published = build_draft(title="Autumn"), build_round(title="Spring")
    client = client_with(Role.LEAD)
    pages = ("", "about/", "terms/", "dates/", "eligibility/", "questions/", "criteria/")
    more = ("documents/", "preview/", "questions/new/", "questions/library/")
    addresses = [
        HOME,
        *(at(draft, rest) for rest in (*pages, *more)),
        at(published, "extend/"),
        "/funds/",
        f"/funds/{published.slug}/",
    ]
    counts = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        counts[address] = len(asked)
    assert {address: count for address, count in counts.items() if count > MOST_QUERIES} == {}
