"""Where and when: the cells that are forecast, the events that happened, and the period ahead.

The cells are fixed before anything is forecast. Events keep the coordinates they came with; an
event without a location, or outside every cell, is still an event that a forecast can miss.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.kernels import forecasts as kernels
from headwater.analysis.spatial.kernels.forecasts import BoolArray, FloatArray, IntArray
from headwater.core.errors import ParameterError

__all__ = ["Cells", "Events", "Forecast", "Forecaster", "Raster", "Span"]


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Equal squares: the corner of least x and y, their side, and the cell number of each square.

    `number` is columns by rows; -1 where a square is no cell.
    """

    left_m: float
    bottom_m: float
    side_m: float
    number: IntArray

    @property
    def inside(self) -> FloatArray:
        """1 where a square is a cell and 0 elsewhere."""
        return (self.number >= 0).astype(np.float64)

    def positions(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The points in sides of a square from the corner."""
        return (x - self.left_m) / self.side_m, (y - self.bottom_m) / self.side_m

    def cell_of(self, x: FloatArray, y: FloatArray) -> IntArray:
        """The cell of each point; -1 for points in none and points without a location."""
        across, along = self.positions(x, y)
        columns, rows = self.number.shape
        with np.errstate(invalid="ignore"):
            on = (across >= 0) & (across < columns) & (along >= 0) & (along < rows)
        place = np.full(len(x), -1, dtype=np.int64)
        place[on] = self.number[across[on].astype(np.int64), along[on].astype(np.int64)]
        return place


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The frozen set of places that are forecast. `area_m2` has one entry a cell.

    `study_area_m2` is the area of all that is policed or studied, against which the share of a
    selection is taken: it can be more than the cells together where cells on the border are out.
    Among cells with the same forecast the one that comes first is taken first.
    """

    area_m2: FloatArray
    study_area_m2: float
    raster: Raster | None

    @classmethod
    def squares(
        cls,
        *,
        left_m: float,
        bottom_m: float,
        side_m: float,
        inside: ArrayLike,
        study_area_m2: float | None = None,
    ) -> "Cells":
        """Equal squares, those where `inside` (columns by rows, x first) is true.

        >>> cells = Cells.squares(left_m=0, bottom_m=0, side_m=100, inside=np.ones((3, 2), bool))
        >>> len(cells), cells.study_area_m2
        (6, 60000.0)
        """
        mask = checks.flags("inside", inside)
        if mask.ndim != 2 or not mask.any():
            raise ParameterError("[inside] needs columns by rows with at least one cell.")
        side = checks.above_zero("side_m", side_m)
        number = np.full(mask.shape, -1, dtype=np.int64)
        number[mask] = np.arange(int(mask.sum()))
        raster = Raster(float(left_m), float(bottom_m), float(side), number)
        checks.read_only(number)
        return cls._made(np.full(int(mask.sum()), side * side), study_area_m2, raster)

    @classmethod
    def areas(cls, area_m2: ArrayLike, *, study_area_m2: float | None = None) -> "Cells":
        """Areas of any shape, such as LSOAs. Counts can be forecast for them, near repeats not."""
        area = checks.complete("area_m2", checks.amounts("area_m2", area_m2)).copy()
        if area.ndim != 1 or not len(area) or not area.sum() > 0:
            raise ParameterError(f"[area_m2] has shape {area.shape} and needs one area a cell.")
        return cls._made(area, study_area_m2, None)

    @classmethod
    def _made(cls, area: FloatArray, study_area: float | None, raster: Raster | None) -> "Cells":
        whole = float(area.sum()) if study_area is None else float(study_area)
        checks.above_zero("study_area_m2", whole)
        checks.read_only(area)
        return cls(area, whole, raster)

    def __len__(self) -> int:
        return len(self.area_m2)

    def must_be_squares(self, wanted_by: str) -> Raster:
        """The raster, refused where there is none."""
        if self.raster is None:
            raise ParameterError(
                f"[{wanted_by}] needs exact places on a grid of squares. Areas by month cannot "
                "show near repeats: use a count of the last months or a seasonal baseline."
            )
        return self.raster


@dataclass(frozen=True, slots=True)
class Span:
    """A run of whole days."""

    first_day: int
    days: int

    def __post_init__(self) -> None:
        checks.whole("first_day", self.first_day, least=-(10**9))
        checks.whole("days", self.days, least=1)

    @property
    def end(self) -> int:
        """The first day after it."""
        return self.first_day + self.days


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Events in order of their day, each with the cell it lies in (-1: in none).

    `x` and `y` in metres, nan where not known or not needed; `day` a whole number; `weight` 1 or
    a harm weight.
    """

    x: FloatArray
    y: FloatArray
    day: IntArray
    weight: FloatArray
    place: IntArray

    @classmethod
    def at_points(
        cls, x: ArrayLike, y: ArrayLike, day: ArrayLike, *, cells: Cells, weight: ArrayLike = 1.0
    ) -> "Events":
        """Events with coordinates, put into the squares of the cells.

        >>> cells = Cells.squares(left_m=0, bottom_m=0, side_m=100, inside=np.ones((3, 2), bool))
        >>> Events.at_points([50, 250, 999], [150, 50, 50], [3, 1, 2], cells=cells).place
        array([ 4, -1,  1])
        """
        across, along = checks.numbers("x", x), checks.numbers("y", y)
        when = checks.whole_numbers("day", day)
        checks.same_length(x=across, y=along, day=when)
        place = cells.must_be_squares("at_points").cell_of(across, along)
        return cls._ordered(across, along, when, place, weight)

    @classmethod
    def in_cells(
        cls, place: ArrayLike, day: ArrayLike, *, cells: Cells, count: ArrayLike = 1
    ) -> "Events":
        """Events whose cell is known and whose coordinates are not, such as counts by month.

        A `count` is that many events. For counts by month number the days so that every month has
        30, and date its events on the 15th: then periods of 30 days hold one month each.

        >>> cells = Cells.areas([1e6, 2e6])
        >>> Events.in_cells([1, 0], [15, 45], cells=cells, count=[2, 1]).place
        array([1, 1, 0])
        """
        which, when = checks.whole_numbers("place", place), checks.whole_numbers("day", day)
        if len(which) and not (which.min() >= -1 and which.max() < len(cells)):
            raise ParameterError(
                f"[place] runs from [{which.min()}] to [{which.max()}] and there are "
                f"[{len(cells)}] cells. Number them from 0; -1 is no cell."
            )
        times = np.broadcast_to(checks.whole_numbers("count", count), which.shape)
        if (times < 0).any():
            raise ParameterError.below("count", value=int(times.min()), least=0)
        which, when = np.repeat(which, times), np.repeat(when, times)
        nowhere = np.full(which.shape, np.nan)
        return cls._ordered(nowhere, nowhere, when, which, 1.0)

    @classmethod
    def _ordered(
        cls, x: FloatArray, y: FloatArray, day: IntArray, place: IntArray, weight: ArrayLike
    ) -> "Events":
        given = checks.amounts("weight", weight)
        heavy = np.broadcast_to(given, x.shape) if given.ndim == 0 else given
        checks.same_length(x=x, y=y, day=day, place=place, weight=heavy)
        # Every key takes part, so that the order in which rows came cannot matter to any sum.
        order = np.lexsort((heavy, place, y, x, day))
        made = cls(x[order], y[order], day[order], heavy[order], place[order])
        checks.read_only(made.x, made.y, made.day, made.weight, made.place)
        return made

    def __len__(self) -> int:
        return len(self.day)

    def within(self, first_day: int, end: int) -> "Events":
        """Those from the first day on and before the end."""
        low, high = np.searchsorted(self.day, [first_day, end])
        cut = slice(int(low), int(high))
        return Events(self.x[cut], self.y[cut], self.day[cut], self.weight[cut], self.place[cut])

    def before(self, day: int) -> "Events":
        """Those of earlier days: all that a forecast made on the morning of `day` may know."""
        kept = self.within(int(self.day[0]) if len(self) else day, day)
        checks.complete("weight", kept.weight)
        return kept

    def counts(self, cells: Cells) -> FloatArray:
        """Weighted events in each cell."""
        return kernels.counts_by_cell(self.place, self.weight, cells=len(cells))


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What a model expects in each cell over a period, with an interval for what will happen.

    `low` and `high` bound the count itself, not only its mean: at least `level` of cells should
    hold it. Its variance is m + spread x m².
    """

    model: str
    span: Span
    expected: FloatArray
    spread: FloatArray
    low: FloatArray
    high: FloatArray
    level: float

    @classmethod
    def of(
        cls,
        model: str,
        span: Span,
        expected: FloatArray,
        spread: FloatArray,
        *,
        level: float = 0.95,
    ) -> "Forecast":
        """The forecast with its limits worked out."""
        tail = (1.0 - checks.level(level)) / 2.0
        low, high = kernels.count_limits(expected, spread, tail)
        checks.read_only(expected, spread, low, high)
        return cls(model, span, expected, spread, low, high, level)

    def hot_cells(self, number: int) -> IntArray:
        """The cells with the highest forecasts, highest first; ties in the order of the cells.

        >>> none = np.zeros(4)
        >>> Forecast.of("mine", Span(0, 7), np.array([1.0, 3.0, 1.0, 2.0]), none).hot_cells(3)
        array([1, 3, 0])
        """
        if not 1 <= number <= len(self.expected):
            raise ParameterError.outside("number", value=number, low=1, high=len(self.expected))
        return np.argsort(-self.expected, kind="stable")[:number].astype(np.int64)

    def selection(self, number: int) -> BoolArray:
        """Whether each cell is among the highest."""
        chosen = np.zeros(len(self.expected), dtype=np.bool_)
        chosen[self.hot_cells(number)] = True
        return chosen


class Forecaster(Protocol):
    """Anything that forecasts places. Building one computes nothing."""

    @property
    def name(self) -> str:
        """What reports call it."""

    def expected(self, history: Events, cells: Cells, span: Span) -> FloatArray:
        """Events expected in each cell over the span, from a history that ends before it."""


def forecast(
    model: Forecaster, events: Events, *, cells: Cells, span: Span, level: float = 0.95
) -> Forecast:
    """What the model expects over the span, knowing nothing from its first day on.

    The spread beyond chance comes from past periods of the same length: how much the same cell's
    count moved from one to the next, over and above a Poisson count (by moments, at most the last
    26 periods of two years).
    """
    history = events.before(span.first_day)
    expected = model.expected(history, cells, span)
    spread = kernels.relative_variance(past_counts(history, cells=cells, span=span))
    return Forecast.of(
        model.name, span, expected, np.full(len(cells), spread), level=checks.level(level)
    )


def past_counts(history: Events, *, cells: Cells, span: Span) -> FloatArray:
    """Counts by cell in the periods of the same length that ran up to the span; latest last."""
    if not len(history):
        return np.zeros((0, len(cells)))
    known = (span.first_day - int(history.day[0])) // span.days
    periods = min(known, 26, max(730 // span.days, 2))
    rows = [
        history.within(span.first_day - back * span.days, span.first_day - (back - 1) * span.days)
        for back in range(periods, 0, -1)
    ]
    return np.array([row.counts(cells) for row in rows]).reshape(periods, len(cells))
