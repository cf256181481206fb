"""Rules and models that say where events are expected, from a bare count to near repeats.

Each is a small frozen set of settings with a name and one method. A rule that cannot say anything
(no history) expects nothing anywhere.
"""

from dataclasses import dataclass

import numpy as np

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.forecasts.places import Cells, Events, Span
from headwater.analysis.spatial.kernels import forecasts as kernels
from headwater.analysis.spatial.kernels.forecasts import FloatArray
from headwater.core.errors import ParameterError

DAYS_A_YEAR = 365
WEEKS_A_YEAR_IN_DAYS = 364


@dataclass(frozen=True, slots=True)
class CountMap:
    """The moving window: what happened in the last days happens again, at the same rate.

    Counts of cells are drawn a little towards their mean (gamma-Poisson), which changes no rank.
    With `bandwidth_m` the counts are spread by a Gaussian first; with `half_life_days` an event
    counts half as much after that time. Source: Chainey, Tompson & Uhlig 2008 (maps of past
    counts as forecasts); the plain count of a year is the rule others are set against.

    >>> cells = Cells.squares(left_m=0, bottom_m=0, side_m=100, inside=np.ones((2, 1), bool))
    >>> events = Events.in_cells([1, 1, 1, 0], [0, 90, 200, 300], cells=cells)
    >>> CountMap().expected(events, cells, Span(365, 73)).sum().round(3)
    np.float64(0.8)
    """

    window_days: int = DAYS_A_YEAR
    bandwidth_m: float = 0.0
    half_life_days: float | None = None

    def __post_init__(self) -> None:
        checks.whole("window_days", self.window_days, least=1)
        if not self.bandwidth_m >= 0:
            raise ParameterError.below("bandwidth_m", value=self.bandwidth_m, least=0)
        if self.half_life_days is not None:
            checks.above_zero("half_life_days", self.half_life_days)

    @property
    def name(self) -> str:
        """What reports call it."""
        words = f"count of last {self.window_days} days"
        words += f", spread {self.bandwidth_m:g} m" if self.bandwidth_m else ""
        return words + (f", half-life {self.half_life_days:g} days" if self.half_life_days else "")

    def expected(self, history: Events, cells: Cells, span: Span) -> FloatArray:
        """The window's rate for as many days as the span has."""
        window = self._window(history, span)
        recent = history.within(span.first_day - window, span.first_day)
        exposure = float(window)
        weight = recent.weight
        if self.half_life_days is not None:
            fade = 0.5 ** (1.0 / self.half_life_days)
            weight = weight * fade ** (span.first_day - 1.0 - recent.day)
            exposure = (1.0 - fade**window) / (1.0 - fade)
        counts = kernels.counts_by_cell(recent.place, weight, cells=len(cells))
        noise = float(np.square(weight[recent.place >= 0]).sum()) / len(cells)
        if self.bandwidth_m:
            side = cells.must_be_squares(self.name).side_m
            counts = spread_out(counts, cells, bandwidth_m=self.bandwidth_m, wanted_by=self.name)
            # Smoothing keeps Σk² of a cell's own noise, in each direction.
            noise *= float(np.square(kernels.gaussian_steps(self.bandwidth_m / side)).sum()) ** 2
        return kernels.shrunk(counts, noise=noise) * (span.days / exposure)

    def _window(self, history: Events, span: Span) -> int:
        """The days of the window that the history covers, so that a short one is no low rate."""
        if not len(history):
            return self.window_days
        return min(self.window_days, span.first_day - int(history.day[0]))


def last_year() -> CountMap:
    """The rule to beat: the count of the last 365 days."""
    return CountMap()


def spread_out(
    counts: FloatArray, cells: Cells, *, bandwidth_m: float, wanted_by: str
) -> FloatArray:
    """Counts spread by a Gaussian over squares; what would leave the cells stays in them."""
    raster = cells.must_be_squares(wanted_by)
    laid = np.zeros(raster.number.shape)
    inside = raster.number >= 0
    laid[inside] = counts
    bandwidth = bandwidth_m / raster.side_m
    kept = kernels.smoothed(raster.inside, bandwidth=bandwidth)
    spread = kernels.smoothed(laid / np.where(inside, kept, 1.0), bandwidth=bandwidth)
    return spread[inside]


@dataclass(frozen=True, slots=True)
class SeasonalBaseline:
    """The same weeks of earlier years, drawn towards the cell's usual rate in that season.

    The usual rate is the cell's own over all the years, times how the whole area did in those
    weeks. A year is 52 weeks, so that weekdays meet weekdays; `within_days` opens the window on
    either side. Needs a year of history; with less it is the count of what there is. Source:
    same-weeks baselines as in Farrington and others 1996, with a gamma-Poisson draw.
    """

    years: int = 3
    within_days: int = 14

    def __post_init__(self) -> None:
        checks.whole("years", self.years, least=1)
        checks.whole("within_days", self.within_days, least=0)

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"same weeks of {self.years} years"

    def expected(self, history: Events, cells: Cells, span: Span) -> FloatArray:
        """The seasonal rate for as many days as the span has."""
        usual = CountMap(window_days=self.years * DAYS_A_YEAR)
        window = Span(span.first_day, span.days + 2 * self.within_days)
        base = usual.expected(history, cells, window)
        earlier = [
            history.within(first, first + window.days)
            for first in self._starts(history, span)
            # Weeks that are not over yet are not earlier weeks.
            if first + window.days <= span.first_day
        ]
        if not earlier or not base.sum() > 0:
            return base * (span.days / window.days)
        counts = sum((part.counts(cells) for part in earlier), np.zeros(len(cells)))
        prior = base * (float(counts.sum()) / float(base.sum()))
        drawn = kernels.drawn_to(prior, counts) if counts.sum() > 0 else prior
        return drawn * (span.days / (window.days * len(earlier)))

    def _starts(self, history: Events, span: Span) -> list[int]:
        starts = [
            span.first_day - back * WEEKS_A_YEAR_IN_DAYS - self.within_days
            for back in range(1, self.years + 1)
        ]
        return [first for first in starts if len(history) and first >= history.day[0]]


@dataclass(frozen=True, slots=True)
class NearRepeats:
    """Prospective mapping: near a recent event there is risk, more if nearer and newer.

    Risk of a cell is Σ 1/(weeks begun since) x 1/(half cells begun away) over events of the last
    `within_days` and `within_m`. The map is scaled to the rate of those days, and a tenth of it is
    laid by the count of a year, so that no place is called impossible. Source: Bowers, Johnson &
    Pease 2004 (ProMap: two months, 400 m).
    """

    within_m: float = 400.0
    within_days: int = 60
    from_count_map: float = 0.1

    def __post_init__(self) -> None:
        checks.above_zero("within_m", self.within_m)
        checks.whole("within_days", self.within_days, least=1)
        checks.share("from_count_map", self.from_count_map)

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"near repeats within {self.within_m:g} m and {self.within_days} days"

    def expected(self, history: Events, cells: Cells, span: Span) -> FloatArray:
        """The map of risk, scaled to the rate of the recent days."""
        raster = cells.must_be_squares(self.name)
        usual = CountMap().expected(history, cells, span)
        recent = history.within(span.first_day - self.within_days, span.first_day)
        x, y = raster.positions(recent.x, recent.y)
        here = recent.place >= 0
        weeks = ((span.first_day - 1 - recent.day[here]) // 7 + 1).astype(np.float64)
        risk = kernels.near_repeat_risk(
            x[here], y[here], weeks, raster.number.shape, self.within_m / raster.side_m
        )[raster.number >= 0]
        if not risk.sum() > 0:
            return usual
        total = CountMap(self.within_days).expected(history, cells, span).sum()
        lift = total / usual.sum() if usual.sum() > 0 else 1.0
        share = self.from_count_map
        mapped: FloatArray = (1.0 - share) * risk * (total / risk.sum()) + share * usual * lift
        return mapped
