"""Minutes are issued, confirmed at a later meeting, and put right without hiding what they said."""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.changes import notify
from headwater.web.partnership.boards.changes.meetings import hold, members
from headwater.web.partnership.boards.events import Event, Told, Work
from headwater.web.partnership.boards.links import meeting_address
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Correction,
    Decision,
    Meeting,
    Minutes,
)
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import (
    MeetingError,
    Minuted,
    check_may_confirm,
    check_may_correct,
    check_may_issue,
)
from headwater.web.thread.changes import tie
from headwater.web.thread.rules import Relation
from headwater.web.worklist import changes as worklist

CORRECTABLE = ("notes", "text", "reason", "dissent")
"""Of an item its notes; of a decision its words, reason and dissent. A count is never corrected."""


@audited
def issue(*, minutes: Minutes, actor: Actor, at: datetime) -> Minutes:
    """Everybody in the partnership may read the minutes, and their decisions can be built on."""
    permissions.check_can_run(actor, minutes.meeting.board.workspace.slug)
    meeting, held = _held(minutes)
    check_may_issue(meeting.stands, held.stands)
    held.status, held.issued_by, held.issued_at = Minuted.ISSUED, actor.reference, at
    held.save(update_fields=["status", "issued_by", "issued_at"])
    _record(Event.MINUTES_ISSUED, held, actor=actor, at=at)
    worklist.close(
        workspace=meeting.board.workspace, kind=Work.MINUTES, about=meeting.reference, at=at
    )
    notify(
        to=members(meeting.board, today=timezone.localdate(at)),
        kind=Told.MINUTES_ISSUED,
        subject=f"Minutes issued: {meeting.title}",
        words="Read what was decided and what you are to do. Say at the next meeting, or before, "
        "what is not right.",
        link=meeting_address(meeting, "minutes"),
        at=at,
    )
    return held


@audited
def confirm(*, minutes: Minutes, at_meeting: Meeting, actor: Actor, at: datetime) -> Minutes:
    """A later meeting agreed that the minutes are right."""
    permissions.check_can_run(actor, minutes.meeting.board.workspace.slug)
    _, held = _held(minutes)
    check_may_confirm(held.stands)
    if not queries.could_confirm(held).filter(pk=at_meeting.pk).exists():
        raise MeetingError("Minutes are confirmed at a later meeting of the board that was held.")
    held.status, held.confirmed_in, held.confirmed_at = Minuted.CONFIRMED, at_meeting, at
    held.save(update_fields=["status", "confirmed_in", "confirmed_at"])
    tie(
        workspace=held.meeting.board.workspace,
        first=("minute", held.reference),
        relation=Relation.DISCUSSED_AT,
        second=("meeting", at_meeting.reference),
        actor=actor,
        at=at,
    )
    _record(Event.MINUTES_CONFIRMED, held, actor=actor, at=at)
    return held


@audited
def correct(  # noqa: PLR0913 - what, where, from which words to which, and why
    *,
    minutes: Minutes,
    row: AgendaItem | Decision,
    field: str,
    before: str,
    after: str,
    why: str,
    actor: Actor,
    at: datetime,
) -> Correction:
    """Put words of issued minutes right. What stood there, and why it changed, is kept.

    Raises `ChangedMeanwhileError` where the words are not those that were read.
    """
    permissions.check_can_run(actor, minutes.meeting.board.workspace.slug)
    _, held = _held(minutes)
    check_may_correct(held.stands)
    if field not in CORRECTABLE or not hasattr(row, field):
        raise MeetingError("Only notes, and the words of a decision, are corrected.")
    there = type(row).objects.select_for_update().get(pk=row.pk)
    if _belongs(there) != held.meeting_id:
        raise MeetingError("These words stand in the minutes of another meeting.")
    stood = str(getattr(there, field))
    if stood != before:
        raise ChangedMeanwhileError(what="minutes")
    words = after.replace("\r\n", "\n").strip()
    if words == stood or not words:
        raise MeetingError("Nothing is corrected: say what should stand there instead.")
    setattr(there, field, words)
    there.save(update_fields=[field])
    made = Correction.objects.create(
        minutes=held,
        place=_place(there, field),
        before=stood,
        after=words,
        why=why.strip(),
        by=actor.reference,
        at=at,
    )
    _record(Event.MINUTES_CORRECTED, held, actor=actor, at=at, about=there.reference)
    return made


def _belongs(row: AgendaItem | Decision) -> int:
    return row.meeting_id


def _place(row: AgendaItem | Decision, field: str) -> str:
    if isinstance(row, AgendaItem):
        return f"Item {row.position}, {row.title}"
    what = {"text": "", "reason": ", its reason", "dissent": ", dissent"}[field]
    return f"Decision {row.number}{what}"


def _held(minutes: Minutes) -> tuple[Meeting, Minutes]:
    """The meeting and its minutes, held until the change ends."""
    meeting = hold(minutes.meeting)
    row = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    row.meeting = meeting
    return meeting, row


def _record(
    event: StrEnum, minutes: Minutes, *, actor: Actor, at: datetime, about: str = ""
) -> None:
    record(
        event,
        about=minutes,
        by=actor,
        at=at,
        workspace=minutes.meeting.board.workspace.slug,
        meeting=minutes.meeting.reference,
        of=about,
    )
