"""Late applications in words and tables, for the partnership."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.grants.applying.models import LateRequest

ASKED = "Kept. Somebody else must agree before it is taken."
CSV_COLUMNS = ("reference", "round", "organisation", "closed_at", "reached_at", "state", "reason")


def state_tag(late: LateRequest) -> Tag:
    """How far it has come."""
    if late.is_taken:
        return Tag("Taken", Colour.GREEN)
    if late.is_taken is False:
        return Tag("Not taken", Colour.GREY)
    if late.proposed_by:
        return Tag("Needs a second person", Colour.ORANGE)
    return Tag("Waiting", Colour.YELLOW)


def table(rows: Iterable[LateRequest], *, is_filtered: bool) -> Table:
    """The list, what waits first."""
    empty = (
        "Nothing here matches. Take a filter away to see more."
        if is_filtered
        else "Nothing reached you after a round had closed."
    )
    return Table(
        caption="Late applications",
        columns=[
            Column("Application"),
            Column("Round"),
            Column("Closed"),
            Column("Reached us"),
            Column("State"),
        ],
        rows=[
            [
                Cell(each.application.organisation, href=_address(each), hint=_reference(each)),
                each.application.round.title,
                moment(each.application.round.closes_at),
                moment(each.reached_at),
                Cell(tag=state_tag(each)),
            ]
            for each in rows
        ],
        when_empty=empty,
    )


def csv_rows(rows: Iterable[LateRequest]) -> Iterator[tuple[str, ...]]:
    """The rows of the file, in the order of `CSV_COLUMNS`."""
    for each in rows:
        application = each.application
        yield (
            application.reference,
            application.round.title,
            application.organisation,
            application.round.closes_at.isoformat(),
            each.reached_at.isoformat(),
            state_tag(each).text,
            each.reason,
        )


def facts(late: LateRequest) -> list[Row]:
    """What happened."""
    application = late.application
    rows = [
        Row("Application", application.reference),
        Row("Organisation", application.organisation),
        Row("Round", application.round.title),
        Row("Round closed", moment(application.round.closes_at)),
        Row("Reached us", moment(late.reached_at)),
        Row("What they say", late.why or "Nothing yet"),
    ]
    if late.reason:
        rows.append(Row("Reason", late.reason))
    if late.proposed_by:
        rows.append(Row("Put forward by", late.proposed_by))
    if late.decided_by:
        rows.append(Row("Decided by", f"{late.decided_by} on {moment(late.decided_at)}"))
    return rows


def taking(late: LateRequest) -> list[str]:
    """What taking it means."""
    application = late.application
    return [
        f"Application {application.reference} of {application.organisation} reached us on "
        f"{moment(late.reached_at)}; the round closed on {moment(application.round.closes_at)}.",
        f"A lead would take it: {late.reason}",
        "It then counts as sent in, is marked as late, and those who wrote it are told.",
    ]


def _address(late: LateRequest) -> str:
    application = late.application
    return reverse(
        "applying:late_one", args=[application.round.workspace.slug, application.reference]
    )


def _reference(late: LateRequest) -> str:
    return str(late.application.reference)
