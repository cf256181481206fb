"""How long does it take to take in 5 million police.uk rows in 516 files, every check on?

The files are the real ones of the shared open data, drawn again at random until there are 43
forces of 12 months, each like one real force, with fresh identifiers; the same seed gives the
same bytes. Peers do less:
DuckDB and Polars read the CSV and write Parquet with their defaults, and check nothing. Ours is
the whole of `headwater ingest`: unfolding, fingerprints, checks, packing, the journal and the
wait for the disk. From the zip, the peer unzips first, as people do.

Each contender runs in a process of its own, in turn, several times; the middle time counts.
Ratios are the peer's over ours: above 1 we take less. Goals: at most 1.2 times DuckDB's time with
every check on; from the zip faster than unzipping first; less than half the size; within 1 GB.
"""

import argparse
import gzip
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

ROWS, FORCES, MONTHS, ROUNDS, SEED = 5_000_000, 43, 12, 3, 20_260_131
SLOWER_AT_MOST, MOST_GB = 1.2, 1.0
SHARED = Path(os.environ.get("HEADWATER_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One measure of ours beside a peer's. Holds where the ratio is at least `least`."""

    name: str
    ours: float
    peer: float
    unit: str
    who: str
    least: float

    @property
    def ratio(self) -> float:
        """The peer's over ours: above 1 we take less."""
        return self.peer / self.ours

    def __str__(self) -> str:
        ours, peer = f"{self.ours:.2f}{self.unit}", f"{self.peer:.2f}{self.unit}"
        return f"{self.name} ratio={self.ratio:.2f} ours={ours} peer={peer} {self.who}"


def make_supply(folder: Path, *, rows: int) -> None:
    """A tree of street files like the published archive, and the same tree as one zip."""
    real: dict[str, list[list[bytes]]] = {}
    for path in sorted((SHARED / "data" / "police_uk").glob("*/*-street.csv.gz")):
        lines = gzip.decompress(path.read_bytes()).splitlines()
        real.setdefault(path.name.removesuffix("-street.csv.gz")[8:], []).append(lines)
    models = [real[name] for name in sorted(real)]
    rng = np.random.default_rng(SEED)
    files = FORCES * MONTHS
    done = 0
    with zipfile.ZipFile(folder / "supply.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for place in range(files):
            month, force = f"2024-{place // FORCES + 1:02d}", f"force-{place % FORCES:02d}"
            size = rows // files + (place < rows % files)
            model = models[place % FORCES % len(models)]
            text = _resampled(model[place // FORCES % len(model)], month, size, rng, done)
            done += size
            name = f"{month}/{month}-{force}-street.csv"
            path = folder / "tree" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            archive.write(path, name)


def _resampled(
    lines: list[bytes], month: str, size: int, rng: np.random.Generator, start: int
) -> bytes:
    """Rows drawn again from one real file, in its order, each crime with an identifier anew."""
    made = [lines[0]]
    for number, place in enumerate(np.sort(rng.integers(1, len(lines), size)), start=start):
        old, _, rest = lines[place].split(b",", 2)
        fresh = hashlib.sha256(b"%d" % number).hexdigest().encode() if old else b""
        made.append(b",".join((fresh, month.encode(), rest)))
    return b"\n".join(made) + b"\n"


def run_duckdb(supply: Path, out: Path) -> Path:
    """Bare `read_csv` into Parquet, as the documentation has it."""
    import duckdb

    target = out / "crimes.parquet"
    source = str(supply / "tree" / "*" / "*.csv")
    duckdb.connect().execute(f"COPY (FROM read_csv('{source}')) TO '{target}' (FORMAT parquet)")
    return target


def run_polars(supply: Path, out: Path) -> Path:
    """Bare `scan_csv` into Parquet."""
    import polars

    target = out / "crimes.parquet"
    polars.scan_csv(supply / "tree" / "*" / "*.csv").sink_parquet(target)
    return target


def run_unzip_duckdb(supply: Path, out: Path) -> Path:
    """Unzip, then DuckDB."""
    with zipfile.ZipFile(supply / "supply.zip") as archive:
        archive.extractall(out / "tree")
    return run_duckdb(out, out)


def _run_ours(source: Path, out: Path) -> Path:
    from headwater.core import clock
    from headwater.pipelines.ingest import ingest

    ingest([source], lake=out / "lake", by="benchmark", at=clock.now())
    return out / "lake" / "data"


def run_ours(supply: Path, out: Path) -> Path:
    """The whole of `headwater ingest`, from the folder."""
    return _run_ours(supply / "tree", out)


def run_ours_zip(supply: Path, out: Path) -> Path:
    """The whole of `headwater ingest`, from the zip."""
    return _run_ours(supply / "supply.zip", out)


CONTENDERS: dict[str, Callable[[Path, Path], Path]] = {
    "duckdb": run_duckdb,
    "polars": run_polars,
    "ours": run_ours,
    "unzip-duckdb": run_unzip_duckdb,
    "ours-zip": run_ours_zip,
}


def contend(name: str, supply: Path) -> None:
    """One contender, once, in this process. Prints what it took as JSON."""
    with tempfile.TemporaryDirectory(dir=supply) as folder:
        started, used = time.perf_counter(), time.process_time()
        made = CONTENDERS[name](supply, Path(folder))
        seconds, processor = time.perf_counter() - started, time.process_time() - used
        files = [made] if made.is_file() else [p for p in made.rglob("*") if p.is_file()]
        size = sum(path.stat().st_size for path in files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"s": seconds, "cpu": processor, "peak_gb": peak, "mb": size / 1e6}))


def measure(supply: Path, *, rounds: int) -> dict[str, dict[str, float]]:
    """The middle of several runs of each contender, taken in turn so that noise is shared."""
    took: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name in CONTENDERS:
            answer = subprocess.run(
                [sys.executable, __file__, "--contender", name, "--supply", str(supply)],
                capture_output=True, check=True, text=True,
            )  # fmt: skip
            took[name].append(json.loads(answer.stdout.splitlines()[-1]))
    return {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        for name, runs in took.items()
    }


def claims(found: dict[str, dict[str, float]]) -> list[Claim]:
    """What is said, with the least the ratio (peer over ours) may be."""
    duckdb, polars = f"DuckDB {version('duckdb')}", f"Polars {version('polars')}"
    ours, zipped, bare = found["ours"], found["ours-zip"], found["duckdb"]
    unzipped, other = found["unzip-duckdb"], found["polars"]
    peak = max(ours["peak_gb"], zipped["peak_gb"])
    return [
        Claim("ingest-csv", ours["s"], bare["s"], "s", duckdb, 1 / SLOWER_AT_MOST),
        Claim("ingest-csv-processor", ours["cpu"], bare["cpu"], "s", duckdb, 0),
        Claim("ingest-csv-polars", ours["s"], other["s"], "s", polars, 0),
        Claim("ingest-zip", zipped["s"], unzipped["s"], "s", f"unzip-then-{duckdb}", 1),
        Claim("ingest-size", ours["mb"], bare["mb"], "MB", duckdb, 2),
        Claim("ingest-memory", peak, bare["peak_gb"], "GB", duckdb, bare["peak_gb"] / MOST_GB),
    ]


def main() -> None:
    """Print the claims; end with 1 where one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--contender", choices=CONTENDERS)
    parser.add_argument("--supply", type=Path)
    chosen = parser.parse_args()
    if chosen.contender:
        contend(chosen.contender, chosen.supply)
        return
    folder = Path(tempfile.mkdtemp(prefix="headwater-bench-"))
    try:
        make_supply(folder, rows=chosen.rows)
        found = claims(measure(folder, rounds=chosen.rounds))
    finally:
        shutil.rmtree(folder)
    for claim in found:
        print(claim)
    sys.exit(0 if all(claim.ratio >= claim.least for claim in found) else 1)


if __name__ == "__main__":
    main()
