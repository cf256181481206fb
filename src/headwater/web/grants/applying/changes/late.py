"""What reached us late is asked for, and taken or refused by two people."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying import writing
from headwater.web.grants.applying.changes import work
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.changes.sending import Certified, sent_in
from headwater.web.grants.applying.errors import LateError
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.applying.models import LateRequest
from headwater.web.grants.applying.rules import permissions
from headwater.web.grants.applying.submitters import Submitter, submitter


@audited
def ask(*, late: LateRequest, why: str, actor: Submitter, at: datetime) -> None:
    """Whoever applies asks that it be taken, and says what happened."""
    held = _held(late)
    held.why = why
    held.save(update_fields=["why"])
    work.wait_for_late(held, at=at)
    _say(Event.REACHED_LATE, held, actor=actor, at=at, asked=True)


@audited
def propose(*, late: LateRequest, reason: str, actor: Actor, at: datetime) -> None:
    """A lead would take it and says why. Somebody else must agree."""
    permissions.check_can_propose(actor, _workspace(late))
    held = _held(late)
    held.reason, held.proposed_by, held.proposed_at = reason, actor.reference, at
    held.save(update_fields=["reason", "proposed_by", "proposed_at"])
    _say(Event.LATE_PROPOSED, held, actor=actor, at=at)


@audited
def take(*, late: LateRequest, actor: Actor, at: datetime) -> None:
    """A second person agrees, and the application counts as sent in, marked as late."""
    permissions.check_can_take(actor, _workspace(late))
    held = _held(late)
    if not held.proposed_by:
        raise LateError.not_proposed()
    if held.proposed_by == actor.reference:
        raise LateError.same_person()
    _decide(held, is_taken=True, actor=actor, at=at)
    application = held_application(held.application)
    sent_in(
        application,
        Certified(held.certified_name, held.certified_role),
        by=submitter(held.certified_by),
        at=at,
        reached_at=held.reached_at,
    )
    _say(Event.LATE_TAKEN, held, actor=actor, at=at)


@audited
def refuse(*, late: LateRequest, reason: str, actor: Actor, at: datetime) -> None:
    """It is not taken, for a stated reason, and those who wrote it are told."""
    permissions.check_can_propose(actor, _workspace(late))
    held = _held(late)
    held.reason = reason
    held.save(update_fields=["reason"])
    _decide(held, is_taken=False, actor=actor, at=at)
    letter = writing.late_refused(held)
    write_to(held.application, letter.subject, letter.words, key="late", actor=actor, at=at)
    _say(Event.LATE_REFUSED, held, actor=actor, at=at)


def _held(late: LateRequest) -> LateRequest:
    rows = LateRequest.objects.select_for_update(of=("self",))
    held = rows.select_related("application__round__workspace", "certified_by").get(pk=late.pk)
    if held.is_taken is not None:
        raise LateError.over()
    return held


def _decide(held: LateRequest, *, is_taken: bool, actor: Actor, at: datetime) -> None:
    held.is_taken, held.decided_by, held.decided_at = is_taken, actor.reference, at
    held.save(update_fields=["is_taken", "decided_by", "decided_at"])
    work.close_late(held, at=at)


def _workspace(late: LateRequest) -> str:
    return str(late.application.round.workspace.slug)


def _say(
    event: Event, late: LateRequest, *, actor: Actor, at: datetime, asked: bool = False
) -> None:
    record(
        event,
        about=late.application,
        by=actor,
        at=at,
        workspace=_workspace(late),
        asked=asked,
    )
