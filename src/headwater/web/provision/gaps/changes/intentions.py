"""Writing what is to be commissioned, changing it, agreeing, commissioning and dropping it."""

from datetime import datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.provision.gaps.errors import IntentionRefusedError, NoDecisionError
from headwater.web.provision.gaps.events import Event, Work
from headwater.web.provision.gaps.links import intention_address
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.queries import maps
from headwater.web.provision.gaps.queries.intentions import DECISION, GAP, INTENTION
from headwater.web.provision.gaps.rules import permissions
from headwater.web.provision.gaps.rules.commissioning import (
    Description,
    Verb,
    after,
    check_description,
)
from headwater.web.thread import changes as thread
from headwater.web.thread.rules.relations import Relation
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_DECIDE = 20
FIELDS = ("title", "what", "places", "money_low", "money_high", "by_when")


@audited
def write(
    *, workspace: Workspace, gap: str, seen_in: str, said: Description, actor: Actor, at: datetime
) -> Intention:
    """Write down what is to be commissioned to close a gap, and tie it to the gap.

    It waits on the worklist of leads to be taken to a board. `seen_in` is the map the gap was read
    in. Raises `MapReplacedError` where that is not the latest any more, and `UnsettledError` where
    it is not locked.
    """
    permissions.check_can_answer(actor, workspace.slug, what="write an intention")
    maps.check_is_latest(workspace, seen_in)
    check_description(said)
    made = Intention(workspace=workspace, gap=gap, written_by=actor.reference, written_at=at)
    _say(made, said)
    made.save(force_insert=True)
    _record(Event.WRITTEN, made, actor=actor, at=at, gap=gap)
    thread.tie(
        workspace=workspace,
        first=(INTENTION, made.reference),
        relation=Relation.ANSWERS,
        second=(GAP, gap),
        actor=actor,
        at=at,
    )
    _wait_for_a_board(made, at=at)
    return made


@audited
def change(
    *, intention: Intention, said: Description, version: int, actor: Actor, at: datetime
) -> Intention:
    """Say something else while it is a draft. Raises `ChangedMeanwhileError` where another did."""
    held = _held(intention, version)
    permissions.check_can_answer(actor, held.workspace.slug, what="change an intention")
    after(held.stands, Verb.CHANGE)
    check_description(said)
    _say(held, said)
    held.version += 1
    held.save(update_fields=[*FIELDS, "organisation", "version"])
    _record(Event.CHANGED, held, actor=actor, at=at)
    _wait_for_a_board(held, at=at)
    return held


@audited
def agree(
    *, intention: Intention, decision: str, version: int, actor: Actor, at: datetime
) -> Intention:
    """Say which decision of a board agreed it. It then waits to be commissioned by its day.

    Raises `NoDecisionError` where no decision is given.
    """
    if not decision:
        raise NoDecisionError
    held = _moved(intention, Verb.AGREE, version, reason="", actor=actor, at=at)
    thread.tie(
        workspace=held.workspace,
        first=(INTENTION, held.reference),
        relation=Relation.DECIDED_IN,
        second=(DECISION, decision),
        actor=actor,
        at=at,
    )
    worklist.close(workspace=held.workspace, kind=Work.DECIDE, about=held.reference, at=at)
    worklist.post(
        workspace=held.workspace,
        kind=Work.COMMISSION,
        title=f"Commission: {held.title}"[:200],
        link=intention_address(held),
        about=held.reference,
        due_on=held.by_when,
        roles=permissions.ANSWERERS,
        at=at,
    )
    return held


@audited
def commission(
    *, intention: Intention, reason: str, version: int, actor: Actor, at: datetime
) -> Intention:
    """Say that somebody was asked or paid to do it; `reason` says whom, and under what."""
    held = _moved(intention, Verb.COMMISSION, version, reason=reason, actor=actor, at=at)
    worklist.close(workspace=held.workspace, kind=Work.COMMISSION, about=held.reference, at=at)
    return held


@audited
def drop(
    *, intention: Intention, reason: str, version: int, actor: Actor, at: datetime
) -> Intention:
    """Say that it will not be commissioned, and why."""
    if not reason.strip():
        raise IntentionRefusedError("Say why it is dropped, for those who ask later.")
    held = _moved(intention, Verb.DROP, version, reason=reason, actor=actor, at=at)
    for kind in Work:
        worklist.close(workspace=held.workspace, kind=kind, about=held.reference, at=at)
    return held


def _moved(
    intention: Intention, verb: Verb, version: int, *, reason: str, actor: Actor, at: datetime
) -> Intention:
    held = _held(intention, version)
    permissions.check_can_answer(actor, held.workspace.slug, what=f"{verb.value} an intention")
    held.status = after(held.stands, verb)
    held.reason, held.moved_by, held.moved_at = reason.strip(), actor.reference, at
    held.version += 1
    held.save(update_fields=["status", "reason", "moved_by", "moved_at", "version"])
    _record(Event.MOVED, held, actor=actor, at=at, status=held.status)
    return held


def _wait_for_a_board(intention: Intention, *, at: datetime) -> None:
    worklist.post(
        workspace=intention.workspace,
        kind=Work.DECIDE,
        title=f"Take to a board: {intention.title}"[:200],
        link=intention_address(intention),
        about=intention.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=permissions.ANSWERERS,
        at=at,
    )


def _say(intention: Intention, said: Description) -> None:
    for name in FIELDS:
        value = getattr(said, name)
        setattr(intention, name, value.strip() if isinstance(value, str) else value)
    intention.organisation = None
    if said.organisation:
        partners = Organisation.objects.filter(workspace=intention.workspace)
        intention.organisation = partners.filter(reference=said.organisation).first()
        if intention.organisation is None:
            raise IntentionRefusedError("Choose one of the partners as who commissions it.")


def _held(intention: Intention, version: int) -> Intention:
    """The row, held until the change ends. Raises where somebody else saved first."""
    rows = Intention.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=intention.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="intention")
    return held


def _record(event: Event, intention: Intention, *, actor: Actor, at: datetime, **more: str) -> None:
    record(event, about=intention, by=actor, at=at, workspace=intention.workspace.slug, **more)
