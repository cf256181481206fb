"""One's own account: details, sessions and how long they last."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from builders.accounts import PASSWORD, code_now, forget_tries, give_second_factor, signed_in
from builders.web import build_member, build_user
from headwater.web.accounts.models import Digest, User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def ada() -> User:
    return build_member(Role.LEAD, name="Ada Ferrier")


def sign_in(user: User) -> Client:
    """Through the pages, so that the list of sessions knows of it."""
    give_second_factor(user)
    client = Client(HTTP_USER_AGENT=FIREFOX)
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    forget_tries()  # a code is good once; here one person signs in twice within a minute
    client.post("/account/sign-in/second-factor/", {"code": code_now()})
    return client


def test_the_account_says_what_it_knows(ada: User) -> None:
    page = signed_in(ada).get("/account/").content.decode()
    for words in ("Ada Ferrier", "ada.ferrier@loamshire.example", "Authenticator app", "Lead"):
        assert words in page


def test_details_are_saved_and_the_ledger_knows_which_not_what(ada: User) -> None:
    deputy = build_member(Role.LEAD, name="Grace Molloy")
    answer = signed_in(ada).post(
        "/account/profile/",
        {
            "name": "Ada Ferrier-Holt",
            "digest": "weekly",
            "away_until_day": "1",
            "away_until_month": "2",
            "away_until_year": "2099",
            "deputy": deputy.reference,
        },
    )
    assert answer.headers["Location"] == "/account/"
    ada.refresh_from_db()
    assert (ada.name, ada.digest, ada.deputy) == ("Ada Ferrier-Holt", Digest.WEEKLY, deputy)
    entry = Entry.objects.get(event="profile_changed")
    assert entry.facts == {"fields": ["name", "digest", "away_until", "deputy"]}


def test_only_a_colleague_may_stand_in(ada: User) -> None:
    stranger = build_user("Nobody Here")
    answer = signed_in(ada).post(
        "/account/profile/", {"name": "Ada", "digest": "daily", "deputy": stranger.reference}
    )
    assert answer.status_code == 422
    assert "Error: Your details" in answer.content.decode()


@pytest.mark.parametrize("field", ["email", "is_active", "reference", "password", "last_login"])
def test_nothing_else_can_be_set_by_sending_more(ada: User, field: str) -> None:
    before = getattr(ada, field)
    client = signed_in(ada)
    if field == "last_login":
        ada.refresh_from_db()
        before = ada.last_login
    client.post("/account/profile/", {"name": "Ada", "digest": "daily", field: "1@x.example"})
    ada.refresh_from_db()
    assert ada.name == "Ada"
    assert getattr(ada, field) == before


def test_a_day_in_the_past_is_no_day_to_be_away_until(ada: User) -> None:
    day = {"away_until_day": "1", "away_until_month": "2", "away_until_year": "2020"}
    answer = signed_in(ada).post("/account/profile/", {"name": "A", "digest": "daily", **day})
    assert "must be" in answer.content.decode()


def test_sessions_are_listed_in_words_and_ended_one_by_one(ada: User) -> None:
    here, there = sign_in(ada), sign_in(ada)
    page = here.get("/account/sessions/").content.decode()
    assert page.count("Firefox on Linux") >= 2
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(f"/account/sessions/{other.pk}/end/")
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    ended = Entry.objects.get(event="session_ended")
    assert ended.facts == {"why": "its owner ended it", "sessions": 1}


def test_every_other_session_is_ended_at_once(ada: User) -> None:
    here, there, elsewhere = sign_in(ada), sign_in(ada), sign_in(ada)
    here.post("/account/sessions/end-others/")
    assert [c.get("/account/").status_code for c in (here, there, elsewhere)] == [200, 302, 302]


def test_somebody_elses_session_is_not_there(ada: User) -> None:
    theirs = sign_in(build_member(Role.LEAD, name="Grace Molloy"))
    number = UserSession.objects.get(session_key=theirs.session.session_key).pk
    mine = signed_in(ada)
    assert mine.post(f"/account/sessions/{number}/end/").status_code == 404
    assert mine.post("/account/sessions/999999/end/").status_code == 404
    assert theirs.get("/account/").status_code == 200


def test_a_changed_password_ends_sessions_elsewhere_and_not_here(ada: User) -> None:
    here, there = sign_in(ada), sign_in(ada)
    new = {
        "oldpassword": PASSWORD,
        "password1": "three other words",
        "password2": "three other words",
    }
    assert here.post("/account/password/change/", new).headers["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("key", "hours", "words"),
    [("signed_in_at", 8, "8 hours ago"), ("seen_at", 1, "did nothing for an hour")],
)
def test_a_session_ends_by_the_clock(ada: User, key: str, hours: int, words: str) -> None:
    client = sign_in(ada)
    session = client.session
    session[key] = time.time() - hours * 3600 - 1
    session.save()
    answer = client.get("/account/", follow=True)
    assert answer.redirect_chain[0][0] == "/account/sign-in/?next=/account/"
    assert words in answer.content.decode()
    assert Entry.objects.filter(event="session_ended").count() == 1


def test_whoever_is_there_stays_signed_in(ada: User) -> None:
    client = sign_in(ada)
    session = client.session
    session["seen_at"] = time.time() - 50 * 60
    session.save()
    assert client.get("/account/").status_code == 200
    assert time.time() - client.session["seen_at"] < 60


def test_a_page_costs_no_write_while_somebody_is_seen_often(
    ada: User,
) -> None:
    client = sign_in(ada)
    seen = client.session["seen_at"]
    client.get("/account/")
    assert client.session["seen_at"] == seen


def test_a_page_asks_the_database_little(ada: User, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = sign_in(ada)
    for path in ("/account/", "/account/profile/", "/account/sessions/", "/account/second-factor/"):
        with django_assert_max_num_queries(25):
            client.get(path)
