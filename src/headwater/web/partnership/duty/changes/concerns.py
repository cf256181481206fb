"""A concern about an authority is raised, taken further step by step, and ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.rules import one_line
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.events import Event, Work
from headwater.web.partnership.duty.links import LONGEST_TITLE, concern_address
from headwater.web.partnership.duty.models import Concern, ConcernStep
from headwater.web.partnership.duty.queries.tasks import Task
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.errors import DutyError
from headwater.web.partnership.duty.rules.escalating import (
    Outcome,
    Step,
    check_day,
    check_outcome,
    check_step,
)
from headwater.web.thread import changes as thread
from headwater.web.thread.rules.relations import Relation
from headwater.web.worklist import changes as worklist


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at a step, on which day, and when to look at it again."""

    on: date
    words: str
    follow_up_on: date | None


@audited
def raise_concern(*, task: Task, title: str, said: Said, actor: Actor, at: datetime) -> Concern:
    """A concern is raised with the authority: the first step. It answers the task it is about."""
    workspace = task.organisation.workspace
    permissions.check_can_monitor(actor, workspace.slug)
    check_day(said.on, after=None, today=timezone.localdate(at))
    made = Concern.objects.create(
        workspace=workspace,
        organisation=task.organisation,
        obligation=task.obligation.id,
        title=title,
        step=Step.AUTHORITY,
        follow_up_on=said.follow_up_on,
    )
    _take(made, said, actor=actor, at=at)
    thread.tie(
        workspace=workspace,
        first=("direction", made.reference),
        relation=Relation.ANSWERS,
        second=("obligation", task.reference),
        actor=actor,
        at=at,
    )
    _said(Event.CONCERN_RAISED, made, actor=actor, at=at)
    return made


@audited
def take_further(
    *, concern: Concern, step: Step, said: Said, version: int, actor: Actor, at: datetime
) -> Concern:
    """A concern is taken one step further. No step is left out.

    Raises `ChangedMeanwhileError` where somebody else took it further since `version`.
    """
    held = _held(concern, version=version, actor=actor)
    role = StatutoryRole(held.organisation.statutory_role)
    check_step(step, after=held.reached, role=role)
    last = held.steps.order_by("-at", "-pk").first()
    check_day(said.on, after=last.on if last else None, today=timezone.localdate(at))
    held.step, held.follow_up_on = step, said.follow_up_on
    held.version += 1
    held.save(update_fields=["step", "follow_up_on", "version"])
    _take(held, said, actor=actor, at=at)
    _said(Event.CONCERN_TAKEN_FURTHER, held, actor=actor, at=at)
    return held


@audited
def end(
    *,
    concern: Concern,
    outcome: Outcome,
    words: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> Concern:
    """A concern ends, and the record says how."""
    held = _held(concern, version=version, actor=actor)
    check_outcome(outcome, reached=held.reached)
    if not words.strip():
        raise DutyError("Say how it ended.")
    held.outcome, held.ended_words = outcome, words
    held.ended_on, held.follow_up_on = timezone.localdate(at), None
    held.version += 1
    held.save(update_fields=["outcome", "ended_words", "ended_on", "follow_up_on", "version"])
    worklist.close(workspace=held.workspace, kind=Work.CONCERN, about=held.reference, at=at)
    _said(Event.CONCERN_ENDED, held, actor=actor, at=at)
    return held


def _take(held: Concern, said: Said, *, actor: Actor, at: datetime) -> None:
    """The step is written down, and leads are reminded to look at it again."""
    if not said.words.strip():
        raise DutyError("Say what was raised, and what was answered.")
    ConcernStep.objects.create(
        concern=held, step=held.step, on=said.on, words=said.words, by=actor.reference, at=at
    )
    if said.follow_up_on is None:
        worklist.close(workspace=held.workspace, kind=Work.CONCERN, about=held.reference, at=at)
        return
    worklist.post(
        workspace=held.workspace,
        kind=Work.CONCERN,
        title=one_line(f"Follow up a concern: {held.title}", LONGEST_TITLE),
        link=concern_address(held),
        about=held.reference,
        due_on=said.follow_up_on,
        roles=permissions.MONITORS,
        at=at,
    )


def _held(concern: Concern, *, version: int, actor: Actor) -> Concern:
    """The row, held until the change ends. Raises where it ended or changed meanwhile."""
    permissions.check_can_monitor(actor, concern.workspace.slug)
    rows = Concern.objects.select_for_update(of=("self",))
    held = rows.select_related("workspace", "organisation").get(pk=concern.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="concern")
    if held.outcome:
        raise DutyError("The concern ended, so nothing of it changes any more.")
    return held


def _said(event: Event, held: Concern, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=held,
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        organisation=held.organisation.reference,
        obligation=held.obligation,
        step=str(held.step),
        outcome=str(held.outcome),
    )
