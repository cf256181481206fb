"""What of boards is on the thread: boards, meetings, decisions, minutes; and the partners."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.partners.models import Organisation
from headwater.web.partnership.boards.links import (
    board_address,
    decision_address,
    meeting_address,
)
from headwater.web.partnership.boards.models import Board, Decision, Meeting, Minutes
from headwater.web.partnership.boards.queries.boards import boards_read
from headwater.web.partnership.boards.queries.meetings import PUBLIC
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import Status
from headwater.web.thread.kinds import Bead, Kind, register

MOST = 20


def _board(board: Board) -> Bead:
    state = "Ended" if board.ends_on else "Sits"
    return Bead(
        "board", board.reference, board.name, board_address(board), state, board.starts_on,
        stands=board.ends_on is None,
    )  # fmt: skip


def _meeting(meeting: Meeting) -> Bead:
    return Bead(
        "meeting",
        meeting.reference,
        meeting.title,
        meeting_address(meeting),
        meeting.stands.words,
        timezone.localdate(meeting.begins_at),
        stands=meeting.stands is not Status.CANCELLED,
    )


def _decision(decision: Decision) -> Bead:
    state = "Carried" if decision.is_carried else "Not carried"
    title = f"{decision.board.name}, decision {decision.number}: {decision.text}"
    return Bead(
        "decision",
        decision.reference,
        title if len(title) <= 200 else f"{title[:199]}…",
        decision_address(decision),
        state,
        decision.decided_on,
        stands=decision.is_carried,
    )


def _minutes(minutes: Minutes) -> Bead:
    return Bead(
        "minute",
        minutes.reference,
        f"Minutes of {minutes.meeting.title}",
        meeting_address(minutes.meeting, "minutes"),
        minutes.stands.words,
        timezone.localdate(minutes.meeting.begins_at),
    )


def _partner(organisation: Organisation) -> Bead:
    slug = organisation.workspace.slug
    return Bead(
        "partner",
        organisation.reference,
        organisation.name,
        reverse("partners:organisation", args=[slug, organisation.reference]),
        "No longer takes part" if organisation.ends_on else "Takes part",
        organisation.starts_on,
        stands=organisation.ends_on is None,
    )


def _boards(workspace: str) -> QuerySet[Board]:
    return Board.objects.filter(workspace__slug=workspace).select_related("workspace")


def _meetings(workspace: str) -> QuerySet[Meeting]:
    found = Meeting.objects.filter(board__workspace__slug=workspace)
    return found.select_related("board__workspace").order_by("-begins_at", "-pk")


def _decisions(workspace: str) -> QuerySet[Decision]:
    found = Decision.objects.filter(board__workspace__slug=workspace)
    return found.select_related("board__workspace").order_by("-decided_on", "-number", "-pk")


def _every_minutes(workspace: str) -> QuerySet[Minutes]:
    found = Minutes.objects.filter(meeting__board__workspace__slug=workspace)
    return found.select_related("meeting__board__workspace").order_by("-meeting__begins_at", "-pk")


def _partners(workspace: str) -> QuerySet[Organisation]:
    found = Organisation.objects.filter(workspace__slug=workspace)
    return found.select_related("workspace").order_by("name", "pk")


def _find_boards(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    if not permissions.can_read(actor, workspace):
        return {}
    return {b.reference: _board(b) for b in _boards(workspace).filter(reference__in=references)}


def _offer_boards(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    if not permissions.can_read(actor, workspace):
        return []
    found = _boards(workspace).filter(ends_on=None, name__icontains=words).order_by("name")
    return [_board(each) for each in found[:MOST]]


def _find_meetings(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    if not permissions.can_read(actor, workspace):
        return {}
    found = _meetings(workspace).filter(reference__in=references)
    return {each.reference: _meeting(each) for each in found}


def _offer_meetings(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    if not permissions.can_read(actor, workspace):
        return []
    found = _meetings(workspace).filter(status=Status.HELD, title__icontains=words)
    return [_meeting(each) for each in found[:MOST]]


def _find_decisions(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    if not permissions.can_read(actor, workspace):
        return {}
    mine = boards_read(actor, workspace, today=timezone.localdate()).values("pk")
    seen = Q(meeting__minutes__status__in=PUBLIC) | Q(board__in=mine)
    found = _decisions(workspace).filter(seen, reference__in=references)
    return {each.reference: _decision(each) for each in found}


def _offer_decisions(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    """Decisions that were carried, of minutes that were issued."""
    if not permissions.can_read(actor, workspace):
        return []
    found = _decisions(workspace).filter(
        Q(text__icontains=words) | Q(board__name__icontains=words),
        is_carried=True,
        meeting__minutes__status__in=PUBLIC,
    )
    return [_decision(each) for each in found[:MOST]]


def _find_minutes(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    if not permissions.can_read(actor, workspace):
        return {}
    mine = boards_read(actor, workspace, today=timezone.localdate()).values("pk")
    seen = Q(status__in=PUBLIC) | Q(meeting__board__in=mine)
    found = _every_minutes(workspace).filter(seen, reference__in=references)
    return {each.reference: _minutes(each) for each in found}


def _offer_minutes(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    if not permissions.can_read(actor, workspace):
        return []
    found = _every_minutes(workspace).filter(status__in=PUBLIC, meeting__title__icontains=words)
    return [_minutes(each) for each in found[:MOST]]


def _find_partners(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    if workspace not in actor.workspaces:
        return {}
    found = _partners(workspace).filter(reference__in=references)
    return {each.reference: _partner(each) for each in found}


def _offer_partners(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    if workspace not in actor.workspaces:
        return []
    found = _partners(workspace).filter(ends_on=None, name__icontains=words)
    return [_partner(each) for each in found[:MOST]]


KINDS = (
    Kind("board", "board", "boards", _find_boards, _offer_boards),
    Kind("meeting", "meeting", "meetings", _find_meetings, _offer_meetings),
    Kind("decision", "decision", "decisions", _find_decisions, _offer_decisions),
    Kind("minute", "set of minutes", "minutes", _find_minutes, _offer_minutes),
    Kind("partner", "partner", "partners", _find_partners, _offer_partners),
)


def register_all() -> None:
    """Make the kinds known to the thread."""
    for each in KINDS:
        register(each)
