"""One combination in words: need, services, coverage, kinds of gap, and what closing it costs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from headwater.core import words
from headwater.web.design_system.parts import Cell as Part
from headwater.web.design_system.parts import Colour, Column, Table, Tag
from headwater.web.editions.models import Edition
from headwater.web.provision.gaps.queries.maps import CELLS, MAP, Cell
from headwater.web.provision.gaps.rules.classes import MapClass
from headwater.web.thread.queries import Strand

COLOURS = {
    MapClass.GAP: Colour.RED,
    MapClass.THIN: Colour.ORANGE,
    MapClass.COVERED: Colour.GREEN,
    MapClass.UNKNOWN: Colour.GREY,
}
NO_LIMIT = "[x]"
NOTHING = "–"


def class_tag(kind: MapClass) -> Tag:
    """The class, with what it means for those who ask."""
    return Tag(kind.words, COLOURS[kind], kind.meaning)


def changed(cell: Cell, before: MapClass | None) -> str:
    """How the class stands to that of the map before."""
    if before is None:
        return ""
    if before is cell.kind:
        return f"The map before said {before.value} too."
    return f"The map before said {before.value}."


def over(cell: Cell) -> str:
    """The class over the whole range, where it is not one class throughout."""
    found = str(cell.shown["range"])
    return (
        ""
        if found in (cell.kind.value, MapClass.UNKNOWN.value)
        else (f"Over the whole range it is {found}.")
    )


def working(edition: Edition, cell: Cell) -> Table:
    """Need, places, coverage and cost, from the least to the most there may be."""

    def number(column: str, unit: str = "", *, table: str = CELLS) -> Part:
        return _number(edition, cell, table, column, unit)

    return Table(
        caption="The working",
        columns=[
            Column("What"),
            Column("Least", numeric=True),
            Column("In the middle", numeric=True),
            Column("Most", numeric=True),
        ],
        rows=[
            [Part("Need", hint="People a year who would be offered it"),
             number("need_low"), Part(NOTHING), number("need_high")],
            [Part("Places", hint="A year, for this combination"),
             Part(NOTHING), number("places"), Part(NOTHING)],
            [Part("Coverage", hint="Places for each person in need"),
             number("coverage_low"), number("coverage"), number("coverage_high")],
            [Part("Need within reach", hint="Of a service that takes them"),
             Part(NOTHING), number("within_reach"), Part(NOTHING)],
            [Part("Without a place", hint="People a year"),
             number("missing_low", table=MAP), Part(NOTHING), number("missing_high", table=MAP)],
            [Part("Cost of closing", hint=_cost_hint(cell)),
             number("cost_low", table=MAP), Part(NOTHING), number("cost_high", table=MAP)],
        ],
        marks=words.MARK_MEANINGS,
        notes=(
            "Coverage is least with all the need there may be and only places confirmed in six "
            "months, and most with the least need and every place that is stated.",
            "Each number leads to how it was made.",
        ),
    )  # fmt: skip


def _cost_hint(cell: Cell) -> str:
    """What a start costs, and where that is known from."""
    if cell.shown["cost_high"] == NO_LIMIT:
        return "Not known: no service of this kind says what a start costs"
    return f"A year, at {_span(cell, 'start_low', 'start_high')} a start: {cell.said['cost_from']}"


def _span(cell: Cell, low: str, high: str) -> str:
    first, second = cell.said[low], cell.said[high]
    return first if first == second else f"{first} to {second}"


def _number(edition: Edition, cell: Cell, table: str, column: str, unit: str = "") -> Part:
    """One number that leads to how it was made; a mark where there is none."""
    said = cell.said[column]
    if said in words.MARK_MEANINGS:
        return Part(mark=said)
    figure = urlencode({"figure": f"{table}:{cell.place.row}:{column}"})
    here = reverse("insights:assessment_number", args=[edition.workspace.slug, edition.reference])
    return Part(f"{said} {unit}".strip(), href=f"{here}?{figure}")


def offers_table(offers: Sequence[Mapping[str, str]]) -> Table:
    """The services that reach the combination, the most places first."""
    return Table(
        caption="Services that reach it",
        columns=[
            Column("Service"),
            Column("Ages"),
            Column("Reaches"),
            Column("Away", numeric=True),
            Column("Residents within reach", numeric=True),
            Column("Places it states", numeric=True),
            Column("Places for this", numeric=True),
            Column("Confirmed"),
            Column("Funded until"),
        ],
        rows=[_offer(each) for each in offers],
        marks=words.MARK_MEANINGS,
        notes=(
            "A service's places are shared over everybody it can reach and takes, older people "
            "too, so no service gives more than it has.",
        ),
        when_empty="No running service in the directory reaches anybody here.",
    )


def _offer(offer: Mapping[str, str]) -> list[Part]:
    is_timed = offer["minutes"] not in words.MARK_MEANINGS
    away = f"{offer['minutes']} min" if is_timed else f"{offer['far']} km"
    lately = "" if offer["confirmed"] == "yes" else "Not in the last six months"
    return [
        Part(offer["name"], hint=offer["organisation"]),
        Part(offer["ages"]),
        Part(capfirst(offer["reach"])),
        Part(mark=offer["far"]) if away.startswith("[") else Part(away),
        _told(offer["reached"]),
        _told(offer["capacity"]),
        _told(offer["given"]),
        Part(day_words(offer["confirmed_on"]), hint=lately),
        Part(day_words(offer["ends_on"])),
    ]


def _told(said: str) -> Part:
    return Part(mark=said) if said in words.MARK_MEANINGS else Part(said)


def day_words(text: str) -> str:
    """A day as people write it; words as they are.

    >>> day_words("2025-07-01"), day_words("never")
    ('1 July 2025', 'Never')
    """
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text.capitalize()


def kinds_of_gap(cell: Cell, meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong with the help there is, each with its meaning."""
    return [(capfirst(each), capfirst(meanings.get(each, ""))) for each in cell.types]


def strands_table(strands: Iterable[Strand], workspace: str) -> Table:
    """What the gap is tied to."""
    return Table(
        caption="What is tied to it",
        columns=[Column("How"), Column("What"), Column("How it stands")],
        rows=[
            [
                Part(capfirst(each.words)),
                Part(each.other.title, href=each.other.address),
                Part(each.other.state or "–"),
            ]
            for each in strands
        ],
        row_headers=False,
        when_empty="Nothing answers this yet.",
    )
