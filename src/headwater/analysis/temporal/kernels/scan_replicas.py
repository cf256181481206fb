"""Counts as chance would have them, many replicas side by side.

Replica r draws from a stream of its own that depends on the seed and r alone, so neither threads
nor the number of replicas drawn at once change any of them. Replicas lie in lanes: the last axis
of every table holds `LANES` of them, next to each other in memory.

Time runs backwards here: plane d of a table holds the cases of the last d + 1 periods together.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled, compiled_in_turns, compiled_part

FloatArray = NDArray[np.float64]
Float32Array = NDArray[np.float32]
Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]
UInt64Array = NDArray[np.uint64]

LANES = 128

# The increments and multipliers of SplitMix64 (Steele, Lea & Flood 2014).
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST_MIX = np.uint64(0xBF58476D1CE4E5B9)
SECOND_MIX = np.uint64(0x94D049BB133111EB)
SHIFT_30, SHIFT_27, SHIFT_31, SHIFT_11 = (np.uint64(bits) for bits in (30, 27, 31, 11))
UNIT = 2.0**-53


class Draws(NamedTuple):
    """Which replicas to draw: the seed, the number of the first, and how many."""

    seed: int
    first: int
    number: int


class Multinomial(NamedTuple):
    """Cases thrown over cells, with the tables that make one throw one look-up.

    Cells are places × planes, place by place; `keep` and `alias` are Walker's tables (1977).
    `inside` says how probable it is that at most so many of all cases fall in the cells at all;
    its first entry belongs to `inside_from` cases.
    """

    keep: FloatArray
    alias: Int32Array
    inside: FloatArray
    inside_from: int
    planes: int


class Shuffle(NamedTuple):
    """Cases whose periods change hands: the place of each case and the cases of each plane."""

    place: Int32Array
    in_plane: Int64Array
    places: int


@compiled_part
def _mixed(state: np.uint64) -> np.uint64:
    z = (state ^ (state >> SHIFT_30)) * FIRST_MIX
    z = (z ^ (z >> SHIFT_27)) * SECOND_MIX
    return z ^ (z >> SHIFT_31)


@compiled_part
def _stream(seed: int, replica: int) -> np.uint64:
    """Where the stream of one replica begins."""
    return _mixed(_mixed(np.uint64(seed) + GOLDEN) ^ _mixed(np.uint64(replica) * GOLDEN + GOLDEN))


@compiled_part
def _unit(state: np.uint64) -> float:
    """The number in [0, 1) that belongs to a state of the stream."""
    return np.float64(_mixed(state) >> SHIFT_11) * UNIT


@compiled
def alias_tables(weight: FloatArray) -> tuple[FloatArray, Int32Array]:
    """Walker's tables for drawing a cell with a chance in proportion to its weight (1977)."""
    cells = len(weight)
    keep = weight * (cells / weight.sum())
    alias = np.arange(cells).astype(np.int32)
    small = np.empty(cells, dtype=np.int32)
    large = np.empty(cells, dtype=np.int32)
    smalls, larges = 0, 0
    for cell in range(cells):
        if keep[cell] < 1.0:
            small[smalls] = cell
            smalls += 1
        else:
            large[larges] = cell
            larges += 1
    while smalls > 0 and larges > 0:
        smalls -= 1
        low, high = small[smalls], large[larges - 1]
        alias[low] = high
        keep[high] -= 1.0 - keep[low]
        if keep[high] < 1.0:
            larges -= 1
            small[smalls] = high
            smalls += 1
    # What is left over is 1 but for rounding; an impossible cell must stay impossible.
    for left in range(smalls):
        keep[small[left]] = 1.0 if weight[small[left]] > 0.0 else 0.0
        if weight[small[left]] <= 0.0:
            alias[small[left]] = np.argmax(weight)
    for left in range(larges):
        keep[large[left]] = 1.0
    return keep, alias


@compiled_part
def _throw(how: Multinomial, state: np.uint64, table: Float32Array, lane: int) -> None:
    """One replica's cases into one lane of a block."""
    state += GOLDEN
    inside = how.inside_from + np.searchsorted(how.inside, _unit(state), side="right")
    cells, planes = len(how.keep), how.planes
    for _ in range(inside):
        state += GOLDEN
        spot = _unit(state) * cells
        cell = int(spot)
        if spot - cell >= how.keep[cell]:
            cell = how.alias[cell]
        table[cell // planes, cell % planes, lane] += np.float32(1.0)


@compiled_part
def _add_up(table: Float32Array) -> None:
    """Cases of one plane into cases of that plane and all later periods."""
    places, planes, lanes = table.shape
    for place in range(places):
        for plane in range(1, planes):
            for lane in range(lanes):
                table[place, plane, lane] += table[place, plane - 1, lane]


@compiled_in_turns
def _throw_blocks(
    first: int, last: int, how: Multinomial, draws: Draws, table: Float32Array
) -> None:
    """The blocks from `first` to `last` of the Poisson model."""
    for block in range(first, last):
        for lane in range(min(LANES, draws.number - block * LANES)):
            replica = draws.first + block * LANES + lane
            _throw(how, _stream(draws.seed, replica), table[block], lane)
        _add_up(table[block])


def thrown(how: Multinomial, draws: Draws) -> Float32Array:
    """Replicas of the Poisson model, given the number of cases: blocks × places × planes × lanes.

    Cases before the planes are counted by one binomial draw and not placed.
    """
    table = _empty_blocks(draws, len(how.keep) // how.planes, how.planes)
    _throw_blocks(len(table), how, draws, table)
    return table


def _empty_blocks(draws: Draws, places: int, planes: int) -> Float32Array:
    """Room for replicas, with nothing in it."""
    return np.zeros((-(-draws.number // LANES), places, planes, LANES), dtype=np.float32)


@compiled_in_turns
def _shuffle_blocks(first: int, last: int, how: Shuffle, draws: Draws, table: Float32Array) -> None:
    """The blocks from `first` to `last` of the permutation model."""
    planes, cases = len(how.in_plane), len(how.place)
    deck = np.empty(cases, dtype=np.int32)
    for block in range(first, last):
        for lane in range(min(LANES, draws.number - block * LANES)):
            state = _stream(draws.seed, draws.first + block * LANES + lane)
            for case in range(cases):
                deck[case] = how.place[case]
            dealt = 0
            for plane in range(planes):
                for _ in range(how.in_plane[plane]):
                    state += GOLDEN
                    pick = dealt + int(_unit(state) * (cases - dealt))
                    place = deck[pick]
                    deck[pick] = deck[dealt]
                    dealt += 1
                    table[block, place, plane, lane] += np.float32(1.0)
        _add_up(table[block])


def shuffled(how: Shuffle, draws: Draws) -> Float32Array:
    """Replicas of the permutation model: blocks × places × planes × lanes.

    Places are dealt to the cases of the last period first, then of the one before, and so on
    (Fisher & Yates), and the dealing stops where the planes end.
    """
    table = _empty_blocks(draws, how.places, len(how.in_plane))
    _shuffle_blocks(len(table), how, draws, table)
    return table


@compiled
def in_lanes(cells: FloatArray) -> Float32Array:
    """Replicas × places × planes, drawn elsewhere, as blocks with planes added up."""
    replicas, places, planes = cells.shape
    blocks = (replicas + LANES - 1) // LANES
    table = np.zeros((blocks, places, planes, LANES), dtype=np.float32)
    for replica in range(replicas):
        for place in range(places):
            total = 0.0
            for plane in range(planes):
                total += cells[replica, place, plane]
                table[replica // LANES, place, plane, replica % LANES] = total
    return table


def at_risk_draws(people: Int64Array, cases: int, draws: Draws) -> FloatArray:
    """Replicas of the Bernoulli model: who of those at risk is a case, without replacement.

    `people` by cell; the answer is replicas × cells.
    """
    return np.stack(
        [
            _own_generator(draws.seed, draws.first + turn).multivariate_hypergeometric(
                people, cases, method="marginals"
            )
            for turn in range(draws.number)
        ]
    ).astype(np.float64)


def scattered_draws(mean: FloatArray, dispersion: float, draws: Draws) -> FloatArray:
    """Replicas of the negative-binomial model, each cell by itself: replicas × cells."""
    chance = dispersion / (dispersion + mean)
    return np.stack(
        [
            _own_generator(draws.seed, draws.first + turn).negative_binomial(dispersion, chance)
            for turn in range(draws.number)
        ]
    ).astype(np.float64)


def _own_generator(seed: int, replica: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, replica])))


def inside_table(cases: int, share: float) -> tuple[FloatArray, int]:
    """The binomial distribution of the cases that fall in the cells, far enough into its tails."""
    from scipy.special import bdtr

    spread = 12.0 * math.sqrt(cases * share * (1.0 - share)) + 30.0
    low = max(int(cases * share - spread), 0)
    high = min(int(cases * share + spread), cases)
    at_most = bdtr(np.arange(low, high + 1, dtype=np.float64), cases, min(share, 1.0))
    at_most[-1] = 1.0
    return at_most, low
