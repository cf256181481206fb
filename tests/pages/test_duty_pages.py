"""Pages of the tasks of the Duty."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document as WordDocument

from builders.duty import answered, build_task, lead_of
from builders.thread import shelves
from builders.web import build_member, build_organisation, client_of, client_with
from headwater.rulebook import obligations_on, readiness_domains
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import StatutoryRole
from headwater.web.partners.rules.duty import UNDER_THE_DUTY
from headwater.web.partnership.duty.models import Answer
from headwater.web.partnership.duty.rules.answering import Status
from headwater.web.partnership.duty.rules.owing import owes
from headwater.web.thread.models import Tie

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/duty/"


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def soon() -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=90)
    return {
        "next_review_on_day": str(day.day),
        "next_review_on_month": str(day.month),
        "next_review_on_year": str(day.year),
    }


def test_every_task_of_a_partner_is_listed_before_anybody_answered() -> None:
    build_organisation()
    shown = page(client_with(Role.VIEWER), HOME)
    assert "Work together" in shown
    assert "Not assessed" in shown
    assert "tasks answered" in shown


def test_a_contributor_reads_the_tasks_of_their_own_organisation_first() -> None:
    build_organisation(name="Aldermoor Council", statutory_role=StatutoryRole.LOCAL_AUTHORITY)
    theirs = build_organisation(name="Zed Fire", statutory_role=StatutoryRole.FIRE)
    shown = page(client_of(build_member(Role.CONTRIBUTOR, organisation=theirs)), HOME)
    table = shown[shown.index("Yours under the") :]
    assert table.index("Zed Fire") < table.index("Aldermoor Council")


def test_tasks_are_filtered_by_how_they_stand_and_by_organisation() -> None:
    answered(status=Status.NOT_MET)
    reader = client_with(Role.VIEWER)
    assert "Work together" in page(reader, f"{HOME}?stands=not_met")
    assert "No task matches." in page(reader, f"{HOME}?stands=partly")
    other = build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)
    table = page(reader, f"{HOME}?organisation={other.reference}")
    assert f"/tasks/collaborate/{other.reference}/" in table


def test_an_answer_is_given_and_shown() -> None:
    task = build_task()
    address = f"{HOME}tasks/collaborate/{task.organisation.reference}/"
    lead = client_with(Role.LEAD)
    assert "How is it met?" in page(lead, f"{address}answer/")
    sent = {"version": "1", "status": "met", "statement": "We met four times", **soon()}
    assert lead.post(f"{address}answer/", sent).status_code == 302
    shown = page(lead, address)
    assert "We met four times" in shown
    assert "Met, nothing shows it" in shown


def test_what_does_not_apply_must_say_why() -> None:
    task = build_task()
    address = f"{HOME}tasks/collaborate/{task.organisation.reference}/answer/"
    answer = client_with(Role.LEAD).post(
        address, {"version": "1", "status": "not_applicable", **soon()}
    )
    assert answer.status_code == 422
    assert "Enter why it does not apply" in answer.content.decode()
    assert Answer.objects.count() == 0


def test_somebody_elses_answer_is_laid_beside_ones_own() -> None:
    held = answered(status=Status.PARTLY)
    address = f"{HOME}tasks/collaborate/{held.organisation.reference}/answer/"
    sent = {"version": "1", "status": "met", "statement": "Mine", **soon()}
    lead = client_with(Role.LEAD)
    answer = lead.post(address, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Partly met" in shown
    assert "Mine" in shown
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version is not None
    assert lead.post(address, {**sent, "version": version[1]}).status_code == 302
    held.refresh_from_db()
    assert held.statement == "Mine"


def test_a_contributor_does_not_answer_for_another_organisation() -> None:
    task = build_task()
    fire = build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)
    theirs = client_of(build_member(Role.CONTRIBUTOR, organisation=fire))
    address = f"{HOME}tasks/collaborate/{task.organisation.reference}/"
    assert "Answer" not in page(theirs, address).split("<main")[1].split("What is asked")[0]
    sent = {"version": "1", "status": "met", "statement": "Mine", **soon()}
    theirs.post(f"{address}answer/", sent)
    assert Answer.objects.count() == 0


def test_evidence_is_found_tied_and_taken_away() -> None:
    held = answered()
    lead = client_with(Role.LEAD)
    address = f"{HOME}tasks/collaborate/{held.organisation.reference}/"
    with shelves("proof"):
        found = f"{address}evidence/?kind=proof&words=one"
        assert "Proof one" in page(lead, found)
        assert lead.post(found, {"shown": "one"}).status_code == 302
        shown = page(lead, address)
        assert "Proof one" in shown
        tie = Tie.objects.get()
        away = f"{address}evidence/{tie.reference}/take-away/"
        assert "Take this evidence of the task away?" in page(lead, away)
        assert Tie.objects.get().ended_at is None
        lead.post(away)
        assert Tie.objects.get().ended_at is not None


def test_the_pack_counts_what_is_not_answered_before_anything_else() -> None:
    answered()
    shown = page(client_with(Role.VIEWER), f"{HOME}pack/")
    first = shown.index("not answered")
    assert first < shown.index("How the Duty is met")
    assert re.search(r"\d+ of \d+ tasks not answered", shown)


@pytest.mark.parametrize(("kind", "starts"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_pack_is_saved_as_word_and_pdf(kind: str, starts: bytes) -> None:
    answered()
    answer = client_with(Role.VIEWER).get(f"{HOME}pack/{kind}/")
    assert answer.content.startswith(starts)


def _rows(reader: Client, heading: str) -> Iterator[tuple[str, ...]]:
    """Rows of the one table of the pack in Word whose first row ends with a heading."""
    word = WordDocument(io.BytesIO(reader.get(f"{HOME}pack/docx/").content))
    found = [
        [tuple(cell.text for cell in row.cells) for row in table.rows] for table in word.tables
    ]
    (table,) = [rows for rows in found if rows[0][-1] == heading and "Law" in rows[0]]
    yield from table[1:]


def test_the_pack_in_word_names_every_task_that_nobody_answered() -> None:
    held = answered()
    build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)
    names = {held.organisation.name: StatutoryRole(held.organisation.statutory_role)}
    names["Loamshire Fire"] = StatutoryRole.FIRE
    expected = [
        (each.title, name)
        for each in obligations_on(timezone.localdate())
        for name, role in names.items()
        if owes(each, role) and (each.id, name) != ("collaborate", held.organisation.name)
    ]
    said = [(row[0], row[-1]) for row in _rows(client_with(Role.VIEWER), "Owed by")]
    assert sorted(said) == sorted(expected)


def test_the_pack_in_word_names_what_is_owed_by_an_authority_that_is_no_partner() -> None:
    theirs = StatutoryRole(answered().organisation.statutory_role)
    empty = [r for r in (StatutoryRole.LOCAL_POLICING_BODY, *UNDER_THE_DUTY) if r is not theirs]
    expected = {
        (each.title, role.label)
        for each in obligations_on(timezone.localdate())
        for role in empty
        if owes(each, role)
    }
    said = {row[0]: row[-1] for row in _rows(client_with(Role.VIEWER), "Which authority")}
    assert said.keys() == {title for title, _ in expected}
    assert [pair for pair in expected if pair[1] not in said[pair[0]]] == []
    assert ("Monitor the authorities", StatutoryRole.LOCAL_POLICING_BODY.label) in expected


def test_an_authority_that_becomes_a_partner_is_no_longer_said_to_be_missing() -> None:
    answered()
    role = StatutoryRole.LOCAL_POLICING_BODY
    build_organisation(name="Loamshire Commissioner", statutory_role=role)
    reader = client_with(Role.VIEWER)
    assert not [row for row in _rows(reader, "Which authority") if role.label in row[-1]]
    assert ("Monitor the authorities", "Loamshire Commissioner") in [
        (row[0], row[-1]) for row in _rows(reader, "Owed by")
    ]


def test_the_pack_in_word_names_every_domain_that_nobody_assessed() -> None:
    answered()
    address = f"{HOME}readiness/{timezone.localdate().year}/governance/assess/"
    sent = {"version": "1", "level": "emerging", "why": "A board meets", "owner": ""}
    client_with(Role.LEAD).post(address, sent)
    word = WordDocument(io.BytesIO(client_with(Role.VIEWER).get(f"{HOME}pack/docx/").content))
    tables = [[[cell.text for cell in row.cells] for row in each.rows] for each in word.tables]
    (rows,) = [each[1:] for each in tables if each[0] == ["Domain", "What it asks"]]
    expected = [[each.title, each.question] for each in readiness_domains()]
    assert rows == [row for row in expected if row[0] != "Governance"]
    assert len(rows) == 8


def test_the_list_goes_into_a_spreadsheet() -> None:
    answered()
    lines = page(client_with(Role.VIEWER), f"{HOME}duty.csv").splitlines()
    assert lines[0].startswith("act,section,obligation,title")
    assert any("Met, nothing shows it" in line for line in lines)


def test_a_domain_is_assessed_and_a_year_that_is_over_is_not() -> None:
    lead_of()
    build_organisation()
    lead = client_with(Role.LEAD)
    year = timezone.localdate().year
    address = f"{HOME}readiness/{year}/governance/"
    sent = {"version": "1", "level": "emerging", "why": "A board meets", "owner": ""}
    assert lead.post(f"{address}assess/", sent).status_code == 302
    assert "2 Emerging" in page(lead, address)
    assert "1 of 9 domains assessed." in page(lead, f"{HOME}readiness/")
    before = lead.post(f"{HOME}readiness/{year - 1}/governance/assess/", sent)
    assert "is kept as it was" in before.content.decode()


def test_a_next_step_needs_an_owner_and_a_day() -> None:
    build_organisation()
    year = timezone.localdate().year
    address = f"{HOME}readiness/{year}/governance/assess/"
    sent = {"version": "1", "level": "none", "why": "Nobody", "next_step": "Name a lead"}
    answer = client_with(Role.LEAD).post(address, sent)
    assert answer.status_code == 422
    assert "Select which organisation sees to the next step" in answer.content.decode()
