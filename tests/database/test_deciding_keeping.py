"""Refused applications lose what they say of people once their time is over, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from builders.deciding import (
    A_DAY,
    CLOSED,
    approver,
    attach,
    build_application,
    build_award,
    build_round,
    lead,
)
from builders.web import actor_of, build_member, build_workspace, client_with
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.documents.models import Document
from headwater.web.grants.applying.models import Answer, Applicant, Application, Letter, Member
from headwater.web.grants.applying.rules.keeping import KEPT, REMOVED
from headwater.web.grants.deciding.changes import keeping
from headwater.web.grants.deciding.models import LettingGo
from headwater.web.grants.deciding.rules.keeping import KeepingError
from headwater.web.grants.deciding.rules.permissions import NotAllowedError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
OVER = CLOSED + KEPT + A_DAY
MONTH = timedelta(days=30)
ANN = "ann@harbourlight.example"


def build_refused(**given: Any) -> Application:
    """An application that was declined, with an answer, a letter and somebody's name in it."""
    made = build_application(**{"state": "declined", **given})
    Applicant.objects.filter(pk=made.started_by_id).update(name="Ann Harbour", phone="01632 960001")
    Answer.objects.create(
        application=made, key="contact", given="Ann Harbour", by="AP-1", at=CLOSED
    )
    Letter.objects.create(
        key=f"decision:{made.reference}",
        application=made,
        address=made.started_by.email,
        subject="Your application",
        words="Dear Ann",
        at=CLOSED,
        try_at=CLOSED,
    )
    return made


def ask(at: datetime) -> Actor:
    """A lead asks for whatever is due."""
    asks = lead()
    keeping.ask_removal(workspace=build_workspace(), actor=asks, at=at)
    return asks


def let_go(at: datetime) -> None:
    """A lead asks, an approver agrees, and the clock comes round."""
    ask(at)
    keeping.approve_removal(workspace=build_workspace(), actor=approver(), at=at)
    keeping.remove_people(at)


def says_ann(application: Application) -> bool:
    application.refresh_from_db()
    person = Applicant.objects.get(pk=application.started_by_id)
    told = (
        Answer.objects.filter(application=application).exists()
        or Letter.objects.filter(application=application).exists()
        or Member.objects.filter(application=application).exists()
    )
    return told or "Ann" in f"{application.certified_name} {person.name} {person.email}"


def test_a_refused_application_says_nothing_of_people_after_six_years() -> None:
    refused = build_refused()
    with pytest.raises(KeepingError):
        ask(OVER - 2 * A_DAY)
    let_go(OVER)
    assert not says_ann(refused)
    assert (refused.certified_name, refused.organisation, refused.state) == (
        REMOVED,
        "Harbour Light",
        "declined",
    )
    assert not Applicant.objects.filter(email=ANN).exists()


def test_the_clock_starts_when_the_last_award_of_the_round_ends() -> None:
    award = build_award()
    refused = build_refused(email="ben@quay.example", round=award.application.round)
    ends = award.ends_on - CLOSED.date()
    assert ends > timedelta(days=200)
    with pytest.raises(KeepingError):
        ask(OVER + MONTH)
    let_go(OVER + ends)
    assert not says_ann(refused)


@pytest.mark.parametrize("state", ["submitted", "assessment", "panel", "approved"])
def test_what_is_not_refused_is_left_alone(state: str) -> None:
    kept = build_refused(state=state)
    with pytest.raises(KeepingError):
        ask(OVER + 1_000 * A_DAY)
    keeping.remove_people(OVER + 1_000 * A_DAY)
    assert says_ann(kept)


def test_nothing_goes_that_two_people_did_not_agree_on() -> None:
    refused = build_refused()
    keeping.remove_people(OVER)
    ask(OVER)
    keeping.remove_people(OVER + MONTH)
    assert says_ann(refused)


def test_whoever_asked_does_not_approve() -> None:
    refused = build_refused()
    both = actor_of(build_member(Role.LEAD, Role.APPROVER, name="Both"))
    place = build_workspace()
    keeping.ask_removal(workspace=place, actor=both, at=OVER)
    with pytest.raises(KeepingError, match="Somebody else"):
        keeping.approve_removal(workspace=place, actor=both, at=OVER)
    keeping.remove_people(OVER)
    assert says_ann(refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        LettingGo.objects.update(approved_by=both.reference, approved_at=OVER)


def test_neither_asks_nor_approves_who_may_not() -> None:
    build_refused()
    place = build_workspace()
    with pytest.raises(NotAllowedError):
        keeping.ask_removal(workspace=place, actor=approver(), at=OVER)
    asks = ask(OVER)
    with pytest.raises(NotAllowedError):
        keeping.approve_removal(workspace=place, actor=asks, at=OVER)


def test_what_is_kept_for_a_reason_comes_up_again_after_a_year() -> None:
    refused = build_refused()
    ask(OVER)
    keeping.refuse_removal(
        workspace=build_workspace(), actor=approver(), reason="An inquest", at=OVER
    )
    keeping.remove_people(OVER)
    with pytest.raises(KeepingError):
        ask(OVER + 300 * A_DAY)
    assert says_ann(refused)
    let_go(OVER + 366 * A_DAY)
    assert not says_ann(refused)


def test_it_waits_on_the_lists_of_those_whose_turn_it_is() -> None:
    build_refused()

    def waits() -> set[str]:
        return set(Item.objects.filter(closed_at=None).values_list("kind", flat=True))

    keeping.tell_of_removal(OVER)
    keeping.tell_of_removal(OVER + A_DAY)
    assert waits() == {"applications_to_let_go"}
    ask(OVER + A_DAY)
    assert waits() == {"letting_go_to_approve"}
    keeping.tell_of_removal(OVER + 2 * A_DAY)
    keeping.approve_removal(workspace=build_workspace(), actor=approver(), at=OVER)
    assert waits() == set()


def test_somebody_with_another_application_is_not_forgotten() -> None:
    refused = build_refused()
    other = build_application(
        round=build_round(build_workspace(slug="elsewhere", name="Elsewhere"))
    )
    let_go(OVER)
    assert not Answer.objects.filter(application=refused).exists()
    assert Applicant.objects.get(email=ANN) == other.started_by


def test_files_are_put_to_those_who_dispose_of_files() -> None:
    refused = build_refused()
    attach(refused)
    let_go(OVER)
    file = Document.objects.get(attached__application=refused)
    assert (file.keep_until, file.disposed_at) == (OVER.date(), None)


def test_the_record_says_how_much_went_and_names_nobody() -> None:
    refused = build_refused()
    let_go(OVER)
    keeping.remove_people(OVER + A_DAY)
    (entry,) = Entry.objects.filter(event="application_people_removed", about=refused.reference)
    assert (entry.facts["answers"], entry.facts["people"]) == (1, 1)
    assert "Ann" not in str(entry.facts)


def test_the_page_of_an_application_opens_without_its_people() -> None:
    refused = build_refused()
    let_go(OVER)
    address = f"/work/loamshire/applications/{refused.reference}/"
    page = client_with(Role.LEAD).get(address)
    assert page.status_code == 200
    assert "Ann" not in page.content.decode()


def test_a_lead_asks_and_an_approver_decides_on_pages() -> None:
    refused = build_refused()
    here = "/work/loamshire/applications/keeping/"
    with time_machine.travel(OVER, tick=False):
        asks, decides = client_with(Role.LEAD), client_with(Role.APPROVER)
        assert refused.round.title in asks.get(here).content.decode()
        asks.post(here)
        assert "No round is at the end of its time." in asks.get(here).content.decode()
        page = decides.post(f"{here}decide/", {"decision": "keep"})
        assert page.status_code == 422
        assert "Enter why it should be kept" in page.content.decode()
        assert decides.post(f"{here}decide/", {"decision": "remove"}).status_code == 302
        keeping.remove_people(OVER)
        assert "Approver Person on" in asks.get(here).content.decode()
    assert not says_ann(refused)
