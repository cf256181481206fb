"""The force's own extract of violent, weapons and drug offences, a file for each month."""

from dataclasses import dataclass

import numpy as np

from headwater.core.periods import Month
from headwater.loamshire import names, offences
from headwater.loamshire.grid import to_grid
from headwater.loamshire.outcomes import CRIME_TYPES, draw_results, home_office_types
from headwater.loamshire.people import ETHNIC_GROUPS
from headwater.loamshire.records import Persons
from headwater.loamshire.streams import BoolArray, IntArray, stream
from headwater.loamshire.truths import GROUPS, Group
from headwater.loamshire.world import World
from headwater.loamshire.writing import Outbox, british, stamps

HEADER = (
    "offence_ref", "home_office_code", "offence_description", "offence_from", "offence_to",
    "recorded_date", "lsoa21_code", "easting", "northing", "location_type", "knife_flag",
    "domestic_abuse_flag", "gang_flag", "alcohol_flag", "drug_flag", "hate_flag", "cce_flag",
    "victim_ref", "victim_age_band", "victim_sex", "victim_ethnicity", "suspect_ref",
    "suspect_age_band", "suspect_sex", "suspect_ethnicity", "outcome_code",
)  # fmt: skip
FOLDER = "feeds/recorded_crime"
CAFE = "Café or restaurant"
TYPE_OF_GROUP = {
    Group.ROBBERY: "Robbery",
    Group.KNIFE_ROBBERY: "Robbery",
    Group.KNIFE_POSSESSION: "Possession of weapons",
    Group.OTHER_WEAPONS: "Possession of weapons",
    Group.DRUGS: "Drugs",
}
MISSING_AREA, MISSING_FLAG, NOT_STATED, UNKNOWN_SEX, UNKNOWN_AGE = 0.015, 0.02, 0.18, 0.015, 0.012
DUPLICATES, SHORT_DAYS, RECLASSIFIED = 40, 4, 25


@dataclass(frozen=True, slots=True)
class Oddities:
    """Which months carry which fault."""

    british_until: Month  # dates as DD/MM/YYYY up to and including this month
    windows: Month  # written in Windows-1252
    with_bom: Month
    repeated: Month  # some rows twice
    corrected: Month  # supplied short and with wrong codes, then supplied again


def crime_types(group: IntArray) -> IntArray:
    """Position among the public crime types of each offence's group."""
    table = np.array(
        [
            CRIME_TYPES.index(TYPE_OF_GROUP.get(each, "Violence and sexual offences"))
            for each in GROUPS
        ]
    )
    return np.asarray(table[group])


def write_recorded_crime(world: World, out: Outbox, oddities: Oddities) -> None:
    """All months, and the corrected month beside them."""
    rows = _rows(world)
    month = world.records.recorded_month
    rng = stream(world.seed, "recorded crime faults")
    for each in world.period:
        inside = np.flatnonzero(month == each.index)
        text = [rows[at] for at in inside]
        path = f"recorded_crime_{names.FORCE_SLUG}_{each}.csv"
        if each == oddities.corrected:
            out.table(f"corrections/recorded_crime/{path}", HEADER, text)
            text = _as_first_supplied(rng, text)
        if each <= oddities.british_until:
            text = [_british(row) for row in text]
        if each == oddities.repeated:
            twice = rng.choice(len(text), DUPLICATES, replace=False)
            text += [text[at] for at in np.sort(twice)]
        encoding = "cp1252" if each == oddities.windows else "utf-8"
        out.table(
            f"{FOLDER}/{path}", HEADER, text, encoding=encoding, newline="\r\n",
            bom=each == oddities.with_bom,
        )  # fmt: skip


def _british(row: list[str]) -> list[str]:
    return [*row[:3], british(row[3]), british(row[4]), british(row[5]), *row[6:]]


def _as_first_supplied(rng: np.random.Generator, rows: list[list[str]]) -> list[list[str]]:
    """Short of its last days, and with some assaults put down as the lesser offence."""
    cut = sorted({row[5] for row in rows})[-SHORT_DAYS]
    short = [list(row) for row in rows if row[5] < cut]
    assaults = [at for at, row in enumerate(short) if row[1] == "8N"]
    for at in rng.choice(assaults, RECLASSIFIED, replace=False):
        short[at][1], short[at][2] = "105A", offences.DESCRIPTIONS["105A"]
    return short


def _rows(world: World) -> list[list[str]]:
    records = world.records
    rng = stream(world.seed, "recorded crime")
    size = len(records)
    placed = rng.random(size) >= MISSING_AREA
    easting, northing = to_grid(records.lon, records.lat)
    results = draw_results(rng, crime_types(records.group))
    since = world.period.last.index + 1 - records.recorded_month
    area_codes = np.array(world.geography.lsoa21.codes)[records.area]
    location = np.array(offences.LOCATION_TYPES)[records.location_type].tolist()
    cafe = (records.location_type == offences.OTHER_PLACE) & (rng.random(size) < 0.3)
    codes = [offences.CODE_LIST[at] for at in records.code]
    columns: list[list[str]] = [
        records.reference.tolist(),
        codes,
        [offences.DESCRIPTIONS[code] for code in codes],
        stamps(records.started),
        stamps(records.ended),
        np.datetime_as_string(records.recorded.astype("datetime64[D]")).tolist(),
        np.where(placed, area_codes, "").tolist(),
        [f"{value:.0f}" if ok else "" for value, ok in zip(easting, placed, strict=True)],
        [f"{value:.0f}" if ok else "" for value, ok in zip(northing, placed, strict=True)],
        [CAFE if at else name for name, at in zip(location, cafe, strict=True)],
        np.where(records.knife, "Y", "N").tolist(),
        *(
            _flags(rng, values)
            for values in (records.domestic, records.gang, records.alcohol, records.drugs,
                           records.hate, records.child_exploitation)
        ),
        *_people(rng, records.victim, world),
        *_people(rng, records.suspect, world),
        home_office_types(results, months_since=since),
    ]  # fmt: skip
    return [list(row) for row in zip(*columns, strict=True)]


def _flags(rng: np.random.Generator, values: BoolArray) -> list[str]:
    unknown = rng.random(len(values)) < MISSING_FLAG
    found: list[str] = np.where(unknown, "", np.where(values, "Y", "N")).tolist()
    return found


def _people(rng: np.random.Generator, persons: Persons, world: World) -> list[list[str]]:
    """Pseudonym, age band, sex and ethnic group, or nothing where there is nobody."""
    size = len(persons.person)
    there = persons.person >= 0
    ref = np.where(there, world.records.pseudonym[persons.person], "")
    age = np.where(there & (rng.random(size) >= UNKNOWN_AGE),
                   np.array(offences.AGE_BANDS)[persons.age_band], "")  # fmt: skip
    sex = np.where(rng.random(size) < UNKNOWN_SEX, "U", np.where(persons.male, "M", "F"))
    ethnic = np.where(
        rng.random(size) < NOT_STATED, "not_stated", np.array(ETHNIC_GROUPS)[persons.ethnic_group]
    )
    return [
        ref.tolist(),
        age.tolist(),
        np.where(there, sex, "").tolist(),
        np.where(there, ethnic, "").tolist(),
    ]
