"""The policing body asks for a return, organisations reply, findings are recorded, it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.rules import one_line
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.events import Event, Work
from headwater.web.partnership.duty.links import LONGEST_TITLE, reply_address
from headwater.web.partnership.duty.models import Reply, Return
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.errors import DutyError
from headwater.web.partnership.duty.rules.monitoring import (
    ReplyStatus,
    ReturnStatus,
    check_due,
    check_questions,
    check_subject,
)
from headwater.web.worklist import changes as worklist


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, of whom and by when."""

    title: str
    questions: tuple[str, ...]
    organisations: Sequence[Organisation]
    due_on: date


@audited
def ask(*, workspace: Workspace, asking: Asking, actor: Actor, at: datetime) -> Return:
    """Every organisation named is asked the same, and reminded until it replies."""
    permissions.check_can_monitor(actor, workspace.slug)
    check_due(asking.due_on, today=timezone.localdate(at))
    check_questions(asking.questions)
    if not asking.organisations:
        raise DutyError("Choose at least one organisation to ask.")
    for each in asking.organisations:
        check_subject(StatutoryRole(each.statutory_role))
    made = Return.objects.create(
        workspace=workspace,
        title=asking.title,
        questions=list(asking.questions),
        due_on=asking.due_on,
        asked_by=actor.reference,
        asked_at=at,
    )
    for each in asking.organisations:
        reply = Reply.objects.create(
            of=made, organisation=each, answers=["" for _ in asking.questions]
        )
        _wait_for(reply, at=at)
    record(
        Event.RETURN_ASKED,
        about=made,
        by=actor,
        at=at,
        workspace=workspace.slug,
        organisations=len(asking.organisations),
        due_on=made.due_on.isoformat(),
    )
    return made


def _wait_for(reply: Reply, *, at: datetime) -> None:
    worklist.post(
        workspace=reply.of.workspace,
        kind=Work.RETURN,
        title=one_line(
            f"Monitoring return: {reply.of.title}, {reply.organisation.name}", LONGEST_TITLE
        ),
        link=reply_address(reply),
        about=reply.reference,
        due_on=reply.of.due_on,
        organisation=reply.organisation,
        roles=permissions.ANSWERERS,
        at=at,
    )


@audited
def answer(
    *,
    reply: Reply,
    answers: Sequence[str],
    sends: bool,
    version: int,
    actor: Actor,
    at: datetime,
) -> Reply:
    """What an organisation answers is kept as a draft, or sent. Sent, it no longer changes.

    Raises `ChangedMeanwhileError` where somebody else wrote since `version`.
    """
    held = _held(reply)
    slug = held.of.workspace.slug
    permissions.check_can_answer(actor, slug, organisation=held.organisation_id)
    _check_open(held.of)
    if held.version != version:
        raise ChangedMeanwhileError(what="reply")
    if held.stands is ReplyStatus.SENT:
        raise DutyError("The reply was sent, so it no longer changes.")
    if sends and not all(each.strip() for each in answers):
        raise DutyError("Answer every question before you send the return.")
    held.answers = list(answers)
    held.status = ReplyStatus.SENT if sends else ReplyStatus.DRAFT
    if sends:
        held.sent_by, held.sent_at = actor.reference, at
        worklist.close(workspace=held.of.workspace, kind=Work.RETURN, about=held.reference, at=at)
    held.version += 1
    held.save(update_fields=["answers", "status", "sent_by", "sent_at", "version"])
    record(
        Event.RETURN_SENT if sends else Event.RETURN_DRAFTED,
        about=held,
        by=actor,
        at=at,
        workspace=slug,
        of=held.of.reference,
        organisation=held.organisation.reference,
    )
    return held


@audited
def find(*, reply: Reply, finding: str, version: int, actor: Actor, at: datetime) -> Reply:
    """The policing body says what it found in a reply, or in that there is none."""
    held = _held(reply)
    slug = held.of.workspace.slug
    permissions.check_can_monitor(actor, slug)
    _check_open(held.of)
    if held.version != version:
        raise ChangedMeanwhileError(what="reply")
    held.finding = finding
    held.version += 1
    held.save(update_fields=["finding", "version"])
    record(
        Event.RETURN_FOUND,
        about=held,
        by=actor,
        at=at,
        workspace=slug,
        of=held.of.reference,
        organisation=held.organisation.reference,
    )
    return held


@audited
def close(*, held: Return, summary: str, actor: Actor, at: datetime) -> Return:
    """Nobody replies any more. What did not come is reported as not come."""
    permissions.check_can_monitor(actor, held.workspace.slug)
    row = Return.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=held.pk)
    _check_open(row)
    row.status, row.summary, row.closed_at = ReturnStatus.CLOSED, summary, at
    row.version += 1
    row.save(update_fields=["status", "summary", "closed_at", "version"])
    sent, asked = _close_work(row, at=at)
    record(
        Event.RETURN_CLOSED,
        about=row,
        by=actor,
        at=at,
        workspace=row.workspace.slug,
        sent=sent,
        asked=asked,
    )
    return row


def _close_work(held: Return, *, at: datetime) -> tuple[int, int]:
    """What waited for replies waits no more. Says how many came, of how many."""
    replies = list(held.replies.all())
    for each in replies:
        worklist.close(workspace=held.workspace, kind=Work.RETURN, about=each.reference, at=at)
    return sum(each.stands is ReplyStatus.SENT for each in replies), len(replies)


def _check_open(held: Return) -> None:
    if not held.is_open:
        raise DutyError("The return is closed, so nothing of it changes any more.")


def _held(reply: Reply) -> Reply:
    """The row, held until the change ends, so that two changes stand in line."""
    rows = Reply.objects.select_for_update(of=("self",))
    return rows.select_related("of__workspace", "organisation").get(pk=reply.pk)
