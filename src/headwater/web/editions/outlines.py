"""Outlines of an edition as GeoJSON, for maps in a browser."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from headwater.web.editions.files import OUTLINES

Ring = Sequence[Sequence[float]]


def write_outlines(outlines: Iterable[Mapping[str, Any]], folder: Path) -> bool:
    """Put the outlines beside the documents. False where the edition has none."""
    features = [_feature(each) for each in outlines]
    if not features:
        return False
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, separators=(",", ":"), sort_keys=True
    )
    (folder / OUTLINES).write_text(text, encoding="utf-8")
    return True


def _feature(outline: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": outline["code"],
        "properties": {key: outline[key] for key in ("code", "name", "level")},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons(outline["rings"])},
    }


def polygons(rings: Sequence[Ring]) -> list[list[Ring]]:
    """Rings as polygons: each outer ring followed by the holes in it.

    An edition lists a polygon's outer ring and then its holes, without saying which is which.

    >>> square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    >>> hole = [[1, 1], [2, 1], [2, 2], [1, 1]]
    >>> [len(each) for each in polygons([square, hole, [[9, 9], [10, 9], [10, 10], [9, 9]]])]
    [2, 1]
    """
    made: list[list[Ring]] = []
    for ring in rings:
        if made and is_inside(_between(ring), made[-1][0]):
            made[-1].append(ring)
        else:
            made.append([ring])
    return made


def _between(ring: Ring) -> tuple[float, float]:
    """The middle of a ring's first side, which is never a corner it shares with another ring."""
    (x, y), (next_x, next_y) = ring[0][:2], ring[1][:2]
    return (x + next_x) / 2, (y + next_y) / 2


def is_inside(point: tuple[float, float], ring: Ring) -> bool:
    """Whether a point lies inside a ring, by counting sides crossed on the way out."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
