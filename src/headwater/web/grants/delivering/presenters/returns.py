"""Returns in words and tables: with every number for those who wrote them, without a few beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BoundField, Form
from django.urls import reverse

from headwater.core.marks import CONFIDENTIAL
from headwater.core.money import pounds
from headwater.core.words import MARK_MEANINGS
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, CellLike, Column, Row, Table
from headwater.web.grants.delivering.models import (
    Breakdown,
    Receipt,
    Return,
    ReturnLine,
    ReturnVersion,
)
from headwater.web.grants.delivering.queries.returns import FunderLine
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.returning import Said
from headwater.web.grants.delivering.rules.variance import variance_words

SMALL = {CONFIDENTIAL: MARK_MEANINGS[CONFIDENTIAL]}
RUNNING_NOTE = (
    "Numbers of young people are totals since the start. A total moves on when five more have "
    "come, so that nobody can work out a few."
)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One target on the page that asks for it."""

    words: str
    planned: int
    counted: int | None
    variance: str
    achieved: BoundField
    why: BoundField


@dataclass(frozen=True, slots=True)
class AskedSpend:
    """One line of the budget on the page that asks for it."""

    words: str
    budget: str
    before: str
    spent: BoundField
    because: BoundField


def asked_lines(form: Form, said: Said, counts: Mapping[int, int | None]) -> list[AskedLine]:
    """Targets with what the register has for each."""
    return [
        AskedLine(
            words=each.words,
            planned=each.planned,
            counted=counts.get(each.number),
            variance=variance_words(each.planned, each.achieved).capitalize()
            if each.achieved is not None
            else "",
            achieved=form[f"achieved_{each.number}"],
            why=form[f"why_{each.number}"],
        )
        for each in said.lines
    ]


def asked_spends(form: Form, said: Said) -> list[AskedSpend]:
    """Lines of the budget with what was spent before."""
    return [
        AskedSpend(
            words=each.words,
            budget=pounds(each.budget),
            before=pounds(each.spent_before),
            spent=form[f"spent_{each.number}"],
            because=form[f"because_{each.number}"],
        )
        for each in said.spends
    ]


def initial_of(
    of: Return, said: Said, lines: Sequence[ReturnLine], counts: Mapping[int, int | None]
) -> dict[str, Any]:
    """What the form begins with: what was saved, else what the register comes to."""
    was_saved = {each.target.number for each in lines if each.achieved is not None}
    found: dict[str, Any] = {
        "version": of.version,
        "narrative": of.narrative,
        "quote": of.quote,
        "minutes_taken": of.minutes_taken,
    }
    for line in said.lines:
        is_saved = line.number in was_saved
        found[f"achieved_{line.number}"] = line.achieved if is_saved else counts.get(line.number)
        found[f"why_{line.number}"] = line.reason
    for spend in said.spends:
        found[f"spent_{spend.number}"] = spend.spent or None
        found[f"because_{spend.number}"] = spend.reason
    return found


def said_lines(said: Said) -> Table:
    """Planned against achieved, for those who wrote it."""
    return Table(
        caption="Targets",
        columns=[
            Column("Target"),
            Column("Planned", numeric=True),
            Column("Achieved", numeric=True),
            Column("Difference"),
            Column("Why"),
        ],
        rows=[
            [
                each.words,
                each.planned,
                each.achieved if each.achieved is not None else "–",
                variance_words(each.planned, each.achieved) if each.achieved is not None else "",
                each.reason,
            ]
            for each in said.lines
        ],
    )


def said_spends(said: Said) -> Table:
    """Spent against the budget."""
    return Table(
        caption="Money",
        columns=[
            Column("What for"),
            Column("Budget", numeric=True),
            Column("In this period", numeric=True),
            Column("Up to now", numeric=True),
            Column("Why"),
        ],
        rows=[
            [
                each.words,
                pounds(each.budget),
                pounds(each.spent),
                pounds(each.in_all),
                each.reason,
            ]
            for each in said.spends
        ],
    )


def funder_table(lines: Sequence[FunderLine]) -> Table:
    """Planned against achieved, for those who give the money: never a few people."""
    return Table(
        caption="Targets",
        columns=[
            Column("Target"),
            Column("Planned", numeric=True),
            Column("Achieved", numeric=True),
            Column("Difference"),
            Column("Why"),
        ],
        rows=[_funder_row(each) for each in lines],
        marks=SMALL,
        notes=(RUNNING_NOTE,) if any(each.is_running for each in lines) else (),
    )


def _funder_row(line: FunderLine) -> list[CellLike]:
    since = " since the start" if line.is_running else ""
    shown: CellLike = Cell(mark=CONFIDENTIAL) if line.achieved is None else line.achieved
    return [
        f"{line.target.words}{since}",
        line.planned,
        shown,
        variance_words(line.planned, line.achieved) if line.achieved is not None else "",
        line.reason,
    ]


def receipts_table(receipts: Sequence[Receipt], address: str) -> Table:
    """Files that show what was paid."""
    return Table(
        caption="Receipts",
        columns=[Column("File"), Column("Added")],
        rows=[
            [
                Cell(each.document.name, href=address.format(each.document.reference)),
                moment(each.added_at),
            ]
            for each in receipts
        ],
        when_empty="No receipt was added.",
    )


def versions_table(versions: Sequence[ReturnVersion]) -> Table:
    """Every time the return was certified, and what was asked to be changed."""
    return Table(
        caption="Sent before",
        columns=[Column("Version"), Column("Certified"), Column("By"), Column("Then asked for")],
        rows=[
            [f"Version {each.number}", moment(each.at), each.certified_role, each.wanted]
            for each in versions
        ],
        when_empty="It was not sent yet.",
    )


def version_facts(version: ReturnVersion) -> list[Row]:
    """The words of a return as it was certified."""
    said = version.said
    minutes = said.get("minutes_taken")
    return [
        Row("Certified", f"{moment(version.at)} by the {version.certified_role}"),
        Row("How it went", str(said["narrative"])),
        Row("What a young person said", str(said["quote"]) or "–"),
        Row("Minutes it took", str(minutes) if minutes is not None else "–"),
    ]


def version_money(version: ReturnVersion) -> Table:
    """Money of a return as it was certified."""
    return Table(
        caption="Money",
        columns=[
            Column("What for"),
            Column("Budget", numeric=True),
            Column("In this period", numeric=True),
            Column("Why"),
        ],
        rows=[
            [
                each["words"],
                pounds(Decimal(each["budget"])),
                pounds(Decimal(each["spent"])),
                each["reason"],
            ]
            for each in version.said["spends"]
        ],
    )


WAYS = {
    "age_band": ("By age", lists.AGE_BANDS),
    "area_code": ("By area", {}),
    "referral": ("By how they came", lists.REFERRALS),
}


def breakdown_tables(breakdowns: Sequence[Breakdown], areas: Mapping[str, str]) -> list[Table]:
    """Who took part, over every group that was let out. A sum with a hidden part is hidden."""
    tables = []
    for way, (caption, names) in WAYS.items():
        words = names or {lists.NOWHERE: lists.NOWHERE_WORDS, **areas}
        codes = dict.fromkeys(code for each in breakdowns for code in each.cells[way])
        tables.append(
            Table(
                caption=caption,
                columns=[Column("Young people"), Column("Started", numeric=True)],
                rows=[
                    [words.get(code, code), _cell(summed(breakdowns, way, code))] for code in codes
                ],
                marks=SMALL,
                when_empty="Too few have started for this to be shown.",
            )
        )
    return tables


def summed(breakdowns: Sequence[Breakdown], way: str, code: str) -> int | None:
    """A count over groups; None where one of them is hidden."""
    values = [each.cells[way].get(code, 0) for each in breakdowns]
    known = [int(each) for each in values if each is not None]
    return sum(known) if len(known) == len(values) else None


def _cell(value: int | None) -> CellLike:
    return Cell(mark=CONFIDENTIAL) if value is None else value


def my_receipts(of: Return) -> str:
    """Where a receipt is for those who added it, but for its reference."""
    here = reverse("delivering:my_return", args=[of.delivery.reference, of.reference])
    return f"{here}receipts/{{}}/"
