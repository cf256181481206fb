"""Guessing, fixing and stealing: passwords, codes, sessions, links."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as now_set
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from builders.accounts import PASSWORD, code_now, give_second_factor, signed_in
from builders.addresses import patterns
from builders.everything import build_everything
from builders.web import build_member, build_user, build_workspace, client_of
from headwater.core import clock
from headwater.web.accounts.access import Anyone
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.letters import password_link
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows
from headwater.web.partners import changes as partners

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
SIGN_IN = "/account/sign-in/"
FACTOR = "/account/sign-in/second-factor/"
WRONG = "not the right password"
VARIES = re.compile(r'(csrfmiddlewaretoken" value|value)="[^"]*"')


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    caches["default"].clear()


@pytest.fixture
def ada() -> User:
    """Somebody with a password and a second factor."""
    user = build_member(Role.LEAD, name="Ada Ferrier")
    give_second_factor(user)
    return user


@pytest.fixture
def lockouts(settings: Settings) -> None:
    """A site that counts wrong passwords, as the real one does."""
    settings.AXES_ENABLED = True


def give(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


# --- guessing -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("lockouts")
def test_guessing_from_many_addresses_is_held_up_too(ada: User) -> None:
    """Five guesses from each of many machines: the account itself is counted as well."""
    for machine in range(4):
        for _ in range(4):
            give(Client(REMOTE_ADDR=f"192.0.2.{machine}"), ada.email, WRONG)
    page = give(Client(REMOTE_ADDR="198.51.100.9"), ada.email)
    assert "_auth_user_id" not in Client().session
    assert page.status_code != 302


@pytest.mark.usefixtures("lockouts")
def test_guessing_many_accounts_from_one_address_is_held_up_too(ada: User) -> None:
    for number in range(31):
        give(Client(REMOTE_ADDR="192.0.2.1"), f"somebody{number}@loamshire.example", WRONG)
    assert give(Client(REMOTE_ADDR="192.0.2.1"), ada.email).status_code != 302
    assert give(Client(REMOTE_ADDR="192.0.2.2"), ada.email).status_code == 302


@pytest.mark.usefixtures("lockouts")
def test_counts_of_wrong_tries_cannot_be_pushed_out_by_making_others(ada: User) -> None:
    """Counts are kept in a table of limited size: filling it must not forget them."""
    for machine in range(3):
        for _ in range(4):
            give(Client(REMOTE_ADDR=f"192.0.2.{machine}"), ada.email, WRONG)
    for number in range(600):
        caches["default"].set(f"pushed-{number}", number, 600)
    assert give(Client(REMOTE_ADDR="198.51.100.9"), ada.email).status_code != 302


def test_codes_of_one_account_cannot_be_guessed_from_many_sessions(ada: User) -> None:
    answers = []
    for machine in range(14):
        client = Client(REMOTE_ADDR=f"192.0.2.{machine}")
        give(client, ada.email)
        answers.append(client.post(FACTOR, {"code": "000000"}).status_code)
    client = Client(REMOTE_ADDR="198.51.100.9")
    give(client, ada.email)
    assert client.post(FACTOR, {"code": code_now()}).status_code != 302


def test_letters_about_a_password_are_not_sent_without_end(
    ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for machine in range(30):
            Client(REMOTE_ADDR=f"192.0.2.{machine}").post(
                "/account/password/forgotten/", {"email": ada.email}
            )
    assert 0 < len(mail.outbox) <= 10


# --- asking who is there --------------------------------------------------------------------------


def told(page: Any) -> tuple[int, str]:
    return page.status_code, VARIES.sub("", page.content.decode())


def test_forgetting_a_password_says_the_same_whoever_asks(ada: User) -> None:
    closed = build_user("Closed Account")
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    found = {
        told(Client().post("/account/password/forgotten/", {"email": email}, follow=True))
        for email in (ada.email, closed.email, "nobody@loamshire.example")
    }
    assert len(found) == 1


def test_a_closed_account_is_no_account_to_whoever_does_not_know_its_password(ada: User) -> None:
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    closed = told(give(Client(), ada.email, WRONG))
    assert closed == told(give(Client(), "nobody@loamshire.example", WRONG))


@pytest.mark.usefixtures("lockouts")
def test_the_pause_is_the_same_whether_or_not_there_is_an_account(ada: User) -> None:
    found = []
    for email, machine in ((ada.email, "192.0.2.1"), ("nobody@loamshire.example", "192.0.2.2")):
        client = Client(REMOTE_ADDR=machine)
        found.append([told(give(client, email, WRONG)) for _ in range(6)])
    assert found[0] == found[1]
    assert found[0][-1][0] == 429


def test_an_unknown_address_costs_the_slow_arithmetic_of_a_wrong_password(
    ada: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password of nobody is hashed as well, so that no clock tells who has an account."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    hashed = 0
    for way in ("encode", "verify"):
        slow = getattr(Argon2PasswordHasher, way)

        def counted(self: object, *given: str, _slow: Callable[..., object] = slow) -> object:
            nonlocal hashed
            hashed += 1
            return _slow(self, *given)

        monkeypatch.setattr(Argon2PasswordHasher, way, counted)
    costs = []
    for email in (ada.email, "nobody@loamshire.example"):
        hashed = 0
        give(Client(), email, WRONG)
        costs.append(hashed)
    assert costs == [1, 1]


def test_an_administrator_is_told_nothing_of_an_account_elsewhere_but_its_name() -> None:
    """Inviting somebody who works for another partnership answers as for a newcomer."""
    held = build_everything()
    other = build_everything("fenmark").person
    client = client_of(held.person)
    pages = []
    for email in (other.email, "brand.new@loamshire.example"):
        sent = {"name": "A", "email": email, "role": "viewer"}
        sent["organisation"] = held.organisation.reference
        answer = client.post(held.address("partners:invite"), sent, follow=True)
        pages.append(re.findall(r"They have the role now[^<]*", answer.content.decode()))
    assert pages[0] == pages[1] != []
    client.get(held.address("partners:people"))
    assert "fenmark" not in client.get(
        f"/work/loamshire/partners/people/{other.reference}/"
    ).content.decode().replace(other.name, "").replace(other.email, "")


# --- sessions -------------------------------------------------------------------------------------


def test_a_session_that_somebody_else_began_is_not_signed_in(ada: User) -> None:
    attacker = Client()
    attacker.get("/account/sign-in/")
    session = attacker.session
    session["planted"] = "yes"
    session.save()
    planted = str(session.session_key)
    victim = Client()
    victim.cookies["sessionid"] = planted
    give(victim, ada.email)
    victim.post(FACTOR, {"code": code_now()})
    assert victim.get("/account/").status_code == 200
    assert victim.cookies["sessionid"].value != planted
    attacker.cookies["sessionid"] = planted
    assert "sign-in" in attacker.get("/account/").headers["Location"]


def test_a_key_that_the_site_never_made_is_not_taken(ada: User) -> None:
    victim = Client()
    victim.cookies["sessionid"] = "chosenbyanattacker0123456789abcd"
    give(victim, ada.email)
    victim.post(FACTOR, {"code": code_now()})
    assert victim.cookies["sessionid"].value != "chosenbyanattacker0123456789abcd"


def test_a_session_is_over_everywhere_once_it_was_signed_out(ada: User) -> None:
    client = signed_in(ada)
    copy = Client()
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    assert copy.get("/account/").status_code == 200
    client.post("/account/sign-out/")
    assert "sign-in" in copy.get("/account/").headers["Location"]


def test_a_new_password_ends_every_other_session(ada: User) -> None:
    stolen, own = signed_in(ada), signed_in(ada)
    new = "another quite long password"
    own.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert "sign-in" in stolen.get("/account/").headers["Location"]


def test_a_session_ends_by_itself(ada: User) -> None:
    client = signed_in(ada)
    with time_machine.travel(clock.now() + timedelta(minutes=59), tick=False):
        client.get("/account/")
    with time_machine.travel(clock.now() + timedelta(minutes=120, seconds=30), tick=False):
        assert "sign-in" in client.get("/account/").headers["Location"]


def test_half_a_sign_in_opens_nothing(ada: User) -> None:
    client = Client()
    give(client, ada.email)
    told = [
        route
        for route in patterns()
        if rows()[route].look is Anyone.SIGNED_IN
        and client.get(f"/{patterns()[route].replace('<int:pk>', '1')}").status_code == 200
    ]
    assert told == []


def test_without_a_second_factor_nothing_opens_but_the_way_to_set_one_up() -> None:
    build_workspace()
    person = build_member(*Role, name="New Person")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in ("/work/loamshire/", "/work/loamshire/releases/", "/account/profile/"):
        assert client.get(address).headers["Location"] == "/account/second-factor/"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(ada: User) -> None:
    client = Client()
    give(client, ada.email)
    client.post(FACTOR, {"code": code_now()})
    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert now_set.SESSION_COOKIE_SECURE is now_set.HEADWATER.is_https
    assert now_set.CSRF_COOKIE_SECURE is now_set.HEADWATER.is_https


# --- links ----------------------------------------------------------------------------------------


def opened(link: str) -> Client:
    """A browser that followed a link from a letter."""
    client = Client()
    client.get(link.removeprefix(now_set.HEADWATER.address), follow=True)
    return client


def set_password(client: Client, new: str) -> Any:
    return client.post(
        "/account/password/new/" + client.session.get("_uid", "") + "x-set-password/",
        {"password1": new, "password2": new},
    )


def follow_and_set(link: str, new: str) -> None:
    client = Client()
    there = client.get(link.removeprefix(now_set.HEADWATER.address))
    client.post(there.get("Location", link), {"password1": new, "password2": new})


def test_a_link_for_a_password_works_once(ada: User) -> None:
    link = password_link(ada)
    follow_and_set(link, "the first new password")
    follow_and_set(link, "the second new password")
    ada.refresh_from_db()
    assert ada.check_password("the first new password")


def test_a_link_for_a_password_is_over_after_three_days(ada: User) -> None:
    link = password_link(ada)
    with time_machine.travel(clock.now() + timedelta(days=3, minutes=1)):
        follow_and_set(link, "the first new password")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_link_for_one_account_sets_no_other(ada: User) -> None:
    eve = build_user("Eve Other")
    link = password_link(eve)
    key = link.rstrip("/").rpartition("/")[2].partition("-")[2]
    forged = password_link(ada).rpartition("new/")[0] + "new/"
    from allauth.account.utils import user_pk_to_url_str

    follow_and_set(f"{forged}{user_pk_to_url_str(ada)}-{key}/", "the first new password")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_link_of_a_closed_account_opens_nothing(ada: User) -> None:
    link = password_link(ada)
    partners.close_account(user=ada, reason="left", actor=HEADWATER, at=clock.now())
    follow_and_set(link, "the first new password")
    client = Client()
    answer = give(client, ada.email, "the first new password")
    assert "_auth_user_id" not in client.session
    assert answer.status_code != 302 or "closed" in answer.headers["Location"]


def test_a_new_password_does_not_get_round_the_second_factor(ada: User) -> None:
    client = Client()
    link = password_link(ada).removeprefix(now_set.HEADWATER.address)
    there = client.get(link)
    client.post(
        there.headers["Location"],
        {"password1": "the first new password", "password2": "the first new password"},
    )
    assert "_auth_user_id" not in client.session
    assert give(client, ada.email, "the first new password").headers["Location"] == FACTOR


def test_the_secret_of_a_calendar_is_not_kept_and_ends_when_revoked() -> None:
    held = build_everything()
    client = client_of(held.person)
    page = client.post("/account/calendars/", {"what": "everything"}).content.decode()
    found = re.search(r"/calendar/([\w-]+)\.ics", page)
    assert found is not None
    token = found[1]
    assert len(token) >= 32
    feed = held.person.feeds.latest("pk")
    assert token not in str(vars(feed))
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    client.post(f"/account/calendars/{feed.reference}/revoke")
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_a_calendar_shows_nothing_of_whoever_left() -> None:
    held = build_everything()
    assert (
        held.rows["item"].reference in Client().get(held.address("worklist:feed")).content.decode()
    )
    held.person.is_active = False
    held.person.save(update_fields=["is_active"])
    assert Client().get(held.address("worklist:feed")).status_code == 404
