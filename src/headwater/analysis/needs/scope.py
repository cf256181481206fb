"""The area and period an assessment is about: its small areas, districts, residents and shapes.

Small areas are those of the latest vintage. Codes of the vintage before lead to them through the
change register, so that older records can be counted on today's areas.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis.expr.types as ir
import numpy as np

from headwater.analysis.needs import tables
from headwater.core.areas import Change, Crosswalk, Level, Link, crosswalk, level_of
from headwater.core.counts import BoolArray, Dimension, FloatArray
from headwater.core.errors import NotFoundError
from headwater.core.periods import Period
from headwater.core.provenance import Provenance
from headwater.lake.store import Rows, Store
from headwater.rulebook import Definition, definition

ALL_AGES = (0, 120)
BROAD = "SV_broad"


@dataclass(frozen=True, eq=False)
class Shapes:
    """Outlines (well-known binary or None) and centres of areas, by code."""

    outlines: Mapping[str, bytes | None]
    centres: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Scope:
    """What an assessment is about.

    `lsoa` has its district as parent; `residents` has one number a small area. `walk` carries
    counts on codes of the vintage before, and is None where no change register was loaded.
    """

    area: str
    name: str
    level: Level
    period: Period
    vintage: str
    lsoa: Dimension
    residents: FloatArray
    basis: str
    people: Provenance
    walk: Crosswalk | None
    shapes: Shapes
    ages: Rows
    serious: Definition = field(default_factory=lambda: definition(BROAD))
    """What counts as serious violence: the rulebook's broad list, or what partners adopted."""

    @property
    def district(self) -> Dimension:
        """The districts of the area."""
        assert self.lsoa.parent is not None
        return self.lsoa.parent

    @property
    def district_residents(self) -> FloatArray:
        """Residents of each district."""
        totals = np.zeros(len(self.district))
        np.add.at(totals, self.lsoa.parent_positions, self.residents)
        return totals

    @property
    def is_synthetic(self) -> bool:
        """Whether the area is in Loamshire, which does not exist."""
        return self.area.startswith("Z99")


def scope_of(store: Store, *, area: str, period: Period, local: Definition | None = None) -> Scope:
    """Find an area in the lake. Raises `NotFoundError`, saying what to load, where it is not."""
    level = level_of(area)
    links = store.table("area_links")
    inside = tables.members(links, area=area, level=level)
    found = store.rows(inside, name="small areas inside")
    if not len(found):
        raise NotFoundError(
            kind="area with small areas",
            name=area,
            hint="Load the lookups that say which small areas and districts it is made of "
            "(headwater template lookups).",
        )
    vintage = max(found["vintage"])
    latest = found["vintage"] == vintage
    current = inside.filter(inside.vintage == vintage)
    names = _names(store)
    shapes, small_names = _shapes(store, current)
    lsoa = _small_areas(
        found["lsoa_code"][latest], found["district_code"][latest], {**names, **small_names}
    )
    changes = tables.changes_into(links, current)
    ages = store.rows(
        tables.residents_inside(store.table("residents"), tables.codes_of(current, changes)),
        name="residents inside",
    )
    residents, basis = residents_by_area(ages, codes=lsoa.codes, vintage=vintage)
    return Scope(
        area=area,
        name=names.get(area, area),
        level=level,
        period=period,
        vintage=vintage,
        lsoa=lsoa,
        residents=residents,
        basis=basis,
        people=ages.provenance(method=f"Usual residents, {basis_words(basis)}"),
        walk=_walk(store, changes),
        shapes=shapes,
        ages=ages,
        serious=local or definition(BROAD),
    )


def residents_by_area(
    ages: Rows, *, codes: tuple[str, ...], vintage: str
) -> tuple[FloatArray, str]:
    """Residents of all ages for each code, from the most recent basis that covers them all."""
    mine = ages["vintage"] == vintage
    for year, basis in sorted(
        set(zip(ages["year"][mine], ages["basis"][mine], strict=True)), reverse=True
    ):
        chosen = mine & (ages["basis"] == basis) & (ages["year"] == year)
        totals = _totals(ages, chosen)
        if all(code in totals for code in codes):
            return np.array([totals[code] for code in codes], dtype=np.float64), str(basis)
    raise NotFoundError(
        kind="set of residents",
        name=f"small areas of {vintage}",
        hint="Load residents for every small area of the area (headwater template residents).",
    )


def basis_words(basis: str) -> str:
    """A population basis as a reader knows it."""
    kind, _, year = basis.partition("_")
    return {"census": f"Census {year}", "mid": f"mid-{year} estimate"}.get(kind, basis)


def _totals(ages: Rows, chosen: BoolArray) -> dict[str, float]:
    """All-age residents by area: the all-age rows if there are any, else the sum of the parts."""
    sexes = set(ages["sex"][chosen])
    wanted = chosen & np.isin(ages["sex"], ["persons"] if "persons" in sexes else list(sexes))
    whole = wanted & (ages["age_from"] == ALL_AGES[0]) & (ages["age_to"] >= ALL_AGES[1])
    used = whole if whole.any() else wanted
    totals: dict[str, float] = {}
    for code, persons in zip(ages["area_code"][used], ages["persons"][used], strict=True):
        totals[code] = totals.get(code, 0.0) + float(persons)
    return totals


def _small_areas(codes: FloatArray, districts: FloatArray, names: Mapping[str, str]) -> Dimension:
    """The small-area dimension with districts above it, ordered by code."""
    district_codes = tuple(sorted({str(code) for code in districts}))
    district = Dimension(
        "district",
        "District",
        district_codes,
        tuple(names.get(code, code) for code in district_codes),
    )
    pairs = sorted({(str(c), str(d)) for c, d in zip(codes, districts, strict=True)})
    return Dimension(
        "lsoa",
        "Neighbourhood",
        tuple(code for code, _ in pairs),
        tuple(names.get(code, code) for code, _ in pairs),
        parent=district,
        parents=tuple(parent for _, parent in pairs),
    )


def _names(store: Store) -> dict[str, str]:
    """Names of larger areas, the latest vintage's where there are several."""
    rows = store.rows(tables.area_names(store.table("areas")), name="names of areas")
    order = np.argsort(rows["vintage"], kind="stable")
    return dict(zip(rows["code"][order], rows["name"][order], strict=True))


def _shapes(store: Store, current: ir.Table) -> tuple[Shapes, dict[str, str]]:
    """Outlines and centres, and the names that came with them."""
    rows = store.rows(tables.area_shapes(store.table("areas"), current), name="outlines")
    outlines: dict[str, bytes | None] = {}
    centres: dict[str, tuple[float, float]] = {}
    names: dict[str, str] = {}
    # Rows come in order of code and then vintage, so the latest outline wins.
    for code, name, lon, lat, shape in zip(
        rows["code"], rows["name"], rows["lon"], rows["lat"], rows["geometry"], strict=True
    ):
        if shape is not None or code not in outlines:
            outlines[code] = shape
        if lon is not None and not np.isnan(lon):
            centres[code] = (float(lon), float(lat))
        names[code] = name
    return Shapes(outlines, centres), names


def _walk(store: Store, changes: ir.Table) -> Crosswalk | None:
    """How counts on earlier codes come to today's; None with no change register."""
    rows = store.rows(changes, name="changes of small areas")
    if not len(rows):
        return None
    known = store.rows(
        tables.residents_of_successors(store.table("residents"), changes),
        name="residents of successor areas",
    )
    people = {str(c): float(p) for c, p in zip(known["area_code"], known["persons"], strict=True)}
    return crosswalk(
        (
            Link(str(old), str(new), Change(change))
            for old, new, change in zip(rows["old"], rows["new"], rows["change"], strict=True)
        ),
        residents=people,
    )
