"""Projects, lists and the way of the money, in words and tables for the public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.core.money import NOTHING, pounds, short_pounds
from headwater.web.design_system.parts import Cell, CellLike, Column, Row, Table
from headwater.web.grants.publishing.rules.months import NO_CONDITIONS, Listed
from headwater.web.releases.models import Release

Project = Mapping[str, Any]
POT_AMOUNTS = {
    "received": "Received",
    "expected": "Still to come in",
    "awarded": "Awarded",
    "untold": "Awarded, not listed yet",
    "direct": "Spent otherwise",
    "available": "Left",
}
"""The first two come to as much as the last four."""
HIDDEN = "Numbers of people under 5 are never shown."


def _day(text: str) -> str:
    return words.day(date.fromisoformat(text))


def project_address(project: Project) -> str:
    """Where a project is."""
    return reverse("publishing:project", args=[project["reference"]])


def places_of(project: Project) -> str:
    """Where people benefit."""
    return words.listed([each["name"] for each in project["places"]])


def projects_table(projects: Sequence[Project]) -> Table:
    """Projects, the latest awarded first."""
    rows: list[list[CellLike]] = [
        [
            Cell(each["title"], href=project_address(each)),
            each["recipient"],
            places_of(each),
            pounds(Decimal(each["amount"])),
            _day(each["awarded_on"]),
        ]
        for each in projects
    ]
    return Table(
        caption="Projects, the latest first",
        columns=[
            Column("Project"),
            Column("Who runs it"),
            Column("Where people benefit"),
            Column("Amount", numeric=True),
            Column("Awarded"),
        ],
        rows=rows,
        when_empty="No project is like that. Take a filter away.",
    )


def summary(projects: Sequence[Project], *, is_filtered: bool) -> str:
    """How many projects there are and what they were given."""
    amount = short_pounds(sum((Decimal(each["amount"]) for each in projects), start=NOTHING))
    if not projects:
        return "No project is like that."
    asked = "that you asked for " if is_filtered else ""
    many = words.counted(len(projects), "project")
    return f"{many} {asked}{'was' if len(projects) == 1 else 'were'} given {amount} in all."


def by_place(projects: Sequence[Project]) -> Table:
    """How many projects there are in each place, and what they were given in all."""
    found: dict[str, list[Project]] = {}
    names: dict[str, str] = {}
    for each in projects:
        for place in each["places"]:
            found.setdefault(place["code"], []).append(each)
            names[place["code"]] = place["name"]
    rows: list[list[CellLike]] = []
    for code in sorted(found, key=lambda each: names[each]):
        given = sum((Decimal(each["amount"]) for each in found[code]), start=NOTHING)
        address = f"{reverse('publishing:projects')}?place={code}"
        rows.append([Cell(names[code], href=address), len(found[code]), pounds(given)])
    return Table(
        caption="By place",
        columns=[
            Column("Where people benefit"),
            Column("Projects", numeric=True),
            Column("Amount", numeric=True),
        ],
        rows=rows,
        notes=["A project in several places counts in each of them with its whole amount."],
    )


def choices(projects: Iterable[Project]) -> dict[str, list[tuple[str, str]]]:
    """Places, themes and years to choose from."""
    places: dict[str, str] = {}
    themes: set[str] = set()
    years: set[str] = set()
    for each in projects:
        places |= {place["code"]: place["name"] for place in each["places"]}
        themes.add(each["theme"])
        years.add(each["year"])
    return {
        "places": sorted(places.items(), key=lambda each: each[1]),
        "themes": [(each, each) for each in sorted(themes)],
        "years": [(each, year_words(each)) for each in sorted(years, reverse=True)],
    }


def year_words(year: str) -> str:
    """A financial year as people say it.

    >>> year_words("2026-27")
    '2026 to 2027'
    """
    first = int(year[:4])
    return f"{first} to {first + 1}"


def chosen(
    projects: Sequence[Project],
    *,
    text: str = "",
    place: str = "",
    theme: str = "",
    year: str = "",
) -> list[Project]:
    """Projects that were asked for."""
    low = text.casefold()
    return [
        each
        for each in projects
        if (not place or any(one["code"] == place for one in each["places"]))
        and (not theme or each["theme"] == theme)
        and (not year or each["year"] == year)
        and (not low or low in _said(each))
    ]


def _said(project: Project) -> str:
    names = ("title", "recipient", "description", "reference")
    return "\n".join(project[name] for name in names).casefold()


def project_facts(project: Project) -> list[Row]:
    """Who, where, how much, when."""
    rows = [
        Row("Who runs it", project["recipient"]),
        Row("Registered as", project["recipient_id"]),
        Row("Kind of organisation", project["recipient_kind"]),
        Row("Where people benefit", places_of(project)),
        Row("Amount", _amount(project)),
        Row("Awarded", _day(project["awarded_on"])),
        Row("Runs", f"{_day(project['starts_on'])} to {_day(project['ends_on'])}"),
        Row("State", project["state"]),
        Row("Fund", project["fund"]),
        Row("Where the money came from", project["source"]),
        Row("Theme", project["theme"]),
    ]
    if project["oldest"] is not None and project["youngest"] is not None:
        rows.append(Row("For ages", f"{project['youngest']} to {project['oldest']}"))
    if Decimal(project["paid"]):
        rows.append(Row("Paid so far", pounds(Decimal(project["paid"]))))
    return [row for row in rows if row.value]


def _amount(project: Project) -> str:
    now, first = Decimal(project["amount"]), Decimal(project["first_amount"])
    if now == first:
        return pounds(now)
    return f"{pounds(now)}, changed from {pounds(first)}"


def conditions(project: Project) -> str:
    """The conditions of a grant."""
    return str(project["conditions"] or NO_CONDITIONS)


def counted_table(project: Project, name: str, caption: str) -> Table:
    """Numbers about people, as they were released."""
    return Table(
        caption=caption,
        columns=[Column("What"), Column("Number", numeric=True)],
        rows=[[each["label"], each["value"]] for each in project[name]],
        notes=[HIDDEN],
    )


def months_table(found: Sequence[Listed]) -> Table:
    """Every monthly list."""
    rows: list[list[CellLike]] = [
        [
            Cell(each.month.words, href=reverse("publishing:month", args=[str(each.month)])),
            len(each.items) or "None",
            pounds(sum((Decimal(one["amount"]) for one in each.items), start=NOTHING)),
        ]
        for each in found
    ]
    return Table(
        caption="Months, the latest first",
        columns=[
            Column("Month"),
            Column("Grants", numeric=True),
            Column("Amount", numeric=True),
        ],
        rows=rows,
    )


def month_table(found: Listed, *, is_public: bool = True) -> Table:
    """The grants of one month, as the law asks for them. Public ones lead to their projects."""
    rows: list[list[CellLike]] = [
        [
            Cell(each["recipient"], href=project_address(each) if is_public else ""),
            each["description"],
            conditions(each),
            each["reasons"],
            pounds(Decimal(each["amount"])),
        ]
        for each in found.items
    ]
    left_out = [
        f"A name is left out of “{each['title']}”: {reason}"
        for each in found.items
        for reason in each["left_out"]
    ]
    return Table(
        caption=f"Crime and disorder reduction grants of {found.month.words}",
        columns=[
            Column("Recipient"),
            Column("Purpose"),
            Column("Conditions"),
            Column("Reasons"),
            Column("Amount", numeric=True),
        ],
        rows=rows,
        notes=left_out,
        when_empty=f"No grant was made in {found.month.words}.",
    )


def way_of_the_money(totals: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """From what came in to whom it reached, over everybody who publishes here."""

    def sum_of(name: str) -> Decimal:
        return sum((Decimal(each[name]) for each in totals), start=NOTHING)

    people = sum(each["people"] for each in totals)
    told = sum(each["people_projects"] for each in totals)
    hidden = sum(each["people_hidden"] for each in totals)
    return {
        "received": pounds(sum_of("received")),
        "proceeds": pounds(sum_of("proceeds")),
        "has_proceeds": sum_of("proceeds") > 0,
        "has_others": sum_of("received") > sum_of("proceeds"),
        "awarded": pounds(sum_of("awarded")),
        "grants": sum(each["grants"] for each in totals),
        "paid": pounds(sum_of("paid")),
        "untold": pounds(sum_of("untold")),
        "untold_grants": sum(each["untold_grants"] for each in totals),
        "people": f"{people:,}",
        "has_people": told > 0,
        "people_basis": _people_basis(told, hidden),
        "pots": pots_table([pot for each in totals for pot in each["pots"]]),
    }


def _people_basis(told: int, hidden: int) -> str:
    said = f"As {words.counted(told, 'project')} reported. Somebody may be in several."
    if not hidden:
        return said
    return f"{said} {words.counted(hidden, 'project')} with fewer than 5 not counted."


def pots_table(pots: Sequence[Mapping[str, Any]]) -> Table:
    """Every pot: what came in, what was awarded, what was paid, what is left."""
    rows: list[list[CellLike]] = [
        [
            f"{each['name']}, {year_words(each['year'])}",
            each["source"],
            *(pounds(Decimal(each[name])) for name in POT_AMOUNTS),
        ]
        for each in pots
    ]
    return Table(
        caption="Pots of money",
        columns=[
            Column("Pot"),
            Column("From"),
            *(Column(heading, numeric=True) for heading in POT_AMOUNTS.values()),
        ],
        rows=rows,
        notes=["What was received and what is to come is, to the penny, what stands after it."],
        when_empty="No pot of money is published yet.",
    )


def project_context(said: Project) -> dict[str, Any]:
    """What the page of a project shows."""
    return {
        "project": said,
        "facts": project_facts(said),
        "conditions": conditions(said),
        "people": counted_table(said, "people", "People reached") if said["people"] else None,
        "outcomes": counted_table(said, "outcomes", "What changed") if said["outcomes"] else None,
    }


@dataclass(frozen=True, slots=True)
class Given:
    """What was published, by whom and when."""

    release: Release
    publisher: str
    day: str
    as_of: str
    number_json: str
    """The grants of this number, at an address that never changes."""


def released(found: Iterable[Release]) -> list[Given]:
    """What is public, each with the files of its number."""
    return [
        Given(
            each,
            each.snapshot["publisher"],
            dated(timezone.localtime(each.published_at), "j F Y"),
            _day(each.snapshot["as_of"]),
            reverse("publishing:edition", args=[each.slug, each.number, "json"]),
        )
        for each in found
    ]
