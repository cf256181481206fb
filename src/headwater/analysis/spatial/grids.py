"""Equal cells over an area: squares for maps of density, hexagons for lists of hot spots.

Cells start at whole multiples of their size from the origin of the British National Grid, so the
same place has the same cell in every year and for every force. An area always says where it ends:
a single event with a mistyped coordinate never makes a grid of millions of cells.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.spatial.kernels import grids as kernels
from headwater.analysis.spatial.points import BoolArray, Points
from headwater.core.errors import NotEnoughDataError, ParameterError

MOST_CELLS = 4_000_000
MOST_CELLS_AROUND_POINTS = 1_000_000

HEXAGON_M = 215.0
"""Flat to flat: about 0.04 sq km, the cell of published hot-spot lists in England."""


class Cells(Protocol):
    """Cells of one size that cover an area."""

    def __len__(self) -> int:
        """How many cells there are."""

    @property
    def area_m2(self) -> float:
        """How large each of them is."""

    @property
    def centres(self) -> FloatArray:
        """Easting and northing of each middle."""

    @property
    def name(self) -> str:
        """What a sentence calls them."""

    def of(self, points: Points) -> kernels.IntArray:
        """The number of each point's cell, -1 where it lies outside or is not known."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle on the grid, in metres; its edges are part of it."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        edges = (self.west, self.south, self.east, self.north)
        if not np.isfinite(edges).all() or self.west >= self.east or self.south >= self.north:
            raise ParameterError(
                f"The extent {list(edges)} is not a rectangle: west, south, east, north in metres."
            )

    @property
    def area_m2(self) -> float:
        """How large it is."""
        return (self.east - self.west) * (self.north - self.south)

    def holds(self, points: Points) -> BoolArray:
        """Whether each point lies inside or on the edge."""
        inside: BoolArray = (points.x >= self.west) & (points.x <= self.east)
        return inside & (points.y >= self.south) & (points.y <= self.north)


@dataclass(frozen=True, slots=True)
class Raster:
    """Square cells in rows from the south, each row from the west.

    A point on a side belongs to the cell north or east of it; on the outermost sides, to the
    last cell.
    """

    west: float
    south: float
    cell_m: float
    columns: int
    rows: int

    def __post_init__(self) -> None:
        checks.above_zero("cell_m", self.cell_m)
        if self.columns < 1 or self.rows < 1:
            raise ParameterError(f"A grid of [{self.columns}] by [{self.rows}] cells has none.")
        if self.columns * self.rows > MOST_CELLS:
            raise ParameterError(
                f"This grid has [{self.columns * self.rows:,}] cells, more than [{MOST_CELLS:,}]. "
                "Take larger cells or a smaller area."
            )

    @classmethod
    def covering(cls, extent: Extent, *, cell_m: float) -> "Raster":
        """The cells that cover a rectangle, on whole multiples of their size.

        >>> Raster.covering(Extent(420, 10, 730, 250), cell_m=100)
        Raster(west=400.0, south=0.0, cell_m=100, columns=4, rows=3)
        """
        checks.above_zero("cell_m", cell_m)
        first = np.floor(np.array([extent.west, extent.south]) / cell_m)
        last = np.ceil(np.array([extent.east, extent.north]) / cell_m)
        west, south = (float(edge) for edge in first * cell_m)
        columns, rows = (int(number) for number in last - first)
        return cls(west=west, south=south, cell_m=cell_m, columns=columns, rows=rows)

    @classmethod
    def around(cls, points: Points, *, cell_m: float) -> "Raster":
        """The cells that cover all points, refused when a few strays would make it vast."""
        known = points.placed
        if not known.any():
            raise NotEnoughDataError(of="events with a place", have=0, need=1)
        x, y = points.x[known], points.y[known]
        cells = (np.ptp(x) / cell_m + 1) * (np.ptp(y) / cell_m + 1)
        if cells > MOST_CELLS_AROUND_POINTS:
            raise ParameterError(
                f"A grid round all [{len(x):,}] points has about [{cells:,.0f}] cells, and "
                f"[{_strays(x, y):,}] of the points lie far from the rest. Give the extent of "
                "the area; points outside it are counted and left out."
            )
        extent = Extent(
            float(x.min()), float(y.min()), float(x.max()) + cell_m, float(y.max()) + cell_m
        )
        return cls.covering(extent, cell_m=cell_m)

    def __len__(self) -> int:
        return self.columns * self.rows

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, as arrays have them."""
        return self.rows, self.columns

    @property
    def extent(self) -> Extent:
        """The rectangle that the cells fill."""
        return Extent(
            self.west,
            self.south,
            self.west + self.columns * self.cell_m,
            self.south + self.rows * self.cell_m,
        )

    @property
    def area_m2(self) -> float:
        """How large each cell is."""
        return self.cell_m**2

    @property
    def name(self) -> str:
        """What a sentence calls them."""
        return f"square cells of {self.cell_m:g} m"

    @property
    def eastings(self) -> FloatArray:
        """The middle of each column."""
        return np.asarray(self.west + (np.arange(self.columns) + 0.5) * self.cell_m)

    @property
    def northings(self) -> FloatArray:
        """The middle of each row."""
        return np.asarray(self.south + (np.arange(self.rows) + 0.5) * self.cell_m)

    @property
    def centres(self) -> FloatArray:
        """Easting and northing of each middle, row by row."""
        north, east = np.meshgrid(self.northings, self.eastings, indexing="ij")
        return np.column_stack([east.ravel(), north.ravel()])

    def of(self, points: Points) -> kernels.IntArray:
        """The number of each point's cell, -1 where it lies outside or is not known.

        >>> Raster(0, 0, 100, 2, 1).of(Points.of([100, 200, 201], [0, 100, 0])).tolist()
        [1, 1, -1]
        """
        size = self.cell_m
        column = kernels.steps(points.x, start=self.west, size=size, count=self.columns)
        row = kernels.steps(points.y, start=self.south, size=size, count=self.rows)
        return np.where((column < 0) | (row < 0), -1, row * self.columns + column)

    def inside(self, ring: ArrayLike) -> BoolArray:
        """Which cells have their middle inside a boundary, as rows by columns."""
        middles = self.centres
        corners = boundary(ring)
        return kernels.inside(middles[:, 0], middles[:, 1], corners).reshape(self.shape)


@dataclass(frozen=True, slots=True)
class Hexagons:
    """Hexagons of one size that touch a rectangle, in rows from the south.

    They stand on a corner; `flat_to_flat_m` is their width. A point belongs to the hexagon whose
    middle is nearest, and outside the rectangle to none.
    """

    extent: Extent
    flat_to_flat_m: float = HEXAGON_M

    def __post_init__(self) -> None:
        checks.above_zero("flat_to_flat_m", self.flat_to_flat_m)
        if len(self) > MOST_CELLS:
            raise ParameterError(
                f"This grid has [{len(self):,}] hexagons, more than [{MOST_CELLS:,}]. Take larger "
                "ones or a smaller area."
            )

    @property
    def _first(self) -> tuple[int, int]:
        """Column and row, counted from the origin of the grid, of the south-west hexagon."""
        column = int(np.floor(self.extent.west / self.flat_to_flat_m - 0.5))
        return column, int(np.floor(self.extent.south / self._row_m - 0.5))

    @property
    def _row_m(self) -> float:
        return self.flat_to_flat_m * kernels.ROOT_THREE / 2.0

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        column, row = self._first
        columns = int(np.floor(self.extent.east / self.flat_to_flat_m + 0.5)) - column + 1
        return int(np.floor(self.extent.north / self._row_m + 1.0)) - row + 1, columns

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    @property
    def area_m2(self) -> float:
        """How large each one is: √3/2 of the width squared.

        >>> round(Hexagons(Extent(0, 0, 1000, 1000)).area_m2)
        40032
        """
        return self.flat_to_flat_m * self._row_m

    @property
    def name(self) -> str:
        """What a sentence calls them."""
        return f"hexagons of {self.flat_to_flat_m:g} m"

    @property
    def centres(self) -> FloatArray:
        """Easting and northing of each middle, row by row."""
        rows, columns = self.shape
        first_column, first_row = self._first
        row, column = np.meshgrid(
            np.arange(first_row, first_row + rows),
            np.arange(first_column, first_column + columns),
            indexing="ij",
        )
        east = (column + 0.5 * (row % 2)) * self.flat_to_flat_m
        return np.column_stack([east.ravel(), row.ravel() * self._row_m])

    def of(self, points: Points) -> kernels.IntArray:
        """The number of each point's hexagon, -1 where it lies outside or is not known."""
        held = self.extent.holds(points)
        x, y = np.where(held, points.x, 0.0), np.where(held, points.y, 0.0)
        column, row = kernels.hexagon_steps(x, y, width=self.flat_to_flat_m)
        first_column, first_row = self._first
        number = (row - first_row) * self.shape[1] + column - first_column
        return np.where(held, number, -1)


def boundary(ring: ArrayLike) -> FloatArray:
    """The corners of a boundary, refused when they enclose nothing."""
    corners = checks.complete("boundary", checks.numbers("boundary", ring))
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ParameterError(
            f"[boundary] has shape {corners.shape}. Give at least three corners as (x, y)."
        )
    if not kernels.area(corners) > 0:
        raise ParameterError("[boundary] encloses no area. Check the order of its corners.")
    return np.ascontiguousarray(corners)


def _strays(x: FloatArray, y: FloatArray) -> int:
    """Points more than ten times the middle half's width from its edges."""
    far = np.zeros(len(x), dtype=bool)
    for values in (x, y):
        low, high = np.quantile(values, [0.25, 0.75])
        reach = 10.0 * max(high - low, 1_000.0)
        far |= (values < low - reach) | (values > high + reach)
    return int(far.sum())
