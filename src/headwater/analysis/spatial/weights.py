"""Who is a neighbour of whom, and how much does each one count?

Made once and handed to every local statistic. The same area is never listed twice in a row. An
area without neighbours is an island: it stays in the list, its row is empty, and statistics of it
are withheld with that reason.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.rates import checks
from headwater.analysis.spatial.kernels import weights as kernels
from headwater.analysis.spatial.kernels.weights import BoolArray, FloatArray, IntArray
from headwater.core.errors import NotEnoughDataError, ParameterError

# Two edges that leave one corner run within a gap of each other for about a gap each.
SHARED_PER_GAP = 10.0


class Style(StrEnum):
    """What the weights of a row mean."""

    BINARY = "binary"
    ROW_STANDARDISED = "row-standardised"
    AS_GIVEN = "as given"


@dataclass(frozen=True, slots=True, eq=False)
class SpatialWeights:
    """Neighbours in compressed rows: area `i` has `neighbours[starts[i]:starts[i + 1]]`.

    `rule` says in words how neighbours were chosen. Weights are above zero. Build one with
    `queen`, `rook`, `nearest_neighbours`, `within_distance` or `weights_from_pairs`.
    """

    starts: IntArray
    neighbours: IntArray
    values: FloatArray
    style: Style
    rule: str

    def __post_init__(self) -> None:
        for array in (self.starts, self.neighbours, self.values):
            array.flags.writeable = False

    @property
    def areas(self) -> int:
        """How many areas there are, islands too."""
        return len(self.starts) - 1

    @property
    def rows(self) -> IntArray:
        """The area each stored neighbour is a neighbour of."""
        return kernels.row_numbers(self.starts)

    @property
    def counts(self) -> IntArray:
        """How many neighbours each area has, itself not counted."""
        others = (self.neighbours != self.rows).astype(np.float64)
        return kernels.row_sums(self.starts, others).astype(np.int64)

    @property
    def islands(self) -> IntArray:
        """The areas without neighbours."""
        return np.flatnonzero(self.counts == 0).astype(np.int64)

    @property
    def has_self(self) -> bool:
        """Whether any area is its own neighbour."""
        return bool(np.any(self.neighbours == self.rows))

    @property
    def is_symmetric(self) -> bool:
        """Whether each pair is there both ways with the same weight."""
        return kernels.is_symmetric(self.starts, self.neighbours, self.values)

    def of(self, area: int) -> IntArray:
        """The neighbours of one area."""
        return self.neighbours[self.starts[area] : self.starts[area + 1]]

    def row_standardised(self) -> "SpatialWeights":
        """The same neighbours with each row's weights adding up to 1; islands stay empty."""
        shares = kernels.row_standardised(self.starts, self.values)
        return replace(self, values=shares, style=Style.ROW_STANDARDISED)

    def with_self(self, weight: float = 1.0) -> "SpatialWeights":
        """The star form: each area also counts itself, as much as a neighbour of weight `weight`.

        Row-standardised weights are made anew, so that with five equal neighbours each of the
        six counts a sixth. An island gets itself alone, and stays an island.
        """
        checks.above_zero("weight", weight)
        if self.has_self:
            return self
        given = self.values
        if self.style is Style.ROW_STANDARDISED:
            given = given * self.counts[self.rows]
        own = np.arange(self.areas, dtype=np.int64)
        starts, neighbours, values = kernels.compressed(
            np.concatenate([self.rows, own]),
            np.concatenate([self.neighbours, own]),
            np.concatenate([given, np.full(self.areas, weight)]),
            areas=self.areas,
        )
        star = SpatialWeights(starts, neighbours, values, self.style, f"{self.rule}, and itself")
        return star.row_standardised() if self.style is Style.ROW_STANDARDISED else star

    def without_self(self) -> "SpatialWeights":
        """The same neighbours without the area itself."""
        rows = self.rows
        others = self.neighbours != rows
        starts, neighbours, values = kernels.compressed(
            rows[others], self.neighbours[others], self.values[others], areas=self.areas
        )
        rule = self.rule.removesuffix(", and itself")
        plain = SpatialWeights(starts, neighbours, values, self.style, rule)
        return plain.row_standardised() if self.style is Style.ROW_STANDARDISED else plain

    def among(self, keep: NDArray[np.bool_]) -> "SpatialWeights":
        """The map of the kept areas alone, numbered afresh; row-standardised ones stay so."""
        if keep.shape != (self.areas,):
            raise ParameterError(
                f"[keep] has shape {keep.shape} and needs one value for each of the "
                f"[{self.areas}] areas."
            )
        if keep.all():
            return self
        rows = kernels.restricted(self.starts, self.neighbours, self.values, keep)
        fewer = SpatialWeights(*rows, self.style, self.rule)
        return fewer.row_standardised() if self.style is Style.ROW_STANDARDISED else fewer

    def components(self) -> tuple[int, IntArray]:
        """How many separate parts the map has, and the part each area is in."""
        return kernels.components(self.starts, self.neighbours)


def weights_from_pairs(
    rows: ArrayLike,
    columns: ArrayLike,
    *,
    areas: int,
    weights: ArrayLike | None = None,
    rule: str = "as given",
) -> SpatialWeights:
    """Weights from pairs (area, neighbour), numbered from 0; 1 each where none are given.

    Pairs are taken as they stand: give both directions for a map. A pair twice is refused.
    A weight of 0 means no neighbour and is left out.

    >>> weights_from_pairs([0, 1, 1, 2], [1, 0, 2, 1], areas=4).islands
    array([3])
    """
    row, column = _whole("rows", rows), _whole("columns", columns)
    value = np.ones(len(row)) if weights is None else checks.numbers("weights", weights)
    checks.complete("weights", checks.amounts("weights", value))
    if not row.shape == column.shape == value.shape or row.ndim != 1:
        raise ParameterError("[rows], [columns] and [weights] need one value per pair each.")
    both = np.concatenate([row, column])
    if len(both) and not 0 <= both.min() <= both.max() < areas:
        raise ParameterError.outside("rows", value=float(both.max()), low=0, high=areas - 1)
    if len(np.unique(row * areas + column)) < len(row):
        raise ParameterError("A pair of [rows] and [columns] is there twice. Keep one of them.")
    kept = value > 0.0
    style = Style.BINARY if bool(np.all(value[kept] == 1.0)) else Style.AS_GIVEN
    made = kernels.compressed(row[kept], column[kept], value[kept], areas=areas)
    return SpatialWeights(*made, style, rule)


def _whole(name: str, values: ArrayLike) -> IntArray:
    """Numbers of areas; a fraction is refused, not cut."""
    array = np.asarray(values)
    if array.dtype.kind not in "iuf" or np.any(array % 1 != 0):
        raise ParameterError(f"[{name}] has something that is no whole number of an area.")
    return array.astype(np.int64)


def queen(polygons: ArrayLike, *, gap_m: float = 0.0) -> SpatialWeights:
    """Neighbours are areas whose polygons come within `gap_m` of each other, at a corner or a side.

    0 means they touch. Digitised borders often miss each other by centimetres: a gap of 1 m
    closes those. Overlapping polygons are neighbours too. In the units of the coordinates.

    >>> squares = shapely.box([0, 1, 1.001], [0, 0, 1], [1, 2, 2], [1, 1, 2])
    >>> queen(squares).counts, queen(squares, gap_m=0.01).counts
    (array([1, 2, 1]), array([2, 2, 2]))
    """
    shapes = _polygons(polygons)
    rows, columns = _close_pairs(shapes, gap_m=gap_m)
    rule = f"queen contiguity, gaps up to {gap_m:g} m"
    return weights_from_pairs(rows, columns, areas=len(shapes), rule=rule)


def rook(
    polygons: ArrayLike, *, gap_m: float = 0.0, shared_m: float | None = None
) -> SpatialWeights:
    """Neighbours are areas that share a side: borders within `gap_m` for more than `shared_m`.

    Where `shared_m` is not given it is ten gaps, since two borders that leave one corner at an
    angle stay close for a while; with no gap any length above a millionth of a metre will do.

    >>> rook(shapely.box([0, 1, 1], [0, 0, 1], [1, 2, 2], [1, 1, 2])).counts
    array([1, 2, 1])
    """
    shapes = _polygons(polygons)
    rows, columns = _close_pairs(shapes, gap_m=gap_m)
    least = max(SHARED_PER_GAP * gap_m, 1e-6) if shared_m is None else shared_m
    upper = rows < columns
    low, high = rows[upper], columns[upper]
    # Measured along either border, so that the order of the areas does not matter.
    lengths = np.maximum(
        _shared_length(shapes, low, high, gap_m=gap_m),
        _shared_length(shapes, high, low, gap_m=gap_m),
    )
    low, high = low[lengths > least], high[lengths > least]
    return weights_from_pairs(
        np.concatenate([low, high]),
        np.concatenate([high, low]),
        areas=len(shapes),
        rule=f"rook contiguity, gaps up to {gap_m:g} m, more than {least:g} m shared",
    )


def nearest_neighbours(x: ArrayLike, y: ArrayLike, *, number: int) -> SpatialWeights:
    """Neighbours are the `number` nearest other points. Being near need not be mutual.

    Exactly that many: ties at the last place go to the point further west, then further south,
    then earlier in the list. Points on top of each other are neighbours at distance 0.

    >>> nearest_neighbours([0, 1, 3], [0, 0, 0], number=1).neighbours
    array([1, 0, 1])
    """
    points = _points(x, y)
    if number < 1:
        raise ParameterError.below("number", value=number, least=1)
    if len(points) <= number:
        raise NotEnoughDataError(of="points", have=len(points), need=number + 1)
    found = kernels.nearest(points, number=number)
    rows = np.repeat(np.arange(len(points)), number)
    rule = f"{number} nearest neighbours"
    return weights_from_pairs(rows, found.ravel(), areas=len(points), rule=rule)


def within_distance(
    x: ArrayLike, y: ArrayLike, *, distance_m: float, is_closed: bool = True
) -> SpatialWeights:
    """Neighbours are points at most `distance_m` apart, or less than that where not closed.

    >>> within_distance([0, 3, 9], [0, 4, 4], distance_m=5).counts
    array([1, 1, 0])
    >>> within_distance([0, 3, 9], [0, 4, 4], distance_m=5, is_closed=False).counts
    array([0, 0, 0])
    """
    points = _points(x, y)
    checks.above_zero("distance_m", distance_m)
    rows, columns = kernels.within(points, distance=distance_m, is_closed=is_closed)
    words = "at most" if is_closed else "less than"
    rule = f"{words} {distance_m:g} m apart"
    return weights_from_pairs(rows, columns, areas=len(points), rule=rule)


def checked_for(weights: SpatialWeights, values: FloatArray, *, name: str) -> None:
    """One value per area of the map; refused otherwise."""
    if values.shape != (weights.areas,):
        raise ParameterError(
            f"[{name}] has shape {values.shape} and [weights] is for [{weights.areas}] areas. "
            "Give one value per area, in the same order."
        )


def kept_areas(values: FloatArray) -> BoolArray:
    """The areas with a value."""
    return ~np.isnan(values)


def _points(x: ArrayLike, y: ArrayLike) -> FloatArray:
    across = checks.complete("x", checks.numbers("x", x))
    up = checks.complete("y", checks.numbers("y", y))
    if across.ndim != 1 or across.shape != up.shape:
        raise ParameterError("[x] and [y] need one value per point each.")
    if not len(across):
        raise NotEnoughDataError(of="points", have=0, need=1)
    return np.column_stack([across, up])


def _polygons(polygons: ArrayLike) -> NDArray[np.object_]:
    shapes = np.asarray(polygons, dtype=object)
    if shapes.ndim != 1 or not len(shapes):
        raise NotEnoughDataError(of="polygons", have=shapes.size, need=1)
    wrong = ~shapely.is_geometry(shapes)
    wrong[~wrong] = shapely.is_empty(shapes[~wrong]) | ~shapely.is_valid(shapes[~wrong])
    if wrong.any():
        raise ParameterError(
            f"[polygons] has [{int(wrong.sum())}] that are missing, empty or not valid, the first "
            f"at place [{int(np.argmax(wrong))}]. Repair them first."
        )
    return shapes


def _close_pairs(shapes: NDArray[np.object_], *, gap_m: float) -> tuple[IntArray, IntArray]:
    """Pairs both ways of different polygons at most a gap apart."""
    if not gap_m >= 0.0:
        raise ParameterError.below("gap_m", value=gap_m, least=0)
    rows, columns = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=gap_m)
    others = rows != columns
    return rows[others].astype(np.int64), columns[others].astype(np.int64)


def _shared_length(
    shapes: NDArray[np.object_], rows: IntArray, columns: IntArray, *, gap_m: float
) -> FloatArray:
    """How much of one polygon's border lies on the other polygon, or within the gap of it."""
    border = shapely.boundary(shapes[rows])
    other = shapes[columns] if gap_m == 0.0 else shapely.buffer(shapes[columns], gap_m)
    lengths: FloatArray = shapely.length(shapely.intersection(border, other))
    return lengths
