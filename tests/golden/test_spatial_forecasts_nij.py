"""Known answers of the NIJ 2017 forecasting challenge for Portland are met to the last hit."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from headwater.analysis.spatial import forecasts

FEET = 0.3048
ORIGIN = date(2017, 3, 1).toordinal()
ENDS = {"1w": (2017, 3, 8), "2w": (2017, 3, 15), "1m": (2017, 4, 1), "2m": (2017, 5, 1)}
ENDS["3m"] = (2017, 6, 1)
COUNT = "count of last 365 days"


@pytest.fixture(scope="module")
def folder(shared_reference: Path) -> Path:
    return shared_reference / "nij_portland"


@pytest.fixture(scope="module")
def cells(folder: Path) -> forecasts.Cells:
    """Squares of 600 feet from the corner of the boundary's box, those that lie wholly inside."""
    shape = shapely.geometry.shape(
        json.loads((folder / "boundary.json").read_text(encoding="utf-8"))["geometry"]
    )
    left, bottom, right, top = shape.bounds
    west, south = np.meshgrid(
        np.arange(left, right, 600.0), np.arange(bottom, top, 600.0), indexing="ij"
    )
    inside = shapely.contains_properly(shape, shapely.box(west, south, west + 600.0, south + 600.0))
    return forecasts.Cells.squares(
        left_m=left * FEET,
        bottom_m=bottom * FEET,
        side_m=600.0 * FEET,
        inside=inside,
        study_area_m2=shape.area * FEET**2,
    )


@pytest.fixture(scope="module")
def events(folder: Path, cells: forecasts.Cells) -> dict[str, forecasts.Events]:
    return {crime: read(folder / f"{crime}.csv", cells) for crime in ("burglary", "theft_of_auto")}


def read(path: Path, cells: forecasts.Cells) -> forecasts.Events:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return forecasts.Events.at_points(
        np.array([float(row["x_ft"]) for row in rows]) * FEET,
        np.array([float(row["y_ft"]) for row in rows]) * FEET,
        [date.fromisoformat(row["date"]).toordinal() for row in rows],
        cells=cells,
    )


def scored(
    events: forecasts.Events, cells: forecasts.Cells, *, first_day: int, end: int, hot: int
) -> forecasts.HitScores:
    span = forecasts.Span(first_day, end - first_day)
    made = forecasts.forecast(forecasts.last_year(), events, cells=cells, span=span)
    during = events.within(first_day, end)
    return forecasts.hit_scores(
        made.hot_cells(hot), during.counts(cells), events=len(during), cells=cells
    )


@pytest.mark.parametrize("name", ["baseline_scores.csv", "baseline_scores_0.63.csv"])
def test_the_count_of_last_year_scores_what_the_reference_says(
    folder: Path, cells: forecasts.Cells, events: dict[str, forecasts.Events], name: str
) -> None:
    with (folder / name).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["model"] == COUNT]
    assert len(rows) == 10
    for row in rows:
        scores = scored(
            events[row["crime"]],
            cells,
            first_day=ORIGIN,
            end=date(*ENDS[row["horizon"]]).toordinal(),
            hot=int(row["cells"]),
        )
        assert scores.events == int(row["events"])
        assert scores.caught == int(row["hit"])
        assert scores.pai == pytest.approx(float(row["PAI"]), abs=6e-4)
        assert scores.pei == pytest.approx(float(row["PEI"]), abs=6e-5)


@pytest.mark.parametrize("name", ["baseline_scores.csv", "baseline_scores_0.63.csv"])
def test_the_mean_over_the_same_weeks_of_three_earlier_years_is_what_the_reference_says(
    folder: Path, cells: forecasts.Cells, events: dict[str, forecasts.Events], name: str
) -> None:
    with (folder / name).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["model"] == COUNT]
    for row in rows:
        _, month, day = ENDS[row["horizon"]]
        found = [
            scored(
                events[row["crime"]],
                cells,
                first_day=date(year, 3, 1).toordinal(),
                end=date(year, month, day).toordinal(),
                hot=int(row["cells"]),
            ).pai
            for year in (2014, 2015, 2016)
        ]
        assert np.mean(found) == pytest.approx(float(row["validation_mean_PAI"]), abs=6e-4)


def test_the_count_map_catches_more_than_a_prize_winning_entry_did(
    folder: Path, cells: forecasts.Cells, events: dict[str, forecasts.Events]
) -> None:
    with (folder / "winner_entry_scores.csv").open(encoding="utf-8") as file:
        entries = {(row["crime"], row["horizon"]): row for row in csv.DictReader(file)}
    end = date(2017, 5, 1).toordinal()
    ours = scored(events["theft_of_auto"], cells, first_day=ORIGIN, end=end, hot=50)
    assert ours.pai > 1.5 * float(entries[("TOA", "2MO")]["PAI"])
