"""Taking in what phones kept while they were away, each record once however often it comes.

A batch is stored whole or not at all. A phone keeps what it was not told of, and sends it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.delivering.errors import RegisterShutError
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import (
    Attendance,
    Delivery,
    Mark,
    Participant,
    Session,
)
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.queries.register import said_by_mark
from headwater.web.grants.delivering.rules import permissions, records
from headwater.web.grants.delivering.rules.marks import outcome
from headwater.web.grants.delivering.rules.records import (
    NewMark,
    NewParticipant,
    NewSession,
    Record,
    RecordRefusedError,
)

NEW_CODES = 20
"""Codes that are tried before a register counts as full, which none is."""


class Outcome(StrEnum):
    """What became of a record."""

    STORED = "stored"
    AGAIN = "again"
    """It is here already: nothing was changed."""
    WAITS = "waits"
    """What it speaks of has not come yet: the phone keeps it and sends it again."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a phone is told of one record."""

    id: str
    outcome: Outcome
    words: str = ""
    code: str = ""
    """Of a young person: the code they have, which may be another than the phone proposed."""


@dataclass(slots=True)
class Register:
    """Everything of one grant by the ids that phones gave it."""

    delivery: Delivery
    people: dict[UUID, Participant]
    sessions: dict[UUID, Session]
    codes: set[str]
    marks: set[tuple[int, UUID]]
    touched: set[tuple[int, int]] = field(default_factory=set)
    """Sessions and people whose attendance has to be worked out again."""


@audited
def sync(
    *, delivery: Delivery, given: Sequence[object], actor: Actor, at: datetime
) -> list[Answer]:
    """Store what is new of a batch and say of each record what became of it, in its order."""
    held = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    check_open(held, actor)
    register = _register(held)
    read = [_read(each, now=at) for each in given[: records.MOST_RECORDS]]
    answers: dict[int, Answer] = {}
    for kind in (NewParticipant, NewSession, NewMark):
        for place, each in enumerate(read):
            if isinstance(each, kind):
                answers[place] = _store(register, each, actor=actor, at=at)
            elif isinstance(each, Answer):
                answers[place] = each
    _work_out(register)
    told = [answers[place] for place in range(len(read))]
    stored = sum(each.outcome is Outcome.STORED for each in told)
    record(
        Event.REGISTER_SENT,
        about=delivery.reference,
        kind="award",
        by=actor,
        at=at,
        workspace=grants.workspace_of(delivery),
        records=len(told),
        stored=stored,
    )
    return told


def check_open(delivery: Delivery, actor: Actor) -> None:
    """Raises unless the actor delivers the grant and its register is open."""
    permissions.check_delivers(actor, grants.members_of(delivery))
    if not grants.is_agreed(delivery):
        raise RegisterShutError.not_agreed()
    if delivery.closed_at is not None:
        raise RegisterShutError.closed()


def _register(delivery: Delivery) -> Register:
    people = {each.client_id: each for each in delivery.participants.all()}
    return Register(
        delivery=delivery,
        people=people,
        sessions={each.client_id: each for each in delivery.sessions.all()},
        codes={each.code for each in people.values()},
        marks=set(
            Mark.objects.filter(session__delivery=delivery).values_list("session_id", "client_id")
        ),
    )


def _read(given: object, *, now: datetime) -> Record | Answer:
    try:
        return records.read(given, now=now)
    except RecordRefusedError as error:
        name = str(given.get("id", ""))[:40] if isinstance(given, Mapping) else ""
        return Answer(name, Outcome.REFUSED, str(error))


def _store(register: Register, given: Record, *, actor: Actor, at: datetime) -> Answer:
    match given:
        case NewParticipant():
            return _participant(register, given, actor=actor, at=at)
        case NewSession():
            return _session(register, given, actor=actor, at=at)
        case NewMark():
            return _mark(register, given, actor=actor, at=at)


def _participant(
    register: Register, given: NewParticipant, *, actor: Actor, at: datetime
) -> Answer:
    known = register.people.get(given.client_id)
    if known is not None:
        return Answer(str(given.client_id), Outcome.AGAIN, code=known.code)
    code = _free_code(register, given.code)
    register.people[given.client_id] = Participant.objects.create(
        delivery=register.delivery,
        client_id=given.client_id,
        code=code,
        started_on=given.started_on,
        age_band=given.age_band,
        area_code=given.area_code,
        referral=given.referral,
        lawful_basis=given.lawful_basis,
        consent=given.consent,
        needs=list(given.needs),
        written_by=actor.reference,
        written_at=at,
    )
    register.codes.add(code)
    words = "" if code == given.code else f"{given.code} was taken. This person is {code}."
    return Answer(str(given.client_id), Outcome.STORED, words, code)


def _free_code(register: Register, wished: str) -> str:
    tries = (wished, *(records.new_code() for _ in range(NEW_CODES)))
    return next(each for each in tries if each not in register.codes)


def _session(register: Register, given: NewSession, *, actor: Actor, at: datetime) -> Answer:
    if given.client_id in register.sessions:
        return Answer(str(given.client_id), Outcome.AGAIN)
    register.sessions[given.client_id] = Session.objects.create(
        delivery=register.delivery,
        client_id=given.client_id,
        held_on=given.held_on,
        activity=given.activity,
        minutes=given.minutes,
        written_by=actor.reference,
        written_at=at,
    )
    return Answer(str(given.client_id), Outcome.STORED)


def _mark(register: Register, given: NewMark, *, actor: Actor, at: datetime) -> Answer:
    name = str(given.said.client_id)
    session = register.sessions.get(given.session)
    person = register.people.get(given.participant)
    if session is None or person is None:
        return Answer(name, Outcome.WAITS, "Waits for what it speaks of.")
    if (session.pk, given.said.client_id) in register.marks:
        return Answer(name, Outcome.AGAIN)
    Mark.objects.create(
        session=session,
        participant=person,
        client_id=given.said.client_id,
        state=given.said.state,
        reason=given.said.reason,
        corrects=sorted(str(each) for each in given.said.corrects),
        said_at=given.said.said_at,
        received_at=at,
        by=actor.reference,
    )
    register.marks.add((session.pk, given.said.client_id))
    register.touched.add((session.pk, person.pk))
    return Answer(name, Outcome.STORED)


def _work_out(register: Register) -> None:
    """Attendance as all marks come to, for everybody of whom something new was said."""
    sessions = {session for session, _ in register.touched}
    marks: dict[tuple[int, int], list[Mark]] = {}
    for mark in Mark.objects.filter(session__in=sessions):
        marks.setdefault((mark.session_id, mark.participant_id), []).append(mark)
    known = {
        (each.session_id, each.participant_id): each
        for each in Attendance.objects.filter(session__in=sessions)
    }
    fresh: list[Attendance] = []
    changed: list[Attendance] = []
    for place in sorted(register.touched):
        row = known.get(place) or Attendance(session_id=place[0], participant_id=place[1])
        _say(row, marks[place])
        (changed if row.pk else fresh).append(row)
    Attendance.objects.bulk_create(fresh)
    Attendance.objects.bulk_update(changed, ["state", "reason", "is_disputed"])


def _say(row: Attendance, marks: Iterable[Mark]) -> None:
    found = outcome([said_by_mark(each) for each in marks])
    row.state, row.reason = found.shown.state, found.shown.reason
    row.is_disputed = found.is_disputed
