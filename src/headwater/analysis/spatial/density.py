"""How thick are events on the ground, smoothed so that single ones do not decide the map?

A kernel density on the cells of a raster, in events per square metre or per cell, or harm where
events carry weights. `bandwidths.py` chooses how wide to smooth.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.spatial.grids import Extent, Raster
from headwater.analysis.spatial.kernels import density as kernels
from headwater.analysis.spatial.kernels.grids import IntArray
from headwater.analysis.spatial.points import BoolArray, Points, one_for_each
from headwater.core.errors import NotEnoughDataError, ParameterError

WIDEST_OVER_GLOBAL = 5.0
"""An adaptive bandwidth is cut at five times the global one, as is usual (Davies et al. 2018)."""
# Neighbouring bandwidths of the quick adaptive way differ by this factor.
BANDWIDTH_STEP = 1.06
# With this many cells to a bandwidth, cells twice as large do as well; at most 16 times as large.
CELLS_PER_BANDWIDTH = 4.0
COARSEST = 16
# Values in grids held at once: 1.6 GB.
MOST_VALUES = 200_000_000


class Kernel(StrEnum):
    """The shape of the bump round each event."""

    GAUSSIAN = "gaussian"
    """The bandwidth is its standard deviation."""
    QUARTIC = "quartic"
    """(1 - d²/h²)²: nothing beyond the bandwidth."""


class Edge(StrEnum):
    """What is done about the part of each bump that falls outside the area.

    The names are those of the R package spatstat.
    """

    NONE = "none"
    UNIFORM = "uniform"
    """Each cell's sum is divided by the share of a bump round that cell that lies inside: no bias
    where density is even (spatstat: edge=TRUE)."""
    JONES_DIGGLE = "Jones-Diggle"
    """Each event's bump is divided by its share inside: the map adds up to the number of events
    (spatstat: edge=TRUE, diggle=TRUE; Jones 1993, Diggle 1985)."""


class Sums(StrEnum):
    """Where events are taken to be while bumps are added up."""

    SHARED = "shared"
    """Each event is shared among the four nearest middles of cells. Quick for a million events."""
    PIXELS = "pixels"
    """Each event is moved to the middle of its cell, as spatstat does."""
    EXACT = "exact"
    """Each event is where it is."""


class Per(StrEnum):
    """What the values are densities of."""

    SQUARE_METRE = "square metre"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How a density is made."""

    bandwidth_m: float
    kernel: Kernel = Kernel.GAUSSIAN
    edge: Edge = Edge.UNIFORM
    sums: Sums = Sums.SHARED
    per: Per = Per.SQUARE_METRE

    def __post_init__(self) -> None:
        checks.above_zero("bandwidth_m", self.bandwidth_m)


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """A density on a raster: rows from the south, columns from the west, nan outside the area."""

    raster: Raster
    values: FloatArray
    smoothing: Smoothing
    events: int
    outside: int
    unplaced: int

    def __post_init__(self) -> None:
        self.values.setflags(write=False)

    def at(self, points: Points) -> FloatArray:
        """The value in each point's cell, nan outside."""
        cell = self.raster.of(points)
        return np.where(cell >= 0, self.values.ravel()[np.maximum(cell, 0)], np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class _Events:
    """The events that are used, and what is known of the area. No weights: each weighs 1."""

    x: FloatArray
    y: FloatArray
    weights: FloatArray
    raster: Raster
    window: BoolArray | None
    used: BoolArray

    @property
    def places(self) -> FloatArray:
        return np.column_stack([self.x, self.y])

    @property
    def corner(self) -> FloatArray:
        return np.array([self.raster.west, self.raster.south, self.raster.cell_m], dtype=float)

    @property
    def cell(self) -> IntArray:
        """The number of each event's cell."""
        return self.raster.of(Points.of(self.x, self.y))

    @property
    def mass(self) -> FloatArray:
        return self.weights if len(self.weights) else np.ones(len(self.x))


def kernel_density(
    points: Points,
    raster: Raster,
    smoothing: Smoothing,
    *,
    weights: ArrayLike | None = None,
    window: BoolArray | None = None,
) -> Density:
    """How thick are the events round each cell's middle, with one bandwidth everywhere?

    `weights` may carry the harm of each event. `window` says which cells belong to the area
    (`raster.inside(boundary)`); without it the raster is the area. Events outside the area are
    left out and counted. No events at all give a density of 0.

    How far from the exact sum: `Sums.SHARED` widens each bump a little, and a narrower kernel is
    used to make up for that on average. With a bandwidth of 2.5 cells and 405 events the largest
    difference is 0.4 % of the peak, and it falls with the square of cells per bandwidth.
    `Sums.PIXELS` differs by up to 6 % of the peak there. A Gaussian is cut at six bandwidths.

    Source: Diggle 1985, Applied Statistics 34, 138-147; Silverman 1986, ch. 4; Wand 1994, Journal
    of Computational and Graphical Statistics 3, 433-445, for shared counts. One event in the
    middle of a cell, 100 m: 1/(2π 100²) = 1.5915e-05 per m².

    >>> one = Points.of([500], [500])
    >>> raster = Raster(west=450, south=450, cell_m=100, columns=1, rows=1)
    >>> plain = Smoothing(100, edge=Edge.NONE, sums=Sums.EXACT)
    >>> print(f"{kernel_density(one, raster, plain).values[0, 0]:.4e}")
    1.5915e-05
    """
    events = _events(points, raster, weights=weights, window=window)
    if smoothing.sums is Sums.EXACT:
        sums = _exact(events, smoothing)
    else:
        _check_cells(smoothing, raster)
        sums = _on_cells(events, smoothing)
    if smoothing.edge is Edge.UNIFORM:
        sums = sums / _kept(events, smoothing)
    return _density(points, events, smoothing, sums)


def adaptive_density(
    points: Points,
    raster: Raster,
    smoothing: Smoothing,
    bandwidths: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    window: BoolArray | None = None,
) -> Density:
    """How thick are the events when each has a bandwidth of its own (`abramson_bandwidths`)?

    Narrow bumps where events are many keep a street corner sharp; wide ones where they are few
    keep single events from looking like hot spots. Gaussian kernels; the edge correction is
    uniform (each bump divided, cell by cell, by its own share inside) or none.

    With `Sums.SHARED`, events are also shared between the two nearest of a list of bandwidths 6 %
    apart, which adds at most 0.2 % at the middle of a bump. With a window that is not the whole
    raster, use `SHARED` or `PIXELS`.

    Source: Abramson 1982, Annals of Statistics 10, 1217-1223; edge correction as Marshall &
    Hazelton 2010, Journal of Multivariate Analysis 101, 949-963.
    """
    if smoothing.kernel is not Kernel.GAUSSIAN or smoothing.edge is Edge.JONES_DIGGLE:
        raise ParameterError(
            "An adaptive density takes Gaussian kernels with uniform or no edge correction."
        )
    events = _events(points, raster, weights=weights, window=window)
    own = one_for_each("bandwidths", bandwidths, points)[events.used]
    if not (own > 0).all():
        raise ParameterError("[bandwidths] must be above 0 for every event in the area.")
    if smoothing.sums is Sums.EXACT:
        sums = _exact_adaptive(events, smoothing, own)
    else:
        sums = _grouped_adaptive(events, smoothing, own)
    return _density(points, events, smoothing, sums)


def abramson_bandwidths(
    points: Points, pilot: Density, *, global_m: float | None = None
) -> FloatArray:
    """A bandwidth for each event: wide where a pilot density is low, by the square-root law.

    h_i = h0 x (pilot at i)^-1/2 / (geometric mean of these), cut at five times h0, where h0 is
    `global_m` (the pilot's own bandwidth where it is not given). The pilot is read between the
    middles of cells. nan for events outside its area.

    Source: Abramson 1982; geometric mean as Silverman 1986, section 5.3. Half the density means
    √2 times the bandwidth.
    """
    known = (pilot.raster.of(points) >= 0) & points.placed
    raster = pilot.raster
    corner = np.array([raster.west, raster.south, raster.cell_m], dtype=float)
    if np.isnan(pilot.values).any():
        # Middles outside a window have no density; the event's own cell has.
        at = pilot.at(points)[known]
    else:
        at = kernels.between_middles(pilot.values, points.x[known], points.y[known], corner)
    wide = np.full(len(points), np.nan)
    inside = at > 0
    if not inside.any():
        return wide
    root = at[inside] ** -0.5
    middle = np.exp(np.mean(np.log(root)))
    h0 = pilot.smoothing.bandwidth_m if global_m is None else checks.above_zero("h0", global_m)
    wide[np.flatnonzero(known)[inside]] = h0 * np.minimum(root / middle, WIDEST_OVER_GLOBAL)
    return wide


def density_without_itself(
    points: Points,
    extent: Extent,
    *,
    bandwidth_m: float,
    edge: Edge = Edge.UNIFORM,
    weights: ArrayLike | None = None,
) -> FloatArray:
    """How thick are the other events at each event? nan for events outside the extent.

    Gaussian, exact to 8 bandwidths. What a map says of a place because of one event, it says too
    easily; this is the fair value for choosing a bandwidth and for scoring.

    Source: leave-one-out density, Loader 1999, Local Regression and Likelihood, section 5.3. Two
    events at one point, 100 m: each sees the other's 1/(2π 100²).

    >>> pair = Points.of([500, 500], [500, 500])
    >>> square = Extent(0, 0, 1000, 1000)
    >>> values = density_without_itself(pair, square, bandwidth_m=100, edge=Edge.NONE)
    >>> print([f"{value:.4e}" for value in values])
    ['1.5915e-05', '1.5915e-05']
    """
    checks.above_zero("bandwidth_m", bandwidth_m)
    used = extent.holds(points)
    x, y = points.x[used], points.y[used]
    mass = np.ones(len(x)) if weights is None else one_for_each("weights", weights, points)[used]
    share = _share_inside(x, bandwidth_m, extent.west, extent.east)
    share = share * _share_inside(y, bandwidth_m, extent.south, extent.north)
    if edge is Edge.JONES_DIGGLE:
        mass = mass / share
    order = np.lexsort((y, x))
    sums = np.empty(len(x))
    places = np.column_stack([x, y])[order]
    sums[order] = kernels.gaussian_at_events(places, mass[order], bandwidth_m)
    answer = np.full(len(points), np.nan)
    answer[used] = sums / share if edge is Edge.UNIFORM else sums
    return answer


def _share_inside(at: FloatArray, bandwidth: float, low: float, high: float) -> FloatArray:
    return kernels.share_between(at, bandwidth, low=low, high=high)


def _events(
    points: Points, raster: Raster, *, weights: ArrayLike | None, window: BoolArray | None
) -> _Events:
    if window is not None and window.shape != raster.shape:
        raise ParameterError(
            f"[window] has shape {window.shape} and the raster {raster.shape}: rows by columns."
        )
    if window is not None and not window.any():
        raise NotEnoughDataError(of="cells in the area", have=0, need=1)
    used = raster.extent.holds(points)
    if window is not None:
        cell = raster.of(points)
        used = used & window.ravel()[np.maximum(cell, 0)]
    mass = np.empty(0)
    if weights is not None:
        mass = checks.complete("weights", one_for_each("weights", weights, points)[used])
        mass = checks.amounts("weights", mass)
    every = bool(used.all())
    x, y = (points.x, points.y) if every else (points.x[used], points.y[used])
    return _Events(x=x, y=y, weights=mass, raster=raster, window=window, used=used)


def _check_cells(smoothing: Smoothing, raster: Raster) -> None:
    least = raster.cell_m * (1.0 if smoothing.kernel is Kernel.GAUSSIAN else 2.0)
    if smoothing.bandwidth_m < least:
        raise ParameterError(
            f"A bandwidth of [{smoothing.bandwidth_m:g}] m is too narrow for cells of "
            f"[{raster.cell_m:g}] m. Take smaller cells, a bandwidth of at least [{least:g}] m, "
            "or exact sums."
        )


def _exact(events: _Events, smoothing: Smoothing) -> FloatArray:
    mass = events.mass
    if smoothing.edge is Edge.JONES_DIGGLE:
        mass = mass / _kept_of_events(events, smoothing)
    raster, wide = events.raster, smoothing.bandwidth_m
    if smoothing.kernel is Kernel.QUARTIC:
        return kernels.exact_quartic(events.places, mass, wide, raster.eastings, raster.northings)
    same = np.full(len(mass), float(wide))
    nothing = np.empty(0)
    return kernels.exact_gaussian(
        events.places, mass, same, raster.eastings, raster.northings, nothing
    )


def _on_cells(events: _Events, smoothing: Smoothing) -> FloatArray:
    mass = events.weights
    if smoothing.edge is Edge.JONES_DIGGLE:
        mass = events.mass / _kept_of_events(events, smoothing)
    if smoothing.sums is Sums.PIXELS:
        return _smoothed(_in_pixels(events, mass), smoothing, events.raster)
    counts = kernels.shared_counts(events.x, events.y, mass, events.corner, events.raster.shape)
    return _smoothed_shared(counts, smoothing, events.raster)


def _in_pixels(events: _Events, mass: FloatArray) -> FloatArray:
    weights = mass if len(mass) else None
    counts = np.bincount(events.cell, weights=weights, minlength=len(events.raster))
    return counts.astype(np.float64).reshape(events.raster.shape)


def _smoothed_shared(
    counts: FloatArray, smoothing: Smoothing, raster: Raster, *, read_between: bool = False
) -> FloatArray:
    """Smooth counts that were shared among middles, and drop the margin.

    Sharing widens by t(1 - t) of a squared cell, for an event t of the way between middles: a
    sixth on average. The kernel's variance is less by as much (a quartic's is h²/8). Who reads the
    answer between middles, and needs the margin, widens it as much again.
    """
    moved = raster.cell_m**2 / (3.0 if read_between else 6.0)
    if smoothing.kernel is Kernel.QUARTIC:
        moved *= 8.0
    narrower = replace(smoothing, bandwidth_m=float(np.sqrt(smoothing.bandwidth_m**2 - moved)))
    smooth = _smoothed(counts, narrower, raster)
    return smooth if read_between else smooth[1:-1, 1:-1]


def _smoothed(counts: FloatArray, smoothing: Smoothing, raster: Raster) -> FloatArray:
    size = float(raster.cell_m)
    if smoothing.kernel is Kernel.QUARTIC:
        heights = kernels.quartic_heights(smoothing.bandwidth_m, cell=size)
        return kernels.smoothed_all_round(counts, heights)
    longest = max(counts.shape)
    half = kernels.half_gaussian(smoothing.bandwidth_m, cell=size, longest=longest)
    return kernels.smoothed_both_ways(counts, half)


def _is_exact_rectangle(events: _Events, smoothing: Smoothing) -> bool:
    """Whether the share of a bump that stays inside has a formula."""
    smooth = smoothing.kernel is Kernel.GAUSSIAN and smoothing.sums is not Sums.PIXELS
    return smooth and events.window is None


def _kept(events: _Events, smoothing: Smoothing) -> FloatArray:
    """The share of a bump round each cell's middle that lies inside the area."""
    raster = events.raster
    if _is_exact_rectangle(events, smoothing):
        edges, wide = raster.extent, smoothing.bandwidth_m
        up = _share_inside(raster.northings, wide, edges.south, edges.north)
        along = _share_inside(raster.eastings, wide, edges.west, edges.east)
        return up[:, None] * along[None, :]
    _check_cells(smoothing, raster)
    inside = np.ones(raster.shape) if events.window is None else events.window.astype(np.float64)
    kept = _smoothed(inside, smoothing, raster) * raster.area_m2
    # A cell far outside the window keeps nothing of a bump, and has no density either way.
    return np.where(kept > 0.0, kept, np.inf)


def _kept_of_events(events: _Events, smoothing: Smoothing) -> FloatArray:
    """The share of each event's bump that lies inside the area."""
    if _is_exact_rectangle(events, smoothing):
        edges, wide = events.raster.extent, smoothing.bandwidth_m
        along = _share_inside(events.x, wide, edges.west, edges.east)
        return along * _share_inside(events.y, wide, edges.south, edges.north)
    kept: FloatArray = _kept(events, smoothing).ravel()[events.cell]
    return kept


def _exact_adaptive(events: _Events, smoothing: Smoothing, own: FloatArray) -> FloatArray:
    corrected = smoothing.edge is Edge.UNIFORM
    if corrected and events.window is not None:
        raise ParameterError(
            "Exact sums with adaptive bandwidths and edge correction need the whole raster as "
            "the area. Leave the window out, or take shared sums."
        )
    edges = events.raster.extent
    ends = [edges.west, edges.east, edges.south, edges.north] if corrected else []
    return kernels.exact_gaussian(
        events.places,
        events.mass,
        own,
        events.raster.eastings,
        events.raster.northings,
        np.array(ends, dtype=float),
    )


def _grouped_adaptive(events: _Events, smoothing: Smoothing, own: FloatArray) -> FloatArray:
    """Bumps of like bandwidth are added on one grid and smoothed together."""
    sums = np.zeros(events.raster.shape)
    if not len(own):
        return sums
    _check_cells(replace(smoothing, bandwidth_m=float(own.min())), events.raster)
    parts = _pixel_parts if smoothing.sums is Sums.PIXELS else _shared_parts
    for wide, part in parts(events, smoothing, own):
        if smoothing.edge is Edge.UNIFORM:
            sums += part / _kept(events, replace(smoothing, bandwidth_m=wide))
        else:
            sums += part
    return sums


def _pixel_parts(
    events: _Events, smoothing: Smoothing, own: FloatArray
) -> Iterator[tuple[float, FloatArray]]:
    """For every bandwidth its events in the middles of their cells, smoothed."""
    bandwidths, group = np.unique(own, return_inverse=True)
    cell, mass, raster = events.cell, events.mass, events.raster
    for number, wide in enumerate(bandwidths.tolist()):
        here = group == number
        counts = np.bincount(cell[here], weights=mass[here], minlength=len(raster))
        grid = counts.astype(np.float64).reshape(raster.shape)
        yield wide, _smoothed(grid, replace(smoothing, bandwidth_m=wide), raster)


def _shared_parts(
    events: _Events, smoothing: Smoothing, own: FloatArray
) -> Iterator[tuple[float, FloatArray]]:
    """For each of a list of bandwidths its share of the events, smoothed.

    Wide bumps need no small cells: from `CELLS_PER_BANDWIDTH` on, cells twice as large do.
    """
    raster, by = events.raster, 1
    least, left = float(own.min()), np.ones(len(own), dtype=bool)
    while left.any():
        most = 2.0 * by * CELLS_PER_BANDWIDTH * raster.cell_m
        here = left & (own < most) if by < COARSEST else left
        if here.any():
            low = max(least, most / 2.0) if by > 1 else least
            coarse = _coarser(raster, by)
            some = _some(events, here, coarse)
            for wide, counts in _shared_groups(some, own[here], low=low):
                this = replace(smoothing, bandwidth_m=wide)
                grid = _smoothed_shared(counts, this, coarse, read_between=by > 1)
                yield wide, kernels.refined(grid, by=by, shape=raster.shape) if by > 1 else grid
        left, by = left & ~here, 2 * by


def _shared_groups(
    events: _Events, own: FloatArray, *, low: float
) -> Iterator[tuple[float, FloatArray]]:
    place = np.log(own / low) / np.log(BANDWIDTH_STEP)
    number = int(place.max()) + 2
    _check_groups(number, events.raster)
    rows, columns = events.raster.shape
    grids = np.zeros((number, rows + 2, columns + 2))
    kernels.shared_counts_by_bandwidth(
        events.x, events.y, events.weights, events.corner, np.maximum(place, 0.0), grids
    )
    for step, counts in enumerate(grids):
        if counts.any():
            yield float(low * BANDWIDTH_STEP**step), counts


def _coarser(raster: Raster, by: int) -> Raster:
    return replace(
        raster,
        cell_m=raster.cell_m * by,
        columns=-(-raster.columns // by),
        rows=-(-raster.rows // by),
    )


def _some(events: _Events, here: BoolArray, raster: Raster) -> _Events:
    """Some of the events, on another raster."""
    weights = events.weights[here] if len(events.weights) else events.weights
    return replace(events, x=events.x[here], y=events.y[here], weights=weights, raster=raster)


def _check_groups(number: int, raster: Raster) -> None:
    if number * len(raster) > MOST_VALUES:
        raise ParameterError(
            f"[{number}] different bandwidths on [{len(raster):,}] cells are more than fit in "
            "memory together. Take larger cells, a smaller area, or shared sums."
        )


def _density(points: Points, events: _Events, smoothing: Smoothing, sums: FloatArray) -> Density:
    values = sums * events.raster.area_m2 if smoothing.per is Per.CELL else sums
    if events.window is not None:
        values = np.where(events.window, values, np.nan)
    # Where all are used, none needs to be asked whether it has a place.
    unplaced = points.unplaced if len(events.x) < len(points) else 0
    return Density(
        raster=events.raster,
        values=values,
        smoothing=smoothing,
        events=len(events.x),
        outside=len(points) - len(events.x) - unplaced,
        unplaced=unplaced,
    )
