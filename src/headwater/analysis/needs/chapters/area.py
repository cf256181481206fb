"""Area profile: who lives here, in town or country, how deprived."""

from collections.abc import Sequence

import numpy as np

from headwater.analysis.needs.drafting import (
    Draft,
    heading,
    name_columns,
    paragraph,
    rows_of,
    shown_all,
    unknown,
)
from headwater.analysis.needs.scope import basis_words
from headwater.analysis.needs.topics.surroundings import Ages
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import FloatArray, Released
from headwater.core.disclosure.already_public import already_public
from headwater.core.editions import Block, Chart, ChartKind, Column, ColumnKind, Table, Value
from headwater.core.provenance import Provenance

OFFICIAL = "Residents are official statistics"
RULE = "These numbers are already public at this level."
MOST_DEPRIVED = 1
WHOLE = "whole"


def compose(view: View, draft: Draft) -> list[Block]:
    """Who lives in the area."""
    scope = view.scope
    young = view.surroundings.ages
    districts = f"{words.counted(len(scope.district), 'district')} and "
    sentence = (
        f"{scope.name} has {words.number(scope.residents.sum())} residents "
        f"({basis_words(scope.basis)}) in {'' if _is_one_district(view) else districts}"
        f"{words.counted(len(scope.lsoa), 'neighbourhood')}."
    )
    blocks = [paragraph(sentence), draft.table(_profile_table(view))]
    if young is None:
        return [*blocks, unknown("No residents by age were loaded for these neighbourhoods.")]
    return [*blocks, heading("Ages"), *_ages(view, draft, young)]


def _profile_table(view: View) -> Released[Table]:
    scope, around = view.scope, view.surroundings
    columns = [
        *name_columns("District"),
        Column("residents", "Residents", ColumnKind.COUNT, provenance=scope.people),
        Column(
            "neighbourhoods",
            "Neighbourhoods",
            ColumnKind.NUMBER,
            provenance=Provenance("Small areas of the district in the lookup"),
        ),
    ]
    cells: list[list[Value]] = [
        [*scope.district.codes, scope.area],
        [*scope.district.names, f"{scope.name} as a whole"],
        shown_all(_with_whole(scope.district_residents)),
        shown_all(_with_whole(_sum(view, np.ones(len(scope.lsoa))))),
    ]
    if around.urban is not None:
        columns.append(
            Column(
                "urban",
                "Residents in urban neighbourhoods",
                ColumnKind.PERCENT,
                "%",
                0,
                around.urban_provenance,
            )
        )
        cells.append(shown_all(_percent_of_residents(view, around.urban)))
    if around.deprivation is not None:
        columns.append(
            Column(
                "most_deprived",
                "Residents in the area's most deprived fifth",
                ColumnKind.PERCENT,
                "%",
                0,
                around.deprivation.provenance,
            )
        )
        cells.append(
            shown_all(_percent_of_residents(view, around.deprivation.fifth == MOST_DEPRIVED))
        )
    table = Table(
        id="area-profile",
        title=f"{scope.name} and its residents"
        if _is_one_district(view)
        else f"Districts of {scope.name}",
        columns=tuple(columns),
        rows=_rows(view, *cells),
        profile="published",
        rule=RULE,
    )
    return already_public(table, because=OFFICIAL)


def _is_one_district(view: View) -> bool:
    """Whether the area is itself a district, and not made of some."""
    return list(view.scope.district.codes) == [view.scope.area]


def _rows(view: View, *cells: Sequence[Value]) -> tuple[tuple[Value, ...], ...]:
    """Districts and the whole area; one row where the area is a district, which is both."""
    rows = rows_of(*cells)
    return rows[:1] if _is_one_district(view) else rows


def _sum(view: View, values: FloatArray) -> FloatArray:
    """Sum small-area values by district."""
    totals = np.zeros(len(view.scope.district))
    np.add.at(totals, view.scope.lsoa.parent_positions, values)
    return totals


def _with_whole(values: FloatArray) -> FloatArray:
    """District values and their sum."""
    return np.append(values, values.sum())


def _percent_of_residents(view: View, chosen: FloatArray) -> FloatArray:
    """Share of each district's residents who live in chosen small areas, in per cent."""
    part = _with_whole(_sum(view, view.scope.residents * chosen))
    return np.round(part / _with_whole(view.scope.district_residents) * 100, 1)


def _ages(view: View, draft: Draft, ages: Ages) -> list[Block]:
    """Residents by age band."""
    counts = np.vstack([ages.counts, ages.counts.sum(axis=0)])
    block = draft.table(_ages_by_district(view, ages, counts))
    young = counts[-1, 1:4].sum() / counts[-1].sum() * 100
    shares = draft.table(_age_shares(view, ages, counts[-1]))
    chart = Chart(
        "area-ages-chart",
        ChartKind.BAR,
        f"{words.percent(young)} of residents are aged 10 to 24",
        f"Of every 100 residents, {words.number(young)} are 10 to 24, the ages at which violence "
        "and exploitation most often begin.",
        "area-age-shares",
        x="age",
        y="share",
        y_title="Share of residents (%)",
    )
    return [draft.chart(chart), shares, block]


def _ages_by_district(view: View, ages: Ages, counts: FloatArray) -> Released[Table]:
    """Residents of each district and of the whole area in each age band."""
    scope = view.scope
    table = Table(
        id="area-ages",
        title=f"Residents by age, {basis_words(ages.basis)}",
        columns=(
            *name_columns("District"),
            *(
                Column(
                    f"aged_{label.replace('-', '_').replace('+', '_and_over')}",
                    label,
                    ColumnKind.COUNT,
                    provenance=ages.provenance,
                )
                for label in ages.labels
            ),
        ),
        rows=_rows(
            view,
            [*scope.district.codes, scope.area],
            [*scope.district.names, f"{scope.name} as a whole"],
            *(shown_all(np.round(counts[:, i])) for i in range(len(ages.labels))),
        ),
        profile="published",
        rule=RULE,
        notes=tuple(note for note in (ages.note,) if note),
    )
    return already_public(table, because=OFFICIAL)


def _age_shares(view: View, ages: Ages, counts: FloatArray) -> Released[Table]:
    """Share of the whole area's residents in each age band."""
    table = Table(
        id="area-age-shares",
        title=f"Share of residents by age, {view.scope.name}",
        columns=(
            Column("age", "Age", ColumnKind.NAME),
            Column(
                "share",
                "Share of residents",
                ColumnKind.PERCENT,
                "%",
                1,
                ages.provenance.restated(method="Band ÷ all ages × 100"),
            ),
        ),
        rows=rows_of(ages.labels, shown_all(np.round(counts / counts.sum() * 100, 2))),
        profile="published",
        rule=RULE,
    )
    return already_public(table, because=OFFICIAL)
