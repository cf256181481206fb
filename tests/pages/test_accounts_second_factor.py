"""Second factors: everybody has one, and gives it again before what matters."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from builders.accounts import (
    BACKEND,
    PASSWORD,
    code_now,
    forget_tries,
    give_second_factor,
    prove,
    recovery_codes,
    signed_in,
)
from builders.web import build_member, build_user
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry

pytestmark = pytest.mark.django_db
START = "/account/second-factor/"
APP = "/account/second-factor/app/"
CODES = "/account/second-factor/recovery-codes/"
AGAIN = "/account/confirm-again/"
CARRY_ON = "/account/confirm-again/carry-on/"
Commits = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def ada() -> User:
    return build_member(Role.LEAD, name="Ada Ferrier")


@pytest.fixture
def newcomer(ada: User) -> Client:
    """Ada, who has just signed in for the first time."""
    client = Client()
    client.post("/account/sign-in/", {"login": ada.email, "password": PASSWORD})
    return client


def events() -> list[str]:
    return [entry.event for entry in Entry.objects.order_by("number")]


@pytest.mark.parametrize("path", ["/account/", "/account/profile/", "/account/sessions/", CODES])
def test_whoever_has_no_second_factor_is_sent_to_set_one_up(newcomer: Client, path: str) -> None:
    assert newcomer.get(path).headers["Location"] == START
    assert "Set up a second factor to go on" in newcomer.get(START).content.decode()


def test_whoever_has_no_second_factor_can_do_nothing_by_post(newcomer: Client) -> None:
    answer = newcomer.post("/account/profile/", {"name": "Somebody Else"})
    assert answer.headers["Location"] == START
    assert not User.objects.filter(name="Somebody Else").exists()


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_with_the_first_code_it_shows(newcomer: Client, ada: User) -> None:
    page = newcomer.get(APP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found is not None
    answer = newcomer.post(APP, {"code": code_now(found.group(1))})
    assert answer.headers["Location"] == CODES
    page = newcomer.get(CODES).content.decode()
    assert all(code in page for code in recovery_codes(ada))
    assert newcomer.get("/account/").status_code == 200
    assert {"second_factor_added", "recovery_codes_made"} <= set(events())
    assert "An authenticator app was added" in str(mail.outbox[-1].body)
    forget_tries()


def test_a_wrong_first_code_sets_nothing_up(newcomer: Client) -> None:
    newcomer.get(APP)
    answer = newcomer.post(APP, {"code": "000000"})
    page = answer.content.decode()
    assert "<title>Error: Set up an authenticator app" in page
    assert "The code is not right" in page
    assert not Authenticator.objects.exists()


def test_setting_up_the_first_factor_takes_a_password_given_lately(
    newcomer: Client, ada: User
) -> None:
    session = newcomer.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 660}]
    session.save()
    asked = newcomer.get(APP).headers["Location"]
    assert asked == f"{AGAIN}password/?next=%2Faccount%2Fsecond-factor%2Fapp%2F"
    answer = newcomer.post(asked, {"password": PASSWORD, "next": APP})
    assert answer.headers["Location"] == APP
    assert newcomer.get(APP).status_code == 200


def test_recovery_codes_can_be_downloaded_and_made_anew(
    ada: User, django_capture_on_commit_callbacks: Commits
) -> None:
    client = signed_in(ada)
    before = recovery_codes(ada)
    assert before[0] in client.get(f"{CODES}download/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{CODES}new/")
    assert not set(before) & set(recovery_codes(ada))
    assert "recovery_codes_made" in events()


def test_an_app_is_removed_and_another_factor_asked_for_at_once(ada: User) -> None:
    client = signed_in(ada)
    assert client.post(f"{APP}remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert client.get("/account/").headers["Location"] == START
    assert events().count("second_factor_removed") == 2


@pytest.mark.parametrize(
    "path",
    [CODES, f"{CODES}download/", f"{CODES}new/", f"{APP}remove/", "/account/password/change/"],
)
def test_what_matters_takes_a_second_factor_given_within_ten_minutes(ada: User, path: str) -> None:
    client = signed_in(ada)
    assert client.get(path).status_code == 200
    prove(client, ada, minutes_ago=11)
    assert client.get(path).headers["Location"].startswith(f"{AGAIN}?next=")


def test_a_password_given_again_does_not_stand_in_for_the_second_factor(ada: User) -> None:
    client = signed_in(ada)
    prove(client, ada, minutes_ago=11)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    assert client.get(CODES).status_code == 302
    assert client.get(f"{AGAIN}password/?next={CODES}").headers["Location"].startswith(AGAIN)


def test_the_proof_of_another_person_in_the_same_browser_does_not_count(ada: User) -> None:
    client = signed_in(ada)
    prove(client, build_user("Grace Molloy"))
    assert client.get(CODES).status_code == 302


def test_whoever_gives_the_code_again_goes_on_where_they_were(ada: User) -> None:
    client = signed_in(ada)
    prove(client, ada, minutes_ago=11)
    asked = client.get(CODES).headers["Location"]
    assert client.get(asked).status_code == 200
    answer = client.post(AGAIN, {"code": code_now(), "next": CODES})
    assert answer.headers["Location"] == CODES
    assert client.get(CODES).status_code == 200
    assert "confirmed_again" in events()


def test_a_wrong_code_confirms_nothing(ada: User) -> None:
    client = signed_in(ada)
    prove(client, ada, minutes_ago=11)
    assert client.post(AGAIN, {"code": "000000", "next": CODES}).status_code == 200
    assert client.get(CODES).status_code == 302
    assert "confirmation_failed" in events()


def test_nobody_is_sent_to_another_site_after_confirming(ada: User) -> None:
    client = signed_in(ada)
    answer = client.post(AGAIN, {"code": code_now(), "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/work/"


def test_a_form_that_was_sent_is_kept_and_sent_again_by_its_owner(ada: User) -> None:
    client = signed_in(ada)
    prove(client, ada, minutes_ago=11)
    path = "/account/password/change/"
    sent = {
        "oldpassword": PASSWORD,
        "password1": "three other words",
        "password2": "three other words",
    }
    asked = client.post(path, sent).headers["Location"]
    assert asked == f"{AGAIN}?next=%2Faccount%2Fconfirm-again%2Fcarry-on%2F"
    assert (
        client.post(AGAIN, {"code": code_now(), "next": CARRY_ON}).headers["Location"] == CARRY_ON
    )
    page = client.get(CARRY_ON).content.decode()
    assert f'action="{path}"' in page
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert {name: kept[name] for name in sent} == sent
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    client.post(path, kept)
    ada.refresh_from_db()
    assert ada.check_password("three other words")


def test_a_kept_form_is_offered_for_ten_minutes(ada: User) -> None:
    client = signed_in(ada)
    prove(client, ada, minutes_ago=11)
    client.post(f"{CODES}new/", {"any": "answer"})
    session = client.session
    session["suspended_request"]["at"] -= 660
    session.save()
    assert client.get(CARRY_ON).headers["Location"] == "/account/"
    assert "suspended_request" not in client.session


def test_a_demonstration_asks_for_the_password_again(ada: User, settings: Settings) -> None:
    settings.HEADWATER = settings.HEADWATER.model_copy(update={"demo": True})
    client = Client()
    client.force_login(ada, backend=BACKEND)
    path = "/account/password/change/"
    asked = client.get(path).headers["Location"]
    assert asked.startswith(f"{AGAIN}password/?next=")
    client.post(asked, {"password": "not the right password"})
    assert client.get(path).status_code == 302
    client.post(asked, {"password": PASSWORD})
    assert client.get(path).status_code == 200


def test_whoever_set_a_factor_up_in_a_demonstration_gives_it(ada: User, settings: Settings) -> None:
    settings.HEADWATER = settings.HEADWATER.model_copy(update={"demo": True})
    give_second_factor(ada)
    client = Client()
    answer = client.post("/account/sign-in/", {"login": ada.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/sign-in/second-factor/"


def test_whoever_has_neither_password_nor_factor_signs_in_again(ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    client = Client()
    client.force_login(ada, backend=BACKEND)
    answer = client.get(APP)
    assert answer.headers["Location"] == f"/account/sign-in/?next={APP}"
    assert "_auth_user_id" not in client.session


def test_somebody_elses_passkey_is_not_there(ada: User) -> None:
    other = build_user("Grace Molloy")
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs"})
    client = signed_in(ada)
    for act in ("name", "remove"):
        assert client.get(f"{START}passkeys/{theirs.pk}/{act}/").status_code == 404
        assert client.post(f"{START}passkeys/{theirs.pk}/{act}/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_pages_of_passkeys_run_no_script_of_their_own(ada: User) -> None:
    page = signed_in(ada).get(f"{START}passkeys/add/").content.decode()
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in each or 'type="application/json"' in each for each in scripts)
    assert "challenge" in page
