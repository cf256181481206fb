"""Forecasts of real robberies equal a plain count by hand; the figures stay what they were."""

import csv
import math
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from headwater.analysis.spatial import forecasts
from headwater.analysis.spatial.forecasts import Measure

SIDE = 500.0
FIRST = date(2019, 12, 2).toordinal()


@pytest.fixture(scope="module")
def robberies(shared_data: Path) -> list[tuple[float, float, int]]:
    """Memphis 2019: metres east and north of 90.2 west, 34.9 north, and the day."""
    with (shared_data / "methods" / "memphis_robberies_2019.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    scale = 111_320.0
    east = scale * math.cos(math.radians(34.9))
    return [
        (
            (float(row["lon"]) + 90.2) * east,
            (float(row["lat"]) - 34.9) * scale,
            date.fromisoformat(row["date"][:10]).toordinal(),
        )
        for row in rows
    ]


def test_four_weeks_of_memphis_equal_a_count_by_hand(
    robberies: list[tuple[float, float, int]],
) -> None:
    inside = np.ones((120, 80), dtype=bool)
    cells = forecasts.Cells.squares(left_m=0, bottom_m=0, side_m=SIDE, inside=inside)
    x, y, day = (np.array(column) for column in zip(*robberies, strict=True))
    events = forecasts.Events.at_points(x, y, day, cells=cells)
    spans = forecasts.rolling_spans(first_day=FIRST, days=7, periods=4)
    tested = forecasts.backtest(
        [forecasts.last_year()], events, cells=cells, spans=spans, hot_cells=20
    )
    ours = tested.of("count of last 365 days", Measure.PAI)
    by_hand = []
    for span in spans:
        past, ahead = Counter[int](), Counter[int]()
        for across, along, when in robberies:
            cell = int(across // SIDE) * 80 + int(along // SIDE)
            if when < span.first_day:
                past[cell] += 1
            elif when < span.end:
                ahead[cell] += 1
        picked = sorted(past, key=lambda cell: (-past[cell], cell))[:20]
        hits = sum(ahead[cell] for cell in picked)
        by_hand.append(hits / ahead.total() / (20 / 9600))
    assert ours.tolist() == pytest.approx(by_hand, rel=1e-12)
    assert ours.mean() > 20


def test_robbery_in_londons_lsoas_is_forecast_as_before(shared_data: Path) -> None:
    table = pq.read_table(
        shared_data / "police_uk_panels" / "london_lsoa21_month_2023-06_2025-05.parquet",
        columns=["lsoa21_code", "month", "n_robbery", "area_m2"],
    ).to_pandas()
    codes, place = np.unique(table["lsoa21_code"], return_inverse=True)
    cells = forecasts.Cells.areas(
        table.drop_duplicates("lsoa21_code").set_index("lsoa21_code")["area_m2"][codes]
    )
    month = np.unique(table["month"], return_inverse=True)[1]
    events = forecasts.Events.in_cells(
        place, month * 30 + 15, cells=cells, count=table["n_robbery"]
    )
    spans = forecasts.rolling_spans(first_day=21 * 30, days=30, periods=3)
    rule = forecasts.CountMap(360)
    tested = forecasts.backtest([rule], events, cells=cells, spans=spans, hot_cells=50)
    counts = table.assign(place=place, month=month).pivot(
        index="place", columns="month", values="n_robbery"
    )
    for turn, coming in enumerate((21, 22, 23)):
        year = counts.loc[:, coming - 12 : coming - 1].sum(axis=1).to_numpy()
        picked = np.argsort(-year, kind="stable")[:50]
        ahead = counts[coming].to_numpy()
        hits = ahead[picked].sum()
        best = np.sort(ahead)[::-1][:50].sum()
        share = cells.area_m2[picked].sum() / cells.study_area_m2
        assert tested.of(rule.name, Measure.PEI)[turn] == pytest.approx(hits / best)
        assert tested.of(rule.name, Measure.PAI)[turn] == pytest.approx(hits / ahead.sum() / share)
    assert tested.events.tolist() == counts[[21, 22, 23]].sum().tolist()
