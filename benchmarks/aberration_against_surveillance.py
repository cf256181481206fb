"""Is a week's look for outbreaks quick, and the same as the peer's?

Run `python benchmarks/aberration_against_surveillance.py`. One line per claim:
`NAME ratio=… ours=… peer=… PEER VERSION`, where ratio is R's CPU seconds over ours for the same
2,000 series of 312 weeks, the last week judged: the best of a few runs here, one run inside R.
`apart` is the largest difference of expected counts, dispersions and p-values as a share; limits
and alarms must be the same. Compiled code is kept on disk; the first call is given apart, on
standard error, with what a nation would take. Without R the claim is left out and said so.
"""

import csv
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

from headwater.analysis import temporal

SERIES, WEEKS = 2_000, 312
FIRST_WEEK = date(2018, 1, 1)
NAME = "farrington_2000_series_last_week"
NATION = 35_672 * 12
FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def main() -> None:
    """Time both on the same made-up series."""
    counts = made_up(SERIES, seed=4)
    start = time.process_time()
    temporal.farrington(counts, first_week=FIRST_WEEK)
    aside(f"first call, compiling or loading included: {time.process_time() - start:.2f} CPU s")
    took, ours = best(counts, runs=7)
    compare(counts, took=took, ours=ours)
    nation()


def made_up(series: int, *, seed: int) -> FloatArray:
    """Weekly counts with season, trend and spread, from rare to common."""
    rng = np.random.default_rng(seed)
    week = np.arange(WEEKS)
    level = np.exp(rng.normal(1.5, 1.2, (series, 1)))
    season = 1 + 0.4 * np.cos(2 * np.pi * week / 52 + rng.uniform(0, 6.3, (series, 1)))
    trend = np.exp(rng.normal(0, 0.1, (series, 1)) * week / 52)
    return rng.negative_binomial(level * season * trend, 0.5).astype(np.float64)


def best(counts: FloatArray, *, runs: int) -> tuple[float, temporal.Aberrations]:
    """The least CPU seconds of some runs, and the answer."""
    took, answer = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        answer = temporal.farrington(counts, first_week=FIRST_WEEK)
        took = min(took, time.process_time() - start)
    assert answer is not None
    return took, answer


def compare(counts: FloatArray, *, took: float, ours: temporal.Aberrations) -> None:
    """The same weeks in R, timed inside R."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        aside(f"{NAME} skipped: Rscript is not installed here; ours took {took:.4f} CPU s")
        return
    with tempfile.TemporaryDirectory() as folder:
        source, answer = Path(folder) / "in.csv", Path(folder) / "out.csv"
        np.savetxt(source, counts.T, delimiter=",", fmt="%d")
        ran = subprocess.run(
            [rscript, "-e", R_CODE, str(source), str(answer), FIRST_WEEK.isoformat()],
            capture_output=True,
            text=True,
            check=False,
            timeout=1_800,
        )
        if ran.returncode:
            last = (ran.stderr.strip().splitlines() or ["no message"])[-1]
            aside(f"{NAME} skipped: R could not run surveillance ({last}); ours {took:.4f} CPU s")
            return
        peer_took, peer = ran.stdout.split(maxsplit=1)
        with answer.open(encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
    theirs = np.array([[np.nan if cell == "NA" else float(cell) for cell in row] for row in rows])
    report(took, float(peer_took), f"surveillance {peer.strip()}", ours=ours, theirs=theirs)


R_CODE = """
suppressMessages(library(surveillance))
a <- commandArgs(trailingOnly = TRUE)
y <- as.matrix(read.csv(a[1], header = FALSE))
days <- as.Date(a[3]) + 7 * (seq_len(nrow(y)) - 1)
s <- sts(y, epoch = as.numeric(days), epochAsDate = TRUE, frequency = 52)
k <- list(range = nrow(y), b = 4, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, trend = TRUE,
  pThresholdTrend = 1, weightsThreshold = 2.58, thresholdMethod = "nbPlugin", alpha = 0.01,
  limit54 = c(5, 4), glmWarnings = FALSE)
took <- system.time(r <- suppressWarnings(farringtonFlexible(s, k)))
write.csv(data.frame(c(upperbound(r)), c(alarms(r)) * 1, c(control(r)$expected),
  c(control(r)$phiVector), c(control(r)$pvalue)), a[2], row.names = FALSE)
cat(took[["user.self"]] + took[["sys.self"]], as.character(packageVersion("surveillance")))
"""


def report(
    took: float, peer_took: float, peer: str, *, ours: temporal.Aberrations, theirs: FloatArray
) -> None:
    """One line: who was how quick, and how far apart the answers are."""
    mine = np.column_stack(
        [ours.upper[:, 0], ours.is_alarm[:, 0], ours.expected[:, 0], ours.dispersion[:, 0]]
    )
    mine = np.column_stack([mine, ours.p_value[:, 0]])
    assert np.array_equal(np.isnan(mine), np.isnan(theirs)), "missing in different places"
    same = np.nan_to_num(mine[:, :2]) == np.nan_to_num(theirs[:, :2])
    apart = np.nanmax(np.abs(mine[:, 2:] - theirs[:, 2:]) / np.maximum(theirs[:, 2:], 1e-12))
    aside(f"{int((~same).sum())} of {same.size} limits and alarms differ; apart={apart:.1e}")
    print(f"{NAME} ratio={peer_took / took:.1f} ours={took:.4f}s peer={peer_took:.4f}s {peer}")


def nation() -> None:
    """A national week in whole numbers of two bytes: time and memory."""
    part = made_up(20_000, seed=5).astype(np.int16)
    counts = np.tile(part, (NATION // len(part) + 1, 1))[:NATION]
    start = time.process_time()
    found = temporal.farrington(counts, first_week=FIRST_WEEK)
    took = time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    aside(f"{NATION} series, last week: {took:.1f} CPU s, at most {most:.2f} GB in this process")
    assert found.is_alarm.shape == (NATION, 1)


def aside(line: str) -> None:
    """What is not a claim."""
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
