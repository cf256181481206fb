"""Putting a version to a board, sending it back, approving it, and assessing by it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from headwater.core.errors import HeadwaterError
from headwater.core.periods import Month, Period
from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.editions import changes as editions
from headwater.web.editions.changes import Waiting
from headwater.web.editions.errors import AlreadyUnderWayError
from headwater.web.editions.making import make_soon
from headwater.web.editions.models import Edition
from headwater.web.partnership.definition.changes.versions import held_for, hold
from headwater.web.partnership.definition.events import Event, Work
from headwater.web.partnership.definition.links import version_address
from headwater.web.partnership.definition.models import LocalDefinition
from headwater.web.partnership.definition.queries import assessed
from headwater.web.partnership.definition.queries.versions import DECISION, DEFINITION
from headwater.web.partnership.definition.rules import permissions
from headwater.web.partnership.definition.rules.stages import Status, Verb, WrongMoveError, after
from headwater.web.partnership.definition.rules.weighing import NotReadyError, missing
from headwater.web.thread.changes import tie
from headwater.web.thread.rules import Relation
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_APPROVE = 20
WORKING_DAYS_TO_MEND = 10
WORKING_DAYS_TO_ASSESS = 5


class NoDecisionError(HeadwaterError):
    """A version was to be approved without a decision that anybody can find."""

    def __init__(self) -> None:
        super().__init__(
            "Choose the decision of a board that approved this. If it is not in the list, its "
            "minutes were not issued yet."
        )


class FutureApprovalError(HeadwaterError):
    """A board would have decided after today."""

    def __init__(self) -> None:
        super().__init__("The day the board decided cannot be after today.")


@dataclass(frozen=True, slots=True)
class Approval:
    """What is known of a board's approval."""

    board: str
    decision: str
    """Its reference on the thread."""
    minute: str
    on: date


@audited
def propose(
    *, definition: LocalDefinition, version: int, actor: Actor, at: datetime
) -> LocalDefinition:
    """Put a draft to a board. Raises `NotReadyError`, saying what it still needs."""
    held = held_for(definition, Verb.PROPOSE, actor)
    _check_version(held, version)
    weighed = [each.weighed for each in held.candidates.all()]
    lacks = missing(weighed, title=held.title, sentence=held.sentence)
    if lacks:
        raise NotReadyError(lacks)
    held.proposed_by, held.proposed_at, held.sent_back = actor.reference, at, ""
    _moved(held, Verb.PROPOSE, ["proposed_by", "proposed_at", "sent_back"], actor=actor, at=at)
    worklist.close(workspace=held.workspace, kind=Work.MEND, about=held.reference, at=at)
    worklist.post(
        workspace=held.workspace,
        kind=Work.APPROVE,
        title=f"Approve by a board's decision: {held}"[:200],
        link=version_address(held),
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_APPROVE),
        roles=permissions.ADOPTERS,
        at=at,
    )
    return held


@audited
def send_back(
    *, definition: LocalDefinition, reason: str, version: int, actor: Actor, at: datetime
) -> LocalDefinition:
    """Give a version back to be written further, saying why."""
    held = hold(definition)
    permissions.check_can_adopt(actor, held.workspace.slug, proposed_by="")
    _check_version(held, version)
    held.sent_back = reason.strip()
    _moved(held, Verb.SEND_BACK, ["sent_back"], actor=actor, at=at)
    worklist.close(workspace=held.workspace, kind=Work.APPROVE, about=held.reference, at=at)
    worklist.post(
        workspace=held.workspace,
        kind=Work.MEND,
        title=f"Sent back by the board: {held}"[:200],
        link=version_address(held),
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_MEND),
        roles=permissions.WRITERS_OF_IT,
        at=at,
    )
    return held


@audited
def approve(
    *, definition: LocalDefinition, given: Approval, version: int, actor: Actor, at: datetime
) -> LocalDefinition:
    """Say that a board approved a version. It is in force from now, and the one before replaced.

    The latest locked assessment is made again by it; where none can be, somebody is asked to.
    Raises `SamePersonError` for whoever proposed it, `NoDecisionError` without a decision.
    """
    held = hold(definition)
    permissions.check_can_adopt(actor, held.workspace.slug, proposed_by=held.proposed_by)
    _check_version(held, version)
    after(held.stands, Verb.APPROVE)
    if not given.decision:
        raise NoDecisionError
    if given.on > timezone.localdate(at):
        raise FutureApprovalError
    _replace_earlier(held, actor=actor, at=at)
    held.board, held.minute = given.board.strip(), given.minute.strip()
    held.approved_on, held.approved_by, held.approved_at = given.on, actor.reference, at
    fields = ["board", "minute", "approved_on", "approved_by", "approved_at"]
    _moved(held, Verb.APPROVE, fields, actor=actor, at=at)
    tie(
        workspace=held.workspace,
        first=(DEFINITION, held.reference),
        relation=Relation.DECIDED_IN,
        second=(DECISION, given.decision),
        actor=actor,
        at=at,
    )
    worklist.close(workspace=held.workspace, kind=Work.APPROVE, about=held.reference, at=at)
    made = _made_again(held, assessed.locked_by(actor, held.workspace.slug, at), at=at)
    words = "Read what changed by" if made else "Assess again by"
    worklist.post(
        workspace=held.workspace,
        kind=Waiting.READ if made else Work.ASSESS,
        title=f"{words} the new definition: {held}"[:200],
        link=version_address(held),
        about=made.reference if made else held.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_ASSESS),
        roles=permissions.WRITERS_OF_IT,
        at=at,
    )
    return held


def _made_again(held: LocalDefinition, latest: Edition | None, *, at: datetime) -> Edition | None:
    """The assessment that was asked for because a version came into force; None without one.

    headwater asks: approvers start no assessments, and one who did could not approve its release.
    """
    if latest is None:
        return None
    try:
        return assess_again(definition=held, edition=latest, actor=HEADWATER, at=at)
    except AlreadyUnderWayError:
        # What is being made counts by the version before.
        return None


def _replace_earlier(held: LocalDefinition, *, actor: Actor, at: datetime) -> None:
    earlier = LocalDefinition.objects.select_for_update().filter(
        workspace=held.workspace, status=Status.APPROVED
    )
    for each in earlier:
        _moved(each, Verb.REPLACE, [], actor=actor, at=at)
        worklist.close(workspace=held.workspace, kind=Work.ASSESS, about=each.reference, at=at)


@audited
def discard(
    *, definition: LocalDefinition, version: int, actor: Actor, at: datetime
) -> LocalDefinition:
    """Put a draft away. Its number is free again."""
    held = held_for(definition, Verb.DISCARD, actor)
    _check_version(held, version)
    _moved(held, Verb.DISCARD, [], actor=actor, at=at)
    worklist.close(workspace=held.workspace, kind=Work.MEND, about=held.reference, at=at)
    return held


def assess_again(
    *, definition: LocalDefinition, edition: Edition, actor: Actor, at: datetime
) -> Edition:
    """Ask for an assessment of the same area and months by the definition in force.

    Raises where the version is not in force, and while the same assessment is being made.
    """
    if definition.stands is not Status.APPROVED:
        raise WrongMoveError(definition.stands)
    with transaction.atomic():
        made = editions.ask(
            workspace=definition.workspace,
            area_code=edition.area_code,
            area_name=edition.area_name,
            period=Period(Month.of(edition.first_month), Month.of(edition.last_month)),
            actor=actor,
            at=at,
        )
        _assessed(definition, made, actor=actor, at=at)
        make_soon(made)
    return made


@audited
def _assessed(definition: LocalDefinition, edition: Edition, *, actor: Actor, at: datetime) -> None:
    record(
        Event.ASSESSED,
        about=definition,
        by=actor,
        at=at,
        workspace=definition.workspace.slug,
        edition=edition.reference,
    )
    worklist.close(
        workspace=definition.workspace, kind=Work.ASSESS, about=definition.reference, at=at
    )


def _check_version(held: LocalDefinition, version: int) -> None:
    if held.version != version:
        raise ChangedMeanwhileError(what="definition")


def _moved(
    held: LocalDefinition, verb: Verb, fields: list[str], *, actor: Actor, at: datetime
) -> None:
    held.status = after(held.stands, verb).value
    held.version += 1
    held.save(update_fields=[*fields, "status", "version"])
    event = Event.APPROVED if verb is Verb.APPROVE else Event.MOVED
    record(
        event,
        about=held,
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        status=held.status,
        number=held.number,
    )
