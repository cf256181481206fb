"""Pages of the gap map: the grid, a gap with its working, and answering one."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from builders.editions_web import AT, queued_edition
from builders.gaps import COVERED, HOLE, HOLE_WORDS, stored_gap_map
from builders.web import (
    actor_of,
    build_member,
    build_organisation,
    build_user,
    build_workspace,
    client_of,
    client_with,
)
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition, Kind, Status
from headwater.web.provision.gaps.changes import intentions as changes
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.rules.commissioning import Description
from headwater.web.thread.models import Tie

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/gaps/"
GAP = f"{HOME}of/{HOLE}/"
BY_WHEN = {"by_when_day": "1", "by_when_month": "9", "by_when_year": "2027"}


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def squares(text: str) -> list[tuple[str, str]]:
    """Every square of the grids: where it leads and its class."""
    return [
        (href, kind)
        for kind, href in re.findall(r'<a class="hw-gap hw-gap--(\w+)" href="([^"]+)"', text)
    ]


def intention(**given: object) -> Intention:
    person = build_member(Role.LEAD)
    said = {"title": "More mentoring", "what": "", "places": 20, "money_low": 1_000,
            "money_high": 2_000, "by_when": date(2027, 9, 1)}  # fmt: skip
    return changes.write(
        workspace=build_workspace(),
        gap=HOLE,
        seen_in=Edition.objects.get().reference,
        said=Description(**{**said, **given}),  # type: ignore[arg-type]
        actor=actor_of(person),
        at=AT,
    )


def test_without_a_map_the_page_says_what_to_do_to_whom_may() -> None:
    assert "No gap map has been worked out yet" in text_of(client_with(Role.LEAD), HOME)
    assert "work-out/" in text_of(client_with(Role.LEAD), HOME)
    reads = text_of(client_with(Role.VIEWER), HOME)
    assert "Somebody who leads can have it worked out" in reads
    assert "work-out/" not in reads


def test_every_combination_is_a_square_in_words_and_leads_to_its_working() -> None:
    stored_gap_map(build_workspace())
    text = text_of(client_with(Role.VIEWER), HOME)
    found = squares(text)
    assert len(found) == 69
    assert [href for href, kind in found if kind == "gap"] == [GAP]
    assert "Of 69 combinations of place, age and kind of help, 1 are a gap" in text


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("age=15-17", 27),
        ("help=mentoring", 9),
        ("area=Z99D00002", 23),
        ("kind=gap", 1),
        ("age=15-17&kind=covered", 26),
        ("kind=nonsense", 69),
    ],
)
def test_filters_stand_in_the_address_and_hold_for_the_file(asked: str, left: int) -> None:
    stored_gap_map(build_workspace())
    client = client_with(Role.VIEWER)
    assert len(squares(text_of(client, f"{HOME}?{asked}"))) == left
    answer = client.get(f"{HOME}gap-map.csv?{asked}")
    assert len(list(csv.DictReader(io.StringIO(answer.content.decode())))) == left


def test_the_file_has_every_number_and_the_class_of_the_map_before() -> None:
    stored_gap_map(build_workspace(), is_whole=True)
    Edition.objects.update(made_at=AT - timedelta(days=30))
    stored_gap_map(build_workspace())
    answer = client_with(Role.VIEWER).get(f"{HOME}gap-map.csv?kind=gap")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["reference"], row["class"], row["class_before"]) == (HOLE, "gap", "covered")
    assert (row["services"], row["coverage_high"]) == ("0", "0")
    assert float(row["cost_low"]) == pytest.approx(float(row["missing_low"]) * 500, abs=50)


def test_a_map_that_is_being_made_is_told_beside_the_one_that_is_there() -> None:
    place = build_workspace()
    stored_gap_map(place)
    queued_edition(workspace=place, kind=Kind.GAP_MAP, step="Reading the lake")
    text = text_of(client_with(Role.LEAD), HOME)
    assert "A new gap map is being worked out: reading the lake" in text
    assert len(squares(text)) == 69


def test_a_map_that_could_not_be_made_says_why() -> None:
    place = build_workspace()
    queued_edition(
        workspace=place, kind=Kind.GAP_MAP, status=Status.FAILED, failure="No services were loaded."
    )
    assert "No services were loaded." in text_of(client_with(Role.LEAD), HOME)


def test_a_gap_opens_to_its_working_and_its_numbers_to_how_they_were_made() -> None:
    edition = stored_gap_map(build_workspace())
    client = client_with(Role.VIEWER)
    text = text_of(client, GAP)
    assert HOLE_WORDS in text
    assert "No running service in the directory reaches anybody here." in text
    assert "Out of reach." in text
    assert "as it stood on 31 August 2025" in text
    number = re.search(r'href="([^"]*/number/\?figure=gap-map[^"]*cost_low)"', text)
    assert number
    assert edition.reference in number[1]
    assert "what a start costs" in text_of(client, number[1].replace("&amp;", "&"))


def test_a_covered_combination_names_the_services_behind_it() -> None:
    stored_gap_map(build_workspace())
    text = text_of(client_with(Role.VIEWER), f"{HOME}of/{COVERED}/")
    assert "Covered" in text
    assert "An invented organisation" in text
    assert "The whole area it serves" in text
    assert "1 July 2025" in text


@pytest.mark.parametrize("name", ["Z99D00009:15-17:mentoring", "nonsense", "Z99D00001~15-17~sport"])
def test_what_the_latest_map_does_not_have_is_not_there(name: str) -> None:
    stored_gap_map(build_workspace())
    assert client_with(Role.VIEWER).get(f"{HOME}of/{name}/").status_code == 404


def test_the_map_before_is_told_where_it_said_something_else() -> None:
    stored_gap_map(build_workspace(), is_whole=True)
    Edition.objects.update(made_at=AT - timedelta(days=30))
    stored_gap_map(build_workspace())
    assert "The map before said covered." in text_of(client_with(Role.VIEWER), GAP)


def test_those_who_only_read_are_offered_no_answer() -> None:
    stored_gap_map(build_workspace())
    client = client_with(Role.VIEWER)
    assert "Commission places" not in text_of(client, GAP)
    assert client.get(f"{GAP}action/").status_code == 404
    assert client.post(f"{GAP}intention/").status_code == 404


def test_a_gap_becomes_an_action_in_one_step_and_shows_it() -> None:
    edition = stored_gap_map(build_workspace(), status=Status.LOCKED)
    partner = build_organisation(name="Brinmouth Council")
    client = client_with(Role.LEAD)
    assert "Provide mentoring for ages 15 to 17 in Brinmouth" in text_of(client, f"{GAP}action/")
    answer = client.post(
        f"{GAP}action/",
        {"title": "Find mentors", "seen_in": edition.reference,
         "organisation": partner.reference,
         "due_on_day": "1", "due_on_month": "9", "due_on_year": "2027"},
    )  # fmt: skip
    assert answer.status_code == 302
    tie = Tie.objects.get()
    assert (tie.from_kind, tie.relation, tie.to_kind, tie.to_reference) == (
        "action", "answers", "gap", HOLE
    )  # fmt: skip
    assert "Find mentors" in text_of(client, GAP)


def test_a_gap_becomes_an_intention_that_starts_with_what_is_missing() -> None:
    edition = stored_gap_map(build_workspace(), status=Status.LOCKED)
    client = client_with(Role.LEAD)
    form = text_of(client, f"{GAP}intention/")
    assert "More mentoring for ages 15 to 17 in Brinmouth" in form
    places = re.search(r'name="places"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="places"', form)
    assert places
    answer = client.post(
        f"{GAP}intention/",
        {"title": "Mentors for Brinmouth", "places": "12", "money_low": "6000",
         "money_high": "9000", "seen_in": edition.reference, **BY_WHEN},
    )  # fmt: skip
    made = Intention.objects.get()
    assert answer["Location"].endswith(f"/intentions/{made.reference}/")
    text = text_of(client, answer["Location"])
    assert "£6,000 to £9,000" in text
    assert HOLE_WORDS in text
    assert "Mentors for Brinmouth" in text_of(client, GAP)


def test_a_map_that_is_not_locked_says_who_locks_it_and_offers_no_answer() -> None:
    edition = stored_gap_map(build_workspace())
    client = client_with(Role.LEAD)
    for address in (HOME, GAP, f"{GAP}action/"):
        text = text_of(client, address)
        assert "A lead locks it" in text
        assert f'href="/work/loamshire/assessments/{edition.reference}/"' in text
    assert "Commission places" not in text_of(client, GAP)
    sent = {"title": "Kept", "places": "12", "seen_in": edition.reference, **BY_WHEN}
    answer = client.post(f"{GAP}intention/", sent)
    assert answer.status_code == 422
    assert 'value="Kept"' in answer.content.decode()
    assert not Intention.objects.exists()
    Edition.objects.update(status=Status.LOCKED)
    assert "A lead locks it" not in text_of(client, GAP)
    assert "Commission places" in text_of(client, GAP)


DUE_ON = {"due_on_day": "1", "due_on_month": "9", "due_on_year": "2027"}


@pytest.mark.parametrize(
    ("page", "day"), [("action", DUE_ON), ("intention", {"places": "5", **BY_WHEN})]
)
def test_a_map_that_is_replaced_meanwhile_is_told_and_nothing_typed_is_lost(
    page: str, day: dict[str, str]
) -> None:
    first = stored_gap_map(build_workspace(), status=Status.LOCKED)
    Edition.objects.update(made_at=AT - timedelta(days=30))
    client = client_with(Role.LEAD)
    assert f'value="{first.reference}"' in text_of(client, f"{GAP}{page}/")
    second = stored_gap_map(build_workspace(), status=Status.LOCKED, is_whole=True)
    sent = {"title": "Mine", "seen_in": first.reference, **day}
    answer = client.post(f"{GAP}{page}/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "A new gap map was worked out" in text
    assert "Covered" in text
    assert 'value="Mine"' in text
    assert f'value="{second.reference}"' in text
    assert not Tie.objects.exists()
    again = client.post(f"{GAP}{page}/", {**sent, "seen_in": second.reference})
    assert again.status_code == 302
    assert Tie.objects.get().to_reference == HOLE


def test_money_the_wrong_way_round_is_told_and_nothing_is_lost() -> None:
    edition = stored_gap_map(build_workspace(), status=Status.LOCKED)
    answer = client_with(Role.LEAD).post(
        f"{GAP}intention/",
        {"title": "Mentors", "places": "12", "money_low": "9", "money_high": "3",
         "seen_in": edition.reference, **BY_WHEN},
    )  # fmt: skip
    text = answer.content.decode()
    assert "Error:" in text
    assert "The least it may cost is more than the most." in text
    assert 'value="Mentors"' in text
    assert not Intention.objects.exists()


def test_two_who_change_an_intention_at_once_lose_nothing() -> None:
    stored_gap_map(build_workspace(), status=Status.LOCKED)
    made = intention()
    client = client_with(Role.LEAD)
    page = f"{HOME}intentions/{made.reference}/edit/"
    sent = {"title": "Theirs", "places": "5", "version": "1", **BY_WHEN}
    assert client.post(page, sent).status_code == 302
    answer = client.post(page, sent | {"title": "Mine", "places": "6"})
    text = answer.content.decode()
    assert 'value="Mine"' in text
    assert "What it says now" in text
    made.refresh_from_db()
    assert (made.title, made.places) == ("Theirs", 5)


def test_the_list_filters_and_comes_as_a_file() -> None:
    stored_gap_map(build_workspace(), status=Status.LOCKED)
    intention()
    client = client_with(Role.VIEWER)
    assert "More mentoring" in text_of(client, f"{HOME}intentions/")
    assert "More mentoring" not in text_of(client, f"{HOME}intentions/?status=dropped")
    answer = client.get(f"{HOME}intentions/intentions.csv?words=mentoring")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["gap"], row["places_a_year"], row["status"]) == (HOLE, "20", "Draft")


def test_dropping_needs_a_reason_and_is_kept() -> None:
    stored_gap_map(build_workspace(), status=Status.LOCKED)
    made = intention()
    client = client_with(Role.LEAD)
    page = f"{HOME}intentions/{made.reference}/drop/"
    assert "Enter why it is dropped" in client.post(page, {"version": "1"}).content.decode()
    assert client.post(page, {"version": "1", "reason": "No money."}).status_code == 302
    text = text_of(client, f"{HOME}intentions/{made.reference}/")
    assert "No money." in text
    assert "Say that a board agreed it" not in text


def test_a_finding_leads_to_the_action_that_answers_it_and_is_found_again() -> None:
    edition = stored_gap_map(build_workspace())
    finding = edition.findings.get(slug="gaps.local")
    client = client_with(Role.LEAD)
    here = f"/work/loamshire/assessments/{edition.reference}/"
    told = client.get(f"{here}findings/{finding.slug}/")
    assert told["Location"].endswith("/chapters/gaps/#finding-gaps.local")
    text = text_of(client, told["Location"].split("#")[0])
    assert "Answer this with an action" in text
    address = re.search(r'href="([^"]*plan/[^"]*from=finding[^"]*gaps.local)"', text)
    assert address
    assert finding.sentence[:40] in text_of(client, address[1])
    reads = text_of(client_with(Role.VIEWER), told["Location"].split("#")[0])
    assert "Answer this with an action" not in reads


def test_strangers_see_nothing() -> None:
    stored_gap_map(build_workspace())
    stranger = client_of(build_user("Nobody", email="nobody@else.example"))
    for address in (HOME, GAP, f"{HOME}gap-map.csv", f"{HOME}intentions/"):
        assert stranger.get(address).status_code == 404


def test_the_map_stays_within_a_few_queries(django_assert_max_num_queries: object) -> None:
    stored_gap_map(build_workspace())
    client = client_with(Role.LEAD)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get(HOME)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get(GAP)


def test_the_year_of_a_new_map_ends_where_the_last_edition_did() -> None:
    stored_gap_map(build_workspace())
    text = text_of(client_with(Role.LEAD), f"{HOME}work-out/")
    assert re.search(r'<option value="2025-08" selected', text)
