"""Pages of a person: a lost second factor is taken away, an account is closed and opened again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from builders.accounts import PASSWORD, code_now, give_second_factor, prove
from builders.web import (
    build_member,
    build_organisation,
    build_workspace,
    client_of,
)
from builders.worklist import build_item
from headwater.web.accounts.factors import has_second_factor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.notices.models import Notice
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[object]]


def address(route: str, *args: str) -> str:
    return reverse(f"partners:{route}", args=["loamshire", *args])


class Page(Protocol):
    content: bytes


def words(response: Page) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def ada() -> User:
    return build_member(Role.ADMINISTRATOR, name="Ada Ferrier")


@pytest.fixture
def admin(ada: User) -> Client:
    return client_of(ada)


# --- a second factor that was lost ---------------------------------------------------------------

SEEN = {"reason": "seen in person on 3 March"}


@pytest.fixture
def cy() -> User:
    user = build_member(Role.LEAD, name="Cy Orme")
    give_second_factor(user)
    return user


def test_a_lost_second_factor_is_reset_from_the_persons_page(
    admin: Client, cy: User, django_capture_on_commit_callbacks: Commits
) -> None:
    assert address("reset_factor", cy.reference) in words(
        admin.get(address("person", cy.reference))
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(address("reset_factor", cy.reference), SEEN, follow=True)
    assert "Cy Orme has no second factor now" in words(answer)
    assert not has_second_factor(cy)
    assert "Your second factor was taken away" in str(mail.outbox[0].body)
    assert Notice.objects.get(user=cy).subject == "Your second factor was taken away"
    entry = Entry.objects.get(event="second_factor_reset")
    assert (entry.about, entry.facts["reason"]) == (cy.reference, SEEN["reason"])
    assert entry.actor == User.objects.get(name="Ada Ferrier").reference


def test_a_reset_signs_its_owner_out_everywhere(admin: Client, cy: User) -> None:
    theirs = Client()
    theirs.post("/account/sign-in/", {"login": cy.email, "password": PASSWORD})
    theirs.post("/account/sign-in/second-factor/", {"code": code_now()})
    assert theirs.get("/account/").status_code == 200
    admin.post(address("reset_factor", cy.reference), SEEN)
    answer = theirs.get("/account/")
    assert (answer.status_code, "sign-in" in answer["Location"]) == (302, True)


def test_a_reset_asks_for_the_administrators_own_factor_again(ada: User, cy: User) -> None:
    client = client_of(ada)
    prove(client, ada, minutes_ago=11)
    answer = client.post(address("reset_factor", cy.reference), SEEN)
    assert (answer.status_code, "confirm" in answer["Location"]) == (302, True)
    assert has_second_factor(cy)


def test_a_reset_without_a_reason_says_so_and_changes_nothing(admin: Client, cy: User) -> None:
    answer = admin.post(address("reset_factor", cy.reference), {"reason": ""})
    assert answer.status_code == 422
    assert "Error:" in words(answer)
    assert has_second_factor(cy)


def test_nobody_resets_their_own(admin: Client, ada: User) -> None:
    assert "Reset the second factor" not in words(admin.get(address("person", ada.reference)))
    answer = admin.post(address("reset_factor", ada.reference), SEEN)
    assert "Ask another administrator" in words(answer)
    assert has_second_factor(ada)


def test_an_account_with_roles_elsewhere_is_not_one_partnerships_to_reset(
    admin: Client, cy: User
) -> None:
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    build_member(Role.VIEWER, name="Cy Orme", organisation=elsewhere)
    assert "Reset the second factor" not in words(admin.get(address("person", cy.reference)))
    answer = admin.post(address("reset_factor", cy.reference), SEEN)
    assert "Ask whoever runs headwater" in words(answer)
    assert has_second_factor(cy)


def test_somebody_of_another_partnership_is_not_there_to_reset(admin: Client) -> None:
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    other = build_member(Role.VIEWER, name="Di Oakes", organisation=elsewhere)
    give_second_factor(other)
    assert admin.post(address("reset_factor", other.reference), SEEN).status_code == 404
    assert has_second_factor(other)


def test_who_has_no_second_factor_is_not_offered_a_reset(admin: Client) -> None:
    user = build_member(Role.LEAD, name="Cy Orme")
    assert "Reset the second factor" not in words(admin.get(address("person", user.reference)))
    answer = admin.post(address("reset_factor", user.reference), SEEN)
    assert "has no second factor" in words(answer)


def test_a_deputy_learns_nothing_of_a_reset(admin: Client, cy: User) -> None:
    deputy = build_member(Role.LEAD, name="Di Oakes")
    User.objects.filter(pk=cy.pk).update(
        deputy=deputy, away_until=timezone.localdate() + timedelta(days=3)
    )
    admin.post(address("reset_factor", cy.reference), SEEN)
    for notice in Notice.objects.filter(user=deputy):
        assert "second factor" not in f"{notice.subject} {notice.words}"


# --- an account that is closed, and opened again -------------------------------------------------

LEFT = {"reason": "left the partnership on 3 March"}


def works(user: User) -> bool:
    return client_of(user).get("/work/loamshire/").status_code == 200


def test_an_account_is_closed_from_the_persons_page_and_opened_again(admin: Client) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    theirs = client_of(bo)
    assert works(bo)
    assert address("close_account", bo.reference) in words(
        admin.get(address("person", bo.reference))
    )
    answer = admin.post(address("close_account", bo.reference), LEFT, follow=True)
    assert "The account of Bo Lind is closed" in words(answer)
    assert theirs.get("/work/loamshire/").status_code == 302
    assert not works(bo)
    page = words(admin.get(address("person", bo.reference)))
    assert address("close_account", bo.reference) not in page
    assert address("reopen_account", bo.reference) in page
    admin.post(address("reopen_account", bo.reference), {"reason": "back from a secondment"})
    assert works(bo)


def test_closing_an_account_is_in_the_ledger_with_its_reason_and_the_name_stays(
    admin: Client,
) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    admin.post(address("close_account", bo.reference), LEFT)
    entry = Entry.objects.get(event="account_closed")
    assert (entry.about, entry.facts) == (bo.reference, {**LEFT, "handed_on": 0})
    assert "Bo Lind" in words(admin.get(address("person", bo.reference)))


def test_what_waits_for_somebody_by_name_is_shown_and_goes_to_those_who_lead(
    admin: Client,
) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    build_item(title="Check the September file", user=bo)
    assert "Check the September file" in words(admin.get(address("close_account", bo.reference)))
    admin.post(address("close_account", bo.reference), LEFT)
    item = Item.objects.get(closed_at=None)
    assert (item.title, item.user, item.roles) == ("Check the September file", None, "|lead|")


def test_an_account_without_a_role_is_closed_by_who_administers_where_it_had_one(
    admin: Client,
) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    admin.post(address("leave", bo.reference))
    admin.post(address("close_account", bo.reference), LEFT)
    assert not User.objects.get(pk=bo.pk).is_active


def test_an_account_is_not_closed_without_a_reason(admin: Client) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    answer = admin.post(address("close_account", bo.reference), {"reason": ""})
    assert (answer.status_code, "Error:" in words(answer)) == (422, True)
    assert User.objects.get(pk=bo.pk).is_active


def test_nobody_closes_their_own_account(admin: Client, ada: User) -> None:
    build_member(Role.ADMINISTRATOR, name="Bo Lind")
    assert "Close the account" not in words(admin.get(address("person", ada.reference)))
    answer = admin.post(address("close_account", ada.reference), LEFT)
    assert "Nobody closes or opens their own account" in words(answer)
    assert User.objects.get(pk=ada.pk).is_active


def test_an_account_with_roles_elsewhere_is_not_one_partnerships_to_close(admin: Client) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    build_member(Role.VIEWER, name="Bo Lind", organisation=elsewhere)
    assert "Close the account" not in words(admin.get(address("person", bo.reference)))
    answer = admin.post(address("close_account", bo.reference), LEFT)
    assert "You can end the roles in your own workspace instead" in words(answer)
    assert User.objects.get(pk=bo.pk).is_active


def test_an_account_is_closed_once(admin: Client) -> None:
    bo = build_member(Role.LEAD, name="Bo Lind")
    admin.post(address("close_account", bo.reference), LEFT)
    answer = admin.post(address("close_account", bo.reference), LEFT)
    assert "The account is already [closed]" in words(answer)
