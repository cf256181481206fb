"""Naming assessors, writing scores, and handing them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.core.words import listed
from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.changes.moving import move
from headwater.web.grants.deciding.changes.rows import check_open, said
from headwater.web.grants.deciding.changes.ties import tie_approach
from headwater.web.grants.deciding.errors import AssessmentRefusedError
from headwater.web.grants.deciding.events import Event, Told, Work
from headwater.web.grants.deciding.links import application_address, assessment_address
from headwater.web.grants.deciding.models import Assessment, Score
from headwater.web.grants.deciding.queries.assessments import sheet_of
from headwater.web.grants.deciding.queries.evidence import evidence_for
from headwater.web.grants.deciding.queries.interests import cases
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.rules.evidence import Flag
from headwater.web.grants.deciding.rules.scoring import (
    MOST_POINTS,
    ScoreRefusedError,
    check_score,
)
from headwater.web.grants.rounds.queries import criteria_of
from headwater.web.notices.changes import notify
from headwater.web.partners.queries import actor_for
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_ASSESS = 10
WORKING_DAYS_TO_GO_ON = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """What an assessor says of one criterion. It may be half finished."""

    points: int | None = None
    reason: str = ""
    confidence: str = ""


@audited
def name_assessor(
    *, application: Application, person: User, due_on: date, actor: Actor, at: datetime
) -> Assessment:
    """Ask somebody to assess an application. They say first whether they have an interest.

    Raises `AssessmentRefusedError` for somebody who may not or has one.
    """
    held = held_application(application)
    workspace = held.round.workspace
    permissions.check_can_run(actor, workspace.slug, what="name assessors")
    check_open(held)
    _check_may_assess(held, person)
    made = Assessment.objects.create(
        application=held,
        assessor=person.reference,
        named_by=actor.reference,
        named_at=at,
        due_on=due_on,
    )
    if held.state == State.SUBMITTED:
        move(held, State.ASSESSMENT, actor=actor, at=at)
        if evidence_for(held).flag is not Flag.HARMFUL:
            tie_approach(held, actor=actor, at=at)
    worklist.post(
        workspace=workspace,
        kind=Work.ASSESS,
        title=f"Assess application {held.reference}",
        link=assessment_address(made),
        about=made.reference,
        due_on=due_on,
        user=person,
        at=at,
    )
    worklist.close(workspace=workspace, kind=Work.THIRD, about=held.reference, at=at)
    notify(
        to=[person],
        kind=Told.NAMED,
        subject=f"You are asked to assess application {held.reference}",
        words="Say first whether you have an interest in it. Then read it and give your scores.",
        link=assessment_address(made),
        at=at,
    )
    said(Event.NAMED, made, held, actor=actor, at=at, assessor=person.reference)
    return made


def _check_may_assess(application: Application, person: User) -> None:
    # Seats are those of today, as the actor's own are, whatever the moment that is recorded.
    today = timezone.localdate()
    slug = application.round.workspace.slug
    if not actor_for(person, today=today).has_role(slug, permissions.ASSESSORS):
        raise AssessmentRefusedError(
            "They cannot assess: only contributors and leads of this partnership do."
        )
    if application.assessments.filter(assessor=person.reference, ended_at=None).exists():
        raise AssessmentRefusedError("They are named for this application already.")
    known = cases(application, today=today).get(person.reference)
    if known is not None and known[1].is_blocked:
        found = listed([ground.words for ground in known[1].found]) or "what they declared"
        raise AssessmentRefusedError(
            f"They have an interest in this application: {found}. Name somebody else, or have "
            "the interest cleared first."
        )


@audited
def take_off(*, assessment: Assessment, reason: str, actor: Actor, at: datetime) -> None:
    """Take somebody off an application. What they wrote is kept and no longer counts."""
    application = held_application(assessment.application)
    workspace = application.round.workspace
    permissions.check_can_run(actor, workspace.slug, what="take an assessor off")
    check_open(application)
    if not reason.strip():
        raise AssessmentRefusedError("Say why they no longer assess it.")
    ended = Assessment.objects.filter(pk=assessment.pk, ended_at=None).update(
        ended_at=at, why_ended=reason.strip()[:400]
    )
    if not ended:
        raise NotYours
    worklist.close(workspace=workspace, kind=Work.ASSESS, about=assessment.reference, at=at)
    said(Event.TAKEN_OFF, assessment, application, actor=actor, at=at, reason=reason.strip()[:400])


@audited
def save_scores(
    *,
    assessment: Assessment,
    scored: Mapping[str, Scored],
    comment: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Keep what was written so far. Nobody else sees it.

    Raises `ChangedMeanwhileError` where it was saved elsewhere since it was opened.
    """
    held = _mine(assessment, actor, version)
    _keep(held, scored, comment)
    said(Event.DRAFTED, held, held.application, actor=actor, at=at, version=held.version)
    return held


@audited
def hand_in(
    *,
    assessment: Assessment,
    scored: Mapping[str, Scored],
    comment: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Hand in every score with its reason. From then on they count and others read them."""
    held = _mine(assessment, actor, version)
    for criterion in criteria_of(held.application.round):
        given = scored.get(criterion.key, Scored())
        check_score(
            name=criterion.name,
            points=given.points,
            reason=given.reason,
            confidence=given.confidence,
        )
    _keep(held, scored, comment)
    held.handed_in_at = at
    held.save(update_fields=["handed_in_at"])
    workspace = held.application.round.workspace
    worklist.close(workspace=workspace, kind=Work.ASSESS, about=held.reference, at=at)
    said(Event.HANDED_IN, held, held.application, actor=actor, at=at)
    _go_on(held.application, at=at)
    return held


@audited
def take_back(*, assessment: Assessment, actor: Actor, at: datetime) -> Assessment:
    """Open what was handed in again, as long as nobody else has handed in: undoes `hand_in`."""
    application = held_application(assessment.application)
    check_open(application)
    held = Assessment.objects.get(pk=assessment.pk)
    if held.assessor != actor.reference or held.handed_in_at is None or held.ended_at:
        raise NotYours
    others = application.assessments.filter(ended_at=None).exclude(pk=held.pk)
    if others.exclude(handed_in_at=None).exists() or application.moderations.exists():
        raise AssessmentRefusedError(
            "Somebody else has handed in since, so that you could see their scores. Yours stay as "
            "they are; say what you would change to whoever moderates."
        )
    held.handed_in_at = None
    held.version += 1
    held.save(update_fields=["handed_in_at", "version"])
    worklist.reopen(
        workspace=application.round.workspace, kind=Work.ASSESS, about=held.reference, at=at
    )
    said(Event.TAKEN_BACK, held, application, actor=actor, at=at)
    return held


def _mine(assessment: Assessment, actor: Actor, version: int) -> Assessment:
    application = held_application(assessment.application)
    check_open(application)
    rows = Assessment.objects.select_for_update(of=("self",))
    held = rows.select_related("application__round__workspace").get(pk=assessment.pk)
    if held.assessor != actor.reference or held.ended_at is not None:
        raise NotYours
    if held.handed_in_at is not None:
        raise AssessmentRefusedError("Your scores are handed in, so they cannot be changed.")
    if held.version != version:
        raise ChangedMeanwhileError(what="assessment")
    return held


def _keep(held: Assessment, scored: Mapping[str, Scored], comment: str) -> None:
    known = {each.key for each in criteria_of(held.application.round)}
    for key, given in scored.items():
        if key not in known:
            raise ScoreRefusedError("One of the criteria is not of this round.")
        if given.points is not None and not 0 <= given.points <= MOST_POINTS:
            raise ScoreRefusedError(f"Points are from 0 to {MOST_POINTS}.")
        Score.objects.update_or_create(
            assessment=held,
            criterion=key,
            defaults={
                "points": given.points,
                "reason": given.reason.strip(),
                "confidence": given.confidence,
            },
        )
    held.comment = comment.strip()
    held.version += 1
    held.save(update_fields=["comment", "version"])


def _go_on(application: Application, *, at: datetime) -> None:
    """What waits for leads now: a third assessor, or moderation."""
    sheet = sheet_of(application)
    due_on = add_working_days(timezone.localdate(at), WORKING_DAYS_TO_GO_ON)
    workspace = application.round.workspace
    if sheet.needs_third and sheet.named == len(sheet.assessments):
        worklist.post(
            workspace=workspace,
            kind=Work.THIRD,
            title=f"Name a third assessor for application {application.reference}",
            link=application_address(application, "assessors"),
            about=application.reference,
            due_on=due_on,
            roles=LEADS,
            at=at,
        )
    elif sheet.is_complete:
        worklist.post(
            workspace=workspace,
            kind=Work.MODERATE,
            title=f"Moderate the scores of application {application.reference}",
            link=application_address(application, "moderation"),
            about=application.reference,
            due_on=due_on,
            roles=LEADS,
            at=at,
        )
