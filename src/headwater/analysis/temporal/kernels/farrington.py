"""The improved Farrington method on many series at once, on arrays alone.

Noufaily and others 2013, "An improved algorithm for outbreak detection in multiple surveillance
systems", Statistics in Medicine 32, 1206-1222, section 3; Farrington and others 1996, JRSS A 159,
547-563, sections 3.2 to 3.8. Each series is fitted on its own, in an order of arithmetic that
depends on nothing but the series, so threads and chunks change no answer.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.temporal.kernels.glm import (
    Baseline,
    Fit,
    FloatArray,
    Observed,
    Tables,
    fit,
    is_tabled,
)
from headwater.core.compiled import compiled_in_turns, compiled_part

CodeArray = NDArray[np.int8]

FITTED, NOT_CONVERGED, TOO_FEW_WEEKS = 0, 1, 2
# What standard errors rest on: the spread of (y - μ)/μ; the dispersion; the dispersion, at least 1.
BY_SHARE, BY_DISPERSION, AT_LEAST_POISSON = 0, 1, 2
# A fit this close leaves nothing to hold a trend against: the counts do not vary, and no trend is.
LEAST_SPREAD = 1e-12
NO_TREND = -math.inf
# A week whose own count fixes its season's level has no residual to speak of.
LEAST_FREEDOM = 1e-9


class Rules(NamedTuple):
    """How a baseline is fitted. `trend_needs` is the least |t| by degrees of freedom.

    `errors_by` is `BY_SHARE`, `BY_DISPERSION` or `AT_LEAST_POISSON`. `least_now` is how many weeks
    of the judged season must be known, `least_weeks` how many in all.
    """

    trend: bool
    trend_needs: FloatArray
    errors_by: int
    down_weights: bool
    down_weights_above: float
    least_weeks: int
    least_now: int


class Fits(NamedTuple):
    """One number for each series; `log_mean` and its standard error are of the judged week."""

    log_mean: FloatArray
    error: FloatArray
    dispersion: FloatArray
    slope: FloatArray
    has_trend: NDArray[np.bool_]
    status: CodeArray
    total: FloatArray


class Quantities(NamedTuple):
    """What one fit says of the judged week."""

    log_mean: float
    error: float
    dispersion: float
    slope: float
    strength: float
    freedom: int
    converged: bool


@compiled_part
def exposure_of(exposure: FloatArray, row: int) -> FloatArray:
    """The exposure of one series: its own row, the one row there is, or nothing."""
    own: FloatArray = exposure[row] if len(exposure) > 1 else exposure.ravel()
    return own


@compiled_part
def now_at_risk(exposure: FloatArray, week: int) -> float:
    """The exposure of the judged week; where it is unknown, 1, and the mean is not used."""
    if len(exposure) == 0 or not exposure[week] > 0.0:
        return 1.0
    return float(exposure[week])


@compiled_part
def gather(
    counts: FloatArray, exposure: FloatArray, baseline: Baseline, first_used: int
) -> tuple[Observed, int]:
    """One series in the order of the baseline and how many of its weeks are known.

    A missing count or exposure, and a week before `first_used`, has weight 0.
    """
    length = len(baseline.week)
    count, weight, exposed = np.zeros(length), np.zeros(length), np.ones(length)
    known = 0
    for place in range(length):
        week = baseline.week[place]
        at_risk = exposure[week] if len(exposure) else 1.0
        if week < first_used or math.isnan(counts[week]) or not at_risk > 0.0:
            continue
        count[place], weight[place], exposed[place] = counts[week], 1.0, at_risk
        known += 1
    return Observed(count, exposed, weight), known


@compiled_part
def spread(
    seen: Observed, baseline: Baseline, fitted: Fit, powers: FloatArray
) -> tuple[float, float, int]:
    """Leverage of each week (into `powers`); the answer is Σwμ'r², Σwr² and the number of weeks.

    r is (y - μ)/μ, and μ' is of the step before, as the last solved equations had it.
    """
    squares, of_shares, weeks = 0.0, 0.0, 0
    for season in range(len(fitted.level)):
        plain = fitted.sums[season, 0]
        middle = fitted.sums[season, 1] / plain if plain > 0.0 else 0.0
        for place in range(baseline.bound[season], baseline.bound[season + 1]):
            time, weight = baseline.time[place], seen.weight[place]
            if weight == 0.0:
                powers[place] = 0.0
                continue
            mean = seen.exposure[place] * math.exp(fitted.level[season] + fitted.slope * time)
            earlier = seen.exposure[place] * math.exp(
                fitted.before[season] + fitted.slope_before * time
            )
            residual = seen.counts[place] / mean - 1.0
            squares += weight * earlier * residual * residual
            of_shares += weight * residual * residual
            weeks += 1
            from_slope = 0.0
            if fitted.information > 0.0:
                from_slope = (time - middle) * (time - middle) / fitted.information
            powers[place] = weight * earlier * (1.0 / plain + from_slope)
    return squares, of_shares, weeks


@compiled_part
def quantities(
    fitted: Fit, now: int, spreads: tuple[float, float, int], errors_by: int
) -> Quantities:
    """Mean, error, dispersion and strength of the trend of one fit."""
    squares, of_shares, weeks = spreads
    parameters = 1 if fitted.information > 0.0 else 0
    for season in range(len(fitted.level)):
        parameters += fitted.sums[season, 0] > 0.0
    freedom = weeks - parameters
    raw = squares / freedom if freedom > 0 else math.nan
    plain = fitted.sums[now, 0]
    variance = 1.0 / plain if plain > 0.0 else math.nan
    strength = 0.0
    held_against = raw
    if errors_by == BY_SHARE:
        held_against = of_shares / freedom if freedom > 0 else math.nan
    if fitted.information > 0.0:
        middle = fitted.sums[now, 1] / plain
        variance += middle * middle / fitted.information
        strength = NO_TREND
        if held_against > LEAST_SPREAD:
            strength = abs(fitted.slope) * math.sqrt(fitted.information / held_against)
    return Quantities(
        fitted.level[now],
        math.sqrt(variance * (max(raw, 1.0) if errors_by == AT_LEAST_POISSON else held_against)),
        max(raw, 1.0),
        fitted.slope,
        strength,
        freedom,
        fitted.converged and plain > 0.0 and freedom > 0,
    )


@compiled_part
def down_weighted(
    seen: Observed, baseline: Baseline, known: Tables, fitted: Fit, scaled: FloatArray
) -> int:
    """Fill `scaled`, which holds leverages, with Anscombe residuals. How many weeks are used.

    s = 3/2 (y^(2/3) μ^(-1/6) - μ^(1/2)) / √(1 - h), to be divided by the root of the dispersion.
    """
    used = 0
    for season in range(len(fitted.level)):
        for place in range(baseline.bound[season], baseline.bound[season + 1]):
            free = 1.0 - scaled[place]
            if seen.weight[place] == 0.0 or free < LEAST_FREEDOM:
                scaled[place] = 0.0
                used += seen.weight[place] > 0.0
                continue
            used += 1
            log_mean = fitted.level[season] + fitted.slope * baseline.time[place]
            sixth = math.exp(log_mean / 6.0)
            if seen.exposure[place] != 1.0:
                sixth *= seen.exposure[place] ** (1.0 / 6.0)
            count = seen.counts[place]
            two_thirds = known.two_thirds[int(count)] if is_tabled(count) else count ** (2.0 / 3.0)
            scaled[place] = 1.5 * (two_thirds / sixth - sixth**3) / math.sqrt(free)
    return used


@compiled_part
def reweight(weight: FloatArray, scaled: FloatArray, limit: float, used: int) -> bool:
    """Give weeks with large residuals less weight: γ s^-2 above the limit, γ below. Any above?

    γ makes the weights sum to the number of weeks (Farrington and others 1996, section 3.6).
    """
    total, any_above = 0.0, False
    for place in range(len(weight)):
        if weight[place] > 0.0:
            above = scaled[place] > limit
            any_above = any_above or above
            total += 1.0 / (scaled[place] * scaled[place]) if above else 1.0
    if not any_above:
        return False
    scale = used / total
    for place in range(len(weight)):
        if weight[place] > 0.0:
            above = scaled[place] > limit
            weight[place] = scale / (scaled[place] * scaled[place]) if above else scale
    return True


@compiled_part
def fit_and_weigh(
    first: Observed, baseline: Baseline, known: Tables, rules: Rules, has_trend: bool
) -> tuple[Quantities, FloatArray]:
    """Fit, take weight from weeks that look like past outbreaks, fit again; the weights too."""
    powers = np.empty(len(baseline.week))
    seen = Observed(first.counts, first.exposure, first.weight.copy())
    now = len(baseline.bound) - 2
    # One place that fits, and not two, is half to compile.
    is_again = False
    while True:
        fitted = fit(seen, baseline, known, powers, has_trend)
        spreads = spread(seen, baseline, fitted, powers)
        answer = quantities(fitted, now, spreads, rules.errors_by)
        if is_again or not answer.converged or not rules.down_weights:
            return answer, seen.weight
        used = down_weighted(seen, baseline, known, fitted, powers)
        deviation = math.sqrt(answer.dispersion)
        for place in range(len(powers)):
            powers[place] /= deviation
        is_again = reweight(seen.weight, powers, rules.down_weights_above, used)
        if not is_again:
            return answer, seen.weight


@compiled_part
def is_trend_kept(first: Observed, answer: Quantities, at_risk_now: float, rules: Rules) -> bool:
    """Whether a trend is strong enough and carries the mean no higher than the baseline ever was.

    Farrington and others 1996, section 3.4.
    """
    most = 0.0
    for count in first.counts:
        most = max(most, count)
    is_strong = answer.strength > rules.trend_needs[max(answer.freedom, 0)]
    return answer.converged and is_strong and answer.log_mean <= math.log(most / at_risk_now)


@compiled_part
def weeks_of_now(seen: Observed, baseline: Baseline) -> int:
    """How many known weeks lie in the season of the judged week, which is the last."""
    known = 0
    for place in range(baseline.bound[-2], baseline.bound[-1]):
        known += seen.weight[place] > 0.0
    return known


@compiled_in_turns
def _fit_rows(
    start: int,
    end: int,
    series: tuple[FloatArray, FloatArray, NDArray[np.int64]],
    baseline: Baseline,
    how: tuple[Tables, Rules],
    fits: Fits,
) -> None:
    """Fit the series from `start` to `end`, with the trend where that holds, else without."""
    counts, exposure, first_used = series
    known, rules = how
    for row in range(start, end):
        exposed = exposure_of(exposure, row)
        seen, weeks = gather(counts[row], exposed, baseline, first_used[row])
        for count in seen.counts:
            fits.total[row] += count
        if weeks < rules.least_weeks or weeks_of_now(seen, baseline) < rules.least_now:
            fits.status[row] = TOO_FEW_WEEKS
            continue
        has_trend = rules.trend
        while True:
            answer, _ = fit_and_weigh(seen, baseline, known, rules, has_trend)
            at_risk_now = now_at_risk(exposed, baseline.judged)
            if not has_trend or is_trend_kept(seen, answer, at_risk_now, rules):
                break
            has_trend = not has_trend
        fits.log_mean[row], fits.error[row] = answer.log_mean, answer.error
        fits.dispersion[row] = answer.dispersion
        fits.has_trend[row] = answer.slope != 0.0
        fits.slope[row] = answer.slope if answer.slope != 0.0 else math.nan
        fits.status[row] = FITTED if answer.converged else NOT_CONVERGED


def fit_baselines(
    series: tuple[FloatArray, FloatArray, NDArray[np.int64]],
    baseline: Baseline,
    known: Tables,
    rules: Rules,
) -> Fits:
    """Fit every series for one judged week.

    A series is counts, exposure (a row each, one for all, or none), and the first week it may use.
    """
    number = len(series[0])
    fits = Fits(
        log_mean=np.full(number, np.nan),
        error=np.full(number, np.nan),
        dispersion=np.full(number, np.nan),
        slope=np.full(number, np.nan),
        has_trend=np.zeros(number, np.bool_),
        status=np.zeros(number, np.int8),
        total=np.zeros(number),
    )
    _fit_rows(number, series, baseline, (known, rules), fits)
    return fits


@compiled_in_turns
def _level_rows(
    start: int,
    end: int,
    counts: FloatArray,
    baseline: Baseline,
    how: tuple[Tables, Rules],
    filled: tuple[FloatArray, FloatArray],
) -> None:
    """The levels and the dispersion of the series from `start` to `end`."""
    known, rules = how
    means, dispersion = filled
    nothing = np.empty(0)
    for row in range(start, end):
        seen, weeks = gather(counts[row], nothing, baseline, 0)
        if weeks < rules.least_weeks:
            continue
        answer, weight = fit_and_weigh(seen, baseline, known, rules, rules.trend)
        if not answer.converged:
            continue
        dispersion[row] = answer.dispersion
        for season in range(len(baseline.bound) - 1):
            total, weights = 0.0, 0.0
            for place in range(baseline.bound[season], baseline.bound[season + 1]):
                total += weight[place] * seen.counts[place]
                weights += weight[place]
            means[row, season] = total / weights


def fit_levels(
    counts: FloatArray, baseline: Baseline, known: Tables, rules: Rules
) -> tuple[FloatArray, FloatArray]:
    """The mean of each season and the dispersion, series x seasons and series, without a trend.

    nan where a series cannot be fitted. Weeks that look like outbreaks have less weight.
    """
    means = np.full((len(counts), len(baseline.bound) - 1), np.nan)
    dispersion = np.full(len(counts), np.nan)
    _level_rows(
        len(counts), counts, baseline, (known, rules._replace(trend=False)), (means, dispersion)
    )
    return means, dispersion
