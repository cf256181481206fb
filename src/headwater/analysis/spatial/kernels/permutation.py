"""How often would a draw of other areas' values reach what an area's neighbours show?

Conditional permutation: the area keeps its own value and its neighbours' values are drawn without
replacement from all the other areas. Two things make it quick.

The draws are of ranks in the sorted values, from one table that all areas share. An area's own
rank is not among the others; where a draw has it, the last rank stands in its place, which makes
the draw one of the others exactly. So an area's table differs from the shared one only in the few
draws that hold its rank, and with equal weights the shared sums need sorting only once.

Ranks, not row numbers: the answer does not depend on the order of the areas. Areas with the same
value share the lowest rank among them, since it does not matter which of equal values is left out.

Each draw has a random stream of its own, made from the seed and its number.
"""

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled, compiled_in_parallel, parallel_range

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# Sums of the same numbers in another order differ in the last place; those are ties.
ROUNDING = 1e-12
# splitmix64 (Steele, Lea & Flood 2014).
STEP = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
BY_30, BY_27, BY_31, BY_11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
UNIT = 2.0**-53


@compiled
def mixed(state: np.uint64) -> np.uint64:
    """A state scrambled into 64 bits that look random."""
    state = (state ^ (state >> BY_30)) * FIRST
    state = (state ^ (state >> BY_27)) * SECOND
    return state ^ (state >> BY_31)


@compiled
def below(state: np.uint64, limit: int) -> int:
    """A whole number from 0 to one below the limit, from a scrambled state."""
    return int(np.float64(mixed(state) >> BY_11) * UNIT * limit)


@compiled
def draws(seed: int, number: int, size: int, limit: int) -> IntArray:
    """Ordered samples without replacement from 0 to `limit` - 1: `size` rows, a column per draw."""
    table = np.empty((size, number), dtype=np.int64)
    # A shuffle of the first `size` places that remembers only what it moved; -1 is not moved.
    held = np.full(limit, -1, dtype=np.int64)
    moved = np.empty(size, dtype=np.int64)
    for draw in range(number):
        state = mixed(mixed(np.uint64(seed) + STEP) + np.uint64(draw) * STEP)
        for turn in range(size):
            state = state + STEP
            other = turn + below(state, limit - turn)
            table[turn, draw] = other if held[other] < 0 else held[other]
            held[other] = turn if held[turn] < 0 else held[turn]
            moved[turn] = other
        for turn in range(size):
            held[moved[turn]] = -1
    return table


@compiled
def places_of_ranks(table: IntArray, limit: int) -> tuple[IntArray, IntArray]:
    """Where each rank was drawn: starts by rank, then flat places in the table, rising."""
    flat = table.ravel()
    starts = np.zeros(limit + 2, dtype=np.int64)
    for rank in flat:
        starts[rank + 1] += 1
    for before in range(limit + 1):
        starts[before + 1] += starts[before]
    filled = starts.copy()
    places = np.empty(len(flat), dtype=np.int64)
    for place in range(len(flat)):
        places[filled[flat[place]]] = place
        filled[flat[place]] += 1
    return starts, places


@compiled
def reached(
    observed: FloatArray,
    count: IntArray,
    rank: IntArray,
    ordered: FloatArray,
    table: IntArray,
) -> tuple[IntArray, IntArray]:
    """How many draws of as many values add up to at least, and to at most, what was observed.

    `observed` is the plain sum of each area's `count` neighbours, `rank` its own place among
    the `ordered` values.
    """
    areas, number = len(observed), table.shape[1]
    high, low = np.zeros(areas, dtype=np.int64), np.zeros(areas, dtype=np.int64)
    starts, places = places_of_ranks(table, len(ordered) - 1)
    scale = ROUNDING * max(abs(ordered[0]), abs(ordered[-1]))
    by_count = np.argsort(count, kind="mergesort")
    sums = np.zeros(number)
    added = 0
    in_order = sums.copy()
    for area in by_count:
        size = count[area]
        if size > added:
            for turn in range(added, size):
                for draw in range(number):
                    sums[draw] += ordered[table[turn, draw]]
            added = size
            in_order = np.sort(sums)
        near = scale * size
        least, most = observed[area] - near, observed[area] + near
        up = number - np.searchsorted(in_order, least, side="left")
        down = np.searchsorted(in_order, most, side="right")
        change = ordered[-1] - ordered[rank[area]]
        for place in places[starts[rank[area]] : starts[rank[area] + 1]]:
            if place >= size * number:
                break
            before = sums[place % number]
            up += int(before + change >= least) - int(before >= least)
            down += int(before + change <= most) - int(before <= most)
        high[area], low[area] = up, down
    return high, low


@compiled_in_parallel
def reached_weighted(
    observed: FloatArray,
    starts: IntArray,
    weights: FloatArray,
    rank: IntArray,
    ordered: FloatArray,
    table: IntArray,
) -> tuple[IntArray, IntArray]:
    """As `reached`, for neighbours that count unequally; their weights fall within each row."""
    areas, number = len(observed), table.shape[1]
    high, low = np.zeros(areas, dtype=np.int64), np.zeros(areas, dtype=np.int64)
    drawn = ordered[table.ravel()].reshape(table.shape)
    of_rank, places = places_of_ranks(table, len(ordered) - 1)
    scale = ROUNDING * max(abs(ordered[0]), abs(ordered[-1]))
    for area in parallel_range(areas):
        sums = np.zeros(number)
        first, size = starts[area], starts[area + 1] - starts[area]
        total = 0.0
        for turn in range(size):
            weight = weights[first + turn]
            total += weight
            for draw in range(number):
                sums[draw] += weight * drawn[turn, draw]
        own = rank[area]
        change = ordered[-1] - ordered[own]
        for place in places[of_rank[own] : of_rank[own + 1]]:
            if place < size * number:
                sums[place % number] += weights[first + place // number] * change
        least, most = observed[area] - scale * total, observed[area] + scale * total
        up, down = 0, 0
        for draw in range(number):
            up += int(sums[draw] >= least)
            down += int(sums[draw] <= most)
        high[area], low[area] = up, down
    return high, low


@compiled_in_parallel
def reached_squared(
    observed: FloatArray,
    starts: IntArray,
    weights: FloatArray,
    rank: IntArray,
    ordered: FloatArray,
    table: IntArray,
) -> tuple[IntArray, IntArray]:
    """As `reached_weighted`, for weighted squared differences from the area's own value."""
    areas, number = len(observed), table.shape[1]
    high, low = np.zeros(areas, dtype=np.int64), np.zeros(areas, dtype=np.int64)
    drawn = ordered[table.ravel()].reshape(table.shape)
    of_rank, places = places_of_ranks(table, len(ordered) - 1)
    spread = ordered[-1] - ordered[0]
    scale = ROUNDING * spread * spread
    for area in parallel_range(areas):
        sums = np.zeros(number)
        own = rank[area]
        value = ordered[own]
        first, size = starts[area], starts[area + 1] - starts[area]
        total = 0.0
        for turn in range(size):
            weight = weights[first + turn]
            total += weight
            for draw in range(number):
                sums[draw] += weight * (value - drawn[turn, draw]) ** 2
        # The own value adds nothing, so the last rank's square is all the change there is.
        change = (value - ordered[-1]) ** 2
        for place in places[of_rank[own] : of_rank[own + 1]]:
            if place < size * number:
                sums[place % number] += weights[first + place // number] * change
        least, most = observed[area] - scale * total, observed[area] + scale * total
        up, down = 0, 0
        for draw in range(number):
            up += int(sums[draw] >= least)
            down += int(sums[draw] <= most)
        high[area], low[area] = up, down
    return high, low


@compiled_in_parallel
def shuffled_sums(
    values: FloatArray,
    starts: IntArray,
    neighbours: IntArray,
    weights: FloatArray,
    seed: int,
    number: int,
) -> tuple[FloatArray, FloatArray]:
    """Σ w x x and Σ w (x - x)² over the map for each of `number` shuffles of all values."""
    products, squares = np.empty(number), np.empty(number)
    areas = len(values)
    for draw in parallel_range(number):
        state = mixed(mixed(np.uint64(seed) + STEP) + np.uint64(draw) * STEP)
        shuffled = values.copy()
        for turn in range(areas - 1):
            state = state + STEP
            other = turn + below(state, areas - turn)
            shuffled[turn], shuffled[other] = shuffled[other], shuffled[turn]
        product, square = 0.0, 0.0
        for area in range(areas):
            for place in range(starts[area], starts[area + 1]):
                other_value = shuffled[neighbours[place]]
                product += weights[place] * shuffled[area] * other_value
                square += weights[place] * (shuffled[area] - other_value) ** 2
        products[draw], squares[draw] = product, square
    return products, squares
