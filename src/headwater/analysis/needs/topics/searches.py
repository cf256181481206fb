"""Stops and searches of the area's forces, from the public files, as counts by broad group."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import record_tables
from headwater.analysis.needs.counting import own_suppliers
from headwater.analysis.needs.record_counting import (
    ETHNIC_GROUPS,
    dimension_of,
    ethnicity_dimension,
    months_of,
    plain_cube,
)
from headwater.analysis.needs.scope import Scope
from headwater.core.counts import CountCube
from headwater.core.periods import MONTHS_IN_YEAR, Month, Period
from headwater.lake.store import Rows, Store

TABLE = "stop_searches"
UNIVERSE = "searches"
MARGIN_DEGREES = 0.05
RESIDENTS_BY_GROUP = "residents_by_ethnic_group"
SOUGHT = {
    "Controlled drugs": "Controlled drugs",
    "Offensive weapons": "Offensive weapons",
    "Firearms": "Firearms",
    "Stolen goods": "Stolen goods",
    "Anything to threaten or harm anyone": "Anything to threaten or harm anyone",
    "other": "Something else",
    record_tables.UNKNOWN: "Not recorded",
}


@dataclass(frozen=True, eq=False)
class Searches:
    """Searches of people by the area's forces, over their whole areas.

    `cubes` need release, under the rule of the lake table `TABLE`.
    """

    cubes: tuple[CountCube, ...]
    forces: tuple[str, ...]
    months: tuple[Month, ...]
    rows: Rows

    @property
    def years(self) -> float:
        """Length of what was observed, in years."""
        return len(self.months) / MONTHS_IN_YEAR

    def missing(self, period: Period) -> tuple[Month, ...]:
        """Months of the period without any search."""
        return tuple(month for month in period if month not in self.months)


@dataclass(frozen=True, eq=False)
class GroupResidents:
    """Residents of the whole area by broad ethnic group, as published."""

    persons: Mapping[str, float]
    basis: str
    rows: Rows


def measure(store: Store, scope: Scope) -> Searches | None:
    """Count searches of the scope's forces; None where there are none in its period."""
    if not store.has(TABLE) or not scope.shapes.centres:
        return None
    found = record_tables.searches(store.table(TABLE), scope.period)
    lon = [centre[0] for centre in scope.shapes.centres.values()]
    lat = [centre[1] for centre in scope.shapes.centres.values()]
    where = store.rows(
        record_tables.search_places(
            found,
            west=min(lon) - MARGIN_DEGREES,
            east=max(lon) + MARGIN_DEGREES,
            south=min(lat) - MARGIN_DEGREES,
            north=max(lat) + MARGIN_DEGREES,
        ),
        name="where each force searched",
    )
    forces = own_suppliers(where, column="supplier", level=scope.level)
    if not forces:
        return None
    ours = found.filter(found.force.isin(forces))
    rows = store.rows(
        record_tables.by(
            ours, "force", "month", "self_ethnicity", "officer_ethnicity", "sought", "result"
        ),
        name="stops and searches",
    )
    result = dimension_of(
        "result",
        "What followed",
        {"action": "Something followed", "nothing": "No further action", "unknown": "Not recorded"},
    )
    named = {
        "searches-self": ethnicity_dimension("self_ethnicity", "Ethnic group as the person said"),
        "searches-officer": ethnicity_dimension(
            "officer_ethnicity", "Ethnic group as the officer saw"
        ),
        "searches-objects": dimension_of("sought", "What was looked for", SOUGHT),
    }
    return Searches(
        cubes=tuple(
            plain_cube(
                _listed(rows),
                id,
                (dimension, result),
                universe=UNIVERSE,
                method="Searches of people by the area's forces, from the public files",
            )
            for id, dimension in named.items()
        ),
        forces=forces,
        months=tuple(month for month in scope.period if month in months_of(rows)),
        rows=rows,
    )


def residents_by_group(store: Store, scope: Scope) -> GroupResidents | None:
    """Published residents by ethnic group, of the area or summed over its districts."""
    if not store.has("indicators"):
        return None
    rows = store.rows(
        record_tables.published_for(store.table("indicators"), ids=(RESIDENTS_BY_GROUP,)),
        name="residents by ethnic group",
    )
    for codes in ((scope.area,), scope.district.codes):
        latest = max(
            (
                period
                for period, code in zip(rows["period"], rows["area_code"], strict=True)
                if code in codes
            ),
            default="",
        )
        values = {
            (str(code), str(group)): float(value)
            for code, group, value, period in zip(
                rows["area_code"], rows["stratum"], rows["value"], rows["period"], strict=True
            )
            if code in codes and period == latest
        }
        if all((code, group) in values for code in codes for group in ETHNIC_GROUPS):
            return GroupResidents(
                persons={
                    group: sum(values[code, group] for code in codes) for group in ETHNIC_GROUPS
                },
                basis=str(latest),
                rows=rows,
            )
    return None


def _listed(rows: Rows) -> Rows:
    """The rows with what was looked for on the short list."""
    sought = np.array(
        [value if value in SOUGHT else "other" for value in rows["sought"]], dtype=object
    )
    return Rows({**rows.columns, "sought": sought}, rows.expression, rows.loads)
