"""Sums of kernels round events, at the middles of cells and at the events themselves.

A Gaussian is cut at `REACH` bandwidths, where it has fallen to 1.5e-8 of its height: what is cut
is 1.5e-8 of its mass. A quartic kernel ends at its bandwidth.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from headwater.core.compiled import compiled, compiled_in_parallel, parallel_range

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

REACH = 6.0
# Where a Gaussian's mass is integrated: beyond this many bandwidths lies 1e-15 of it.
TAIL, NODES, EVENTS_TOGETHER = 8.0, 48, 4_096
# Rows that one core fills at a time: tall enough that few events reach into two blocks.
ROWS_TOGETHER = 32


@compiled
def shared_counts(
    x: FloatArray, y: FloatArray, weights: FloatArray, corner: FloatArray, shape: tuple[int, int]
) -> FloatArray:
    """Weight in each cell when every event is shared among the four nearest middles.

    `corner` is west, south and cell size; the answer has one cell more on every side, since an
    event near the edge shares with middles outside. No `weights`: every event weighs 1.
    """
    counts = np.zeros((shape[0] + 2, shape[1] + 2))
    for event in range(len(x)):
        across = (x[event] - corner[0]) / corner[2] + 0.5
        up = (y[event] - corner[1]) / corner[2] + 0.5
        column, row = int(across), int(up)
        east, north = across - column, up - row
        weight = weights[event] if len(weights) > 0 else 1.0
        upper = north * weight
        lower = weight - upper
        counts[row, column] += lower * (1.0 - east)
        counts[row, column + 1] += lower * east
        counts[row + 1, column] += upper * (1.0 - east)
        counts[row + 1, column + 1] += upper * east
    return counts


@compiled
def shared_counts_by_bandwidth(
    x: FloatArray,
    y: FloatArray,
    weights: FloatArray,
    corner: FloatArray,
    place: FloatArray,
    counts: FloatArray,
) -> None:
    """Add `shared_counts` to the grids of the two bandwidths nearest each event's own.

    `place` is where the event's bandwidth lies on the list of bandwidths (2.25: a quarter of the
    way from the third to the fourth); `counts` has one grid for each.
    """
    for event in range(len(x)):
        across = (x[event] - corner[0]) / corner[2] + 0.5
        up = (y[event] - corner[1]) / corner[2] + 0.5
        column, row, group = int(across), int(up), int(place[event])
        east, north, above = across - column, up - row, place[event] - group
        weight = weights[event] if len(weights) > 0 else 1.0
        for step in range(2):
            share = weight * (above if step == 1 else 1.0 - above)
            if share != 0.0:
                grid = counts[group + step]
                grid[row, column] += share * (1.0 - north) * (1.0 - east)
                grid[row, column + 1] += share * (1.0 - north) * east
                grid[row + 1, column] += share * north * (1.0 - east)
                grid[row + 1, column + 1] += share * north * east


def refined(grid: FloatArray, *, by: int, shape: tuple[int, int]) -> FloatArray:
    """A grid with a margin of one cell read at the middles of cells `by` times as fine."""
    row, up = _between(shape[0], by)
    column, east = _between(shape[1], by)
    rows = grid[row] * (1.0 - up)[:, None] + grid[row + 1] * up[:, None]
    return np.asarray(rows[:, column] * (1.0 - east) + rows[:, column + 1] * east)


def _between(count: int, by: int) -> tuple[IntArray, FloatArray]:
    """The middle before each finer one, and how far on it lies from there to the next."""
    place = (np.arange(count) + 0.5) / by + 0.5
    before = np.floor(place).astype(np.int64)
    return before, place - before


def half_gaussian(bandwidth: float, *, cell: float, longest: int) -> FloatArray:
    """Heights of a Gaussian in one direction at 0, 1, … cells from its middle."""
    reach = min(int(REACH * bandwidth / cell) + 1, longest)
    steps = np.arange(reach + 1) * cell / bandwidth
    return np.asarray(np.exp(-0.5 * steps**2) / (bandwidth * math.sqrt(2.0 * math.pi)))


@compiled
def smoothed_both_ways(grid: FloatArray, half: FloatArray) -> FloatArray:
    """The grid smoothed along its columns and then its rows by a symmetric kernel."""
    rows, columns = grid.shape
    reach = len(half) - 1
    answer = np.zeros((rows, columns))
    for row in range(rows):
        # Zeros either side spare the inner loop from asking where the row ends.
        padded = np.zeros(columns + 2 * reach)
        for column in range(columns):
            padded[reach + column] = half[0] * grid[row, column]
        for step in range(1, reach + 1):
            height, below, above = half[step], row - step, row + step
            if below >= 0 and above < rows:
                for column in range(columns):
                    padded[reach + column] += height * (grid[below, column] + grid[above, column])
            elif below >= 0 or above < rows:
                only = below if below >= 0 else above
                for column in range(columns):
                    padded[reach + column] += height * grid[only, column]
        for column in range(columns):
            answer[row, column] = half[0] * padded[reach + column]
        for step in range(1, reach + 1):
            height = half[step]
            for column in range(columns):
                answer[row, column] += height * (
                    padded[reach + column - step] + padded[reach + column + step]
                )
    return answer


def quartic_heights(bandwidth: float, *, cell: float) -> FloatArray:
    """Heights of a quartic kernel (3/πh²)(1 - d²/h²)² on a grid with its middle in the middle."""
    reach = int(bandwidth / cell)
    steps = (np.arange(-reach, reach + 1) * cell / bandwidth) ** 2
    inside = np.maximum(1.0 - (steps[:, None] + steps[None, :]), 0.0)
    return np.asarray(3.0 / (math.pi * bandwidth**2) * inside**2)


@compiled_in_parallel
def smoothed_all_round(grid: FloatArray, heights: FloatArray) -> FloatArray:
    """The grid smoothed by a kernel given as heights on a square of cells."""
    rows, columns = grid.shape
    reach = len(heights) // 2
    answer = np.zeros((rows, columns))
    for row in parallel_range(rows):
        for up in range(-reach, reach + 1):
            if 0 <= row + up < rows:
                for across in range(-reach, reach + 1):
                    height = heights[up + reach, across + reach]
                    if height > 0.0:
                        first, last = max(0, -across), min(columns, columns - across)
                        for column in range(first, last):
                            answer[row, column] += height * grid[row + up, column + across]
    return answer


@compiled
def _gaussian_along(
    middles: FloatArray, place: float, bandwidth: float, ends: FloatArray, heights: FloatArray
) -> tuple[int, int]:
    """Write a Gaussian's heights at the middles it reaches into `heights`; which ones those are.

    With two `ends` each height is divided by the share of a Gaussian round that middle that lies
    between them.
    """
    size = middles[1] - middles[0] if len(middles) > 1 else 1.0
    first = max(0, math.ceil((place - REACH * bandwidth - middles[0]) / size))
    last = min(len(middles), math.floor((place + REACH * bandwidth - middles[0]) / size) + 1)
    scale = 1.0 / (bandwidth * math.sqrt(2.0 * math.pi))
    for cell in range(first, last):
        apart = (middles[cell] - place) / bandwidth
        heights[cell] = scale * math.exp(-0.5 * apart * apart)
        if len(ends) > 0:
            low = (ends[0] - middles[cell]) / (bandwidth * math.sqrt(2.0))
            high = (ends[1] - middles[cell]) / (bandwidth * math.sqrt(2.0))
            heights[cell] /= 0.5 * (math.erf(high) - math.erf(low))
    return first, last


@compiled_in_parallel
def exact_gaussian(
    places: FloatArray,
    weights: FloatArray,
    bandwidths: FloatArray,
    eastings: FloatArray,
    northings: FloatArray,
    ends: FloatArray,
) -> FloatArray:
    """The sum of every event's own Gaussian at every middle.

    `ends` is west and east, then south and north, to correct each Gaussian for what falls outside
    them; empty for none. Every cell adds the events in the order given.
    """
    rows, columns = len(northings), len(eastings)
    answer = np.zeros((rows, columns))
    for block in parallel_range((rows + ROWS_TOGETHER - 1) // ROWS_TOGETHER):
        bottom = block * ROWS_TOGETHER
        top = min(bottom + ROWS_TOGETHER, rows)
        along, up = np.zeros(columns), np.zeros(rows)
        for event in range(len(places)):
            reach = REACH * bandwidths[event]
            if northings[top - 1] < places[event, 1] - reach:
                continue
            if northings[bottom] > places[event, 1] + reach:
                continue
            low, high = _gaussian_along(
                northings, places[event, 1], bandwidths[event], ends[2:], up
            )
            west, east = _gaussian_along(
                eastings, places[event, 0], bandwidths[event], ends[:2], along
            )
            for row in range(max(low, bottom), min(high, top)):
                height = up[row] * weights[event]
                for column in range(west, east):
                    answer[row, column] += height * along[column]
    return answer


@compiled_in_parallel
def exact_quartic(
    places: FloatArray,
    weights: FloatArray,
    bandwidth: float,
    eastings: FloatArray,
    northings: FloatArray,
) -> FloatArray:
    """The sum of every event's quartic kernel at every middle."""
    rows, columns = len(northings), len(eastings)
    answer = np.zeros((rows, columns))
    size = eastings[1] - eastings[0] if columns > 1 else 1.0
    for row in parallel_range(rows):
        for event in range(len(places)):
            up = (northings[row] - places[event, 1]) / bandwidth
            if abs(up) >= 1.0:
                continue
            reach = bandwidth * math.sqrt(1.0 - up * up)
            first = math.floor((places[event, 0] - reach - eastings[0]) / size)
            last = math.ceil((places[event, 0] + reach - eastings[0]) / size) + 1
            for column in range(max(0, first), min(columns, last)):
                across = (eastings[column] - places[event, 0]) / bandwidth
                inside = 1.0 - (across * across + up * up)
                if inside > 0.0:
                    answer[row, column] += weights[event] * inside * inside
    return answer * (3.0 / (math.pi * bandwidth * bandwidth))


@compiled_in_parallel
def gaussian_at_events(places: FloatArray, weights: FloatArray, bandwidth: float) -> FloatArray:
    """The sum of the other events' Gaussians at each event; `places` rise in x."""
    answer = np.zeros(len(places))
    # The sums are logged and inverted, so their tails matter more than on a map.
    reach = 8.0 * bandwidth
    for one in parallel_range(len(places)):
        total = 0.0
        for way in (-1, 1):
            other = one + way
            while 0 <= other < len(places) and abs(places[other, 0] - places[one, 0]) <= reach:
                east = (places[other, 0] - places[one, 0]) / bandwidth
                north = (places[other, 1] - places[one, 1]) / bandwidth
                total += weights[other] * math.exp(-0.5 * (east * east + north * north))
                other += way
        answer[one] = total / (2.0 * math.pi * bandwidth * bandwidth)
    return answer


def share_between(
    middles: FloatArray, bandwidth: FloatArray | float, *, low: float, high: float
) -> FloatArray:
    """The share of a Gaussian round each middle that lies between two ends."""
    return np.asarray(
        special.ndtr((high - middles) / bandwidth) - special.ndtr((low - middles) / bandwidth)
    )


def corrected_mass(at: FloatArray, bandwidth: float, *, low: float, high: float) -> FloatArray:
    """The mass between two ends of Gaussians divided, at each place, by the share inside there.

    1 for a Gaussian whose reach the ends do not touch. Gauss-Legendre, good to ten figures.
    """
    mass = np.ones(len(at))
    near = np.flatnonzero(np.minimum(at - low, high - at) < 2.0 * TAIL * bandwidth)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    for start in range(0, len(near), EVENTS_TOGETHER):
        some = near[start : start + EVENTS_TOGETHER]
        first = np.maximum(at[some] - TAIL * bandwidth, low)
        half = (np.minimum(at[some] + TAIL * bandwidth, high) - first) / 2.0
        middles = first[:, None] + half[:, None] * (1.0 + nodes)
        apart = (middles - at[some, None]) / bandwidth
        heights = np.exp(-0.5 * apart**2) / share_between(middles, bandwidth, low=low, high=high)
        mass[some] = heights @ weights * half / (bandwidth * math.sqrt(2.0 * math.pi))
    return mass


@compiled
def between_middles(
    grid: FloatArray, x: FloatArray, y: FloatArray, corner: FloatArray
) -> FloatArray:
    """The grid's value at each point, read in a straight line between the four nearest middles."""
    rows, columns = grid.shape
    answer = np.empty(len(x))
    for event in range(len(x)):
        across = min(max((x[event] - corner[0]) / corner[2] - 0.5, 0.0), columns - 1.0)
        up = min(max((y[event] - corner[1]) / corner[2] - 0.5, 0.0), rows - 1.0)
        column, row = min(int(across), max(columns - 2, 0)), min(int(up), max(rows - 2, 0))
        east, north = across - column, up - row
        right, above = min(column + 1, columns - 1), min(row + 1, rows - 1)
        lower = grid[row, column] * (1.0 - east) + grid[row, right] * east
        upper = grid[above, column] * (1.0 - east) + grid[above, right] * east
        answer[event] = lower * (1.0 - north) + upper * north
    return answer


@compiled
def distances_within(places: FloatArray, reach: float, extent: FloatArray, bins: int) -> FloatArray:
    """Weight of ordered pairs by distance, each pair weighing what Ripley's edge correction says.

    Bin k holds distances above (k - 1) and up to k steps of reach / `bins`. A pair counts as the
    inverse of the share of the circle round its first event through its second that lies inside
    the rectangle `extent` (west, south, east, north). `places` rise in x.
    """
    weight = np.zeros(bins + 1)
    sides = np.empty(4)
    step = reach / bins
    for one in range(len(places)):
        sides[0], sides[1] = places[one, 0] - extent[0], places[one, 1] - extent[1]
        sides[2], sides[3] = extent[2] - places[one, 0], extent[3] - places[one, 1]
        for way in (-1, 1):
            other = one + way
            while 0 <= other < len(places) and abs(places[other, 0] - places[one, 0]) <= reach:
                east = places[other, 0] - places[one, 0]
                north = places[other, 1] - places[one, 1]
                apart = math.sqrt(east * east + north * north)
                if apart <= reach:
                    inside = share_of_circle_inside(sides, apart)
                    weight[math.ceil(apart / step)] += 1.0 / max(inside, 0.01)
                other += way
    return weight


@compiled
def share_of_circle_inside(sides: FloatArray, radius: float) -> float:
    """The share of a circle inside a rectangle, given how far off its four sides are, in turn."""
    if radius <= 0.0:
        return 1.0
    outside = 0.0
    for side in range(4):
        half = math.acos(min(1.0, sides[side] / radius))
        after = math.acos(min(1.0, sides[(side + 1) % 4] / radius))
        # Arcs beyond two neighbouring sides overlap behind the corner.
        outside += 2.0 * half - max(0.0, half + after - math.pi / 2.0)
    return 1.0 - outside / (2.0 * math.pi)
