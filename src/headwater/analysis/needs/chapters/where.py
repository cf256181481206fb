"""Where it happens: in which places, how concentrated, how lasting, how tied to deprivation?"""

from collections import Counter

import numpy as np

from headwater.analysis.needs.chapters.districts import (
    RESIDENTS_ARE_NOT_VISITORS,
    Named,
    highest_district,
)
from headwater.analysis.needs.chapters.what import PROXY, violence_by
from headwater.analysis.needs.drafting import (
    CRUDE_RATE,
    Draft,
    RateColumns,
    caution,
    heading,
    name_columns,
    number_in,
    rate_with_limits,
    rates_of,
    rows_of,
    shown_all,
    strength_of_interval,
    table_of,
    unknown,
)
from headwater.analysis.needs.topics.public_crime import PublicCrime
from headwater.analysis.needs.topics.surroundings import Deprivation
from headwater.analysis.needs.view import View
from headwater.analysis.rates.concentration import concentration_curve, persistence, share_in_top
from headwater.analysis.rates.harm import harm
from headwater.analysis.rates.inequality import slope_index_of_inequality
from headwater.analysis.rates.rates import rate_ratios
from headwater.analysis.rates.results import Persistence
from headwater.core import words
from headwater.core.counts import FloatArray, ReleasedCube
from headwater.core.editions import (
    AreaMap,
    Block,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
)
from headwater.rulebook import definition, police_uk_categories, threshold

SNAPPED = (
    "Public records sit on shared map points, so a place smaller than a neighbourhood cannot be "
    "told, and a point near a boundary may belong to the next neighbourhood."
)
MONTHS_IN_QUARTER = 3
FIFTH_NAMES = ("Most deprived fifth", "Second", "Third", "Fourth", "Least deprived fifth")
CURVE_POINTS = 100
TITLE_AREAS = 20


def compose(view: View, draft: Draft, rng: np.random.Generator) -> list[Block]:
    """The chapter from the public files."""
    if view.public is None:
        return [unknown("No street-level crime was loaded, so headwater cannot say where.")]
    return [
        *_districts(view, draft, view.public),
        *_neighbourhoods(view, draft, view.public),
        *_concentration(view, draft, view.public),
        *_persistence(view, draft, view.public),
        *_deprivation(view, draft, view.public, rng),
    ]


def harm_by_lsoa(cube: ReleasedCube) -> FloatArray:
    """Harm of the stand-in for violence in each small area, in days."""
    wanted = definition(PROXY).categories
    days = [c.harm_days if c.slug in wanted else 0.0 for c in police_uk_categories()]
    return harm(cube.margin("lsoa", "category"), weights=days)


def _benchmark(view: View, public: PublicCrime, cube: ReleasedCube) -> float:
    """The rate of the whole area."""
    total = float(violence_by(cube))
    return total / (float(view.scope.residents.sum()) * public.years) * 1_000


def _districts(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """Districts beside the whole area."""
    if len(view.scope.district) < 2:
        return []
    table = view.cube("crimes").map(lambda cube: _district_table(view, public, cube))
    block = draft.table(table)
    found = highest_district(
        draft,
        table.value,
        named=Named("where.district", "where-districts-chart", "recorded violence"),
        area=view.scope.name,
        benchmark=_benchmark(view, public, view.cube("crimes").value),
    )
    return [
        heading("Districts"),
        *found,
        block,
        caution(RESIDENTS_ARE_NOT_VISITORS),
    ]


def _district_table(view: View, public: PublicCrime, cube: ReleasedCube) -> Table:
    counts = violence_by(cube, "district")
    district = view.scope.district
    counted = public.rows.provenance(
        method="Violence in public crime data inside the district",
        definition=definition(PROXY).stamp,
    )
    return table_of(
        cube,
        id="where-districts",
        title=f"Violence in public crime data by district, {view.scope.period.words}",
        columns=(*name_columns("District"), *RateColumns().columns(counted, view.scope.people)),
        rows=rows_of(
            district.codes,
            district.names,
            *RateColumns().cells(
                counts,
                view.scope.district_residents,
                years=public.years,
                benchmark=_benchmark(view, public, cube),
            ),
        ),
        notes=(public.carried.sentence,),
    )


def _neighbourhoods(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """Every neighbourhood, most harm first, on a list and a map."""
    table = view.cube("crimes").map(lambda cube: _neighbourhood_table(view, public, cube))
    block = draft.table(table)
    rows = table.value.rows
    worse = sum(row[8] == "higher" for row in rows)
    expected = len(rows) * 0.025
    top = rows[0]
    finding = Finding(
        "where.neighbourhoods",
        f"{worse} of {len(rows)} neighbourhoods had a rate of violence higher than "
        f"{view.scope.name} as a whole; about {words.number(expected)} would by chance alone. "
        f"Most harm was recorded in {top[1]}.",
        (table.value.figure_id(top, "harm_days"), table.value.figure_id(top, "compared")),
        Strength.STRONG if worse > 2 * expected else Strength.WEAK,
        (SNAPPED, RESIDENTS_ARE_NOT_VISITORS),
        "Far more neighbourhoods stand out than chance would give."
        if worse > 2 * expected
        else "No more neighbourhoods stand out than chance would give.",
    )
    highest = sorted(rows, key=lambda row: -number_in(row[5]))[:TITLE_AREAS]
    district, n = Counter(row[2] for row in highest).most_common(1)[0]
    drawn = AreaMap(
        "where-map",
        f"{n} of the {len(highest)} highest rates of violence are in {district}"
        if len({row[2] for row in rows}) > 1
        else f"The highest rate of violence is in {highest[0][1]}",
        f"Rate of recorded violence in {len(rows)} neighbourhoods. The highest are "
        + words.listed([str(row[1]) for row in highest[:5]])
        + ". The table lists every neighbourhood.",
        table.value.id,
        area="area_code",
        value="rate",
        level="lsoa",
        legend="Violence for every 1,000 residents a year",
        outline_level="lad",
    )
    return [
        heading("Neighbourhoods"),
        draft.finding(finding),
        block,
        draft.map(drawn),
        caution(SNAPPED),
    ]


def _neighbourhood_table(view: View, public: PublicCrime, cube: ReleasedCube) -> Table:
    scope = view.scope
    counts, harms = violence_by(cube, "lsoa"), harm_by_lsoa(cube)
    order = np.argsort(-harms, kind="stable")
    names = dict(zip(scope.district.codes, scope.district.names, strict=True))
    counted = public.rows.provenance(
        method="Violence in public crime data inside the neighbourhood. " + public.carried.sentence,
        definition=definition(PROXY).stamp,
    )
    weighed = counted.restated(method="Records × Cambridge Crime Harm Index days of the category")
    cells = RateColumns().cells(
        counts, scope.residents, years=public.years, benchmark=_benchmark(view, public, cube)
    )
    return table_of(
        cube,
        id="where-neighbourhoods",
        title=f"Violence in public crime data by neighbourhood, {scope.period.words}",
        columns=(
            *name_columns("Neighbourhood"),
            Column("district", "District", ColumnKind.TEXT),
            *RateColumns().columns(counted, scope.people),
            Column("harm_days", "Harm", ColumnKind.DAYS, "days", 0, weighed),
        ),
        rows=rows_of(
            [scope.lsoa.codes[i] for i in order],
            [scope.lsoa.names[i] for i in order],
            [names[scope.lsoa.parents[i]] for i in order],
            *([column[i] for i in order] for column in cells),
            shown_all(np.round(harms[order], 1)),
        ),
        notes=(
            "Most harm first. Rates in neighbourhoods with few residents swing widely.",
            public.carried.sentence,
        ),
        in_full=False,
    )


def _concentration(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """How much of the harm lies in how few places."""
    table = view.cube("crimes").map(lambda cube: _concentration_table(public, cube))
    block = draft.table(table)
    curve = view.cube("crimes").map(lambda cube: _curve_table(public, cube))
    curve_block = draft.table(curve)
    narrow, wide = table.value.rows[0], table.value.rows[1]
    finding = Finding(
        "where.concentration",
        f"{narrow[1]} of {len(view.scope.lsoa)} neighbourhoods hold "
        f"{words.percent(number_in(narrow[2]))} of the harm of violence, and {wide[1]} hold "
        f"{words.percent(number_in(wide[2]))}.",
        (
            table.value.figure_id(narrow, "harm_share"),
            table.value.figure_id(wide, "harm_share"),
        ),
        Strength.STRONG,
        (SNAPPED,),
        "Every neighbourhood is counted.",
    )
    chart = Chart(
        "where-concentration-chart",
        ChartKind.STEP,
        f"The most harmed 5% of neighbourhoods hold {words.percent(number_in(wide[2]))} of harm",
        "The curve climbs from the most harmed neighbourhood to the least. If harm were spread "
        "evenly it would be a straight line from corner to corner.",
        curve.value.id,
        x="areas_percent",
        y="harm_percent",
        x_title="Neighbourhoods, most harmed first (%)",
        y_title="Share of harm (%)",
    )
    return [
        heading("How concentrated"),
        draft.finding(finding),
        draft.chart(chart),
        block,
        curve_block,
    ]


def _concentration_table(public: PublicCrime, cube: ReleasedCube) -> Table:
    harms, counts = harm_by_lsoa(cube), violence_by(cube, "lsoa")
    tops = [threshold("top_share").value, threshold("top_share_wide").value]
    harm_tops = [share_in_top(harms, top=top) for top in tops]
    count_tops = [share_in_top(counts, top=top) for top in tops]
    shared = public.rows.provenance(
        method="Share held by the fewest neighbourhoods that make up the top share (Weisburd "
        "2015, law of crime concentration)",
        definition=definition(PROXY).stamp,
    )
    return table_of(
        cube,
        id="where-concentration",
        title="Share of harm and of records in the most harmed neighbourhoods",
        columns=(
            Column("top", "Top share of neighbourhoods", ColumnKind.NAME),
            Column("areas", "Neighbourhoods", ColumnKind.NUMBER, provenance=shared),
            Column("harm_share", "Share of harm", ColumnKind.PERCENT, "%", 1, shared),
            Column("count_share", "Share of records", ColumnKind.PERCENT, "%", 1, shared),
        ),
        rows=rows_of(
            [f"Top {words.percent(top * 100)}" for top in tops],
            [top.areas for top in harm_tops],
            shown_all([top.share * 100 for top in harm_tops]),
            shown_all([top.share * 100 for top in count_tops]),
        ),
    )


def _curve_table(public: PublicCrime, cube: ReleasedCube) -> Table:
    """The concentration curve at each whole per cent of neighbourhoods."""
    curve = concentration_curve(harm_by_lsoa(cube))
    percents = np.arange(CURVE_POINTS + 1)
    held = np.interp(percents / 100, curve.area_share, curve.harm_share) * 100
    drawn = public.rows.provenance(method="Cumulative share of harm, most harmed first")
    return table_of(
        cube,
        id="where-curve",
        title="Cumulative share of harm, most harmed neighbourhoods first",
        columns=(
            Column("areas_percent", "Neighbourhoods", ColumnKind.PERCENT, "%", 0),
            Column("harm_percent", "Share of harm", ColumnKind.PERCENT, "%", 1, drawn),
        ),
        rows=rows_of([int(p) for p in percents], shown_all(held)),
        in_full=False,
    )


def _persistence(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """Places that come back quarter after quarter."""
    quarters = int(threshold("persistent_of_quarters").value)
    if public.missing(view.scope.period) or len(view.scope.period) < quarters * MONTHS_IN_QUARTER:
        return [
            unknown(
                f"Lasting hot spots need {quarters} quarters of the period without a gap, which "
                "were not loaded."
            )
        ]
    table = view.cube("crimes").map(lambda cube: _persistence_table(view, public, cube))
    block = draft.table(table)
    expected = _kept(view.cube("crimes").value).expected_by_chance
    rows = table.value.rows
    finding = Finding(
        "where.persistent",
        f"{len(rows)} neighbourhoods were among the most harmed tenth in at least "
        f"{int(threshold('persistent_quarters').value)} of the last {quarters} quarters; "
        f"{words.number(expected, decimals=1)} would be by chance.",
        tuple(table.value.figure_id(row, "quarters_in_top") for row in rows[:3]),
        Strength.STRONG if len(rows) > 3 * expected else Strength.WEAK,
        (SNAPPED,),
        "Lasting places are told from passing ones by counting quarters.",
    )
    return [heading("Places that last"), draft.finding(finding), block]


def _kept(cube: ReleasedCube) -> Persistence:
    """Persistence of harm over the quarters of the period."""
    wanted = definition(PROXY).categories
    days = np.array([c.harm_days if c.slug in wanted else 0.0 for c in police_uk_categories()])
    monthly = cube.margin("lsoa", "month", "category") @ days
    quarters = monthly.shape[1] // MONTHS_IN_QUARTER
    latest = monthly[:, monthly.shape[1] - quarters * MONTHS_IN_QUARTER :]
    by_quarter = latest.reshape(len(monthly), quarters, MONTHS_IN_QUARTER).sum(axis=2)
    return persistence(
        by_quarter,
        at_least=int(threshold("persistent_quarters").value),
        of_last=int(threshold("persistent_of_quarters").value),
    )


def _persistence_table(view: View, public: PublicCrime, cube: ReleasedCube) -> Table:
    kept = _kept(cube)
    harms = harm_by_lsoa(cube)
    order = [i for i in np.argsort(-harms, kind="stable") if kept.persistent[i]]
    lsoa = view.scope.lsoa
    names = dict(zip(view.scope.district.codes, view.scope.district.names, strict=True))
    seen = public.rows.provenance(
        method="Quarters in which the neighbourhood was among the most harmed tenth",
        definition=definition(PROXY).stamp,
    )
    return table_of(
        cube,
        id="where-persistent",
        title="Neighbourhoods that stay among the most harmed tenth",
        columns=(
            *name_columns("Neighbourhood"),
            Column("district", "District", ColumnKind.TEXT),
            Column("quarters_in_top", "Quarters", ColumnKind.NUMBER, provenance=seen),
            Column(
                "harm_days",
                "Harm",
                ColumnKind.DAYS,
                "days",
                0,
                seen.restated(method="Records × Cambridge Crime Harm Index days"),
            ),
        ),
        rows=rows_of(
            [lsoa.codes[i] for i in order],
            [lsoa.names[i] for i in order],
            [names[lsoa.parents[i]] for i in order],
            [int(kept.times_in_top[i]) for i in order],
            shown_all(np.round(harms[order], 1)),
        ),
        in_full=False,
    )


def _deprivation(
    view: View, draft: Draft, public: PublicCrime, rng: np.random.Generator
) -> list[Block]:
    """Whether the most deprived suffer more."""
    deprived = view.surroundings.deprivation
    if deprived is None:
        return [unknown("No deprivation index was loaded that covers every neighbourhood.")]
    table = view.cube("crimes").map(lambda cube: _fifths_table(view, public, deprived, cube))
    block = draft.table(table)
    counts, people = _by_fifth(view, deprived, view.cube("crimes").value)
    ratio = rate_ratios(counts[:1], people[:1], base_events=counts[4], base_population=people[4])
    slope = slope_index_of_inequality(
        rates_of(counts, people, years=public.years), rng=rng, repetitions=10_000
    )
    first = table.value.rows[0]
    finding = Finding(
        "where.deprivation",
        f"Recorded violence is {words.number(float(ratio.value[0]), decimals=1)} times as common "
        "in the most deprived fifth of neighbourhoods as in the least "
        f"(95% CI {words.number(float(ratio.low[0]), decimals=1)} to "
        f"{words.number(float(ratio.high[0]), decimals=1)}).",
        (table.value.figure_id(first, "rate"), table.value.figure_id(first, "ratio")),
        strength_of_interval(float(ratio.low[0]), float(ratio.high[0]), null=1.0),
        (
            "Deprivation of a place is not deprivation of a person.",
            "The crime domain of the index is left out, so violence is not explained by itself.",
        ),
        "The interval does not include 1.",
    )
    chart = Chart(
        "where-deprivation-chart",
        ChartKind.BAR,
        "Violence falls as deprivation falls"
        if slope.sii < 0 and slope.sii_high < 0
        else "Violence does not clearly follow deprivation",
        "Rates by fifth of neighbourhoods, the most deprived first: "
        + words.listed([words.number(number_in(row[3]), decimals=1) for row in table.value.rows])
        + f". Across the whole scale the rate falls by "
        f"{words.interval(slope.gap, -slope.sii_high, -slope.sii_low)} for every 1,000 residents "
        "(slope index of inequality).",
        table.value.id,
        x="fifth",
        y="rate",
        y_title="Violence for every 1,000 residents a year",
    )
    return [heading("Deprivation"), draft.finding(finding), draft.chart(chart), block]


def _by_fifth(
    view: View, deprived: Deprivation, cube: ReleasedCube
) -> tuple[FloatArray, FloatArray]:
    """Violence and residents in each fifth of neighbourhoods."""
    place = deprived.fifth.astype(np.intp) - 1
    counts, people = np.zeros(5), np.zeros(5)
    np.add.at(counts, place, violence_by(cube, "lsoa"))
    np.add.at(people, place, view.scope.residents)
    return counts, people


def _fifths_table(
    view: View, public: PublicCrime, deprived: Deprivation, cube: ReleasedCube
) -> Table:
    counts, people = _by_fifth(view, deprived, cube)
    rates = rates_of(counts, people, years=public.years)
    ratios = rate_ratios(counts, people, base_events=counts[4], base_population=people[4])
    counted = public.rows.provenance(
        method="Violence in public crime data in the neighbourhoods of the fifth",
        definition=definition(PROXY).stamp,
    ).joined(deprived.provenance, method=deprived.provenance.method)
    rate = counted.joined(view.scope.people, method=CRUDE_RATE)
    compared = rate.restated(
        method="Rate ÷ rate of the least deprived fifth, log-normal limits (Rothman, "
        "Epidemiology, ch. 9)"
    )
    return table_of(
        cube,
        id="where-deprivation",
        title=f"Violence by deprivation of the neighbourhood, {deprived.edition}",
        columns=(
            Column("fifth", "Neighbourhoods", ColumnKind.NAME),
            Column("count", "Records", ColumnKind.COUNT, provenance=counted),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=view.scope.people),
            *rate_with_limits(rate),
            Column("ratio", "Times the least deprived", ColumnKind.RATIO, "", 2, compared),
            Column("ratio_low", "Lower limit", ColumnKind.RATIO, "95 %", 2, compared),
            Column("ratio_high", "Upper limit", ColumnKind.RATIO, "95 %", 2, compared),
        ),
        rows=rows_of(
            FIFTH_NAMES,
            shown_all(counts),
            shown_all(people),
            shown_all(rates.value),
            shown_all(rates.low),
            shown_all(rates.high),
            shown_all(ratios.value),
            shown_all(ratios.low),
            shown_all(ratios.high),
        ),
        notes=("Fifths are of the neighbourhoods in this area, not of the country.",),
    )
