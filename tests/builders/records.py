"""Builds a small made-up county with record-level data in which effects are planted by name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from builders.arrow import ARROW
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.record_counting import Summary, released_summaries
from headwater.analysis.needs.scope import Scope, scope_of
from headwater.analysis.needs.topics import (
    ambulance_fire,
    emergency,
    public_crime,
    recorded,
    searches,
    surroundings,
)
from headwater.analysis.needs.view import View
from headwater.core.counts import CountCube, Released, Statistic
from headwater.core.disclosure import Profile, release_together
from headwater.core.periods import Month, Period
from headwater.lake.contracts import contract
from headwater.lake.journal import AcceptedFile, Load, load_id
from headwater.lake.publish import publish, staging
from headwater.lake.store import Store
from headwater.rulebook import profile_for

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AREA = "Z99P00001"
REGION = "Z99R00001"
PERIOD = Period.parse("2024-09..2025-08")
DISTRICTS = tuple(f"Z99D0000{i}" for i in range(1, 5))
AREAS_IN_DISTRICT = 8
RESIDENTS_IN_BAND = 75
BANDS = ((0, 9), (10, 14), (15, 17), (18, 24), (25, 34), (35, 49), (50, 64), (65, 120))
BAND_NAMES = ("0-9", "10-14", "15-17", "18-24", "25-34", "35-49", "50-64", "65+")
Columns = Mapping[str, object]


@dataclass(frozen=True)
class Plan:
    """What is true of the county. Means are offences a month in each district."""

    seed: int = 1
    first: Month = field(default_factory=lambda: Month(2023, 9))
    months: int = 24
    means: Mapping[str, float] = field(
        default_factory=lambda: {
            "8N": 60.0, "34B": 25.0, "10D": 12.0, "19C": 8.0, "3B": 14.0, "62A": 8.0,
        }
    )  # fmt: skip
    rising: tuple[str, str, float] | None = None
    """District, code and how many times as many in the second year."""
    knife_share: float = 0.2
    school_share: float = 0.0
    """Share of offences against children that happen from 3pm to 6pm on school days."""
    child_share: float = 0.25
    repeat_share: float = 0.0
    """Share of offences against someone harmed already."""
    seen: float = 0.3
    """Share of recorded injuries that go to hospital."""
    unreported: tuple[float, ...] = (0.5, 0.5, 0.5, 0.5)
    """By district, the share of attendances that police never hear of."""


def codes_of(district: int) -> list[str]:
    """The neighbourhoods of a district."""
    start = district * AREAS_IN_DISTRICT + 1
    return [f"Z99L{i:05d}" for i in range(start, start + AREAS_IN_DISTRICT)]


def build_ground(changed: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, Columns]:
    """Areas, links and residents. `changed` says which areas an earlier code became."""
    lsoas = [(code, d) for d in range(len(DISTRICTS)) for code in codes_of(d)]
    links = [(code, DISTRICTS[d], "lsoa", "lad") for code, d in lsoas]
    links += [(d, AREA, "lad", "pfa") for d in DISTRICTS]
    links += [(AREA, REGION, "pfa", "region")]
    part_of = len(links)
    for old, news in (changed or {}).items():
        links += [(old, new, "lsoa", "lsoa") for new in news]
    kinds = ["U" if len(news) == 1 else "S" for news in (changed or {}).values() for _ in news]
    areas = [(code, f"Place {code[-3:]}", "lsoa") for code, _ in lsoas]
    areas += [(d, f"District {d[-1]}", "lad") for d in DISTRICTS]
    areas += [(AREA, "Testshire", "pfa"), (REGION, "Test Region", "region")]
    people = [
        (code, sex, low, high)
        for code, _ in lsoas
        for sex in ("female", "male")
        for low, high in BANDS
    ]
    return {
        "areas": {
            "code": [a[0] for a in areas],
            "name": [a[1] for a in areas],
            "level": [a[2] for a in areas],
            "vintage": ["2021" if a[2] == "lsoa" else "2024" for a in areas],
            "lon": [0.1 + 0.001 * i for i in range(len(areas))],
            "lat": [52.0 + 0.001 * i for i in range(len(areas))],
        },
        "area_links": {
            "from_code": [row[0] for row in links],
            "to_code": [row[1] for row in links],
            "from_level": [row[2] for row in links],
            "to_level": [row[3] for row in links],
            "from_vintage": [
                *("2021" if row[2] == "lsoa" else "2024" for row in links[:part_of]),
                *("2011" for _ in links[part_of:]),
            ],
            "to_vintage": [
                *("2024" for _ in links[:part_of]),
                *("2021" for _ in links[part_of:]),
            ],
            "relation": ["part_of"] * part_of + ["changed_to"] * len(kinds),
            "change": np.array([None] * part_of + kinds, dtype=object),
        },
        "residents": {
            "area_code": [p[0] for p in people],
            "area_level": ["lsoa"] * len(people),
            "vintage": ["2021"] * len(people),
            "year": [2024] * len(people),
            "sex": [p[1] for p in people],
            "age_from": [p[2] for p in people],
            "age_to": [p[3] for p in people],
            "persons": [RESIDENTS_IN_BAND] * len(people),
            "basis": ["mid_2024"] * len(people),
        },
    }


def build_offences(plan: Plan) -> dict[str, Columns]:
    """Recorded offences, attendances and calls of a county with a plan."""
    rng = np.random.default_rng(plan.seed)
    months = [plan.first.plus(i) for i in range(plan.months)]
    means = np.array(
        [
            [[_mean(plan, d, code, i) for i in range(plan.months)] for code in plan.means]
            for d in range(len(DISTRICTS))
        ]
    )
    district, code, month = np.indices(means.shape)
    counts = rng.poisson(means).ravel()
    district, code, month = (np.repeat(axis.ravel(), counts) for axis in (district, code, month))
    size = len(district)
    names = np.array(list(plan.means))[code]
    child = rng.random(size) < plan.child_share
    band = np.where(child, rng.integers(1, 3, size), rng.integers(3, 8, size))
    started = _moments(rng, plan, months, month, child)
    recorded = started.astype("datetime64[D]")
    ordinal = np.arange(size) + 1
    repeat = rng.random(size) < plan.repeat_share
    victim = np.where(repeat, rng.integers(1, max(size, 2), size), ordinal)
    suspect = rng.integers(1, 3 * size + 2, size)
    lsoa = _place(rng, district)
    has_victim = names != "10D"
    knife = (names == "10D") | (
        np.isin(names, ["8N", "34B", "3B"]) & (rng.random(size) < plan.knife_share)
    )
    groups = np.array(["asian", "black", "mixed", "other", "white", "not_stated"])
    offences: Columns = {
        "offence_ref": [f"T/{i}" for i in ordinal],
        "ho_code": names,
        "started_at": started,
        "recorded_on": recorded,
        "lsoa_code": lsoa,
        "knife": knife,
        "domestic": rng.random(size) < 0.3,
        "gang": _with_gaps(rng, rng.random(size) < 0.05),
        "alcohol": rng.random(size) < 0.4,
        "drugs": rng.random(size) < 0.1,
        "child_exploitation": rng.random(size) < 0.02,
        "victim_ref": np.where(has_victim, np.char.add("V", victim.astype(str)), None),
        "victim_age_band": np.where(has_victim, np.array(BAND_NAMES)[band], None),
        "victim_sex": np.where(rng.random(size) < 0.6, "M", "F"),
        "victim_ethnicity": rng.choice(groups, size),
        "suspect_ref": np.char.add("V", (suspect + size * 2).astype(str)),
        "suspect_age_band": np.array(BAND_NAMES)[rng.integers(1, 6, size)],
        "suspect_sex": np.where(rng.random(size) < 0.8, "M", "F"),
        "suspect_ethnicity": rng.choice(groups, size),
    }
    return {
        "recorded_crimes": offences,
        **_hospital(rng, plan, offences, district),
    }


def build_lake(folder: Path, tables: Mapping[str, Columns]) -> Path:
    """Publish tables as one load each."""
    for name, columns in tables.items():
        with staging(folder, who="test") as stage:
            path = stage.folder / f"{name}.parquet"
            table = as_lake_table(name, columns)
            pq.write_table(table, path)
            part = stage.part(path, table=name, rows=len(table), slices=["test"])
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            file = AcceptedFile(
                f"{name}.csv", digest, 1, "test", "utf-8", len(table), len(table), {}
            )
            identity = load_id(source=name, schema_version="1", files=[("test", digest)])
            publish(stage, Load(identity, name, "1", "test", (file,), (part,)), by="t", at=AT)
    return folder


def as_lake_table(name: str, columns: Columns) -> pa.Table:
    """Columns as the lake's table; columns not given are empty."""
    size = len(next(iter(columns.values())))  # type: ignore[arg-type]
    arrays = {}
    for column in contract(name).columns:
        kind = ARROW[column.type]
        if column.name == "slice":
            arrays[column.name] = pa.array(["test"] * size, kind)
        elif column.name in columns:
            values = columns[column.name]
            arrays[column.name] = pa.array(
                [None if v is None else v for v in np.asarray(values).tolist()]
                if np.asarray(values).dtype == object
                else values,
            ).cast(kind)
        else:
            arrays[column.name] = pa.nulls(size, kind)
    return pa.table(arrays)


@dataclass(frozen=True, eq=False)
class Measured:
    """Everything record-level, measured, released and ready to be written about."""

    scope: Scope
    recorded: recorded.Recorded | None
    emergency: emergency.Emergency | None
    ambulance: ambulance_fire.Incidents | None
    fire: ambulance_fire.Incidents | None
    admissions: emergency.Admissions | None
    searches: searches.Searches | None
    residents_by_group: searches.GroupResidents | None
    view: View
    draft: Draft = field(default_factory=Draft)


def build_measured(
    lake: Path, *, area: str = AREA, period: Period = PERIOD, profile: Profile | None = None
) -> Measured:
    """Measure and release a lake; `profile` puts one rule in place of the tables' own."""
    with Store(lake) as store:
        scope = scope_of(store, area=area, period=period)
        around = surroundings.measure(store, scope)
        public = public_crime.measure(store, scope)
        crime = recorded.measure(store, scope)
        ed = emergency.measure(store, scope)
        ambulance = ambulance_fire.measure_ambulance(store, scope)
        fire = ambulance_fire.measure_fire(store, scope)
        found = searches.measure(store, scope)
        admissions = emergency.measure_admissions(store, scope)
        by_group = searches.residents_by_group(store, scope)
    cubes: list[CountCube] = []
    profiles: dict[str, Profile] = {}
    statistics: dict[str, Released[Statistic]] = {}

    def let_out(table: str, made: tuple[CountCube, ...], said: tuple[Summary, ...] = ()) -> None:
        rule = profile or profile_for(table)
        cubes.extend(made)
        profiles.update({cube.id: rule for cube in made})
        statistics.update(released_summaries(said, rule))

    if public is not None:
        let_out("crimes", public.cubes)
    if crime is not None:
        let_out(recorded.TABLE, crime.cubes, crime.summaries)
    if ed is not None:
        let_out(emergency.TABLE, ed.cubes, ed.summaries)
    for incidents in (ambulance, fire):
        if incidents is not None:
            let_out(incidents.table, incidents.cubes)
    if found is not None:
        let_out(searches.TABLE, found.cubes)
    view = View(
        scope=scope,
        surroundings=around,
        public=public,
        cubes=release_together(cubes, profiles),
        statistics=statistics,
    )
    return Measured(scope, crime, ed, ambulance, fire, admissions, found, by_group, view)


def _mean(plan: Plan, district: int, code: str, month: int) -> float:
    base = plan.means[code]
    if plan.rising and plan.rising[:2] == (DISTRICTS[district], code) and month >= 12:
        return base * plan.rising[2]
    return base


def _moments(
    rng: np.random.Generator,
    plan: Plan,
    months: list[Month],
    month: npt.NDArray[np.intp],
    child: npt.NDArray[np.bool_],
) -> npt.NDArray[np.datetime64]:
    """Any minute of the month, and for some children a school afternoon."""
    first = np.array([np.datetime64(m.first_day, "D") for m in months])[month]
    length = np.array([m.last_day.day for m in months])[month]
    day = first + np.floor(rng.random(len(month)) * length).astype("timedelta64[D]")
    minute = rng.integers(0, 24 * 60, len(month))
    at_school = child & (rng.random(len(month)) < plan.school_share)
    weekday = (day.astype(np.int64) + 3) % 7
    shifted = day - np.maximum(weekday - 4, 0).astype("timedelta64[D]")
    shifted = np.where(
        shifted < first,
        first + (7 - (first.astype(np.int64) + 3) % 7).astype("timedelta64[D]"),
        shifted,
    )
    day = np.where(at_school, shifted, day)
    minute = np.where(at_school, rng.integers(15 * 60, 18 * 60, len(month)), minute)
    return day.astype("datetime64[us]") + minute.astype("timedelta64[m]")


def _place(rng: np.random.Generator, district: npt.NDArray[np.intp]) -> npt.NDArray[np.object_]:
    table = np.array([codes_of(d) for d in range(len(DISTRICTS))], dtype=object)
    return np.asarray(table[district, rng.integers(0, AREAS_IN_DISTRICT, len(district))])


def _with_gaps(rng: np.random.Generator, values: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    return np.where(rng.random(len(values)) < 0.1, None, values)


def _hospital(
    rng: np.random.Generator,
    plan: Plan,
    offences: Columns,
    district: npt.NDArray[np.intp],
) -> dict[str, Columns]:
    """Attendances: some recorded injuries, and in each district those police never hear of."""
    injured = np.flatnonzero(np.asarray(offences["ho_code"]) == "8N")
    known = injured[rng.random(len(injured)) < plan.seen]
    gap = np.array(plan.unreported)
    odds = gap / (1 - gap)
    extra = rng.poisson(odds[district[known]])
    source = np.concatenate([known, np.repeat(known, extra)])
    started = np.asarray(offences["started_at"])[source]
    lsoa = np.asarray(offences["lsoa_code"])[source]
    unplaced = rng.random(len(source)) < 0.1
    arrived = started + np.timedelta64(90, "m")
    methods = np.array(["fist_hand", "knife", "glass", "bottle", "not_known"])
    kinds = np.array(["public_street", "licensed_premises", "own_home", "not_known"])
    month = arrived.astype("datetime64[M]")
    site = np.where(district[source] < 2, "Z9901", "Z9902")
    size = len(source)
    called = np.flatnonzero(rng.random(size) < 0.5)
    return {
        "ed_assaults": {
            "site_code": site,
            "period_start": month.astype("datetime64[D]"),
            "period_end": (month + 1).astype("datetime64[D]") - np.timedelta64(1, "D"),
            "arrived_at": arrived,
            "assaulted_at": np.where(rng.random(size) < 0.05, np.datetime64("NaT"), started),
            "method": rng.choice(methods, size, p=[0.6, 0.15, 0.1, 0.1, 0.05]),
            "location_type": rng.choice(kinds, size),
            "lsoa_code": np.where(unplaced, None, lsoa),
            "location_confidence": np.where(unplaced, "unmatched", "street"),
        },
        "ambulance_incidents": {
            "incident_ref": [f"A{i}" for i in called],
            "called_at": started[called],
            "incident_type": rng.choice(["assault", "stabbing"], len(called), p=[0.8, 0.2]),
            "lsoa_code": lsoa[called],
            "age_band": rng.choice(BAND_NAMES, len(called)),
            "sex": rng.choice(["F", "M", "U"], len(called)),
            "conveyed": rng.random(len(called)) < 0.7,
        },
    }
