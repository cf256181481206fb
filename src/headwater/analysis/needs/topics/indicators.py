"""What publishers say of the area's young people: indicators matched to risk factors and groups.

Indicators are of upper-tier and unitary authorities. Those that matter to a police force area
are its unitary districts and the counties inside it; to a district, itself and the county above
it. Values are used as they were published; a suppressed value stays suppressed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from headwater.analysis.needs import provision_kernels as kernels
from headwater.analysis.needs import provision_tables as tables
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.services import upper_tier_inside
from headwater.analysis.rates.comparison import Polarity, comparison_labels
from headwater.analysis.rates.rates import crude_rates, proportions
from headwater.core.areas import Level
from headwater.core.counts import FloatArray
from headwater.core.marks import CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE
from headwater.lake.store import Rows, Store

ALL = "all"
HOME = "home"
OLD_DAYS = 3 * 365
PERIODS = 5
"""How many periods a trend is of."""
COUNTRY_OF = {"E": "E92000001", "W": "W92000004"}
PER = {"percent": 100.0, "per_1000": 1e3, "per_10000": 1e4, "per_100000": 1e5}
OF_ASSESSMENTS, ALL_ASSESSMENTS = "dfe_cin_", "dfe_cin_episodes"
"""Counts of assessments that named a factor: given as a share of those that named any."""
AGREES = 0.02
"""How far a published value may lie from count ÷ denominator before limits are not worked out."""
MARK_OF_FLAG = {
    "suppressed": CONFIDENTIAL,
    "not_available": NOT_AVAILABLE,
    "not_applicable": NOT_APPLICABLE,
}
UNIT_WORDS = {
    "percent": "%",
    "per_1000": "per 1,000",
    "per_10000": "per 10,000",
    "per_100000": "per 100,000",
    "count": "count",
    "gbp": "£",
    "ratio": "ratio",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """What an indicator tells of. Found by its identifier, or by words in its name.

    `factors` are rulebook factors it bears on, `groups` priority groups. `ids` are beginnings of
    identifiers; `names` are words, all of which must be in the name. `but_not` rules names out.
    """

    id: str
    factors: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    but_not: tuple[str, ...] = ()

    def fits(self, indicator: str, name: str) -> bool:
        """Whether an indicator tells of it."""
        if indicator.startswith(self.ids):
            return True
        said = name.lower()
        if any(word in said for word in self.but_not):
            return False
        return any(all(word in said for word in words) for words in self.names)


THEMES = (
    Theme(
        "care",
        groups=("care",),
        ids=("lait_lac_", "lait_lacsubstance", "lait_children_missing",
             "dfe_sv_ever_looked_after"),
        names=(("looked-after children",), ("care leavers",)),
    ),
    Theme("in_need", groups=("in_need",), ids=("lait_cin", "lait_cpp_", "dfe_sv_ever_in_need"),
          names=(("children in need",), ("child protection",)), but_not=("assessments",)),
    Theme("exclusion", ("school exclusion",), ("excluded",),
          ids=("lait_totpermex", "lait_totfixedex", "lait_total_pup_fixedex", "lait_secfixedex",
               "lait_sec_pup_fixedex", "lait_secpermex", "lait_cinfixed", "lait_cinperm",
               "lait_lac_fixed", "dfe_sv_ever_suspended", "dfe_sv_ever_excluded",
               "dfe_sv_ever_in_alternative"),
          names=(("suspen",), ("permanent exclusion",), ("permanently excluded",))),
    Theme("absence", ("school absence",), ("excluded",),
          ids=("lait_totperab", "lait_sfsecperab", "lait_totsevab", "dfe_sv_ever_absent"),
          names=(("persistently absent",), ("severely absent",), ("missing", "sessions"))),
    Theme("neet", ("sense of purpose", "economic opportunity"), ("neet",),
          ids=("lait_16_17_neet", "lait_16_17_not_known", "dfe_neet_"),
          names=(("not in education",),)),
    Theme("send", ("special educational need or speech and language need",), ("send",),
          ids=("dfe_sv_ever_ehcp", "dfe_sv_ever_sen", "dfe_neet_or_not_known_ehcp",
               "dfe_neet_or_not_known_sen", "dfe_cin_learning_disability"),
          names=(("special educational",), ("education, health and care plan",))),
    Theme("girls", groups=("girls",),
          ids=("dfe_cin_child_sexual_exploitation", "dfe_cin_sexual_abuse",
               "dfe_cin_female_genital", "lait_under18concep"),
          names=(("girls",), ("sexual exploitation",))),
    Theme("exploited", ("gang association", "exploitation debts"), ("exploited",),
          ids=("dfe_cin_gangs", "dfe_cin_child_criminal", "dfe_cin_trafficking",
               "dfe_cin_child_sexual_exploitation"),
          names=(("gangs",), ("criminal exploitation",), ("trafficking",))),
    Theme("missing", ("exploitation debts",), ("exploited",),
          ids=("dfe_cin_going_missing", "lait_children_missing"),
          names=(("going missing",), ("went missing",))),
    Theme("asylum", groups=("asylum",), ids=("dfe_cin_unaccompanied",),
          names=(("asylum",),)),
    Theme("carers", groups=("carers",), ids=("dfe_cin_young_carer",), names=(("young carer",),)),
    Theme("domestic_abuse", ("domestic abuse at home",), ids=("dfe_cin_domestic_abuse",),
          names=(("domestic abuse",),)),
    Theme("neglect", ("neglect",), ids=("dfe_cin_neglect",), names=(("neglect",),)),
    Theme("trauma", ("trauma or adverse childhood experiences",),
          ids=("dfe_cin_emotional_abuse", "dfe_cin_physical_abuse", "lait_cpp_rate"),
          names=(("abuse", "child"),), but_not=("domestic", "substance", "misuse")),
    Theme("conduct", ("early aggression", "ADHD or conduct difficulty"),
          ids=("dfe_cin_socially_unacceptable",), names=(("conduct disorder",),)),
    Theme("drugs_of_children", ("substance use",),
          ids=("dfe_cin_drug_misuse_child", "dfe_cin_alcohol_misuse_child", "lait_lacsubstance",
               "lait_hosp_adm_alc"),
          names=(("substance misuse",), ("because of alcohol",))),
    Theme("drugs_of_parents", ("family conflict",),
          ids=("dfe_cin_drug_misuse_parent", "dfe_cin_alcohol_misuse_parent")),
    Theme("mental_health", ("good mental health support",),
          ids=("dfe_cin_mental_health_child", "dfe_cin_self_harm", "lait_cmh_"),
          names=(("mental health",), ("self-harm",)), but_not=("parent", "person")),
    Theme("victims", ("victimisation",), ids=("lait_hospad", "fingertips_90284"),
          names=(("admissions", "violence"), ("admissions", "injur"))),
    Theme("weapons", ("weapon carrying", "weapon availability"),
          ids=("nhs_sharp_object_admissions", "sharp_object_admissions"),
          names=(("sharp object",), ("knife",))),
    Theme("youth_justice", ("delinquent peers", "positive attitudes to violence"),
          ids=("lait_firstyjs", "lait_yjs_caution", "lait_reoffyo", "lait_lac_convictions",
               "dfe_sv_serious_violence", "dfe_sv_any_offence"),
          names=(("first-time entrants",), ("reoffend",), ("cautioned or sentenced",)),
          but_not=("share of",)),
    Theme("poverty", ("deprivation", "inequality"),
          ids=("lait_childpov", "lait_secfsm", "dfe_sv_ever_free_school"),
          names=(("low-income",), ("free school meals",))),
)  # fmt: skip

GROUPS = {
    "care": "Care-experienced children and young people",
    "in_need": "Children in need and on protection plans",
    "excluded": "Children suspended, excluded or absent from school",
    "neet": "Young people not in education, employment or training",
    "send": "Children with special educational needs or disabilities",
    "girls": "Girls and young women",
    "exploited": "Children who are exploited or go missing",
    "transition": "Young adults of 18 to 24",
    "asylum": "Children seeking asylum alone",
    "carers": "Young carers",
    "prisoners": "Children of prisoners",
}
"""Groups that a needs assessment looks at (DOMAIN 2.1), by identifier."""


@dataclass(frozen=True, slots=True)
class Value:
    """One published value. `mark` stands in its place where there is none."""

    period: str
    value: float
    low: float
    high: float
    numerator: float
    denominator: float
    mark: str
    flag: str
    ends: date | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Which way the last five periods went, if all of them have a value."""

    direction: int
    periods: int

    @property
    def words(self) -> str:
        """The trend as printed."""
        if self.periods < PERIODS:
            return f"not enough periods ({self.periods})"
        return {1: "rose each time", -1: "fell each time", 0: "no clear trend"}[self.direction]


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator in one authority: its latest value, what it stands beside, and its trend.

    `benchmark_name` is empty where there is nothing to compare with. `compared` is better, worse,
    higher, lower or similar by the 95 % interval; above or below where no interval is known.
    """

    indicator: str
    name: str
    area_code: str
    area_name: str
    sex: str
    age: str
    latest: Value
    unit: str
    polarity: str
    publisher: str
    benchmark: float
    benchmark_name: str
    compared: str
    trend: Trend
    themes: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells this indicator from others of the authority, fit for a figure's name."""
        split = [part for part in (self.sex, self.age) if part not in ("persons", ALL)]
        return " ".join((self.indicator, *split)).replace(":", "_").replace("~", "_")

    @property
    def title(self) -> str:
        """The indicator's name, with the sex where it is of one."""
        return self.name if self.sex == "persons" else f"{self.name} ({self.sex})"

    @property
    def unit_words(self) -> str:
        """The unit as printed."""
        return UNIT_WORDS.get(self.unit, self.unit)

    @property
    def is_risk(self) -> bool:
        """Whether the publisher says which direction is bad, and there is something beside it."""
        return self.polarity in ("high_is_bad", "low_is_bad") and not np.isnan(self.ratio)

    @property
    def ratio(self) -> float:
        """The value over its benchmark; NaN where either is missing or the benchmark is nought."""
        return self.latest.value / self.benchmark if self.benchmark > 0 else float("nan")

    @property
    def is_on_worse_side(self) -> bool:
        """Whether the value lies on the bad side of its benchmark, chance or not."""
        above = self.latest.value > self.benchmark
        below = self.latest.value < self.benchmark
        return self.is_risk and (above if self.polarity == "high_is_bad" else below)

    @property
    def has_interval(self) -> bool:
        """Whether chance can be told from difference."""
        return not (np.isnan(self.latest.low) or np.isnan(self.latest.high))

    @property
    def worsens(self) -> bool:
        """Whether each of the last five periods was worse than the one before."""
        return self.trend.direction == {"high_is_bad": 1, "low_is_bad": -1}.get(self.polarity)

    def is_old(self, by: date) -> bool:
        """Whether it tells of a time more than three years before a day."""
        ends = self.latest.ends
        return ends is not None and (by - ends).days > OLD_DAYS


@dataclass(frozen=True, eq=False)
class Indicators:
    """Every published indicator of the area's authorities, in order of theme and name."""

    readings: tuple[Reading, ...]
    authorities: tuple[tuple[str, str], ...]
    rows: Rows

    def of_theme(self, themes: Iterable[str]) -> tuple[Reading, ...]:
        """Readings that bear on any of some themes."""
        wanted = set(themes)
        return tuple(each for each in self.readings if wanted & set(each.themes))

    def of_factor(self, factor: str) -> tuple[Reading, ...]:
        """Readings that bear on a rulebook factor."""
        return self.of_theme(theme.id for theme in THEMES if factor in theme.factors)

    def of_group(self, group: str) -> tuple[Reading, ...]:
        """Readings that bear on a priority group."""
        return self.of_theme(theme.id for theme in THEMES if group in theme.groups)


def measure(store: Store, scope: Scope) -> Indicators | None:
    """Published indicators of the scope's authorities; None where there are none."""
    if not store.has("indicators"):
        return None
    own = authorities_of(store, scope)
    beside = _benchmarks(store, scope, own)
    rows = store.rows(
        tables.indicators_of(store.table("indicators"), tuple(sorted({*own, *beside}))),
        name="published indicators",
    )
    series = series_of(rows, scope)
    readings = tuple(
        sorted(
            (
                _reading(key, values, series, beside, own, scope)
                for key, values in series.items()
                if key.area in own
            ),
            key=lambda each: (each.themes == (), each.themes, each.name, each.key, each.area_code),
        )
    )
    if not readings:
        return None
    found = {each.area_code: each.area_name for each in readings}
    return Indicators(readings, tuple(sorted(found.items())), rows)


def authorities_of(store: Store, scope: Scope) -> tuple[str, ...]:
    """The districts of the scope, the scope itself, counties inside it, the county above it."""
    above: tuple[str, ...] = ()
    if scope.level is Level.LAD:
        parents = store.rows(
            tables.parents_of(store.table("area_links"), (scope.area,)), name="county above"
        )
        is_county = parents["parent_level"] == Level.COUNTY.value
        above = tuple(str(code) for code in parents["parent"][is_county])
    return tuple(
        dict.fromkeys((scope.area, *scope.district.codes, *upper_tier_inside(store, scope), *above))
    )


def _benchmarks(store: Store, scope: Scope, own: tuple[str, ...]) -> dict[str, str]:
    """Areas to compare with, country first: code and name. Those not loaded fall out later."""
    country = COUNTRY_OF.get(scope.area[0])
    found = {} if country is None else {country: {"E": "England", "W": "Wales"}[scope.area[0]]}
    above = store.rows(
        tables.parents_of(store.table("area_links"), own), name="larger areas of authorities"
    )
    wanted = {
        str(code): level
        for code, level in zip(above["parent"], above["parent_level"], strict=True)
        if level in (Level.COUNTRY, Level.REGION)
    }
    order = sorted(wanted, key=lambda code: (wanted[code] != Level.COUNTRY, code))
    names = {
        str(code): str(name)
        for level in (Level.COUNTRY, Level.REGION)
        for code, name in _names(store, level)
    }
    return {**found, **{code: names.get(code, code) for code in order if code not in found}}


def _names(store: Store, level: Level) -> Iterable[tuple[str, str]]:
    rows = store.rows(tables.names_of(store.table("areas"), level), name=f"names of each {level}")
    return zip(rows["code"], rows["name"], strict=True)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What one series is of."""

    indicator: str
    area: str
    sex: str
    age: str


@dataclass(frozen=True, eq=False)
class Series:
    """One series: values from the earliest, and what does not change over it."""

    values: tuple[Value, ...]
    name: str
    area_name: str
    unit: str
    polarity: str
    publisher: str


def series_of(rows: Rows, scope: Scope) -> dict[Key, Series]:
    """Values by indicator, area, sex and age, known by the last day of the period.

    Where children are counted by home and by school, home is used. Other splits are left out.
    """
    at: dict[Key, list[int]] = {}
    for i in range(len(rows)):
        if rows["stratum"][i] in (ALL, HOME):
            key = Key(*(str(rows[c][i]) for c in ("indicator", "area_code", "sex", "age")))
            at.setdefault(key, []).append(i)
    series = {}
    for key, places in sorted(at.items()):
        values = [(_value(rows, i), i) for i in places]
        known = [v for v in values if v[0].ends is None or v[0].ends <= scope.period.last_day]
        # Where everything ends later than the period, the earliest is the nearest to it.
        used = known or sorted(values, key=_when)[:1]
        used.sort(key=_when)
        series[key] = _described(rows, [value for value, _ in used], used[-1][1])
    return _one_sex_each(series)


def _when(pair: tuple[Value, int]) -> tuple[date, str]:
    return (pair[0].ends or date.min, pair[0].period)


def _described(rows: Rows, values: list[Value], last: int) -> Series:
    is_share = _is_share(rows, last)
    name, unit = str(rows["name"][last]), str(rows["unit"][last])
    polarity = rows["polarity"][last]
    area = rows["area_name"][last]
    return Series(
        values=tuple(values),
        name=f"{name} (share)" if is_share else name,
        area_name=str(area) if isinstance(area, str) else str(rows["area_code"][last]),
        unit="percent" if is_share else unit,
        polarity=str(polarity) if isinstance(polarity, str) else "neutral",
        publisher=str(rows["publisher"][last]),
    )


def _one_sex_each(series: dict[Key, Series]) -> dict[Key, Series]:
    """Persons where an indicator has them, else each sex it has."""
    whole = {(k.indicator, k.area, k.age) for k in series if k.sex == "persons"}
    return {
        key: values
        for key, values in series.items()
        if key.sex == "persons" or (key.indicator, key.area, key.age) not in whole
    }


def _value(rows: Rows, i: int) -> Value:
    """One row. Limits that were not published are worked out where count and denominator are."""
    flag = rows["flag"][i] if isinstance(rows["flag"][i], str) else ""
    numbers = [float(rows[c][i]) for c in ("value", "low", "high", "numerator", "denominator")]
    value, low, high, numerator, denominator = numbers
    unit = str(rows["unit"][i])
    if _is_share(rows, i):
        value, unit = value / denominator * 100, "percent"
    if np.isnan(low) or np.isnan(high):
        low, high = _limits(value, numerator, denominator, unit=unit)
    ends = rows["period_end"][i]
    day = ends.astype("datetime64[D]").item() if isinstance(ends, np.datetime64) else ends
    return Value(
        period=str(rows["period"][i]),
        value=value,
        low=low,
        high=high,
        numerator=numerator,
        denominator=denominator,
        mark="" if not np.isnan(value) else MARK_OF_FLAG.get(flag, NOT_AVAILABLE),
        flag=flag,
        ends=day if isinstance(day, date) else None,
    )


def _is_share(rows: Rows, i: int) -> bool:
    """Whether a count of assessments can be given as a share of them."""
    return (
        str(rows["indicator"][i]).startswith(OF_ASSESSMENTS)
        and not str(rows["indicator"][i]).startswith(ALL_ASSESSMENTS)
        and rows["unit"][i] == "count"
        and bool(rows["denominator"][i] > 0)
    )


def _limits(
    value: float, numerator: float, denominator: float, *, unit: str
) -> tuple[float, float]:
    """95 % limits from a count and its denominator, where they give back the published value."""
    nothing = (float("nan"), float("nan"))
    per = PER.get(unit)
    if per is None or not denominator > 0 or not numerator >= 0 or np.isnan(value):
        return nothing
    if abs(numerator / denominator * per - value) > AGREES * max(value, per / denominator):
        return nothing
    if unit == "percent":
        if numerator > denominator:
            return nothing
        share = proportions([numerator], [denominator], multiplier=per)
        return float(share.low[0]), float(share.high[0])
    rate = crude_rates([numerator], [denominator], multiplier=per)
    return float(rate.low[0]), float(rate.high[0])


def _reading(
    key: Key,
    values: Series,
    series: dict[Key, Series],
    beside: dict[str, str],
    own: tuple[str, ...],
    scope: Scope,
) -> Reading:
    latest = values.values[-1]
    benchmark, name = _beside(key, latest, series, beside)
    if not name:
        benchmark, name = _pooled(key, latest, series, own, scope, unit=values.unit)
    return Reading(
        indicator=key.indicator,
        name=values.name,
        area_code=key.area,
        area_name=values.area_name,
        sex=key.sex,
        age=key.age,
        latest=latest,
        unit=values.unit,
        polarity=values.polarity,
        publisher=values.publisher,
        benchmark=benchmark,
        benchmark_name=name,
        compared=_compared(latest, benchmark, values.polarity),
        trend=_trend(values.values),
        themes=tuple(t.id for t in THEMES if t.fits(key.indicator, values.name)),
    )


def _beside(
    key: Key, latest: Value, series: dict[Key, Series], beside: dict[str, str]
) -> tuple[float, str]:
    """The same indicator and period in the country, else in the region."""
    for code, name in beside.items():
        other = series.get(Key(key.indicator, code, key.sex, key.age))
        if other is None or other.unit in ("count", "gbp"):
            continue
        for value in other.values:
            if value.period == latest.period and not np.isnan(value.value):
                return value.value, name
    return float("nan"), ""


def _pooled(
    key: Key,
    latest: Value,
    series: dict[Key, Series],
    own: tuple[str, ...],
    scope: Scope,
    *,
    unit: str,
) -> tuple[float, str]:
    """All authorities of the area together, where each gives count and denominator."""
    per = PER.get(unit) or _implied(latest)
    others = [
        value
        for code in own
        if (found := series.get(Key(key.indicator, code, key.sex, key.age))) is not None
        for value in found.values
        if value.period == latest.period
    ]
    counts = np.array([value.numerator for value in others])
    people = np.array([value.denominator for value in others])
    if len(others) < 2 or np.isnan(per) or np.isnan(counts + people).any() or people.sum() <= 0:
        return float("nan"), ""
    return float(counts.sum() / people.sum() * per), f"{scope.name} as a whole"


def _implied(value: Value) -> float:
    """How many the value is for every one of, where the unit does not say: a round number."""
    if not value.numerator > 0 or not value.denominator > 0:
        return float("nan")
    implied = value.value * value.denominator / value.numerator
    near = [per for per in PER.values() if abs(implied / per - 1) < AGREES]
    return near[0] if near else float("nan")


@dataclass(frozen=True, slots=True)
class Interval:
    """Values with their limits, to be set beside a benchmark."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    level: float = 0.95


def _compared(latest: Value, benchmark: float, polarity: str) -> str:
    """How a value stands to its benchmark, in words."""
    if np.isnan(latest.value) or np.isnan(benchmark):
        return "not compared"
    if np.isnan(latest.low) or np.isnan(latest.high):
        if latest.value == benchmark:
            return "the same"
        return "above, no interval" if latest.value > benchmark else "below, no interval"
    found = Interval(np.array([latest.value]), np.array([latest.low]), np.array([latest.high]))
    return str(comparison_labels(found, benchmark, polarity=good_direction(polarity))[0])


def good_direction(polarity: str) -> Polarity:
    """Which direction is good, from what the publisher says is bad."""
    return {
        "high_is_bad": Polarity.LOW_IS_GOOD,
        "low_is_bad": Polarity.HIGH_IS_GOOD,
    }.get(polarity, Polarity.NEUTRAL)


def _trend(values: tuple[Value, ...]) -> Trend:
    """Whether the last five periods all went one way. A hidden value ends the run."""
    run: list[float] = []
    for value in reversed(values[-PERIODS:]):
        if np.isnan(value.value):
            break
        run.insert(0, value.value)
    direction = kernels.one_way(np.array(run)) if len(run) == PERIODS else 0
    return Trend(direction, len(run))
