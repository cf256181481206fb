"""Pages about partners: who gets in, what they say, and what they refuse."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from builders.partners import COMMISSIONER, FIRE, HANDOVER, MAYOR, build_owner
from builders.web import (
    actor_of,
    build_member,
    build_organisation,
    build_user,
    build_workspace,
    client_of,
    client_with,
)
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import EVERY_ROLE, Role
from headwater.web.audit.models import Entry
from headwater.web.partners import presenters, queries
from headwater.web.partners.models import Membership, Organisation, OwnerBody
from headwater.web.partners.queries import owner_on
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[object]]


def address(route: str, *args: str) -> str:
    return reverse(f"partners:{route}", args=["loamshire", *args])


class Page(Protocol):
    content: bytes


def words(response: Page) -> str:
    return " ".join(response.content.decode().split())


def day(name: str, value: object) -> dict[str, str]:
    return {
        f"{name}_day": str(value.day),  # type: ignore[attr-defined]
        f"{name}_month": str(value.month),  # type: ignore[attr-defined]
        f"{name}_year": str(value.year),  # type: ignore[attr-defined]
    }


@pytest.fixture
def ada() -> User:
    return build_member(Role.ADMINISTRATOR, name="Ada Ferrier")


@pytest.fixture
def admin(ada: User) -> Client:
    return client_of(ada)


MAYORS_ANSWERS = {
    "kind": MAYOR.kind.value,
    "name": MAYOR.name,
    "legal_name": MAYOR.legal_name,
    "email": MAYOR.email,
    "address": "",
    **day("on", HANDOVER),
}


# --- where work begins -------------------------------------------------------------------------


def test_somebody_without_a_role_is_told_whom_to_ask() -> None:
    user = build_user("Bo Lind")
    response = client_of(user).get("/work/")
    assert "You have no role yet" in words(response)
    assert user.reference in words(response)


def test_somebody_with_one_workspace_goes_straight_there() -> None:
    response = client_with(Role.VIEWER).get("/work/")
    assert (response.status_code, response["Location"]) == (302, "/work/loamshire/")


def test_somebody_with_two_workspaces_chooses() -> None:
    user = build_member(Role.VIEWER)
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    build_member(Role.VIEWER, organisation=elsewhere)
    page = words(client_of(user).get("/work/"))
    assert "/work/loamshire/" in page
    assert "/work/fenmark/" in page


def test_nobody_works_without_signing_in() -> None:
    response = Client().get("/work/")
    assert response.status_code == 302
    assert "/account/" in response["Location"]


# --- who gets in -------------------------------------------------------------------------------

OPEN_TO_ALL = ("organisations", "people", "owner", "roles")
FOR_ADMINISTRATORS = ("add_organisation", "change_owner", "export_people", "invite")


@pytest.mark.parametrize("role", sorted(EVERY_ROLE))
@pytest.mark.parametrize("route", [*OPEN_TO_ALL, *FOR_ADMINISTRATORS])
def test_every_role_reads_and_administrators_change(role: Role, route: str) -> None:
    response = client_with(role).get(address(route))
    may = route in OPEN_TO_ALL or role is Role.ADMINISTRATOR
    # An administrator who may go on is asked for the second factor before an export.
    assert (response.status_code in (200, 302)) is may
    assert may or response.status_code == 404


@pytest.mark.parametrize("route", [*OPEN_TO_ALL, *FOR_ADMINISTRATORS])
def test_another_workspace_is_not_there(route: str) -> None:
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    build_organisation()
    stranger = build_member(Role.ADMINISTRATOR, organisation=elsewhere)
    assert client_of(stranger).get(address(route)).status_code == 404


def test_what_belongs_to_another_workspace_is_answered_like_what_does_not_exist(
    admin: Client,
) -> None:
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    stranger = build_member(Role.LEAD, name="Bo Lind", organisation=elsewhere)
    membership = Membership.objects.get(user=stranger)
    body = build_owner(build_workspace("fenmark"))
    theirs = {
        "organisation": elsewhere.reference,
        "correct_organisation": elsewhere.reference,
        "end_organisation": elsewhere.reference,
        "follow_organisation": elsewhere.reference,
        "person": stranger.reference,
        "grant": stranger.reference,
        "leave": stranger.reference,
        "close_account": stranger.reference,
        "reopen_account": stranger.reference,
        "end_role": membership.reference,
        "undo_owner": body.reference,
    }
    for route, reference in theirs.items():
        there = admin.get(address(route, reference))
        nowhere = admin.get(address(route, "X-2222-2222"))
        assert (there.status_code, nowhere.status_code) == (404, 404), route
        assert there.content.replace(reference.encode(), b"") == nowhere.content.replace(
            b"X-2222-2222", b""
        )


# --- organisations -----------------------------------------------------------------------------


def test_places_nobody_fills_are_said_in_words(admin: Client) -> None:
    build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)
    page = words(admin.get(address("organisations")))
    assert "Provider of probation services: no organisation is listed" in page
    assert "Fire and rescue authority: nobody sits for Loamshire Fire" in page
    assert "No local policing body owns this workspace today" in page
    assert "Chief officer of police" not in page.split("Places nobody fills")[1].split("</ul>")[0]


def test_organisations_are_filtered_by_name_and_role(admin: Client) -> None:
    build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)
    table = words(admin.get(address("organisations") + "?words=FIRE&statutory_role=fire"))
    assert "1 organisation" in table
    assert "No organisation fits" in words(admin.get(address("organisations") + "?words=zebra"))


def test_an_organisation_is_added(admin: Client) -> None:
    answers = {
        "name": FIRE.name,
        "statutory_role": "fire",
        "area_codes": "z07000001, Z07000002",
        **day("starts_on", timezone.localdate()),
    }
    response = admin.post(address("add_organisation"), answers, follow=True)
    assert FIRE.name in words(response)
    assert Organisation.objects.get(name=FIRE.name).area_codes == ["Z07000001", "Z07000002"]


def test_a_form_with_mistakes_says_so_in_its_title_and_keeps_the_answers(admin: Client) -> None:
    response = admin.post(address("add_organisation"), {"name": "Brook House", "area_codes": "7"})
    page = words(response)
    assert response.status_code == 422
    assert "<title>Error: Add an organisation" in page
    assert 'value="Brook House"' in page
    assert "Select a role under the Duty" in page
    assert "[7] is not" in page


def test_a_correction_shows_both_texts_when_somebody_was_quicker(admin: Client) -> None:
    organisation = build_organisation(name="Alderwik Council")
    where = address("correct_organisation", organisation.reference)
    answers = {"name": "Alderwick Council", "statutory_role": "police", "version": "1"}
    admin.post(where, answers)
    response = admin.post(where, {**answers, "name": "Aldervik Council"})
    page = words(response)
    assert response.status_code == 422
    assert "Somebody else changed the organisation" in page
    assert "Alderwick Council" in page
    assert 'value="Aldervik Council"' in page
    assert 'name="version" value="2"' in page


def test_ending_an_organisation_lists_the_roles_that_end(admin: Client) -> None:
    organisation = build_organisation(name="Brook House", statutory_role=StatutoryRole.VOLUNTARY)
    build_member(Role.CONTRIBUTOR, name="Bo Lind", organisation=organisation)
    where = address("end_organisation", organisation.reference)
    assert "Bo Lind, contributor" in words(admin.get(where))
    response = admin.post(where, day("last_day", HANDOVER), follow=True)
    assert "takes part until 7 May 2027" in words(response)


def test_an_organisation_of_the_last_administrator_is_not_ended(admin: Client) -> None:
    where = address("end_organisation", build_organisation().reference)
    response = admin.post(where, day("last_day", HANDOVER))
    assert response.status_code == 422
    assert "without an administrator" in words(response)


def test_a_split_asks_for_everybody_and_reconciles(admin: Client, ada: User) -> None:
    before = build_organisation(name="Loamshire Council")
    build_member(Role.LEAD, name="Bo Lind", organisation=before)
    build_member(Role.VIEWER, name="Cy Marsh", organisation=before)
    lead, viewer = queries.open_memberships([before], today=timezone.localdate())
    where = address("follow_organisation", before.reference)
    answers = {"names": "North\nSouth", "statutory_role": "local_authority", **day("on", HANDOVER)}
    check = words(admin.get(where, answers))
    assert "Bo Lind, lead" in check
    assert "Cy Marsh, viewer" in check
    missing = admin.post(where, {**answers, lead.reference: "0"})
    assert "Say where Cy Marsh goes as viewer" in words(missing)
    done = admin.post(where, {**answers, lead.reference: "0", viewer.reference: "1"}, follow=True)
    assert "Roles that end: 2. Roles that begin: 2." in words(done)
    assert set(Organisation.objects.filter(starts_on=HANDOVER).values_list("name", flat=True)) == {
        "North",
        "South",
    }


def test_a_merger_keeps_the_address_of_what_was_before(admin: Client) -> None:
    one, two = build_organisation(name="Ashmarsh"), build_organisation(name="Oakhollow")
    where = address("follow_organisation", one.reference)
    answers = {
        "names": "Ashmarsh and Oakhollow",
        "statutory_role": "local_authority",
        "also": two.reference,
        **day("on", HANDOVER),
    }
    assert "Nobody holds a role there" in words(admin.get(where, answers))
    admin.post(where, answers)
    page = words(admin.get(address("organisation", two.reference)))
    assert "Takes part until" in page
    assert "6 May 2027" in page
    assert "Ashmarsh and Oakhollow" in page


# --- the owner ---------------------------------------------------------------------------------


def test_a_change_of_owner_is_shown_before_it_is_entered(admin: Client) -> None:
    build_owner()
    page = words(admin.get(address("change_owner"), MAYORS_ANSWERS))
    assert "From 7 May 2027 every page, document and feed of Loamshire says" in page
    assert f"goes on saying “{COMMISSIONER.name}”" in page
    assert OwnerBody.objects.count() == 1


def test_a_change_of_owner_is_entered_and_taken_back(admin: Client) -> None:
    body = build_owner()
    answers = {**MAYORS_ANSWERS, "current": body.reference}
    page = words(admin.post(address("change_owner"), answers, follow=True))
    assert f"From 7 May 2027 the owner of this workspace is {MAYOR.name}." in page
    planned = OwnerBody.objects.get(name=MAYOR.name)
    page = words(admin.post(address("undo_owner", planned.reference), follow=True))
    assert f"{COMMISSIONER.name} stays the owner" in page
    owner = owner_on(build_workspace(), HANDOVER)
    assert owner is not None
    assert owner.name == COMMISSIONER.name


def test_a_change_of_owner_with_a_mistake_goes_back_to_the_form(admin: Client) -> None:
    build_owner()
    response = admin.get(address("change_owner"), {**MAYORS_ANSWERS, "on_year": ""})
    assert response.status_code == 422
    assert "must include a year" in words(response)
    assert f'value="{MAYOR.name}"' in words(response)


def test_a_second_change_of_owner_from_an_old_page_is_refused(admin: Client) -> None:
    answers = {**MAYORS_ANSWERS, "current": build_owner().reference}
    admin.post(address("change_owner"), answers)
    response = admin.post(address("change_owner"), answers)
    assert response.status_code == 422
    assert "Somebody else changed the owner" in words(response)
    assert OwnerBody.objects.count() == 2


def test_the_first_owner_is_entered(admin: Client) -> None:
    admin.post(address("change_owner"), {**MAYORS_ANSWERS, "current": ""})
    assert OwnerBody.objects.get().name == MAYOR.name


# --- people ------------------------------------------------------------------------------------


def test_people_are_found_by_name_organisation_and_role(admin: Client) -> None:
    fire = build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)
    build_member(Role.LEAD, name="Bo Lind", organisation=fire)
    for query in ("words=lind", "words=Fire", "role=lead"):
        page = words(admin.get(address("people") + f"?{query}"))
        assert "1 colleague" in page
        assert "Bo Lind" in page


def test_whoever_left_is_listed_among_earlier_people_only(admin: Client) -> None:
    build_member(Role.LEAD, name="Bo Lind")
    Membership.objects.filter(user__name="Bo Lind").update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert "Bo Lind" not in words(admin.get(address("people")))
    assert "Bo Lind" in words(admin.get(address("people") + "?when=past"))


def test_somebody_is_invited_with_a_role_and_gets_a_letter(
    admin: Client, django_capture_on_commit_callbacks: object
) -> None:
    organisation = build_organisation()
    answers = {
        "name": "Bo Lind",
        "email": "Bo.Lind@loamshire.example",
        "organisation": organisation.reference,
        "role": "lead",
    }
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        admin.post(address("invite"), answers)
    user = User.objects.get(email="bo.lind@loamshire.example")
    assert actor_of(user).roles_in("loamshire") == {Role.LEAD}
    assert [letter.to for letter in mail.outbox] == [["bo.lind@loamshire.example"]]


def test_inviting_oneself_gives_nothing(admin: Client, ada: User) -> None:
    answers = {
        "name": "Ada",
        "email": ada.email,
        "organisation": build_organisation().reference,
        "role": "approver",
    }
    response = admin.post(address("invite"), answers)
    assert response.status_code == 422
    assert "Nobody gives a role to themselves" in words(response)
    assert actor_of(ada).roles_in("loamshire") == {Role.ADMINISTRATOR}


def test_a_role_is_given_and_ended(admin: Client) -> None:
    bo = build_member(Role.VIEWER, name="Bo Lind")
    answers = {"organisation": build_organisation().reference, "role": "lead"}
    admin.post(address("grant", bo.reference), answers)
    assert actor_of(bo).roles_in("loamshire") == {Role.VIEWER, Role.LEAD}
    lead = Membership.objects.get(user=bo, role="lead")
    where = address("end_role", lead.reference)
    assert "opens nothing from this moment" in words(admin.get(where))
    admin.post(where)
    assert actor_of(bo).roles_in("loamshire") == {Role.VIEWER}


def test_a_role_for_an_organisation_of_another_workspace_is_no_choice(admin: Client) -> None:
    bo = build_member(Role.VIEWER, name="Bo Lind")
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    answers = {"organisation": elsewhere.reference, "role": "lead"}
    assert admin.post(address("grant", bo.reference), answers).status_code == 422
    assert actor_of(bo).workspaces == ("loamshire",)


def test_what_a_form_does_not_ask_for_cannot_be_set(admin: Client) -> None:
    bo = build_member(Role.VIEWER, name="Bo Lind")
    answers = {
        "organisation": build_organisation().reference,
        "role": "lead",
        "granted_by": "P-2222-2222",
        "user": "1",
        "ended_at": "2020-01-01",
    }
    admin.post(address("grant", bo.reference), answers)
    given = Membership.objects.get(user=bo, role="lead")
    assert given.ended_at is None
    assert given.granted_by == User.objects.get(name="Ada Ferrier").reference


def test_the_last_administrator_is_told_why_they_stay(admin: Client, ada: User) -> None:
    membership = Membership.objects.get(user=ada)
    response = admin.post(address("end_role", membership.reference))
    assert response.status_code == 422
    assert "without an administrator" in words(response)


def test_a_leaver_is_signed_out_and_what_they_could_see_is_listed(admin: Client) -> None:
    bo = build_member(Role.APPROVER, name="Bo Lind")
    theirs = client_of(bo)
    assert theirs.get(address("organisations")).status_code == 200
    page = words(admin.get(address("leave", bo.reference)))
    assert "what waits for approval" in page
    admin.post(address("leave", bo.reference))
    assert theirs.get(address("organisations")).status_code in (302, 404)
    assert actor_of(bo).seats == ()


def test_the_export_of_people_is_recorded_and_runs_no_formula(admin: Client) -> None:
    build_member(Role.VIEWER, name="=cmd|calc", email="calc@loamshire.example")
    response = admin.post(address("export_people"))
    assert response["Content-Type"].startswith("text/csv")
    lines = response.content.decode().splitlines()
    assert lines[0] == ",".join(presenters.PEOPLE_COLUMNS)
    assert any(line.startswith("'=cmd") for line in lines)
    assert Entry.objects.get(event="people_exported").facts == {"people": 2}


def test_an_auditor_reads_a_person_and_changes_nothing() -> None:
    bo = build_member(Role.VIEWER, name="Bo Lind")
    auditor = client_with(Role.AUDITOR)
    page = words(auditor.get(address("person", bo.reference)))
    assert "Give a role" not in page
    assert "is leaving" not in page
    assert auditor.post(address("leave", bo.reference)).status_code == 404


@pytest.mark.parametrize("route", OPEN_TO_ALL)
def test_no_list_asks_more_than_25_questions_of_the_database(admin: Client, route: str) -> None:
    build_owner()
    for place in range(30):
        organisation = build_organisation(name=f"School {place}")
        build_member(Role.VIEWER, name=f"Person {place}", organisation=organisation)
    with CaptureQueriesContext(connection) as asked:
        admin.get(address(route))
    assert len(asked) <= 25


def test_open_work_of_a_leaver_is_listed_to_be_handed_on(admin: Client) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    Item.objects.create(
        workspace=build_workspace(),
        kind="approval",
        title="Read the release on knife crime",
        link="/work/loamshire/",
        about="R-2222-2222",
        due_on=HANDOVER,
        user=bo,
        whom=bo.reference,
        opened_at=timezone.now(),
        changed_at=timezone.now(),
    )
    page = words(admin.get(address("leave", bo.reference)))
    assert "Read the release on knife crime" in page
    assert "7 May 2027" in page


# --- an owner that was typed wrong ---------------------------------------------------------------

CORRECTION = {
    "kind": COMMISSIONER.kind.value,
    "name": "Loamshire Commissioner",
    "legal_name": COMMISSIONER.legal_name,
    "email": COMMISSIONER.email,
    "address": "",
    "reason": "the name was too long",
    "version": "1",
}


def test_an_owner_is_corrected_from_its_page(admin: Client) -> None:
    body = build_owner()
    there = address("correct_owner", body.reference)
    assert there in words(admin.get(address("owner")))
    assert COMMISSIONER.name in words(admin.get(there))
    answer = admin.post(there, CORRECTION, follow=True)
    assert "Loamshire Commissioner was corrected" in words(answer)
    assert "From" in words(answer)
    assert OwnerBody.objects.get().starts_on == body.starts_on


def test_a_correction_of_an_owner_needs_a_reason(admin: Client) -> None:
    body = build_owner()
    answer = admin.post(address("correct_owner", body.reference), {**CORRECTION, "reason": ""})
    assert answer.status_code == 422
    assert OwnerBody.objects.get().name == COMMISSIONER.name


def test_a_correction_of_an_owner_shows_what_somebody_else_saved(admin: Client) -> None:
    body = build_owner()
    OwnerBody.objects.filter(pk=body.pk).update(name="Theirs", version=2)
    answer = admin.post(address("correct_owner", body.reference), CORRECTION)
    assert answer.status_code == 422
    assert "What it says now" in words(answer)
    assert "Loamshire Commissioner" in words(answer)
    assert (
        admin.post(
            address("correct_owner", body.reference), {**CORRECTION, "version": "2"}
        ).status_code
        == 302
    )


def test_the_owner_of_another_workspace_is_not_there_to_correct(admin: Client) -> None:
    body = build_owner(build_workspace("fenmark"))
    answer = admin.post(address("correct_owner", body.reference), CORRECTION)
    assert answer.status_code == 404


def test_only_administrators_are_offered_a_correction_of_the_owner() -> None:
    body = build_owner()
    page = words(client_with(Role.LEAD).get(address("owner")))
    assert address("correct_owner", body.reference) not in page
    assert "What you can do" not in page
