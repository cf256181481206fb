"""What is happening: which kinds of violence, how much, how harmful, and is it rising?"""

import numpy as np

from headwater.analysis.needs.changes import Change, Direction, change_of
from headwater.analysis.needs.drafting import (
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
from headwater.analysis.needs.topics.public_crime import PublicCrime
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
from headwater.core.periods import Month, Period
from headwater.rulebook import (
    cost_caution,
    definition,
    gdp_deflators,
    harm_caution,
    police_uk_categories,
    table_version,
    unit_cost,
)

PROXY = "public_proxy"
SHARE = "Part ÷ whole × 100"
NEW_PRICES = "2024-25"
TOTAL_ROW = "violence"
TOTAL_LABEL = "Violence in public crime data"


def compose(view: View, draft: Draft) -> list[Block]:
    """The chapter from the public files."""
    if view.public is None:
        return [
            unknown(
                "No street-level crime was loaded for this area and period, so headwater cannot "
                "say how much violence the public files hold."
            )
        ]
    return [
        *_amount(view, draft, view.public),
        *_harm(view, draft, view.public),
        *_trend(view, draft, view.public),
    ]


def proxy_positions() -> list[int]:
    """Where the categories of the stand-in for violence stand among all categories."""
    wanted = definition(PROXY).categories
    return [i for i, c in enumerate(police_uk_categories()) if c.slug in wanted]


def violence_by(cube: ReleasedCube, *keys: str) -> FloatArray:
    """Released counts of the stand-in for violence by some dimensions."""
    return np.asarray(cube.margin(*keys, "category")[..., proxy_positions()].sum(axis=-1))


def _amount(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """How much, by category."""
    standing = definition(PROXY)
    table = view.cube("crimes").map(lambda cube: _amount_table(view, public, cube))
    block = draft.table(table)
    whole = table.value.rows[0]
    rate, low, high = (number_in(whole[i]) for i in (4, 5, 6))
    period = view.scope.period
    finding = Finding(
        "what.amount",
        f"Police recorded {words.number(number_in(whole[2]))} incidents of violence, robbery or "
        f"weapon possession in {view.scope.name} in {period.words}: "
        f"{words.interval(rate, low, high)} for every 1,000 residents a year.",
        (table.value.figure_id(whole, "count"), table.value.figure_id(whole, "rate")),
        Strength.DESCRIPTIVE,
        standing.cautions,
        "It counts what the public files hold, and compares nothing.",
    )
    return [
        heading("How much violence the public files hold"),
        paragraph(f"{standing.sentence} Most of it is not serious violence; see the definition."),
        draft.finding(finding),
        block,
    ]


def _amount_table(view: View, public: PublicCrime, cube: ReleasedCube) -> Table:
    """Counts and rates of every category, the stand-in for violence first."""
    categories = cube.dimension("category")
    counts = np.concatenate([[violence_by(cube)], cube.margin("category")])
    residents = np.full(len(counts), view.scope.residents.sum())
    rates = rates_of(counts, residents, years=public.years)
    stamp = definition(PROXY).stamp
    counted = public.rows.provenance(
        method="Records inside the area in the period", definition=stamp
    )
    rate = counted.joined(
        view.scope.people,
        method="Records ÷ (residents × years) × 1,000, Byar's 95 % limits (OHID)",
    )
    share = counted.restated(method=SHARE)
    return table_of(
        cube,
        id="what-categories",
        title=f"Recorded crime by category, {view.scope.name}, {view.scope.period.words}",
        columns=(
            Column("category_code", "Code", ColumnKind.CODE),
            Column("category", "Category", ColumnKind.NAME),
            Column("count", "Records", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share of all records", ColumnKind.PERCENT, "%", 1, share),
            *rate_with_limits(rate),
        ),
        rows=rows_of(
            [TOTAL_ROW, *categories.codes],
            [TOTAL_LABEL, *categories.names],
            shown_all(counts),
            shown_all(counts / cube.total * 100),
            shown_all(rates.value),
            shown_all(rates.low),
            shown_all(rates.high),
        ),
        notes=(
            "The first row is the sum of violence and sexual offences, robbery and possession of "
            "weapons, and is not added again below.",
            "Anti-social behaviour is not a recorded crime.",
            public.carried.sentence,
        ),
    )


def _harm(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """How harmful, and what it costs."""
    table = view.cube("crimes").map(lambda cube: _harm_table(public, cube))
    block = draft.table(table)
    rows = sorted(table.value.rows, key=lambda row: -number_in(row[4]))
    top = rows[0]
    finding = Finding(
        "what.harm",
        f"{top[1]} made up {words.percent(number_in(top[3]))} of recorded crime and "
        f"{words.percent(number_in(top[4]))} of its harm.",
        (table.value.figure_id(top, "share"), table.value.figure_id(top, "harm_share")),
        Strength.MODERATE,
        (harm_caution(),),
        "Weights are averages for broad categories, which mix grave and minor offences.",
    )
    chart = Chart(
        "what-harm-chart",
        ChartKind.BAR,
        f"{words.percent(number_in(top[4]))} of the harm is from {str(top[1]).lower()}",
        f"Bars show each category's share of harm. Highest: {top[1]} "
        f"{words.percent(number_in(top[4]))}; next: {rows[1][1]} "
        f"{words.percent(number_in(rows[1][4]))}.",
        "what-harm",
        x="category",
        y="harm_share",
        y_title="Share of harm (%)",
        top=8,
    )
    return [
        heading("How harmful it is"),
        paragraph(
            "A count treats a shoplifting and a stabbing alike. The Cambridge Crime Harm Index "
            "weighs each by the days in prison at which sentencing would start."
        ),
        draft.finding(finding),
        draft.chart(chart),
        block,
        caution(f"{cost_caution()} Here they are brought to {NEW_PRICES} prices."),
    ]


def _harm_table(public: PublicCrime, cube: ReleasedCube) -> Table:
    """Harm and cost of each recorded category, most harmful first."""
    categories = [c for c in police_uk_categories() if c.slug != "anti-social-behaviour"]
    places = [cube.dimension("category").position(c.slug) for c in categories]
    counts = cube.margin("category")[places]
    days = np.array([category.harm_days for category in categories])
    harms = harm(np.diag(counts), weights=days)
    money = np.array([_cost(n, c.unit_cost) for n, c in zip(counts, categories, strict=True)])
    order = np.argsort(-harms, kind="stable")
    return table_of(
        cube,
        id="what-harm",
        title="Recorded crime by harm and cost to society",
        columns=_harm_columns(public),
        rows=tuple(
            rows_of(
                [categories[i].slug for i in order],
                [categories[i].label for i in order],
                shown_all(counts[order]),
                shown_all((counts / counts.sum() * 100)[order]),
                shown_all((harms / harms.sum() * 100)[order]),
                shown_all(harms[order]),
                shown_all(money[order], missing="[z]"),
            )
        ),
        notes=(
            "Cost is given only where one Home Office unit cost fits the category.",
            "Anti-social behaviour has no harm weight and is left out.",
        ),
    )


def _harm_columns(public: PublicCrime) -> tuple[Column, ...]:
    """What each column of harm and cost says, and what it rests on."""
    counted = public.rows.provenance(method="Records inside the area in the period")
    weighed = counted.restated(
        method="Records × Cambridge Crime Harm Index days of the category "
        f"({table_version('harm_weights')})"
    )
    priced = counted.restated(
        method="Recorded crimes × Home Office unit cost, brought to "
        f"{NEW_PRICES} prices by the GDP deflator ({table_version('unit_costs')}). "
        "Recorded crimes only"
    )
    share, harm_share = counted.restated(method=SHARE), weighed.restated(method=SHARE)
    return (
        Column("category_code", "Code", ColumnKind.CODE),
        Column("category", "Category", ColumnKind.NAME),
        Column("count", "Records", ColumnKind.COUNT, provenance=counted),
        Column("share", "Share of records", ColumnKind.PERCENT, "%", 1, share),
        Column("harm_share", "Share of harm", ColumnKind.PERCENT, "%", 1, harm_share),
        Column("harm_days", "Harm", ColumnKind.DAYS, "days", 0, weighed),
        Column("cost", "Cost to society", ColumnKind.MONEY, f"£, {NEW_PRICES} prices", 0, priced),
    )


def _cost(count: float, cost_id: str | None) -> float:
    """The cost of some recorded crimes in new prices; NaN where no unit cost fits."""
    if cost_id is None:
        return float("nan")
    unit = unit_cost(cost_id)
    spent = costs([[count]], unit_costs_gbp=[unit.cost_gbp], price_year=unit.price_year)
    deflator = {d.year: d.index for d in gdp_deflators()}
    return float(uprated(spent, deflator=deflator, to=NEW_PRICES).gbp[0])


def _trend(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """Month by month, and whether it is rising."""
    table = view.cube("crimes-series").map(lambda cube: _months_table(view, public, cube))
    block = draft.table(table)
    blocks = [heading("Whether it is rising"), _trend_chart(view, draft, table.value)]
    period = view.scope.period
    if public.has(period) and public.has(period.year_earlier):
        changes = view.cube("crimes-series").map(lambda cube: _change_table(view, public, cube))
        block_of_changes = draft.table(changes)
        blocks += [*_change_findings(view, draft, changes.value), block_of_changes]
    else:
        blocks.append(
            unknown(
                f"The months {period.year_earlier.words} were not all loaded, so headwater cannot "
                "say whether violence is rising. Load them to make the comparison."
            )
        )
    return [*blocks, block]


def _months_table(view: View, public: PublicCrime, cube: ReleasedCube) -> Table:
    """Violence in every month there is, with gaps left as gaps."""
    months = [Month.parse(code) for code in cube.dimension("month").codes]
    every = Period(months[0], months[-1]).months
    at = {month: i for i, month in enumerate(months)}
    by_category = cube.margin("month", "category")
    positions = proxy_positions()
    categories = cube.dimension("category")

    def column(values: FloatArray) -> list[float]:
        return [float(values[at[m]]) if m in at else float("nan") for m in every]

    violence = column(by_category[:, positions].sum(axis=1))
    rolling = _rolling(np.array(violence))
    counted = public.rows.provenance(
        method="Records in the whole area in the month", definition=definition(PROXY).stamp
    )
    summed = counted.restated(method="Sum of the month and the eleven before, where all are there")
    return table_of(
        cube,
        id="what-months",
        title=f"Violence in public crime data by month, {view.scope.name}",
        columns=(
            Column("month", "Month", ColumnKind.MONTH),
            Column("violence", TOTAL_LABEL, ColumnKind.COUNT, provenance=counted),
            *(
                Column(
                    categories.codes[i].replace("-", "_"),
                    categories.names[i],
                    ColumnKind.COUNT,
                    provenance=counted,
                )
                for i in positions
            ),
            Column("rolling_year", "Twelve months to here", ColumnKind.COUNT, provenance=summed),
        ),
        rows=rows_of(
            [str(month) for month in every],
            shown_all(violence, missing="[x]"),
            *(shown_all(column(by_category[:, i]), missing="[x]") for i in positions),
            shown_all(rolling, missing="[x]"),
        ),
        notes=("[x] marks months that were not loaded.", public.carried.sentence),
        in_full=False,
    )


def _rolling(values: FloatArray) -> FloatArray:
    """Sums of twelve months; NaN until there are twelve."""
    if len(values) < 12:
        return np.full(len(values), np.nan)
    sums = np.convolve(values, np.ones(12), mode="valid")
    return np.concatenate([np.full(11, np.nan), sums])


def _trend_chart(view: View, draft: Draft, table: Table) -> Block:
    """The line of months, titled by what can be said of it."""
    known = [(row[0], row[1]) for row in table.rows if isinstance(row[1], int | float)]
    highest = max(known, key=lambda pair: number_in(pair[1]))
    lowest = min(known, key=lambda pair: number_in(pair[1]))
    return draft.chart(
        Chart(
            "what-trend-chart",
            ChartKind.LINE,
            f"Recorded violence was highest in {words.month(str(highest[0]))}",
            f"{len(known)} months were loaded. The most records were "
            f"{words.number(number_in(highest[1]))} in {words.month(str(highest[0]))}, the fewest "
            f"{words.number(number_in(lowest[1]))} in {words.month(str(lowest[0]))}. "
            "Breaks in the line are months that were not loaded.",
            table.id,
            x="month",
            y="violence",
            y_title="Records a month",
        )
    )


def _change_table(view: View, public: PublicCrime, cube: ReleasedCube) -> Table:
    """This period beside the same months a year before, category by category."""
    period = view.scope.period
    counts = cube.margin("month", "category")
    categories = cube.dimension("category")
    groups = [(TOTAL_ROW, TOTAL_LABEL, proxy_positions())] + [
        (code, name, [i])
        for i, (code, name) in enumerate(zip(categories.codes, categories.names, strict=True))
    ]
    now = _of_months(counts, cube, period)
    before = _of_months(counts, cube, period.year_earlier)
    changes = [change_of(now[:, i].sum(axis=1), before[:, i].sum(axis=1)) for _, _, i in groups]
    counted = public.rows.provenance(method="Records in the whole area in the months")
    compared = counted.restated(method=changes[0].method)
    return table_of(
        cube,
        id="what-change",
        title=f"{period.words} beside the year before",
        columns=(
            Column("category_code", "Code", ColumnKind.CODE),
            Column("category", "Category", ColumnKind.NAME),
            Column("now", "This year", ColumnKind.COUNT, provenance=counted),
            Column("before", "Year before", ColumnKind.COUNT, provenance=counted),
            Column("change", "Change", ColumnKind.PERCENT, "%", 1, compared),
            Column("change_low", "Lower limit", ColumnKind.PERCENT, "95 %", 1, compared),
            Column("change_high", "Upper limit", ColumnKind.PERCENT, "95 %", 1, compared),
            Column("direction", "In words", ColumnKind.TEXT, provenance=compared),
        ),
        rows=rows_of(
            [code for code, _, _ in groups],
            [name for _, name, _ in groups],
            shown_all([float(now[:, i].sum()) for _, _, i in groups]),
            shown_all([float(before[:, i].sum()) for _, _, i in groups]),
            *change_cells(changes),
        ),
        notes=("Recording practice can change a count as much as crime does.",),
    )


def change_cells(changes: list[Change]) -> list[list[Value]]:
    """Change, limits and words of each change, column by column."""
    return [
        [shown(c.percent, missing="[x]") for c in changes],
        [shown((c.low - 1) * 100, missing="[x]") for c in changes],
        [shown((c.high - 1) * 100, missing="[x]") for c in changes],
        [str(c.direction) for c in changes],
    ]


def _of_months(counts: FloatArray, cube: ReleasedCube, period: Period) -> FloatArray:
    """The rows of a period's months."""
    months = cube.dimension("month")
    return counts[[months.position(str(month)) for month in period]]


def _change_findings(view: View, draft: Draft, table: Table) -> list[Block]:
    """A finding for violence as a whole."""
    row = table.rows[0]
    direction = Direction(str(row[7]))
    if direction is Direction.NOT_ENOUGH:
        return [unknown("There were too few records to say whether violence is rising.")]
    change, low, high = (number_in(row[i]) for i in (4, 5, 6))
    said = {
        Direction.RISING: "rose",
        Direction.FALLING: "fell",
        Direction.NO_CLEAR_CHANGE: "did not clearly change",
    }[direction]
    sentence = (
        f"Recorded violence in {view.scope.name} {said} from the year before: "
        f"{words.number(change, decimals=1)}% "
        f"(95% CI {words.number(low, decimals=1)}% to {words.number(high, decimals=1)}%)."
    )
    return [
        draft.finding(
            Finding(
                "what.change",
                sentence,
                (table.figure_id(row, "change"), table.figure_id(row, "now")),
                Strength.WEAK if direction is Direction.NO_CLEAR_CHANGE else Strength.MODERATE,
                ("Changes in recording practice cannot be told from changes in violence.",),
                "The interval allows for season and uneven months.",
            )
        )
    ]
