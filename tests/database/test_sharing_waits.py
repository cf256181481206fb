"""What waits for its assessment of impact: shares, agreements and datasets of theirs."""

from datetime import timedelta
from typing import Any

import pytest

from builders.sharing import (
    AT,
    REVIEW,
    asked,
    build_agreement,
    build_dpia,
    build_onboarding,
    build_personal_share,
    build_share,
    hospital,
    lead,
    personal,
    police,
)
from builders.web import actor_of, build_member
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.sharing.changes import agreements, dpias, onboarding, shares
from headwater.web.sharing.events import Event, Work
from headwater.web.sharing.models import Agreement, Dpia
from headwater.web.sharing.rules.gateways import Bases
from headwater.web.sharing.rules.onboarding import Moved, Step
from headwater.web.sharing.rules.standing import Outcome, SharingRefusedError, Standing
from headwater.web.sharing.rules.terms import Article6
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
AFTER_REVIEW = AT + timedelta(days=365)


def approved(**given: Any) -> Dpia:
    """An assessment that two people approved."""
    made = build_dpia(**given)
    dpias.propose(dpia=made, version=1, actor=lead(), at=AT)
    for name in ("Margaret Ashby", "Joseph Tull"):
        actor = actor_of(build_member(Role.APPROVER, name=name))
        dpias.approve(dpia=made, reason="Met.", version=2, actor=actor, at=AT)
    made.refresh_from_db()
    return made


def signed_for_people() -> Agreement:
    """An agreement on what tells people apart, which every party signed."""
    agreement = build_agreement(gateway="pcsc_s16")
    agreements.send_out(agreement=agreement, version=1, actor=lead(), at=AT)
    for party in agreement.parties.all():
        agreements.sign(party=party, role="Chief executive", on=REVIEW, actor=lead(), at=AT)
    agreement.refresh_from_db()
    return agreement


def titles(about: str) -> list[str]:
    """What waits because of something."""
    rows = Item.objects.filter(about=about, closed_at=None)
    return list(rows.values_list("title", flat=True))


def test_what_tells_people_apart_waits_without_an_assessment_and_leads_are_asked() -> None:
    made = build_personal_share(review_on=REVIEW)
    assert (made.stands, made.under) == (Outcome.WAITING, "pcsc_s16")
    assert titles(made.reference) == [
        "Assess its impact, then start it: Addresses of repeated violence"
    ]
    assert Entry.objects.filter(event=Event.SHARE_WAITS, about=made.reference).exists()


def test_counts_wait_for_nothing() -> None:
    assert build_share().stands is Outcome.AGREED


def test_what_rests_on_an_assessment_in_force_is_agreed_at_once() -> None:
    dpia = approved()
    made = build_personal_share(dpia=dpia)
    assert (made.stands, made.dpia) == (Outcome.AGREED, dpia)


def test_the_assessment_of_its_agreement_counts_and_is_kept_with_the_share() -> None:
    agreement = build_agreement()
    dpia = approved(agreement=agreement)
    made = build_personal_share(agreement=agreement)
    assert (made.stands, made.dpia) == (Outcome.AGREED, dpia)


def test_an_assessment_that_was_chosen_counts_alone() -> None:
    agreement = build_agreement()
    approved(agreement=agreement)
    draft = build_dpia(title="Another")
    assert build_personal_share(agreement=agreement, dpia=draft).stands is Outcome.WAITING


def test_what_rests_on_vital_interests_does_not_wait() -> None:
    bases = Bases(
        article_6=Article6.VITAL_INTERESTS, necessity="A life.", proportionality="An address."
    )
    assert build_personal_share(bases=bases).stands is Outcome.AGREED


def test_it_does_not_start_before_both_approved_and_leads_are_told_when_they_did() -> None:
    dpia = build_dpia()
    made = build_personal_share(dpia=dpia)
    with pytest.raises(SharingRefusedError, match="must finish it and give it to approvers"):
        shares.start(share=made, version=1, actor=lead(), at=AT)
    dpias.propose(dpia=dpia, version=1, actor=lead(), at=AT)
    first, second = (
        actor_of(build_member(Role.APPROVER, name=name)) for name in ("Margaret", "Joseph")
    )
    dpias.approve(dpia=dpia, reason="Met.", version=2, actor=first, at=AT)
    with pytest.raises(SharingRefusedError, match="One more approver must approve it"):
        shares.start(share=made, version=1, actor=lead(), at=AT)
    dpias.approve(dpia=dpia, reason="Met.", version=2, actor=second, at=AT)
    assert titles(made.reference) == [
        "Start it, its impact is assessed: Addresses of repeated violence"
    ]


def test_what_starts_is_in_the_ledger_and_is_reviewed() -> None:
    made = build_personal_share(review_on=REVIEW)
    started = shares.start(share=made, dpia=approved(), version=1, actor=lead(), at=AT)
    assert started.stands is Outcome.AGREED
    rows = Item.objects.filter(about=made.reference, closed_at=None)
    assert set(rows.values_list("kind", flat=True)) == {Work.REVIEW}
    assert Entry.objects.filter(event=Event.SHARE_STARTED, about=made.reference).exists()


def test_an_assessment_whose_review_is_late_starts_nothing() -> None:
    made = build_personal_share(dpia=approved(), review_on=REVIEW)
    assert made.stands is Outcome.AGREED
    late = shares.decide(
        workspace=made.workspace,
        asked=asked(**personal(), dpia=made.dpia),
        actor=lead(),
        at=AFTER_REVIEW,
    )
    assert late.stands is Outcome.WAITING


def test_a_share_is_checked_again_against_the_law_of_the_day_it_starts() -> None:
    made, dpia = build_personal_share(), approved()
    later = AT + timedelta(days=3)
    started = shares.start(share=made, dpia=dpia, version=1, actor=lead(), at=later)
    assert started.law_of == made.law_of + timedelta(days=3)


def test_two_who_start_it_at_once_are_told() -> None:
    made = build_personal_share()
    dpia = approved()
    shares.start(share=made, dpia=dpia, version=1, actor=lead(), at=AT)
    with pytest.raises(ChangedMeanwhileError):
        shares.start(share=made, dpia=dpia, version=1, actor=lead(), at=AT)


def test_what_only_waited_is_decided_against_and_not_ended() -> None:
    made = build_personal_share()
    done = shares.end(share=made, why="Wards answer it.", version=1, actor=lead(), at=AT)
    assert (done.stands, done.ended_at) == (Outcome.NOT_SHARED, None)
    assert titles(made.reference) == []


def test_what_is_shared_is_put_on_another_assessment_that_is_in_force() -> None:
    made = build_personal_share(dpia=approved())
    draft = build_dpia(title="Another")
    with pytest.raises(SharingRefusedError, match="Another, is a draft"):
        shares.cover(share=made, dpia=draft, version=1, actor=lead(), at=AT)
    other = approved(title="Assessed anew")
    done = shares.cover(share=made, dpia=other, version=1, actor=lead(), at=AT)
    assert (done.dpia, done.stands) == (other, Outcome.AGREED)
    assert Entry.objects.filter(event=Event.SHARE_COVERED, about=made.reference).exists()


# --- agreements ----------------------------------------------------------------------------------


def test_an_agreement_on_people_waits_for_its_assessment() -> None:
    agreement = signed_for_people()
    approver = actor_of(build_member(Role.APPROVER, name="Margaret Ashby"))
    with pytest.raises(SharingRefusedError, match="has no impact assessment"):
        agreements.put_in_force(
            agreement=agreement, version=agreement.version, actor=approver, at=AT
        )
    approved(agreement=agreement)
    done = agreements.put_in_force(
        agreement=agreement, version=agreement.version, actor=approver, at=AT
    )
    assert done.stands is Standing.IN_FORCE


def test_a_dataset_passes_the_assessment_that_was_there_before_the_agreement() -> None:
    way = build_onboarding()
    to = Moved(Step.AGREEMENT, way.moved_on)
    onboarding.move(onboarding=way, to=to, actor=lead(), at=AT)
    agreement = build_agreement(police(), hospital(), datasets=(way.dataset.reference,))
    agreements.send_out(agreement=agreement, version=1, actor=lead(), at=AT)
    for party in agreement.parties.all():
        agreements.sign(party=party, role="Chief executive", on=REVIEW, actor=lead(), at=AT)
    approved(agreement=agreement)
    agreement.refresh_from_db()
    approver = actor_of(build_member(Role.APPROVER, name="Margaret Ashby"))
    agreements.put_in_force(agreement=agreement, version=agreement.version, actor=approver, at=AT)
    way.refresh_from_db()
    assert way.stands is Step.TEST_FILE
