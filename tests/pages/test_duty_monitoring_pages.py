"""Pages of returns, information requests and concerns."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from builders.documents import a_demonstration
from builders.duty import build_task
from builders.web import build_member, build_organisation, client_of, client_with
from headwater.web.accounts.roles import Role
from headwater.web.documents.models import Document
from headwater.web.partners.models import Organisation, StatutoryRole
from headwater.web.partnership.duty.models import Concern, Reply, Request, Return
from headwater.web.thread.models import Tie
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
HOME = "/work/loamshire/duty/"


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def typed(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def later(days: int = 30) -> date:
    return timezone.localdate() + timedelta(days=days)


def asked_return(client: Client, *organisations: Organisation) -> Return:
    sent = {
        "title": "Autumn return",
        "organisations": [str(each.pk) for each in organisations],
        "questions": "Who leads?\nWhat did you do?",
        **typed("due_on", later()),
    }
    assert client.post(f"{HOME}returns/ask/", sent).status_code == 302
    return Return.objects.get()


def fire() -> Organisation:
    return build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)


def asked_information(client: Client, organisation: Organisation, **given: str) -> int:
    sent = {
        "organisation": str(organisation.pk),
        "title": "Hours of training",
        "wanted": "Hours given to staff in a year",
        "relates": "It trains its own staff",
        "purpose": "monitor",
        "content": "no_person",
        **typed("due_on", later()),
        **given,
    }
    return client.post(f"{HOME}requests/ask/", sent).status_code


def test_a_return_is_asked_for_from_the_template_answered_found_and_closed() -> None:
    police, other = build_organisation(), fire()
    lead = client_with(Role.LEAD)
    assert "Who leads the Duty in your organisation" in page(lead, f"{HOME}returns/ask/")
    held = asked_return(lead, police, other)
    theirs = client_of(build_member(Role.CONTRIBUTOR, organisation=other))
    reply = Reply.objects.get(organisation=other)
    address = f"{HOME}replies/{reply.reference}/"
    draft = {"version": "1", "answer_0": "The area manager", "answer_1": ""}
    assert theirs.post(f"{address}answer/", draft).status_code == 302
    assert "In draft" in page(theirs, address)
    unready = theirs.post(f"{address}answer/", {**draft, "version": "2", "send": "yes"})
    assert "Answer every question" in unready.content.decode()
    whole = {**draft, "version": "2", "answer_1": "Youth work", "send": "yes"}
    assert theirs.post(f"{address}answer/", whole).status_code == 302
    assert "Sent" in page(theirs, address)
    found = {"version": "3", "finding": "It leads well"}
    assert lead.post(f"{address}finding/", found).status_code == 302
    shown = page(lead, f"{HOME}returns/{held.reference}/")
    assert "It leads well" in shown
    assert "Not begun" in shown
    lead.post(f"{HOME}returns/{held.reference}/close/", {"summary": "Half came"})
    assert "Half came" in page(lead, f"{HOME}returns/{held.reference}/")
    report = lead.get(f"{HOME}returns/{held.reference}/report/docx/")
    assert report.content.startswith(b"PK")
    assert Item.objects.filter(kind="monitoring_return_to_answer", closed_at=None).count() == 0


def test_a_contributor_reads_only_the_reply_of_their_own_organisation() -> None:
    police, other = build_organisation(), fire()
    held = asked_return(client_with(Role.LEAD), police)
    theirs = client_of(build_member(Role.CONTRIBUTOR, organisation=other))
    reply = Reply.objects.get()
    assert theirs.get(f"{HOME}returns/{held.reference}/").status_code == 404
    assert theirs.get(f"{HOME}replies/{reply.reference}/").status_code == 404
    assert "Autumn return" not in page(theirs, f"{HOME}returns/")


def test_a_return_nobody_answers_is_late_after_its_day() -> None:
    held = asked_return(client_with(Role.LEAD), build_organisation())
    Return.objects.filter(pk=held.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert "Late" in page(client_with(Role.LEAD), f"{HOME}returns/")


def test_information_is_asked_for_and_given_with_a_document() -> None:
    other = fire()
    lead = client_with(Role.LEAD)
    assert asked_information(lead, other) == 302
    held = Request.objects.get()
    theirs = client_of(build_member(Role.CONTRIBUTOR, organisation=other))
    address = f"{HOME}requests/{held.reference}/"
    assert "may be used only to assist and monitor" in page(theirs, address)
    file = SimpleUploadedFile("hours.csv", b"year,hours\n2026,400\n", content_type="text/csv")
    sent = {"answer": "In the table", "document": file}
    with a_demonstration():
        assert theirs.post(f"{address}give/", sent).status_code == 302
    document = Document.objects.get()
    tie = Tie.objects.get()
    assert (tie.from_kind, tie.from_reference) == ("document", document.reference)
    assert "hours.csv" in page(theirs, address)
    again = theirs.post(f"{address}give/", {"answer": "Once more"})
    assert "The request ended already" in again.content.decode()


def test_nothing_given_is_said_at_the_field() -> None:
    other = fire()
    asked_information(client_with(Role.LEAD), other)
    address = f"{HOME}requests/{Request.objects.get().reference}/give/"
    answer = client_with(Role.LEAD).post(address, {"answer": ""})
    assert answer.status_code == 422
    assert "Enter what you give, or choose a document" in answer.content.decode()


def test_a_request_is_refused_on_a_ground_or_withdrawn() -> None:
    other = fire()
    lead = client_with(Role.LEAD)
    asked_information(lead, other)
    address = f"{HOME}requests/{Request.objects.get().reference}/"
    lead.post(f"{address}refuse/", {"ground": "not_held", "answer": "We keep no hours"})
    assert "The authority does not hold it" in page(lead, address)
    asked_information(lead, other, title="Second")
    second = f"{HOME}requests/{Request.objects.get(title='Second').reference}/"
    assert "Withdraw this request?" in page(lead, f"{second}withdraw/")
    lead.post(f"{second}withdraw/")
    assert "Withdrawn" in page(lead, second)


@pytest.mark.parametrize(
    ("role", "content", "says"),
    [
        (StatutoryRole.POLICE, "patient", "does not reach patient information"),
        (StatutoryRole.HEALTH, "personal", "personal information of a health"),
    ],
)
def test_what_section_17_does_not_reach_is_not_asked_for(
    role: StatutoryRole, content: str, says: str
) -> None:
    whose = build_organisation(name="Asked", statutory_role=role)
    sent = {
        "organisation": str(whose.pk),
        "title": "Lists",
        "wanted": "A list",
        "relates": "It holds one",
        "purpose": "assist",
        "content": content,
        **typed("due_on", later()),
    }
    answer = client_with(Role.LEAD).post(f"{HOME}requests/ask/", sent)
    assert says in answer.content.decode()
    assert Request.objects.count() == 0


def test_a_concern_is_raised_taken_further_and_ended() -> None:
    task = build_task()
    lead = client_with(Role.LEAD)
    address = f"{HOME}tasks/collaborate/{task.organisation.reference}/concern/"
    said = {"words": "Nobody came", **typed("on", timezone.localdate())}
    follow = typed("follow_up_on", later())
    sent = {"title": "No one comes to the board", **said, **follow}
    assert lead.post(address, sent).status_code == 302
    held = Concern.objects.get()
    here = f"{HOME}concerns/{held.reference}/"
    assert "Raised with the authority" in page(lead, here)
    skipped = {"version": "1", "step": "secretary", **said}
    assert "from the list" in lead.post(f"{here}further/", skipped).content.decode()
    assert (
        lead.post(f"{here}further/", {"version": "1", "step": "board", **said}).status_code == 302
    )
    assert "Raised with the board" in page(lead, here)
    ended = {"version": "2", "outcome": "complied", "words": "They come now"}
    assert "No direction was given" in lead.post(f"{here}end/", ended).content.decode()
    assert lead.post(f"{here}end/", {**ended, "outcome": "resolved"}).status_code == 302
    assert "They come now" in page(lead, here)
    assert "No one comes" in page(lead, f"{HOME}concerns/?open=ended")
    assert "No concern was raised." in page(lead, f"{HOME}concerns/?open=open")


@pytest.mark.parametrize("name", ["returns", "requests", "concerns"])
def test_viewers_read_no_correspondence(name: str) -> None:
    build_organisation()
    assert client_with(Role.VIEWER).get(f"{HOME}{name}/").status_code == 404


@pytest.mark.parametrize("name", ["returns.csv", "information-requests.csv", "concerns.csv"])
def test_each_register_goes_into_a_spreadsheet(name: str) -> None:
    lead = client_with(Role.LEAD)
    asked_return(lead, fire())
    asked_information(lead, fire())
    found = {"returns.csv": "returns.csv", "information-requests.csv": "requests.csv"}
    lines = page(lead, f"{HOME}{found.get(name, name)}").splitlines()
    assert lines[0].startswith("reference,title")
