"""Meetings are planned, their packs sent, started, closed and cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.changes import notify
from headwater.web.notices.rules import one_line
from headwater.web.partnership.boards.events import Event, Told, Work
from headwater.web.partnership.boards.links import LONGEST_TITLE, meeting_address
from headwater.web.partnership.boards.models import AgendaItem, Board, Meeting, Minutes
from headwater.web.partnership.boards.queries import boards as queries
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import (
    MeetingError,
    Status,
    Template,
    Verb,
    check_agenda_open,
    check_may_move,
    move_from,
)
from headwater.web.partnership.boards.rules.stages import STAGES
from headwater.web.worklist import changes as worklist

PACK_WORKING_DAYS = 5
"""Before a meeting, members have its pack."""
MINUTES_WORKING_DAYS = 10
"""After a meeting, its minutes are issued."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is said of a meeting before it takes place."""

    title: str
    template: Template
    begins_at: datetime
    minutes_long: int
    place: str


@audited
def plan_meeting(*, board: Board, arrangement: Arrangement, actor: Actor, at: datetime) -> Meeting:
    """A meeting has a day. Its agenda starts with what stands on every agenda of the board."""
    permissions.check_can_run(actor, board.workspace.slug)
    if board.ends_on is not None:
        raise MeetingError("The board has ended, so it meets no more.")
    meeting = Meeting(board=board, changed_at=at)
    _say(meeting, arrangement)
    meeting.save(force_insert=True)
    AgendaItem.objects.bulk_create(_first_items(meeting))
    _record(Event.MEETING_PLANNED, meeting, actor=actor, at=at)
    _ask_for_pack(meeting, at=at)
    return meeting


@audited
def change_meeting(
    *, meeting: Meeting, arrangement: Arrangement, version: int, actor: Actor, at: datetime
) -> Meeting:
    """Another day, place or name. What it is built from stays.

    Raises `ChangedMeanwhileError` where somebody else changed it since `version`.
    """
    permissions.check_can_run(actor, meeting.board.workspace.slug)
    held = hold(meeting)
    if held.version != version:
        raise ChangedMeanwhileError(what="meeting")
    check_agenda_open(held.stands)
    if held.template != arrangement.template:
        raise MeetingError("A meeting stays what it was built from. Cancel it, and plan another.")
    _say(held, arrangement)
    _move(held, held.stands, at=at, fields=("title", "begins_at", "minutes_long", "place"))
    _record(Event.MEETING_CHANGED, held, actor=actor, at=at)
    if held.stands is Status.PLANNED:
        _ask_for_pack(held, at=at)
    return held


@audited
def send_pack(*, meeting: Meeting, actor: Actor, at: datetime) -> Meeting:
    """Members are told that the agenda and its papers are there."""
    held = hold(meeting)
    step = move_from(held.stands, Verb.SEND_PACK)
    check_may_move(step, actor.roles_in(held.board.workspace.slug))
    _move(held, step.end, at=at)
    _record(Event.PACK_SENT, held, actor=actor, at=at)
    _close(held, Work.PACK, at=at)
    _tell(
        held,
        Told.PACK_SENT,
        subject=f"The pack is there: {held.title}",
        words=f"{_when(held)}, {held.place}. Read the agenda and its papers before.",
        at=at,
    )
    return held


@audited
def start(*, meeting: Meeting, actor: Actor, at: datetime) -> Meeting:
    """What is said is written down from now on, in minutes that are a draft."""
    held = hold(meeting)
    step = move_from(held.stands, Verb.START)
    check_may_move(step, actor.roles_in(held.board.workspace.slug))
    _move(held, step.end, at=at)
    Minutes.objects.create(meeting=held)
    _record(Event.MEETING_STARTED, held, actor=actor, at=at)
    _close(held, Work.PACK, at=at)
    return held


@audited
def close(*, meeting: Meeting, actor: Actor, at: datetime) -> Meeting:
    """The meeting is over. Its minutes wait to be issued. Raises where nobody's coming is noted."""
    held = hold(meeting)
    step = move_from(held.stands, Verb.CLOSE)
    check_may_move(step, actor.roles_in(held.board.workspace.slug))
    if not held.attendance.exists():
        raise MeetingError("Nobody is recorded as here yet. Record who came, then close it.")
    _move(held, step.end, at=at)
    _record(Event.MEETING_CLOSED, held, actor=actor, at=at)
    worklist.post(
        workspace=held.board.workspace,
        kind=Work.MINUTES,
        title=one_line(f"Issue the minutes of {held.title}", LONGEST_TITLE),
        link=meeting_address(held, "minutes"),
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), MINUTES_WORKING_DAYS),
        roles=LEADS,
        at=at,
    )
    return held


@audited
def cancel(*, meeting: Meeting, reason: str, actor: Actor, at: datetime) -> Meeting:
    """The meeting does not take place, and members are told why."""
    held = hold(meeting)
    step = move_from(held.stands, Verb.CANCEL)
    check_may_move(step, actor.roles_in(held.board.workspace.slug), reason=reason)
    held.why_cancelled = reason.strip()
    _move(held, step.end, at=at, fields=("why_cancelled",))
    _record(Event.MEETING_CANCELLED, held, actor=actor, at=at)
    _close(held, Work.PACK, at=at)
    _tell(
        held,
        Told.CANCELLED,
        subject=f"Cancelled: {held.title}",
        words=f"It was to be on {_when(held)}. {held.why_cancelled}",
        at=at,
    )
    return held


def hold(meeting: Meeting) -> Meeting:
    """The row, held until the change ends, so that two changes stand in line."""
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related("board__workspace").get(pk=meeting.pk)


def members(board: Board, *, today: date) -> Iterable[User]:
    """Whoever is told of the board's papers: seat holders and deputies with an account."""
    return queries.members_with_accounts(board, today=today)


def _say(meeting: Meeting, said: Arrangement) -> None:
    meeting.title, meeting.template = said.title, said.template
    meeting.begins_at, meeting.minutes_long = said.begins_at, said.minutes_long
    meeting.place = said.place


def _first_items(meeting: Meeting) -> list[AgendaItem]:
    if meeting.is_workshop:
        return [
            AgendaItem(meeting=meeting, position=s.number, title=s.title, stage=s.code)
            for s in STAGES
        ]
    titles = enumerate(meeting.board.standing_items, start=1)
    return [AgendaItem(meeting=meeting, position=at, title=title) for at, title in titles]


def _ask_for_pack(meeting: Meeting, *, at: datetime) -> None:
    day = timezone.localdate(meeting.begins_at)
    worklist.post(
        workspace=meeting.board.workspace,
        kind=Work.PACK,
        title=one_line(f"Send the pack for {meeting.title}", LONGEST_TITLE),
        link=meeting_address(meeting),
        about=meeting.reference,
        due_on=add_working_days(day, -PACK_WORKING_DAYS),
        roles=LEADS,
        at=at,
    )


def _move(meeting: Meeting, status: Status, *, at: datetime, fields: tuple[str, ...] = ()) -> None:
    meeting.status, meeting.changed_at = status, at
    meeting.version += 1
    meeting.save(update_fields=["status", "changed_at", "version", *fields])


def _close(meeting: Meeting, kind: Work, *, at: datetime) -> None:
    worklist.close(workspace=meeting.board.workspace, kind=kind, about=meeting.reference, at=at)


def _when(meeting: Meeting) -> str:
    return dated(timezone.localtime(meeting.begins_at), "j F Y, H:i")


def _tell(meeting: Meeting, kind: Told, *, subject: str, words: str, at: datetime) -> None:
    notify(
        to=members(meeting.board, today=timezone.localdate(at)),
        kind=kind,
        subject=subject,
        words=words,
        link=meeting_address(meeting),
        at=at,
    )


def _record(event: StrEnum, meeting: Meeting, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=meeting,
        by=actor,
        at=at,
        workspace=meeting.board.workspace.slug,
        board=meeting.board.reference,
    )
