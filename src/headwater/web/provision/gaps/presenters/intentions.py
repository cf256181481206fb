"""What is to be commissioned in words and tables."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst

from headwater.core import words
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.provision.gaps.links import gap_address, intention_address
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.rules.commissioning import Status
from headwater.web.thread.kinds import Bead

COLOURS = {
    Status.DRAFT: Colour.YELLOW,
    Status.AGREED: Colour.BLUE,
    Status.COMMISSIONED: Colour.GREEN,
    Status.DROPPED: Colour.GREY,
}
CSV_COLUMNS = (
    "reference",
    "title",
    "gap",
    "places_a_year",
    "money_low",
    "money_high",
    "by_when",
    "commissioner",
    "status",
    "said",
    "what",
)


def status_tag(intention: Intention) -> Tag:
    """How far it is."""
    stands = intention.stands
    return Tag(stands.words, COLOURS[stands], stands.meaning)


def money(intention: Intention) -> str:
    """What it may cost, from least to most."""
    low, high = intention.money_low, intention.money_high
    if low is None and high is None:
        return "Not known"
    if low is None or high is None:
        known = low if low is not None else high
        return f"{'From' if high is None else 'Up to'} {pounds(known or 0)}"
    return pounds(low) if low == high else f"{pounds(low)} to {pounds(high)}"


def pounds(amount: int) -> str:
    """An amount in whole pounds.

    >>> pounds(12500)
    '£12,500'
    """
    return f"£{amount:,}"


def listing(found: Iterable[Intention]) -> Table:
    """Intentions, each leading to its page."""
    return Table(
        caption="What is to be commissioned",
        caption_is_hidden=True,
        columns=[
            Column("What"),
            Column("Places a year", numeric=True),
            Column("Money a year", numeric=True),
            Column("By"),
            Column("Who"),
            Column("Status"),
        ],
        rows=[
            [
                Cell(each.title, href=intention_address(each), hint=each.reference),
                words.number(each.places),
                money(each),
                words.day(each.by_when),
                each.organisation.name if each.organisation else "Not decided yet",
                Cell(tag=status_tag(each)),
            ]
            for each in found
        ],
        when_empty=(
            "Nothing is to be commissioned yet. Open a gap on the gap map and choose Commission "
            "places."
        ),
    )


def csv_rows(found: Iterable[Intention]) -> list[list[str]]:
    """Intentions as lines of a file."""
    return [
        [
            each.reference,
            each.title,
            each.gap,
            str(each.places),
            _plain(each.money_low),
            _plain(each.money_high),
            each.by_when.isoformat(),
            each.organisation.name if each.organisation else "",
            each.stands.words,
            each.reason,
            each.what,
        ]
        for each in found
    ]


def _plain(amount: int | None) -> str:
    return "" if amount is None else str(amount)


def facts(intention: Intention, gap: Bead | None, names: Mapping[str, str]) -> list[Row]:
    """Everything it says."""
    workspace = intention.workspace.slug
    rows = [
        Row(
            "Closes",
            Cell(gap.title, href=gap_address(workspace, intention.gap), hint=f"{gap.state} now")
            if gap
            else Cell(intention.gap, hint="Not in the latest gap map"),
        ),
        Row("Places a year", words.number(intention.places)),
        Row("Money a year", money(intention)),
        Row("Running by", words.day(intention.by_when)),
        Row(
            "Commissioned by",
            intention.organisation.name if intention.organisation else "Not decided yet",
        ),
        Row("Written", _when(intention.written_at, intention.written_by, names)),
    ]
    if intention.moved_at:
        said = _when(intention.moved_at, intention.moved_by, names)
        rows.append(Row(capfirst(intention.status), Cell(said, hint=intention.reason)))
    return rows


def _when(at: datetime, by: str, names: Mapping[str, str]) -> str:
    day = words.day(timezone.localdate(at))
    return f"{day}, {names[by]}" if by in names else day
