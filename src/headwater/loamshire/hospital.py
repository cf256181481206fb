"""Assaults as hospitals and ambulance crews see them: some known to the police, many not."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from headwater.loamshire.clockwork import Rhythm, moments
from headwater.loamshire.geography import CITY_DISTRICT, Geography
from headwater.loamshire.intensity import BURN_IN, Expected, town_centre
from headwater.loamshire.places import PUB
from headwater.loamshire.records import Records
from headwater.loamshire.setting import Setting
from headwater.loamshire.streams import (
    BoolArray,
    FloatArray,
    IntArray,
    draw,
    draw_rows,
    stream,
)
from headwater.loamshire.truths import GROUPS, INJURY_GROUPS, Group, Plan

SITES = ("Z9901", "Z9902", "Z9903")
TOWNS_WITH_A_HOSPITAL = (1, 4)
CHANCE_OF_ED = {Group.INJURY: 0.17, Group.KNIFE_INJURY: 0.60}
# Buckets for the standard's codes, whose national lists are set locally.
METHODS = (
    "Fist or hand", "Foot", "Head", "Other part of the body", "Knife", "Other sharp object",
    "Glass", "Bottle", "Blunt object", "Pushed or thrown", "Strangulation", "Other", "Not known",
)  # fmt: skip
KNIFE, OTHER_METHOD = METHODS.index("Knife"), METHODS.index("Other")
LOCATIONS = (
    "Public street or open space", "Licensed premises", "Own home", "Another home",
    "School or college", "Workplace", "Public transport or station", "Shop", "Park", "Other",
    "Not known",
)  # fmt: skip
IN_STREET, IN_PUB, OWN_HOME, OTHER_HOME, AT_SCHOOL = range(5)
AMBULANCE_TYPES = ("assault", "stabbing", "gunshot", "sexual_assault")


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Attendances for assault, in order of arrival."""

    site: IntArray
    area: IntArray  # 2021 LSOA of the assault
    cell: IntArray
    place: IntArray
    assaulted: FloatArray  # minutes since 1970
    arrived: FloatArray
    method: IntArray
    location: IntArray
    known_to_police: BoolArray
    age_band: IntArray
    male: BoolArray

    def __len__(self) -> int:
        return len(self.area)


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """Ambulance calls for violence, in order of call."""

    area: IntArray
    called: FloatArray
    kind: IntArray
    age_band: IntArray
    male: BoolArray
    site: IntArray  # -1 when nobody was taken to hospital


def sites_of_districts(geography: Geography) -> IntArray:
    """The nearest hospital to each district."""
    middles = np.array(
        [geography.xy_km[geography.district == at].mean(axis=0) for at in range(CITY_DISTRICT + 1)]
    )
    hospitals = middles[[CITY_DISTRICT, *TOWNS_WITH_A_HOSPITAL]]
    return np.asarray(cKDTree(hospitals).query(middles)[1], dtype=np.int64)


def draw_visits(setting: Setting, expected: Expected, records: Records) -> Visits:
    """Every attendance: the police's injured who went to hospital, and those they never met.

    In each district, those they never met are the planted share of all attendances on average.
    """
    geography, places, plan = setting.geography, setting.places, setting.plan
    rng = stream(setting.seed, "hospital")
    chance = np.array([CHANCE_OF_ED.get(group, 0.0) for group in GROUPS])
    seen = np.flatnonzero(
        (rng.random(len(records)) < chance[records.group])
        # Historic offences do not arrive in an emergency department years later.
        & (records.recorded - records.started / 1440 < 60)
    )
    silent_area, silent_month, silent_group = _never_reported(
        rng, geography, expected, plan, chance
    )
    night = rng.random(len(silent_area)) < 0.25 + 0.55 * town_centre(geography)[silent_area]
    rhythm = np.where(
        night, Rhythm.NIGHT_OUT, np.where(rng.random(len(night)) < 0.3, Rhythm.AT_HOME, 0)
    )
    silent_start = moments(rng, rhythm.astype(np.int64), silent_month, expected.months)
    first_cell = geography.lsoa21.first_cell
    area = np.concatenate([records.area[seen], silent_area])
    cell = np.concatenate([records.cell[seen], first_cell[silent_area]])
    group = np.concatenate([records.group[seen], silent_group])
    size = len(area)
    location = draw(rng, np.array([0.36, 0.16, 0.17, 0.05, 0.04, 0.03, 0.03, 0.03, 0.05, 0.04,
                                   0.04]), size)  # fmt: skip
    place = np.concatenate([records.place[seen], places.draw(rng, first_cell[silent_area])])
    location = np.where((location == IN_PUB) & (places.kind[place] != PUB), IN_STREET, location)
    location = np.where(places.kind[place] == PUB, IN_PUB, location)
    assaulted = np.concatenate([records.started[seen], silent_start])
    delay = np.clip(rng.lognormal(4.3, 0.9, size), 12, 2_800)
    arrived = np.asarray(assaulted + np.round(delay), dtype=np.float64)
    home_site = sites_of_districts(geography)[geography.district[area]]
    elsewhere = rng.random(size) < 0.05
    visits = Visits(
        site=np.where(elsewhere, rng.integers(0, len(SITES), size), home_site),
        area=area,
        cell=cell,
        place=place,
        assaulted=assaulted,
        arrived=arrived,
        method=_methods(rng, group),
        location=location,
        known_to_police=np.arange(size) < len(seen),
        age_band=np.concatenate([records.victim.age_band[seen], _ages(rng, len(silent_area))]),
        male=np.concatenate([records.victim.male[seen], rng.random(len(silent_area)) < 0.68]),
    )
    return _sorted_visits(visits, expected)


def _never_reported(
    rng: np.random.Generator, geography: Geography, expected: Expected, plan: Plan,
    chance: FloatArray,
) -> tuple[IntArray, IntArray, IntArray]:  # fmt: skip
    gap = np.array(plan.unreported)[geography.district]
    odds = (gap / (1 - gap))[:, None, None]
    means = expected.shaken * chance * odds
    means[:, :BURN_IN] = 0
    counts = rng.poisson(means)
    area, month, group = np.indices(counts.shape)
    flat = counts.ravel()
    return (
        np.repeat(area.ravel(), flat),
        np.repeat(month.ravel(), flat),
        np.repeat(group.ravel(), flat),
    )


def _methods(rng: np.random.Generator, group: IntArray) -> IntArray:
    blunt = [0.56, 0.08, 0.04, 0.03, 0.0, 0.02, 0.04, 0.03, 0.06, 0.06, 0.01, 0.03, 0.04]
    sharp = [0.0, 0.0, 0.0, 0.0, 0.86, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.04]
    by_knife = (group == GROUPS.index(Group.KNIFE_INJURY)).astype(np.int64)
    return draw_rows(rng, np.array([blunt, sharp]), by_knife)


def _ages(rng: np.random.Generator, size: int) -> IntArray:
    return draw(rng, np.array([0.01, 0.05, 0.08, 0.25, 0.28, 0.22, 0.09, 0.02]), size)


def _sorted_visits(visits: Visits, expected: Expected) -> Visits:
    first = np.datetime64(expected.months[BURN_IN].first_day, "m").astype(np.float64)
    end = np.datetime64(expected.months[-1].plus(1).first_day, "m").astype(np.float64)
    inside = np.flatnonzero((visits.arrived >= first) & (visits.arrived < end))
    order = inside[np.argsort(visits.arrived[inside], kind="stable")]
    return Visits(**{name: getattr(visits, name)[order] for name in Visits.__dataclass_fields__})


def draw_calls(seed: int, *, visits: Visits, records: Records) -> Calls:
    """Ambulance calls: part of those who came to hospital, and some treated on the spot."""
    rng = stream(seed, "ambulance")
    carried = np.flatnonzero(rng.random(len(visits)) < np.where(visits.method == KNIFE, 0.85, 0.42))
    injuries = np.isin(records.group, [GROUPS.index(group) for group in INJURY_GROUPS])
    sexual = records.group == GROUPS.index(Group.SEXUAL)
    recent = records.recorded - records.started / 1440 < 3
    chance = np.select([injuries & recent, sexual & recent], [0.055, 0.03], 0.0)
    treated = np.flatnonzero(rng.random(len(records)) < chance)
    knife = records.knife[treated]
    kind = np.concatenate(
        [
            np.where(visits.method[carried] == KNIFE, 1, 0),
            np.select([sexual[treated], knife], [3, 1], 0),
        ]
    )
    rare = (kind == 0) & (rng.random(len(kind)) < 0.004)
    start = np.concatenate([visits.assaulted[carried], records.started[treated]])
    site = np.concatenate([visits.site[carried], np.full(len(treated), -1)])
    called = start + rng.integers(2, 25, len(start))
    taken_by = np.concatenate([visits.arrived[carried] - 5, np.full(len(treated), np.inf)])
    calls = Calls(
        area=np.concatenate([visits.area[carried], records.area[treated]]),
        called=np.minimum(called, taken_by),
        kind=np.where(rare, 2, kind),
        age_band=np.concatenate([visits.age_band[carried], records.victim.age_band[treated]]),
        male=np.concatenate([visits.male[carried], records.victim.male[treated]]),
        site=site,
    )
    first = visits.arrived.min() - 1
    order = np.argsort(calls.called, kind="stable")
    order = order[calls.called[order] >= first]
    return Calls(**{name: getattr(calls, name)[order] for name in Calls.__dataclass_fields__})


def never_reported_shares(visits: Visits, geography: Geography) -> tuple[FloatArray, float]:
    """Share of attendances unknown to the police, by district and in all."""
    district = geography.district[visits.area]
    silent = np.bincount(district, weights=~visits.known_to_police)
    return np.asarray(silent / np.bincount(district)), float(np.mean(~visits.known_to_police))
