"""Returns, information requests and concerns in words, tags, tables and papers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone

from headwater.core.papers import Grid, Heading, Note, Paper, Paragraph, Part
from headwater.core.words import counted
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
from headwater.web.partnership.duty.links import (
    concern_address,
    reply_address,
    request_address,
    return_address,
    task_address,
)
from headwater.web.partnership.duty.models import Concern, Reply, Request, Return
from headwater.web.partnership.duty.presenters.papers import Imprint
from headwater.web.partnership.duty.queries.tasks import known
from headwater.web.partnership.duty.rules.escalating import Outcome, Step
from headwater.web.partnership.duty.rules.monitoring import (
    Content,
    Ground,
    Purpose,
    ReplyStatus,
    RequestStatus,
)

LATE = Tag("Late", Colour.RED, "Its day has passed and nothing came")
REPLY_TAGS = {
    ReplyStatus.ASKED: Tag("Not begun", Colour.GREY, "Nobody has written anything yet"),
    ReplyStatus.DRAFT: Tag("In draft", Colour.YELLOW, "Begun, and not sent"),
    ReplyStatus.SENT: Tag("Sent", Colour.GREEN, "It no longer changes"),
}
REQUEST_COLOURS = {
    RequestStatus.ASKED: Colour.YELLOW,
    RequestStatus.ANSWERED: Colour.GREEN,
    RequestStatus.REFUSED: Colour.ORANGE,
    RequestStatus.WITHDRAWN: Colour.GREY,
}
STEP_COLOURS = {
    Step.AUTHORITY: Colour.YELLOW,
    Step.BOARD: Colour.YELLOW,
    Step.POLICING_BODY: Colour.ORANGE,
    Step.SECRETARY: Colour.RED,
    Step.DIRECTION: Colour.RED,
}
RETURN_COLUMNS = (
    "reference",
    "title",
    "status",
    "asked_on",
    "due_on",
    "asked",
    "sent",
    "closed_on",
)
REQUEST_COLUMNS = (
    "reference",
    "title",
    "organisation",
    "purpose",
    "content",
    "asked_on",
    "due_on",
    "status",
    "ground",
    "ended_on",
)
CONCERN_COLUMNS = (
    "reference",
    "title",
    "organisation",
    "obligation",
    "step",
    "last_step_on",
    "follow_up_on",
    "outcome",
    "ended_on",
)


# --- returns -------------------------------------------------------------------------------------


def return_tag(held: Return) -> Tag:
    """Whether a return is open."""
    if held.is_open:
        return Tag("Open", Colour.BLUE, "Organisations may still reply")
    return Tag("Closed", Colour.GREY, "Nobody replies any more")


def returns_table(found: Iterable[Return], *, today: date) -> Table:
    """Returns, each with how many replies came."""
    return Table(
        caption="Monitoring returns",
        caption_is_hidden=True,
        columns=(Column("Return"), Column("Due"), Column("Replies"), Column("Status")),
        rows=[_return_row(each, today=today) for each in found],
        when_empty="No return was asked for yet.",
    )


def _return_row(held: Return, *, today: date) -> list[CellLike]:
    asked: int = held.asked  # type: ignore[attr-defined]
    sent: int = held.sent  # type: ignore[attr-defined]
    is_late = held.is_open and held.due_on < today and sent < asked
    return [
        Cell(held.title, href=return_address(held)),
        Cell(day(held.due_on), tag=LATE if is_late else None),
        Cell(f"{sent} of {asked} sent"),
        Cell(tag=return_tag(held)),
    ]


def return_rows(found: Iterable[Return]) -> Iterator[tuple[str, ...]]:
    """Rows of the file, in the order of `RETURN_COLUMNS`."""
    for each in found:
        yield (
            each.reference,
            each.title,
            each.status,
            timezone.localdate(each.asked_at).isoformat(),
            each.due_on.isoformat(),
            str(each.asked),  # type: ignore[attr-defined]
            str(each.sent),  # type: ignore[attr-defined]
            timezone.localdate(each.closed_at).isoformat() if each.closed_at else "",
        )


def return_facts(held: Return) -> list[Row]:
    """What a return says of itself."""
    rows = [
        Row("Asked on", day(timezone.localdate(held.asked_at))),
        Row("Due", day(held.due_on)),
        Row("Questions", "\n".join(f"{n}. {each}" for n, each in enumerate(held.questions, 1))),
    ]
    if held.summary:
        rows.insert(0, Row("What the replies say over all", held.summary))
    return rows


def reply_tag(reply: Reply, *, today: date) -> Tag:
    """Where a reply stands; late where its day passed."""
    is_late = reply.stands is not ReplyStatus.SENT and reply.of.due_on < today
    return LATE if is_late else REPLY_TAGS[reply.stands]


def replies_table(replies: Iterable[Reply], *, today: date) -> Table:
    """Who was asked, and what came."""
    return Table(
        caption="Replies",
        columns=(Column("Organisation"), Column("Reply"), Column("Sent"), Column("Finding")),
        rows=[
            [
                Cell(each.organisation.name, href=reply_address(each)),
                Cell(tag=reply_tag(each, today=today)),
                Cell(day(timezone.localdate(each.sent_at))) if each.sent_at else None,
                each.finding or None,
            ]
            for each in replies
        ],
        when_empty="None of your organisations is asked.",
    )


def answer_rows(reply: Reply) -> list[Row]:
    """Each question with its answer."""
    answers = [*reply.answers, *[""] * (len(reply.of.questions) - len(reply.answers))]
    return [
        Row(question, answer or "Not answered")
        for question, answer in zip(reply.of.questions, answers, strict=False)
    ]


def report(held: Return, replies: Sequence[Reply], imprint: Imprint) -> Paper:
    """The report of a return: what did not come stands first."""
    missing = [each for each in replies if each.stands is not ReplyStatus.SENT]
    parts: list[Part] = []
    if missing:
        parts.append(
            Note(
                f"{len(missing)} of {counted(len(replies), 'organisation')} did not reply",
                ", ".join(each.organisation.name for each in missing) + ".",
            )
        )
    if held.summary:
        parts += [Heading("What the replies say over all"), Paragraph(held.summary)]
    parts += [
        Heading("Findings"),
        Grid(
            caption="What was found",
            columns=("Organisation", "Reply", "Sent", "Finding"),
            rows=tuple(_report_cells(each) for each in replies),
        ),
    ]
    for each in replies:
        parts.append(Heading(each.organisation.name, level=2))
        for row in answer_rows(each):
            parts += [Paragraph("", strong=row.key), Paragraph(str(row.value))]
    return Paper(
        title=held.title,
        subtitle=f"Monitoring return under section 14, {imprint.partnership}",
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(parts),
        marking="Official" if not held.is_open else "Draft",
        is_fictional=imprint.is_fictional,
    )


def _report_cells(reply: Reply) -> tuple[str, ...]:
    return (
        reply.organisation.name,
        reply.stands.words,
        day(timezone.localdate(reply.sent_at)) if reply.sent_at else "",
        reply.finding or "None recorded",
    )


# --- information requests ------------------------------------------------------------------------


def request_tag(held: Request, *, today: date) -> Tag:
    """Where a request stands; late where its day passed."""
    if held.stands is RequestStatus.ASKED and held.due_on < today:
        return LATE
    return Tag(held.stands.words, REQUEST_COLOURS[held.stands])


def requests_table(found: Iterable[Request], *, today: date) -> Table:
    """Information requests, the latest first."""
    return Table(
        caption="Information requests",
        caption_is_hidden=True,
        columns=(
            Column("Request"),
            Column("Authority"),
            Column("Due"),
            Column("How it stands"),
        ),
        rows=[
            [
                Cell(each.title, href=request_address(each)),
                each.organisation.name,
                day(each.due_on),
                Cell(
                    tag=request_tag(each, today=today),
                    hint=Ground(each.ground).words if each.ground else "",
                ),
            ]
            for each in found
        ],
        when_empty="No information was asked for yet.",
    )


def request_rows(found: Iterable[Request]) -> Iterator[tuple[str, ...]]:
    """Rows of the file, in the order of `REQUEST_COLUMNS`."""
    for each in found:
        yield (
            each.reference,
            each.title,
            each.organisation.name,
            each.purpose,
            each.content,
            timezone.localdate(each.asked_at).isoformat(),
            each.due_on.isoformat(),
            each.status,
            each.ground,
            timezone.localdate(each.ended_at).isoformat() if each.ended_at else "",
        )


def request_facts(held: Request) -> list[Row]:
    """What was asked and what came."""
    rows = [
        Row("Authority", held.organisation.name),
        Row("What is wanted", held.wanted),
        Row("How it relates to the authority", held.relates),
        Row("What it is for", Purpose(held.purpose).words),
        Row("Kind of information", Content(held.content).words),
        Row("Asked on", day(timezone.localdate(held.asked_at))),
        Row("Due", day(held.due_on)),
    ]
    if held.ground:
        rows.append(Row("Ground of the refusal", Ground(held.ground).words))
    if held.answer:
        rows.append(Row("What the authority says", held.answer))
    if held.ended_at:
        rows.append(Row("Ended on", day(timezone.localdate(held.ended_at))))
    return rows


# --- concerns ------------------------------------------------------------------------------------


def concern_tag(held: Concern) -> Tag:
    """How far a concern was taken, or how it ended."""
    if held.outcome:
        return Tag(Outcome(held.outcome).words, Colour.GREEN)
    return Tag(held.reached.words, STEP_COLOURS[held.reached])


def concerns_table(found: Iterable[Concern], *, today: date) -> Table:
    """Concerns, those that go on first."""
    return Table(
        caption="Concerns",
        caption_is_hidden=True,
        columns=(
            Column("Concern"),
            Column("Authority"),
            Column("How far"),
            Column("Last step"),
            Column("Follow up"),
        ),
        rows=[_concern_row(each, today=today) for each in found],
        when_empty="No concern was raised.",
    )


def _concern_row(held: Concern, *, today: date) -> list[CellLike]:
    asked = known(held.obligation)
    late = held.follow_up_on is not None and held.follow_up_on < today
    return [
        Cell(held.title, href=concern_address(held), hint=asked.title if asked else ""),
        held.organisation.name,
        Cell(tag=concern_tag(held)),
        day(_last_on(held)),
        Cell(day(held.follow_up_on), tag=LATE if late else None) if held.follow_up_on else None,
    ]


def _last_on(held: Concern) -> date | None:
    return max((each.on for each in held.steps.all()), default=None)


def concern_rows(found: Iterable[Concern]) -> Iterator[tuple[str, ...]]:
    """Rows of the file, in the order of `CONCERN_COLUMNS`."""
    for each in found:
        last = _last_on(each)
        yield (
            each.reference,
            each.title,
            each.organisation.name,
            each.obligation,
            each.step,
            last.isoformat() if last else "",
            each.follow_up_on.isoformat() if each.follow_up_on else "",
            each.outcome,
            each.ended_on.isoformat() if each.ended_on else "",
        )


def concern_facts(held: Concern) -> list[Row]:
    """What a concern is about, and how it ended."""
    asked = known(held.obligation)
    about = asked.title if asked else held.obligation
    address = task_address(held.workspace.slug, held.obligation, held.organisation.reference)
    rows = [
        Row("Authority", held.organisation.name),
        Row("What it owes", Cell(about, href=address)),
        Row("How far", Cell(tag=concern_tag(held))),
    ]
    if held.follow_up_on:
        rows.append(Row("Follow up on", day(held.follow_up_on)))
    if held.outcome:
        rows += [
            Row("What changed", held.ended_words),
            Row("Ended on", day(held.ended_on)),
        ]
    return rows


def step_entries(held: Concern, names: Mapping[str, str]) -> list[Entry]:
    """The steps a concern was taken, the latest first."""
    return [
        Entry(
            title=f"{Step(each.step).words}, {day(each.on)}",
            at=each.at,
            by=names.get(each.by, "headwater"),
            text=each.words,
        )
        for each in reversed(held.steps.all())
    ]
