"""Decisions and awards in words and tables."""

from collections.abc import Iterable, Mapping

from headwater.core.money import plain_pounds, pounds, short_pounds
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Entry, Row, Table, Tag
from headwater.web.grants.deciding.links import application_address, award_address
from headwater.web.grants.deciding.models import Award, AwardState, Decision, Step
from headwater.web.grants.deciding.rules.awards import Standing
from headwater.web.grants.deciding.rules.deciding import Ruling
from headwater.web.thread.queries import Strand

COLOURS = {
    Standing.OFFERED: Colour.YELLOW,
    Standing.ACTIVE: Colour.GREEN,
    Standing.SUSPENDED: Colour.ORANGE,
    Standing.COMPLETED: Colour.BLUE,
    Standing.CLOSED: Colour.GREY,
    Standing.CLAWBACK: Colour.RED,
    Standing.WITHDRAWN: Colour.GREY,
}
MEANINGS = {
    Standing.OFFERED: "It was decided. Whoever applied has not accepted the agreement yet.",
    Standing.ACTIVE: "The agreement is accepted, and the project runs.",
    Standing.SUSPENDED: "The project or its money is held for now.",
    Standing.COMPLETED: "The project is over; the last return is awaited or looked at.",
    Standing.CLOSED: "Everything is settled.",
    Standing.CLAWBACK: "Money is to be paid back.",
    Standing.WITHDRAWN: "The offer was taken back before it was accepted.",
}
RULINGS = {
    Ruling.APPROVE: Colour.GREEN,
    Ruling.DECLINE: Colour.GREY,
    Ruling.DEFER: Colour.YELLOW,
}
CSV_COLUMNS = (
    "reference",
    "application",
    "round",
    "title",
    "organisation",
    "amount",
    "first_amount",
    "pot",
    "awarded_on",
    "starts_on",
    "ends_on",
    "state",
    "reasons",
    "conditions",
)


def state_tag(award: Award) -> Tag:
    """Where an award stands."""
    stands = award.stands
    return Tag(AwardState(award.state).label, COLOURS[stands], MEANINGS[stands])


def ruling_tag(decision: Decision) -> Tag:
    """What was decided."""
    ruling = Ruling(decision.ruling)
    return Tag(ruling.words, RULINGS[ruling])


def listing(found: Iterable[Award]) -> Table:
    """Awards, each leading to its page."""
    return Table(
        caption="Awards",
        caption_is_hidden=True,
        columns=[
            Column("Project"),
            Column("Organisation"),
            Column("Amount", numeric=True),
            Column("Awarded"),
            Column("Until"),
            Column("State"),
        ],
        rows=[
            [
                Cell(each.title, href=award_address(each), hint=each.reference),
                each.application.organisation,
                pounds(each.amount),
                day(each.awarded_on),
                day(each.ends_on),
                Cell(tag=state_tag(each)),
            ]
            for each in found
        ],
        when_empty="No award was made yet. Approving an application makes one.",
    )


def csv_rows(found: Iterable[Award]) -> list[list[str]]:
    """Awards as lines of a file."""
    return [
        [
            each.reference,
            each.application.reference,
            each.application.round.reference,
            each.title,
            each.application.organisation,
            plain_pounds(each.amount),
            plain_pounds(each.first_amount),
            each.pot.reference,
            each.awarded_on.isoformat(),
            each.starts_on.isoformat(),
            each.ends_on.isoformat(),
            each.state,
            each.reasons,
            each.conditions,
        ]
        for each in found
    ]


def facts(award: Award, *, reads_application: bool) -> list[Row]:
    """Everything an award says."""
    application = award.application
    came_from: Cell | str = application.reference
    if reads_application:
        came_from = Cell(application.reference, href=application_address(application))
    amount = short_pounds(award.amount)
    if award.amount != award.first_amount:
        amount = f"{amount}, first {short_pounds(award.first_amount)}"
    return [
        Row("Organisation", application.organisation),
        Row("Amount", amount),
        Row("Pot", award.pot.name),
        Row("Awarded", day(award.awarded_on)),
        Row("From and until", f"{day(award.starts_on)} to {day(award.ends_on)}"),
        Row("Reasons", award.reasons),
        Row("Conditions", award.conditions or "None"),
        Row("Application", came_from),
    ]


def story(steps: Iterable[Step], names: Mapping[str, str]) -> list[Entry]:
    """How an award came to where it stands."""
    return [
        Entry(
            title=AwardState(each.end).label,
            at=each.moved_at,
            by=names.get(each.moved_by, ""),
            text=each.reason,
        )
        for each in steps
    ]


def strands_table(found: Iterable[Strand]) -> Table:
    """What an award is tied to."""
    return Table(
        caption="What it is tied to",
        caption_is_hidden=True,
        columns=[Column("How"), Column("What"), Column("State")],
        rows=[
            [
                each.words.capitalize(),
                Cell(each.other.title, href=each.other.address, hint=each.other.reference),
                each.other.state,
            ]
            for each in found
        ],
        when_empty="It is tied to nothing yet. Tie it to the gap it answers.",
        row_headers=False,
    )


def decision_rows(decision: Decision, names: Mapping[str, str]) -> list[Row]:
    """What was decided, by whom, when and why."""
    rows = [
        Row(
            "Decided",
            f"{moment(decision.decided_at)}, {names.get(decision.decided_by, 'headwater')}",
        ),
        Row("Reasons", decision.reasons),
    ]
    if decision.amount is not None:
        rows.insert(1, Row("Amount", short_pounds(decision.amount)))
    if decision.award is not None:
        rows.append(Row("Award", _award_cell(decision.award)))
    for words, text in (
        ("Conditions", decision.conditions),
        ("How it will be evaluated", decision.evaluation_plan),
        ("Why below the threshold", decision.below_threshold),
        ("Override of the board", decision.override),
        ("Feedback on the whole", decision.feedback),
    ):
        if text:
            rows.append(Row(words, text))
    return rows


def _award_cell(award: Award) -> Cell:
    """An award beside the decision that made it, with why it stands where it stands."""
    why = [each.reason for each in award.steps.all()][-1:]
    return Cell(award.reference, href=award_address(award), hint="".join(why), tag=state_tag(award))
