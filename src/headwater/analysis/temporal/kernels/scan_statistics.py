"""How strongly a window speaks against chance, and straight lines that bound it from above.

The statistic of a window is worked out exactly only where a line in the count, one product and
one sum, cannot rule out that it beats what was found before. The lines are safe: they never rule
out a window that would have won, so maxima are exact.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled, compiled_part

FloatArray = NDArray[np.float64]
Float32Array = NDArray[np.float32]
Int16Array = NDArray[np.int16]

POISSON, BERNOULLI, SCORE = 0, 1, 2
# Lines speak of the root of twice the log likelihood ratio, up to this; above, all is looked at.
MOST_ROOT = 8.0
# Lines are tabulated by the root of the expected count in steps of 1/200.
FINENESS = 200.0
STEEP = 20.0
# Bounds in whole numbers count in 1/1024 of a root. A register holds twice as many of them as of
# single precision, and they need no conversion of counts.
SCALE = 1024.0
MOST_WHOLE = 32767.0
ALWAYS = 1e30
# Room for the rounding of single precision.
MARGIN = 1e-3


class Chance(NamedTuple):
    """What the statistic needs besides a window's count and expected count.

    `model` is one of the codes above, `cases` all cases, `people` all people at risk (Bernoulli),
    `least` the fewest cases a window must hold.
    """

    model: int
    cases: float
    people: float
    least: float


class Lines(NamedTuple):
    """Upper bounds slope x count + base of the statistic's root, by expected count.

    Entry g is for expected counts from (g/200)², and holds from there up to the next.
    """

    slope: Float32Array
    base: Float32Array


@compiled_part
def _part(count: float, expected: float) -> float:
    """count x log(count/expected), which is 0 for no count."""
    return count * math.log(count / expected) if count > 0.0 else 0.0


@compiled_part
def statistic(chance: Chance, count: float, expected: float) -> float:
    """The statistic of one window for high rates; 0 where the count is not above the expected.

    Poisson and permutation: the log likelihood ratio c log(c/μ) + (C-c) log((C-c)/(C-μ))
    (Kulldorff 1997, section 3; Kulldorff and others 2005). Bernoulli: the same with those at risk
    who are not cases (Kulldorff 1997), where `expected` is the window's share of all cases.
    Score: (s - v)/√v with s and v the observed and expected counts over 1 + μ/θ, summed
    (Tango, Takahashi & Kohriyama 2011, section 2).
    """
    if chance.model == SCORE:
        return max((count - expected) / math.sqrt(expected), 0.0) if expected > 0.0 else 0.0
    if count < chance.least or count <= expected or expected <= 0.0:
        return 0.0
    rest, rest_expected = chance.cases - count, chance.cases - expected
    # A window that is expected to hold everything has nothing outside to compare with.
    if rest_expected <= 0.0:
        return 0.0
    ratio = _part(count, expected) + _part(rest, rest_expected)
    if chance.model == BERNOULLI:
        scale = chance.people / chance.cases
        well, well_expected = scale * expected - count, (scale - 1.0) * expected
        outside = (scale - 1.0) * rest_expected
        ratio += _part(well, well_expected) + _part(scale * rest_expected - rest, outside)
    return max(ratio, 0.0)


@compiled_part
def _signed_root(cases: float, count: float, expected: float) -> float:
    """Root of twice the Poisson ratio, negative below the expected: concave in the count.

    With F the log ratio, the root bends down where 2FF'' < F'². The difference of the two sides
    is 0 at the expected count and has the slope 2FF''', where F''' = 1/(C-c)² - 1/c² is negative
    for c < C/2. So the root is concave for counts up to half of all cases.
    """
    ratio = _part(count, expected) + _part(cases - count, cases - expected)
    root = math.sqrt(max(2.0 * ratio, 0.0))
    return root if count >= expected else -root


@compiled_part
def _root(chance: Chance, count: float, expected: float) -> float:
    return math.sqrt(2.0 * statistic(chance, count, expected))


@compiled_part
def _secant(chance: Chance, above: float, expected: float) -> tuple[float, float]:
    """A line through the root at the whole counts `above` - 1 and `above`; never below it.

    Outside two points a concave curve lies below the line through them, and counts are whole.
    """
    high = _signed_root(chance.cases, above, expected)
    if above <= chance.least:
        # Fewer cases than `least` make no window, so the line may fall as steeply as it likes.
        steep = 2.0 * high + 1.0
        return steep, high - steep * above
    low = _signed_root(chance.cases, above - 1.0, expected)
    return high - low, high - (high - low) * above


@compiled_part
def entry_of(expected: float) -> int:
    """Which entry of the lines bounds windows with an expected count."""
    return int(math.sqrt(max(expected, 0.0)) * FINENESS)


@compiled_part
def score_line(expected: float) -> tuple[float, float]:
    """Slope and base of the score's own line."""
    if expected <= 0.0:
        return 0.0, ALWAYS
    root = math.sqrt(expected)
    return 1.0 / root, MARGIN - root


@compiled
def lines(chance: Chance, most_expected: float, usual: float, surely: float) -> Lines:
    """Bounds for all expected counts up to `most_expected`.

    `usual` is the root that maxima are thought to have: there a bound is tight. `surely` is a
    root that every replica has reached already.
    """
    entries = int(math.sqrt(max(most_expected, 0.0)) * FINENESS) + 2
    slope = np.empty(entries, dtype=np.float32)
    base = np.empty(entries, dtype=np.float32)
    least = max(chance.least, 1.0)
    half = math.floor(chance.cases / 2.0)
    tight, first = least, least
    for entry in range(entries):
        expected = (entry / FINENESS) ** 2
        if expected <= 0.0:
            slope[entry], base[entry] = STEEP, STEEP * (0.5 - least)
            continue
        while tight < chance.cases and _root(chance, tight, expected) < usual:
            tight += 1.0
        while first < chance.cases and (
            first <= expected or _root(chance, first, expected) < surely
        ):
            first += 1.0
        bends_down = chance.model == POISSON and tight < half and expected < half
        if bends_down and _signed_root(chance.cases, half, expected) >= MOST_ROOT:
            rise, at_nothing = _secant(chance, tight, expected)
            room = MARGIN + 1e-6 * abs(at_nothing)
            slope[entry], base[entry] = rise, at_nothing + room
        else:
            # Nothing below `first` can matter; from there on, everything is looked at.
            slope[entry], base[entry] = STEEP, STEEP * (0.5 - first)
    return Lines(slope, base)


@compiled_part
def _whole_line(slope: float, base: float, surely: float) -> tuple[float, float, float, float]:
    """A line in whole numbers that bounds what another bounds, as `whole_lines` says."""
    enough = (surely - base) / slope
    if enough > MOST_WHOLE:
        return 0.0, -MOST_WHOLE, 0.0, 0.0
    highest = min(math.ceil((MOST_ROOT - base) / slope), MOST_WHOLE)
    if slope > STEEP:
        # It passes from nothing to everything between two counts.
        rise = SCALE * STEEP
        return rise, _in_16_bits(SCALE * MOST_ROOT - rise * highest), highest - 1.0, highest
    rise = math.ceil(SCALE * slope)
    at_nothing = math.ceil(SCALE * surely - rise * enough)
    return rise, _in_16_bits(at_nothing), math.ceil(enough) - 1.0, highest


@compiled_part
def _in_16_bits(whole: float) -> float:
    """The number that sums of 16 bits cannot tell from this one."""
    return whole - 65536.0 * math.floor((whole + 32768.0) / 65536.0)


@compiled
def whole_lines(lines: Lines, surely: float) -> Int16Array:
    """Bounds in 16-bit whole numbers, in units of 1/1024: entries × 4.

    Slope, base, and the counts below and above which all count as those: between them the bound
    stays within 16 bits, so it does not matter that products on the way do not. It is nowhere
    below the line it was made from where that lies between `surely` and `MOST_ROOT`: no replica
    asks for more, and what is below `surely` beats none.
    """
    whole = np.empty((len(lines.slope), 4), dtype=np.int16)
    for entry in range(len(whole)):
        found = _whole_line(lines.slope[entry], lines.base[entry], surely)
        for part in range(4):
            whole[entry, part] = found[part]
    return whole
