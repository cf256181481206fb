"""Windows in space as steps: each step adds one place to a window that came before it.

A circle grows by its next nearest place, so all circles round one centre are one chain of steps.
Connected windows form a tree: a step names the depth it hangs from. Either way the counts of a
window are those of the one before plus one place, and each is looked at once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import (
    compiled_in_parallel,
    compiled_in_turns,
    compiled_part,
    in_turns,
    parallel_range,
)

FloatArray = NDArray[np.float64]
Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Distances worked on at once. Memory depends on it; answers do not.
CELLS_AT_ONCE = 4_000_000


class Steps(NamedTuple):
    """Steps of all centres, one after another; centre c has those from start[c] to start[c+1].

    `place` is what the step adds, `row_from` the row of the working table it adds to (-1: an empty
    window) and `row_to` the row it writes. `whole` says whether the result is a window to look
    at: within a group of equally distant places only the last step is. `rows` is the number of
    rows in the working table.
    """

    start: Int64Array
    place: Int32Array
    row_from: Int32Array
    row_to: Int32Array
    whole: BoolArray
    rows: int


@compiled_part
def _circle(
    order: Int64Array, distance: FloatArray, weight: FloatArray, limits: tuple[float, float]
) -> int:
    """How many places the largest circle allowed holds. `order` is that of the distances.

    Where a smaller circle ends, the position is struck out in `order`: place p becomes -1 - p.
    """
    most_weight, most_distance = limits
    # Distances within a billionth are the same distance: rounding must not split a tie.
    slack = 1e-9
    total, position = 0.0, 0
    while position < len(order):
        reach = distance[order[position]]
        end, group = position, 0.0
        while end < len(order) and distance[order[end]] <= reach * (1.0 + slack):
            group += weight[order[end]]
            end += 1
        if reach > most_distance * (1.0 + slack) or total + group > most_weight * (1.0 + slack):
            break
        total += group
        order[end - 1] = -1 - order[end - 1]
        position = end
    return position


@compiled_part
def _fill_distances(centres: FloatArray, here: int, distance: FloatArray) -> None:
    """Straight-line distance of every place from one.

    Written where it belongs: numba compiles a row that is assigned whole for 3 s, most of it the
    words of an error.
    """
    places, axes = centres.shape
    for place in range(places):
        squared = 0.0
        for axis in range(axes):
            apart = centres[place, axis] - centres[here, axis]
            squared += apart * apart
        distance[place] = np.sqrt(squared)


@compiled_in_turns
def _mark_circles(
    first: int,
    last: int,
    order: Int64Array,
    distance: FloatArray,
    weight: FloatArray,
    how: tuple[tuple[float, float], Int64Array],
) -> None:
    """The circles of the centres from `first` to `last`; their sizes go to the end of `how`."""
    limits, sizes = how
    for here in range(first, last):
        sizes[here] = _circle(order[here], distance[here], weight, limits)


@compiled_in_turns
def _measure(first: int, last: int, centres: FloatArray, begin: int, distance: FloatArray) -> None:
    """The distances of all places from those numbered `begin` on: the turns `first` to `last`."""
    for here in range(first, last):
        _fill_distances(centres, begin + here, distance[here])


@in_turns
def _sort(first: int, last: int, order: Int64Array) -> None:
    """The rows from `first` to `last`, each by itself."""
    order[first:last].sort(axis=1)


def circles(
    centres: FloatArray, weight: FloatArray, *, most_weight: float, most_distance: float
) -> Steps:
    """Circles round each place, growing by the next nearest place up to the limits.

    `centres` is places × 2 (or 3), `weight` what counts towards `most_weight`. Places at the same
    distance join together, so the answer does not depend on the order of places (Kulldorff 1997).
    """
    at_once = max(CELLS_AT_ONCE // len(centres), 1)
    numbers = np.arange(len(centres))
    last_bits = np.int64((1 << int(numbers[-1]).bit_length()) - 1)
    sizes = np.zeros(len(centres), dtype=np.int64)
    found = []
    for first in range(0, len(centres), at_once):
        some = slice(first, first + at_once)
        distance = np.empty((len(sizes[some]), len(centres)))
        _measure(len(distance), centres, first, distance)
        # The bits of a distance sort as it does. Its last ones, far below what makes a tie, give
        # room for the number of the place: then one sort of whole numbers gives the order.
        order = distance.view(np.int64) & ~last_bits | numbers
        _sort(len(order), order)
        order &= last_bits
        limits = (float(most_weight), float(most_distance))
        _mark_circles(len(order), order, distance, weight, (limits, sizes[some]))
        found.append(order[numbers < sizes[some, np.newaxis]])
    struck = np.concatenate(found)
    whole = struck < 0
    place = np.where(whole, -1 - struck, struck).astype(np.int32)
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    row_to = np.zeros(len(place), dtype=np.int32)
    row_from = np.zeros(len(place), dtype=np.int32)
    row_from[start[:-1][sizes > 0]] = -1
    return Steps(start, place, row_from, row_to, whole, 1)


class Tree(NamedTuple):
    """The places near one start, as bits: which are linked, what they weigh, how much is allowed.

    Bit 0 is the start itself.
    """

    near: Int32Array
    linked: Int64Array
    weight: FloatArray
    most_weight: float


@compiled_part
def near_links(near: Int32Array, bound: Int64Array, neighbour: Int32Array) -> Int64Array:
    """Links among some places only, each place's as bits of one number."""
    linked = np.zeros(len(near), dtype=np.int64)
    for one in range(len(near)):
        for at in range(bound[near[one]], bound[near[one] + 1]):
            for other in range(len(near)):
                if near[other] == neighbour[at]:
                    linked[one] |= np.int64(1) << other
    return linked


@compiled_part
def _near_tree(
    near: Int32Array, bound: Int64Array, neighbour: Int32Array, weight: FloatArray, most: float
) -> Tree:
    """The places near one start with the links among them."""
    return Tree(near, near_links(near, bound, neighbour), weight[near], most)


@compiled_part
def _walk_connected(
    tree: Tree, place: Int32Array, row_from: Int32Array, row_to: Int32Array, offset: int
) -> int:
    """Write the steps of every connected set with the start in it, each set once; their number.

    A set's last place is struck from what its later brothers may add, so no set comes twice. With
    empty arrays nothing is written and the steps are only counted.
    """
    size = len(tree.near)
    if size == 0 or tree.weight[0] > tree.most_weight * (1.0 + 1e-9):
        return 0
    may_add = np.zeros(size + 1, dtype=np.int64)
    seen = np.zeros(size + 1, dtype=np.int64)
    total = np.zeros(size + 1)
    may_add[0], seen[0] = 1, 1
    depth, count, writes = 0, 0, len(place) > 0
    while depth >= 0:
        if may_add[depth] == 0:
            depth -= 1
            continue
        lowest = 0
        while (may_add[depth] >> lowest) & 1 == 0:
            lowest += 1
        may_add[depth] &= ~(np.int64(1) << lowest)
        weight = total[depth] + tree.weight[lowest]
        if weight > tree.most_weight * (1.0 + 1e-9):
            continue
        if writes:
            place[offset + count] = tree.near[lowest]
            row_from[offset + count] = depth - 1
            row_to[offset + count] = depth
        count += 1
        fresh = tree.linked[lowest] & ~seen[depth]
        may_add[depth + 1] = may_add[depth] | fresh
        seen[depth + 1] = seen[depth] | fresh
        total[depth + 1] = weight
        depth += 1
    return count


@compiled_in_parallel
def _connected_sizes(
    near: Int32Array, bound: Int64Array, neighbour: Int32Array, weight: FloatArray, most: float
) -> Int64Array:
    """How many connected windows each place starts. Rows of `near` end with -1 where short."""
    sizes = np.zeros(len(near), dtype=np.int64)
    nothing = np.empty(0, dtype=np.int32)
    for here in parallel_range(len(near)):
        tree = _near_tree(near[here][near[here] >= 0], bound, neighbour, weight, most)
        sizes[here] = _walk_connected(tree, nothing, nothing, nothing, 0)
    return sizes


@compiled_in_parallel
def _fill_connected(
    near: Int32Array,
    links: tuple[Int64Array, Int32Array],
    weight: FloatArray,
    most: float,
    start: Int64Array,
) -> tuple[Int32Array, Int32Array, Int32Array]:
    """The connected windows of every place, written where `start` says."""
    place = np.empty(start[-1], dtype=np.int32)
    row_from = np.empty(start[-1], dtype=np.int32)
    row_to = np.empty(start[-1], dtype=np.int32)
    for here in parallel_range(len(near)):
        tree = _near_tree(near[here][near[here] >= 0], links[0], links[1], weight, most)
        _walk_connected(tree, place, row_from, row_to, start[here])
    return place, row_from, row_to


@compiled_in_parallel
def nearest(centres: FloatArray, among: int, most_distance: float) -> Int32Array:
    """The nearest places of each, itself first; -1 where there are fewer.

    Places at the same distance come in together or, where they would be too many, not at all.
    """
    places = len(centres)
    near = np.full((places, among), -1, dtype=np.int32)
    for here in parallel_range(places):
        distance = np.empty(places)
        _fill_distances(centres, here, distance)
        distance[here] = -1.0
        order = np.argsort(distance, kind="mergesort")
        kept = 0
        while kept < places:
            reach = distance[order[kept]]
            end = kept
            while end < places and distance[order[end]] <= reach + abs(reach) * 1e-9:
                end += 1
            if end > among or reach > most_distance * (1.0 + 1e-9):
                break
            for at in range(kept, end):
                near[here, at] = order[at]
            kept = end
    return near


@compiled_in_parallel
def nearest_by_steps(bound: Int64Array, neighbour: Int32Array, among: int) -> Int32Array:
    """As `nearest`, where only links are known: nearness is the fewest links between places."""
    places = len(bound) - 1
    near = np.full((places, among), -1, dtype=np.int32)
    for here in parallel_range(places):
        seen = np.zeros(places, dtype=np.bool_)
        seen[here] = True
        queue = np.empty(places, dtype=np.int32)
        queue[0] = here
        first, end = 0, 1
        # One turn for each ring of places that are equally many links away.
        while first < end <= among:
            ring_end = end
            for at in range(first, ring_end):
                near[here, at] = queue[at]
                for link in range(bound[queue[at]], bound[queue[at] + 1]):
                    other = neighbour[link]
                    if not seen[other]:
                        seen[other] = True
                        queue[end] = other
                        end += 1
            first = ring_end
    return near


def connected(
    near: Int32Array,
    links: tuple[Int64Array, Int32Array],
    weight: FloatArray,
    *,
    most_weight: float,
) -> Steps:
    """Every connected set of places that holds its start and lies among the start's nearest.

    The flexible scan of Tango & Takahashi (2005, section 2). `links` are bounds and neighbours,
    `near` comes from `nearest`. The number of sets doubles with each place in `near`.
    """
    sizes = _connected_sizes(near, links[0], links[1], weight, most_weight)
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    if start[-1] == 0:
        none = np.empty(0, dtype=np.int32)
        return Steps(start, none, none, none, np.empty(0, dtype=np.bool_), near.shape[1])
    place, row_from, row_to = _fill_connected(near, links, weight, most_weight, start)
    whole = np.ones(len(place), dtype=np.bool_)
    return Steps(start, place, row_from, row_to, whole, near.shape[1])
