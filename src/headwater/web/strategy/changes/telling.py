"""Telling how an action goes: its status, what was reached, what holds it up, what shows it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.strategy.changes import work
from headwater.web.strategy.changes.actions import held_action
from headwater.web.strategy.events import Event, Work
from headwater.web.strategy.models import Action, Milestone, Update
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.computing import Computed
from headwater.web.strategy.rules.statuses import (
    CLOSED,
    Blocker,
    DeclaredError,
    Status,
    check_may_declare,
    check_says_why,
)

TOLD = (
    "status",
    "reason",
    "blocker",
    "blocked_by",
    "decision_needed",
    "evidence",
    "told_at",
    "closed_at",
    "told_version",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody tells of an action."""

    status: Status
    text: str = ""
    reason: str = ""
    blocker: Blocker | None = None
    blocked_by: str = ""
    decision_needed: str = ""
    evidence: str = ""
    reached: Collection[int] = ()
    """Milestones that were reached, by their number."""


@audited
def tell(*, action: Action, telling: Telling, version: int, actor: Actor, at: datetime) -> Action:
    """Say how an action goes. What was told before is kept.

    Raises `DeclaredError` where the status needs a reason and has none, and
    `ChangedMeanwhileError` where somebody else told first.
    """
    held = held_action(action)
    slug = held.workspace.slug
    permissions.check_can_tell(actor, slug, organisation_id=held.lead_id)
    if held.told_version != version:
        raise ChangedMeanwhileError(what="action")
    leads = permissions.can_plan(actor, slug)
    check_may_declare(held.stands, telling.status, leads=leads, text=telling.text.strip())
    if telling.status is Status.BLOCKED and telling.blocker is None:
        raise DeclaredError("Say what holds the action up.")
    before = held.stands
    reached = _reach(held, telling.reached, day=timezone.localdate(at))
    _keep(held, telling, at=at)
    found = _computed(held, today=timezone.localdate(at))
    reason = telling.reason.strip()
    check_says_why(telling.status, found.status, reason=reason)
    held.reason = reason if telling.status is not found.status else ""
    held.save(update_fields=["reason"])
    update = Update(action=held, before=before, computed=found.status, reached=reached)
    _write_down(update, telling, actor=actor, at=at)
    work.close(held, Work.TELL, at=at)
    work.follow(held, at=at)
    record(
        Event.ACTION_TOLD,
        about=held,
        by=actor,
        at=at,
        workspace=slug,
        before=before.value,
        declared=telling.status.value,
        computed=found.status.value,
    )
    return held


def _keep(held: Action, telling: Telling, *, at: datetime) -> None:
    """The action says what was told. Saved at once, because what is computed rests on it."""
    held.status = telling.status
    held.blocker = telling.blocker or ""
    held.blocked_by = telling.blocked_by.strip() if telling.blocker else ""
    held.decision_needed = telling.decision_needed.strip()
    held.evidence = telling.evidence.strip()
    held.told_at = at
    held.closed_at = at if telling.status in CLOSED else None
    held.told_version += 1
    held.save(update_fields=TOLD)


def _reach(held: Action, numbers: Collection[int], *, day: date) -> list[str]:
    found = list(held.milestones.filter(pk__in=numbers, reached_on=None))
    for each in found:
        each.reached_on = day
    Milestone.objects.bulk_update(found, ["reached_on"])
    return [each.title for each in found]


def _computed(held: Action, *, today: date) -> Computed:
    fresh = queries.with_what_counts(Action.objects.filter(pk=held.pk)).get()
    return queries.standing_of(fresh, today=today)


def _write_down(update: Update, telling: Telling, *, actor: Actor, at: datetime) -> None:
    """Keep what was told for the timeline of its action."""
    held = update.action
    update.by, update.at = actor.reference, at
    update.text, update.declared, update.reason = telling.text.strip(), held.status, held.reason
    update.blocked_by, update.decision_needed = held.blocked_by, held.decision_needed
    update.evidence = held.evidence
    update.save(force_insert=True)
