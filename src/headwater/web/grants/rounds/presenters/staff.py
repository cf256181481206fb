"""Rounds as staff see them: lists, what is ready, and the parts of one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from headwater.core.money import plain_pounds, short_pounds
from headwater.core.words import counted
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import (
    Cell,
    CellLike,
    Colour,
    Column,
    Entry,
    Row,
    Table,
    Tag,
    Task,
)
from headwater.web.grants.rounds.links import round_address
from headwater.web.grants.rounds.models import Extension, Round, RoundState
from headwater.web.grants.rounds.presenters.moments import exact
from headwater.web.grants.rounds.rules import readiness
from headwater.web.grants.rounds.rules.phases import Phase, phase
from headwater.web.grants.rounds.rules.templates import ages_words

STATE_TAGS = {
    RoundState.DRAFT: Tag("Draft", Colour.GREY, "Staff are writing it"),
    RoundState.READY: Tag("To be published", Colour.YELLOW, "A second person publishes it"),
    RoundState.WITHDRAWN: Tag("Withdrawn", Colour.RED, "Closed for good, with a reason"),
}
PHASE_TAGS = {
    Phase.NOT_YET: Tag("Opening soon", Colour.BLUE, "Published; no application is taken yet"),
    Phase.OPEN: Tag("Open", Colour.GREEN, "Applications are taken"),
    Phase.CLOSED: Tag("Closed", Colour.GREY, "No application is taken any more"),
}
READY = Tag("Ready", Colour.GREEN)
MISSING = Tag("Something is missing", Colour.YELLOW)
OPTIONAL = Tag("If you like", Colour.GREY)
CSV_COLUMNS = (
    *("reference", "title", "fund", "state", "opens_at", "closes_at", "decisions_by"),
    *("total_gbp", "largest_award_gbp", "smallest_award_gbp"),
)


def tag_of(round: Round, at: datetime) -> Tag:
    """Where a round stands, in one word."""
    if round.state == RoundState.PUBLISHED:
        return PHASE_TAGS[phase(round, at)]
    return STATE_TAGS[RoundState(round.state)]


def rounds_table(rounds: Iterable[Round], at: datetime) -> Table:
    """A list of rounds."""
    return Table(
        caption="Rounds",
        caption_is_hidden=True,
        columns=[
            Column("Round"),
            Column("State"),
            Column("Opens"),
            Column("Closes"),
            Column("In all", numeric=True),
            Column("Up to", numeric=True),
        ],
        rows=[
            [
                Cell(each.title, round_address(each), hint=each.fund.name),
                Cell(tag=tag_of(each, at)),
                moment(each.opens_at),
                moment(each.closes_at),
                short_pounds(each.total),
                short_pounds(each.largest_award),
            ]
            for each in rounds
        ],
        when_empty="No round is like that.",
    )


def csv_rows(rounds: Iterable[Round]) -> list[list[str]]:
    """The same as a file."""
    return [
        [
            each.reference,
            each.title,
            each.fund.name,
            each.state,
            each.opens_at.isoformat(),
            each.closes_at.isoformat(),
            each.decisions_by.isoformat() if each.decisions_by else "",
            plain_pounds(each.total),
            plain_pounds(each.largest_award),
            plain_pounds(each.smallest_award),
        ]
        for each in rounds
    ]


TO_READ = frozenset(
    {
        readiness.Task.ELIGIBILITY,
        readiness.Task.QUESTIONS,
        readiness.Task.CRITERIA,
        readiness.Task.DOCUMENTS,
    }
)
"""Tasks whose page lists what there is. The others are a form, whose answers the round shows."""


def tasks(
    round: Round,
    missing: Mapping[readiness.Task, Sequence[str]],
    counts: Mapping[str, int],
    *,
    may_build: bool,
) -> list[Task]:
    """What there is to do, and what is missing from each. Who only reads opens what can be read."""
    return [
        Task(
            title=task.words,
            tag=_task_tag(task, found, counts),
            href=round_address(round, task.value) if may_build or task in TO_READ else "",
            hint=". ".join(found) + "." if found else _so_far(task, counts),
        )
        for task, found in missing.items()
    ]


def _task_tag(task: readiness.Task, found: Sequence[str], counts: Mapping[str, int]) -> Tag:
    if found:
        return MISSING
    is_empty = task is readiness.Task.DOCUMENTS and not counts.get(task.value)
    return OPTIONAL if is_empty else READY


def _so_far(task: readiness.Task, counts: Mapping[str, int]) -> str:
    nouns = {
        readiness.Task.ELIGIBILITY: ("question", "questions"),
        readiness.Task.QUESTIONS: ("question", "questions"),
        readiness.Task.CRITERIA: ("criterion", "criteria"),
        readiness.Task.DOCUMENTS: ("document", "documents"),
    }
    if task not in nouns:
        return ""
    return counted(counts.get(task.value, 0), *nouns[task])


def facts(round: Round) -> list[Row]:
    """What a round is, for those who look after it."""
    rows: list[Row] = [
        Row("Fund", round.fund.name),
        Row("Opens", exact(round.opens_at)),
        Row("Closes", exact(round.closes_at)),
        Row("Decisions by", day(round.decisions_by) or "Not said"),
        Row("In all", short_pounds(round.total)),
        Row("For each", awards_words(round)),
        Row("Ages", ages_words(round.youngest, round.oldest, round.oldest_with_send) or "Any"),
        Row("Districts", ", ".join(each["name"] for each in round.places) or "Not said"),
        Row("Can be funded from", f"{round.threshold} of 100"),
    ]
    if round.state == RoundState.WITHDRAWN:
        rows.append(Row("Withdrawn because", round.withdrawn_because))
    return rows


def awards_words(round: Round) -> str:
    """How much one project can get."""
    most = short_pounds(round.largest_award)
    if not round.smallest_award:
        return f"Up to {most}"
    return f"{short_pounds(round.smallest_award)} to {most}"


def extensions(rows: Iterable[Extension], names: Mapping[str, str]) -> list[Entry]:
    """Each time the closing was put off."""
    return [
        Entry(
            title=f"Closes later: {exact(each.after)}",
            at=each.at,
            by=names.get(each.by, ""),
            text=f"It was to close on {exact(each.before)}. {each.reason}",
        )
        for each in rows
    ]


def criteria_table(rows: Sequence[Sequence[CellLike]]) -> Table:
    """Criteria with their weights."""
    return Table(
        caption="What applications are judged by",
        columns=[Column("Criterion"), Column("Weight", numeric=True)],
        rows=rows,
    )
