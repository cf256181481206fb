"""What help there is: the service directory, who each service is for and whom it can reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from headwater.analysis.needs import provision_kernels as kernels
from headwater.analysis.needs import provision_tables as tables
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics import travel
from headwater.analysis.needs.topics.travel import LIMIT_MINUTES, Centres, Travel
from headwater.core.areas import Level, level_of
from headwater.core.counts import BoolArray, CountCube, Dimension, FloatArray
from headwater.core.errors import UsageError
from headwater.core.periods import Month
from headwater.core.provenance import Expression, Provenance
from headwater.lake.store import Rows, Store
from headwater.rulebook import threshold

UNIVERSE = "services"
TAKEN = "services-taken"
CONFIRMED_WITHIN_MONTHS = 6
"""An entry that nobody confirmed for longer is not relied on (a choice made by headwater)."""
USUAL_REACH_KM = 3.0
"""How far people come to a place that gives no reach (a choice made by headwater)."""
OLDEST = 120
TWO_TIER = "E07"
"""How codes of districts that have a county above them begin."""


class Help(StrEnum):
    """The kinds of help a service can give, as directories name them."""

    MENTORING = "mentoring"
    THERAPY = "therapy"
    YOUTH_WORK = "youth_work"
    FAMILY_SUPPORT = "family_support"
    SUBSTANCE_MISUSE = "substance_misuse"
    VICTIM_SUPPORT = "victim_support"
    EXPLOITATION_SUPPORT = "exploitation_support"
    EMPLOYMENT = "employment"
    SPORT = "sport"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The kind of help as a reader knows it."""
        return HELP_WORDS[self]


HELP_WORDS = {
    Help.MENTORING: "mentoring",
    Help.THERAPY: "therapy",
    Help.YOUTH_WORK: "youth work",
    Help.FAMILY_SUPPORT: "family support",
    Help.SUBSTANCE_MISUSE: "drug and alcohol support",
    Help.VICTIM_SUPPORT: "victim support",
    Help.EXPLOITATION_SUPPORT: "support against exploitation",
    Help.EMPLOYMENT: "help into work",
    Help.SPORT: "sport",
    Help.OTHER: "other help",
}
TIERS = ("primary", "secondary", "tertiary")


class Reaching(StrEnum):
    """What said whom a service reaches."""

    MINUTES = "travel time"
    STATED = "the distance it states"
    USUAL = "the usual distance"
    AREA = "the area it serves"


@dataclass(frozen=True, slots=True)
class Directory:
    """A service directory that is not in the lake, such as the partnership's own.

    `rows` have the columns of the lake's table. `load` is what stands for it among the loads.
    """

    name: str
    load: str
    as_of: date
    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Service:
    """One entry of the directory. None means that the entry does not say."""

    id: str
    name: str
    organisation: str
    status: str
    help: Help
    tier: str
    approach: str | None
    youngest: int | None
    oldest: int | None
    sex: str
    capacity: int | None
    taken: int | None
    wait_days: int | None
    point: tuple[float, float] | None
    reach_km: float | None
    serves: str | None
    send_friendly: bool | None
    evenings: bool | None
    weekends: bool | None
    cost: float | None
    funded_until: date | None
    assured_on: date | None
    url: str | None

    @property
    def ages_words(self) -> str:
        """The ages it takes, in words."""
        if self.youngest is None and self.oldest is None:
            return "not stated"
        low = "" if not self.youngest else str(self.youngest)
        high = "" if self.oldest is None or self.oldest >= OLDEST else str(self.oldest)
        if low and high:
            return f"{low} to {high}"
        if high:
            return f"up to {high}"
        return f"{low} and over" if low else "all ages"

    def is_open(self, on: date) -> bool:
        """Whether it was running: active, and its funding had not ended."""
        return self.status == "active" and (self.funded_until is None or self.funded_until >= on)

    def ends_by(self, on: date, *, last: date) -> bool:
        """Whether it is open on a day and its funding ends by another."""
        return self.is_open(on) and self.funded_until is not None and self.funded_until <= last

    def is_confirmed(self, since: date) -> bool:
        """Whether somebody confirmed the entry on a day or after it."""
        return self.assured_on is not None and self.assured_on >= since

    def takes(self, low: int, high: int) -> float:
        """The share of an age band that it takes."""
        last = low + 19 if high >= OLDEST else high
        return kernels.share_of_band(
            low,
            last,
            youngest=0 if self.youngest is None else self.youngest,
            oldest=OLDEST if self.oldest is None else self.oldest,
        )


@dataclass(frozen=True, eq=False)
class Services:
    """The directory as it bears on an area.

    `entries` can reach somebody in the area, or do not say where they are. `reach[a, s]` is 1
    where people of small area `a` can use entry `s`, and is None where a service has a place and
    some district has no small area with a centre to measure from. `elsewhere` entries cannot
    reach the area and were left out.
    """

    entries: tuple[Service, ...]
    reach: FloatArray | None
    districts_reached: tuple[int, ...] | None
    elsewhere: int
    as_of: date
    ends_before: date
    confirmed_since: date
    taken: CountCube
    rows: Rows
    km: FloatArray
    """Distance of each small area to each entry; NaN where it has no place or was not measured."""
    minutes: FloatArray
    """Travel time likewise; infinite where the table of travel times does not get there."""
    reached_by: tuple[Reaching, ...]
    travel: Rows | None = field(default=None)

    def provenance(self, *, method: str) -> Provenance:
        """What a number made from the directory and whom it reaches rests on."""
        directory = self.rows.provenance(method=method)
        if self.travel is None:
            return directory
        return directory.joined(self.travel.provenance(method=method), method=method)

    @property
    def cubes(self) -> tuple[CountCube, ...]:
        """Everything that counts people and needs release: places taken, service by service."""
        return (self.taken,)

    @property
    def open(self) -> tuple[int, ...]:
        """Positions of the entries that were running on the last day of the period."""
        return tuple(i for i, each in enumerate(self.entries) if each.is_open(self.as_of))

    def ends_soon(self, position: int) -> bool:
        """Whether an entry's funding ends within the months of the rulebook."""
        return self.entries[position].ends_by(self.as_of, last=self.ends_before)

    def is_confirmed(self, position: int) -> bool:
        """Whether an entry was confirmed lately."""
        return self.entries[position].is_confirmed(self.confirmed_since)


def measure(store: Store, scope: Scope, *, directory: Directory | None = None) -> Services | None:
    """The directory for a scope; None where there is none or nothing in it reaches.

    Without one given it is the lake's, as it stood on the last day of the period.
    """
    if directory is None and not store.has("services"):
        return None
    rows, read, as_of = _read(store, scope, directory)
    every = _latest_entries(read)
    found = _reach(store, scope, every)
    unplaced = np.array([each.point is None and each.serves is None for each in every])
    near = found.reach.any(axis=0) | unplaced | found.unmeasured
    if not near.any():
        return None
    entries = tuple(each for each, here in zip(every, near, strict=True) if here)
    is_measured = not found.unmeasured.any()
    return Services(
        entries=entries,
        reach=found.reach[:, near] if is_measured else None,
        districts_reached=_districts(scope, found.reach[:, near]) if is_measured else None,
        elsewhere=len(every) - len(entries),
        as_of=as_of,
        ends_before=_months_on(as_of, int(threshold("sustainability_months").value)),
        confirmed_since=_months_on(as_of, -CONFIRMED_WITHIN_MONTHS),
        taken=_taken(entries, rows),
        rows=rows,
        km=found.km[:, near],
        minutes=found.minutes[:, near],
        reached_by=tuple(by for by, here in zip(found.by, near, strict=True) if here),
        travel=found.travel,
    )


def _read(
    store: Store, scope: Scope, directory: Directory | None
) -> tuple[Rows, list[Service], date]:
    """The entries, what they rest on, and the day they are read as of."""
    if directory is None:
        rows = store.rows(tables.directory(store.table("services")), name="service directory")
        return rows, _entries(rows), scope.period.last_day
    expression = Expression.of(
        name="service directory",
        sql=f"-- {directory.name}, as it stood on {directory.as_of}",
        tables=(),
    )
    rows = Rows({}, expression, (directory.load,))
    return rows, [_entry(each) for each in directory.rows], directory.as_of


def _districts(scope: Scope, reach: FloatArray) -> tuple[int, ...]:
    """How many districts each entry reaches, in part or whole."""
    totals = np.zeros((len(scope.district), reach.shape[1]))
    np.add.at(totals, scope.lsoa.parent_positions, reach)
    return tuple(int(n) for n in (totals > 0).sum(axis=0))


def _months_on(day: date, months: int) -> date:
    """The last day of the month so many months from the month of a day."""
    return Month.of(day).plus(months).last_day


def _latest_entries(entries: list[Service]) -> tuple[Service, ...]:
    """Each identifier once: a service in two directories counts by its last confirmed entry."""
    latest: dict[str, Service] = {}
    for each in entries:
        known = latest.get(each.id)
        if known is None or (each.assured_on or date.min) > (known.assured_on or date.min):
            latest[each.id] = each
    return tuple(sorted(latest.values(), key=lambda each: (each.help, each.name, each.id)))


def _entries(rows: Rows) -> list[Service]:
    return [_entry({name: rows[name][i] for name in rows.columns}) for i in range(len(rows))]


def _entry(cell: Mapping[str, object]) -> Service:
    """One row as a service, with what is empty as None."""
    lon, lat = _number(cell["lon"]), _number(cell["lat"])
    return Service(
        id=str(cell["service_id"]),
        name=str(cell["name"]),
        organisation=str(cell["organisation"]),
        status=str(cell["status"]),
        help=_help(str(cell["need_type"])),
        tier=str(cell["tier"]),
        approach=_text(cell["approach"]),
        youngest=_whole(cell["minimum_age"]),
        oldest=_whole(cell["maximum_age"]),
        sex=str(cell["sex"]),
        capacity=_whole(cell["capacity_per_year"]),
        taken=_whole(cell["places_taken"]),
        wait_days=_whole(cell["wait_days"]),
        point=None if lon is None or lat is None else (lon, lat),
        reach_km=_number(cell["reach_km"]),
        serves=_text(cell["area_code"]),
        send_friendly=_truth(cell["send_friendly"]),
        evenings=_truth(cell["evenings"]),
        weekends=_truth(cell["weekends"]),
        cost=_number(cell["cost_per_start"]),
        funded_until=_day(cell["funded_until"]),
        assured_on=_day(cell["assured_on"]),
        url=_text(cell["url"]),
    )


def _help(word: str) -> Help:
    return Help(word) if word in Help.__members__.values() else Help.OTHER


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str) and value else None


def _number(value: object) -> float | None:
    if value is None or not isinstance(value, int | float | Decimal | np.number):
        return None
    number = float(value)
    return None if np.isnan(number) else number


def _whole(value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _truth(value: object) -> bool | None:
    return bool(value) if isinstance(value, bool | np.bool_) else None


def _day(value: object) -> date | None:
    day = value.astype("datetime64[D]").item() if isinstance(value, np.datetime64) else value
    return day if isinstance(day, date) else None


class _Reach(NamedTuple):
    """Whom each entry reaches, by small area, and how that is known."""

    reach: FloatArray
    unmeasured: BoolArray
    km: FloatArray
    minutes: FloatArray
    by: tuple[Reaching, ...]
    travel: Rows | None


def _reach(store: Store, scope: Scope, entries: tuple[Service, ...]) -> _Reach:
    """Which small areas each entry can reach, and which entries could not be measured.

    A service with a place reaches who can travel to it in half an hour where travel times were
    loaded for it, else who lives within its distance of the small area's centre. One without a
    place reaches the whole area it serves. An entry that gives a place with a reach and an area is
    held to both.
    """
    served = _Served.of(store, scope, entries)
    centres = _centres(scope)
    times = travel.measure(store, scope, centres)
    shape = (len(scope.lsoa), len(entries))
    reach, unmeasured = np.zeros(shape), np.zeros(len(entries), dtype=np.bool_)
    km, minutes = np.full(shape, np.nan), np.full(shape, np.nan)
    by = []
    for s, entry in enumerate(entries):
        area = served.by(entry)
        km[:, s], minutes[:, s] = _far(entry, centres), _long(entry, times)
        how = _how(entry, minutes[:, s])
        by.append(how)
        if how is Reaching.AREA:
            reach[:, s] = area
        elif how is Reaching.MINUTES:
            reach[:, s] = area & (minutes[:, s] <= LIMIT_MINUTES)
        elif centres is None:
            unmeasured[s] = bool(area.any())
        else:
            limit = USUAL_REACH_KM if entry.reach_km is None else entry.reach_km
            reach[:, s] = area & (km[:, s] <= limit)
    is_timed = times is not None and Reaching.MINUTES in by
    return _Reach(
        reach, unmeasured, km, minutes, tuple(by), times.rows if times and is_timed else None
    )


def _far(entry: Service, centres: Centres | None) -> FloatArray | float:
    """Kilometres from each small area to a service; NaN where that cannot be measured."""
    if entry.point is None or centres is None:
        return np.nan
    at = np.array([entry.point[0]]), np.array([entry.point[1]])
    return np.asarray(kernels.distances_km(*centres, *at)[:, 0])


def _long(entry: Service, times: Travel | None) -> FloatArray | float:
    """Minutes from each small area to a service; NaN where no travel time is known."""
    found = None if times is None or entry.point is None else times.to(entry.id, entry.point)
    return np.nan if found is None else found


def _how(entry: Service, minutes: FloatArray) -> Reaching:
    """What says whom an entry reaches."""
    if entry.point is None or (entry.reach_km is None and entry.serves is not None):
        return Reaching.AREA
    if not np.isnan(minutes).any():
        return Reaching.MINUTES
    return Reaching.USUAL if entry.reach_km is None else Reaching.STATED


@dataclass(frozen=True, eq=False)
class _Served:
    """Which small areas lie in each area that an entry may name."""

    scope: Scope
    inside: dict[str, BoolArray]

    @classmethod
    def of(cls, store: Store, scope: Scope, entries: tuple[Service, ...]) -> "_Served":
        """Areas named by entries: the scope and what holds it, districts, parts of districts."""
        links = store.table("area_links")
        parents = np.array(scope.lsoa.parents, dtype=object)
        everywhere = np.ones(len(scope.lsoa), dtype=np.bool_)
        inside = {code: parents == code for code in scope.district.codes}
        counties = upper_tier_inside(store, scope)
        above = store.rows(
            tables.parents_of(links, (scope.area, *scope.district.codes, *counties)),
            name="larger areas",
        )
        for code, parent, level in zip(
            above["code"], above["parent"], above["parent_level"], strict=True
        ):
            whole = code == scope.area or level in (Level.REGION, Level.COUNTRY)
            mine = everywhere if whole else inside.get(str(code), ~everywhere)
            inside[str(parent)] = inside.get(str(parent), ~everywhere) | mine
        if len(counties) == 1 and counties[0] not in inside:
            inside[counties[0]] = np.array([p.startswith(TWO_TIER) for p in scope.lsoa.parents])
        named = tuple(sorted({e.serves for e in entries if e.serves} - set(inside)))
        parts = store.rows(tables.small_areas_of(links, named), name="small areas served")
        small = np.array(scope.lsoa.codes, dtype=object)
        for code in named:
            mine = set(parts["lsoa_code"][parts["code"] == code]) | {code}
            inside[code] = np.isin(small, sorted(mine))
        return cls(scope, {**inside, scope.area: everywhere})

    def by(self, entry: Service) -> BoolArray:
        """Small areas an entry says it serves: all where it names only a place."""
        if entry.serves is None:
            return np.full(len(self.scope.lsoa), entry.point is not None)
        if _holds_everything(entry.serves):
            return self.inside[self.scope.area]
        return self.inside[entry.serves]


def upper_tier_inside(store: Store, scope: Scope) -> tuple[str, ...]:
    """Counties that lie in the scope: by the lookups, else the one that bears its name.

    Police force areas that share a county's name hold that county and the unitary authorities
    beside it, so the name is safe where nothing else was loaded.
    """
    rows = store.rows(
        tables.counties_inside(store.table("area_links"), scope.area), name="counties inside"
    )
    if not len(rows) and scope.level is Level.PFA:
        rows = store.rows(
            tables.named_counties(store.table("areas"), scope.name), name="counties by name"
        )
    return tuple(str(code) for code in rows["code"])


def _holds_everything(code: str) -> bool:
    """Whether a code is of a whole country."""
    try:
        return level_of(code) is Level.COUNTRY
    except UsageError:
        return False


def _centres(scope: Scope) -> Centres | None:
    """Longitude and latitude of each small area; of its district's others where it has none."""
    known = scope.shapes.centres
    points = np.array([known.get(code, (np.nan, np.nan)) for code in scope.lsoa.codes])
    points = points.reshape(len(scope.lsoa), 2)
    for district in range(len(scope.district)):
        mine = scope.lsoa.parent_positions == district
        has = mine & ~np.isnan(points[:, 0])
        if not has.any():
            return None
        points[mine & ~has] = points[has].mean(axis=0)
    return points[:, 0], points[:, 1]


def _taken(entries: tuple[Service, ...], rows: Rows) -> CountCube:
    """People each service took in the last year, under the kind of help. Not stated counts 0."""
    kinds = tuple(kind for kind in Help if any(each.help is kind for each in entries))
    kind = Dimension(
        "help", "Kind of help", tuple(str(k) for k in kinds), tuple(k.words for k in kinds)
    )
    service = Dimension(
        "service",
        "Service",
        tuple(each.id for each in entries),
        tuple(each.name for each in entries),
        parent=kind,
        parents=tuple(str(each.help) for each in entries),
    )
    return CountCube(
        TAKEN,
        f"{UNIVERSE}:taken",
        (service,),
        np.array([float(each.taken or 0) for each in entries]),
        rows.provenance(method="People each service took in the last year, as its entry says"),
    )


def month_words(day: date) -> str:
    """The month of a day, in words."""
    return Month.of(day).words
