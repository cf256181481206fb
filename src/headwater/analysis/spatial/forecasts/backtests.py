"""How would each model have done, period after period; and which simple rule did it fail to beat?

At each origin a model knows only what had happened by then. Means over periods carry an interval
from resampling periods, and models are compared period by period.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy import special

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.forecasts.places import Cells, Events, Forecaster, Span, forecast
from headwater.analysis.spatial.forecasts.scores import (
    LOWER_IS_BETTER,
    NEITHER_IS_BETTER,
    Measure,
    scores_of,
)
from headwater.analysis.spatial.kernels.forecasts import BoolArray, FloatArray
from headwater.core.errors import NotEnoughDataError, NotFoundError, ParameterError


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals over periods are made: replicas, seed and level."""

    replicas: int = 2000
    seed: int = 20170301
    level: float = 0.95

    def __post_init__(self) -> None:
        checks.whole("replicas", self.replicas, least=100)
        checks.whole("seed", self.seed, least=0)
        checks.level(self.level)


USUAL: Final = Resampling()


@dataclass(frozen=True, slots=True)
class MeanScore:
    """The mean of a score, or of a difference, over periods; nan limits for one period alone.

    `left_out` periods had no events, so that the score did not exist.
    """

    value: float
    low: float
    high: float
    level: float
    periods: int
    left_out: int


def mean_score(values: FloatArray, *, how: Resampling = USUAL) -> MeanScore:
    """The mean over periods with a percentile interval from resampling periods.

    The tails are widened for few periods as Hesterberg 2015 (expanded percentile interval) says,
    since plain percentiles are too narrow by about √((n - 1)/n) and the normal in place of t.

    >>> mean_score(np.array([2.0, 2.0, np.nan, 2.0]))
    MeanScore(value=2.0, low=2.0, high=2.0, level=0.95, periods=3, left_out=1)
    """
    known = values[~np.isnan(values)]
    periods, none = len(known), float("nan")
    if periods < 2:
        value = float(known[0]) if periods else none
        return MeanScore(value, none, none, how.level, periods, len(values) - periods)
    rng = np.random.default_rng(how.seed)
    means = known[rng.integers(0, periods, (how.replicas, periods))].mean(axis=1)
    deviate = special.stdtrit(periods - 1, (1.0 - how.level) / 2.0) * np.sqrt(
        periods / (periods - 1)
    )
    tail = float(special.ndtr(deviate))
    low, high = np.quantile(means, [tail, 1.0 - tail])
    return MeanScore(
        float(known.mean()), float(low), float(high), how.level, periods, len(values) - periods
    )


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Scores of each model in each period, and the cells each had picked.

    `values` is models x periods x measures (in the order of `Measure`), `selected` models x
    periods x cells, `events` the weighted events of each period, those outside all cells too.
    """

    models: tuple[str, ...]
    spans: tuple[Span, ...]
    events: FloatArray
    values: FloatArray
    selected: BoolArray
    hot_cells: int

    def of(self, model: str, measure: Measure) -> FloatArray:
        """The score of one model in each period."""
        if model not in self.models:
            raise NotFoundError(kind="model", name=model, hint=f"There are {list(self.models)}.")
        return self.values[self.models.index(model), :, list(Measure).index(measure)]

    def mean(self, model: str, measure: Measure, *, how: Resampling = USUAL) -> MeanScore:
        """The mean over periods with its interval."""
        return mean_score(self.of(model, measure), how=how)

    def difference(
        self, model: str, rule: str, measure: Measure, *, how: Resampling = USUAL
    ) -> MeanScore:
        """How much higher the model scored than the rule, period by period."""
        return mean_score(self.of(model, measure) - self.of(rule, measure), how=how)

    def beats(self, model: str, rule: str, measure: Measure, *, how: Resampling = USUAL) -> bool:
        """Whether the model was better than the rule beyond what chance over periods explains."""
        if measure in NEITHER_IS_BETTER:
            raise ParameterError(f"[{measure}] does not say which of two models is better.")
        gap = self.difference(model, rule, measure, how=how)
        return gap.high < 0 if measure in LOWER_IS_BETTER else gap.low > 0

    def sentence(
        self,
        model: str,
        *,
        rules: Sequence[str],
        measure: Measure = Measure.PAI,
        how: Resampling = USUAL,
    ) -> str:
        """What a report says: the mean, and which simple rules it beat and failed to beat."""
        mean = self.mean(model, measure, how=how)
        said = [
            f"Over {mean.periods} periods of {self._lengths()} days, [{model}] had a mean "
            f"{measure} of {_with_limits(mean)}."
        ]
        for rule in rules:
            gap = self.difference(model, rule, measure, how=how)
            verb = "beat" if self.beats(model, rule, measure, how=how) else "failed to beat"
            said.append(f"It {verb} [{rule}]: difference {_with_limits(gap)}.")
        if mean.left_out:
            said.append(f"{mean.left_out} periods without events are left out.")
        return " ".join(said)

    def _lengths(self) -> str:
        lengths = sorted({span.days for span in self.spans})
        return f"{lengths[0]}" if len(lengths) == 1 else f"{lengths[0]} to {lengths[-1]}"


def _with_limits(mean: MeanScore) -> str:
    if np.isnan(mean.low):
        return f"{mean.value:.3g} (no interval from [{mean.periods}] periods)"
    return f"{mean.value:.3g} ({mean.level * 100:g} % interval {mean.low:.3g} to {mean.high:.3g})"


def rolling_spans(*, first_day: int, days: int, periods: int) -> tuple[Span, ...]:
    """Periods of the same length, one after the other.

    >>> [span.first_day for span in rolling_spans(first_day=100, days=7, periods=3)]
    [100, 107, 114]
    """
    checks.whole("periods", periods, least=1)
    return tuple(Span(first_day + turn * days, days) for turn in range(periods))


def backtest(
    models: Sequence[Forecaster],
    events: Events,
    *,
    cells: Cells,
    spans: Sequence[Span],
    hot_cells: int,
    level: float = 0.95,
) -> Backtest:
    """Forecast each span from what was known on its first morning, and score it afterwards.

    `hot_cells` is how many cells would be patrolled. Spans must be in order and not overlap:
    periods that share events are not separate trials. Source: rolling-origin evaluation, Tashman
    2000.
    """
    names = tuple(model.name for model in models)
    if not names or len(set(names)) < len(names):
        raise ParameterError(
            f"[models] needs at least one model and each name once: {list(names)}."
        )
    if not spans:
        raise NotEnoughDataError(of="periods", have=0, need=1)
    if any(later.first_day < span.end for span, later in pairwise(spans)):
        raise ParameterError("[spans] overlap or are out of order. Give periods one after another.")
    if not events.before(spans[0].first_day).counts(cells).sum() > 0:
        raise NotEnoughDataError(of="events before the first period", have=0, need=1)
    values = np.zeros((len(names), len(spans), len(Measure)))
    selected = np.zeros((len(names), len(spans), len(cells)), dtype=np.bool_)
    for turn, span in enumerate(spans):
        for place, model in enumerate(models):
            made = forecast(model, events, cells=cells, span=span, level=level)
            values[place, turn] = scores_of(made, events, cells=cells, hot_cells=hot_cells)
            selected[place, turn] = made.selection(hot_cells)
    happened = np.array([events.within(s.first_day, s.end).weight.sum() for s in spans])
    checks.read_only(values, selected, happened)
    return Backtest(names, tuple(spans), happened, values, selected, hot_cells)
