"""Inviting, closing and opening accounts, and adding people from the command line."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from builders.accounts import KEY, PASSWORD, code_now, give_second_factor
from builders.web import actor_of, build_member, build_organisation, build_user
from headwater.core.errors import UsageError
from headwater.web.accounts import changes
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.factors import has_second_factor
from headwater.web.accounts.keeping import SecretKeyChangedError, decrypted, encrypted
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.accounts.schedules import SCHEDULES
from headwater.web.audit.models import Entry
from headwater.web.partners import changes as partners
from headwater.web.partners.models import Membership
from headwater.web.partners.rules.policies import AlreadySoError

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
NEW = "grace.molloy@loamshire.example"
Commits = Callable[..., AbstractContextManager[object]]


def invite(email: str = NEW) -> User:
    administrator = actor_of(build_member(Role.ADMINISTRATOR))
    return changes.invite(email=email, name="Grace Molloy", actor=administrator, at=AT)


def test_an_invitation_leads_to_setting_a_password(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        user = invite()
    assert [letter.to for letter in mail.outbox] == [[NEW]]
    found = re.search(r"http://localhost:8000(/account/password/new/\S+)", str(mail.outbox[0].body))
    assert found is not None
    client = Client()
    form = client.get(found.group(1)).headers["Location"]
    client.post(form, {"password1": "three other words", "password2": "three other words"})
    user.refresh_from_db()
    assert user.check_password("three other words")
    entry = Entry.objects.filter(event="invited").get()
    assert (entry.about, entry.actor) == (user.reference, User.objects.first().reference)  # type: ignore[union-attr]


def test_nobody_signs_in_before_they_set_a_password() -> None:
    user = invite()
    assert not user.has_usable_password()


def test_an_address_is_one_account_however_it_is_typed() -> None:
    assert invite(NEW).pk == invite(f" {NEW.title()} ").pk


def test_inviting_somebody_who_never_came_sends_the_link_again(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite()
        invite()
    assert len(mail.outbox) == 2


def test_inviting_somebody_who_is_here_sends_nothing(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    user = build_user("Grace Molloy")
    User.objects.update(last_login=AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert invite().pk == user.pk
    assert mail.outbox == []


def test_a_closed_account_is_not_invited_again() -> None:
    build_user("Grace Molloy")
    User.objects.update(is_active=False)
    with pytest.raises(changes.AccountClosedError, match="was closed"):
        invite()


def test_closing_an_account_ends_its_sessions_at_once() -> None:
    user = build_member(Role.LEAD, name="Grace Molloy")
    give_second_factor(user)
    client = Client()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    client.post("/account/sign-in/second-factor/", {"code": code_now()})
    assert client.get("/account/").status_code == 200
    key = client.session.session_key
    partners.close_account(user=user, reason="left the partnership", actor=HEADWATER, at=AT)
    assert not UserSession.objects.filter(user=user).exists()
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/account/").status_code == 302
    ended, closed = list(Entry.objects.order_by("number"))[-2:]
    assert (ended.event, ended.facts["sessions"]) == ("session_ended", 1)
    assert (closed.event, closed.facts) == (
        "account_closed",
        {"reason": "left the partnership", "handed_on": 0},
    )


def test_an_account_is_closed_and_opened_once() -> None:
    user = build_user("Grace Molloy")
    partners.close_account(user=user, reason="left", actor=HEADWATER, at=AT)
    with pytest.raises(AlreadySoError, match=r"already \[closed\]"):
        partners.close_account(user=user, reason="left", actor=HEADWATER, at=AT)
    partners.reopen_account(user=user, reason="came back", actor=HEADWATER, at=AT)
    with pytest.raises(AlreadySoError, match=r"already \[open\]"):
        partners.reopen_account(user=user, reason="came back", actor=HEADWATER, at=AT)


def test_no_letter_goes_to_an_account_closed_meanwhile(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite()
        User.objects.filter(email=NEW).update(is_active=False)
    assert mail.outbox == []


def user_add(*more: str, organisation: str = "Loamshire Constabulary", email: str = NEW) -> str:
    said = io.StringIO()
    wanted = ("--name", "Grace Molloy", "--workspace", "loamshire", "--role", "lead")
    call_command("user_add", email, *wanted, "--organisation", organisation, *more, stdout=said)
    return said.getvalue()


def test_a_command_adds_somebody_and_prints_their_link() -> None:
    build_organisation()
    said = user_add()
    assert "Grace Molloy is lead for Loamshire Constabulary." in said
    assert "http://localhost:8000/account/password/new/" in said
    seat = Membership.objects.get()
    assert (seat.user.email, seat.role, seat.granted_by) == (NEW, "lead", "headwater")


def test_a_command_takes_a_password_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    build_organisation()
    monkeypatch.setattr("sys.stdin", io.StringIO("three other words\n"))
    assert "http" not in user_add("--password-stdin")
    assert User.objects.get().check_password("three other words")


def test_a_command_refuses_a_weak_password_and_adds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    build_organisation()
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(UsageError, match="at least 12 characters"):
        user_add("--password-stdin")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"organisation": "Nobody"}, r"no organisation \[Nobody\].*Loamshire Constabulary"),
        ({"email": "no address"}, r"\[no address\] is no e-mail address"),
    ],
)
def test_a_command_says_what_is_wrong(given: dict[str, str], words: str) -> None:
    build_organisation()
    with pytest.raises(UsageError, match=words):
        user_add(**given)


def test_a_command_says_which_workspaces_there_are() -> None:
    with pytest.raises(UsageError, match=r"no workspace \[loamshire\]"):
        user_add()


def test_a_lost_second_factor_is_reset_and_its_owner_told(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    user = build_member(Role.LEAD, name="Grace Molloy")
    give_second_factor(user)
    said = io.StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("user_reset_factor", user.email, "--reason", "seen in person", stdout=said)
    assert "has no second factor now" in said.getvalue()
    assert not has_second_factor(user)
    assert "Your second factor was taken away" in str(mail.outbox[0].body)
    entry = Entry.objects.get(event="second_factor_reset")
    assert entry.facts == {"means": ["recovery_codes", "totp"], "reason": "seen in person"}


def test_keys_of_second_factors_are_not_kept_in_the_clear() -> None:
    held = give_second_factor(build_member(Role.LEAD))
    assert KEY not in str(held.data)
    assert decrypted(held.data["secret"]) == KEY


def test_keys_are_read_after_the_secret_key_changed_while_the_old_one_is_known(
    settings: Settings,
) -> None:
    kept = encrypted("a key")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another one, and long enough to be taken"
    with pytest.raises(SecretKeyChangedError, match="put the old key back"):
        decrypted(kept)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypted(kept) == "a key"


def test_networks_are_forgotten_when_nothing_needs_them() -> None:
    give_in = {"user": build_user("Grace Molloy"), "ip": "192.0.2.1", "user_agent": "any"}
    UserSession.objects.create(session_key="gone", **give_in)
    Session.objects.create(session_key="there", session_data="", expire_date=AT)
    UserSession.objects.create(session_key="there", **give_in)
    for minutes in (14, 16):
        AccessAttempt.objects.create(
            username=str(minutes), ip_address="192.0.2.1", failures_since_start=1
        )
        AccessAttempt.objects.filter(username=str(minutes)).update(
            attempt_time=AT - timedelta(minutes=minutes)
        )
    said = SCHEDULES[0].run(AT)
    assert said == "1 failed tries and 1 sessions that are gone forgotten"
    assert UserSession.objects.get().session_key == "there"
    assert AccessAttempt.objects.get().username == "14"
