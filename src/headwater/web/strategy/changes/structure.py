"""Writing the priorities of the plan and the outcomes below them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Workspace
from headwater.web.strategy.events import Event
from headwater.web.strategy.models import Action, Outcome, Priority
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.planning import PlanError
from headwater.web.strategy.rules.statuses import CLOSED
from headwater.web.thread import changes as thread
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End


@dataclass(frozen=True, slots=True)
class Said:
    """What a priority or an outcome says."""

    title: str
    text: str = ""
    """Why it is a priority, or how anybody can tell that the outcome came."""
    position: int | None = None
    """Its place among its kind; after the last where none is given."""
    is_dropped: bool = False


@audited
def write_priority(*, workspace: Workspace, said: Said, actor: Actor, at: datetime) -> Priority:
    """Add a priority to the plan."""
    permissions.check_can_plan(actor, workspace.slug)
    last = Priority.objects.filter(workspace=workspace).aggregate(last=Max("position"))["last"]
    made = Priority.objects.create(
        workspace=workspace,
        title=said.title.strip(),
        why=said.text.strip(),
        position=said.position or (last or 0) + 1,
        written_by=actor.reference,
        written_at=at,
    )
    record(Event.PRIORITY_WRITTEN, about=made, by=actor, at=at, workspace=workspace.slug)
    return made


@audited
def change_priority(
    *, priority: Priority, said: Said, version: int, actor: Actor, at: datetime
) -> Priority:
    """Say something else of a priority, or drop it once nothing under it is open."""
    held = Priority.objects.select_for_update(of=("self",)).select_related("workspace")
    row = held.get(pk=priority.pk)
    permissions.check_can_plan(actor, row.workspace.slug)
    if row.version != version:
        raise ChangedMeanwhileError(what="priority")
    if said.is_dropped:
        _check_may_drop(Outcome.objects.filter(priority=row, is_dropped=False).exists())
    row.title, row.why = said.title.strip(), said.text.strip()
    row.position, row.is_dropped = said.position or row.position, said.is_dropped
    row.version += 1
    row.save(update_fields=["title", "why", "position", "is_dropped", "version"])
    record(Event.PRIORITY_CHANGED, about=row, by=actor, at=at, workspace=row.workspace.slug)
    return row


@audited
def write_outcome(*, priority: Priority, said: Said, actor: Actor, at: datetime) -> Outcome:
    """Add an outcome to a priority."""
    slug = priority.workspace.slug
    permissions.check_can_plan(actor, slug)
    last = Outcome.objects.filter(priority=priority).aggregate(last=Max("position"))["last"]
    made = Outcome.objects.create(
        priority=priority,
        title=said.title.strip(),
        measure=said.text.strip(),
        position=said.position or (last or 0) + 1,
        written_by=actor.reference,
        written_at=at,
    )
    record(Event.OUTCOME_WRITTEN, about=made, by=actor, at=at, workspace=slug)
    return made


@audited
def change_outcome(
    *, outcome: Outcome, said: Said, version: int, actor: Actor, at: datetime
) -> Outcome:
    """Say something else of an outcome, or drop it once no action under it is open."""
    held = Outcome.objects.select_for_update(of=("self",)).select_related("priority__workspace")
    row = held.get(pk=outcome.pk)
    slug = row.priority.workspace.slug
    permissions.check_can_plan(actor, slug)
    if row.version != version:
        raise ChangedMeanwhileError(what="outcome")
    if said.is_dropped:
        _check_may_drop(Action.objects.filter(outcome=row).exclude(status__in=CLOSED).exists())
    row.title, row.measure = said.title.strip(), said.text.strip()
    row.position, row.is_dropped = said.position or row.position, said.is_dropped
    row.version += 1
    row.save(update_fields=["title", "measure", "position", "is_dropped", "version"])
    record(Event.OUTCOME_CHANGED, about=row, by=actor, at=at, workspace=slug)
    return row


@audited
def tie_priority(*, priority: Priority, end: End, actor: Actor, at: datetime) -> None:
    """Tie a priority to a finding or a gap that it answers."""
    permissions.check_can_plan(actor, priority.workspace.slug)
    thread.tie(
        workspace=priority.workspace,
        first=("priority", priority.reference),
        relation=Relation.ANSWERS,
        second=end,
        actor=actor,
        at=at,
    )


def _check_may_drop(holds_more: bool) -> None:
    if holds_more:
        raise PlanError(
            "Something under it is still part of the plan. Complete, withdraw or move that first."
        )
