"""The strongest window of every centre, and of every replica, over all windows of a scan.

Replicas ride in lanes: one step adds one place to 16 or 32 replicas at once. A bound that is one
product and one sum (see `scan_statistics`) is kept for a stretch of steps; only where it beats a
replica's strongest window so far is that stretch walked again with logarithms.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.temporal.kernels.scan_statistics import (
    MOST_ROOT,
    SCALE,
    SCORE,
    Chance,
    Lines,
    entry_of,
    score_line,
    statistic,
    whole_lines,
)
from headwater.analysis.temporal.kernels.scan_windows import Steps
from headwater.core.compiled import compiled, compiled_in_turns, compiled_part

FloatArray = NDArray[np.float64]
Float32Array = NDArray[np.float32]
Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Counts = NDArray[np.int8] | Float32Array
Sums = NDArray[np.int16] | Float32Array
Number = float | np.int16 | np.float32

STRETCH = 64
LEAST = -32768
LEAP_FROM, MOST_LEAP = 8, 16


class Spans(NamedTuple):
    """Stretches of time: the planes up to `upto`, less those up to `less` (-1: less nothing)."""

    upto: Int32Array
    less: Int32Array


class Bounds(NamedTuple):
    """Of some centres' steps × spans: the expected count and the line that bounds the statistic.

    The bound is slope x count + base, where counts below `lowest` and above `highest` are taken as
    those, in units of 1/`scale`; `line` holds these four. The windows of `centre[i]` have the rows
    from `offset[i]` to `offset[i + 1]`.
    """

    expected: FloatArray
    line: Sums
    scale: float
    centre: Int64Array
    offset: Int64Array


class Packed(NamedTuple):
    """Counts of replicas, blocks × places × (planes × lanes), and a number of the kind for sums.

    Small whole counts go in small whole numbers: more lanes ride in one register.
    """

    counts: Counts
    zero: Sums


class Tables(NamedTuple):
    """Counts and expected counts, places × planes, both added up."""

    counts: FloatArray
    expected: FloatArray


class Best(NamedTuple):
    """The strongest window of each centre and span (centres × spans); 0 and step -1 where none."""

    value: FloatArray
    step: Int64Array


@compiled_part
def _advance(rows: FloatArray, counts: FloatArray, steps: Steps, step: int) -> None:
    """One step of one series: the row it comes from, plus the place it adds."""
    row_from, row_to, place = steps.row_from[step], steps.row_to[step], steps.place[step]
    for plane in range(rows.shape[1]):
        before = rows[row_from, plane] if row_from >= 0 else 0.0
        rows[row_to, plane] = before + counts[place, plane]


@compiled_part
def _inside(row: FloatArray, spans: Spans, span: int) -> float:
    """What falls in one span."""
    less = spans.less[span]
    before = row[less] if less >= 0 else 0.0
    return float(row[spans.upto[span]] - before)


@compiled_part
def bound_line(chance: Chance, lines: Lines, expected: float) -> tuple[float, float]:
    """Slope and base of the bound for one window."""
    if chance.model == SCORE:
        return score_line(expected)
    entry = entry_of(expected)
    return lines.slope[entry], lines.base[entry]


@compiled_in_turns
def _fill_bounds(
    first: int,
    last: int,
    steps: Steps,
    expected: FloatArray,
    by: tuple[Spans, Chance, Sums],
    filled: Bounds,
) -> None:
    """The bounds of the centres from `first` to `last`."""
    spans, chance, lines = by
    for turn in range(first, last):
        centre = filled.centre[turn]
        rows = np.zeros((steps.rows, expected.shape[1]))
        at = filled.offset[turn]
        for step in range(steps.start[centre], steps.start[centre + 1]):
            _advance(rows, expected, steps, step)
            row = rows[steps.row_to[step]]
            for span in range(len(spans.upto)):
                usual = _inside(row, spans, span)
                filled.expected[at, span] = usual
                entry = 0 if chance.model == SCORE else entry_of(usual)
                for part in range(4):
                    filled.line[at, span, part] = lines[entry, part]
                if chance.model == SCORE:
                    slope, base = score_line(usual)
                    filled.line[at, span, 0], filled.line[at, span, 1] = slope, base
            at += 1


def bounds(
    steps: Steps,
    centres: Int64Array,
    expected: FloatArray,
    spans: Spans,
    chance: Chance,
    lines: Sums,
) -> Bounds:
    """Expected counts and lines of the given centres' windows.

    `expected` is places × planes, added up like the counts; `lines` comes from `lines_in`.
    """
    sizes = steps.start[centres + 1] - steps.start[centres]
    offset = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    shape = (int(offset[-1]), len(spans.upto))
    filled = Bounds(
        expected=np.empty(shape),
        line=np.empty((*shape, 4), dtype=lines.dtype),
        scale=1.0 if lines.dtype == np.float32 else SCALE,
        centre=centres,
        offset=offset,
    )
    _fill_bounds(len(centres), steps, expected, (spans, chance, lines), filled)
    return filled


def lines_in(kind: np.dtype[Any], lines: Lines, surely: float) -> Sums:
    """Lines in the numbers that sums are kept in: entries × slope, base, lowest and highest count.

    `surely` is a root that every replica has reached already.
    """
    if kind != np.float32:
        return whole_lines(lines, surely)
    every = np.full_like(lines.slope, np.inf)
    return np.column_stack([lines.slope, lines.base, -every, every])


@compiled_part
def limit_of(chance: Chance, value: float) -> float:
    """What a bound must reach before a window can beat `value`."""
    if chance.model == SCORE:
        return value
    return min(math.sqrt(2.0 * value), MOST_ROOT)


@compiled_in_turns
def _fill_strongest(
    first: int,
    last: int,
    steps: Steps,
    tables: Tables,
    by: tuple[Spans, Chance, Lines],
    filled: Best,
) -> None:
    """The strongest windows of the centres from `first` to `last`, and the steps that end them."""
    spans, chance, lines = by
    rows = np.empty((steps.rows, tables.counts.shape[1]))
    means = np.empty((steps.rows, tables.counts.shape[1]))
    limit = np.empty(len(spans.upto))
    for centre in range(first, last):
        for span in range(len(limit)):
            limit[span] = 0.0
        for step in range(steps.start[centre], steps.start[centre + 1]):
            _advance(rows, tables.counts, steps, step)
            _advance(means, tables.expected, steps, step)
            if not steps.whole[step]:
                continue
            row, mean = rows[steps.row_to[step]], means[steps.row_to[step]]
            for span in range(len(limit)):
                count, usual = _inside(row, spans, span), _inside(mean, spans, span)
                slope, base = bound_line(chance, lines, usual)
                if slope * count + base < limit[span]:
                    continue
                found = statistic(chance, count, usual)
                if found > filled.value[centre, span]:
                    filled.value[centre, span], filled.step[centre, span] = found, step
                    limit[span] = limit_of(chance, found)


def strongest(steps: Steps, tables: Tables, spans: Spans, chance: Chance, lines: Lines) -> Best:
    """The strongest window of each centre and span. The first of equals is the smallest."""
    centres = len(steps.start) - 1
    shape = (centres, len(spans.upto))
    best = Best(np.zeros(shape), np.full(shape, -1, dtype=np.int64))
    _fill_strongest(centres, steps, tables, (spans, chance, lines), best)
    return best


@compiled
def _members(steps: Steps, step: int) -> Int64Array:
    """The places of the window that a step ends: back along the rows it was built from."""
    size, at, row = 1, step, steps.row_from[step]
    while row >= 0:
        at -= 1
        if steps.row_to[at] == row:
            size += 1
            row = steps.row_from[at]
    places = np.empty(size, dtype=np.int64)
    places[0] = steps.place[step]
    found, at, row = 1, step, steps.row_from[step]
    while row >= 0:
        at -= 1
        if steps.row_to[at] == row:
            places[found] = steps.place[at]
            found += 1
            row = steps.row_from[at]
    return places


def members(steps: Steps, step: int) -> Int64Array:
    """The places of the window that a step ends, in order."""
    return np.sort(_members(steps, step))


@compiled_part
def _is_taken(taken: BoolArray, since: int, upto: int) -> bool:
    """Whether a place is taken in any of some planes."""
    found = False
    for plane in range(since, upto):
        found = found or taken[plane]
    return found


@compiled
def apart(steps: Steps, spans: Spans, best: Best, order: Int64Array, planes: int) -> Int64Array:
    """Which windows to keep so that no two share a place at the same time.

    `order` numbers the windows of `best` (centre x spans + span), strongest first.
    """
    taken = np.zeros((len(steps.start) - 1, planes), dtype=np.bool_)
    kept = np.empty(len(order), dtype=np.int64)
    count = 0
    for number in order:
        centre, span = number // len(spans.upto), number % len(spans.upto)
        since, upto = spans.less[span] + 1, spans.upto[span] + 1
        # Most windows hold their own centre at a time that is taken; those need no list of places.
        if _is_taken(taken[centre], since, upto):
            continue
        places = _members(steps, best.step[centre, span])
        free = True
        for place in places:
            if _is_taken(taken[place], since, upto):
                free = False
                break
        if free:
            for place in places:
                for plane in range(since, upto):
                    taken[place, plane] = True
            kept[count] = number
            count += 1
    return kept[:count].copy()


class Stretch(NamedTuple):
    """Some steps of one centre; of the first, its row of the bounds and how many came before."""

    first: int
    end: int
    row: int
    position: int


def packed(tables: Float32Array, *, most_in_window: float) -> Packed:
    """Tables in the smallest numbers that hold them. The maxima do not depend on it.

    `most_in_window` is a count that no window of a replica exceeds, infinite where counts are
    not whole.
    """
    shape = (len(tables), tables.shape[1], -1)
    small = most_in_window <= np.iinfo(np.int16).max and tables.max() <= np.iinfo(np.int8).max
    if small:
        return Packed(tables.astype(np.int8).reshape(shape), np.zeros(1, dtype=np.int16))
    return Packed(tables.reshape(shape), np.zeros(1, dtype=np.float32))


@compiled_part
def _higher(one: Number, other: Number) -> Number:
    """The larger; `max` would ask about nan, which keeps lanes from going side by side."""
    return one if one > other else other  # noqa: FURB136


@compiled_part
def _lower(one: Number, other: Number) -> Number:
    """The smaller, likewise."""
    return one if one < other else other  # noqa: FURB136


@compiled_part
def _bound(count: float, bound: Bounds, at: int, span: int) -> float:
    """What bounds the statistic of one window, in units of 1/scale."""
    kind, line = bound.line.dtype.type, bound.line[at, span]
    held = _higher(_lower(kind(count), line[3]), line[2])
    return float(kind(line[0] * held + line[1]))


@compiled_part
def _walk_again(
    table: Counts,
    begin: tuple[Sums, int, float],
    work: tuple[Steps, Spans, Chance],
    bound: Bounds,
    stretch: Stretch,
) -> float:
    """The strongest window of one replica in one stretch of steps, exactly.

    `table` is places × planes × lanes, and so is what the working rows held before.
    """
    before, lane, value = begin
    steps, spans, chance = work
    planes = table.shape[1]
    rows = np.empty((steps.rows, planes))
    for row_to in range(steps.rows):
        for plane in range(planes):
            rows[row_to, plane] = before[row_to, plane, lane]
    limit = limit_of(chance, value)
    for step in range(stretch.first, stretch.end):
        row_from, row_to, place = steps.row_from[step], steps.row_to[step], steps.place[step]
        for plane in range(planes):
            start = rows[row_from, plane] if row_from >= 0 else 0.0
            rows[row_to, plane] = start + table[place, plane, lane]
        if not steps.whole[step]:
            continue
        at = stretch.row + step - stretch.first
        for span in range(len(spans.upto)):
            count = _inside(rows[row_to], spans, span)
            if _bound(count, bound, at, span) >= limit * bound.scale:
                found = statistic(chance, count, bound.expected[at, span])
                if found > value:
                    value = found
                    limit = limit_of(chance, value)
    return value


@compiled_part
def _copy(to: Sums, since: Counts | Sums) -> None:
    """Cell by cell."""
    for cell in range(len(to)):
        to[cell] = since[cell]


@compiled_part
def _add_one(rows: Sums, row_to: int, row_from: int, table: Counts, place: int) -> None:
    """One place more in all planes and lanes."""
    to, since, more = rows[row_to], rows[row_from], table[place]
    for cell in range(len(to)):
        to[cell] = since[cell] + more[cell]


@compiled_part
def _add_four(rows: Sums, row_to: int, table: Counts, place: Int32Array) -> None:
    """Four places more in all planes and lanes."""
    to = rows[row_to]
    a, b, c, d = table[place[0]], table[place[1]], table[place[2]], table[place[3]]
    for cell in range(len(to)):
        to[cell] = to[cell] + ((a[cell] + b[cell]) + (c[cell] + d[cell]))


@compiled_part
def _bound_lanes(top: Sums, row: Sums, spans: Spans, bound: Bounds, at: int) -> None:
    """Raise each replica's bound by the spans of one window.

    Spans that end with the latest period go two at once: `top` is then written once for two.
    """
    kind, lanes, line = top.dtype.type, len(top), bound.line[at]
    planes, span = row.reshape(-1, lanes), 0
    while span + 2 <= len(line) and spans.less[span + 1] < 0:
        a, b, low, high = line[span, 0], line[span, 1], line[span, 2], line[span, 3]
        more = line[span + 1]
        c, d, floor, roof = more[0], more[1], more[2], more[3]
        one, two = planes[spans.upto[span]], planes[spans.upto[span + 1]]
        for lane in range(lanes):
            early = kind(a * _higher(_lower(one[lane], high), low) + b)
            late = kind(c * _higher(_lower(two[lane], roof), floor) + d)
            top[lane] = _higher(_higher(early, late), top[lane])
        span += 2
    while span < len(line):
        a, b, low, high = line[span, 0], line[span, 1], line[span, 2], line[span, 3]
        upto, less = planes[spans.upto[span]], spans.less[span]
        if less < 0:
            for lane in range(lanes):
                held = _higher(_lower(upto[lane], high), low)
                top[lane] = _higher(kind(a * held + b), top[lane])
        else:
            since = planes[less]
            for lane in range(lanes):
                held = _higher(_lower(kind(upto[lane] - since[lane]), high), low)
                top[lane] = _higher(kind(a * held + b), top[lane])
        span += 1


@compiled_part
def _leap(steps: Steps, step: int, position: int, end: int) -> int:
    """How many steps may be taken at once before the bound is looked at.

    A bound on the first and smallest of some nested windows with the count of the last and
    largest bounds them all. Far out, where a place more changes little, that is tight enough: a
    leap grows as the root of the places so far, as the spread of a count does.
    """
    if steps.rows > 1:
        return 1
    leap = 1
    while leap < MOST_LEAP and position >= LEAP_FROM * leap * leap:
        leap *= 2
    while step + leap > end:
        leap //= 2
    return leap


@compiled_part
def _climb(
    rows: Sums,
    top: Sums,
    table: Counts,
    work: tuple[Steps, Spans, Chance],
    bound: Bounds,
    stretch: Stretch,
) -> None:
    """Take a block of replicas through a stretch of steps and bound what it meets."""
    steps, spans, _ = work
    step, place = stretch.first, steps.place
    while step < stretch.end:
        at = stretch.row + step - stretch.first
        leap = _leap(steps, step, stretch.position + step - stretch.first, stretch.end)
        row_to, row_from = steps.row_to[step], steps.row_from[step]
        if leap >= 4:
            for part in range(step, step + leap, 4):
                _add_four(rows, row_to, table, place[part : part + 4])
        elif leap == 2:
            for part in range(step, step + leap):
                _add_one(rows, row_to, row_to, table, place[part])
        elif row_from < 0:
            _copy(rows[row_to], table[place[step]])
        else:
            _add_one(rows, row_to, row_from, table, place[step])
        _bound_lanes(top, rows[row_to], spans, bound, at)
        step += leap


@compiled_part
def _raise_block(
    packed_table: tuple[Counts, Sums],
    maxima: FloatArray,
    work: tuple[Steps, Spans, Chance],
    bound: Bounds,
) -> None:
    """Raise the maxima of one block of replicas by the windows of some centres."""
    steps, _spans, chance = work
    centres, offset = bound.centre, bound.offset
    table, zero = packed_table
    lanes = len(maxima)
    rows = np.zeros((steps.rows, table.shape[1]), dtype=zero.dtype)
    before = np.zeros_like(rows)
    cells, cells_before = table.reshape(len(table), -1, lanes), before.reshape(len(rows), -1, lanes)
    top = np.empty(lanes, dtype=zero.dtype)
    limit = np.empty(lanes, dtype=zero.dtype)
    for lane in range(lanes):
        limit[lane] = limit_of(chance, maxima[lane]) * bound.scale
    for turn in range(len(centres)):
        begin, end = steps.start[centres[turn]], steps.start[centres[turn] + 1]
        for first in range(begin, end, STRETCH):
            for row in range(len(rows)):
                _copy(before[row], rows[row])
            for lane in range(lanes):
                top[lane] = LEAST
            last = min(first + STRETCH, end)
            stretch = Stretch(first, last, offset[turn] + first - begin, first - begin)
            _climb(rows, top, table, work, bound, stretch)
            for lane in range(lanes):
                if top[lane] >= limit[lane]:
                    so_far = (cells_before, lane, maxima[lane])
                    maxima[lane] = _walk_again(cells, so_far, work, bound, stretch)
                    limit[lane] = limit_of(chance, maxima[lane]) * bound.scale


@compiled_in_turns
def _raise_blocks(
    first: int,
    last: int,
    tables: Packed,
    maxima: FloatArray,
    work: tuple[Steps, Spans, Chance],
    bound: Bounds,
) -> None:
    """Raise the maxima of the blocks from `first` to `last`."""
    for block in range(first, last):
        _raise_block((tables.counts[block], tables.zero), maxima[block], work, bound)


def raise_maxima(
    tables: Packed,
    maxima: FloatArray,
    steps: Steps,
    spans: Spans,
    chance: Chance,
    bound: Bounds,
) -> FloatArray:
    """The maxima of all replicas (blocks × lanes), raised by the windows of some centres."""
    raised = maxima.copy()
    _raise_blocks(len(maxima), tables, raised, (steps, spans, chance), bound)
    return raised
