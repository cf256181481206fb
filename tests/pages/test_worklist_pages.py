"""The worklist and its calendars, as people meet them."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from builders.accounts import prove
from builders.web import (
    actor_of,
    build_member,
    build_organisation,
    build_user,
    build_workspace,
    client_of,
)
from builders.worklist import Work, build_item
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.worklist import changes
from headwater.web.worklist.models import Feed, Item

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
HOME = "/work/loamshire/"
CALENDARS = "/account/calendars/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def lead(name: str = "Lea Holt") -> User:
    return build_member(Role.LEAD, name=name)


def page(client: Client, address: str = HOME) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_list_says_what_will_stand_here() -> None:
    text = page(client_of(lead()))
    assert "Nothing waits." in text
    assert "it stands here with its day" in text


def test_work_stands_under_overdue_soon_and_later_in_words() -> None:
    build_item(about="a", title="Late thing", due_on=in_days(-30))
    build_item(about="b", title="Soon thing", due_on=in_days(1))
    build_item(about="c", title="Later thing", due_on=in_days(60))
    text = page(client_of(lead()))
    assert "1 thing overdue, 1 due within 5 working days, 1 later." in text
    places = [
        text.index(words) for words in ("<caption", "Late thing", "Soon thing", "Later thing")
    ]
    assert places == sorted(places)
    assert "Overdue by" in text


def test_the_list_shows_mine_and_my_organisations_on_asking() -> None:
    fire = build_organisation(name="Loamshire Fire and Rescue")
    user = build_member(Role.VIEWER, name="Vi", organisation=fire)
    build_item(
        about="a", title="For others", roles=frozenset({Role.CONTRIBUTOR}), organisation=fire
    )
    build_item(about="b", title="For me", user=user)
    assert "For others" not in page(client_of(user))
    assert "For others" in page(client_of(user), f"{HOME}?whose=organisation")


def test_the_list_is_filtered_by_kind_when_and_reference() -> None:
    one = build_item(about="a", title="A file", due_on=in_days(-9))
    build_item(about="b", title="A release", kind=Work.RELEASE_APPROVAL, due_on=in_days(60))
    client = client_of(lead())
    assert "A release" not in page(client, f"{HOME}?kind=file_expected")
    assert "A file" not in page(client, f"{HOME}?when=later")
    assert "A release" not in page(client, f"{HOME}?reference={one.reference.lower()}")
    assert "Nothing here matches" in page(client, f"{HOME}?reference=W-2222-2222")


@pytest.mark.parametrize(
    "asked", ["?kind=none", "?when=never", "?page=99", "?whose=<x>", "?page=x"]
)
def test_a_filter_that_makes_no_sense_does_no_harm(asked: str) -> None:
    build_item()
    assert client_of(lead()).get(HOME + asked).status_code == 200


def test_titles_are_text() -> None:
    build_item(title="<script>alert(1)</script>")
    assert "<script>alert" not in page(client_of(lead()))


def test_another_partnerships_worklist_is_not_there() -> None:
    build_workspace("otherton")
    client = client_of(lead())
    theirs, nowhere = client.get("/work/otherton/"), client.get("/work/no-such-place/")
    assert theirs.status_code == nowhere.status_code == 404


def test_five_hundred_items_take_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user, place = lead(), build_workspace()
    build_item(workspace=place)
    one = Item.objects.get()
    Item.objects.bulk_create(
        Item(
            workspace=place,
            kind=one.kind,
            title=f"Item {number}",
            link=one.link,
            about=f"X-{number}",
            due_on=in_days(number - 250),
            roles=one.roles,
            whom=one.whom,
            opened_at=one.opened_at,
            changed_at=one.changed_at,
        )
        for number in range(500)
    )
    client = client_of(user)
    with django_assert_max_num_queries(25):
        text = page(client)
    assert "of 501 items" in text


def test_the_file_of_the_list_runs_no_formula() -> None:
    build_item(title="=HYPERLINK(1)", due_on=in_days(3))
    answer = client_of(lead()).get(f"{HOME}worklist.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "reference,due_on,when,kind,title,waits_for,about"
    assert "'=HYPERLINK(1)" in lines[1]
    assert len(lines) == 2


def test_the_file_wants_a_fresh_second_factor() -> None:
    user = lead()
    client = client_of(user)
    prove(client, user, minutes_ago=11)
    assert client.get(f"{HOME}worklist.csv").status_code == 302


def address_made(client: Client, what: str = "everything") -> str:
    answer = client.post(CALENDARS, {"what": what})
    found = re.search(r"http://localhost:8000(/calendar/[\w-]+\.ics)", answer.content.decode())
    assert found
    return found[1]


def entries(address: str) -> list[tuple[str, date]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    read = Calendar.from_ical(answer.content)
    return [(str(each["summary"]), each.start) for each in read.events]


def test_a_calendar_reads_back_with_references_and_days_and_nothing_else() -> None:
    user = lead()
    item = build_item(title="Panel for Bo Smith", due_on=in_days(9))
    address = address_made(client_of(user))
    assert entries(address) == [(f"{item.reference} due", in_days(9))]
    body = Client().get(address).content.decode()
    assert "Smith" not in body
    assert "Lea" not in body
    assert "loamshire" not in body.lower()


def test_the_address_of_a_calendar_is_shown_once_and_kept_by_nobody() -> None:
    client = client_of(lead())
    address = address_made(client)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    again = client.get(CALENDARS)
    assert token not in again.content.decode()
    assert again["Cache-Control"] == "no-store"
    assert token not in str(Feed.objects.values().get())
    assert token not in str(list(Entry.objects.values()))
    assert Entry.objects.filter(event="calendar_made").count() == 1


def test_a_calendar_sets_no_cookie_and_answers_the_same_to_the_same_tag() -> None:
    build_item(due_on=in_days(9))
    address = address_made(client_of(lead()))
    first = Client().get(address)
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    build_item(about="b", due_on=in_days(10))
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_done_work_leaves_the_calendar() -> None:
    item = build_item(due_on=in_days(9))
    address = address_made(client_of(lead()))
    changes.close(
        workspace=item.workspace, kind=Work.FILE_EXPECTED, about=item.about, at=timezone.now()
    )
    assert entries(address) == []


def test_a_board_shows_the_work_of_its_role_and_a_person_all_of_theirs() -> None:
    user = build_member(Role.LEAD, Role.APPROVER, name="Bo")
    for role in (Role.LEAD, Role.APPROVER):
        build_item(about=role.value, roles=frozenset({role}), due_on=in_days(9))
    client = client_of(user)
    assert len(entries(address_made(client))) == 2
    board = entries(address_made(client, "loamshire/approver"))
    assert [summary for summary, _ in board] == [
        f"{Item.objects.get(about='approver').reference} due"
    ]


@pytest.mark.parametrize("what", ["otherton/lead", "loamshire/approver", "loamshire/", "x", ""])
def test_nobody_makes_a_board_of_a_role_they_do_not_hold(what: str) -> None:
    build_workspace("otherton")
    answer = client_of(lead()).post(CALENDARS, {"what": what})
    assert answer.status_code == 422
    assert not Feed.objects.exists()
    assert "<title>Error: " in answer.content.decode()


def test_whoever_leaves_takes_nothing_along_in_their_calendar() -> None:
    user = lead()
    build_item(due_on=in_days(9))
    client = client_of(user)
    mine, board = address_made(client), address_made(client, "loamshire/lead")
    user.memberships.update(ends_on=in_days(-1))
    assert entries(mine) == entries(board) == []
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert Client().get(mine).status_code == 404


def test_a_revoked_calendar_is_as_one_that_never_was() -> None:
    client = client_of(lead())
    address = address_made(client)
    feed = Feed.objects.get()
    client.post(f"{CALENDARS}{feed.reference}/revoke")
    unknown = "/calendar/" + "A" * 43 + ".ics"
    gone, never = Client().get(address), Client().get(unknown)
    assert gone.status_code == never.status_code == 404
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert gone.content.decode().replace(token, "A" * 43) == never.content.decode()
    assert Entry.objects.filter(event="calendar_revoked").count() == 1


def test_nobody_revokes_another_persons_calendar() -> None:
    address_made(client_of(lead()))
    feed = Feed.objects.get()
    other = client_of(lead("Other Person"))
    for answer in (
        other.get(f"{CALENDARS}{feed.reference}/revoke"),
        other.post(f"{CALENDARS}{feed.reference}/revoke"),
    ):
        assert answer.status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is None


def test_an_eleventh_calendar_is_refused_with_a_sentence() -> None:
    user = lead()
    for _ in range(10):
        changes.make_feed(actor=actor_of(user), workspace=None, role=None, at=timezone.now())
    answer = client_of(user).post(CALENDARS, {"what": "everything"})
    assert answer.status_code == 422
    assert "the most there may be" in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "A" * 500, "%00", "..%2f..", "é"])
def test_no_token_breaks_the_site(token: str) -> None:
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_somebody_without_a_seat_may_still_have_a_calendar() -> None:
    assert entries(address_made(client_of(build_user("Nobody Yet")))) == []
