"""Is a near-repeat table of 20,000 events, 20 bands and 999 shuffles quick?

Run `python benchmarks/near_repeats_against_sparse.py`. One line per claim:
`NAME ratio=… ours=… peer=… PEER VERSION`, where ratio is the peer's CPU time over ours. The peers
are the R package NearRepeat, which does the same table on fewer events, and `Knox` of the Python
package pointpats, which does one band; both with fewer shuffles. A peer that is not installed gets
a line on standard error that says why, and no number from memory.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

from headwater.analysis.spatial.near_repeats import Bands, NearRepeats, near_repeats
from headwater.analysis.spatial.points import Points

EVENTS, SHUFFLES = 20_000, 999
FEWER_EVENTS, FEWER_SHUFFLES = 2_000, 99
BANDS = Bands(metres=(0, 0.1, 100, 200, 400), days=(0, 1, 8, 15, 22, 29))
Days = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def main() -> None:
    """Time ours on the whole table, then each peer on what it can do in a few minutes."""
    points, days = made_up_events(EVENTS)
    start = time.process_time()
    near_repeats(points, days, bands=BANDS, shuffles=2, seed=1)
    say(f"first call, with compiling where it is not on disk: {time.process_time() - start:.2f} s")
    took, found = ours(points, days, bands=BANDS, shuffles=SHUFFLES)
    say(
        f"knox_20000_events_20_bands_999: {took:.4f} CPU s, "
        f"{int(found.observed.sum()):,} pairs in the bands"
    )
    few, few_days = made_up_events(FEWER_EVENTS)
    compare_near_repeat(few, few_days)
    compare_pointpats(points, days)


def made_up_events(number: int) -> tuple[Points, Days]:
    """Half of the events anywhere, half round the same places, over a year."""
    rng = np.random.default_rng(73)
    side = 20_000 * (number / EVENTS) ** 0.5
    middles = rng.uniform(0, side, (max(number // 66, 1), 2))
    where = rng.uniform(0, side, (number, 2))
    half = number // 2
    where[:half] = middles[rng.integers(0, len(middles), half)] + rng.normal(0, 400, (half, 2))
    return Points.of(where[:, 0], where[:, 1]), rng.integers(0, 365, number)


def ours(
    points: Points, days: Days, *, bands: Bands, shuffles: int, runs: int = 4
) -> tuple[float, NearRepeats]:
    """The least CPU time of some runs, in seconds, and the answer."""
    took = float("inf")
    for _ in range(runs):
        start = time.process_time()
        found = near_repeats(points, days, bands=bands, shuffles=shuffles, seed=1)
        took = min(took, time.process_time() - start)
    return took, found


def compare_near_repeat(points: Points, days: Days) -> None:
    """The R package, which keeps all pairs, on a tenth of events and shuffles; timed inside R."""
    name, rscript = f"knox_{FEWER_EVENTS}_events_20_bands_{FEWER_SHUFFLES}", shutil.which("Rscript")
    if rscript is None:
        say(f"{name} skipped: Rscript is not installed here")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.csv"
        table = np.column_stack([points.x, points.y, days])
        np.savetxt(source, table, delimiter=",", header="x,y,day", comments="")
        ran = subprocess.run(
            [rscript, "-e", R_CODE, str(source), str(FEWER_SHUFFLES)],
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
    if ran.returncode:
        why = (ran.stderr.strip().splitlines() or ["no message"])[0]
        say(f"{name} skipped: R could not run NearRepeat ({why})")
        return
    peer_took, peer, observed = ran.stdout.split(maxsplit=2)
    took, found = ours(points, days, bands=BANDS, shuffles=FEWER_SHUFFLES)
    same = [int(each) for each in observed.split()] == found.observed.T.ravel().astype(int).tolist()
    say(f"{name}: observed pairs are {'the same' if same else 'NOT the same'}")
    report(name, took, float(peer_took), f"NearRepeat {peer}")


R_CODE = """
suppressMessages(library(NearRepeat))
paths <- commandArgs(trailingOnly = TRUE)
d <- read.csv(paths[1])
day <- as.Date("2026-01-01") + d$day
took <- system.time(r <- NearRepeat(d$x, d$y, day, sds = c(0, 0.1, 100, 200, 400),
  tds = c(0, 1, 8, 15, 22, 29), method = "euclidean", nrep = as.integer(paths[2])))
cat(took[["user.self"]] + took[["sys.self"]], as.character(packageVersion("NearRepeat")),
  as.vector(r$observed))
"""


def compare_pointpats(points: Points, days: Days) -> None:
    """One band only: pairs within 400 m and 7 days, with fewer shuffles."""
    name = f"knox_{EVENTS}_events_1_band_{FEWER_SHUFFLES}"
    try:
        from pointpats import Knox  # type: ignore[import-not-found]
    except ImportError:
        say(f"{name} skipped: pointpats is not installed here (pip install pointpats)")
        return
    where, when = np.column_stack([points.x, points.y]), days.astype(np.float64)[:, None]
    np.random.seed(1)
    start = time.process_time()
    theirs = Knox(where, when, delta=400, tau=7, permutations=FEWER_SHUFFLES)
    peer_took = time.process_time() - start
    one = Bands(metres=(0, 400.000001), days=(0, 8))
    took, found = ours(points, days, bands=one, shuffles=FEWER_SHUFFLES)
    say(f"{name}: observed pairs {int(theirs.statistic_)} and {int(found.observed[0, 0])}")
    report(name, took, peer_took, f"pointpats {version('pointpats')}")


def report(name: str, took: float, peer_took: float, peer: str) -> None:
    """One claim."""
    print(f"{name} ratio={peer_took / took:.1f} ours={took:.4f}s peer={peer_took:.4f}s {peer}")


def say(text: str) -> None:
    """What is not a claim."""
    sys.stderr.write(text + os.linesep)


if __name__ == "__main__":
    main()
