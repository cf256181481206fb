"""Shaded maps drawn from an edition's own outlines: no tiles, no network, the same bytes always.

Areas fall into five classes with equal numbers of areas. Areas without a number are hatched and
named in the legend by their mark; where a map says what areas without a row are, those are plain
and areas for which nothing is available are grey, and small areas that are neither have a circle
round them, so that they are found on the map of a county. Coordinates are laid flat with one
cosine, which is right to better than a pixel over a county.
"""

import math
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from headwater.core.editions import AreaMap, Column, Outline, Table, Value
from headwater.core.errors import NotFoundError
from headwater.core.marks import NOT_AVAILABLE
from headwater.reporting import words
from headwater.reporting.palette import (
    DIVERGING,
    INK,
    MISSING,
    PLAIN,
    QUIET_INK,
    RULE,
    SEQUENTIAL,
    UNKNOWN,
)

WIDTH = 680.0
TALLEST = 640.0
MARGIN = 14.0
KM_PER_DEGREE = 111.32
CLASSES = 5
LABEL_SIZE = 14
LEGEND_WIDTH = 230.0
LEGEND_LETTERS = 27
"""To a line of the legend."""

LEAST_CIRCLE, LARGEST_CIRCLE = 20.0, 48.0
"""Radius in pixels. What would need a larger circle is seen without one."""
ROUND_ABOUT = 8.0
"""Pixels between an area and the circle round it."""
CIRCLED = "Circled because they are small"

Point = tuple[float, float]
Circle = tuple[float, float, float]
"""Across, down and radius, in pixels."""
Ring = tuple[Point, ...]


PLAIN_CLASS, UNKNOWN_CLASS = -1, -2
"""Classes of areas that have no row, and of areas without anything to show, on maps that say what
areas without a row are. There only what is hidden is hatched, so that it stands out."""


@dataclass(frozen=True, slots=True)
class MapClass:
    """One line of the legend. `colour` is empty for hatched areas."""

    colour: str
    words: str
    areas: int


@dataclass(frozen=True, slots=True)
class Shade:
    """How one area is drawn: its class (or none) and its value in words."""

    area_class: int | None
    label: str


_QUIET_FILLS: dict[int | None, str] = {
    None: "url(#hatch)",
    PLAIN_CLASS: PLAIN,
    UNKNOWN_CLASS: UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map ready to be put on a page."""

    map: AreaMap
    svg: str
    legend: tuple[MapClass, ...]


def draw(area_map: AreaMap, table: Table, outlines: Iterable[Outline]) -> MapDrawing:
    """A map of one column of a table."""
    shapes = tuple(outlines)
    areas = tuple(shape for shape in shapes if shape.level == area_map.level)
    if not areas:
        raise NotFoundError(
            kind="outline of level",
            name=area_map.level,
            hint=f"The map [{area_map.id}] needs the edition to carry its areas' outlines.",
        )
    around = tuple(shape for shape in shapes if shape.level == area_map.outline_level)
    shades, legend, colours = _shades(area_map, table, areas)
    view = _View.around(areas)
    circles = _circles(areas, shades, view)
    parts = [
        *_areas(areas, shades, colours, view),
        *_boundaries(around, view),
        *_circled(circles, view),
        *_scale_bar(view),
        *_labels(around, circles, view),
    ]
    return MapDrawing(area_map, _wrap(parts, view.height), legend)


def with_legend(drawing: MapDrawing) -> str:
    """The map with its legend on its right, for documents that cannot set one beside it.

    Beneath, a legend would make a tall county too tall for what is left of most pages.
    """
    height = float(drawing.svg.split('height="', 1)[1].split('"', 1)[0])
    line, left = 24.0, WIDTH + MARGIN
    titles = textwrap.wrap(drawing.map.legend, LEGEND_LETTERS)
    parts = [
        f'<text x="{left}" y="{MARGIN + 18 * (i + 1):.0f}" font-weight="bold">'
        f"{escape(title)}</text>"
        for i, title in enumerate(titles)
    ]
    y = MARGIN + 18 * len(titles) + 12
    for each in drawing.legend:
        fill = each.colour or "url(#hatch)"
        said = textwrap.wrap(
            f"{each.words}: {words.counted(each.areas, 'area')}", LEGEND_LETTERS - 4
        )
        parts.append(
            f'<rect x="{left}" y="{y:.0f}" width="26" height="16" fill="{fill}" '
            f'stroke="{QUIET_INK}" stroke-width="0.6"/>'
        )
        for text in said:
            parts.append(f'<text x="{left + 36}" y="{y + 13:.0f}">{escape(text)}</text>')
            y += 18
        y += line - 18
    inside = drawing.svg.split(">", 1)[1].rsplit("</svg>", 1)[0]
    opening = _opening(max(height, y + 6), width=WIDTH + LEGEND_WIDTH)
    return opening + inside + f"<g {_TEXT}>" + "".join(parts) + "</g></svg>"


# Classes


def _shades(
    area_map: AreaMap, table: Table, areas: Sequence[Outline]
) -> tuple[dict[str, Shade], tuple[MapClass, ...], tuple[str, ...]]:
    """The class of each area, the legend, and the colours of the classes."""
    column = table.columns[table.position(area_map.value)]
    by_code = dict(zip(table.values(area_map.area), table.values(area_map.value), strict=True))
    apart = _set_apart(area_map, by_code, areas)
    cells = {area.code: by_code.get(area.code) for area in areas if area.code not in apart}
    numbers = {
        code: float(value) for code, value in cells.items() if isinstance(value, int | float)
    }
    limits = class_limits(list(numbers.values()), diverging=area_map.diverging)
    colours = _colours(len(limits) + 1, diverging=area_map.diverging)
    place = {code: sum(value > limit for limit in limits) for code, value in numbers.items()}
    shades = {
        code: Shade(place.get(code), words.cell(value, column)) for code, value in cells.items()
    }
    legend = _legend(place, numbers, cells, column, colours)
    of_apart = Counter(apart.values())
    legend += tuple(
        MapClass(_QUIET_FILLS[shade.area_class], shade.label, of_apart[shade])
        for shade in sorted(of_apart, key=lambda each: each.label)
    )
    return shades | apart, legend, colours


def _set_apart(
    area_map: AreaMap, by_code: Mapping[Value, Value], areas: Sequence[Outline]
) -> dict[str, Shade]:
    """Areas without a row, and those without anything to show, where a map sets them apart."""
    if not area_map.plain:
        return {}
    plain = {a.code: Shade(PLAIN_CLASS, area_map.plain) for a in areas if a.code not in by_code}
    unknown = {
        area.code: Shade(UNKNOWN_CLASS, _mark_in_words(NOT_AVAILABLE))
        for area in areas
        if area.code in by_code and by_code[area.code] in (None, NOT_AVAILABLE)
    }
    return plain | unknown


def _mark_in_words(mark: str) -> str:
    meaning = words.MARK_MEANINGS.get(mark, "no number")
    return f"{mark} {meaning.split(',')[0].split(':')[0]}"


def class_limits(values: Sequence[float], *, diverging: bool) -> tuple[float, ...]:
    """Upper limits of all classes but the last, so that each has about as many areas.

    Diverging classes lie evenly about zero. Limits that would make an empty class are left out.

    >>> class_limits([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], diverging=False)
    (2, 4, 6, 8)
    """
    if not values:
        return ()
    if diverging:
        sizes = sorted(abs(value) for value in values)
        small, large = sizes[(len(sizes) - 1) // 3], sizes[(len(sizes) - 1) * 3 // 4]
        return (-large, -small, small, large) if 0 < small < large else (0.0,)
    ordered = sorted(values)
    ends = [ordered[math.ceil(len(ordered) * k / CLASSES) - 1] for k in range(1, CLASSES)]
    return tuple(end for end in dict.fromkeys(ends) if end < ordered[-1])


def _colours(classes: int, *, diverging: bool) -> tuple[str, ...]:
    ramp = DIVERGING if diverging else SEQUENTIAL
    if classes >= len(ramp):
        return ramp
    if classes == 1:
        return (ramp[len(ramp) // 2],)
    return tuple(ramp[round(i * (len(ramp) - 1) / (classes - 1))] for i in range(classes))


def _legend(
    place: dict[str, int],
    numbers: dict[str, float],
    cells: dict[str, str | int | float | None],
    column: Column,
    colours: tuple[str, ...],
) -> tuple[MapClass, ...]:
    lines = []
    for i, colour in enumerate(colours):
        inside = [numbers[code] for code, at in place.items() if at == i]
        if inside:
            least, most = words.cell(min(inside), column), words.cell(max(inside), column)
            said = least if least == most else f"{least} to {most}"
            lines.append(MapClass(colour, said, len(inside)))
    marks: dict[str, int] = {}
    for value in cells.values():
        if not isinstance(value, int | float):
            mark = value if isinstance(value, str) else NOT_AVAILABLE
            marks[mark] = marks.get(mark, 0) + 1
    for mark, count in sorted(marks.items()):
        lines.append(MapClass("", _mark_in_words(mark), count))
    return tuple(lines)


# Drawing


@dataclass(frozen=True, slots=True)
class _View:
    """How longitude and latitude become pixels."""

    west: float
    north: float
    squeeze: float
    scale: float
    left: float
    height: float

    @classmethod
    def around(cls, areas: Sequence[Outline]) -> "_View":
        """The view that just holds some areas."""
        points = [point for area in areas for ring in area.rings for point in ring]
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        squeeze = math.cos(math.radians((south + north) / 2))
        wide, tall = (east - west) * squeeze or 1e-6, (north - south) or 1e-6
        scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
        left = (WIDTH - wide * scale) / 2
        return cls(west, north, squeeze, scale, left, tall * scale + 2 * MARGIN + 22)

    def place(self, point: Point) -> Point:
        """Where a longitude and latitude stand, in pixels from the top left."""
        x = (point[0] - self.west) * self.squeeze * self.scale + self.left
        return x, (self.north - point[1]) * self.scale + MARGIN

    @property
    def km(self) -> float:
        """Kilometres to one pixel."""
        return KM_PER_DEGREE / self.scale


_TEXT = f'font-family="Atkinson Hyperlegible" font-size="{LABEL_SIZE}" fill="{INK}"'


def _opening(height: float, *, width: float = WIDTH) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}">'
    )


def _wrap(parts: list[str], height: float) -> str:
    hatch = (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="#f7f7f5"/>'
        f'<path d="M-1,7L7,-1M-1,1L1,-1M5,7L7,5" stroke="{MISSING}" stroke-width="1.3"/>'
        "</pattern></defs>"
    )
    return _opening(height) + hatch + "".join(parts) + "</svg>"


def _path(rings: Iterable[Ring], view: _View) -> str:
    """Rings as path data to a tenth of a pixel, leaving out points that would not move."""
    pieces = []
    for ring in rings:
        points: list[tuple[int, int]] = []
        for each in ring:
            x, y = view.place(each)
            at = (round(x * 10), round(y * 10))
            if not points or points[-1] != at:
                points.append(at)
        if len(points) < 3:
            continue
        start, *rest = points[:-1] if points[0] == points[-1] else points
        steps, last = [f"M{_tenth(start[0])},{_tenth(start[1])}l"], start
        for at in rest:
            steps.append(f"{_tenth(at[0] - last[0])},{_tenth(at[1] - last[1])} ")
            last = at
        pieces.append("".join(steps).rstrip() + "z")
    return "".join(pieces)


def _tenth(tenths: int) -> str:
    return f"{tenths / 10:g}"


def _areas(
    areas: Sequence[Outline], shades: dict[str, Shade], colours: tuple[str, ...], view: _View
) -> list[str]:
    groups: dict[int | None, list[str]] = {}
    for area in areas:
        shade = shades[area.code]
        path = (
            f'<path d="{_path(area.rings, view)}">'
            f"<title>{escape(f'{area.name}: {shade.label}')}</title></path>"
        )
        groups.setdefault(shade.area_class, []).append(path)
    fills: dict[int | None, str] = dict(_QUIET_FILLS)
    fills |= dict(enumerate(colours))
    # Beside plain areas, hatched ones are few and must be seen.
    strokes = {PLAIN_CLASS: RULE, None: INK} if PLAIN_CLASS in groups else {}
    ordered = sorted(groups, key=lambda each: -0.5 if each is None else each)
    return [
        f'<g fill="{fills[each]}" fill-rule="evenodd" '
        f'stroke="{strokes.get(each, "white")}" stroke-width="0.5">'
        f"{''.join(groups[each])}</g>"
        for each in ordered
    ]


def _boundaries(around: Sequence[Outline], view: _View) -> list[str]:
    data = "".join(_path(shape.rings, view) for shape in around)
    if not data:
        return []
    return [
        f'<g fill="none" stroke-linejoin="round"><path d="{data}" stroke="white" '
        f'stroke-width="3"/><path d="{data}" stroke="{INK}" stroke-width="1.2"/></g>'
    ]


def _circles(
    areas: Sequence[Outline], shades: Mapping[str, Shade], view: _View
) -> tuple[Circle, ...]:
    """Circles round small areas that are shaded or hatched, where all others are plain."""
    if PLAIN_CLASS not in {shade.area_class for shade in shades.values()}:
        return ()
    apart = {PLAIN_CLASS, UNKNOWN_CLASS}
    alone = [_circle(area, view) for area in areas if shades[area.code].area_class not in apart]
    small = [circle for circle in alone if circle[2] <= LARGEST_CIRCLE]
    return tuple(circle for circle in _joined(small) if circle[2] <= LARGEST_CIRCLE)


def _circled(circles: Iterable[Circle], view: _View) -> list[str]:
    drawn = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>' for x, y, radius in circles
    )
    if not drawn:
        return []
    return [
        f'<g class="map-circles" fill="none"><g stroke="white" stroke-width="7">{drawn}</g>'
        f'<g stroke="{INK}" stroke-width="3">{drawn}</g></g>'
        f'<text {_TEXT} x="{WIDTH - 46:.0f}" y="{view.height - 7:.1f}" text-anchor="end">'
        f"{CIRCLED}</text>"
    ]


def _circle(area: Outline, view: _View) -> Circle:
    """The circle round an area and a little about it."""
    points = [view.place(point) for ring in area.rings for point in ring]
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    radius = math.hypot(right - left, bottom - top) / 2 + ROUND_ABOUT
    return (left + right) / 2, (top + bottom) / 2, max(radius, LEAST_CIRCLE)


def _joined(circles: Iterable[Circle]) -> list[Circle]:
    """Circles of which none touches another: those that do are put into one.

    >>> _joined([(0, 0, 2), (3, 0, 2), (9, 0, 1)])
    [(9, 0, 1), (1.5, 0.0, 3.5)]
    """
    apart: list[Circle] = []
    for circle in circles:
        one = circle
        while touched := next((each for each in apart if _gap(one, each) < 0), None):
            apart.remove(touched)
            one = _around(one, touched)
        apart.append(one)
    return sorted(apart, reverse=True)


def _gap(one: Circle, other: Circle) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1]) - one[2] - other[2]


def _around(one: Circle, other: Circle) -> Circle:
    """The smallest circle that holds two."""
    small, large = sorted((one, other), key=lambda each: each[2])
    away = math.hypot(small[0] - large[0], small[1] - large[1])
    if away + small[2] <= large[2]:
        return large
    radius = (away + small[2] + large[2]) / 2
    share = (radius - large[2]) / away
    x, y = (large[i] + share * (small[i] - large[i]) for i in (0, 1))
    return x, y, radius


def _labels(around: Sequence[Outline], circles: Sequence[Circle], view: _View) -> list[str]:
    """The names of the areas around, beneath each other and what is circled where they meet."""
    texts = []
    taken: list[tuple[float, float, float]] = []
    for shape in around:
        if not shape.rings:
            continue
        x, y = view.place(_middle(max(shape.rings, key=lambda ring: abs(_area(ring)))))
        half = len(shape.name) * LABEL_SIZE * 0.27
        x = min(max(x, half + 4), WIDTH - half - 4)
        while any(
            abs(y - top) < LABEL_SIZE + 3 and abs(x - at) < half + other for at, top, other in taken
        ) or any(
            abs(y - down) < LABEL_SIZE + radius and abs(x - across) < half + radius
            for across, down, radius in circles
        ):
            y += LABEL_SIZE + 3
        taken.append((x, y, half))
        texts.append(f'<text x="{x:.1f}" y="{y + 5:.1f}">{escape(shape.name)}</text>')
    if not texts:
        return []
    return [
        f'<g class="map-label" {_TEXT} font-weight="bold" text-anchor="middle" stroke="white" '
        f'stroke-width="4" stroke-linejoin="round" paint-order="stroke">{"".join(texts)}</g>'
    ]


def _area(ring: Ring) -> float:
    """Twice the signed area of a ring, in square degrees."""
    return sum(
        x * next_y - next_x * y
        for (x, y), (next_x, next_y) in zip(ring, (*ring[1:], ring[0]), strict=True)
    )


def _middle(ring: Ring) -> Point:
    """The centre of a ring, or where that lies outside it, the widest stretch on its level."""
    size = _area(ring)
    if not size:
        return ring[0]
    x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = ax * by - bx * ay
        x, y = x + (ax + bx) * cross, y + (ay + by) * cross
    x, y = x / (3 * size), y / (3 * size)
    crossings = sorted(
        ax + (y - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True)
        if (ay > y) != (by > y)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=True))
    if not stretches or any(left <= x <= right for left, right in stretches):
        return x, y
    left, right = max(stretches, key=lambda pair: pair[1] - pair[0])
    return (left + right) / 2, y


def _scale_bar(view: _View) -> list[str]:
    room = WIDTH * 0.25 * view.km
    length = max((n for n in (0.5, 1, 2, 5, 10, 20, 50, 100) if n <= room), default=0.5)
    pixels, y = length / view.km, view.height - 10
    return [
        f'<g class="map-scale" {_TEXT} stroke="none">'
        f'<path d="M{MARGIN},{y - 4:.1f}v4h{pixels:.1f}v-4" fill="none" stroke="{INK}" '
        'stroke-width="1.2"/>'
        f'<text x="{MARGIN + pixels + 8:.1f}" y="{y + 3:.1f}">{length:g} km</text>'
        f'<path d="M{WIDTH - 22:.0f},{y:.1f}v-20m-4,6l4,-6l4,6" fill="none" stroke="{INK}" '
        f'stroke-width="1.2"/><text x="{WIDTH - 22:.0f}" y="{y - 24:.1f}" '
        'text-anchor="middle">N</text></g>'
    ]
