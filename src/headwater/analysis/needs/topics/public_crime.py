"""Street-level crime as the public files have it: where, which month, which category."""

from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import tables
from headwater.analysis.needs.counting import (
    Carried,
    Placer,
    month_codes,
    months_dimension,
    own_suppliers,
    period_dimension,
    positions,
)
from headwater.analysis.needs.scope import Scope
from headwater.core.counts import CountCube, Dimension
from headwater.core.periods import Month, Period
from headwater.lake.store import Array, Rows, Store
from headwater.rulebook import (
    police_uk_categories,
    police_uk_historic_labels,
)

UNIVERSE = "crimes"


@dataclass(frozen=True, eq=False)
class PublicCrime:
    """Records in the area: by small area, month and category; and month by month for ever.

    `months` are those of the period that were loaded for the area's own forces. `places` says
    how many of those forces' records lie inside, elsewhere, or nowhere known.
    """

    cube: CountCube
    series: CountCube
    months: tuple[Month, ...]
    loaded: tuple[Month, ...]
    carried: Carried
    forces: tuple[str, ...]
    places: dict[str, float]
    rows: Rows

    @property
    def cubes(self) -> tuple[CountCube, ...]:
        """Everything that needs release."""
        return (self.cube, self.series)

    @property
    def years(self) -> float:
        """Length of what was observed, in years."""
        return len(self.months) / 12

    def missing(self, period: Period) -> tuple[Month, ...]:
        """Months of the period that nobody supplied."""
        return tuple(month for month in period if month not in self.months)

    def has(self, period: Period) -> bool:
        """Whether every month of a period was loaded."""
        return all(month in self.loaded for month in period)


def measure(store: Store, scope: Scope) -> PublicCrime | None:
    """Count street-level records in the scope; None where there are none for its period."""
    if not store.has("crimes"):
        return None
    links, crimes = store.table("area_links"), store.table("crimes")
    inside = tables.members(links, area=scope.area, level=scope.level)
    codes = tables.codes_of(inside, tables.changes_into(links, inside))
    rows = store.rows(tables.crime_counts(crimes, codes), name="street-level records")
    where = store.rows(
        tables.crime_places(crimes, codes, scope.period), name="where forces' records lie"
    )
    forces = own_suppliers(where, column="force", level=scope.level)
    loaded = _loaded(store, forces)
    months = tuple(month for month in scope.period if month in loaded)
    if not months:
        return None
    cube, carried = _cube(rows, scope)
    return PublicCrime(
        cube=cube,
        series=_series(rows, scope, loaded),
        months=months,
        loaded=loaded,
        carried=carried,
        forces=forces,
        places=_places(where, forces),
        rows=rows,
    )


def category_dimension() -> Dimension:
    """The categories of today's public files."""
    categories = police_uk_categories()
    return Dimension(
        "category",
        "Category",
        tuple(category.slug for category in categories),
        tuple(category.label for category in categories),
    )


def _slugs(labels: Array) -> Array:
    """Category labels of any year as today's slugs."""
    slug = {old.label: old.slug for old in police_uk_historic_labels()}
    slug.update({category.label: category.slug for category in police_uk_categories()})
    return np.array([slug.get(str(label), "other-crime") for label in labels], dtype=object)


def _cube(rows: Rows, scope: Scope) -> tuple[CountCube, Carried]:
    """Records of the period by small area, month and category."""
    months, categories = period_dimension(scope.period), category_dimension()
    month_at = positions(month_codes(rows["month"]), months)
    category_at = positions(_slugs(rows["crime_type"]), categories)
    kept = (month_at >= 0) & (category_at >= 0)
    counts, carried = Placer.of(scope).lsoa_counts(
        rows["lsoa_code"][kept],
        [month_at[kept], category_at[kept]],
        rows["n"][kept].astype(np.float64),
        shape=(len(scope.lsoa), len(months), len(categories)),
    )
    note = carried.sentence
    provenance = rows.provenance(
        method="Records counted by small area, month and category. " + note
        if note
        else "Records counted by small area, month and category"
    )
    cube = CountCube(
        "crimes",
        UNIVERSE,
        (scope.lsoa, months, categories),
        counts,
        provenance,
        approximate=carried.by_best_fit > 0,
    )
    return cube, carried


def _series(rows: Rows, scope: Scope, loaded: tuple[Month, ...]) -> CountCube:
    """Records of the whole area in every month that was loaded, by category."""
    months, categories = months_dimension(loaded), category_dimension()
    month_at = positions(month_codes(rows["month"]), months)
    category_at = positions(_slugs(rows["crime_type"]), categories)
    kept = (month_at >= 0) & (category_at >= 0)
    counts, carried = Placer.of(scope).lsoa_counts(
        rows["lsoa_code"][kept],
        [month_at[kept], category_at[kept]],
        rows["n"][kept].astype(np.float64),
        shape=(len(scope.lsoa), len(months), len(categories)),
    )
    return CountCube(
        "crimes-series",
        f"{UNIVERSE}:series",
        (months, categories),
        counts.sum(axis=0),
        rows.provenance(method="Records in the whole area counted by month and category"),
        approximate=carried.by_best_fit > 0,
    )


def _loaded(store: Store, forces: tuple[str, ...]) -> tuple[Month, ...]:
    """Months that were loaded for every one of the forces."""
    rows = store.rows(tables.months_loaded(store.table("crimes")), name="months loaded")
    months = month_codes(rows["month"])
    have = [{Month.parse(m) for m in months[rows["force"] == force]} for force in forces]
    return tuple(sorted(set.intersection(*have))) if have else ()


def _places(where: Rows, forces: tuple[str, ...]) -> dict[str, float]:
    """Records of the forces by where they lie."""
    totals = {"inside": 0.0, "elsewhere": 0.0, "no location": 0.0}
    for force, place, n in zip(where["force"], where["where"], where["n"], strict=True):
        if force in forces:
            totals[place] += float(n)
    return totals
