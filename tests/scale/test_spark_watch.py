"""Early warning is the same on Spark as on DuckDB, and the same mapped over Spark as done here."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from builders.nation import SMALL, build_nation
from builders.records import AREA, PERIOD, Plan, build_ground, build_lake, build_offences
from builders.watching import build_rule
from headwater.analysis.needs.scope import Scope, scope_of
from headwater.analysis.watch.counting import WeeklyCounts, weekly_counts
from headwater.analysis.watch.judging import Verdict, judge
from headwater.analysis.watch.rules import Watching, WatchRule
from headwater.core.areas import Level
from headwater.core.provenance import Expression
from headwater.core.weeks import Week
from headwater.lake.spark import spark_engine
from headwater.lake.store import Store
from headwater.pipelines.watch_nation import watch_nation
from headwater.rulebook import watch_measure

pytestmark = [
    pytest.mark.scale,
    # The driver talks to its own Java over the loopback.
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    # pyspark 4.0 warns of its own use of pandas and leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(find_spec("pyspark") is None, reason="needs the extra `scale`"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java"),
]

WEEK = Week.parse("2025-W30")
RULES = (
    build_rule(alpha=0.05),
    build_rule(id="small", level=Level.LSOA, method=Watching.EARS, alpha=0.05, least_cases=1),
    build_rule(id="clusters", level=Level.LSOA, method=Watching.SCAN, alpha=0.2, least_cases=2),
)
Watched = tuple[list[tuple[WeeklyCounts, Verdict]], dict[str, Expression]]


def watched(store: Store) -> Watched:
    """A whole week of every rule, from the lake."""
    scope = scope_of(store, area=AREA, period=PERIOD)
    return [one(store, rule, scope) for rule in RULES], store.expressions


def one(store: Store, rule: WatchRule, scope: Scope) -> tuple[WeeklyCounts, Verdict]:
    held = weekly_counts(store, scope, watch_measure(rule.measure), level=rule.level)
    return held, judge(rule, held, WEEK, scope=scope, seed=5)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_lake(tmp_path_factory.mktemp("lake"), {**build_ground(), **build_offences(Plan())})


@pytest.fixture(scope="module")
def both(lake: Path) -> Iterator[tuple[Watched, Watched]]:
    with Store(lake) as ours, Store(lake, backend=spark_engine()) as theirs:
        yield watched(ours), watched(theirs)


def test_weekly_counts_are_the_same(both: tuple[Watched, Watched]) -> None:
    for (ours, _), (theirs, _) in zip(both[0][0], both[1][0], strict=True):
        assert ours.weeks == theirs.weeks
        assert ours.areas == theirs.areas
        assert np.nansum(ours.counts) > 1000
        np.testing.assert_array_equal(ours.counts, theirs.counts)
        assert ours.rows.loads == theirs.rows.loads


def test_every_verdict_of_the_week_is_the_same(both: tuple[Watched, Watched]) -> None:
    alerts = 0
    for (_, ours), (_, theirs) in zip(both[0][0], both[1][0], strict=True):
        assert said(ours) == said(theirs)
        alerts += len(ours.alerts)
    assert alerts > 0


def said(verdict: Verdict) -> tuple[object, ...]:
    """What a verdict says, to the last digit."""
    return (
        verdict.alerts,
        verdict.judged,
        dict(verdict.unjudged),
        verdict.unmapped,
        verdict.areas.codes,
    )


def test_both_quote_the_same_expressions(both: tuple[Watched, Watched]) -> None:
    assert both[0][1] == both[1][1]


def test_a_nation_mapped_over_spark_is_the_nation_watched_here() -> None:
    nation = build_nation(SMALL, seed=4)
    here = watch_nation(nation.counts, how=nation.how)
    there = watch_nation(nation.counts, how=nation.how, backend=spark_engine())
    assert len(here) > 0
    assert there.equals(here)
