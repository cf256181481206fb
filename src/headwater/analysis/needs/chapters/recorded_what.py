"""What is happening, from record-level police data: how much, how harmful, and is it rising?"""

from collections.abc import Sequence

import numpy as np

from headwater.analysis.needs.changes import PAIRED
from headwater.analysis.needs.chapters import recorded_change
from headwater.analysis.needs.chapters.districts import Named, highest_district
from headwater.analysis.needs.chapters.recorded_change import all_label, capitalised
from headwater.analysis.needs.chapters.statistics_shown import (
    given_change,
    shown_statistic,
)
from headwater.analysis.needs.drafting import (
    CRUDE_RATE,
    Draft,
    RateColumns,
    caution,
    heading,
    name_columns,
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
from headwater.analysis.needs.topics.recorded import (
    CORE,
    EVERYWHERE,
    KNIFE,
    TOPS,
    Recorded,
    kinds,
)
from headwater.analysis.needs.view import View
from headwater.analysis.rates.harm import costs, harm, uprated
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
from headwater.core.marks import NOT_APPLICABLE, NOT_AVAILABLE
from headwater.rulebook import (
    cost_caution,
    definition,
    gdp_deflators,
    harm_caution,
    success_measures,
    table_version,
    threshold,
    unit_cost,
)

NEW_PRICES = "2024-25"
ALL_ROW = "all"
ABSENT = (
    "No record-level police data were loaded for this area and period, so headwater cannot say "
    "how much serious violence there was by offence, who was harmed or at what hour. Load the "
    "force's own extract (headwater template recorded_crime)."
)


def compose(view: View, recorded: Recorded | None, draft: Draft) -> list[Block]:
    """The part of the chapter that rests on record-level data."""
    if recorded is None:
        return [unknown(ABSENT)]
    return [
        *_amount(view, recorded, draft),
        *_districts(view, recorded, draft),
        *_months(view, recorded, draft),
        *recorded_change.compose(view, recorded, draft),
        *_knife_measure(view, recorded, draft),
        *_concentration(view, recorded, draft),
        *_cannot_say(view, recorded),
    ]


def rate_columns(view: View, recorded: Recorded, *, label: str) -> tuple[Column, ...]:
    """The usual rate columns for offences of the definition that counts."""
    counted = recorded.counted("Offences placed in the area and recorded in the months")
    return RateColumns(label=label).columns(counted, view.scope.people)


def _amount(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """How much, by group, with harm and cost."""
    table = view.cube("recorded-kinds").map(lambda cube: _group_table(view, recorded, cube))
    block = draft.table(table)
    whole, *groups = table.value.rows
    rate, low, high = (number_in(whole[i]) for i in (4, 5, 6))
    core = view.cube("recorded-core-groups").value.margin("core")[0]
    blocks = [
        heading("Serious violence in the force's own records"),
        paragraph(
            f"{view.scope.serious.sentence} {definition(CORE).title}: {definition(CORE).sentence}"
        ),
    ]
    if np.isnan(rate):
        blocks.append(
            unknown("How much serious violence was recorded is hidden, to protect small counts.")
        )
    else:
        finding = Finding(
            "recorded_what.amount",
            f"Police recorded {words.number(number_in(whole[2]))} offences of "
            f"{view.scope.serious.words} in {view.scope.name} in {view.scope.period.words}: "
            f"{words.interval(rate, low, high)} for every 1,000 residents a year. "
            f"{_of_them_core(float(core))}",
            (table.value.figure_id(whole, "count"), table.value.figure_id(whole, "rate")),
            Strength.DESCRIPTIVE,
            view.scope.serious.cautions,
            "It counts what the force recorded, and compares nothing.",
        )
        blocks.append(draft.finding(finding))
    ranked = sorted(groups, key=lambda row: -_known(row[8]))
    if ranked and not np.isnan(number_in(ranked[0][8])):
        blocks += _harm(table.value, ranked, draft)
    return [
        *blocks,
        block,
        draft.table(view.cube("recorded-core-groups").map(lambda c: _core_table(recorded, c))),
        caution(f"{cost_caution()} Here they are brought to {NEW_PRICES} prices."),
    ]


def _of_them_core(core: float) -> str:
    if np.isnan(core):
        return "How many of them are in the core definition is hidden."
    return f"{words.number(core)} of them are serious violence by the core definition."


def _known(value: Value) -> float:
    """A number to sort by; what is hidden comes last."""
    number = number_in(value)
    return -1.0 if np.isnan(number) else number


def _harm(table: Table, ranked: Sequence[tuple[Value, ...]], draft: Draft) -> list[Block]:
    top = ranked[0]
    finding = Finding(
        "recorded_what.harm",
        f"{top[1]} made up {words.percent(number_in(top[3]))} of serious violence and "
        f"{words.percent(number_in(top[8]))} of its harm.",
        (table.figure_id(top, "share"), table.figure_id(top, "harm_share")),
        Strength.MODERATE,
        (harm_caution(),),
        "Weights are medians of groups of offences, which mix graver and lesser ones.",
    )
    chart = Chart(
        "recorded-harm-chart",
        ChartKind.BAR,
        f"{words.percent(number_in(top[8]))} of the harm of serious violence is from "
        f"{str(top[1]).lower()}",
        "Bars show each group's share of harm. "
        + "; ".join(
            f"{row[1]} {words.percent(number_in(row[8]))}"
            for row in ranked[:3]
            if not np.isnan(number_in(row[8]))
        )
        + ".",
        table.id,
        x="group",
        y="harm_share",
        y_title="Share of harm (%)",
        top=0,
    )
    return [draft.finding(finding), draft.chart(chart)]


def _group_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    """Counts, rates, harm and cost by offence group, everything first."""
    groups = cube.dimension("group")
    counts = np.concatenate([[cube.total], cube.margin("group")])
    residents = np.full(len(counts), view.scope.residents.sum())
    rates = rates_of(counts, residents, years=recorded.years)
    each = cube.margin("kind")
    harms, money = _by_group(recorded, cube, each)
    counted = recorded.counted("Offences placed in the area and recorded in the months")
    rate = counted.joined(view.scope.people, method=CRUDE_RATE)
    share = counted.restated(method="Part ÷ whole × 100")
    weighed = counted.restated(
        method="Offences × Cambridge Crime Harm Index days of their kind "
        f"({table_version('harm_weights')})"
    )
    priced = counted.restated(
        method=f"Offences × Home Office unit cost, in {NEW_PRICES} prices by the GDP deflator "
        f"({table_version('unit_costs')}). Recorded offences only; kinds without a unit cost are "
        "left out"
    )
    return table_of(
        cube,
        id="recorded-groups",
        title=f"Serious violence by offence group, {view.scope.name}, {view.scope.period.words}",
        columns=(
            Column("group_code", "Code", ColumnKind.CODE),
            Column("group", "Offence group", ColumnKind.NAME),
            Column("count", "Offences", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share of offences", ColumnKind.PERCENT, "%", 1, share),
            *rate_with_limits(rate, decimals=2),
            Column("harm_days", "Harm", ColumnKind.DAYS, "days", 0, weighed),
            Column("harm_share", "Share of harm", ColumnKind.PERCENT, "%", 1,
                   weighed.restated(method="Part ÷ whole × 100")),
            Column("cost", "Cost to society", ColumnKind.MONEY, f"£, {NEW_PRICES} prices", 0,
                   priced),
        ),
        rows=rows_of(
            [ALL_ROW, *groups.codes],
            [all_label(recorded), *groups.names],
            shown_all(counts),
            shown_all(counts / counts[0] * 100),
            shown_all(rates.value),
            shown_all(rates.low),
            shown_all(rates.high),
            shown_all(harms),
            shown_all(_shares(harms)),
            _money_cells(money),
        ),
        notes=(
            "The first row is the sum of the rest; its harm and cost are of the rows shown.",
            recorded.carried.sentence,
            _missing_note(view, recorded),
        ),
    )  # fmt: skip


def _by_group(
    recorded: Recorded, cube: ReleasedCube, counts: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Harm days and cost of everything and of each group; NaN where a kind is hidden."""
    all_kinds = kinds(recorded.serious)
    group = cube.dimension("group")
    place = [group.position(kind.group.value) for kind in all_kinds]
    days = harm(np.diag(np.nan_to_num(counts)), weights=[kind.harm_days for kind in all_kinds])
    money = np.array([_cost(n, kind.unit_cost) for n, kind in zip(counts, all_kinds, strict=True)])
    harms, spent = np.zeros(len(group)), np.full(len(group), np.inf)
    np.add.at(harms, place, np.where(np.isnan(counts), np.nan, days))
    for at, each in zip(place, money, strict=True):
        if not np.isinf(each):
            spent[at] = each if np.isinf(spent[at]) else spent[at] + each
    priced = spent[~np.isinf(spent)]
    return (
        np.concatenate([[np.nansum(harms)], harms]),
        np.concatenate([[np.nansum(priced)], spent]),
    )


def _cost(count: float, cost_id: str | None) -> float:
    """The cost of some recorded offences in new prices; infinite where no unit cost fits."""
    if cost_id is None:
        return float("inf")
    if np.isnan(count):
        return count
    unit = unit_cost(cost_id)
    spent = costs([[count]], unit_costs_gbp=[unit.cost_gbp], price_year=unit.price_year)
    deflator = {d.year: d.index for d in gdp_deflators()}
    return float(uprated(spent, deflator=deflator, to=NEW_PRICES).gbp[0])


def _money_cells(money: FloatArray) -> list[Value]:
    return [NOT_APPLICABLE if np.isinf(each) else shown(float(each), digits=0) for each in money]


def _shares(parts: FloatArray) -> FloatArray:
    """Parts as per cent of the first."""
    if not parts[0] > 0:
        return np.full(len(parts), np.nan)
    return np.asarray(parts / parts[0] * 100)


def _core_table(recorded: Recorded, cube: ReleasedCube) -> Table:
    """The core definition beside the one that counts."""
    short = recorded.serious.short
    groups = cube.dimension("wide_group")
    core = np.concatenate([[cube.margin("core")[0]], cube.margin("wide_group", "core")[:, 0]])
    broad = np.concatenate([[cube.total], cube.margin("wide_group")])
    counted = recorded.counted("Offences placed in the area and recorded in the months")
    narrow = recorded.rows.provenance(
        method="Offences placed in the area and recorded in the months",
        definition=definition(CORE).stamp,
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = core / broad * 100
    return table_of(
        cube,
        id="recorded-core",
        title=f"Serious violence by the core and the {short} definition",
        columns=(
            Column("group_code", "Code", ColumnKind.CODE),
            Column("group", "Offence group", ColumnKind.NAME),
            Column("broad", short.capitalize(), ColumnKind.COUNT, provenance=counted),
            Column("core", "Core", ColumnKind.COUNT, provenance=narrow),
            Column("core_share", f"Core as share of {short}", ColumnKind.PERCENT, "%", 1,
                   narrow.restated(method="Part ÷ whole × 100")),
        ),
        rows=rows_of(
            [ALL_ROW, *groups.codes],
            [all_label(recorded), *groups.names],
            shown_all(broad),
            shown_all(core),
            shown_all(share),
        ),
        notes=definition(CORE).cautions,
    )  # fmt: skip


def _districts(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """Districts beside the whole area."""
    if len(view.scope.district) < 2:
        return []
    benchmark = (
        view.cube("recorded-core-districts").value.total
        / (float(view.scope.residents.sum()) * recorded.years)
        * 1_000
    )
    table = view.cube("recorded-core-districts").map(
        lambda cube: _district_table(view, recorded, cube, benchmark=benchmark)
    )
    block = draft.table(table)
    named = Named("recorded_what.district", "recorded-districts-chart", recorded.serious.words)
    found = highest_district(
        draft, table.value, named=named, area=view.scope.name, benchmark=benchmark
    )
    return [heading("Districts"), *found, block]


def _district_table(
    view: View, recorded: Recorded, cube: ReleasedCube, *, benchmark: float
) -> Table:
    district = view.scope.district
    narrow = recorded.rows.provenance(
        method="Offences placed in the district and recorded in the months",
        definition=definition(CORE).stamp,
    )
    return table_of(
        cube,
        id="recorded-districts",
        title=f"Serious violence by district, {view.scope.period.words}",
        columns=(
            *name_columns("District"),
            *rate_columns(view, recorded, label=capitalised(recorded.serious.words)),
            Column("core", "Serious violence (core)", ColumnKind.COUNT, provenance=narrow),
        ),
        rows=rows_of(
            district.codes,
            district.names,
            *RateColumns().cells(
                cube.margin("district"),
                view.scope.district_residents,
                years=recorded.years,
                benchmark=benchmark,
            ),
            shown_all(cube.margin("district", "core")[:, 0]),
        ),
        notes=(recorded.carried.sentence,),
    )


def _months(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """Month by month."""
    table = view.cube("recorded-core-months").map(lambda cube: _month_table(view, recorded, cube))
    block = draft.table(table)
    known = [row for row in table.value.rows if not np.isnan(number_in(row[1]))]
    if not known:
        return [block]
    top = max(known, key=lambda row: number_in(row[1]))
    least = min(known, key=lambda row: number_in(row[1]))
    chart = Chart(
        "recorded-months-chart",
        ChartKind.LINE,
        f"Most serious violence was recorded in {words.month(str(top[0]))}",
        f"{words.number(number_in(top[1]))} offences were recorded in "
        f"{words.month(str(top[0]))} and {words.number(number_in(least[1]))} in "
        f"{words.month(str(least[0]))}. Breaks in the line are months without records.",
        table.value.id,
        x="month",
        y="broad",
        y_title="Offences recorded in the month",
    )
    return [heading("Month by month"), draft.chart(chart), block]


def _month_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    """Offences recorded in every month of the period; months without records are not zero."""
    there = [month in recorded.months for month in view.scope.period]
    by_core = cube.margin("month", "core")
    counted = recorded.counted("Offences recorded in the month and placed in the area")
    narrow = recorded.rows.provenance(
        method="Offences recorded in the month and placed in the area",
        definition=definition(CORE).stamp,
    )

    def cells(values: FloatArray) -> list[Value]:
        return [
            shown(float(value)) if is_there else NOT_AVAILABLE
            for value, is_there in zip(values, there, strict=True)
        ]

    return table_of(
        cube,
        id="recorded-months",
        title="Serious violence by month of recording",
        columns=(
            Column("month", "Month", ColumnKind.MONTH),
            Column(
                "broad",
                capitalised(recorded.serious.words),
                ColumnKind.COUNT,
                provenance=counted,
            ),
            Column("core", "Serious violence (core)", ColumnKind.COUNT, provenance=narrow),
        ),
        rows=rows_of(
            cube.dimension("month").codes, cells(cube.margin("month")), cells(by_core[:, 0])
        ),
        notes=("[x] marks months that were not supplied.",),
    )


def _knife_measure(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """The national measure of knife-enabled serious violence, all ages and under 25."""
    measure = next(m for m in success_measures() if m.definition == KNIFE)
    table = view.cube("recorded-knife").map(lambda cube: _knife_table(view, recorded, cube))
    block = draft.table(table)
    every, young = table.value.rows
    told = [
        f"{words.number(number_in(row[2]))} {name}{_change_told(row)}"
        for row, name in ((every, "in all"), (young, "with a victim known to be under 25"))
        if not np.isnan(number_in(row[2]))
    ]
    blocks = [heading(f"National measure: {measure.title.lower()}")]
    if told:
        blocks.append(
            draft.finding(
                Finding(
                    "recorded_what.knife_measure",
                    f"Knife-enabled offences recorded in {view.scope.name}: {words.listed(told)}.",
                    (
                        table.value.figure_id(every, "count"),
                        table.value.figure_id(young, "count"),
                    ),
                    Strength.MODERATE if recorded.compares else Strength.DESCRIPTIVE,
                    (*definition(KNIFE).cautions, measure.lag),
                    "Every flagged offence is counted; the flag is set by hand.",
                )
            )
        )
    return [*blocks, block]


def _change_told(row: tuple[Value, ...]) -> str:
    change, low, high = (number_in(row[i]) for i in (7, 8, 9))
    if np.isnan(change):
        return ""
    return (
        f" ({words.number(change, decimals=1)}% on the year before, 95% CI "
        f"{words.number(low, decimals=1)}% to {words.number(high, decimals=1)}%)"
    )


def _knife_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    counts = np.array([cube.margin("knife_use")[0], cube.margin("knife_use", "victim_young")[0, 0]])
    then = np.full(2, np.nan)
    if recorded.compares:
        before = view.cube("recorded-before-knife").value
        then = np.array(
            [before.margin("knife_use")[0], before.margin("knife_use", "victim_young")[0, 0]]
        )
    ages = view.surroundings.ages
    # Bands of the residents' table end at 24, so those under 25 are the first four.
    young = float(ages.counts[:, :4].sum()) if ages is not None else float("nan")
    people = np.array([float(view.scope.residents.sum()), young])
    rates = rates_of(counts, people, years=recorded.years)
    given = [
        given_change(view, EVERYWHERE, name, hidden=bool(np.isnan(counts[i]) or np.isnan(then[i])))
        for i, name in enumerate(("knife_enabled", "knife_enabled_under_25"))
    ]
    counted = recorded.rows.provenance(
        method="Offences placed in the area and recorded in the months",
        definition=definition(KNIFE).stamp,
    )
    people_from = view.scope.people if ages is None else ages.provenance
    rate = counted.joined(people_from, method=CRUDE_RATE)
    compared = counted.restated(method=PAIRED)
    missing = NOT_AVAILABLE
    return table_of(
        cube,
        id="recorded-knife",
        title="Knife-enabled serious violence, all victims and victims under 25",
        columns=(
            Column("age_code", "Code", ColumnKind.CODE),
            Column("ages", "Victims", ColumnKind.NAME),
            Column("count", "Offences", ColumnKind.COUNT, provenance=counted),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=people_from),
            *rate_with_limits(rate, decimals=2),
            Column("change", "Change on the year before", ColumnKind.PERCENT, "%", 1, compared),
            Column("change_low", "Lower limit", ColumnKind.PERCENT, "95 %", 1, compared),
            Column("change_high", "Upper limit", ColumnKind.PERCENT, "95 %", 1, compared),
        ),
        rows=rows_of(
            ["all", "under_25"],
            ["All", "Under 25"],
            shown_all(counts),
            shown_all(people, missing=missing),
            shown_all(rates.value, missing=missing),
            shown_all(rates.low, missing=missing),
            shown_all(rates.high, missing=missing),
            shown_all([each.value for each in given], missing=missing),
            shown_all([each.low for each in given], missing=missing),
            shown_all([each.high for each in given], missing=missing),
        ),
        notes=(
            "Offences whose victim's age or sex is not known are in the first row only, so the "
            "second is a floor.",
        ),
    )


def _concentration(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """How much of the harm lies in how few neighbourhoods."""
    table = view.cube("recorded-lsoa").map(lambda cube: _concentration_table(view, recorded, cube))
    block = draft.table(table)
    wide = table.value.rows[-1]
    if np.isnan(number_in(wide[1])):
        return [block]
    finding = Finding(
        "recorded_what.concentration",
        f"The most harmed {wide[0].lower() if isinstance(wide[0], str) else wide[0]} of "
        f"neighbourhoods hold {words.percent(number_in(wide[1]))} of the harm of serious violence "
        f"and {words.percent(number_in(wide[2]))} of the offences.",
        (table.value.figure_id(wide, "harm_share"),),
        Strength.STRONG,
        ("With few offences for each neighbourhood, chance alone makes some look worse.",),
        "Every neighbourhood is counted.",
    )
    return [heading("How concentrated"), draft.finding(finding), block]


def _concentration_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    harms = [shown_statistic(view, f"recorded.harm_{top}") for top in TOPS]
    counts = [shown_statistic(view, f"recorded.count_{top}") for top in TOPS]
    from_harm = recorded.counted("Share held by the most harmed neighbourhoods (Weisburd 2015)")
    return table_of(
        cube,
        id="recorded-concentration",
        title="Share of harm and of offences in the neighbourhoods with most of each",
        columns=(
            Column("top", "Top share of neighbourhoods", ColumnKind.NAME),
            Column("harm_share", "Share of harm", ColumnKind.PERCENT, "%", 1, from_harm),
            Column("count_share", "Share of offences", ColumnKind.PERCENT, "%", 1, from_harm),
        ),
        rows=rows_of(
            [words.percent(threshold(top).value * 100) for top in TOPS],
            shown_all([each.value for each in harms]),
            shown_all([each.value for each in counts]),
        ),
    )


def _missing_note(view: View, recorded: Recorded) -> str:
    missing = recorded.missing(view.scope.period)
    if not missing:
        return ""
    return (
        f"Not supplied: {words.listed([month.words for month in missing])}. Rates are for the "
        "months that were."
    )


def _cannot_say(view: View, recorded: Recorded) -> list[Block]:
    """What these records leave out."""
    unplaced = shown_statistic(view, "recorded.unplaced")
    left_out = (
        ""
        if np.isnan(unplaced.value)
        else f" {words.percent(unplaced.value, decimals=1)} of the offences supplied have no "
        "neighbourhood and are in none of these counts."
    )
    return [
        unknown(
            "Offences nobody reported are not here, and reporting differs between places, kinds "
            f"of violence and people.{left_out}"
        ),
        unknown(
            "Homicides without domestic abuse, the third national measure, are too few to show "
            f"for one year. They are grouped over {threshold('homicide_years').value:.0f} years "
            "and the whole force area, which this assessment does not do."
        ),
    ]
