"""What surrounds violence: deprivation without its crime domain, town and country, ages."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import kernels, tables
from headwater.analysis.needs.counting import Placer
from headwater.analysis.needs.scope import Scope
from headwater.core.counts import FloatArray
from headwater.core.provenance import Provenance
from headwater.lake.store import Rows, Store
from headwater.rulebook import deprivation_domains

FIFTHS = 5
AGE_BANDS = ((0, 9), (10, 14), (15, 17), (18, 24), (25, 34), (35, 49), (50, 64), (65, 120))
"""The bands that suppliers use for people, so that counts find their residents."""

WITHOUT_CRIME = (
    "Domain ranks turned into exponential scores and weighted as the index does, with the crime "
    "domain left out so that violence is not explained by itself (English Indices of Deprivation, "
    "technical report)"
)


@dataclass(frozen=True, eq=False)
class Deprivation:
    """Deprivation of each small area without its crime domain: higher is more deprived.

    `fifth` is 1 for the most deprived fifth of the small areas here; NaN scores have fifth 0.
    """

    edition: str
    score: FloatArray
    fifth: FloatArray
    provenance: Provenance


@dataclass(frozen=True, eq=False)
class Ages:
    """Residents by district and age band. `basis` says where they come from."""

    counts: FloatArray
    labels: tuple[str, ...]
    basis: str
    note: str
    provenance: Provenance


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Everything known about the ground under the numbers."""

    deprivation: Deprivation | None
    urban: FloatArray | None
    urban_provenance: Provenance | None
    ages: Ages | None


def measure(store: Store, scope: Scope) -> Surroundings:
    """What is known of the scope's small areas."""
    inside = tables.members(store.table("area_links"), area=scope.area, level=scope.level)
    classes = store.rows(
        tables.classes_inside(store.table("area_classes"), inside), name="rural and urban"
    )
    urban = _urban(classes, scope)
    return Surroundings(
        deprivation=_deprivation(store, scope),
        urban=urban,
        urban_provenance=None
        if urban is None
        else classes.provenance(method="Official rural-urban class of the small area"),
        ages=_ages(scope),
    )


def band_label(low: int, high: int) -> str:
    """An age band as suppliers write it."""
    return f"{low}+" if high >= 120 else f"{low}-{high}"


def score_without_crime(
    ranks: Mapping[str, FloatArray], *, areas: float, weights: Mapping[str, float]
) -> FloatArray:
    """Combine domain ranks into one score, leaving out domains that have no weight here.

    `ranks` has one array a domain, rank 1 most deprived of `areas`.
    """
    total = sum(weights[domain] for domain in weights)
    parts = [
        weights[domain] / total * kernels.exponential_score(ranks[domain], areas)
        for domain in weights
    ]
    return np.asarray(np.sum(parts, axis=0))


def _deprivation(store: Store, scope: Scope) -> Deprivation | None:
    table = store.table("deprivation")
    inside = tables.members(store.table("area_links"), area=scope.area, level=scope.level)
    rows = store.rows(tables.deprivation_inside(table, inside), name="deprivation ranks")
    sizes = store.rows(tables.deprivation_sizes(table), name="areas ranked")
    size = {str(e): float(n) for e, n in zip(sizes["edition"], sizes["areas"], strict=True)}
    for edition in sorted(set(rows["edition"]), reverse=True):
        weights = _weights(str(edition))
        ranks = {domain: _ranks(rows, scope, str(edition), domain) for domain in weights}
        if weights and all(not np.isnan(r).any() for r in ranks.values()):
            score = score_without_crime(ranks, areas=size[str(edition)], weights=weights)
            return Deprivation(
                edition=str(edition),
                score=score,
                fifth=kernels.groups_of_equal_size(score, FIFTHS).astype(np.float64),
                provenance=rows.provenance(method=WITHOUT_CRIME),
            )
    return None


def _weights(edition: str) -> dict[str, float]:
    """Weights of the domains of an edition, the crime domain left out."""
    listed = deprivation_domains()
    editions = {domain.edition for domain in listed}
    # Loamshire's index is made the way the newest English one is.
    use = edition if edition in editions else max(editions)
    return {
        domain.domain: domain.weight_percent
        for domain in listed
        if domain.edition == use
        and not domain.leave_out_when_explaining_violence
        and domain.weight_percent > 0
    }


def _ranks(rows: Rows, scope: Scope, edition: str, domain: str) -> FloatArray:
    """Rank of each small area in a domain; NaN where there is none."""
    mine = (rows["edition"] == edition) & (rows["domain"] == domain)
    ranked = dict(zip(rows["area_code"][mine], rows["rank"][mine], strict=True))
    return np.array([float(ranked.get(code, np.nan)) for code in scope.lsoa.codes])


def _urban(rows: Rows, scope: Scope) -> FloatArray | None:
    """1 for urban, 0 for rural; None unless every small area has a class."""
    latest = rows["scheme"] == max(rows["scheme"], default="")
    broad = dict(zip(rows["code"][latest], rows["broad"][latest], strict=True))
    if not all(code in broad for code in scope.lsoa.codes):
        return None
    return np.array([1.0 if broad[code] == "urban" else 0.0 for code in scope.lsoa.codes])


def _ages(scope: Scope) -> Ages | None:
    """Residents by district and band from the latest basis that has ages, carried if need be."""
    ages = scope.ages
    split = ages["age_to"] - ages["age_from"] < 100
    bases = sorted(
        set(zip(ages["year"][split], ages["basis"][split], ages["vintage"][split], strict=True)),
        reverse=True,
    )
    for year, basis, vintage in bases:
        chosen = (
            split & (ages["year"] == year) & (ages["basis"] == basis) & (ages["vintage"] == vintage)
        )
        sexes = set(ages["sex"][chosen])
        if "persons" in sexes:
            chosen &= ages["sex"] == "persons"
        bands = np.array(
            [
                _band(a, b)
                for a, b in zip(ages["age_from"][chosen], ages["age_to"][chosen], strict=True)
            ]
        )
        if (bands < 0).any():
            continue
        counts, carried = Placer.of(scope).lsoa_counts(
            ages["area_code"][chosen],
            [bands],
            ages["persons"][chosen].astype(np.float64),
            shape=(len(scope.lsoa), len(AGE_BANDS)),
        )
        by_district = np.zeros((len(scope.district), len(AGE_BANDS)))
        np.add.at(by_district, scope.lsoa.parent_positions, counts)
        return Ages(
            counts=by_district,
            labels=tuple(band_label(*band) for band in AGE_BANDS),
            basis=str(basis),
            note=carried.sentence.replace("records", "residents"),
            provenance=ages.provenance(method=f"Residents by age, {basis} estimates"),
        )
    return None


def _band(low: int, high: int) -> int:
    """The band an age or a narrower band lies in; -1 where it crosses one."""
    for i, (least, most) in enumerate(AGE_BANDS):
        if least <= low and (high <= most or (most >= 120 and low >= least)):
            return i
    return -1
