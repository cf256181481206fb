"""A round as the public reads it: on pages, in papers and in calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from icalendar import Calendar, Event

from headwater.core import words
from headwater.core.money import plain_pounds, short_pounds
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Column, Link, Row, Table, Tag
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.links import public_address
from headwater.web.grants.rounds.models import Criterion, Question, Round, RoundState
from headwater.web.grants.rounds.presenters.moments import exact
from headwater.web.grants.rounds.presenters.staff import PHASE_TAGS, STATE_TAGS, awards_words
from headwater.web.grants.rounds.rules.eligibility import Rule, passing_words
from headwater.web.grants.rounds.rules.kinds import QuestionKind
from headwater.web.grants.rounds.rules.phases import CLOSING_RULE, Phase, phase
from headwater.web.grants.rounds.rules.templates import ages_words

CSV_COLUMNS = ("title", "phase", "opens_at", "closes_at", "total_gbp", "largest_award_gbp", "page")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is shown before anybody starts."""

    words: str
    help: str
    how: str
    """How it is answered: `Up to 300 words`."""
    notes: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A section of them."""

    title: str
    help: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion with what its scores mean."""

    name: str
    weight: int
    guidance: str
    is_essential: bool
    anchors: Table


@dataclass(frozen=True, slots=True)
class Listed:
    """A round in the list of all."""

    title: str
    summary: str
    href: str
    tag: Tag
    when: str
    money: str
    ages: str


def listed(round: Round, at: datetime) -> Listed:
    """A round in the list of all."""
    ages = ages_words(round.youngest, round.oldest, round.oldest_with_send)
    return Listed(
        title=round.title,
        summary=round.summary,
        href=public_address(round),
        tag=tag_of(round, at),
        when=when(round, at),
        money=awards_words(round),
        ages=f"Ages {ages}" if ages else "",
    )


def tag_of(round: Round, at: datetime) -> Tag:
    """Where a round stands, as the public reads it."""
    if round.state == RoundState.WITHDRAWN:
        return STATE_TAGS[RoundState.WITHDRAWN]
    return PHASE_TAGS[phase(round, at)]


def when(round: Round, at: datetime) -> str:
    """What the clock says of a round, in a sentence."""
    if round.state == RoundState.WITHDRAWN:
        return "This round was withdrawn."
    match phase(round, at):
        case Phase.NOT_YET:
            return f"Opens on {exact(round.opens_at)}."
        case Phase.OPEN:
            return f"Closes on {exact(round.closes_at)}."
        case _:
            return f"Closed on {exact(round.closes_at)}."


def csv_rows(rounds: Iterable[Round], at: datetime) -> list[list[str]]:
    """The list as a file."""
    return [
        [
            each.title,
            phase(each, at).value,
            each.opens_at.isoformat(),
            each.closes_at.isoformat(),
            plain_pounds(each.total),
            plain_pounds(each.largest_award),
            public_address(each),
        ]
        for each in rounds
    ]


def page(round: Round, at: datetime) -> dict[str, object]:
    """Everything the page of a fund's round says."""
    return {
        "round": round,
        "tag": tag_of(round, at),
        "when": when(round, at),
        "is_open": phase(round, at) is Phase.OPEN,
        "is_withdrawn": round.state == RoundState.WITHDRAWN,
        "start": reverse("applying:start", args=[round.slug]),
        "money": money(round),
        "dates": dates(round),
        "closing_rule": CLOSING_RULE,
        "rules": [(each, passes(each)) for each in queries.eligibility_of(round)],
        "sections": asked_sections(round),
        "criteria": [judged(each) for each in queries.criteria_of(round)],
        "documents": [
            Link(each.title, reverse("rounds:public_document", args=[round.slug, each.reference]))
            for each in queries.attachments_of(round)
        ],
        "extensions": queries.extensions_of(round),
        "takes": takes(round),
        "small_income": short_pounds(round.small_income) if round.small_income else "",
    }


def passes(rule: Rule) -> str:
    """Which answers let somebody apply."""
    return f"To apply, your answer must be: {passing_words(rule)}."


def takes(round: Round) -> str:
    """How long applying takes, in words."""
    if not round.minutes:
        return ""
    hours, minutes = divmod(round.minutes, 60)
    parts = [words.counted(hours, "hour")] if hours else []
    if minutes:
        parts.append(words.counted(minutes, "minute"))
    return f"About {words.listed(parts)}. You can stop and come back."


def money(round: Round) -> list[Row]:
    """The money of a round."""
    ages = ages_words(round.youngest, round.oldest, round.oldest_with_send)
    rows = [
        Row("For each project", awards_words(round)),
        Row("In all", short_pounds(round.total)),
    ]
    if ages:
        rows.append(Row("Ages", ages))
    if round.places:
        rows.append(Row("Where", words.listed([each["name"] for each in round.places])))
    return rows


def dates(round: Round) -> list[Row]:
    """The dates of a round, with its exact closing time."""
    rows = [
        Row("Opens", exact(round.opens_at)),
        Row("Closes", f"{exact(round.closes_at)} (London time)"),
    ]
    if round.decisions_by:
        rows.append(Row("You are told the decision by", day(round.decisions_by)))
    if round.projects_from:
        rows.append(Row("Projects may start on", day(round.projects_from)))
    if round.projects_until:
        rows.append(Row("Projects end by", day(round.projects_until)))
    return rows


def asked_sections(round: Round) -> list[AskedSection]:
    """Every question of a round, section by section."""
    parts = queries.sections_of(round)
    by_key = {each.key: each.words for part in parts for each in part.questions}
    return [
        AskedSection(
            part.section.title,
            part.section.help,
            tuple(_asked(each, round, by_key) for each in part.questions),
        )
        for part in parts
        if part.questions
    ]


def _asked(question: Question, round: Round, by_key: dict[str, str]) -> Asked:
    notes = [] if question.required else ["You may leave it out."]
    if question.shown_if_key:
        other = by_key.get(question.shown_if_key, "")
        notes.append(f"Asked only if you answer “{question.shown_if_answer}” to “{other}”.")
    if question.hidden_when_small and round.small_income:
        below = short_pounds(round.small_income)
        notes.append(f"Not asked of organisations with a yearly income below {below}.")
    return Asked(
        question.words, question.help, how(question, round), tuple(notes), _choices(question, round)
    )


def _choices(question: Question, round: Round) -> tuple[str, ...]:
    if question.kind == QuestionKind.DISTRICTS:
        return tuple(each["name"] for each in round.places)
    return tuple(question.choices)


def how(question: Question, round: Round) -> str:
    """How a question is answered, in a few words."""
    match QuestionKind(question.kind):
        case QuestionKind.LONG:
            limit = question.word_limit
            return f"Up to {limit:,} words" if limit else "Text"
        case QuestionKind.MONEY if question.fills == "amount":
            return f"An amount: {awards_words(round).lower()}"
        case QuestionKind.AGES:
            limits = ages_words(round.youngest, round.oldest, round.oldest_with_send)
            return f"The youngest and the oldest: {limits}" if limits else "Two ages"
        case QuestionKind.BUDGET:
            return "A table: what is bought, whether it pays for people's time, and the cost"
        case QuestionKind.APPROACH:
            return "One approach of the Youth Endowment Fund Toolkit, or none of them"
        case kind:
            return kind.words


def judged(criterion: Criterion) -> Judged:
    """One criterion with what its scores mean."""
    return Judged(
        criterion.name,
        criterion.weight,
        criterion.guidance,
        criterion.no_zero,
        Table(
            caption=f"What scores for “{criterion.name}” mean",
            caption_is_hidden=True,
            columns=[Column("Score", numeric=True), Column("Means")],
            rows=[[str(score), text] for score, text in enumerate(criterion.anchors)],
        ),
    )


def calendar(round: Round, *, host: str) -> bytes:
    """The dates of a round for a calendar. A withdrawn round is there as cancelled."""
    made = Calendar()
    made.add("prodid", "-//headwater//rounds//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", round.title)
    is_off = round.state == RoundState.WITHDRAWN
    for name, said, at in (
        ("opens", "opens", round.opens_at),
        ("closes", "closes", round.closes_at),
    ):
        made.add_component(_entry(round, f"{name}", f"{round.title} {said}", at, host, is_off))
    if round.decisions_by:
        words_of = f"{round.title}: decisions by today"
        entry = _entry(round, "decisions", words_of, round.closes_at, host, is_off)
        del entry["dtstart"], entry["dtend"]
        entry.add("dtstart", round.decisions_by)
        entry.add("dtend", round.decisions_by + ONE_DAY)
        made.add_component(entry)
    return bytes(made.to_ical())


def _entry(round: Round, name: str, summary: str, at: datetime, host: str, is_off: bool) -> Event:
    entry = Event()
    entry.add("uid", f"{round.reference}-{name}@{host}")
    entry.add("dtstamp", round.published_at or round.written_at)
    entry.add("sequence", round.version)
    entry.add("dtstart", at)
    entry.add("dtend", at)
    entry.add("summary", summary)
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return entry
