"""Signing in and out: who gets in, who does not, and what the ledger says of it."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from builders.accounts import PASSWORD, code_now, give_second_factor, recovery_codes, signed_in
from builders.web import build_member, build_user
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"
FACTOR = "/account/sign-in/second-factor/"


def events() -> list[str]:
    return [entry.event for entry in Entry.objects.order_by("number")]


def give(client: Client, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


@pytest.fixture
def ada() -> User:
    user = build_member(Role.LEAD, name="Ada Ferrier")
    give_second_factor(user)
    return user


@pytest.fixture
def lockouts(settings: Settings) -> None:
    settings.AXES_ENABLED = True


def test_a_password_alone_does_not_sign_anybody_in(ada: User) -> None:
    client = Client()
    assert give(client, ada.email).headers["Location"] == FACTOR
    assert "_auth_user_id" not in client.session


def test_password_and_code_sign_somebody_in(ada: User) -> None:
    client = Client()
    give(client, ada.email)
    answer = client.post(FACTOR, {"code": code_now()})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/work/")
    assert client.get("/account/").status_code == 200
    entry = Entry.objects.get(event="signed_in")
    assert (entry.about, entry.facts) == (ada.reference, {"means": ["password", "totp"]})


def test_a_code_is_good_once(ada: User) -> None:
    code = code_now()
    for answer in (302, 200):
        client = Client()
        give(client, ada.email)
        assert client.post(FACTOR, {"code": code}).status_code == answer


def test_a_recovery_code_is_good_once_and_the_ledger_knows(ada: User) -> None:
    code = recovery_codes(ada)[0]
    for answer in (302, 200):
        client = Client()
        give(client, ada.email)
        assert client.post(FACTOR, {"code": code}).status_code == answer
    assert events().count("recovery_code_used") == 1


def test_the_session_key_changes_when_somebody_signs_in(ada: User) -> None:
    client = Client()
    give(client, ada.email)
    before = client.session.session_key
    client.post(FACTOR, {"code": code_now()})
    assert client.session.session_key not in (None, before)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(ada: User) -> None:
    pages = []
    for email in (ada.email, "nobody@loamshire.example"):
        answer = give(Client(), email, "not the right password")
        pages.append(
            re.sub(r'(csrfmiddlewaretoken" value|value)="[^"]*"', "", answer.content.decode())
        )
    assert pages[0] == pages[1]
    assert "The e-mail address or the password is not right" in pages[0]
    assert [e.about for e in Entry.objects.filter(event="sign_in_failed")] == [
        ada.reference,
        "unknown",
    ]


def test_the_ledger_never_holds_what_was_typed() -> None:
    give(Client(), "typed.by.somebody@loamshire.example", "not the right password")
    told = Entry.objects.get()
    assert "typed" not in f"{told.about}{told.actor}{told.facts}"


@pytest.mark.usefixtures("lockouts")
def test_five_wrong_passwords_pause_the_account_there_and_the_right_one_does_not_help(
    ada: User,
) -> None:
    from axes.models import AccessAttempt

    for _ in range(5):
        answer = give(Client(), ada.email, "not the right password")
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    assert give(Client(), ada.email).status_code == 429
    assert events().count("locked_out") == 1
    kept = AccessAttempt.objects.get()
    assert ada.email not in f"{kept.username}{kept.get_data}{kept.post_data}"
    AccessAttempt.objects.update(attempt_time=kept.attempt_time - timedelta(minutes=16))
    assert give(Client(), ada.email).headers["Location"] == FACTOR


@pytest.mark.usefixtures("lockouts")
def test_somebody_elsewhere_is_not_paused_by_it(ada: User) -> None:
    for _ in range(5):
        give(Client(REMOTE_ADDR="192.0.2.1"), ada.email, "not the right password")
    assert give(Client(REMOTE_ADDR="192.0.2.2"), ada.email).headers["Location"] == FACTOR


@pytest.mark.usefixtures("lockouts")
def test_an_address_in_a_header_nobody_vouches_for_does_not_evade_the_pause(ada: User) -> None:
    for number in range(5):
        give(Client(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"), ada.email, "wrong")
    assert give(Client(HTTP_X_FORWARDED_FOR="192.0.2.9"), ada.email).status_code == 429


@pytest.mark.usefixtures("lockouts")
def test_behind_a_proxy_only_what_it_wrote_itself_counts(ada: User, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        give(Client(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 198.51.100.7"), ada.email, "wrong")
    forged = Client(HTTP_X_FORWARDED_FOR="192.0.2.9, 198.51.100.7")
    elsewhere = Client(HTTP_X_FORWARDED_FOR="198.51.100.8")
    assert give(forged, ada.email).status_code == 429
    assert give(elsewhere, ada.email).status_code == 302


def test_codes_cannot_be_guessed_for_long(ada: User) -> None:
    client = Client()
    give(client, ada.email)
    for _ in range(10):
        client.post(FACTOR, {"code": "000000"})
    answer = client.post(FACTOR, {"code": code_now()})
    assert "too many wrong tries" in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_sent_to_another_site_after_signing_in(ada: User, elsewhere: str) -> None:
    client = Client()
    give(client, ada.email, next=elsewhere)
    answer = client.post(FACTOR, {"code": code_now()})
    assert answer.headers["Location"] == "/work/"


def test_somebody_is_sent_where_they_wanted_to_go(ada: User) -> None:
    client = Client()
    give(client, ada.email, next="/account/sessions/")
    answer = client.post(FACTOR, {"code": code_now()})
    assert answer.headers["Location"] == "/account/sessions/"


def test_a_closed_account_is_told_so_only_with_its_password(ada: User) -> None:
    User.objects.update(is_active=False)
    assert give(Client(), ada.email).headers["Location"] == "/account/sign-in/closed/"
    wrong = give(Client(), ada.email, "not the right password")
    assert "The e-mail address or the password is not right" in wrong.content.decode()


def test_a_closed_account_is_out_at_the_next_page(ada: User) -> None:
    client = signed_in(ada)
    assert client.get("/account/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/account/").headers["Location"].startswith(SIGN_IN)


def test_signing_out_takes_a_button_and_ends_the_session(ada: User) -> None:
    client = signed_in(ada)
    key = client.session.session_key
    assert client.get("/account/sign-out/").status_code == 200
    client.post("/account/sign-out/")
    assert "_auth_user_id" not in client.session
    assert client.session.session_key != key
    assert events() == ["signed_out"]


def test_there_is_no_way_to_make_an_account_for_oneself() -> None:
    for path in ("/account/signup/", "/account/sign-up/", "/account/single-sign-on/signup/"):
        assert Client().get(path).status_code == 404


def test_a_demonstration_asks_for_no_second_factor(settings: Settings) -> None:
    settings.HEADWATER = settings.HEADWATER.model_copy(update={"demo": True})
    user = build_member(Role.LEAD)
    client = Client()
    assert give(client, user.email).headers["Location"] == "/work/"
    assert client.get("/account/").status_code == 200


def test_a_forgotten_password_is_answered_alike_for_anybody(ada: User) -> None:
    pages = []
    for email in (ada.email, "nobody@loamshire.example"):
        answer = Client().post("/account/password/forgotten/", {"email": email}, follow=True)
        pages.append(answer.content)
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [[ada.email]]


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"http://\S+/account/password/new/\S+", str(letter.body))
    assert found is not None
    return found.group()


def test_a_letter_leads_to_this_site_whatever_the_request_says(
    ada: User, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for header in ("HTTP_HOST", "HTTP_X_FORWARDED_HOST"):
        client = Client()
        client.defaults[header] = "evil.example"
        client.post("/account/password/forgotten/", {"email": ada.email})
    assert len(mail.outbox) == 2
    assert all("evil.example" not in str(letter.body) for letter in mail.outbox)
    assert link_in(mail.outbox[0]).startswith("http://localhost:8000/account/password/new/")


def test_another_host_is_refused(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert Client(HTTP_HOST="evil.example").get(SIGN_IN).status_code == 400


def test_a_link_sets_a_password_once_and_ends_sessions(ada: User) -> None:
    elsewhere = signed_in(ada)
    Client().post("/account/password/forgotten/", {"email": ada.email})
    path = link_in(mail.outbox[0]).removeprefix("http://localhost:8000")
    client = Client()
    form = client.get(path).headers["Location"]
    new = {"password1": "three other words", "password2": "three other words"}
    assert client.post(form, new).headers["Location"] == "/account/password/new/done/"
    assert "no longer good" in Client().get(path).content.decode()
    assert elsewhere.get("/account/").status_code == 302
    assert give(Client(), ada.email).status_code == 200
    assert give(Client(), ada.email, "three other words").headers["Location"] == FACTOR
    assert "password_changed" in events()


def test_a_link_that_was_changed_is_no_good(ada: User) -> None:
    other = build_user("Grace Molloy")
    Client().post("/account/password/forgotten/", {"email": ada.email})
    path = link_in(mail.outbox[0]).removeprefix("http://localhost:8000")
    assert "no longer good" in Client().get(path[:-3] + "x/").content.decode()
    stolen = re.sub(r"new/[0-9a-z]+-", f"new/{other.pk}-", path)
    assert "no longer good" in Client().get(stolen).content.decode()


def test_a_weak_password_is_refused_with_a_reason(ada: User) -> None:
    Client().post("/account/password/forgotten/", {"email": ada.email})
    client = Client()
    form = client.get(link_in(mail.outbox[0]).removeprefix("http://localhost:8000")).headers
    answer = client.post(form["Location"], {"password1": "short", "password2": "short"})
    assert "at least 12 characters" in answer.content.decode()


def test_recovery_codes_alone_are_no_second_factor() -> None:
    user = build_member(Role.LEAD)
    give_second_factor(user)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    client = signed_in(user)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    assert client.get("/account/").headers["Location"] == "/account/second-factor/"
