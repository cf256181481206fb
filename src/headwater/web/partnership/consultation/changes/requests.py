"""Requests to work together under section 15, and how they were answered."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Organisation
from headwater.web.partnership.consultation.events import Event, Work
from headwater.web.partnership.consultation.links import request_address
from headwater.web.partnership.consultation.models import Consultee, Request
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.partnership.consultation.rules.consulting import (
    ConsultingError,
    Ground,
    Standing,
    check_day,
)
from headwater.web.worklist import changes as worklist


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked, by whom, and until when."""

    organisation: Organisation
    is_by_consultee: bool
    what: str
    asked_on: date
    answer_by: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; a ground and a reason where it was declined."""

    standing: Standing
    on: date
    ground: Ground | None = None
    reason: str = ""


@audited
def request(*, consultee: Consultee, wanted: Wanted, actor: Actor, at: datetime) -> Request:
    """Write down that a partner and an authority were asked to work together."""
    workspace = consultee.workspace
    permissions.check_can_keep(actor, workspace.slug)
    check_day(wanted.asked_on, since=None, today=timezone.localdate(at), what="asked")
    if wanted.answer_by < wanted.asked_on:
        raise ConsultingError("The day for the answer cannot be before it was asked.")
    made = Request.objects.create(
        workspace=workspace,
        consultee=consultee,
        organisation=wanted.organisation,
        is_by_consultee=wanted.is_by_consultee,
        what=wanted.what.strip(),
        asked_on=wanted.asked_on,
        answer_by=wanted.answer_by,
    )
    record(Event.REQUESTED, about=made, by=actor, at=at, workspace=workspace.slug)
    worklist.post(
        workspace=workspace,
        kind=Work.ANSWER,
        title=f"Answer to working together due: {made.asked}"[:200],
        link=request_address(made),
        about=made.reference,
        due_on=made.answer_by,
        roles=permissions.KEEPERS,
        at=at,
    )
    return made


@audited
def answer(*, request: Request, given: Answer, version: int, actor: Actor, at: datetime) -> Request:
    """Write down the answer. Raises where it was declined without one of the four grounds."""
    rows = Request.objects.select_for_update(of=("self",)).select_related(
        "workspace", "consultee", "organisation"
    )
    held = rows.get(pk=request.pk)
    permissions.check_can_keep(actor, held.workspace.slug)
    if held.version != version:
        raise ChangedMeanwhileError(what="request")
    check_day(given.on, since=held.asked_on, today=timezone.localdate(at), what="answered")
    is_declined = given.standing is Standing.DECLINED
    if is_declined and (given.ground is None or not given.reason.strip()):
        raise ConsultingError(
            "It can be declined only on one of the four grounds of section 15: say which, and why."
        )
    held.status, held.answered_on = given.standing.value, given.on
    held.ground = given.ground.value if is_declined and given.ground else ""
    held.reason = given.reason.strip()
    held.version += 1
    held.save(update_fields=["status", "answered_on", "ground", "reason", "version"])
    record(
        Event.ANSWERED,
        about=held,
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        status=held.status,
    )
    worklist.close(workspace=held.workspace, kind=Work.ANSWER, about=held.reference, at=at)
    return held
