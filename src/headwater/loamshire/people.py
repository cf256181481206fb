"""Residents: how many live in each neighbourhood, by sex, single year of age and ethnic group."""

from dataclasses import dataclass

import numpy as np

from headwater.loamshire.deprivation import Deprivation
from headwater.loamshire.geography import (
    CITY_KIND,
    RURAL_KIND,
    TOWN_KIND,
    Geography,
    residents_weight,
)
from headwater.loamshire.streams import FloatArray, IntArray, stream

RESIDENTS = 650_000
OLDEST = 90  # 90 and over
SEXES = ("female", "male")
ETHNIC_GROUPS = ("asian", "black", "mixed", "other", "white")
# Residents in each five years of age, per hundred: the shape of a middling English county.
_FIVE_YEAR_SHARES = (
    5.3, 5.8, 6.0, 5.7, 6.1, 6.4, 6.8, 6.7, 6.4, 6.3, 6.9, 6.9, 6.1, 5.1, 4.9, 3.9, 2.6, 1.5, 0.9,
)  # fmt: skip
_ETHNIC_SHARES = {
    CITY_KIND: (11.0, 5.5, 4.0, 2.5, 77.0),
    TOWN_KIND: (4.0, 1.8, 2.2, 0.9, 91.1),
}
_ETHNIC_SHARES_ELSEWHERE = (1.1, 0.5, 1.2, 0.4, 96.8)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Residents of the smallest pieces of ground; both vintages of LSOAs are sums of these."""

    by_cell: IntArray  # (cells, sex, single year of age to 90+)
    ethnic_by_cell: IntArray  # (cells, ethnic group)
    geography: Geography

    @property
    def by_lsoa21(self) -> IntArray:
        """(2021 LSOA, sex, age)."""
        return _summed(self.by_cell, self.geography.lsoa21.of_cell)

    @property
    def by_lsoa11(self) -> IntArray:
        """(2011 LSOA, sex, age)."""
        return _summed(self.by_cell, self.geography.lsoa11.of_cell)

    @property
    def ethnic_by_lsoa21(self) -> IntArray:
        """(2021 LSOA, ethnic group)."""
        return _summed(self.ethnic_by_cell, self.geography.lsoa21.of_cell)

    @property
    def by_district(self) -> IntArray:
        """(district, sex, age)."""
        return _summed(self.by_cell, self.geography.ground.district)

    @property
    def totals(self) -> FloatArray:
        """Residents of each 2021 LSOA."""
        return np.asarray(self.by_lsoa21.sum(axis=(1, 2)), dtype=np.float64)


def _summed(by_cell: IntArray, group: IntArray) -> IntArray:
    out = np.zeros((int(group.max()) + 1, *by_cell.shape[1:]), dtype=np.int64)
    np.add.at(out, group, by_cell)
    return out


def build_people(seed: int, geography: Geography, deprivation: Deprivation) -> People:
    """The residents of a county: younger in the city, older in the country."""
    rng = stream(seed, "people")
    ground = geography.ground
    weight = residents_weight(ground, geography.lsoa11, geography.lsoa21)
    size = np.clip(rng.lognormal(0.0, 0.17, len(weight)), 0.7, 1.6) * weight
    totals = np.maximum(np.round(size * RESIDENTS / size.sum()), 300).astype(np.int64)
    totals[-1] += RESIDENTS - totals.sum()
    ages = _age_shares(rng, geography, deprivation)
    by_cell = np.zeros((len(totals), 2, OLDEST + 1), dtype=np.int64)
    ethnic = np.zeros((len(totals), len(ETHNIC_GROUPS)), dtype=np.int64)
    for cell, total in enumerate(totals):
        by_cell[cell] = rng.multinomial(total, ages[cell].ravel()).reshape(2, -1)
        shares = np.array(_ETHNIC_SHARES.get(int(ground.kind[cell]), _ETHNIC_SHARES_ELSEWHERE))
        mixed = rng.dirichlet(shares * 0.6)
        ethnic[cell] = rng.multinomial(total, mixed)
    return People(by_cell=by_cell, ethnic_by_cell=ethnic, geography=geography)


def _age_shares(
    rng: np.random.Generator, geography: Geography, deprivation: Deprivation
) -> FloatArray:
    """(cell, sex, age) shares that add up to one in each cell."""
    ground = geography.ground
    age = np.arange(OLDEST + 1)
    middle = np.append(np.arange(18) * 5 + 2.0, 92.0)
    base = np.interp(age, middle, np.array(_FIVE_YEAR_SHARES) / 5)
    base[OLDEST] = _FIVE_YEAR_SHARES[-1]
    latent = deprivation.latent[geography.lsoa21.of_cell]
    student = rng.random(len(latent)) < 0.10
    shares = np.tile(base, (len(latent), 1))
    young_adult, student_age = (age >= 18) & (age <= 34), (age >= 18) & (age <= 22)
    for kind, young, old in ((CITY_KIND, 1.45, 0.75), (RURAL_KIND, 0.68, 1.25)):
        rows = np.flatnonzero(ground.kind == kind)
        shares[np.ix_(rows, young_adult)] *= young
        shares[np.ix_(rows, age >= 55)] *= old
    rows = np.flatnonzero(student & (ground.kind == CITY_KIND))
    shares[np.ix_(rows, student_age)] *= 3.5
    shares[:, age < 18] *= np.exp(0.12 * latent)[:, None]
    shares[:, age >= 65] *= np.exp(-0.10 * latent)[:, None]
    # Slightly more boys are born; women outlive men.
    female = 0.487 + 0.0035 * np.maximum(age - 55, 0)
    split = np.stack([shares * female, shares * (1 - female)], axis=1)
    return np.asarray(split / split.sum(axis=(1, 2), keepdims=True))
