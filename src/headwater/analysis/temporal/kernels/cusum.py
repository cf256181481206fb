"""Sums that remember small excesses: likelihood ratio CUSUM and GLR of counts, on arrays alone.

Counts are Poisson (dispersion 1) or negative binomial with variance φμ at size μ/(φ-1), the size
held fixed under the change (Höhle & Paul 2008, section 2). A dispersion a week, as its mean.
"""

import math

import numpy as np
from numpy.typing import NDArray

from headwater.core.compiled import compiled, compiled_in_parallel, parallel_range

FloatArray = NDArray[np.float64]

POISSON_BELOW = 1.0 + 1e-12


@compiled
def log_ratio(count: float, mean: float, dispersion: float, log_rise: float) -> float:
    """log of the likelihood at mean x rise over that at the mean.

    With size r: yκ - (y + r) log((r + μe^κ)/(r + μ)); Poisson: yκ - μ(e^κ - 1).
    """
    if dispersion <= POISSON_BELOW:
        return count * log_rise - mean * (math.exp(log_rise) - 1.0)
    size = mean / (dispersion - 1.0)
    grown = math.log((size + mean * math.exp(log_rise)) / (size + mean))
    return count * log_rise - (count + size) * grown


@compiled_in_parallel
def cusum_path(
    counts: FloatArray, mean: FloatArray, dispersion: FloatArray, log_rise: float, limit: float
) -> FloatArray:
    """C(t) = max(0, C(t-1) + log ratio), back to 0 after it passed the limit. Series x weeks.

    A missing week leaves the sum as it is and is nan itself.
    """
    path = np.full(counts.shape, np.nan)
    for row in parallel_range(len(counts)):
        total = 0.0
        for week in range(counts.shape[1]):
            if math.isnan(counts[row, week]) or not mean[row, week] > 0.0:
                continue
            gain = log_ratio(counts[row, week], mean[row, week], dispersion[row, week], log_rise)
            total = max(0.0, total + gain)
            path[row, week] = total
            if total >= limit:
                total = 0.0
    return path


@compiled
def best_log_rise(counts: FloatArray, mean: FloatArray, dispersion: FloatArray) -> float:
    """The rise of these weeks together that makes them most likely, at least none."""
    seen, expected, is_poisson = 0.0, 0.0, True
    for week in range(len(counts)):
        if not math.isnan(counts[week]) and mean[week] > 0.0:
            seen += counts[week]
            expected += mean[week]
            is_poisson = is_poisson and dispersion[week] <= POISSON_BELOW
    if seen <= expected or expected <= 0.0:
        return 0.0
    log_rise = math.log(seen / expected)
    if is_poisson:
        return log_rise
    for _ in range(20):
        slope, bend = 0.0, 0.0
        for week in range(len(counts)):
            if math.isnan(counts[week]) or not mean[week] > 0.0:
                continue
            grown = mean[week] * math.exp(log_rise)
            if dispersion[week] <= POISSON_BELOW:
                slope += counts[week] - grown
                bend += grown
                continue
            size = mean[week] / (dispersion[week] - 1.0)
            slope += size * (counts[week] - grown) / (size + grown)
            bend += size * grown * (counts[week] + size) / (size + grown) ** 2
        step = slope / bend
        log_rise = max(log_rise + step, 0.0)
        if abs(step) < 1e-10:
            break
    return log_rise


@compiled_in_parallel
def glr_path(
    counts: FloatArray, mean: FloatArray, dispersion: FloatArray, window: int, limit: float
) -> tuple[FloatArray, NDArray[np.int64]]:
    """The largest log likelihood ratio over all starts within `window` weeks, and that start.

    Starts are after the last week that reached `limit`.
    """
    best = np.full(counts.shape, np.nan)
    since = np.full(counts.shape, -1, dtype=np.int64)
    for row in parallel_range(len(counts)):
        first = 0
        for week in range(counts.shape[1]):
            if math.isnan(counts[row, week]) or not mean[row, week] > 0.0:
                continue
            best[row, week] = 0.0
            for start in range(max(first, week - window + 1), week + 1):
                part, level = counts[row, start : week + 1], mean[row, start : week + 1]
                spread = dispersion[row, start : week + 1]
                log_rise = best_log_rise(part, level, spread)
                total = 0.0
                for place in range(len(part)):
                    if not math.isnan(part[place]) and level[place] > 0.0:
                        total += log_ratio(part[place], level[place], spread[place], log_rise)
                if log_rise > 0.0 and total > best[row, week]:
                    best[row, week] = total
                    since[row, week] = start
            if best[row, week] >= limit:
                first = week + 1
    return best, since


@compiled
def run_length(probabilities: FloatArray, gains: FloatArray, limit: float, states: int) -> float:
    """Average run length of a CUSUM from 0 by a Markov chain (Brook & Evans 1972).

    The sum is cut into `states` equal steps; `gains` come with `probabilities`.
    """
    width = 2.0 * limit / (2.0 * states - 1.0)
    moves = np.zeros((states, states))
    for state in range(states):
        for place in range(len(gains)):
            value = state * width + gains[place]
            if value < limit:
                landed = math.floor(max(value, 0.0) / width + 0.5)
                moves[state, min(landed, states - 1)] += probabilities[place]
    left = np.eye(states) - moves
    return float(np.linalg.solve(left, np.ones(states))[0])
