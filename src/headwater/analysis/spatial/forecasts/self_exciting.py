"""Do events set off others nearby, how soon and how near; and what follows for the days ahead?"""

from dataclasses import dataclass

import numpy as np

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.forecasts.models import CountMap
from headwater.analysis.spatial.forecasts.places import Cells, Events, Raster, Span
from headwater.analysis.spatial.kernels import forecasts_em as kernels
from headwater.analysis.spatial.kernels.forecasts import FloatArray, IntArray
from headwater.core.errors import NotEnoughDataError

LEAST_EVENTS = 50
LEAST_DAYS = 60
Points = tuple[FloatArray, FloatArray, IntArray]


@dataclass(frozen=True, slots=True, eq=False)
class SelfExcitingFit:
    """What a fit found. `offspring` events follow each event, on later days, on average.

    They come `mean_lag_days` later and `spread_m` away along each axis (one standard deviation).
    `background_share` of events were set off by none. `scale_weights` is how much of the
    background each width in `scales_m` holds, the last being flat.
    """

    offspring: float
    mean_lag_days: float
    spread_m: float
    background_share: float
    scales_m: tuple[float, ...]
    scale_weights: FloatArray
    events: int
    days: int
    turns: int
    converged: bool


@dataclass(frozen=True, slots=True)
class SelfExciting:
    """A self-exciting point process: a background, and events that set off others near and soon.

    Fitted by expectation and maximisation on the events of the last `history_days`: a background
    that is a mix of kernel densities (`scales_m`, 0 for the cell itself, and a flat one), and
    events set off an exponential time later (in whole days, from the next day on) and a Gaussian
    step away. Pairs more than `lag_days` or `within_m` apart are not looked at. Forecasts count
    events set off by expected events too. Weights are not used: each row is one event. Source:
    Mohler, Short, Brantingham, Schoenberg & Tita 2011, with the parametric form of Mohler 2014.

    Too little history (50 events in 60 days): it is the count of the last year.
    """

    history_days: int = 1095
    scales_m: tuple[float, ...] = (0.0, 150.0, 400.0, 1000.0)
    lag_days: int = 120
    within_m: float = 1000.0
    least_spread_m: float = 40.0
    tolerance: float = 5e-4

    def __post_init__(self) -> None:
        checks.whole("history_days", self.history_days, least=LEAST_DAYS)
        checks.whole("lag_days", self.lag_days, least=2)
        for name in ("within_m", "least_spread_m", "tolerance"):
            checks.above_zero(name, getattr(self, name))
        checks.amounts("scales_m", self.scales_m)

    @property
    def name(self) -> str:
        """What reports call it."""
        return "self-exciting process"

    def expected(self, history: Events, cells: Cells, span: Span) -> FloatArray:
        """Events expected in each cell, set off by known and by expected events."""
        raster = cells.must_be_squares(self.name)
        points, days = self._points(history, raster, before=span.first_day)
        if len(points[0]) < LEAST_EVENTS or days < LEAST_DAYS:
            return CountMap().expected(history, cells, span)
        fit = self._kernel_fit(points, raster, days=days)
        start = kernels.still_exciting(points, fit, inside=raster.inside, days=days)
        total = kernels.expected_events(fit, start, inside=raster.inside, days=span.days)
        return total[raster.number >= 0]

    def fitted(self, events: Events, *, cells: Cells, before: int) -> SelfExcitingFit:
        """What the process was found to be from the events of the days before."""
        raster = cells.must_be_squares(self.name)
        points, days = self._points(events.before(before), raster, before=before)
        if len(points[0]) < LEAST_EVENTS:
            raise NotEnoughDataError(
                of="events in the cells", have=len(points[0]), need=LEAST_EVENTS
            )
        if days < LEAST_DAYS:
            raise NotEnoughDataError(of="days of history", have=days, need=LEAST_DAYS)
        fit = self._kernel_fit(points, raster, days=days)
        return SelfExcitingFit(
            offspring=fit.offspring,
            mean_lag_days=1.0 / (1.0 - fit.daily_survival),
            spread_m=fit.spread * raster.side_m,
            background_share=fit.background_share,
            scales_m=self.scales_m,
            scale_weights=fit.scale_weights,
            events=len(points[0]),
            days=days,
            turns=fit.turns,
            converged=fit.converged,
        )

    def _points(self, history: Events, raster: Raster, *, before: int) -> tuple[Points, int]:
        """Places in cells and days from the start of the window; and how many days it has."""
        recent = history.within(before - self.history_days, before)
        here = recent.place >= 0
        if not here.any():
            none = np.zeros(0)
            return (none, none, np.zeros(0, dtype=np.int64)), 0
        first = max(before - self.history_days, int(history.day[0]))
        x, y = raster.positions(recent.x[here], recent.y[here])
        return (x, y, recent.day[here] - first), before - first

    def _kernel_fit(self, points: Points, raster: Raster, *, days: int) -> kernels.Fit:
        side = raster.side_m
        limits = kernels.Limits(
            lag_days=self.lag_days,
            distance=self.within_m / side,
            least_spread=self.least_spread_m / side,
            turns=500,
            tolerance=self.tolerance,
        )
        scales = np.array(self.scales_m) / side
        return kernels.fitted(points, raster.inside, days=days, scales=scales, limits=limits)
