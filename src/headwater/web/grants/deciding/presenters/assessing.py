"""Assessments, scores, interests and checks in words and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse

from headwater.core.words import counted, listed
from headwater.web.accounts.models import User
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag, Task
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.links import (
    assessment_address,
)
from headwater.web.grants.deciding.models import (
    Assessment,
    Check,
    Clarification,
    Involvement,
    Score,
    Source,
)
from headwater.web.grants.deciding.queries.assessments import Line, Sheet
from headwater.web.grants.deciding.queries.checks import Asked
from headwater.web.grants.deciding.queries.interests import Case
from headwater.web.grants.deciding.rules import checking
from headwater.web.grants.deciding.rules.checking import Result
from headwater.web.grants.deciding.rules.scoring import Confidence

CHECK_COLOURS = {
    Result.MET.words: Colour.GREEN,
    Result.NOT_MET.words: Colour.RED,
    Result.NOT_NEEDED.words: Colour.GREY,
    checking.NOT_CHECKED: Colour.YELLOW,
    checking.RAN_OUT: Colour.ORANGE,
}


def desk(found: Iterable[Assessment], declared: set[int]) -> Table:
    """What somebody is named to assess."""
    return Table(
        caption="What you are asked to assess",
        caption_is_hidden=True,
        columns=[Column("Application"), Column("Round"), Column("Due"), Column("Next")],
        rows=[
            [
                Cell(each.application.reference, href=assessment_address(each)),
                each.application.round.title,
                day(each.due_on),
                Cell(tag=_next_tag(each, declared)),
            ]
            for each in found
        ],
        when_empty="Nobody has asked you to assess an application. A lead names assessors.",
    )


def _next_tag(assessment: Assessment, declared: set[int]) -> Tag:
    if assessment.handed_in_at is not None:
        return Tag("Handed in", Colour.GREEN)
    if assessment.application_id not in declared:
        return Tag("Say whether you have an interest", Colour.ORANGE)
    return Tag("Score it", Colour.BLUE)


def points_words(score: Score) -> str:
    """Points and how sure."""
    sure = f", {Confidence(score.confidence).words.lower()}" if score.confidence else ""
    return f"{score.points} of 5{sure}"


def assessors(
    application: Application,
    found: Sequence[Assessment],
    names: Mapping[str, str],
    *,
    may_run: bool,
) -> Table:
    """Who is named, and how far each is; for those who name them, with how to take them off."""
    slug = application.round.workspace.slug
    change = [Column("Change")] if may_run else []
    return Table(
        caption="Assessors",
        caption_is_hidden=True,
        columns=[Column("Who"), Column("Due"), Column("How far"), *change],
        rows=[
            [
                names.get(each.assessor, "Somebody who left"),
                day(each.due_on),
                Cell(
                    tag=Tag("Handed in", Colour.GREEN)
                    if each.handed_in_at
                    else Tag("Waits for scores", Colour.YELLOW)
                ),
                *([_take_off(slug, each, names)] if may_run else []),
            ]
            for each in found
        ],
        when_empty="Nobody is named yet. Every application is assessed by at least two people.",
    )


def _take_off(slug: str, assessment: Assessment, names: Mapping[str, str]) -> Cell:
    address = reverse("deciding:take_off", args=[slug, assessment.reference])
    return Cell(f"Take {names.get(assessment.assessor, 'them')} off", href=address)


def spread_table(
    sheet: Sheet, names: Mapping[str, str], application: Application, *, may_run: bool
) -> Table:
    """Every criterion with what each assessor gave, how far apart they are, and what counts."""
    here = (application.round.workspace.slug, application.reference)
    people = [names.get(each.assessor, "Assessor") for each in sheet.assessments]
    rows: list[list[CellLike]] = []
    for line in sheet.lines:
        given = {score.assessment_id: score for score in line.scores}
        points = [given.get(each.pk) for each in sheet.assessments]
        rows.append(
            [
                Cell(
                    line.criterion.name,
                    href=reverse("deciding:moderate", args=[*here, line.criterion.key])
                    if may_run
                    else "",
                    hint=f"Weight {line.criterion.weight}",
                ),
                *("" if each is None else str(each.points) for each in points),
                Cell(tag=spread_tag(line)),
                "" if line.points is None else f"{line.points.normalize():f}",
            ]
        )
    return Table(
        caption="Scores by criterion",
        caption_is_hidden=True,
        columns=[
            Column("Criterion"),
            *(Column(each, numeric=True) for each in people),
            Column("Agreement"),
            Column("Counts", numeric=True),
        ],
        rows=rows,
        standout=frozenset(n for n, line in enumerate(sheet.lines) if line.spread.is_wide),
        when_empty="The round has no criteria.",
    )


def spread_tag(line: Line) -> Tag:
    """How far apart assessors are on a criterion."""
    if line.moderation is not None:
        return Tag("Moderated", Colour.BLUE)
    if line.spread.is_wide:
        return Tag(f"{line.spread.width} points apart", Colour.ORANGE)
    if len(line.spread.points) < 2:
        return Tag("Too few scores", Colour.GREY)
    return Tag("Close", Colour.GREEN)


def outcome_words(sheet: Sheet) -> str:
    """What the scores come to, in a sentence."""
    total, threshold = sheet.outcome.total, sheet.outcome.threshold
    if total is None:
        return "There is no total yet: not every criterion has points."
    said = f"{total} of 100. The round needs {threshold:f}."
    if sheet.outcome.zeros:
        names = [line.criterion.name for line in sheet.lines]
        keys = [line.criterion.key for line in sheet.lines]
        zeros = listed([names[keys.index(key)] for key in sheet.outcome.zeros])
        return f"{said} It cannot be funded: there is a zero on {zeros}."
    return said if sheet.outcome.is_fundable else f"{said} It is below that."


def reasons_of(line: Line, names: Mapping[str, str], sheet: Sheet) -> list[Row]:
    """What each assessor said of one criterion."""
    people = {each.pk: names.get(each.assessor, "Assessor") for each in sheet.assessments}
    rows = [
        Row(
            people.get(score.assessment_id, "Assessor"),
            Cell(points_words(score), hint=score.reason),
        )
        for score in line.scores
    ]
    if line.moderation is not None:
        counted_points = f"{line.moderation.points.normalize():f} of 5"
        rows.append(Row("Moderated", Cell(counted_points, hint=line.moderation.reason)))
    return rows


# --- due diligence ------------------------------------------------------------------------------


def check_tag(asked: Asked, *, today: date) -> Tag:
    """How an item stands on a day."""
    words = checking.words(asked.found, today=today)
    return Tag(words, CHECK_COLOURS[words])


def check_tasks(application: Application, found: Iterable[Asked], *, today: date) -> list[Task]:
    """The checklist."""
    slug = application.round.workspace.slug
    return [
        Task(
            each.item.name if each.item.must else f"{each.item.name} (should be met)",
            check_tag(each, today=today),
            reverse("deciding:check", args=[slug, application.reference, each.item.id]),
            hint=_check_hint(each),
        )
        for each in found
    ]


def _check_hint(asked: Asked) -> str:
    latest = asked.answers[0] if asked.answers else None
    if latest is None:
        return asked.item.question
    until = f" It holds until {day(latest.expires_on)}." if latest.expires_on else ""
    return f"{latest.reason}{until}"


def check_rows(answers: Iterable[Check], names: Mapping[str, str]) -> list[Row]:
    """Every answer to one item, the latest first."""
    return [
        Row(
            Result(each.result).words,
            Cell(
                each.reason,
                hint=f"{moment(each.checked_at)}, {names.get(each.checked_by, 'headwater')}"
                + (f", until {day(each.expires_on)}" if each.expires_on else ""),
            ),
        )
        for each in answers
    ]


# --- interests ----------------------------------------------------------------------------------


def interests_table(
    application: Application, found: Iterable[tuple[User, Case]], *, may_ask: bool
) -> Table:
    """Everybody with an interest, what it is, and whether they may read."""
    rows: list[list[CellLike]] = []
    for person, case in found:
        for source, what, row in _sources(case):
            change = ""
            if may_ask:
                change = reverse(
                    "deciding:interest",
                    args=[
                        application.round.workspace.slug,
                        application.reference,
                        person.reference,
                        source.value,
                    ],
                )
            rows.append(
                [
                    person.name,
                    Cell(source.label, hint=what),
                    Cell(tag=_interest_tag(row)),
                    Cell("Settle it", href=change) if change else "",
                ]
            )
    return Table(
        caption="Conflicts of interest",
        caption_is_hidden=True,
        columns=[Column("Who"), Column("What"), Column("Reads it"), Column("Change")],
        rows=rows,
        when_empty="As far as is known nobody who may read it has an interest in it.",
    )


def _sources(case: Case) -> list[tuple[Source, str, object]]:
    rows: list[tuple[Source, str, object]] = []
    if case.declared is not None and case.declared.is_interest:
        rows.append((Source.DECLARED, case.declared.nature, case.declared))
    if case.found:
        words = listed([each.words for each in case.found])
        rows.append((Source.FOUND, words.capitalize(), case.cleared))
    return rows


def interest_rows(case: Case, source: Source) -> list[Row]:
    """What one interest is."""
    words = next((what for each, what, _ in _sources(case) if each is source), "")
    return [Row(source.label, words)]


def _interest_tag(row: object) -> Tag:
    if getattr(row, "cleared_at", None) is not None:
        return Tag("Managed", Colour.BLUE, "Two people agreed that they may read it.")
    if getattr(row, "asked_at", None) is not None:
        return Tag("Waits for a second person", Colour.YELLOW)
    return Tag("Blocked", Colour.RED)


def declared_words(found: Iterable[tuple[User, Case]]) -> str:
    """How many said that they have no interest."""
    none = [c for _, c in found if c.declared is not None and not c.declared.is_interest]
    return f"{counted(len(none), 'person', 'people')} declared to have no interest."


def involvements(found: Iterable[Involvement]) -> Table:
    """What somebody has to do with."""
    return Table(
        caption="Organisations you have to do with",
        caption_is_hidden=True,
        columns=[Column("Organisation"), Column("What you are there"), Column("Number"),
                 Column("Postcode"), Column("Change")],
        rows=[
            [
                each.organisation,
                each.nature,
                each.number,
                each.postcode,
                Cell(
                    f"End {each.organisation}",
                    href=reverse(
                        "deciding:involvement_end", args=[each.workspace.slug, each.reference]
                    ),
                ),
            ]
            for each in found
        ],
        when_empty="You have entered none.",
    )  # fmt: skip


# --- questions ----------------------------------------------------------------------------------


def question_tag(asked: Clarification) -> Tag:
    """How a question stands."""
    if asked.answered_at is not None:
        return Tag("Answered", Colour.GREEN)
    if asked.ended_at is not None:
        return Tag("Taken back", Colour.GREY)
    return Tag("Waits for an answer", Colour.YELLOW)
