"""Are Gi* and local Moran of 35,700 areas quick, and the same as the peers'?

Run `python benchmarks/local_against_pygeoda.py`. One line per claim:
`NAME ratio=… ours=… peer=… PEER VERSION`, where ratio is the peer's time over ours, in CPU seconds
of all threads, each the best of three in this process after one call to warm up. Everyone starts
from weights already built. Ours gives two-sided p-values, moments and false discovery rates; the
peer one tail. Differences between the two go to standard error.
"""

import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import shapely

from headwater.analysis.spatial.local import gi_star, local_moran
from headwater.analysis.spatial.local_results import Permutations
from headwater.analysis.spatial.weights import SpatialWeights, queen

ROWS, COLUMNS = 170, 210
DEALS = 999
RUNS = 3


def main() -> None:
    """Time each peer on the same made-up map of hexagon-like neighbours."""
    weights, shapes = a_map()
    values = np.random.default_rng(41).gamma(2.0, 2.0, ROWS * COLUMNS)
    asked = Permutations(number=DEALS, seed=1)
    ours = {
        "gi_star": best(lambda: gi_star(values, weights, permutations=asked)),
        "local_moran": best(
            lambda: local_moran(values, weights.row_standardised(), permutations=asked)
        ),
    }
    for name, (took, _) in ours.items():
        sys.stderr.write(f"{name}: ours {took:.4f} CPU s\n")
    exact, _ = best(lambda: gi_star(values, weights, permutations=None))
    sys.stderr.write(f"gi_star with exact moments alone: ours {exact:.4f} CPU s\n")
    compare_pygeoda(values, shapes, ours)
    compare_esda(values, weights, ours)


def a_map() -> tuple[SpatialWeights, Any]:
    """Bricks, each row set off by half a brick: six neighbours away from the border."""
    row, column = np.divmod(np.arange(ROWS * COLUMNS), COLUMNS)
    left = 2 * column + row % 2
    # A corner in the middle of each long side: pygeoda finds neighbours by shared corners.
    across = left[:, None] + np.array([0, 1, 2, 2, 1, 0])
    up = row[:, None] + np.array([0, 0, 0, 1, 1, 1])
    shapes = shapely.polygons(np.stack([across, up], axis=2).astype(np.float64))
    return queen(shapes), shapes


def compare_pygeoda(values: Any, shapes: Any, ours: dict[str, tuple[float, Any]]) -> None:
    """GeoDa's library, one thread, with its quick table of draws and with its plain way."""
    try:
        import geopandas
        import pygeoda
    except ImportError as error:
        sys.stderr.write(f"pygeoda skipped: {error.name} is not installed here\n")
        return
    frame = geopandas.GeoDataFrame({"value": values}, geometry=list(shapes))
    opened = pygeoda.open(frame)
    rooked = pygeoda.queen_weights(opened)
    peer = f"pygeoda {version('pygeoda')}"
    calls = {"gi_star": pygeoda.local_gstar, "local_moran": pygeoda.local_moran}
    for name, call in calls.items():
        for method in ("lookup", "complete"):

            def theirs(call: Any = call, method: str = method) -> Any:
                return call(
                    rooked,
                    frame["value"],
                    permutations=DEALS,
                    permutation_method=method,
                    cpu_threads=1,
                )

            took, answer = best(theirs)
            report(f"{name}_35700_areas_{method}", ours[name][0], took, peer)
            apart(name, ours[name][1], np.array(answer.lisa_pvalues()))


def compare_esda(values: Any, weights: SpatialWeights, ours: dict[str, tuple[float, Any]]) -> None:
    """PySAL's esda, its own compiling done before."""
    try:
        import esda
        import libpysal
    except ImportError as error:
        sys.stderr.write(f"esda skipped: {error.name} is not installed here\n")
        return
    lists = {area: weights.of(area).tolist() for area in range(weights.areas)}
    theirs = libpysal.weights.W(lists, silence_warnings=True)
    peer = f"esda {version('esda')}"
    calls = {
        "gi_star": lambda: esda.G_Local(
            values, theirs, star=True, permutations=DEALS, transform="B", n_jobs=1, seed=1
        ),
        "local_moran": lambda: esda.Moran_Local(
            values, theirs, permutations=DEALS, n_jobs=1, seed=1
        ),
    }
    for name, call in calls.items():
        took, answer = best(call)
        report(f"{name}_35700_areas_esda", ours[name][0], took, peer)
        apart(name, ours[name][1], np.array(answer.p_sim))


def apart(name: str, ours: Any, theirs: Any) -> None:
    """How far half our two-sided p is from the peer's single tail, in its chance error."""
    mine = ours.evidence.p_permuted / 2.0
    error = np.sqrt(2.0 * np.maximum(theirs * (1.0 - theirs), 1e-3) / DEALS)
    far = np.abs(mine - theirs) / error
    sys.stderr.write(f"{name}: p apart by {np.mean(far):.2f} chance errors on average\n")


def best(call: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of some runs in CPU seconds, and the last answer."""
    answer = call()
    took = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        answer = call()
        took = min(took, time.process_time() - start)
    return took, answer


def report(name: str, ours_took: float, peer_took: float, peer: str) -> None:
    """One line: who was how quick."""
    ratio = peer_took / ours_took
    print(f"{name} ratio={ratio:.1f} ours={ours_took:.4f}s peer={peer_took:.4f}s {peer}")


if __name__ == "__main__":
    main()
