"""Whether two areas lie beside each other, from their outlines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Self

from headwater.web.editions.outlines import is_inside

GAP = 0.001
"""Degrees, 70 to 110 metres: outlines are simplified, so neighbours do not share their points."""

Point = Sequence[float]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Shape:
    """An area by its outer rings, and the box around them."""

    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]

    @classmethod
    def of(cls, rings: Iterable[Ring]) -> Self:
        """A shape from rings of longitude and latitude."""
        kept = tuple(rings)
        xs = [point[0] for ring in kept for point in ring]
        ys = [point[1] for ring in kept for point in ring]
        return cls(kept, (min(xs), min(ys), max(xs), max(ys)))


def is_beside(one: Shape, other: Shape) -> bool:
    """Whether two areas touch, or one holds the other.

    >>> square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    >>> def moved(by): return Shape.of([[[x + by, y] for x, y in square]])
    >>> is_beside(moved(0), moved(1)), is_beside(moved(0), moved(1.1))
    (True, False)
    """
    if not _boxes_meet(one.box, other.box):
        return False
    return _holds(one, other) or _holds(other, one) or _borders_meet(one, other)


def _boxes_meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return (
        one[0] <= other[2] + GAP
        and other[0] <= one[2] + GAP
        and one[1] <= other[3] + GAP
        and other[1] <= one[3] + GAP
    )


def _holds(large: Shape, small: Shape) -> bool:
    x, y = small.rings[0][0]
    return any(is_inside((x, y), ring) for ring in large.rings)


def _borders_meet(one: Shape, other: Shape) -> bool:
    near = list(_points_near(other, one.box))
    mine = list(_points_near(one, other.box))
    return any(_distance(p, *side) <= GAP for p, side in product(near, _sides(one))) or any(
        _distance(p, *side) <= GAP for p, side in product(mine, _sides(other))
    )


def _points_near(shape: Shape, box: Sequence[float]) -> Iterator[Point]:
    for ring in shape.rings:
        for point in ring:
            if _boxes_meet((point[0], point[1], point[0], point[1]), box):
                yield point


def _sides(shape: Shape) -> list[tuple[Point, Point]]:
    return [side for ring in shape.rings for side in pairwise(ring)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a side, in degrees."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length if length else 0.0
    along = min(max(share, 0.0), 1.0)
    x, y = ax + along * (bx - ax) - px, ay + along * (by - ay) - py
    return float((x * x + y * y) ** 0.5)
