"""The same expressions give the same answers, to the last digit, on DuckDB and on Spark."""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from builders.arrow import ARROW
from headwater.analysis.needs import tables
from headwater.core.areas import Level
from headwater.core.periods import Period
from headwater.lake.contracts import DataType, contract
from headwater.lake.journal import Load
from headwater.lake.publish import publish, staging
from headwater.lake.spark import spark_engine
from headwater.lake.store import Rows, Store

pytestmark = [
    pytest.mark.scale,
    # The driver talks to its own Java over the loopback.
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    # pyspark 4.0 warns of its own use of pandas and leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(find_spec("pyspark") is None, reason="needs the extra `scale`"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java"),
]

AT = datetime(2026, 1, 2, tzinfo=UTC)
PERIOD = Period.parse("2024-09..2025-08")


def value(column_type: DataType, chance: random.Random, words: list[str]) -> object:
    """A value of a type, awkward ones among them."""
    times = datetime(2024, 10, 27, 0, 30) + timedelta(minutes=chance.randrange(600_000))  # noqa: DTZ001
    by_type: dict[DataType, object] = {
        DataType.TEXT: chance.choice(words),
        DataType.WHOLE: chance.randrange(-5, 2_000_000_000),
        DataType.LONG: chance.randrange(-5, 2**60),
        DataType.DECIMAL: chance.choice([0.1, -2.5, 1e-9, chance.random()]),
        DataType.DATE: PERIOD.first_day + timedelta(days=chance.randrange(-40, 400)),
        DataType.TIMESTAMP: times,
        DataType.YES_NO: chance.random() < 0.5,
        DataType.BYTES: bytes(chance.randrange(256) for _ in range(4)),
    }
    return by_type[column_type]


def rows_of(name: str, slice_: str, count: int, seed: int, **fixed: list[object]) -> pa.Table:
    """Random rows of a lake table, one in eight values missing where that is allowed."""
    chance = random.Random(f"{name} {slice_} {seed}")
    words = ["a", "b", "Z99L00001", "Z99L00002", "É", "'quoted'", "back\\slash", ""]
    columns: dict[str, pa.Array] = {}
    for column in contract(name).columns:
        if column.name == "slice":
            cells: list[object] = [slice_] * count
        elif column.name in fixed:
            cells = [chance.choice(fixed[column.name]) for _ in range(count)]
        else:
            cells = [
                None
                if not column.required and chance.random() < 0.125
                else value(column.type, chance, words)
                for _ in range(count)
            ]
        columns[column.name] = pa.array(cells, ARROW[column.type])
    return pa.table(columns)


def load(lake: Path, identity: str, **loads: list[pa.Table]) -> None:
    """Publish tables as one load."""
    with staging(lake, who="test") as stage:
        parts = []
        for name, pieces in loads.items():
            table = pa.concat_tables(pieces)
            path = stage.folder / f"{name}.parquet"
            pq.write_table(table, path)
            slices = sorted(set(table["slice"].to_pylist()))
            parts.append(stage.part(path, table=name, rows=len(table), slices=slices))
        publish(stage, Load(identity, "test", "1", "test", (), tuple(parts)), by="test", at=AT)


LSOAS = [f"Z99L{i:05d}" for i in range(12)]
DISTRICTS = ["Z99D00001", "Z99D00002"]


def links() -> pa.Table:
    """Twelve neighbourhoods in two districts in one force area, one of them split since 2011."""
    lines = [(a, DISTRICTS[i % 2], "lsoa", "lad", "part_of", None) for i, a in enumerate(LSOAS)]
    lines += [(d, "Z99P00001", "lad", "pfa", "part_of", None) for d in DISTRICTS]
    lines += [("Z99L09999", a, "lsoa", "lsoa", "changed_to", "S") for a in LSOAS[:2]]
    names = ("from_code", "to_code", "from_level", "to_level", "relation", "change")
    table = pa.table(
        {
            name: pa.array(column, pa.string())
            for name, column in zip(names, zip(*lines, strict=True), strict=True)
        }
    )
    for extra, text in (("from_vintage", "2021"), ("to_vintage", "2024"), ("slice", "links")):
        table = table.append_column(extra, pa.array([text] * len(lines), pa.string()))
    promised = contract("area_links").columns
    for column in promised:
        if column.name not in table.column_names:
            table = table.append_column(column.name, pa.nulls(len(lines), ARROW[column.type]))
    return table.select([column.name for column in promised])


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with two supplies of crimes, one of which was supplied again."""
    folder = tmp_path_factory.mktemp("scale") / "lake"
    fixed: dict[str, list[object]] = {
        "lsoa_code": [*LSOAS, "Z99L09999", "E01000001"],
        "month": [date(2024, 9, 1), date(2024, 10, 1), date(2025, 8, 1), date(2023, 1, 1)],
        "force": ["loamshire", "elsewhere"],
    }
    people: dict[str, list[object]] = {
        "area_code": list(LSOAS),
        "sex": ["persons", "female"],
        "age_from": [0, 10],
        "age_to": [17, 120],
        "persons": [1, 2**40],
    }
    crimes = [rows_of("crimes", s, 400, 1, **fixed) for s in ("it's/one", "two")]
    load(
        folder,
        "L-1",
        crimes=crimes,
        area_links=[links()],
        residents=[rows_of("residents", "census", 200, 1, **people)],
        deprivation=[rows_of("deprivation", "imd", 50, 1, **people)],
        recorded_crimes=[rows_of("recorded_crimes", "police", 300, 1, **fixed)],
        areas=[rows_of("areas", "areas", 40, 1, code=[*LSOAS, *DISTRICTS])],
    )
    load(folder, "L-2", crimes=[rows_of("crimes", "it's/one", 300, 2, **fixed)])
    return folder


@pytest.fixture(scope="module")
def duckdb_store(lake: Path) -> Iterator[Store]:
    with Store(lake) as store:
        yield store


@pytest.fixture(scope="module")
def spark_store(lake: Path) -> Iterator[Store]:
    with Store(lake, backend=spark_engine()) as store:
        yield store


def inside(store: Store) -> ir.Table:
    return tables.members(store.table("area_links"), area="Z99P00001", level=Level.PFA)


def changes(store: Store) -> ir.Table:
    return tables.changes_into(store.table("area_links"), inside(store))


def codes(store: Store) -> ir.Table:
    return tables.codes_of(inside(store), changes(store))


Question = Callable[[Store], ir.Table]
QUESTIONS: dict[str, Question] = {
    "members": inside,
    "members of a district": lambda s: tables.members(
        s.table("area_links"), area="Z99D00001", level=Level.LAD
    ),
    "changes into": changes,
    "codes of": codes,
    "crime counts": lambda s: tables.crime_counts(s.table("crimes"), codes(s)),
    "crime places": lambda s: tables.crime_places(s.table("crimes"), codes(s), PERIOD),
    "months loaded": lambda s: tables.months_loaded(s.table("crimes")),
    "area names": lambda s: tables.area_names(s.table("areas")),
    "area shapes": lambda s: tables.area_shapes(s.table("areas"), inside(s)),
    "residents inside": lambda s: tables.residents_inside(s.table("residents"), codes(s)),
    "residents of successors": lambda s: tables.residents_of_successors(
        s.table("residents"), changes(s)
    ),
    "deprivation inside": lambda s: tables.deprivation_inside(s.table("deprivation"), inside(s)),
    "counts by hour and weekday": lambda s: (
        s.table("recorded_crimes")
        .group_by(
            hour=ibis._.started_at.hour(),
            day=ibis._.started_at.day_of_week.index(),
        )
        .aggregate(n=ibis._.count(), people=ibis._.victim_ref.nunique())
    ),
    "counts by month of an exact time": lambda s: (
        s.table("recorded_crimes")
        .group_by(month=ibis._.started_at.truncate("M").date())
        .aggregate(n=ibis._.count(), knives=ibis._.knife.sum())
    ),
    "whole sums, least and most": lambda s: (
        s.table("residents")
        .group_by("sex")
        .aggregate(
            total=ibis._.persons.sum(), least=ibis._.persons.min(), most=ibis._.persons.max()
        )
    ),
    "flags counted with their absence": lambda s: (
        s.table("recorded_crimes")
        .group_by("knife", "victim_sex")
        .aggregate(n=ibis._.count(), known=ibis._.victim_age_band.count())
    ),
    "repeat victims": lambda s: (
        s.table("recorded_crimes")
        .filter(ibis._.victim_ref.notnull())
        .group_by("victim_ref")
        .aggregate(times=ibis._.count())
        .group_by("times")
        .aggregate(people=ibis._.count())
    ),
}


def same(ours: Rows, theirs: Rows) -> None:
    """Equal columns, values and missing values; no tolerance."""
    assert list(ours.columns) == list(theirs.columns)
    for name, column in ours.columns.items():
        np.testing.assert_array_equal(column, theirs[name], err_msg=name, strict=False)


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_spark_answers_as_duckdb_does(name: str, duckdb_store: Store, spark_store: Store) -> None:
    ours = duckdb_store.rows(QUESTIONS[name](duckdb_store), name=name)
    theirs = spark_store.rows(QUESTIONS[name](spark_store), name=name)
    assert len(ours) > 0
    same(ours, theirs)
    assert ours.loads == theirs.loads


HELD = ("crimes", "area_links", "residents", "deprivation", "recorded_crimes", "areas", "places")


@pytest.mark.parametrize("name", HELD)
def test_every_table_reads_the_same(name: str, duckdb_store: Store, spark_store: Store) -> None:
    ours = duckdb_store.rows(duckdb_store.table(name), name=name)
    theirs = spark_store.rows(spark_store.table(name), name=name)
    same(ours, theirs)


def test_a_number_made_on_spark_is_explained_by_the_same_expression(
    duckdb_store: Store, spark_store: Store
) -> None:
    question = QUESTIONS["months loaded"]
    ours = duckdb_store.rows(question(duckdb_store), name="months loaded")
    theirs = spark_store.rows(question(spark_store), name="months loaded")
    assert ours.expression == theirs.expression
