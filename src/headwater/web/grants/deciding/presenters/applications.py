"""Applications in words and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse

from headwater.core.money import plain_pounds, short_pounds
from headwater.core.words import counted, listed
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Link, Row, Table, Tag, Task
from headwater.web.documents.presenters import size_words
from headwater.web.grants.applying.models import (
    Application,
    Attachment,
    OrganisationKind,
    State,
)
from headwater.web.grants.deciding.links import application_address
from headwater.web.grants.deciding.queries.answers import Answer, Part
from headwater.web.grants.deciding.queries.assessments import Sheet
from headwater.web.grants.deciding.rules.evidence import Evidence, Flag
from headwater.web.grants.rounds.models import Round

COLOURS = {
    State.SUBMITTED: Colour.BLUE,
    State.ASSESSMENT: Colour.TEAL,
    State.CLARIFICATION: Colour.YELLOW,
    State.PANEL: Colour.PURPLE,
    State.APPROVED: Colour.GREEN,
    State.DECLINED: Colour.GREY,
    State.WITHDRAWN: Colour.GREY,
}
MEANINGS = {
    State.SUBMITTED: "Handed in. Nobody is named to assess it yet.",
    State.ASSESSMENT: "Assessors are named, and scores are given.",
    State.CLARIFICATION: "The applicant was asked something.",
    State.PANEL: "Scores are settled. It waits for a decision.",
    State.APPROVED: "An award was made.",
    State.DECLINED: "It was not funded; the reasons are kept.",
    State.WITHDRAWN: "Whoever applied took it back.",
}
FLAGS = {
    Flag.HARMFUL: Tag("Harmful", Colour.RED, "More violence followed where it was studied."),
    Flag.NO_CLEAR_EVIDENCE: Tag(
        "No clear evidence", Colour.ORANGE, "Studies do not show that it works."
    ),
    Flag.NOT_KNOWN: Tag("Not known", Colour.YELLOW, "No approach is named, or it was not read."),
}
CSV_COLUMNS = (
    "reference",
    "round",
    "title",
    "organisation",
    "organisation_kind",
    "charity_number",
    "company_number",
    "amount",
    "area_codes",
    "minimum_age",
    "maximum_age",
    "people",
    "approach",
    "level",
    "starts_on",
    "ends_on",
    "submitted_at",
    "state",
)
COLUMNS = [
    Column("Project"),
    Column("Organisation"),
    Column("Asks for", numeric=True),
    Column("Where"),
    Column("Handed in"),
    Column("State"),
]


def state_tag(application: Application) -> Tag:
    """Where it stands."""
    state = State(application.state)
    return Tag(state.label, COLOURS.get(state, Colour.GREY), MEANINGS.get(state, ""))


def flag_tag(evidence: Evidence) -> Tag | None:
    """What the evidence asks of whoever decides; nothing where it asks nothing."""
    return FLAGS.get(evidence.flag)


def title_of(application: Application) -> str:
    """What it is called."""
    return application.title or application.reference


def amount_words(application: Application) -> str:
    """What it asks for."""
    return "Not given" if application.amount is None else short_pounds(application.amount)


def places_of(round_: Round) -> dict[str, str]:
    """Names of the districts of a round by code."""
    return {each["code"]: each["name"] for each in round_.places}


def area_words(application: Application) -> str:
    """Where young people benefit."""
    names = places_of(application.round)
    return listed([names.get(code, code) for code in application.area_codes]) or "Not given"


def listing(found: Iterable[Application]) -> Table:
    """Applications, each leading to its page."""
    return Table(
        caption="Applications",
        caption_is_hidden=True,
        columns=COLUMNS,
        rows=[
            [
                Cell(
                    title_of(each),
                    href=application_address(each),
                    hint=f"{each.reference}, {each.round.title}",
                ),
                each.organisation or "Not given",
                amount_words(each),
                area_words(each),
                moment(each.submitted_at),
                Cell(tag=state_tag(each)),
            ]
            for each in found
        ],
        when_empty=(
            "No application is here for you to read. Those of a round appear once they are handed "
            "in; what you are named to assess is on your desk."
        ),
    )


def csv_rows(found: Iterable[Application]) -> list[list[str]]:
    """Applications as lines of a file."""
    return [
        [
            each.reference,
            each.round.reference,
            each.title,
            each.organisation,
            each.organisation_kind,
            each.charity_number,
            each.company_number,
            "" if each.amount is None else plain_pounds(each.amount),
            "|".join(each.area_codes),
            _plain(each.minimum_age),
            _plain(each.maximum_age),
            _plain(each.people),
            each.approach,
            each.level,
            each.starts_on.isoformat() if each.starts_on else "",
            each.ends_on.isoformat() if each.ends_on else "",
            each.submitted_at.isoformat() if each.submitted_at else "",
            each.state,
        ]
        for each in found
    ]


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)


def count_links(workspace: str, counts: Mapping[str, int], query: str) -> list[Link]:
    """How many stand where, each leading to those."""
    here = reverse("deciding:applications", args=[workspace])
    kept = f"&{query}" if query else ""
    return [
        Link(f"{State(state).label}: {many:,}", f"{here}?state={state}{kept}")
        for state, many in counts.items()
    ]


def facts(application: Application, evidence: Evidence) -> list[Row]:
    """What an application asks for, in short."""
    kind = application.organisation_kind
    rows = [
        Row("Organisation", application.organisation or "Not given"),
        Row("Kind", OrganisationKind(kind).label if kind else "Not given"),
    ]
    numbers = [
        f"{words} {number}"
        for words, number in (
            ("Charity", application.charity_number),
            ("Company", application.company_number),
        )
        if number
    ]
    if numbers:
        rows.append(Row("Registered as", "\n".join(numbers)))
    rows += [
        Row("What it does", application.summary or "Not given"),
        Row("Asks for", amount_words(application)),
        Row("Where", area_words(application)),
        Row("For whom", for_whom(application)),
        Row("From and until", days_words(application.starts_on, application.ends_on)),
        Row("Level of prevention", application.level.capitalize() or "Not given"),
        Row("Approach", Cell(evidence.name, hint=evidence_words(evidence))),
        Row("Handed in", moment(application.submitted_at)),
    ]
    return rows


def flags(application: Application, *, alike: int) -> list[Row]:
    """What is to be known before anybody decides: that it came late, or is one of several."""
    rows = []
    if application.was_late:
        said = "It reached us after the round had closed, and two people took it all the same."
        rows.append(Row("Late", Cell(said, tag=Tag("Late", Colour.ORANGE))))
    if alike:
        said = f"{counted(alike, 'other application')} to this round with the same name or number."
        rows.append(Row("Same organisation", Cell(said, tag=Tag("Twice", Colour.ORANGE))))
    return rows


def evidence_words(evidence: Evidence) -> str:
    """The band of an approach with its source and date, and what it asks."""
    said = [f"{evidence.band}."] if evidence.band else []
    if evidence.source:
        said.append(f"{evidence.source}, read {evidence.source_date}.")
    return " ".join([*said, evidence.words])


def for_whom(application: Application) -> str:
    """How many young people of which ages."""
    youngest, oldest = application.minimum_age, application.maximum_age
    ages = f"aged {youngest} to {oldest}" if youngest is not None and oldest is not None else ""
    if application.people is None:
        return f"Young people {ages}".strip()
    return f"{counted(application.people, 'young person', 'young people')} {ages}".strip()


def days_words(first: date | None, last: date | None) -> str:
    """The days of a project."""
    if first is None or last is None:
        return "Not given"
    return f"{day(first)} to {day(last)}"


def answer_rows(part: Part, application: Application) -> list[Row]:
    """What one part of an application answers. Each file leads to itself, to be saved."""
    return [row for each in part.answers for row in _answer(each, application)]


def _answer(answer: Answer, application: Application) -> Iterator[Row]:
    if not answer.files:
        yield Row(answer.question, answer.words)
    for number, each in enumerate(answer.files, start=1):
        which = f", file {number}" if number > 1 else ""
        yield Row(f"{answer.question}{which}", _file(each, application))


def _file(attachment: Attachment, application: Application) -> Cell:
    document, slug = attachment.document, application.round.workspace.slug
    return Cell(
        document.name,
        href=reverse("deciding:file", args=[slug, application.reference, attachment.pk]),
        hint=f"{document.kind.upper()}, {size_words(document.bytes)}",
    )


def tasks(
    application: Application, sheet: Sheet, *, left: Sequence[str], named: int, asked: int
) -> list[Task]:
    """What is to be done before a decision, and how far each part of it is."""
    total = sheet.outcome.total
    handed_in = len(sheet.assessments)
    return [
        Task(
            "Due diligence",
            Tag("Finished", Colour.GREEN) if not left else Tag(f"{len(left)} left", Colour.YELLOW),
            application_address(application, "checks"),
            hint="" if not left else listed(list(left)),
        ),
        Task(
            "Questions to the applicant",
            Tag(f"{asked} open", Colour.YELLOW) if asked else Tag("None open", Colour.GREY),
            application_address(application, "questions"),
        ),
        Task(
            "Assessors",
            _assessors_tag(sheet, named),
            application_address(application, "assessors"),
            hint=f"{handed_in} of {named} handed in",
        ),
        Task(
            "Scores and moderation",
            _scores_tag(sheet),
            application_address(application, "moderation"),
            hint="" if total is None else f"{total} of 100",
        ),
        Task(
            "Conflicts of interest",
            Tag("See who", Colour.GREY),
            application_address(application, "interests"),
        ),
    ]


def _assessors_tag(sheet: Sheet, named: int) -> Tag:
    if sheet.needs_third:
        return Tag("Third needed", Colour.ORANGE)
    if named < 2:
        return Tag(f"{2 - named} to name", Colour.YELLOW)
    return Tag("Named", Colour.GREEN)


def _scores_tag(sheet: Sheet) -> Tag:
    if not sheet.is_complete:
        return Tag("Not complete", Colour.YELLOW)
    if any(line.moderation is None for line in sheet.disagreements):
        return Tag("They disagree", Colour.ORANGE)
    if sheet.outcome.is_fundable:
        return Tag("Can be funded", Colour.GREEN)
    return Tag("Below what is needed", Colour.RED)
