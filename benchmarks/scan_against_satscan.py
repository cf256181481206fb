"""Is a weekly scan of a thousand places quick enough to run for every offence group?

Run `python benchmarks/scan_against_satscan.py`. SaTScan comes from no package index (PyPI, npm and
Debian hold neither it nor a package that brings it), so nothing is claimed here: a line on
standard error says so and gives our own times, wall and processor seconds, and apart from them what
compiling took on the first call.
"""

import shutil
import sys
import time

import numpy as np

from headwater.analysis.temporal.scan_results import ScanModel, ScanSettings
from headwater.analysis.temporal.scans import scan
from headwater.core.compiled import compile_seconds

PLACES, WEEKS, LONGEST, RUNS = 1_000, 52, 10, 5
NEIGHBOURS = 3
WORKLOADS = {
    "scan_prospective_poisson": ScanSettings(ScanModel.POISSON, longest=LONGEST),
    "scan_prospective_permutation": ScanSettings(ScanModel.PERMUTATION, longest=LONGEST),
    "scan_prospective_restricted": ScanSettings(
        ScanModel.PERMUTATION, longest=LONGEST, connected_among=40, place_p_below=0.2
    ),
}


def main() -> None:
    """Time prospective scans of each kind, 999 replicas, on the same made-up places."""
    rng = np.random.default_rng(5)
    centres = rng.uniform(0, 60_000, (PLACES, 2))
    people = rng.integers(1_000, 3_000, PLACES).astype(np.float64)
    cases = rng.poisson(people[:, None] * np.full((1, WEEKS), 0.22 / 2_000)).astype(np.float64)
    apart = np.hypot(*(centres[:, None] - centres).transpose(2, 0, 1))
    nearest = np.argsort(apart, axis=1)[:, 1 : NEIGHBOURS + 1]
    adjacency = np.column_stack([np.repeat(np.arange(PLACES), NEIGHBOURS), nearest.ravel()])
    reason = "this benchmark does not drive it" if shutil.which("satscan") else "not on the PATH"
    for name, asked in WORKLOADS.items():
        wall, processor = [], []
        compiled_before = compile_seconds()
        for _ in range(RUNS + 1):
            began, used = time.perf_counter(), time.process_time()
            scan(
                cases,
                centres=centres,
                adjacency=adjacency,
                expected=people if asked.model is ScanModel.POISSON else None,
                settings=asked,
                seed=1,
            )
            wall.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
        compiling = compile_seconds() - compiled_before
        print(
            f"{name} skipped: SaTScan is {reason}; ours={min(wall[1:]):.3f}s wall, "
            f"{min(processor[1:]):.3f}s processor; compiling took {compiling:.1f}s, 0 where kept",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
