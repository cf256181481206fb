"""Answers to the checklist of due diligence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.rulebook.practice import due_diligence
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.audit.ledger import audited
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.changes.rows import check_open, said
from headwater.web.grants.deciding.events import Event
from headwater.web.grants.deciding.models import Check
from headwater.web.grants.deciding.rules import checking, permissions
from headwater.web.grants.deciding.rules.checking import Result


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found of one item."""

    result: Result
    reason: str
    expires_on: date | None = None


@audited
def record_check(
    *, application: Application, item: str, answer: Answered, actor: Actor, at: datetime
) -> Check:
    """Say what was found of one item. The answer before stays beside it."""
    held = held_application(application)
    permissions.check_can_run(actor, held.round.workspace.slug, what="record due diligence")
    check_open(held)
    if item not in {each.id for each in due_diligence()}:
        raise NotYours
    today = timezone.localdate(at)
    checking.check_found(
        result=answer.result, reason=answer.reason, expires_on=answer.expires_on, today=today
    )
    made = Check.objects.create(
        application=held,
        item=item,
        result=answer.result.value,
        reason=answer.reason.strip(),
        expires_on=answer.expires_on,
        checked_by=actor.reference,
        checked_at=at,
    )
    said(Event.CHECKED, held, held, actor=actor, at=at, item=item, result=made.result)
    return made
