"""Maps of indicators: classes, a picture drawn on the server, and GeoJSON for the browser.

Outlines and values both come from the edition; there is no map behind them. A map never says
what the list beside it does not.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

from headwater.core.words import MARK_MEANINGS
from headwater.web.editions import figures
from headwater.web.editions.files import OUTLINES, folder_of
from headwater.web.editions.indicators import Reading
from headwater.web.editions.models import Edition

Feature = Mapping[str, Any]
CLASSES, FEW_CLASSES, MANY_AREAS = 5, 3, 15
PALETTES = {
    5: ("#eef4fb", "#bcd7ee", "#79b0da", "#3579b1", "#0b3c66"),
    3: ("#dceaf6", "#79b0da", "#0b3c66"),
    2: ("#dceaf6", "#0b3c66"),
    1: ("#79b0da",),
}
"""Blues of even steps in lightness, readable by those who see few colours and in grey."""
NO_VALUE = "#ffffff"
EDGES = "#5b7083"
WIDTH = 720
NAMES = {
    5: (
        "Lowest fifth",
        "Second lowest fifth",
        "Middle fifth",
        "Second highest fifth",
        "Highest fifth",
    ),
    3: ("Lowest third", "Middle third", "Highest third"),
    2: ("Lower half", "Higher half"),
    1: ("All areas",),
}


@dataclass(frozen=True, slots=True)
class Band:
    """One class of a map, in words and colour."""

    number: int
    """From 1 for the lowest. Drawn on the picture, so that colour is never the only sign."""
    name: str
    words: str
    colour: str
    least: float
    most: float
    areas: int


def bands(readings: Sequence[Reading]) -> tuple[Band, ...]:
    """Classes with about as many areas each, lowest first. Equal values are never parted."""
    known = sorted((each for each in readings if each.number is not None), key=_number)
    count = CLASSES if len(known) >= MANY_AREAS else min(FEW_CLASSES, len(set(map(_number, known))))
    groups: list[list[Reading]] = [[] for _ in range(count)]
    places: dict[float, int] = {}
    for at, reading in enumerate(known):
        places.setdefault(_number(reading), min(at * count // len(known), count - 1))
        groups[places[_number(reading)]].append(reading)
    filled = [group for group in groups if group]
    total = len(filled)
    size = total if total in PALETTES else CLASSES
    return tuple(
        Band(
            number=at + 1,
            name=NAMES[size][at],
            words=_range(group),
            colour=PALETTES[size][at],
            least=_number(group[0]),
            most=_number(group[-1]),
            areas=len(group),
        )
        for at, group in enumerate(filled)
    )


def _number(reading: Reading) -> float:
    return reading.number or 0.0


def _range(group: Sequence[Reading]) -> str:
    low, high = (figures.shown(each.value, each.column) for each in (group[0], group[-1]))
    return low if low == high else f"{low} to {high}"


def band_of(reading: Reading, found: Sequence[Band]) -> Band | None:
    """The class of an area; None where it has no number."""
    if reading.number is None:
        return None
    return next((each for each in found if each.least <= reading.number <= each.most), None)


def outlines(edition: Edition) -> tuple[Feature, ...]:
    """The outlines that were stored with an edition; none where it has none."""
    path = folder_of(edition) / OUTLINES
    if not edition.folder or not path.is_file():
        return ()
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, written: int) -> tuple[Feature, ...]:
    """`written` makes a changed file a different question."""
    return tuple(json.loads(path.read_text(encoding="utf-8"))["features"])


def shapes_of(readings: Sequence[Reading]) -> dict[str, Feature]:
    """The outlines of the areas of some readings of one edition, by code."""
    if not readings:
        return {}
    wanted = {each.area_code for each in readings}
    found = outlines(readings[0].edition)
    return {
        each["properties"]["code"]: each for each in found if each["properties"]["code"] in wanted
    }


def geojson(readings: Sequence[Reading], *, links: Mapping[str, str]) -> dict[str, Any]:
    """Areas with what was released of them. A hidden number is null and `flag` says why."""
    found = bands(readings)
    shapes = shapes_of(readings)
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(each, shapes[each.area_code], found, links)
            for each in readings
            if each.area_code in shapes
        ],
    }


def _feature(
    reading: Reading, shape: Feature, found: Sequence[Band], links: Mapping[str, str]
) -> dict[str, Any]:
    band = band_of(reading, found)
    shown = figures.shown(reading.value, reading.column)
    return {
        "type": "Feature",
        "id": reading.area_code,
        "geometry": shape["geometry"],
        "properties": {
            "code": reading.area_code,
            "name": reading.area_name,
            "parent": reading.parent,
            "value": reading.number,
            "shown": shown,
            "flag": MARK_MEANINGS.get(reading.mark, ""),
            "period": reading.period,
            "class": band.number if band else 0,
            "colour": band.colour if band else NO_VALUE,
            "page": links.get(reading.area_code, ""),
        },
    }


def picture(readings: Sequence[Reading], *, title: str) -> str:
    """The map as SVG: class colours with the class's number on larger areas, hatching for none."""
    shapes = shapes_of(readings)
    found = bands(readings)
    frame = Frame.around(shapes.values())
    drawn = [
        part
        for each in readings
        if each.area_code in shapes
        for part in _area(each, shapes[each.area_code], frame, found)
    ]
    height = frame.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img" '
        'font-family="Arial, Helvetica, sans-serif" font-size="13">'
        f"<title>{escape(title)}</title>{HATCHING}"
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
        f"{''.join(drawn)}</svg>\n"
    )


HATCHING = (
    '<defs><pattern id="none" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="8" height="8" fill="#ffffff"/>'
    '<line x1="0" y1="0" x2="0" y2="8" stroke="#505a5f" stroke-width="3"/></pattern></defs>'
)
LEAST_FOR_NUMBER = 22.0


def _area(reading: Reading, shape: Feature, frame: "Frame", found: Sequence[Band]) -> Iterator[str]:
    band = band_of(reading, found)
    polygons = shape["geometry"]["coordinates"]
    paths = " ".join(frame.path(ring) for polygon in polygons for ring in polygon)
    fill = band.colour if band else "url(#none)"
    said = f"{reading.area_name}: {figures.shown(reading.value, reading.column)}"
    yield (
        f'<path d="{paths}" fill="{fill}" fill-rule="evenodd" stroke="{EDGES}" '
        f'stroke-width="0.6"><title>{escape(said)}</title></path>'
    )
    x, y, size = frame.middle(max((polygon[0] for polygon in polygons), key=len))
    if band and size >= LEAST_FOR_NUMBER:
        ink = "#ffffff" if band.colour in DARK else "#0b0c0c"
        yield (
            f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" fill="{ink}">'
            f"{band.number}</text>"
        )


DARK = frozenset({"#3579b1", "#0b3c66"})


@dataclass(frozen=True, slots=True)
class Frame:
    """From longitude and latitude to places on the picture."""

    west: float
    north: float
    across: float
    """Pixels for a degree of longitude."""
    down: float
    """Pixels for a degree of latitude."""
    height: float

    @classmethod
    def around(cls, shapes: Iterator[Feature] | Any) -> "Frame":
        """A frame that holds every outline, with a narrow edge."""
        points = [
            point
            for shape in shapes
            for polygon in shape["geometry"]["coordinates"]
            for point in polygon[0]
        ]
        if not points:
            return cls(0, 0, 1, 1, 1)
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        across = (WIDTH - 2 * EDGE) / ((east - west) or 1)
        down = across / cos(radians((south + north) / 2))
        return cls(west, north, across, down, (north - south) * down + 2 * EDGE)

    def place(self, point: Sequence[float]) -> tuple[float, float]:
        """Where a point lies."""
        return (
            EDGE + (point[0] - self.west) * self.across,
            EDGE + (self.north - point[1]) * self.down,
        )

    def path(self, ring: Sequence[Sequence[float]]) -> str:
        """A ring as a closed path."""
        steps = [f"{x:.1f} {y:.1f}" for x, y in map(self.place, ring)]
        return f"M{' L'.join(steps)}Z"

    def middle(self, ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
        """A place inside a ring, half way down it where it is widest, and how wide it is there."""
        places = [self.place(point) for point in ring]
        ys = [y for _, y in places]
        level = (min(ys) + max(ys)) / 2
        crossed = sorted(
            x + (level - y) / (next_y - y) * (next_x - x)
            for (x, y), (next_x, next_y) in pairwise(places)
            if (y > level) != (next_y > level)
        )
        inside = list(zip(crossed[::2], crossed[1::2], strict=False))
        if not inside:
            return places[0][0], level, 0.0
        left, right = max(inside, key=lambda span: span[1] - span[0])
        return (left + right) / 2, level, min(right - left, max(ys) - min(ys))


EDGE = 8
