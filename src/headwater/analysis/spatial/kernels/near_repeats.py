"""Pairs of events that are near, and how many of them are also soon.

Near pairs are found once. When times are shuffled among places the pairs stay near, so a replica
only asks again how far apart the two times now are. Replicas ride side by side: an event's times in
32 replicas lie next to one another, so one pass over the pairs serves all 32.

A band is [threshold k, threshold k + 1). Bands closed on the right are made from these by moving
the thresholds to the next number up, so no loop here knows about open or closed ends.
"""

import math

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled, compiled_in_parallel, parallel_range

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
IndexArray = NDArray[np.int32]

# Times of one event in one type: 16-bit whole numbers, or floats.
Times = NDArray[np.int16] | FloatArray

LANES = 32
# Pairs looked at together: their times apart, in all lanes, fit the processor's nearest memory.
TILE = 256

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_MIX = np.uint64(0x94D049BB133111EB)
_HALF = np.uint64(32)
_LOW_HALF = np.uint64(0xFFFFFFFF)


@compiled
def mixed(state: np.uint64) -> np.uint64:
    """A number whose bits all depend on all bits of the state (splitmix64: Steele et al. 2014)."""
    state = (state ^ (state >> np.uint64(30))) * _FIRST_MIX
    state = (state ^ (state >> np.uint64(27))) * _SECOND_MIX
    return state ^ (state >> np.uint64(31))


@compiled
def shuffle(order: IndexArray, seed: int, replica: int) -> None:
    """Put 0, 1, … into `order` in an order drawn from the stream of this seed and replica."""
    state = mixed(np.uint64(seed) + _STEP) ^ mixed(mixed(np.uint64(replica) + _STEP) + _STEP)
    for place in range(len(order)):
        order[place] = place
    for last in range(len(order) - 1, 0, -1):
        bound = np.uint64(last + 1)
        # Numbers at the very bottom are drawn again: without that some orders come up more often.
        least = ((np.uint64(1) << _HALF) - bound) % bound
        while True:
            state += _STEP
            product = (mixed(state) >> _HALF) * bound
            if (product & _LOW_HALF) >= least:
                break
        chosen = np.int64(product >> _HALF)
        order[last], order[chosen] = order[chosen], order[last]


@compiled
def distance(east: float, north: float, manhattan: bool) -> float:
    """How far apart two places are whose coordinates differ by this much."""
    if manhattan:
        return abs(east) + abs(north)
    return math.sqrt(east * east + north * north)


@compiled
def band_of(value: float, thresholds: FloatArray) -> int:
    """The band that holds the value, or -1."""
    if not value >= thresholds[0]:
        return -1
    for band in range(len(thresholds) - 1):
        if value < thresholds[band + 1]:
            return band
    return -1


@compiled
def _first_at(places: FloatArray, low: int, high: int, least: float) -> int:
    """The first place from `low` to `high` whose x is at least `least`; x rises between them."""
    while low < high:
        middle = (low + high) // 2
        if places[middle, 0] < least:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def walk_near_pairs(
    places: FloatArray,
    strips: IntArray,
    thresholds: FloatArray,
    manhattan: bool,
    free: IntArray,
    pairs: IndexArray,
) -> None:
    """Meet every near pair once: count it in `free`, and write it there when there is room.

    `places` (x and y) are sorted by strip, as wide as the widest distance, and by x within it.
    `strips` has the number of each strip that holds anything and where it starts, and a last row
    where all end: strips that hold nothing are not there, so one stray event costs nothing.
    """
    reach = thresholds[-1]
    for strip in range(len(strips) - 1):
        start, end = strips[strip, 1], strips[strip + 1, 1]
        above, above_end = end, end
        if strip + 2 < len(strips) and strips[strip + 1, 0] == strips[strip, 0] + 1:
            above_end = strips[strip + 2, 1]
        for one in range(start, end):
            for part in range(2):
                other, last = one + 1, end
                if part == 1:
                    other = _first_at(places, above, above_end, places[one, 0] - reach)
                    last = above_end
                while other < last and places[other, 0] - places[one, 0] <= reach:
                    east = places[other, 0] - places[one, 0]
                    north = places[other, 1] - places[one, 1]
                    band = band_of(distance(east, north, manhattan), thresholds)
                    if band >= 0:
                        if len(pairs) > 0:
                            pairs[free[band], 0] = one
                            pairs[free[band], 1] = other
                        free[band] += 1
                    other += 1


def strips_of(places: FloatArray, *, reach: float) -> tuple[IntArray, IntArray]:
    """The order that sorts events for `walk_near_pairs`, and its strips."""
    # The division is exact enough: strips only have to be no narrower than the reach.
    row = np.floor(places[:, 1] / (reach * (1.0 + 1e-9))).astype(np.int64)
    order = np.lexsort((places[:, 0], row))
    numbers, starts = np.unique(row[order], return_index=True)
    strips = np.empty((len(numbers) + 1, 2), np.int64)
    strips[:-1, 0], strips[:-1, 1] = numbers, starts
    strips[-1] = (numbers[-1] + 2, len(row)) if len(row) else (0, 0)
    return order.astype(np.int64), strips


def pairs_by_band(
    places: FloatArray, strips: IntArray, thresholds: FloatArray, *, manhattan: bool
) -> IntArray:
    """How many pairs lie in each band of distance."""
    counts = np.zeros(len(thresholds) - 1, np.int64)
    nobody = np.empty((0, 2), np.int32)
    walk_near_pairs(places, strips, thresholds, manhattan, counts, nobody)
    return counts


def near_pairs(
    places: FloatArray, strips: IntArray, thresholds: FloatArray, *, manhattan: bool
) -> tuple[IndexArray, IntArray]:
    """All pairs within the bands, those of the first band first, and where each band starts."""
    counts = pairs_by_band(places, strips, thresholds, manhattan=manhattan)
    band_starts = np.zeros(len(counts) + 1, np.int64)
    band_starts[1:] = np.cumsum(counts)
    pairs = np.empty((band_starts[-1], 2), np.int32)
    walk_near_pairs(places, strips, thresholds, manhattan, band_starts[:-1].copy(), pairs)
    return pairs, band_starts


@compiled
def counts_by_band(
    pairs: IndexArray, band_starts: IntArray, times: FloatArray, thresholds: FloatArray
) -> IntArray:
    """Pairs in each band of distance (first axis) and of time (second)."""
    counts = np.zeros((len(band_starts) - 1, len(thresholds) - 1), np.int64)
    for space in range(len(band_starts) - 1):
        for pair in range(band_starts[space], band_starts[space + 1]):
            apart = abs(times[pairs[pair, 0]] - times[pairs[pair, 1]])
            band = band_of(apart, thresholds)
            if band >= 0:
                counts[space, band] += 1
    return counts


@compiled_in_parallel
def shuffled_counts(
    pairs: IndexArray,
    band_starts: IntArray,
    times: Times,
    thresholds: Times,
    seed: int,
    replicas: int,
) -> IntArray:
    """`counts_by_band` for `replicas` shuffles of the times among the events.

    `times` and `thresholds` are of one type: 16-bit whole numbers where they fit, which is
    quickest, else floats. Replica r is the same whatever the number of replicas or threads.
    """
    counts = np.zeros((replicas, len(band_starts) - 1, len(thresholds) - 1), np.int64)
    for block in parallel_range((replicas + LANES - 1) // LANES):
        first = block * LANES
        table = _shuffled_times(times, seed, first)
        at_least = _counts_at_least(pairs, band_starts, table, thresholds)
        for lane in range(min(LANES, replicas - first)):
            for space in range(len(band_starts) - 1):
                for band in range(len(thresholds) - 1):
                    counts[first + lane, space, band] = (
                        at_least[space, band, lane] - at_least[space, band + 1, lane]
                    )
    return counts


@compiled
def _shuffled_times(times: Times, seed: int, first: int) -> Times:
    """Times of each event (first axis) in each of the block's replicas (second axis)."""
    table = np.empty((len(times), LANES), times.dtype)
    order = np.empty(len(times), np.int32)
    for lane in range(LANES):
        shuffle(order, seed, first + lane)
        for event in range(len(times)):
            table[event, lane] = times[order[event]]
    return table


@compiled
def _counts_at_least(
    pairs: IndexArray, band_starts: IntArray, table: Times, thresholds: Times
) -> IntArray:
    """Pairs of each band of distance at least as far apart in time as each threshold, by lane."""
    bands = len(band_starts) - 1
    total = np.zeros((bands, len(thresholds), LANES), np.int64)
    # Times apart lie lane by lane, so that counting runs along them eight or more at a time.
    apart = np.empty((LANES, TILE), table.dtype)
    for space in range(bands):
        for start in range(band_starts[space], band_starts[space + 1], TILE):
            width = min(TILE, band_starts[space + 1] - start)
            for place in range(width):
                one = np.int64(pairs[start + place, 0])
                other = np.int64(pairs[start + place, 1])
                for lane in range(LANES):
                    apart[lane, place] = abs(table[one, lane] - table[other, lane])
            for band in range(len(thresholds)):
                threshold = thresholds[band]
                for lane in range(LANES):
                    reached = 0
                    for place in range(width):
                        reached += apart[lane, place] >= threshold
                    total[space, band, lane] += reached
    return total


@compiled
def _pairs_up_to(most: float, least: float, one: float, other: float) -> float:
    """Day pairs of two stretches whose difference is at most `most`; `least` is the smallest one.

    Stretches of `one` and `other` whole days have one x other day pairs, whose differences form a
    trapezium of whole numbers; this is its sum from the left.
    """
    total = 0.0
    for sign, start in ((1.0, 0.0), (-1.0, one), (-1.0, other), (1.0, one + other)):
        steps = most - least + 1.0 - start
        if steps > 0.0:
            total += sign * steps * (steps + 1.0) / 2.0
    return total


@compiled
def share_at_least(first: FloatArray, second: FloatArray, days: float) -> float:
    """Share of the day pairs of two stretches that are at least `days` apart.

    A stretch is its first day and how many days it has; every day of it is as likely.
    """
    if days <= 0.0:
        return 1.0
    least = first[0] - (second[0] + second[1] - 1.0)
    nearer = _pairs_up_to(days - 1.0, least, first[1], second[1])
    nearer -= _pairs_up_to(-days, least, first[1], second[1])
    return 1.0 - nearer / float(first[1] * second[1])


@compiled
def expected_counts(
    pairs: IndexArray,
    band_starts: IntArray,
    stretches: FloatArray,
    thresholds: FloatArray,
    order: IndexArray,
) -> FloatArray:
    """Expected pairs in each band when times are only known to lie in stretches of whole days.

    Event k has the stretch in row `order[k]`; thresholds are whole days.
    """
    counts = np.zeros((len(band_starts) - 1, len(thresholds) - 1))
    for space in range(len(band_starts) - 1):
        for pair in range(band_starts[space], band_starts[space + 1]):
            one = stretches[order[pairs[pair, 0]]]
            other = stretches[order[pairs[pair, 1]]]
            further = share_at_least(one, other, thresholds[0])
            for band in range(len(thresholds) - 1):
                if further <= 0.0:
                    break
                here, further = further, share_at_least(one, other, thresholds[band + 1])
                counts[space, band] += here - further
    return counts


@compiled_in_parallel
def shuffled_expected_counts(
    pairs: IndexArray,
    band_starts: IntArray,
    stretches: FloatArray,
    thresholds: FloatArray,
    seed: int,
    replicas: int,
) -> FloatArray:
    """`expected_counts` for `replicas` shuffles of the stretches among the events."""
    counts = np.empty((replicas, len(band_starts) - 1, len(thresholds) - 1))
    for replica in parallel_range(replicas):
        order = np.empty(len(stretches), np.int32)
        shuffle(order, seed, replica)
        counts[replica] = expected_counts(pairs, band_starts, stretches, thresholds, order)
    return counts


@compiled
def mantel_sum(
    places: FloatArray, times: FloatArray, order: IndexArray, constants: FloatArray
) -> float:
    """Sum over pairs of 1 / (metres + first constant) x 1 / (days + second constant)."""
    total = 0.0
    for one in range(1, len(places)):
        row = 0.0
        for other in range(one):
            apart = distance(
                places[one, 0] - places[other, 0], places[one, 1] - places[other, 1], False
            )
            days = abs(times[order[one]] - times[order[other]])
            row += 1.0 / ((apart + constants[0]) * (days + constants[1]))
        total += row
    return total


@compiled_in_parallel
def shuffled_mantel_sums(
    places: FloatArray, times: FloatArray, constants: FloatArray, seed: int, replicas: int
) -> FloatArray:
    """`mantel_sum` for `replicas` shuffles of the times among the events."""
    sums = np.empty(replicas)
    for replica in parallel_range(replicas):
        order = np.empty(len(times), np.int32)
        shuffle(order, seed, replica)
        sums[replica] = mantel_sum(places, times, order, constants)
    return sums
