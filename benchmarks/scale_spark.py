"""The assessment's group-by on a nation's rows: DuckDB and Spark through the same expression.

No claim that one is faster: on one machine DuckDB is. The claim is that the answers are equal,
and the times say what Spark costs before there is a cluster to spread it over.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from headwater.lake.contracts import contract
from headwater.lake.journal import Load
from headwater.lake.publish import publish, staging
from headwater.lake.spark import spark_engine
from headwater.lake.store import Rows, Store

TYPES = ["Violence and sexual offences", "Robbery", "Possession of weapons", "Burglary"]


def nation(lake: Path, *, rows: int, seed: int = 1) -> None:
    """A lake of street-level crimes in 43 forces over 24 months, made up from a seed."""
    chance = np.random.default_rng(seed)
    months = np.arange("2023-09", "2025-09", dtype="datetime64[M]").astype("datetime64[D]")
    lsoas = np.array([f"Z99L{i:05d}" for i in range(35_000)])
    forces = np.array([f"force-{i:02d}" for i in range(43)])
    columns: dict[str, pa.Array] = {
        "month": pa.array(chance.choice(months, rows)),
        "force": pa.array(chance.choice(forces, rows)),
        "lsoa_code": pa.array(chance.choice(lsoas, rows)),
        "crime_type": pa.array(chance.choice(TYPES, rows)),
        "reported_by": pa.array(np.full(rows, "made up")),
        "falls_within": pa.array(np.full(rows, "made up")),
        "slice": pa.array(np.full(rows, "nation")),
    }
    kinds = {"lon": pa.float64(), "lat": pa.float64(), "crime_id": pa.binary()}
    with staging(lake, who="benchmark") as stage:
        path = stage.folder / "crimes.parquet"
        names = contract("crimes").column_names
        table = pa.table(
            {n: columns.get(n, pa.nulls(rows, kinds.get(n, pa.string()))) for n in names}
        )
        pq.write_table(table, path, compression="zstd")
        part = stage.part(path, table="crimes", rows=rows, slices=["nation"])
        load = Load("L-nation", "benchmark", "1", "1", (), (part,))
        publish(stage, load, by="benchmark", at=datetime(2026, 1, 1, tzinfo=UTC))


def counted(store: Store) -> tuple[Rows, float]:
    """Crimes by area, month and category, and how long the second asking took."""
    crimes = store.table("crimes")
    question = crimes.group_by("lsoa_code", "month", "crime_type").aggregate(n=ibis._.count())
    store.rows(question, name="warm")
    started = time.perf_counter()
    return store.rows(question, name="counts"), time.perf_counter() - started


def main() -> None:
    """Print one line: Spark's time over DuckDB's, where the answers are equal."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=5_000_000)
    rows = arguments.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        lake = Path(folder) / "lake"
        nation(lake, rows=rows)
        with Store(lake, memory_limit="2GB") as store:
            ours, duckdb_s = counted(store)
        with Store(lake, backend=spark_engine(memory="2g")) as store:
            theirs, spark_s = counted(store)
    for name, column in ours.columns.items():
        np.testing.assert_array_equal(column, theirs[name])
    sys.stdout.write(
        f"scale_same_answers_{rows}_rows ratio={spark_s / duckdb_s:.2f} ours={duckdb_s:.2f}s "
        f"peer={spark_s:.2f}s pyspark {version('pyspark')}\n"
    )


if __name__ == "__main__":
    main()
