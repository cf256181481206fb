"""Information is asked for under section 17, given, refused on a ground, or no longer wanted."""

from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.documents.models import Document
from headwater.web.notices.rules import one_line
from headwater.web.partners.models import Organisation
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.events import Event, Work
from headwater.web.partnership.duty.links import LONGEST_TITLE, request_address
from headwater.web.partnership.duty.models import Request
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.errors import DutyError
from headwater.web.partnership.duty.rules.monitoring import (
    Ground,
    RequestStatus,
    Wanted,
    check_wanted,
)
from headwater.web.thread import changes as thread
from headwater.web.thread.rules.relations import Relation
from headwater.web.worklist import changes as worklist

PURPOSE = "information_request"
"""What documents that answer one were handed in for."""


@audited
def ask(*, organisation: Organisation, said: Wanted, actor: Actor, at: datetime) -> Request:
    """An authority is asked for information about itself, for the functions of section 14 only.

    Raises `DutyError` for what section 17 does not reach.
    """
    workspace = organisation.workspace
    permissions.check_can_monitor(actor, workspace.slug)
    role = StatutoryRole(organisation.statutory_role)
    check_wanted(said, role=role, today=timezone.localdate(at))
    made = Request.objects.create(
        workspace=workspace,
        organisation=organisation,
        title=said.title,
        wanted=said.wanted,
        relates=said.relates,
        purpose=said.purpose,
        content=said.content,
        due_on=said.due_on,
        asked_by=actor.reference,
        asked_at=at,
    )
    worklist.post(
        workspace=workspace,
        kind=Work.REQUEST,
        title=one_line(f"Information asked for: {made.title}", LONGEST_TITLE),
        link=request_address(made),
        about=made.reference,
        due_on=made.due_on,
        organisation=organisation,
        roles=permissions.ANSWERERS,
        at=at,
    )
    record(
        Event.INFORMATION_ASKED,
        about=made,
        by=actor,
        at=at,
        workspace=workspace.slug,
        organisation=organisation.reference,
        purpose=str(made.purpose),
        due_on=made.due_on.isoformat(),
    )
    return made


@audited
def give(
    *, request: Request, answer: str, document: Document | None, actor: Actor, at: datetime
) -> Request:
    """An authority gives what was asked, in words, with a document or both."""
    held = _held(request, actor=actor)
    if not answer.strip() and document is None:
        raise DutyError("Say what you give, or hand in the document that holds it.")
    _end(held, RequestStatus.ANSWERED, answer=answer, actor=actor, at=at)
    if document is not None:
        thread.tie(
            workspace=held.workspace,
            first=("document", document.reference),
            relation=Relation.ANSWERS,
            second=("request", held.reference),
            actor=actor,
            at=at,
        )
    _said(Event.INFORMATION_GIVEN, held, actor=actor, at=at)
    return held


@audited
def refuse(*, request: Request, ground: Ground, answer: str, actor: Actor, at: datetime) -> Request:
    """An authority gives nothing, on a ground that the law has."""
    held = _held(request, actor=actor)
    if not answer.strip():
        raise DutyError("Say why the ground applies.")
    held.ground = ground
    _end(held, RequestStatus.REFUSED, answer=answer, actor=actor, at=at)
    _said(Event.INFORMATION_REFUSED, held, actor=actor, at=at)
    return held


@audited
def withdraw(*, request: Request, actor: Actor, at: datetime) -> Request:
    """What was asked is no longer wanted."""
    permissions.check_can_monitor(actor, request.workspace.slug)
    held = _held(request, actor=actor)
    _end(held, RequestStatus.WITHDRAWN, answer="", actor=actor, at=at)
    _said(Event.INFORMATION_WITHDRAWN, held, actor=actor, at=at)
    return held


def _held(request: Request, *, actor: Actor) -> Request:
    """The row, held until the change ends. Raises `DutyError` where it ended before."""
    rows = Request.objects.select_for_update(of=("self",))
    held = rows.select_related("workspace", "organisation").get(pk=request.pk)
    slug = held.workspace.slug
    permissions.check_can_answer(actor, slug, organisation=held.organisation_id)
    if held.stands is not RequestStatus.ASKED:
        raise DutyError(f"The request ended already: {held.stands.words.lower()}.")
    return held


def _end(held: Request, status: RequestStatus, *, answer: str, actor: Actor, at: datetime) -> None:
    held.status, held.answer = status, answer
    held.ended_by, held.ended_at = actor.reference, at
    held.version += 1
    held.save(update_fields=["status", "answer", "ground", "ended_by", "ended_at", "version"])
    worklist.close(workspace=held.workspace, kind=Work.REQUEST, about=held.reference, at=at)


def _said(event: Event, held: Request, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=held,
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        organisation=held.organisation.reference,
        ground=str(held.ground),
    )
