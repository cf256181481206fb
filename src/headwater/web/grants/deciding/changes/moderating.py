"""Moderating scores, and putting an application before the panel."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import APPROVERS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.changes.decisions import keep_letter
from headwater.web.grants.deciding.changes.moving import move
from headwater.web.grants.deciding.changes.rows import check_open, said
from headwater.web.grants.deciding.errors import AssessmentRefusedError
from headwater.web.grants.deciding.events import Event, Work
from headwater.web.grants.deciding.links import application_address
from headwater.web.grants.deciding.models import Moderation
from headwater.web.grants.deciding.queries.assessments import Sheet, sheet_of
from headwater.web.grants.deciding.queries.decisions import last_award, standing_award
from headwater.web.grants.deciding.rules import permissions, scoring
from headwater.web.grants.rounds.queries import criteria_of
from headwater.web.grants.rounds.rules.answers import word_count
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_DECIDE = 10
LEAST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Settled:
    """What one criterion comes to, as whoever moderates says it."""

    points: Decimal
    reason: str
    feedback: str = ""


@audited
def moderate(
    *,
    application: Application,
    criterion: str,
    settled: Settled,
    version: int,
    actor: Actor,
    at: datetime,
) -> Moderation:
    """Say what one criterion comes to, and why. Nobody moderates what they assessed.

    `version` is that of the moderation before, nought for the first. Raises
    `ChangedMeanwhileError` where somebody else moderated since.
    """
    held = held_application(application)
    permissions.check_can_run(actor, held.round.workspace.slug, what="moderate scores")
    _check_in_assessment(held)
    if criterion not in {each.key for each in criteria_of(held.round)}:
        raise NotYours
    _check_may_moderate(held, actor)
    if not 0 <= settled.points <= scoring.MOST_POINTS:
        raise AssessmentRefusedError(f"Points are from 0 to {scoring.MOST_POINTS}.")
    if word_count(settled.reason) < LEAST_WORDS:
        raise AssessmentRefusedError(f"Say why in at least {LEAST_WORDS} words.")
    row = held.moderations.filter(criterion=criterion).first()
    if (row.version if row else 0) != version:
        raise ChangedMeanwhileError(what="moderation")
    row = row or Moderation(application=held, criterion=criterion, version=0)
    row.points, row.reason = settled.points, settled.reason.strip()
    row.feedback = settled.feedback.strip()
    row.moderated_by, row.moderated_at = actor.reference, at
    row.version += 1
    row.save()
    points = str(settled.points)
    said(Event.MODERATED, held, held, actor=actor, at=at, criterion=criterion, points=points)
    return row


@audited
def put_before_panel(*, application: Application, actor: Actor, at: datetime) -> Application:
    """Put an application before those who decide. Every disagreement was moderated before."""
    held = held_application(application)
    workspace = held.round.workspace
    permissions.check_can_run(actor, workspace.slug, what="put an application before the panel")
    _check_in_assessment(held)
    sheet = sheet_of(held)
    if not sheet.is_complete:
        raise AssessmentRefusedError(
            "It needs a third assessor, because two differ by two points or more."
            if sheet.needs_third
            else f"It needs the scores of at least {scoring.ASSESSORS} assessors, and of "
            "everybody who is named."
        )
    open_lines = [line.criterion.name for line in sheet.disagreements if line.moderation is None]
    if open_lines:
        raise AssessmentRefusedError(
            f"Assessors disagree on [{', '.join(open_lines)}]. Moderate that first."
        )
    move(held, State.PANEL, actor=actor, at=at)
    worklist.close(workspace=workspace, kind=Work.MODERATE, about=held.reference, at=at)
    _wait_for_decision(held, sheet, actor=actor, at=at)
    return held


@audited
def put_before_panel_again(*, application: Application, actor: Actor, at: datetime) -> Application:
    """Have an approved application decided again: its offer was withdrawn or turned down.

    The award, the decision and its letter stay as they are. The reason is that of the award.
    """
    held = held_application(application)
    slug = held.round.workspace.slug
    permissions.check_can_run(actor, slug, what="put an application before the panel")
    if standing_award(held) is not None:
        raise AssessmentRefusedError(
            "Its award stands. Withdraw the offer first, so that its money is free again."
        )
    award, sheet = last_award(held), sheet_of(held)
    for each in held.decisions.filter(letter={}):
        keep_letter(each, sheet)
    gone = award.steps.last() if award else None
    reason = f"Award {award.reference} is withdrawn. {gone.reason}" if award and gone else ""
    move(held, State.PANEL, actor=actor, at=at, reason=reason)
    _wait_for_decision(held, sheet, actor=actor, at=at)
    return held


def _wait_for_decision(
    application: Application, sheet: Sheet, *, actor: Actor, at: datetime
) -> None:
    worklist.post(
        workspace=application.round.workspace,
        kind=Work.DECIDE,
        title=f"Decide on application {application.reference}",
        link=application_address(application),
        about=application.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=APPROVERS,
        at=at,
    )
    total = sheet.outcome.total
    said(Event.TO_PANEL, application, application, actor=actor, at=at, total=str(total))


@audited
def take_from_panel(
    *, application: Application, reason: str, actor: Actor, at: datetime
) -> Application:
    """Take an application back to assessment: undoes `put_before_panel`."""
    held = held_application(application)
    workspace = held.round.workspace
    permissions.check_can_run(actor, workspace.slug, what="take an application from the panel")
    move(held, State.ASSESSMENT, actor=actor, at=at, reason=reason)
    worklist.close(workspace=workspace, kind=Work.DECIDE, about=held.reference, at=at)
    said(Event.FROM_PANEL, held, held, actor=actor, at=at)
    return held


def _check_in_assessment(application: Application) -> None:
    check_open(application)
    if application.state != State.ASSESSMENT:
        stands = State(application.state).label.lower()
        raise AssessmentRefusedError(
            f"The application is [{stands}]. Scores are moderated while it is being assessed."
        )


def _check_may_moderate(application: Application, actor: Actor) -> None:
    if application.assessments.filter(assessor=actor.reference, ended_at=None).exists():
        raise AssessmentRefusedError(
            "You are one of its assessors, so somebody else moderates the scores."
        )
    if application.assessments.filter(ended_at=None).exclude(handed_in_at=None).count() < (
        scoring.ASSESSORS
    ):
        raise AssessmentRefusedError(
            f"Scores are moderated once at least {scoring.ASSESSORS} assessors handed in."
        )
