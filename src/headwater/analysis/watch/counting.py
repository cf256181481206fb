"""Weekly counts of a measure for every area of one level, from the first held week to the last."""

from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np

from headwater.analysis.needs import tables as area_tables
from headwater.analysis.needs.counting import Placer
from headwater.analysis.needs.scope import Scope
from headwater.analysis.watch import tables
from headwater.core.areas import Level
from headwater.core.counts import Dimension, FloatArray, margin_of
from headwater.core.errors import NotFoundError
from headwater.core.periods import Month
from headwater.core.weeks import Week, weeks_between
from headwater.lake.store import Rows, Store
from headwater.rulebook import WatchMeasure, definition

LEVELS = (Level.LSOA, Level.LAD)
"""Levels at which areas are watched."""


@dataclass(frozen=True, eq=False)
class WeeklyCounts:
    """Events by area (rows) and week (columns).

    NaN is a week that was not supplied in full: some day of it lies in a month without records.
    """

    measure: WatchMeasure
    areas: Dimension
    weeks: tuple[Week, ...]
    counts: FloatArray
    rows: Rows

    def at(self, week: Week) -> int:
        """Where a week stands. Raises `NotFoundError` where it is not held."""
        if week not in self.weeks:
            raise NotFoundError(
                kind="week of records",
                name=f"{self.measure.title}, {week}",
                hint=f"The lake holds [{self.weeks[0]}] to [{self.weeks[-1]}].",
            )
        return week.since(self.weeks[0])


def weekly_counts(
    store: Store, scope: Scope, measure: WatchMeasure, *, level: Level
) -> WeeklyCounts:
    """Every week of a measure that the lake holds for an area.

    Raises `NotFoundError` where nothing was loaded for it.
    """
    links = store.table("area_links")
    members = area_tables.members(links, area=scope.area, level=scope.level)
    codes = area_tables.codes_of(members, area_tables.changes_into(links, members))
    events = tables.dated(store.table(measure.lake_table), column=measure.day_column)
    held = store.rows(
        tables.months_held(events, codes), name=f"months held of {measure.lake_table}"
    )
    months = _months(held)
    weeks = _weeks_of(months)
    if not weeks:
        raise NotFoundError(
            kind="record to be watched",
            name=f"{measure.title} in {scope.name}",
            hint=f"Load {measure.lake_table} for this area (headwater sources says how).",
        )
    found = store.rows(
        tables.counts_by_week(_counted(events, measure), codes), name=f"{measure.title} by week"
    )
    counts = _placed(found, scope, weeks, level=level)
    missing = [i for i, week in enumerate(weeks) if not _is_held(week, months)]
    counts[:, missing] = np.nan
    areas = scope.lsoa if level is Level.LSOA else scope.district
    return WeeklyCounts(measure=measure, areas=areas, weeks=weeks, counts=counts, rows=found)


def _counted(events: ir.Table, measure: WatchMeasure) -> ir.Table:
    """Events that a measure counts."""
    if measure.definition:
        return tables.of_definition(events, definition(measure.definition))
    if measure.groups:
        return tables.of_offences(events, measure.codes)
    return events


def _placed(found: Rows, scope: Scope, weeks: tuple[Week, ...], *, level: Level) -> FloatArray:
    """Counts on today's areas of a level, by week."""
    first = np.datetime64(weeks[0].monday, "D")
    step = (found["week"].astype("datetime64[D]") - first).astype(np.int64) // 7
    kept = (step >= 0) & (step < len(weeks))
    counts, _ = Placer.of(scope).lsoa_counts(
        found["lsoa_code"][kept],
        [step[kept].astype(np.intp)],
        found["n"][kept].astype(np.float64),
        shape=(len(scope.lsoa), len(weeks)),
    )
    if level is Level.LSOA:
        return counts
    week = Dimension("week", "Week", tuple(map(str, weeks)), tuple(each.words for each in weeks))
    return margin_of(counts, (scope.lsoa, week), ("district", "week"))


def _months(held: Rows) -> frozenset[Month]:
    return frozenset(Month.parse(str(text)) for text in held["month"].astype("datetime64[M]"))


def _weeks_of(months: frozenset[Month]) -> tuple[Week, ...]:
    """Whole weeks between the first day and the last day of what is held."""
    if not months:
        return ()
    first, last = Week.of(min(months).first_day), Week.of(max(months).last_day)
    if first.monday < min(months).first_day:
        first = first.plus(1)
    if last.sunday > max(months).last_day:
        last = last.plus(-1)
    return weeks_between(first, last)


def _is_held(week: Week, months: frozenset[Month]) -> bool:
    return Month.of(week.monday) in months and Month.of(week.sunday) in months
