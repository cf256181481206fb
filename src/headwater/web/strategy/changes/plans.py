"""Versions of the plan: written, put to a board, adopted by its decision, and looked at again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.rules import one_line
from headwater.web.partners.models import Workspace
from headwater.web.strategy.errors import NothingToPutError
from headwater.web.strategy.events import Event, Work
from headwater.web.strategy.links import LONGEST_TITLE, plan_address
from headwater.web.strategy.models import Plan, Review
from headwater.web.strategy.queries import snapshots
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.lacking import incomplete
from headwater.web.strategy.rules.planning import (
    UNDER_WAY,
    PlanError,
    Standing,
    Verb,
    check_period,
    check_review,
    move_from,
)
from headwater.web.strategy.rules.redacting import public_of
from headwater.web.thread import changes as thread
from headwater.web.thread.rules.relations import Relation
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_ADOPT = 20
FRONT = ("title", "foreword", "first_day", "last_day")


@dataclass(frozen=True, slots=True)
class Front:
    """What a version says of itself before the priorities begin."""

    title: str
    foreword: str
    first_day: date
    last_day: date


@audited
def start(*, workspace: Workspace, front: Front, actor: Actor, at: datetime) -> Plan:
    """Begin a version. While it is a draft it follows the plan as it is written."""
    permissions.check_can_plan(actor, workspace.slug)
    check_period(front.first_day, front.last_day)
    every = Plan.objects.filter(workspace=workspace)
    if every.filter(standing__in=UNDER_WAY).exists():
        raise PlanError("A version is under way already. Go on with that one.")
    last = every.aggregate(last=Max("number"))["last"] or 0
    plan = Plan(workspace=workspace, number=last + 1, written_by=actor.reference, written_at=at)
    _say(plan, front)
    plan.save(force_insert=True)
    _record(Event.PLAN_WRITTEN, plan, actor=actor, at=at)
    return plan


@audited
def change(*, plan: Plan, front: Front, version: int, actor: Actor, at: datetime) -> Plan:
    """Say something else of a draft."""
    held = _moved(plan, Verb.EDIT, version=version, actor=actor)
    check_period(front.first_day, front.last_day)
    _say(held, front)
    held.save(update_fields=[*FRONT, "standing", "version"])
    _record(Event.PLAN_CHANGED, held, actor=actor, at=at)
    return held


@audited
def put_to_board(*, plan: Plan, version: int, actor: Actor, at: datetime) -> Plan:
    """Fix the words of a version, internal and public, for a board to decide on.

    What its actions do not say refuses nothing: the page and the paper of the board list it.
    """
    held = _moved(plan, Verb.PUT, version=version, actor=actor)
    held.internal = snapshots.internal(held, actor)
    if not any(o["actions"] for p in held.internal["priorities"] for o in p["outcomes"]):
        raise NothingToPutError
    held.left_out = snapshots.log(held)
    held.public = public_of(held.internal, snapshots.left_out(held.left_out))
    held.put_by, held.put_at = actor.reference, at
    held.save(
        update_fields=["internal", "public", "left_out", "put_by", "put_at", "standing", "version"]
    )
    worklist.post(
        workspace=held.workspace,
        kind=Work.ADOPT,
        title=one_line(f"Adopt the plan once a board has decided: {held}", LONGEST_TITLE),
        link=plan_address(held),
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_ADOPT),
        roles=permissions.ADOPTERS,
        at=at,
    )
    facts = {"left_out": str(len(held.left_out)), "incomplete": str(len(incomplete(held.internal)))}
    _record(Event.PLAN_PUT_TO_BOARD, held, actor=actor, at=at, **facts)
    return held


@audited
def take_back(*, plan: Plan, version: int, actor: Actor, at: datetime) -> Plan:
    """Make a draft of a version again, as when the board asked for changes."""
    held = _moved(plan, Verb.TAKE_BACK, version=version, actor=actor)
    held.internal, held.public, held.left_out = {}, {}, []
    held.put_by, held.put_at = "", None
    held.save(
        update_fields=["internal", "public", "left_out", "put_by", "put_at", "standing", "version"]
    )
    _close(held, Work.ADOPT, at=at)
    _record(Event.PLAN_TAKEN_BACK, held, actor=actor, at=at)
    return held


@audited
def adopt(
    *, plan: Plan, decision: str, review_due_on: date, version: int, actor: Actor, at: datetime
) -> Plan:
    """Mark a version adopted by the decision of a board. The one before is replaced.

    Raises `NothingToTieError` where the decision is not there for the actor.
    """
    held = _moved(plan, Verb.ADOPT, version=version, actor=actor)
    check_review(review_due_on, today=timezone.localdate(at))
    _replace_earlier(held, at=at)
    held.decision, held.review_due_on = decision, review_due_on
    held.adopted_by, held.adopted_at = actor.reference, at
    held.save(
        update_fields=[
            "decision",
            "review_due_on",
            "adopted_by",
            "adopted_at",
            "standing",
            "version",
        ]
    )
    thread.tie(
        workspace=held.workspace,
        first=("plan", held.reference),
        relation=Relation.DECIDED_IN,
        second=("decision", decision),
        actor=actor,
        at=at,
    )
    _close(held, Work.ADOPT, at=at)
    _ask_for_review(held, at=at)
    _record(Event.PLAN_ADOPTED, held, actor=actor, at=at, decision=decision)
    return held


@audited
def review(
    *, plan: Plan, text: str, next_on: date, version: int, actor: Actor, at: datetime
) -> Plan:
    """Say what was found when the plan was looked at again, and when it is looked at next."""
    held = _moved(plan, Verb.REVIEW, version=version, actor=actor)
    check_review(next_on, today=timezone.localdate(at))
    if not text.strip():
        raise PlanError("Say what was found.")
    held.review_due_on = next_on
    held.save(update_fields=["review_due_on", "version"])
    Review.objects.create(plan=held, text=text.strip(), next_on=next_on, by=actor.reference, at=at)
    _ask_for_review(held, at=at)
    _record(Event.PLAN_REVIEWED, held, actor=actor, at=at, next_on=next_on.isoformat())
    return held


def _moved(plan: Plan, verb: Verb, *, version: int, actor: Actor) -> Plan:
    """The row at its next standing, not saved yet, held until the change ends."""
    held = Plan.objects.select_for_update(of=("self",)).select_related("workspace")
    row = held.get(pk=plan.pk)
    if verb is Verb.ADOPT:
        permissions.check_can_adopt(actor, row.workspace.slug)
    else:
        permissions.check_can_plan(actor, row.workspace.slug)
    move = move_from(row.stands, verb)
    if row.version != version:
        raise ChangedMeanwhileError(what="version of the plan")
    row.standing = move.end
    row.version += 1
    return row


def _say(plan: Plan, front: Front) -> None:
    plan.title, plan.foreword = front.title.strip(), front.foreword.strip()
    plan.first_day, plan.last_day = front.first_day, front.last_day


def _replace_earlier(plan: Plan, *, at: datetime) -> None:
    earlier = Plan.objects.filter(workspace=plan.workspace, standing=Standing.ADOPTED)
    for each in earlier.select_related("workspace"):
        each.standing = Standing.REPLACED
        each.version += 1
        each.save(update_fields=["standing", "version"])
        _close(each, Work.REVIEW, at=at)


def _ask_for_review(plan: Plan, *, at: datetime) -> None:
    assert plan.review_due_on is not None
    worklist.post(
        workspace=plan.workspace,
        kind=Work.REVIEW,
        title=one_line(f"Look at the plan again: {plan}", LONGEST_TITLE),
        link=plan_address(plan),
        about=plan.reference,
        due_on=plan.review_due_on,
        roles=permissions.PLANNERS,
        at=at,
    )


def _close(plan: Plan, kind: Work, *, at: datetime) -> None:
    worklist.close(workspace=plan.workspace, kind=kind, about=plan.reference, at=at)


def _record(event: Event, plan: Plan, *, actor: Actor, at: datetime, **facts: str) -> None:
    record(event, about=plan, by=actor, at=at, workspace=plan.workspace.slug, **facts)
