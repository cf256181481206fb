"""Readiness in words and tables."""

from collections.abc import Iterable, Iterator, Sequence

from headwater.core.words import counted
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import (
    Cell,
    CellLike,
    Column,
    Link,
    Row,
    Table,
)
from headwater.web.partnership.duty.links import domain_address
from headwater.web.partnership.duty.models import Readiness
from headwater.web.partnership.duty.queries.readiness import Domain
from headwater.web.partnership.duty.rules import readying
from headwater.web.partnership.duty.rules.ageing import Age
from headwater.web.partnership.duty.rules.readying import LEVELS

CSV_COLUMNS = (
    "year",
    "domain",
    "title",
    "level",
    "level_words",
    "level_before",
    "why",
    "evidence",
    "evidence_fresh",
    "owner",
    "next_step",
    "due_on",
    "assessed_on",
)


def summary(domains: Sequence[Domain]) -> str:
    """How ready the partnership is, in sentences."""
    assessed = [each for each in domains if each.row]
    if not assessed:
        return "No domain is assessed for this year yet."
    words = f"{len(assessed)} of {counted(len(domains), 'domain')} assessed."
    counts = [
        f"{sum(each.row.reached is level for each in assessed if each.row)} {level.value}"
        for level in reversed(LEVELS)
        if any(each.row and each.row.reached is level for each in assessed)
    ]
    moved = [
        each for each in assessed if each.row and each.before and _rise(each.row, each.before) > 0
    ]
    fell = [
        each for each in assessed if each.row and each.before and _rise(each.row, each.before) < 0
    ]
    said = [words, f"{', '.join(counts)}."]
    if moved:
        said.append(f"{counted(len(moved), 'domain')} higher than the year before.")
    if fell:
        said.append(f"{counted(len(fell), 'domain')} lower than the year before.")
    return " ".join(said)


def _rise(row: Readiness, before: Readiness) -> int:
    return LEVELS.index(row.reached) - LEVELS.index(before.reached)


def domains_table(domains: Iterable[Domain], *, workspace: str) -> Table:
    """Every domain with its level this year and the year before."""
    return Table(
        caption="Nine domains of readiness",
        columns=(
            Column("Domain"),
            Column("Level"),
            Column("Year before"),
            Column("Evidence"),
            Column("Next step"),
            Column("By"),
        ),
        rows=[_domain_row(each, workspace) for each in domains],
    )


def _domain_row(each: Domain, workspace: str) -> list[CellLike]:
    row, before = each.row, each.before
    fresh = sum(age is Age.FRESH for age in each.evidence)
    shown = Cell(counted(len(each.evidence), "item"), hint=f"{fresh} fresh")
    address = domain_address(workspace, each.year, each.domain.id)
    return [
        Cell(each.domain.title, href=address, hint=each.domain.question),
        Cell(readying.words(row.reached), hint=each.domain.meaning(row.reached))
        if row
        else Cell("Not assessed"),
        Cell(readying.words(before.reached)) if before else None,
        shown if each.evidence else None,
        Cell(row.next_step, hint=row.owner.name if row.owner else "") if row else None,
        Cell(day(row.due_on)) if row and row.due_on else None,
    ]


def facts(domain: Domain) -> list[Row]:
    """What was said of a domain."""
    row = domain.row
    if row is None:
        return []
    found = [
        Row("Level", Cell(readying.words(row.reached), hint=domain.domain.meaning(row.reached))),
        Row("Why", row.why),
    ]
    if domain.before:
        found.append(Row("The year before", readying.words(domain.before.reached)))
    if row.next_step:
        found += [
            Row("Next step", row.next_step),
            Row("Who sees to it", row.owner.name if row.owner else ""),
            Row("By", day(row.due_on)),
        ]
    return [*found, Row("Assessed", day(row.assessed_on))]


def levels_table(domain: Domain) -> Table:
    """What each level means in a domain."""
    return Table(
        caption="What the levels mean here",
        columns=(Column("Level"), Column("What is true")),
        rows=[[readying.words(each), domain.domain.meaning(each)] for each in LEVELS],
    )


def year_links(years: Iterable[int], address: str, here: int) -> list[Link]:
    """The years that were assessed."""
    return [Link(str(each), f"{address}?year={each}", current=each == here) for each in years]


def csv_rows(domains: Iterable[Domain]) -> Iterator[tuple[str, ...]]:
    """Rows of the file, in the order of `CSV_COLUMNS`."""
    for each in domains:
        row, before = each.row, each.before
        yield (
            str(each.year),
            each.domain.id,
            each.domain.title,
            str(LEVELS.index(row.reached)) if row else "",
            row.level if row else "not assessed",
            str(LEVELS.index(before.reached)) if before else "",
            row.why if row else "",
            str(len(each.evidence)),
            str(sum(age is Age.FRESH for age in each.evidence)),
            row.owner.name if row and row.owner else "",
            row.next_step if row else "",
            row.due_on.isoformat() if row and row.due_on else "",
            row.assessed_on.isoformat() if row else "",
        )
