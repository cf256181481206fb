"""Weapons, drugs, alcohol, exploitation and abuse: what police flags say, and what they cannot."""

import numpy as np

from headwater.analysis.needs.chapters.recorded_change import capitalised
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
    shown,
    shown_all,
    table_of,
    unknown,
)
from headwater.analysis.needs.topics.public_crime import PublicCrime
from headwater.analysis.needs.topics.recorded import FLAGS, KNIFE, Recorded
from headwater.analysis.needs.view import View
from headwater.analysis.rates.rates import proportion
from headwater.core import words
from headwater.core.counts import ReleasedCube
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
from headwater.rulebook import definition

POSSESSION = ("possession-of-weapons", "drugs")
SET_BY_HAND = (
    "Flags are set by hand. A flag that is not set may mean no, not known or not asked, and forces "
    "differ, so shares are floors and are not to be compared between forces."
)
LOOKED_FOR = (
    "Possession of weapons and drugs is found by looking for it: these counts follow police work "
    "as much as carrying or use."
)


def compose(view: View, recorded: Recorded | None, draft: Draft) -> list[Block]:
    """The chapter from record-level data where it is there, and from the public files."""
    blocks: list[Block] = []
    if recorded is None:
        blocks.append(
            unknown(
                "Public files have no flag for knives, domestic abuse, groups, alcohol, drugs or "
                "exploitation. Load the force's own extract (headwater template recorded_crime)."
            )
        )
    else:
        blocks += [*_flags(view, recorded, draft), *_knife(view, recorded, draft)]
    if view.public is not None:
        blocks += _possession(view, view.public, draft)
    return [*blocks, *_cannot_say()]


def _flags(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """Each flag with its share."""
    table = view.cube("recorded-domestic").map(lambda cube: _flag_table(view, recorded, cube))
    block = draft.table(table)
    rated = [row for row in table.value.rows if not np.isnan(number_in(row[4]))]
    if not rated:
        return [heading("What police flag"), block]
    ranked = sorted(rated, key=lambda row: -number_in(row[4]))
    top = ranked[0]
    finding = Finding(
        "kinds.flags",
        f"{top[1]} is flagged most often: in {_interval(top)} of serious violence. "
        + " ".join(f"{row[1]}: {_interval(row)}." for row in ranked[1:]),
        tuple(table.value.figure_id(row, "share") for row in ranked),
        Strength.MODERATE,
        (SET_BY_HAND,),
        "Every record is counted, but the flags are floors.",
    )
    chart = Chart(
        "kinds-flags-chart",
        ChartKind.DOT_INTERVAL,
        f"{top[1]} is the most common flag on serious violence",
        "Dots are shares of offences with the flag set, with 95 % intervals. "
        + "; ".join(f"{row[1]} {words.percent(number_in(row[4]), decimals=1)}" for row in ranked)
        + ".",
        table.value.id,
        x="flag",
        y="share",
        low="low",
        high="high",
        y_title="Share of offences (%)",
    )
    return [heading("What police flag"), draft.finding(finding), draft.chart(chart), block]


def _interval(row: tuple[Value, ...]) -> str:
    share, low, high = (number_in(row[i]) for i in (4, 5, 6))
    return percent_interval(share, low, high)


def _flag_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    """Every flag: set, not set, left empty; shares of those that were answered."""
    weapon = view.cube("recorded-knife").value
    counts = [
        (
            "knife",
            "Knife",
            float(weapon.margin("weapon")[0]),
            float(weapon.margin("weapon")[1]),
            0.0,
        )
    ]
    for flag, label in FLAGS.items():
        yes, no, empty = (float(n) for n in view.cube(f"recorded-{flag}").value.margin(flag))
        counts.append((flag, label, yes, no, empty))
    shares = [proportion(yes, yes + no, multiplier=100) for _, _, yes, no, _ in counts]
    counted = recorded.counted("Offences placed in the area and recorded in the months, by flag")
    part = counted.restated(method="Set ÷ (set + not set) × 100, Wilson limits")
    return table_of(
        cube,
        id="kinds-flags",
        title="Flags on serious violence",
        columns=(
            Column("flag_code", "Code", ColumnKind.CODE),
            Column("flag", "Flag", ColumnKind.NAME),
            Column("yes", "Set", ColumnKind.COUNT, provenance=counted),
            Column("no", "Not set", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share set", ColumnKind.PERCENT, "%", 1, part),
            *percent_limits(part),
            Column("empty", "Left empty", ColumnKind.COUNT, provenance=counted),
        ),
        rows=rows_of(
            [code for code, *_ in counts],
            [label for _, label, *_ in counts],
            shown_all([yes for _, _, yes, _, _ in counts]),
            shown_all([no for _, _, _, no, _ in counts]),
            shown_all([each.value for each in shares]),
            shown_all([each.low for each in shares]),
            shown_all([each.high for each in shares]),
            ["[z]", *shown_all([empty for *_, empty in counts[1:]])],
        ),
        notes=(SET_BY_HAND, "A knife flag left empty is read as not set, as the definition says."),
    )


def _knife(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """What knives do in serious violence, by the victim's age."""
    table = view.cube("recorded-knife").map(lambda cube: _knife_table(recorded, cube))
    block = draft.table(table)
    every, young, older = table.value.rows[:3]
    if np.isnan(number_in(every[5])):
        return [heading("Knives"), block]
    told = [
        f"{percent_interval(*(number_in(row[i]) for i in (5, 6, 7)))} where the victim is "
        f"{str(row[1]).lower()}"
        for row in (young, older)
        if not np.isnan(number_in(row[5]))
    ]
    finding = Finding(
        "kinds.knife",
        f"{percent_interval(*(number_in(every[i]) for i in (5, 6, 7)))} of "
        f"{view.scope.serious.words} is knife-enabled by the national list"
        + (f"; {words.listed(told)}." if told else "."),
        (table.value.figure_id(every, "share"),),
        Strength.MODERATE,
        definition(KNIFE).cautions,
        "Every record is counted, but the flag is set by hand.",
    )
    return [heading("Knives"), draft.finding(finding), block]


def _knife_table(recorded: Recorded, cube: ReleasedCube) -> Table:
    by_age = cube.margin("knife_use", "victim_young")
    ages = cube.dimension("victim_young")
    counts = np.concatenate([cube.margin("knife_use")[:, None], by_age], axis=1)
    whole = np.concatenate([[cube.total], cube.margin("victim_young")])
    shares = [proportion(float(a), float(b), multiplier=100) for a, b in
              zip(counts[0], whole, strict=True)]  # fmt: skip
    counted = recorded.rows.provenance(
        method="Offences placed in the area and recorded in the months",
        definition=definition(KNIFE).stamp,
    )
    part = counted.restated(method="Knife-enabled ÷ offences × 100, Wilson limits")
    return table_of(
        cube,
        id="kinds-knife",
        title="Knives in serious violence by age of the victim",
        columns=(
            Column("age_code", "Code", ColumnKind.CODE),
            Column("ages", "Victims", ColumnKind.NAME),
            Column("enabled", "Knife-enabled", ColumnKind.COUNT, provenance=counted),
            Column("flagged", "Other offences with the knife flag", ColumnKind.COUNT,
                   provenance=counted),
            Column("offences", capitalised(recorded.serious.words), ColumnKind.COUNT,
                   provenance=recorded.counted("Offences placed in the area and recorded")),
            Column("share", "Share knife-enabled", ColumnKind.PERCENT, "%", 1, part),
            *percent_limits(part),
        ),
        rows=rows_of(
            ["all", *ages.codes],
            ["All", *ages.names],
            shown_all(counts[0]),
            shown_all(counts[1]),
            shown_all(whole),
            shown_all([each.value for each in shares]),
            shown_all([each.low for each in shares]),
            shown_all([each.high for each in shares]),
        ),
        notes=("Carrying a blade has no victim and is not knife-enabled by the national list.",),
    )  # fmt: skip


def _possession(view: View, public: PublicCrime, draft: Draft) -> list[Block]:
    """Possession of weapons and drugs in the public files."""
    table = view.cube("crimes").map(lambda cube: _possession_table(view, public, cube))
    block = draft.table(table)
    weapons = table.value.rows[0]
    if np.isnan(number_in(weapons[4])):
        return [heading("Possession in the public files"), block]
    finding = Finding(
        "kinds.possession",
        "Public files hold "
        + "; and ".join(
            [
                f"{words.number(number_in(row[2]))} records of {str(row[1]).lower()}, "
                f"{words.interval(*(number_in(row[i]) for i in (4, 5, 6)))} for every 1,000 "
                "residents a year"
                for row in table.value.rows
            ]
        )
        + ".",
        tuple(table.value.figure_id(row, "rate") for row in table.value.rows),
        Strength.DESCRIPTIVE,
        (LOOKED_FOR,),
        "It counts what was found.",
    )
    return [heading("Possession in the public files"), draft.finding(finding), block]


def _possession_table(view: View, public: PublicCrime, cube: ReleasedCube) -> Table:
    category = cube.dimension("category")
    places = [category.position(code) for code in POSSESSION]
    counts = cube.margin("category")[places]
    residents = np.full(len(counts), view.scope.residents.sum())
    rates = rates_of(counts, residents, years=public.years)
    counted = public.rows.provenance(method="Records inside the area in the period")
    rate = counted.joined(view.scope.people, method=CRUDE_RATE)
    return table_of(
        cube,
        id="kinds-public",
        title="Possession of weapons, and drug offences, in the public files",
        columns=(
            Column("category_code", "Code", ColumnKind.CODE),
            Column("category", "Category", ColumnKind.NAME),
            Column("count", "Records", ColumnKind.COUNT, provenance=counted),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=view.scope.people),
            *rate_with_limits(rate, decimals=2),
        ),
        rows=rows_of(
            [category.codes[i] for i in places],
            [category.names[i] for i in places],
            shown_all(counts),
            [shown(float(n)) for n in residents],
            shown_all(rates.value),
            shown_all(rates.low),
            shown_all(rates.high),
        ),
        notes=(LOOKED_FOR, public.carried.sentence),
    )


def _cannot_say() -> list[Block]:
    """What flags leave out."""
    return [
        unknown(
            "Flags cannot say what caused an offence, whether alcohol or drugs were the victim's "
            "or the suspect's, or how many lines or groups there are. Child criminal exploitation "
            "is flagged where someone recognised it; most is not recognised."
        ),
        unknown(
            "County lines activity, drug debts, online threats and exploitation are held by police "
            "intelligence, children's services and the voluntary sector, and none of it is here. "
            "Ask those partners for counts."
        ),
    ]
