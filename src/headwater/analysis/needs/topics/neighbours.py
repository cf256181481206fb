"""Which areas are like this one: nearest statistical neighbours, and the records of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import provision_kernels as kernels
from headwater.analysis.needs import provision_tables as tables
from headwater.analysis.needs.counting import month_codes, period_dimension, positions
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.public_crime import category_dimension
from headwater.core.areas import Level
from headwater.core.counts import CountCube, Dimension, FloatArray
from headwater.core.provenance import Provenance
from headwater.lake.store import Rows, Store
from headwater.rulebook import police_uk_categories, police_uk_historic_labels

UNIVERSE = "crimes:neighbours"
CUBE = "neighbours-crimes"
HOW_MANY = 5
LEAST_AREAS = 10
"""With fewer areas to choose from, the nearest of them need not be near."""
RESIDENTS_A_RECORD = 2_000
"""A month with fewer records than one for so many residents was not supplied: forces record ten
times as many, and a few records in an area come from the forces around it."""
METHOD = (
    "Root mean square of the differences in each feature, in standard deviations over all areas "
    "of the level, every feature counting alike; population and density as logarithms (nearest "
    "neighbours as CIPFA and the Most Similar Groups of forces use them, with open features)"
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing areas are compared by. `logarithm` is for amounts that differ by multiples."""

    key: str
    label: str
    unit: str
    logarithm: bool = False
    decimals: int = 0


FEATURES = (
    Feature("residents", "Residents", "", logarithm=True),
    Feature("density", "Residents to the square kilometre", "", logarithm=True),
    Feature("deprivation", "Deprivation", "mean place, 100 most deprived", decimals=1),
    Feature("urban", "Urban neighbourhoods", "%", decimals=1),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Candidates:
    """Every area of one level with its features, as they are known."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    features: tuple[Feature, ...]
    values: FloatArray
    edition: str
    provenance: Provenance

    @property
    def compared(self) -> FloatArray:
        """Features as they are compared: amounts as logarithms."""
        columns = [
            np.log(self.values[:, i]) if feature.logarithm else self.values[:, i]
            for i, feature in enumerate(self.features)
        ]
        return np.column_stack(columns)


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The areas most like one, nearest first.

    `unlike` has one number an area of `candidates`; `kept` says in how many of the lists made
    with one feature left out it is still among the nearest. `crimes` counts street-level records
    of the own area and those neighbours for which every month of the period was loaded;
    `crime_areas` are their codes.
    """

    candidates: Candidates
    own: int
    nearest: tuple[int, ...]
    unlike: FloatArray
    kept: tuple[int, ...]
    level: Level
    left_out: int
    crimes: CountCube | None
    crime_areas: tuple[str, ...]

    @property
    def cubes(self) -> tuple[CountCube, ...]:
        """What needs release."""
        return () if self.crimes is None else (self.crimes,)

    @property
    def always(self) -> int:
        """How many of the nearest stay in the list whichever feature is left out."""
        return sum(n == len(self.candidates.features) for n in self.kept)


def measure(store: Store, scope: Scope) -> Neighbours | None:
    """The nearest of all areas of the same level; None where too few are loaded to choose from."""
    if scope.level not in (Level.PFA, Level.LAD):
        return None
    known = _Districts.of(store)
    members = known.members(scope.level)
    found = _candidates(store, scope, known, members)
    if found is None:
        return None
    candidates, left_out = found
    own = candidates.codes.index(scope.area)
    compared = candidates.compared
    unlike = kernels.unlikeness(compared, own)
    nearest = kernels.nearest(unlike, own, count=HOW_MANY)
    kept = kernels.times_kept(compared, own, count=HOW_MANY)
    shown = (scope.area, *(candidates.codes[i] for i in nearest))
    crimes, areas = _crimes(store, scope, {code: members[code] for code in shown}, candidates)
    return Neighbours(
        candidates=candidates,
        own=own,
        nearest=tuple(int(i) for i in nearest),
        unlike=unlike,
        kept=tuple(int(kept[i]) for i in nearest),
        level=scope.level,
        left_out=left_out,
        crimes=crimes,
        crime_areas=areas,
    )


@dataclass(frozen=True, eq=False)
class _Districts:
    """What is known of every district: counts by district code, and which force it is in."""

    rows: Mapping[str, Rows]
    sizes: Rows
    ranked: Rows

    @classmethod
    def of(cls, store: Store) -> "_Districts":
        asked = tables.area_features(
            store.table("area_links"),
            store.table("residents"),
            store.table("deprivation"),
            store.table("area_classes"),
        )
        return cls(
            {name: store.rows(query, name=f"areas by {name}") for name, query in asked.items()},
            store.rows(tables.district_sizes(store.table("areas")), name="size of districts"),
            store.rows(tables.deprivation_sizes(store.table("deprivation")), name="areas ranked"),
        )

    def members(self, level: Level) -> dict[str, tuple[str, ...]]:
        """The districts of each area of a level."""
        districts = self.rows["districts"]
        if level is Level.LAD:
            everywhere = {str(code) for code in self.rows["residents"]["district_code"]}
            return {code: (code,) for code in sorted(everywhere)}
        found: dict[str, list[str]] = {}
        for district, force in zip(
            districts["district_code"], districts["force_code"], strict=True
        ):
            found.setdefault(str(force), []).append(str(district))
        return {force: tuple(sorted(found[force])) for force in sorted(found)}

    def by_district(self, name: str, column: str, key: str, chosen: str) -> dict[str, float]:
        """One number for each district, of one basis, scheme or edition."""
        rows = self.rows[name]
        mine = np.asarray(rows[key] == chosen, dtype=np.bool_)
        return {
            str(code): float(n)
            for code, n in zip(rows["district_code"][mine], rows[column][mine], strict=True)
        }

    def latest(self, name: str, key: str, districts: tuple[str, ...]) -> str:
        """The newest scheme or edition that every one of some districts has; empty for none."""
        rows = self.rows[name]
        for chosen in sorted({str(each) for each in rows[key]}, reverse=True):
            if set(districts) <= {str(c) for c in rows["district_code"][rows[key] == chosen]}:
                return chosen
        return ""

    def square_km(self) -> dict[str, float]:
        """Size of each district from its latest vintage."""
        order = np.argsort(self.sizes["vintage"], kind="stable")
        return {str(self.sizes["code"][i]): float(self.sizes["area_m2"][i]) / 1e6 for i in order}

    def provenance(self) -> Provenance:
        """What the comparison rests on."""
        rests = self.rows["residents"].provenance(method=METHOD)
        for rows in (*self.rows.values(), self.sizes, self.ranked):
            rests = rests.joined(rows.provenance(method=METHOD), method=METHOD)
        return rests


def _candidates(
    store: Store, scope: Scope, known: _Districts, members: Mapping[str, tuple[str, ...]]
) -> tuple[Candidates, int] | None:
    """Areas whose every feature is known, and how many were left out; None where too few."""
    if scope.area not in members:
        return None
    edition = known.latest("deprivation", "edition", members[scope.area])
    values = {
        feature.key: column
        for feature in FEATURES
        if (column := _feature(known, feature.key, scope, members, edition)) is not None
        and not np.isnan(column[list(members).index(scope.area)])
    }
    features = tuple(feature for feature in FEATURES if feature.key in values)
    if "residents" not in values or len(features) < 2:
        return None
    grid = np.column_stack([values[feature.key] for feature in features])
    whole = np.asarray(~np.isnan(grid).any(axis=1))
    if whole.sum() < LEAST_AREAS:
        return None
    codes = tuple(code for code, has in zip(members, whole, strict=True) if has)
    names = _names(store, scope.level)
    return (
        Candidates(
            codes=codes,
            names=tuple(names.get(code, code) for code in codes),
            features=features,
            values=grid[whole],
            edition=edition,
            provenance=known.provenance(),
        ),
        int((~whole).sum()),
    )


def _feature(
    known: _Districts, key: str, scope: Scope, members: Mapping[str, tuple[str, ...]], edition: str
) -> FloatArray | None:
    """One feature for every area; NaN where some district of it lacks it."""
    people = known.by_district("residents", "persons", "basis", scope.basis)
    if key == "residents":
        return _summed(people, members)
    if key == "density":
        return _summed(people, members) / _summed(known.square_km(), members)
    if key == "urban":
        scheme = known.latest("urban", "scheme", members[scope.area])
        urban = _summed(known.by_district("urban", "urban", "scheme", scheme), members)
        every = _summed(known.by_district("urban", "areas", "scheme", scheme), members)
        return urban / every * 100
    size = dict(zip(known.ranked["edition"], known.ranked["areas"], strict=True))
    if edition not in size:
        return None
    ranks = _summed(known.by_district("deprivation", "ranks", "edition", edition), members)
    areas = _summed(known.by_district("deprivation", "areas", "edition", edition), members)
    # Rank 1 is the most deprived: the share of all neighbourhoods that are less deprived.
    return (1.0 - (ranks / areas - 0.5) / float(size[edition])) * 100


def _summed(by_district: Mapping[str, float], members: Mapping[str, tuple[str, ...]]) -> FloatArray:
    """Sums over the districts of each area, NaN where one is missing."""
    nothing = float("nan")
    return np.array(
        [sum(by_district.get(code, nothing) for code in inside) for inside in members.values()]
    )


def _names(store: Store, level: Level) -> dict[str, str]:
    rows = store.rows(tables.names_of(store.table("areas"), level), name="names of areas like ours")
    order = np.argsort(rows["vintage"], kind="stable")
    return {str(rows["code"][i]): str(rows["name"][i]) for i in order}


def _crimes(
    store: Store,
    scope: Scope,
    members: Mapping[str, tuple[str, ...]],
    candidates: Candidates,
) -> tuple[CountCube | None, tuple[str, ...]]:
    """Street-level records of the period in each area that has every month, by category."""
    if not store.has("crimes"):
        return None, ()
    districts = tuple(sorted({code for inside in members.values() for code in inside}))
    rows = store.rows(
        tables.crimes_of_districts(
            store.table("crimes"), store.table("area_links"), districts, scope.period
        ),
        name="street-level records of areas like ours",
    )
    own = candidates.values[:, candidates.features.index(FEATURES[0])]
    people = dict(zip(candidates.codes, own, strict=True))
    whole = tuple(
        code
        for code, inside in members.items()
        if _least_month(rows, inside, scope) * RESIDENTS_A_RECORD >= people[code]
    )
    if not whole:
        return None, ()
    name = dict(zip(candidates.codes, candidates.names, strict=True))
    area = Dimension("area", "Area", whole, tuple(name[code] for code in whole))
    return _cube(rows, area, members), whole


def _least_month(rows: Rows, inside: tuple[str, ...], scope: Scope) -> float:
    """Records of the month with fewest, in some districts."""
    mine = np.isin(rows["district_code"], inside)
    months = period_dimension(scope.period)
    totals = np.zeros(len(months))
    at = positions(month_codes(rows["month"][mine]), months)
    np.add.at(totals, at, rows["n"][mine].astype(np.float64))
    return float(totals.min())


def _cube(rows: Rows, area: Dimension, members: Mapping[str, tuple[str, ...]]) -> CountCube:
    categories = category_dimension()
    slug = {old.label: old.slug for old in police_uk_historic_labels()}
    slug.update({category.label: category.slug for category in police_uk_categories()})
    area_of = {code: place for place in area.codes for code in members[place]}
    areas = positions(
        np.array([area_of.get(str(c), "") for c in rows["district_code"]], dtype=object), area
    )
    kinds = positions(
        np.array([slug.get(str(c), "other-crime") for c in rows["crime_type"]], dtype=object),
        categories,
    )
    kept = (areas >= 0) & (kinds >= 0)
    counts = np.zeros((len(area), len(categories)))
    np.add.at(counts, (areas[kept], kinds[kept]), rows["n"][kept].astype(np.float64))
    return CountCube(
        CUBE,
        UNIVERSE,
        (area, categories),
        counts,
        rows.provenance(method="Street-level records of the period inside each area, by category"),
    )
