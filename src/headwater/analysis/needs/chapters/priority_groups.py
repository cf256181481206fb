"""Priority groups: which young people need support soonest?"""

import numpy as np

from headwater.analysis.needs.chapters.why import FOR_PLACES, NO_INTERVAL, readings_table
from headwater.analysis.needs.drafting import (
    Draft,
    bullets,
    caution,
    heading,
    number_in,
    paragraph,
    shown,
    unknown,
)
from headwater.analysis.needs.topics.indicators import GROUPS, Indicators, Reading
from headwater.analysis.needs.topics.surroundings import AGE_BANDS
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import Released
from headwater.core.disclosure.already_public import already_public
from headwater.core.editions import Block, Column, ColumnKind, Finding, Strength, Table, Value
from headwater.core.provenance import Provenance

OPEN = "published"
RULE = (
    "These numbers are already public at this level. Marks the publisher put on them are kept as "
    "they came."
)
BECAUSE = "The publishers named in the table have published these values"
COHORT, EVER = "dfe_sv_", "ever_"
PUPILS, OFFENCE, VIOLENCE = "_all_pupils", "_any_offence", "_serious_violence"
MOST_DO_NOT = (
    "Most children of each group never harm anybody. The figures say whom to support, not whom to "
    "suspect."
)
LOOKS_BACK = (
    "These pupils finished key stage 4 between 2012/13 and 2017/18. Percentages are whole numbers."
)
TRANSITION = "transition"
YOUNG_ADULTS = AGE_BANDS.index((18, 24))


def compose(view: View, known: Indicators | None, draft: Draft) -> list[Block]:
    """The chapter."""
    listed = draft.table(_groups_table(view, known))
    rows = draft.tables["groups"].value.rows
    silent = [str(row[1]) for row in rows if number_in(row[2]) == 0]
    return [
        paragraph(
            "Some groups of children and young people are harmed more, and drawn in more, than "
            "others. This chapter says of each what published figures say, and where they are "
            "silent."
        ),
        caution(FOR_PLACES),
        *_known(rows, known, draft),
        listed,
        *_transition(view),
        *([] if known is None else _pathways(known, draft)),
        *([] if known is None else _figures(known, draft)),
        *([unknown("Nothing that was loaded tells of:"), bullets(silent)] if silent else []),
        unknown(
            "Published figures are of children known to services. Children whom nobody has "
            "noticed are not in them."
        ),
    ]


def _groups_table(view: View, known: Indicators | None) -> Released[Table]:
    """Each group and how much is known of it."""
    rows: list[tuple[Value, ...]] = []
    for group, title in GROUPS.items():
        found = () if known is None else known.of_group(group)
        values = [each for each in found if not np.isnan(each.latest.value)]
        hidden = len(found) - len(values)
        resident = group == TRANSITION and view.surroundings.ages is not None
        such = values[0].title if values else "residents by age" if resident else "nothing"
        rows.append((group, title, len(values) + resident, hidden, such))
    counted = _counted(view, known)
    table = Table(
        id="groups",
        title="Priority groups and what published figures tell of them",
        columns=(
            Column("group", "Code", ColumnKind.CODE),
            Column("name", "Group", ColumnKind.NAME),
            Column("figures", "Figures", ColumnKind.NUMBER, provenance=counted),
            Column("hidden", "Hidden or not given", ColumnKind.NUMBER, provenance=counted),
            Column("such_as", "Such as", ColumnKind.TEXT),
        ),
        rows=tuple(rows),
        profile=OPEN,
        rule=RULE,
    )
    return already_public(table, because=BECAUSE)


def _counted(view: View, known: Indicators | None) -> Provenance:
    """What the counts of figures rest on."""
    method = "Latest published values that tell of the group, over all authorities"
    return (
        view.scope.people.restated(method=method)
        if known is None
        else known.rows.provenance(method=method)
    )


def _known(
    rows: tuple[tuple[Value, ...], ...], known: Indicators | None, draft: Draft
) -> list[Block]:
    """How many groups anything is known of."""
    seen = [row for row in rows if number_in(row[2]) > 0]
    if known is None or not seen:
        return [
            unknown(
                "No published figures of priority groups were loaded. Load education, children's "
                "services and youth justice indicators (headwater template la_indicators)."
            )
        ]
    silent = len(rows) - len(seen)
    return [
        draft.finding(
            Finding(
                "groups.known",
                f"Figures tell of {len(seen)} of {words.counted(len(rows), 'priority group')}"
                + (f"; of {silent} nothing was loaded." if silent else "."),
                (f"groups:{seen[0][0]}:figures",),
                Strength.DESCRIPTIVE,
                (MOST_DO_NOT,),
                "It counts what was loaded, and compares nothing.",
            )
        )
    ]


def _transition(view: View) -> list[Block]:
    """Young adults, whom children's figures leave out."""
    ages = view.surroundings.ages
    if ages is None:
        return []
    young = float(ages.counts[:, YOUNG_ADULTS].sum())
    share = young / float(ages.counts.sum()) * 100
    return [
        paragraph(
            f"About {words.number(round(young, -2))} residents are 18 to 24, "
            f"{words.percent(share, decimals=1)} of all. Most published figures of children stop "
            "at the eighteenth birthday; the chapter on gaps sets help before and after it side "
            "by side."
        )
    ]


def _pathways(known: Indicators, draft: Draft) -> list[Block]:
    """What children sentenced for serious violence had been through, beside all pupils."""
    cohort = {
        (each.area_code, each.indicator): each
        for each in known.readings
        if each.indicator.startswith(COHORT + EVER)
    }
    triples = [
        (pupils, cohort.get((area, stem + OFFENCE)), violence)
        for (area, indicator), pupils in cohort.items()
        if indicator.endswith(PUPILS)
        and (stem := indicator.removesuffix(PUPILS))
        and (violence := cohort.get((area, stem + VIOLENCE))) is not None
    ]
    if not triples:
        return []
    triples.sort(key=lambda t: (-_difference(t[0], t[2]), t[0].area_code, t[0].indicator))
    block = draft.table(_pathways_table(known, triples))
    pupils, _, violence = triples[0]
    blocks = [heading("What came before")]
    if _difference(pupils, violence) > 0:
        row = f"groups-before:{pupils.area_code}~{_stem(pupils)}"
        had = pupils.name.split(":")[0]
        blocks.append(
            draft.finding(
                Finding(
                    "groups.before",
                    f"Of children in {pupils.area_name} cautioned or sentenced for serious "
                    f"violence, {words.percent(violence.latest.value)} were "
                    f"{had[:1].lower() + had[1:]}, beside {words.percent(pupils.latest.value)} of "
                    "all pupils.",
                    (f"{row}:violence", f"{row}:pupils"),
                    Strength.MODERATE,
                    (LOOKS_BACK, MOST_DO_NOT),
                    "The difference is large, but the figures are of pupils of some years ago and "
                    "have no interval.",
                )
            )
        )
    return [*blocks, block, caution(MOST_DO_NOT)]


def _difference(pupils: Reading, violence: Reading) -> float:
    """Percentage points between two groups; nought where either is hidden."""
    return float(np.nan_to_num(violence.latest.value - pupils.latest.value))


def _stem(pupils: Reading) -> str:
    return pupils.indicator.removesuffix(PUPILS).removeprefix(COHORT)


def _pathways_table(
    known: Indicators, triples: list[tuple[Reading, Reading | None, Reading]]
) -> Released[Table]:
    """All pupils, children with any offence, and with serious violence, side by side."""
    said = known.rows.provenance(method="As published, whole percentages")
    table = Table(
        id="groups-before",
        title="What children had been through, by whether they were cautioned or sentenced",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("measure", "Measure code", ColumnKind.CODE),
            Column("area_name", "Authority", ColumnKind.TEXT),
            Column("name", "Measure", ColumnKind.NAME),
            Column("pupils", "All pupils", ColumnKind.PERCENT, "%", 0, said),
            Column("offence", "Any offence", ColumnKind.PERCENT, "%", 0, said),
            Column("violence", "Serious violence", ColumnKind.PERCENT, "%", 0, said),
        ),
        rows=tuple(
            (
                pupils.area_code,
                _stem(pupils),
                pupils.area_name,
                pupils.name.split(":")[0],
                _cell(pupils),
                "[x]" if offence is None else _cell(offence),
                _cell(violence),
            )
            for pupils, offence, violence in triples
        ),
        profile=OPEN,
        rule=RULE,
        key_columns=2,
        notes=(LOOKS_BACK,),
        in_full=False,
    )
    return already_public(table, because=BECAUSE)


def _cell(each: Reading) -> Value:
    return shown(each.latest.value, missing=each.latest.mark or "[x]")


def _figures(known: Indicators, draft: Draft) -> list[Block]:
    """Every figure of every group, and which lie clearly on the worse side."""
    found = list(
        dict.fromkeys(
            each
            for group in GROUPS
            for each in known.of_group(group)
            if not each.indicator.startswith(COHORT)
        )
    )
    if not found:
        return []
    block = draft.table(
        readings_table(
            known, found, id="groups-indicators", title="Published figures of priority groups"
        )
    )
    worse = [each for each in found if each.compared in ("worse", "higher")]
    worse.sort(key=lambda each: (-each.ratio, each.name, each.area_code))
    named = {each.title: each for each in reversed(worse)}
    furthest = [each for each in worse if named[each.title] is each][:3]
    if not worse:
        return [heading("Figures of each group"), block, caution(NO_INTERVAL)]
    first = worse[0]
    tested = sum(each.has_interval and each.compared != "not compared" for each in found)
    chance = tested * 0.025
    enough = len(worse) > max(2 * chance, 1)
    return [
        heading("Figures of each group"),
        draft.finding(
            Finding(
                "groups.higher",
                f"{len(worse)} of {tested} figures of priority groups that have an interval lie "
                f"above the larger area, where chance alone would give about "
                f"{words.number(chance, decimals=1)}; among them "
                + words.listed([f"{e.title} in {e.area_name}" for e in furthest])
                + ".",
                (f"groups-indicators:{first.area_code}~{first.key}:value",),
                Strength.MODERATE if enough else Strength.WEAK,
                (
                    "A higher figure may mean that more children are harmed, or that more are "
                    "noticed.",
                ),
                "More figures are higher than chance would give."
                if enough
                else "Chance could have put as many there.",
            )
        ),
        block,
    ]
