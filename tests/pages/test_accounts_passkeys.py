"""Passkeys: made, used to sign in and to confirm, renamed and removed."""

import json
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from builders.accounts import PASSWORD, forget_tries, prove
from builders.passkeys import Passkey, challenge_in
from builders.web import build_member
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
START = "/account/second-factor/"
ADD = "/account/second-factor/passkeys/add/"
FACTOR = "/account/sign-in/second-factor/"
AGAIN = "/account/confirm-again/passkey/"


@pytest.fixture(autouse=True)
def _no_tries_yet(transactional_db: None) -> Iterator[None]:
    forget_tries()
    yield
    forget_tries()


@pytest.fixture
def ada() -> User:
    return build_member(Role.LEAD, name="Ada Ferrier")


def with_password(user: User) -> Client:
    client = Client()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    return client


def add(client: Client, passkey: Passkey, *, name: str = "Work laptop") -> str:
    challenge = challenge_in(client.get(ADD).content.decode())
    answer = client.post(ADD, {"name": name, "credential": passkey.made(challenge)})
    return str(answer.headers.get("Location", ""))


def test_a_passkey_is_a_second_factor_and_brings_recovery_codes(ada: User) -> None:
    client = with_password(ada)
    assert add(client, Passkey()) == f"{START}recovery-codes/"
    assert client.get("/account/").status_code == 200
    assert "Work laptop" in client.get(f"{START}passkeys/").content.decode()
    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {"webauthn", "recovery_codes"}
    assert Entry.objects.filter(event="second_factor_added").get().facts == {"means": ["webauthn"]}


def test_a_passkey_signs_in_after_the_password(ada: User) -> None:
    passkey = Passkey()
    add(with_password(ada), passkey)
    client = with_password(ada)
    challenge = challenge_in(client.get(FACTOR).content.decode())
    answer = client.post(FACTOR, {"credential": passkey.used(challenge)})
    assert answer.headers["Location"] == "/work/"


def test_another_passkey_does_not_sign_in(ada: User) -> None:
    add(with_password(ada), Passkey())
    client = with_password(ada)
    challenge = challenge_in(client.get(FACTOR).content.decode())
    answer = client.post(FACTOR, {"credential": Passkey().used(challenge)})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_an_answer_to_an_older_challenge_does_not_sign_in(ada: User) -> None:
    passkey = Passkey()
    add(with_password(ada), passkey)
    client = with_password(ada)
    older = challenge_in(client.get(FACTOR).content.decode())
    client.get(FACTOR)
    assert client.post(FACTOR, {"credential": passkey.used(older)}).status_code == 200


NONSENSE = [
    *("", "{}", "[]", "null", "not json", '"text"', '{"id": 1}', '{"id": "AA", "rawId": "AA"}'),
    json.dumps({"id": "AA", "rawId": "AA", "response": {}}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "AA",
                "attestationObject": "AA",
                "authenticatorData": "AA",
                "signature": "AA",
            },
        }
    ),
]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_in_place_of_a_passkey_is_refused_politely(ada: User, nonsense: str) -> None:
    add(with_password(ada), Passkey())
    client = with_password(ada)
    client.get(FACTOR)
    assert client.post(FACTOR, {"credential": nonsense}).status_code == 200
    assert client.post(FACTOR, {}).status_code == 200


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_makes_no_passkey(ada: User, nonsense: str) -> None:
    client = with_password(ada)
    client.get(ADD)
    answer = client.post(ADD, {"name": "Any", "credential": nonsense})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_a_passkey_confirms_before_what_matters(ada: User) -> None:
    client, passkey = with_password(ada), Passkey()
    add(client, passkey)
    prove(client, ada, minutes_ago=11)
    asked = client.get(f"{START}recovery-codes/").headers["Location"]
    assert asked.startswith(AGAIN)
    challenge = challenge_in(client.get(asked).content.decode())
    back = f"{START}recovery-codes/"
    answer = client.post(AGAIN, {"credential": passkey.used(challenge), "next": back})
    assert answer.headers["Location"] == back
    assert client.get(back).status_code == 200


def test_a_wrong_passkey_may_be_tried_again_for_the_same_page(ada: User) -> None:
    client = with_password(ada)
    add(client, Passkey())
    asked = f"{AGAIN}?next=%2Faccount%2Fsessions%2F"
    challenge = challenge_in(client.get(asked).content.decode())
    sent = {"credential": Passkey().used(challenge), "next": "/account/sessions/"}
    answer = client.post(AGAIN, sent, follow=True)
    assert answer.redirect_chain == [(asked, 302)]
    assert "Try again" in answer.content.decode()


def test_a_passkey_is_renamed_and_removed_by_its_owner(ada: User) -> None:
    client, passkey = with_password(ada), Passkey()
    add(client, passkey)
    held = Authenticator.objects.get(type="webauthn")
    client.post(f"{START}passkeys/{held.pk}/name/", {"name": "Old laptop"})
    assert "Old laptop" in client.get(f"{START}passkeys/").content.decode()
    assert client.get(f"{START}passkeys/{held.pk}/remove/").status_code == 200
    client.post(f"{START}passkeys/{held.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert client.get("/account/").headers["Location"] == START


def test_the_script_is_told_which_button_and_which_field(ada: User) -> None:
    page = with_password(ada).get(ADD).content.decode()
    start = page.index('type="application/json">{"ids"') + len('type="application/json">')
    ids = json.loads(page[start : page.index("</script>", start)])["ids"]
    assert all(f'id="{each}"' in page for each in ids.values())
