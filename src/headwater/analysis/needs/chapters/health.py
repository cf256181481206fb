"""The health picture: what emergency departments, ambulance and fire crews see."""

import numpy as np

from headwater.analysis.needs.chapters import disagreement
from headwater.analysis.needs.chapters.disagreement import COUNTED_TWICE, Seen
from headwater.analysis.needs.chapters.statistics_shown import percent_interval
from headwater.analysis.needs.drafting import (
    CRUDE_RATE,
    Draft,
    heading,
    number_in,
    percent_limits,
    rate_with_limits,
    rates_of,
    rows_of,
    shown_all,
    table_of,
    unknown,
)
from headwater.analysis.needs.record_tables import UNKNOWN
from headwater.analysis.needs.topics.ambulance_fire import Incidents
from headwater.analysis.needs.topics.emergency import (
    KNIFE_OR_SHARP,
    Admissions,
    Emergency,
)
from headwater.analysis.needs.view import View
from headwater.analysis.rates.rates import proportion
from headwater.core import words
from headwater.core.counts import FloatArray, Released, ReleasedCube
from headwater.core.disclosure.already_public import already_public
from headwater.core.editions import (
    Block,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
)
from headwater.core.periods import Month
from headwater.rulebook import SuccessMeasure, success_measures

LEAST_USABLE = 70.0
"""Below this share of usable places a site's map is not to be trusted."""


def compose(view: View, seen: Seen, draft: Draft) -> list[Block]:
    """The chapter from whatever was supplied."""
    return [
        *_emergency(view, seen.emergency, draft),
        *_ambulance(view, seen.ambulance, draft),
        *_fire(view, seen.fire, draft),
        *_admissions(seen.admissions, draft),
        *disagreement.compose(view, seen, draft),
        unknown(
            "Assaults treated by a family doctor, a walk-in centre, a dentist or nobody are in "
            "none of these counts. Ages of emergency department patients are not in the standard "
            "(DCB1594), so nothing can be said of young people here."
        ),
    ]


def _emergency(view: View, emergency: Emergency | None, draft: Draft) -> list[Block]:
    """What emergency departments see."""
    if emergency is None:
        return [
            heading("Emergency departments"),
            unknown(
                "No emergency department data (ISTV) were loaded for this area and period, so "
                "headwater cannot say what hospitals see. Load them (headwater template istv_ed)."
            ),
        ]
    quality = view.cube("ed-located").map(lambda cube: _site_table(view, emergency, cube))
    methods = view.cube("ed-methods").map(lambda cube: _method_table(emergency, cube))
    places = view.cube("ed-locations").map(lambda cube: _location_table(emergency, cube))
    hours = view.cube("ed-hours").map(lambda cube: _hour_table(emergency, cube))
    blocks = [draft.table(each) for each in (quality, methods, places, hours)]
    return [
        heading("Emergency departments"),
        *_sites_finding(draft, quality.value),
        blocks[0],
        *_methods_finding(draft, methods.value),
        blocks[1],
        *_places_finding(draft, places.value),
        blocks[2],
        *_hours_chart(draft, hours.value),
        blocks[3],
    ]


def _site_table(view: View, emergency: Emergency, cube: ReleasedCube) -> Table:
    """Each site's attendances, how usable they are, and the months it did not supply."""
    site = cube.dimension("site_code")
    located = cube.margin("site_code", "located").T
    whole = cube.margin("site_code")
    methods = view.cube("ed-methods").value.margin("site_code", "method_known")[:, 0]
    kinds = view.cube("ed-locations").value.margin("site_code", "kind_known")[:, 0]
    hours = view.cube("ed-hours").value
    times = (
        whole - hours.margin("site_code", "hours")[:, hours.dimension("hours").position(UNKNOWN)]
    )
    counted = emergency.rows.provenance(
        method="Attendances for assault at the site that arrived in the period"
    )
    part = counted.restated(
        method="Part ÷ attendances × 100, of counts as released, to the nearest 5"
    )
    return table_of(
        cube,
        id="health-sites",
        title="What emergency departments supplied, and how usable it is",
        columns=(
            Column("site", "Site", ColumnKind.CODE),
            Column("count", "Attendances", ColumnKind.COUNT, provenance=counted),
            Column("place", "Place usable", ColumnKind.PERCENT, "%", 0, part),
            Column("kind", "Kind of place known", ColumnKind.PERCENT, "%", 0, part),
            Column("method", "Method known", ColumnKind.PERCENT, "%", 0, part),
            Column("time", "Time known", ColumnKind.PERCENT, "%", 0, part),
            Column("missing", "Months not supplied", ColumnKind.TEXT),
        ),
        rows=rows_of(
            site.codes,
            shown_all(whole),
            shown_all(_percent(located[0], whole)),
            shown_all(_percent(kinds, whole)),
            shown_all(_percent(methods, whole)),
            shown_all(_percent(times, whole)),
            [_months(emergency.missing[code]) for code in site.codes],
        ),
        notes=("Counts are rounded, so shares of few attendances are rough.",),
    )


def _percent(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Rounded part of rounded whole, at most 100; NaN where either is hidden or there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, np.minimum(part / whole * 100, 100.0), np.nan)


def _months(months: tuple[Month, ...]) -> str:
    return words.listed([month.words for month in months]) if months else "None"


def _sites_finding(draft: Draft, table: Table) -> list[Block]:
    known = [row for row in table.rows if not np.isnan(number_in(row[1]))]
    if not known:
        return []
    whole = float(np.sum([number_in(row[1]) for row in known]))
    poor = [str(row[0]) for row in known if number_in(row[2]) < LEAST_USABLE]
    gaps = [f"{row[0]} ({row[6]})" for row in table.rows if row[6] != "None"]
    told = [f"Emergency departments that serve the area saw about {words.number(whole)} assaults."]
    if poor:
        told.append(
            f"Fewer than {words.percent(LEAST_USABLE)} have a usable place at {words.listed(poor)}."
        )
    if gaps:
        told.append(f"Months are missing from {words.listed(gaps)}.")
    return [
        draft.finding(
            Finding(
                "health.sites",
                " ".join(told),
                tuple(table.figure_id(row, "count") for row in known),
                Strength.DESCRIPTIVE,
                ("Counts are rounded to the nearest 5.",),
                "It counts what the sites supplied.",
            )
        )
    ]


def _method_table(emergency: Emergency, cube: ReleasedCube) -> Table:
    method = cube.dimension("method")
    return _share_table(
        emergency,
        cube,
        id="health-methods",
        title="How assaults seen in emergency departments were done",
        codes=method.codes,
        names=method.names,
        counts=cube.margin("method"),
        label="Method",
    )


def _location_table(emergency: Emergency, cube: ReleasedCube) -> Table:
    kind = cube.dimension("location_type")
    return _share_table(
        emergency,
        cube,
        id="health-locations",
        title="Where assaults seen in emergency departments happened",
        codes=kind.codes,
        names=kind.names,
        counts=cube.margin("location_type"),
        label="Kind of place",
    )


def _hour_table(emergency: Emergency, cube: ReleasedCube) -> Table:
    hours = cube.dimension("hours")
    return _share_table(
        emergency,
        cube,
        id="health-hours",
        title="When assaults seen in emergency departments happened",
        codes=hours.codes,
        names=hours.names,
        counts=cube.margin("hours"),
        label="Time of day",
    )


def _share_table(  # noqa: PLR0913 - a table has this many parts
    emergency: Emergency,
    cube: ReleasedCube,
    *,
    id: str,
    title: str,
    codes: tuple[str, ...],
    names: tuple[str, ...],
    counts: FloatArray,
    label: str,
) -> Table:
    """Counts of one dimension with shares of those that are known. The last row is not known."""
    known = float(counts[:-1].sum()) if not np.isnan(counts[:-1]).any() else cube.total
    shares = [proportion(min(float(n), known), known, multiplier=100) for n in counts[:-1]]
    counted = emergency.rows.provenance(
        method="Attendances for assault at the area's sites that arrived in the period"
    )
    part = counted.restated(
        method="Part ÷ attendances of which it is known × 100, Wilson limits, of counts as "
        "released, to the nearest 5"
    )
    return table_of(
        cube,
        id=id,
        title=title,
        columns=(
            Column("code", "Code", ColumnKind.CODE),
            Column("name", label, ColumnKind.NAME),
            Column("count", "Attendances", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share of known", ColumnKind.PERCENT, "%", 1, part),
            *percent_limits(part),
        ),
        rows=rows_of(
            codes,
            names,
            shown_all(counts),
            [*shown_all([each.value for each in shares]), "[z]"],
            [*shown_all([each.low for each in shares]), "[z]"],
            [*shown_all([each.high for each in shares]), "[z]"],
        ),
    )


def _methods_finding(draft: Draft, table: Table) -> list[Block]:
    row = next(row for row in table.rows if row[0] == KNIFE_OR_SHARP)
    if np.isnan(number_in(row[3])):
        return []
    return [
        draft.finding(
            Finding(
                "health.sharp",
                f"{percent_interval(*(number_in(row[i]) for i in (3, 4, 5)))} of assaults seen in "
                "emergency departments, where the method is known, were with a knife or another "
                "sharp object.",
                (table.figure_id(row, "share"),),
                Strength.MODERATE,
                ("Glass is counted apart. Staff record what they are told.",),
                "Attendances without a known method are left out.",
            )
        )
    ]


def _places_finding(draft: Draft, table: Table) -> list[Block]:
    rated = [row for row in table.rows[:-1] if not np.isnan(number_in(row[3]))]
    if not rated:
        return []
    ranked = sorted(rated, key=lambda row: -number_in(row[3]))
    finding = Finding(
        "health.places",
        f"{ranked[0][1]} is the most common kind of place of assaults seen in emergency "
        f"departments: "
        f"{percent_interval(*(number_in(ranked[0][i]) for i in (3, 4, 5)))}. "
        + " ".join(
            f"{row[1]}: {percent_interval(*(number_in(row[i]) for i in (3, 4, 5)))}."
            for row in ranked[1:3]
        ),
        tuple(table.figure_id(row, "share") for row in ranked[:3]),
        Strength.MODERATE,
        ("Buckets are provisional until the national code lists are loaded.",),
        "Attendances without a known kind of place are left out.",
    )
    chart = Chart(
        "health-locations-chart",
        ChartKind.BAR,
        f"{ranked[0][1]} is the most common place of assaults seen in hospital",
        "Bars are shares of attendances whose kind of place is known. "
        + "; ".join(f"{row[1]} {words.percent(number_in(row[3]), decimals=1)}" for row in ranked)
        + ".",
        table.id,
        x="name",
        y="share",
        y_title="Share of attendances (%)",
    )
    return [draft.finding(finding), draft.chart(chart)]


def _hours_chart(draft: Draft, table: Table) -> list[Block]:
    rated = [row for row in table.rows[:-1] if not np.isnan(number_in(row[3]))]
    if not rated:
        return []
    top = max(rated, key=lambda row: number_in(row[3]))
    return [
        draft.chart(
            Chart(
                "health-hours-chart",
                ChartKind.BAR,
                f"Assaults seen in hospital happen most from {top[1]}",
                "Bars are shares of attendances by the time the person gave. Most: "
                f"{top[1]}, {words.percent(number_in(top[3]), decimals=1)}.",
                table.id,
                x="name",
                y="share",
                y_title="Share of attendances (%)",
            )
        )
    ]


def _ambulance(view: View, ambulance: Incidents | None, draft: Draft) -> list[Block]:
    """What ambulance crews see."""
    if ambulance is None:
        return [
            heading("Ambulance"),
            unknown(
                "No ambulance data were loaded for this area and period (headwater template "
                "ambulance)."
            ),
        ]
    table = view.cube("ambulance-types").map(
        lambda cube: _type_table(
            view, ambulance, cube, id="health-ambulance", title="Ambulance calls for violence"
        )
    )
    block = draft.table(table)
    blocks = [heading("Ambulance")]
    whole = table.value.rows[0]
    conveyed = view.cube("ambulance-conveyed").value.margin("conveyed")
    taken = proportion(float(conveyed[0]), float(conveyed[0] + conveyed[1]), multiplier=100)
    if not np.isnan(number_in(whole[4])):
        told = (
            ""
            if np.isnan(taken.value)
            else f" {percent_interval(taken.value, taken.low, taken.high)} were taken to hospital, "
            "where they can be counted again."
        )
        blocks.append(
            draft.finding(
                Finding(
                    "health.ambulance",
                    f"Ambulance crews met about {words.number(number_in(whole[2]))} calls for "
                    f"violence in {view.scope.name}: "
                    f"{words.interval(*(number_in(whole[i]) for i in (4, 5, 6)))} for every 1,000 "
                    f"residents a year.{told}",
                    (table.value.figure_id(whole, "rate"),),
                    Strength.DESCRIPTIVE,
                    (COUNTED_TWICE, _missing(view, ambulance)) if _missing(view, ambulance)
                    else (COUNTED_TWICE,),
                    "It counts calls placed in the area, rounded.",
                )
            )
        )  # fmt: skip
    return [*blocks, block]


def _missing(view: View, incidents: Incidents) -> str:
    missing = incidents.missing(view.scope.period)
    return f"Not supplied: {words.listed([m.words for m in missing])}." if missing else ""


def _fire(view: View, fire: Incidents | None, draft: Draft) -> list[Block]:
    """Deliberate fires and attacks on crews."""
    if fire is None:
        return [
            heading("Fire and rescue"),
            unknown("No fire and rescue data were loaded (headwater template fire)."),
        ]
    table = view.cube("fire-types").map(
        lambda cube: _type_table(
            view, fire, cube, id="health-fire", title="Deliberate fires and attacks on crews"
        )
    )
    block = draft.table(table)
    blocks = [heading("Fire and rescue")]
    known = [row for row in table.value.rows[1:] if not np.isnan(number_in(row[4]))]
    if known:
        blocks.append(
            draft.finding(
                Finding(
                    "health.fire",
                    "Fire crews met "
                    + words.listed(
                        [
                            f"{str(row[1]).lower()} (about {words.number(number_in(row[2]))})"
                            for row in known
                            if number_in(row[2]) > 0
                        ]
                    )
                    + ".",
                    tuple(table.value.figure_id(row, "rate") for row in known),
                    Strength.DESCRIPTIVE,
                    ("Deliberate fires are a weak sign of serious violence.",),
                    "It counts calls placed in the area, rounded.",
                )
            )
        )
    return [*blocks, block]


def _type_table(
    view: View, incidents: Incidents, cube: ReleasedCube, *, id: str, title: str
) -> Table:
    """Calls by kind, all first."""
    kind = cube.dimension("incident_type")
    counts = np.concatenate([[cube.total], cube.margin("incident_type")])
    residents = np.full(len(counts), view.scope.residents.sum())
    rates = rates_of(counts, residents, years=incidents.years)
    counted = incidents.rows.provenance(method="Calls placed in the area in the period")
    rate = counted.joined(view.scope.people, method=CRUDE_RATE)
    return table_of(
        cube,
        id=id,
        title=f"{title}, {view.scope.period.words}",
        columns=(
            Column("kind_code", "Code", ColumnKind.CODE),
            Column("kind", "Kind of call", ColumnKind.NAME),
            Column("count", "Calls", ColumnKind.COUNT, provenance=counted),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=view.scope.people),
            *rate_with_limits(rate, decimals=2),
        ),
        rows=rows_of(
            ["all", *kind.codes],
            ["All", *kind.names],
            shown_all(counts),
            shown_all(residents),
            shown_all(rates.value),
            shown_all(rates.low),
            shown_all(rates.high),
        ),
        notes=("The first row is the sum of the rest.", _missing(view, incidents)),
    )


def _admissions(admissions: Admissions | None, draft: Draft) -> list[Block]:
    """The national measure of admissions for assault with a sharp object."""
    measure = success_measures()[0]
    title = heading(f"National measure: {measure.title.lower()}")
    if admissions is None:
        return [
            title,
            unknown(
                "No published admissions for assault with a sharp object were loaded for this "
                "area or its region, so the first national measure cannot be shown."
            ),
        ]
    table = _admissions_table(admissions, measure)
    block = draft.table(table)
    return [
        title,
        *_admissions_finding(admissions, measure, table.value, draft),
        block,
        unknown(
            "Admissions of people under 25 are not published in ages that can be added up to 25"
            + ("." if admissions.is_own_area else ", nor for this area alone.")
        ),
    ]


def _admissions_finding(
    admissions: Admissions, measure: SuccessMeasure, table: Table, draft: Draft
) -> list[Block]:
    """How many were admitted in the latest year; nothing where that year is hidden."""
    rows = table.rows
    latest = number_in(rows[0][1])
    if np.isnan(latest):
        return []
    where = "" if admissions.is_own_area else ", the region the area lies in,"
    before = number_in(rows[1][1]) if len(rows) > 1 else float("nan")
    told = "" if np.isnan(before) else f", after {words.number(before)} the year before"
    return [
        draft.finding(
            Finding(
                "health.admissions",
                f"About {words.number(latest)} people were admitted for assault with a sharp "
                f"object in {admissions.area_name}{where} in the year to "
                f"{admissions.ends[0].words}{told}.",
                (table.figure_id(rows[0], "admissions"),),
                Strength.DESCRIPTIVE,
                (measure.lag,),
                "Published monthly counts are rounded, and nothing is compared.",
            )
        )
    ]


def _admissions_table(admissions: Admissions, measure: SuccessMeasure) -> Released[Table]:
    """Published admissions, twelve months at a time, the latest first."""
    made = admissions.rows.provenance(
        method=f"Sum of the published monthly counts of twelve months ({admissions.publisher}); a "
        "suppressed month hides its year"
    )
    return already_public(
        Table(
            id="health-admissions",
            title=f"{measure.title}, {admissions.area_name}",
            columns=(
                Column("year_to", "Twelve months to", ColumnKind.MONTH),
                Column("admissions", "Admissions", ColumnKind.COUNT, provenance=made),
            ),
            rows=rows_of([str(end) for end in admissions.ends], shown_all(admissions.persons)),
            profile="published",
            rule="These numbers are already public at this level. Marks the publisher put on them "
            "are kept as they came.",
            notes=(
                measure.lag,
                "Below England the publisher hides counts of 1 to 7 and rounds the rest to 5.",
            ),
        ),
        because=f"Published by {admissions.publisher}",
    )
