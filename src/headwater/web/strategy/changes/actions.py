"""Writing actions: what is to be done, by whom, by when, and what it answers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.changes import notify
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.strategy.changes import work
from headwater.web.strategy.errors import MilestoneGoneError, NotInThisPlanError
from headwater.web.strategy.events import Event, Told
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import (
    Action,
    EarlierMilestone,
    Milestone,
    Outcome,
    Wording,
)
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.describing import (
    FIELDS,
    ActionRefusedError,
    Description,
    MilestoneSaid,
    check_description,
    check_milestone,
    tidied,
)
from headwater.web.thread import changes as thread
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End

ROWS = frozenset({"outcome", "lead", "partners"})
"""What stands by reference in a description and as rows in an action."""
PLAIN = tuple(name for name in FIELDS if name not in ROWS)


@audited
def write(
    *,
    workspace: Workspace,
    description: Description,
    answers: Sequence[End] = (),
    actor: Actor,
    at: datetime,
) -> Action:
    """Write an action down and tie it to what it answers. Whoever leads it is told.

    Raises `UnsettledError` where it would answer a finding that can still change.
    """
    permissions.check_can_plan(actor, workspace.slug)
    said = tidied(description)
    check_description(said)
    action = Action(workspace=workspace, written_by=actor.reference, written_at=at)
    _say(action, said)
    action.save(force_insert=True)
    action.partners.set(_organisations(workspace, said.partners))
    _keep_wording(action, said, actor=actor, at=at)
    _record(Event.ACTION_WRITTEN, action, actor=actor, at=at)
    for end in answers:
        thread.tie(
            workspace=workspace,
            first=(queries.ACTION, action.reference),
            relation=Relation.ANSWERS,
            second=end,
            actor=actor,
            at=at,
        )
    work.follow(action, at=at)
    _tell_lead(action, actor=actor, at=at)
    return action


@audited
def change(
    *, action: Action, description: Description, version: int, actor: Actor, at: datetime
) -> Action:
    """Say something else of an action. What it said before is kept.

    Raises `ChangedMeanwhileError` where somebody else saved first.
    """
    held = held_action(action)
    permissions.check_can_plan(actor, held.workspace.slug)
    if held.version != version:
        raise ChangedMeanwhileError(what="action")
    said = tidied(description)
    check_description(said)
    led_before = held.lead_id
    _say(held, said)
    held.version += 1
    held.save(update_fields=[*PLAIN, "outcome", "lead", "version"])
    held.partners.set(_organisations(held.workspace, said.partners))
    _keep_wording(held, said, actor=actor, at=at)
    _record(Event.ACTION_CHANGED, held, actor=actor, at=at)
    if held.lead_id != led_before:
        work.hand_over(held, at=at)
        _tell_lead(held, actor=actor, at=at)
    work.follow(held, at=at)
    return held


def held_action(action: Action) -> Action:
    """The row, held until the change ends, so that two changes stand in line."""
    rows = Action.objects.select_for_update(of=("self",)).select_related("workspace", "lead")
    return rows.get(pk=action.pk)


def _say(action: Action, said: Description) -> None:
    for name in PLAIN:
        setattr(action, name, getattr(said, name))
    action.outcome = _outcome(action.workspace, said.outcome)
    action.lead = next(iter(_organisations(action.workspace, [said.lead])), None)


def _outcome(workspace: Workspace, reference: str) -> Outcome | None:
    if not reference:
        return None
    found = Outcome.objects.filter(priority__workspace=workspace, reference=reference).first()
    if found is None:
        raise NotInThisPlanError(what="outcome")
    return found


def _organisations(workspace: Workspace, references: Sequence[str]) -> list[Organisation]:
    wanted = {each for each in references if each}
    found = list(Organisation.objects.filter(workspace=workspace, reference__in=wanted))
    if len(found) != len(wanted):
        raise NotInThisPlanError(what="organisation")
    return found


def _keep_wording(action: Action, said: Description, *, actor: Actor, at: datetime) -> None:
    Wording.objects.create(
        action=action, number=action.version, said=said.plain(), by=actor.reference, at=at
    )


def _tell_lead(action: Action, *, actor: Actor, at: datetime) -> None:
    """Those who tell of an action for the organisation that leads it, but not whoever wrote it."""
    if action.lead is None:
        return
    told = queries.who_tells_of(action, today=timezone.localdate(at))
    notify(
        to=told.exclude(reference=actor.reference),
        kind=Told.GIVEN,
        subject=f"{action.lead.name} leads an action: {action.title}",
        words=f"It is due by {action.due_on:%-d %B %Y}. Tell there how it goes.",
        link=action_address(action),
        at=at,
    )


# --- milestones ----------------------------------------------------------------------------------


@audited
def add_milestone(
    *, action: Action, title: str, due_on: date, who: str = "", actor: Actor, at: datetime
) -> Milestone:
    """Add a step that can be seen to be reached."""
    held = _for_teller(action, actor)
    made = Milestone(action=held)
    _say_step(made, MilestoneSaid(title, due_on, who))
    made.save(force_insert=True)
    work.follow_due(held, at=at)
    _record(Event.MILESTONE_ADDED, held, actor=actor, at=at, due_on=due_on.isoformat())
    return made


@audited
def correct_milestone(
    *, milestone: Milestone, said: MilestoneSaid, version: int, actor: Actor, at: datetime
) -> Milestone:
    """Say something else of a step that nobody has reached. What it said before is kept.

    Raises `ChangedMeanwhileError` where somebody else corrected it first, and
    `MilestoneGoneError` where somebody removed it.
    """
    held = _for_teller(milestone.action, actor)
    step = _open_step(held, milestone.pk)
    if step.version != version:
        raise ChangedMeanwhileError(what="milestone")
    _keep_step(step, actor=actor, at=at)
    before = step.due_on.isoformat()
    _say_step(step, said)
    step.version += 1
    step.save(update_fields=["title", "due_on", "who", "version"])
    work.follow_due(held, at=at)
    days = {"before": before, "due_on": step.due_on.isoformat()}
    _record(Event.MILESTONE_CORRECTED, held, actor=actor, at=at, **days)
    return step


@audited
def remove_milestone(*, milestone: Milestone, actor: Actor, at: datetime) -> None:
    """Take away a step that nobody has reached. What it said is kept."""
    held = _for_teller(milestone.action, actor)
    step = _open_step(held, milestone.pk)
    _keep_step(step, actor=actor, at=at, was_removed=True)
    due_on = step.due_on.isoformat()
    step.delete()
    work.follow_due(held, at=at)
    _record(Event.MILESTONE_REMOVED, held, actor=actor, at=at, due_on=due_on)


def _for_teller(action: Action, actor: Actor) -> Action:
    held = held_action(action)
    permissions.check_can_tell(actor, held.workspace.slug, organisation_id=held.lead_id)
    return held


def _open_step(held: Action, number: int) -> Milestone:
    """The step as it stands while its action is held."""
    step = held.milestones.filter(pk=number).first()
    if step is None:
        raise MilestoneGoneError
    if step.reached_on:
        raise ActionRefusedError("A milestone that was reached stays. Add another instead.")
    return step


def _say_step(step: Milestone, said: MilestoneSaid) -> None:
    check_milestone(said, starts_on=step.action.starts_on, due_on=step.action.due_on)
    step.title, step.due_on, step.who = said.title.strip(), said.due_on, said.who.strip()


def _keep_step(step: Milestone, *, actor: Actor, at: datetime, was_removed: bool = False) -> None:
    EarlierMilestone.objects.create(
        action=step.action,
        milestone=step.pk,
        version=step.version,
        title=step.title,
        due_on=step.due_on,
        who=step.who,
        was_removed=was_removed,
        by=actor.reference,
        at=at,
    )


def _record(event: Event, action: Action, *, actor: Actor, at: datetime, **facts: str) -> None:
    record(event, about=action, by=actor, at=at, workspace=action.workspace.slug, **facts)
