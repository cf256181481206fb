"""Which mix of maps would have served best in the past; and what does it expect ahead?"""

from dataclasses import dataclass

import numpy as np

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.forecasts.models import CountMap, NearRepeats
from headwater.analysis.spatial.forecasts.places import Cells, Events, Forecaster, Span
from headwater.analysis.spatial.kernels import forecasts as kernels
from headwater.analysis.spatial.kernels.forecasts import FloatArray
from headwater.core.errors import ParameterError

LEAST_HISTORY_DAYS = 180


def usual_members() -> tuple[Forecaster, ...]:
    """Counts of several windows and widths, and near repeats: what a mix is made of by default."""
    return (
        CountMap(90),
        CountMap(365),
        CountMap(1460),
        CountMap(1460, half_life_days=365),
        CountMap(365, bandwidth_m=150),
        CountMap(1460, bandwidth_m=150),
        CountMap(365, bandwidth_m=350),
        CountMap(1460, bandwidth_m=350),
        CountMap(1460, bandwidth_m=1000),
        NearRepeats(),
    )


@dataclass(frozen=True, slots=True)
class Mix:
    """A convex mix of maps, with the weights that past periods would have rewarded most.

    For each of the `past_periods` that ran up to the forecast, every member forecasts from what
    was known then; the weights maximise the summed log of the share that the mix had put where
    each event then happened. Past periods have the length of the one ahead, and at least
    `least_days`, so that rare events say something. With under half a year of earlier history all
    members weigh the same. Source: mixture of known parts by EM, Dempster, Laird & Rubin 1977; a
    linear pool weighted by log score, Geweke & Amisano 2011.
    """

    members: tuple[Forecaster, ...]
    past_periods: int = 13
    least_days: int = 28

    def __post_init__(self) -> None:
        if not self.members:
            raise ParameterError("[members] is empty. Give at least one model.")
        checks.whole("past_periods", self.past_periods, least=1)
        checks.whole("least_days", self.least_days, least=1)

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"mix of {len(self.members)} maps"

    def expected(self, history: Events, cells: Cells, span: Span) -> FloatArray:
        """The weighted mean of the members' maps."""
        weights = self.weights(history, cells=cells, span=span)
        mixed = np.zeros(len(cells))
        for member, weight in zip(self.members, weights, strict=True):
            if weight > 0:
                mixed += weight * member.expected(history, cells, span)
        return mixed

    def weights(self, history: Events, *, cells: Cells, span: Span) -> FloatArray:
        """How much each member counts, from periods before the span alone."""
        known = history.before(span.first_day)
        parts = [self._past_shares(known, cells, past) for past in self._past(known, span)]
        shares = np.vstack([shares for shares, _ in parts] or [np.ones((0, len(self.members)))])
        counts = np.concatenate([counts for _, counts in parts] or [np.zeros(0)])
        return kernels.convex_weights(shares, counts)

    def _past(self, history: Events, span: Span) -> list[Span]:
        """Past periods with history of their own, latest first."""
        if not len(history):
            return []
        days = max(span.days, self.least_days)
        spans = [
            Span(span.first_day - back * days, days) for back in range(1, self.past_periods + 1)
        ]
        return [past for past in spans if past.first_day - history.day[0] >= LEAST_HISTORY_DAYS]

    def _past_shares(
        self, history: Events, cells: Cells, past: Span
    ) -> tuple[FloatArray, FloatArray]:
        """For cells where something then happened: each member's share of the map, and how much."""
        then = history.before(past.first_day)
        counts = history.within(past.first_day, past.end).counts(cells)
        happened = np.flatnonzero(counts)
        maps = np.column_stack([member.expected(then, cells, past) for member in self.members])
        totals = maps.sum(axis=0)
        shares = np.divide(
            maps[happened], totals, out=np.zeros((len(happened), len(totals))), where=totals > 0
        )
        return shares, counts[happened]
