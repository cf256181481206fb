"""What would series like these look like if nothing changed? Histories drawn from their own past.

Two ways to learn what is usual, and one way to draw from it. Where each series has years of events,
`histories_of_each` fits its own season levels and dispersion, with little weight on weeks that look
like past outbreaks. Where single series have too few events to say that for themselves,
`histories_together` gives them a season and a dispersion that they share. Whole histories are then
drawn as negative binomial counts.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import stats

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
POISSON_BELOW = 1.0 + 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """The mean of every week (series x weeks) and the dispersion (series); nan: not fitted.

    The dispersion is the variance over the mean, at least 1.
    """

    mean: FloatArray
    dispersion: FloatArray

    def draw(self, series: int, *, replicas: int, rng: np.random.Generator) -> FloatArray:
        """Histories of one series, replicas x weeks, with nothing happening in them."""
        size = (replicas, self.mean.shape[1])
        return drawn(self.mean[series], float(self.dispersion[series]), size, rng=rng)

    def draw_all(self, *, rng: np.random.Generator) -> FloatArray:
        """One history of every series, series x weeks; nan for those that were not fitted."""
        made = np.full(self.mean.shape, np.nan)
        for dispersion in np.unique(self.dispersion[~np.isnan(self.dispersion)]):
            rows = np.flatnonzero(self.dispersion == dispersion)
            size = (len(rows), self.mean.shape[1])
            made[rows] = drawn(self.mean[rows], float(dispersion), size, rng=rng)
        return made


def drawn(
    mean: FloatArray, dispersion: float, size: tuple[int, int], *, rng: np.random.Generator
) -> FloatArray:
    """Counts with some means and variance over mean: negative binomial, or Poisson at 1.

    >>> made = drawn(np.full(52, 6.0), 2.5, (1000, 52), rng=np.random.default_rng(1))
    >>> bool(abs(made.mean() - 6.0) < 0.1), bool(abs(made.var() / made.mean() - 2.5) < 0.1)
    (True, True)
    """
    least = np.maximum(mean, LEAST_MEAN)
    if dispersion <= POISSON_BELOW:
        return rng.poisson(least, size).astype(np.float64)
    shape = least / (dispersion - 1.0)
    return rng.negative_binomial(shape, 1.0 / dispersion, size).astype(np.float64)


def histories_of_each(
    counts: NDArray[np.generic], settings: FarringtonSettings, *, first_week: date | None
) -> Histories:
    """Season levels without a trend, and dispersion, of each series at its last week.

    Raises `NotEnoughDataError` where there are fewer years than the settings look back.
    """
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


def histories_together(counts: FloatArray) -> Histories:
    """Each series' own level, one yearly wave that all share, and one dispersion that all share.

    `counts` are series x weeks, nan where missing. The dispersion is that of all series together
    around their mean, by the median of squared residuals, so that a rise in the past is not taken
    for what is usual.

    >>> weeks = np.arange(156)
    >>> counts = np.round(np.outer([2.0, 20.0], 1.0 + 0.4 * np.cos(2 * np.pi * weeks / 52)))
    >>> found = histories_together(counts)
    >>> found.mean.mean(axis=1).round(1).tolist(), found.dispersion.tolist()
    ([2.0, 20.0], [1.0, 1.0])
    """
    known = np.isfinite(counts)
    total = np.where(known, counts, 0.0)
    level = total.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    at_all = known.sum(axis=0)
    season = _wave(total.sum(axis=0) / np.maximum(at_all, 1), at_all > 0)
    mean = np.outer(level, season)
    return Histories(mean, np.full(len(counts), _shared_dispersion(total, mean * known)))


def _wave(average: FloatArray, is_known: NDArray[np.bool_]) -> FloatArray:
    """One wave a year through the averages of the known weeks, of mean 1."""
    angle = 2 * np.pi * np.arange(len(average)) / WEEKS_IN_YEAR
    design = np.column_stack([np.ones(len(average)), np.cos(angle), np.sin(angle)])
    weight, *_ = np.linalg.lstsq(design[is_known], average[is_known], rcond=None)
    wave = np.maximum(design @ weight, LEAST_MEAN)
    return np.asarray(wave / wave[is_known].mean()) if is_known.any() else np.ones(len(average))


def _shared_dispersion(counts: FloatArray, mean: FloatArray) -> float:
    """Variance over mean of all series together, at least 1."""
    seen, expected = counts.sum(axis=0), mean.sum(axis=0)
    judged = expected > 0.0
    if not judged.any():
        return 1.0
    squared = (seen[judged] - expected[judged]) ** 2 / expected[judged]
    # The median of a squared standard normal is 0.455.
    return max(float(np.median(squared)) / float(stats.chi2.median(1)), 1.0)
