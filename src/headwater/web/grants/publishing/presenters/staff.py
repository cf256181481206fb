"""What is ready to be published, and what was, in words and tables for staff."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from headwater.core import words
from headwater.core.money import plain_pounds, pounds, short_pounds
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.grants.publishing.forms.adding import NOT_READY, NOT_YET, READY
from headwater.web.grants.publishing.models import Batch, NameLeftOut
from headwater.web.grants.publishing.rules import giving, totals
from headwater.web.grants.publishing.rules.months import Listed
from headwater.web.grants.publishing.rules.readiness import (
    Missing,
    Weight,
    is_ready,
    is_told_of,
    missing_of,
)
from headwater.web.grants.publishing.rules.record import Record
from headwater.web.releases.models import Release
from headwater.web.releases.presenters import status_tag

TAGS = {
    READY: Tag("Ready", Colour.GREEN),
    NOT_READY: Tag("Something is missing", Colour.ORANGE),
    NOT_YET: Tag("Not a grant yet", Colour.GREY),
}
CSV_COLUMNS = (
    "award",
    "title",
    "recipient",
    "recipient_id",
    "amount_gbp",
    "awarded_on",
    "publication",
    "needed",
    "wanted",
)


def standing(record: Record) -> str:
    """Whether an award can be told of: one word that the filter knows too."""
    if not is_told_of(record):
        return NOT_YET
    return READY if is_ready(record) else NOT_READY


def lacks(record: Record, weight: Weight) -> list[str]:
    """What an award lacks, of one weight."""
    return [each.words for each in missing_of(record) if each.weight is weight]


def awards_table(records: Sequence[Record], workspace: str) -> Table:
    """Awards with what each lacks."""
    rows: list[list[CellLike]] = [
        [
            Cell(
                each.title or each.reference,
                href=reverse("publishing:award", args=[workspace, each.reference]),
            ),
            each.recipient.name,
            pounds(each.amount),
            words.day(each.days.awarded_on),
            Cell(
                tag=TAGS[standing(each)],
                hint="; ".join(lacks(each, Weight.NEEDED)) if is_told_of(each) else "",
            ),
        ]
        for each in records
    ]
    return Table(
        caption="Awards, the latest first",
        columns=[
            Column("Project"),
            Column("Recipient"),
            Column("Amount", numeric=True),
            Column("Awarded"),
            Column("Publication"),
        ],
        rows=rows,
        when_empty="No award is like that.",
    )


def csv_rows(records: Sequence[Record], prefix: str) -> list[list[str]]:
    """Awards with what each lacks, for a file."""
    return [
        [
            each.reference,
            each.title,
            each.recipient.name,
            giving.recipient_id(each.recipient, prefix),
            plain_pounds(each.amount),
            each.days.awarded_on.isoformat(),
            TAGS[standing(each)].text,
            "; ".join(lacks(each, Weight.NEEDED)),
            "; ".join(lacks(each, Weight.WANTED)),
        ]
        for each in records
    ]


def summary(records: Sequence[Record]) -> str:
    """How many awards are ready, in a sentence."""
    ready = [each for each in records if standing(each) == READY]
    missing = sum(standing(each) == NOT_READY for each in records)
    told = short_pounds(sum((each.amount for each in ready), start=Decimal(0)))
    lacking = (
        f" {words.counted(missing, 'grant lacks', 'grants lack')} something and would be left out."
        if missing
        else " Nothing is missing."
    )
    return f"{words.counted(len(ready), 'grant')} of {told} can be published.{lacking}"


def batches_table(
    batches: Sequence[Batch], released: Mapping[str, Release], names: Mapping[str, str]
) -> Table:
    """Files that were made, with their fingerprints."""
    rows: list[list[CellLike]] = []
    for each in batches:
        release = released.get(each.reference)
        rows.append(
            [
                Cell(moment(each.made_at), href=address_of(each)),
                names.get(each.made_by, each.made_by),
                each.grants,
                pounds(each.amount),
                Cell(tag=status_tag(release)) if release else "Not published",
                Cell(each.json_sha256[:12], hint="of the JSON file"),
            ]
        )
    return Table(
        caption="Files made so far",
        columns=[
            Column("Made"),
            Column("By"),
            Column("Grants", numeric=True),
            Column("Amount", numeric=True),
            Column("Where they stand"),
            Column("SHA-256 begins"),
        ],
        rows=rows,
        when_empty="No files were made yet.",
    )


def address_of(batch: Batch) -> str:
    """Where files that were made are looked at."""
    return reverse("publishing:batch", args=[batch.workspace.slug, batch.reference])


def batch_facts(batch: Batch, by: str, release: Release | None, *, opens: bool) -> list[Row]:
    """What is known of files that were made. `opens` says whether the reader opens releases."""
    rows = [
        Row("Made", f"{moment(batch.made_at)}, {by}"),
        Row("Grants", batch.grants),
        Row("Amount", pounds(batch.amount)),
        Row("Payments over £500", batch.payments),
    ]
    if release is not None:
        here = [batch.workspace.slug, release.reference]
        address = reverse("releases:release", args=here) if opens else ""
        rows.append(Row("Release", Cell(str(release), href=address, tag=status_tag(release))))
    return rows


def files_table(batch: Batch) -> Table:
    """The files themselves, each with its fingerprint."""
    made = (
        ("Grants as 360Giving JSON", "grants.json", batch.json_sha256),
        ("Grants as 360Giving CSV", "grants.csv", batch.csv_sha256),
        ("Monthly lists of grants as CSV", "lists.csv", batch.list_sha256),
        ("Monthly lists of payments over £500 as CSV", "spending.csv", batch.spending_sha256),
    )
    return Table(
        caption="Files",
        columns=[Column("File"), Column("SHA-256")],
        rows=[[Cell(title, href=_file(batch, name)), sha] for title, name, sha in made if sha],
    )


def _file(batch: Batch, name: str) -> str:
    return reverse("publishing:batch_file", args=[batch.workspace.slug, batch.reference, name])


def missing_table(record: Record, workspace: str, *, may_keep: bool) -> Table:
    """What an award lacks, and for those who add it, where."""
    here = [workspace, record.reference]
    mended = {
        "award": ("Change the award", "deciding:award"),
        "place": ("Add the place", "publishing:award_edit"),
        "recipient": ("Add the recipient", "publishing:award_edit"),
        "names": ("Leave a name out", "publishing:name_new"),
    }

    def mend(where: str) -> Cell:
        said, route = mended[where]
        may_open = may_keep or route == "deciding:award"
        return Cell(said, href=reverse(route, args=here) if may_open else "")

    return lacking_table(missing_of(record), mend)


def lacking_table(missing: Iterable[Missing], mend: Callable[[str], Cell]) -> Table:
    """What is missing, how much it counts, and where it is mended."""
    rows: list[list[CellLike]] = []
    for each in missing:
        is_needed = each.weight is Weight.NEEDED
        tag = Tag("Needed", Colour.ORANGE) if is_needed else Tag("Worth having", Colour.BLUE)
        rows.append([each.words, Cell(tag=tag), mend(each.where)])
    return Table(
        caption="What is missing",
        columns=[Column("What"), Column("How much it counts"), Column("Where to mend it")],
        rows=rows,
        when_empty="Nothing is missing.",
    )


def award_facts(record: Record, prefix: str) -> list[Row]:
    """An award as the public would be told of it."""
    return [
        Row("Recipient", record.recipient.name or "Not said"),
        Row("Identifier of the recipient", giving.recipient_id(record.recipient, prefix)),
        Row("What for", record.description or "Not said"),
        Row("Where people benefit", words.listed([each.name for each in record.places]) or "–"),
        Row("Amount", pounds(record.amount)),
        Row("Awarded", words.day(record.days.awarded_on)),
        Row("Runs", f"{words.day(record.days.starts_on)} to {words.day(record.days.ends_on)}"),
        Row("Reasons", record.reasons or "Not said"),
        Row("Conditions", record.conditions or "None are written"),
        Row("State", record.state_words),
    ]


def names_table(
    names: Sequence[NameLeftOut], people: Mapping[str, str], workspace: str, *, may_keep: bool
) -> Table:
    """Names that are left out. Only leads see the names themselves."""
    rows: list[list[CellLike]] = [
        [
            each.words if may_keep else "A name",
            each.reason,
            f"{people.get(each.by, each.by)}, {moment(each.at)}",
            _put_back(each, workspace) if may_keep else "",
        ]
        for each in names
    ]
    return Table(
        caption="Names left out",
        columns=[
            Column("Name"),
            Column("Why"),
            Column("By"),
            Column("Change", heading_is_hidden=True),
        ],
        rows=rows,
        when_empty="No name is left out.",
    )


def address_of_named(name: NameLeftOut, workspace: str) -> str:
    """The page of what a name is left out of."""
    if name.award is not None:
        return reverse("publishing:award", args=[workspace, name.award.reference])
    assert name.movement is not None
    return reverse("publishing:outlay", args=[workspace, name.movement.reference])


def _put_back(name: NameLeftOut, workspace: str) -> Cell:
    address = reverse("publishing:name_back", args=[workspace, name.reference])
    return Cell("Put it back", href=address)


def differences(gaps: Mapping[str, Decimal], pots: Sequence[totals.PotMoney]) -> list[str]:
    """Pots whose awards do not come to what the ledger has."""
    names = {each.reference: f"{each.name}, {each.year}" for each in pots}
    return [
        f"The ledger of {names[reference]} has {pounds(abs(gap))} "
        f"{'more' if gap > 0 else 'less'} promised and paid than its awards come to."
        for reference, gap in gaps.items()
    ]


def preview_table(projects: Sequence[Mapping[str, Any]], batch: Batch) -> Table:
    """Projects of files that were made, each leading to its page as anybody would read it."""
    here = [batch.workspace.slug, batch.reference]
    rows: list[list[CellLike]] = [
        [
            Cell(
                each["title"],
                href=reverse("publishing:batch_project", args=[*here, each["reference"]]),
            ),
            each["recipient"],
            words.listed([place["name"] for place in each["places"]]),
            pounds(Decimal(each["amount"])),
            words.day(date.fromisoformat(each["awarded_on"])),
        ]
        for each in projects
    ]
    return Table(
        caption="Projects as they would be read",
        columns=[
            Column("Project"),
            Column("Recipient"),
            Column("Where people benefit"),
            Column("Amount", numeric=True),
            Column("Awarded"),
        ],
        rows=rows,
    )


def months_preview(found: Sequence[Listed], *, of: str) -> str:
    """Which monthly lists there would be `of` grants or payments, in a sentence."""
    if not found:
        return f"No month with {of} has ended yet, so there is no monthly list of them."
    empty = sum(not each.items for each in found)
    first, last = found[-1].month.words, found[0].month.words
    span = first if first == last else f"{first} to {last}"
    many = words.counted(len(found), "monthly list of", "monthly lists of")
    said = f"{many} {of}, {span}."
    if not empty:
        return said
    return f"{said} {words.counted(empty, 'list says', 'lists say')} that there was none."
