"""Usual residents by area, sex and age: the bases that rates are counted on.

| File, by its columns | Basis | Level | Split |
|---|---|---|---|
| `lsoa21_code, total_residents, …` | census_2021 | LSOA 2021 | none (ethnic groups are not read) |
| `lsoa11_code, total_population, age_0 … age_90plus` | mid_2020 | LSOA 2011 | single years |
| `ltla21_code, total_population, 0 … 90+` | mid_2020 | district 2021 | single years |
| `ltla21_code, total_females, younger_females, …` | census_2021 | district 2021 | sex and bands |
| `residents_*.csv` (tidy) | as said | as said | as said |

The bands of the census district file are 0 to 15, 16 to 64 and 65 and over. The copy gathered by
humaniverse/demographr (`data-raw/age_gender_ltla21_ew.R`) counts babies twice in the youngest
band and stops the oldest at 74, so its bands do not add up to its totals. Where that is so, the
youngest band is left out and the oldest is loaded as what it is, 65 to 74.
"""

import re
from typing import Any

import numpy as np
import pyarrow as pa

from headwater.core.areas import Level
from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import (
    lake_table,
    mask,
    repeats,
    stacked,
    trimmed,
)
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.layouts import Layout, ReferenceSource, name_starts
from headwater.sources.reference.names import GeographyColumns, geography_columns
from headwater.sources.reference.texts import (
    column_names,
    header_has,
    read_parquet,
    read_texts,
)

OLDEST = 120
SEXES = ("female", "male", "persons")
TIDY_COLUMNS = (
    "area_code",
    "area_level",
    "vintage",
    "year",
    "sex",
    "age_from",
    "age_to",
    "persons",
    "basis",
)
BAND_COLUMNS = tuple(
    f"{band}_{sex}s" for sex in ("female", "male") for band in ("younger", "working_age", "older")
)
BANDS_DO_NOT_ADD_UP = (
    "The three age bands do not add up to the totals: in this copy of the table the youngest band "
    "counts children under 1 twice and the oldest stops at 74. The youngest band was left out and "
    "the oldest was loaded as ages 65 to 74."
)
_AGE = re.compile(r"(?:age_)?(\d{1,3})(\+|plus)?")


def is_census_lsoa(supplied: Supplied) -> bool:
    """Whether a file has census totals by LSOA 2021."""
    return header_has(supplied, "lsoa21_code", "total_residents")


def is_single_years(supplied: Supplied) -> bool:
    """Whether a file has a column for each year of age."""
    names = column_names(supplied)
    return "total_population" in names and len(_ages(names)) > 80


def is_age_sex_bands(supplied: Supplied) -> bool:
    """Whether a file has three age bands for each sex."""
    return header_has(supplied, "total_population", "total_females", *BAND_COLUMNS)


def is_tidy(supplied: Supplied) -> bool:
    """Whether a file is a tidy table of residents."""
    return supplied.kind is FileKind.CSV and (
        name_starts(supplied, "residents_", "residents.")
        or header_has(supplied, "area_code", "age_from", "age_to", "persons")
    )


def conform_census_lsoa(supplied: Supplied) -> Conformed:
    """One row for each LSOA 2021: everyone counted in the census."""
    columns, faults = _read(supplied, ("lsoa21_code", "total_residents"))
    code, persons = columns["lsoa21_code"], columns["total_residents"]
    _check(code, {"total_residents": persons}, faults, name="lsoa21_code", level=Level.LSOA)
    if faults:
        return faults.refusal(len(code))
    fixed = _fixed("lsoa", "2021", year=2021, basis="census_2021")
    rows = {**fixed, "area_code": code, "sex": "persons", "age_from": 0, "age_to": OLDEST}
    return _accepted([{**rows, "persons": persons}], len(code))


def conform_single_years(supplied: Supplied) -> Conformed:
    """One row for each area and year of age, and one for all ages."""
    names = column_names(supplied)
    own, ages = _own(names), _ages(names)
    columns, faults = _read(supplied, (own.code, "total_population", *ages))
    code = columns.pop(own.code)
    _check(code, columns, faults, name=own.code, level=own.geography.level)
    by_age = np.column_stack([_counts(columns[name]) for name in ages]) if len(code) else None
    if by_age is None or faults:
        return faults.refusal(len(code))
    total = _counts(columns["total_population"])
    faults.where(
        by_age.sum(axis=1) != total,
        code,
        column="total_population",
        problem="the single years do not add up to the total",
        remedy="Ask the publisher for a corrected file",
    )
    if faults:
        return faults.refusal(len(code))
    fixed = _fixed(str(own.geography.level), own.geography.vintage, year=2020, basis="mid_2020")
    spans = list(ages.values())
    each = np.repeat(np.arange(len(code)), len(spans))
    long = {
        "area_code": code.take(pa.array(each)),
        "age_from": np.tile([first for first, _ in spans], len(code)),
        "age_to": np.tile([last for _, last in spans], len(code)),
        "persons": by_age.ravel(),
    }
    every = {"area_code": code, "age_from": 0, "age_to": OLDEST, "persons": total}
    return _accepted(
        [{**fixed, "sex": "persons", **long}, {**fixed, "sex": "persons", **every}], len(code)
    )


def conform_age_sex_bands(supplied: Supplied) -> Conformed:
    """Rows for each district and sex: all ages, and the age bands that can be trusted."""
    totals = ("total_population", "total_females", "total_males")
    names = (*totals, *BAND_COLUMNS)
    columns, faults = _read(supplied, ("ltla21_code", *names))
    code = columns["ltla21_code"]
    counts = {name: columns[name] for name in names}
    _check(code, counts, faults, name="ltla21_code", level=Level.LAD)
    if faults:
        return faults.refusal(len(code))
    sums = {name: _counts(column) for name, column in counts.items()}
    complete = _bands_add_up(sums)
    fixed = {**_fixed("lad", "2021", year=2021, basis="census_2021"), "area_code": code}
    every = {"age_from": 0, "age_to": OLDEST}
    parts: list[dict[str, Any]] = [
        {**fixed, **every, "sex": "persons", "persons": sums["total_population"]}
    ]
    spans = {"working_age": (16, 64), "older": (65, OLDEST if complete else 74)}
    if complete:
        spans["younger"] = (0, 15)
    for sex in ("female", "male"):
        parts.append({**fixed, **every, "sex": sex, "persons": sums[f"total_{sex}s"]})
        for band, (first, last) in spans.items():
            ages = {"age_from": first, "age_to": last}
            parts.append({**fixed, **ages, "sex": sex, "persons": sums[f"{band}_{sex}s"]})
    return _accepted(parts, len(code), warnings=() if complete else (BANDS_DO_NOT_ADD_UP,))


def conform_tidy(supplied: Supplied) -> Conformed:
    """A tidy table: one row for each area, sex and span of ages."""
    texts = read_texts(supplied, required=TIDY_COLUMNS)
    faults = texts.faults
    faults.codes(texts["area_code"], name="area_code")
    faults.choices(
        faults.filled(texts["area_level"], name="area_level"), list(Level), name="area_level"
    )
    faults.choices(faults.filled(texts["sex"], name="sex"), SEXES, name="sex")
    for name in ("vintage", "basis"):
        faults.plain(faults.filled(texts[name], name=name), name=name)
    wholes = {
        name: faults.wholes(faults.filled(texts[name], name=name), name=name, least=least)
        for name, least in (("year", 1801), ("age_from", 0), ("age_to", 0), ("persons", 0))
    }
    faults.where(
        mask(pc.less(wholes["age_to"], wholes["age_from"])),
        texts["age_to"],
        column="age_to",
        problem="the ages are the wrong way round",
        remedy="Put the youngest age in age_from and the oldest in age_to",
    )
    key = [texts[name] for name in TIDY_COLUMNS if name != "persons"]
    faults.unique(repeats(*key), texts["area_code"], column="area_code", what="area, sex and ages")
    if faults:
        return faults.refusal(len(texts))
    return _accepted([{**{n: texts[n] for n in TIDY_COLUMNS}, **wholes}], len(texts))


def _fixed(level: str, vintage: str, *, year: int, basis: str) -> dict[str, Any]:
    """What is the same on every row of an official file."""
    return {"area_level": level, "vintage": vintage, "year": year, "basis": basis}


def _accepted(
    parts: list[dict[str, Any]], rows_in: int, *, warnings: tuple[str, ...] = ()
) -> Conformed:
    """Rows of `residents` from one or more sets of columns."""
    tables = [lake_table("residents", part, rows=len(part["area_code"])) for part in parts]
    return Conformed({"residents": stacked("residents", tables)}, rows_in, warnings=warnings)


def _own(names: tuple[str, ...]) -> GeographyColumns:
    """The geography the rows are of. Files recognised as residents have one."""
    return geography_columns(names)[0]


def _ages(names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Columns that hold a year of age, with its first and last age.

    >>> _ages(("age_0", "89", "90+", "total_population"))
    {'age_0': (0, 0), '89': (89, 89), '90+': (90, 120)}
    """
    ages = {}
    for name in names:
        if match := _AGE.fullmatch(name):
            first = int(match[1])
            ages[name] = (first, OLDEST if match[2] else first)
    return ages


def _read(supplied: Supplied, names: tuple[str, ...]) -> tuple[dict[str, Any], Faults]:
    """Columns of a CSV or Parquet file: the first as text, the others as numbers."""
    if supplied.kind is FileKind.CSV:
        texts = read_texts(supplied, required=names)
        faults = texts.faults
        numbers = {name: faults.wholes(texts[name], name=name) for name in names[1:]}
        return {names[0]: texts[names[0]], **numbers}, faults
    table, faults = read_parquet(supplied, names)
    if faults:
        return {name: pa.nulls(0, pa.string()) for name in names}, faults
    numbers = {name: table[name] for name in names[1:]}
    return {names[0]: trimmed(table[names[0]]), **numbers}, faults


def _check(code: Any, counts: dict[str, Any], faults: Faults, *, name: str, level: Level) -> None:
    """Codes of one level, each once, and counts that are there and not below zero."""
    faults.codes(code, name=name, level=level)
    faults.unique(repeats(code), code, column=name, what="code")
    for column, values in counts.items():
        faults.filled(values, name=column)
        faults.where(
            mask(pc.less(values, 0)),
            values,
            column=column,
            problem="it is less than nobody",
            remedy="Correct the count",
        )


def _counts(column: Any) -> Any:
    """A column of counts as an array; empty cells, already noted as faults, count as none."""
    return np.asarray(pc.fill_null(pc.cast(column, pa.int64()), 0).to_numpy())


def _bands_add_up(sums: dict[str, Any]) -> bool:
    """Whether the bands of each sex make up its total, everywhere."""
    return all(
        bool(
            np.array_equal(
                sums[f"younger_{sex}s"] + sums[f"working_age_{sex}s"] + sums[f"older_{sex}s"],
                sums[f"total_{sex}s"],
            )
        )
        for sex in ("female", "male")
    )


SOURCE = ReferenceSource(
    id="residents",
    title="Residents by area, sex and age",
    supplier="Office for National Statistics",
    tables=("residents",),
    layouts=(
        Layout("residents/census_2021_lsoa", is_census_lsoa, conform_census_lsoa),
        Layout("residents/single_years", is_single_years, conform_single_years),
        Layout("residents/age_sex_bands", is_age_sex_bands, conform_age_sex_bands),
        Layout("residents/tidy", is_tidy, conform_tidy),
    ),
)
