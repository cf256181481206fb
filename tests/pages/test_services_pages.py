"""Pages of the directory: the list and its files, one entry, writing it, and taking in a file."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from builders.services import FULL, build_file, build_service, change, open_referral
from builders.web import build_member, build_organisation, client_of, client_with
from headwater.web.accounts.roles import Role
from headwater.web.provision.services.forms.services import ServiceChangeForm
from headwater.web.provision.services.models import File, Service
from headwater.web.provision.services.views.writing import _answers

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/services/"


def page(service: Service, rest: str = "") -> str:
    return f"{HOME}{service.reference}/{rest}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def answers(service: Service, **given: Any) -> dict[str, Any]:
    """The form of an entry as a browser would send it untouched."""
    form = ServiceChangeForm(organisations=[], initial=_answers(service))
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if bound.name == "funded_until":
            parts = ("", "", "") if value is None else (value.year, value.month, value.day)
            keys = ("funded_until_year", "funded_until_month", "funded_until_day")
            sent |= dict(zip(keys, parts, strict=True))
        elif value not in (None, False):
            sent[bound.name] = value
    return {**sent, **given}


def looked_at(client: Client, raw: bytes) -> Any:
    return client.post(f"{HOME}files/", {"file": SimpleUploadedFile("all.json", raw)})


def test_an_empty_directory_says_what_to_do() -> None:
    assert "Take in a directory" in text_of(client_with(Role.LEAD), HOME)
    assert "Leads take in a directory" in text_of(client_with(Role.VIEWER), HOME)


def test_the_list_says_what_lacks_and_what_is_old() -> None:
    build_service(**FULL)
    build_service(name="Talks", at=timezone.now() - timedelta(days=200))
    text = text_of(client_with(Role.VIEWER), HOME)
    assert "2 services running, 1 with a complete entry" in text
    assert "Lacks: " in text
    text = text_of(client_with(Role.VIEWER), f"{HOME}?look=lacking")
    assert "Talks" in text
    assert "Open Door mentors" not in text


def test_the_list_is_a_table_and_a_directory_to_download() -> None:
    build_service(**FULL)
    client = client_with(Role.VIEWER)
    assert "English; Polish" in text_of(client, f"{HOME}services.csv")
    given = json.loads(text_of(client, f"{HOME}services.json?need_type=mentoring"))
    assert [each["name"] for each in given["contents"]] == ["Open Door mentors"]
    given = json.loads(text_of(client, f"{HOME}services.json?need_type=sport"))
    assert given["empty"] is True


def test_the_page_of_an_entry_says_everything_it_says() -> None:
    text = text_of(client_with(Role.VIEWER), page(build_service(**FULL)))
    for words in ("10 to 17", "English, Polish", "£1,150", "31 March 2027", "Promising"):
        assert words in text
    assert "Confirm that it is right" not in text


def test_an_entry_is_added_and_changed() -> None:
    trust = build_organisation(name="Riverside Youth Trust")
    client = client_of(build_member(Role.CONTRIBUTOR, organisation=trust))
    sent = {
        "name": "Talks",
        "organisation": "Riverside Youth Trust",
        "kept_by": trust.reference,
        "status": "active",
        "need_type": "therapy",
        "tier": "tertiary",
        "sex": "any",
        "languages": "English, Polish",
        "evenings": "yes",
        "minimum_age": "12",
    }
    assert client.post(f"{HOME}new/", sent).status_code == 302
    made = Service.objects.get()
    assert (made.languages, made.evenings, made.minimum_age) == (["English", "Polish"], True, 12)
    assert client.post(page(made, "edit/"), answers(made, setting="Home")).status_code == 302
    made.refresh_from_db()
    assert (made.setting, made.languages, made.evenings) == ("Home", ["English", "Polish"], True)


def test_a_contributor_adds_nothing_that_only_leads_keep() -> None:
    client = client_with(Role.CONTRIBUTOR)
    sent = {"name": "Talks", "organisation": "Somebody", "status": "active", "need_type": "other",
            "tier": "primary", "sex": "any"}  # fmt: skip
    answer = client.post(f"{HOME}new/", sent)
    assert answer.status_code == 422
    assert Service.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"minimum_age": "30", "maximum_age": "20"}, "youngest age is above the oldest"),
        ({"lat": "54"}, "Give latitude and longitude together"),
        ({"lat": "-0.5", "lon": "54"}, "not in this country"),
        ({"url": "javascript:alert(1)"}, "Enter an address beginning https://"),
        ({"area_code": "Cambridge"}, "is not a code such as E01017940"),
        ({"wait_days": "40", "wait_days_90": "20"}, "Nine in ten people cannot start sooner"),
    ],
)
def test_what_no_directory_could_hold_is_said_in_words(given: dict[str, str], words: str) -> None:
    service = build_service()
    answer = client_with(Role.LEAD).post(page(service, "edit/"), answers(service, **given))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_harmful_approach_is_refused_with_how_to_get_an_override_and_answers_are_kept() -> None:
    service = build_service()
    sent = answers(service, approach="prison_awareness", setting="Home")
    answer = client_with(Role.LEAD).post(page(service, "edit/"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Ask for an override on the page of the approach" in text
    assert 'value="prison_awareness" selected' in text
    assert 'value="Home"' in text
    service.refresh_from_db()
    assert service.approach != "prison_awareness"


def test_two_changes_at_once_lose_nothing() -> None:
    service = build_service()
    yours = answers(service, setting="School")
    change(service, opening="Tuesdays")
    client = client_with(Role.LEAD)
    answer = client.post(page(service, "edit/"), yours)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "What was changed meanwhile" in text
    assert "Tuesdays</textarea>" in text
    assert 'value="School"' in text
    assert 'name="version" value="2"' in text


def test_an_entry_is_confirmed_and_closed() -> None:
    service = build_service()
    client = client_with(Role.LEAD)
    assert client.post(page(service, "confirm/"), {"version": "1"}).status_code == 302
    service.refresh_from_db()
    assert service.confirmed_on == timezone.localdate()
    sent = {"version": "2", "status": "defunct", "reason": "Funding ended"}
    assert client.post(page(service, "close/"), sent).status_code == 302
    assert "Defunct" in text_of(client, page(service))


def test_confirming_what_somebody_else_changed_confirms_nothing() -> None:
    service = build_service()
    change(service, setting="School")
    client = client_with(Role.LEAD)
    answer = client.post(page(service, "confirm/"), {"version": "1"}, follow=True)
    assert "The entry was changed meanwhile" in answer.content.decode()
    service.refresh_from_db()
    assert service.version == 2


# --- files ---------------------------------------------------------------------------------------


def test_a_file_is_looked_at_taken_in_and_undone() -> None:
    client = client_with(Role.LEAD)
    answer = looked_at(client, json.dumps([open_referral(), {"id": "s-2"}]).encode())
    assert answer.status_code == 302
    text = text_of(client, answer.url)
    assert "1 entry would be new, 0 would change" in text
    assert "Number 2" in text
    seal = text.split('name="seal" value="')[1][:64]
    assert client.post(answer.url, {"seal": seal}).status_code == 302
    assert Service.objects.get().name == "Harbour boxing"
    assert client.post(f"{answer.url}undo/").status_code == 302
    assert Service.objects.count() == 0


def test_a_preview_that_is_out_of_date_is_shown_again() -> None:
    file = build_file(open_referral())
    answer = client_with(Role.LEAD).post(f"{HOME}files/{file.reference}/", {"seal": "0" * 64})
    assert answer.status_code == 422
    assert "Somebody else changed the directory" in answer.content.decode()
    assert Service.objects.count() == 0


def test_a_file_that_was_only_looked_at_can_be_left_out() -> None:
    file = build_file(open_referral())
    assert client_with(Role.LEAD).post(f"{HOME}files/{file.reference}/drop/").status_code == 302
    file.refresh_from_db()
    assert (file.stage, file.given) == ("dropped", [])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'[{"id": "s-1"', "not valid JSON"),
        (b"\xff\xfe[]", "not in UTF-8"),
        (b'[{"id": 1, "id": 2}]', "stands twice in one object"),
        (b'[{"id": "a", "name": "b\\u0000"}]', "not valid JSON"),
        (b"[NaN]", "not valid JSON"),
        (b"[" * 5_000 + b"]" * 5_000, "nested too deeply"),
        (b'{"page": 1}', "has no services"),
        (b"[]", "has no services"),
        (b"7", "has no services"),
        (b"[" + b"1," * 5_000 + b"1]", "more than 5,000 services"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_in_words(raw: bytes, words: str) -> None:
    answer = looked_at(client_with(Role.LEAD), raw)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert File.objects.count() == 0


def test_an_entry_full_of_wrong_types_is_a_fault_and_nothing_else() -> None:
    nasty = open_referral(
        name=7, organization="x", eligibilitys={"minimum_age": "old"}, headwater=[1], status=None
    )
    answer = looked_at(client_with(Role.LEAD), json.dumps([nasty, 5, None, "x"]).encode())
    assert answer.status_code == 302
    assert File.objects.get().wrong == 4


def test_what_a_directory_says_runs_nothing_in_a_browser() -> None:
    client = client_with(Role.LEAD)
    given = open_referral(name="<script>alert(1)</script>", url="javascript:alert(1)")
    answer = looked_at(client, json.dumps([given]).encode())
    text = text_of(client, answer.url)
    assert "<script>alert(1)" not in text
    seal = text.split('name="seal" value="')[1][:64]
    client.post(answer.url, {"seal": seal})
    assert 'href="javascript:' not in text_of(client, page(Service.objects.get()))
