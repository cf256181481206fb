"""Authorities like ours, and how the same published rates moved there.

Indicators are published for upper-tier and unitary authorities, so these are what is compared.
A county is the districts of its force area that publish nothing themselves; where two counties
share a force area their districts cannot be told apart, and both are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import provision_kernels as kernels
from headwater.analysis.needs import provision_tables as tables
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics import indicators
from headwater.analysis.needs.topics.indicators import (
    PER,
    PERIODS,
    THEMES,
    Interval,
    Key,
    Series,
    Value,
)
from headwater.analysis.needs.topics.neighbours import HOW_MANY, LEAST_AREAS, Candidates, Feature
from headwater.analysis.rates.comparison import comparison_labels
from headwater.analysis.rates.rates import rate_ratios
from headwater.core.areas import Level, level_of
from headwater.core.counts import FloatArray
from headwater.core.errors import UsageError
from headwater.core.provenance import Provenance
from headwater.lake.store import Rows, Store

LEAST_OTHERS = 3
"""Authorities with a change, before ours is set beside theirs."""
LEVEL = 0.95
DOMAINS = ("income", "education")
"""Of an index of deprivation. The crime domain would explain violence by itself."""
NO_CHANGE = 1.0
METHOD = (
    "Root mean square of the differences in each feature, in standard deviations over all "
    "authorities compared, every feature counting alike; residents and density as logarithms "
    "(Euclidean distance on z-scores, as the CIPFA nearest neighbours and the statistical "
    "neighbours of children's services use it, with open features)"
)
CHANGE = (
    "Value of the last period ÷ value of the first, with log-normal limits from the counts "
    "(Rothman, Epidemiology, 2nd ed., ch. 9). For shares the limits are a little too wide"
)
DIFFERENCE = (
    "Change here ÷ geometric mean of the changes of its neighbours; Welch's interval on the "
    "logarithms, the neighbours' part from how far they lie apart (Welch 1947)"
)
FEATURES = (
    Feature("residents", "Residents", "", logarithm=True),
    Feature("density", "Residents to the square kilometre", "", logarithm=True),
    Feature("young", "Aged 10 to 17", "%", decimals=1),
    Feature("adult", "Aged 18 to 24", "%", decimals=1),
    Feature("income", "Income deprivation", "average score", decimals=3),
    Feature("education", "Education deprivation", "average score", decimals=3),
    Feature("urban", "Urban neighbourhoods", "%", decimals=1),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Like:
    """One of our authorities, and those most like it, nearest first."""

    candidates: Candidates
    own: int
    nearest: tuple[int, ...]
    unlike: FloatArray
    kept: tuple[int, ...]

    @property
    def code(self) -> str:
        """The code of ours."""
        return self.candidates.codes[self.own]

    @property
    def name(self) -> str:
        """What ours is called."""
        return self.candidates.names[self.own]

    @property
    def places(self) -> tuple[int, ...]:
        """Ours, then the others, nearest first."""
        return (self.own, *self.nearest)


@dataclass(frozen=True, slots=True)
class Move:
    """How one indicator moved in one authority between two periods.

    `ratio` is the last value over the first, NaN where either is hidden or missing; `mark` then
    stands for it. Limits are NaN where the counts behind the values are not known.
    """

    of: str
    code: str
    name: str
    before: Value | None
    now: Value | None
    ratio: float
    low: float
    high: float
    compared: str
    mark: str

    @property
    def log_variance(self) -> float:
        """Variance of the logarithm of the ratio, from its limits."""
        return float((np.log(self.high / self.low) / (2 * Z)) ** 2)


Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator in one of our authorities and in those like it."""

    of: str
    of_name: str
    key: str
    title: str
    unit: str
    polarity: str
    publisher: str
    first: str
    last: str
    moves: tuple[Move, ...]
    """Ours first."""
    others: int
    usual: float
    """The geometric mean of the changes of the others; NaN where too few are known."""
    difference: kernels.Difference
    compared: str


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """Everything found about authorities like ours."""

    likes: tuple[Like, ...]
    measures: tuple[Measure, ...]
    left_out: int
    edition: str
    rows: Rows


def measure(store: Store, scope: Scope) -> Elsewhere | None:
    """Authorities like ours; None where nothing is published for enough of them."""
    if not store.has("indicators"):
        return None
    reporting = _reporting(store)
    own = [code for code in indicators.authorities_of(store, scope) if code in reporting]
    if not own or len(reporting) < LEAST_AREAS:
        return None
    known = _Known.of(store, reporting, tuple(own))
    likes = tuple(like for code in own if (like := known.like(code)) is not None)
    if not likes:
        return None
    wanted = {like.candidates.codes[i] for like in likes for i in like.places}
    rows = store.rows(
        tables.indicators_of(store.table("indicators"), tuple(sorted(wanted))),
        name="published indicators here and elsewhere",
    )
    series = indicators.series_of(rows, scope)
    return Elsewhere(
        likes=likes,
        measures=tuple(each for like in likes for each in _measures(like, series)),
        left_out=known.left_out,
        edition=known.edition,
        rows=rows,
    )


def _reporting(store: Store) -> dict[str, str]:
    """Names of districts and counties that indicators are published for, by code."""
    rows = store.rows(
        tables.reporting_areas(store.table("indicators")), name="authorities with indicators"
    )
    found = zip(rows["area_code"], rows["area_name"], strict=True)
    return {
        str(code): str(name) if isinstance(name, str) else str(code)
        for code, name in sorted(found)
        if _is_authority(str(code))
    }


def _is_authority(code: str) -> bool:
    try:
        return level_of(code) in (Level.LAD, Level.COUNTY)
    except UsageError:
        return False


@dataclass(frozen=True, eq=False)
class _Known:
    """Every reporting authority with its features; NaN where one is not known."""

    names: Mapping[str, str]
    own: tuple[str, ...]
    columns: Mapping[str, FloatArray]
    edition: str
    provenance: Provenance

    @classmethod
    def of(cls, store: Store, reporting: Mapping[str, str], own: tuple[str, ...]) -> "_Known":
        """What the lake holds of each."""
        held = _Held.of(store)
        members = held.members(reporting)
        inside = sorted({district for code in own for district in members[code]})
        edition = held.edition(inside)
        ages = held.ages(inside)
        columns = {
            "residents": _summed(ages["persons"], members),
            "density": _summed(ages["persons"], members) / _summed(held.square_km(), members),
            "young": _share(ages["young"], ages["persons"], members),
            "adult": _share(ages["adult"], ages["persons"], members),
            **{domain: _share(*held.scores(edition, domain), members) / 100 for domain in DOMAINS},
            "urban": _share(*held.urban(inside), members),
        }
        return cls(reporting, own, columns, edition, held.provenance())

    @property
    def left_out(self) -> int:
        """Authorities elsewhere that lack a feature which ours have."""
        features = self._features(self.own[0])
        grid = np.column_stack([self.columns[feature.key] for feature in features])
        lacks = np.asarray(np.isnan(grid).any(axis=1))
        elsewhere = np.array([code not in self.own for code in self.names])
        return int((lacks & elsewhere).sum())

    def _features(self, code: str) -> tuple[Feature, ...]:
        """Features that are known of one and of most of the others."""
        at = list(self.names).index(code)
        return tuple(
            feature
            for feature in FEATURES
            if not np.isnan(self.columns[feature.key][at])
            and np.mean(np.isnan(self.columns[feature.key])) < 0.5
        )

    def like(self, code: str) -> Like | None:
        """The authorities most like one of ours, of those that are not ours."""
        features = self._features(code)
        if len(features) < 2 or features[0].key != "residents":
            return None
        codes = [each for each in self.names if each == code or each not in self.own]
        at = {each: i for i, each in enumerate(self.names)}
        grid = np.column_stack([self.columns[feature.key] for feature in features])
        whole = [each for each in codes if not np.isnan(grid[at[each]]).any()]
        if len(whole) <= LEAST_AREAS:
            return None
        found = Candidates(
            codes=tuple(whole),
            names=tuple(self.names[each] for each in whole),
            features=features,
            values=grid[[at[each] for each in whole]],
            edition=self.edition,
            provenance=self.provenance,
        )
        own, compared = whole.index(code), found.compared
        unlike = kernels.unlikeness(compared, own)
        nearest = kernels.nearest(unlike, own, count=HOW_MANY)
        kept = kernels.times_kept(compared, own, count=HOW_MANY)
        places = tuple(int(i) for i in nearest)
        return Like(found, own, places, unlike, tuple(int(kept[i]) for i in places))


@dataclass(frozen=True, eq=False)
class _Held:
    """What the lake holds of every district."""

    by_district: Mapping[str, Rows]
    counties: Rows
    forces: Rows
    before: Rows
    sizes: Rows

    @classmethod
    def of(cls, store: Store) -> "_Held":
        links, areas = store.table("area_links"), store.table("areas")
        deprivation = store.table("deprivation")
        asked = tables.area_features(
            links, store.table("residents"), deprivation, store.table("area_classes")
        )
        wanted = {
            "ages": tables.district_ages(store.table("residents")),
            "scores": tables.district_scores(deprivation, links, DOMAINS),
            "urban": asked["urban"],
        }
        return cls(
            {name: store.rows(q, name=f"authorities by {name}") for name, q in wanted.items()},
            store.rows(tables.current_counties(areas, links), name="counties by force"),
            store.rows(asked["districts"], name="districts by force"),
            store.rows(tables.districts_before(links), name="districts before"),
            store.rows(tables.district_sizes(areas), name="size of districts"),
        )

    def provenance(self) -> Provenance:
        """What the comparison rests on."""
        rests = self.sizes.provenance(method=METHOD)
        for rows in (*self.by_district.values(), self.counties, self.forces, self.before):
            rests = rests.joined(rows.provenance(method=METHOD), method=METHOD)
        return rests

    def members(self, reporting: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The districts of each authority; none where they cannot be told."""
        force_of = dict(zip(self.counties["code"], self.counties["force_code"], strict=True))
        silent: dict[str, list[str]] = {}
        pairs = zip(self.forces["district_code"], self.forces["force_code"], strict=True)
        for district, force in sorted(pairs):
            if district not in reporting:
                silent.setdefault(str(force), []).append(str(district))
        sharing = list(force_of.values())
        found: dict[str, tuple[str, ...]] = {}
        for code in reporting:
            force = force_of.get(code, "")
            if level_of(code) is Level.LAD:
                found[code] = (code,)
            elif sharing.count(force) == 1:
                found[code] = tuple(silent.get(str(force), ()))
            else:
                found[code] = ()
        return found

    def ages(self, inside: list[str]) -> dict[str, dict[str, float]]:
        """Residents of each district by age, from the newest basis that has all of ours."""
        rows = self.by_district["ages"]
        order = sorted(set(zip(rows["year"], rows["basis"], strict=True)), reverse=True)
        for year, basis in order:
            mine = np.flatnonzero((rows["year"] == year) & (rows["basis"] == basis))
            names = ("persons", "young", "adult")
            found = {
                name: self._carried(
                    {str(rows["district_code"][i]): float(rows[name][i]) for i in mine}
                )
                for name in names
            }
            if set(inside) <= set(found["persons"]):
                return found
        return {"persons": {}, "young": {}, "adult": {}}

    def _carried(self, known: dict[str, float]) -> dict[str, float]:
        """Counts on districts of before, added up on the district they became."""
        became: dict[str, list[str]] = {}
        for old, new in zip(self.before["old"], self.before["new"], strict=True):
            became.setdefault(str(new), []).append(str(old))
        added = {
            new: sum(known[old] for old in before)
            for new, before in became.items()
            if new not in known and all(old in known for old in before)
        }
        return {**known, **added}

    def edition(self, inside: list[str]) -> str:
        """The newest index that scores all of ours."""
        rows = self.by_district["scores"]
        for edition in sorted({str(each) for each in rows["edition"]}, reverse=True):
            mine = rows["edition"] == edition
            if set(inside) <= {str(code) for code in rows["district_code"][mine]}:
                return edition
        return ""

    def scores(self, edition: str, domain: str) -> tuple[dict[str, float], dict[str, float]]:
        """Scores of a domain added up for each district, and of how many areas."""
        rows = self.by_district["scores"]
        mine = np.flatnonzero((rows["edition"] == edition) & (rows["domain"] == domain))
        codes = [str(rows["district_code"][i]) for i in mine]
        scores, areas = (
            dict(zip(codes, (float(rows[c][i]) for i in mine), strict=True))
            for c in ("scores", "areas")
        )
        return scores, areas

    def urban(self, inside: list[str]) -> tuple[dict[str, float], dict[str, float]]:
        """Urban small areas of each district, and all of them, of the newest scheme with ours."""
        rows = self.by_district["urban"]
        for scheme in sorted({str(each) for each in rows["scheme"]}, reverse=True):
            mine = np.flatnonzero(rows["scheme"] == scheme)
            codes = [str(rows["district_code"][i]) for i in mine]
            if set(inside) <= set(codes):
                urban, areas = (
                    dict(zip(codes, (float(rows[c][i]) for i in mine), strict=True))
                    for c in ("urban", "areas")
                )
                return urban, areas
        return {}, {}

    def square_km(self) -> dict[str, float]:
        """Size of each district from its latest vintage."""
        order = np.argsort(self.sizes["vintage"], kind="stable")
        return {str(self.sizes["code"][i]): float(self.sizes["area_m2"][i]) / 1e6 for i in order}


def _summed(by_district: Mapping[str, float], members: Mapping[str, tuple[str, ...]]) -> FloatArray:
    """Sums over the districts of each authority, NaN where one or all are missing."""
    nothing = float("nan")
    return np.array(
        [
            sum(by_district.get(code, nothing) for code in inside) if inside else nothing
            for inside in members.values()
        ]
    )


def _share(
    part: Mapping[str, float], whole: Mapping[str, float], members: Mapping[str, tuple[str, ...]]
) -> FloatArray:
    """What part is of the whole in each authority, of a hundred."""
    return _summed(part, members) / _summed(whole, members) * 100


def _measures(like: Like, series: Mapping[Key, Series]) -> Iterator[Measure]:
    """Every indicator of one of our authorities that bears on violence and has two periods."""
    for key, values in series.items():
        if key.area != like.code or not any(t.fits(key.indicator, values.name) for t in THEMES):
            continue
        if values.unit not in PER:
            continue
        told = values.values[-PERIODS:]
        if len({each.period for each in told}) > 1:
            yield _measure(like, key, values, series, (told[0].period, told[-1].period))


def _measure(
    like: Like, key: Key, values: Series, series: Mapping[Key, Series], periods: tuple[str, str]
) -> Measure:
    moves = []
    for place in like.places:
        code, name = like.candidates.codes[place], like.candidates.names[place]
        there = series.get(Key(key.indicator, code, key.sex, key.age))
        found = {each.period: each for each in there.values} if there else {}
        before, now = (found.get(period) for period in periods)
        moves.append(_move((like.code, code, name), before, now, values.polarity))
    others, difference = _beside(moves[0], moves[1:])
    logs = [np.log(each.ratio) for each in others]
    split = [part for part in (key.sex, key.age) if part not in ("persons", "all")]
    return Measure(
        of=like.code,
        of_name=like.name,
        key=" ".join((key.indicator, *split)).replace(":", "_").replace("~", "_"),
        title=values.name if key.sex == "persons" else f"{values.name} ({key.sex})",
        unit=values.unit,
        polarity=values.polarity,
        publisher=values.publisher,
        first=periods[0],
        last=periods[1],
        moves=tuple(moves),
        others=len(others),
        usual=float(np.exp(np.mean(logs))) if len(logs) >= LEAST_OTHERS else float("nan"),
        difference=difference,
        compared=_label(difference.ratio, difference.low, difference.high, values.polarity),
    )


def _move(
    where: tuple[str, str, str], before: Value | None, now: Value | None, polarity: str
) -> Move:
    """A change with its limits; a mark in its place where a value is hidden or missing."""
    nothing = float("nan")
    ends = [each for each in (before, now) if each is not None]
    mark = next((each.mark for each in ends if each.mark), "" if len(ends) == 2 else "[x]")
    if mark or before is None or now is None or not before.value > 0:
        return Move(*where, before, now, nothing, nothing, nothing, "not compared", mark or "[z]")
    ratio, low, high = now.value / before.value, nothing, nothing
    if _has_counts(before) and _has_counts(now):
        found = rate_ratios(
            [now.numerator],
            [now.denominator],
            base_events=before.numerator,
            base_population=before.denominator,
            level=LEVEL,
        )
        low, high = float(found.low[0]), float(found.high[0])
    label = _label(ratio, low, high, polarity)
    return Move(*where, before, now, ratio, low, high, label, "")


def _has_counts(value: Value) -> bool:
    """Whether the counts behind a value are known and give it back, so that limits were made."""
    return value.numerator > 0 and value.denominator > 0 and not np.isnan(value.low)


def _beside(own: Move, there: list[Move]) -> tuple[list[Move], kernels.Difference]:
    """The others whose change is known, and how ours differs from theirs.

    Where too few have counts behind their values, no difference is worked out.
    """
    nothing = float("nan")
    counted = [each for each in there if not np.isnan(each.low)]
    if len(counted) < LEAST_OTHERS or np.isnan(own.low):
        known = [each for each in there if each.ratio > 0]
        return known, kernels.Difference(nothing, nothing, nothing)
    found = kernels.difference_of_changes(
        float(np.log(own.ratio)),
        own.log_variance,
        np.log([each.ratio for each in counted]),
        np.array([each.log_variance for each in counted]),
        level=LEVEL,
    )
    return counted, found


def _label(ratio: float, low: float, high: float, polarity: str) -> str:
    """Better, worse or similar by the interval; "not compared" where there is none."""
    found = Interval(np.array([ratio]), np.array([low]), np.array([high]))
    direction = indicators.good_direction(polarity)
    return str(comparison_labels(found, NO_CHANGE, polarity=direction)[0])
