"""A local definition is weighed, put to a board and approved by two people, then never changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from builders.definition import (
    IN,
    approval,
    approved,
    approver_of,
    begun,
    issued_decision,
    lead_of,
    proposed,
    said_of,
    weigh,
    written,
)
from builders.editions_web import queued_edition, stored_edition
from builders.web import build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.editions import changes as editions
from headwater.web.editions.changes import Waiting
from headwater.web.editions.counting import counted_by
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.partnership.definition.changes import moving, versions
from headwater.web.partnership.definition.changes.moving import (
    FutureApprovalError,
    NoDecisionError,
)
from headwater.web.partnership.definition.events import Work
from headwater.web.partnership.definition.queries import assessed
from headwater.web.partnership.definition.queries.versions import end_of
from headwater.web.partnership.definition.rules.permissions import (
    NotAllowedError,
    SamePersonError,
)
from headwater.web.partnership.definition.rules.stages import Status, WrongMoveError
from headwater.web.partnership.definition.rules.weighing import Factor, NotReadyError
from headwater.web.thread.changes import tie
from headwater.web.thread.queries import strands_of
from headwater.web.thread.rules import Relation
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def test_the_first_version_begins_with_what_the_rulebook_puts_up_and_judges_nothing() -> None:
    made = begun()
    assert made.number == 1
    assert made.candidates.count() >= 20
    assert set(made.candidates.values_list("decision", flat=True)) == {"undecided"}
    assert not made.candidates.filter(title__icontains="terror").exists()


def test_only_one_version_is_written_at_a_time() -> None:
    made = begun()
    with pytest.raises(WrongMoveError):
        versions.begin(workspace=made.workspace, actor=lead_of(made.workspace), at=clock.now())


def test_a_version_that_is_not_ready_is_not_put_to_a_board() -> None:
    made = begun()
    with pytest.raises(NotReadyError, match="not decided"):
        moving.propose(
            definition=made, version=made.version, actor=lead_of(made.workspace), at=clock.now()
        )


def test_a_version_that_waits_for_a_board_cannot_be_weighed() -> None:
    made = proposed()
    each = made.candidates.select_related("definition__workspace").first()
    assert each is not None
    with pytest.raises(WrongMoveError, match="waits for a board"):
        weigh(each, actor=lead_of(made.workspace))


def test_whoever_proposed_a_version_does_not_approve_it() -> None:
    made = proposed()
    decision = issued_decision(made.workspace)
    made.proposed_by = approver_of(made.workspace).reference
    made.save(update_fields=["proposed_by"])
    with pytest.raises(SamePersonError):
        moving.approve(
            definition=made,
            given=approval(decision),
            version=made.version,
            actor=approver_of(made.workspace),
            at=clock.now(),
        )


def test_a_lead_does_not_approve() -> None:
    made = proposed()
    with pytest.raises(NotAllowedError, match="approvers"):
        moving.approve(
            definition=made,
            given=approval(issued_decision(made.workspace)),
            version=made.version,
            actor=lead_of(made.workspace),
            at=clock.now(),
        )


def test_approval_names_a_decision_and_a_day_that_was() -> None:
    made = proposed()
    decision = issued_decision(made.workspace)
    tomorrow = timezone.localdate() + timedelta(days=1)
    without = moving.Approval("Board", "", "Item 4", timezone.localdate())
    for given, error in (
        (without, NoDecisionError),
        (approval(decision, tomorrow), FutureApprovalError),
    ):
        with pytest.raises(error):
            moving.approve(
                definition=made,
                given=given,
                version=made.version,
                actor=approver_of(made.workspace),
                at=clock.now(),
            )


def test_an_approved_version_is_tied_to_the_decision_and_waits_to_be_assessed() -> None:
    made = approved()
    tied = strands_of(lead_of(made.workspace), made.workspace.slug, ("definition", made.reference))
    assert [(each.words, each.other.kind) for each in tied] == [("was decided in", "decision")]
    assert Item.objects.filter(kind=Work.ASSESS, closed_at=None, about=made.reference).exists()
    assert not Item.objects.filter(kind=Work.APPROVE, closed_at=None).exists()


def test_a_later_version_takes_the_place_of_the_one_in_force_and_keeps_its_evidence() -> None:
    first = written()
    candidate = first.candidates.select_related("definition").get(key="homicide")
    edition = stored_edition(workspace=first.workspace, status=EditionStatus.LOCKED)
    lead = lead_of(first.workspace)
    tie(
        workspace=first.workspace,
        first=("edition", edition.reference),
        relation=Relation.EVIDENCE,
        second=("definition", end_of(candidate, Factor.PREVALENCE)),
        actor=lead,
        at=clock.now(),
    )
    moving.propose(definition=first, version=first.version, actor=lead, at=clock.now())
    decision = issued_decision(first.workspace)
    first.refresh_from_db()
    moving.approve(
        definition=first,
        given=approval(decision),
        version=first.version,
        actor=approver_of(first.workspace),
        at=clock.now(),
    )
    second = versions.begin(workspace=first.workspace, actor=lead, at=clock.now())
    again = second.candidates.select_related("definition").get(key="homicide")
    shown = strands_of(lead, first.workspace.slug, ("definition", end_of(again, Factor.PREVALENCE)))
    assert [each.other.reference for each in shown] == [edition.reference]
    moving.propose(definition=second, version=second.version, actor=lead, at=clock.now())
    second.refresh_from_db()
    moving.approve(
        definition=second,
        given=approval(decision),
        version=second.version,
        actor=approver_of(first.workspace),
        at=clock.now(),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.stands, second.stands) == (Status.REPLACED, Status.APPROVED)


def test_two_people_who_weigh_the_same_kind_do_not_overwrite_each_other() -> None:
    made = begun()
    candidate = made.candidates.select_related("definition__workspace").get(key="homicide")
    lead = lead_of(made.workspace)
    weigh(candidate, actor=lead)
    with pytest.raises(ChangedMeanwhileError):
        versions.weigh(
            candidate=candidate, said=said_of(candidate), version=1, actor=lead, at=clock.now()
        )


def test_an_assessment_that_is_asked_for_counts_by_the_version_in_force() -> None:
    made = approved()
    locked = stored_edition(workspace=made.workspace, status=EditionStatus.LOCKED)
    asked = moving.assess_again(
        definition=made, edition=locked, actor=lead_of(made.workspace), at=clock.now()
    )
    kept = Edition.objects.get(pk=asked.pk).definition
    counted = counted_by(kept)
    assert counted is not None
    assert counted.stamp == f"definition SV_local v1 ({made.approved_on})"
    assert counted.counts("8N", knife=True)
    assert not counted.counts("8N", knife=False)
    assert not counted.counts("62A", knife=True)
    (again,) = assessed.counted_by(lead_of(made.workspace), made)
    assert again.before == locked
    assert not Item.objects.filter(kind=Work.ASSESS, closed_at=None).exists()


def test_approval_has_the_latest_locked_assessment_made_again_and_read() -> None:
    locked = stored_edition(status=EditionStatus.LOCKED, locked_at=clock.now())
    made = approved(locked.workspace)
    (again,) = assessed.counted_by(lead_of(made.workspace), made)
    assert again.before == locked
    assert again.after.requested_by == HEADWATER.reference
    assert again.after.stands is EditionStatus.QUEUED
    waits = Item.objects.get(kind=Waiting.READ, closed_at=None)
    assert (waits.about, made.reference in waits.link) == (again.after.reference, True)
    assert not Item.objects.filter(kind=Work.ASSESS).exists()
    Edition.objects.filter(pk=again.after.pk).update(status=EditionStatus.FAILED)
    editions.discard(edition=again.after, actor=lead_of(made.workspace), at=clock.now())
    assert not Item.objects.filter(kind=Waiting.READ, closed_at=None).exists()


def test_approval_stands_where_the_same_assessment_is_being_made() -> None:
    locked = stored_edition(status=EditionStatus.LOCKED, locked_at=clock.now())
    queued_edition(workspace=locked.workspace)
    made = approved(locked.workspace)
    assert made.stands is Status.APPROVED
    assert assessed.counted_by(lead_of(made.workspace), made) == []
    assert Item.objects.filter(kind=Work.ASSESS, closed_at=None, about=made.reference).exists()


def test_an_assessment_that_was_locked_after_the_approval_is_not_made_again_by_it() -> None:
    later = clock.now() + timedelta(days=1)
    locked = stored_edition(status=EditionStatus.LOCKED, locked_at=later)
    made = approved(locked.workspace)
    assert assessed.counted_by(lead_of(made.workspace), made) == []


def test_without_an_approved_version_assessments_count_by_the_rulebook() -> None:
    made = proposed()
    edition = stored_edition(workspace=build_workspace(), status=EditionStatus.LOCKED)
    with pytest.raises(WrongMoveError):
        moving.assess_again(
            definition=made, edition=edition, actor=lead_of(made.workspace), at=clock.now()
        )
    assert counted_by(edition.definition) is None


def test_domestic_abuse_that_is_out_leaves_flagged_offences_out_of_the_count() -> None:
    without = [key for key in IN if key != "domestic_abuse"]
    made = approved(inside=without)
    from headwater.web.partnership.definition.queries.versions import facts_of

    counted = counted_by(facts_of(made))
    assert counted is not None
    assert not counted.counts("1", knife=False, domestic=True)
    assert counted.counts("1", knife=False, domestic=False)
