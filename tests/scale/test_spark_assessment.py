"""Every question the assessment asks is answered alike by Spark and DuckDB, to the last digit."""

import shutil
from importlib.util import find_spec

import numpy as np
import pytest

from builders.records import AREA, PERIOD, Plan, build_ground, build_lake, build_offences
from headwater.analysis.needs.assessment import Measured, measure
from headwater.core.counts import CountCube, Statistic
from headwater.core.provenance import Expression
from headwater.lake.spark import spark_engine
from headwater.lake.store import Store

pytestmark = [
    pytest.mark.scale,
    # The driver talks to its own Java over the loopback.
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    # pyspark 4.0 warns of its own use of pandas and leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(find_spec("pyspark") is None, reason="needs the extra `scale`"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java"),
]


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[tuple[Measured, dict[str, Expression]], tuple[Measured, dict[str, Expression]]]:
    lake = build_lake(tmp_path_factory.mktemp("lake"), {**build_ground(), **build_offences(Plan())})
    measured = []
    for backend in (None, spark_engine()):
        with Store(lake, backend=backend) as store:
            measured.append((measure(store, area=AREA, period=PERIOD), store.expressions))
    return measured[0], measured[1]


def cubes(measured: Measured) -> dict[str, CountCube]:
    return {cube.id: cube for _, made, _ in measured.raw() for cube in made}


def statistics(measured: Measured) -> dict[str, Statistic]:
    return {s.statistic.id: s.statistic for _, _, made in measured.raw() for s in made}


def test_every_count_is_the_same(both: tuple[tuple[Measured, object], ...]) -> None:
    ours, theirs = cubes(both[0][0]), cubes(both[1][0])
    assert set(ours) == set(theirs)
    assert len(ours) > 20
    for name, cube in ours.items():
        assert np.array_equal(cube.counts, theirs[name].counts), name


def test_every_statistic_is_the_same(both: tuple[tuple[Measured, object], ...]) -> None:
    ours, theirs = statistics(both[0][0]), statistics(both[1][0])
    assert set(ours) == set(theirs)
    for name, mine in ours.items():
        found = theirs[name]
        assert np.array_equal(
            [mine.value, mine.low, mine.high, mine.n],
            [found.value, found.low, found.high, found.n],
            equal_nan=True,
        ), name


def test_both_quote_the_same_expressions(
    both: tuple[tuple[Measured, dict[str, Expression]], ...],
) -> None:
    assert both[0][1] == both[1][1]
    assert len(both[0][1]) > 30
