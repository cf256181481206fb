"""Boards and seats in words, tags and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core.words import counted, listed
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.partners.models import Organisation
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.boards.links import board_address, meeting_address
from headwater.web.partnership.boards.models import Board, Meeting, Seat
from headwater.web.partnership.boards.rules.engaging import Engagement
from headwater.web.partnership.boards.rules.quorum import Rule, empty_places, rule_words
from headwater.web.partnership.boards.rules.sitting import Office, Seniority

EVERY = {1: "Every month", 2: "Every 2 months", 3: "Every 3 months", 6: "Every 6 months"}
ENGAGEMENT_COLUMNS = (
    "organisation",
    "statutory_role",
    "seats_to_fill",
    "present",
    "substitutes",
    "apologies",
    "absent",
    "decision_makers",
    "advisers",
    "analysts",
)
BOARD_COLUMNS = (
    "board",
    "name",
    "seats",
    "quorum",
    "meets_every_months",
    "next_meeting",
    "review_on",
    "starts_on",
    "ends_on",
)


def moment(meeting: Meeting) -> str:
    """When a meeting begins."""
    return dated(timezone.localtime(meeting.begins_at), "l j F Y, H:i")


def boards_table(found: Iterable[Board], *, today: date) -> Table:
    """Boards by name. Each has what `queries.boards.listed` adds."""
    return Table(
        caption="Boards",
        caption_is_hidden=True,
        columns=[
            Column("Board"),
            Column("Meets"),
            Column("Seats", numeric=True),
            Column("Quorum", numeric=True),
            Column("Next meeting"),
            Column("Terms reviewed"),
        ],
        rows=[_board_row(each, today=today) for each in found],
        when_empty="No board is of this kind. Take away a filter to see more.",
    )


def _board_row(board: Board, *, today: date) -> list[CellLike]:
    coming = board.next  # type: ignore[attr-defined]
    return [
        Cell(board.name, href=board_address(board), tag=ended_tag(board, today=today)),
        EVERY.get(board.meets_every, f"Every {board.meets_every} months"),
        board.sit,  # type: ignore[attr-defined]
        board.quorum,
        day(timezone.localdate(coming)) if coming else "None planned",
        Cell(day(board.review_on), tag=review_tag(board, today=today)),
    ]


def ended_tag(board: Board, *, today: date) -> Tag | None:
    """That a board sits no more."""
    if board.ends_on is None or board.ends_on >= today:
        return None
    return Tag("Ended", Colour.GREY, "Its meetings, decisions and minutes are kept")


def review_tag(board: Board, *, today: date) -> Tag | None:
    """That the terms should have been looked at again."""
    if board.ends_on is not None or board.review_on >= today:
        return None
    return Tag("Review is late", Colour.RED, "The terms should have been looked at by this day")


def board_rows(found: Iterable[Board]) -> list[list[str]]:
    """Boards for a file."""
    rows = []
    for board in found:
        coming = board.next  # type: ignore[attr-defined]
        rows.append(
            [
                board.reference,
                board.name,
                str(board.sit),  # type: ignore[attr-defined]
                str(board.quorum),
                str(board.meets_every),
                timezone.localtime(coming).isoformat(timespec="minutes") if coming else "",
                board.review_on.isoformat(),
                board.starts_on.isoformat(),
                board.ends_on.isoformat() if board.ends_on else "",
            ]
        )
    return rows


def facts(board: Board, *, next_meeting: Meeting | None) -> list[Row]:
    """What the terms of a board say, and when it meets next."""
    coming: str | Cell = "None planned"
    if next_meeting is not None:
        coming = Cell(moment(next_meeting), href=meeting_address(next_meeting))
    rows = [
        Row("Next meeting", coming),
        Row("Meets", EVERY.get(board.meets_every, f"Every {board.meets_every} months")),
        Row("Quorum", rule_words(Rule(board.quorum, board.must_be_there))),
        Row("Must sit on it", listed([role.label for role in board.must_sit])),
        Row("Terms reviewed on", day(board.review_on)),
        Row("Sits since", day(board.starts_on)),
    ]
    return [*rows, Row("Last day", day(board.ends_on))] if board.ends_on else rows


def empty_words(board: Board, seats: Sequence[Seat]) -> list[str]:
    """Places that nobody fills, each in a sentence."""
    seated = {StatutoryRole(each.organisation.statutory_role) for each in seats}
    words = [
        f"{role.label}: nobody sits for one, and the terms say that one must."
        for role in empty_places(board.must_sit, seated)
    ]
    if not any(each.office == Office.CHAIR for each in seats):
        words.append("Chair: nobody chairs the board.")
    voting = sum(each.votes for each in seats)
    if voting < board.quorum:
        words.append(
            f"Quorum: {counted(voting, 'seat votes', 'seats vote')}, fewer than the "
            f"{board.quorum} that must be filled, so nothing can be decided."
        )
    return words


def seats_table(seats: Sequence[Seat], *, workspace: str, may_run: bool) -> Table:
    """Who sits, the chair first."""
    columns = [
        Column("Organisation"),
        Column("Post"),
        Column("Office"),
        Column("May settle"),
        Column("Deputy"),
    ]
    if may_run:
        columns.append(Column("What you can do", heading_is_hidden=True))
    return Table(
        caption="Who sits",
        columns=columns,
        rows=[_seat_row(each, workspace=workspace, may_run=may_run) for each in seats],
        when_empty="Nobody sits on the board yet. Give each partner its seat.",
    )


def _seat_row(seat: Seat, *, workspace: str, may_run: bool) -> list[CellLike]:
    organisation = seat.organisation
    row: list[CellLike] = [
        Cell(
            organisation.name,
            href=reverse("partners:organisation", args=[workspace, organisation.reference]),
        ),
        Cell(seat.title, hint=seat.user.name if seat.user else ""),
        Cell(Office(seat.office).words, hint="" if seat.votes else "Does not vote"),
        Seniority(seat.seniority).words,
        Cell(seat.deputy_title or "None named", hint=seat.deputy.name if seat.deputy else ""),
    ]
    if may_run:
        href = reverse("boards:seat_edit", args=[workspace, seat.reference])
        row.append(Cell(f"Change {seat.title}", href=href))
    return row


def seats_to_come_words(seats: Iterable[Seat]) -> list[str]:
    """Seats that begin later, each in a sentence."""
    return [f"{each.organisation.name}: {each.title}, from {day(each.starts_on)}" for each in seats]


def terms_facts(board: Board) -> list[Row]:
    """What somebody else saved meanwhile, to be compared."""
    return [
        Row("Name", board.name),
        Row("Terms of reference", board.terms),
        Row("Must sit on it", listed([role.label for role in board.must_sit])),
        Row("Quorum", rule_words(Rule(board.quorum, board.must_be_there))),
        Row("Items on every agenda", "\n".join(board.standing_items)),
        Row("Meets", EVERY.get(board.meets_every, "")),
        Row("Terms reviewed on", day(board.review_on)),
    ]


def seat_facts(seat: Seat) -> list[Row]:
    """What a seat says."""
    return [
        Row("Post", seat.title),
        Row("May settle", Seniority(seat.seniority).words),
        Row("Office", Office(seat.office).words),
        Row("Votes", "Yes" if seat.votes else "No"),
        Row("Deputy", seat.deputy_title or "None named"),
    ]


def engagement_table(found: Mapping[Organisation, Engagement], *, workspace: str) -> Table:
    """By organisation and in order of names, how its seats were filled."""
    return Table(
        caption="How seats were filled, by organisation",
        columns=[
            Column("Organisation"),
            Column("Somebody came", numeric=True),
            Column("By substitute", numeric=True),
            Column("Apologies", numeric=True),
            Column("Absent", numeric=True),
            Column("Decision-maker came", numeric=True),
            Column("Adviser came", numeric=True),
            Column("Analyst came", numeric=True),
        ],
        rows=[
            [
                Cell(
                    each.name,
                    href=reverse("partners:organisation", args=[workspace, each.reference]),
                ),
                of(counts.came, counts.asked),
                of(counts.substitutes, counts.came),
                counts.apologies,
                counts.absent,
                counts.decision_makers,
                counts.advisers,
                counts.analysts,
            ]
            for each, counts in found.items()
        ],
        notes=[
            "A seat counts once for each meeting that was held. A substitute counts by their own "
            "say, not by that of whoever holds the seat. Organisations stand in order of names."
        ],
        when_empty="No meeting was held in these twelve months, or nobody recorded who came.",
    )


def of(part: int, whole: int) -> str:
    """A small count out of another, without pretending to more.

    >>> of(3, 4), of(0, 0)
    ('3 of 4', '0')
    """
    return f"{part} of {whole}" if whole else "0"


def engagement_rows(found: Mapping[Organisation, Engagement]) -> list[list[str]]:
    """The same for a file."""
    return [
        [
            each.name,
            each.statutory_role,
            *(
                str(number)
                for number in (
                    counts.asked,
                    counts.present,
                    counts.substitutes,
                    counts.apologies,
                    counts.absent,
                    counts.decision_makers,
                    counts.advisers,
                    counts.analysts,
                )
            ),
        ]
        for each, counts in found.items()
    ]
