"""What happens at a meeting is written down: who came, what was said, declared and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, HasReference, audited, record
from headwater.web.partners.models import Organisation
from headwater.web.partnership.boards.changes.meetings import hold
from headwater.web.partnership.boards.events import Event
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Attendance,
    Board,
    Decision,
    Interest,
    Meeting,
    MinutedAction,
    Point,
    Seat,
    Vote,
)
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.rules import permissions, voting
from headwater.web.partnership.boards.rules.meeting import (
    MeetingError,
    check_agenda_open,
    check_may_minute,
)
from headwater.web.partnership.boards.rules.quorum import Rule, quorum
from headwater.web.partnership.boards.rules.sitting import CAME, How, Seniority
from headwater.web.thread import kinds
from headwater.web.thread.changes import End, tie
from headwater.web.thread.kinds import Making
from headwater.web.thread.rules import Relation


@dataclass(frozen=True, slots=True)
class Filled:
    """How a seat was filled, or which guest came."""

    organisation: Organisation
    title: str
    how: How
    seniority: Seniority | None
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a board is asked to decide, and how each seat that takes part stands to it."""

    text: str
    reason: str
    dissent: str
    stances: Mapping[int, voting.Stance]
    """By the key of the seat."""
    answers: Sequence[End] = ()
    """What on the thread it answers."""


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody is to do after a meeting."""

    title: str
    organisation: Organisation
    due_on: date
    answers: Sequence[End] = ()
    """What on the thread it answers."""


class NoPlanError(HeadwaterError):
    """There is nowhere to keep actions."""

    def __init__(self) -> None:
        super().__init__(
            "The joint plan is not set up here, so actions cannot be kept yet. Write what is to "
            "be done in the notes."
        )


@audited
def record_attendance(
    *, meeting: Meeting, filled: Sequence[Filled], version: int, actor: Actor, at: datetime
) -> Meeting:
    """Who came and who did not, in place of what was recorded before.

    Raises `ChangedMeanwhileError` where somebody else changed the meeting since `version`.
    """
    held = _writable(meeting, actor)
    if held.version != version:
        raise ChangedMeanwhileError(what="attendance")
    voted = set(Vote.objects.filter(decision__meeting=held).values_list("seat", flat=True))
    came = {each.seat.pk for each in filled if each.seat is not None and each.how in CAME}
    took_part = Vote.objects.filter(decision__meeting=held).exclude(stance=voting.Stance.EXCLUDED)
    if voted - came and took_part.filter(seat__in=voted - came).exists():
        raise MeetingError(
            "Somebody who took part in a decision would be recorded as not here. Take the "
            "decision off first."
        )
    held.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=held,
            seat=each.seat,
            organisation=each.organisation,
            title=each.title,
            how=each.how,
            seniority=each.seniority if each.how in CAME and each.seniority else "",
        )
        for each in filled
    )
    held.version += 1
    held.save(update_fields=["version"])
    _record(Event.ATTENDANCE_RECORDED, held, held, actor=actor, at=at, came=len(came))
    return held


@audited
def note(*, item: AgendaItem, notes: str, version: int, actor: Actor, at: datetime) -> AgendaItem:
    """What was said on an item. Raises `ChangedMeanwhileError` where somebody else wrote."""
    meeting = _writable(item.meeting, actor)
    held = _held_item(item)
    if held.version != version:
        raise ChangedMeanwhileError(what="notes")
    held.notes = notes.replace("\r\n", "\n").strip()
    held.version += 1
    held.save(update_fields=["notes", "version"])
    _record(Event.DISCUSSION_NOTED, held, meeting, actor=actor, at=at)
    return held


@audited
def add_point(
    *, item: AgendaItem, text: str, organisation: Organisation | None, actor: Actor, at: datetime
) -> Point:
    """Something said at a stage of a workshop, in a line."""
    meeting = _writable(item.meeting, actor)
    point = Point.objects.create(
        item=item, text=text.strip(), organisation=organisation, by=actor.reference, at=at
    )
    _record(Event.POINT_ADDED, item, meeting, actor=actor, at=at)
    return point


@audited
def remove_point(*, point: Point, actor: Actor, at: datetime) -> None:
    """Take a line off that was typed in error."""
    meeting = _writable(point.item.meeting, actor)
    item = point.item
    point.delete()
    _record(Event.POINT_REMOVED, item, meeting, actor=actor, at=at)


@audited
def lay_on_table(*, item: AgendaItem, end: End, actor: Actor, at: datetime) -> AgendaItem:
    """Something of the thread is what an item is about. It is tied to the meeting."""
    meeting = _writable(item.meeting, actor)
    held = _held_item(item)
    if end not in held.ends:
        held.about = [*held.about, list(end)]
        held.save(update_fields=["about"])
    tie(
        workspace=meeting.board.workspace,
        first=end,
        relation=Relation.DISCUSSED_AT,
        second=("meeting", meeting.reference),
        actor=actor,
        at=at,
    )
    return held


@audited
def declare_interest(
    *, item: AgendaItem, seat: Seat, nature: str, actor: Actor, at: datetime
) -> Interest:
    """A seat takes no part in deciding an item. May be said before the meeting."""
    meeting = hold(item.meeting)
    slug = meeting.board.workspace.slug
    permissions.check_can_declare(actor, slug, organisation=seat.organisation_id)
    _check_interests_open(meeting, item)
    if seat.board_id != meeting.board_id:
        raise MeetingError("The seat is on another board.")
    try:
        with transaction.atomic():
            made = Interest.objects.create(
                item=item, seat=seat, nature=nature.strip(), by=actor.reference, at=at
            )
    except IntegrityError as error:
        raise MeetingError("An interest of this seat is declared on this item already.") from error
    _record(Event.INTEREST_DECLARED, item, meeting, actor=actor, at=at, seat=seat.reference)
    return made


@audited
def withdraw_interest(*, interest: Interest, actor: Actor, at: datetime) -> None:
    """An interest that was declared in error no longer counts."""
    item, seat = interest.item, interest.seat
    meeting = hold(item.meeting)
    slug = meeting.board.workspace.slug
    permissions.check_can_declare(actor, slug, organisation=seat.organisation_id)
    _check_interests_open(meeting, item)
    interest.delete()
    _record(Event.INTEREST_WITHDRAWN, item, meeting, actor=actor, at=at, seat=seat.reference)


@audited
def decide(*, item: AgendaItem, proposal: Proposal, actor: Actor, at: datetime) -> Decision:
    """What was decided, counted without those who declared an interest.

    Raises `NotQuorateError` where too few take part, and `DecisionError` where somebody at the
    table does not say how they stand.
    """
    meeting = _writable(item.meeting, actor)
    board = Board.objects.select_for_update().get(pk=meeting.board_id)
    there = {seat.pk: seat for seat in queries.voting_seats(meeting)}
    excluded = frozenset(item.interests.values_list("seat", flat=True))
    rule = Rule(board.quorum, board.must_be_there)
    state = quorum(rule, queries.at_table(meeting), without=excluded)
    if not state.is_met:
        raise voting.NotQuorateError(why=state.words)
    voting.check_stances(proposal.stances, entitled=frozenset(there) - excluded)
    cast = {**proposal.stances, **dict.fromkeys(excluded & set(there), voting.Stance.EXCLUDED)}
    counted = voting.count(cast.values())
    number = (board.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    decision = Decision.objects.create(
        board=board,
        number=number,
        meeting=meeting,
        item=item,
        text=proposal.text.strip(),
        reason=proposal.reason.strip(),
        dissent=proposal.dissent.strip(),
        is_carried=counted.is_carried,
        count_words=counted.words,
        decided_on=timezone.localdate(meeting.begins_at),
        recorded_by=actor.reference,
        recorded_at=at,
    )
    Vote.objects.bulk_create(
        Vote(
            decision=decision,
            seat=there[seat],
            organisation=there[seat].organisation,
            stance=stance,
        )
        for seat, stance in cast.items()
    )
    _tie_decision(decision, meeting, proposal.answers, actor=actor, at=at)
    _record(
        Event.DECIDED,
        decision,
        meeting,
        actor=actor,
        at=at,
        carried=counted.is_carried,
        votes_for=counted.votes_for,
        votes_against=counted.votes_against,
        abstained=counted.abstained,
        excluded=counted.excluded,
    )
    return decision


@audited
def make_action(*, item: AgendaItem, task: Task, actor: Actor, at: datetime) -> MinutedAction:
    """An action of the joint plan, made where it was thought of, and minuted.

    Raises `NoPlanError` where there is no plan to keep it.
    """
    meeting = _writable(item.meeting, actor)
    kind = kinds.kind("action")
    if kind is None or kind.make is None:
        raise NoPlanError
    workspace = meeting.board.workspace
    reference = kind.make(
        Making(actor, at, workspace, task.title.strip(), task.organisation, task.due_on)
    )
    made = MinutedAction.objects.create(
        item=item,
        reference=reference,
        title=task.title.strip(),
        organisation=task.organisation,
        due_on=task.due_on,
        at=at,
    )
    ties = [(Relation.DECIDED_IN, ("meeting", meeting.reference))]
    ties += [(Relation.ANSWERS, end) for end in task.answers]
    for relation, end in ties:
        tie(
            workspace=workspace,
            first=("action", reference),
            relation=relation,
            second=end,
            actor=actor,
            at=at,
        )
    _record(Event.ACTION_MINUTED, item, meeting, actor=actor, at=at, action=reference)
    return made


def _tie_decision(
    decision: Decision, meeting: Meeting, answers: Sequence[End], *, actor: Actor, at: datetime
) -> None:
    ties = [(Relation.DECIDED_IN, ("meeting", meeting.reference))]
    ties += [(Relation.ANSWERS, end) for end in answers]
    for relation, end in ties:
        tie(
            workspace=meeting.board.workspace,
            first=("decision", decision.reference),
            relation=relation,
            second=end,
            actor=actor,
            at=at,
        )


def _writable(meeting: Meeting, actor: Actor) -> Meeting:
    """The meeting, held, if the actor runs it and its minutes are not issued."""
    permissions.check_can_run(actor, meeting.board.workspace.slug)
    held = hold(meeting)
    minutes = queries.minutes_of(held)
    check_may_minute(held.stands, minutes.stands if minutes else None)
    return held


def _check_interests_open(meeting: Meeting, item: AgendaItem) -> None:
    check_agenda_open(meeting.stands)
    if item.decisions.exists():
        raise MeetingError(
            "Something was decided on this item already, so interests in it stay as they are."
        )


def _held_item(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__board__workspace").get(pk=item.pk)


def _record(
    event: StrEnum,
    about: HasReference,
    meeting: Meeting,
    *,
    actor: Actor,
    at: datetime,
    **facts: Any,
) -> None:
    record(
        event,
        about=about,
        by=actor,
        at=at,
        workspace=meeting.board.workspace.slug,
        meeting=meeting.reference,
        **facts,
    )
