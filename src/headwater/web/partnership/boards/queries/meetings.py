"""Reading meetings: which there are, their agenda, who came, and what was decided."""

from collections.abc import Sequence
from datetime import date

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Attendance,
    Decision,
    Interest,
    Meeting,
    MinutedAction,
    Minutes,
    Point,
    Seat,
    Vote,
)
from headwater.web.partnership.boards.queries import boards
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import TO_COME, Minuted, Status
from headwater.web.partnership.boards.rules.quorum import AtTable
from headwater.web.partnership.boards.rules.sitting import CAME

PUBLIC = (Minuted.ISSUED.value, Minuted.CONFIRMED.value)
"""Minutes that everybody in the partnership reads."""


def meetings_for(actor: Actor, workspace: str) -> QuerySet[Meeting]:
    """Every meeting of a workspace's boards, the latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    found = Meeting.objects.filter(board__workspace__slug=workspace)
    return found.select_related("board__workspace", "minutes").order_by("-begins_at", "-pk")


def meeting_for(actor: Actor, workspace: str, reference: str) -> Meeting:
    """One meeting of a workspace. Raises `NotYours` for any other, there or not."""
    found = meetings_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def papers_for(actor: Actor, workspace: str, reference: str, *, today: date) -> Meeting:
    """A meeting whose pack and drafts the actor reads. Raises `NotYours` for any other."""
    found = meeting_for(actor, workspace, reference)
    if not boards.reads_papers(actor, found.board, today=today):
        raise NotYours
    return found


def minutes_for(actor: Actor, workspace: str, reference: str, *, today: date) -> Minutes:
    """The minutes of a meeting: issued for every reader, in draft for members and leads."""
    found = meeting_for(actor, workspace, reference)
    minutes = minutes_of(found)
    if minutes is None:
        raise NotYours
    if minutes.stands is Minuted.DRAFT and not boards.reads_papers(actor, found.board, today=today):
        raise NotYours
    return minutes


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting; none before it starts."""
    return (
        Minutes.objects.filter(meeting=meeting)
        .select_related("meeting__board__workspace", "confirmed_in__board__workspace")
        .first()
    )


def item_for(actor: Actor, workspace: str, reference: str, *, today: date) -> AgendaItem:
    """One item of an agenda whose papers the actor reads. Raises `NotYours` for any other."""
    found = (
        AgendaItem.objects.filter(meeting__board__workspace__slug=workspace, reference=reference)
        .select_related("meeting__board__workspace", "meeting__minutes", "brought_by")
        .first()
    )
    if found is None or not permissions.can_read(actor, workspace):
        raise NotYours
    if not boards.reads_papers(actor, found.meeting.board, today=today):
        raise NotYours
    return found


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda of a meeting in its order, with all that was said, declared and decided."""
    return list(_with_all(meeting.agenda.all()))


def order_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda of a meeting in its order, each with whether it `is_written_on`. One query."""
    said = (
        Q(Exists(Decision.objects.filter(item=OuterRef("pk"))))
        | Q(Exists(MinutedAction.objects.filter(item=OuterRef("pk"))))
        | Q(Exists(Point.objects.filter(item=OuterRef("pk"))))
        | ~Q(notes="")
    )
    is_written_on = ExpressionWrapper(said, output_field=BooleanField())
    return list(meeting.agenda.select_related("brought_by").annotate(is_written_on=is_written_on))


def whole_item(item: AgendaItem) -> AgendaItem:
    """An item with all that was said, declared and decided on it."""
    return _with_all(AgendaItem.objects.filter(pk=item.pk)).get()


def _with_all(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    votes = Vote.objects.select_related("organisation").order_by("organisation__name", "pk")
    decisions = Decision.objects.select_related("board__workspace").order_by("number")
    decisions = decisions.prefetch_related(Prefetch("votes", queryset=votes))
    interests = Interest.objects.select_related("seat__organisation").order_by("pk")
    return items.select_related("brought_by", "meeting__board__workspace").prefetch_related(
        Prefetch("points", queryset=Point.objects.select_related("organisation")),
        Prefetch("interests", queryset=interests),
        Prefetch("actions", queryset=MinutedAction.objects.select_related("organisation")),
        Prefetch("decisions", queryset=decisions),
    )


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who came and who did not, by organisation; guests last."""
    rows = meeting.attendance.select_related("seat", "organisation")
    return sorted(rows, key=lambda r: (r.seat_id is None, r.organisation.name, r.title, r.pk))


def at_table(meeting: Meeting) -> list[AtTable]:
    """The seats that vote and were filled at a meeting. One query."""
    rows = Attendance.objects.filter(
        meeting=meeting, how__in=[each.value for each in CAME], seat__votes=True
    ).select_related("organisation")
    return [
        AtTable(
            seat=row.seat_id,
            organisation=row.organisation.name,
            statutory_role=StatutoryRole(row.organisation.statutory_role),
        )
        for row in rows
        if row.seat_id is not None
    ]


def voting_seats(meeting: Meeting) -> list[Seat]:
    """The seats that vote and were filled at a meeting, by organisation."""
    return list(
        Seat.objects.filter(
            votes=True,
            attendance__meeting=meeting,
            attendance__how__in=[each.value for each in CAME],
        )
        .select_related("organisation")
        .order_by("organisation__name", "title", "pk")
    )


def next_of(board_keys: Sequence[int] | int) -> Meeting | None:
    """The next meeting of one or several boards that is still to come."""
    keys = [board_keys] if isinstance(board_keys, int) else list(board_keys)
    to_come = Meeting.objects.filter(board__in=keys, status__in=TO_COME)
    return to_come.select_related("board__workspace").order_by("begins_at", "pk").first()


def following(meeting: Meeting) -> Meeting | None:
    """The meeting of the same board after one, that is not cancelled."""
    later = Meeting.objects.filter(board=meeting.board_id, begins_at__gt=meeting.begins_at)
    return (
        later.exclude(status=Status.CANCELLED)
        .select_related("board__workspace")
        .order_by("begins_at", "pk")
        .first()
    )


def waiting_for_confirmation(meeting: Meeting) -> QuerySet[Minutes]:
    """Minutes of the board's earlier meetings that this one may confirm."""
    return (
        Minutes.objects.filter(
            status=Minuted.ISSUED,
            meeting__board=meeting.board_id,
            meeting__begins_at__lt=meeting.begins_at,
        )
        .select_related("meeting__board__workspace")
        .order_by("meeting__begins_at", "pk")
    )


def could_confirm(minutes: Minutes) -> QuerySet[Meeting]:
    """Later meetings of the board that took place and may have confirmed minutes."""
    return Meeting.objects.filter(
        board=minutes.meeting.board_id,
        begins_at__gt=minutes.meeting.begins_at,
        status__in=[Status.UNDER_WAY, Status.HELD],
    ).order_by("begins_at", "pk")


def decisions_for(actor: Actor, workspace: str, *, today: date) -> QuerySet[Decision]:
    """Decisions of issued minutes, and those in draft of boards whose papers the actor reads."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    mine = boards.boards_read(actor, workspace, today=today)
    return (
        Decision.objects.filter(
            Q(meeting__minutes__status__in=PUBLIC) | Q(board__in=mine.values("pk")),
            board__workspace__slug=workspace,
        )
        .select_related("board__workspace", "meeting__minutes", "item")
        .order_by("-decided_on", "-number", "-pk")
    )


def decision_for(actor: Actor, workspace: str, reference: str, *, today: date) -> Decision:
    """One decision that the actor reads. Raises `NotYours` for any other."""
    found = decisions_for(actor, workspace, today=today).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def chosen(
    found: QuerySet[Meeting], *, board: str = "", when: str = "", template: str = ""
) -> QuerySet[Meeting]:
    """Meetings of a board, of a kind, to come or held."""
    if board:
        found = found.filter(board__reference=board)
    if template:
        found = found.filter(template=template)
    if when == "to_come":
        return found.filter(status__in=TO_COME).order_by("begins_at", "pk")
    if when == "held":
        return found.filter(status__in=[Status.UNDER_WAY, Status.HELD])
    if when == "cancelled":
        return found.filter(status=Status.CANCELLED)
    return found


def chosen_decisions(
    found: QuerySet[Decision], *, board: str = "", words: str = ""
) -> QuerySet[Decision]:
    """Decisions of a board, and those whose text, reason or item hold some words."""
    if board:
        found = found.filter(board__reference=board)
    if words:
        found = found.filter(
            Q(text__icontains=words) | Q(reason__icontains=words) | Q(item__title__icontains=words)
        )
    return found


def with_votes(decision: Decision) -> Decision:
    """A decision with how each organisation stood, by name. One query."""
    votes = Vote.objects.select_related("organisation").order_by("organisation__name", "pk")
    prefetch_related_objects([decision], Prefetch("votes", queryset=votes))
    return decision
