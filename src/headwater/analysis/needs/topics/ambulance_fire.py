"""Ambulance calls for violence, and deliberate fires, placed in the area, as raw counts."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np

from headwater.analysis.needs import record_tables, tables
from headwater.analysis.needs.counting import months_dimension
from headwater.analysis.needs.record_counting import (
    Tally,
    answer_dimension,
    dimension_of,
    hours_dimension,
    months_of,
)
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.compared import (
    APART,
    compared_months,
    places_compared,
    span_months,
)
from headwater.core.counts import CountCube, Dimension, FloatArray
from headwater.core.periods import MONTHS_IN_YEAR, Month, Period
from headwater.lake.store import Rows, Store

AMBULANCE, FIRE = "ambulance_incidents", "fire_incidents"
CALLS = {
    "assault": "Assault",
    "stabbing": "Stabbing",
    "gunshot": "Gunshot",
    "sexual_assault": "Sexual assault",
    "other": "Other",
}
AGES = {
    "under_18": "Under 18",
    "18_24": "18 to 24",
    "25_over": "25 and over",
    "unknown": "Not known",
}
FIRES = {
    "deliberate_primary": "Deliberate fires of homes, vehicles or buildings",
    "deliberate_secondary": "Deliberate fires of rubbish, grass or the like",
    "attack_on_crew": "Attacks on crews",
    "other": "Other",
}


@dataclass(frozen=True, eq=False)
class Incidents:
    """Calls to one service, placed in the area.

    `months` are those of the period with calls. `cubes` need release, under the rule of the lake
    table `table`.
    """

    table: str
    cubes: tuple[CountCube, ...]
    months: tuple[Month, ...]
    rows: Rows

    @property
    def years(self) -> float:
        """Length of what was observed, in years."""
        return len(self.months) / MONTHS_IN_YEAR

    def missing(self, period: Period) -> tuple[Month, ...]:
        """Months of the period without any call."""
        return tuple(month for month in period if month not in self.months)


def measure_ambulance(store: Store, scope: Scope) -> Incidents | None:
    """Count ambulance calls for violence; None where there are none in the period."""
    compared = compared_months(store, scope)
    months = span_months(scope, compared)
    return _measure(
        store,
        scope,
        AMBULANCE,
        words=record_tables.patients,
        cubes=(
            Cut("ambulance-places", (places_compared(scope),), in_months=compared),
            Cut("ambulance-months", (months,)),
            Cut("ambulance-types", (_types(CALLS),)),
            Cut("ambulance-ages", (dimension_of("age", "Age of the patient", AGES),)),
            Cut("ambulance-hours", (hours_dimension(),)),
            Cut("ambulance-conveyed", (answer_dimension("conveyed", "Taken to hospital"),)),
        ),
    )


def measure_fire(store: Store, scope: Scope) -> Incidents | None:
    """Count deliberate fires and attacks on crews; None where there are none in the period."""
    return _measure(
        store,
        scope,
        FIRE,
        words=lambda calls: calls,
        cubes=(
            Cut("fire-types", (_types(FIRES),)),
            Cut("fire-districts", (scope.district,)),
            Cut("fire-months", (months_dimension(scope.period.months),)),
        ),
    )


@dataclass(frozen=True, eq=False)
class Cut:
    """One way to divide the calls. `in_months` are those in which they go by place."""

    id: str
    dimensions: tuple[Dimension, ...]
    in_months: tuple[Month, ...] = ()


def _types(names: dict[str, str]) -> Dimension:
    return dimension_of("incident_type", "Kind of call", names)


def _measure(
    store: Store,
    scope: Scope,
    table: str,
    *,
    words: Callable[[ir.Table], ir.Table],
    cubes: tuple[Cut, ...],
) -> Incidents | None:
    """Count one service's calls by each set of dimensions."""
    if not store.has(table):
        return None
    links = store.table("area_links")
    members = tables.members(links, area=scope.area, level=scope.level)
    codes = tables.codes_of(members, tables.changes_into(links, members))
    called = record_tables.calls(store.table(table), scope.period)
    here = words(record_tables.inside(called, codes))
    rows = store.rows(record_tables.by(here, "lsoa_code", "month"), name=f"{table} by month")
    if not len(rows):
        return None
    return Incidents(
        table=table,
        cubes=tuple(_cube(store, scope, here, cut, universe=table) for cut in cubes),
        months=tuple(month for month in scope.period if month in months_of(rows)),
        rows=rows,
    )


def _cube(store: Store, scope: Scope, here: ir.Table, cut: Cut, *, universe: str) -> CountCube:
    columns = [d.key for d in cut.dimensions if d.key not in ("district", "seen_at")]
    if cut.in_months:
        columns.append("month")
    rows = store.rows(
        record_tables.by(here, "lsoa_code", *columns),
        name=f"{universe} by " + ", ".join(d.key for d in cut.dimensions),
    )
    tally = Tally.of(scope, rows)
    made = rows.provenance(method="Calls placed in the area, by the time of the call")
    if not cut.in_months:
        return tally.cube(cut.id, cut.dimensions, universe=universe, provenance=made)
    (seen_at,) = cut.dimensions
    counts = _by_place(tally, seen_at, cut.in_months)
    approximate = tally.carried.by_best_fit > 0
    return CountCube(cut.id, universe, cut.dimensions, counts, made, approximate=approximate)


def _by_place(tally: Tally, seen_at: Dimension, compared: tuple[Month, ...]) -> FloatArray:
    """Calls by district in the months compared, and in all other months together."""
    months = months_dimension(months_of(tally.rows))
    by_month = tally.counts((tally.scope.district, months))
    kept = np.array([code in {str(month) for month in compared} for code in months.codes])
    counts = np.zeros(len(seen_at))
    counts[: len(by_month)] = by_month[:, kept].sum(axis=1)
    counts[seen_at.position(APART)] = by_month[:, ~kept].sum()
    return counts
