"""Does anything beat a bare count of last year on the NIJ 2017 challenge for Portland?

Run `python benchmarks/forecasts_nij_portland.py`. One line per setting:
`NAME ratio=… ours=… peer=… PEER DAYS`, where `ours` is the mean PAI of the mix of maps, `peer` that
of the count of the last 365 days over the same periods, and ratio the first over the second. Ten
settings: two offences, five lengths of period, 20 cells of 600 feet. The periods fill the four
years before 2017-03-01, one after another; the contest's own five periods are scored once, last,
and nothing was chosen on them. Above the claims a table says more, with intervals.
"""

import csv
import json
import os
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from headwater.analysis.spatial import forecasts
from headwater.analysis.spatial.forecasts import Measure

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("HEADWATER_SHARED", ROOT.parent / "shared"))
FOLDER = SHARED / "reference" / "nij_portland"
FEET = 0.3048
SIDE_FEET = 600.0
ORIGIN = date(2017, 3, 1).toordinal()
HOT_CELLS = 20
LENGTHS = {"1w": (7, 208), "2w": (14, 104), "1m": (30, 48), "2m": (61, 24), "3m": (91, 16)}
CONTEST_ENDS = {
    "1w": date(2017, 3, 8),
    "2w": date(2017, 3, 15),
    "1m": date(2017, 4, 1),
    "2m": date(2017, 5, 1),
    "3m": date(2017, 6, 1),
}
RULE = forecasts.last_year()
OURS = forecasts.Mix(forecasts.usual_members())
OTHERS: tuple[forecasts.Forecaster, ...] = (
    forecasts.SeasonalBaseline(),
    forecasts.NearRepeats(),
)
# One fit takes up to half a second: not every week of four years.
EVERY_MONTH: tuple[forecasts.Forecaster, ...] = (forecasts.SelfExciting(),)


def main() -> None:
    """Score every setting on the periods before the contest, then the contest itself."""
    if not FOLDER.is_dir():
        sys.stderr.write("nij_portland skipped: the reference files are not on this machine\n")
        return
    cells = grid()
    ahead, sure, settings = 0, 0, 0
    for crime in ("burglary", "theft_of_auto"):
        events = read(FOLDER / f"{crime}.csv", cells)
        for length, (days, periods) in LENGTHS.items():
            tested = validation(events, cells, days=days, periods=periods)
            claim(f"nij_{crime}_{length}", tested)
            gap = tested.difference(OURS.name, RULE.name, Measure.PAI)
            ahead += gap.value > 0
            sure += gap.low > 0
            settings += 1
        contest(crime, events, cells)
    print(
        f"The mix has the higher mean PAI in {ahead} of {settings} settings, and in {sure} of them "
        "by more than chance over periods explains (95 % interval above 0)."
    )


def validation(
    events: forecasts.Events, cells: forecasts.Cells, *, days: int, periods: int
) -> forecasts.Backtest:
    """All models over the periods that end with February 2017, and a table of them."""
    spans = forecasts.rolling_spans(first_day=ORIGIN - days * periods, days=days, periods=periods)
    models = (RULE, OURS, *OTHERS, *(EVERY_MONTH if days >= 30 else ()))
    start = time.process_time()
    tested = forecasts.backtest(models, events, cells=cells, spans=spans, hot_cells=HOT_CELLS)
    took = time.process_time() - start
    print(f"{periods} periods of {days} days, {tested.events.mean():.0f} events each, {took:.1f} s")
    for model in tested.models:
        pai, pei = tested.mean(model, Measure.PAI), tested.mean(model, Measure.PEI)
        gap = tested.difference(model, RULE.name, Measure.PAI)
        log = tested.mean(model, Measure.EVENT_LOG_SCORE)
        print(
            f"  {model:42s} PAI {pai.value:5.2f} ({pai.low:5.2f} to {pai.high:5.2f})  "
            f"PEI {pei.value:.3f} ({pei.low:.3f} to {pei.high:.3f})  less the count's "
            f"{gap.value:+.2f} ({gap.low:+.2f} to {gap.high:+.2f})  log score {log.value:.2f}"
        )
    return tested


def claim(name: str, tested: forecasts.Backtest) -> None:
    """One line: our mean PAI over the count map's."""
    ours = tested.mean(OURS.name, Measure.PAI).value
    peer = tested.mean(RULE.name, Measure.PAI).value
    print(f"{name} ratio={ours / peer:.2f} ours={ours:.2f} peer={peer:.2f} count-of-last 365-days")


def contest(crime: str, events: forecasts.Events, cells: forecasts.Cells) -> None:
    """The five periods of the contest, once: a few hits decide each of these figures."""
    for length, end in CONTEST_ENDS.items():
        span = forecasts.Span(ORIGIN, end.toordinal() - ORIGIN)
        during = events.within(span.first_day, span.end)
        for model in (RULE, OURS, *OTHERS, *EVERY_MONTH):
            made = forecasts.forecast(model, events, cells=cells, span=span)
            hits = forecasts.hit_scores(
                made.hot_cells(HOT_CELLS), during.counts(cells), events=len(during), cells=cells
            )
            print(
                f"  contest {crime} {length} {model.name:42s} {hits.caught:3.0f} of {len(during)} "
                f"PAI {hits.pai:6.2f} PEI {hits.pei:.3f}"
            )


def grid() -> forecasts.Cells:
    """Squares of 600 feet from the corner of the boundary's box, those wholly inside."""
    text = (FOLDER / "boundary.json").read_text(encoding="utf-8")
    shape = shapely.geometry.shape(json.loads(text)["geometry"])
    left, bottom, right, top = shape.bounds
    west, south = np.meshgrid(
        np.arange(left, right, SIDE_FEET), np.arange(bottom, top, SIDE_FEET), indexing="ij"
    )
    squares = shapely.box(west, south, west + SIDE_FEET, south + SIDE_FEET)
    return forecasts.Cells.squares(
        left_m=left * FEET,
        bottom_m=bottom * FEET,
        side_m=SIDE_FEET * FEET,
        inside=shapely.contains_properly(shape, squares),
        study_area_m2=shape.area * FEET**2,
    )


def read(path: Path, cells: forecasts.Cells) -> forecasts.Events:
    """Calls for service with their day and place."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return forecasts.Events.at_points(
        np.array([float(row["x_ft"]) for row in rows]) * FEET,
        np.array([float(row["y_ft"]) for row in rows]) * FEET,
        [date.fromisoformat(row["date"]).toordinal() for row in rows],
        cells=cells,
    )


if __name__ == "__main__":
    main()
