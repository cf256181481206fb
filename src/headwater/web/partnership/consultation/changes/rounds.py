"""A round is opened, authorities are asked and reminded, replies are written down, it is closed."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Workspace
from headwater.web.partnership.consultation.events import Event, Work
from headwater.web.partnership.consultation.links import round_address
from headwater.web.partnership.consultation.models import Asked, Consultee, Round
from headwater.web.partnership.consultation.queries import (
    CONSULTATION,
    DOCUMENT,
    lines_of,
    of_workspace,
    waited_for,
)
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.partnership.consultation.rules.consulting import (
    WAITING,
    ConsultingError,
    Method,
    check_day,
)
from headwater.web.thread.changes import tie
from headwater.web.thread.rules import Relation
from headwater.web.worklist import changes as worklist


@dataclass(frozen=True, slots=True)
class Described:
    """What a round is about, and until when answers are taken."""

    title: str
    about: str
    opens_on: date
    answers_by: date


@dataclass(frozen=True, slots=True)
class Reply:
    """What an authority said."""

    on: date
    summary: str
    changed: str = ""
    """What was changed because of it."""
    document: str = ""
    """The reference of the reply as it came, where it is kept."""


@audited
def open_round(
    *, workspace: Workspace, said: Described, document: str, actor: Actor, at: datetime
) -> Round:
    """Begin to consult. `document` is what is sent to all of them, where it is kept here."""
    permissions.check_can_keep(actor, workspace.slug)
    made = Round(workspace=workspace)
    _say(made, said)
    made.save(force_insert=True)
    _record(Event.OPENED, made, actor=actor, at=at)
    if document:
        _tie_document(made, document, made.reference, actor=actor, at=at)
    return made


@audited
def change_round(
    *, consultation: Round, said: Described, version: int, actor: Actor, at: datetime
) -> Round:
    """Say something else of it. Raises `ChangedMeanwhileError` where somebody else did."""
    held = _held(consultation, actor)
    if held.version != version:
        raise ChangedMeanwhileError(what="consultation")
    _say(held, said)
    held.version += 1
    held.save(update_fields=["title", "about", "opens_on", "answers_by", "version"])
    _record(Event.DESCRIBED, held, actor=actor, at=at)
    _chase(held, at=at)
    return held


@audited
def ask(
    *,
    consultation: Round,
    consultees: Collection[str],
    method: Method,
    on: date,
    actor: Actor,
    at: datetime,
) -> str:
    """Write down that authorities were asked on a day. Gives what undoes it in one go.

    Those who were asked already stay as they are.
    """
    held = _held(consultation, actor)
    check_day(on, since=None, today=timezone.localdate(at), what="asked")
    there = set(held.asked.values_list("consultee", flat=True))
    new = of_workspace(held.workspace, consultees).exclude(pk__in=there)
    batch = secrets.token_hex(6)
    made = Asked.objects.bulk_create(
        Asked(
            round=held,
            consultee=each,
            asked_on=on,
            method=method.value,
            asked_by=actor.reference,
            batch=batch,
        )
        for each in new
    )
    if not made:
        raise ConsultingError("Select authorities that were not asked yet.")
    _record(Event.ASKED, held, actor=actor, at=at, batch=batch, how_many=str(len(made)))
    _chase(held, at=at)
    return batch


@audited
def undo_asking(*, consultation: Round, batch: str, actor: Actor, at: datetime) -> int:
    """Take back that these were asked, but for those of whom more was written since."""
    held = _held(consultation, actor)
    gone, _ = held.asked.filter(
        batch=batch, reminders=0, replied_on=None, no_reply_on=None, version=1
    ).delete()
    if not gone:
        raise ConsultingError("There is nothing left to undo: more was written since.")
    _record(Event.UNDONE, held, actor=actor, at=at, batch=batch, how_many=str(gone))
    _chase(held, at=at)
    return gone


@audited
def remind(
    *, consultation: Round, consultees: Collection[str], on: date, actor: Actor, at: datetime
) -> int:
    """Write down that authorities that have not answered were reminded on a day."""
    held = _held(consultation, actor)
    check_day(on, since=None, today=timezone.localdate(at), what="reminded")
    waiting = held.asked.filter(
        consultee__reference__in=list(consultees), replied_on=None, no_reply_on=None
    )
    found = waiting.filter(asked_on__lte=on).update(
        reminded_on=on, reminders=F("reminders") + 1, version=F("version") + 1
    )
    if not found:
        raise ConsultingError("Select authorities that were asked by then and have not answered.")
    _record(Event.REMINDED, held, actor=actor, at=at, how_many=str(found))
    return found


@audited
def reply(
    *,
    consultation: Round,
    consultee: Consultee,
    said: Reply,
    version: int,
    actor: Actor,
    at: datetime,
) -> Asked:
    """Write down what an authority said and what was changed because of it.

    A reply that comes late takes the place of "no reply".
    """
    held = _held(consultation, actor)
    asked = _asked(held, consultee, version)
    check_day(said.on, since=asked.asked_on, today=timezone.localdate(at), what="answered")
    asked.replied_on, asked.no_reply_on = said.on, None
    asked.summary, asked.changed = said.summary.strip(), said.changed.strip()
    asked.version += 1
    asked.save(update_fields=["replied_on", "no_reply_on", "summary", "changed", "version"])
    _record(Event.REPLIED, held, actor=actor, at=at, consultee=consultee.reference)
    if said.document:
        end = f"{held.reference}:{consultee.reference}"
        _tie_document(held, said.document, end, actor=actor, at=at)
    _chase(held, at=at)
    return asked


@audited
def no_reply(
    *, consultation: Round, consultee: Consultee, version: int, actor: Actor, at: datetime
) -> Asked:
    """Write down that no reply came. Raises where it was never reminded or time is left."""
    held = _held(consultation, actor)
    asked = _asked(held, consultee, version)
    today = timezone.localdate(at)
    if asked.replied_on:
        raise ConsultingError("It replied: change what it said instead.")
    if not asked.reminders or today <= held.answers_by:
        raise ConsultingError(
            "Say that no reply came once it was reminded and the day for answers is past."
        )
    asked.no_reply_on = today
    asked.version += 1
    asked.save(update_fields=["no_reply_on", "version"])
    _record(Event.NO_REPLY, held, actor=actor, at=at, consultee=consultee.reference)
    _chase(held, at=at)
    return asked


@audited
def close(*, consultation: Round, closing: str, version: int, actor: Actor, at: datetime) -> Round:
    """End a round, saying what came of it. Raises while anybody was not asked or is waited for."""
    held = _held(consultation, actor)
    if held.version != version:
        raise ChangedMeanwhileError(what="consultation")
    lines = lines_of(held)
    unasked = sum(each.asked is None for each in lines)
    waiting = len(waited_for(lines, WAITING))
    if unasked or waiting:
        raise ConsultingError(
            f"{unasked} were not asked and {waiting} have not answered. The law asks that every "
            "one is consulted: ask them, or write down that no reply came."
        )
    held.closed_on, held.closing = timezone.localdate(at), closing.strip()
    held.version += 1
    held.save(update_fields=["closed_on", "closing", "version"])
    _record(Event.CLOSED, held, actor=actor, at=at)
    worklist.close(workspace=held.workspace, kind=Work.CHASE, about=held.reference, at=at)
    return held


def _chase(held: Round, *, at: datetime) -> None:
    """What waits on the worklist of leads: until nobody is waited for."""
    waiting = held.asked.filter(replied_on=None, no_reply_on=None).count()
    if not waiting:
        worklist.close(workspace=held.workspace, kind=Work.CHASE, about=held.reference, at=at)
        return
    worklist.post(
        workspace=held.workspace,
        kind=Work.CHASE,
        title=f"Chase replies: {held.title}"[:200],
        link=round_address(held),
        about=held.reference,
        due_on=held.answers_by,
        roles=permissions.KEEPERS,
        at=at,
    )


def _tie_document(held: Round, document: str, end: str, *, actor: Actor, at: datetime) -> None:
    tie(
        workspace=held.workspace,
        first=(DOCUMENT, document),
        relation=Relation.EVIDENCE,
        second=(CONSULTATION, end),
        actor=actor,
        at=at,
    )


def _say(held: Round, said: Described) -> None:
    if said.answers_by < said.opens_on:
        raise ConsultingError("The day for answers cannot be before it opens.")
    held.title, held.about = said.title.strip(), said.about.strip()
    held.opens_on, held.answers_by = said.opens_on, said.answers_by


def _held(consultation: Round, actor: Actor) -> Round:
    """The row, held until the change ends. Raises for who may not, and once it is closed."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=consultation.pk)
    permissions.check_can_keep(actor, held.workspace.slug)
    if held.closed_on:
        raise ConsultingError("This consultation is closed and stays as it is.")
    return held


def _asked(held: Round, consultee: Consultee, version: int) -> Asked:
    found = held.asked.select_for_update().filter(consultee=consultee).first()
    if found is None:
        raise ConsultingError("Write down first that it was asked.")
    if found.version != version:
        raise ChangedMeanwhileError(what="reply")
    return found


def _record(event: Event, held: Round, *, actor: Actor, at: datetime, **more: str) -> None:
    record(event, about=held, by=actor, at=at, workspace=held.workspace.slug, **more)
