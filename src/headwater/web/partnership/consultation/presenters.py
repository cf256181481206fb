"""The register, rounds and requests in words, tables and a paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from headwater.core import words
from headwater.core.papers import Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.partnership.consultation.links import (
    consultee_address,
    entry_address,
    request_address,
    round_address,
)
from headwater.web.partnership.consultation.models import Asked, Consultee, Request, Round
from headwater.web.partnership.consultation.queries import Line
from headwater.web.partnership.consultation.rules.consulting import (
    Completeness,
    Ground,
    Method,
    Sort,
    Standing,
    State,
)
from headwater.web.thread.queries import Strand

COLOURS = {
    State.NOT_ASKED: Colour.RED,
    State.ASKED: Colour.BLUE,
    State.REMINDED: Colour.YELLOW,
    State.REPLIED: Colour.GREEN,
    State.NO_REPLY: Colour.GREY,
}
STANDING_COLOURS = {
    Standing.REQUESTED: Colour.YELLOW,
    Standing.ACCEPTED: Colour.GREEN,
    Standing.DECLINED: Colour.ORANGE,
}
CONSULTEE_CSV = (
    "reference", "name", "sort", "kind", "number", "place", "post", "email", "first_day",
    "last_day",
)  # fmt: skip
PROOF_CSV = (
    "consultation", "name", "sort", "place", "status", "asked_on", "how", "reminded_on",
    "reminders", "replied_on", "said", "changed", "no_reply_on",
)  # fmt: skip
REQUEST_CSV = (
    "reference", "asked_by", "asked", "what", "asked_on", "answer_by", "status", "ground",
    "reason", "answered_on",
)  # fmt: skip


def state_tag(state: State) -> Tag:
    """How it stands."""
    return Tag(state.words, COLOURS[state], state.meaning)


def standing_tag(request: Request) -> Tag:
    """How a request stands."""
    stands = Standing(request.status)
    return Tag(stands.words, STANDING_COLOURS[stands])


def day(on: date | None) -> str:
    """A day in words; nothing where there is none."""
    return words.day(on) if on else ""


def iso(on: date | None) -> str:
    """A day for a spreadsheet."""
    return on.isoformat() if on else ""


def rounds_table(rounds: Iterable[tuple[Round, Completeness]]) -> Table:
    """Every round with how far it has come."""
    return Table(
        caption="Rounds of consultation",
        columns=[
            Column("Round"),
            Column("Answers by"),
            Column("Asked", numeric=True),
            Column("Replied", numeric=True),
            Column("No reply", numeric=True),
            Column("Status"),
        ],
        rows=[
            [
                Cell(each.title, href=round_address(each)),
                words.day(each.answers_by),
                f"{far.asked} of {far.of}",
                far.replied,
                far.no_reply,
                Cell(tag=round_tag(each, far)),
            ]
            for each, far in rounds
        ],
        when_empty="No round was opened yet.",
    )


def round_tag(found: Round, far: Completeness) -> Tag:
    """How a round stands."""
    if found.closed_on:
        return Tag("Closed", Colour.GREY, "It is over and stays as it is.")
    if far.is_complete:
        return Tag("Complete", Colour.GREEN, "All were asked and nobody is waited for.")
    return Tag("Open", Colour.BLUE, "Somebody was not asked yet or has not answered.")


def round_facts(found: Round) -> list[Row]:
    """What a round says."""
    return [
        Row("Called", found.title),
        Row("What they are asked", found.about or "Not said"),
        Row("Opens", words.day(found.opens_on)),
        Row("Answers by", words.day(found.answers_by)),
    ]


def sorts_rows(consultees: Iterable[Consultee]) -> list[Row]:
    """How many there are of each sort."""
    every = [each.sort for each in consultees]
    return [Row(sort.words, every.count(sort.value)) for sort in Sort]


def consultees_table(consultees: Iterable[Consultee]) -> Table:
    """Authorities, each leading to its page."""
    return Table(
        caption="Authorities that must be consulted",
        caption_is_hidden=True,
        columns=[Column("Authority"), Column("Sort"), Column("Kind"), Column("Place")],
        rows=[
            [
                Cell(
                    each.name,
                    href=consultee_address(each),
                    hint=f"Until {words.day(each.ends_on)}" if each.ends_on else "",
                ),
                each.get_sort_display(),
                each.kind,
                each.place,
            ]
            for each in consultees
        ],
        when_empty="Nobody is on the register yet. Add one, or take in a list.",
    )


def consultees_rows(consultees: Iterable[Consultee]) -> list[list[str]]:
    """The register for a spreadsheet."""
    return [
        [
            each.reference,
            each.name,
            each.sort,
            each.kind,
            each.number,
            each.place,
            each.post,
            each.email,
            iso(each.starts_on),
            iso(each.ends_on),
        ]
        for each in consultees
    ]


def consultee_facts(consultee: Consultee) -> list[Row]:
    """What is known of an authority."""
    rows = [
        Row("Under the Duty", consultee.get_sort_display()),
        Row("Kind", consultee.kind or "Not said"),
        Row("Number", consultee.number or "Not said"),
        Row("Place", consultee.place or "Not said"),
        Row("Who answers there", consultee.post or "Not said"),
        Row("E-mail address", consultee.email or "Not said"),
        Row("On the register since", words.day(consultee.starts_on)),
    ]
    if consultee.ends_on:
        rows.append(Row("Last day", words.day(consultee.ends_on)))
    return rows


def history_table(asked: Iterable[Asked], consultee: Consultee) -> Table:
    """Every round in which it was asked."""
    return Table(
        caption="When it was consulted",
        columns=[
            Column("Round"),
            Column("Asked"),
            Column("Status"),
            Column("What it said"),
            Column("What was changed"),
        ],
        rows=[
            [
                Cell(each.round.title, href=entry_address(each.round, consultee)),
                f"{words.day(each.asked_on)}, {Method(each.method).words}",
                Cell(tag=state_tag(each.state)),
                each.summary,
                each.changed,
            ]
            for each in asked
        ],
        when_empty="It was not consulted yet.",
    )


def actions_table(strands: Iterable[Strand]) -> Table:
    """What the plan gives it to do."""
    return Table(
        caption="Actions it carries out",
        columns=[Column("Action"), Column("Status")],
        rows=[
            [Cell(each.other.title, href=each.other.address), each.other.state]
            for each in strands
            if each.other.kind == "action"
        ],
        when_empty="The plan gives it none.",
    )


def lines_table(lines: Iterable[Line], found: Round) -> Table:
    """Every authority in a round, with the proof."""
    return Table(
        caption="Every authority in this round",
        columns=[
            Column("Authority"),
            Column("Asked"),
            Column("Reminded"),
            Column("Answered"),
            Column("Status"),
        ],
        rows=[_line(each, found) for each in lines],
        when_empty="No authority stands like that.",
    )


def _line(line: Line, found: Round) -> list[CellLike]:
    asked = line.asked
    return [
        Cell(
            line.consultee.name,
            href=entry_address(found, line.consultee),
            hint=line.consultee.get_sort_display(),
        ),
        f"{words.day(asked.asked_on)}, {Method(asked.method).words}" if asked else "",
        day(asked.reminded_on) if asked else "",
        day(asked.replied_on) if asked else "",
        Cell(tag=state_tag(line.state)),
    ]


def proof_rows(lines: Iterable[Line], found: Round) -> list[list[str]]:
    """The proof for a spreadsheet."""
    rows = []
    for line in lines:
        asked = line.asked
        rows.append(
            [
                found.title,
                line.consultee.name,
                line.consultee.sort,
                line.consultee.place,
                line.state.words,
                *(
                    [
                        iso(asked.asked_on),
                        asked.method,
                        iso(asked.reminded_on),
                        str(asked.reminders),
                        iso(asked.replied_on),
                        asked.summary,
                        asked.changed,
                        iso(asked.no_reply_on),
                    ]
                    if asked
                    else [""] * 8
                ),
            ]
        )
    return rows


def entry_facts(line: Line) -> list[Row]:
    """What one authority was asked and said."""
    asked = line.asked
    if asked is None:
        return [Row("Asked", "Not yet")]
    rows = [Row("Asked", f"{words.day(asked.asked_on)}, {Method(asked.method).words}")]
    if asked.reminded_on:
        times = words.counted(asked.reminders, "time")
        rows.append(Row("Reminded", f"{times}, last on {words.day(asked.reminded_on)}"))
    if asked.replied_on:
        rows += [
            Row("Answered", words.day(asked.replied_on)),
            Row("What it said", asked.summary),
            Row("What was changed because of it", asked.changed or "Nothing was written down"),
        ]
    if asked.no_reply_on:
        rows.append(Row("No reply, written down", words.day(asked.no_reply_on)))
    return rows


def requests_table(requests: Iterable[Request]) -> Table:
    """Requests to work together."""
    return Table(
        caption="Requests to work together (section 15)",
        columns=[
            Column("What"),
            Column("Who asked"),
            Column("Who was asked"),
            Column("Answer by"),
            Column("Status"),
        ],
        rows=[
            [
                Cell(each.what, href=request_address(each)),
                each.asker,
                each.asked,
                words.day(each.answer_by),
                Cell(
                    tag=standing_tag(each),
                    hint=Ground(each.ground).words if each.ground else "",
                ),
            ]
            for each in requests
        ],
        when_empty="None was made. A request begins on the page of an authority.",
    )


def request_facts(request: Request) -> list[Row]:
    """What was asked and answered."""
    rows = [
        Row("Who asked", request.asker),
        Row("Who was asked", request.asked),
        Row("Asked", words.day(request.asked_on)),
        Row("Answer by", words.day(request.answer_by)),
    ]
    if request.answered_on:
        rows.append(Row("Answered", words.day(request.answered_on)))
    if request.ground:
        rows.append(Row("Ground", Ground(request.ground).words))
    if request.reason:
        rows.append(Row("Why", request.reason))
    return rows


def requests_rows(requests: Iterable[Request]) -> list[list[str]]:
    """Requests for a spreadsheet."""
    return [
        [
            each.reference,
            each.asker,
            each.asked,
            each.what,
            iso(each.asked_on),
            iso(each.answer_by),
            each.status,
            each.ground,
            each.reason,
            iso(each.answered_on),
        ]
        for each in requests
    ]


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for a paper, and when it was made."""

    publisher: str
    made_on: date
    is_fictional: bool


def proof_paper(found: Round, lines: Sequence[Line], far: Completeness, imprint: Imprint) -> Paper:
    """The proof that every authority was consulted, or what is missing of it."""
    parts: list[Part] = [
        Facts(
            (
                ("Opened", words.day(found.opens_on)),
                ("Answers asked for by", words.day(found.answers_by)),
                ("Closed", day(found.closed_on) or "Not yet"),
                ("How far", far.words),
            )
        ),
        Paragraph(
            "Section 8 of the Police, Crime, Sentencing and Courts Act 2022 asks that every "
            "educational, prison and youth custody authority for the area is consulted."
        ),
    ]
    missing = [each.consultee.name for each in lines if each.asked is None]
    if missing:
        parts.insert(0, Note("Not asked yet", f"{words.listed(missing)}."))
    if found.about:
        parts += [Heading("What they were asked"), Paragraph(found.about)]
    parts.append(Heading("Every authority"))
    parts += [_sort_grid(sort, lines) for sort in Sort]
    parts += [Heading("What was said, and what was changed"), _said_grid(lines)]
    if found.closing:
        parts += [Heading("What came of it"), Paragraph(found.closing)]
    return Paper(
        title="Consultation of relevant authorities",
        subtitle=found.title,
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(parts),
        is_fictional=imprint.is_fictional,
    )


def _sort_grid(sort: Sort, lines: Sequence[Line]) -> Grid:
    return Grid(
        caption=sort.words,
        columns=("Authority", "Asked", "Reminded", "Answered", "Status"),
        rows=tuple(
            (
                each.consultee.name,
                f"{day(each.asked.asked_on)}, {Method(each.asked.method).words}"
                if each.asked
                else "",
                day(each.asked.reminded_on) if each.asked else "",
                day(each.asked.replied_on) if each.asked else "",
                each.state.words,
            )
            for each in lines
            if each.consultee.sort == sort
        ),
        empty="There is none in the area.",
    )


def _said_grid(lines: Sequence[Line]) -> Grid:
    return Grid(
        caption="Replies",
        columns=("Authority", "What it said", "What was changed"),
        rows=tuple(
            (each.consultee.name, each.asked.summary, each.asked.changed)
            for each in lines
            if each.asked and each.asked.replied_on
        ),
        empty="Nobody has answered yet.",
    )
