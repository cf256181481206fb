"""Are some groups treated or harmed unequally? Of groups as recorded, never of anyone's conduct."""

import numpy as np

from headwater.analysis.needs.chapters.statistics_shown import percent_interval
from headwater.analysis.needs.drafting import (
    Draft,
    caution,
    force_words,
    heading,
    number_in,
    paragraph,
    percent_limits,
    rows_of,
    shown,
    shown_all,
    table_of,
    unknown,
)
from headwater.analysis.needs.record_counting import ETHNIC_GROUPS
from headwater.analysis.needs.topics.recorded import Recorded
from headwater.analysis.needs.topics.searches import GroupResidents, Searches
from headwater.analysis.needs.view import View
from headwater.analysis.rates.rates import proportion, rate_ratios
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
from headwater.core.provenance import Provenance

BASE = "white"
CANNOT_SAY = (
    "Shares of records cannot say whether a group is harmed or stopped more than others: that "
    "needs residents of the same groups, and of the same ages, as the people at risk. No residents "
    "by ethnic group were loaded."
)
OF_RECORDING = (
    "Ethnic group is as recorded, often by someone else, and often not at all. A difference "
    "between groups says something of how they are treated, where they live and how old they "
    "are, and nothing of anyone in them."
)
RELATIVE = (
    "Rate of the group ÷ rate of the White group (relative rate index), log-normal limits "
    "(Rothman, Epidemiology, ch. 9); residents of all ages"
)
SEARCH_LIMITS = (
    "What follows a search depends on what officers chose to search for. A lower share may mean "
    "weaker grounds, and the counts alone cannot prove it."
)
HIGH_UNSTATED = 20.0


def compose(
    view: View,
    recorded: Recorded | None,
    searches: Searches | None,
    residents: GroupResidents | None,
    draft: Draft,
) -> list[Block]:
    """The chapter from whatever records ethnic group."""
    blocks: list[Block] = [paragraph(OF_RECORDING)]
    if recorded is None:
        blocks.append(
            unknown(
                "Ethnic groups of victims and suspects are in the force's own extract, which was "
                "not loaded."
            )
        )
    else:
        for role in ("victim", "suspect"):
            blocks += _people(view, recorded, residents, draft, role=role)
    if searches is None:
        blocks.append(unknown("No stop and search records were loaded for this area and period."))
    else:
        blocks += _searches(view, searches, residents, draft)
    if residents is None:
        blocks.append(unknown(CANNOT_SAY))
    return [
        *blocks,
        unknown(
            "Use of force, charging, custody and support offered by ethnic group are not here; nor "
            "is anything about disability, faith, care experience or being a Gypsy, Roma or "
            "Traveller."
        ),
    ]


def _people(
    view: View,
    recorded: Recorded,
    residents: GroupResidents | None,
    draft: Draft,
    *,
    role: str,
) -> list[Block]:
    """Victims or suspects by broad ethnic group."""
    counted = recorded.counted(f"Offences by the ethnic group of the {role} as recorded")
    table = view.cube(f"recorded-{role}-ethnicity").map(
        lambda cube: _group_table(
            cube,
            cube.margin(f"{role}_ethnicity"),
            residents,
            counted=counted,
            id=f"fair-{role}s",
            title=f"{role.capitalize()}s of serious violence by ethnic group as recorded",
            label="Offences",
            years=recorded.years,
        )
    )
    block = draft.table(table)
    return [
        heading(f"{role.capitalize()}s"),
        *_group_finding(draft, table.value, what=f"{role}s of serious violence", id=f"{role}s"),
        block,
    ]


def _group_table(  # noqa: PLR0913 - a table has this many parts
    cube: ReleasedCube,
    counts: FloatArray,
    residents: GroupResidents | None,
    *,
    counted: Provenance,
    id: str,
    title: str,
    label: str,
    years: float,
) -> Table:
    """Counts, shares of those stated, and the relative rate index where residents are known."""
    n = np.array(counts[: len(ETHNIC_GROUPS)], dtype=np.float64)
    unstated = float(counts[len(ETHNIC_GROUPS)])
    stated = float(n.sum())
    shares = [proportion(float(each), stated, multiplier=100) for each in n]
    people = np.array(
        [np.nan if residents is None else residents.persons[group] for group in ETHNIC_GROUPS]
    )
    base = list(ETHNIC_GROUPS).index(BASE)
    index = rate_ratios(
        n, people * years, base_events=n[base], base_population=people[base] * years
    )
    missing = NOT_AVAILABLE if residents is None else "[c]"
    groups = list(ETHNIC_GROUPS)

    def indexed(values: FloatArray) -> list[Value]:
        cells = shown_all(values, missing=missing)
        cells[base] = NOT_APPLICABLE if residents is not None else missing
        return [*cells, NOT_APPLICABLE]

    return table_of(
        cube,
        id=id,
        title=title,
        columns=_group_columns(residents, counted=counted, label=label),
        rows=rows_of(
            [*groups, "not_stated"],
            [*ETHNIC_GROUPS.values(), "Not stated"],
            [*shown_all(n), shown(unstated)],
            [*shown_all([each.value for each in shares]), NOT_APPLICABLE],
            [*shown_all([each.low for each in shares]), NOT_APPLICABLE],
            [*shown_all([each.high for each in shares]), NOT_APPLICABLE],
            [*shown_all(people, missing=NOT_AVAILABLE), NOT_APPLICABLE],
            indexed(index.value),
            indexed(index.low),
            indexed(index.high),
        ),
        notes=(OF_RECORDING, CANNOT_SAY if residents is None else ""),
    )


def _group_columns(
    residents: GroupResidents | None, *, counted: Provenance, label: str
) -> tuple[Column, ...]:
    """What each column of a table of groups says, and what it rests on."""
    part = counted.restated(method="Part ÷ records with a group stated × 100, Wilson limits")
    compared = counted.restated(method=RELATIVE)
    living = (
        counted
        if residents is None
        else residents.rows.provenance(
            method=f"Published residents by ethnic group, {residents.basis}"
        )
    )
    return (
        Column("group_code", "Code", ColumnKind.CODE),
        Column("group", "Ethnic group", ColumnKind.NAME),
        Column("count", label, ColumnKind.COUNT, provenance=counted),
        Column("share", "Share of stated", ColumnKind.PERCENT, "%", 1, part),
        *percent_limits(part),
        Column("residents", "Residents", ColumnKind.COUNT, provenance=living),
        Column("index", "Times the White group's rate", ColumnKind.RATIO, "", 2, compared),
        Column("index_low", "Lower limit", ColumnKind.RATIO, "95 %", 2, compared),
        Column("index_high", "Upper limit", ColumnKind.RATIO, "95 %", 2, compared),
    )


def _group_finding(draft: Draft, table: Table, *, what: str, id: str) -> list[Block]:
    """What can be said of groups: with residents the index, without them only shares."""
    groups = table.rows[:-1]
    counts = np.array([number_in(row[2]) for row in table.rows])
    if np.isnan(counts[:-1]).any() or not counts[:-1].sum() > 0:
        return [unknown(f"Too few {what} are shown by ethnic group to say anything of them.")]
    whole = counts.sum()
    unstated = float("nan") if np.isnan(whole) else float(counts[-1] / whole * 100)
    told_unstated = (
        "" if np.isnan(unstated) else f" For {words.percent(unstated)} it is not stated."
    )
    poor = not unstated <= HIGH_UNSTATED
    indexed = [row for row in groups if not np.isnan(number_in(row[7]))]
    if indexed:
        said = "; ".join(
            f"{row[1]} {words.interval(*(number_in(row[i]) for i in (7, 8, 9)), decimals=2)}"
            for row in indexed
        )
        apart = [r for r in indexed if number_in(r[8]) > 1 or number_in(r[9]) < 1]
        return [
            draft.finding(
                Finding(
                    f"disproportionality.{id}",
                    f"Rates of {what} beside the White group's, as times: {said}.{told_unstated}",
                    tuple(table.figure_id(row, "index") for row in indexed),
                    Strength.MODERATE if apart and not poor else Strength.WEAK,
                    (OF_RECORDING, "Ages differ between groups, and rates are not adjusted."),
                    "Residents are of all ages, and people without a stated group are left out.",
                )
            )
        ]
    said = "; ".join(
        f"{row[1]} {percent_interval(*(number_in(row[i]) for i in (3, 4, 5)))}" for row in groups
    )
    return [
        draft.finding(
            Finding(
                f"disproportionality.{id}",
                f"Of {what} with an ethnic group stated: {said}.{told_unstated}",
                tuple(table.figure_id(row, "share") for row in groups),
                Strength.DESCRIPTIVE,
                (CANNOT_SAY,),
                "Shares compare nothing: how many of each group live here is not known.",
            )
        )
    ]


def _searches(
    view: View, searches: Searches, residents: GroupResidents | None, draft: Draft
) -> list[Block]:
    """Stops and searches by group, and what followed."""
    counted = searches.rows.provenance(
        method="Searches of people by the area's forces, by ethnic group as the person said"
    )
    table = view.cube("searches-self").map(
        lambda cube: _group_table(
            cube,
            cube.margin("self_ethnicity"),
            residents,
            counted=counted,
            id="fair-searches",
            title="Searches of people by ethnic group as the person said",
            label="Searches",
            years=searches.years,
        )
    )
    results = view.cube("searches-officer").map(lambda cube: _result_table(searches, cube))
    objects = view.cube("searches-objects").map(lambda cube: _object_table(searches, cube))
    block, result_block, object_block = (draft.table(each) for each in (table, results, objects))
    missing = searches.missing(view.scope.period)
    gaps = f" Not supplied: {words.listed([m.words for m in missing])}." if missing else ""
    return [
        heading("Stop and search"),
        paragraph(
            f"Searches by {words.listed([force_words(each) for each in searches.forces])} over the "
            f"whole of each force's area, from the public files.{gaps}"
        ),
        *_group_finding(draft, table.value, what="people searched", id="searches"),
        block,
        *_results_finding(draft, results.value),
        result_block,
        caution(SEARCH_LIMITS),
        object_block,
    ]


def _result_table(searches: Searches, cube: ReleasedCube) -> Table:
    """How often something followed, by group as the officer saw it."""
    group = cube.dimension("officer_ethnicity")
    by_result = cube.margin("officer_ethnicity", "result")
    action = by_result[:, 0]
    known = action + by_result[:, 1]
    return _share_table(
        searches,
        cube,
        action,
        known,
        codes=("all", *group.codes),
        names=("All", *group.names),
        id="fair-outcomes",
        title="Searches after which something followed, by ethnic group as the officer saw it",
        label="Ethnic group",
    )


def _object_table(searches: Searches, cube: ReleasedCube) -> Table:
    sought = cube.dimension("sought")
    by_result = cube.margin("sought", "result")
    action = by_result[:, 0]
    return _share_table(
        searches,
        cube,
        action,
        action + by_result[:, 1],
        codes=("all", *(code.lower().replace(" ", "_") for code in sought.codes)),
        names=("All", *sought.names),
        id="fair-objects",
        title="Searches after which something followed, by what was looked for",
        label="Looked for",
    )


def _share_table(  # noqa: PLR0913 - a table has this many parts
    searches: Searches,
    cube: ReleasedCube,
    part: FloatArray,
    whole: FloatArray,
    *,
    codes: tuple[str, ...],
    names: tuple[str, ...],
    id: str,
    title: str,
    label: str,
) -> Table:
    parts = np.concatenate([[part.sum()], part])
    wholes = np.concatenate([[whole.sum()], whole])
    shares = [proportion(float(a), float(b), multiplier=100) for a, b in
              zip(parts, wholes, strict=True)]  # fmt: skip
    counted = searches.rows.provenance(method="Searches of people by the area's forces")
    rate = counted.restated(
        method="Searches after which something followed ÷ searches whose outcome is recorded × "
        "100, Wilson limits"
    )
    return table_of(
        cube,
        id=id,
        title=title,
        columns=(
            Column("code", "Code", ColumnKind.CODE),
            Column("name", label, ColumnKind.NAME),
            Column("count", "Searches with an outcome", ColumnKind.COUNT, provenance=counted),
            Column("action", "Something followed", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share", ColumnKind.PERCENT, "%", 1, rate),
            *percent_limits(rate),
        ),
        rows=rows_of(
            codes,
            names,
            shown_all(wholes),
            shown_all(parts),
            shown_all([each.value for each in shares], missing=NOT_AVAILABLE),
            shown_all([each.low for each in shares], missing=NOT_AVAILABLE),
            shown_all([each.high for each in shares], missing=NOT_AVAILABLE),
        ),
        notes=(SEARCH_LIMITS, "The first row is the sum of the rest."),
    )


def _results_finding(draft: Draft, table: Table) -> list[Block]:
    rated = [
        row for row in table.rows[1:] if row[0] != "not_stated" and not np.isnan(number_in(row[4]))
    ]
    whole = table.rows[0]
    if len(rated) < 2 or np.isnan(number_in(whole[4])):
        return []
    low, high = (pick(rated, key=lambda row: number_in(row[4])) for pick in (min, max))
    apart = number_in(low[6]) < number_in(high[5])
    told = (
        f"the share is lowest for {low[1]}, "
        f"{percent_interval(*(number_in(low[i]) for i in (4, 5, 6)))}, and highest for {high[1]}, "
        f"{percent_interval(*(number_in(high[i]) for i in (4, 5, 6)))}."
        if apart
        else "the shares do not clearly differ."
    )
    finding = Finding(
        "disproportionality.outcomes",
        f"Something followed {percent_interval(*(number_in(whole[i]) for i in (4, 5, 6)))} of "
        f"searches. By ethnic group as the officer saw it, {told}",
        (
            table.figure_id(whole, "share"),
            table.figure_id(low, "share"),
            table.figure_id(high, "share"),
        ),
        Strength.MODERATE if apart else Strength.WEAK,
        (SEARCH_LIMITS, OF_RECORDING),
        "The two intervals do not overlap." if apart else "The two intervals overlap.",
    )
    chart = Chart(
        "fair-outcomes-chart",
        ChartKind.DOT_INTERVAL,
        "What follows a search differs between groups"
        if apart
        else "What follows a search does not clearly differ between groups",
        "Dots are the share of searches after which something followed, with 95 % intervals; the "
        "line is all searches. "
        + "; ".join(f"{row[1]} {words.percent(number_in(row[4]), decimals=1)}" for row in rated)
        + ".",
        table.id,
        x="name",
        y="share",
        low="low",
        high="high",
        benchmark=round(number_in(whole[4]), 6),
        benchmark_label="All searches",
        y_title="Share with something following (%)",
    )
    return [draft.finding(finding), draft.chart(chart)]
