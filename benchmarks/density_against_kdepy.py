"""Is a density of a million events quick, with its edges corrected, and how far from exact?

Run `python benchmarks/density_against_kdepy.py`. One line per claim:
`NAME ratio=… ours=… peer=… PEER VERSION`, where ratio is the peer's CPU time over ours, each the
best of a few runs in this process. KDEpy has no edge correction, so ours does more. How far each
answer is from the exact sum goes to standard error. A peer that is not installed gets a line there.
"""

import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import numpy as np

from headwater.analysis.spatial.density import (
    Edge,
    Smoothing,
    Sums,
    abramson_bandwidths,
    adaptive_density,
    kernel_density,
)
from headwater.analysis.spatial.grids import Raster
from headwater.analysis.spatial.points import Points

EVENTS, SIDE, CELL_M = 1_000_000, 500, 100
BANDWIDTH_M = 300.0
Grid = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
RASTER = Raster(west=0, south=0, cell_m=CELL_M, columns=SIDE, rows=SIDE)


def main() -> None:
    """Time both on one made-up county of several towns."""
    points = made_up_events()
    start = time.process_time()
    kernel_density(points, RASTER, Smoothing(BANDWIDTH_M))
    say(f"first call, with compiling where it is not on disk: {time.process_time() - start:.2f} s")
    ours_took, _ = best(
        lambda: kernel_density(points, RASTER, Smoothing(BANDWIDTH_M)).values, runs=9
    )
    bare = kernel_density(points, RASTER, Smoothing(BANDWIDTH_M, edge=Edge.NONE)).values
    say(f"kde_1m_500x500 with edge correction: {ours_took:.4f} CPU s")
    compare_kdepy(points, ours_took=ours_took, bare=bare)

    pilot = kernel_density(points, RASTER, Smoothing(BANDWIDTH_M))

    def adaptive() -> Grid:
        own = abramson_bandwidths(points, pilot)
        return adaptive_density(points, RASTER, Smoothing(BANDWIDTH_M), own).values

    adaptive()
    took, _ = best(adaptive, runs=4)
    say(f"kde_adaptive_1m_500x500 with edge correction: {took:.4f} CPU s, no quick peer")
    say_how_exact()


def made_up_events() -> Points:
    """A third of the events anywhere, the rest round forty towns."""
    rng = np.random.default_rng(71)
    towns = rng.uniform(3_000, 47_000, (40, 2))[rng.integers(0, 40, EVENTS)]
    where = towns + rng.normal(0, 1_000, (EVENTS, 2))
    spread = rng.random(EVENTS) < 1 / 3
    where[spread] = rng.uniform(0, 50_000, (int(spread.sum()), 2))
    # KDEpy wants every event between the outermost middles.
    where = np.clip(where, CELL_M, SIDE * CELL_M - CELL_M)
    return Points.of(where[:, 0], where[:, 1])


def compare_kdepy(points: Points, *, ours_took: float, bare: Grid) -> None:
    """KDEpy's FFTKDE on the same middles, with the same standard deviation."""
    name = "kde_1m_500x500"
    try:
        from KDEpy import FFTKDE  # type: ignore[import-not-found]
    except ImportError:
        say(f"{name} skipped: KDEpy is not installed here (pip install KDEpy)")
        return
    data = np.column_stack([points.x, points.y])
    east, north = np.meshgrid(RASTER.eastings, RASTER.northings, indexing="ij")
    middles = np.column_stack([east.ravel(), north.ravel()])

    def in_peer() -> Grid:
        return np.asarray(FFTKDE(kernel="gaussian", bw=BANDWIDTH_M).fit(data).evaluate(middles))

    in_peer()
    took, theirs = best(in_peer, runs=5)
    theirs = theirs.reshape(SIDE, SIDE).T * EVENTS
    row, column = np.unravel_index(np.argmax(bare), bare.shape)
    exact = at_middle(data, RASTER.eastings[column], RASTER.northings[row])
    off, theirs_off = bare[row, column] / exact - 1, theirs[row, column] / exact - 1
    say(f"{name}: uncorrected, at the peak, off the exact sum by {off:.1e}; KDEpy {theirs_off:.1e}")
    print(
        f"{name} ratio={took / ours_took:.1f} ours={ours_took:.4f}s peer={took:.4f}s "
        f"KDEpy {version('KDEpy')}"
    )


def at_middle(data: Grid, east: float, north: float) -> float:
    """The exact sum of all events' Gaussians at one place."""
    squared = ((data[:, 0] - east) ** 2 + (data[:, 1] - north) ** 2) / BANDWIDTH_M**2
    return float(np.exp(-squared / 2).sum() / (2 * np.pi * BANDWIDTH_M**2))


def say_how_exact() -> None:
    """Quick sums beside exact ones, on fewer events so that these end."""
    rng = np.random.default_rng(72)
    few = Points.of(rng.normal(25_000, 3_000, 5_000), rng.normal(25_000, 3_000, 5_000))
    exact = kernel_density(few, RASTER, Smoothing(BANDWIDTH_M, sums=Sums.EXACT))
    quick = kernel_density(few, RASTER, Smoothing(BANDWIDTH_M))
    apart = np.abs(quick.values - exact.values).max() / exact.values.max()
    say(f"kde shared sums differ from exact ones by {apart:.1e} of the peak")
    own = abramson_bandwidths(few, quick)
    exact = adaptive_density(few, RASTER, Smoothing(BANDWIDTH_M, sums=Sums.EXACT), own)
    quick = adaptive_density(few, RASTER, Smoothing(BANDWIDTH_M), own)
    apart = np.abs(quick.values - exact.values).max() / exact.values.max()
    say(f"kde adaptive shared sums differ from exact ones by {apart:.1e} of the peak")


def best(call: Callable[[], Grid], *, runs: int) -> tuple[float, Grid]:
    """The least CPU time of some runs, in seconds, and the last answer."""
    took, answer = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        answer = call()
        took = min(took, time.process_time() - start)
    assert answer is not None
    return took, answer


def say(text: str) -> None:
    """What is not a claim."""
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
