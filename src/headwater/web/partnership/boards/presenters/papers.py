"""Packs and minutes as papers, to be drawn as Word and PDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.core.words import counted, listed
from headwater.web.design_system.moments import day
from headwater.web.partnership.boards.models import (
    AgendaItem,
    Attendance,
    Correction,
    Decision,
    Meeting,
    Minutes,
    Seat,
)
from headwater.web.partnership.boards.presenters.boards import moment
from headwater.web.partnership.boards.presenters.meetings import attendance_words, stances_words
from headwater.web.partnership.boards.rules.meeting import Minuted
from headwater.web.partnership.boards.rules.quorum import Quorum, Rule, rule_words
from headwater.web.partnership.boards.rules.sitting import How, Office, Seniority
from headwater.web.thread.changes import End
from headwater.web.thread.kinds import Bead


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for a paper, when it was made, and whether what it tells is made up."""

    publisher: str
    made_on: date
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that minutes are written from."""

    minutes: Minutes
    agenda: Sequence[AgendaItem]
    attendance: Sequence[Attendance]
    quorum: Quorum
    corrections: Sequence[Correction]
    following: Meeting | None


def pack(
    meeting: Meeting,
    agenda: Sequence[AgendaItem],
    seats: Sequence[Seat],
    beads: Mapping[End, Bead],
    supply: Sequence[Part],
    imprint: Imprint,
) -> Paper:
    """The agenda with what each item is about, how data is supplied, who sits, and the terms."""
    board = meeting.board
    parts: list[Part] = [
        Facts(_when_and_where(meeting)),
        Heading("Agenda"),
        *_agenda_parts(agenda, beads),
        *supply,
        Heading("Who sits"),
        Grid(
            caption="Seats of the board",
            columns=("Organisation", "Post", "Office", "May settle"),
            rows=tuple(_seat_cells(each) for each in seats),
            empty="Nobody sits on the board yet.",
        ),
        Heading("Terms of reference"),
        *(Paragraph(line) for line in board.terms.splitlines() if line.strip()),
        Paragraph(rule_words(Rule(board.quorum, board.must_be_there)), strong="Quorum."),
    ]
    return Paper(
        title=meeting.title,
        subtitle=f"Agenda and papers, {board.name}",
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(parts),
        marking="For members of the board",
        is_fictional=imprint.is_fictional,
    )


def _when_and_where(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    return (
        ("When", f"{moment(meeting)}, for {counted(meeting.minutes_long, 'minute')}"),
        ("Where", meeting.place),
    )


def _agenda_parts(agenda: Sequence[AgendaItem], beads: Mapping[End, Bead]) -> Iterable[Part]:
    if not agenda:
        yield Note("No agenda yet", "Nothing was put on the agenda.")
    for number, item in enumerate(agenda, start=1):
        yield Heading(f"{number}. {item.title}", level=2)
        if item.brought_by:
            yield Paragraph(item.brought_by.name, strong="Brought by.")
        seen = [beads[end] for end in item.ends if end in beads]
        if seen:
            yield Bullets(tuple(_bead_words(each) for each in seen))
        hidden = len(item.ends) - len(seen)
        if hidden:
            yield Paragraph(
                f"{counted(hidden, 'thing')} this item is about cannot be shown to whoever made "
                "this pack."
            )
        for interest in item.interests.all():
            seat = interest.seat
            yield Paragraph(
                f"{seat.organisation.name}, {seat.title}: {interest.nature}",
                strong="Interest declared.",
            )


def _bead_words(bead: Bead) -> str:
    state = f" ({bead.state})" if bead.state else ""
    return f"{bead.title}{state}, {bead.reference}"


def _seat_cells(seat: Seat) -> tuple[str, ...]:
    return (
        seat.organisation.name,
        seat.title,
        Office(seat.office).words,
        Seniority(seat.seniority).words,
    )


def minutes_paper(told: Told, imprint: Imprint) -> Paper:
    """The minutes: who came, what was said, decided and asked, and what was put right since."""
    meeting = told.minutes.meeting
    parts: list[Part] = [
        Facts((*_when_and_where(meeting), ("Minutes", told.minutes.stands.words))),
        *_standing(told.minutes),
        Heading("Who was there"),
        Paragraph(f"{attendance_words(told.attendance)} {told.quorum.words}"),
        _attendance_grid(told.attendance),
        Heading("What was said and decided"),
        *(part for n, item in enumerate(told.agenda, start=1) for part in _item_parts(n, item)),
        Heading("Decisions"),
        _decisions_grid(told.agenda),
        Heading("Actions"),
        _actions_grid(told.agenda),
        *_corrections(told.corrections),
    ]
    if told.following is not None:
        parts += [Heading("Next meeting"), Paragraph(moment(told.following))]
    return Paper(
        title=f"Minutes: {meeting.title}",
        subtitle=meeting.board.name,
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(parts),
        marking="Draft" if told.minutes.stands is Minuted.DRAFT else "",
        is_fictional=imprint.is_fictional,
    )


def _standing(minutes: Minutes) -> Iterable[Part]:
    if minutes.stands is Minuted.DRAFT:
        yield Note("Draft", "These minutes are not issued yet and may still change.")
    if minutes.confirmed_in is not None:
        yield Paragraph(f"Confirmed at {minutes.confirmed_in.title}.")


def _attendance_grid(rows: Sequence[Attendance]) -> Grid:
    return Grid(
        caption="Attendance",
        columns=("Organisation", "Post", "How", "May settle"),
        rows=tuple(
            (
                each.organisation.name,
                each.title,
                "Guest" if each.seat_id is None else How(each.how).words,
                Seniority(each.seniority).words if each.seniority else "",
            )
            for each in rows
        ),
        empty="Nobody was recorded as here.",
    )


def _item_parts(number: int, item: AgendaItem) -> Iterable[Part]:
    yield Heading(f"{number}. {item.title}", level=2)
    for interest in item.interests.all():
        seat = interest.seat
        yield Paragraph(
            f"{seat.organisation.name}, {seat.title}: {interest.nature}. Took no part in deciding.",
            strong="Interest declared.",
        )
    yield from (Paragraph(line) for line in item.notes.splitlines() if line.strip())
    points = tuple(
        f"{each.text} ({each.organisation.name})" if each.organisation else each.text
        for each in item.points.all()
    )
    if points:
        yield Bullets(points)
    for decision in item.decisions.all():
        yield from _decision_parts(decision)
    for action in item.actions.all():
        yield Paragraph(
            f"{action.title}. {action.organisation.name}, by {day(action.due_on)}.",
            strong="Action.",
        )


def _decision_parts(decision: Decision) -> Iterable[Part]:
    yield Paragraph(decision.text, strong=f"Decision {decision.number}.")
    if decision.reason:
        yield Paragraph(decision.reason, strong="Why.")
    yield Paragraph(f"{decision.count_words} {stances_words(decision)}".strip())
    if decision.dissent:
        yield Paragraph(decision.dissent, strong="Dissent.")


def _decisions_grid(agenda: Sequence[AgendaItem]) -> Grid:
    return Grid(
        caption="Decisions of this meeting",
        columns=("Number", "Decision", "How it was counted"),
        rows=tuple(
            (str(each.number), each.text, each.count_words)
            for item in agenda
            for each in item.decisions.all()
        ),
        empty="Nothing was decided.",
    )


def _actions_grid(agenda: Sequence[AgendaItem]) -> Grid:
    return Grid(
        caption="Actions of this meeting",
        columns=("Action", "Who leads it", "By when"),
        rows=tuple(
            (each.title, each.organisation.name, day(each.due_on))
            for item in agenda
            for each in item.actions.all()
        ),
        empty="No action was made.",
    )


def _corrections(found: Sequence[Correction]) -> Iterable[Part]:
    if not found:
        return
    yield Heading("Corrections")
    yield Grid(
        caption="What was put right after these minutes were issued",
        columns=("Where", "Before", "Now", "Why"),
        rows=tuple((each.place, each.before, each.after, each.why) for each in found),
    )


def corrected_words(found: Sequence[Correction]) -> str:
    """That minutes were put right, where and when; nothing where they were not."""
    if not found:
        return ""
    places = listed(list(dict.fromkeys(each.place for each in found)))
    last = timezone.localdate(found[-1].at)
    return f"Corrected on {day(last)}: {places}."
