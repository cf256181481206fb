"""Education, children's services, youth justice and health indicators of each district by year."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.core.periods import MONTHS_IN_YEAR, Month, Period
from headwater.loamshire import names
from headwater.loamshire.geography import REGION_CODE, district_code
from headwater.loamshire.streams import FloatArray, stream
from headwater.loamshire.world import World
from headwater.loamshire.writing import Outbox

HEADER = (
    "indicator", "name", "area_code", "area_name", "period", "period_start", "period_end", "sex",
    "age", "stratum", "value", "numerator", "denominator", "low", "high", "unit", "polarity",
    "flag", "publisher",
)  # fmt: skip
YEARS = 4
SMALL_COUNT = 5
ADMISSIONS_SMALL, ADMISSIONS_ROUND = 7, 5


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure. `level` is its middle value; `slope` how it follows deprivation (log ratio)."""

    id: str
    name: str
    level: float
    per: float  # 100 for a percentage, 1,000 or 100,000 for a rate, 0 for a bare count
    ages: tuple[int, int]
    slope: float
    unit: str
    topic: str
    school_year: bool = False
    share_of_base: float = 1.0  # how much of the age group the measure is about


INDICATORS = (
    Indicator("suspension_rate", "Suspensions per 100 pupils", 11.0, 100, (5, 16), 0.55,
              "percent", "education", school_year=True),
    Indicator("permanent_exclusion_rate", "Permanent exclusions per 1,000 pupils", 1.3, 1_000,
              (5, 16), 0.65, "per_1000", "education", school_year=True),
    Indicator("severe_absence_rate", "Pupils missing half or more of their sessions", 2.3, 100,
              (5, 16), 0.45, "percent", "education", school_year=True),
    Indicator("persistent_absence_rate", "Pupils missing a tenth or more of their sessions", 20.0,
              100, (5, 16), 0.25, "percent", "education", school_year=True),
    Indicator("neet_rate", "Young people aged 16 and 17 not in education, employment or training "
              "or not known", 5.4, 100, (16, 17), 0.5, "percent", "education"),
    Indicator("cin_factor_gangs", "Assessments with gangs as a factor", 0.55, 1_000, (0, 17), 0.7,
              "per_1000", "childrens_services"),
    Indicator("cin_factor_child_criminal_exploitation",
              "Assessments with child criminal exploitation as a factor", 1.3, 1_000, (0, 17), 0.7,
              "per_1000", "childrens_services"),
    Indicator("cin_factor_going_missing", "Assessments with going missing as a factor", 1.4, 1_000,
              (0, 17), 0.6, "per_1000", "childrens_services"),
    Indicator("cin_factor_domestic_abuse", "Assessments with domestic abuse as a factor",
              13.5, 1_000, (0, 17), 0.5, "per_1000", "childrens_services"),
    Indicator("first_time_entrants_rate", "First-time entrants to youth justice aged 10 to 17",
              155.0, 100_000, (10, 17), 0.7, "per_100000", "youth_justice"),
    Indicator("youth_reoffending_rate", "Young people who reoffend within a year", 32.0, 100,
              (10, 17), 0.25, "percent", "youth_justice", share_of_base=0.0025),
    Indicator("youth_substance_misuse_rate", "Young people in treatment for substance misuse",
              2.2, 1_000, (13, 17), 0.5, "per_1000", "health"),
    Indicator("violence_admissions_rate", "Emergency admissions for violence", 42.0, 100_000,
              (0, 90), 0.8, "per_100000", "health"),
)  # fmt: skip
SHARP_OBJECT_A_YEAR = 96
_AGE_GROUPS = {"10 to 19": 0.27, "20 to 29": 0.33, "30 to 39": 0.21, "40 to 49": 0.12,
               "50 to 59": 0.07}  # fmt: skip


def write_la_indicators(world: World, out: Outbox) -> None:
    """One file for each topic, and the region's admissions for assault with a sharp object."""
    rng = stream(world.seed, "indicators")
    need = need_of(world)
    by_topic: dict[str, list[tuple[object, ...]]] = {}
    for indicator in INDICATORS:
        rows = by_topic.setdefault(indicator.topic, [])
        for year in range(YEARS):
            rows += _year_rows(rng, world, indicator, need, year_of(world, indicator, year))
    for topic, rows in by_topic.items():
        out.table(f"feeds/la_indicators/indicators_{topic}.csv", HEADER, rows)
    out.table("feeds/la_indicators/indicators_sharp_object_admissions.csv", HEADER,
              _admission_rows(rng, world.period))  # fmt: skip


def year_of(world: World, indicator: Indicator, year: int) -> Period:
    """One of the years an indicator is published for, from 0."""
    ends = _last_year(world.period, indicator.school_year)
    return Period.year_to(ends.plus(MONTHS_IN_YEAR * (year + 1 - YEARS)))


def need_of(world: World) -> FloatArray:
    """Mean deprivation of each district, weighted by residents, in standard units."""
    geography, residents = world.geography, world.people.totals
    weighted = np.bincount(geography.district, weights=residents * world.deprivation.latent)
    return np.asarray(weighted / np.bincount(geography.district, weights=residents))


def _last_year(period: Period, school_year: bool) -> Month:
    """The last month of the last full school or financial year before the period's end."""
    ends = 8 if school_year else 3
    year = period.last.year if period.last.number >= ends else period.last.year - 1
    return Month(year, ends)


def _year_rows(
    rng: np.random.Generator, world: World, indicator: Indicator, need: FloatArray, year: Period
) -> list[tuple[object, ...]]:
    places = Places(
        codes=[district_code(at) for at in range(len(names.DISTRICTS))],
        names=names.DISTRICTS,
        by_age=world.people.by_district.sum(axis=1).astype(np.float64),
        need=need - need.mean(),
    )
    return rows_of(rng, indicator, places, year)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Authorities with residents by age, and how far their need lies from Loamshire's mean."""

    codes: Sequence[str]
    names: Sequence[str]
    by_age: FloatArray
    need: FloatArray


def rows_of(
    rng: np.random.Generator,
    indicator: Indicator,
    places: Places,
    year: Period,
    *,
    moved: FloatArray | float = 1.0,
) -> list[tuple[object, ...]]:
    """One year of an indicator. `moved` is what the rate is beside what it would be."""
    low_age, high_age = indicator.ages
    base = places.by_age[:, low_age : high_age + 1].sum(axis=1)
    base = np.maximum(np.round(base * indicator.share_of_base), 1).astype(np.int64)
    rate = indicator.level / indicator.per * np.exp(indicator.slope * places.need) * moved
    rate = rate * np.exp(rng.normal(0, 0.06, len(base)))
    counts = rng.poisson(rate * base) if indicator.per != 100 else rng.binomial(
        base, np.clip(rate, 0, 0.95)
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for at, name in enumerate(places.names):
        count, people = int(counts[at]), int(base[at])
        hidden = 0 < count < SMALL_COUNT
        value = count / people * indicator.per
        spread = 1.96 * np.sqrt(max(count, 1)) / people * indicator.per
        figures: tuple[object, ...] = (
            f"{value:.2f}", count, people, f"{max(value - spread, 0):.2f}", f"{value + spread:.2f}",
        )  # fmt: skip
        if hidden:
            figures = ("", "", people, "", "")
        rows.append(
            (indicator.id, indicator.name, places.codes[at], name, _period_text(year, indicator),
             year.first_day, year.last_day, "persons", f"{low_age}-{high_age}", "", *figures,
             indicator.unit, "high_is_bad", "suppressed" if hidden else "",
             f"Loamshire {indicator.topic.replace('_', ' ')} return")
        )  # fmt: skip
    return rows


def _period_text(year: Period, indicator: Indicator) -> str:
    text = f"{year.first.year}/{year.last.year % 100:02d}"
    return f"{text} (academic)" if indicator.school_year else text


def _admission_rows(rng: np.random.Generator, period: Period) -> list[tuple[object, ...]]:
    """Monthly, whole region and by age: 1 to 7 hidden, the rest rounded to the nearest 5."""
    rows: list[tuple[object, ...]] = []
    shares = {"": 1.0, **_AGE_GROUPS}
    for month in period:
        for group, share in shares.items():
            season = 1 + 0.1 * np.cos(2 * np.pi * (month.number - 7) / 12)
            count = int(rng.poisson(SHARP_OBJECT_A_YEAR / 12 * share * season))
            hidden = 0 < count <= ADMISSIONS_SMALL
            shown = "" if hidden else ADMISSIONS_ROUND * round(count / ADMISSIONS_ROUND)
            flag = "suppressed" if hidden else "rounded"
            rows.append(
                ("sharp_object_admissions", "Hospital admissions for assault by sharp object",
                 REGION_CODE, names.REGION, str(month), month.first_day, month.last_day, "persons",
                 group or "all", "", shown, shown, "", "", "", "count", "high_is_bad",
                 "" if count == 0 else flag, "North Sea Isles hospital return")
            )  # fmt: skip
    return rows
