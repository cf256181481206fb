"""Versions of the plan: fixed for a board, adopted by its decision, looked at again, published."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from builders.plan import A_DAY, AT, build_action, build_outcome, lead, tell
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.releases.models import Release
from headwater.web.strategy.changes import actions, plans, publishing, withholding
from headwater.web.strategy.changes.plans import Front
from headwater.web.strategy.errors import NothingToPutError
from headwater.web.strategy.events import Work
from headwater.web.strategy.models import Action, Plan
from headwater.web.strategy.presenters import papers
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules.lacking import incomplete
from headwater.web.strategy.rules.permissions import NotAllowedError
from headwater.web.strategy.rules.planning import Ground, Part, PlanError, Standing
from headwater.web.strategy.rules.statuses import Status
from headwater.web.thread import kinds
from headwater.web.thread.errors import NothingToTieError
from headwater.web.thread.kinds import Bead, Kind
from headwater.web.thread.queries import strands_of
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
FRONT = Front("Loamshire plan", "Who made it", date(2026, 4, 1), date(2029, 3, 31))
A_YEAR = timedelta(days=365)
DECISION = "D-2222-2222"


@pytest.fixture(autouse=True)
def a_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    """A board that recorded one decision."""
    bead = Bead("decision", DECISION, "The plan is adopted", "/work/loamshire/", on=AT.date())

    def find(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
        return {DECISION: bead} if DECISION in references else {}

    kind = Kind("decision", "decision", "decisions", find, lambda *_: [bead])
    monkeypatch.setitem(kinds._KINDS, "decision", kind)


def approver() -> Actor:
    return actor_of(build_member(Role.APPROVER))


def draft() -> Plan:
    return plans.start(workspace=build_workspace(), front=FRONT, actor=lead(), at=AT)


def with_board() -> Plan:
    plan = draft()
    return plans.put_to_board(plan=plan, version=plan.version, actor=lead(), at=AT)


def adopted(plan: Plan | None = None, *, actor: Actor | None = None) -> Plan:
    plan = plan or with_board()
    return plans.adopt(
        plan=plan,
        decision=DECISION,
        review_due_on=AT.date() + A_YEAR,
        version=plan.version,
        actor=actor or approver(),
        at=AT,
    )


def placed(**given: Any) -> Action:
    return build_action(outcome=build_outcome().reference, **given)


def outcome_of(action: Action) -> str:
    assert action.outcome is not None
    return action.outcome.reference


def waiting(kind: Work) -> list[Item]:
    return list(Item.objects.filter(kind=kind, closed_at=None))


def test_a_plan_without_an_action_in_its_place_is_not_put_to_a_board() -> None:
    build_action()
    plan = draft()
    with pytest.raises(NothingToPutError):
        plans.put_to_board(plan=plan, version=1, actor=lead(), at=AT)
    plan.refresh_from_db()
    assert plan.stands is Standing.DRAFT


def test_what_a_board_has_does_not_change_when_the_plan_does() -> None:
    action = placed()
    plan = with_board()
    Action.objects.filter(pk=action.pk).update(title="Something else")
    plan.refresh_from_db()
    assert "Open a youth club on Fridays" in str(plan.internal)
    assert "Something else" not in str(plan.internal)
    assert [each.about for each in waiting(Work.ADOPT)] == [plan.reference]


def test_what_is_taken_back_is_a_draft_again() -> None:
    placed()
    plan = with_board()
    plan = plans.take_back(plan=plan, version=plan.version, actor=lead(), at=AT)
    assert (plan.stands, plan.internal, plan.public) == (Standing.DRAFT, {}, {})
    assert waiting(Work.ADOPT) == []


def test_only_an_approver_marks_a_plan_adopted() -> None:
    placed()
    plan = with_board()
    with pytest.raises(NotAllowedError):
        adopted(plan, actor=lead())


def test_an_adopted_plan_is_tied_to_its_decision_and_waits_for_its_review() -> None:
    placed()
    plan = adopted()
    strand = strands_of(lead(), "loamshire", ("plan", plan.reference))[0]
    assert (strand.words, strand.other.reference) == ("was decided in", DECISION)
    assert [each.due_on for each in waiting(Work.REVIEW)] == [AT.date() + A_YEAR]
    assert waiting(Work.ADOPT) == []


def test_a_decision_that_is_not_there_adopts_nothing() -> None:
    placed()
    plan = with_board()
    with pytest.raises(NothingToTieError):
        plans.adopt(
            plan=plan,
            decision="D-3333-3333",
            review_due_on=AT.date() + A_YEAR,
            version=plan.version,
            actor=approver(),
            at=AT,
        )
    plan.refresh_from_db()
    assert plan.stands is Standing.WITH_BOARD


def test_a_later_version_replaces_the_one_before_and_its_review() -> None:
    placed()
    first = adopted()
    second = adopted()
    first.refresh_from_db()
    assert (first.stands, second.stands, second.number) == (
        Standing.REPLACED,
        Standing.ADOPTED,
        2,
    )
    assert [each.about for each in waiting(Work.REVIEW)] == [second.reference]


def test_one_version_is_under_way_at_a_time() -> None:
    draft()
    with pytest.raises(PlanError):
        draft()


def test_the_database_holds_one_adopted_plan_and_none_without_a_decision() -> None:
    placed()
    plan = adopted()
    other = draft()
    for wrong in (
        Plan.objects.filter(pk=other.pk, standing="draft"),
        Plan.objects.filter(pk=plan.pk),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.update(standing="adopted", decision="")


def test_somebody_else_who_changed_a_draft_is_not_overwritten() -> None:
    plan = draft()
    plans.change(plan=plan, front=FRONT, version=1, actor=lead(), at=AT)
    with pytest.raises(ChangedMeanwhileError):
        plans.change(plan=plan, front=FRONT, version=1, actor=lead(), at=AT)


def test_a_review_says_what_was_found_and_when_the_next_is() -> None:
    placed()
    plan = adopted()
    next_on = AT.date() + A_YEAR + 300 * A_DAY
    plan = plans.review(
        plan=plan,
        text="Still right",
        next_on=next_on,
        version=plan.version,
        actor=lead(),
        at=AT + A_YEAR,
    )
    assert [each.text for each in plan.reviews.all()] == ["Still right"]
    assert [each.due_on for each in waiting(Work.REVIEW)] == [next_on]


# --- left out ------------------------------------------------------------------------------------


def withhold(action: Action, part: Part = Part.WHOLE) -> None:
    withholding.withhold(
        action=action,
        part=part,
        ground=Ground.ENDANGERS,
        why="It names a street where a family was moved to",
        actor=lead(),
        at=AT,
    )


def test_what_is_left_out_is_in_the_log_and_nowhere_else_in_the_public_version() -> None:
    action = placed()
    build_action(outcome=outcome_of(action), title="Train staff")
    withhold(action)
    plan = with_board()
    assert [each["why"] for each in plan.left_out] == [
        "It names a street where a family was moved to"
    ]
    assert "youth club" not in str(plan.public)
    assert "Train staff" in str(plan.public)
    assert plan.public["left_out"]["actions"] == 1


def test_a_part_is_left_out_once_and_can_be_shown_again_once() -> None:
    action = placed()
    withhold(action)
    with pytest.raises(PlanError):
        withhold(action)
    row = action.withheld.get()
    withholding.disclose(withheld=row, actor=lead(), at=AT)
    with pytest.raises(NotYours):
        withholding.disclose(withheld=row, actor=lead(), at=AT)
    withhold(action)
    assert action.withheld.count() == 2


def test_a_promise_that_is_left_out_is_not_shown_as_one() -> None:
    said = {"public_wording": "A club opens on Fridays", "is_promise": True}
    action, other = placed(**said), placed(**said)
    withhold(action)
    withhold(other, Part.MONEY)
    assert list(queries.promises_for(lead(), "loamshire")) == [other]


def test_a_withdrawn_action_is_no_part_of_the_next_version() -> None:
    action = placed()
    build_action(outcome=outcome_of(action), title="Train staff")
    tell(action, Status.WITHDRAWN, text="Not needed")
    assert "youth club" not in str(with_board().internal)


# --- published -----------------------------------------------------------------------------------


def propose(plan: Plan) -> Release:
    return publishing.propose(
        plan=plan,
        reason="The board agreed that the public reads it now.",
        embargo_until=None,
        actor=lead(),
        at=AT + 90 * A_DAY,
    )


def test_only_what_a_board_adopted_is_proposed_to_the_public() -> None:
    placed()
    with pytest.raises(PlanError):
        propose(with_board())
    assert not Release.objects.exists()


def test_two_approvers_who_did_not_write_it_decide() -> None:
    placed()
    release = propose(adopted())
    assert release.is_restricted
    assert release.authors == [lead().reference]


def test_what_is_published_tells_how_each_promise_goes() -> None:
    action = placed(public_wording="A club opens on Fridays", is_promise=True)
    plan = adopted()
    tell(action, Status.OFF_TRACK, reason="The hall is closed", at=AT + 80 * A_DAY)
    assert propose(plan).snapshot["promises"] == [
        {
            "promise": "A club opens on Fridays",
            "led_by": "Loamshire Constabulary",
            "due_on": "2026-06-30",
            "state": "Late",
        }
    ]


def promised_state(plan: Plan) -> str:
    """How the one promise goes by what is published."""
    (promise,) = propose(plan).snapshot["promises"]
    return str(promise["state"])


def test_a_promise_that_its_facts_call_late_is_not_published_as_under_way() -> None:
    action = placed(public_wording="A club opens on Fridays", is_promise=True)
    plan = adopted()
    due_on = AT.date() + 30 * A_DAY
    actions.add_milestone(action=action, title="Hired", due_on=due_on, actor=lead(), at=AT)
    tell(action, Status.ON_TRACK)
    release = propose(plan)
    assert release.snapshot["promises"][0]["state"] == "Late. Reported as: under way."
    assert release.snapshot["as_of"] == "2026-05-31"
    action.milestones.update(reached_on=AT.date())
    release.refresh_from_db()
    assert release.snapshot["promises"][0]["state"] == "Late. Reported as: under way."


def test_that_a_promise_is_late_does_not_tell_of_days_that_are_left_out() -> None:
    action = placed(public_wording="A club opens on Fridays", is_promise=True)
    plan = adopted()
    withhold(action, Part.DATES)
    tell(action, Status.ON_TRACK, text="Begun")
    assert promised_state(plan) == "Under way"


def test_a_board_is_shown_what_actions_do_not_say() -> None:
    action = placed()
    plan = with_board()
    (found,) = incomplete(plan.internal)
    assert found.reference == action.reference
    assert found.lacks[:2] == ("a finding or gap that it answers", "how early it prevents")
    assert "who leads it" not in found.lacks
    imprint = papers.Imprint("Loamshire", AT.date(), is_fictional=False)
    paper = papers.internal_paper(plan, plan.internal, plan.left_out, imprint)
    assert "What actions do not say yet" in str(paper.parts)
    assert "how early it prevents" in str(paper.parts)
    assert "do not say" not in str(papers.public_paper(plan, plan.public, imprint).parts)
    assert Entry.objects.get(event="plan_put_to_board").facts["incomplete"] == "1"


def test_what_was_left_out_after_a_plan_was_adopted_is_not_published() -> None:
    action = placed(public_wording="A club opens on Fridays", is_promise=True)
    build_action(outcome=outcome_of(action), title="Train staff")
    plan = adopted()
    withhold(action)
    said = str(propose(plan).snapshot)
    assert "A club opens on Fridays" not in said
    assert "Left out: 1 action. The grounds: it could endanger a person." in said
    assert "Train staff" in said
