"""Is a weekly scan of a thousand places quick enough to run for every offence group?

Run `python benchmarks/scan_against_satscan.py`. SaTScan comes from no package index, so nothing is
claimed here where its `satscan` command is not on the PATH: a line on standard error says so and
gives our own times, wall and processor seconds, after a first call that compiles.
"""

import shutil
import sys
import time

import numpy as np

from headwater.analysis.temporal.scan_results import ScanModel, ScanSettings
from headwater.analysis.temporal.scans import scan

PLACES, WEEKS, LONGEST, RUNS = 1_000, 52, 10, 5


def main() -> None:
    """Time the prospective scan under both models on the same made-up places."""
    rng = np.random.default_rng(5)
    centres = rng.uniform(0, 60_000, (PLACES, 2))
    people = rng.integers(1_000, 3_000, PLACES).astype(np.float64)
    cases = rng.poisson(people[:, None] * np.full((1, WEEKS), 0.22 / 2_000)).astype(np.float64)
    reason = "this benchmark does not drive it" if shutil.which("satscan") else "not on the PATH"
    for model in (ScanModel.POISSON, ScanModel.PERMUTATION):
        expected = people if model is ScanModel.POISSON else None
        asked = ScanSettings(model, longest=LONGEST, replicas=999)
        wall, processor = [], []
        for _ in range(RUNS + 1):
            began, used = time.perf_counter(), time.process_time()
            scan(cases, centres=centres, expected=expected, settings=asked, seed=1)
            wall.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
        print(
            f"scan_prospective_{model.name.lower()} skipped: SaTScan is {reason}; "
            f"ours={min(wall[1:]):.3f}s wall, {min(processor[1:]):.3f}s processor, "
            f"first call {wall[0]:.1f}s",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
