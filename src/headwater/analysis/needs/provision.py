"""Is there enough of each kind of help? Need beside places, for each district, age and kind.

Need is a range, and so is coverage: the low end has all the need there may be and only places
that somebody confirmed lately, the high end the least need and every place that is stated.
See docs/explanation/gaps-in-provision.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from headwater.analysis.needs import provision_kernels as kernels
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.services import Help, Services
from headwater.analysis.needs.topics.surroundings import AGE_BANDS
from headwater.core.counts import BoolArray, FloatArray
from headwater.rulebook import gap_class, gap_classes

SEXES = ("female", "male")
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Want:
    """Of people affected by violence, what share would be offered this help, and at what ages.

    Shares are choices made by headwater until a partnership sets its own.
    """

    help: Help
    low: float
    high: float
    youngest: int
    oldest: int

    def covers(self, band: tuple[int, int]) -> bool:
        """Whether the help is for people of a band."""
        return self.youngest <= band[0] and band[1] <= self.oldest


WANTS = (
    Want(Help.MENTORING, 0.25, 0.5, 10, 24),
    Want(Help.THERAPY, 0.25, 0.5, 10, 120),
    Want(Help.YOUTH_WORK, 0.5, 1.0, 10, 17),
    Want(Help.FAMILY_SUPPORT, 0.15, 0.3, 10, 17),
    Want(Help.SUBSTANCE_MISUSE, 0.15, 0.3, 10, 120),
    Want(Help.VICTIM_SUPPORT, 0.25, 0.5, 10, 120),
    Want(Help.EXPLOITATION_SUPPORT, 0.05, 0.1, 10, 17),
    Want(Help.EMPLOYMENT, 0.15, 0.3, 15, 24),
    Want(Help.SPORT, 0.4, 0.8, 10, 24),
)
SHOWN_BANDS = (1, 2, 3)
"""The bands of 10 to 14, 15 to 17 and 18 to 24. Older people share the places they may take."""


class Coverage(StrEnum):
    """How places stand to need, over the whole range of both."""

    GAP = "gap"
    GAP_TO_THIN = "gap to thin"
    THIN = "thin"
    THIN_TO_COVERED = "thin to covered"
    COVERED = "covered"
    UNKNOWN = "unknown"


CLASS_OF = {
    "none": Coverage.GAP,
    "severe": Coverage.GAP,
    "partial": Coverage.THIN,
    "adequate": Coverage.COVERED,
    "surplus": Coverage.COVERED,
}


class GapKind(StrEnum):
    """What else is wrong, beside the number of places."""

    GEOGRAPHY = "geography"
    AGE_CLIFF = "age cliff at 18"
    GIRLS = "girls"
    SEND = "special educational needs"
    TIMING = "evenings and weekends"
    PATHWAY = "no way in"
    ENDS_SOON = "ends soon"
    UNCONFIRMED = "not confirmed"


@dataclass(frozen=True, eq=False)
class Affected:
    """People affected by violence in a year, by district and age band, with limits.

    `basis` says in a sentence how they were estimated.
    """

    low: FloatArray
    high: FloatArray
    basis: str

    @property
    def middle(self) -> FloatArray:
        """Half way between the limits."""
        return np.asarray((self.low + self.high) / 2)


@dataclass(frozen=True, slots=True)
class Offer:
    """One service as it bears on a cell: `places` it gives of those it states, in the middle.

    `position` is among the entries of the directory, `reached` the share of need within reach.
    """

    position: int
    places: float
    reached: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of help for one age band in one district. Ratios are places over need.

    `within_reach` and `unmet` are shares of need, in the middle of the range. `missing_low` and
    `missing_high` are people without a place: of the least need beside every place stated, and of
    the most need beside places confirmed lately.
    """

    district: int
    band: int
    help: Help
    need_low: float
    need_high: float
    services: int
    places: float
    within_reach: float
    unmet: float
    ratio: float
    ratio_low: float
    ratio_high: float
    beside_area: float
    coverage: Coverage
    missing_low: float
    missing_high: float
    offers: tuple[Offer, ...]
    kinds: tuple[GapKind, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether no service reaches anybody of the cell."""
        return self.services == 0


def coverage_between(low: float, high: float) -> Coverage:
    """The class that holds from one end of the range to the other.

    Classes of the rulebook: none and severe are a gap, partial is thin, adequate and surplus are
    covered. A range over two neighbouring classes names both; one over all three is unknown.

    >>> [str(coverage_between(*ends)) for ends in ((0, 0), (0.3, 0.6), (0.5, 1.0), (0.1, 0.9))]
    ['gap', 'thin', 'thin to covered', 'unknown']
    """
    if np.isnan(low) or np.isnan(high):
        return Coverage.UNKNOWN
    ends = (CLASS_OF[gap_class(low).id], CLASS_OF[gap_class(high).id])
    between = {
        (Coverage.GAP, Coverage.THIN): Coverage.GAP_TO_THIN,
        (Coverage.THIN, Coverage.COVERED): Coverage.THIN_TO_COVERED,
    }
    return ends[0] if ends[0] is ends[1] else between.get(ends, Coverage.UNKNOWN)


def cells(services: Services, scope: Scope, affected: Affected) -> tuple[Cell, ...]:
    """Every district, shown age band and kind of help that is for that age."""
    assert services.reach is not None
    found: list[Cell] = []
    for want in WANTS:
        found += _cells_of(_Supply.of(services, scope, want), scope, affected)
    return tuple(found)


@dataclass(frozen=True, eq=False)
class _Supply:
    """Running services of one kind: places, whom they reach and suit, and where from."""

    services: Services
    want: Want
    positions: tuple[int, ...]
    confirmed: FloatArray
    stated: FloatArray
    unstated: BoolArray
    reaches: FloatArray
    suits: FloatArray

    @classmethod
    def of(cls, services: Services, scope: Scope, want: Want) -> "_Supply":
        assert services.reach is not None
        here = tuple(i for i in services.open if services.entries[i].help is want.help)
        entries = [services.entries[i] for i in here]
        stated = np.array([float(each.capacity or 0) for each in entries])
        sure = np.array([services.is_confirmed(i) for i in here], dtype=np.float64)
        return cls(
            services=services,
            want=want,
            positions=here,
            confirmed=stated * sure,
            stated=stated,
            unstated=np.array([each.capacity is None for each in entries], dtype=np.bool_),
            reaches=services.reach[:, here].reshape(len(scope.lsoa), len(here)),
            suits=np.array(
                [
                    [
                        each.takes(*band) * (each.sex in ("any", sex)) * want.covers(band)
                        for each in entries
                    ]
                    for band in AGE_BANDS
                    for sex in SEXES
                ],
                dtype=np.float64,
            ).reshape(len(AGE_BANDS) * len(SEXES), len(here)),
        )

    def need(self, scope: Scope, affected: FloatArray, share: float) -> FloatArray:
        """Need by small area and group. Within a district it lies as residents do."""
        wanted = np.array([self.want.covers(band) for band in AGE_BANDS], dtype=np.float64)
        district = scope.lsoa.parent_positions
        totals = scope.district_residents[district]
        part = np.divide(scope.residents, totals, out=np.zeros(len(totals)), where=totals > 0)
        by_band = affected[district] * part[:, None] * wanted * share
        return np.repeat(by_band, len(SEXES), axis=1) / len(SEXES)


@dataclass(frozen=True, eq=False)
class _Sums:
    """Need, places, need within reach and need met, summed to districts: by band and sex.

    Places beyond the need of a small area meet nobody's need elsewhere. `given` is places by
    service, district and group.
    """

    need: FloatArray
    places: FloatArray
    reached: FloatArray
    met: FloatArray
    given: FloatArray

    def ratio(self, district: int | None, groups: list[int]) -> float:
        """Places over need for a district, or for all of them, and some groups."""
        rows = slice(None) if district is None else slice(district, district + 1)
        need = float(self.need[rows, groups].sum())
        return float(self.places[rows, groups].sum()) / need if need > 0 else float("nan")

    def missing(self, district: int, groups: list[int]) -> float:
        """People of a district and some groups who need a place and have none."""
        return float((self.need - self.met)[district, groups].sum())

    def share(self, part: FloatArray, district: int, groups: list[int]) -> float:
        """Share of a district's need that is met, or that some service can reach."""
        need = float(self.need[district, groups].sum())
        return float(part[district, groups].sum()) / need if need > 0 else float("nan")


def _sums(supply: _Supply, scope: Scope, need: FloatArray, capacity: FloatArray) -> _Sums:
    by_service = kernels.places_by_service(
        need, capacity, reaches=supply.reaches, suits=supply.suits
    )
    places = by_service.sum(axis=0)
    reached = need * ((supply.reaches @ supply.suits.T) > 0)
    shape = len(capacity), len(scope.district), need.shape[1]
    given = [_by_district(scope, each) for each in by_service]
    return _Sums(
        need=_by_district(scope, need),
        places=_by_district(scope, places),
        reached=_by_district(scope, reached),
        met=_by_district(scope, np.minimum(places, need)),
        given=np.array(given).reshape(shape),
    )


def _by_district(scope: Scope, values: FloatArray) -> FloatArray:
    totals = np.zeros((len(scope.district), values.shape[1]))
    np.add.at(totals, scope.lsoa.parent_positions, values)
    return totals


def _cells_of(supply: _Supply, scope: Scope, affected: Affected) -> list[Cell]:
    """Every cell of one kind of help."""
    want = supply.want
    middle = (want.low + want.high) / 2
    least = _sums(supply, scope, supply.need(scope, affected.high, want.high), supply.confirmed)
    usual = _sums(supply, scope, supply.need(scope, affected.middle, middle), supply.stated)
    most = _sums(supply, scope, supply.need(scope, affected.low, want.low), supply.stated)
    return [
        _cell(supply, scope, _Range(least, usual, most), district=district, band=band)
        for band in SHOWN_BANDS
        if want.covers(AGE_BANDS[band])
        for district in range(len(scope.district))
    ]


@dataclass(frozen=True, eq=False)
class _Range:
    """The same sums at the low end, in the middle and at the high end of coverage."""

    least: _Sums
    usual: _Sums
    most: _Sums


def groups_of(band: int) -> list[int]:
    """Where the two sexes of a band stand among groups."""
    return [band * len(SEXES) + i for i in range(len(SEXES))]


def _cell(supply: _Supply, scope: Scope, sums: _Range, *, district: int, band: int) -> Cell:
    groups = groups_of(band)
    reaching = _reaching(supply, scope, district, groups)
    open_ended = any(supply.unstated[s] for s in reaching)
    low, high = sums.least.ratio(district, groups), sums.most.ratio(district, groups)
    high = float("inf") if open_ended and not np.isnan(high) else high
    ratio, whole = sums.usual.ratio(district, groups), sums.usual.ratio(None, groups)
    return Cell(
        district=district,
        band=band,
        help=supply.want.help,
        need_low=float(sums.most.need[district, groups].sum()),
        need_high=float(sums.least.need[district, groups].sum()),
        services=len(reaching),
        places=float(sums.usual.places[district, groups].sum()),
        within_reach=sums.usual.share(sums.usual.reached, district, groups),
        unmet=1.0 - sums.usual.share(sums.usual.met, district, groups),
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        beside_area=ratio / whole if whole > 0 else float("nan"),
        coverage=coverage_between(low, high),
        missing_low=sums.most.missing(district, groups),
        missing_high=sums.least.missing(district, groups),
        offers=_offers(supply, scope, sums.usual, reaching, district=district, groups=groups),
        kinds=_kinds(supply, sums.usual, reaching, district=district, band=band),
    )


def _offers(
    supply: _Supply,
    scope: Scope,
    sums: _Sums,
    reaching: list[int],
    *,
    district: int,
    groups: list[int],
) -> tuple[Offer, ...]:
    """What each service that reaches a cell gives to it."""
    mine = scope.lsoa.parent_positions == district
    people = scope.residents[mine]
    everybody = people.sum()
    found = []
    for s in reaching:
        within = float((people * supply.reaches[mine, s]).sum())
        found.append(
            Offer(
                position=supply.positions[s],
                places=float(sums.given[s, district, groups].sum()),
                reached=within / everybody if everybody > 0 else float("nan"),
            )
        )
    return tuple(found)


@dataclass(frozen=True, eq=False)
class SmallAreas:
    """Kinds of help by age that each small area may use: of how many, and how places stand.

    Need lies within a district as residents do, so nothing is counted below the district: each
    small area differs from its neighbours by what it can reach, and by nobody's records.
    """

    combinations: FloatArray
    reached: FloatArray
    gap: FloatArray
    covered: FloatArray


def small_areas(services: Services, scope: Scope, affected: Affected) -> SmallAreas:
    """Every small area, over the shown age bands and the kinds of help for them."""
    parts = [_small_areas_of(_Supply.of(services, scope, want), scope, affected) for want in WANTS]
    return SmallAreas(*(np.sum(each, axis=0) for each in zip(*parts, strict=True)))


def _small_areas_of(
    supply: _Supply, scope: Scope, affected: Affected
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    want = supply.want
    need = supply.need(scope, affected.middle, (want.low + want.high) / 2)
    found = kernels.floating_catchment(
        need, supply.stated, reaches=supply.reaches, suits=supply.suits
    )
    counted = np.zeros((4, len(scope.lsoa)))
    for band in SHOWN_BANDS:
        if not want.covers(AGE_BANDS[band]):
            continue
        groups = groups_of(band)
        wanted, given = need[:, groups].sum(axis=1), found.places[:, groups].sum(axis=1)
        ratio = np.divide(given, wanted, out=np.zeros(len(wanted)), where=wanted > 0)
        can = (supply.reaches @ supply.suits[groups].T).sum(axis=1) > 0
        here = wanted > 0
        counted += np.array([here, here & can, here & (ratio < _thin_from()), here & _full(ratio)])
    return counted[0], counted[1], counted[2], counted[3]


def _thin_from() -> float:
    """The coverage from which help is thin, not a gap."""
    return min(each.ratio_from for each in gap_classes() if CLASS_OF[each.id] is Coverage.THIN)


def _full(ratio: FloatArray) -> BoolArray:
    """Where places meet need."""
    line = min(each.ratio_from for each in gap_classes() if CLASS_OF[each.id] is Coverage.COVERED)
    return np.asarray(ratio >= line)


def _reaching(supply: _Supply, scope: Scope, district: int, groups: list[int]) -> list[int]:
    """Services that reach a small area of the district and take somebody of the groups."""
    mine = scope.lsoa.parent_positions == district
    reaches = supply.reaches[mine].any(axis=0) & supply.suits[groups].any(axis=0)
    return [int(s) for s in np.flatnonzero(reaches)]


def _kinds(
    supply: _Supply, sums: _Sums, reaching: list[int], *, district: int, band: int
) -> tuple[GapKind, ...]:
    """What is wrong with the help there is. Only what every entry says counts, never silence."""
    if not reaching:
        return (GapKind.AGE_CLIFF,) if _is_cliff(supply, sums, district, band) else ()
    services = supply.services
    positions = [supply.positions[s] for s in reaching]
    entries = [services.entries[i] for i in positions]
    female, male = (sums.ratio(district, [group]) for group in groups_of(band))
    tests = {
        GapKind.GEOGRAPHY: sums.share(sums.reached, district, groups_of(band)) < HALF,
        GapKind.AGE_CLIFF: _is_cliff(supply, sums, district, band),
        GapKind.GIRLS: female < HALF * male and not _is_enough(female),
        GapKind.SEND: all(each.send_friendly is False for each in entries),
        GapKind.TIMING: all(e.evenings is False and e.weekends is False for e in entries),
        GapKind.PATHWAY: all(each.url is None for each in entries),
        GapKind.ENDS_SOON: all(services.ends_soon(i) for i in positions),
        GapKind.UNCONFIRMED: not any(services.is_confirmed(i) for i in positions),
    }
    return tuple(kind for kind, is_so in tests.items() if is_so)


def _is_cliff(supply: _Supply, sums: _Sums, district: int, band: int) -> bool:
    """Whether help at 15 to 17 falls by more than half, for the same need, at 18 to 24."""
    before, after = SHOWN_BANDS[1], SHOWN_BANDS[2]
    both = all(supply.want.covers(AGE_BANDS[each]) for each in (before, after))
    if band != after or not both:
        return False
    young, older = (sums.ratio(district, groups_of(each)) for each in (before, after))
    return older < HALF * young and not _is_enough(older)


def _is_enough(ratio: float) -> bool:
    """Whether places meet need, as the rulebook draws the line."""
    return coverage_between(ratio, ratio) is Coverage.COVERED


def counted_by(found: tuple[Cell, ...]) -> Mapping[Coverage, int]:
    """How many cells are in each class."""
    return {each: sum(cell.coverage is each for cell in found) for each in Coverage}
