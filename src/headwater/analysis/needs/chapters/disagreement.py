"""The disagreement view: the same violence as police, ambulance and hospitals see it.

The three are never added: one assault can be in all of them. They are set side by side, and where
they disagree is the finding.
"""

from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import record_kernels
from headwater.analysis.needs.chapters.statistics_shown import shown_statistic
from headwater.analysis.needs.drafting import (
    CRUDE_RATE,
    Draft,
    caution,
    heading,
    number_in,
    paragraph,
    rate_with_limits,
    rates_of,
    rows_of,
    shown,
    shown_all,
    table_of,
    unknown,
)
from headwater.analysis.needs.topics.ambulance_fire import Incidents
from headwater.analysis.needs.topics.compared import COMPARED
from headwater.analysis.needs.topics.emergency import (
    Admissions,
    Emergency,
)
from headwater.analysis.needs.topics.recorded import Recorded
from headwater.analysis.needs.view import View
from headwater.analysis.rates.rates import rate_ratios
from headwater.core import words
from headwater.core.counts import FloatArray, ReleasedCube
from headwater.core.editions import (
    Block,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
    Value,
)
from headwater.core.periods import MONTHS_IN_YEAR
from headwater.core.provenance import Provenance
from headwater.rulebook import unknown_to_police_range

FALSE_DISCOVERIES = 0.05
COUNTED_TWICE = (
    "One assault can be in all three: an ambulance brings someone to hospital and police record "
    "the offence. The counts are never added."
)
WHY_DISAGREE = (
    "A district where hospitals see more for each offence may report less to police, may be "
    "recorded less, or may lie nearer to the hospital. The data alone cannot tell which."
)
SOURCES = {
    "police": "Police: homicide and violence with injury",
    "ambulance": "Ambulance: assault, stabbing, gunshot, sexual assault",
    "hospital": "Emergency departments: assault",
}
RATIO = (
    "Attendances ÷ offences × 100, log-normal limits (Rothman, Epidemiology, ch. 9); hospital "
    "counts as released, to the nearest 5"
)
AGAINST_REST = (
    "Chance of so different a ratio if the district were like the others together (Woolf 1955), "
    "as a false discovery rate over the districts (Benjamini and Hochberg 1995)"
)


@dataclass(frozen=True, eq=False)
class Seen:
    """What each service that meets violence supplied, where it did."""

    recorded: Recorded | None
    emergency: Emergency | None
    ambulance: Incidents | None
    fire: Incidents | None
    admissions: Admissions | None


def compose(view: View, seen: Seen, draft: Draft) -> list[Block]:
    """Police, ambulance and hospital, side by side for the same places and months."""
    title = heading("Where police and health disagree")
    months = _compared(view, seen)
    if seen.recorded is None or seen.emergency is None or not months:
        return [
            title,
            unknown(
                "Police and hospitals can be set side by side only where the force's own extract "
                "and emergency department data cover the same months. Load both to see how much "
                "violence police do not hear of."
            ),
            paragraph(_range_told()),
        ]
    sources = view.cube("ed-places").map(lambda cube: _source_table(view, seen, cube, months))
    ratios = view.cube("ed-places").map(lambda cube: _ratio_table(view, seen, cube, months))
    source_block, ratio_block = draft.table(sources), draft.table(ratios)
    return [
        title,
        paragraph(
            f"Counts are of the {months} months of {view.scope.period.words} that every source "
            f"supplied. {COUNTED_TWICE}"
        ),
        *_sources_chart(draft, sources.value),
        source_block,
        *_stand_out(draft, ratios.value),
        ratio_block,
        caution(WHY_DISAGREE),
        *_gap(view, seen.emergency, draft),
    ]


def _compared(view: View, seen: Seen) -> int:
    """How many months every source supplied."""
    if seen.recorded is None or seen.emergency is None:
        return 0
    supplied = [seen.recorded.months, seen.emergency.months]
    if seen.ambulance is not None:
        supplied.append(seen.ambulance.months)
    return sum(all(month in months for months in supplied) for month in view.scope.period)


def _in_compared(cube: ReleasedCube, *, districts: int) -> FloatArray:
    """Released counts in the months compared: districts added up, then each."""
    places = cube.margin("seen_at")[:districts]
    return np.concatenate([[places.sum()], places])


def _counts(view: View, seen: Seen, cube: ReleasedCube) -> dict[str, FloatArray]:
    """Counts by source: the whole area, then each district."""
    districts = len(view.scope.district)
    police = view.cube("recorded-injury").value
    at = police.dimension("span").position(COMPARED)
    injury = police.dimension("injury").position("injury")
    found = {
        "police": np.concatenate(
            [
                [police.margin("span", "injury")[at, injury]],
                police.margin("district", "span", "injury")[:, at, injury],
            ]
        ),
        "hospital": _in_compared(cube, districts=districts),
    }
    if seen.ambulance is not None:
        found["ambulance"] = _in_compared(view.cube("ambulance-places").value, districts=districts)
    return found


def _made(seen: Seen) -> dict[str, Provenance]:
    """How each source's counts were made."""
    assert seen.recorded is not None
    assert seen.emergency is not None
    method = "Counts placed in the district in the months that every source supplied"
    made = {
        "police": seen.recorded.counted(f"{method}; offences by the month of recording"),
        "hospital": seen.emergency.rows.provenance(method=f"{method}; by the time of arrival"),
    }
    if seen.ambulance is not None:
        made["ambulance"] = seen.ambulance.rows.provenance(method=f"{method}; by time of call")
    return made


def _places(view: View) -> tuple[list[str], list[str], FloatArray]:
    """The whole area and its districts: codes, names, residents."""
    district = view.scope.district
    people = view.scope.district_residents
    return (
        ["area", *district.codes],
        [view.scope.name, *district.names],
        np.concatenate([[people.sum()], people]),
    )


def _source_table(view: View, seen: Seen, cube: ReleasedCube, months: int) -> Table:
    """One row a place and source: count, residents, rate."""
    codes, names, people = _places(view)
    counts, made = _counts(view, seen, cube), _made(seen)
    together = made["police"]
    for provenance in made.values():
        together = together.joined(provenance, method=together.method)
    rate = together.joined(view.scope.people, method=CRUDE_RATE)
    rows: list[tuple[Value, ...]] = []
    years = months / MONTHS_IN_YEAR
    for source in (source for source in SOURCES if source in counts):
        rates = rates_of(counts[source], people, years=years)
        rows += rows_of(
            codes,
            [source] * len(codes),
            names,
            [SOURCES[source]] * len(codes),
            shown_all(counts[source]),
            shown_all(people),
            shown_all(rates.value),
            shown_all(rates.low),
            shown_all(rates.high),
        )
    return table_of(
        cube,
        id="health-sources",
        title="The same violence as police, ambulance and hospitals see it",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("source_code", "Source code", ColumnKind.CODE),
            Column("area_name", "Area", ColumnKind.NAME),
            Column("source", "Source", ColumnKind.NAME),
            Column("count", "Count", ColumnKind.COUNT, provenance=together),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=view.scope.people),
            *rate_with_limits(rate, decimals=2),
        ),
        rows=tuple(rows),
        key_columns=2,
        notes=(
            COUNTED_TWICE,
            f"Police counts: {view.cube('recorded-injury').value.rule}",
            "Attendances whose place is not usable are not here, so hospital counts are floors.",
        ),
    )


def _sources_chart(draft: Draft, table: Table) -> list[Block]:
    rated = [row for row in table.rows if row[0] == "area" and not np.isnan(number_in(row[6]))]
    if len(rated) < 2:
        return []
    return [
        draft.chart(
            Chart(
                "health-sources-chart",
                ChartKind.BAR,
                "Police, ambulance and hospitals do not see the same violence",
                "Bars are rates for every 1,000 residents a year, by district and source. In the "
                "whole area: "
                + "; ".join(
                    f"{row[3]} {words.number(number_in(row[6]), decimals=1)}" for row in rated
                )
                + ".",
                table.id,
                x="area_name",
                y="rate",
                series="source",
                y_title="For every 1,000 residents a year",
            )
        )
    ]


def _ratio_table(view: View, seen: Seen, cube: ReleasedCube, months: int) -> Table:
    """Attendances for each 100 offences, and which districts are unlike the rest."""
    codes, names, _ = _places(view)
    counts, made = _counts(view, seen, cube), _made(seen)
    hospital, police = counts["hospital"], counts["police"]
    ratio = rate_ratios(
        hospital, np.ones(len(codes)), base_events=police, base_population=np.ones(len(codes))
    )
    times, chance = record_kernels.against_the_rest(hospital[1:], police[1:])
    q = record_kernels.false_discovery_values(chance)
    together = made["hospital"].joined(made["police"], method=made["police"].method)
    divided = together.restated(method=RATIO)
    against = together.restated(method=AGAINST_REST)
    return table_of(
        cube,
        id="health-disagreement",
        title="Assaults seen in emergency departments for each 100 offences police recorded",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("area_name", "Area", ColumnKind.NAME),
            Column("hospital", "Seen in hospital", ColumnKind.COUNT,
                   provenance=made["hospital"]),
            Column("police", "Recorded by police", ColumnKind.COUNT, provenance=made["police"]),
            Column("ratio", "Seen for each 100 recorded", ColumnKind.RATIO, "", 0, divided),
            Column("ratio_low", "Lower limit", ColumnKind.RATIO, "95 %", 0, divided),
            Column("ratio_high", "Upper limit", ColumnKind.RATIO, "95 %", 0, divided),
            Column("times", "Times the other districts", ColumnKind.RATIO, "", 2, against),
            Column("q", "False discovery rate", ColumnKind.NUMBER, "share", 3, against),
            Column("stands_out", "Beside the other districts", ColumnKind.TEXT,
                   provenance=against),
        ),
        rows=rows_of(
            codes,
            names,
            shown_all(hospital),
            shown_all(police),
            shown_all(ratio.value * 100),
            shown_all(ratio.low * 100),
            shown_all(ratio.high * 100),
            ["[z]", *shown_all(times)],
            ["[z]", *shown_all(q)],
            ["not compared", *(_stands(t, each) for t, each in zip(times, q, strict=True))],
        ),
        notes=(
            WHY_DISAGREE,
            f"{months} months. Police counts: {view.cube('recorded-injury').value.rule}",
        ),
    )  # fmt: skip


def _stands(times: float, q: float) -> str:
    if np.isnan(q):
        return "not compared"
    if q > FALSE_DISCOVERIES:
        return "similar"
    return "higher" if times > 1 else "lower"


def _stand_out(draft: Draft, table: Table) -> list[Block]:
    """The district where hospitals see most for what police record."""
    rated = [row for row in table.rows[1:] if not np.isnan(number_in(row[4]))]
    whole = table.rows[0]
    if len(rated) < 2 or np.isnan(number_in(whole[4])):
        return [unknown("Too few districts have counts that may be shown to be compared.")]
    top = max(rated, key=lambda row: number_in(row[4]))
    higher = [str(row[1]) for row in rated if row[9] == "higher"]
    figure = [number_in(top[i]) for i in (4, 5, 6)]
    finding = Finding(
        "health.disagreement",
        f"In {top[1]} hospitals saw {words.interval(*_three(figure), decimals=0)} assaults for "
        f"each 100 that police recorded with injury, beside {words.number(number_in(whole[4]))} "
        "in the whole area. "
        + (
            f"{words.listed(higher)} stand{'s' if len(higher) == 1 else ''} above the other "
            "districts by more than chance."
            if higher
            else "No district stands above the others by more than chance."
        ),
        (table.figure_id(top, "ratio"), table.figure_id(whole, "ratio")),
        Strength.MODERATE if str(top[1]) in higher else Strength.WEAK,
        (WHY_DISAGREE, COUNTED_TWICE),
        "False discoveries among the districts are held to 5 %."
        if higher
        else "The differences are no more than chance gives.",
    )
    chart = Chart(
        "health-disagreement-chart",
        ChartKind.DOT_INTERVAL,
        f"Hospitals see most for what police record in {top[1]}",
        "Dots are assaults seen in emergency departments for each 100 offences with injury, with "
        "95 % intervals; the first is the whole area. "
        + "; ".join(f"{row[1]} {words.number(number_in(row[4]))}" for row in rated)
        + ".",
        table.id,
        x="area_name",
        y="ratio",
        low="ratio_low",
        high="ratio_high",
        benchmark=round(number_in(whole[4]), 6),
        benchmark_label="Whole area",
        y_title="Seen for each 100 recorded",
    )
    return [draft.finding(finding), draft.chart(chart)]


def _three(values: list[float]) -> tuple[float, float, float]:
    value, low, high = values
    return value, low, high


def _range_told() -> str:
    known = unknown_to_police_range()
    return (
        "Published studies put the share of assaults seen in emergency departments that police "
        f"never hear of at between {words.percent(known.low * 100)} and "
        f"{words.percent(known.high * 100)}."
    )


def _gap(view: View, emergency: Emergency, draft: Draft) -> list[Block]:
    """How much police never hear of, as a range and never one figure."""
    table = view.cube("ed-places").map(lambda cube: _gap_table(view, emergency, cube))
    block = draft.table(table)
    low_row, from_row, to_row = table.value.rows
    least, low, high = (number_in(row[2]) for row in (low_row, from_row, to_row))
    counts = [number_in(row[3]) for row in (from_row, to_row)]
    in_numbers = (
        ""
        if np.isnan(counts).any()
        else f": between {words.number(counts[0])} and {words.number(counts[1])} of those seen"
    )
    proven = (
        "The counts here put no floor under it."
        if np.isnan(least)
        else f"The counts here prove no more than that at least {words.percent(least, decimals=1)} "
        "of those with a usable place match no offence of serious violence recorded in the same "
        "neighbourhood and month."
    )
    finding = Finding(
        "health.gap",
        "If this area is like those that were studied, police never heard of between "
        f"{words.percent(low)} and {words.percent(high)} of assaults seen in emergency "
        f"departments{in_numbers}. {proven}",
        (
            table.value.figure_id(from_row, "share"),
            table.value.figure_id(to_row, "share"),
            table.value.figure_id(low_row, "share"),
        ),
        Strength.WEAK,
        (
            "The published shares come from elsewhere and from other years.",
            "It is a range, and no single figure inside it is likelier than another.",
        ),
        "The ends are other places' figures; the floor is this area's own.",
    )
    return [heading("How much police never hear of"), draft.finding(finding), block]


def _gap_table(view: View, emergency: Emergency, cube: ReleasedCube) -> Table:
    least = shown_statistic(view, "ed.least_unknown")
    known = unknown_to_police_range()
    whole = cube.total
    counted = emergency.rows.provenance(method="Attendances × the published share")
    published = counted.restated(
        method="Published share of emergency department assaults unknown to police: "
        + "; ".join(known.sources)
    )
    shares = [least.value, known.low * 100, known.high * 100]
    return table_of(
        cube,
        id="health-gap",
        title="Share of assaults seen in emergency departments that police never hear of",
        columns=(
            Column("basis_code", "Code", ColumnKind.CODE),
            Column("basis", "Basis", ColumnKind.NAME),
            Column("share", "Share", ColumnKind.PERCENT, "%", 1,
                   least.provenance.joined(published, method=published.method)),
            Column("count", "Of those seen", ColumnKind.COUNT, provenance=counted),
            Column("how", "How", ColumnKind.TEXT),
        ),
        rows=(
            ("floor", "Least that these counts allow", shown(shares[0]), "[z]",
             least.provenance.method),
            ("lowest", "Lowest published share", shares[1], _about(whole * known.low),
             known.sources[0]),
            ("highest", "Highest published share", shares[2], _about(whole * known.high),
             known.sources[-1]),
        ),
        notes=("Read the two published rows together: the answer is the range between them.",),
    )  # fmt: skip


def _about(count: float) -> Value:
    """A count to the nearest ten; it is an estimate of an estimate."""
    return shown(float(round(count, -1)) if not np.isnan(count) else count)
