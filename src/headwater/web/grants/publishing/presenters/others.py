"""Grants of other funders in words and tables."""

from collections.abc import Sequence

from django.urls import reverse

from headwater.core import words
from headwater.core.money import plain_pounds, pounds
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.grants.publishing.models import OtherFile, OtherGrant
from headwater.web.grants.publishing.queries.others import Asking, Preview
from headwater.web.grants.publishing.rules import elsewhere
from headwater.web.grants.publishing.rules.elsewhere import Stage

COLOURS = {
    Stage.LOOKED_AT: Colour.YELLOW,
    Stage.TAKEN_IN: Colour.GREEN,
    Stage.DROPPED: Colour.GREY,
    Stage.UNDONE: Colour.GREY,
}
MOST_SHOWN = 100
"""Rows of a preview that are shown; the sentence above says how many there are."""
CSV_COLUMNS = (
    "grant_id",
    "funder",
    "funder_id",
    "recipient",
    "recipient_id",
    "title",
    "amount",
    "currency",
    "awarded_on",
    "places",
)


def stage_tag(file: OtherFile) -> Tag:
    """Where a file stands."""
    stage = Stage(file.stage)
    return Tag(stage.words, COLOURS[stage])


def address_of(file: OtherFile, name: str = "") -> str:
    """A page of a file that was looked at; its first by no name."""
    route = f"publishing:other_{name}" if name else "publishing:other_file"
    return reverse(route, args=[file.workspace.slug, file.reference])


def files_table(files: Sequence[OtherFile]) -> Table:
    """Files, the latest first."""
    return Table(
        caption="Files looked at so far",
        columns=[
            Column("File"),
            Column("Publisher"),
            Column("Looked at"),
            Column("State"),
            Column("New", numeric=True),
            Column("Changed", numeric=True),
        ],
        rows=[
            [
                Cell(each.name, href=address_of(each)),
                each.publisher,
                moment(each.at),
                Cell(tag=stage_tag(each)),
                each.added,
                each.changed,
            ]
            for each in files
        ],
        when_empty="No file was looked at yet.",
    )


def amount_words(grant: OtherGrant | elsewhere.OtherGrant) -> str:
    """What a grant came to, in its currency."""
    if grant.amount is None:
        return "Not said"
    return pounds(grant.amount) if grant.currency == "GBP" else f"{grant.amount} {grant.currency}"


def grants_table(
    grants: Sequence[OtherGrant | elsewhere.OtherGrant], caption: str, when_empty: str
) -> Table:
    """Grants of other funders."""
    rows: list[list[CellLike]] = [
        [
            each.recipient,
            each.funder,
            each.title,
            amount_words(each),
            words.day(each.awarded_on),
            each.places or "Not said",
        ]
        for each in grants
    ]
    return Table(
        caption=caption,
        columns=[
            Column("Recipient"),
            Column("Funder"),
            Column("What for"),
            Column("Amount", numeric=True),
            Column("Awarded"),
            Column("Where people benefit"),
        ],
        rows=rows,
        when_empty=when_empty,
    )


def csv_rows(grants: Sequence[OtherGrant]) -> list[list[str]]:
    """Grants of other funders for a file."""
    return [
        [
            each.grant_id,
            each.funder,
            each.funder_id,
            each.recipient,
            each.recipient_id,
            each.title,
            plain_pounds(each.amount) if each.amount is not None else "",
            each.currency,
            each.awarded_on.isoformat(),
            each.places,
        ]
        for each in grants
    ]


def asking_table(found: Sequence[Asking], workspace: str) -> Table:
    """Organisations that ask us, with what others gave them."""
    rows: list[list[CellLike]] = []
    for each in found:
        number = each.charity_number or each.company_number
        address = reverse("publishing:others", args=[workspace])
        latest = each.grants[0]
        rows.append(
            [
                each.organisation,
                words.listed(list(each.applications)),
                Cell(words.counted(len(each.grants), "grant"), href=f"{address}?words={number}"),
                f"{latest.funder}, {amount_words(latest)}, {words.day(latest.awarded_on)}",
            ]
        )
    return Table(
        caption="Organisations that applied here and have grants of others",
        columns=[
            Column("Organisation"),
            Column("Asked us in"),
            Column("Elsewhere"),
            Column("The latest of them"),
        ],
        rows=rows,
        when_empty="No organisation that applied here has a grant in these files.",
    )


def sentence(found: Preview, file: OtherFile) -> str:
    """What taking a file in would do."""
    said = (
        f"{words.counted(len(found.new), 'grant')} would be new, {len(found.changed)} would change "
        f"and {found.unchanged} would stay as they are."
    )
    if file.wrong:
        said += f" {words.counted(file.wrong, 'grant')} with faults would be left out."
    if file.people:
        said += f" {words.counted(file.people, 'grant')} to persons would be left out."
    return said


def caption(what: str, many: int) -> str:
    """The caption of a part of a preview."""
    more = f", the first {MOST_SHOWN} shown" if many > MOST_SHOWN else ""
    return f"{what}: {many:,}{more}"


def preview_tables(found: Preview) -> list[Table]:
    """What would be new and what would change."""
    return [
        grants_table(found.new[:MOST_SHOWN], caption("New", len(found.new)), "Nothing is new."),
        grants_table(
            found.changed[:MOST_SHOWN], caption("Changed", len(found.changed)), "Nothing changes."
        ),
    ]


def faults_table(file: OtherFile) -> Table:
    """What is wrong with grants of a file, by their place in it."""
    return Table(
        caption="Faults",
        columns=[Column("Row or number"), Column("Field"), Column("Fault"), Column("Remedy")],
        rows=[
            [f"{each['place']}", each["field"], each["problem"], each["do"]] for each in file.faults
        ],
        when_empty="No fault was found.",
    )


def facts(file: OtherFile, by: str) -> list[Row]:
    """What became of a file."""
    rows = [
        Row("Publisher", file.publisher or "Not said"),
        Row("Licence", file.licence or "Not said"),
        Row("Looked at", f"{moment(file.at)}, {by}"),
        Row("Read as", file.encoding),
        Row("State", Cell(tag=stage_tag(file))),
    ]
    if file.stage in (Stage.TAKEN_IN, Stage.UNDONE):
        rows += [
            Row("Taken in", moment(file.ended_at)),
            Row("New grants", file.added),
            Row("Changed grants", file.changed),
            Row("As they were", file.unchanged),
        ]
    if file.wrong:
        rows.append(Row("Left out for faults", file.wrong))
    if file.people:
        rows.append(Row("Grants to persons, left out", file.people))
    if file.undone_at:
        rows.append(Row("Undone", moment(file.undone_at)))
    return rows
