"""How long does a nation's week take: 35,672 areas, 12 offence groups, 312 weeks, every method?

Counts are made up from a seed: sparse, with a season, in 43 forces of unlike size. Farrington and
EARS judge all 428,064 series; the scan runs for every force and group by itself, because one over
35,672 places at once would answer a question nobody acts on. Nothing is compared with a peer: no
peer does all of it. Prints seconds, processor seconds and the most memory the process held, and
what compiling took, which is no part of them.
"""

import argparse
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from builders.nation import SMALL, WHOLE, Nation, build_nation
from headwater.core.compiled import compile_seconds
from headwater.pipelines.watch_nation import watch_nation

MOST_CPU_SECONDS, MOST_GIGABYTES = 600.0, 6.0


def timed(nation: Nation) -> tuple[int, float, float]:
    """Alerts, seconds and processor seconds of a week."""
    began, busy = time.perf_counter(), time.process_time()
    found = watch_nation(nation.counts, how=nation.how)
    pairs = zip(
        found["force"].to_pylist(),
        found["method"].to_pylist(),
        found["group"].to_pylist(),
        found["alert"].to_pylist(),
        strict=True,
    )
    return len(set(pairs)), time.perf_counter() - began, time.process_time() - busy


def main() -> None:
    """Make the nation, judge a week by each method and by all, and say what it took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=11)
    seed = arguments.parse_args().seed
    timed(build_nation(SMALL, seed=seed))
    print(f"# compiling, or loading what was kept: {compile_seconds():.1f} s compiled")
    nation = build_nation(WHOLE, seed=seed)
    events = sum(nation.counts["n"].to_pylist())
    print(
        f"# {WHOLE.areas:,} areas x {WHOLE.groups} groups x {WHOLE.weeks} weeks, {events:,} events"
    )
    seconds = busy = 0.0
    for method in nation.how.methods:
        alerts, wall, cpu = timed(
            Nation(nation.counts, replace(nation.how, methods=(method,)), nation.planted)
        )
        seconds, busy = seconds + wall, busy + cpu
        print(f"# {method.method}: {wall:.1f} s, {cpu:.1f} CPU s, {alerts:,} alerts")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"# watch_nation: {seconds:.1f} s, {busy:.1f} CPU s, peak {peak:.2f} GB, counts included")
    # Processor seconds, because a busy machine says nothing of the job.
    if busy > MOST_CPU_SECONDS or peak > MOST_GIGABYTES:
        raise SystemExit(f"more than {MOST_CPU_SECONDS:.0f} CPU s or {MOST_GIGABYTES:.0f} GB")


if __name__ == "__main__":
    main()
