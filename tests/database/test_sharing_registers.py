"""Registers of sharing change under their rules: what is kept, who may, and what waits."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from builders.sharing import (
    AT,
    FIRST,
    REVIEW,
    asked,
    build_agreement,
    build_dataset,
    build_dpia,
    build_onboarding,
    build_share,
    lead,
    police,
)
from builders.web import actor_of, build_member
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.sharing.changes import agreements, datasets, dpias, onboarding, shares
from headwater.web.sharing.changes.datasets import Described
from headwater.web.sharing.events import Event, Work
from headwater.web.sharing.models import Agreement, Onboarding, Share
from headwater.web.sharing.rules.onboarding import Moved, Step
from headwater.web.sharing.rules.permissions import NotAllowedError
from headwater.web.sharing.rules.standing import Outcome, SharingRefusedError, Stage, Standing
from headwater.web.sharing.rules.terms import Granularity
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def waiting(about: str) -> set[str]:
    """Kinds of work that wait because of something."""
    rows = Item.objects.filter(about__startswith=about, closed_at=None)
    return set(rows.values_list("kind", flat=True))


def approver(name: str = "Margaret Ashby") -> Actor:
    return actor_of(build_member(Role.APPROVER, name=name))


def signed(agreement: Agreement) -> Agreement:
    """Sent out, and signed by every party."""
    agreements.send_out(agreement=agreement, version=1, actor=lead(), at=AT)
    for party in agreement.parties.all():
        agreements.sign(party=party, role="Chief executive", on=FIRST, actor=lead(), at=AT)
    agreement.refresh_from_db()
    return agreement


# --- shares --------------------------------------------------------------------------------------


def test_what_the_law_carries_is_agreed_and_reviewed() -> None:
    made = build_share(review_on=REVIEW)
    assert made.stands is Outcome.AGREED
    assert made.under == "not_personal"
    assert waiting(made.reference) == {Work.REVIEW}
    assert Entry.objects.filter(event=Event.SHARE_AGREED, about=made.reference).exists()


def test_what_the_law_refuses_is_kept_as_a_refusal_with_reasons_and_other_ways() -> None:
    made = build_share(granularity=Granularity.PERSONAL, gateway="pcsc_s16", review_on=REVIEW)
    assert made.stands is Outcome.REFUSED
    assert made.under == ""
    assert any("Section 16" in each["words"] for each in made.against)
    assert made.alternatives
    assert made.review_on is None


def test_a_decision_against_sharing_is_kept_with_its_reason() -> None:
    made = build_share(against="Nobody would use it.")
    assert made.stands is Outcome.NOT_SHARED
    assert made.why == "Nobody would use it."


def test_the_database_itself_keeps_no_refused_share_as_agreed() -> None:
    made = build_share(granularity=Granularity.PERSONAL, gateway="pcsc_s16")
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=made.pk).update(outcome=Outcome.AGREED.value)


def test_a_contributor_decides_only_for_an_organisation_of_theirs() -> None:
    said = asked()
    theirs = actor_of(build_member(Role.CONTRIBUTOR, organisation=said.giver))
    place = said.giver.workspace
    assert shares.decide(workspace=place, asked=said, actor=theirs, at=AT)
    other = asked(giver=police(), taker=police())
    with pytest.raises(NotAllowedError):
        shares.decide(workspace=place, asked=other, actor=theirs, at=AT)


def test_what_ends_says_why_and_waits_no_more() -> None:
    made = build_share(review_on=REVIEW)
    ended = shares.end(share=made, why="The service closed.", version=1, actor=lead(), at=AT)
    assert ended.stands is Outcome.ENDED
    assert waiting(made.reference) == set()
    with pytest.raises(SharingRefusedError):
        shares.end(share=ended, why="Again.", version=2, actor=lead(), at=AT)


# --- agreements ----------------------------------------------------------------------------------


def test_an_agreement_is_signed_by_all_before_an_approver_puts_it_into_force() -> None:
    agreement = build_agreement()
    agreements.send_out(agreement=agreement, version=1, actor=lead(), at=AT)
    assert waiting(agreement.reference) == {Work.SIGN}
    with pytest.raises(SharingRefusedError, match="Every party"):
        agreements.put_in_force(agreement=agreement, version=2, actor=approver(), at=AT)
    for party in agreement.parties.all():
        agreements.sign(party=party, role="Chief executive", on=FIRST, actor=lead(), at=AT)
    assert waiting(agreement.reference) == {Work.PUT_IN_FORCE}
    done = agreements.put_in_force(agreement=agreement, version=2, actor=approver(), at=AT)
    assert done.stands is Standing.IN_FORCE
    assert waiting(agreement.reference) == {Work.REVIEW}


def test_a_lead_does_not_put_an_agreement_into_force() -> None:
    agreement = signed(build_agreement())
    with pytest.raises(NotAllowedError):
        agreements.put_in_force(agreement=agreement, version=agreement.version, actor=lead(), at=AT)


def test_an_agreement_taken_back_is_to_be_signed_again() -> None:
    agreement = signed(build_agreement())
    agreements.take_back(agreement=agreement, version=agreement.version, actor=lead(), at=AT)
    assert not agreement.parties.exclude(signed_on=None).exists()
    assert waiting(agreement.reference) == set()


def test_two_who_change_an_agreement_at_once_are_told() -> None:
    agreement = build_agreement()
    agreements.send_out(agreement=agreement, version=1, actor=lead(), at=AT)
    with pytest.raises(ChangedMeanwhileError):
        agreements.take_back(agreement=agreement, version=1, actor=lead(), at=AT)


def test_an_agreement_rests_on_no_law_that_is_not_in_force_on_its_first_day() -> None:
    with pytest.raises(SharingRefusedError, match="not in force"):
        build_agreement(gateway="cws2026_s4", starts_on=date(2026, 5, 31))
    assert build_agreement(gateway="cws2026_s4", starts_on=date(2026, 6, 1))


# --- assessments ---------------------------------------------------------------------------------


def test_two_people_who_did_not_propose_it_approve_an_assessment() -> None:
    made = build_dpia()
    dpias.propose(dpia=made, version=1, actor=lead(), at=AT)
    first, second = approver(), approver("Joseph Tull")
    dpias.approve(dpia=made, reason="The risks are met.", version=2, actor=first, at=AT)
    with pytest.raises(SharingRefusedError, match="already"):
        dpias.approve(dpia=made, reason="Once more.", version=2, actor=first, at=AT)
    done = dpias.approve(dpia=made, reason="So they are.", version=2, actor=second, at=AT)
    assert done.stands is Stage.APPROVED
    assert waiting(made.reference) == {Work.REVIEW}


def test_whoever_proposed_an_assessment_does_not_approve_it() -> None:
    made = build_dpia()
    both = actor_of(build_member(Role.LEAD, Role.APPROVER, name="Both"))
    dpias.propose(dpia=made, version=1, actor=both, at=AT)
    with pytest.raises(SharingRefusedError, match="somebody else"):
        dpias.approve(dpia=made, reason="Fine.", version=2, actor=both, at=AT)


def test_an_assessment_given_back_says_what_is_missing() -> None:
    made = build_dpia()
    dpias.propose(dpia=made, version=1, actor=lead(), at=AT)
    back = dpias.give_back(dpia=made, reason="No advice.", version=2, actor=approver(), at=AT)
    assert (back.stands, back.returned) == (Stage.DRAFT, "No advice.")
    assert waiting(made.reference) == set()


# --- datasets and onboarding ---------------------------------------------------------------------


def test_two_who_change_a_dataset_at_once_are_told() -> None:
    made = build_dataset()
    said = Described(title="Attendances")
    datasets.change(dataset=made, said=said, version=1, actor=lead(), at=AT)
    with pytest.raises(ChangedMeanwhileError):
        datasets.change(dataset=made, said=said, version=1, actor=lead(), at=AT)


def test_papers_and_files_move_a_dataset_on_by_themselves() -> None:
    made = build_onboarding()
    holder, source = made.dataset.organisation_id, made.dataset.source
    move_to(made, Step.AGREEMENT)
    agreement = signed(build_agreement(datasets=(made.dataset.reference,)))
    agreements.put_in_force(agreement=agreement, version=agreement.version, actor=approver(), at=AT)
    assert step_of(made) is Step.DPIA
    dpia = build_dpia(agreement=agreement)
    dpias.propose(dpia=dpia, version=1, actor=lead(), at=AT)
    for name in ("Margaret Ashby", "Joseph Tull"):
        dpias.approve(dpia=dpia, reason="Met.", version=2, actor=approver(name), at=AT)
    assert step_of(made) is Step.TEST_FILE
    found = []
    for days in (10, 40, 70):
        at = AT + timedelta(days=days)
        onboarding.file_arrived(organisation_id=holder, source=source, at=at)
        found.append(step_of(made))
    assert found == [Step.FIRST_LIVE, Step.REGULAR, Step.REGULAR]


def test_two_files_that_do_not_come_make_a_supply_lapse_and_one_that_does_revives_it() -> None:
    made = build_onboarding()
    move_to(made, Step.REGULAR)
    holder, source = made.dataset.organisation_id, made.dataset.source
    late = AT + timedelta(days=60)
    onboarding.files_late(organisation_id=holder, source=source, late_in_a_row=1, at=late)
    assert step_of(made) is Step.REGULAR
    onboarding.files_late(organisation_id=holder, source=source, late_in_a_row=2, at=late)
    assert step_of(made) is Step.LAPSED
    onboarding.file_arrived(organisation_id=holder, source=source, at=late + timedelta(days=1))
    assert step_of(made) is Step.REGULAR


def test_a_move_before_the_last_one_is_refused() -> None:
    made = build_onboarding()
    with pytest.raises(SharingRefusedError, match="cannot leave before"):
        onboarding.move(
            onboarding=made,
            to=Moved(Step.AGREEMENT, FIRST - timedelta(days=1)),
            actor=lead(),
            at=AT,
        )


def move_to(made: Onboarding, step: Step) -> None:
    onboarding.move(onboarding=made, to=Moved(step, FIRST), actor=lead(), at=AT)


def step_of(made: Onboarding) -> Step:
    made.refresh_from_db()
    return made.stands
