"""Which places hold the most harm, how sure is their rank, and do they keep it?

Places are equal cells (`grids.Hexagons`, `grids.Raster`) or areas such as LSOAs. Public points that
were snapped before publication are ranked by area only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.rates import checks, persistence
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.rates.results import Persistence
from headwater.analysis.spatial.grids import Cells, boundary
from headwater.analysis.spatial.kernels import grids as kernels
from headwater.analysis.spatial.kernels.grids import IntArray
from headwater.analysis.spatial.points import Points, one_for_each
from headwater.core.errors import NotEnoughDataError, ParameterError

HOURS, DAYS = 24, 7
FARTHEST_NUDGE_M = 250.0


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How often to draw the events again, and the level of the rank range."""

    seed: int
    repetitions: int = 499
    level: float = 0.95

    def __post_init__(self) -> None:
        checks.level(self.level)
        if self.repetitions < 1 or self.seed < 0:
            raise ParameterError(
                f"[{self.repetitions}] repetitions with seed [{self.seed}]: give at least 1 and 0."
            )


@dataclass(frozen=True, slots=True, eq=False)
class HotSpots:
    """Places with any events, most harm first; ties by number.

    `place` numbers the cell or area. `rank` is 1 for the most; equals share the better rank.
    `rank_low` and `rank_high` are the best and the worst rank that a place has when the events are
    drawn again, at the level asked for. `share` is of all harm in the area. `places` counts empty
    ones too, `outside` events beyond the area and `unplaced` those with no place at all.
    """

    place: IntArray
    count: IntArray
    harm: FloatArray
    share: FloatArray
    rank: IntArray
    rank_low: IntArray
    rank_high: IntArray
    places: int
    outside: int
    unplaced: int

    def __post_init__(self) -> None:
        for array in (self.place, self.count, self.rank, self.rank_low, self.rank_high):
            array.setflags(write=False)
        self.harm.setflags(write=False)
        self.share.setflags(write=False)

    def __len__(self) -> int:
        return len(self.place)


@dataclass(frozen=True, slots=True, eq=False)
class TimeOfWeek:
    """Events by day (rows, Monday first) and hour (columns); `unknown` had no time."""

    harm: FloatArray
    unknown: int
    day_starts: int

    def __post_init__(self) -> None:
        self.harm.setflags(write=False)

    @property
    def day_and_night(self) -> FloatArray:
        """Harm by day of the week in the twelve hours of day and the twelve that follow.

        A night belongs to the day on which it starts: 2 on Sunday morning is Saturday night.
        """
        by_hour = np.roll(self.harm.ravel(), -self.day_starts).reshape(DAYS, HOURS)
        return np.column_stack([by_hour[:, :12].sum(axis=1), by_hour[:, 12:].sum(axis=1)])


@dataclass(frozen=True, slots=True, eq=False)
class Nudge:
    """A boundary that somebody moved, why, and what the move changed.

    `gained` and `lost` are events inside only after and only before.
    """

    before: FloatArray
    after: FloatArray
    reason: str
    moved_m: float
    area_before_m2: float
    area_after_m2: float
    events_before: int
    events_after: int
    gained: int
    lost: int
    harm_before: float
    harm_after: float

    def __post_init__(self) -> None:
        self.before.setflags(write=False)
        self.after.setflags(write=False)


def hot_spots(
    points: Points,
    cells: Cells,
    *,
    weights: ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> HotSpots:
    """Which equal cells hold the most events, or the most harm?

    Snapped public points are refused. The rank range draws as many events again, with
    replacement, and ranks anew; a cell with no event keeps none, so the range of quiet cells is
    too narrow.

    Source: ranks with intervals as Marshall & Spiegelhalter 1998, BMJ 316, 1701-1705, by the
    bootstrap of Efron 1979. Two of three events in one cell: two thirds.

    >>> from headwater.analysis.spatial.grids import Raster
    >>> found = hot_spots(Points.of([10, 20, 150, 999], [5, 5, 5, 5]), Raster(0, 0, 100, 2, 1))
    >>> found.place, found.count, found.share.round(3), found.outside
    (array([0, 1]), array([2, 1]), array([0.667, 0.333]), 1)
    """
    points.refuse_if_snapped(unit=cells.name)
    where = cells.of(points)
    return _ranked(
        where,
        len(cells),
        mass=_mass(weights, points.x.shape),
        bootstrap=bootstrap,
        unplaced=points.unplaced,
    )


def hot_areas(
    area: ArrayLike,
    *,
    areas: int,
    weights: ArrayLike | None = None,
    bootstrap: Bootstrap | None = None,
) -> HotSpots:
    """The same for areas: the number of each event's LSOA or larger area, -1 for outside.

    This is how snapped public points are ranked. Areas differ in size and in people, so read the
    ranks beside rates.

    >>> hot_areas([2, 2, 0, -1], areas=3, weights=[1, 1, 5, 9]).place
    array([0, 2])
    """
    where = np.asarray(area)
    if where.dtype.kind not in "iu" and where.size:
        raise ParameterError("[area] must hold whole numbers, -1 for outside.")
    where = where.astype(np.int64)
    if where.ndim != 1 or ((where < -1) | (where >= areas)).any():
        raise ParameterError(f"[area] must hold one number from -1 to [{areas - 1}] per event.")
    mass = _mass(weights, where.shape)
    return _ranked(where, areas, mass=mass, bootstrap=bootstrap, unplaced=0)


def hot_spot_persistence(
    points: Points,
    cells: Cells,
    years: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    top: float = 0.05,
    at_least: int = 2,
) -> Persistence:
    """Which cells are among the `top` share in at least so many of the years?

    One period for each different year, all used, in order. The share is of all cells, empty ones
    too. See `rates.persistence` for ties and for what chance alone would bring.

    >>> from headwater.analysis.spatial.grids import Raster
    >>> points = Points.of([10, 10, 10, 150], [5, 5, 5, 5])
    >>> years = [2021, 2022, 2023, 2023]
    >>> kept = hot_spot_persistence(points, Raster(0, 0, 100, 4, 1), years, top=0.25)
    >>> kept.times_in_top
    array([3, 1, 0, 0])
    """
    points.refuse_if_snapped(unit=cells.name)
    when = one_for_each("years", years, points)
    mass, where = _mass(weights, points.x.shape), cells.of(points)
    used = (where >= 0) & ~np.isnan(when)
    different, period = np.unique(when[used], return_inverse=True)
    if not len(different):
        raise NotEnoughDataError(of="years with events in the area", have=0, need=1)
    table = np.zeros((len(cells), len(different)))
    np.add.at(table, (where[used], period), mass[used])
    return persistence(table, top=top, at_least=at_least, of_last=len(different))


def time_of_week(
    when: NDArray[np.datetime64], *, weights: ArrayLike | None = None, day_starts: int = 7
) -> TimeOfWeek:
    """When in the week do the events of a place fall? Local times; NaT is counted as unknown.

    >>> found = time_of_week(np.array(["2026-03-02T22:15", "NaT"], dtype="datetime64[s]"))
    >>> float(found.harm[0, 22]), found.unknown, found.day_and_night[0].tolist()
    (1.0, 1, [0.0, 1.0])
    """
    if not 0 <= day_starts <= 12:
        raise ParameterError.outside("day_starts", value=day_starts, low=0, high=12)
    times = np.asarray(when)
    if times.dtype.kind != "M" or times.ndim != 1:
        raise ParameterError("[when] must be one column of dates with times (datetime64).")
    known = ~np.isnat(times)
    hours = times[known].astype("datetime64[h]").astype(np.int64)
    # The first hour of 1970 was on a Thursday.
    hour_of_week = (hours + 3 * HOURS) % (DAYS * HOURS)
    mass = _mass(weights, times.shape)[known]
    harm = _sums(hour_of_week, mass, DAYS * HOURS)
    return TimeOfWeek(
        harm=harm.reshape(DAYS, HOURS), unknown=int((~known).sum()), day_starts=day_starts
    )


def nudged(
    points: Points,
    before: ArrayLike,
    after: ArrayLike,
    *,
    reason: str,
    weights: ArrayLike | None = None,
    at_most_m: float = FARTHEST_NUDGE_M,
) -> Nudge:
    """A hot spot's boundary, moved by somebody who knows the place, with the reason kept.

    The middle may move by about a cell, so that a nudge does not become another hot spot. An
    event on a side that two boundaries share lies in one of them.

    >>> square = np.array([(0, 0), (100, 0), (100, 100), (0, 100)])
    >>> points = Points.of([10, 120], [50, 50])
    >>> nudge = nudged(points, square, square + [50, 0], reason="The park gate is to the east")
    >>> nudge.gained, nudge.lost, nudge.moved_m
    (1, 1, 50.0)
    """
    if not reason.strip():
        raise ParameterError("[reason] is empty. Say why the boundary was moved.")
    was, now = boundary(before).copy(), boundary(after).copy()
    moved = float(np.hypot(*(_middle(now) - _middle(was))))
    if moved > at_most_m:
        raise ParameterError(
            f"This moves the middle by [{moved:.0f}] m, more than [{at_most_m:g}] m. That is "
            "another hot spot: take it from the list instead."
        )
    mass = _mass(weights, points.x.shape)
    first, second = (kernels.inside(points.x, points.y, ring) for ring in (was, now))
    return Nudge(
        before=was,
        after=now,
        reason=reason.strip(),
        moved_m=moved,
        area_before_m2=kernels.area(was),
        area_after_m2=kernels.area(now),
        events_before=int(first.sum()),
        events_after=int(second.sum()),
        gained=int((second & ~first).sum()),
        lost=int((first & ~second).sum()),
        harm_before=float(mass[first].sum()),
        harm_after=float(mass[second].sum()),
    )


def _mass(weights: ArrayLike | None, shape: tuple[int, ...]) -> FloatArray:
    """What each event weighs: 1 where nothing else is given."""
    if weights is None:
        return np.ones(shape)
    mass = checks.complete("weights", checks.amounts("weights", weights))
    if mass.shape != shape:
        raise ParameterError(f"[weights] has shape {mass.shape} and the events {shape}.")
    return mass


def _ranked(
    where: IntArray, places: int, *, mass: FloatArray, bootstrap: Bootstrap | None, unplaced: int
) -> HotSpots:
    held = where >= 0
    place, group, count = np.unique(where[held], return_inverse=True, return_counts=True)
    harm = _sums(group, mass[held], len(place))
    rank = _ranks(harm)
    low, high = rank, rank
    if bootstrap is not None and len(place):
        low, high = _rank_range(group, mass[held], bootstrap)
    order = np.argsort(-harm, kind="stable")
    total = harm.sum()
    return HotSpots(
        place=place[order],
        count=count[order].astype(np.int64),
        harm=harm[order],
        share=harm[order] / total if total > 0 else np.full(len(place), np.nan),
        rank=rank[order],
        rank_low=low[order],
        rank_high=high[order],
        places=places,
        outside=int(len(where) - held.sum()) - unplaced,
        unplaced=unplaced,
    )


def _sums(group: IntArray, mass: FloatArray, number: int) -> FloatArray:
    return np.bincount(group, weights=mass, minlength=number).astype(np.float64)


def _ranks(harm: FloatArray) -> IntArray:
    """1 for the most; equals share the better rank."""
    above = np.searchsorted(np.sort(harm), harm, side="right")
    return np.asarray(len(harm) - above + 1, dtype=np.int64)


def _rank_range(
    group: IntArray, mass: FloatArray, bootstrap: Bootstrap
) -> tuple[IntArray, IntArray]:
    ranks = np.empty((bootstrap.repetitions, int(group.max()) + 1), dtype=np.int64)
    for replica in range(bootstrap.repetitions):
        # A stream for each replica, so that more of them do not change the first ones.
        rng = np.random.default_rng([bootstrap.seed, replica])
        drawn = rng.integers(0, len(group), len(group))
        ranks[replica] = _ranks(_sums(group[drawn], mass[drawn], ranks.shape[1]))
    tail = (1.0 - bootstrap.level) / 2.0
    low, high = np.quantile(ranks, [tail, 1.0 - tail], axis=0, method="inverted_cdf")
    return low.astype(np.int64), high.astype(np.int64)


def _middle(ring: FloatArray) -> FloatArray:
    """The centre of gravity of a boundary."""
    at = ring - ring[0]
    x, y, next_x, next_y = at[:, 0], at[:, 1], np.roll(at[:, 0], -1), np.roll(at[:, 1], -1)
    cross = x * next_y - next_x * y
    middle = np.array([np.sum((x + next_x) * cross), np.sum((y + next_y) * cross)])
    return np.asarray(ring[0] + middle / (3.0 * cross.sum()))
