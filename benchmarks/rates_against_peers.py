"""Are standardised rates for every small area quick, and the same as the peers'?

Run `python benchmarks/rates_against_peers.py`. One line per claim:
`NAME ratio=… ours=… peer=… PEER VERSION`, where ratio is the peer's processor seconds over ours,
each the best of a few runs in this process (R: one run, timed inside R), and `apart` the largest
difference of the rates and limits as a share of the rate. 35,700 areas of 19 age bands, about the
small areas of England and Wales. A peer that is not installed gets a line on standard error that
says so, with our own time.
"""

import csv
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtri

from headwater.analysis import rates

AREAS = 35_700
STANDARD = np.array(
    [
        *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
        *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
    ],
    dtype=np.float64,
)
Limits = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def main() -> None:
    """Time each peer on the same made-up areas."""
    rng = np.random.default_rng(61)
    people = rng.integers(20, 900, (AREAS, len(STANDARD))).astype(np.float64)
    events = rng.poisson(people * 0.004).astype(np.float64)
    frame = tidy(events, people)

    ours_took, ours = best(lambda: in_headwater(events, people), runs=5)
    compare_pandas(frame, ours_took=ours_took, ours=ours)
    compare_phstatsmethods(frame, ours_took=ours_took, ours=ours)
    compare_r(frame, ours_took=ours_took, ours=ours)


def in_headwater(events: Limits, people: Limits) -> Limits:
    """Value, low and high, one row per area."""
    result = rates.directly_standardised_rates(events, people, standard=STANDARD)
    return np.column_stack([result.value, result.low, result.high])


def in_pandas(frame: pd.DataFrame) -> Limits:
    """The way one writes it first: columns, one groupby, the formulae on its sums."""
    weight = frame["standard"] / frame["people"]
    parts = frame.assign(
        weighted=frame["events"] * weight, squared=frame["events"] * weight * weight
    )
    sums = parts.groupby("area")[["events", "weighted", "squared", "standard"]].sum()
    total, z = sums["events"], float(ndtri(0.975))
    value = sums["weighted"] / sums["standard"]
    scale = np.sqrt(sums["squared"] / sums["standard"] ** 2 / total)
    low = total * (1 - 1 / (9 * total) - z / (3 * np.sqrt(total))) ** 3
    above = total + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    table = np.column_stack([value, value + scale * (low - total), value + scale * (high - total)])
    return np.where(total.to_numpy()[:, None] < 10, np.nan, table) * 100_000


def compare_pandas(frame: pd.DataFrame, *, ours_took: float, ours: Limits) -> None:
    """A groupby over the tidy table."""
    took, theirs = best(lambda: in_pandas(frame), runs=5)
    report("dsr_35700_areas", ours_took, took, f"pandas-groupby {pd.__version__}", ours, theirs)


def compare_phstatsmethods(frame: pd.DataFrame, *, ours_took: float, ours: Limits) -> None:
    """The Python package of the same methods (not a dependency; install it beside to compare)."""
    name = "dsr_35700_areas_phstatsmethods"
    try:
        from PHStatsMethods import ph_dsr  # type: ignore[import-not-found]
    except ImportError:
        skip(name, "PHStatsMethods is not installed here (pip install phstatsmethods)", ours_took)
        return

    def in_peer() -> Limits:
        answer = ph_dsr(
            frame,
            "events",
            "people",
            "standard",
            group_cols="area",
            metadata=False,
            euro_standard_pops=False,
        )
        return np.asarray(answer.sort_values("area").iloc[:, -3:], dtype=np.float64)

    took, theirs = best(in_peer, runs=1)
    peer = f"PHStatsMethods {version('phstatsmethods')}"
    report(name, ours_took, took, peer, ours, theirs)


def compare_r(frame: pd.DataFrame, *, ours_took: float, ours: Limits) -> None:
    """The R package the methods come from, timed inside R."""
    name, rscript = "dsr_35700_areas_r", shutil.which("Rscript")
    if rscript is None:
        skip(name, "Rscript is not installed here", ours_took)
        return
    with tempfile.TemporaryDirectory() as folder:
        source, answer = Path(folder) / "in.csv", Path(folder) / "out.csv"
        frame.to_csv(source, index=False)
        ran = subprocess.run(
            [rscript, "-e", R_CODE, str(source), str(answer)],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        if ran.returncode:
            why = " ".join(ran.stderr.split()) or "no message"
            skip(name, f"R could not run PHEindicatormethods ({why})", ours_took)
            return
        took, peer = ran.stdout.split(maxsplit=1)
        with answer.open(encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        theirs = np.array([[float(cell) if cell != "NA" else np.nan for cell in r] for r in rows])
    report(name, ours_took, float(took), f"PHEindicatormethods {peer.strip()}", ours, theirs)


R_CODE = """
suppressMessages({library(dplyr); library(PHEindicatormethods)})
paths <- commandArgs(trailingOnly = TRUE)
d <- group_by(read.csv(paths[1]), area)
took <- system.time(r <- if (exists("calculate_dsr"))
  calculate_dsr(d, events, people, stdpop = standard, type = "standard") else
  phe_dsr(d, events, people, stdpop = standard, stdpoptype = "field", type = "standard"))
write.csv(ungroup(r)[, c("value", "lowercl", "uppercl")], paths[2], row.names = FALSE)
cat(took[["user.self"]] + took[["sys.self"]], as.character(packageVersion("PHEindicatormethods")))
"""


def tidy(events: Limits, people: Limits) -> pd.DataFrame:
    """One row per area and band."""
    areas, bands = events.shape
    return pd.DataFrame(
        {
            "area": np.repeat(np.arange(areas), bands),
            "events": events.ravel(),
            "people": people.ravel(),
            "standard": np.tile(STANDARD, areas),
        }
    )


def best(call: Callable[[], Limits], *, runs: int) -> tuple[float, Limits]:
    """The least processor seconds of some runs, and the last answer."""
    took, answer = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        answer = call()
        took = min(took, time.process_time() - start)
    assert answer is not None
    return took, answer


def skip(name: str, why: str, ours_took: float) -> None:
    """A line for a peer that is not here: no number of it from memory."""
    sys.stderr.write(f"{name} skipped: {why}; ours took {ours_took:.4f} CPU s\n")


def report(
    name: str, ours_took: float, peer_took: float, peer: str, ours: Limits, theirs: Limits
) -> None:
    """One line: who was how quick and how far apart the answers are."""
    shown = ~np.isnan(ours[:, 0])
    assert np.array_equal(shown, ~np.isnan(theirs[:, 0]))
    # Peers let a lower limit fall below zero, which no rate can; headwater gives 0 there.
    difference = np.abs(ours[shown] - np.maximum(theirs[shown], 0.0))
    apart = float(np.max(difference / ours[shown][:, :1]))
    print(
        f"{name} ratio={peer_took / ours_took:.1f} ours={ours_took:.4f}s peer={peer_took:.4f}s "
        f"{peer} apart={apart:.1e}"
    )


if __name__ == "__main__":
    main()
