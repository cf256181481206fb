"""Indices of deprivation by small area: England 2019 and 2025, Wales 2019, and tidy tables.

Rank 1 and decile 1 are the most deprived. Wales sorts its domains differently: access to services
is read as `barriers` and physical environment as `living`; its housing domain has no like here
and is left out. Sub-domain files repeat domains and divide them; they are not read. From the
file of underlying indicators of 2025 the police-recorded rates are read into `indicators`.
"""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from headwater.core.areas import Level
from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import (
    lake_table,
    mapped,
    mask,
    repeats,
    stacked,
    trimmed,
)
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.layouts import Layout, ReferenceSource, name_starts
from headwater.sources.reference.marks import Flag, missing, where
from headwater.sources.reference.texts import (
    column_names,
    header_has,
    read_parquet,
    read_texts,
)

DOMAINS = (
    "overall",
    "income",
    "employment",
    "education",
    "health",
    "crime",
    "barriers",
    "living",
)
NO_LIMIT = 2**31 - 1
TIDY_COLUMNS = ("area_code", "vintage", "edition", "domain", "score", "rank", "decile")
_COMMON = {
    "IMD": "overall",
    "Income": "income",
    "Employment": "employment",
    "Education": "education",
    "Health": "health",
    "Crime": "crime",
    "Environment": "living",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One index: which column is its mark, and what it calls our domains."""

    name: str
    code: str
    vintage: str
    mark: str
    barriers: str
    areas: int

    @property
    def domains(self) -> dict[str, str]:
        """Our domain for each of its prefixes."""
        return {**_COMMON, self.barriers: "barriers"}


EDITIONS = (
    Edition("IMD2025", "lsoa21_code", "2021", "IMD_score", "Housing_and_Services", 33_755),
    Edition("IMD2019", "lsoa11_code", "2011", "IMD_rank", "Housing_and_Access", 32_844),
    Edition("WIMD2019", "lsoa11_code", "2011", "IMD_rank", "Access", 1_909),
)
RECORDED_CRIME_RATES = {
    "violence_with_injury_rate_per_1_000_at_risk_population": "Violence with injury",
    "violence_without_injury_rate_per_1_000_at_risk_population": "Violence without injury",
    "stalking_and_harassment_rate_per_1_000_at_risk_population": "Stalking and harassment",
    "burglary_rate_per_1_000_at_risk_properties": "Burglary",
    "theft_rate_per_1_000_at_risk_population": "Theft",
    "criminal_damage_rate_per_1_000_at_risk_population": "Criminal damage",
    "public_order_and_possession_of_weapons_rate_per_1_000_at_risk_population": (
        "Public order and possession of weapons"
    ),
    "anti_social_behaviour_rate_per_1_000_at_risk_population": "Anti-social behaviour",
}
"""Columns of the indicator file of 2025, and what they count, per 1,000 people (or homes)."""


def edition_of(supplied: Supplied) -> Edition | None:
    """Which index a file is, by its columns."""
    if supplied.kind is not FileKind.PARQUET and supplied.kind is not FileKind.CSV:
        return None
    return next(
        (
            edition
            for edition in EDITIONS
            if header_has(supplied, edition.code, edition.mark, f"{edition.barriers}_rank")
        ),
        None,
    )


def is_index(supplied: Supplied) -> bool:
    """Whether a file is an index of deprivation in its published layout."""
    return edition_of(supplied) is not None


def is_crime_indicators(supplied: Supplied) -> bool:
    """Whether a file has the indicators underlying the index of 2025."""
    return header_has(supplied, "lsoa21_code", *RECORDED_CRIME_RATES)


def is_tidy(supplied: Supplied) -> bool:
    """Whether a file is a tidy table of deprivation."""
    return supplied.kind is FileKind.CSV and (
        name_starts(supplied, "deprivation_", "deprivation.")
        or header_has(supplied, "edition", "domain", "decile")
    )


def conform_index(supplied: Supplied) -> Conformed:
    """One row for each LSOA and domain."""
    edition = edition_of(supplied)
    assert edition is not None
    present = column_names(supplied)
    names = [
        f"{prefix}_{part}"
        for prefix in edition.domains
        for part in ("rank", "decile", "score")
        if part != "score" or f"{prefix}_{part}" in present
    ]
    columns, faults = _numbers(supplied, edition.code, names)
    code = columns[edition.code]
    faults.codes(code, name=edition.code, level=Level.LSOA)
    faults.unique(repeats(code), code, column=edition.code, what="code")
    parts = []
    for prefix, domain in edition.domains.items():
        rank, decile = columns[f"{prefix}_rank"], columns[f"{prefix}_decile"]
        _check_places(rank, decile, faults, prefix=f"{prefix}_", most=edition.areas)
        parts.append(
            {
                "area_code": code,
                "vintage": edition.vintage,
                "edition": edition.name,
                "domain": domain,
                "score": columns.get(f"{prefix}_score"),
                "rank": rank,
                "decile": decile,
            }
        )
    if faults:
        return faults.refusal(len(code))
    tables = [lake_table("deprivation", part, rows=len(code)) for part in parts]
    return Conformed({"deprivation": stacked("deprivation", tables)}, len(code))


def conform_crime_indicators(supplied: Supplied) -> Conformed:
    """Police-recorded rates by LSOA, as the index of 2025 used them."""
    columns, faults = _numbers(supplied, "lsoa21_code", list(RECORDED_CRIME_RATES))
    code = columns["lsoa21_code"]
    faults.codes(code, name="lsoa21_code", level=Level.LSOA)
    faults.unique(repeats(code), code, column="lsoa21_code", what="code")
    for name in RECORDED_CRIME_RATES:
        faults.where(
            mask(pc.less(columns[name], 0)),
            columns[name],
            column=name,
            problem="a rate is below zero",
            remedy="Correct the rate",
        )
    if faults:
        return faults.refusal(len(code))
    tables = [
        _rates(code, columns[column], column, title)
        for column, title in RECORDED_CRIME_RATES.items()
    ]
    return Conformed({"indicators": stacked("indicators", tables)}, len(code))


def conform_tidy(supplied: Supplied) -> Conformed:
    """A tidy table: one row for each area, edition and domain.

    A row of a district is the average its publisher gives of it.
    """
    texts = read_texts(supplied, required=TIDY_COLUMNS)
    faults = texts.faults
    faults.codes(texts["area_code"], name="area_code", levels=(Level.LSOA, Level.LAD))
    faults.choices(faults.filled(texts["domain"], name="domain"), DOMAINS, name="domain")
    for name in ("vintage", "edition"):
        faults.plain(faults.filled(texts[name], name=name), name=name)
    score = faults.numbers(texts["score"], name="score")
    rank = faults.wholes(texts["rank"], name="rank")
    decile = faults.wholes(texts["decile"], name="decile")
    _check_places(rank, decile, faults, most=_ranks(texts["edition"]))
    key = [texts[name] for name in TIDY_COLUMNS[:4]]
    faults.unique(repeats(*key), key[0], column="area_code", what="area, edition and domain")
    if faults:
        return faults.refusal(len(texts))
    columns = {name: texts[name] for name in TIDY_COLUMNS[:4]}
    table = lake_table(
        "deprivation",
        {**columns, "score": score, "rank": rank, "decile": decile},
        rows=len(texts),
    )
    return Conformed({"deprivation": table}, len(texts))


def _rates(code: Any, values: Any, column: str, title: str) -> Any:
    """`indicators` rows of one police-recorded rate."""
    per = "homes" if column.endswith("properties") else "people"
    short = column.split("_rate_per_", maxsplit=1)[0]
    return lake_table(
        "indicators",
        {
            "indicator": f"imd2025_{short}",
            "name": f"{title}: offences recorded by the police for each 1,000 {per} at risk",
            "area_code": code,
            "period": "IMD 2025",
            "sex": "persons",
            "age": "all",
            "stratum": "all",
            "value": values,
            "unit": "per_1000",
            "polarity": "high_is_bad",
            "flag": where(missing(values), Flag.NOT_AVAILABLE, pa.nulls(len(code), pa.string())),
            "publisher": "Ministry of Housing, Communities and Local Government",
        },
        rows=len(code),
    )


def _numbers(supplied: Supplied, code: str, names: list[str]) -> tuple[dict[str, Any], Faults]:
    """The code as text and the rest as numbers, from CSV or Parquet."""
    if supplied.kind is FileKind.CSV:
        texts = read_texts(supplied, required=(code, *names))
        faults = texts.faults
        return {
            code: texts[code],
            **{name: faults.numbers(texts[name], name=name) for name in names},
        }, faults
    table, faults = read_parquet(supplied, (code, *names))
    if table is None:
        empty = {name: pa.nulls(0, pa.float64()) for name in names}
        return {code: pa.nulls(0, pa.string()), **empty}, faults
    return {code: trimmed(table[code]), **{name: table[name] for name in names}}, faults


def _ranks(edition: Any) -> Any:
    """The greatest rank of each row's edition, and no limit for one that is not listed here.

    A file may be an extract, so its own length says nothing about its ranks.
    """
    known = {each.name: each.areas for each in EDITIONS}
    return mapped(edition, lambda name: known.get(name, NO_LIMIT), pa.int64())


def _check_places(rank: Any, decile: Any, faults: Faults, *, most: Any, prefix: str = "") -> None:
    """Ranks lie between 1 and the number of areas, deciles between 1 and 10."""
    for name, column, last, words in (
        ("rank", rank, most, "the number of areas in the index"),
        ("decile", decile, 10, "10"),
    ):
        faults.where(
            mask(pc.or_(pc.less(column, 1), pc.greater(column, last))),
            column,
            column=f"{prefix}{name}",
            problem=f"a {name} lies between 1 and {words}",
            remedy="Correct it; 1 is the most deprived",
        )


SOURCE = ReferenceSource(
    id="deprivation",
    title="Indices of deprivation",
    supplier="Ministry of Housing, Communities and Local Government; Welsh Government",
    tables=("deprivation", "indicators"),
    layouts=(
        Layout("deprivation/index", is_index, conform_index),
        Layout("deprivation/indicators", is_crime_indicators, conform_crime_indicators),
        Layout("deprivation/tidy", is_tidy, conform_tidy),
    ),
)
