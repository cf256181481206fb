"""Gaps in provision: where is need not met?"""

from dataclasses import dataclass, replace

import numpy as np

from headwater.analysis.needs.chapters.what import PROXY, violence_by
from headwater.analysis.needs.drafting import (
    Draft,
    caution,
    heading,
    paragraph,
    shown,
    unknown,
)
from headwater.analysis.needs.provision import (
    SHOWN_BANDS,
    WANTS,
    Affected,
    Cell,
    Coverage,
    GapKind,
    cells,
    counted_by,
)
from headwater.analysis.needs.topics.services import Services, month_words
from headwater.analysis.needs.topics.surroundings import AGE_BANDS, Ages, band_label
from headwater.analysis.needs.view import View
from headwater.analysis.rates.rates import crude_rates
from headwater.core import words
from headwater.core.counts import FloatArray, Released, ReleasedCube
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
from headwater.core.marks import NOT_APPLICABLE, NOT_AVAILABLE
from headwater.core.provenance import Provenance
from headwater.rulebook import definition, table_version

STATED_PREVALENCE = (0.02, 0.06)
"""People affected by violence in a year for each resident, where no crime was loaded."""
CRIMES = "crimes"
OLDEST = 120
VICTIMS, VICTIM_AGE = "recorded-victims", "victim_age"
NAMED = 3
UNEVEN = 0.5
OPEN = "published"
RULE = "These numbers are already public at this level."
DIRECTORY = (
    "A service that is missing from the directory looks the same as one that does not exist."
)
SHARES_ARE_CHOICES = (
    "The share of people who would be offered each kind of help is a choice made by headwater. "
    "Set your own before you commission on it."
)
UNSEEN = (
    "Violence that police never hear of is not in it, so need is more likely higher than lower."
)
METHOD = (
    "Two-step floating catchment (Luo and Wang 2003): each service's places are shared over the "
    "need it can reach and takes, and each district adds up its shares"
)


def compose(view: View, services: Services | None, draft: Draft) -> list[Block]:
    """The chapter."""
    lacking = lacking_in(view, services)
    if lacking:
        return [unknown(lacking)]
    assert services is not None
    assert view.surroundings.ages is not None
    estimate = Estimate.of(view, view.surroundings.ages)
    found = cells(services, view.scope, estimate.affected)
    written = Written(view, services, estimate, found)
    return [
        paragraph(
            "Need is set beside places for each district, age band and kind of help. "
            f"{estimate.affected.basis} Coverage is a range: its low end has the most need and "
            f"only places confirmed since {month_words(services.confirmed_since)}, its high end "
            "the least need and all places stated. A class is given only where the whole range "
            "agrees."
        ),
        *_classes(written, draft),
        *_holes(written, draft),
        *_kinds(written, draft),
        caution(DIRECTORY),
        caution(SHARES_ARE_CHOICES),
        caution(UNSEEN),
        unknown(
            "Adults of 25 and over are not in the grid; they share the places of services that "
            f"take them. {_not_supplied(services)} and whether young people trust them was not "
            "supplied."
        ),
    ]


def _not_supplied(services: Services) -> str:
    """What nobody says of services; how long the way is, where no travel times were loaded."""
    languages = "in which languages they work"
    if services.travel is None:
        return f"How far services are by bus, {languages}"
    return f"{languages[:1].upper()}{languages[1:]}"


def lacking_in(view: View, services: Services | None) -> str:
    """What has to be loaded before gaps can be seen; empty where nothing is missing."""
    if services is None:
        return (
            "No service directory that reaches this area was loaded, so headwater cannot say "
            "where need is not met. Load one (headwater template services)."
        )
    if services.reach is None:
        return (
            "Some services have a place, but a district has no neighbourhood whose centre is "
            "known, so headwater cannot say whom they reach. Load outlines or centres "
            "(headwater template areas)."
        )
    if view.surroundings.ages is None:
        return (
            "No residents by age were loaded, so headwater cannot set need beside places for "
            "each age. Load them (headwater template residents)."
        )
    return ""


@dataclass(frozen=True, eq=False)
class Estimate:
    """People affected by violence, and what the estimate rests on."""

    affected: Affected
    provenance: Provenance
    released: Released[ReleasedCube] | None

    @classmethod
    def of(cls, view: View, ages: Ages) -> "Estimate":
        """From recorded violence where there is any, else from a stated share of residents."""
        held = view.cubes.get(CRIMES) if view.public is not None else None
        if held is None or np.isnan(violence_by(held.value)):
            low, high = STATED_PREVALENCE
            basis = (
                f"No crime was loaded, so {words.percent(low * 100)} to "
                f"{words.percent(high * 100)} of residents are taken to be affected by violence "
                "in a year."
            )
            return cls(
                Affected(ages.counts * low, ages.counts * high, basis),
                ages.provenance.restated(method=f"Residents by age × a stated share. {basis}"),
                None,
            )
        return cls._from_crimes(view, ages, held)

    @classmethod
    def _from_crimes(cls, view: View, ages: Ages, held: Released[ReleasedCube]) -> "Estimate":
        assert view.public is not None
        low, high = _violence_limits(view, held.value)
        profile = _victim_profile(view, ages)
        weight = ages.counts if profile is None else ages.counts * profile[0]
        totals = weight.sum(axis=1, keepdims=True)
        share = np.divide(weight, totals, out=np.zeros_like(weight), where=totals > 0)
        spread = (
            "shared over ages as residents are"
            if profile is None
            else "shared over ages as recorded victims are"
        )
        basis = (
            "One person is taken to be affected for each record of violence in the public files, "
            f"{spread}."
        )
        counted = view.public.rows.provenance(
            method=f"Records of violence a year with 95 % limits. {basis}",
            definition=definition(PROXY).stamp,
        ).joined(ages.provenance, method=f"Records of violence × share of age band. {basis}")
        if profile is not None:
            counted = counted.joined(profile[1].value.provenance, method=counted.method)
        # The rule of the victims is the stricter one, so the tables go out under it.
        released = held if profile is None else profile[1]
        affected = Affected(share * low[:, None], share * high[:, None], basis)
        return cls(affected, counted, released)

    def release(self, table: Table) -> Released[Table]:
        """A table made from the estimate, released as what the estimate rests on was."""
        if self.released is None:
            return already_public(
                table, because="Residents are official statistics and directories are open"
            )
        return self.released.map(lambda cube: replace(table, profile=cube.profile, rule=cube.rule))


def _violence_limits(view: View, cube: ReleasedCube) -> tuple[FloatArray, FloatArray]:
    """Records of violence a year in each district, with 95 % limits. Hidden: the area's rate."""
    assert view.public is not None
    years, residents = view.public.years, view.scope.district_residents
    counts = violence_by(cube, "district")
    whole = float(violence_by(cube)) / residents.sum()
    filled = np.where(np.isnan(counts), whole * residents, counts)
    rates = crude_rates(filled, np.full(len(filled), years), multiplier=1.0)
    return rates.low, rates.high


def _victim_profile(view: View, ages: Ages) -> tuple[FloatArray, Released[ReleasedCube]] | None:
    """How often each age band is a recorded victim, for each of its residents.

    None unless victims were recorded and released with every band shown.
    """
    held = view.cubes.get(VICTIMS)
    if held is None or (VICTIM_AGE,) not in held.value.margins:
        return None
    age = held.value.dimension(VICTIM_AGE)
    victims = held.value.margin(VICTIM_AGE)
    # Victims may be counted in wider bands than residents, so that children's counts can be shown.
    holds = np.array([_within(band_label(*band), age.codes) for band in AGE_BANDS])
    if (holds < 0).any():
        return None
    people = np.bincount(holds, weights=ages.counts.sum(axis=0), minlength=len(age))
    counted = victims[holds]
    if np.isnan(counted).any() or counted.sum() == 0 or (people[holds] == 0).any():
        return None
    return counted / people[holds], held


def _within(band: str, wider: tuple[str, ...]) -> int:
    """The position of the band that holds another; -1 where none does."""
    low, high = _ages(band)
    for i, code in enumerate(wider):
        if code[:1].isdigit() and _ages(code)[0] <= low and high <= _ages(code)[1]:
            return i
    return -1


def _ages(band: str) -> tuple[int, int]:
    """The youngest and oldest age of a band written `18-24` or `65+`."""
    if band.endswith("+"):
        return int(band[:-1]), OLDEST
    low, high = band.split("-")
    return int(low), int(high)


@dataclass(frozen=True, eq=False)
class Written:
    """The cells and how they are named."""

    view: View
    services: Services
    estimate: Estimate
    cells: tuple[Cell, ...]

    @property
    def in_order(self) -> list[Cell]:
        """The cells by kind of help, age and district."""
        return sorted(self.cells, key=lambda c: (_WANT_ORDER[c.help], c.band, c.district))

    def key(self, cell: Cell) -> tuple[str, str, str]:
        """The row of a cell."""
        return (self.view.scope.district.codes[cell.district], self.ages(cell), str(cell.help))

    def ages(self, cell: Cell) -> str:
        """The age band of a cell as suppliers write it."""
        return band_label(*AGE_BANDS[cell.band])

    def group(self, cell: Cell) -> str:
        """Kind of help and ages: `Mentoring, 15-17`."""
        return f"{cell.help.words.capitalize()}, {self.ages(cell)}"

    def place(self, cell: Cell) -> str:
        """The name of the district."""
        return self.view.scope.district.names[cell.district]

    def figure(self, cell: Cell, column: str) -> str:
        """The figure of a cell."""
        return f"{CELLS}:{'~'.join(self.key(cell))}:{column}"

    def supply(self, method: str) -> Provenance:
        """What a number made from the directory rests on."""
        return self.services.provenance(method=method)

    def both(self, method: str) -> Provenance:
        """What a number made from need and places rests on."""
        return self.estimate.provenance.joined(
            self.supply(method),
            method=f"{method}. {table_version('gap_classes')}",
        )


CELLS = "gaps-cells"
CELL_CODES = (
    Column("area_code", "Code", ColumnKind.CODE),
    Column("age", "Age", ColumnKind.CODE),
    Column("help", "Help", ColumnKind.CODE),
)
CELL_NAMES = (
    *CELL_CODES,
    Column("area_name", "District", ColumnKind.NAME),
    Column("group", "Kind of help and age", ColumnKind.TEXT),
)
"""What names a district, an age band and a kind of help in every table of them."""


def _classes(written: Written, draft: Draft) -> list[Block]:
    """How many cells are covered, thin or a gap, and the working of each."""
    by_kind = draft.table(_classes_table(written))
    working = draft.table(_cells_table(written))
    counts = counted_by(written.cells)
    of = len(written.cells)
    between = counts[Coverage.GAP_TO_THIN] + counts[Coverage.THIN_TO_COVERED]
    finding = Finding(
        "provision.classes",
        f"Of {of} combinations of district, age and kind of help, the whole range says gap for "
        f"{counts[Coverage.GAP]}, thin for {counts[Coverage.THIN]} and covered for "
        f"{counts[Coverage.COVERED]}; {between} lie between two classes and "
        f"{counts[Coverage.UNKNOWN]} are unknown.",
        tuple(f"gaps-classes:all:{_column(each)}" for each in (Coverage.GAP, Coverage.COVERED)),
        Strength.DESCRIPTIVE,
        (DIRECTORY, SHARES_ARE_CHOICES),
        "It counts classes, and compares nothing.",
    )
    worst = max(written.cells, key=lambda cell: (_unmet(cell), cell.need_high))
    chart = Chart(
        "gaps-chart",
        ChartKind.HEAT,
        f"{counts[Coverage.GAP]} of {of} combinations have places for less than a quarter of need",
        "Each square is a kind of help for an age band in a district; the darker, the more need "
        f"has no place. {written.group(worst)} in {written.place(worst)} has "
        f"{words.percent(_unmet(worst))} without. The table gives the working of every square.",
        CELLS,
        x="area_name",
        y="unmet",
        series="group",
        y_title="Need without a place (%)",
    )
    return [
        heading("Need beside places"),
        draft.finding(finding),
        by_kind,
        draft.chart(chart),
        working,
    ]


def _column(coverage: Coverage) -> str:
    """The column of a class."""
    return str(coverage).replace(" ", "_")


def _unmet(cell: Cell) -> float:
    """Per cent of need without a place, in the middle of the range."""
    return 0.0 if np.isnan(cell.unmet) else max(cell.unmet, 0.0) * 100


def _classes_table(written: Written) -> Released[Table]:
    """Cells by class, for each kind of help and in all."""
    kinds = [want.help for want in WANTS]
    groups = [("all", "All kinds", written.cells)] + [
        (str(kind), kind.words.capitalize(), tuple(c for c in written.cells if c.help is kind))
        for kind in kinds
    ]
    counted = written.both("Combinations of district and age in the class")
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (code, name, len(group), *(counted_by(group)[each] for each in Coverage))
        for code, name, group in groups
    )
    return written.estimate.release(
        Table(
            id="gaps-classes",
            title="Combinations of district and age by how places stand to need",
            profile=OPEN,
            rule=RULE,
            rows=rows,
            columns=(
                Column("help", "Code", ColumnKind.CODE),
                Column("help_name", "Kind of help", ColumnKind.NAME),
                Column("combinations", "Combinations", ColumnKind.NUMBER, provenance=counted),
                *(
                    Column(_column(e), str(e).capitalize(), ColumnKind.NUMBER, provenance=counted)
                    for e in Coverage
                ),
            ),
            notes=(
                "Gap: places for less than a quarter of need. Thin: a quarter to three quarters. "
                "Covered: three quarters or more. Unknown: the range spans them all.",
            ),
        )
    )


def _cells_table(written: Written) -> Released[Table]:
    """The working of every cell."""
    need = written.estimate.provenance.restated(
        method=f"{written.estimate.provenance.method} × share who would be offered the help"
    )
    supply = written.supply("Running services that reach the district and take the age")
    given = written.both(METHOD)
    unmet = written.both(f"{METHOD}. Places beyond a neighbourhood's need meet no other's")
    return written.estimate.release(
        Table(
            id=CELLS,
            title="Need and places for each district, age and kind of help",
            profile=OPEN,
            rule=RULE,
            columns=(
                *CELL_NAMES,
                Column("need_low", "Need, least", ColumnKind.NUMBER, "people a year", 0, need),
                Column("need_high", "Need, most", ColumnKind.NUMBER, "people a year", 0, need),
                Column("services", "Services", ColumnKind.NUMBER, provenance=supply),
                Column("places", "Places", ColumnKind.NUMBER, "a year", 0, given),
                Column("within_reach", "Need within reach", ColumnKind.PERCENT, "%", 0, given),
                Column(
                    "coverage_low", "Coverage, lowest", ColumnKind.RATIO, "places to need", 2, given
                ),
                Column("coverage", "Coverage", ColumnKind.RATIO, "places to need", 2, given),
                Column("coverage_high", "Highest", ColumnKind.RATIO, "places to need", 2, given),
                Column("unmet", "Need without a place", ColumnKind.PERCENT, "%", 0, unmet),
                Column("class", "Class", ColumnKind.TEXT, provenance=given),
                Column("also", "Also", ColumnKind.TEXT, provenance=supply),
            ),
            rows=tuple(
                (
                    *written.key(cell),
                    written.place(cell),
                    written.group(cell),
                    shown(round(cell.need_low, 1)),
                    shown(round(cell.need_high, 1)),
                    cell.services,
                    shown(round(cell.places, 1)),
                    shown(round(cell.within_reach * 100, 1), missing=NOT_APPLICABLE),
                    shown(cell.ratio_low, missing=NOT_APPLICABLE),
                    shown(cell.ratio, missing=NOT_APPLICABLE),
                    NOT_AVAILABLE
                    if np.isinf(cell.ratio_high)
                    else shown(cell.ratio_high, missing=NOT_APPLICABLE),
                    shown(round(_unmet(cell), 1)),
                    str(cell.coverage),
                    "; ".join(str(kind) for kind in cell.kinds) or "none",
                )
                for cell in written.in_order
            ),
            key_columns=3,
            notes=(
                "[x] marks a limit that cannot be given, as a service does not state its places. "
                "[z] marks cells without need.",
            ),
            in_full=False,
        )
    )


_WANT_ORDER = {want.help: i for i, want in enumerate(WANTS)}


def _holes(written: Written, draft: Draft) -> list[Block]:
    """Help that is missing: here though others have it, everywhere, and thinner than elsewhere."""
    local = [c for c in written.cells if c.is_empty and c.need_high > 0 and _elsewhere(written, c)]
    local.sort(key=lambda cell: -cell.need_high)
    blocks: list[Block] = [heading("What is missing where")]
    if local:
        blocks.append(draft.finding(_local_finding(written, local)))
    nowhere = _nowhere(written)
    if nowhere:
        blocks.append(draft.finding(_nowhere_finding(written, nowhere)))
    uneven = sorted(
        (
            c
            for c in written.cells
            if not c.is_empty and c.beside_area < UNEVEN and c.coverage is not Coverage.COVERED
        ),
        key=lambda cell: cell.beside_area,
    )
    if uneven:
        blocks += [draft.table(_uneven_table(written, uneven))]
        blocks.append(draft.finding(_uneven_finding(written, uneven)))
    if not (local or nowhere or uneven):
        blocks.append(
            paragraph(
                "Every kind of help reaches every age it is for in every district, and where "
                "need is not covered no district has less than half the coverage of the whole "
                "area."
            )
        )
    return blocks


def _elsewhere(written: Written, cell: Cell) -> bool:
    """Whether another district has a service of the same kind for the same age."""
    return any(
        other.help is cell.help and other.band == cell.band and not other.is_empty
        for other in written.cells
    )


def _nowhere(written: Written) -> list[tuple[Cell, ...]]:
    """Groups of cells of one kind and age that no service reaches in any district."""
    groups = [
        tuple(c for c in written.cells if c.help is want.help and c.band == band)
        for want in WANTS
        for band in SHOWN_BANDS
    ]
    return [g for g in groups if g and all(c.is_empty and c.need_high > 0 for c in g)]


def _because(written: Written) -> str:
    """A directory that nobody keeps cannot prove a service missing."""
    fresh = sum(written.services.is_confirmed(i) for i in written.services.open)
    stale = 2 * fresh < len(written.services.open)
    return "No running service in the directory reaches them" + (
        ", but most entries were not confirmed lately." if stale else "."
    )


def _local_finding(written: Written, local: list[Cell]) -> Finding:
    first = words.listed(
        [
            f"{cell.help.words} for ages {_to(written.ages(cell))} in {written.place(cell)}"
            for cell in local[:NAMED]
        ]
    )
    more = _more(len(local))
    least, most = local[0].need_low, local[0].need_high
    return Finding(
        "gaps.local",
        f"No service offers {first}{more}, though other districts have it; "
        f"between {words.number(least)} and {words.number(most)} people a year would need "
        f"{'it' if len(local) == 1 else 'the first'}.",
        tuple(written.figure(cell, "services") for cell in local[:NAMED])
        + tuple(written.figure(cell, "need_high") for cell in local[:1]),
        Strength.MODERATE,
        (DIRECTORY, SHARES_ARE_CHOICES),
        _because(written),
    )


def _nowhere_finding(written: Written, nowhere: list[tuple[Cell, ...]]) -> Finding:
    first = words.listed(
        [f"{g[0].help.words} for ages {_to(written.ages(g[0]))}" for g in nowhere[:NAMED]]
    )
    return Finding(
        "gaps.everywhere",
        f"No district of {written.view.scope.name} has {first}{_more(len(nowhere))}.",
        tuple(written.figure(group[0], "services") for group in nowhere[:NAMED]),
        Strength.MODERATE,
        (DIRECTORY,),
        _because(written),
    )


def _to(ages: str) -> str:
    return ages.replace("-", " to ")


def _more(found: int) -> str:
    """How many were not named."""
    return f", nor {found - NAMED} other combinations" if found > NAMED else ""


def _uneven_table(written: Written, uneven: list[Cell]) -> Released[Table]:
    """Districts with less than half of the area's coverage."""
    beside = written.both(f"Coverage of the district ÷ coverage of the whole area. {METHOD}")
    return written.estimate.release(
        Table(
            id="gaps-uneven",
            title="Combinations with less than half the coverage of the whole area",
            profile=OPEN,
            rule=RULE,
            columns=(
                *CELL_NAMES,
                Column("services", "Services", ColumnKind.NUMBER, provenance=beside),
                Column("coverage", "Coverage", ColumnKind.RATIO, "places to need", 2, beside),
                Column("beside", "Beside the whole area", ColumnKind.RATIO, "times", 2, beside),
            ),
            rows=tuple(
                (
                    *written.key(cell),
                    written.place(cell),
                    written.group(cell),
                    cell.services,
                    shown(cell.ratio),
                    shown(cell.beside_area),
                )
                for cell in uneven
            ),
            key_columns=3,
            notes=("The comparison does not depend on how much need is assumed.",),
            in_full=False,
        )
    )


def _uneven_finding(written: Written, uneven: list[Cell]) -> Finding:
    worst = uneven[0]
    row = "~".join(written.key(worst))
    return Finding(
        "gaps.uneven",
        f"{words.counted(len(uneven), 'combination')} {'has' if len(uneven) == 1 else 'have'} "
        f"less than half the coverage of {written.view.scope.name} as a whole. "
        f"Lowest is {worst.help.words} for ages {_to(written.ages(worst))} in "
        f"{written.place(worst)}, with "
        f"{words.number(worst.beside_area * 100)} places for every 100 it would have at the "
        "area's coverage.",
        (f"gaps-uneven:{row}:beside", f"gaps-uneven:{row}:coverage"),
        Strength.MODERATE,
        (DIRECTORY,),
        "Districts are compared with each other, so the assumed need falls out.",
    )


KIND_WORDS = {
    GapKind.GEOGRAPHY: "services reach less than half of the need",
    GapKind.AGE_CLIFF: "help falls by more than half at the eighteenth birthday",
    GapKind.GIRLS: "girls have less than half the places boys have",
    GapKind.SEND: "no service suits special educational needs and disabilities",
    GapKind.TIMING: "nothing is open in the evening or at weekends",
    GapKind.PATHWAY: "no service says how to get in",
    GapKind.ENDS_SOON: "all funding ends within six months of the period",
    GapKind.UNCONFIRMED: "nobody confirmed an entry in the six months before the period ended",
}


def _kinds(written: Written, draft: Draft) -> list[Block]:
    """What else is wrong with the help there is."""
    found = {kind: [c for c in written.cells if kind in c.kinds] for kind in GapKind}
    counted = written.supply("Combinations whose every entry says so. What is not said counts not")
    table = draft.table(
        written.estimate.release(
            Table(
                id="gaps-kinds",
                title="Other gaps in the help there is",
                profile=OPEN,
                rule=RULE,
                columns=(
                    Column("kind", "Kind of gap", ColumnKind.NAME),
                    Column("meaning", "Meaning", ColumnKind.TEXT),
                    Column("combinations", "Combinations", ColumnKind.NUMBER, provenance=counted),
                    Column("of", "Of", ColumnKind.NUMBER, provenance=counted),
                    Column("such_as", "Such as", ColumnKind.TEXT, provenance=counted),
                ),
                rows=tuple(
                    (
                        str(kind),
                        KIND_WORDS[kind],
                        len(having),
                        len(written.cells),
                        _such_as(written, having),
                    )
                    for kind, having in found.items()
                ),
            )
        )
    )
    return [
        heading("Who is left out, and when"),
        table,
        *(
            draft.finding(
                Finding(
                    f"gaps.{kind.name.lower()}",
                    f"In {len(having)} of {len(written.cells)} combinations {KIND_WORDS[kind]}, "
                    f"such as {_such_as(written, having)}.",
                    (f"gaps-kinds:{kind}:combinations",),
                    Strength.WEAK if kind is GapKind.UNCONFIRMED else Strength.MODERATE,
                    (DIRECTORY,),
                    "It rests on what the entries say of themselves.",
                )
            )
            for kind, having in found.items()
            if having
        ),
    ]


def _such_as(written: Written, having: list[Cell]) -> str:
    """The combination with most need, in words."""
    if not having:
        return "none"
    most = max(having, key=lambda cell: cell.need_high)
    return f"{most.help.words} for ages {_to(written.ages(most))} in {written.place(most)}"
