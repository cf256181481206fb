"""Signing in without an account, by a code, and out again."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from builders.applying import ANN, code_sent, sign_in
from builders.web import client_with
from headwater.web.accounts.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_somebody_who_is_not_signed_in_is_asked_to() -> None:
    answer = Client().get("/apply/")
    assert answer["Location"] == "/apply/sign-in/?next=%2Fapply%2F"


def test_the_code_signs_in_and_leads_to_where_somebody_wanted_to_go() -> None:
    browser = Client()
    sent = browser.post("/apply/sign-in/?next=/apply/", {"email": ANN, "next": "/apply/"})
    assert sent["Location"] == "/apply/sign-in/code/?next=%2Fapply%2F"
    answer = browser.post(sent["Location"], {"code": code_sent(ANN), "next": "/apply/"})
    assert answer["Location"] == "/apply/"
    page = browser.get("/apply/")
    assert ANN in page.content.decode()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "evil"])
def test_signing_in_never_leads_to_another_site(elsewhere: str) -> None:
    browser = Client()
    browser.post("/apply/sign-in/", {"email": ANN})
    answer = browser.post("/apply/sign-in/code/", {"code": code_sent(ANN), "next": elsewhere})
    assert answer["Location"] == "/"


def test_the_session_has_another_name_after_signing_in() -> None:
    browser = Client()
    browser.post("/apply/sign-in/", {"email": ANN})
    before = browser.cookies["sessionid"].value
    browser.post("/apply/sign-in/code/", {"code": code_sent(ANN)})
    assert browser.cookies["sessionid"].value != before


def test_a_wrong_code_says_so_and_nothing_of_whose_it_would_be() -> None:
    browser = Client()
    browser.post("/apply/sign-in/", {"email": ANN})
    right = "".join(code_sent(ANN).split())
    answer = browser.post("/apply/sign-in/code/", {"code": "000000" if right[0] != "0" else "9"})
    assert answer.status_code == 422
    assert "That is not the code" in answer.content.decode()
    assert ANN not in answer.content.decode()


def test_a_session_ends_after_an_hour_of_nothing() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = sign_in()
        assert browser.get("/apply/").status_code == 200
        clock.shift(timedelta(minutes=61))
        assert browser.get("/apply/").status_code == 302


def test_whoever_signs_out_is_out() -> None:
    browser = sign_in()
    assert browser.post("/apply/sign-out/").status_code == 302
    assert browser.get("/apply/").status_code == 302


def test_a_browser_is_one_persons_at_a_time() -> None:
    browser = client_with(Role.LEAD)
    assert browser.get("/work/loamshire/").status_code == 200
    sign_in(client=browser)
    assert browser.get("/work/loamshire/").status_code == 302


def test_an_applicant_opens_no_page_of_a_partnership() -> None:
    client_with(Role.LEAD)
    answer = sign_in().get("/work/loamshire/")
    assert answer.status_code == 302
    assert "/account/sign-in/" in answer["Location"]
