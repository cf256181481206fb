"""Actions are written, changed, told of and chased: who may, what is kept, and what waits."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from builders.editions_web import stored_edition
from builders.plan import (
    A_DAY,
    AT,
    DUE,
    FIRST,
    build_action,
    build_outcome,
    described,
    lead,
    tell,
)
from builders.web import actor_of, build_member, build_organisation, build_workspace, contributor_of
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.notices.models import Notice
from headwater.web.strategy.changes import actions as changes
from headwater.web.strategy.changes import chasing, structure, telling
from headwater.web.strategy.changes.structure import Said
from headwater.web.strategy.changes.telling import Telling
from headwater.web.strategy.errors import MilestoneGoneError
from headwater.web.strategy.events import Event, Work
from headwater.web.strategy.models import Action, EarlierMilestone, Milestone, Update, Wording
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules.describing import ActionRefusedError, MilestoneSaid
from headwater.web.strategy.rules.permissions import NotAllowedError
from headwater.web.strategy.rules.planning import PlanError
from headwater.web.strategy.rules.statuses import Blocker, DeclaredError, Status
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.errors import UnsettledError
from headwater.web.thread.kinds import Making
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def waiting(action: Action) -> set[str]:
    """Kinds of work that wait because of an action."""
    rows = Item.objects.filter(about=action.reference, closed_at=None)
    return set(rows.values_list("kind", flat=True))


def change(action: Action, *, version: int = 0, at: datetime = AT, **given: Any) -> Action:
    action = queries.action_for(lead(), "loamshire", action.reference)
    said = {**queries.description_of(action).plain(), **given}
    said |= {name: str(said[name]) for name in ("starts_on", "due_on")}
    return changes.change(
        action=action,
        description=type(queries.description_of(action)).of(said),
        version=version or action.version,
        actor=lead(),
        at=at,
    )


def status_of(action: Action, today: date) -> Status:
    fresh = queries.action_for(lead(), "loamshire", action.reference)
    return queries.standing_of(fresh, today=today).status


# --- writing -------------------------------------------------------------------------------------


def test_an_action_waits_for_whoever_leads_it_until_its_day() -> None:
    action = build_action()
    item = Item.objects.get(about=action.reference)
    assert (item.kind, item.due_on, item.organisation) == (Work.ACTION_DUE, DUE, action.lead)
    assert item.title == "Action due: Open a youth club on Fridays"


def test_an_action_that_nobody_leads_waits_for_the_leads_of_the_plan() -> None:
    item = Item.objects.get(about=build_action(lead="").reference)
    assert item.organisation is None
    assert "|lead|" in item.roles


def test_those_who_tell_of_it_are_told_once_that_they_lead_it() -> None:
    helper = build_member(Role.CONTRIBUTOR, organisation=build_organisation())
    build_member(Role.VIEWER, organisation=build_organisation())
    build_action()
    assert [each.user for each in Notice.objects.all()] == [helper]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.APPROVER, Role.AUDITOR])
def test_only_leads_write_actions(role: Role) -> None:
    build_organisation()
    with pytest.raises(NotAllowedError):
        changes.write(
            workspace=build_workspace(),
            description=described(),
            actor=actor_of(build_member(role)),
            at=AT,
        )
    assert not Action.objects.exists()


def test_an_outcome_or_organisation_of_another_partnership_cannot_be_chosen() -> None:
    elsewhere = build_workspace("elsewhere")
    theirs = build_organisation(elsewhere, name="Elsewhere Council")
    for given in ({"outcome": build_outcome(elsewhere).reference}, {"lead": theirs.reference}):
        with pytest.raises(Exception, match="not there any more"):
            build_action(**given)


def test_another_organisation_takes_over_what_waits() -> None:
    action = build_action()
    other = build_organisation(name="Loamshire County Council")
    change(action, lead=other.reference)
    open_items = Item.objects.filter(about=action.reference, closed_at=None)
    assert [each.organisation for each in open_items] == [other]


def test_a_new_day_moves_what_waits() -> None:
    action = change(build_action(), due_on=date(2026, 7, 31))
    item = Item.objects.get(about=action.reference, closed_at=None)
    assert item.due_on == date(2026, 7, 31)


# --- two at once ---------------------------------------------------------------------------------


def test_the_second_of_two_changes_is_refused_and_every_wording_is_kept() -> None:
    action = build_action()
    change(action, title="Open two youth clubs")
    with pytest.raises(ChangedMeanwhileError):
        change(action, version=1, title="Open no youth club")
    action.refresh_from_db()
    assert action.title == "Open two youth clubs"
    kept = Wording.objects.filter(action=action).order_by("number")
    assert [each.said["title"] for each in kept] == [
        "Open a youth club on Fridays",
        "Open two youth clubs",
    ]


def test_telling_how_it_goes_does_not_stand_in_the_way_of_changing_what_it_says() -> None:
    action = build_action()
    tell(action, at=AT)
    assert change(action, version=1, title="Open two youth clubs").version == 2


def test_the_second_of_two_who_tell_is_refused() -> None:
    action = build_action()
    tell(action, text="First")
    second = Telling(Status.ON_TRACK, text="Second")
    with pytest.raises(ChangedMeanwhileError):
        telling.tell(action=action, telling=second, version=1, actor=lead(), at=AT)
    assert [each.text for each in Update.objects.all()] == ["First"]


# --- telling -------------------------------------------------------------------------------------


def test_what_is_told_is_kept_with_what_was_computed_then() -> None:
    tell(build_action(), text=" Hired two workers ")
    update = Update.objects.get()
    assert (update.text, update.before, update.declared, update.computed) == (
        "Hired two workers",
        "not_started",
        "on_track",
        "on_track",
    )
    assert Entry.objects.filter(event=Event.ACTION_TOLD).count() == 1


def test_a_status_without_its_reason_leaves_nothing_behind() -> None:
    action = build_action()
    step = Milestone.objects.create(action=action, title="Hired", due_on=FIRST)
    with pytest.raises(DeclaredError):
        tell(action, Status.AT_RISK, reached=[step.pk])
    action.refresh_from_db()
    step.refresh_from_db()
    assert (action.status, action.told_version, step.reached_on) == ("not_started", 1, None)
    assert not Update.objects.exists()


def test_a_reason_is_forgotten_once_the_facts_agree() -> None:
    action = build_action()
    tell(action, Status.AT_RISK, reason="The hall may close")
    action.refresh_from_db()
    assert action.reason == "The hall may close"
    assert tell(action, Status.ON_TRACK, reason="Left in the form").reason == ""


def test_people_of_the_leading_organisation_tell_and_others_do_not() -> None:
    action = build_action()
    tell(action, actor=contributor_of(build_organisation()))
    other = contributor_of(build_organisation(name="Loamshire County Council"))
    with pytest.raises(NotAllowedError):
        tell(action, actor=other)
    with pytest.raises(NotAllowedError):
        tell(build_action(lead=""), actor=other)


def test_what_is_blocked_says_by_what_and_is_computed_so() -> None:
    action = build_action()
    with pytest.raises(DeclaredError):
        tell(action, Status.BLOCKED)
    held = tell(action, Status.BLOCKED, blocker=Blocker.MONEY, blocked_by="The grant is late")
    assert (held.blocker, held.blocked_by, held.reason) == ("money", "The grant is late", "")
    assert tell(action, Status.ON_TRACK).blocker == ""


def test_what_is_done_waits_for_what_shows_it_and_then_for_nobody() -> None:
    action = build_action()
    tell(action, Status.AWAITING_EVIDENCE, text="Open since Friday")
    assert waiting(action) == {Work.SHOW}
    held = tell(action, Status.COMPLETE, evidence="Opening minutes, shared folder")
    assert held.closed_at == AT
    assert waiting(action) == set()


def test_something_tied_as_evidence_shows_that_it_is_done() -> None:
    action, paper = build_action(), build_action(title="A paper that stands for any evidence")
    tell(action, Status.AWAITING_EVIDENCE)
    assert status_of(action, AT.date()) is Status.AWAITING_EVIDENCE
    thread.tie(
        workspace=action.workspace,
        first=("action", paper.reference),
        relation=Relation.EVIDENCE,
        second=("action", action.reference),
        actor=lead(),
        at=AT,
    )
    assert status_of(action, AT.date()) is Status.COMPLETE


def test_a_decision_that_is_needed_waits_for_leads_until_it_is_not() -> None:
    action = build_action()
    tell(action, decision_needed="May the club use the school hall?")
    assert Work.DECIDE in waiting(action)
    tell(action)
    assert Work.DECIDE not in waiting(action)


def test_a_withdrawn_action_waits_for_nobody_and_can_be_taken_up_again() -> None:
    action = build_action()
    tell(action, Status.WITHDRAWN, text="Another partner does it")
    assert waiting(action) == set()
    held = tell(action, Status.ON_TRACK, text="They stopped")
    assert held.closed_at is None
    assert waiting(action) == {Work.ACTION_DUE}


# --- what it answers -----------------------------------------------------------------------------


def a_finding(status: EditionStatus) -> End:
    edition = stored_edition(workspace=build_workspace(), status=status)
    return "finding", f"{edition.reference}:{edition.findings.all()[0].slug}"


def answer_with(first: End, second: End) -> None:
    thread.tie(
        workspace=build_workspace(),
        first=first,
        relation=Relation.ANSWERS,
        second=second,
        actor=lead(),
        at=AT,
    )


@pytest.mark.parametrize("kind", ["action", "outcome", "priority"])
def test_nothing_of_the_plan_answers_a_finding_that_can_still_change(kind: str) -> None:
    outcome = build_outcome()
    here = {
        "action": build_action().reference,
        "outcome": outcome.reference,
        "priority": outcome.priority.reference,
    }
    draft = a_finding(EditionStatus.DRAFT)
    for end in (draft, ("edition", draft[1].partition(":")[0])):
        with pytest.raises(UnsettledError, match=r"can still change\. Lock it first"):
            answer_with((kind, here[kind]), end)
    Edition.objects.update(status=EditionStatus.DISCARDED)
    with pytest.raises(UnsettledError, match="was discarded"):
        answer_with((kind, here[kind]), draft)
    Edition.objects.update(status=EditionStatus.LOCKED)
    answer_with((kind, here[kind]), draft)


def test_an_action_that_would_answer_a_draft_is_not_written() -> None:
    with pytest.raises(UnsettledError):
        changes.write(
            workspace=build_workspace(),
            description=described(),
            answers=[a_finding(EditionStatus.DRAFT)],
            actor=lead(),
            at=AT,
        )
    assert not Action.objects.exists()


def test_what_was_tied_to_a_finding_before_is_tied_again_without_a_word() -> None:
    here, finding = ("action", build_action().reference), a_finding(EditionStatus.LOCKED)
    answer_with(here, finding)
    Edition.objects.update(status=EditionStatus.DRAFT)
    answer_with(here, finding)


def test_what_is_no_part_of_the_plan_may_answer_a_draft() -> None:
    organisation = build_organisation()
    answer_with(("partner", organisation.reference), a_finding(EditionStatus.DRAFT))


def test_findings_of_locked_editions_are_offered_first() -> None:
    locked = stored_edition(workspace=build_workspace(), status=EditionStatus.LOCKED)
    Edition.objects.update(made_at=AT.replace(year=2020))
    stored_edition(workspace=build_workspace())
    kind = kinds.kind("finding")
    assert kind is not None
    assert kind.offer is not None
    offered = kind.offer(lead(), "loamshire", "")
    many = locked.findings.count()
    assert [bool(each.unsettled) for each in offered] == [*[False] * many, *[True] * many]


# --- milestones ----------------------------------------------------------------------------------


def test_a_milestone_lies_within_its_action_and_stays_once_reached() -> None:
    action = build_action()
    for day in (FIRST - A_DAY, DUE + A_DAY):
        with pytest.raises(ActionRefusedError):
            changes.add_milestone(action=action, title="Hired", due_on=day, actor=lead(), at=AT)
    step = changes.add_milestone(action=action, title="Hired", due_on=DUE, actor=lead(), at=AT)
    tell(action, Status.AWAITING_EVIDENCE, reached=[step.pk])
    step.refresh_from_db()
    assert step.reached_on == AT.date()
    with pytest.raises(ActionRefusedError):
        changes.remove_milestone(milestone=step, actor=lead(), at=AT)


def test_whoever_leads_is_chased_for_the_next_milestone_and_then_for_the_action() -> None:
    action = build_action()
    settings: dict[str, Any] = {"action": action, "actor": lead(), "at": AT}

    def next_due() -> tuple[str, date]:
        item = Item.objects.get(about=action.reference, kind=Work.ACTION_DUE, closed_at=None)
        return item.title, item.due_on

    of_action = ("Action due: Open a youth club on Fridays", DUE)
    changes.add_milestone(title="Opened", due_on=DUE, **settings)
    assert next_due() == of_action
    opened = changes.add_milestone(title="Hired", due_on=FIRST + 20 * A_DAY, **settings)
    hired = "Milestone due: Hired, of the action Open a youth club on Fridays"
    assert next_due() == (hired, FIRST + 20 * A_DAY)
    sooner = changes.add_milestone(title="Found a hall", due_on=FIRST + A_DAY, **settings)
    assert next_due()[1] == FIRST + A_DAY
    changes.remove_milestone(milestone=sooner, actor=lead(), at=AT)
    assert next_due() == (hired, FIRST + 20 * A_DAY)
    tell(action, reached=[opened.pk])
    assert next_due() == of_action


def test_a_milestone_that_is_added_moves_no_other_day_that_waits() -> None:
    action = build_action()
    tell(action, decision_needed="May the club use the school hall?")
    before = Item.objects.get(about=action.reference, kind=Work.DECIDE).due_on
    later = AT + 5 * A_DAY
    changes.add_milestone(action=action, title="Hired", due_on=DUE, actor=lead(), at=later)
    assert Item.objects.get(about=action.reference, kind=Work.DECIDE).due_on == before


def test_what_a_milestone_said_is_kept_when_it_is_corrected_and_when_it_is_removed() -> None:
    action = build_action()
    settings: dict[str, Any] = {"actor": lead(), "at": AT}
    step = changes.add_milestone(action=action, title="Hird", due_on=DUE, who="Clerk", **settings)
    said = MilestoneSaid(" Hired ", DUE - A_DAY, "Head of youth services")
    held = changes.correct_milestone(milestone=step, said=said, version=1, **settings)
    assert (held.title, held.due_on, held.who, held.version) == (
        "Hired",
        DUE - A_DAY,
        "Head of youth services",
        2,
    )
    changes.remove_milestone(milestone=step, **settings)
    kept = EarlierMilestone.objects.filter(action=action).order_by("version")
    assert [(each.title, each.due_on, each.who, each.was_removed) for each in kept] == [
        ("Hird", DUE, "Clerk", False),
        ("Hired", DUE - A_DAY, "Head of youth services", True),
    ]
    assert {each.by for each in kept} == {lead().reference}
    assert Entry.objects.get(event=Event.MILESTONE_CORRECTED).facts == {
        "before": DUE.isoformat(),
        "due_on": (DUE - A_DAY).isoformat(),
    }


def test_a_corrected_day_moves_what_waits() -> None:
    action = build_action()
    settings: dict[str, Any] = {"actor": lead(), "at": AT}
    step = changes.add_milestone(action=action, title="Hired", due_on=FIRST + A_DAY, **settings)
    said = MilestoneSaid("Hired", FIRST + 9 * A_DAY)
    changes.correct_milestone(milestone=step, said=said, version=1, **settings)
    item = Item.objects.get(about=action.reference, kind=Work.ACTION_DUE, closed_at=None)
    assert item.due_on == FIRST + 9 * A_DAY


def test_the_second_of_two_corrections_is_refused() -> None:
    step = changes.add_milestone(
        action=build_action(), title="Hired", due_on=DUE, actor=lead(), at=AT
    )
    settings: dict[str, Any] = {"milestone": step, "version": 1, "actor": lead(), "at": AT}
    changes.correct_milestone(said=MilestoneSaid("Hired two", DUE), **settings)
    with pytest.raises(ChangedMeanwhileError):
        changes.correct_milestone(said=MilestoneSaid("Hired three", DUE), **settings)
    step.refresh_from_db()
    assert step.title == "Hired two"
    assert EarlierMilestone.objects.count() == 1


def test_a_milestone_is_corrected_by_the_rules_of_a_new_one_and_never_once_reached() -> None:
    action = build_action()
    step = changes.add_milestone(action=action, title="Hired", due_on=DUE, actor=lead(), at=AT)
    settings: dict[str, Any] = {"milestone": step, "version": 1, "at": AT}
    for said in (MilestoneSaid(" ", DUE), MilestoneSaid("Hired", DUE + A_DAY)):
        with pytest.raises(ActionRefusedError):
            changes.correct_milestone(said=said, actor=lead(), **settings)
    other = contributor_of(build_organisation(name="Loamshire County Council"))
    with pytest.raises(NotAllowedError):
        changes.correct_milestone(said=MilestoneSaid("Hired", DUE), actor=other, **settings)
    tell(action, Status.AWAITING_EVIDENCE, reached=[step.pk])
    with pytest.raises(ActionRefusedError, match="was reached stays"):
        changes.correct_milestone(said=MilestoneSaid("Hired", DUE), actor=lead(), **settings)
    assert not EarlierMilestone.objects.exists()


def test_a_milestone_that_was_removed_meanwhile_is_not_corrected() -> None:
    step = changes.add_milestone(
        action=build_action(), title="Hired", due_on=DUE, actor=lead(), at=AT
    )
    opened = Milestone.objects.get(pk=step.pk)
    changes.remove_milestone(milestone=step, actor=lead(), at=AT)
    with pytest.raises(MilestoneGoneError):
        changes.correct_milestone(
            milestone=opened, said=MilestoneSaid("Mine", DUE), version=1, actor=lead(), at=AT
        )
    with pytest.raises(MilestoneGoneError):
        changes.remove_milestone(milestone=opened, actor=lead(), at=AT)


def test_a_milestone_of_another_action_is_not_reached() -> None:
    mine, other = build_action(), build_action(title="Another")
    step = Milestone.objects.create(action=other, title="Hired", due_on=DUE)
    tell(mine, reached=[step.pk])
    step.refresh_from_db()
    assert step.reached_on is None


# --- asking after --------------------------------------------------------------------------------


def test_an_action_nobody_told_of_for_sixty_days_is_asked_after_once() -> None:
    action = build_action()
    assert chasing.ask_after(AT + 60 * A_DAY) == "asked after 0 actions"
    assert chasing.ask_after(AT + 61 * A_DAY) == "asked after 1 action"
    assert chasing.ask_after(AT + 62 * A_DAY) == "asked after 0 actions"
    assert Work.TELL in waiting(action)
    tell(action, at=AT + 63 * A_DAY)
    assert Work.TELL not in waiting(action)


def test_what_is_over_is_not_asked_after() -> None:
    tell(build_action(), Status.WITHDRAWN, text="Not needed")
    assert chasing.ask_after(AT + 300 * A_DAY) == "asked after 0 actions"


# --- the plan ------------------------------------------------------------------------------------


def test_nothing_is_dropped_while_something_under_it_is_open() -> None:
    outcome = build_outcome()
    action = build_action(outcome=outcome.reference)

    def drop() -> None:
        structure.change_outcome(
            outcome=outcome,
            said=Said(outcome.title, is_dropped=True),
            version=1,
            actor=lead(),
            at=AT,
        )

    with pytest.raises(PlanError):
        drop()
    tell(action, Status.WITHDRAWN, text="Not needed")
    drop()
    outcome.refresh_from_db()
    assert outcome.is_dropped


def test_somebody_else_who_changed_a_priority_is_not_overwritten() -> None:
    priority = build_outcome().priority
    settings: dict[str, Any] = {"priority": priority, "actor": lead(), "at": AT}
    structure.change_priority(said=Said("Safer nights"), version=1, **settings)
    with pytest.raises(ChangedMeanwhileError):
        structure.change_priority(said=Said("Safer days"), version=1, **settings)


# --- made elsewhere ------------------------------------------------------------------------------


def test_other_rooms_make_an_action_where_it_is_thought_of() -> None:
    organisation = build_organisation()
    kind = kinds.kind("action")
    assert kind is not None
    assert kind.make is not None
    at = datetime(2026, 5, 6, 14, tzinfo=UTC)
    making = Making(lead(), at, build_workspace(), "Ask the school", organisation, None)
    reference = kind.make(making)
    made = Action.objects.get(reference=reference)
    assert (made.title, made.lead, made.outcome) == ("Ask the school", organisation, None)
    assert made.due_on == date(2026, 8, 5)
    bead = kind.find(lead(), "loamshire", [reference])[reference]
    assert bead.address == f"/work/loamshire/plan/actions/{reference}/"
    assert bead.state == "Not started"


def test_nobody_outside_the_partnership_finds_its_actions() -> None:
    action = build_action()
    stranger = build_member(
        Role.LEAD,
        name="Stranger",
        organisation=build_organisation(build_workspace("elsewhere"), name="Elsewhere"),
    )
    kind = kinds.kind("action")
    assert kind is not None
    assert kind.offer is not None
    assert kind.find(actor_of(stranger), "loamshire", [action.reference]) == {}
    assert list(kind.offer(actor_of(stranger), "loamshire", "")) == []
