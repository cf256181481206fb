"""Payments over £500 in words and tables, for staff and for the public."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from headwater.core import words
from headwater.core.money import NOTHING, plain_pounds, pounds, short_pounds
from headwater.web.design_system.parts import Cell, CellLike, Column, Row, Table
from headwater.web.grants.publishing.forms.adding import NOT_READY, READY
from headwater.web.grants.publishing.presenters.staff import TAGS, lacking_table
from headwater.web.grants.publishing.rules.months import Listed
from headwater.web.grants.publishing.rules.readiness import Weight
from headwater.web.grants.publishing.rules.spending import Kind, Outlay, is_ready, missing_of

CSV_COLUMNS = (
    "payment",
    "kind",
    "recipient",
    "purpose",
    "amount_gbp",
    "paid_on",
    "grant",
    "publication",
    "needed",
    "wanted",
)


def standing(outlay: Outlay) -> str:
    """Whether a payment can be told of: one word that the filter knows too."""
    return READY if is_ready(outlay) else NOT_READY


def lacks(outlay: Outlay, weight: Weight) -> str:
    """What a payment lacks, of one weight."""
    return "; ".join(each.words for each in missing_of(outlay) if each.weight is weight)


def address_of(outlay: Outlay, workspace: str) -> str:
    """Where staff make a payment ready: that of a grant with its grant."""
    if outlay.kind is Kind.GRANT:
        here = [workspace, outlay.grant]
        return reverse("publishing:award", args=here) if outlay.grant else ""
    return reverse("publishing:outlay", args=[workspace, outlay.reference])


def outlays_table(outlays: Sequence[Outlay], workspace: str) -> Table:
    """Payments with what each lacks."""
    rows: list[list[CellLike]] = [
        [
            Cell(
                each.recipient or "Nobody is named yet",
                href=address_of(each, workspace),
                hint=f"{each.reference}, {each.kind.words.lower()}",
            ),
            each.purpose,
            pounds(each.amount),
            words.day(each.paid_on),
            Cell(tag=TAGS[standing(each)], hint=lacks(each, Weight.NEEDED)),
        ]
        for each in outlays
    ]
    return Table(
        caption="Payments over £500, the latest first",
        columns=[
            Column("Recipient"),
            Column("Purpose"),
            Column("Amount", numeric=True),
            Column("Paid"),
            Column("Publication"),
        ],
        rows=rows,
        when_empty="No payment is like that.",
    )


def csv_rows(outlays: Sequence[Outlay]) -> list[list[str]]:
    """Payments with what each lacks, for a file."""
    return [
        [
            each.reference,
            each.kind.words,
            each.recipient,
            each.purpose,
            plain_pounds(each.amount),
            each.paid_on.isoformat(),
            each.grant,
            TAGS[standing(each)].text,
            lacks(each, Weight.NEEDED),
            lacks(each, Weight.WANTED),
        ]
        for each in outlays
    ]


def ready_words(outlays: Sequence[Outlay]) -> str:
    """How many payments are ready, in a sentence."""
    ready = [each for each in outlays if is_ready(each)]
    missing = len(outlays) - len(ready)
    told = short_pounds(sum((each.amount for each in ready), start=NOTHING))
    lacking = (
        f" {words.counted(missing, 'payment lacks', 'payments lack')} something and would be left "
        "out."
        if missing
        else " Nothing is missing."
    )
    return f"{words.counted(len(ready), 'payment')} of {told} can be published.{lacking}"


def missing_table(outlay: Outlay, workspace: str, *, may_keep: bool) -> Table:
    """What a payment lacks, and for those who add it, where."""
    mended = {
        "payment": ("Add recipient and value", "publishing:outlay_edit"),
        "names": ("Leave a name out", "publishing:outlay_name_new"),
    }

    def mend(where: str) -> Cell:
        said, route = mended[where]
        address = reverse(route, args=[workspace, outlay.reference]) if may_keep else ""
        return Cell(said, href=address)

    return lacking_table(missing_of(outlay), mend)


def facts(outlay: Outlay, movement_address: str) -> list[Row]:
    """A payment as the public would be told of it."""
    return [
        Row("Recipient", outlay.recipient or "Not said"),
        Row("Purpose", outlay.purpose),
        Row("Why it is good value", outlay.value or "Not said"),
        Row("Amount", pounds(outlay.amount)),
        Row("Paid", words.day(outlay.paid_on)),
        Row("In the ledger", Cell(outlay.reference, href=movement_address)),
    ]


# --- the public ----------------------------------------------------------------------------------


def total(listed: Listed) -> Decimal:
    """What the payments of a month come to."""
    return sum((Decimal(each["amount"]) for each in listed.items), start=NOTHING)


def months_table(found: Sequence[Listed]) -> Table:
    """Every monthly list of payments."""
    rows: list[list[CellLike]] = [
        [
            Cell(
                each.month.words, href=reverse("publishing:spending_month", args=[str(each.month)])
            ),
            len(each.items) or "None",
            pounds(total(each)),
        ]
        for each in found
    ]
    return Table(
        caption="Months, the latest first",
        columns=[
            Column("Month"),
            Column("Payments", numeric=True),
            Column("Amount", numeric=True),
        ],
        rows=rows,
    )


def summary(listed: Listed) -> str:
    """How many payments a month had and what they come to, in a sentence."""
    if not listed.items:
        return "No payment over £500 was made."
    many = len(listed.items)
    was = "was" if many == 1 else "were"
    payments = words.counted(many, "payment")
    return f"{payments} over £500 {was} made, {pounds(total(listed))} in all."


def month_table(listed: Listed, projects: Collection[str] = ()) -> Table:
    """The payments of one month, as the law asks for them.

    Those of a grant lead to its project, where that is among the `projects` that are public.
    """
    rows: list[list[CellLike]] = [
        [
            Cell(each["recipient"], hint=Kind(each["kind"]).words, href=_project(each, projects)),
            each["purpose"],
            each["value"],
            _day(each),
            pounds(Decimal(each["amount"])),
        ]
        for each in listed.items
    ]
    left_out = [
        f"A name is left out of payment {each['reference']}: {reason}"
        for each in listed.items
        for reason in each["left_out"]
    ]
    return Table(
        caption=f"Payments over £500 of {listed.month.words}",
        columns=[
            Column("Recipient"),
            Column("Purpose"),
            Column("Why it is good value"),
            Column("Paid"),
            Column("Amount", numeric=True),
        ],
        rows=rows,
        notes=left_out,
        when_empty=f"No payment over £500 was made in {listed.month.words}.",
    )


def _project(said: Mapping[str, Any], projects: Collection[str]) -> str:
    is_there = said["grant"] in projects
    return reverse("publishing:project", args=[said["grant"]]) if is_there else ""


def _day(said: Mapping[str, Any]) -> str:
    return words.day(date.fromisoformat(said["paid_on"]))
