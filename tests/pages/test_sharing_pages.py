"""Pages of sharing: checking a share, recording it, and what everybody reads."""

from typing import Any

import pytest
from django.test import Client

from builders.sharing import (
    AT,
    build_agreement,
    build_dataset,
    build_dpia,
    build_onboarding,
    build_personal_share,
    build_share,
    hospital,
    police,
)
from builders.web import client_with
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.sharing.changes import agreements
from headwater.web.sharing.models import Agreement, Dpia, Onboarding, Share
from headwater.web.sharing.rules.terms import Granularity

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/sharing/"
REGISTERS = ("agreements", "assessments", "datasets", "shares", "refusals", "onboarding")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def answers(**given: Any) -> dict[str, Any]:
    return {
        "title": "Attendances by month",
        "giver": hospital().reference,
        "taker": police().reference,
        "purpose": "strategy",
        "granularity": "personal",
        "gateway": "pcsc_s16",
        "article_6": "e",
        "necessity": "Needed.",
        "proportionality": "Small.",
        **given,
    }


@pytest.mark.parametrize("register", REGISTERS)
def test_every_empty_register_says_so(register: str) -> None:
    assert " yet</strong>" in text_of(client_with(Role.VIEWER), f"{HOME}{register}/")


@pytest.mark.parametrize("register", REGISTERS)
def test_every_register_is_a_page_and_a_file(register: str) -> None:
    build_agreement()
    build_dpia()
    build_onboarding()
    build_share()
    build_share(granularity=Granularity.PERSONAL, gateway="pcsc_s16")
    client = client_with(Role.VIEWER)
    said = {"agreements": "Injury data", "assessments": "Injury data assessed"}
    title = said.get(register, "ttendances")
    assert title in text_of(client, f"{HOME}{register}/")
    assert title in text_of(client, f"{HOME}{register}.csv")


def test_a_check_names_the_law_against_it_and_the_other_ways_and_keeps_nothing() -> None:
    client = client_with(Role.LEAD)
    answer = client.post(f"{HOME}shares/check/", {**answers(), "do": "check"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Refused" in text
    assert "Power to disclose for crime and disorder" in text
    assert not Share.objects.exists()


def test_what_is_refused_is_recorded_in_the_register_of_refusals() -> None:
    client = client_with(Role.LEAD)
    answer = client.post(f"{HOME}shares/check/", {**answers(), "do": "record"}, follow=True)
    text = answer.content.decode()
    assert Share.objects.get().outcome == "refused"
    assert answer.redirect_chain[-1][0].startswith(f"{HOME}refusals/")
    assert "Section 16 does not authorise" in text


def test_a_viewer_checks_and_writes_nothing() -> None:
    client = client_with(Role.VIEWER)
    assert client.get(f"{HOME}shares/check/").status_code == 404
    assert "Check whether" not in text_of(client, HOME)


def test_an_agreement_is_sent_out_and_signed_on_its_pages() -> None:
    made = build_agreement()
    page = f"{HOME}agreements/{made.reference}/"
    client = client_with(Role.LEAD)
    client.post(f"{page}move/", {"verb": "send", "version": 1})
    party = made.parties.first()
    assert party is not None
    said = {"role": "Chief executive", "on_day": "2", "on_month": "3", "on_year": "2026"}
    client.post(f"{page}sign/{party.organisation.reference}/", said)
    text = text_of(client, page)
    assert "Chief executive" in text
    assert "Take back to draft" in text


def test_two_who_change_an_agreement_see_what_theirs_says() -> None:
    made = build_agreement()
    Agreement.objects.filter(pk=made.pk).update(title="Theirs", version=2)
    sent = {
        "version": 1,
        "title": "Yours",
        "purpose": "strategy",
        "gateway": "not_personal",
        "parties": [each.organisation.reference for each in made.parties.all()],
    }
    for name, year in (("starts_on", 2026), ("review_on", 2027)):
        sent |= {f"{name}_day": 2, f"{name}_month": 3, f"{name}_year": year}
    page = f"{HOME}agreements/{made.reference}/edit/"
    client = client_with(Role.LEAD)
    answer = client.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs" in text
    assert "Yours" in text
    assert client.post(page, {**sent, "version": 2}).status_code == 302


def test_a_dataset_is_asked_for_and_moved_by_hand() -> None:
    made = build_dataset()
    client = client_with(Role.LEAD)
    on = {"on_day": "2", "on_month": "3", "on_year": "2026"}
    client.post(f"{HOME}datasets/{made.reference}/ask/", on)
    row = Onboarding.objects.get()
    on = {**on, "on_day": "9"}
    client.post(
        f"{HOME}onboarding/{row.reference}/move/",
        {**on, "step": "agreement", "why": "They agreed in principle.", "version": 1},
    )
    text = text_of(client, f"{HOME}onboarding/{row.reference}/")
    assert "Ask: 7 days" in text
    assert "They agreed in principle." in text


def test_the_board_says_the_median_days_of_each_step_and_of_how_many() -> None:
    build_onboarding()
    text = text_of(client_with(Role.VIEWER), f"{HOME}onboarding/")
    assert "Median days at each step by partner" in text
    assert "No stay is over" in text


@pytest.mark.parametrize("register", ["", *(f"{each}/" for each in REGISTERS)])
def test_a_register_with_many_rows_asks_no_more_than_25_times(
    register: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        made = build_dataset(title=f"Dataset {number}")
        build_onboarding(made)
        agreement = build_agreement(title=f"Agreement {number}", datasets=(made.reference,))
        build_dpia(title=f"Assessment {number}", agreement=agreement)
        build_share(dataset=made, agreement=agreement)
        build_share(granularity=Granularity.PERSONAL, gateway="pcsc_s16", dataset=made)
    client = client_with(Role.LEAD)
    with django_assert_max_num_queries(25):
        client.get(f"{HOME}{register}")


def test_a_share_that_waits_says_what_is_missing_and_starts_on_its_page() -> None:
    made = build_personal_share()
    page = f"{HOME}shares/{made.reference}/"
    client = client_with(Role.LEAD)
    text = text_of(client, page)
    assert "Waits to start" in text
    assert "two approvers must approve it" in text
    assert "Write an impact assessment" in text
    refused = client.post(f"{page}start/", {"version": 1})
    assert refused.status_code == 422
    assert "It has no impact assessment" in refused.content.decode()
    dpia = build_dpia()
    Dpia.objects.filter(pk=dpia.pk).update(stage="approved", review_on="2099-01-01")
    client.post(f"{page}start/", {"version": 1, "dpia": dpia.reference})
    made.refresh_from_db()
    assert made.outcome == "agreed"
    assert "Start it" not in text_of(client, page)


def test_a_check_says_that_it_must_not_start_yet() -> None:
    said = answers(giver=police().reference, taker=hospital().reference)
    answer = client_with(Role.LEAD).post(f"{HOME}shares/check/", {**said, "do": "check"})
    assert "it must not start yet. It has no impact assessment" in answer.content.decode()


def test_an_approver_is_told_what_an_agreement_on_people_waits_for() -> None:
    made = build_agreement(gateway="pcsc_s16")
    agreements.send_out(agreement=made, version=1, actor=HEADWATER, at=AT)
    for party in made.parties.all():
        agreements.sign(party=party, role="Chief", on=AT.date(), actor=HEADWATER, at=AT)
    text = text_of(client_with(Role.APPROVER), f"{HOME}agreements/{made.reference}/")
    assert "It has no impact assessment" in text
    assert "put_in_force" not in text
