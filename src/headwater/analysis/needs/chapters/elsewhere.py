"""Elsewhere: which authorities are like ours, and did the same rates move as they did here?"""

from collections.abc import Iterable, Sequence

import numpy as np

from headwater.analysis.needs.chapters.why import BECAUSE, OPEN, RULE
from headwater.analysis.needs.drafting import (
    Draft,
    caution,
    paragraph,
    shown,
    unknown,
)
from headwater.analysis.needs.topics.elsewhere import (
    CHANGE,
    DIFFERENCE,
    LEAST_OTHERS,
    METHOD,
    NO_CHANGE,
    Elsewhere,
    Like,
    Measure,
    Move,
)
from headwater.analysis.needs.topics.indicators import UNIT_WORDS, Value
from headwater.analysis.needs.topics.neighbours import HOW_MANY, LEAST_AREAS, Feature
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import Released
from headwater.core.disclosure.already_public import already_public
from headwater.core.editions import Block, Column, ColumnKind, Finding, Strength, Table
from headwater.core.editions import Value as Cell
from headwater.core.marks import NOT_APPLICABLE

AREAS, CHANGES, DIFFERENCES = "elsewhere-areas", "elsewhere-changes", "elsewhere-differences"
TEXTS = {
    "residents": "population",
    "density": "density",
    "young": "the share aged 10 to 17",
    "adult": "the share aged 18 to 24",
    "income": "income deprivation",
    "education": "education deprivation",
    "urban": "the share of urban neighbourhoods",
}
APART = ("better", "worse", "higher", "lower")
CHANCE = (
    "About one measure in twenty differs by chance alone, and measures overlap. A difference says "
    "where to ask what was done there, not that anything worked."
)
LIKENESS = (
    "Authorities are alike in the features listed and in nothing else. They may differ in their "
    "services, their policing and in how cases are recorded."
)


def compose(view: View, found: Elsewhere | None, draft: Draft) -> list[Block]:
    """The part of a chapter."""
    if found is None:
        return [
            unknown(
                f"Authorities like those of {view.scope.name} can be found when indicators are "
                f"published, and residents by age and deprivation are loaded, for more than "
                f"{LEAST_AREAS} others. They were not."
            )
        ]
    areas = draft.table(_areas_table(found))
    changes = draft.table(_changes_table(found))
    differences = _differences_table(found)
    shown_differences = draft.table(differences)
    features = found.likes[0].candidates.features
    return [
        paragraph(
            "Indicators are published for upper-tier and unitary authorities. Each of ours is "
            f"compared with {len(found.likes[0].candidates.codes) - 1} elsewhere by "
            + words.listed([TEXTS[each.key] for each in features])
            + ". Unlikeness is 1 where authorities differ by one standard deviation in every "
            "feature."
        ),
        draft.finding(_nearest(found.likes)),
        areas,
        caution(LIKENESS),
        *_left_out(found),
        *_moved(found, differences.value, draft),
        shown_differences,
        changes,
    ]


def _left_out(found: Elsewhere) -> list[Block]:
    if not found.left_out:
        return []
    return [
        unknown(
            f"{words.counted(found.left_out, 'authority', 'authorities')} elsewhere could not be "
            "compared: a feature is not known, the authority ended in a reorganisation, or its "
            "districts cannot be told from those of another county of its force area."
        )
    ]


def _nearest(likes: Sequence[Like]) -> Finding:
    """Which authority is most like each of ours, and how firm the lists are."""
    named = [f"{like.candidates.names[like.nearest[0]]} ({like.name})" for like in likes]
    of = sum(len(like.nearest) for like in likes)
    always = sum(n == len(like.candidates.features) for like in likes for n in like.kept)
    return Finding(
        "elsewhere.nearest",
        f"The authorities elsewhere most like ours are {words.listed(named)}. Of the "
        f"{words.counted(of, 'neighbour')} listed, {always} stay among the nearest {HOW_MANY} "
        "whichever feature is left out.",
        tuple(
            f"{AREAS}:{like.code}~{like.candidates.codes[like.nearest[0]]}:unlike" for like in likes
        ),
        Strength.MODERATE if 2 * always > of else Strength.WEAK,
        (LIKENESS,),
        "Each list was made again with one feature left out at a time.",
    )


def _areas_table(found: Elsewhere) -> Released[Table]:
    """Each of ours and its neighbours, with every feature."""
    features = _features(found.likes)
    rests = found.likes[0].candidates.provenance
    stayed = rests.restated(
        method=f"Lists with one feature left out in which it is still among the nearest {HOW_MANY}"
    )
    table = Table(
        id=AREAS,
        title="Authorities most like ours",
        columns=(
            Column("of", "Ours, code", ColumnKind.CODE),
            Column("area_code", "Code", ColumnKind.CODE),
            Column("of_name", "Ours", ColumnKind.NAME),
            Column("area_name", "Authority", ColumnKind.NAME),
            Column("place", "Place", ColumnKind.TEXT),
            Column("unlike", "Unlikeness", ColumnKind.NUMBER, "deviations", 2, rests),
            Column("stays", "Stays in the list", ColumnKind.NUMBER,
                   f"of {len(features)} lists", 0, stayed),
            *(
                Column(f.key, f.label, ColumnKind.PERCENT if f.unit == "%" else ColumnKind.NUMBER,
                       f.unit, f.decimals, rests)
                for f in features
            ),
        ),
        rows=tuple(row for like in found.likes for row in _area_rows(like, features)),
        profile=OPEN,
        rule="These numbers are already public at this level.",
        key_columns=2,
        notes=(METHOD + ".",
               *((f"Deprivation is {found.edition}.",) if found.edition else ())),
        in_full=False,
    )  # fmt: skip
    return already_public(
        table, because="Residents, sizes, deprivation and classes of areas are official statistics"
    )


def _features(likes: Iterable[Like]) -> tuple[Feature, ...]:
    """Every feature that any of ours is compared by, once."""
    return tuple(dict.fromkeys(f for like in likes for f in like.candidates.features))


def _area_rows(like: Like, features: tuple[Feature, ...]) -> Iterable[tuple[Cell, ...]]:
    known = like.candidates
    stays = dict(zip(like.nearest, like.kept, strict=True))
    for n, i in enumerate(like.places):
        yield (
            like.code,
            known.codes[i],
            like.name,
            known.names[i],
            "this authority" if n == 0 else str(n),
            shown(round(float(like.unlike[i]), 4)),
            stays.get(i, NOT_APPLICABLE),
            *(
                shown(round(float(known.values[i, known.features.index(f)]), 4))
                if f in known.features
                else NOT_APPLICABLE
                for f in features
            ),
        )


def _changes_table(found: Elsewhere) -> Released[Table]:
    """Every measure in ours and in each neighbour: before, now, and the change."""
    said = found.rows.provenance(method="As published")
    moved = found.rows.provenance(method=CHANGE)
    table = Table(
        id=CHANGES,
        title="How published rates moved here and in authorities like ours",
        columns=(
            Column("of", "Ours, code", ColumnKind.CODE),
            Column("indicator", "Indicator", ColumnKind.CODE),
            Column("area_code", "Code", ColumnKind.CODE),
            Column("name", "Measure", ColumnKind.NAME),
            Column("area_name", "Authority", ColumnKind.NAME),
            Column("first", "From", ColumnKind.TEXT),
            Column("last", "To", ColumnKind.TEXT),
            Column("before", "Value then", ColumnKind.NUMBER, "", 1, said),
            Column("now", "Value now", ColumnKind.NUMBER, "", 1, said),
            Column("unit", "Unit", ColumnKind.TEXT),
            *_percents("change", "Change", moved.method, found),
            Column("compared", "Beside no change", ColumnKind.TEXT, provenance=moved),
        ),
        rows=tuple(_change_row(m, move) for m in found.measures for move in m.moves),
        profile=OPEN,
        rule=RULE,
        key_columns=3,
        notes=(
            "[c] was hidden and [x] not given by the publisher; [z] does not apply. A change from "
            "or to a hidden value is hidden. Without counts no interval can be given.",
        ),
        in_full=False,
    )
    return already_public(table, because=BECAUSE)


def _percents(key: str, label: str, method: str, found: Elsewhere) -> tuple[Column, ...]:
    """A change in per cent with its limits."""
    rests = found.rows.provenance(method=method)
    return (
        Column(key, label, ColumnKind.PERCENT, "%", 1, rests),
        Column(f"{key}_low", "Lower limit", ColumnKind.PERCENT, "95 %", 1, rests),
        Column(f"{key}_high", "Upper limit", ColumnKind.PERCENT, "95 %", 1, rests),
    )


def _percent(ratio: float, missing: str = NOT_APPLICABLE) -> Cell:
    """A ratio as a change in per cent."""
    return shown((ratio - 1) * 100, missing=missing or NOT_APPLICABLE, digits=4)


def _change_row(measure: Measure, move: Move) -> tuple[Cell, ...]:
    return (
        measure.of,
        measure.key,
        move.code,
        measure.title,
        move.name,
        measure.first,
        measure.last,
        _published(move.before),
        _published(move.now),
        UNIT_WORDS.get(measure.unit, measure.unit),
        _percent(move.ratio, move.mark),
        _percent(move.low),
        _percent(move.high),
        move.compared,
    )


def _published(value: Value | None) -> Cell:
    if value is None:
        return "[x]"
    return shown(value.value, missing=value.mark or "[x]")


def _differences_table(found: Elsewhere) -> Released[Table]:
    """Each measure of ours beside the usual change of its neighbours."""
    usual = found.rows.provenance(
        method=f"Geometric mean of the changes of the neighbours; {LEAST_OTHERS} at least"
    )
    counted = found.rows.provenance(method="Neighbours whose change is known")
    differs = found.rows.provenance(method=DIFFERENCE)
    table = Table(
        id=DIFFERENCES,
        title="How far rates moved otherwise here than in authorities like ours",
        columns=(
            Column("of", "Ours, code", ColumnKind.CODE),
            Column("indicator", "Indicator", ColumnKind.CODE),
            Column("of_name", "Ours", ColumnKind.NAME),
            Column("name", "Measure", ColumnKind.NAME),
            Column("first", "From", ColumnKind.TEXT),
            Column("last", "To", ColumnKind.TEXT),
            *_percents("change", "Change here", CHANGE, found),
            Column("usual", "Usual change there", ColumnKind.PERCENT, "%", 1, usual),
            Column("others", "Authorities", ColumnKind.NUMBER, "neighbours", 0, counted),
            *_percents("difference", "Difference", DIFFERENCE, found),
            Column("compared", "Beside theirs", ColumnKind.TEXT, provenance=differs),
            Column("publisher", "Publisher", ColumnKind.TEXT),
        ),
        rows=tuple(_difference_row(each) for each in found.measures),
        profile=OPEN,
        rule=RULE,
        key_columns=2,
        notes=(
            "A difference of 10 % means that the rate is a tenth higher than if it had moved as "
            "it did there. " + CHANCE,
        ),
        in_full=False,
    )
    return already_public(table, because=BECAUSE)


def _difference_row(each: Measure) -> tuple[Cell, ...]:
    own = each.moves[0]
    return (
        each.of,
        each.key,
        each.of_name,
        each.title,
        each.first,
        each.last,
        _percent(own.ratio, own.mark),
        _percent(own.low),
        _percent(own.high),
        _percent(each.usual),
        each.others,
        _percent(each.difference.ratio),
        _percent(each.difference.low),
        _percent(each.difference.high),
        each.compared,
        each.publisher,
    )


def _moved(found: Elsewhere, table: Table, draft: Draft) -> list[Block]:
    """How many measures moved otherwise than elsewhere, and which did most."""
    tested = [each for each in found.measures if not np.isnan(each.difference.low)]
    if not tested:
        return [
            unknown(
                "No measure has counts here and in enough authorities like ours, so a difference "
                "in how it moved cannot be told from chance."
            )
        ]
    apart = [each for each in tested if each.compared in APART]
    chance = len(tested) / 20
    figures = tuple(f"{table.id}:{each.of}~{each.key}:difference" for each in apart or tested)
    strong = len(apart) > 2 * max(chance, 1)
    blocks = [
        draft.finding(
            Finding(
                "elsewhere.moved",
                f"{len(apart)} of {words.counted(len(tested), 'measure')} that can be compared "
                "moved otherwise here than in authorities like ours, where chance alone would "
                f"give about {words.number(chance, decimals=1)}{_which(apart)}.",
                figures[:HOW_MANY],
                Strength.MODERATE if strong else Strength.WEAK,
                (CHANCE, LIKENESS),
                "Far more differ than chance would give."
                if strong
                else "Chance could have given as many.",
            )
        )
    ]
    widest = max(apart, key=_clearness, default=None)
    if widest is not None:
        blocks.append(draft.finding(_widest(widest, table)))
    return blocks


def _which(apart: Sequence[Measure]) -> str:
    """How many are better, worse, higher and lower, of those there are."""
    counts = [(sum(each.compared == label for each in apart), label) for label in APART]
    told = [f"{count} {label}" for count, label in counts if count]
    return f": {words.listed(told)}" if told else ""


def _clearness(each: Measure) -> float:
    """How far the nearer limit lies from no difference, as a logarithm."""
    low, high = np.log(each.difference.low), np.log(each.difference.high)
    return float(max(low, -high))


def _widest(each: Measure, table: Table) -> Finding:
    own, change = each.moves[0], each.difference
    ratios = (change.ratio, change.low, change.high)
    is_above = change.ratio > NO_CHANGE
    percents = [abs(ratio - NO_CHANGE) * 100 for ratio in ratios]
    middle, low, high = percents if is_above else (percents[0], percents[2], percents[1])
    return Finding(
        "elsewhere.widest",
        f"The clearest difference: {_lower(each.title)} in {each.of_name} {_went(own.ratio)} from "
        f"{each.first} to {each.last}; in {words.counted(each.others, 'authority', 'authorities')}"
        f" like it {_went(each.usual)}. By per cent, the value here is "
        f"{words.interval(middle, low, high, decimals=0)} {'above' if is_above else 'below'} where "
        "their change would have put it.",
        tuple(f"{table.id}:{each.of}~{each.key}:{c}" for c in ("change", "usual", "difference")),
        Strength.MODERATE,
        (CHANCE, LIKENESS),
        "The interval leaves out no difference, and it is the clearest of many looked at.",
    )


def _went(ratio: float) -> str:
    by = abs(ratio - NO_CHANGE) * 100
    if round(by) == 0:
        return "stayed as it was"
    return f"{'rose' if ratio > NO_CHANGE else 'fell'} by {words.number(by)} %"


def _lower(text: str) -> str:
    """A name inside a sentence, unless it starts with initials."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
