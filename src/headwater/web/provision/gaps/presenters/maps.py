"""The gap map as grids of place by kind of help, and as lines of a file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst

from headwater.web.design_system.parts import Figure
from headwater.web.editions.models import Edition, Picture, Table
from headwater.web.editions.presenters import Links, drawn_figure
from headwater.web.provision.gaps.links import gap_address
from headwater.web.provision.gaps.presenters.cells import day_words
from headwater.web.provision.gaps.queries.maps import Cell
from headwater.web.provision.gaps.rules.classes import WORST_FIRST, MapClass
from headwater.web.provision.gaps.rules.places import Place, ages_words

CSV_COLUMNS = (
    "reference",
    "area_code",
    "area",
    "ages",
    "help",
    "class",
    "range",
    "kinds_of_gap",
    "need_low",
    "need_high",
    "services",
    "places",
    "coverage_low",
    "coverage",
    "coverage_high",
    "missing_low",
    "missing_high",
    "cost_low",
    "cost_high",
    "class_before",
)
NUMBERS = CSV_COLUMNS[8:19]


@dataclass(frozen=True, slots=True)
class Square:
    """One square of a grid: a combination, or nothing where it was not asked for."""

    href: str = ""
    words: str = ""
    kind: str = ""
    title: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One place of a grid."""

    area: str
    squares: Sequence[Square]


@dataclass(frozen=True, slots=True)
class Grid:
    """The places and kinds of help of one age band."""

    id: str
    caption: str
    headings: Sequence[str]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Key:
    """One class in the key: how many combinations are in it, and what it means."""

    kind: str
    words: str
    meaning: str
    count: int


def grids(workspace: str, cells: Sequence[Cell], wanted: Iterable[Cell]) -> list[Grid]:
    """One grid for each age band that has a combination that is wanted."""
    asked = {cell.place for cell in wanted}
    found = [cell for cell in cells if cell.place in asked]
    ages = dict.fromkeys(sorted({cell.place.age for cell in found}))
    return [_grid(workspace, age, [c for c in found if c.place.age == age]) for age in ages]


def _grid(workspace: str, age: str, cells: Sequence[Cell]) -> Grid:
    helps = {cell.place.help: cell.help_words for cell in cells}
    areas = {cell.place.area: cell.area for cell in cells}
    at = {cell.place: cell for cell in cells}
    return Grid(
        id=f"ages-{age.replace('+', '')}",
        caption=f"Ages {ages_words(age)}",
        headings=list(helps.values()),
        lines=[
            Line(name, [_square(workspace, at.get(Place(area, age, each))) for each in helps])
            for area, name in sorted(areas.items(), key=lambda pair: pair[1])
        ],
    )


def _square(workspace: str, cell: Cell | None) -> Square:
    if cell is None:
        return Square()
    return Square(
        href=gap_address(workspace, cell.place.reference),
        words=cell.kind.words,
        kind=cell.kind.value,
        title=cell.title,
        hint=coverage_hint(cell),
    )


def coverage_hint(cell: Cell) -> str:
    """How many places there are for each ten people in need, as a range."""
    if cell.shown["services"] == 0:
        return "no service"
    ends = [cell.shown[name] for name in ("coverage_low", "coverage_high")]
    low, high = (f"{each * 100:.0f}" if isinstance(each, int | float) else "" for each in ends)
    if not low:
        return ""
    return f"{low}–{high} per 100" if high else f"{low} or more per 100"


def key(cells: Iterable[Cell]) -> list[Key]:
    """Every class with its meaning and how many of these combinations are in it."""
    counts = Counter(cell.kind for cell in cells)
    return [Key(each.value, each.words, each.meaning, counts[each]) for each in WORST_FIRST]


def headline(cells: Sequence[Cell]) -> str:
    """What the map says, in a sentence."""
    counts = Counter(cell.kind for cell in cells)
    return (
        f"Of {len(cells)} combinations of place, age and kind of help, {counts[MapClass.GAP]} are "
        f"a gap, {counts[MapClass.THIN]} thin, {counts[MapClass.COVERED]} covered and "
        f"{counts[MapClass.UNKNOWN]} unknown."
    )


def figure_of(edition: Edition, drawn: tuple[Picture, Table] | None) -> Figure | None:
    """What each neighbourhood reaches, as the picture of the edition; none where none was drawn."""
    if drawn is None:
        return None
    return drawn_figure(*drawn, links=_links(edition))


def _links(edition: Edition) -> Links:
    here = [edition.workspace.slug, edition.reference]

    def at(name: str, *more: str) -> str:
        return reverse(f"insights:assessment_{name}", args=[*here, *more])

    return Links(
        number=lambda figure: f"{at('number')}?figure={figure}",
        table=lambda slug: at("table", slug),
        csv=lambda slug: at("csv", slug),
        picture=lambda slug: at("picture", slug),
        narrow_picture=lambda slug: at("narrow_picture", slug),
    )


def csv_rows(cells: Iterable[Cell], earlier: Mapping[Place, MapClass]) -> list[list[str]]:
    """Combinations as lines of a file, numbers as they were released."""
    return [
        [
            cell.place.reference,
            cell.place.area,
            cell.area,
            cell.place.age,
            cell.place.help,
            cell.kind.value,
            str(cell.shown["range"]),
            "; ".join(cell.types),
            *(str(cell.shown[name]) for name in NUMBERS),
            earlier[cell.place].value if cell.place in earlier else "",
        ]
        for cell in cells
    ]


def basis(about: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the map rests on, in a few lines."""
    told = {**about, "as_of": day_words(about.get("as_of", ""))}
    lines = (
        ("Services", "supply"),
        ("As they stood on", "as_of"),
        ("Whom they reach", "reach"),
        ("Need", "need"),
        ("Need counted over", "period"),
    )
    return [(words, capfirst(told[name])) for words, name in lines if told.get(name)]
