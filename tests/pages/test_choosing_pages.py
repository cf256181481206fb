"""Choosing as people see it."""

import csv
import io

import pytest
from django.test import Client

from builders.choosing import build_applications, build_choice, build_round
from builders.web import client_with
from headwater.web.accounts.roles import Role
from headwater.web.grants.choosing.models import Choice, Verdict

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/choosing/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def sent(**given: str) -> dict[str, str]:
    return {
        "round": build_round().reference, "budget": "6,500", "district": "", "primary": "",
        "secondary": "", "tertiary": "", "small": "30", "small_income": "100,000",
        "unclear": "20", "must": "", "exclusive": "", "together": "", **given,
    }  # fmt: skip


def test_before_anything_was_sent_in_the_page_says_so() -> None:
    text = text_of(client_with(Role.LEAD), HOME)
    assert "No application can be chosen yet" in text
    assert "new/" not in text


def test_those_who_only_assess_do_not_see_how_applications_fare() -> None:
    choice = build_choice()
    for role in (Role.CONTRIBUTOR, Role.VIEWER):
        client = client_with(role)
        assert client.get(HOME).status_code == 404
        assert client.get(f"{HOME}{choice.reference}/").status_code == 404


def test_a_lead_asks_with_what_is_usual_already_entered() -> None:
    build_applications(build_round())
    client = client_with(Role.LEAD)
    text = text_of(client, f"{HOME}new/")
    assert 'value="6,500.00"' in text
    answer = client.post(f"{HOME}new/", sent())
    made = Choice.objects.get()
    assert answer.headers["Location"] == f"{HOME}{made.reference}/"
    assert (made.wish.small, made.wish.unclear) == (30, 20)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept() -> None:
    build_applications(build_round())
    text = (
        client_with(Role.LEAD)
        .post(f"{HOME}new/", sent(budget="lots", together="YF-1"))
        .content.decode()
    )
    assert "<title>Error: " in text
    assert "[lots] is not an amount of money" in text
    assert "Enter two references on each line" in text
    assert 'value="lots"' in text
    assert not Choice.objects.exists()


def test_limits_can_be_tried_again_from_those_before() -> None:
    choice = build_choice()
    text = text_of(client_with(Role.LEAD), f"{HOME}new/?like={choice.reference}")
    assert 'value="40"' in text


def test_the_page_tells_the_sets_the_prices_and_how_firm_it_is() -> None:
    choice = build_choice()
    text = text_of(client_with(Role.AUDITOR), f"{HOME}{choice.reference}/")
    assert "2 of 5 applications for £6,000 of £6,500" in text
    assert "Proved to be the best there is within the limits" in text
    assert "If it were 5 points less strict, 9.5 more days of harm would be prevented" in text
    assert "With £325 more the best set stays as good." in text
    assert 'aria-label="Boxing club stays in 90%"' in text
    assert "Its approach is known to do harm" in text
    assert "Record what was decided" not in text


def test_a_choice_that_is_being_worked_out_says_how_far_it_is() -> None:
    choice = build_choice(status="working", result={}, step="Pricing the limits", done=2, total=4)
    assert "Pricing the limits" in text_of(client_with(Role.LEAD), f"{HOME}{choice.reference}/")


def test_a_choice_that_failed_says_why_and_leads_to_other_limits() -> None:
    choice = build_choice(status="failed", result={}, failure="These limits cannot all be kept.")
    text = text_of(client_with(Role.LEAD), f"{HOME}{choice.reference}/")
    assert "These limits cannot all be kept." in text
    assert f"new/?like={choice.reference}" in text


def test_every_step_of_the_reckoning_is_shown_and_assumptions_are_marked() -> None:
    choice = build_choice()
    one = choice.applications[0]["reference"]
    text = text_of(client_with(Role.LEAD), f"{HOME}{choice.reference}/working/{one}/")
    assert "How long the effect lasts" in text
    assert "Assumption" in text
    elsewhere = f"{HOME}{choice.reference}/working/YF-2222-2222/"
    assert client_with(Role.LEAD).get(elsewhere).status_code == 404


def test_a_decision_that_differs_without_a_reason_is_sent_back_with_what_was_ticked() -> None:
    choice = build_choice()
    client = client_with(Role.LEAD)
    address = f"{HOME}{choice.reference}/decide/"
    assert text_of(client, address).count(" checked") == 2
    other = choice.applications[4]["reference"]
    text = client.post(address, {"picked": [other], "version": "1"}).content.decode()
    assert "Say why in at least 20 characters" in text
    assert text.count(" checked") == 1
    reason = "The only project on the coast, where the gap map shows none."
    client.post(address, {"picked": [other], "version": "1", "reason": reason})
    assert Verdict.objects.get().reason == reason
    shown = text_of(client, f"{HOME}{choice.reference}/")
    assert "In the best set and not decided" in shown
    assert "Boxing club; Mentors" in shown


def test_what_somebody_else_decided_meanwhile_is_shown_beside() -> None:
    choice = build_choice(version=2)
    Verdict.objects.create(
        choice=choice, picked=choice.best, follows=True, decided_by="P-2222-2222",
        decided_at=choice.asked_at,
    )  # fmt: skip
    client = client_with(Role.LEAD)
    answer = client.post(
        f"{HOME}{choice.reference}/decide/", {"picked": choice.best, "version": "1"}
    )
    text = answer.content.decode()
    assert "Somebody else changed the decision" in text
    assert "The decision that stands" in text


def test_filters_stand_in_the_address_and_hold_for_the_file() -> None:
    build_choice()
    client = client_with(Role.LEAD)
    assert "CH-" in text_of(client, f"{HOME}?status=made")
    assert "No set has been worked out yet." in text_of(client, f"{HOME}?status=failed")
    rows = csv.DictReader(io.StringIO(client.get(f"{HOME}choices.csv").content.decode()))
    assert [each["decided"] for each in rows] == ["no"]


def test_the_file_has_every_application_with_its_numbers() -> None:
    choice = build_choice()
    answer = client_with(Role.LEAD).get(f"{HOME}{choice.reference}/applications.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [each["in_best_set"] for each in rows] == ["yes", "yes", "no", "no", "no"]
    assert (rows[0]["stays_share"], rows[0]["in_sets"]) == ("0.9", "1 3")
    assert rows[3]["left_out_because"] == "Its approach is known to do harm."
