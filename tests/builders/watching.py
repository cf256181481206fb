"""Builds rules of early warning."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.rules import (
    ExpectedAlarms,
    RegisteredRule,
    Watching,
    WatchRule,
    seal_of,
)
from headwater.analysis.watch.shares import Fairness, GroupShare
from headwater.core.areas import Level
from headwater.core.counts import Dimension, FloatArray
from headwater.core.provenance import Expression
from headwater.core.weeks import Week, weeks_between
from headwater.lake.store import Rows
from headwater.loamshire import write_county
from headwater.pipelines.ingest import ingest
from headwater.rulebook import watch_measure

FEEDS = ("areas", "lookups", "places", "residents", "recorded_crime", "istv_ed")
EXPECTED = ExpectedAlarms(
    a_year=2.5,
    low=2.0,
    high=3.1,
    areas=7,
    judged_areas=7,
    history_weeks=156,
    simulated_weeks=2000,
    raised=3,
    looked_back=52,
    seed=1,
)

FAIRNESS = Fairness(
    groups=(
        GroupShare("deprivation fifth", "1 most deprived", 0.55, 0.2, 2.75, 0.35, 0.2, 0.5),
        GroupShare("deprivation fifth", "5 least deprived", 0.0, 0.2, 0.0, -0.2, None, None),
    ),
    missing=("ethnic group", "rural or urban"),
    weeks=52,
    weeks_alarmed=14,
    rises=12,
    areas=7,
    areas_alarmed=3,
    residents=412_345,
    basis="Census 2021",
    edition="IoD2025",
    loads=("L-2",),
    sentence="Where it would have spoken, 55% of residents live in the most deprived fifth.",
)


def build_rule(**changed: Any) -> WatchRule:
    """A rule that makes sense, with some fields changed."""
    usual: dict[str, Any] = {
        "id": "injury-by-district",
        "title": "Violence with injury by district",
        "purpose": "Tell districts early of a rise in injuries",
        "owner": "Violence reduction partnership",
        "measure": "violence_with_injury",
        "area": "Z99P00001",
        "level": Level.LAD,
        "method": Watching.FARRINGTON,
        "alpha": 0.005,
        "least_cases": 5,
        "delay_weeks": 1,
        "expires_on": date(2027, 11, 1),
    }
    return WatchRule(**{**usual, **changed})


def build_registered(
    rule: WatchRule | None = None, *, fairness: Fairness | None = FAIRNESS
) -> RegisteredRule:
    """A registered rule."""
    mine = rule or build_rule()
    seal = seal_of(mine, EXPECTED, fairness)
    return RegisteredRule(mine, EXPECTED, date(2026, 1, 1), "Ann", ("L-1",), seal, fairness)


def build_held(counts: FloatArray, areas: Dimension, *, measure: str, last: Week) -> WeeklyCounts:
    """Weekly counts of a measure that end with a week."""
    weeks = weeks_between(last.plus(1 - counts.shape[1]), last)
    rows = Rows({}, Expression("x-1", "events by week", "SELECT 1", ()), ("L-1",))
    return WeeklyCounts(watch_measure(measure), areas, weeks, counts, rows)


def build_watched_county(folder: Path) -> Path:
    """Loamshire's files in `county`, and what early warning reads of them in `lake`."""
    write_county(folder / "county")
    feeds = [folder / "county" / "feeds" / name for name in FEEDS]
    ingest(feeds, lake=folder / "lake", by="test", at=datetime(2026, 1, 1, tzinfo=UTC))
    return folder
