"""Writing actions: what is to be done, by whom, by when, and what it answers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.changes import notify
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.strategy.changes import work
from headwater.web.strategy.errors import NotInThisPlanError
from headwater.web.strategy.events import Event, Told
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import Action, Milestone, Outcome, Wording
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.describing import (
    FIELDS,
    ActionRefusedError,
    Description,
    check_description,
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
    *, action: Action, title: str, due_on: date, actor: Actor, at: datetime
) -> Milestone:
    """Add a step that can be seen to be reached."""
    held = _for_teller(action, actor)
    _check_milestone(held, title, due_on)
    made = Milestone.objects.create(action=held, title=title.strip(), due_on=due_on)
    work.follow_due(held, at=at)
    _record(Event.MILESTONE_ADDED, held, actor=actor, at=at, due_on=due_on.isoformat())
    return made


@audited
def remove_milestone(*, milestone: Milestone, actor: Actor, at: datetime) -> None:
    """Take away a step that nobody has reached."""
    held = _for_teller(milestone.action, actor)
    if milestone.reached_on:
        raise ActionRefusedError("A milestone that was reached stays. Add another instead.")
    due_on = milestone.due_on.isoformat()
    milestone.delete()
    work.follow_due(held, at=at)
    _record(Event.MILESTONE_REMOVED, held, actor=actor, at=at, due_on=due_on)


def _for_teller(action: Action, actor: Actor) -> Action:
    held = held_action(action)
    permissions.check_can_tell(actor, held.workspace.slug, organisation_id=held.lead_id)
    return held


def _check_milestone(action: Action, title: str, due_on: date) -> None:
    if not title.strip():
        raise ActionRefusedError("Say what is reached.")
    if not action.starts_on <= due_on <= action.due_on:
        raise ActionRefusedError(
            "A milestone must be due between the first day of the action and the day it is due: "
            f"[{action.starts_on:%-d %B %Y}] and [{action.due_on:%-d %B %Y}]."
        )


def _record(event: Event, action: Action, *, actor: Actor, at: datetime, **facts: str) -> None:
    record(event, about=action, by=actor, at=at, workspace=action.workspace.slug, **facts)
