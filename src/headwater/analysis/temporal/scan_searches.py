"""Which windows in space a scan compares, and how the strongest of them is found.

Circles and all connected sets are listed once and then held against the counts and every replica.
Restricted windows depend on the counts, so each replica lists its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.temporal import scan_input
from headwater.analysis.temporal.kernels import scan_maxima, scan_restricted, scan_statistics
from headwater.analysis.temporal.kernels import scan_windows as windows
from headwater.analysis.temporal.kernels.scan_maxima import Best, Spans
from headwater.analysis.temporal.kernels.scan_replicas import Float32Array as Tables
from headwater.analysis.temporal.kernels.scan_restricted import Restricted
from headwater.analysis.temporal.kernels.scan_statistics import MOST_ROOT, Lines
from headwater.analysis.temporal.kernels.scan_windows import Steps
from headwater.analysis.temporal.scan_results import (
    FloatArray,
    IntArray,
    ScanModel,
    ScanSettings,
)
from headwater.analysis.temporal.scan_work import Work
from headwater.core.errors import ParameterError

# Room for the bounds of some centres, in windows.
BOUND_WINDOWS = 2_000_000
WARM_UP_CENTRES = 16
USUAL_ROOT, LEAST_USUAL_ROOT = 3.0, 1.5
Links = tuple[windows.Int64Array, windows.Int32Array]


@dataclass(frozen=True, slots=True, eq=False)
class Strongest:
    """The strongest window of each centre and span, and how many windows were compared.

    `cut` starts had more windows than are looked at.
    """

    steps: Steps
    best: Best
    windows: int
    cut: int = 0


class Search(Protocol):
    """How a scan looks at the windows in space."""

    @property
    def left_out(self) -> int:
        """How many places exceed the limits by themselves and start no window."""
        ...

    def strongest(self, work: Work, spans: Spans) -> Strongest:
        """The strongest window of the observed cases round each centre, for each span."""
        ...

    def maxima(self, work: Work, spans: Spans, tables: Tables, usual: float) -> FloatArray:
        """The strongest window of each replica in the tables, blocks × lanes in one row.

        `usual` is the root of twice the statistic that maxima are thought to have; it speeds the
        search and does not change it.
        """
        ...


def search_of(
    centres: ArrayLike | None, adjacency: ArrayLike | None, mean: FloatArray, asked: ScanSettings
) -> Search:
    """The search that the settings ask for."""
    weight = mean.sum(axis=1)
    most_weight = asked.most_share * float(weight.sum())
    reach = np.inf if asked.most_radius_m is None else float(asked.most_radius_m)
    points = None if centres is None else scan_input.coordinates(centres, len(mean))
    if asked.connected_among is None:
        if points is None:
            raise ParameterError("Circles need [centres]. Give them, or set [connected_among].")
        steps = windows.circles(points, weight, most_weight=most_weight, most_distance=reach)
        return Listed(steps)
    if adjacency is None:
        raise ParameterError("Connected windows need [adjacency]: pairs of places that touch.")
    links = scan_input.links(adjacency, len(mean))
    if points is not None:
        near = windows.nearest(points, asked.connected_among, reach)
    else:
        near = windows.nearest_by_steps(links[0], links[1], asked.connected_among)
    if asked.place_p_below is None:
        return Listed(windows.connected(near, links, weight, most_weight=most_weight))
    return Unusual(near, links, weight, most_weight, asked.place_p_below)


def roots(maxima: FloatArray) -> FloatArray:
    """Roots of twice the log likelihood ratios: the scale on which they are roughly normal."""
    return np.asarray(np.sqrt(2.0 * maxima), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Windows that are listed beforehand: circles, or every connected set."""

    steps: Steps

    @property
    def left_out(self) -> int:
        """Places without a window of their own."""
        return int((np.diff(self.steps.start) == 0).sum())

    def strongest(self, work: Work, spans: Spans) -> Strongest:
        """As `Search` says."""
        tables = scan_maxima.Tables(work.counts, work.expected)
        lines = _lines(work, USUAL_ROOT)
        best = scan_maxima.strongest(self.steps, tables, spans, work.chance, lines)
        return Strongest(self.steps, best, int(self.steps.whole.sum()) * len(spans.upto))

    def maxima(self, work: Work, spans: Spans, tables: Tables, usual: float) -> FloatArray:
        """As `Search` says.

        A few centres go first: what they find makes the bounds tight for the rest. The order of
        centres is mixed so that the few lie all over the map; the maxima do not depend on it.
        """
        steps, chance = self.steps, work.chance
        # Lanes without a case need no search: nothing beats what they are said to have.
        is_empty = ~tables[:, :, -1].any(axis=1)
        maxima = np.where(is_empty, np.inf, 0.0)
        whole = work.asked.model is not ScanModel.NEGATIVE_BINOMIAL
        packed = scan_maxima.packed(tables, most_in_window=chance.cases if whole else np.inf)
        surely = 0.0
        for turn, centres in enumerate(self._groups(len(spans.upto))):
            if turn < 2:
                lines = _lines(work, usual, surely)
            own = scan_maxima.lines_in(packed.zero.dtype, lines, surely)
            bounds = scan_maxima.bounds(steps, centres, work.expected, spans, chance, own)
            maxima = scan_maxima.raise_maxima(packed, maxima, steps, spans, chance, bounds)
            surely = float(roots(maxima).min(initial=MOST_ROOT))
            usual = max(float(np.median(roots(maxima))), LEAST_USUAL_ROOT)
        return np.where(is_empty, 0.0, maxima).ravel()

    def _groups(self, spans: int) -> Iterator[IntArray]:
        """Centres in groups: first a few, then as many as the bounds have room for."""
        sizes = np.diff(self.steps.start)
        order = np.random.default_rng(0).permutation(np.flatnonzero(sizes))
        yield order[:WARM_UP_CENTRES]
        order = order[WARM_UP_CENTRES:]
        filled = np.cumsum(sizes[order]) * spans // BOUND_WINDOWS
        for group in range(int(filled[-1]) + 1 if len(order) else 0):
            if (filled == group).any():
                yield order[filled == group]


@dataclass(frozen=True, slots=True, eq=False)
class Unusual:
    """Connected windows of places that are each unusual by themselves.

    The flexible scan with a restricted likelihood ratio (Tango & Takahashi 2012). `near` are the
    nearest places of each; a place joins in a stretch of time where its own mid-p is below `below`.
    """

    near: windows.Int32Array
    links: Links
    weight: FloatArray
    most_weight: float
    below: float

    @property
    def left_out(self) -> int:
        """Places that are too heavy by themselves."""
        return int((self.weight > self.most_weight * (1.0 + 1e-9)).sum())

    def strongest(self, work: Work, spans: Spans) -> Strongest:
        """As `Search` says."""
        found = scan_restricted.strongest_restricted(
            self._restricted(work, spans), work.counts, spans, work.chance, _lines(work, USUAL_ROOT)
        )
        steps, best = scan_restricted.as_steps(self.near, found.value, found.places)
        cut = int((found.windows >= scan_restricted.MOST_SETS).any(axis=1).sum())
        return Strongest(steps, best, int(found.windows.sum()), cut)

    def maxima(self, work: Work, spans: Spans, tables: Tables, usual: float) -> FloatArray:
        """As `Search` says."""
        how, lines = self._restricted(work, spans), _lines(work, usual)
        return scan_restricted.restricted_maxima(how, tables, spans, work.chance, lines).ravel()

    def _restricted(self, work: Work, spans: Spans) -> Restricted:
        """What a place is expected to have in each span and the fewest cases to join with."""
        before = np.pad(work.expected, ((0, 0), (1, 0)))
        expected = np.ascontiguousarray(before[:, spans.upto + 1] - before[:, spans.less + 1])
        expected = np.maximum(expected, 0.0)
        linked = scan_restricted.links_among(self.near, *self.links)
        least = _fewest_to_join(work, expected, self.below)
        return Restricted(self.near, linked, self.weight, self.most_weight, expected, least)


def _fewest_to_join(work: Work, expected: FloatArray, below: float) -> FloatArray:
    """By place and span, under the model; the negative binomial's weighted sums as if normal."""
    if work.asked.model is ScanModel.NEGATIVE_BINOMIAL:
        return scan_restricted.fewest_if_normal(expected, below)
    if work.asked.model is ScanModel.BERNOULLI:
        share = work.chance.cases / work.chance.people
        return scan_restricted.fewest_to_join_at_risk(np.rint(expected / share), share, below)
    return scan_restricted.fewest_to_join(expected, below)


def _lines(work: Work, usual: float, surely: float = 0.0) -> Lines:
    """Bounds up to the expected count of everything."""
    return scan_statistics.lines(work.chance, float(work.expected[:, -1].sum()), usual, surely)
