"""What the dice made of each planted truth, counted on the county's own true records."""

import numpy as np

from headwater.core.periods import MONTHS_IN_YEAR
from headwater.loamshire import offences
from headwater.loamshire.clockwork import SCHOOL_HOLIDAY_MONTH
from headwater.loamshire.geography import district_code
from headwater.loamshire.hospital import never_reported_shares
from headwater.loamshire.records import (
    MINUTES_IN_DAY,
    Persons,
    Records,
    hour_of_day,
    outbreak_extra_means,
    weekday,
)
from headwater.loamshire.streams import BoolArray, FloatArray, IntArray
from headwater.loamshire.truths import GROUPS, INJURY_GROUPS, VIOLENCE_GROUPS, Group, Programme
from headwater.loamshire.world import World

SATURDAY_SUNDAY = 5
SCHOOL_CLOSES, SCHOOL_HOME = 15, 17  # offences from 15:00 to 16:59


def observed(world: World) -> dict[str, object]:
    """Each truth as it turned out, for comparing with what a method finds."""
    return {
        "outbreak": _outbreak(world),
        "hot_spots_share_of_knife_offences": _hot_spot_share(world),
        "violence_rate_ratio_most_to_least_deprived_fifth": _gradient(world),
        "violence_per_1000_residents_a_year_by_deprivation_fifth": _rates_by_fifth(world),
        "programme_that_worked": _before_and_after(world, world.plan.worked),
        "programme_that_did_nothing": _before_and_after(world, world.plan.idle),
        "trend_yearly_counts": _trend(world),
        "ed_never_reported": _reporting(world),
        "repeat_victims": _repeats(world),
        "victims_who_are_suspects_too_share": _overlap(world.records),
        "victim_age_bands": _ages(world.records),
        "victims_male_share": _male_share(world.records),
        "domestic_share_of_violence": _domestic_share(world.records),
        "school_closing_peak": _school_peak(world.records),
        "night_out": _night_out(world.records),
    }


def _is(records: Records, groups: tuple[Group, ...]) -> BoolArray:
    return np.isin(records.group, [GROUPS.index(group) for group in groups])


def _outbreak(world: World) -> dict[str, object]:
    plan, records = world.plan.outbreak, world.records
    first = np.datetime64(plan.first_day, "m").astype(np.float64)
    end = np.datetime64(plan.last_day, "m").astype(np.float64) + MINUTES_IN_DAY
    here = np.isin(records.area, plan.areas) & _is(records, plan.groups)
    during = here & (records.started >= first) & (records.started < end)
    extra = float(outbreak_extra_means(world.expected, plan).sum())
    return {
        "offences": int(during.sum()),
        "usual_expected": round(extra / (plan.multiplier - 1), 1),
        "extra_expected": round(extra, 1),
        "extra_drawn": int(records.outbreak.sum()),
    }


def _hot_spot_share(world: World) -> float:
    knife = world.records.area[world.records.knife]
    return _rounded(float(np.mean(np.isin(knife, world.plan.hot_spots.areas))))


def _fifth_rates(world: World) -> FloatArray:
    fifth = world.deprivation.fifth
    counts = np.bincount(fifth[world.records.area[_is(world.records, VIOLENCE_GROUPS)]],
                         minlength=6)[1:]  # fmt: skip
    residents = np.bincount(fifth, weights=world.people.totals, minlength=6)[1:]
    return np.asarray(counts / residents)


def _gradient(world: World) -> float:
    rates = _fifth_rates(world)
    return _rounded(float(rates[0] / rates[-1]))


def _rates_by_fifth(world: World) -> list[float]:
    return [_rounded(float(rate) * 1_000 / world.period.years) for rate in _fifth_rates(world)]


def _before_and_after(world: World, programme: Programme) -> dict[str, object]:
    """Offences a month in the district and elsewhere, before and from the start."""
    records = world.records
    chosen = _is(records, programme.groups)
    here = world.geography.district[records.area] == programme.district
    # By month of offence; a programme acts on offences, not on paperwork.
    month = _month_of(records.started)
    after = month >= programme.starts.index
    before_months = programme.starts.index - world.period.first.index
    after_months = len(world.period) - before_months
    inside = month >= world.period.first.index

    def monthly(where: BoolArray, when: BoolArray, months: int) -> float:
        return _rounded(float((chosen & where & when & inside).sum()) / months)

    figures = {
        "before_here": monthly(here, ~after, before_months),
        "after_here": monthly(here, after, after_months),
        "before_elsewhere": monthly(~here, ~after, before_months),
        "after_elsewhere": monthly(~here, after, after_months),
    }
    ratio = (figures["after_here"] / figures["before_here"]) / (
        figures["after_elsewhere"] / figures["before_elsewhere"]
    )
    return {**figures, "ratio_of_ratios": _rounded(ratio)}


def _month_of(minutes: FloatArray) -> IntArray:
    months = minutes.astype(np.int64).astype("datetime64[m]").astype("datetime64[M]")
    return np.asarray(months.astype(np.int64) + 1970 * MONTHS_IN_YEAR)


def _trend(world: World) -> dict[str, list[int]]:
    records, plan = world.records, world.plan.trend
    chosen = _is(records, plan.groups)
    here = world.geography.district[records.area] == plan.district
    year = (records.recorded_month - world.period.first.index) // MONTHS_IN_YEAR
    return {
        "here": np.bincount(year[chosen & here]).tolist(),
        "elsewhere": np.bincount(year[chosen & ~here]).tolist(),
    }


def _reporting(world: World) -> dict[str, object]:
    by_district, overall = never_reported_shares(world.visits, world.geography)
    return {
        "overall": _rounded(overall),
        "by_district": {
            district_code(at): _rounded(float(share)) for at, share in enumerate(by_district)
        },
    }


def _repeats(world: World) -> dict[str, float]:
    """Of the last twelve months' victims, those met twice or more, and their share of offences."""
    records = world.records
    last_year = records.recorded_month > world.period.last.index - MONTHS_IN_YEAR
    met = records.victim.person[last_year & (records.victim.person >= 0)]
    counts = np.unique(met, return_counts=True)[1]
    return {
        "share_of_victims": _rounded(float(np.mean(counts >= 2))),
        "share_of_offences": _rounded(float(counts[counts >= 2].sum() / counts.sum())),
    }


def _overlap(records: Records) -> float:
    victims = np.unique(records.victim.person[records.victim.person >= 0])
    suspects = np.unique(records.suspect.person[records.suspect.person >= 0])
    return _rounded(float(np.mean(np.isin(victims, suspects))))


def _with_victim(records: Records) -> BoolArray:
    return _is(records, VIOLENCE_GROUPS) & (records.victim.person >= 0)


def _ages(records: Records) -> dict[str, float]:
    bands = records.victim.age_band[_with_victim(records)]
    shares = np.bincount(bands, minlength=len(offences.AGE_BANDS)) / len(bands)
    return dict(zip(offences.AGE_BANDS, map(_rounded, shares.tolist()), strict=True))


def _male_share(records: Records) -> dict[str, float]:
    def share(persons: Persons, rows: BoolArray) -> float:
        return _rounded(float(np.mean(persons.male[rows])))

    known = records.suspect.person >= 0
    injury = _is(records, INJURY_GROUPS) & _with_victim(records)
    return {
        "victims_of_violence": share(records.victim, _with_victim(records)),
        "victims_of_injury": share(records.victim, injury),
        "suspects": share(records.suspect, known),
    }


def _domestic_share(records: Records) -> float:
    return _rounded(float(np.mean(records.domestic[_is(records, VIOLENCE_GROUPS)])))


def _school_peak(records: Records) -> dict[str, float]:
    """Non-domestic offences against 10- to 17-year-olds, Monday to Friday outside August."""
    child = np.isin(records.victim.age_band, offences.CHILD_BANDS) & (records.victim.person >= 0)
    number = _month_of(records.started) % MONTHS_IN_YEAR + 1
    weekdays = weekday(records.started) < SATURDAY_SUNDAY
    chosen = child & ~records.domestic & weekdays & (number != SCHOOL_HOLIDAY_MONTH)
    hours = hour_of_day(records.started[chosen])
    return {
        "busiest_hour": int(np.argmax(np.bincount(hours, minlength=24))),
        "share_15_to_17": _rounded(
            float(np.mean((hours >= SCHOOL_CLOSES) & (hours < SCHOOL_HOME)))
        ),
    }


def _night_out(records: Records) -> dict[str, float]:
    """Non-domestic violence with injury in licensed premises: how much falls on weekend nights."""
    chosen = _is(records, INJURY_GROUPS) & (records.location_type == offences.LICENSED)
    day, hour = weekday(records.started[chosen]), hour_of_day(records.started[chosen])
    friday = ((day == 4) & (hour >= 20)) | ((day == 5) & (hour < 5))
    saturday = ((day == 5) & (hour >= 20)) | ((day == 6) & (hour < 5))
    return {"share_on_friday_and_saturday_night": _rounded(float(np.mean(friday | saturday)))}


def _rounded(value: float) -> float:
    return round(value, 4)
