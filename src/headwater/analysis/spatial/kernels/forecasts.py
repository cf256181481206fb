"""The arithmetic of forecasts of places: counting, shrinking, smoothing and scoring, on arrays.

Rasters are columns by rows (x first), so a raster read flat runs up each column in turn. That is
also the order of cells, and therefore the order in which cells with the same forecast are taken.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from headwater.core.compiled import compiled

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Below this relative variance a count is taken as Poisson: the gamma terms would only add rounding.
POISSON_BELOW = 1e-8
# Where smoothing kernels end, in standard deviations.
KERNEL_ENDS = 4.0
# Cells are told apart at least this much, as a share of a Poisson variance. Without it a count map
# with no more spread than chance would become flat and every rank a tie.
LEAST_SPREAD = 0.01


def counts_by_cell(place: IntArray, weight: FloatArray, *, cells: int) -> FloatArray:
    """Weighted events in each cell; a place of -1 lies in none."""
    known = place >= 0
    held = np.bincount(place[known], weights=weight[known], minlength=cells)
    return held.astype(np.float64)


def shrunk(counts: FloatArray, *, noise: float) -> FloatArray:
    """Counts drawn towards the mean of all cells; their sum and their order stay.

    m + (n - m) b / (b + noise), with b the variance between cells beyond `noise`, the variance
    that chance alone gives one cell (m for plain counts, Σw² a cell for weights; less after
    smoothing). For plain counts this is the posterior mean of a gamma-Poisson model fitted by
    moments (Clayton & Kaldor 1987). No events at all: zeros.
    """
    mean = float(counts.mean())
    if not mean > 0:
        return np.zeros_like(counts)
    between = max(float(counts.var()) - noise, LEAST_SPREAD * noise)
    return mean + (counts - mean) * (between / (between + noise))


def drawn_to(prior: FloatArray, counts: FloatArray) -> FloatArray:
    """Counts of a few periods drawn towards what was expected of each cell.

    prior x (n + a) / (prior + a): a gamma factor of mean 1 and shape a, found by moments from how
    far the counts lie from the prior beyond chance.
    """
    squares = float((prior * prior).sum())
    beyond = float(((counts - prior) ** 2 - prior).sum())
    shape = squares / max(beyond, LEAST_SPREAD * squares) if squares > 0 else 1.0
    return prior * (counts + shape) / (prior + shape)


def relative_variance(counts: FloatArray) -> float:
    """Spread of counts beyond chance, α in variance = m + α m²; `counts` is periods x cells.

    By moments over cells, each about its own mean of the periods. Fewer than two periods: 0.
    """
    periods = len(counts)
    if periods < 2:
        return 0.0
    mean = counts.mean(axis=0)
    within = ((counts - mean) ** 2).sum(axis=0) / (periods - 1)
    # m² overstates the square of the true mean by the variance of m.
    squares = float((mean * mean - within / periods).sum())
    return max(float((within - mean).sum()) / squares, 0.0) if squares > 0 else 0.0


def gaussian_steps(bandwidth: float) -> FloatArray:
    """Share of a Gaussian that falls into each cell about its own, along one axis.

    `bandwidth` in cells. Whole shares of cells, not the density at their centres, so that a kernel
    much smaller than a cell stays in it.
    """
    if bandwidth <= 0:
        return np.ones(1)
    reach = math.ceil(KERNEL_ENDS * bandwidth + 0.5)
    edges = (np.arange(-reach, reach + 2) - 0.5) / (bandwidth * math.sqrt(2.0))
    steps = np.diff(np.array([math.erf(edge) for edge in edges]))
    return np.asarray(steps / steps.sum(), dtype=np.float64)


def smoothed(raster: FloatArray, *, bandwidth: float) -> FloatArray:
    """The raster spread by a Gaussian with a standard deviation of `bandwidth` cells.

    What leaves the raster is lost; callers who want the mass kept rescale.
    """
    if bandwidth <= 0:
        return raster.copy()
    steps = gaussian_steps(bandwidth)
    along = ndimage.correlate1d(raster, steps, axis=0, mode="constant")
    return np.asarray(ndimage.correlate1d(along, steps, axis=1, mode="constant"))


@compiled
def near_repeat_risk(
    x: FloatArray, y: FloatArray, weeks: FloatArray, shape: tuple[int, int], reach: float
) -> FloatArray:
    """Summed risk of recent events in each cell of a raster: Σ 1/weeks x 1/half cells.

    `x` and `y` in cells from the raster's corner, `weeks` begun since each event (1 or more),
    `reach` in cells. The distance counts half cells begun, from the event to a cell's centre.
    """
    risk = np.zeros(shape)
    for event in range(len(x)):
        low_x, high_x = int(max(x[event] - reach, 0.0)), int(min(x[event] + reach, shape[0] - 1.0))
        low_y, high_y = int(max(y[event] - reach, 0.0)), int(min(y[event] + reach, shape[1] - 1.0))
        for column in range(low_x, high_x + 1):
            for row in range(low_y, high_y + 1):
                apart = math.hypot(column + 0.5 - x[event], row + 0.5 - y[event])
                if apart <= reach:
                    risk[column, row] += 1.0 / (weeks[event] * (math.floor(2.0 * apart) + 1.0))
    return risk


@compiled
def log_chance(count: float, mean: float, spread: float) -> float:
    """Log chance of a count that is Poisson (`spread` 0) or has variance m + spread x m²."""
    if mean <= 0.0:
        return 0.0 if count == 0.0 else -np.inf
    if spread < POISSON_BELOW:
        return count * math.log(mean) - mean - math.lgamma(count + 1.0)
    size = 1.0 / spread
    ways = math.lgamma(size + count) - math.lgamma(size) - math.lgamma(count + 1.0)
    return ways - size * math.log1p(mean * spread) + count * math.log(mean / (size + mean))


@compiled
def first_count(mean: float, spread: float) -> float:
    """A count so low that less has next to no chance (below about 1e-12)."""
    far = 8.0 * math.sqrt(mean + spread * mean * mean)
    return 0.0 if mean < 64.0 or far >= mean else math.floor(mean - far)


@compiled
def next_chance(chance: float, count: float, mean: float, spread: float) -> float:
    """The chance of one count more, from the chance of a count."""
    if spread < POISSON_BELOW:
        return chance * mean / (count + 1.0)
    return chance * (1.0 + spread * count) * mean / ((count + 1.0) * (1.0 + spread * mean))


@compiled
def count_limits(
    mean: FloatArray, spread: FloatArray, tail: float
) -> tuple[FloatArray, FloatArray]:
    """Lowest counts at which the chance of as many or fewer reaches `tail` and 1 - `tail`."""
    low, high = np.zeros(len(mean)), np.zeros(len(mean))
    for cell in range(len(mean)):
        if mean[cell] <= 0.0:
            continue
        count = first_count(mean[cell], spread[cell])
        chance = math.exp(log_chance(count, mean[cell], spread[cell]))
        below, found = chance, False
        while True:
            if not found and below >= tail:
                low[cell], found = count, True
            # The second bound ends the walk where rounding keeps the sum from its aim.
            if below >= 1.0 - tail or (count > mean[cell] and chance < 1e-15):
                break
            chance = next_chance(chance, count, mean[cell], spread[cell])
            count += 1.0
            below += chance
        high[cell] = count
    return low, high


@compiled
def count_scores(
    observed: FloatArray, mean: FloatArray, spread: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """For each cell the log chance of what was observed, and its ranked probability score.

    The latter is Σ (P(count ≤ k) - [observed ≤ k])² over k = 0, 1, … (Epstein 1969).
    """
    logs, ranked = np.zeros(len(mean)), np.zeros(len(mean))
    for cell in range(len(mean)):
        logs[cell] = log_chance(observed[cell], mean[cell], spread[cell])
        count = first_count(mean[cell], spread[cell])
        # Counts below the first have no chance; those at or above what was observed missed it.
        score = max(count - observed[cell], 0.0)
        chance = math.exp(log_chance(count, mean[cell], spread[cell]))
        below = chance
        while True:
            gap = below - (1.0 if observed[cell] <= count else 0.0)
            score += gap * gap
            if count >= observed[cell] and (
                1.0 - below < 1e-9 or (chance < 1e-15 and count > mean[cell])
            ):
                break
            chance = next_chance(chance, count, mean[cell], spread[cell])
            count += 1.0
            below += chance
        ranked[cell] = score
    return logs, ranked


def convex_weights(shares: FloatArray, counts: FloatArray, *, turns: int = 500) -> FloatArray:
    """Weights of maps, above zero and summing to 1, that give past events the highest log score.

    `shares` is places x maps: the share of all events that each map puts where some happened;
    `counts` how many did. Each turn is an EM step of a mixture with known parts (Dempster, Laird
    & Rubin 1977), so no turn makes it worse. Nothing happened: equal weights.
    """
    maps = shares.shape[1]
    weights = np.full(maps, 1.0 / maps)
    total = float(counts.sum())
    for _ in range(turns if total > 0 else 0):
        mixed = shares @ weights
        credit = np.divide(counts, mixed, out=np.zeros_like(counts), where=mixed > 0)
        after = weights * (shares.T @ credit)
        # Places which every map called impossible teach nothing.
        after = after / after.sum() if after.sum() > 0 else weights
        moved = float(np.abs(after - weights).max())
        weights = after
        if moved < 1e-7:
            break
    return weights
