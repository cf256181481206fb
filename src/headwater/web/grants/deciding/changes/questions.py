"""Questions to an applicant: asked by letter, answered on a page, or taken back."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from headwater.core.words import day
from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import audited
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.changes.moving import move, write_to
from headwater.web.grants.deciding.changes.rows import check_open, said
from headwater.web.grants.deciding.errors import QuestionRefusedError
from headwater.web.grants.deciding.events import Event, Work
from headwater.web.grants.deciding.links import application_address, question_address
from headwater.web.grants.deciding.models import Clarification
from headwater.web.grants.deciding.rules import permissions
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_READ = 2
MOST_OPEN = 5
LONGEST = 4_000
BODY = """We are assessing your application and need to know one thing more:

{question}

Please answer by {until}. Open this page to answer; you will be asked for a code that we send to
your e-mail address:

{address}

If you do not answer, the application is assessed as it stands."""


@audited
def ask(
    *, application: Application, question: str, due_on: date, actor: Actor, at: datetime
) -> Clarification:
    """Ask the applicant something. The application waits until it is answered or taken back."""
    held = held_application(application)
    permissions.check_can_run(actor, held.round.workspace.slug, what="ask an applicant")
    check_open(held)
    if held.state == State.PANEL:
        raise QuestionRefusedError("It is with the panel. Take it back to assessment first.")
    if not question.strip():
        raise QuestionRefusedError("Write down what you would like to know.")
    if due_on <= timezone.localdate(at):
        raise QuestionRefusedError("Give a day after today, so that they have time to answer.")
    if _open(held).count() >= MOST_OPEN:
        raise QuestionRefusedError(
            f"[{MOST_OPEN}] questions wait for an answer already. Take one back, or wait."
        )
    made = Clarification.objects.create(
        application=held,
        question=question.strip()[:LONGEST],
        asked_by=actor.reference,
        asked_at=at,
        due_on=due_on,
    )
    if held.state != State.CLARIFICATION:
        move(held, State.CLARIFICATION, actor=actor, at=at)
    address = settings.HEADWATER.address + question_address(made)
    body = BODY.format(question=made.question, until=day(due_on), address=address)
    subject = f"A question about your application {held.reference}"
    write_to(held, subject, body, key=f"question:{made.reference}", actor=actor, at=at)
    said(Event.QUESTION_ASKED, made, held, actor=actor, at=at)
    return made


@audited
def answer(*, asked: Clarification, answer: str, actor: Actor, at: datetime) -> Clarification:
    """Answer a question, as somebody who applies. An answer cannot be changed afterwards."""
    held = held_application(asked.application)
    row = _waiting(asked)
    if not answer.strip():
        raise QuestionRefusedError("Write your answer.")
    row.answer, row.answered_by, row.answered_at = answer.strip()[:LONGEST], actor.reference, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    _go_on(held, actor=actor, at=at)
    worklist.post(
        workspace=held.round.workspace,
        kind=Work.READ_ANSWER,
        title=f"Read the answer about application {held.reference}",
        link=application_address(held, "questions"),
        about=row.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_READ),
        roles=LEADS,
        at=at,
    )
    said(Event.QUESTION_ANSWERED, row, held, actor=actor, at=at)
    return row


@audited
def take_back(*, asked: Clarification, actor: Actor, at: datetime) -> None:
    """Take a question back that was not answered."""
    held = held_application(asked.application)
    permissions.check_can_run(actor, held.round.workspace.slug, what="take a question back")
    row = _waiting(asked)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _go_on(held, actor=actor, at=at)
    said(Event.QUESTION_ENDED, row, held, actor=actor, at=at)


@audited
def note_read(*, asked: Clarification, actor: Actor, at: datetime) -> None:
    """Say that an answer was read: nothing waits for leads any more."""
    workspace = asked.application.round.workspace
    permissions.check_can_run(actor, workspace.slug, what="take an answer as read")
    worklist.close(workspace=workspace, kind=Work.READ_ANSWER, about=asked.reference, at=at)
    said(Event.QUESTION_READ, asked, asked.application, actor=actor, at=at)


def _waiting(asked: Clarification) -> Clarification:
    row = Clarification.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if row.answered_at is not None or row.ended_at is not None:
        raise NotYours
    return row


def _open(application: Application) -> QuerySet[Clarification]:
    return application.clarifications.filter(answered_at=None, ended_at=None)


def _go_on(application: Application, *, actor: Actor, at: datetime) -> None:
    """Assessment goes on once nothing is open."""
    if application.state == State.CLARIFICATION and not _open(application).exists():
        move(application, State.ASSESSMENT, actor=actor, at=at)
