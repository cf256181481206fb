"""Builds a small county in a lake: districts in a row, residents, crimes, services, indicators."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from builders.arrow import ARROW
from headwater.analysis.needs.scope import Scope, scope_of
from headwater.analysis.needs.topics import public_crime, services, surroundings
from headwater.analysis.needs.topics.public_crime import PublicCrime
from headwater.analysis.needs.view import View
from headwater.core.counts import CountCube, Released, ReleasedCube
from headwater.core.disclosure import release_together
from headwater.core.periods import Period
from headwater.lake.contracts import contract
from headwater.lake.journal import AcceptedFile, Load, load_id
from headwater.lake.publish import publish, staging
from headwater.lake.store import Store
from headwater.rulebook import suppression_profile
from headwater.rulebook.disclosure import SuppressionProfile

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AREA = "Z99P00001"
PERIOD = Period.parse("2024-09..2025-08")
NAMES = ("Alderby", "Brinmouth", "Carrow", "Dunmere", "Eastfold", "Farthing")
SMALL_AREAS = 4
LON_STEP, LAT = 0.5, 52.0
AGES = ((0, 9), (10, 14), (15, 17), (18, 24), (25, 34), (35, 49), (50, 64), (65, 120))
SHARES = (0.11, 0.06, 0.035, 0.085, 0.13, 0.2, 0.19, 0.19)

Row = dict[str, Any]


def district_code(number: int) -> str:
    """The code of a district, from 0."""
    return f"Z99D{number + 1:05d}"


def small_area_code(district: int, number: int) -> str:
    """The code of a small area of a district, from 0."""
    return f"Z99L{district * 100 + number + 1:05d}"


def lon_of(district: int, number: int = 0) -> float:
    """Longitude of a small area's centre: districts stand 34 km apart, their parts 700 m."""
    return -1.0 + district * LON_STEP + number * 0.01


def build_service(**given: Any) -> Row:
    """One entry that is open, confirmed and in order; say only what matters."""
    number = given.pop("number", 1)
    row: Row = {
        "service_id": f"s{number}",
        "name": f"Service {number}",
        "organisation": "An invented organisation",
        "status": "active",
        "need_type": "mentoring",
        "tier": "secondary",
        "approach": None,
        "minimum_age": 10,
        "maximum_age": 24,
        "sex": "any",
        "capacity_per_year": 100,
        "places_taken": 80,
        "wait_days": 14,
        "lon": None,
        "lat": None,
        "reach_km": None,
        "area_code": AREA,
        "send_friendly": True,
        "evenings": True,
        "weekends": True,
        "cost_per_start": 500.0,
        "funded_until": date(2027, 3, 31),
        "assured_on": date(2025, 7, 1),
        "url": "https://service.example",
    }
    return {**row, **given}


ALL_KINDS = {
    "mentoring": (10, 24),
    "therapy": (10, 120),
    "youth_work": (10, 17),
    "family_support": (10, 17),
    "substance_misuse": (10, 120),
    "victim_support": (10, 120),
    "exploitation_support": (10, 17),
    "employment": (15, 24),
    "sport": (10, 24),
}


def build_full_offer(
    districts: int, *, capacity: int = 2_000, without: tuple[int, str, int, int] | None = None
) -> list[Row]:
    """Every kind of help for every age in every district, with room for all.

    `without` is one district, kind, youngest and oldest age that no service takes.
    """
    rows: list[Row] = []
    for district in range(districts):
        for kind, (low, high) in ALL_KINDS.items():
            for youngest, oldest in _split(low, high):
                missing = (
                    without is not None
                    and (district, kind) == without[:2]
                    and youngest <= without[3]
                    and oldest >= without[2]
                )
                if not missing:
                    rows.append(
                        build_service(
                            number=len(rows) + 1,
                            need_type=kind,
                            area_code=district_code(district),
                            minimum_age=youngest,
                            maximum_age=oldest,
                            capacity_per_year=capacity,
                        )
                    )
    return rows


def _split(low: int, high: int) -> list[tuple[int, int]]:
    """An age range cut at 15, 18 and 25."""
    cuts = [low, *[cut for cut in (15, 18, 25) if low < cut <= high], high + 1]
    return [(a, b - 1) for a, b in pairwise(cuts)]


@dataclass(frozen=True, slots=True)
class County:
    """What to build. `violence` is records a month in each small area."""

    districts: int = 3
    residents: int = 5_000
    violence: int = 12
    services: Sequence[Row] = ()
    indicators: Sequence[Row] = ()
    ages: bool = True
    centres: bool = True
    extra: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def but(self, **changes: Any) -> "County":
        """The same county with something else."""
        return replace(self, **changes)


def build_lake(folder: Path, county: County) -> Path:
    """A lake with a county in it."""
    tables: dict[str, list[Row]] = {
        "areas": _areas(county),
        "area_links": _links(county),
        "residents": _residents(county),
        "crimes": _crimes(county),
        "services": list(county.services),
        "indicators": list(county.indicators),
    }
    for name, rows in county.extra.items():
        tables[name] = tables.get(name, []) + list(rows)
    for name, rows in tables.items():
        if rows:
            put(folder, name, rows)
    return folder


def put(lake: Path, table: str, rows: Sequence[Row], *, slice_: str = "built") -> None:
    """Publish rows to a lake table; columns not given are empty."""
    promise = contract(table)
    data = pa.table(
        {
            column.name: pa.array(
                [slice_ if column.name == "slice" else row.get(column.name) for row in rows],
                ARROW[column.type],
            )
            for column in promise.columns
        }
    )
    with staging(lake, who="test") as stage:
        path = stage.folder / f"{table}.parquet"
        pq.write_table(data, path)
        digest = hashlib.sha256(repr((table, slice_, rows)).encode()).hexdigest()
        file = AcceptedFile(f"{table}.csv", digest, 1, slice_, "utf-8", len(rows), len(rows), {})
        identity = load_id(source=table, schema_version="1", files=[(slice_, digest)])
        part = stage.part(path, table=table, rows=len(rows), slices=[slice_])
        publish(stage, Load(identity, table, "1", "test", (file,), (part,)), by="test", at=AT)


def build_indicator(**given: Any) -> Row:
    """One published value."""
    row: Row = {
        "indicator": "suspension_rate",
        "name": "Suspensions per 100 pupils",
        "area_code": district_code(0),
        "area_name": NAMES[0],
        "period": "2023/24",
        "period_start": date(2023, 9, 1),
        "period_end": date(2024, 8, 31),
        "sex": "persons",
        "age": "all",
        "stratum": "all",
        "value": 10.0,
        "unit": "percent",
        "polarity": "high_is_bad",
        "publisher": "An invented publisher",
    }
    return {**row, **given}


def _areas(county: County) -> list[Row]:
    rows: list[Row] = [
        {"code": AREA, "name": "Loamshire", "level": "pfa", "vintage": "2024"},
        *(
            {"code": district_code(d), "name": NAMES[d], "level": "lad", "vintage": "2024"}
            for d in range(county.districts)
        ),
    ]
    for district in range(county.districts):
        for number in range(SMALL_AREAS):
            row: Row = {
                "code": small_area_code(district, number),
                "name": f"{NAMES[district]} {number + 1}",
                "level": "lsoa",
                "vintage": "2021",
            }
            if county.centres:
                row |= {"lon": lon_of(district, number), "lat": LAT}
            rows.append(row)
    return rows


def link(small: str, large: str, levels: tuple[str, str]) -> Row:
    """One area inside another."""
    vintage = {"lsoa": "2021"}
    return {
        "from_code": small,
        "to_code": large,
        "from_level": levels[0],
        "to_level": levels[1],
        "from_vintage": vintage.get(levels[0], "2024"),
        "to_vintage": "2024",
        "relation": "part_of",
    }


def _links(county: County) -> list[Row]:
    rows = [link(district_code(d), AREA, ("lad", "pfa")) for d in range(county.districts)]
    return rows + [
        link(small_area_code(d, n), district_code(d), ("lsoa", "lad"))
        for d in range(county.districts)
        for n in range(SMALL_AREAS)
    ]


def _residents(county: County) -> list[Row]:
    whole = [(0, 120, 1.0)]
    bands = [(low, high, share) for (low, high), share in zip(AGES, SHARES, strict=True)]
    split = whole + bands if county.ages else whole
    return [
        {"area_code": small_area_code(d, n), "area_level": "lsoa", "vintage": "2021",
         "year": 2021, "sex": "persons", "age_from": low, "age_to": high,
         "persons": round(county.residents * share), "basis": "census_2021"}
        for d in range(county.districts)
        for n in range(SMALL_AREAS)
        for low, high, share in split
    ]  # fmt: skip


def _crimes(county: County) -> list[Row]:
    return [
        {"month": month.first_day, "reported_by": "Loamshire", "falls_within": "Loamshire",
         "force": "loamshire", "lsoa_code": small_area_code(d, n), "crime_type": "Robbery"}
        for month in PERIOD
        for d in range(county.districts)
        for n in range(SMALL_AREAS)
        for _ in range(county.violence)
    ]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Found:
    """What was measured in a county, and the view chapters are composed from."""

    scope: Scope
    view: View
    services: services.Services | None
    public: PublicCrime | None


def look_at(
    lake: Path, *, area: str = AREA, rule: str = "police", extra: Sequence[CountCube] = ()
) -> Found:
    """Measure a lake and release what was measured, under one rule for people."""
    with Store(lake) as store:
        scope = scope_of(store, area=area, period=PERIOD)
        public = public_crime.measure(store, scope)
        around = surroundings.measure(store, scope)
        offered = services.measure(store, scope)
    cubes = [*(public.cubes if public else ()), *(offered.cubes if offered else ()), *extra]
    released = released_by_universe(cubes, rule)
    return Found(scope, View(scope, around, public, released, {}), offered, public)


def released_by_universe(
    cubes: Sequence[CountCube], rule: str
) -> dict[str, Released[ReleasedCube]]:
    """Crimes as already public; everything else under a rule of the rulebook."""
    profiles: dict[str, SuppressionProfile] = {
        cube.universe: suppression_profile(
            "published" if cube.universe.startswith("crimes") else rule
        )
        for cube in cubes
    }
    return release_together(list(cubes), profiles) if cubes else {}


def hidden_everywhere(released: ReleasedCube) -> ReleasedCube:
    """The same release with every cell hidden."""
    return replace(
        released,
        margins={key: np.full(m.shape, np.nan) for key, m in released.margins.items()},
    )
