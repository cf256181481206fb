"""Why it happens: which risk and protective factors are present?"""

from collections import Counter

from headwater.analysis.needs.drafting import (
    Draft,
    caution,
    heading,
    number_in,
    paragraph,
    shown,
    unknown,
)
from headwater.analysis.needs.topics.indicators import PERIODS, Indicators, Reading
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import Released
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
    Value,
)
from headwater.core.marks import NOT_APPLICABLE
from headwater.core.provenance import Provenance
from headwater.rulebook import Factor, FactorKind, factors, table_version

OPEN = "published"
RULE = (
    "These numbers are already public at this level. Marks the publisher put on them are kept as "
    "they came."
)
BECAUSE = "The publishers named in the table have published these values"
FOR_PLACES = (
    "Factors make violence more or less likely in populations. One factor predicts nothing of one "
    "person, and factors must never be added up for a child."
)
NO_INTERVAL = (
    "Most publishers give no interval. A value above or below another may then differ by chance."
)
ORDERS = 120
"""Ways to order five periods: one of them rises throughout."""
LEAST_TESTED = 5
NAMED = 3
DRAWN = 10
DEPRIVATION = "deprivation"


def compose(view: View, known: Indicators | None, draft: Draft) -> list[Block]:
    """The chapter."""
    factors_block = draft.table(_factors_table(view, known))
    opening = [
        paragraph(
            "Violence has causes in the person, in family and friends, in school and "
            "neighbourhood, and in society. This chapter sets what publishers say of the area "
            "beside the risk and protective factors of the literature, level by level."
        ),
        caution(FOR_PLACES),
    ]
    if known is None:
        return [
            *opening,
            unknown(
                "No published indicator of the area's authorities was loaded, so headwater "
                "cannot say which factors are present. Load them (headwater template "
                "la_indicators)."
            ),
            factors_block,
        ]
    return [
        *opening,
        *_beside(view, known, draft),
        *_trends(view, known, draft),
        *_factors(known, draft, factors_block),
    ]


def _has(view: View, known: Indicators | None, factor: Factor) -> list[str]:
    """What was loaded that bears on a factor: names of indicators, and the index of deprivation."""
    found = [] if known is None else [each.title for each in known.of_factor(factor.factor)]
    if factor.factor == DEPRIVATION and view.surroundings.deprivation is not None:
        found.append(f"{view.surroundings.deprivation.edition} by neighbourhood")
    return list(dict.fromkeys(found))


def _factors_table(view: View, known: Indicators | None) -> Released[Table]:
    """Every factor with what tells of it."""
    every = factors()
    found = [_has(view, known, factor) for factor in every]
    counted = Provenance(
        method=f"Indicators matched to the factor. {table_version('risk_and_protective_factors')}"
    )
    table = Table(
        id="why-factors",
        title="Risk and protective factors, and what was loaded that tells of them",
        columns=(
            Column("level", "Level", ColumnKind.NAME),
            Column("kind", "Kind", ColumnKind.NAME),
            Column("factor", "Factor", ColumnKind.NAME),
            Column("indicators", "Indicators", ColumnKind.NUMBER, provenance=counted),
            Column("such_as", "Such as", ColumnKind.TEXT),
        ),
        rows=tuple(
            (str(f.level), str(f.kind), f.factor, len(has), has[0] if has else "nothing loaded")
            for f, has in zip(every, found, strict=True)
        ),
        profile=OPEN,
        rule="These are not counts of people.",
        key_columns=3,
        notes=(f"Factors: {every[0].source}. To be checked locally.",),
        in_full=False,
    )
    return already_public(table, because="The rulebook of headwater is public")


def _factors(known: Indicators, draft: Draft, block: Block) -> list[Block]:
    """How many factors anything is known of."""
    table = draft.tables["why-factors"].value
    risks = [row for row in table.rows if row[1] == FactorKind.RISK]
    seen = [row for row in risks if number_in(row[3]) > 0]
    unseen = [str(row[2]) for row in risks if number_in(row[3]) == 0]
    return [
        heading("What is known of each factor"),
        *(
            [
                draft.finding(
                    Finding(
                        "why.known",
                        f"Published figures tell of {len(seen)} of {len(risks)} risk factors.",
                        (table.figure_id(seen[0], "indicators"),),
                        Strength.DESCRIPTIVE,
                        (FOR_PLACES,),
                        "It counts what was loaded, and compares nothing.",
                    )
                )
            ]
            if seen
            else []
        ),
        block,
        *(
            [
                unknown(
                    f"Nothing loaded tells of {len(unseen)} risk factors, among them "
                    f"{words.listed(unseen[:NAMED])}. Services, surveys and young people "
                    "themselves can."
                )
            ]
            if unseen
            else []
        ),
        *_others(known, draft),
    ]


def _others(known: Indicators, draft: Draft) -> list[Block]:
    """Indicators that were loaded and bear on no factor here."""
    rest = [each for each in known.readings if not each.themes]
    if not rest:
        return []
    title = "Other published indicators that were loaded"
    return [draft.table(readings_table(known, rest, id="why-others", title=title))]


def readings_table(
    known: Indicators, readings: list[Reading], *, id: str, title: str
) -> Released[Table]:
    """Indicators with their interval, what stands beside them, and their trend."""
    said = known.rows.provenance(
        method="As published. Limits that were not published are worked out from count and "
        "denominator where these give back the value (Wilson for shares, exact or Byar for rates)"
    )
    beside = said.restated(
        method="The same indicator and period in the larger area; without one, counts of all "
        "authorities of the area over their denominators"
    )
    run = said.restated(method=f"Whether each of the last {PERIODS} periods went one way")
    table = Table(
        id=id,
        title=title,
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("indicator", "Indicator code", ColumnKind.CODE),
            Column("area_name", "Authority", ColumnKind.TEXT),
            Column("name", "Indicator", ColumnKind.NAME),
            Column("age", "Age", ColumnKind.TEXT),
            Column("period", "Period", ColumnKind.TEXT),
            Column("value", "Value", ColumnKind.NUMBER, "in the unit beside", 1, said),
            Column("low", "Lower limit", ColumnKind.NUMBER, "95 %", 1, said),
            Column("high", "Upper limit", ColumnKind.NUMBER, "95 %", 1, said),
            Column("unit", "Unit", ColumnKind.TEXT),
            Column("benchmark", "Beside it", ColumnKind.NUMBER, "in the same unit", 1, beside),
            Column("of", "Which is", ColumnKind.TEXT),
            Column("compared", "Compared", ColumnKind.TEXT, provenance=beside),
            Column("trend", "Last five periods", ColumnKind.TEXT, provenance=run),
            Column("publisher", "Publisher", ColumnKind.TEXT),
        ),
        rows=tuple(_row(each) for each in readings),
        profile=OPEN,
        rule=RULE,
        key_columns=2,
        notes=(
            "[c] was hidden and [x] not given by the publisher; [z] does not apply. " + NO_INTERVAL,
        ),
        in_full=False,
    )
    return already_public(table, because=BECAUSE)


def _row(each: Reading) -> tuple[Value, ...]:
    return (
        each.area_code,
        each.key,
        each.area_name,
        each.title,
        each.age,
        each.latest.period,
        shown(each.latest.value, missing=each.latest.mark or NOT_APPLICABLE),
        shown(each.latest.low, missing=NOT_APPLICABLE),
        shown(each.latest.high, missing=NOT_APPLICABLE),
        each.unit_words,
        shown(each.benchmark, missing=NOT_APPLICABLE),
        each.benchmark_name or "nothing",
        each.compared,
        each.trend.words,
        each.publisher,
    )


def _beside(view: View, known: Indicators, draft: Draft) -> list[Block]:
    """How the authorities stand to their benchmark."""
    matched = [each for each in known.readings if each.themes]
    if not matched:
        return [unknown("None of the indicators that were loaded bears on a known factor.")]
    indicators = draft.table(
        readings_table(
            known, matched, id="why-indicators", title="Published indicators of risk factors"
        )
    )
    table = _authorities_table(view, known, matched)
    by_authority = draft.table(table)
    rows = [row for row in table.value.rows if number_in(row[2])]
    blocks: list[Block] = [heading("How the area stands")]
    if rows:
        most = max(rows, key=lambda row: (number_in(row[3]) / number_in(row[2]), str(row[1])))
        beside = Counter(
            r.benchmark_name for r in matched if r.area_code == most[0] and r.is_risk
        ).most_common(1)[0][0]
        blocks.append(draft.finding(_beside_finding(table.value, most, beside)))
        blocks += _chart(view, known, matched, draft)
    return [*blocks, by_authority, indicators, caution(NO_INTERVAL)]


def _beside_finding(table: Table, most: tuple[Value, ...], beside: str) -> Finding:
    """The authority with most indicators on the worse side."""
    of, worse_side, tested, worse = (int(number_in(most[i])) for i in (2, 3, 4, 5))
    chance = tested * 0.025
    more = worse > max(2 * chance, 1)
    if tested < LEAST_TESTED:
        clearly = f"; {words.number(tested) if tested else 'none'} of these {_has_interval(tested)}"
    else:
        clearly = (
            f"; of the {tested} with an interval {worse} {'is' if worse == 1 else 'are'} clearly "
            f"worse, where chance alone would give about {words.number(chance, decimals=1)}"
        )
    return Finding(
        "why.beside",
        f"In {most[1]} {worse_side} of {of} risk indicators stand on the worse side of "
        f"{beside}{clearly}.",
        tuple(table.figure_id(most, column) for column in ("worse_side", "of")),
        Strength.MODERATE if more else Strength.WEAK,
        (NO_INTERVAL, FOR_PLACES),
        "More indicators are clearly worse than chance would give."
        if more
        else "Chance could have put as many there.",
    )


def _has_interval(tested: int) -> str:
    return f"{'has' if tested == 1 else 'have'} an interval, so chance cannot be ruled out"


def _authorities_table(view: View, known: Indicators, matched: list[Reading]) -> Released[Table]:
    """Indicators that have a bad direction, authority by authority. Old ones are left out."""
    on = view.scope.period.last_day
    counted = known.rows.provenance(
        method="Indicators of risk factors with a direction that is bad, something beside them "
        "and a period that ended in the last three years"
    )
    rows: list[tuple[Value, ...]] = []
    for code, name in known.authorities:
        risks = [r for r in matched if r.area_code == code and r.is_risk and not r.is_old(on)]
        rows.append(
            (
                code,
                name,
                len(risks),
                sum(r.is_on_worse_side for r in risks),
                sum(r.has_interval for r in risks),
                sum(r.compared == "worse" for r in risks),
                sum(r.compared == "better" for r in risks),
                sum(r.worsens for r in risks),
            )
        )
    table = Table(
        id="why-authorities",
        title="How risk indicators stand, by authority",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("area_name", "Authority", ColumnKind.NAME),
            Column("of", "Indicators", ColumnKind.NUMBER, provenance=counted),
            Column("worse_side", "On the worse side", ColumnKind.NUMBER, provenance=counted),
            Column("tested", "With an interval", ColumnKind.NUMBER, provenance=counted),
            Column("worse", "Clearly worse", ColumnKind.NUMBER, provenance=counted),
            Column("better", "Clearly better", ColumnKind.NUMBER, provenance=counted),
            Column("worsen", "Worse five times running", ColumnKind.NUMBER, provenance=counted),
        ),
        rows=tuple(rows),
        profile=OPEN,
        rule=RULE,
        notes=("Indicators overlap, so their number is not a measure of how much risk there is.",),
    )
    return already_public(table, because=BECAUSE)


def _chart(view: View, known: Indicators, matched: list[Reading], draft: Draft) -> list[Block]:
    """The risk indicators that lie furthest on the worse side."""
    on = view.scope.period.last_day
    high = sorted(
        (r for r in matched if r.is_on_worse_side and r.ratio > 1 and not r.is_old(on)),
        key=lambda r: (-r.ratio, r.name, r.area_code),
    )[:DRAWN]
    if len(high) < NAMED:
        return []
    divided = known.rows.provenance(method="Value ÷ value of the larger area")
    table = already_public(
        Table(
            id="why-furthest",
            title="Risk indicators that lie furthest above the larger area",
            columns=(
                Column("area_code", "Code", ColumnKind.CODE),
                Column("indicator", "Indicator code", ColumnKind.CODE),
                Column("label", "Indicator and authority", ColumnKind.NAME),
                Column("ratio", "Times the larger area", ColumnKind.RATIO, "", 2, divided),
            ),
            rows=tuple(
                (r.area_code, r.key, f"{r.title}, {r.area_name}", shown(r.ratio)) for r in high
            ),
            profile=OPEN,
            rule=RULE,
            key_columns=2,
            notes=(NO_INTERVAL,),
            in_full=False,
        ),
        because=BECAUSE,
    )
    first = high[0]
    chart = Chart(
        "why-chart",
        ChartKind.BAR,
        f"Furthest above {first.benchmark_name}: {_lower(first.title)}, {first.area_name}",
        "Bars show how many times the larger area's value each is: "
        + words.listed(
            [f"{r.title} in {r.area_name} {words.number(r.ratio, decimals=2)}" for r in high[:5]]
        )
        + ".",
        "why-furthest",
        x="label",
        y="ratio",
        y_title="Times the larger area",
    )
    return [draft.chart(chart), draft.table(table)]


def _lower(text: str) -> str:
    """A name inside a sentence, unless it starts with initials."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _trends(view: View, known: Indicators, draft: Draft) -> list[Block]:
    """What has got worse period after period."""
    on = view.scope.period.last_day
    tested = [
        r
        for r in known.readings
        if r.themes and r.is_risk and r.trend.periods == PERIODS and not r.is_old(on)
    ]
    if not tested or "why-indicators" not in draft.tables:
        return [unknown(f"No risk indicator has {PERIODS} periods with a value to see a trend in.")]
    worse = [r for r in tested if r.worsens]
    chance = len(tested) / ORDERS
    if not worse:
        return [
            paragraph(
                f"Of {len(tested)} risk indicators with {PERIODS} periods, none got worse in each."
            )
        ]
    named = [f"{_lower(r.title)} in {r.area_name}" for r in worse[:NAMED]]
    more = f", and {len(worse) - NAMED} more" if len(worse) > NAMED else ""
    strong = len(worse) > 3 * max(chance, 1 / 3)
    return [
        heading("What is getting worse"),
        draft.finding(
            Finding(
                "why.worsening",
                f"{len(worse)} of {len(tested)} risk indicators got worse in each of the last "
                f"{PERIODS} periods, where chance alone would give about "
                f"{words.number(chance, decimals=1)}: "
                f"{words.listed(named) if not more else ', '.join(named)}{more}.",
                tuple(f"why-indicators:{r.area_code}~{r.key}:value" for r in worse[:NAMED]),
                Strength.MODERATE if strong else Strength.WEAK,
                (
                    "Periods may overlap, and neighbouring years are alike, so runs are commoner "
                    "than chance alone would make them.",
                ),
                "Far more indicators run one way than chance would give."
                if strong
                else "Chance could have given as many.",
            )
        ),
    ]
