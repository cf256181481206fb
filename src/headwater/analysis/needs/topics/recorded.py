"""Record-level police crime: serious violence by what, when, where and who, as raw counts.

Counts are of offences by the month they were recorded in, as police statistics have it; hours and
weekdays are of the time they started. Only offences placed in the area are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis.expr.types as ir
import numpy as np

from headwater.analysis.needs import record_kernels, record_tables, tables
from headwater.analysis.needs.changes import LEVEL, change_of
from headwater.analysis.needs.counting import Carried, months_dimension
from headwater.analysis.needs.record_counting import (
    Summary,
    Tally,
    answer_dimension,
    dimension_of,
    ethnicity_dimension,
    months_of,
    person_dimension,
    week_dimension,
)
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.compared import compared_months, span_months
from headwater.analysis.rates.concentration import share_in_top
from headwater.analysis.rates.harm import harm
from headwater.analysis.rates.rates import proportion
from headwater.core.counts import CountCube, Dimension, FloatArray, Statistic
from headwater.core.periods import MONTHS_IN_YEAR, Month, Period
from headwater.core.provenance import Provenance
from headwater.lake.store import Rows, Store
from headwater.rulebook import (
    Definition,
    OffenceGroup,
    definition,
    harm_weight_of_subgroup,
    offence_code,
    threshold,
)

TABLE = "recorded_crimes"
UNIVERSE, BEFORE = "recorded", "recorded-before"
CORE, KNIFE = "SV_core", "knife_enabled"
EVERYWHERE, EVERYTHING = "area", "all"
INJURY, OTHER = "injury", "other"
WIDE_GROUPS = {
    INJURY: "Homicide and violence with injury",
    "sexual": "Rape and other sexual offences",
    "robbery": "Robbery",
    "weapons": "Possession of weapons",
    OTHER: "Threats to kill and all other serious violence",
}
"""Offence groups wide enough to be shown by district and month."""

WIDE_OF = {
    OffenceGroup.HOMICIDE: INJURY,
    OffenceGroup.VIOLENCE_WITH_INJURY: INJURY,
    OffenceGroup.RAPE: "sexual",
    OffenceGroup.OTHER_SEXUAL: "sexual",
    OffenceGroup.ROBBERY: "robbery",
    OffenceGroup.WEAPONS_POSSESSION: "weapons",
}
FLAGS = {
    "domestic": "Domestic abuse",
    "gang": "Gang or group",
    "alcohol": "Alcohol",
    "drugs": "Drugs",
    "child_exploitation": "Child criminal exploitation",
}
TOPS = ("top_share", "top_share_wide")
ONE_IN_A_PERIOD = "Pseudonyms named in at least two of these offences ÷ pseudonyms named"


@dataclass(frozen=True, slots=True)
class Kind:
    """Offences that share a group, a harm weight and a unit cost."""

    code: str
    group: OffenceGroup
    harm_days: float
    unit_cost: str | None


@dataclass(frozen=True, eq=False)
class Recorded:
    """Serious violence recorded in the area, by the definition that counts.

    `months` are those of the period with records, `loaded` all there are. `cubes` and `summaries`
    need release, under the rule of the lake table `TABLE`. `compares` says whether the same
    months of the year before are there.
    """

    cubes: tuple[CountCube, ...]
    summaries: tuple[Summary, ...]
    months: tuple[Month, ...]
    loaded: tuple[Month, ...]
    carried: Carried
    rows: Rows
    compares: bool
    serious: Definition

    @property
    def years(self) -> float:
        """Length of what was observed, in years."""
        return len(self.months) / MONTHS_IN_YEAR

    def missing(self, period: Period) -> tuple[Month, ...]:
        """Months of the period without any record."""
        return tuple(month for month in period if month not in self.months)

    def counted(self, method: str) -> Provenance:
        """How a count of serious violence was made."""
        return self.rows.provenance(method=method, definition=self.serious.stamp)


def measure(store: Store, scope: Scope) -> Recorded | None:
    """Count serious violence in the scope; None where nothing was recorded in its period."""
    if not store.has(TABLE):
        return None
    links, recorded = store.table("area_links"), store.table(TABLE)
    members = tables.members(links, area=scope.area, level=scope.level)
    codes = tables.codes_of(members, tables.changes_into(links, members))
    here = record_tables.inside(recorded, codes)
    loaded = months_of(
        store.rows(record_tables.months_recorded(here), name="months of recorded crime")
    )
    months = tuple(month for month in scope.period if month in loaded)
    if not months:
        return None
    count = _Count(store, scope, _offences(here, months, scope.serious))
    earlier = tuple(month.plus(-MONTHS_IN_YEAR) for month in months)
    before = None
    if all(month in loaded for month in earlier):
        before = _Count(store, scope, _offences(here, earlier, scope.serious))
    places = count.tally("lsoa", "kind")
    if not len(places.rows):
        return None
    return Recorded(
        cubes=(
            *_cubes(count, compared_months(store, scope)),
            *(_cubes_before(before) if before else ()),
        ),
        summaries=(
            *_repeats(count),
            *_concentration(places),
            *(_changes(count, before, months) if before else ()),
            *_placing(store, recorded, months, scope.serious),
        ),
        months=months,
        loaded=loaded,
        carried=places.carried,
        rows=places.rows,
        compares=before is not None,
        serious=scope.serious,
    )


def codes_of(serious: Definition) -> tuple[str, ...]:
    """Every label that a definition counts, always or with the knife flag."""
    return (*serious.codes, *serious.knife_flag_codes)


def kinds(serious: Definition) -> tuple[Kind, ...]:
    """The kinds of offence in a definition, in order of group."""
    order = list(OffenceGroup)
    found: dict[str, Kind] = {}
    for code in codes_of(serious):
        kind = _kind(code)
        found[kind.code] = kind
    return tuple(sorted(found.values(), key=lambda k: (order.index(k.group), k.code)))


def kind_dimension(serious: Definition) -> Dimension:
    """Kinds of offence, the groups above them, and above those whether the offence injures."""
    all_kinds = kinds(serious)
    groups = list(dict.fromkeys(kind.group for kind in all_kinds))
    injury = dimension_of(
        "injury", "Injury", {"injury": "Homicide or injury", "other": "Other serious violence"}
    )
    wide = dimension_of(
        "wide_group",
        "Offence group",
        WIDE_GROUPS,
        parent=injury,
        parents=["injury" if code == INJURY else "other" for code in WIDE_GROUPS],
    )
    group = dimension_of(
        "group",
        "Offence group",
        {each.value: each.words for each in groups},
        parent=wide,
        parents=[WIDE_OF.get(each, OTHER) for each in groups],
    )
    return dimension_of(
        "kind",
        "Kind of offence",
        {kind.code: kind.code.replace("_", " ") for kind in all_kinds},
        parent=group,
        parents=[kind.group.value for kind in all_kinds],
    )


def change_id(place: str, group: str) -> str:
    """The identifier of the change of an offence group in a district (or `area`, `all`)."""
    return f"recorded.change.{place}.{group}"


def _kind(code: str) -> Kind:
    """What kind of offence a label is."""
    known = offence_code(code)
    parts = (known.group.value, known.prc_subgroup.lower(), known.unit_cost or "no cost")
    return Kind(
        code=" | ".join(parts),
        group=known.group,
        harm_days=harm_weight_of_subgroup(known.prc_subgroup).days,
        unit_cost=known.unit_cost,
    )


def _offences(here: ir.Table, months: tuple[Month, ...], serious: Definition) -> ir.Table:
    """Offences of a definition recorded in some months."""
    counted = here.filter(record_tables.is_counted(here, serious))
    return record_tables.recorded_in(counted, months)


QUESTIONS = (
    ("month", "kind", "core"),
    ("month", "week_hours", "victim_person", "knife_use"),
    ("suspect_person",),
    tuple(FLAGS),
    ("victim_ethnicity", "suspect_ethnicity"),
)
"""What is asked of the lake: few questions, each answered once, that all cubes are made from."""


@dataclass(frozen=True, eq=False)
class _Count:
    """Asks the store how many offences there are by small area and other columns."""

    store: Store
    scope: Scope
    events: ir.Table
    answered: dict[tuple[str, ...], Tally] = field(default_factory=dict)

    def tally(self, *columns: str) -> Tally:
        """The answer that has some columns."""
        wanted = set(columns) - {"lsoa", "district"}
        asked = next(question for question in QUESTIONS if wanted <= set(question))
        if asked not in self.answered:
            self.answered[asked] = Tally.of(self.scope, self._ask(asked))
        return self.answered[asked]

    def _ask(self, columns: tuple[str, ...]) -> Rows:
        described = record_tables.described(
            self.events,
            core=definition(CORE),
            knife=definition(KNIFE),
            kinds={code: _kind(code).code for code in codes_of(self.scope.serious)},
        )
        return self.store.rows(
            record_tables.counted_by(
                self.events, {column: described[column] for column in ("lsoa_code", *columns)}
            ),
            name="serious violence by neighbourhood, " + ", ".join(columns),
        )

    def cube(
        self, id: str, *dimensions: Dimension, at: tuple[str, ...] = (), universe: str = UNIVERSE
    ) -> CountCube:
        """A cube by dimensions whose keys are columns; `at` names levels above them to stop at."""
        tally = self.tally(*(dimension.key for dimension in dimensions))
        method = "Offences placed in the area and recorded in the months, by " + ", ".join(
            dimension.label.lower() for dimension in dimensions
        )
        provenance = tally.rows.provenance(method=method, definition=self.scope.serious.stamp)
        return tally.cube(id, dimensions, at=at, universe=universe, provenance=provenance)


def knife_dimension() -> Dimension:
    """Whether a knife was used, only carried or flagged otherwise, or not flagged."""
    weapon = dimension_of("weapon", "Weapon", {"knife": "Knife flag", "other": "No knife flag"})
    return dimension_of(
        "knife_use",
        "Knife",
        {
            "enabled": "Knife-enabled (national list)",
            "flagged": "Knife flag on another offence, such as carrying",
            "none": "No knife flag",
        },
        parent=weapon,
        parents=("knife", "knife", "other"),
    )


def _cubes(count: _Count, compared: tuple[Month, ...]) -> tuple[CountCube, ...]:
    """Everything that is counted of the period."""
    scope = count.scope
    kind, knife = kind_dimension(scope.serious), knife_dimension()
    victim = person_dimension("victim")
    months, week = span_months(scope, compared), week_dimension()
    core = dimension_of(
        "core",
        "Definition",
        {
            "core": "Serious violence (core)",
            "other": f"Only in the {scope.serious.short} list",
        },
    )
    nobody = {"victim": "No victim recorded", "suspect": "No suspect recorded"}
    return (
        count.cube("recorded-kinds", kind),
        count.cube("recorded-core-groups", kind, core, at=("wide_group", "core")),
        count.cube("recorded-groups", scope.district, kind, at=("district", "wide_group")),
        count.cube(
            "recorded-injury", scope.district, months, kind, at=("district", "span", "injury")
        ),
        count.cube("recorded-core-months", months, core),
        count.cube("recorded-core-districts", scope.district, core),
        count.cube("recorded-lsoa", scope.lsoa),
        count.cube("recorded-week", week),
        count.cube("recorded-week-ages", week, victim, at=("part_hours", "victim_group")),
        count.cube("recorded-victims", victim),
        count.cube("recorded-suspects", person_dimension("suspect")),
        count.cube("recorded-knife", knife, victim, at=("knife_use", "victim_young")),
        *(
            count.cube(f"recorded-{flag}", answer_dimension(flag, label))
            for flag, label in FLAGS.items()
        ),
        *(
            count.cube(
                f"recorded-{role}-ethnicity",
                ethnicity_dimension(f"{role}_ethnicity", role.capitalize(), nobody=nobody[role]),
            )
            for role in nobody
        ),
    )


def _counted(count: _Count) -> Provenance:
    """How offences are counted by kind and month."""
    rows = count.tally("kind", "month").rows
    return rows.provenance(method="Offences", definition=count.scope.serious.stamp)


def _cubes_before(before: _Count) -> tuple[CountCube, ...]:
    """What is counted of the same months a year before, to compare with."""
    return (
        before.cube(
            "recorded-before-groups",
            before.scope.district,
            kind_dimension(before.scope.serious),
            at=("district", "wide_group"),
            universe=BEFORE,
        ),
        before.cube(
            "recorded-before-knife",
            knife_dimension(),
            person_dimension("victim"),
            at=("knife_use", "victim_young"),
            universe=BEFORE,
        ),
    )


def _repeats(count: _Count) -> tuple[Summary, ...]:
    """How often the same people are harmed, or suspected, again; and how many are both."""
    result: list[Summary] = []
    for role in ("victim", "suspect"):
        rows = count.store.rows(
            record_tables.times_named(count.events, f"{role}_ref"),
            name=f"how often each {role} is named",
        )
        result += _repeats_of(role, rows, stamp=count.scope.serious.stamp)
    both = count.store.rows(
        record_tables.named_both_ways(count.events), name="named as victim and as suspect"
    )
    n = dict(zip(both["role"], both["n"].astype(float), strict=True))
    result.append(
        _share(
            "recorded.overlap",
            n.get("both", 0.0),
            n.get("victim", 0.0),
            both.provenance(
                method="Victims who are also named as a suspect in these offences ÷ victims, "
                "Wilson limits",
                definition=count.scope.serious.stamp,
            ),
        )
    )
    return tuple(result)


def _repeats_of(role: str, rows: Rows, *, stamp: str) -> list[Summary]:
    times, people = rows["times"].astype(np.intp), rows["n"].astype(np.float64)
    again, on_them = record_kernels.repeats(times, people)
    share, low, high = record_kernels.share_of_events_on_repeats(times, people, level=LEVEL)
    named = float((times * people).sum())
    of_offences = Statistic(
        f"recorded.repeat_{role}_offences", share * 100, low * 100, high * 100, named, "%",
        rows.provenance(
            method=f"Offences that name someone named at least twice as {role} ÷ offences that "
            "name anyone; limits treat people as drawn (Cochran 1977, 2.11)",
            definition=stamp,
        ),
    )  # fmt: skip
    return [
        _share(
            f"recorded.repeat_{role}s",
            again,
            float(people.sum()),
            rows.provenance(method=f"{ONE_IN_A_PERIOD}, Wilson limits", definition=stamp),
        ),
        Summary(of_offences, parts=(on_them, named - on_them)),
    ]


def _share(id: str, part: float, whole: float, provenance: Provenance) -> Summary:
    """A proportion as a summary, in per cent."""
    rate = proportion(part, whole, multiplier=100, level=LEVEL)
    return Summary(
        Statistic(id, rate.value, rate.low, rate.high, whole, "%", provenance),
        parts=(part, whole - part),
    )


def _concentration(places: Tally) -> tuple[Summary, ...]:
    """How much harm and how many offences the most harmed neighbourhoods hold."""
    serious = places.scope.serious
    counts = places.counts((places.scope.lsoa, kind_dimension(serious)))
    if not counts.sum() > 0:
        return ()
    weights = [kind.harm_days for kind in kinds(serious)]
    provenance = places.rows.provenance(
        method="Share held by the fewest neighbourhoods that make up the top share (Weisburd "
        "2015); harm is offences × Cambridge Crime Harm Index days of their kind",
        definition=serious.stamp,
    )
    values: Mapping[str, FloatArray] = {
        "harm": harm(counts, weights=weights),
        "count": counts.sum(axis=1),
    }
    result: list[Summary] = []
    whole = float(counts.sum())
    for name, each in values.items():
        for top in TOPS:
            found = share_in_top(each, top=threshold(top).value)
            within = float(np.sort(each)[::-1][: found.areas].sum()) if name == "count" else 0.0
            result.append(
                Summary(
                    Statistic(
                        f"recorded.{name}_{top}", found.share * 100, np.nan, np.nan, whole, "%",
                        provenance,
                    ),
                    parts=(within, whole - within) if name == "count" else (),
                )
            )  # fmt: skip
    return tuple(result)


def _changes(count: _Count, before: _Count, months: tuple[Month, ...]) -> tuple[Summary, ...]:
    """How each offence group changed in each district, and knife-enabled offences everywhere."""
    earlier = tuple(month.plus(-MONTHS_IN_YEAR) for month in months)
    now, then = (
        _by_place_group_month(each, of) for each, of in ((count, months), (before, earlier))
    )
    places = (*count.scope.district.codes, EVERYWHERE)
    groups = (*WIDE_GROUPS, EVERYTHING)
    provenance = _counted(count).joined(_counted(before), method="Change")
    result = [
        _change(change_id(place, code), now[i, j], then[i, j], provenance)
        for i, place in enumerate(places)
        for j, code in enumerate(groups)
    ]
    for young, name in ((False, "knife_enabled"), (True, "knife_enabled_under_25")):
        result.append(
            _change(
                change_id(EVERYWHERE, name),
                _knife_by_month(count, months, young=young),
                _knife_by_month(before, earlier, young=young),
                provenance,
            )
        )
    return tuple(result)


def _change(id: str, now: FloatArray, then: FloatArray, provenance: Provenance) -> Summary:
    change = change_of(now, then)
    return Summary(
        Statistic(
            id,
            change.percent,
            (change.low - 1) * 100,
            (change.high - 1) * 100,
            float(now.sum() + then.sum()),
            "%",
            provenance.restated(method=change.method),
        ),
        parts=(float(now.sum()), float(then.sum())),
    )


def _by_place_group_month(count: _Count, months: tuple[Month, ...]) -> FloatArray:
    """District × wide group × month, with the whole area and all groups as last rows."""
    fine = count.cube(
        "by month",
        count.scope.district,
        kind_dimension(count.scope.serious),
        months_dimension(months),
        at=("district", "wide_group", "month"),
    ).counts
    wide = np.concatenate([fine, fine.sum(axis=0, keepdims=True)], axis=0)
    return np.concatenate([wide, wide.sum(axis=1, keepdims=True)], axis=1)


def _knife_by_month(count: _Count, months: tuple[Month, ...], *, young: bool) -> FloatArray:
    """Knife-enabled offences by month, of all victims or those under 25."""
    enabled = count.cube(
        "knife by month",
        knife_dimension(),
        person_dimension("victim"),
        months_dimension(months),
        at=("knife_use", "victim_young", "month"),
    ).counts[0]
    return np.asarray(enabled[0] if young else enabled.sum(axis=0))


def _placing(
    store: Store, recorded: ir.Table, months: tuple[Month, ...], serious: Definition
) -> tuple[Summary, ...]:
    """What share of the offences supplied have no neighbourhood and are left out."""
    counted = recorded.filter(record_tables.is_counted(recorded, serious))
    rows = store.rows(
        record_tables.placed_or_not(record_tables.recorded_in(counted, months)),
        name="offences with and without a neighbourhood",
    )
    n = dict(zip(rows["placed"], rows["n"].astype(float), strict=True))
    return (
        _share(
            "recorded.unplaced",
            n.get("no", 0.0),
            n.get("no", 0.0) + n.get("yes", 0.0),
            rows.provenance(
                method="Offences in the files without a neighbourhood ÷ offences in the files",
                definition=serious.stamp,
            ),
        ),
    )
