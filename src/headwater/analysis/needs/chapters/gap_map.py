"""The gap map as chapters: each cell with its working, what is within reach, what closing costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs.chapters import gaps
from headwater.analysis.needs.chapters.gaps import (
    CELL_CODES,
    CELL_NAMES,
    OPEN,
    RULE,
    Estimate,
    Written,
)
from headwater.analysis.needs.drafting import Draft, caution, heading, paragraph, shown
from headwater.analysis.needs.provision import Cell, SmallAreas, cells, small_areas
from headwater.analysis.needs.provision_map import (
    GapType,
    MapClass,
    class_of,
    cost_of,
    has_elsewhere,
    types_of,
)
from headwater.analysis.needs.topics.services import USUAL_REACH_KM, Reaching, Service, Services
from headwater.analysis.needs.topics.travel import LIMIT_MINUTES
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import FloatArray, Released
from headwater.core.editions import (
    AreaMap,
    Block,
    Chapter,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
    Value,
)
from headwater.core.errors import UsageError
from headwater.core.marks import NOT_APPLICABLE, NOT_AVAILABLE

MAP, OFFERS, ABOUT = "gap-map", "gap-offers", "gap-about"
NEAR, TYPES = "gap-reach", "gap-types"
MEANING = {
    GapType.VOLUME: "places are fewer than needed, though services reach the district",
    GapType.GEOGRAPHY: "no service, or none within reach of half of the need, while others have it",
    GapType.AGE_CLIFF: "help falls by more than half at the eighteenth birthday",
    GapType.GIRLS: "girls have less than half the places boys have",
    GapType.SEND: "no service suits special educational needs and disabilities",
    GapType.TIMING: "nothing is open in the evening or at weekends",
    GapType.PATHWAY: "no service says how to get in",
    GapType.EVIDENCE: "a service uses an approach that did harm, or none has clear evidence",
    GapType.ENDS_SOON: "all funding ends within six months",
    GapType.DATA: "need is too uncertain, or nobody confirmed a service in six months",
}
MISSING = (
    "People without a place: least, of the least need beside every place that is stated; most, of "
    "the most need beside places confirmed lately"
)


@dataclass(frozen=True, slots=True)
class Supplied:
    """Where services came from, in words, and whether that is the partnership's own directory."""

    name: str
    is_own: bool


def compose(
    view: View, services: Services | None, draft: Draft, supplied: Supplied
) -> tuple[Chapter, ...]:
    """Every chapter. Raises `UsageError` where need and places cannot be set beside each other."""
    lacking = gaps.lacking_in(view, services)
    if lacking:
        raise UsageError(lacking)
    assert services is not None
    assert view.surroundings.ages is not None
    estimate = Estimate.of(view, view.surroundings.ages)
    written = Written(view, services, estimate, cells(services, view.scope, estimate.affected))
    near = small_areas(services, view.scope, estimate.affected)
    return (
        Chapter(
            "gaps",
            "Gaps in provision",
            "Where is need not met?",
            tuple(gaps.compose(view, services, draft)),
        ),
        Chapter(
            "closing",
            "Closing the gaps",
            "What kinds of gap are there, and what would closing them cost?",
            tuple(_closing(written, draft)),
        ),
        Chapter(
            "reach",
            "Within reach",
            "What can people of each neighbourhood reach?",
            tuple(_near(written, near, draft)),
        ),
        Chapter(
            "offers",
            "The services",
            "Which services reach whom, and how is that known?",
            tuple(_offers(written, draft, supplied)),
        ),
    )


def _closing(written: Written, draft: Draft) -> list[Block]:
    table = draft.table(_map_table(written))
    return [
        heading("Each combination of place, age and help"),
        paragraph(
            "A combination has one class: that of the middle of its range. It is unknown where "
            "the range runs from gap to covered, or where services reach it and nobody confirmed "
            "one of them in six months. Closing it means a place for everybody who would need one."
        ),
        draft.finding(_cost_finding(written)),
        table,
        draft.table(_types_table(written)),
        caution(
            "What closing would cost is places without their premises, people and time to start. "
            "It is for setting gaps beside each other, not for a budget."
        ),
    ]


def _map_table(written: Written) -> Released[Table]:
    """The class, the kinds of gap and the cost of each cell."""
    short = written.both(MISSING)
    cost = short.joined(
        written.supply("What a start costs"),
        method=f"{MISSING}; × what a start costs at the cheapest and the dearest service",
    )
    classed = written.both("The class of the middle of the range, where the range allows one")
    return written.estimate.release(
        Table(
            id=MAP,
            title="The class of each combination, and what closing it would cost",
            profile=OPEN,
            rule=RULE,
            columns=(
                *CELL_NAMES,
                Column("class", "Class", ColumnKind.TEXT, provenance=classed),
                Column("types", "Kinds of gap", ColumnKind.TEXT, provenance=classed),
                Column("missing_low", "Without a place, least", ColumnKind.NUMBER,
                       "people a year", 0, short),
                Column("missing_high", "Without a place, most", ColumnKind.NUMBER,
                       "people a year", 0, short),
                Column("start_low", "Cost of a start, least", ColumnKind.MONEY, "£", 0, cost),
                Column("start_high", "Cost of a start, most", ColumnKind.MONEY, "£", 0, cost),
                Column("cost_low", "Cost of closing, least", ColumnKind.MONEY, "£ a year", 0, cost),
                Column("cost_high", "Cost of closing, most", ColumnKind.MONEY, "£ a year", 0, cost),
                Column("cost_from", "Cost known from", ColumnKind.TEXT, provenance=cost),
            ),
            rows=tuple(_map_row(written, cell) for cell in written.in_order),
            key_columns=3,
            notes=("[x] marks a cost that no service of the kind states.",),
            in_full=False,
        )
    )  # fmt: skip


def _types_table(written: Written) -> Released[Table]:
    """Each kind of gap in words, and how many combinations have it."""
    found = [_types(written, cell) for cell in written.cells]
    counted = written.both("Combinations that have the kind of gap, as the entries say")
    return written.estimate.release(
        Table(
            id=TYPES,
            title="Kinds of gap",
            profile=OPEN,
            rule=RULE,
            columns=(
                Column("kind", "Kind of gap", ColumnKind.NAME),
                Column("meaning", "Meaning", ColumnKind.TEXT),
                Column("combinations", "Combinations", ColumnKind.NUMBER, provenance=counted),
            ),
            rows=tuple(
                (str(kind), MEANING[kind], sum(kind in kinds for kinds in found))
                for kind in GapType
            ),
        )
    )


def _types(written: Written, cell: Cell) -> tuple[GapType, ...]:
    is_elsewhere = has_elsewhere(cell, written.cells)
    return types_of(cell, written.services, is_elsewhere=is_elsewhere)


def _map_row(written: Written, cell: Cell) -> tuple[Value, ...]:
    cost = cost_of(cell, written.services)
    kinds = _types(written, cell)
    return (
        *written.key(cell),
        written.place(cell),
        written.group(cell),
        str(class_of(cell)),
        "; ".join(str(kind) for kind in kinds) or "none",
        shown(round(cell.missing_low, 1)),
        shown(round(cell.missing_high, 1)),
        shown(round(cost.start_low), missing=NOT_AVAILABLE) if cost.source else NOT_AVAILABLE,
        shown(round(cost.start_high), missing=NOT_AVAILABLE) if cost.source else NOT_AVAILABLE,
        shown(round(cost.low), missing=NOT_AVAILABLE) if cost.source else NOT_AVAILABLE,
        shown(round(cost.high), missing=NOT_AVAILABLE) if cost.source else NOT_AVAILABLE,
        cost.source or "not known",
    )


def _cost_finding(written: Written) -> Finding:
    wrong = [c for c in written.in_order if class_of(c) in (MapClass.GAP, MapClass.THIN)]
    costs = [(cell, cost_of(cell, written.services)) for cell in wrong]
    known = [(cell, cost) for cell, cost in costs if cost.source]
    low, high = (sum(getattr(cost, end) for _, cost in known) for end in ("low", "high"))
    unknown = len(costs) - len(known)
    most = max(known, key=lambda pair: pair[1].high, default=None)
    figures = () if most is None else (f"{MAP}:{'~'.join(written.key(most[0]))}:cost_high",)
    return Finding(
        "gaps.cost",
        f"Giving everybody without a place one in the {words.counted(len(known), 'combination')} "
        f"that {'is' if len(known) == 1 else 'are'} a gap or thin would cost between "
        f"{words.money(low)} and {words.money(high)} a year"
        + (f"; for {unknown} more no service says what a start costs." if unknown else "."),
        figures,
        Strength.WEAK,
        (gaps.SHARES_ARE_CHOICES,),
        "It rests on assumed shares of need and on what services say a start costs.",
    )


def _near(written: Written, near: SmallAreas, draft: Draft) -> list[Block]:
    """What each neighbourhood may use. Nothing in it counts anybody below the district."""
    table = _near_table(written, near)
    block = draft.table(table)
    share = _percent(near.reached, near.combinations)
    lowest = int(np.nanargmin(share))
    name = written.view.scope.lsoa.names[lowest]
    blocks: list[Block] = [
        heading("Neighbourhoods"),
        paragraph(
            "Of the combinations of age and kind of help, how many have a service that people of "
            "a neighbourhood can reach, and in how many its places are less than a quarter of "
            "need. Need lies within a district as residents do, so no count of people or events "
            "below the district is in it."
        ),
        block,
    ]
    outlines = written.view.scope.shapes.outlines
    if any(outlines.get(code) is not None for code in written.view.scope.lsoa.codes):
        blocks.append(
            draft.map(
                AreaMap(
                    "gap-reach-map",
                    f"{name} reaches {words.percent(float(share[lowest]))} of the kinds of help, "
                    "the fewest",
                    "Share of the combinations of age and kind of help that have a service within "
                    f"reach, for {len(share)} neighbourhoods. The table lists every one.",
                    NEAR,
                    area="area_code",
                    value="reached",
                    level="lsoa",
                    legend="Kinds of help and age with a service within reach (%)",
                    outline_level="lad",
                )
            )
        )
    return blocks


def _percent(part: FloatArray, whole: FloatArray) -> FloatArray:
    out = np.full(len(whole), np.nan)
    return np.asarray(np.divide(part * 100, whole, out=out, where=whole > 0))


def _near_table(written: Written, near: SmallAreas) -> Released[Table]:
    scope = written.view.scope
    supply = written.supply("Combinations of age and help with a running service within reach")
    given = written.both(gaps.METHOD)
    columns = (
        [int(each) for each in near.combinations],
        [shown(round(float(v), 1), missing=NOT_APPLICABLE)
         for v in _percent(near.reached, near.combinations)],
        [shown(round(float(v), 1), missing=NOT_APPLICABLE)
         for v in _percent(near.gap, near.combinations)],
        [shown(round(float(v), 1), missing=NOT_APPLICABLE)
         for v in _percent(near.covered, near.combinations)],
    )  # fmt: skip
    names = {code: scope.district.names[i] for i, code in enumerate(scope.district.codes)}
    return written.estimate.release(
        Table(
            id=NEAR,
            title="Kinds of help within reach of each neighbourhood",
            profile=OPEN,
            rule=RULE,
            columns=(
                Column("area_code", "Code", ColumnKind.CODE),
                Column("area_name", "Neighbourhood", ColumnKind.NAME),
                Column("district", "District", ColumnKind.TEXT),
                Column("combinations", "Combinations", ColumnKind.NUMBER, provenance=supply),
                Column("reached", "Within reach", ColumnKind.PERCENT, "%", 0, supply),
                Column("gap", "Gap", ColumnKind.PERCENT, "%", 0, given),
                Column("covered", "Covered", ColumnKind.PERCENT, "%", 0, given),
            ),
            rows=tuple(
                (code, name, names[parent], *cells_)
                for code, name, parent, *cells_ in zip(
                    scope.lsoa.codes, scope.lsoa.names, scope.lsoa.parents, *columns, strict=True
                )
            ),
            in_full=False,
        )
    )


def _offers(written: Written, draft: Draft, supplied: Supplied) -> list[Block]:
    return [
        heading("How this was worked out"),
        draft.table(_about_table(written, supplied)),
        heading("Services behind each combination"),
        draft.table(_offers_table(written)),
        caution(gaps.DIRECTORY),
    ]


def _about_table(written: Written, supplied: Supplied) -> Released[Table]:
    """What was used, in words."""
    services = written.services
    running = services.open
    fresh = sum(services.is_confirmed(i) for i in running)
    timed = sum(services.reached_by[i] is Reaching.MINUTES for i in running)
    way = (
        f"Travel time of up to {LIMIT_MINUTES:.0f} minutes for {timed} of {len(running)} services, "
        "distance in a straight line for the others that have a place"
        if timed
        else "Distance in a straight line: what a service states, else "
        f"{USUAL_REACH_KM:.0f} km. No travel times were loaded for these services"
    )
    told = (
        ("supply", "Services", supplied.name),
        ("is_own", "The partnership's own directory", "yes" if supplied.is_own else "no"),
        ("as_of", "As it stood on", services.as_of.isoformat()),
        ("running", "Running services", str(len(running))),
        ("confirmed", f"Confirmed since {services.confirmed_since:%-d %B %Y}", str(fresh)),
        ("reach", "Whom a service reaches", way),
        ("need", "Need", written.estimate.affected.basis),
        ("period", "Months that need is counted over", written.view.scope.period.words),
    )
    made = written.supply("Read from the directory")
    return written.estimate.release(
        Table(
            id=ABOUT,
            title="What the map rests on",
            profile=OPEN,
            rule=RULE,
            columns=(
                Column("key", "Code", ColumnKind.CODE),
                Column("what", "What", ColumnKind.NAME),
                Column("told", "Used here", ColumnKind.TEXT, provenance=made),
            ),
            rows=told,
        )
    )


def _offers_table(written: Written) -> Released[Table]:
    """Each service as it bears on each cell."""
    said = written.supply("As the entry says")
    reach = written.supply("Share of the district's residents within reach of the service")
    given = written.both(gaps.METHOD)
    return written.estimate.release(
        Table(
            id=OFFERS,
            title="Services that reach each combination, and the places they give to it",
            profile=OPEN,
            rule=RULE,
            columns=(
                *CELL_CODES,
                Column("service_id", "Service", ColumnKind.CODE),
                Column("name", "Name", ColumnKind.NAME),
                Column("organisation", "Run by", ColumnKind.TEXT),
                Column("ages", "Ages", ColumnKind.TEXT, provenance=said),
                Column("reach", "Reaches by", ColumnKind.TEXT, provenance=said),
                Column("far", "Distance on average", ColumnKind.NUMBER, "km", 1, said),
                Column("minutes", "Travel on average", ColumnKind.NUMBER, "minutes", 0, said),
                Column("reached", "Residents within reach", ColumnKind.PERCENT, "%", 0, reach),
                Column("capacity", "Places it states", ColumnKind.NUMBER, "a year", 0, said),
                Column("given", "Places for this combination", ColumnKind.NUMBER, "a year", 1,
                       given),
                Column("confirmed_on", "Confirmed on", ColumnKind.TEXT, provenance=said),
                Column("confirmed", "Confirmed lately", ColumnKind.TEXT, provenance=said),
                Column("ends_on", "Funded until", ColumnKind.TEXT, provenance=said),
            ),
            rows=tuple(
                row for cell in written.in_order for row in _offer_rows(written, cell)
            ),
            key_columns=4,
            notes=(
                "Places are those each service gives by the two-step floating catchment. Of all "
                "its combinations together, older people included, no service gives more than it "
                "states.",
            ),
            in_full=False,
        )
    )  # fmt: skip


def _offer_rows(written: Written, cell: Cell) -> Sequence[tuple[Value, ...]]:
    services = written.services
    rows = []
    for offer in cell.offers:
        entry = services.entries[offer.position]
        rows.append(
            (
                *written.key(cell),
                entry.id,
                entry.name,
                entry.organisation,
                entry.ages_words,
                _reach_words(entry, services.reached_by[offer.position]),
                _mean(written, services.km[:, offer.position], cell.district),
                _mean(written, services.minutes[:, offer.position], cell.district),
                shown(round(offer.reached * 100, 1), missing=NOT_APPLICABLE),
                NOT_AVAILABLE if entry.capacity is None else entry.capacity,
                shown(round(offer.places, 2)),
                entry.assured_on.isoformat() if entry.assured_on else "never",
                "yes" if services.is_confirmed(offer.position) else "no",
                entry.funded_until.isoformat() if entry.funded_until else "not stated",
            )
        )
    return rows


def _reach_words(entry: Service, by: Reaching) -> str:
    """How a service reaches people: "within 5 km, as it states"."""
    if by is Reaching.MINUTES:
        return f"up to {LIMIT_MINUTES:.0f} minutes of travel"
    if by is Reaching.AREA:
        return "the whole area it serves"
    if by is Reaching.STATED:
        assert entry.reach_km is not None
        return f"{entry.reach_km:g} km in a straight line, as it states"
    return f"{USUAL_REACH_KM:.0f} km in a straight line, as it states none"


def _mean(written: Written, far: FloatArray, district: int) -> Value:
    """The average over the residents of a district who can get there at all."""
    scope = written.view.scope
    here = (scope.lsoa.parent_positions == district) & np.isfinite(far)
    people = scope.residents[here]
    if people.sum() == 0:
        return NOT_AVAILABLE
    return shown(round(float((far[here] * people).sum() / people.sum()), 1))
