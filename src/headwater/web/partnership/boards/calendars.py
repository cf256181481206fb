"""Meetings and review days in calendars: when, where, of which board, nothing of an agenda."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.partnership.boards.models import Board, Meeting, Seat
from headwater.web.partnership.boards.queries.boards import there
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import Status
from headwater.web.worklist.days import Day, Source, Subject, register

KEPT = timedelta(days=366)
"""How long a meeting stays in a calendar after it was held."""
MOST = 200


def meeting_day(meeting: Meeting) -> Day:
    """A meeting as an entry that keeps its identity when it is moved or cancelled."""
    return Day(
        reference=meeting.reference,
        summary=meeting.title,
        starts=meeting.begins_at,
        ends=meeting.begins_at + timedelta(minutes=meeting.minutes_long),
        changed_at=meeting.changed_at,
        version=meeting.version,
        place=meeting.place,
        is_off=meeting.stands is Status.CANCELLED,
    )


def _review_days(boards: Iterable[Board]) -> list[Day]:
    """When the terms of boards that sit are looked at again."""
    return [
        Day(
            reference=f"{board.reference}-review",
            summary=f"{board.name}: review of its terms",
            starts=board.review_on,
            ends=board.review_on + timedelta(days=1),
            changed_at=board.changed_at,
            version=board.version,
        )
        for board in boards
        if board.ends_on is None
    ]


def _subjects(actor: Actor, today: date) -> list[Subject]:
    readable = [slug for slug in actor.workspaces if permissions.can_read(actor, slug)]
    found = Board.objects.filter(workspace__slug__in=readable, ends_on=None)
    return [
        Subject(
            board.workspace.slug,
            board.reference,
            f"{board.workspace.name}: meetings and review day of {board.name}",
        )
        for board in found.select_related("workspace").order_by("workspace__name", "name", "pk")
    ]


def _days_of(actor: Actor, workspace: str, reference: str, today: date) -> list[Day]:
    if not permissions.can_read(actor, workspace):
        return []
    return _days(Board.objects.filter(workspace__slug=workspace, reference=reference), today)


def _days_for(actor: Actor, today: date) -> list[Day]:
    """Of boards on which somebody sits by name, as holder of a seat or as deputy."""
    readable = [slug for slug in actor.workspaces if permissions.can_read(actor, slug)]
    return _days(_boards_of(actor, readable, today), today)


def _boards_of(actor: Actor, workspaces: list[str], today: date) -> QuerySet[Board]:
    by_name = Q(user=actor.user_id) | Q(deputy=actor.user_id)
    seats = Seat.objects.filter(there(today), by_name, board__workspace__slug__in=workspaces)
    return Board.objects.filter(pk__in=seats.values("board"))


def _days(boards: QuerySet[Board], today: date) -> list[Day]:
    first = timezone.make_aware(datetime.combine(today - KEPT, time.min))
    meetings = Meeting.objects.filter(board__in=boards, begins_at__gte=first)
    meetings = meetings.order_by("begins_at", "pk")[:MOST]
    return [*(meeting_day(each) for each in meetings), *_review_days(boards.order_by("pk"))]


SOURCE = Source("boards", subjects=_subjects, days_of=_days_of, days_for=_days_for)


def register_days() -> None:
    """Make meetings and review days known to calendars."""
    register(SOURCE)
