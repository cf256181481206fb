"""Areas like ours: which areas are most like this one, and how do they fare?"""

import numpy as np

from headwater.analysis.needs.chapters.what import PROXY, violence_by
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
    strength_of_interval,
    table_of,
    unknown,
)
from headwater.analysis.needs.topics.neighbours import (
    CUBE,
    HOW_MANY,
    LEAST_AREAS,
    METHOD,
    Neighbours,
)
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.areas import Level
from headwater.core.counts import Released, ReleasedCube
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
from headwater.rulebook import definition

LEVELS = {Level.PFA: "police force areas", Level.LAD: "districts"}
TABLE = "similar-areas"
LIKENESS = (
    "Areas are alike in the features listed and in nothing else. They may differ in their young "
    "people, their night life, their policing and how crime is recorded."
)


def compose(view: View, like: Neighbours | None, draft: Draft) -> list[Block]:
    """The chapter."""
    if like is None:
        return [
            unknown(
                f"Areas like {view.scope.name} can be found for a police force area or a district "
                f"when residents and deprivation or town and country are loaded for at least "
                f"{LEAST_AREAS} areas of its level. They were not."
            )
        ]
    return [
        paragraph(
            f"{view.scope.name} is compared with {len(like.candidates.codes) - 1} other "
            f"{LEVELS[like.level]} by "
            + words.listed([_feature_words(each.key) for each in like.candidates.features])
            + ". Unlikeness is 1 where areas differ by one standard deviation in every feature."
        ),
        *_list(view, like, draft),
        caution(LIKENESS),
        *_rates(view, like, draft),
    ]


def _feature_words(key: str) -> str:
    return {
        "residents": "population",
        "density": "density",
        "deprivation": "deprivation",
        "urban": "the share of urban neighbourhoods",
    }[key]


def _list(view: View, like: Neighbours, draft: Draft) -> list[Block]:
    """The nearest areas and how firm the list is."""
    table = already_public(
        _areas_table(view, like),
        because="Residents, sizes, deprivation and classes of areas are official statistics",
    )
    block = draft.table(table)
    names = [like.candidates.names[i] for i in like.nearest]
    near = table.value.rows[1 : 1 + HOW_MANY]
    features = len(like.candidates.features)
    finding = Finding(
        "similar.nearest",
        f"The {LEVELS[like.level]} most like {view.scope.name} are {words.listed(names)}. "
        f"{like.always} of the {len(names)} stay among the nearest {HOW_MANY} whichever feature "
        "is left out.",
        tuple(table.value.figure_id(row, "unlike") for row in near),
        Strength.MODERATE if 2 * like.always > len(names) else Strength.WEAK,
        (LIKENESS,),
        f"The list was made again {features} times with one feature left out.",
    )
    chart = Chart(
        "similar-chart",
        ChartKind.BAR,
        f"{names[0]} is most like {view.scope.name}",
        "Bars show unlikeness, shortest first: "
        + words.listed([f"{r[1]} {words.number(number_in(r[3]), decimals=2)}" for r in near])
        + ".",
        "similar-distances",
        x="area_name",
        y="unlike",
        y_title="Unlikeness (standard deviations)",
    )
    left_out = (
        [
            unknown(
                f"{like.left_out} {LEVELS[like.level]} could not be compared, because a feature "
                "is not known for them. Areas of Wales have an index of deprivation of their own."
            )
        ]
        if like.left_out
        else []
    )
    return [
        draft.finding(finding),
        draft.chart(chart),
        draft.table(_distances_table(like)),
        block,
        *left_out,
    ]


def _areas_table(view: View, like: Neighbours) -> Table:
    """The own area and its neighbours, with every feature."""
    found = like.candidates
    own = like.own
    order = [own, *like.nearest]
    rests = found.provenance
    stayed = rests.restated(method="Lists with one feature left out in which it is still among "
                            f"the nearest {HOW_MANY}")  # fmt: skip
    return Table(
        id=TABLE,
        title=f"{LEVELS[like.level].capitalize()} most like {view.scope.name}",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("area_name", "Area", ColumnKind.NAME),
            Column("place", "Place", ColumnKind.TEXT),
            Column("unlike", "Unlikeness", ColumnKind.NUMBER, "deviations", 2, rests),
            Column("stays", "Stays in the list", ColumnKind.NUMBER,
                   f"of {len(found.features)} lists", 0, stayed),
            *(
                Column(f.key, f.label, ColumnKind.PERCENT if f.unit == "%" else ColumnKind.NUMBER,
                       f.unit, f.decimals, rests)
                for f in found.features
            ),
        ),
        rows=rows_of(
            [found.codes[i] for i in order],
            [found.names[i] for i in order],
            ["this area", *(str(n + 1) for n in range(len(like.nearest)))],
            shown_all(np.round(like.unlike[order], 4)),
            [NOT_APPLICABLE, *like.kept],
            *(_feature_cells(like, column, order) for column in range(len(found.features))),
        ),
        profile="published",
        rule="These numbers are already public at this level.",
        notes=(METHOD + ".",
               *((f"Deprivation is {found.edition}.",) if found.edition else ())),
    )  # fmt: skip


def _feature_cells(like: Neighbours, column: int, order: list[int]) -> list[Value]:
    return [shown(round(float(like.candidates.values[i, column]), 4)) for i in order]


def _distances_table(like: Neighbours) -> Released[Table]:
    """What the chart draws."""
    found = like.candidates
    table = Table(
        id="similar-distances",
        title="Unlikeness of the nearest areas",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("area_name", "Area", ColumnKind.NAME),
            Column("unlike", "Unlikeness", ColumnKind.NUMBER, "deviations", 2, found.provenance),
        ),
        rows=rows_of(
            [found.codes[i] for i in like.nearest],
            [found.names[i] for i in like.nearest],
            shown_all(np.round(like.unlike[list(like.nearest)], 4)),
        ),
        profile="published",
        rule="These numbers are already public at this level.",
        in_full=False,
    )
    return already_public(table, because="It is worked out from official statistics of areas")


def _rates(view: View, like: Neighbours, draft: Draft) -> list[Block]:
    """Public crime rates of the neighbours that were loaded."""
    others = [code for code in like.crime_areas if code != view.scope.area]
    if like.crimes is None or view.scope.area not in like.crime_areas or not others:
        return [
            heading("How they fare"),
            unknown(
                "Street-level crime of areas like ours was not loaded for every month of the "
                "period, so headwater cannot set their rates beside this one. Fetch them "
                "(headwater fetch) to compare."
            ),
        ]
    table = view.cube(CUBE).map(lambda cube: _rates_table(view, like, cube))
    block = draft.table(table)
    own, *rest = table.value.rows
    middle = float(np.median([number_in(row[4]) for row in rest]))
    low, high = number_in(own[5]), number_in(own[6])
    beside = "above" if low > middle else "below" if high < middle else "similar to"
    missing = [like.candidates.names[i] for i in like.nearest
               if like.candidates.codes[i] not in others]  # fmt: skip
    finding = Finding(
        "similar.rate",
        f"Recorded violence in {view.scope.name} was "
        f"{words.interval(number_in(own[4]), low, high)} for every 1,000 residents a year, "
        f"{beside} the middle of {words.counted(len(rest), 'area')} like it, "
        f"{words.number(middle, decimals=1)}.",
        (table.value.figure_id(own, "rate"), *(table.value.figure_id(r, "rate") for r in rest)),
        strength_of_interval(low, high, null=middle, cautions=1),
        (LIKENESS, "Forces record violence with differing completeness."),
        "Few areas are compared, and they record crime each in their own way.",
    )
    return [
        heading("How they fare"),
        draft.finding(finding),
        block,
        *([unknown(f"Not every month was loaded for {words.listed(missing)}.")] if missing else []),
    ]


def _rates_table(view: View, like: Neighbours, cube: ReleasedCube) -> Table:
    """Rates of the own area and of its neighbours."""
    found = like.candidates
    area = cube.dimension("area")
    order = [area.position(view.scope.area)] + [
        i for i, code in enumerate(area.codes) if code != view.scope.area
    ]
    counts = violence_by(cube, "area")[order]
    at = found.features.index(next(f for f in found.features if f.key == "residents"))
    people = np.array(
        [found.values[found.codes.index(area.codes[i]), at] for i in order], dtype=np.float64
    )
    rates = rates_of(counts, people, years=view.scope.period.years)
    counted = cube.provenance.restated(
        method="Violence in public crime data inside the area. " + cube.provenance.method
    )
    rated = counted.joined(found.provenance, method=CRUDE_RATE)
    return table_of(
        cube,
        id="similar-rates",
        title=f"Violence in public crime data in areas like {view.scope.name}",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("area_name", "Area", ColumnKind.NAME),
            Column("count", "Records", ColumnKind.COUNT, provenance=counted),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=found.provenance),
            *rate_with_limits(rated),
        ),
        rows=rows_of(
            [area.codes[i] for i in order],
            [area.names[i] for i in order],
            shown_all(counts),
            shown_all(people),
            shown_all(rates.value),
            shown_all(rates.low),
            shown_all(rates.high),
        ),
        notes=(definition(PROXY).sentence,),
    )
