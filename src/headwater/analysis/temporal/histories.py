"""What would series like these look like if nothing changed? Histories drawn from their own past.

A series' season levels and dispersion are fitted once, with little weight on weeks that look like
past outbreaks; whole histories are then drawn as negative binomial counts. Each series has a
stream of random numbers of its own, so answers do not depend on which others are asked about.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.temporal.baselines import (
    WEEKS_IN_YEAR,
    Span,
    baseline_of,
    reference_weeks,
    seasons_of,
)
from headwater.analysis.temporal.farrington import COUNT_TABLES, FarringtonSettings, kernel_rules
from headwater.analysis.temporal.kernels import farrington as kernels
from headwater.analysis.temporal.results import FloatArray
from headwater.core.errors import NotEnoughDataError

# A mean of nothing has no negative binomial; this one is nothing to all purposes.
LEAST_MEAN = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """The mean of every week (series x weeks) and the dispersion (series); nan: not fitted."""

    mean: FloatArray
    dispersion: FloatArray

    def draw(self, series: int, *, replicas: int, rng: np.random.Generator) -> FloatArray:
        """Histories of one series, replicas x weeks, with nothing happening in them."""
        mean = np.maximum(self.mean[series], LEAST_MEAN)
        size = (replicas, len(mean))
        dispersion = float(self.dispersion[series])
        if dispersion <= 1.0 + 1e-9:
            return rng.poisson(mean, size).astype(np.float64)
        shape = mean / (dispersion - 1.0)
        return rng.negative_binomial(shape, 1.0 / dispersion, size).astype(np.float64)


def fitted_histories(
    counts: NDArray[np.generic], settings: FarringtonSettings, *, first_week: date | None
) -> Histories:
    """Season levels without a trend, and dispersion, of each series at its last week."""
    weeks = counts.shape[1]
    baseline = baseline_of(weeks - 1, settings.span, first_week=first_week)
    if baseline is None:
        need = (settings.years_back + 1) * WEEKS_IN_YEAR
        raise NotEnoughDataError(of="weeks", have=weeks, need=need)
    levels, dispersion = kernels.fit_levels(
        np.ascontiguousarray(counts, dtype=np.float64),
        baseline,
        COUNT_TABLES,
        kernel_rules(settings, baseline),
    )
    return Histories(levels[:, season_of_each(weeks, settings, first_week)], dispersion)


def season_of_each(
    weeks: int, settings: FarringtonSettings, first_week: date | None
) -> NDArray[np.int64]:
    """The season of every week, as seen from the last."""
    last = weeks - 1
    years = weeks // WEEKS_IN_YEAR + 1
    references = reference_weeks(last, years=years, first_week=first_week)
    span = Span(years, settings.half_window, settings.seasons, 0)
    known, seasons = seasons_of(last, references, span)
    every = np.full(weeks, settings.seasons - 1, dtype=np.int64)
    every[known] = seasons
    return every
