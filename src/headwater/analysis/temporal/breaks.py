"""When did the level of a series change for good? Changes of recording, not outbreaks.

A force that starts to count something, stops, or counts it better moves the whole series. Against
years of the old recording every later week is an alarm. A change that is found is said, with its
date and size, and the weeks before it are not compared with (`recording_changed`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.temporal import checks
from headwater.analysis.temporal.kernels import breaks as kernels
from headwater.analysis.temporal.results import FloatArray, IntArray

# A series with more missing than this is not searched; fewer are filled from their neighbours.
MOST_MISSING = 0.1


@dataclass(frozen=True, slots=True)
class BreakSettings:
    """What counts as a change of level.

    `per_year` is 52 for weeks and 12 for months. A new level must hold for `least_length` periods,
    so that an outbreak is none, and differ by `least_change` (0.2: a fifth more or less).
    `alpha` is the chance of finding a change in a series without one.
    """

    per_year: int = 52
    least_length: int = 26
    least_change: float = 0.2
    alpha: float = 0.01
    replicas: int = 1_999
    seed: int = 0

    def __post_init__(self) -> None:
        checks.whole("per_year", self.per_year, 4)
        checks.whole("least_length", self.least_length, 3)
        checks.at_least("least_change", self.least_change, 0)
        checks.between("alpha", self.alpha, low=0, high=0.5)
        checks.at_least("replicas", self.replicas, int(np.ceil(1 / self.alpha)) - 1)


@dataclass(frozen=True, slots=True)
class Break:
    """One change: the first period of the new level, new over old, and how sure."""

    series: int
    at: int
    ratio: float
    p_value: float


def level_breaks(counts: ArrayLike, *, settings: BreakSettings | None = None) -> tuple[Break, ...]:
    """In which series, when and by how much did the level change for good?

    Counts are put on a scale of equal variance (2√(y + 3/8)); season and a straight trend are taken
    out; the step that explains most of the rest is held against the largest such step in random
    series of the same length. What follows itself closely is held to a wider spread. Then each side
    is searched again.

    Source: the largest-step test of Andrews 1993, with its critical values simulated for the
    design at hand; searching the sides again is binary segmentation (Vostrikova 1981).

    >>> found = level_breaks([20, 21, 19] * 24 + [40, 41, 39] * 24)
    >>> [(one.at, round(one.ratio, 1)) for one in found]
    [(72, 2.0)]
    """
    asked = settings or BreakSettings()
    array = checks.counts(counts)
    found: list[Break] = []
    for row in range(len(array)):
        series = filled(np.asarray(array[row], dtype=np.float64))
        if series is not None:
            found.extend(_search(series, row, asked))
    return tuple(found)


def latest_breaks(breaks: tuple[Break, ...], *, series: int) -> IntArray:
    """The first period of the present recording of each series; 0 where nothing changed.

    >>> latest_breaks((Break(1, 30, 2.0, 0.001), Break(1, 90, 0.5, 0.001)), series=3).tolist()
    [0, 90, 0]
    """
    latest = np.zeros(series, dtype=np.int64)
    for one in breaks:
        latest[one.series] = max(latest[one.series], one.at)
    return latest


def filled(series: FloatArray) -> FloatArray | None:
    """The series with single gaps drawn straight across; none where too much is missing."""
    missing = np.isnan(series)
    if not len(series) or missing.mean() > MOST_MISSING:
        return None
    if not missing.any():
        return series
    places = np.arange(len(series))
    return np.interp(places, places[~missing], series[~missing])


def _search(series: FloatArray, row: int, settings: BreakSettings) -> list[Break]:
    """Every change of one series, earliest first."""
    scaled = 2.0 * np.sqrt(series + 0.375)
    waiting, found = [(0, len(series))], []
    while waiting:
        start, end = waiting.pop()
        one = _largest(scaled[start:end], start, settings)
        if one is None or abs(one.ratio - 1.0) < settings.least_change:
            continue
        found.append(Break(row, one.at, one.ratio, one.p_value))
        waiting += [(start, one.at), (one.at, end)]
    return sorted(found, key=lambda one: one.at)


def _largest(part: FloatArray, start: int, settings: BreakSettings) -> Break | None:
    """The largest step of a stretch, if it is unlikely to be chance."""
    if len(part) < 2 * settings.least_length + 2 or np.ptp(part) == 0.0:
        return None
    design = kernels.step_design(len(part), settings.per_year, settings.least_length)
    best, size, strength = kernels.largest_step(part, design)
    null = _null(len(part), settings)
    p_value = (1.0 + float((null >= strength).sum())) / (1.0 + len(null))
    if p_value > settings.alpha:
        return None
    at = int(design.candidates[best])
    before = max(float(np.mean(part[max(0, at - settings.per_year) : at])), 1e-9)
    after = max(before + size, 0.0)
    # Back from the scale of equal variance; a level of nothing keeps a small floor.
    ratio = max(after**2 / 4.0 - 0.375, 0.0) / max(before**2 / 4.0 - 0.375, 0.5 / len(part))
    return Break(0, start + at, ratio, p_value)


_NULLS: dict[tuple[int, BreakSettings], NDArray[np.float64]] = {}


def _null(length: int, settings: BreakSettings) -> FloatArray:
    """Strengths of the largest step in random series of this length; kept, as many share it."""
    key = (length, settings)
    if key not in _NULLS:
        design = kernels.step_design(length, settings.per_year, settings.least_length)
        rng = np.random.default_rng([settings.seed, length])
        noise = rng.standard_normal((settings.replicas, length))
        _NULLS[key] = np.array([kernels.largest_step(row, design)[2] for row in noise])
    return _NULLS[key]
