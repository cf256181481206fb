"""The main job from end to end on Loamshire: files, lake, report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from headwater.core.periods import Period
from headwater.loamshire import PERIOD, SEED, CountySummary, write_county
from headwater.pipelines.assess import AssessSummary, assess
from headwater.pipelines.ingest import ingest
from headwater.pipelines.ingest_report import IngestReport

COUNTY_CODE = "Z99P00001"
FEEDS = "feeds"
"""The folder of Loamshire that partners would hand in; the rest is for tests."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """Where everything of a demonstration is."""

    county: CountySummary
    lake: Path
    ingested: IngestReport
    assessed: AssessSummary


def demonstrate(
    folder: Path,
    *,
    by: str,
    at: datetime,
    seed: int = SEED,
    progress: Progress | None = None,
) -> DemoSummary:
    """Make Loamshire, take its files in and assess its last twelve months.

    Everything goes under `folder`: `loamshire/`, `lake/` and `report/`. Done again, it changes
    nothing.
    """
    county = write_county(folder / "loamshire", seed=seed, progress=progress)
    lake = folder / "lake"
    ingested = ingest([county.folder / FEEDS], lake=lake, by=by, at=at, progress=progress)
    assessed = assess(
        lake,
        area=COUNTY_CODE,
        period=Period.year_to(PERIOD.last),
        out=folder / "report",
        progress=progress,
    )
    return DemoSummary(county, lake, ingested, assessed)
