"""Meetings, agendas, attendance and decisions in words, tags and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core.words import counted, listed
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import (
    Cell,
    CellLike,
    Colour,
    Column,
    Entry,
    Row,
    Table,
    Tag,
)
from headwater.web.partnership.boards.links import (
    board_address,
    decision_address,
    meeting_address,
)
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Attendance,
    Correction,
    Decision,
    Meeting,
    MinutedAction,
    Minutes,
)
from headwater.web.partnership.boards.presenters.boards import moment
from headwater.web.partnership.boards.rules.meeting import (
    TO_COME,
    Minuted,
    Status,
)
from headwater.web.partnership.boards.rules.sitting import CAME, How, Seniority
from headwater.web.partnership.boards.rules.voting import Stance
from headwater.web.thread.changes import End
from headwater.web.thread.kinds import Bead

COLOURS = {
    Status.PLANNED: Colour.BLUE,
    Status.PACK_SENT: Colour.TEAL,
    Status.UNDER_WAY: Colour.YELLOW,
    Status.HELD: Colour.GREEN,
    Status.CANCELLED: Colour.GREY,
}
MINUTED_COLOURS = {
    Minuted.DRAFT: Colour.YELLOW,
    Minuted.ISSUED: Colour.GREEN,
    Minuted.CONFIRMED: Colour.GREEN,
}
HOW_COLOURS = {
    How.PRESENT: Colour.GREEN,
    How.SUBSTITUTE: Colour.TEAL,
    How.APOLOGIES: Colour.GREY,
    How.ABSENT: Colour.RED,
}
MEETING_COLUMNS = (
    "meeting",
    "board",
    "title",
    "kind",
    "begins_at",
    "minutes_long",
    "place",
    "status",
    "minutes",
)
DECISION_COLUMNS = (
    "decision",
    "board",
    "number",
    "decided_on",
    "item",
    "text",
    "reason",
    "dissent",
    "carried",
    "count",
    "meeting",
    "minutes",
)


def status_tag(meeting: Meeting) -> Tag:
    """Where a meeting stands."""
    return Tag(meeting.stands.words, COLOURS[meeting.stands], meeting.stands.means)


def minuted_tag(minutes: Minutes) -> Tag:
    """Where minutes stand."""
    return Tag(minutes.stands.words, MINUTED_COLOURS[minutes.stands], minutes.stands.means)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes that were read with a meeting; none before it starts."""
    return getattr(meeting, "minutes", None)


def meetings_table(found: Iterable[Meeting], *, caption: str = "Meetings") -> Table:
    """Meetings in the order given."""
    return Table(
        caption=caption,
        caption_is_hidden=caption == "Meetings",
        columns=[Column("Meeting"), Column("When"), Column("Status"), Column("Minutes")],
        rows=[_meeting_row(each) for each in found],
        when_empty="No meeting is of this kind. Take away a filter, or plan one.",
    )


def _meeting_row(meeting: Meeting) -> list[CellLike]:
    minutes = minutes_of(meeting)
    kind = f"{meeting.board.name}, workshop" if meeting.is_workshop else meeting.board.name
    return [
        Cell(meeting.title, href=meeting_address(meeting), hint=kind),
        moment(meeting),
        Cell(tag=status_tag(meeting)),
        Cell(tag=minuted_tag(minutes)) if minutes else "",
    ]


def meeting_rows(found: Iterable[Meeting]) -> list[list[str]]:
    """Meetings for a file."""
    rows = []
    for each in found:
        minutes = minutes_of(each)
        rows.append(
            [
                each.reference,
                each.board.name,
                each.title,
                each.template,
                timezone.localtime(each.begins_at).isoformat(timespec="minutes"),
                str(each.minutes_long),
                each.place,
                each.status,
                minutes.status if minutes else "",
            ]
        )
    return rows


def facts(meeting: Meeting, *, following: Meeting | None) -> list[Row]:
    """When and where a meeting is, and which comes next."""
    board = meeting.board
    rows = [
        Row("Board", Cell(board.name, href=board_address(board))),
        Row("When", f"{moment(meeting)}, for {counted(meeting.minutes_long, 'minute')}"),
        Row("Where", meeting.place),
    ]
    if meeting.why_cancelled:
        rows.append(Row("Why cancelled", meeting.why_cancelled))
    if following is not None:
        rows.append(Row("Next meeting", Cell(moment(following), href=meeting_address(following))))
    return rows


def meeting_facts(meeting: Meeting) -> list[Row]:
    """What somebody else saved of a meeting meanwhile."""
    return [
        Row("Name", meeting.title),
        Row("When", f"{moment(meeting)}, for {counted(meeting.minutes_long, 'minute')}"),
        Row("Where", meeting.place),
    ]


def agenda_table(items: Sequence[AgendaItem], beads: Mapping[End, Bead]) -> Table:
    """An agenda in its order, with what came of each item."""
    return Table(
        caption="Agenda",
        columns=[Column("Item"), Column("About"), Column("What came of it")],
        rows=[
            [
                Cell(
                    f"{number}. {each.title}",
                    href=item_address(each),
                    hint=f"Brought by {each.brought_by.name}" if each.brought_by else "",
                ),
                about_words(each, beads),
                came_of(each),
            ]
            for number, each in enumerate(items, start=1)
        ],
        when_empty="The agenda is empty. Build it from what is late and due.",
    )


def item_address(item: AgendaItem) -> str:
    """The page of an item."""
    slug = item.meeting.board.workspace.slug
    return reverse("boards:item", args=[slug, item.reference])


def about_words(item: AgendaItem, beads: Mapping[End, Bead]) -> Cell:
    """What an item is about, as far as the reader sees it."""
    seen = [beads[end] for end in item.ends if end in beads]
    if not seen:
        return Cell("Work on a worklist", href=item.link) if item.link and not item.ends else Cell()
    first, *rest = seen
    more = counted(len(rest), "more thing") if rest else ""
    same = first.title == item.title
    words = f"Open: {first.title[:60]}" if same else first.title
    return Cell(words, href=first.address, hint=", ".join(x for x in (first.state, more) if x))


def came_of(item: AgendaItem) -> str:
    """What was said, declared, decided and asked on an item, counted."""
    counts = (
        (len(item.decisions.all()), "decision"),
        (len(item.actions.all()), "action"),
        (len(item.interests.all()), "interest"),
        (len(item.points.all()), "point"),
    )
    words = [counted(many, noun) for many, noun in counts if many]
    if item.notes:
        words.insert(0, "notes")
    said = listed(words)
    return said[:1].upper() + said[1:]


def attendance_table(rows: Sequence[Attendance]) -> Table:
    """Who came and who did not, by organisation."""
    return Table(
        caption="Attendance",
        columns=[Column("Organisation"), Column("Post"), Column("How"), Column("May settle")],
        rows=[
            [
                each.organisation.name,
                each.title,
                Cell(tag=_how_tag(each)),
                Seniority(each.seniority).words if each.seniority else "",
            ]
            for each in rows
        ],
        when_empty="Nobody is recorded as here yet.",
    )


def _how_tag(row: Attendance) -> Tag:
    if row.seat_id is None:
        return Tag("Guest", Colour.GREY, "In attendance; does not count towards the quorum")
    how = How(row.how)
    return Tag(how.words, HOW_COLOURS[how], how.means)


def attendance_words(rows: Sequence[Attendance]) -> str:
    """How many seats were filled, in a sentence."""
    seats = [each for each in rows if each.seat_id is not None]
    if not seats:
        return "Nobody is recorded as here yet."
    came = [each for each in seats if How(each.how) in CAME]
    substitutes = sum(each.how == How.SUBSTITUTE for each in came)
    by = f", {counted(substitutes, 'of them by a substitute', 'of them by substitutes')}"
    return (
        f"{len(came)} of {counted(len(seats), 'seat')} filled{by if substitutes else ''}, "
        f"{counted(len(seats) - len(came), 'seat')} empty."
    )


def decisions_table(found: Iterable[Decision], *, with_board: bool = True) -> Table:
    """Decisions in the order given."""
    nothing = "No decision is of this kind." if with_board else "No decision was recorded."
    columns = [Column("Decision"), Column("On"), Column("How it was counted")]
    if with_board:
        columns.insert(1, Column("Board"))
    return Table(
        caption="Decisions",
        caption_is_hidden=with_board,
        columns=columns,
        rows=[_decision_row(each, with_board=with_board) for each in found],
        when_empty=f"{nothing} Decisions of a meeting stand here when its minutes are issued.",
    )


def _decision_row(decision: Decision, *, with_board: bool) -> list[CellLike]:
    row: list[CellLike] = [
        Cell(
            f"{decision.number}. {decision.text}",
            href=decision_address(decision),
            tag=None if decision.is_carried else not_carried(),
        ),
        day(decision.decided_on),
        decision.count_words,
    ]
    if with_board:
        row.insert(1, decision.board.name)
    return row


def not_carried() -> Tag:
    """That nothing came of a decision."""
    return Tag("Not carried", Colour.GREY, "As many or more were against it as for it")


def decision_rows(found: Iterable[Decision]) -> list[list[str]]:
    """Decisions for a file."""
    return [
        [
            each.reference,
            each.board.name,
            str(each.number),
            each.decided_on.isoformat(),
            each.item.title,
            each.text,
            each.reason,
            each.dissent,
            "yes" if each.is_carried else "no",
            each.count_words,
            each.meeting.reference,
            each.meeting.minutes.status,
        ]
        for each in found
    ]


def decision_facts(decision: Decision) -> list[Row]:
    """A decision on its page."""
    meeting = decision.meeting
    rows = [
        Row("Decided on", day(decision.decided_on)),
        Row("Meeting", Cell(meeting.title, href=meeting_address(meeting))),
        Row("Item", decision.item.title),
        Row("How it was counted", decision.count_words),
        Row("Why", decision.reason or "No reason was written down"),
    ]
    return [*rows, Row("Dissent", decision.dissent)] if decision.dissent else rows


def votes_table(decision: Decision) -> Table:
    """How each organisation stood to a decision."""
    return Table(
        caption="How each organisation stood",
        columns=[Column("Organisation"), Column("Stood")],
        rows=[[each.organisation.name, Stance(each.stance).words] for each in decision.votes.all()],
    )


def stances_words(decision: Decision) -> str:
    """Who was not for a decision, by organisation; nothing where all were."""
    said = []
    for stance in (Stance.AGAINST, Stance.ABSTAINED, Stance.EXCLUDED):
        names = [v.organisation.name for v in decision.votes.all() if v.stance == stance]
        if names:
            said.append(f"{stance.words}: {listed(names)}.")
    return " ".join(said)


def actions_table(actions: Iterable[MinutedAction], beads: Mapping[End, Bead]) -> Table:
    """Actions of a meeting, with how they go now."""
    return Table(
        caption="Actions",
        columns=[Column("What"), Column("Who leads it"), Column("By when"), Column("Now")],
        rows=[
            [
                Cell(each.title, href=bead.address if bead else ""),
                each.organisation.name,
                day(each.due_on),
                bead.state if bead else "",
            ]
            for each in actions
            for bead in [beads.get(("action", each.reference))]
        ],
        when_empty="No action was made.",
    )


def corrections(found: Iterable[Correction], names: Mapping[str, str]) -> list[Entry]:
    """What was put right after minutes were issued."""
    return [
        Entry(
            title=each.place,
            at=each.at,
            by=names.get(each.by, each.by),
            text=f"Before: {each.before or '(nothing)'}\nNow: {each.after}\nWhy: {each.why}",
        )
        for each in found
    ]


def minutes_history(minutes: Minutes, names: Mapping[str, str]) -> list[Entry]:
    """When minutes were issued and confirmed."""
    found = []
    if minutes.issued_at:
        by = names.get(minutes.issued_by, minutes.issued_by)
        found.append(Entry(title="Issued", at=minutes.issued_at, by=by))
    if minutes.confirmed_at and minutes.confirmed_in:
        found.append(
            Entry(
                title=f"Confirmed at {minutes.confirmed_in.title}",
                at=minutes.confirmed_at,
                href=meeting_address(minutes.confirmed_in),
            )
        )
    return found


def waits(meeting: Meeting, minutes: Minutes | None, *, today: date) -> str:
    """What a meeting waits for, in a sentence; nothing where it is done."""
    on = timezone.localdate(meeting.begins_at)
    if meeting.stands is Status.PLANNED:
        return "The pack is not sent yet."
    if meeting.stands in TO_COME and on < today:
        return f"It was to be on {dated(on, 'j F Y')}. Start it, or cancel it."
    if minutes is not None and meeting.stands is Status.HELD:
        return {
            Minuted.DRAFT: "The minutes are a draft. Issue them.",
            Minuted.ISSUED: "The minutes wait to be confirmed at the next meeting.",
            Minuted.CONFIRMED: "",
        }[minutes.stands]
    return ""
