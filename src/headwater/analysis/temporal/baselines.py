"""Which past weeks is this week compared with? The same time of year, and the seasons between.

Noufaily and others 2013, section 3.3: the weeks around the same date in each of the past years are
one season; the weeks between are cut into equal seasons. A level for each takes up the time of
year, so that the whole of the past years counts and not seven weeks of each.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.temporal import checks
from headwater.analysis.temporal.kernels.glm import Baseline

IntArray = NDArray[np.int64]
DAYS, WEEKS_IN_YEAR = 7, 52


@dataclass(frozen=True, slots=True)
class Span:
    """How far back, how wide and in how many seasons weeks are compared."""

    years: int
    half_window: int
    seasons: int
    weeks_left_out: int
    a_year: int = WEEKS_IN_YEAR


def reference_weeks(
    week: int, *, years: int, first_week: date | None, a_year: int = WEEKS_IN_YEAR
) -> IntArray:
    """The judged week and the weeks nearest its date in the years before, latest first.

    With no date a year is `a_year` periods, 52 weeks or 12 months. A 29 February is a 1 March in
    other years.

    >>> reference_weeks(311, years=2, first_week=date(2018, 1, 1)).tolist()
    [311, 259, 207]
    >>> reference_weeks(311, years=4, first_week=date(2018, 1, 1)).tolist()
    [311, 259, 207, 155, 102]
    """
    if first_week is None:
        return week - a_year * np.arange(years + 1, dtype=np.int64)
    start = checks.day("first_week", first_week)
    day = start + timedelta(days=DAYS * week)
    found = [week]
    for back in range(1, years + 1):
        away = (_years_before(day, back) - start).days
        found.append(round(away / DAYS))
    return np.array(found, dtype=np.int64)


def _years_before(day: date, years: int) -> date:
    """The same date some years before."""
    if day.month == 2 and day.day == 29:
        return _years_before(day + timedelta(days=1), years)
    return day.replace(year=day.year - years)


def seasons_of(week: int, references: IntArray, span: Span) -> tuple[IntArray, IntArray]:
    """The weeks of the baseline in order, and the season of each; the last season is the judged.

    Where the weeks between do not divide evenly, the first seasons have one more.
    """
    weeks, seasons = [], []
    last = span.seasons - 1
    for year in range(len(references) - 1, 0, -1):
        middle, following = int(references[year]), int(references[year - 1])
        around = np.arange(middle - span.half_window, middle + span.half_window + 1)
        between = np.arange(middle + span.half_window + 1, following - span.half_window)
        weeks.append(around)
        seasons.append(np.full(len(around), last))
        if span.seasons > 1:
            weeks.append(between)
            lengths = np.full(last, len(between) // last)
            lengths[: len(between) % last] += 1
            seasons.append(np.repeat(np.arange(last), lengths))
    own = np.arange(week - span.half_window, week)
    every = np.concatenate([*weeks, own])
    season = np.concatenate([*seasons, np.full(len(own), last)])
    inside = (every >= 0) & (every < week - span.weeks_left_out)
    return every[inside], season[inside]


def baseline_of(week: int, span: Span, *, first_week: date | None) -> Baseline | None:
    """The baseline of one judged week, or none where the past does not reach back far enough."""
    references = reference_weeks(week, years=span.years, first_week=first_week, a_year=span.a_year)
    if references[-1] < 0:
        return None
    weeks, seasons = seasons_of(week, references, span)
    order = np.argsort(seasons, kind="stable")
    bound = np.searchsorted(seasons[order], np.arange(span.seasons + 1))
    in_order = weeks[order].astype(np.int64)
    return Baseline(
        week=in_order,
        bound=bound.astype(np.int64),
        time=(in_order - week) / span.a_year,
        judged=week,
    )
