"""The step that explains most of a series once season and trend are out, on arrays alone."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Seasons of a year: enough for its shape, few enough to leave something for the step.
SEASONS = 6
LEAST_VARIANCE = 1.0
MOST_CORRELATION = 0.8


class StepDesign(NamedTuple):
    """Steps at each candidate with season and trend taken out, and what takes those out."""

    candidates: IntArray
    basis: FloatArray
    steps: FloatArray
    squares: FloatArray


@lru_cache(maxsize=256)
def step_design(length: int, per_year: int, least_length: int) -> StepDesign:
    """Season levels and a line, and a step at every period with enough on both sides."""
    time = np.arange(length)
    columns = [np.ones(length), time / length]
    if length >= 2 * per_year:
        season = (time % per_year) * SEASONS // per_year
        columns += [(season == one).astype(np.float64) for one in range(1, SEASONS)]
    basis = np.linalg.qr(np.column_stack(columns))[0]
    candidates = np.arange(least_length, length - least_length + 1)
    steps = (time >= candidates[:, np.newaxis]).astype(np.float64)
    steps -= (steps @ basis) @ basis.T
    return StepDesign(candidates, basis, steps, np.einsum("ct,ct->c", steps, steps))


def largest_step(series: FloatArray, design: StepDesign) -> tuple[int, float, float]:
    """Which candidate, how large a step, and its strength: size over standard error, squared.

    The variance is that of what the step leaves, at least that of Poisson counts where the series
    is on their scale (1), and wider where neighbours resemble each other.
    """
    rest = series - design.basis @ (design.basis.T @ series)
    along = design.steps @ rest
    gain = along**2 / design.squares
    best = int(np.argmax(gain))
    size = float(along[best] / design.squares[best])
    left = rest - size * design.steps[best]
    freedom = len(series) - design.basis.shape[1] - 1
    variance = max(float(left @ left) / freedom, LEAST_VARIANCE)
    together = float(left[1:] @ left[:-1]) / max(float(left @ left), 1e-300)
    together = min(max(together, 0.0), MOST_CORRELATION)
    return best, size, float(gain[best]) / (variance * (1.0 + together) / (1.0 - together))
