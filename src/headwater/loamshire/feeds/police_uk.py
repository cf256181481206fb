"""Street crime, outcomes and stop and search, as the public site for police data lays them out."""

from dataclasses import dataclass

import numpy as np

from headwater.core.periods import Month, Period
from headwater.loamshire import names, outcomes
from headwater.loamshire.feeds.recorded_crime import crime_types
from headwater.loamshire.feeds.reference import NEIGHBOUR
from headwater.loamshire.intensity import town_centre
from headwater.loamshire.outcomes import CRIME_TYPES, Results, draw_results
from headwater.loamshire.people import ETHNIC_GROUPS
from headwater.loamshire.places import FACILITY, PUB, SCHOOL
from headwater.loamshire.streams import (
    BoolArray,
    FloatArray,
    IntArray,
    StrArray,
    draw_rows,
    draw_words,
    stream,
)
from headwater.loamshire.world import World
from headwater.loamshire.writing import Outbox

STREET_HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip
OUTCOME_HEADER = (*STREET_HEADER[:9], "Outcome type")
STOP_HEADER = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude",
    "Gender", "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation",
    "Object of search", "Outcome", "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)  # fmt: skip
FOLDER = "feeds/police_uk"
NO_LOCATION_SHARE, OUTSIDE_SHARE = 0.028, 0.004
DUPLICATE_ROWS = 55
# The publisher moved from 2011 to 2021 codes during the first half of 2023.
FIRST_MIXED, FIRST_NEW = Month(2023, 1), Month(2023, 6)

# Each kind of crime beyond the force's violence extract: offences a year, how strongly it follows
# deprivation, and how much the middle of town adds (log ratios).
OTHER_CRIME = {
    "Anti-social behaviour": (11_700, 1.3, 1.2),
    "Shoplifting": (6_000, 0.3, 2.6),
    "Criminal damage and arson": (5_200, 1.0, 0.5),
    "Other theft": (4_200, 0.4, 1.3),
    "Public order": (3_800, 1.2, 1.4),
    "Vehicle crime": (3_100, 0.4, 0.2),
    "Burglary": (2_400, 0.6, 0.3),
    "Other crime": (1_800, 0.9, 0.6),
    "Bicycle theft": (1_300, 0.1, 1.9),
    "Theft from the person": (700, 0.2, 2.7),
}
STOPS_A_YEAR = 5_400
# How often each group is searched for each resident, beside white residents.
STOP_RATES = {"asian": 1.3, "black": 3.4, "mixed": 2.1, "other": 1.2, "white": 1.0}
_SELF_DEFINED = {
    "asian": "Asian/Asian British - Any other Asian background",
    "black": "Black/African/Caribbean/Black British - African",
    "mixed": "Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background",
    "other": "Other ethnic group - Any other ethnic group",
    "white": "White - English/Welsh/Scottish/Northern Irish/British",
}
_OFFICER_DEFINED = {
    "asian": "Asian", "black": "Black", "mixed": "Black", "other": "Other", "white": "White",
}  # fmt: skip
_OBJECTS = {
    "Controlled drugs": 0.58,
    "Stolen goods": 0.18,
    "Offensive weapons": 0.18,
    "Articles for use in criminal damage": 0.02,
    "Firearms": 0.01,
    "Evidence of offences under the Act": 0.03,
}
_STOP_OUTCOMES = {
    "A no further action disposal": 0.68,
    "Arrest": 0.16,
    "Community resolution": 0.11,
    "Penalty Notice for Disorder": 0.02,
    "Caution (simple or conditional)": 0.015,
    "Summons / charged by post": 0.015,
}


@dataclass(frozen=True, slots=True, eq=False)
class PublicCrimes:
    """Every row of the street files, before months are cut."""

    crime_id: StrArray  # "" for anti-social behaviour
    month: IntArray  # months since year 0
    crime_type: IntArray
    lon: StrArray
    lat: StrArray
    location: StrArray
    codes: tuple[StrArray, StrArray]  # 2011, 2021
    area_names: tuple[StrArray, StrArray]
    results: Results

    def __len__(self) -> int:
        return len(self.month)


def write_police_uk(
    world: World, out: Outbox, *, repeated: Month, no_stop_file: Month, stop_with_bom: Month
) -> None:
    """All three kinds of file for every month. Earlier months are gzipped, as archives are."""
    crimes = public_crimes(world)
    rng = stream(world.seed, "police.uk faults")
    for month in world.period:
        inside = np.flatnonzero(crimes.month == month.index)
        if month == repeated:
            inside = np.sort(np.append(inside, rng.choice(inside, DUPLICATE_ROWS, replace=False)))
        out.table(_path(world.period, month, "street"), STREET_HEADER,
                  _street_rows(world, crimes, inside, month))  # fmt: skip
        out.table(_path(world.period, month, "outcomes"), OUTCOME_HEADER,
                  _outcome_rows(crimes, month, world.period), newline="\r\n")  # fmt: skip
    _write_stops(world, out, no_file=no_stop_file, with_bom=stop_with_bom)


def _path(period: Period, month: Month, kind: str) -> str:
    packed = "" if month > period.last.plus(-12) else ".gz"
    return f"{FOLDER}/{month}/{month}-{names.FORCE_SLUG}-{kind}.csv{packed}"


def public_crimes(world: World) -> PublicCrimes:
    """The force's violence and everything else, at anonymised points, in no telling order."""
    rng = stream(world.seed, "police.uk")
    records = world.records
    area, month, kind = _other_crime(rng, world)
    cell = world.geography.lsoa21.first_cell[area]
    place = world.places.draw(rng, cell)
    cell = np.concatenate([records.cell, cell])
    place = np.concatenate([records.place, place])
    month = np.concatenate([records.recorded_month, month])
    kind = np.concatenate([crime_types(records.group), kind])
    order = np.lexsort((rng.random(len(cell)), month))
    cell, place, month, kind = cell[order], place[order], month[order], kind[order]
    size = len(cell)
    lost = rng.random(size) < NO_LOCATION_SHARE
    outside = ~lost & (rng.random(size) < OUTSIDE_SHARE)
    next_door = rng.integers(0, NEIGHBOUR.areas, size)
    lon, lat, location = _located(world, place, next_door, outside, lost)
    codes, called = zip(
        *(
            _area_columns(world, cell, next_door, outside, lost, vintage=vintage)
            for vintage in ("2011", "2021")
        ),
        strict=True,
    )
    return PublicCrimes(
        crime_id=_crime_ids(rng, kind),
        month=month,
        crime_type=kind,
        lon=lon,
        lat=lat,
        location=location,
        codes=(codes[0], codes[1]),
        area_names=(called[0], called[1]),
        results=draw_results(rng, kind),
    )


def _other_crime(rng: np.random.Generator, world: World) -> tuple[IntArray, IntArray, IntArray]:
    """(2021 LSOA, months since year 0, crime type) of crimes beyond the violence extract."""
    centre = town_centre(world.geography)
    tilt = 0.5 - world.deprivation.share_more_deprived
    residents = world.people.totals
    months = world.period.months
    season = np.array([1 + 0.07 * np.cos(2 * np.pi * (each.number - 7) / 12) for each in months])
    parts: list[tuple[IntArray, IntArray, IntArray]] = []
    for name, (a_year, slope, busy) in OTHER_CRIME.items():
        noise = rng.normal(0, 0.3, len(residents))
        weight = residents * np.exp(slope * tilt + busy * centre + noise)
        mean = a_year / 12 * np.outer(weight / weight.sum(), season)
        counts = rng.poisson(mean * rng.gamma(20, 1 / 20, mean.shape))
        area, month = np.indices(counts.shape)
        flat = counts.ravel()
        parts.append(
            (
                np.repeat(area.ravel(), flat),
                np.repeat(month.ravel(), flat) + world.period.first.index,
                np.full(int(flat.sum()), CRIME_TYPES.index(name), dtype=np.int64),
            )
        )
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
    )


def _located(
    world: World, place: IntArray, next_door: IntArray, outside: BoolArray, lost: BoolArray
) -> tuple[StrArray, StrArray, StrArray]:
    """Longitude, latitude and location as published."""
    places = world.places
    public_name = {PUB: "Nightclub", SCHOOL: "Further/Higher Educational Building"}
    called = np.array(
        [
            f"On or near {public_name.get(int(kind), name)}"
            for kind, name in zip(places.kind, places.name, strict=True)
        ]
    )
    assert FACILITY not in public_name
    lon_text = np.array([f"{value:.6f}" for value in places.lon])
    lat_text = np.array([f"{value:.6f}" for value in places.lat])
    far = NEIGHBOUR.lonlat
    far_lon = np.array([f"{lon:.6f}" for lon, _ in far])
    far_lat = np.array([f"{lat:.6f}" for _, lat in far])
    lon = np.where(outside, far_lon[next_door], lon_text[place])
    lat = np.where(outside, far_lat[next_door], lat_text[place])
    location = np.where(outside, "On or near High Street", called[place])
    return (
        np.where(lost, "", lon),
        np.where(lost, "", lat),
        np.where(lost, "No Location", location),
    )


def _area_columns(
    world: World, cell: IntArray, next_door: IntArray, outside: BoolArray, lost: BoolArray, *,
    vintage: str,
) -> tuple[StrArray, StrArray]:  # fmt: skip
    areas = world.geography.lsoa11 if vintage == "2011" else world.geography.lsoa21
    at = areas.of_cell[cell]
    code = np.where(outside, np.array(NEIGHBOUR.codes)[next_door], np.array(areas.codes)[at])
    name = np.where(outside, np.array(NEIGHBOUR.area_names)[next_door], np.array(areas.names)[at])
    return np.where(lost, "", code), np.where(lost, "", name)


def _crime_ids(rng: np.random.Generator, kind: IntArray) -> StrArray:
    digits = rng.bytes(32 * len(kind)).hex()
    ids = np.array([digits[at : at + 64] for at in range(0, len(digits), 64)])
    return np.where(kind == outcomes.ANTI_SOCIAL, "", ids)


def new_code_share(month: Month) -> float:
    """Share of a month's rows on 2021 codes: none, then more each month, then all."""
    if month < FIRST_MIXED:
        return 0.0
    if month >= FIRST_NEW:
        return 1.0
    return (month.index - FIRST_MIXED.index + 1) / (FIRST_NEW.index - FIRST_MIXED.index + 1)


def _vintage_columns(
    crimes: PublicCrimes, rows: IntArray, month: Month
) -> tuple[list[str], list[str]]:
    # A fixed pattern rather than dice, so that a row keeps its codes in every file of a month.
    newer = (rows * 7_919 % 1_000) / 1_000 < new_code_share(month)
    codes = np.where(newer, crimes.codes[1][rows], crimes.codes[0][rows])
    called = np.where(newer, crimes.area_names[1][rows], crimes.area_names[0][rows])
    return codes.tolist(), called.tolist()


def _street_rows(
    world: World, crimes: PublicCrimes, rows: IntArray, month: Month
) -> list[tuple[str, ...]]:
    codes, called = _vintage_columns(crimes, rows, month)
    snapshot = world.period.last.index + 1
    results = Results(
        crimes.results.outcome[rows], crimes.results.lag[rows], crimes.results.court[rows],
        crimes.results.court_lag[rows],
    )  # fmt: skip
    said = outcomes.last_outcome(results, months_since=snapshot - crimes.month[rows])
    force = names.FORCE
    return [
        (crime_id, str(month), force, force, lon, lat, location, code, name, CRIME_TYPES[kind],
         "" if kind == outcomes.ANTI_SOCIAL else outcome, "")
        for crime_id, lon, lat, location, code, name, kind, outcome in zip(
            crimes.crime_id[rows].tolist(), crimes.lon[rows].tolist(), crimes.lat[rows].tolist(),
            crimes.location[rows].tolist(), codes, called, crimes.crime_type[rows].tolist(), said,
            strict=True,
        )
    ]  # fmt: skip


def _outcome_rows(crimes: PublicCrimes, month: Month, period: Period) -> list[tuple[str, ...]]:
    """Everything decided in a month: first outcomes, and what courts made of charges."""
    published = (crimes.crime_type != outcomes.ANTI_SOCIAL) & (
        crimes.results.outcome != outcomes.NOT_UPDATED
    )
    decided = crimes.month + crimes.results.lag
    charged = crimes.results.outcome == outcomes.CHARGED
    first = np.flatnonzero(published & (decided == month.index))
    tried = np.flatnonzero(
        published & charged & (decided + crimes.results.court_lag == month.index)
    )
    assert month in period
    rows = np.concatenate([first, tried])
    said = [outcomes.OUTCOMES[at] for at in crimes.results.outcome[first]]
    said += [outcomes.COURT_RESULTS[at] for at in crimes.results.court[tried]]
    codes, called = _vintage_columns(crimes, rows, month)
    force = names.FORCE
    return [
        (crime_id, str(month), force, force, lon, lat, location, code, name, outcome)
        for crime_id, lon, lat, location, code, name, outcome in zip(
            crimes.crime_id[rows].tolist(), crimes.lon[rows].tolist(), crimes.lat[rows].tolist(),
            crimes.location[rows].tolist(), codes, called, said, strict=True,
        )
    ]  # fmt: skip


def _write_stops(world: World, out: Outbox, *, no_file: Month, with_bom: Month) -> None:
    rng = stream(world.seed, "stop and search")
    weight = _stop_weights(world)
    for month in world.period:
        count = int(rng.poisson(STOPS_A_YEAR / 12))
        rows = _stop_rows(rng, world, weight, month, count)
        if month != no_file:
            path = _path(world.period, month, "stop-and-search")
            out.table(path, STOP_HEADER, rows, bom=month == with_bom)


def _stop_weights(world: World) -> FloatArray:
    centre = town_centre(world.geography)
    tilt = 0.5 - world.deprivation.share_more_deprived
    weight = world.people.totals * np.exp(1.4 * tilt + 1.6 * centre)
    rates = np.array([STOP_RATES[group] for group in ETHNIC_GROUPS])
    groups = world.people.ethnic_by_lsoa21
    mixed = groups / groups.sum(axis=1, keepdims=True) * rates
    return np.asarray(weight[:, None] * mixed)


def _stop_rows(
    rng: np.random.Generator, world: World, weight: FloatArray, month: Month, count: int
) -> list[tuple[str, ...]]:
    flat = draw_rows(rng, weight.reshape(1, -1), np.zeros(count, dtype=np.int64))
    area, group = np.divmod(flat, len(ETHNIC_GROUPS))
    place = world.places.draw(rng, world.geography.lsoa21.first_cell[area])
    when = _stop_times(rng, month, count)
    lost = rng.random(count) < 0.05
    wanted = draw_words(rng, _OBJECTS, count).tolist()
    result = draw_words(rng, _STOP_OUTCOMES, count).tolist()
    gender = draw_words(rng, {"Male": 0.87, "Female": 0.12, "Other": 0.01}, count).tolist()
    ages = {"10-17": 0.17, "18-24": 0.29, "25-34": 0.25, "over 34": 0.23, "": 0.06}
    age = draw_words(rng, ages, count).tolist()
    kinds = {"Person search": 0.80, "Person and Vehicle search": 0.19, "Vehicle search": 0.01}
    kind = draw_words(rng, kinds, count).tolist()
    silent = rng.random(count) < 0.22
    linked = rng.random(count) < 0.8
    stripped = rng.random(count) < 0.02
    rows: list[tuple[str, ...]] = []
    for at in range(count):
        ethnic = ETHNIC_GROUPS[group[at]]
        law = "Misuse of Drugs Act 1971 (section 23)" if wanted[at] == "Controlled drugs" else (
            "Firearms Act 1968 (section 47)" if wanted[at] == "Firearms"
            else "Police and Criminal Evidence Act 1984 (section 1)"
        )  # fmt: skip
        found = result[at] != "A no further action disposal"
        rows.append(
            (
                kind[at], when[at], "False", "",
                "" if lost[at] else f"{world.places.lat[place[at]]:.6f}",
                "" if lost[at] else f"{world.places.lon[place[at]]:.6f}",
                gender[at], age[at],
                "Other ethnic group - Not stated" if silent[at] else _SELF_DEFINED[ethnic],
                _OFFICER_DEFINED[ethnic], law, wanted[at], result[at],
                str(bool(found and linked[at])), str(bool(stripped[at])),
            )
        )  # fmt: skip
    return rows


def _stop_times(rng: np.random.Generator, month: Month, count: int) -> list[str]:
    start = np.datetime64(month.first_day, "m").astype(np.int64)
    minute = start + np.sort(rng.integers(0, month.last_day.day * 24 * 12, count)) * 5
    return [f"{text}:00+00:00" for text in np.datetime_as_string(minute.astype("datetime64[m]"))]
