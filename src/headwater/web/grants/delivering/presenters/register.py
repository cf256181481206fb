"""The register in words and rows, and what its page says when it is sent without a script."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from headwater.rulebook import outcome_tool
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.grants.deciding.presenters.applications import places_of
from headwater.web.grants.delivering.changes.people import fresh_id
from headwater.web.grants.delivering.models import (
    Attendance,
    Delivery,
    Goal,
    Measure,
    Participant,
    Session,
)
from headwater.web.grants.delivering.queries.register import Standing
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.measures import change, reliable_change

ASSETS = ("headwater.css", "headwater.js", "register.js", "mark.svg")
"""What the register's page needs on a phone that is away."""
USUAL_MINUTES = 60
MARK_COLOURS = {"present": Colour.GREEN, "late": Colour.YELLOW, "absent": Colour.GREY}
GOAL_COLOURS = {
    "open": Colour.BLUE,
    "achieved": Colour.GREEN,
    "partly": Colour.YELLOW,
    "not": Colour.GREY,
}


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One young person on the page on which the register is taken."""

    id: str
    code: str
    age: str
    state: str = ""
    reason: str = ""
    is_disputed: bool = False
    words: str = ""
    """What stands, where something does."""


def register_rows(people: Sequence[Participant], given: Mapping[str, str]) -> list[MarkRow]:
    """Everybody who may come, with what was chosen if the page was sent and came back."""
    return [
        MarkRow(
            id=str(each.client_id),
            code=each.code,
            age=lists.AGE_BANDS[each.age_band],
            state=given.get(f"mark_{each.client_id}", ""),
            reason=given.get(f"reason_{each.client_id}", ""),
        )
        for each in people
    ]


def first_without_reason(people: Sequence[Participant], given: Mapping[str, str]) -> str:
    """What to say where somebody is absent and no reason was chosen."""
    for each in people:
        is_absent = given.get(f"mark_{each.client_id}") == "absent"
        if is_absent and given.get(f"reason_{each.client_id}", "") not in lists.ABSENCES:
            return f"Choose why {each.code} was absent. Not known is one of the answers."
    return ""


def marks_of(
    people: Sequence[Participant], given: Mapping[str, str], *, session: Any, at: datetime
) -> list[dict[str, Any]]:
    """What was chosen, as a phone would send it."""
    return [
        _mark(str(each.client_id), given, session=str(session), at=at, corrects=[])
        for each in people
        if given.get(f"mark_{each.client_id}") in lists.MARKS
    ]


def _mark(
    person: str, given: Mapping[str, str], *, session: str, at: datetime, corrects: list[str]
) -> dict[str, Any]:
    return {
        "kind": "mark",
        "id": fresh_id(),
        "session": session,
        "participant": person,
        "state": given[f"mark_{person}"],
        "reason": given.get(f"reason_{person}", "") or "unknown",
        "corrects": corrects,
        "at": at.isoformat(),
    }


def corrections(
    session: Session, standing: Mapping[int, Standing], given: Mapping[str, str], *, at: datetime
) -> list[dict[str, Any]]:
    """What was chosen otherwise than it stands. Whoever saw both of two says which is right."""
    known = {str(each.participant.client_id): each for each in standing.values()}
    found = []
    for name, state in given.items():
        person = name.removeprefix("mark_")
        if person == name or state not in lists.MARKS:
            continue
        stands = known.get(person)
        reason = (given.get(f"reason_{person}", "") or "unknown") if state == "absent" else ""
        if stands and not stands.is_disputed:
            first = stands.said[0]
            if (first.state, first.reason) == (state, reason):
                continue
        corrects = [str(each.client_id) for each in stands.said] if stands else []
        found.append(_mark(person, given, session=str(session.client_id), at=at, corrects=corrects))
    return found


def session_rows(standing: Mapping[int, Standing], others: Sequence[Participant]) -> list[MarkRow]:
    """Everybody of whom something was said at a session, and everybody else."""
    marked = [_standing_row(each) for each in standing.values()]
    return sorted([*marked, *register_rows(others, {})], key=lambda row: row.code)


def _standing_row(stands: Standing) -> MarkRow:
    person, first = stands.participant, stands.said[0]
    return MarkRow(
        id=str(person.client_id),
        code=person.code,
        age=lists.AGE_BANDS[person.age_band],
        state="" if stands.is_disputed else first.state,
        reason="" if stands.is_disputed else first.reason,
        is_disputed=stands.is_disputed,
        words=", or ".join(
            f"{said_words(each.state, each.reason)} ({moment(each.said_at)})"
            for each in stands.said
        )
        if stands.is_disputed
        else "",
    )


def said_words(state: str, reason: str) -> str:
    """A mark as one says it."""
    return f"{lists.MARKS[state]}: {lists.ABSENCES[reason]}" if reason else lists.MARKS[state]


def disputed(standing: Mapping[int, Standing]) -> int:
    """Of how many people two phones say different things."""
    return sum(each.is_disputed for each in standing.values())


def sessions_table(sessions: Sequence[Session], reference: str) -> Table:
    """The latest sessions, with how many came."""
    alike = Counter(_likeness(each) for each in sessions if each.cancelled_at is None)
    twice = {name for name, times in alike.items() if times > 1}
    return Table(
        caption="Sessions so far",
        columns=[Column("When"), Column("What"), Column("Came", numeric=True), Column("State")],
        rows=[
            [
                Cell(
                    day(each.held_on),
                    href=reverse("delivering:session", args=[reference, each.client_id]),
                    hint=each.reference,
                ),
                each.activity,
                getattr(each, "came", 0),
                Cell(tag=_session_tag(each, twice)),
            ]
            for each in sessions
        ],
        when_empty="No session yet. The first you save is shown here.",
    )


def _likeness(session: Session) -> tuple[object, ...]:
    """What two sessions have in common that may be one, taken down by two phones."""
    return session.held_on, session.activity.casefold()


def _session_tag(session: Session, twice: Collection[tuple[object, ...]]) -> Tag:
    if session.cancelled_at is not None:
        return Tag("Cancelled", Colour.GREY)
    if _likeness(session) in twice:
        return Tag("Here twice? Cancel one", Colour.ORANGE)
    if getattr(session, "disputed", 0):
        return Tag("Two phones differ", Colour.ORANGE)
    return Tag("Sent", Colour.GREEN)


def people_table(people: Sequence[Participant], reference: str) -> Table:
    """Everybody in the register, by code."""
    return Table(
        caption="Young people by code",
        columns=[
            Column("Code"),
            Column("Age"),
            Column("Started"),
            Column("Came", numeric=True),
            Column("State"),
        ],
        rows=[
            [
                Cell(
                    each.code, href=reverse("delivering:person", args=[reference, each.client_id])
                ),
                lists.AGE_BANDS[each.age_band],
                day(each.started_on),
                getattr(each, "times", 0),
                lists.LEAVINGS[each.leaving] if each.leaving else "Takes part",
            ]
            for each in people
        ],
        when_empty="Nobody yet. Add each young person once; headwater makes their code.",
    )


def person_facts(person: Participant) -> list[Row]:
    """What is kept of one young person."""
    return [
        Row("Age", lists.AGE_BANDS[person.age_band]),
        Row("Started", day(person.started_on)),
        Row("Came by", lists.REFERRALS[person.referral]),
        Row("Consent", lists.CONSENTS[person.consent]),
        Row("Lawful basis", lists.BASES[person.lawful_basis]),
        Row("Would like help with", ", ".join(lists.NEEDS[each] for each in person.needs) or "–"),
        Row(
            "State",
            f"{lists.LEAVINGS[person.leaving]}, {day(person.left_on)}"
            if person.leaving
            else "Takes part",
        ),
    ]


def scores_table(measures: Sequence[Measure]) -> Table:
    """Scores at the start and at the end, with what may be said of the change."""
    tools = dict.fromkeys(each.tool for each in measures)
    by = {(each.tool, each.stage): each for each in measures}
    return Table(
        caption="Scores",
        columns=[Column("Tool"), Column("At the start"), Column("At the end"), Column("Change")],
        rows=[
            [
                outcome_tool(tool).name,
                _score(by.get((tool, "before"))),
                _score(by.get((tool, "after"))),
                _change(tool, by.get((tool, "before")), by.get((tool, "after"))),
            ]
            for tool in tools
        ],
        when_empty="No score yet.",
    )


def _score(measure: Measure | None) -> str:
    if measure is None:
        return "–"
    if measure.score is None:
        return lists.MISSING[measure.missing]
    return f"{measure.score.normalize():f}, {day(measure.taken_on)}"


def _change(tool_id: str, before: Measure | None, after: Measure | None) -> str:
    if not (before and after) or before.score is None or after.score is None:
        return "–"
    tool = outcome_tool(tool_id)
    went = change(tool, before.score, after.score).value.capitalize()
    sure = reliable_change(tool, before.score, after.score)
    if sure is None:
        return went
    return f"{went}, more than error" if sure.value != "same" else f"{went}, within error"


def goals_table(goals: Sequence[Goal], reference: str, person: Participant) -> Table:
    """What somebody works towards."""
    return Table(
        caption="Goals",
        columns=[Column("Goal"), Column("State")],
        rows=[
            [
                Cell(
                    each.words,
                    href=reverse("delivering:goal", args=[reference, person.client_id, each.pk]),
                ),
                Cell(tag=Tag(lists.GOALS[each.state], GOAL_COLOURS[each.state])),
            ]
            for each in goals
        ],
        when_empty="No goal yet.",
    )


def attended_table(attendances: Sequence[Attendance], reference: str) -> Table:
    """The latest sessions of one young person."""
    return Table(
        caption="Sessions",
        columns=[Column("When"), Column("What"), Column("Attendance")],
        rows=[
            [
                Cell(
                    day(each.session.held_on),
                    href=reverse("delivering:session", args=[reference, each.session.client_id]),
                    hint=each.session.reference,
                ),
                each.session.activity,
                Cell(tag=Tag(said_words(each.state, each.reason), MARK_COLOURS[each.state])),
            ]
            for each in attendances
        ],
        when_empty="None yet.",
    )


def areas_of(delivery: Delivery) -> list[tuple[str, str]]:
    """Districts where a project's young people live, by code: those its application named."""
    application = delivery.award.application
    names = places_of(application.round)
    return [(code, names.get(code, code)) for code in application.area_codes]


def usual_tool(delivery: Delivery) -> str:
    """The tool that the first target with a score asks for."""
    found = delivery.targets.exclude(tool="").first()
    return found.tool if found else ""


def usual_minutes(delivery: Delivery) -> int:
    """How long the last session took."""
    last = delivery.sessions.first()
    return last.minutes if last else USUAL_MINUTES


def session_choices(sessions: Sequence[Session]) -> list[tuple[str, str]]:
    """Sessions that are known, so that two phones need not make the same one twice."""
    return [
        (str(each.client_id), f"{each.activity}, {day(each.held_on)}")
        for each in sessions
        if each.cancelled_at is None
    ]
