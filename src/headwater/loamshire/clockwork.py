"""When in the week things happen: the school gate, the night out, the home."""

import calendar
from enum import IntEnum

import numpy as np

from headwater.core.periods import Month
from headwater.loamshire.streams import FloatArray, IntArray, draw_rows

HOURS = 24
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
SCHOOL_HOLIDAY_MONTH = 8


class Rhythm(IntEnum):
    """Which hours of the week an offence keeps to."""

    ORDINARY = 0
    NIGHT_OUT = 1
    SCHOOL_DAY = 2
    YOUNG_EVENING = 3
    AT_HOME = 4


def _curve(*points: tuple[float, float]) -> FloatArray:
    hours, heights = zip(*points, strict=True)
    return np.asarray(np.interp(np.arange(HOURS), hours, heights))


def rhythms() -> FloatArray:
    """(rhythm, hour of the week from Monday 00:00) relative chances."""
    ordinary = _curve((0, 1.4), (4, 0.4), (7, 0.7), (12, 2.2), (16, 2.8), (19, 3.0), (23, 2.0))
    home = _curve((0, 2.4), (5, 0.6), (9, 1.2), (13, 1.6), (18, 2.6), (21, 3.4), (23, 3.0))
    evening = _curve((0, 0.6), (3, 0.1), (11, 0.2), (14, 1.0), (17, 3.0), (21, 3.2), (23, 1.2))
    late = _curve((0, 0.0), (18, 0.3), (20, 1.0), (22, 2.6), (23, 3.4))
    small = np.where(np.arange(HOURS) < 5, [3.6, 3.3, 2.6, 1.4, 0.5] + [0.0] * 19, 0.0)
    school = np.zeros(HOURS)
    school[[8, 10, 12, 13, 14, 15, 16, 17]] = [0.07, 0.04, 0.09, 0.05, 0.07, 0.42, 0.19, 0.07]
    night = np.array([0.18, 0.18, 0.22, 0.40, 1.5, 1.7, 0.35])
    week = np.zeros((len(Rhythm), 7, HOURS))
    for day in range(7):
        weekend = day in (SATURDAY, SUNDAY)
        week[Rhythm.ORDINARY, day] = ordinary * (1.05 if weekend else 1.0)
        week[Rhythm.AT_HOME, day] = home * (1.30 if weekend else 1.0)
        week[Rhythm.YOUNG_EVENING, day] = evening * (1.25 if day in (FRIDAY, SATURDAY) else 1.0)
        week[Rhythm.SCHOOL_DAY, day] = 0.0 if weekend else school
        week[Rhythm.NIGHT_OUT, day] += night[day] * late
        week[Rhythm.NIGHT_OUT, (day + 1) % 7] += night[day] * small
    return week.reshape(len(Rhythm), 7 * HOURS)


def moments(
    rng: np.random.Generator, rhythm: IntArray, month: IntArray, months: tuple[Month, ...]
) -> FloatArray:
    """A minute since 1970 for each event, in its month (a position in `months`) and rhythm."""
    hour_of_week = draw_rows(rng, rhythms(), rhythm)
    weekday, hour = np.divmod(hour_of_week, HOURS)
    first = np.array([np.datetime64(each.first_day, "D").astype(np.int64) for each in months])
    length = np.array([calendar.monthrange(each.year, each.number)[1] for each in months])
    first_weekday = np.array([each.first_day.weekday() for each in months])
    offset = (weekday - first_weekday[month]) % 7
    weeks = (length[month] - offset + 6) // 7
    day = first[month] + offset + 7 * np.floor(rng.random(len(month)) * weeks)
    return np.asarray((day * HOURS + hour) * 60 + minutes(rng, len(month)))


def moments_between(
    rng: np.random.Generator, rhythm: IntArray, *, first_monday: int, weeks: int
) -> FloatArray:
    """A minute since 1970 for each event, in one of so many weeks from a Monday (days)."""
    hour_of_week = draw_rows(rng, rhythms(), rhythm)
    week = rng.integers(0, weeks, len(rhythm))
    hours = (first_monday + 7 * week) * HOURS + hour_of_week
    return np.asarray(hours * 60.0 + minutes(rng, len(rhythm)))


def minutes(rng: np.random.Generator, count: int) -> IntArray:
    """Minutes past the hour as people report them: often the hour, half or quarter."""
    exact = rng.integers(0, 12, count) * 5
    rounded = rng.choice(np.array([0, 15, 30, 45]), count, p=[0.45, 0.12, 0.33, 0.10])
    return np.asarray(np.where(rng.random(count) < 0.55, rounded, exact), dtype=np.int64)
