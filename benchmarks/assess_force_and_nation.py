"""How long does a needs assessment take, for one force and for all 43, from 20 million records?

The lake holds 36 months of street-level records for every police force area of England and Wales:
real areas, residents and deprivation from the shared open data, and records drawn at random over
them, 20 million in all. Ours is the whole assessment: counts carried to today's areas, release,
every chapter, and for one force also all documents. The peer, pandas, reads the same Parquet and
does the first step only: counts by small area, month and category, and crude rates. The ratio is
the peer's processor seconds over ours: below 1, because ours does far more.

Each contender runs in a process of its own. Prints processor seconds.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.random import Generator
    from numpy.typing import NDArray

    StrArray = NDArray[np.str_]

ROWS = 20_000_000
MONTHS = 36
LAST = "2025-08"
PERIOD = "2024-09..2025-08"
SHARED = (
    Path(os.environ.get("HEADWATER_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    / "data"
)
REFERENCE = (
    "geo/lsoa21_ew_bsc.parquet",
    "geo/ltla24_ew_bsc.parquet",
    "geo/pfa20_ew_bsc.parquet",
    "lookups/lookup_lsoa21_ward24_ltla24.csv.gz",
    "lookups/lookup_ltla24_csp24_pfa24.csv.gz",
    "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz",
    "lookups/ruc21_lsoa21.csv.gz",
    "population/census2021_lsoa21_ethnic_group.parquet",
    "deprivation/imd2025_england_lsoa21.parquet",
)


def make_lake(lake: Path, *, rows: int) -> None:
    """Take the reference files in and publish records drawn over the nation."""
    import numpy as np
    import pyarrow.parquet as pq

    from headwater.core.periods import Month
    from headwater.lake.journal import AcceptedFile, Load, load_id
    from headwater.lake.publish import publish, staging
    from headwater.pipelines.ingest import ingest

    at = datetime(2026, 1, 1, tzinfo=UTC)
    ingest([SHARED / name for name in REFERENCE], lake=lake, by="benchmark", at=at)
    lsoas, force_of = areas_and_forces(lake)
    rng = np.random.default_rng(20)
    months = [Month.parse(LAST).plus(step + 1 - MONTHS) for step in range(MONTHS)]
    with staging(lake, who="benchmark") as stage:
        parts, files = [], []
        for month in months:
            n = rows // MONTHS
            path = stage.folder / f"crimes-{month}.parquet"
            table = drawn_records(str(month), n, lsoas=lsoas, force_of=force_of, rng=rng)
            pq.write_table(table, path, compression="zstd")
            slices = sorted({f"{force}/{month}" for force in force_of})
            parts.append(stage.part(path, table="crimes", rows=n, slices=slices))
            files += [AcceptedFile(s, s, 0, s, "utf-8", 0, 0, {}) for s in slices]
        identity = load_id(
            source="benchmark", schema_version="1", files=[(f.slice, f.sha256) for f in files]
        )
        load = Load(identity, "benchmark", "1", "benchmark", tuple(files), tuple(parts))
        publish(stage, load, by="benchmark", at=at)


def areas_and_forces(lake: Path) -> "tuple[StrArray, StrArray]":
    """Codes of the small areas of the nation, and the force area that each is in."""
    from headwater.lake.store import Store

    with Store(lake) as store:
        links = store.table("area_links")
        lads = links.filter(links.from_level == "lsoa", links.to_level == "lad")
        forces = links.filter(links.from_level == "lad", links.to_level == "pfa").select(
            lad="from_code", force="to_code"
        )
        placed = store.rows(
            lads.inner_join(forces, lads.to_code == forces.lad)
            .select(lsoa="from_code", force="force")
            .distinct(),
            name="areas",
        )
    return placed["lsoa"].astype(str), placed["force"].astype(str)


def drawn_records(
    month: str, n: int, *, lsoas: "StrArray", force_of: "StrArray", rng: "Generator"
) -> "pa.Table":
    """Street-level records of one month, each in an area drawn at random."""
    import numpy as np
    import pyarrow as pa

    from headwater.rulebook import police_uk_categories

    labels = np.array([category.label for category in police_uk_categories()])
    where = rng.integers(0, len(lsoas), n)
    force = force_of[where]
    return pa.table(
        {
            "crime_id": pa.array([None] * n, pa.binary()),
            "month": pa.array(np.full(n, np.datetime64(month, "D"))),
            "reported_by": pa.array(force).dictionary_encode(),
            "falls_within": pa.array(force).dictionary_encode(),
            "force": pa.array(force).dictionary_encode(),
            "lon": np.round(rng.normal(-1, 1, n), 6),
            "lat": np.round(rng.normal(52, 1, n), 6),
            "location": pa.array(["On or near Street"] * n).dictionary_encode(),
            "lsoa_code": pa.array(lsoas[where]).dictionary_encode(),
            "lsoa_name": pa.array(lsoas[where]).dictionary_encode(),
            "crime_type": pa.array(labels[rng.integers(0, len(labels), n)]).dictionary_encode(),
            "last_outcome": pa.nulls(n, pa.string()),
            "context": pa.nulls(n, pa.string()),
            "slice": pa.array(np.char.add(force, f"/{month}")).dictionary_encode(),
        }
    )


def ours_one(lake: Path, out: Path) -> None:
    """One force, with every document."""
    from headwater.core.periods import Period
    from headwater.pipelines.assess import assess

    assess(lake, area="E23000023", period=Period.parse(PERIOD), out=out)


def ours_nation(lake: Path, _: Path) -> None:
    """All 43 forces, as editions."""
    from headwater.core.periods import Period
    from headwater.pipelines.assess import build_edition

    for area in force_areas(lake):
        build_edition(lake, area=area, period=Period.parse(PERIOD))


def force_areas(lake: Path) -> list[str]:
    """Every police force area in the lake."""
    from headwater.lake.store import Store

    with Store(lake) as store:
        links = store.table("area_links")
        found = store.rows(
            links.filter(links.to_level == "pfa", links.from_level == "lad")
            .select("to_code")
            .distinct(),
            name="forces",
        )
    return [str(code) for code in found["to_code"]]


def pandas_nation(lake: Path, _: Path) -> None:
    """Counts by small area, month and category for everybody, and crude rates."""
    import pandas as pd

    crimes = pd.concat(
        pd.read_parquet(path, columns=["lsoa_code", "month", "crime_type"])
        for path in sorted((lake / "data" / "crimes").glob("*.parquet"))
    )
    crimes = crimes[crimes["month"] >= pd.Timestamp("2024-09-01").date()]
    counts = crimes.groupby(["lsoa_code", "month", "crime_type"], observed=True).size()
    residents = pd.concat(
        pd.read_parquet(path) for path in (lake / "data" / "residents").glob("*.parquet")
    )
    people = residents.groupby("area_code")["persons"].sum()
    rates = counts.groupby("lsoa_code", observed=True).sum() / people * 1_000
    if rates.empty:
        raise SystemExit("pandas counted nothing")


RUNS = {"ours_one": ours_one, "ours_nation": ours_nation, "pandas_nation": pandas_nation}


def measured(name: str, lake: Path, out: Path) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and peak megabytes of one contender in its own process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--run", name, str(lake), str(out)],
        check=True,
        capture_output=True,
        text=True,
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, float(done.stdout.split()[-1])


def main() -> None:
    """Make the lake, run each contender, print the claims."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS)
    arguments.add_argument("--run", nargs=3, metavar=("NAME", "LAKE", "OUT"))
    asked = arguments.parse_args()
    if asked.run:
        name, lake, out = asked.run
        RUNS[name](Path(lake), Path(out))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    if not SHARED.is_dir():
        print("skipped: the shared open data is not on this machine (set HEADWATER_SHARED)")
        return
    import pandas as pd

    with tempfile.TemporaryDirectory() as scratch:
        lake = Path(scratch) / "lake"
        make_lake(lake, rows=asked.rows)
        one = measured("ours_one", lake, Path(scratch) / "out")
        nation = measured("ours_nation", lake, Path(scratch) / "out")
        peer = measured("pandas_nation", lake, Path(scratch) / "out")
    for name, (cpu, wall, peak) in {
        "assess_one_force_all_documents": one,
        "assess_43_forces_editions": nation,
    }.items():
        print(f"# {name}: {cpu:.1f} CPU s, {wall:.1f} s, peak {peak:.0f} MB; {asked.rows:,} rows")
        print(
            f"{name} ratio={peer[0] / cpu:.3f} ours={cpu:.1f}s peer={peer[0]:.1f}s "
            f"pandas {pd.__version__}"
        )


if __name__ == "__main__":
    main()
