"""Grants in words and tables, for those who give the money."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse

from headwater.core.marks import CONFIDENTIAL
from headwater.core.money import pounds
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.models import Delivery, Return
from headwater.web.grants.delivering.models.grants import Rating
from headwater.web.grants.delivering.presenters.mine import (
    name_of,
    period,
    return_tag,
    state_tag,
)
from headwater.web.grants.delivering.presenters.returns import RUNNING_NOTE, SMALL
from headwater.web.grants.delivering.queries.closing import Standing
from headwater.web.grants.delivering.queries.released import Outcome
from headwater.web.grants.delivering.rules import lists

RATING_COLOURS = {
    Rating.NOT_RATED: Colour.GREY,
    Rating.GREEN: Colour.GREEN,
    Rating.AMBER: Colour.YELLOW,
    Rating.RED: Colour.RED,
}
CSV_COLUMNS = (
    "award",
    "project",
    "organisation",
    "state",
    "amount",
    "starts_on",
    "ends_on",
    "rating",
)


def rating_tag(rating: str) -> Tag:
    """How somebody judges that a grant is going."""
    found = Rating(rating)
    return Tag(str(found.label), RATING_COLOURS[found])


def _rating(award: Award) -> str:
    delivery: Delivery | None = getattr(award, "delivery", None)
    return delivery.rating if delivery else ""


def grants_table(awards: Sequence[Award], workspace: str) -> Table:
    """Grants that were asked for."""
    return Table(
        caption="Grants",
        columns=[
            Column("Project"),
            Column("State"),
            Column("Rating"),
            Column("Grant", numeric=True),
            Column("Ends"),
        ],
        rows=[
            [
                Cell(
                    each.title,
                    href=reverse("delivering:grant", args=[workspace, each.reference]),
                    hint=each.application.organisation,
                ),
                Cell(tag=state_tag(each)),
                Cell(tag=rating_tag(_rating(each))),
                pounds(each.amount),
                day(each.ends_on),
            ]
            for each in awards
        ],
        when_empty="No grant meets what you asked for.",
    )


def csv_rows(awards: Sequence[Award]) -> Iterator[list[str]]:
    """The same as a file has them."""
    for each in awards:
        yield [
            each.reference,
            each.title,
            each.application.organisation,
            each.state,
            f"{each.amount:.2f}",
            each.starts_on.isoformat(),
            each.ends_on.isoformat(),
            _rating(each),
        ]


def facts(
    award: Award, delivery: Delivery | None, *, standing: Standing, spent: Decimal
) -> list[Row]:
    """The grant in a few lines."""
    rows = [
        Row("Organisation", award.application.organisation),
        Row("Grant", pounds(award.amount)),
        Row("Paid, less what came back", pounds(standing.paid)),
        Row("Spent, by accepted returns", pounds(spent)),
        *([Row("Still to come back", pounds(standing.owed))] if standing.owed else []),
        Row("Project", period(award.starts_on, award.ends_on)),
        Row("Reference", award.reference),
    ]
    if delivery and delivery.rating:
        rows.append(Row("Why it is rated so", delivery.rating_reason))
    if delivery and delivery.suspended_at:
        rows.append(Row("Suspended", f"{moment(delivery.suspended_at)}. {delivery.suspended_why}"))
    if delivery and delivery.closed_at:
        words = delivery.closing_words or "Everything was done."
        rows.append(Row("Closed", f"{moment(delivery.closed_at)}. {words}"))
    return rows


def returns_table(returns: Sequence[Return], workspace: str) -> Table:
    """Returns, with a link to each that was sent."""
    return Table(
        caption="Returns",
        columns=[Column("Return"), Column("Period"), Column("State"), Column("Due")],
        rows=[
            [
                Cell(
                    name_of(each),
                    href=reverse("delivering:return", args=[workspace, each.reference])
                    if each.certified_at
                    else "",
                ),
                period(each.first_day, each.last_day),
                Cell(tag=return_tag(each)),
                "–" if each.is_let_off else day(each.due_on),
            ]
            for each in returns
        ],
        when_empty="They are listed once the agreement is written.",
    )


def outcomes_table(outcomes: Sequence[Outcome]) -> Table:
    """What was planned and what is known to be achieved, from accepted returns."""
    return Table(
        caption="Planned and achieved",
        columns=[Column("Target"), Column("Planned", numeric=True), Column("So far", numeric=True)],
        rows=[[each.words, each.planned, _so_far(each)] for each in outcomes],
        marks=SMALL,
        notes=(RUNNING_NOTE,),
        when_empty="No return was accepted yet.",
    )


def _so_far(outcome: Outcome) -> CellLike:
    """What is known, a mark where a few people are hidden, a dash before a return was accepted."""
    if outcome.achieved is not None:
        return outcome.achieved
    return Cell(mark=CONFIDENTIAL) if outcome.kind in lists.COUNTS_PEOPLE else "–"


def spend_table(spent: Mapping[str, tuple[Decimal, Decimal]]) -> Table:
    """Spent against the budget, from accepted returns."""
    return Table(
        caption="Spent against the budget",
        columns=[Column("What for"), Column("Budget", numeric=True), Column("Spent", numeric=True)],
        rows=[[words, pounds(budget), pounds(out)] for words, (budget, out) in spent.items()],
        when_empty="The budget is written with the agreement.",
    )
