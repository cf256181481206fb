"""A quasi-Poisson regression of one series on season levels and a line, solved as an arrow.

log E(y) = level of the week's season + slope x time + log(exposure). The normal matrix has the
levels on its diagonal and the slope along its edge, so a step of the fit needs three sums for each
level (Σwμ, Σwμt, Σwμt²) and one division for the slope: no matrix is made. Between steps the mean
is level x ratio^time, so a step needs no logarithm or exponential of a week either.

Start, steps and stopping are those of the usual fit (McCullagh & Nelder 1989, section 2.5: start at
y + 0.1, stop when the deviance changes by less than 1e-8 of itself), so that the numbers equal
those of general programs to more places than the stopping rule leaves certain.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled_part

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MOST_STEPS = 25
STOP_BELOW = 1e-8
START_ABOVE = 0.1
# Logarithms and two-thirds powers of whole counts below this are looked up.
TABLE_LENGTH = 4096


class Baseline(NamedTuple):
    """Which weeks are compared, season by season; the same for every series.

    `week` holds columns of the counts, those of one season together; season g has the places
    `bound[g]` to `bound[g + 1]`. `time` is in years from the judged week, which is at time 0.
    """

    week: IntArray
    bound: IntArray
    time: FloatArray
    judged: int


class Tables(NamedTuple):
    """What is known of whole counts beforehand."""

    log: FloatArray
    log_start: FloatArray
    two_thirds: FloatArray


class Observed(NamedTuple):
    """One series in the order of the baseline. A week of weight 0 is not used."""

    counts: FloatArray
    exposure: FloatArray
    weight: FloatArray


class Fit(NamedTuple):
    """The last step of a fit. `level` is log scale.

    `before` and `slope_before` are the coefficients one step earlier. Spread and leverage rest on
    those, as in general programs: the weights of the last solved equations.
    """

    level: FloatArray
    before: FloatArray
    sums: FloatArray
    slope: float
    slope_before: float
    information: float
    deviance: float
    converged: bool


def tables() -> Tables:
    """The tables for counts below `TABLE_LENGTH`; log 0 is given as 0, for y log y."""
    whole = np.arange(TABLE_LENGTH, dtype=np.float64)
    return Tables(
        log=np.log(np.maximum(whole, 1.0)),
        log_start=np.log(whole + START_ABOVE),
        two_thirds=np.cbrt(whole) ** 2,
    )


@compiled_part
def is_tabled(count: float) -> bool:
    """Whether the tables know this count."""
    return count < TABLE_LENGTH and count == math.floor(count)


@compiled_part
def fitted_powers(slope: float, time: FloatArray, powers: FloatArray) -> None:
    """Fill `powers` with exp(slope x time)."""
    for place in range(len(time)):
        powers[place] = math.exp(slope * time[place]) if slope != 0.0 else 1.0


@compiled_part
def season_sums(
    seen: Observed, baseline: Baseline, level: FloatArray, powers: FloatArray, sums: FloatArray
) -> None:
    """Fill `sums[g]` with Σwμ, Σwμt and Σwμt² of season g."""
    for season in range(len(level)):
        plain, once, twice = 0.0, 0.0, 0.0
        for place in range(baseline.bound[season], baseline.bound[season + 1]):
            mass = seen.weight[place] * seen.exposure[place] * powers[place]
            moment = mass * baseline.time[place]
            plain += mass
            once += moment
            twice += moment * baseline.time[place]
        height = math.exp(level[season])
        sums[season, 0] = height * plain
        sums[season, 1] = height * once
        sums[season, 2] = height * twice


@compiled_part
def slope_information(sums: FloatArray) -> float:
    """What is left for the slope once every season has its own level (the Schur complement)."""
    left = 0.0
    for season in range(len(sums)):
        if sums[season, 0] > 0.0:
            left += sums[season, 2] - sums[season, 1] * sums[season, 1] / sums[season, 0]
    return left


@compiled_part
def arrow_step(sums: FloatArray, right: FloatArray, information: float, step: FloatArray) -> float:
    """Solve for the levels (into `step`) and give the slope. Right: Σr and Σrt of each season.

    No information: no slope.
    """
    slope = 0.0
    if information > 0.0:
        for season in range(len(sums)):
            if sums[season, 0] > 0.0:
                shared = sums[season, 1] * right[season, 0] / sums[season, 0]
                slope += right[season, 1] - shared
        slope /= information
    for season in range(len(sums)):
        step[season] = 0.0
        if sums[season, 0] > 0.0:
            step[season] = (right[season, 0] - sums[season, 1] * slope) / sums[season, 0]
    return slope


@compiled_part
def starting_equations(
    seen: Observed, baseline: Baseline, known: Tables, sums: FloatArray, right: FloatArray
) -> tuple[float, float]:
    """Fill the first equations, at means of y + 0.1; the deviance there and Σ w(y log y/E - y)."""
    deviance, constant = 0.0, 0.0
    for season in range(len(sums)):
        sums[season, 0] = sums[season, 1] = sums[season, 2] = 0.0
        right[season, 0] = right[season, 1] = 0.0
        for place in range(baseline.bound[season], baseline.bound[season + 1]):
            weight = seen.weight[place]
            if weight == 0.0:
                continue
            count, time = seen.counts[place], baseline.time[place]
            mean = count + START_ABOVE
            if is_tabled(count):
                log_count, log_mean = known.log[int(count)], known.log_start[int(count)]
            else:
                log_count, log_mean = math.log(max(count, 1e-300)), math.log(mean)
            log_exposure = math.log(seen.exposure[place]) if seen.exposure[place] != 1.0 else 0.0
            mass = weight * mean
            work = mass * (log_mean - log_exposure - START_ABOVE / mean)
            sums[season, 0] += mass
            sums[season, 1] += mass * time
            sums[season, 2] += mass * time * time
            right[season, 0] += work
            right[season, 1] += work * time
            deviance += weight * (count * (log_count - log_mean) + START_ABOVE)
            constant += weight * count * (log_count - log_exposure - 1.0)
    return 2.0 * deviance, constant


@compiled_part
def observed_sums(seen: Observed, baseline: Baseline, totals: FloatArray) -> None:
    """Fill `totals[g]` with Σwy and Σwyt of season g."""
    for season in range(len(totals)):
        totals[season, 0] = totals[season, 1] = 0.0
        for place in range(baseline.bound[season], baseline.bound[season + 1]):
            mass = seen.weight[place] * seen.counts[place]
            totals[season, 0] += mass
            totals[season, 1] += mass * baseline.time[place]


@compiled_part
def deviance_of(
    totals: FloatArray, sums: FloatArray, level: FloatArray, slope: float, constant: float
) -> float:
    """2 Σw(y log(y/μ) - y + μ), from the sums of the seasons alone."""
    half = constant
    for season in range(len(level)):
        half += sums[season, 0] - level[season] * totals[season, 0] - slope * totals[season, 1]
    return 2.0 * half


@compiled_part
def fit(
    seen: Observed, baseline: Baseline, known: Tables, powers: FloatArray, has_trend: bool
) -> Fit:
    """Fit levels, and a slope if `has_trend`, to one series. `powers` is room to work in."""
    seasons = len(baseline.bound) - 1
    sums, right, totals = np.empty((seasons, 3)), np.empty((seasons, 2)), np.empty((seasons, 2))
    level, step, used = np.zeros(seasons), np.empty(seasons), np.empty((seasons, 3))
    observed_sums(seen, baseline, totals)
    deviance, constant = starting_equations(seen, baseline, known, sums, right)
    information = slope_information(sums) if has_trend else 0.0
    slope = arrow_step(sums, right, information, level)
    before = level.copy()
    slope_before, converged = slope, False
    for _ in range(MOST_STEPS):
        used, sums = sums, used
        fitted_powers(slope, baseline.time, powers)
        season_sums(seen, baseline, level, powers, sums)
        earlier, deviance = deviance, deviance_of(totals, sums, level, slope, constant)
        if not math.isfinite(deviance):
            break
        if abs(deviance - earlier) < STOP_BELOW * (abs(deviance) + 0.1):
            converged = True
            break
        for season in range(seasons):
            right[season, 0] = totals[season, 0] - sums[season, 0]
            right[season, 1] = totals[season, 1] - sums[season, 1]
        information = slope_information(sums) if has_trend else 0.0
        change = arrow_step(sums, right, information, step)
        slope_before = slope
        slope += change
        for season in range(seasons):
            before[season] = level[season]
            level[season] += step[season]
    # Nothing but zeros: the mean falls to e of itself at each step, and is as good as 0 by now.
    cases = 0.0
    for season in range(seasons):
        cases += totals[season, 0]
    converged = converged or cases == 0.0
    return Fit(level, before, used, slope, slope_before, information, deviance, converged)
