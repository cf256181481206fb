"""Pages of the ledger: for auditors of the workspace, with filters, an export and a check."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from builders.entries import AT, Happened, record_things
from builders.ledger import guards_off
from builders.web import (
    actor_of,
    build_member,
    build_organisation,
    build_user,
    build_workspace,
    client_of,
    client_with,
)
from headwater.web.accounts.actor import HEADWATER, NOBODY, Actor
from headwater.web.accounts.events import Happened as Account
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import EVERY_ROLE, Role
from headwater.web.audit import exporting
from headwater.web.audit.ledger import record
from headwater.web.audit.models import Entry
from headwater.web.audit.presenters import COLUMNS
from headwater.web.audit.verifying import verify
from headwater.web.partners.models import Membership, Organisation

pytestmark = pytest.mark.django_db


def address(route: str, *args: int) -> str:
    return reverse(f"audit:{route}", args=["loamshire", *args])


class Page(Protocol):
    content: bytes


def words(response: Page) -> str:
    return " ".join(response.content.decode().split())


def lines(response: object) -> list[list[str]]:
    assert isinstance(response, StreamingHttpResponse)
    text = b"".join(response.streaming_content).decode()  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def vera() -> User:
    return build_member(Role.AUDITOR, name="Vera Stone")


@pytest.fixture
def auditor(vera: User) -> Client:
    return client_of(vera)


@pytest.mark.parametrize("role", sorted(EVERY_ROLE))
@pytest.mark.parametrize("route", ["entries", "entry", "export"])
def test_only_auditors_read_the_ledger(role: Role, route: str) -> None:
    record_things(1)
    response = client_with(role).get(address(route, *([1] if route == "entry" else [])))
    assert (response.status_code != 404) is (role is Role.AUDITOR)


def test_entries_of_another_workspace_are_not_there(auditor: Client) -> None:
    record_things(1, about="theirs", workspace="fenmark")
    record_things(1, about="nobodys", workspace="")
    record_things(1, about="ours")
    page = words(auditor.get(address("entries")))
    assert "ours-0" in page
    assert "theirs" not in page
    assert "nobodys" not in page
    assert auditor.get(address("entry", 1)).status_code == 404
    assert auditor.get(address("entry", 2)).status_code == 404
    assert auditor.get(address("entry", 3)).status_code == 200
    assert [row[6] for row in lines(auditor.post(address("export")))[1:]] == ["ours-0"]


def test_people_are_named_as_they_are_today(auditor: Client, vera: User) -> None:
    record(
        Happened.THING_DONE,
        about=vera,
        by=actor_of(vera),
        at=AT,
        workspace="loamshire",
        person=vera.reference,
    )
    vera.name = "Vera Stone-Marsh"
    vera.save(update_fields=["name"])
    page = words(auditor.get(address("entries")))
    assert "Thing done" in page
    assert "User Vera Stone-Marsh. Person: Vera Stone-Marsh" in page


def test_what_headwater_does_is_said_to_be_its_own(auditor: Client) -> None:
    record_things(1)
    assert "headwater itself" in words(auditor.get(address("entries")))


def record_on(at: datetime, *, about: str) -> None:
    record(
        Happened.THING_DONE, about=about, kind="thing", by=HEADWATER, at=at, workspace="loamshire"
    )


def test_days_are_days_in_the_united_kingdom(auditor: Client) -> None:
    record_on(datetime(2026, 6, 30, 22, 59, tzinfo=UTC), about="last-of-june")
    record_on(datetime(2026, 6, 30, 23, 1, tzinfo=UTC), about="first-of-july")
    query = "first_day_day=1&first_day_month=7&first_day_year=2026"
    page = words(auditor.get(f"{address('entries')}?{query}"))
    assert "first-of-july" in page
    assert "last-of-june" not in page
    query = "last_day_day=30&last_day_month=6&last_day_year=2026"
    page = words(auditor.get(f"{address('entries')}?{query}"))
    assert "last-of-june" in page
    assert "first-of-july" not in page


def test_entries_are_filtered_by_who_what_and_about(auditor: Client, vera: User) -> None:
    record_things(2)
    record(Happened.THING_DONE, about="x", by=actor_of(vera), at=AT, workspace="loamshire")
    entries = address("entries")
    assert "1 record" in words(auditor.get(f"{entries}?actor=stone"))
    assert "1 record" in words(auditor.get(f"{entries}?actor={vera.reference}"))
    assert "thing-1" in words(auditor.get(f"{entries}?actor=Headwater"))
    assert "thing-0" not in words(auditor.get(f"{entries}?about=THING-1"))
    assert "No entry fits" in words(auditor.get(f"{entries}?actor=zebra"))
    assert "Thing done" in words(auditor.get(f"{entries}?event=thing_done"))


def test_days_in_the_wrong_order_are_an_error_in_the_title(auditor: Client) -> None:
    query = "first_day_day=2&first_day_month=7&first_day_year=2026"
    query += "&last_day_day=1&last_day_month=7&last_day_year=2026"
    page = words(auditor.get(f"{address('entries')}?{query}"))
    assert "<title>Error: Who did what" in page


def test_an_entry_shows_its_seal_and_its_neighbours(auditor: Client) -> None:
    record_things(1)
    record_things(1, workspace="fenmark")
    record_things(2)
    page = words(auditor.get(address("entry", 3)))
    found = Entry.objects.get(number=3)
    assert found.fingerprint in page
    assert found.previous in page
    assert "Entry before in this workspace: 1" in page
    assert "Entry after in this workspace: 4" in page
    assert "Checked just now" not in page


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_whole_chain_holds_at_its_start_middle_and_end(auditor: Client, number: int) -> None:
    record_things(3)
    page = words(auditor.get(address("entry", number) + "?check=yes"))
    assert page.count("Holds") == 3
    assert "Broken" not in page


@pytest.mark.django_db(transaction=True)
def test_an_altered_entry_is_seen_on_its_page_and_its_neighbours_still_hold() -> None:
    auditor = client_with(Role.AUDITOR)
    record_things(3)
    with guards_off():
        Entry.objects.filter(number=2).update(about="something else")
    page = words(auditor.get(address("entry", 2) + "?check=yes"))
    assert (page.count("Holds"), page.count("Broken")) == (2, 1)
    with guards_off():
        Entry.objects.filter(number=2).update(about="thing-1")
        Entry.objects.filter(number=3).delete()
    page = words(auditor.get(address("entry", 2) + "?check=yes"))
    assert "it is gone or was written anew" in page


def test_the_export_is_recorded_and_leaves_names_asked_for_out(auditor: Client) -> None:
    record_things(3)
    response = auditor.post(address("export") + "?actor=headwater&event=thing_done")
    rows = lines(response)
    assert tuple(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    exported = Entry.objects.get(event="ledger_exported")
    assert exported.facts["entries"] == 3
    assert exported.facts["is_by_actor"] is True
    assert "headwater" not in str(exported.facts)
    assert verify().number == 4


def test_the_export_is_written_in_batches_and_whole(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    record_things(5)
    assert [row[0] for row in lines(auditor.post(address("export")))[1:]] == list("12345")


def test_nothing_in_the_export_runs_in_a_spreadsheet(auditor: Client) -> None:
    record_things(1, about="=HYPERLINK(1)")
    assert lines(auditor.post(address("export")))[1][6] == "'=HYPERLINK(1)-0"


def test_looking_at_the_export_page_records_nothing(auditor: Client) -> None:
    record_things(2)
    assert "The file has 2 entries" in words(auditor.get(address("export")))
    assert Entry.objects.count() == 2


def test_an_empty_ledger_says_what_to_do(auditor: Client) -> None:
    assert "No entry fits" in words(auditor.get(address("entries")))


def test_the_list_asks_few_questions_of_the_database(auditor: Client, vera: User) -> None:
    for place in range(40):
        record_on(AT + timedelta(minutes=place), about=f"thing-{place}")
    with CaptureQueriesContext(connection) as asked:
        page = words(auditor.get(address("entries")))
    assert "Showing 1 to 25 of 40" in page
    assert len(asked) <= 25


def test_a_number_too_large_for_the_database_is_not_there(auditor: Client) -> None:
    assert auditor.get(address("entry", 10**30)).status_code == 404


# --- sign-ins ------------------------------------------------------------------------------------


def account_entry(
    user: User | str, event: Account = Account.SIGNED_IN, *, at: datetime = AT, by: Actor = NOBODY
) -> Entry:
    about = user if isinstance(user, str) else user.reference
    record(event, about=about, kind="user", by=by, at=at)
    return Entry.objects.latest("number")


def seen_by(auditor: Client, entry: Entry) -> bool:
    """Whether an entry is there: on its page, in the list and in the file, or nowhere."""
    page = auditor.get(address("entry", entry.number)).status_code == 200
    listed = address("entry", entry.number) in words(auditor.get(address("entries")))
    filed = str(entry.number) in {line[0] for line in lines(auditor.post(address("export")))}
    assert page is listed is filed
    return page


def elsewhere() -> Organisation:
    return build_organisation(build_workspace("fenmark"), name="Fenmark Council")


@pytest.mark.parametrize(
    "event", [Account.SIGNED_IN, Account.SIGN_IN_FAILED, Account.LOCKED_OUT, Account.FACTOR_RESET]
)
def test_sign_ins_of_people_of_the_workspace_are_there(auditor: Client, event: Account) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    assert seen_by(auditor, account_entry(ours, event))


def test_sign_ins_of_people_of_other_workspaces_are_not_there(auditor: Client) -> None:
    theirs = build_member(Role.LEAD, name="Di Oakes", organisation=elsewhere())
    assert not seen_by(auditor, account_entry(theirs))
    assert not seen_by(auditor, account_entry(build_user("Nobody Yet")))


def test_tries_with_an_address_without_an_account_are_not_there(auditor: Client) -> None:
    assert not seen_by(auditor, account_entry("unknown", Account.SIGN_IN_FAILED))


@pytest.mark.parametrize(("days", "there"), [(-1, False), (0, True), (9, True), (10, False)])
def test_sign_ins_are_there_for_the_days_of_a_role(auditor: Client, days: int, there: bool) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    Membership.objects.filter(user=ours).update(
        starts_on=AT.date(), ends_on=AT.date() + timedelta(days=9)
    )
    assert seen_by(auditor, account_entry(ours, at=AT + timedelta(days=days))) is there


def test_a_role_that_never_began_shows_no_sign_ins(auditor: Client) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    Membership.objects.filter(user=ours).update(
        starts_on=AT.date(), ends_on=AT.date(), ended_at=AT - timedelta(days=3)
    )
    assert not seen_by(auditor, account_entry(ours))


def test_a_role_elsewhere_does_not_lengthen_the_one_here(auditor: Client) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    Membership.objects.filter(user=ours).update(ends_on=AT.date() - timedelta(days=1))
    build_member(Role.LEAD, name="Lena Lead", organisation=elsewhere())
    assert not seen_by(auditor, account_entry(ours))


def test_what_others_did_to_an_account_for_another_workspace_is_not_there(auditor: Client) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    theirs = actor_of(build_member(Role.ADMINISTRATOR, name="Di Oakes", organisation=elsewhere()))
    assert not seen_by(auditor, account_entry(ours, Account.INVITED, by=theirs))


def test_what_is_done_in_another_workspace_to_one_of_ours_is_not_there(auditor: Client) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    record(Account.INVITED, about=ours, by=HEADWATER, at=AT, workspace="fenmark")
    assert not seen_by(auditor, Entry.objects.latest("number"))


def test_the_way_on_from_a_sign_in_passes_over_those_of_others(auditor: Client) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    theirs = build_member(Role.LEAD, name="Di Oakes", organisation=elsewhere())
    first, hidden, last = (account_entry(each) for each in (ours, theirs, ours))
    page = words(auditor.get(address("entry", first.number)))
    assert address("entry", last.number) in page
    assert address("entry", hidden.number) not in page


def test_sign_ins_are_filtered_by_their_event(auditor: Client) -> None:
    ours = build_member(Role.LEAD, name="Lena Lead")
    kept, other = account_entry(ours, Account.LOCKED_OUT), account_entry(ours)
    page = words(auditor.get(address("entries"), {"event": "locked_out"}))
    assert address("entry", kept.number) in page
    assert address("entry", other.number) not in page
