"""How well are robberies of San Francisco and Memphis, and crimes of London's LSOAs, forecast?

Run `python benchmarks/forecasts_real_cities.py`. One line per data set:
`NAME ratio=… ours=… peer=… PEER DAYS`, where `ours` is the mean PAI of a mix of maps, `peer` that
of the count of the last year, and ratio the first over the second. Above each a table with PEI and
intervals, and the sentence that a report would print.

The cities have one year of exact places: 26 weeks are forecast from the half year before and what
has come since. Their cells are squares of 250 m at most one square from an event of the first half
year, as no boundary comes with the data; a stray point outside them is an event that every map
misses. London has counts by LSOA and month; months are numbered with 30 days each.
"""

import csv
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely
from scipy import ndimage

from headwater.analysis.spatial import forecasts
from headwater.analysis.spatial.forecasts import Measure

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("HEADWATER_SHARED", ROOT.parent / "shared")) / "data"
SIDE_M = 250.0
METRES_A_DEGREE = 111_320.0
MONTH = 30
EXACT: tuple[forecasts.Forecaster, ...] = (
    forecasts.CountMap(60),
    forecasts.CountMap(365, bandwidth_m=250.0),
    forecasts.CountMap(365, bandwidth_m=600.0),
    forecasts.NearRepeats(),
    forecasts.SelfExciting(),
    forecasts.Mix(forecasts.usual_members(), past_periods=6),
)
YEAR_OF_MONTHS = forecasts.CountMap(12 * MONTH)
BY_MONTH: tuple[forecasts.Forecaster, ...] = (
    forecasts.CountMap(3 * MONTH),
    forecasts.CountMap(120 * MONTH, half_life_days=180),
    forecasts.SeasonalBaseline(within_days=0),
    forecasts.Mix(
        (
            YEAR_OF_MONTHS,
            forecasts.CountMap(3 * MONTH),
            forecasts.CountMap(120 * MONTH),
            forecasts.CountMap(120 * MONTH, half_life_days=180),
            forecasts.SeasonalBaseline(within_days=0),
        ),
        past_periods=6,
    ),
)


def main() -> None:
    """Every data set in turn."""
    if not DATA.is_dir():
        sys.stderr.write("real cities skipped: the shared data are not on this machine\n")
        return
    city("san_francisco_robbery", "san_francisco_robbery_2019.csv", "date_time longitude latitude")
    city("memphis_robbery", "memphis_robberies_2019.csv", "date lon lat")
    london_panel()
    met_burglary()


def city(name: str, file: str, columns: str) -> None:
    """Exact places of one year, 26 weeks forecast."""
    with (DATA / "methods" / file).open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    when, across, along = columns.split()
    day = np.array([date.fromisoformat(row[when][:10]).toordinal() for row in rows])
    longitude = np.array([float(row[across]) for row in rows])
    latitude = np.array([float(row[along]) for row in rows])
    middle = float(np.median(latitude))
    x = (longitude - float(np.median(longitude))) * METRES_A_DEGREE * np.cos(np.radians(middle))
    y = (latitude - middle) * METRES_A_DEGREE
    first = date(2019, 7, 3).toordinal()
    cells = squares_about(x[day < first], y[day < first])
    events = forecasts.Events.at_points(x, y, day, cells=cells)
    spans = forecasts.rolling_spans(first_day=first, days=7, periods=26)
    hot = max(round(0.01 * len(cells)), 1)
    report(name, (forecasts.last_year(), *EXACT), events, cells, spans=spans, hot_cells=hot)


def squares_about(x: np.ndarray, y: np.ndarray) -> forecasts.Cells:
    """Squares that hold or touch one that holds an event; points far out do not widen the grid."""
    (left, right), (bottom, top) = (np.quantile(along, [0.005, 0.995]) for along in (x, y))
    left, bottom, right, top = left - SIDE_M, bottom - SIDE_M, right + SIDE_M, top + SIDE_M
    across, along = np.arange(left, right + SIDE_M, SIDE_M), np.arange(bottom, top + SIDE_M, SIDE_M)
    held = np.histogram2d(x, y, bins=[across, along])[0] > 0
    inside = ndimage.binary_dilation(held, structure=np.ones((3, 3)))
    return forecasts.Cells.squares(left_m=left, bottom_m=bottom, side_m=SIDE_M, inside=inside)


def london_panel() -> None:
    """24 months of all London LSOAs; the last 12 are forecast."""
    table = pq.read_table(
        DATA / "police_uk_panels" / "london_lsoa21_month_2023-06_2025-05.parquet"
    ).to_pandas()
    codes, place = np.unique(table["lsoa21_code"], return_inverse=True)
    area = table.drop_duplicates("lsoa21_code").set_index("lsoa21_code")["area_m2"][codes]
    cells = forecasts.Cells.areas(area.to_numpy())
    month = months_since(table["month"], year=2023, month=6)
    spans = forecasts.rolling_spans(first_day=12 * MONTH, days=MONTH, periods=12)
    residents = residents_of(codes)
    for kind in ("robbery", "theft_from_person", "burglary", "vehicle"):
        events = forecasts.Events.in_cells(
            place, month * MONTH + 15, cells=cells, count=table[f"n_{kind}"]
        )
        models = (YEAR_OF_MONTHS, *BY_MONTH)
        tested = report(f"london_{kind}", models, events, cells, spans=spans, hot_cells=50)
        if kind == "robbery":
            whose(tested, residents)


def met_burglary() -> None:
    """Nine years of burglary in the Met's LSOAs of 2011; the last five are forecast by month."""
    table = pq.read_table(
        DATA / "police_uk_panels" / "met_burglary_lsoa11_month_2010-12_2019-12.parquet"
    ).to_pandas()
    lookup = pd.read_csv(DATA / "lookups" / "lookup_lsoa11_lsoa21_ltla22.csv.gz")
    # The City has its own force; rows outside London are strays of the export.
    inside = lookup["ltla22_code"].str.startswith("E09") & (lookup["ltla22_code"] != "E09000001")
    codes = np.unique(lookup.loc[inside, "lsoa11_code"].to_numpy(dtype=str))
    place = pd.Index(codes).get_indexer(pd.Index(table["lsoa11_code"]))
    cells = forecasts.Cells.areas(areas_of(codes))
    month = months_since(table["month"], year=2010, month=12)
    events = forecasts.Events.in_cells(
        place, month * MONTH + 15, cells=cells, count=table["n_burglary"]
    )
    spans = forecasts.rolling_spans(first_day=49 * MONTH, days=MONTH, periods=60)
    report("met_burglary", (YEAR_OF_MONTHS, *BY_MONTH), events, cells, spans=spans, hot_cells=48)


def report(
    name: str,
    models: Sequence[forecasts.Forecaster],
    events: forecasts.Events,
    cells: forecasts.Cells,
    *,
    spans: Sequence[forecasts.Span],
    hot_cells: int,
) -> forecasts.Backtest:
    """The table, the sentence and the claim. The first model is the rule, the last one ours."""
    start = time.process_time()
    tested = forecasts.backtest(models, events, cells=cells, spans=spans, hot_cells=hot_cells)
    took = time.process_time() - start
    rule, ours = models[0].name, models[-1].name
    print(
        f"{name}: {len(cells)} cells, {hot_cells} picked, {len(spans)} periods with "
        f"{tested.events.mean():.0f} events each, {took:.1f} s of processor time"
    )
    for model in tested.models:
        pai, pei = tested.mean(model, Measure.PAI), tested.mean(model, Measure.PEI)
        log = tested.mean(model, Measure.EVENT_LOG_SCORE).value
        held = tested.mean(model, Measure.COVERAGE).value
        print(
            f"  {model:44s} PAI {pai.value:6.2f} ({pai.low:6.2f} to {pai.high:6.2f})  PEI "
            f"{pei.value:.3f} ({pei.low:.3f} to {pei.high:.3f})  log {log:.2f}  cover {held:.3f}"
        )
    print("  " + tested.sentence(ours, rules=[rule]))
    value, peer = (tested.mean(model, Measure.PAI).value for model in (ours, rule))
    print(
        f"{name} ratio={value / peer:.2f} ours={value:.2f} peer={peer:.2f} count-of-last "
        f"{rule.split()[3]}-days"
    )
    return tested


def whose(tested: forecasts.Backtest, residents: forecasts.Residents) -> None:
    """Whom the rule's picked LSOAs house."""
    table = forecasts.fairness_table(tested.models[0], tested.selected[0], residents)
    for row in table.rows:
        print(
            f"    {row.heading}: {row.group[:40]:40s} {row.share_picked:6.1%} of residents picked, "
            f"{row.share_everywhere:6.1%} of all ({row.low:+.1%} to {row.high:+.1%})"
        )


def residents_of(codes: np.ndarray) -> forecasts.Residents:
    """Census 2021 residents, deprivation 2025 and rural class of the LSOAs."""
    people = pq.read_table(DATA / "population" / "census2021_lsoa21_ethnic_group.parquet")
    frame = people.to_pandas().set_index("lsoa21_code").loc[codes]
    deprived = pq.read_table(DATA / "deprivation" / "imd2025_england_lsoa21.parquet")
    decile = deprived.to_pandas().set_index("lsoa21_code").loc[codes, "IMD_decile"].to_numpy()
    rural = pd.read_csv(DATA / "lookups" / "ruc21_lsoa21.csv.gz").set_index("lsoa21_code")
    groups = [column for column in frame.columns if column.startswith("n_")]
    return forecasts.Residents.of(
        frame["total_residents"].to_numpy(),
        deprivation_fifth=(decile + 1) // 2,
        ethnic_groups=frame[groups].to_numpy(),
        group_names=tuple(name[2:].replace("_", " ") for name in groups),
        rural=(rural.loc[codes, "ruc"] == "Rural").to_numpy(dtype=bool),
    )


def areas_of(codes: np.ndarray) -> np.ndarray:
    """Square metres of LSOAs of 2011 from their drawn boundaries, near enough for a share."""
    table = pq.read_table(
        DATA / "geo" / "lsoa11_ew_bsc.parquet", columns=["lsoa11_code", "geometry"]
    )
    frame = table.to_pandas().set_index("lsoa11_code").loc[codes]
    shapes = shapely.from_wkb(frame["geometry"].to_numpy())
    latitude = shapely.get_y(shapely.centroid(shapes))
    return shapely.area(shapes) * METRES_A_DEGREE**2 * np.cos(np.radians(latitude))


def months_since(months: pd.Series, *, year: int, month: int) -> np.ndarray:
    """Whole months from the first one."""
    parts = months.astype(str).str.split("-", expand=True).astype(int)
    return ((parts[0] - year) * 12 + parts[1] - month).to_numpy()


if __name__ == "__main__":
    main()
