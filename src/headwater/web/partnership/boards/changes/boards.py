"""Boards are founded, their terms changed, their seats given and ended."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.rules import one_line
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.boards.events import Event, Work
from headwater.web.partnership.boards.links import LONGEST_TITLE, board_address
from headwater.web.partnership.boards.models import Board, Seat
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.describing import BoardError, Terms, check_terms
from headwater.web.partnership.boards.rules.meeting import TO_COME
from headwater.web.partnership.boards.rules.sitting import Office, Seniority
from headwater.web.worklist import changes as worklist


@dataclass(frozen=True, slots=True)
class Place:
    """What is said of a seat."""

    organisation: Organisation
    title: str
    seniority: Seniority
    office: Office = Office.MEMBER
    votes: bool = True
    user: User | None = None
    deputy_title: str = ""
    deputy: User | None = None


@audited
def found_board(
    *, workspace: Workspace, terms: Terms, starts_on: date, actor: Actor, at: datetime
) -> Board:
    """A board sits from a day on, with its terms. Raises `BoardError`."""
    permissions.check_can_run(actor, workspace.slug)
    check_terms(terms, today=timezone.localdate(at))
    board = Board(workspace=workspace, starts_on=starts_on, changed_at=at)
    _say(board, terms)
    _saved(board, force_insert=True)
    record(Event.BOARD_FOUNDED, about=board, by=actor, at=at, workspace=workspace.slug)
    _ask_for_review(board, at=at)
    return board


@audited
def change_terms(*, board: Board, terms: Terms, version: int, actor: Actor, at: datetime) -> Board:
    """Other terms hold from now on. What was decided under the earlier ones stays decided.

    Raises `ChangedMeanwhileError` where somebody else changed them since `version`.
    """
    permissions.check_can_run(actor, board.workspace.slug)
    check_terms(terms, today=timezone.localdate(at))
    held = _held(board)
    if held.version != version:
        raise ChangedMeanwhileError(what="board")
    _check_goes_on(held)
    _say(held, terms)
    held.changed_at = at
    held.version += 1
    _saved(held)
    record(Event.TERMS_CHANGED, about=held, by=actor, at=at, workspace=held.workspace.slug)
    _ask_for_review(held, at=at)
    return held


@audited
def end_board(*, board: Board, last_day: date, actor: Actor, at: datetime) -> Board:
    """A board sits until a day. Its meetings, decisions and minutes are kept."""
    permissions.check_can_run(actor, board.workspace.slug)
    held = _held(board)
    _check_goes_on(held)
    if last_day < held.starts_on:
        raise BoardError(f"The board began on [{held.starts_on:%-d %B %Y}]. Name a later day.")
    if held.meetings.filter(status__in=TO_COME).exists():
        raise BoardError("Meetings of the board are still to come. Hold or cancel them first.")
    held.ends_on = last_day
    held.version += 1
    held.save(update_fields=["ends_on", "version"])
    worklist.close(workspace=held.workspace, kind=Work.REVIEW, about=held.reference, at=at)
    record(
        Event.BOARD_ENDED,
        about=held,
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        last_day=last_day.isoformat(),
    )
    return held


@audited
def give_seat(*, board: Board, place: Place, starts_on: date, actor: Actor, at: datetime) -> Seat:
    """An organisation sits on a board from a day on. Raises `BoardError`."""
    permissions.check_can_run(actor, board.workspace.slug)
    held = _held(board)
    _check_goes_on(held)
    seat = Seat(board=held, starts_on=starts_on)
    _check_chair(held, place, but=None)
    _seat(seat, place)
    seat.save(force_insert=True)
    _record(Event.SEAT_GIVEN, seat, actor=actor, at=at)
    return seat


@audited
def change_seat(*, seat: Seat, place: Place, version: int, actor: Actor, at: datetime) -> Seat:
    """A seat is put right, or somebody else holds it. Its organisation stays.

    Raises `ChangedMeanwhileError` where somebody else changed it since `version`.
    """
    permissions.check_can_run(actor, seat.board.workspace.slug)
    board = _held(seat.board)
    held = _held_seat(seat)
    if held.version != version:
        raise ChangedMeanwhileError(what="seat")
    _check_not_ended(held)
    if place.organisation.pk != held.organisation_id:
        raise BoardError("A seat stays with its organisation. End it, and give a new one.")
    _check_chair(board, place, but=held)
    _seat(held, place)
    held.version += 1
    held.save(update_fields=[each.name for each in fields(Place)] + ["version"])
    _record(Event.SEAT_CHANGED, held, actor=actor, at=at)
    return held


@audited
def end_seat(*, seat: Seat, last_day: date, actor: Actor, at: datetime) -> Seat:
    """A seat is filled until a day. Who came when it was filled is kept."""
    permissions.check_can_run(actor, seat.board.workspace.slug)
    held = _held_seat(seat)
    _check_not_ended(held)
    if last_day < held.starts_on:
        raise BoardError(f"The seat began on [{held.starts_on:%-d %B %Y}]. Name a later day.")
    held.ends_on = last_day
    held.version += 1
    held.save(update_fields=["ends_on", "version"])
    _record(Event.SEAT_ENDED, held, actor=actor, at=at)
    return held


def leave_seats(*, user: User, workspace: Workspace) -> int:
    """Whoever leaves is named for no seat any more, in the change that ends their access.

    Seats that ended keep who held them. Says how many there were.
    """
    seats = Seat.objects.filter(board__workspace=workspace, ends_on__isnull=True)
    held = seats.filter(user=user).update(user=None)
    return held + seats.filter(deputy=user).update(deputy=None)


def _say(board: Board, terms: Terms) -> None:
    for each in fields(Terms):
        value = getattr(terms, each.name)
        setattr(board, each.name, list(value) if isinstance(value, tuple) else value)


def _saved(board: Board, *, force_insert: bool = False) -> None:
    """Save the terms. Raises `BoardError` where another board that sits has the name."""
    named = [each.name for each in fields(Terms)]
    try:
        with transaction.atomic():
            if force_insert:
                board.save(force_insert=True)
            else:
                board.save(update_fields=[*named, "changed_at", "version"])
    except IntegrityError as error:
        raise BoardError(
            f"A board called [{board.name}] sits already. Use that one, or another name."
        ) from error


def _ask_for_review(board: Board, *, at: datetime) -> None:
    worklist.post(
        workspace=board.workspace,
        kind=Work.REVIEW,
        title=one_line(f"Look again at the terms of reference of {board.name}", LONGEST_TITLE),
        link=board_address(board),
        about=board.reference,
        due_on=board.review_on,
        roles=LEADS,
        at=at,
    )


def _seat(seat: Seat, place: Place) -> None:
    for each in fields(Place):
        setattr(seat, each.name, getattr(place, each.name))


def _check_chair(board: Board, place: Place, *, but: Seat | None) -> None:
    if place.office is not Office.CHAIR:
        return
    chairs = board.seats.filter(office=Office.CHAIR, ends_on__isnull=True)
    others = chairs.exclude(pk=but.pk) if but else chairs
    if others.exists():
        raise BoardError("The board has a chair already. End that seat first, or change it.")


def _check_goes_on(board: Board) -> None:
    if board.ends_on is not None:
        raise BoardError("The board has ended, so nothing of it changes any more.")


def _check_not_ended(seat: Seat) -> None:
    if seat.ends_on is not None:
        raise BoardError("The seat has ended already. Give a new one.")


def _held(board: Board) -> Board:
    """The row, held until the change ends, so that two changes stand in line."""
    rows = Board.objects.select_for_update(of=("self",)).select_related("workspace")
    return rows.get(pk=board.pk)


def _held_seat(seat: Seat) -> Seat:
    rows = Seat.objects.select_for_update(of=("self",))
    return rows.select_related("board__workspace", "organisation").get(pk=seat.pk)


def _record(event: Event, seat: Seat, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=seat,
        by=actor,
        at=at,
        workspace=seat.board.workspace.slug,
        board=seat.board.reference,
        organisation=seat.organisation.reference,
        office=str(seat.office),
    )
