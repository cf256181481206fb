"""Single sign-on: for people with an account, by an address their organisation vouches for."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django.fixtures import Settings

from builders.accounts import PASSWORD, code_now, give_second_factor, signed_in
from builders.sign_in_server import SignInServer, sign_in_server
from builders.web import build_member
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
BEGIN = "/account/single-sign-on/"
CALLBACK = "/account/single-sign-on/callback/"
Answer = Any
"""What Django's test client gives; its type has no public name."""


@pytest.fixture
def provider(settings: Settings) -> Iterator[SignInServer]:
    with sign_in_server() as running:
        settings.SOCIALACCOUNT_PROVIDERS = running.settings()
        running.says = {
            "sub": "a1",
            "email": "Ada.Ferrier@loamshire.example",
            "email_verified": True,
        }
        yield running


@pytest.fixture
def ada() -> User:
    user = build_member(Role.LEAD, name="Ada Ferrier")
    give_second_factor(user)
    return user


def come_back(client: Client, begin: str = BEGIN) -> Answer:
    """Go to the provider and return from it, as a browser would."""
    away = urlsplit(client.get(begin).headers["Location"])
    asked = parse_qs(away.query)
    assert asked["redirect_uri"] == [f"http://testserver{CALLBACK}"]
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(CALLBACK, {"code": "given", "state": asked["state"][0]})


def test_a_known_person_is_let_in_with_their_second_factor(
    ada: User, provider: SignInServer
) -> None:
    client = Client()
    assert come_back(client).headers["Location"] == "/account/sign-in/second-factor/"
    answer = client.post("/account/sign-in/second-factor/", {"code": code_now()})
    assert answer.headers["Location"] == "/work/"
    assert Entry.objects.get(event="signed_in").facts == {"means": ["socialaccount", "totp"]}
    assert Entry.objects.get(event="single_sign_on_linked").about == ada.reference


def test_a_linked_person_is_known_when_their_address_changes(
    ada: User, provider: SignInServer
) -> None:
    come_back(Client())
    provider.says["email"] = "ada.holt@loamshire.example"
    assert come_back(Client()).headers["Location"] == "/account/sign-in/second-factor/"
    assert SocialAccount.objects.count() == 1


def test_linking_leaves_the_password_as_it_is(ada: User, provider: SignInServer) -> None:
    come_back(Client())
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@pytest.mark.parametrize(
    "said",
    [
        {"email": "nobody@loamshire.example", "email_verified": True},
        {"email": "ada.ferrier@loamshire.example", "email_verified": False},
        {"email": "ada.ferrier@loamshire.example", "email_verified": "false"},
        {"email": "ada.ferrier@loamshire.example"},
        {"email": ""},
        {},
    ],
)
def test_whoever_is_not_known_by_a_vouched_address_is_refused(
    ada: User, provider: SignInServer, said: dict[str, object]
) -> None:
    provider.says = {"sub": "b2", **said}
    client = Client()
    answer = come_back(client)
    assert answer.status_code == 403
    assert "You cannot sign in this way" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert Entry.objects.get(event="sign_in_refused").about == "unknown"


def test_a_closed_account_is_not_opened_by_its_organisation(
    ada: User, provider: SignInServer
) -> None:
    User.objects.update(is_active=False)
    assert come_back(Client()).status_code == 403
    assert Entry.objects.get(event="sign_in_refused").about == ada.reference


def test_a_linked_account_that_was_closed_is_refused(ada: User, provider: SignInServer) -> None:
    come_back(Client())
    User.objects.update(is_active=False)
    client = Client()
    assert come_back(client).headers["Location"] == "/account/sign-in/closed/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nobody_links_another_identity_to_whoever_is_signed_in(
    ada: User, provider: SignInServer, process: str
) -> None:
    provider.says = {"sub": "evil", "email": "evil@evil.example", "email_verified": True}
    answer = come_back(signed_in(ada), f"{BEGIN}?process={process}")
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_answer_nobody_asked_for_is_refused(ada: User, provider: SignInServer) -> None:
    answer = Client().get(CALLBACK, {"code": "given", "state": "made up"})
    assert answer.status_code == 401
    assert "could not sign you in" in answer.content.decode()


def test_a_token_for_another_site_is_refused(ada: User, provider: SignInServer) -> None:
    provider.says["aud"] = "another-site"
    assert come_back(Client()).status_code == 401


def test_whoever_stops_at_the_provider_is_told_so(provider: SignInServer) -> None:
    client = Client()
    state = parse_qs(urlsplit(client.get(BEGIN).headers["Location"]).query)["state"][0]
    answer = client.get(CALLBACK, {"error": "access_denied", "state": state}, follow=True)
    assert "You stopped before" in answer.content.decode()


def test_nobody_is_sent_to_another_site_afterwards(ada: User, provider: SignInServer) -> None:
    client = Client()
    come_back(client, f"{BEGIN}?next=https://evil.example/")
    answer = client.post("/account/sign-in/second-factor/", {"code": code_now()})
    assert answer.headers["Location"] == "/work/"


def test_the_sign_in_page_offers_it_where_there_is_a_provider(provider: SignInServer) -> None:
    assert "Sign in with Loamshire sign-in" in Client().get("/account/sign-in/").content.decode()


def test_without_a_provider_there_is_no_such_page() -> None:
    assert Client().get(BEGIN).status_code == 404
    assert Client().get(CALLBACK).status_code == 404
    assert "Sign in with" not in Client().get("/account/sign-in/").content.decode()
