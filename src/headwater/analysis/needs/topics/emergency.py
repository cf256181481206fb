"""Assaults seen in emergency departments (ISTV), as raw counts, and published admissions.

Attendances are those of the sites most of whose located assaults happened in the area, wherever
each one happened: a hospital's own picture, and the part of it that lies here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import kernels, record_tables, tables
from headwater.analysis.needs.counting import month_codes, months_dimension, own_suppliers
from headwater.analysis.needs.record_counting import (
    Summary,
    dimension_of,
    hours_dimension,
    months_of,
    places_in,
    plain_cube,
    spread_of,
)
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.compared import (
    APART,
    ELSEWHERE,
    UNPLACED,
    compared_months,
    months_of_site,
    places_compared,
    span_months,
)
from headwater.analysis.rates.rates import proportion
from headwater.core.counts import (
    CountCube,
    Dimension,
    FloatArray,
    Statistic,
)
from headwater.core.periods import MONTHS_IN_YEAR, Month, Period
from headwater.core.provenance import Provenance
from headwater.lake.store import Array, Rows, Store
from headwater.rulebook import istv_location_types, istv_methods

TABLE = "ed_assaults"
UNIVERSE = "ed"
LOCATED = {"yes": "Usable", "no": "Not usable"}
KNIFE_OR_SHARP = "knife_sharp"
METHODS = {
    KNIFE_OR_SHARP: "Knife or other sharp object",
    "sharp": "Glass",
    "blunt": "Bottle or blunt object",
    "body": "Part of the body",
    "firearm": "Firearm",
    "other": "Other",
    "not_known": "Not known",
}
LOCATIONS = {
    "public": "Public place",
    "licensed_premises": "Licensed premises",
    "home": "A home",
    "institution": "School, work, care or custody",
    "other": "Other",
    "not_known": "Not known",
}
LICENSED = "licensed_premises"
ADMISSIONS = ("sharp_object_admissions", "nhs_sharp_object_admissions")


@dataclass(frozen=True, eq=False)
class Emergency:
    """Attendances for assault at the area's own sites.

    `months` are those of the period that every site supplied; `missing` says which each did not.
    `summaries` and `cubes` need release, under the rule of the lake table `TABLE`.
    """

    cubes: tuple[CountCube, ...]
    summaries: tuple[Summary, ...]
    sites: tuple[str, ...]
    months: tuple[Month, ...]
    missing: Mapping[str, tuple[Month, ...]]
    rows: Rows

    @property
    def years(self) -> float:
        """Length of what every site supplied, in years."""
        return len(self.months) / MONTHS_IN_YEAR


@dataclass(frozen=True, eq=False)
class Admissions:
    """Published admissions for assault with a sharp object, for the nearest area that has them.

    One entry a year, the latest first: `ends` the last month, `persons` NaN where a part is
    suppressed.
    """

    area_name: str
    is_own_area: bool
    ends: tuple[Month, ...]
    persons: FloatArray
    publisher: str
    rows: Rows


def measure(store: Store, scope: Scope) -> Emergency | None:
    """Count attendances of the area's sites; None where there are none in its period."""
    if not store.has(TABLE):
        return None
    links = store.table("area_links")
    members = tables.members(links, area=scope.area, level=scope.level)
    codes = tables.codes_of(members, tables.changes_into(links, members))
    attended = record_tables.attendances(store.table(TABLE), scope.period)
    where = store.rows(
        record_tables.site_places(attended, codes), name="where each site's assaults happened"
    )
    sites = own_suppliers(where, column="supplier", level=scope.level)
    if not sites:
        return None
    ours = attended.filter(attended.site_code.isin(sites))
    rows = store.rows(
        record_tables.by(
            ours, "lsoa_code", "site_code", "month", "method", "location_type", "hours", "located"
        ),
        name="emergency department assaults",
    )
    supplied = {site: months_of_site(rows, site) for site in sites}
    return Emergency(
        cubes=_cubes(rows, scope, sites, compared=compared_months(store, scope)),
        summaries=_least_unknown(store, scope),
        sites=sites,
        months=tuple(m for m in scope.period if all(m in months for months in supplied.values())),
        missing={
            site: tuple(m for m in scope.period if m not in months)
            for site, months in supplied.items()
        },
        rows=rows,
    )


def method_dimension() -> Dimension:
    """How the assault was done, with knives and other sharp objects on their own."""
    known = dimension_of("method_known", "Method known", {"yes": "Known", "no": "Not known"})
    parents = ["no" if code == "not_known" else "yes" for code in METHODS]
    return dimension_of("method", "Method", METHODS, parent=known, parents=parents)


def location_dimension() -> Dimension:
    """What kind of place it happened in."""
    known = dimension_of("kind_known", "Kind of place known", {"yes": "Known", "no": "Not known"})
    parents = ["no" if code == "not_known" else "yes" for code in LOCATIONS]
    return dimension_of("location_type", "Kind of place", LOCATIONS, parent=known, parents=parents)


def measure_admissions(store: Store, scope: Scope) -> Admissions | None:
    """Published admissions for assault with a sharp object, here or in the region around."""
    if not store.has("indicators"):
        return None
    rows = store.rows(
        record_tables.published_for(store.table("indicators"), ids=ADMISSIONS),
        name="admissions for assault with a sharp object",
    )
    for own, codes in _areas_to_try(store, scope):
        for code in codes:
            found = _years(rows, code)
            if found is not None:
                ends, persons, at = found
                return Admissions(
                    area_name=str(rows["area_name"][at] or code),
                    is_own_area=own,
                    ends=ends,
                    persons=persons,
                    publisher=str(rows["publisher"][at]),
                    rows=rows,
                )
    return None


def _cubes(
    rows: Rows, scope: Scope, sites: tuple[str, ...], *, compared: tuple[Month, ...]
) -> tuple[CountCube, ...]:
    """Everything that is counted of attendances."""
    site = dimension_of("site_code", "Site", {each: each for each in sites})
    months = span_months(scope, compared)
    spoken = _spoken(rows)
    method = "Attendances for assault at the area's sites, by when they arrived"
    named = {
        "ed-site-months": (site, months),
        "ed-methods": (site, method_dimension()),
        "ed-locations": (site, location_dimension()),
        "ed-hours": (site, hours_dimension()),
    }
    plain = tuple(
        plain_cube(spoken, id, dimensions, universe=UNIVERSE, method=method)
        for id, dimensions in named.items()
    )
    seen_at, located = places_compared(scope), dimension_of("located", "Place usable", LOCATED)
    placed, usable = _placed(rows, scope, seen_at, compared), (site, located)
    return (
        *plain,
        plain_cube(rows, "ed-located", usable, universe=UNIVERSE, method=method),
        CountCube(
            "ed-places",
            UNIVERSE,
            (seen_at,),
            placed,
            rows.provenance(method=method + ", and where they happened"),
            approximate=bool((placed != np.rint(placed)).any()),
        ),
    )


def _spoken(rows: Rows) -> Rows:
    """The rows with methods and kinds of place in the buckets of the rulebook."""
    methods = {m.code: KNIFE_OR_SHARP if m.knife_or_sharp else m.bucket for m in istv_methods()}
    methods |= {m.label.lower(): methods[m.code] for m in istv_methods()}
    kinds = {t.code: LICENSED if t.code == LICENSED else t.bucket for t in istv_location_types()}
    kinds |= {t.label.lower(): kinds[t.code] for t in istv_location_types()}
    columns = {
        **rows.columns,
        "method": _mapped(rows["method"], methods),
        "location_type": _mapped(rows["location_type"], kinds),
    }
    return Rows(columns, rows.expression, rows.loads)


def _mapped(values: Array, meaning: Mapping[str, str]) -> Array:
    """Each value's bucket; `not_known` for words that are on no list."""
    distinct, which = np.unique(values.astype(str), return_inverse=True)
    known = [meaning.get(value, "not_known") for value in distinct]
    return np.array(known, dtype=object)[which]


def _placed(
    rows: Rows, scope: Scope, seen_at: Dimension, compared: tuple[Month, ...]
) -> FloatArray:
    """Attendances by place in the months compared, and in all other months together."""
    is_compared = np.isin(month_codes(rows["month"]).astype(str), [str(m) for m in compared])
    n = rows["n"].astype(np.float64)
    counts = np.zeros(len(seen_at))
    counts[seen_at.position(APART)] = n[~is_compared].sum()
    spread = spread_of(scope, rows["lsoa_code"])
    weight = (n * is_compared)[spread.row] * spread.share
    np.add.at(counts, scope.lsoa.parent_positions[spread.lsoa], weight)
    is_located = rows["located"] == "yes"
    counts[seen_at.position(UNPLACED)] = n[is_compared & ~is_located].sum()
    located = n[is_compared & is_located].sum()
    counts[seen_at.position(ELSEWHERE)] = max(float(located - weight.sum()), 0.0)
    # Shares of a split area that lies wholly inside add up to one but for the last digit.
    whole = np.abs(counts - np.rint(counts)) < 1e-9
    return np.where(whole, np.rint(counts), counts)


def _least_unknown(store: Store, scope: Scope) -> tuple[Summary, ...]:
    """The least share of located attendances that no recorded offence can account for.

    Cell by cell (neighbourhood and month), at most as many attendances can be known to the police
    as there were offences. Months are of the assault and of the offence, not of recording.
    """
    if not store.has("recorded_crimes"):
        return ()
    links = store.table("area_links")
    members = tables.members(links, area=scope.area, level=scope.level)
    codes = tables.codes_of(members, tables.changes_into(links, members))
    attended = record_tables.attendances(store.table(TABLE), scope.period)
    here = record_tables.inside(store.table("recorded_crimes"), codes)
    offences = here.filter(record_tables.is_counted(here, scope.serious))
    seen = store.rows(record_tables.assaults_by_month(attended, codes), name="assaults seen")
    known = store.rows(record_tables.offences_by_start(offences), name="offences by their start")
    months = months_dimension(_months_of_both(seen, known, scope.period))
    in_hospital, in_record = _cells(seen, scope, months), _cells(known, scope, months)
    whole = float(in_hospital.sum())
    if not whole > 0:
        return ()
    least = kernels.least_unrecorded(in_hospital, in_record)
    share = proportion(least, whole, multiplier=100)
    provenance = _joined(seen, known, stamp=scope.serious.stamp)
    return (
        Summary(
            Statistic(
                "ed.least_unknown", share.value, share.low, share.high, whole, "%", provenance
            ),
            parts=(least, whole - least),
        ),
    )


def _joined(seen: Rows, known: Rows, *, stamp: str) -> Provenance:
    method = (
        "Attendances beyond the offences recorded in the same neighbourhood and month, added over "
        "neighbourhoods and months, ÷ attendances with a usable place"
    )
    police = known.provenance(method=method, definition=stamp)
    return seen.provenance(method=method).joined(police, method=method)


def _months_of_both(seen: Rows, known: Rows, period: Period) -> tuple[Month, ...]:
    """Months of the period that both have."""
    both = set(months_of(seen)) & set(months_of(known))
    return tuple(month for month in period if month in both)


def _cells(rows: Rows, scope: Scope, months: Dimension) -> FloatArray:
    """Counts by small area and month, of the months in a dimension."""
    counts = np.zeros((len(scope.lsoa), len(months)))
    if not len(months):
        return counts
    codes = month_codes(rows["month"])
    kept = np.isin(codes.astype(str), months.codes)
    at = places_in(codes[kept], months)
    spread = spread_of(scope, rows["lsoa_code"][kept])
    n = rows["n"][kept].astype(np.float64)
    np.add.at(counts, (spread.lsoa, at[spread.row]), n[spread.row] * spread.share)
    return counts


def _areas_to_try(store: Store, scope: Scope) -> list[tuple[bool, tuple[str, ...]]]:
    """The area itself, then what it is part of, nearest first."""
    links = store.table("area_links")
    reached: dict[str, str] = {}
    at: tuple[str, ...] = (scope.area, *scope.district.codes)
    for _ in range(2):
        above = store.rows(record_tables.areas_above(links, at), name="areas above")
        at = tuple(code for code in above["code"] if code not in reached)
        reached |= dict(zip(above["code"], above["level"], strict=True))
    regions = tuple(sorted(code for code, level in reached.items() if level == "region"))
    own = scope.area[:3]
    # Loamshire and lookups without regions: the one region whose code is of the same country.
    listed = store.rows(
        record_tables.by(
            store.table("areas").filter(store.table("areas").level == "region"), "code"
        ),
        name="regions",
    )
    alone = tuple(str(code) for code in listed["code"] if str(code)[:3] == own)
    return [(True, (scope.area,)), (False, regions), (False, alone if len(alone) == 1 else ())]


def _years(rows: Rows, code: str) -> tuple[tuple[Month, ...], FloatArray, int] | None:
    """Admissions in twelve-month spans that end with the latest month, the latest first."""
    mine = (
        (rows["area_code"] == code)
        & (rows["sex"] == "persons")
        & np.isin(rows["age"].astype(str), ["all", ""])
        & np.isin(rows["stratum"].astype(str), ["all", ""])
    )
    if not mine.any():
        return None
    first, last = month_codes(rows["period_start"][mine]), month_codes(rows["period_end"][mine])
    value = rows["value"][mine].astype(np.float64)
    monthly = {
        Month.parse(str(b)): float(v)
        for a, b, v in zip(first, last, value, strict=True)
        if str(a) == str(b)
    }
    if monthly:
        ends, persons = _sums_of_years(monthly)
    else:
        spans = sorted(((Month.parse(str(b)), float(v)) for b, v in zip(last, value, strict=True)))
        ends = tuple(month for month, _ in reversed(spans))
        persons = np.array([v for _, v in reversed(spans)])
    return (ends, persons, int(np.flatnonzero(mine)[0])) if ends else None


def _sums_of_years(monthly: Mapping[Month, float]) -> tuple[tuple[Month, ...], FloatArray]:
    """Whole years back from the latest month; NaN where a month of it is suppressed."""
    ends: list[Month] = []
    sums: list[float] = []
    end = max(monthly)
    while all(end.plus(-back) in monthly for back in range(MONTHS_IN_YEAR)):
        ends.append(end)
        sums.append(float(np.sum([monthly[end.plus(-back)] for back in range(MONTHS_IN_YEAR)])))
        end = end.plus(-MONTHS_IN_YEAR)
    return tuple(ends), np.array(sums)
