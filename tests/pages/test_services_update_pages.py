"""The page a provider reaches over a link: secret, for one entry, and not listed anywhere."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from builders.services import FULL, build_link, build_service
from builders.web import client_with
from headwater.web.accounts.roles import Role
from headwater.web.provision.services.models import Answer, Link, Service
from headwater.web.provision.services.views import updating

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def link_to(service: Service) -> str:
    return f"/services/update/{build_link(service, at=timezone.now())[1]}/"


def sent(**given: Any) -> dict[str, Any]:
    return {
        "version": "1",
        "is_right": "otherwise",
        "status": "active",
        "languages": "English",
        "people_now": "9",
        **given,
    }


def test_a_provider_sees_the_entry_without_an_account() -> None:
    answer = Client().get(link_to(build_service(**FULL)))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Open Door mentors" in text
    assert "1150" not in text
    assert "Home Office" not in text


def test_no_engine_lists_the_page_and_no_cache_keeps_it() -> None:
    answer = Client().get(link_to(build_service()))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 300, "..", "%2e%2e", "' or 1=1"])
def test_a_secret_that_was_never_made_opens_nothing(token: str) -> None:
    build_link(build_service())
    assert Client().get(f"/services/update/{token}/").status_code == 404


def test_the_hash_of_a_secret_is_no_secret() -> None:
    build_link(build_service(), at=timezone.now())
    token_hash = Link.objects.get().token_hash
    assert Client().get(f"/services/update/{token_hash}/").status_code == 404


def test_a_provider_confirms_and_the_link_does_not_open_again() -> None:
    service = build_service()
    address = link_to(service)
    answer = Client().post(address, {"version": "1", "is_right": "right", "status": "active"})
    assert answer.status_code == 302
    assert "Thank you" in Client().get(answer["Location"]).content.decode()
    service.refresh_from_db()
    assert service.confirmed_on == timezone.localdate()
    assert Client().get(address).status_code == 404


def test_a_correction_waits_and_a_partner_accepts_it() -> None:
    service = build_service()
    assert Client().post(link_to(service), sent(opening="Mondays")).status_code == 302
    service.refresh_from_db()
    assert service.opening == ""
    client = client_with(Role.LEAD)
    address = f"/work/loamshire/services/answers/{Answer.objects.get().reference}/"
    assert "Mondays" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    service.refresh_from_db()
    assert (service.opening, service.people_now) == ("Mondays", 9)


def test_a_correction_is_declined_with_a_reason() -> None:
    service = build_service()
    Client().post(link_to(service), sent(opening="Mondays"))
    address = f"/work/loamshire/services/answers/{Answer.objects.get().reference}/decline/"
    client = client_with(Role.LEAD)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "It was last year's"}).status_code == 302
    assert Answer.objects.get().state == "declined"


@pytest.mark.parametrize(
    "given",
    [
        {"is_right": ""},
        {"status": "wonderful"},
        {"minimum_age": "30", "maximum_age": "20"},
        {"people_now": "-4"},
        {"url": "javascript:alert(1)"},
        {"version": ""},
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(given: dict[str, str]) -> None:
    answer = Client().post(link_to(build_service()), sent(**given))
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert Answer.objects.count() == 0


def test_a_version_that_never_was_is_not_taken() -> None:
    answer = Client().post(link_to(build_service()), sent(version="7"))
    assert answer.status_code == 404
    assert Answer.objects.count() == 0


def test_fields_that_are_not_asked_for_change_nothing() -> None:
    service = build_service(cost_per_start=100.0)
    address = link_to(service)
    Client().post(address, sent(name="Ours now", cost_per_start="1", kept_by="O-2222-2222"))
    record = Answer.objects.get().record
    assert (record.name, record.cost_per_start) == ("Open Door mentors", 100.0)


def test_an_address_may_answer_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updating, "MOST_AN_HOUR", 1)
    right = {"version": "1", "is_right": "right", "status": "active"}
    assert Client().post(link_to(build_service()), right).status_code == 302
    answer = Client().post(link_to(build_service(name="Another")), right)
    assert answer.status_code == 429
    assert Answer.objects.count() == 1


def test_a_lead_makes_a_link_that_is_shown_once_and_revokes_it() -> None:
    service = build_service(contact_email="duty@opendoor.example")
    client = client_with(Role.LEAD)
    made = client.post(f"/work/loamshire/services/{service.reference}/link/")
    text = made.content.decode()
    token = text.split("/services/update/")[1].split("/")[0]
    assert "no-store" in made["Cache-Control"]
    assert "mailto:duty@opendoor.example" in text
    assert Client().get(f"/services/update/{token}/").status_code == 200
    assert (
        token not in client.get(f"/work/loamshire/services/{service.reference}/").content.decode()
    )
    link = Link.objects.get()
    assert (
        client.post(f"/work/loamshire/services/links/{link.reference}/revoke/").status_code == 302
    )
    assert Client().get(f"/services/update/{token}/").status_code == 404


def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    right = {"version": "1", "is_right": "right", "status": "active"}
    assert client.post(link_to(build_service()), right).status_code == 403
    assert Answer.objects.count() == 0
