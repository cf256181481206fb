"""What the deliverer writes about young people: how they leave, scores, goals, and corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from headwater.rulebook import outcome_tool
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited
from headwater.web.grants.delivering.changes.recording import record_of_grant
from headwater.web.grants.delivering.changes.syncing import check_open
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import (
    Delivery,
    Goal,
    Measure,
    Participant,
    Session,
)
from headwater.web.grants.delivering.rules.measures import check_score


@dataclass(frozen=True, slots=True)
class Scored:
    """One score, or why there is none."""

    tool: str
    stage: str
    taken_on: date
    score: Decimal | None = None
    missing: str = ""


def _held(delivery: Delivery, actor: Actor) -> Delivery:
    held = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    check_open(held, actor)
    return held


@audited
def leave(
    *, person: Participant, left_on: date, leaving: str, version: int, actor: Actor, at: datetime
) -> Participant:
    """The young person does not come any more."""
    held = _person(person, actor)
    if held.version != version:
        raise ChangedMeanwhileError(what="entry")
    held.left_on, held.leaving = left_on, leaving
    held.version += 1
    held.save(update_fields=["left_on", "leaving", "version"])
    record_of_grant(Event.PARTICIPANT_CHANGED, held.delivery, actor=actor, at=at)
    return held


@audited
def come_back(*, person: Participant, actor: Actor, at: datetime) -> Participant:
    """The young person comes again: they had not left."""
    held = _person(person, actor)
    held.left_on, held.leaving = None, ""
    held.version += 1
    held.save(update_fields=["left_on", "leaving", "version"])
    record_of_grant(Event.PARTICIPANT_CHANGED, held.delivery, actor=actor, at=at)
    return held


def _person(person: Participant, actor: Actor) -> Participant:
    _held(person.delivery, actor)
    return Participant.objects.select_related("delivery__award").get(pk=person.pk)


@audited
def measure(*, person: Participant, said: Scored, actor: Actor, at: datetime) -> Measure:
    """The score stands, in the place of an earlier one of the same tool and stage.

    Raises `ScoreRefusedError` for one that the tool does not have.
    """
    held = _person(person, actor)
    tool = outcome_tool(said.tool)
    if said.score is not None:
        check_score(tool, said.score)
    made, _ = Measure.objects.update_or_create(
        participant=held,
        tool=tool.id,
        stage=said.stage,
        defaults={
            "edition": tool.edition[:40],
            "taken_on": said.taken_on,
            "score": said.score,
            "missing": "" if said.score is not None else said.missing,
            "written_by": actor.reference,
            "written_at": at,
        },
    )
    record_of_grant(Event.MEASURED, held.delivery, actor=actor, at=at, tool=tool.id)
    return made


@audited
def set_goal(*, person: Participant, aim: str, set_on: date, actor: Actor, at: datetime) -> Goal:
    """Something the young person works towards."""
    held = _person(person, actor)
    made = Goal.objects.create(
        participant=held, words=aim, set_on=set_on, written_by=actor.reference
    )
    record_of_grant(Event.GOAL_WRITTEN, held.delivery, actor=actor, at=at)
    return made


@audited
def review_goal(*, goal: Goal, state: str, on: date, actor: Actor, at: datetime) -> Goal:
    """How far the young person came with it."""
    held = _person(goal.participant, actor)
    goal.state, goal.reviewed_on = state, None if state == "open" else on
    goal.save(update_fields=["state", "reviewed_on"])
    record_of_grant(Event.GOAL_WRITTEN, held.delivery, actor=actor, at=at)
    return goal


@audited
def cancel_session(*, session: Session, cancels: bool, actor: Actor, at: datetime) -> Session:
    """The session counts for nothing, or counts again. What was marked is kept."""
    _held(session.delivery, actor)
    session.cancelled_at = at if cancels else None
    session.save(update_fields=["cancelled_at"])
    record_of_grant(Event.SESSION_CANCELLED, session.delivery, actor=actor, at=at, cancels=cancels)
    return session


def fresh_id() -> str:
    """An id for what is written on a page without a phone's own."""
    return str(uuid4())
