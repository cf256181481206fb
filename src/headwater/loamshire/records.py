"""The offences the police recorded, one by one, drawn from the expected counts."""

from dataclasses import dataclass

import numpy as np
import shapely

from headwater.core.periods import Period
from headwater.loamshire import offences
from headwater.loamshire.clockwork import (
    HOURS,
    SCHOOL_HOLIDAY_MONTH,
    Rhythm,
    moments,
    moments_between,
)
from headwater.loamshire.geography import Geography
from headwater.loamshire.intensity import Expected, town_centre
from headwater.loamshire.people import People
from headwater.loamshire.places import Places
from headwater.loamshire.setting import Setting
from headwater.loamshire.streams import (
    BoolArray,
    FloatArray,
    IntArray,
    StrArray,
    draw_rows,
    stream,
)
from headwater.loamshire.truths import GROUPS, KNIFE_GROUPS, Group, Outbreak

REPEAT_CHANCE, DOMESTIC_REPEAT_CHANCE = 0.09, 0.30
SUSPECT_REPEAT_CHANCE, SUSPECT_WAS_VICTIM_CHANCE = 0.24, 0.12
LONGEST_LINK = 3
MINUTES_IN_DAY = 24 * 60
KM_SCATTER = 0.00045  # degrees: about 40 m between where it was and its anonymised point
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Persons:
    """The victim or the suspect of each offence; `person` is -1 where there is none."""

    person: IntArray
    age_band: IntArray
    male: BoolArray
    ethnic_group: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Offences recorded in the period, in order of recording."""

    area: IntArray  # 2021 LSOA
    cell: IntArray
    place: IntArray
    group: IntArray
    code: IntArray
    started: FloatArray  # minutes since 1970
    ended: FloatArray  # NaN where nobody knows or it was over at once
    recorded: IntArray  # days since 1970
    lon: FloatArray
    lat: FloatArray
    location_type: IntArray
    domestic: BoolArray
    knife: BoolArray
    alcohol: BoolArray
    drugs: BoolArray
    gang: BoolArray
    hate: BoolArray
    child_exploitation: BoolArray
    outbreak: BoolArray
    victim: Persons
    suspect: Persons
    reference: StrArray
    pseudonym: StrArray  # by person

    def __len__(self) -> int:
        return len(self.area)

    @property
    def recorded_month(self) -> IntArray:
        """Months since year 0, of recording."""
        months = self.recorded.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        return np.asarray(months + 1970 * 12)


@dataclass(slots=True)
class _Draft:
    """What is decided before people and times: where, when to the month, and what."""

    area: IntArray
    month: IntArray
    group: IntArray
    outbreak: BoolArray


def draw_records(setting: Setting, expected: Expected) -> Records:
    """Every offence recorded in the period, with its people, time, place and flags."""
    geography, people, places = setting.geography, setting.people, setting.places
    rng = stream(setting.seed, "records")
    outbreak = setting.plan.outbreak
    draft = _drawn(rng, expected, outbreak)
    size = len(draft.area)
    cell = _cells(rng, geography, people, draft.area)
    domestic = rng.random(size) < offences.DOMESTIC[draft.group]
    victim = _victims(rng, draft, domestic, people)
    suspect = _suspects(rng, draft, domestic, victim, people)
    rhythm = _rhythms(rng, draft, domestic, victim, geography, expected)
    started = moments(rng, rhythm, draft.month, expected.months)
    bound = np.flatnonzero(draft.outbreak)
    started[bound] = moments_between(
        rng,
        rhythm[bound],
        first_monday=int(np.datetime64(outbreak.first_day, "D").astype(np.int64)),
        weeks=((outbreak.last_day - outbreak.first_day).days + 1) // 7,
    )
    started, recorded = _recording(rng, draft, started)
    code = offences.code_of_victim(
        draw_rows(rng, offences.code_chances(), draft.group), male=victim.male,
        child=victim.age_band == 0,
    )  # fmt: skip
    location = _location_types(rng, draft, domestic, rhythm)
    place = places.draw(rng, cell)
    lon, lat = _scattered(rng, geography, places, cell, place)
    knife = np.isin(draft.group, [GROUPS.index(group) for group in KNIFE_GROUPS])
    young = np.isin(suspect.age_band, offences.CHILD_BANDS) & (suspect.person >= 0)
    night = rhythm == Rhythm.NIGHT_OUT
    supply = code == offences.CODE_LIST.index("92A")
    everything = Records(
        area=draft.area, cell=cell, place=place, group=draft.group, code=code,
        started=started, ended=_ends(rng, started), recorded=recorded, lon=lon, lat=lat,
        location_type=location, domestic=domestic, knife=knife,
        alcohol=rng.random(size) < np.select([night, domestic], [0.58, 0.31], 0.14),
        drugs=rng.random(size) < np.where(draft.group == GROUPS.index(Group.DRUGS), 1.0, 0.08),
        gang=rng.random(size) < np.where(knife & (suspect.age_band <= 3), 0.11, 0.008),
        hate=rng.random(size) < 0.025,
        child_exploitation=rng.random(size) < np.where(supply & young, 0.45, 0.002),
        outbreak=draft.outbreak, victim=victim, suspect=suspect,
        reference=_references(rng, size),
        pseudonym=_pseudonyms(rng, int(max(victim.person.max(), suspect.person.max())) + 1),
    )  # fmt: skip
    return _kept(everything, setting.period)


def _drawn(rng: np.random.Generator, expected: Expected, outbreak: Outbreak) -> _Draft:
    counts = rng.poisson(expected.shaken)
    area, month, group = np.indices(counts.shape)
    flat = counts.ravel()
    draft = _Draft(
        np.repeat(area.ravel(), flat),
        np.repeat(month.ravel(), flat),
        np.repeat(group.ravel(), flat),
        np.zeros(int(flat.sum()), dtype=bool),
    )
    extra = _outbreak_extra(rng, expected, outbreak)
    return _Draft(
        np.concatenate([draft.area, extra.area]),
        np.concatenate([draft.month, extra.month]),
        np.concatenate([draft.group, extra.group]),
        np.concatenate([draft.outbreak, extra.outbreak]),
    )


def outbreak_extra_means(expected: Expected, outbreak: Outbreak) -> FloatArray:
    """(outbreak neighbourhood, outbreak group) expected offences over and above the usual."""
    days = (outbreak.last_day - outbreak.first_day).days + 1
    touched = [
        at
        for at, month in enumerate(expected.months)
        if month.first_day <= outbreak.last_day and month.last_day >= outbreak.first_day
    ]
    length = sum(expected.months[at].last_day.day for at in touched)
    usual = expected.by_area[list(outbreak.areas)][:, touched][
        ..., expected.columns(outbreak.groups)
    ]
    return np.asarray((outbreak.multiplier - 1) * usual.sum(axis=1) * days / length)


def _outbreak_extra(rng: np.random.Generator, expected: Expected, outbreak: Outbreak) -> _Draft:
    counts = rng.poisson(outbreak_extra_means(expected, outbreak))
    area, group = np.indices(counts.shape)
    flat = counts.ravel()
    month = next(
        at for at, each in enumerate(expected.months) if outbreak.first_day <= each.last_day
    )
    total = int(flat.sum())
    return _Draft(
        np.repeat(np.array(outbreak.areas)[area.ravel()], flat),
        np.full(total, month, dtype=np.int64),
        np.repeat(expected.columns(outbreak.groups)[group.ravel()], flat),
        np.ones(total, dtype=bool),
    )


def _cells(
    rng: np.random.Generator, geography: Geography, people: People, area: IntArray
) -> IntArray:
    """The smallest piece of ground for each event, by how many live there."""
    residents = people.by_cell.sum(axis=(1, 2))
    most = max(len(cells) for cells in geography.lsoa21.cells)
    table = np.zeros((len(geography.lsoa21), most))
    member = np.zeros((len(geography.lsoa21), most), dtype=np.int64)
    for at, cells in enumerate(geography.lsoa21.cells):
        table[at, : len(cells)] = residents[list(cells)]
        member[at, : len(cells)] = cells
    return np.asarray(member[area, draw_rows(rng, table, area)])


def linked(
    rng: np.random.Generator, key: IntArray, order: FloatArray, chance: FloatArray
) -> IntArray:
    """The first event of each event's chain: itself, or that of an earlier one with its key.

    `chance` is the chance that an event follows another. Links reach back at most three events.
    """
    size = len(key)
    ranked = np.lexsort((order, key))
    sorted_key = key[ranked]
    start = np.searchsorted(sorted_key, sorted_key, side="left")
    position = np.arange(size)
    parent = position - rng.integers(1, LONGEST_LINK + 1, size)
    follows = (rng.random(size) < chance[ranked]) & (parent >= start)
    root = np.where(follows, parent, position)
    while True:
        further = root[root]
        if np.array_equal(further, root):
            break
        root = further
    out = np.empty(size, dtype=np.int64)
    out[ranked] = ranked[root]
    return out


def _victims(
    rng: np.random.Generator, draft: _Draft, domestic: BoolArray, people: People
) -> Persons:
    """Victims, some of them the same person as before in that neighbourhood."""
    size = len(draft.area)
    sexual = draft.group == GROUPS.index(Group.SEXUAL)
    order = draft.month + rng.random(size)
    key = draft.area * 4 + domestic * 2 + sexual
    # Offences with no victim must not break a chain between those that have one.
    has_victim = offences.HAS_VICTIM[draft.group] > 0
    key = np.where(has_victim, key, -1 - draft.area)
    chance = np.where(domestic, DOMESTIC_REPEAT_CHANCE, REPEAT_CHANCE)
    root = linked(rng, key, order, np.where(has_victim, chance, 0.0))
    row = np.where(domestic, offences.DOMESTIC_ROW, draft.group)
    age = draw_rows(rng, offences.victim_ages(), row)[root]
    male = (rng.random(size) < offences.VICTIM_MALE[row])[root]
    ethnic = _ethnic(rng, draft.area, people)[root]
    return Persons(np.where(has_victim, root, NOBODY), age, male, ethnic)


def _suspects(
    rng: np.random.Generator, draft: _Draft, domestic: BoolArray, victim: Persons, people: People
) -> Persons:
    """Suspects: repeats, some who were victims before, and one abuser for each domestic victim."""
    size = len(draft.area)
    order = draft.month + rng.random(size)
    row = np.where(domestic, offences.DOMESTIC_ROW, draft.group)
    root = linked(rng, draft.area, order, np.full(size, SUSPECT_REPEAT_CHANCE))
    root = np.where(domestic & (victim.person >= 0), victim.person, root)
    age = draw_rows(rng, offences.suspect_ages(), row)[root]
    male = (rng.random(size) < offences.SUSPECT_MALE[row])[root]
    ethnic = _ethnic(rng, draft.area, people)[root]
    person = root + size
    source = _an_earlier_victim(rng, draft, victim)
    taken = (~domestic) & (source >= 0) & (rng.random(size) < SUSPECT_WAS_VICTIM_CHANCE)
    person = np.where(taken, victim.person[source], person)
    age = np.where(taken, victim.age_band[source], age)
    male = np.where(taken, victim.male[source], male)
    ethnic = np.where(taken, victim.ethnic_group[source], ethnic)
    chance = np.where(domestic, offences.DOMESTIC_HAS_SUSPECT, offences.HAS_SUSPECT[draft.group])
    known = rng.random(size) < chance
    return Persons(np.where(known, person, NOBODY), age, male, ethnic)


def _an_earlier_victim(rng: np.random.Generator, draft: _Draft, victim: Persons) -> IntArray:
    """Some other event in the same neighbourhood with a victim of fighting age, or -1."""
    able = np.flatnonzero((victim.person >= 0) & (victim.age_band >= 1) & (victim.age_band <= 5))
    able = able[np.argsort(draft.area[able], kind="stable")]
    homes = draft.area[able]
    start = np.searchsorted(homes, draft.area, side="left")
    count = np.searchsorted(homes, draft.area, side="right") - start
    pick = start + np.floor(rng.random(len(draft.area)) * count).astype(np.int64)
    return np.where(count > 0, able[np.minimum(pick, len(able) - 1)], -1)


def _ethnic(rng: np.random.Generator, area: IntArray, people: People) -> IntArray:
    return draw_rows(rng, people.ethnic_by_lsoa21.astype(np.float64), area)


def _rhythms(
    rng: np.random.Generator, draft: _Draft, domestic: BoolArray, victim: Persons,
    geography: Geography, expected: Expected,
) -> IntArray:  # fmt: skip
    size = len(draft.area)
    child = np.isin(victim.age_band, offences.CHILD_BANDS) & (victim.person >= 0)
    month = np.array([each.number for each in expected.months])[draft.month]
    # Night life is a matter of town centres; elsewhere a small part of violence follows it.
    centre = town_centre(geography)[draft.area]
    adult = (victim.age_band >= 3) | (victim.person < 0)
    night_chance = np.where(adult, 0.06 + 0.60 * centre, 0.0)
    still = np.isin(
        draft.group, [GROUPS.index(Group.HARASSMENT), GROUPS.index(Group.KNIFE_POSSESSION)]
    )
    night_chance = np.where(still, 0.3 * night_chance, night_chance)
    at_school = child & (month != SCHOOL_HOLIDAY_MONTH) & (rng.random(size) < 0.52)
    night = rng.random(size) < night_chance
    return np.select(
        [domestic, at_school, child, night],
        [Rhythm.AT_HOME, Rhythm.SCHOOL_DAY, Rhythm.YOUNG_EVENING, Rhythm.NIGHT_OUT],
        Rhythm.ORDINARY,
    ).astype(np.int64)


def _recording(
    rng: np.random.Generator, draft: _Draft, started: FloatArray
) -> tuple[FloatArray, IntArray]:
    """When each was recorded: mostly the same or the next day, some weeks later, some years."""
    size = len(started)
    day = np.floor(started / MINUTES_IN_DAY).astype(np.int64)
    slow = (rng.random(size) < offences.SLOW_TO_REPORT[draft.group]) & ~draft.outbreak
    quick_lag = rng.choice(np.array([0, 0, 0, 1, 1, 2, 4]), size)
    recorded = day + np.where(slow, rng.integers(5, 28, size), quick_lag)
    # Historic sexual offences: recorded now, about years ago.
    historic = slow & (draft.group == GROUPS.index(Group.SEXUAL)) & (rng.random(size) < 0.55)
    back = rng.integers(300, 5_000, size) * MINUTES_IN_DAY
    return np.where(historic, started - back, started), recorded


def _location_types(
    rng: np.random.Generator, draft: _Draft, domestic: BoolArray, rhythm: IntArray
) -> IntArray:
    size = len(draft.area)
    table = np.array(
        [
            [0.22, 0.40, 0.04, 0.02, 0.10, 0.07, 0.04, 0.11],  # ordinary
            [0.03, 0.47, 0.40, 0.00, 0.02, 0.01, 0.04, 0.03],  # night out
            [0.02, 0.36, 0.00, 0.38, 0.05, 0.09, 0.08, 0.02],  # school day
            [0.10, 0.44, 0.00, 0.02, 0.10, 0.24, 0.06, 0.04],  # young evening
            [0.88, 0.06, 0.01, 0.00, 0.01, 0.01, 0.00, 0.03],  # at home
        ]
    )
    found = draw_rows(rng, table, rhythm)
    return np.where(domestic & (rng.random(size) < 0.2), offences.DWELLING, found)


def _scattered(
    rng: np.random.Generator, geography: Geography, places: Places, cell: IntArray, place: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Where it was: near its place, and on the same ground."""
    lon = places.lon[place] + rng.normal(0, KM_SCATTER, len(place)) * 1.7
    lat = places.lat[place] + rng.normal(0, KM_SCATTER, len(place))
    polygons = np.array(geography.ground.polygons, dtype=object)
    inside = shapely.contains_xy(polygons[cell], lon, lat)
    return np.where(inside, lon, places.lon[place]), np.where(inside, lat, places.lat[place])


def _ends(rng: np.random.Generator, started: FloatArray) -> FloatArray:
    size = len(started)
    lasted = rng.choice(np.array([0, 5, 10, 15, 30, 60, 180]), size)
    return np.where(rng.random(size) < 0.35, np.nan, started + lasted)


def _references(rng: np.random.Generator, size: int) -> StrArray:
    numbers = rng.permutation(900_000)[:size] + 100_000
    return np.array([f"LM/{number}" for number in numbers])


def _pseudonyms(rng: np.random.Generator, count: int) -> StrArray:
    """One for each person, whether met as victim or as suspect."""
    numbers = rng.permutation(np.unique(rng.integers(0, 16**10, 2 * count)))
    return np.array([f"P-{number:010x}" for number in numbers[:count]])


def _kept(everything: Records, period: Period) -> Records:
    """Only what was recorded in the period, in order of recording."""
    first = int(np.datetime64(period.first_day, "D").astype(np.int64))
    last = int(np.datetime64(period.last_day, "D").astype(np.int64))
    inside = np.flatnonzero((everything.recorded >= first) & (everything.recorded <= last))
    keep = inside[np.lexsort((everything.started[inside], everything.recorded[inside]))]

    def people(persons: Persons) -> Persons:
        return Persons(
            persons.person[keep], persons.age_band[keep], persons.male[keep],
            persons.ethnic_group[keep],
        )  # fmt: skip

    kept = {
        name: getattr(everything, name)[keep]
        for name in Records.__dataclass_fields__
        if name not in ("victim", "suspect", "pseudonym")
    }
    return Records(
        **kept,
        victim=people(everything.victim),
        suspect=people(everything.suspect),
        pseudonym=everything.pseudonym,
    )


def hour_of_day(minutes_since_1970: FloatArray) -> IntArray:
    """0 to 23."""
    return np.asarray((minutes_since_1970 // 60) % HOURS, dtype=np.int64)


def weekday(minutes_since_1970: FloatArray) -> IntArray:
    """0 for Monday. 1 January 1970 was a Thursday."""
    return np.asarray((minutes_since_1970 // MINUTES_IN_DAY + 3) % 7, dtype=np.int64)
