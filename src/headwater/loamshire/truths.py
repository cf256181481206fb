"""What is planted in Loamshire, and the sealed file that says so.

Tests ask whether headwater finds these. No method may read the sealed file to help it; tests of
the generator may, to see that what was planted is really there.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from headwater.core.errors import UsageError
from headwater.core.periods import Month, Period
from headwater.loamshire import names
from headwater.loamshire.deprivation import Deprivation
from headwater.loamshire.geography import (
    CITY_DISTRICT,
    CITY_KIND,
    TOWN_KIND,
    Geography,
    district_code,
    near_cells,
)
from headwater.loamshire.streams import BoolArray, stream
from headwater.loamshire.writing import Outbox

LEAST_MONTHS = 24


class Group(StrEnum):
    """Kinds of offence that share a cause, a place and a sort of victim."""

    INJURY = "violence_with_injury"
    KNIFE_INJURY = "violence_with_injury_by_knife"
    NO_INJURY = "violence_without_injury"
    HARASSMENT = "stalking_and_harassment"
    KNIFE_THREAT = "threats_with_knife"
    SEXUAL = "sexual_offences"
    ROBBERY = "robbery"
    KNIFE_ROBBERY = "robbery_by_knife"
    KNIFE_POSSESSION = "possession_of_knife"
    OTHER_WEAPONS = "possession_of_other_weapons"
    DRUGS = "drug_offences"


GROUPS = tuple(Group)
INJURY_GROUPS = (Group.INJURY, Group.KNIFE_INJURY)
ROBBERY_GROUPS = (Group.ROBBERY, Group.KNIFE_ROBBERY)
KNIFE_GROUPS = (
    Group.KNIFE_INJURY,
    Group.KNIFE_THREAT,
    Group.KNIFE_ROBBERY,
    Group.KNIFE_POSSESSION,
)
VIOLENCE_GROUPS = tuple(
    group
    for group in GROUPS
    if group not in (Group.KNIFE_POSSESSION, Group.OTHER_WEAPONS, Group.DRUGS)
)

OUTBREAK_AREAS, OUTBREAK_WEEKS, OUTBREAK_MULTIPLIER = 6, 8, 3.0
HOT_SPOTS_IN_CITY, HOT_SPOT_SHARE = 6, 0.25
GRADIENT = 3.0
PROGRAMME_REDUCTION = 0.25
TREND_PER_MONTH = 0.03
WORST_GAP = 0.85


@dataclass(frozen=True, slots=True)
class Outbreak:
    """For some weeks, in some neighbourhoods that touch, a group of offences multiplies."""

    areas: tuple[int, ...]
    district: int
    first_day: date
    last_day: date
    groups: tuple[Group, ...]
    multiplier: float


@dataclass(frozen=True, slots=True)
class HotSpots:
    """Neighbourhoods that carry a stated share of knife offences throughout."""

    areas: tuple[int, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Programme:
    """From its start, offences of these groups in the district fall by `reduction`."""

    district: int
    starts: Month
    reduction: float
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Offences of these groups in the district grow by `per_month`, compounded."""

    district: int
    groups: tuple[Group, ...]
    per_month: float


@dataclass(frozen=True, slots=True)
class ServiceGap:
    """A need that no service, or next to none, meets for an age band in a district."""

    district: int
    age_from: int
    age_to: int
    need_type: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything planted in one county."""

    outbreak: Outbreak
    hot_spots: HotSpots
    gradient: float  # violence per resident, most to least deprived fifth
    worked: Programme
    idle: Programme
    trend: Trend
    unreported: tuple[float, ...]  # by district: share of ED assaults the police never hear of
    worst_reporting: int
    missing: ServiceGap
    thin: ServiceGap


def draw_plan(seed: int, geography: Geography, deprivation: Deprivation, period: Period) -> Plan:
    """Where and when each truth is planted. No two district truths share a district."""
    if len(period) < LEAST_MONTHS:
        raise UsageError(
            f"The period [{period}] has [{len(period)}] months. Loamshire's planted truths need "
            f"at least [{LEAST_MONTHS}]; give a longer period."
        )
    rng = stream(seed, "truths")
    roles = [int(at) for at in rng.permutation(CITY_DISTRICT)]
    outbreak = _outbreak(geography, deprivation, period, district=roles[0])
    starts = period.first.plus(round(len(period) * 0.53))
    gaps = np.round(rng.uniform(0.50, 0.62, len(names.DISTRICTS)), 2)
    gaps[roles[3]] = WORST_GAP
    return Plan(
        outbreak=outbreak,
        hot_spots=_hot_spots(rng, geography, deprivation, outbreak),
        gradient=GRADIENT,
        worked=Programme(roles[1], starts, PROGRAMME_REDUCTION, INJURY_GROUPS),
        idle=Programme(roles[2], starts, 0.0, INJURY_GROUPS),
        trend=Trend(CITY_DISTRICT, ROBBERY_GROUPS, TREND_PER_MONTH),
        unreported=tuple(float(gap) for gap in gaps),
        worst_reporting=roles[3],
        missing=ServiceGap(roles[4], 15, 17, "mentoring"),
        thin=ServiceGap(roles[5], 18, 24, "substance_misuse"),
    )


def _outbreak(
    geography: Geography, deprivation: Deprivation, period: Period, *, district: int
) -> Outbreak:
    """The last full eight weeks that leave the final month quiet again, from a Monday."""
    in_town: BoolArray = (geography.district == district) & (geography.kind == TOWN_KIND)
    allowed = in_town & (geography.centrality < 0.97)
    worst = np.where(allowed, deprivation.share_more_deprived, 2.0)
    areas = near_cells(geography.neighbours, int(np.argmin(worst)), allowed, OUTBREAK_AREAS)
    month = period.last.plus(-2).first_day
    monday = month + timedelta(days=-month.weekday() % 7)
    return Outbreak(
        areas=tuple(sorted(areas)),
        district=district,
        first_day=monday,
        last_day=monday + timedelta(days=7 * OUTBREAK_WEEKS - 1),
        groups=INJURY_GROUPS,
        multiplier=OUTBREAK_MULTIPLIER,
    )


def _hot_spots(
    rng: np.random.Generator, geography: Geography, deprivation: Deprivation, outbreak: Outbreak
) -> HotSpots:
    """Half of them in the city, one in each town, among the more deprived neighbourhoods."""
    quiet = geography.centrality < 0.85
    quiet[list(outbreak.areas)] = False
    city = np.flatnonzero(quiet & (geography.kind == CITY_KIND) & (deprivation.fifth == 1))
    areas = [int(at) for at in rng.choice(city, HOT_SPOTS_IN_CITY, replace=False)]
    for district in range(CITY_DISTRICT):
        here = quiet & (geography.district == district) & (geography.kind == TOWN_KIND)
        areas.append(int(np.argmin(np.where(here, deprivation.share_more_deprived, 2.0))))
    return HotSpots(areas=tuple(sorted(areas)), share=HOT_SPOT_SHARE)


def truths_as_told(
    plan: Plan, geography: Geography, *, observed: dict[str, object]
) -> dict[str, object]:
    """The plan in codes and names instead of positions, with what the dice made of it."""
    told = asdict(plan)
    for name in ("outbreak", "hot_spots"):
        areas = told[name].pop("areas")
        told[name]["lsoa21_codes"] = [geography.lsoa21.codes[at] for at in areas]
    for name in ("outbreak", "worked", "idle", "trend", "missing", "thin"):
        told[name].update(_district_told(told[name].pop("district")))
    for name, programme in (("worked", plan.worked), ("idle", plan.idle)):
        told[name]["starts"] = str(programme.starts)
    told["worst_reporting"] = _district_told(plan.worst_reporting)
    told["unreported"] = {district_code(at): share for at, share in enumerate(plan.unreported)}
    return {
        "about": "Planted truths of Loamshire, the county that does not exist. "
        "Only tests of the generator may read this; methods under test may not.",
        "planted": told,
        "observed": observed,
    }


def _district_told(at: int) -> dict[str, str]:
    return {"district_code": district_code(at), "district_name": names.DISTRICTS[at]}


def seal(out: Outbox, truths: dict[str, object]) -> str:
    """Write the truths and their sha256 beside them. Gives the sha256."""
    data = (json.dumps(truths, indent=2, default=str, sort_keys=True) + "\n").encode()
    digest = hashlib.sha256(data).hexdigest()
    out.data("sealed/truths.json", data, rows=0)
    out.data("sealed/SEAL", f"{digest}  truths.json\n".encode(), rows=0)
    return digest
