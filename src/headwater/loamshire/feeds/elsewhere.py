"""What is published for the authorities elsewhere, in files of their own."""

import numpy as np
from shapely.geometry import box, mapping

from headwater.loamshire.deprivation import EDITION
from headwater.loamshire.elsewhere import (
    AGES,
    CARRIED_BACK,
    NAMES,
    Others,
    draw_others,
    movement,
)
from headwater.loamshire.feeds.la_indicators import (
    HEADER,
    INDICATORS,
    YEARS,
    Places,
    need_of,
    rows_of,
    year_of,
)
from headwater.loamshire.geography import to_lonlat
from headwater.loamshire.people import OLDEST
from headwater.loamshire.streams import stream
from headwater.loamshire.world import World
from headwater.loamshire.writing import Outbox

OPEN_ENDED = 120
FIRST_X_KM, FIRST_Y_KM, APART_KM, COLUMNS = 90.0, -50.0, 50.0, 4
"""Where they lie: on a grid in open sea, east of the county."""


def write_elsewhere(world: World, out: Outbox) -> None:
    """Outlines, residents, deprivation and indicators of the twelve."""
    need = need_of(world)
    others = draw_others(world, need)
    _write_outlines(others, out)
    _write_residents(others, out)
    _write_deprivation(others, out)
    _write_indicators(world, others, float(need.mean()), out)


def _write_outlines(others: Others, out: Outbox) -> None:
    """Squares of the right size."""
    features = []
    for at, (code, name) in enumerate(zip(others.codes, NAMES, strict=True)):
        half = float(np.sqrt(others.square_km[at])) / 2
        x = FIRST_X_KM + APART_KM * (at % COLUMNS)
        y = FIRST_Y_KM + APART_KM * (at // COLUMNS)
        corners = to_lonlat(np.array([(x - half, y - half), (x + half, y + half)]))
        features.append(
            {
                "type": "Feature",
                "properties": {"ltla24_name": name, "ltla24_code": code},
                "geometry": mapping(box(*corners[0], *corners[1])),
            }
        )
    out.json(
        "feeds/areas/elsewhere_ltla24.geojson.gz",
        {"type": "FeatureCollection", "features": features},
        rows=len(features),
    )


def _write_residents(others: Others, out: Outbox) -> None:
    """Mid-2020, in a few spans of ages."""
    rows: list[tuple[object, ...]] = [
        (
            code, "lad", "2021", 2020, "persons", low, OPEN_ENDED if high == OLDEST else high,
            round(float(others.by_age[at, low : high + 1].sum()) * CARRIED_BACK), "mid_2020",
        )
        for at, code in enumerate(others.codes)
        for low, high in AGES
    ]  # fmt: skip
    header = ("area_code", "area_level", "vintage", "year", "sex", "age_from", "age_to", "persons",
              "basis")  # fmt: skip
    out.table("feeds/residents/residents_elsewhere_mid_2020.csv", header, rows)


def _write_deprivation(others: Others, out: Outbox) -> None:
    """The average score of each authority, which is all that is published of them."""
    rows: list[tuple[object, ...]] = [
        (code, "2021", EDITION, domain, f"{scores[at]:.3f}", "", "")
        for domain, scores in others.scores.items()
        for at, code in enumerate(others.codes)
    ]
    header = ("area_code", "vintage", "edition", "domain", "score", "rank", "decile")
    out.table("feeds/deprivation/deprivation_elsewhere.csv", header, rows)


def _write_indicators(world: World, others: Others, middle: float, out: Outbox) -> None:
    """The same measures and years as Loamshire's."""
    rng = stream(world.seed, "indicators elsewhere")
    places = Places(others.codes, NAMES, others.by_age, others.need - middle)
    rows: list[tuple[object, ...]] = []
    for indicator in INDICATORS:
        for year in range(YEARS):
            moved = np.array(
                [movement(indicator.id, at, year=year, years=YEARS) for at in range(len(NAMES))]
            )
            rows += rows_of(rng, indicator, places, year_of(world, indicator, year), moved=moved)
    out.table("feeds/la_indicators/indicators_elsewhere.csv", HEADER, rows)
