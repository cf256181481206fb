"""Connected windows of places that are each unusual by themselves: the restricted flexible scan.

A place is let into a window only where its own count in that stretch of time has a mid-p below a
limit. Few places pass by chance, so few sets are left to look at, and windows may have any shape.
Which places pass depends on the counts, so every replica makes a search of its own.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.temporal.kernels.scan_maxima import (
    Best,
    Float32Array,
    Spans,
    bound_line,
    limit_of,
)
from headwater.analysis.temporal.kernels.scan_statistics import Chance, Lines, statistic
from headwater.analysis.temporal.kernels.scan_windows import Steps, near_links
from headwater.core.compiled import compiled, compiled_in_turns

FloatArray = NDArray[np.float64]
Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]

# Sets looked at from one start in one stretch of time. Chance alone never makes so many; a whole
# town in uproar would, and then the first so many say enough.
MOST_SETS = 20_000


class Restricted(NamedTuple):
    """All that such a search needs besides the counts.

    `near` is places × nearest (-1 where short), `linked` says as bits which of them each of them
    touches. `weight` counts towards `most_weight`. `expected` and `least`, the fewest cases with
    which a place may join, are places × spans.
    """

    near: Int32Array
    linked: Int64Array
    weight: FloatArray
    most_weight: float
    expected: FloatArray
    least: FloatArray


class Stack(NamedTuple):
    """The sets on the way to the one at hand, by depth.

    Rows of `bits`: what may be added, what was seen, the places. Rows of `sums`: cases, expected
    cases, weight. Depth d holds a set of d places.
    """

    bits: Int64Array
    sums: FloatArray


@compiled_in_turns
def _fill_links(
    first: int,
    last: int,
    near: Int32Array,
    links: tuple[Int64Array, Int32Array],
    linked: Int64Array,
) -> None:
    """The links among the nearest places of the starts from `first` to `last`."""
    for here in range(first, last):
        number = 0
        while number < near.shape[1] and near[here, number] >= 0:
            number += 1
        among = near_links(near[here, :number], links[0], links[1])
        for at in range(number):
            linked[here, at] = among[at]


def links_among(near: Int32Array, bound: Int64Array, neighbour: Int32Array) -> Int64Array:
    """For every start, which of its nearest places touch which of them, as bits."""
    linked = np.zeros(near.shape, dtype=np.int64)
    _fill_links(len(near), near, (bound, neighbour), linked)
    return linked


@compiled
def _inside_spans(counts: Float32Array | FloatArray, spans: Spans, inside: FloatArray) -> None:
    """Write what falls in each span, by place."""
    for place in range(inside.shape[0]):
        for span in range(inside.shape[1]):
            less = spans.less[span]
            before = counts[place, less] if less >= 0 else counts[place, 0] * 0
            inside[place, span] = counts[place, spans.upto[span]] - before


@compiled
def _allowed(how: Restricted, inside: FloatArray, centre: int, span: int) -> np.int64:
    """Which of the places near a start are unusual by themselves, as bits; 0 if it is not."""
    bits = np.int64(0)
    if inside[centre, span] < how.least[centre, span]:
        return bits
    for at in range(how.near.shape[1]):
        place = how.near[centre, at]
        if place >= 0 and inside[place, span] >= how.least[place, span]:
            bits |= np.int64(1) << at
    return bits


@compiled
def _stack(how: Restricted) -> Stack:
    depths = how.near.shape[1] + 1
    return Stack(np.zeros((3, depths), dtype=np.int64), np.zeros((3, depths)))


@compiled
def _strongest_set(
    how: Restricted,
    where: tuple[FloatArray, int, int, np.int64],
    chances: tuple[Chance, Lines],
    stack: Stack,
    best: tuple[float, int],
) -> tuple[float, int, int]:
    """The strongest allowed connected set with the start in it, as bits, and how many there are.

    As in `scan_windows`, a set's last place is struck from what its later brothers may add, so
    that no set comes twice. At most `MOST_SETS` are looked at, those of the nearest places first.
    `best` is what was found before.
    """
    inside, centre, span, allowed = where
    chance, lines = chances
    value, found = best
    limit = limit_of(chance, value)
    may_add, seen, places = stack.bits
    cases, usual, weight = stack.sums
    may_add[0], seen[0] = 1, 1
    depth, windows = 0, 0
    while depth >= 0 and windows < MOST_SETS:
        if may_add[depth] == 0:
            depth -= 1
            continue
        lowest = 0
        while (may_add[depth] >> lowest) & 1 == 0:
            lowest += 1
        bit = np.int64(1) << lowest
        may_add[depth] &= ~bit
        place, more = how.near[centre, lowest], depth + 1
        weight[more] = weight[depth] + how.weight[place]
        if weight[more] > how.most_weight * (1.0 + 1e-9):
            continue
        cases[more] = cases[depth] + inside[place, span]
        usual[more] = usual[depth] + how.expected[place, span]
        places[more] = places[depth] | bit
        windows += 1
        slope, base = bound_line(chance, lines, usual[more])
        if slope * cases[more] + base >= limit:
            strength = statistic(chance, cases[more], usual[more])
            if strength > value:
                value, found = strength, places[more]
                limit = limit_of(chance, value)
        fresh = how.linked[centre, lowest] & allowed & ~seen[depth]
        may_add[more] = may_add[depth] | fresh
        seen[more] = seen[depth] | fresh
        depth = more
    return value, found, windows


class FoundSets(NamedTuple):
    """Of each start and span the strongest set's value and places as bits; sets looked at."""

    value: FloatArray
    places: Int64Array
    windows: Int64Array


@compiled_in_turns
def _fill_strongest(
    first: int,
    last: int,
    how: Restricted,
    inside: FloatArray,
    chances: tuple[Chance, Lines],
    found: FoundSets,
) -> None:
    """The strongest sets of the starts from `first` to `last`."""
    stack = _stack(how)
    for centre in range(first, last):
        for span in range(inside.shape[1]):
            allowed = _allowed(how, inside, centre, span)
            if allowed:
                where = (inside, centre, span, allowed)
                one = _strongest_set(how, where, chances, stack, (0.0, 0))
                found.value[centre, span], found.places[centre, span] = one[0], one[1]
                found.windows[centre, span] = one[2]


def strongest_restricted(
    how: Restricted, counts: FloatArray, spans: Spans, chance: Chance, lines: Lines
) -> FoundSets:
    """The strongest set of each start and span, and how many sets there were."""
    shape = how.expected.shape
    found = FoundSets(
        np.zeros(shape), np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    )
    inside = np.empty(shape)
    _inside_spans(counts, spans, inside)
    _fill_strongest(shape[0], how, inside, (chance, lines), found)
    return found


@compiled_in_turns
def _fill_maxima(
    first: int,
    last: int,
    how: Restricted,
    tables: Float32Array,
    by: tuple[Spans, Chance, Lines],
    maxima: FloatArray,
) -> None:
    """The maxima of the replicas from `first` to `last`, counted through blocks and lanes."""
    spans, chance, lines = by
    places, lanes = how.expected.shape[0], maxima.shape[1]
    stack = _stack(how)
    inside = np.empty(how.expected.shape)
    for replica in range(first, last):
        block, lane = replica // lanes, replica % lanes
        _inside_spans(tables[block, :, :, lane], spans, inside)
        value = 0.0
        for span in range(len(spans.upto)):
            for centre in range(places):
                allowed = _allowed(how, inside, centre, span)
                if allowed:
                    where = (inside, centre, span, allowed)
                    value = _strongest_set(how, where, (chance, lines), stack, (value, 0))[0]
        maxima[block, lane] = value


def restricted_maxima(
    how: Restricted, tables: Float32Array, spans: Spans, chance: Chance, lines: Lines
) -> FloatArray:
    """The strongest set anywhere of each replica: blocks × lanes."""
    maxima = np.zeros((len(tables), tables.shape[3]))
    _fill_maxima(maxima.size, how, tables, (spans, chance, lines), maxima)
    return maxima


@compiled
def as_steps(near: Int32Array, value: FloatArray, found: Int64Array) -> tuple[Steps, Best]:
    """The sets that were found as chains of steps, so that all windows are read the same way."""
    centres, spans = value.shape
    number = 0
    for centre in range(centres):
        for span in range(spans):
            for at in range(near.shape[1]):
                number += (found[centre, span] >> at) & 1
    start = np.zeros(centres + 1, dtype=np.int64)
    place = np.empty(number, dtype=np.int32)
    row_to = np.empty(number, dtype=np.int32)
    whole = np.zeros(number, dtype=np.bool_)
    at_step = np.full((centres, spans), -1)
    step = 0
    for centre in range(centres):
        for span in range(spans):
            depth = 0
            for at in range(near.shape[1]):
                if (found[centre, span] >> at) & 1:
                    place[step], row_to[step] = near[centre, at], depth
                    depth += 1
                    step += 1
            if depth:
                whole[step - 1] = True
                at_step[centre, span] = step - 1
        start[centre + 1] = step
    steps = Steps(start, place, row_to - np.int32(1), row_to, whole, near.shape[1] + 1)
    return steps, Best(value, at_step)


def fewest_to_join(expected: FloatArray, below: float) -> FloatArray:
    """The fewest cases n for which P(N > n) + P(N = n)/2 is below a limit, N Poisson.

    Tango (2008, section 2); Tango & Takahashi (2012, section 2.2), who take the limit 0.2.

    >>> fewest_to_join(np.array([0.0, 0.5, 3.0, 20.0]), 0.2).tolist()
    [1.0, 2.0, 5.0, 24.0]
    """
    from scipy.special import pdtr

    return _fewest(expected, expected, lambda count: pdtr(count, expected), below)


def fewest_to_join_at_risk(people: FloatArray, share: float, below: float) -> FloatArray:
    """As `fewest_to_join`, where each of some people is a case with the same chance.

    >>> fewest_to_join_at_risk(np.array([0.0, 10.0]), 0.1, 0.2).tolist()
    [1.0, 2.0]
    """
    from scipy.special import betainc

    mean = people * share

    def at_most(count: FloatArray) -> FloatArray:
        beyond = np.maximum(people - count, 1.0)
        return np.where(count < people, betainc(beyond, count + 1.0, 1.0 - share), 1.0)

    return _fewest(mean, mean * (1.0 - share), at_most, below)


def _fewest(
    mean: FloatArray,
    variance: FloatArray,
    at_most: Callable[[FloatArray], FloatArray],
    below: float,
) -> FloatArray:
    """From where a normal count would have it, a step at a time."""
    from scipy.special import ndtri

    def mid_p(count: FloatArray) -> FloatArray:
        before = np.where(count < 1.0, 0.0, at_most(np.maximum(count - 1.0, 0.0)))
        return 1.0 - (at_most(count) + before) / 2.0

    fewest = np.maximum(np.floor(mean + ndtri(1.0 - below) * np.sqrt(variance)), 0.0)
    while True:
        too_few = mid_p(fewest) >= below
        too_many = (fewest > 0.0) & (mid_p(np.maximum(fewest - 1.0, 0.0)) < below)
        if not (too_few | too_many).any():
            return fewest
        fewest = fewest + too_few - too_many


def fewest_if_normal(expected: FloatArray, below: float) -> FloatArray:
    """As `fewest_to_join`, for a sum whose variance is its mean and that is close to normal."""
    from scipy.special import ndtri

    return np.asarray(expected + ndtri(1.0 - below) * np.sqrt(expected) + 1e-9)
