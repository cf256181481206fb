"""In which months police, ambulance and hospitals can be set side by side?"""

import ibis.expr.types as ir

from headwater.analysis.needs import record_tables, tables
from headwater.analysis.needs.counting import MONTH, month_codes, own_suppliers
from headwater.analysis.needs.record_counting import dimension_of, months_of
from headwater.analysis.needs.scope import Scope
from headwater.core.counts import Dimension
from headwater.core.periods import Month
from headwater.lake.store import Rows, Store

COMPARED, APART = "compared", "apart"
SPANS = {COMPARED: "Months that every source supplied", APART: "Other months"}
ELSEWHERE, UNPLACED = "elsewhere", "unplaced"
OTHER_PLACES = {ELSEWHERE: "Outside the area", UNPLACED: "Place not usable"}


def compared_months(store: Store, scope: Scope) -> tuple[Month, ...]:
    """Months of the period that every one of the three that supplied anything has supplied.

    A hospital site counts as a supplier of its own. With none of the three: no months.
    """
    links = store.table("area_links")
    members = tables.members(links, area=scope.area, level=scope.level)
    codes = tables.codes_of(members, tables.changes_into(links, members))
    supplied: list[set[Month]] = []
    if store.has("recorded_crimes"):
        here = record_tables.inside(store.table("recorded_crimes"), codes)
        supplied.append(_months(store, record_tables.months_recorded(here)))
    if store.has("ambulance_incidents"):
        called = record_tables.calls(store.table("ambulance_incidents"), scope.period)
        here = record_tables.inside(called, codes)
        supplied.append(_months(store, here.select("month").distinct()))
    if store.has("ed_assaults"):
        attended = record_tables.attendances(store.table("ed_assaults"), scope.period)
        where = store.rows(
            record_tables.site_places(attended, codes), name="where each site's assaults happened"
        )
        rows = store.rows(
            attended.select("site_code", "month").distinct(), name="months of each site"
        )
        supplied += [
            months_of_site(rows, site)
            for site in own_suppliers(where, column="supplier", level=scope.level)
        ]
    # A source with nothing at all in the period is not there to be compared.
    there = [months for months in supplied if months & set(scope.period.months)]
    return tuple(m for m in scope.period if there and all(m in months for months in there))


def months_of_site(rows: Rows, site: str) -> set[Month]:
    """Months in which a site has any attendance."""
    return {Month.parse(code) for code in month_codes(rows["month"][rows["site_code"] == site])}


def span_months(scope: Scope, compared: tuple[Month, ...]) -> Dimension:
    """Every month of the period, below whether it can be compared."""
    span = dimension_of("span", "Months", SPANS)
    return dimension_of(
        MONTH,
        "Month",
        {str(month): month.words for month in scope.period},
        parent=span,
        parents=[COMPARED if month in compared else APART for month in scope.period],
    )


def places_compared(scope: Scope) -> Dimension:
    """Districts, elsewhere and nowhere known in the months compared; then all other months.

    One dimension and not two, because a month or two of one district are too few to be shown, and
    hiding them would hide the months that matter.
    """
    district = scope.district
    names = dict(zip(district.codes, district.names, strict=True)) | OTHER_PLACES
    return dimension_of(
        "seen_at",
        "Place",
        {**names, APART: SPANS[APART]},
        parent=dimension_of("span", "Months", SPANS),
        parents=[COMPARED] * len(names) + [APART],
    )


def _months(store: Store, expression: ir.Table) -> set[Month]:
    return set(months_of(store.rows(expression, name="months supplied")))
