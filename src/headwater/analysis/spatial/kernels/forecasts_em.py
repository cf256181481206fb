"""A self-exciting point process in whole days, fitted by expectation and maximisation.

Each event is either background or was set off by an earlier one nearby. The expected number of
events on day t at s is μ(s) + Σ θ (1 - q) q^(t - tᵢ - 1) N(s - sᵢ; σ²) over events i of earlier
days: Mohler and others 2011 with an exponential in whole days (which is geometric) and a Gaussian
in space. μ is a mix of kernel densities of several widths on a raster, weighted by how likely each
event is background; an event never counts towards its own background.
"""

import math
from dataclasses import dataclass

import numpy as np

from headwater.analysis.spatial.kernels.forecasts import (
    FloatArray,
    IntArray,
    gaussian_steps,
    smoothed,
)
from headwater.core.compiled import compiled


@dataclass(frozen=True, slots=True)
class Fit:
    """What the process was found to be. Lengths in cells, rates per day."""

    background: FloatArray
    offspring: float
    daily_survival: float
    spread: float
    background_share: float
    scale_weights: FloatArray
    turns: int
    converged: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How far back and wide an event can set off others, and when to stop. Lengths in cells."""

    lag_days: int
    distance: float
    least_spread: float
    turns: int
    tolerance: float


@compiled
def pair_starts(
    day: IntArray, x: FloatArray, y: FloatArray, lag_days: int, distance: float
) -> IntArray:
    """Where the earlier neighbours of each event begin in the list of pairs; one entry more."""
    starts = np.zeros(len(day) + 1, dtype=np.int64)
    for event in range(len(day)):
        found = 0
        for other in range(event - 1, -1, -1):
            lag = day[event] - day[other]
            if lag > lag_days:
                break
            across, along = x[event] - x[other], y[event] - y[other]
            if lag > 0 and across * across + along * along <= distance * distance:
                found += 1
        starts[event + 1] = starts[event] + found
    return starts


@compiled
def pairs_of(
    day: IntArray, x: FloatArray, y: FloatArray, starts: IntArray, distance: float
) -> tuple[IntArray, FloatArray]:
    """Days between and squared distance of every pair that `pair_starts` counted."""
    lags, squares = np.empty(starts[-1], dtype=np.int64), np.empty(starts[-1])
    for event in range(len(day)):
        place, other = starts[event], event - 1
        while place < starts[event + 1]:
            across, along = x[event] - x[other], y[event] - y[other]
            square = across * across + along * along
            if day[event] > day[other] and square <= distance * distance:
                lags[place], squares[place] = day[event] - day[other], square
                place += 1
            other -= 1
    return lags, squares


@compiled
def triggered(
    background: FloatArray,
    starts: IntArray,
    lags: IntArray,
    squares: FloatArray,
    strength: FloatArray,
    variance: float,
) -> FloatArray:
    """For each event: its rate, the share set off by others, and that share's lags and squares.

    `strength` is θ(1 - q)q^(lag - 1) for each lag. The rate is per cell and day.
    """
    answer = np.empty((len(background), 4))
    for event in range(len(background)):
        total = at_lag = at_square = 0.0
        for pair in range(starts[event], starts[event + 1]):
            part = strength[lags[pair]] * math.exp(-squares[pair] / (2.0 * variance))
            total += part
            at_lag += part * lags[pair]
            at_square += part * squares[pair]
        scale = 1.0 / (2.0 * math.pi * variance)
        rate = background[event] + scale * total
        share = scale / rate if rate > 0.0 else 0.0
        answer[event, 0], answer[event, 1] = rate, total * share
        answer[event, 2], answer[event, 3] = at_lag * share, at_square * share
    return answer


def backgrounds(
    chance: FloatArray,
    where: tuple[IntArray, IntArray],
    inside: FloatArray,
    scales: FloatArray,
    kept: list[FloatArray],
) -> list[FloatArray]:
    """Densities of background events on the raster, one for each scale and a flat one, last.

    `chance` is how likely each event is background and `where` its column and row. A scale of 0 is
    the cell itself. Each holds the summed chance: `kept` is the `reach` of each scale, which makes
    up for what smoothing would carry over the edge.
    """
    raster = np.zeros(inside.shape)
    np.add.at(raster, where, chance)
    made = [
        smoothed(raster / share, bandwidth=float(scale)) * inside
        for scale, share in zip(scales, kept, strict=True)
    ]
    return [*made, inside * (float(chance.sum()) / float(inside.sum()))]


def reach(inside: FloatArray, scale: float) -> FloatArray:
    """How much of a kernel set down in each cell stays inside; 1 where none does."""
    kept = smoothed(inside, bandwidth=scale)
    return np.where((kept > 0) & (inside > 0), kept, 1.0)


def fitted(
    points: tuple[FloatArray, FloatArray, IntArray],
    inside: FloatArray,
    *,
    days: int,
    scales: FloatArray,
    limits: Limits,
) -> Fit:
    """The process that made the points, over `days` days from day 0.

    `points` are x and y in cells from the raster's corner and the day, in order of the day.
    """
    x, y, day = points
    where = x.astype(np.int64), y.astype(np.int64)
    starts = pair_starts(day, x, y, limits.lag_days, limits.distance)
    lags, squares = pairs_of(day, x, y, starts, limits.distance)
    kept = [reach(inside, float(scale)) for scale in scales]
    # What an event adds to each background where it lies; nothing to speak of to the flat one.
    own = np.column_stack(
        [gaussian_steps(float(h)).max() ** 2 / k[where] for h, k in zip(scales, kept, strict=True)]
        + [np.zeros(len(x))]
    )
    powers = np.arange(limits.lag_days + 1, dtype=np.float64) - 1.0
    chance, weights = np.full(len(x), 0.7), np.full(own.shape[1], 1.0 / own.shape[1])
    theta, survival, variance = 0.3, 1.0 - 1.0 / min(15.0, limits.lag_days / 2.0), 1.0
    turn, moved = 0, np.inf
    while turn < limits.turns and moved > limits.tolerance:
        turn += 1
        maps = backgrounds(chance, where, inside, scales, kept)
        at_events = np.column_stack([made[where] for made in maps])
        at_events = np.maximum(at_events - chance[:, None] * own, 0.0) * (weights / days)
        strength = theta * (1.0 - survival) * survival**powers
        answer = triggered(at_events.sum(axis=1), starts, lags, squares, strength, variance)
        before = (theta, survival, math.sqrt(variance), *weights)
        parts = np.divide(
            at_events, answer[:, :1], out=np.zeros_like(at_events), where=answer[:, :1] > 0
        )
        chance = 1.0 - answer[:, 1]
        weights = parts.sum(axis=0) / max(float(parts.sum()), 1e-300)
        theta, survival, variance = improved(
            answer, days - 1.0 - day.astype(np.float64), survival, variance, limits
        )
        after = (theta, survival, math.sqrt(variance), *weights)
        moved = max(abs(new - old) for new, old in zip(after, before, strict=True))
    maps = backgrounds(chance, where, inside, scales, kept)
    return Fit(
        background=sum((w * m for w, m in zip(weights, maps, strict=True)), np.zeros(inside.shape))
        / days,
        offspring=theta,
        daily_survival=survival,
        spread=math.sqrt(variance),
        background_share=float(chance.mean()),
        scale_weights=weights,
        turns=turn,
        converged=bool(moved <= limits.tolerance),
    )


def improved(
    answer: FloatArray, left: FloatArray, survival: float, variance: float, limits: Limits
) -> tuple[float, float, float]:
    """θ, q and σ² that suit the shares of one turn: the step of maximisation.

    `left` is how many days each event had left to set off others, so θ is not too low because the
    study ends. Nothing set off: θ is 0 and the shape stays as it was.
    """
    sets_off = float(answer[:, 1].sum())
    if sets_off < 1e-9:
        return 0.0, survival, variance
    seen = 1.0 - survival ** np.minimum(left, limits.lag_days)
    lag = float(answer[:, 2].sum()) / sets_off
    wide = float(answer[:, 3].sum()) / (2.0 * sets_off)
    survival = min(max(1.0 - 1.0 / max(lag, 1.0 + 1e-9), 1e-6), 1.0 - 1.0 / limits.lag_days)
    return sets_off / max(float(seen.sum()), 1.0), survival, max(wide, limits.least_spread**2)


def still_exciting(
    points: tuple[FloatArray, FloatArray, IntArray], fit: Fit, *, inside: FloatArray, days: int
) -> FloatArray:
    """Events expected on day `days` in each cell, set off by those of the days before it."""
    x, y, day = points
    age = days - 1.0 - day.astype(np.float64)
    strength = fit.offspring * (1.0 - fit.daily_survival) * fit.daily_survival**age
    # What has faded below a millionth of an event would only cost time.
    live = strength > 1e-6
    made: FloatArray = gaussian_mass(x[live], y[live], strength[live], fit.spread, inside.shape)
    return made * inside


@compiled
def gaussian_mass(
    x: FloatArray, y: FloatArray, strength: FloatArray, spread: float, shape: tuple[int, int]
) -> FloatArray:
    """Sum of Gaussians about the points, as their mass in each cell of the raster."""
    raster = np.zeros(shape)
    reach = 4.0 * spread
    scale = spread * math.sqrt(2.0)
    for event in range(len(x)):
        low_x, high_x = int(max(x[event] - reach, 0.0)), int(min(x[event] + reach, shape[0] - 1.0))
        low_y, high_y = int(max(y[event] - reach, 0.0)), int(min(y[event] + reach, shape[1] - 1.0))
        for column in range(low_x, high_x + 1):
            across = math.erf((column + 1.0 - x[event]) / scale) - math.erf(
                (column - x[event]) / scale
            )
            for row in range(low_y, high_y + 1):
                along = math.erf((row + 1.0 - y[event]) / scale) - math.erf(
                    (row - y[event]) / scale
                )
                raster[column, row] += strength[event] * 0.25 * across * along
    return raster


def expected_events(fit: Fit, start: FloatArray, *, inside: FloatArray, days: int) -> FloatArray:
    """Events expected in each cell over the coming days, those set off by expected ones too."""
    exciting, total = start.copy(), np.zeros(inside.shape)
    for _ in range(days):
        today = fit.background + exciting
        total += today
        set_off = smoothed(today, bandwidth=fit.spread) * inside
        exciting = (
            fit.daily_survival * exciting + fit.offspring * (1.0 - fit.daily_survival) * set_off
        )
    return total
