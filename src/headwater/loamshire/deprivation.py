"""Deprivation of each neighbourhood: an invented index, LIMD, with the domains of the real one."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from headwater.loamshire.geography import CITY_KIND, RURAL_KIND, SMALL_TOWN_KIND, Geography
from headwater.loamshire.streams import FloatArray, IntArray, stream

EDITION = "LIMD"
# How strongly each domain follows the common cause, and its weight in the whole
# (Indices of Deprivation 2025, weights as published).
DOMAINS = {
    "income": (0.96, 0.225),
    "employment": (0.93, 0.225),
    "education": (0.85, 0.135),
    "health": (0.88, 0.135),
    "crime": (0.75, 0.093),
    "barriers": (-0.15, 0.093),
    "living": (0.35, 0.093),
}
# The published index lets a rank in one domain be offset only in part by another.
_EXPONENTIAL_SCALE = 23.0


@dataclass(frozen=True, slots=True, eq=False)
class Deprivation:
    """Score, rank and tenth of each 2021 LSOA by domain; rank and tenth 1 are most deprived."""

    latent: FloatArray
    score: dict[str, FloatArray]
    rank: dict[str, IntArray]
    decile: dict[str, IntArray]

    @property
    def share_more_deprived(self) -> FloatArray:
        """0 for the most deprived neighbourhood, 1 for the least."""
        rank = self.rank["overall"]
        return np.asarray((rank - 0.5) / len(rank))

    @property
    def fifth(self) -> IntArray:
        """1 (most deprived) to 5."""
        return np.asarray((self.decile["overall"] + 1) // 2)


def build_deprivation(seed: int, geography: Geography) -> Deprivation:
    """The index for a county: clustered, worse in the city and towns, milder in the country."""
    rng = stream(seed, "deprivation")
    latent = _latent(rng, geography)
    score: dict[str, FloatArray] = {}
    overall = np.zeros(len(latent))
    for domain, (load, weight) in DOMAINS.items():
        z = load * latent + np.sqrt(1 - load**2) * rng.normal(size=len(latent))
        scaled = (rankdata(z) - 0.5) / len(z)
        spread = -_EXPONENTIAL_SCALE * np.log(1 - scaled * (1 - np.exp(-100 / _EXPONENTIAL_SCALE)))
        overall += weight * spread
        score[domain] = np.round(_as_published(domain, z), 3)
    score["overall"] = np.round(overall, 3)
    rank = {domain: _ranks(values) for domain, values in score.items()}
    size = len(latent)
    decile = {domain: (ranks - 1) * 10 // size + 1 for domain, ranks in rank.items()}
    return Deprivation(latent=latent, score=score, rank=rank, decile=decile)


def _latent(rng: np.random.Generator, geography: Geography) -> FloatArray:
    kind = geography.kind
    near = geography.neighbours
    degree = np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1)
    field = rng.normal(size=len(kind))
    for _ in range(3):
        field = 0.45 * field + 0.55 * (near @ field) / degree
    field = (field - field.mean()) / field.std()
    place = np.select(
        [kind == CITY_KIND, kind == RURAL_KIND, kind == SMALL_TOWN_KIND], [0.55, -0.9, -0.2], 0.35
    )
    mixed = 0.75 * field + place + 0.5 * geography.centrality + rng.normal(0, 0.45, len(kind))
    return np.asarray((mixed - mixed.mean()) / mixed.std())


def _as_published(domain: str, z: FloatArray) -> FloatArray:
    """Each domain on the sort of scale its publisher uses: shares, points or standard scores."""
    if domain in ("income", "employment"):
        middle = -2.1 if domain == "income" else -2.5
        return np.asarray(1 / (1 + np.exp(-(middle + 0.62 * z))))
    if domain in ("health", "crime"):
        return np.asarray(0.85 * z)
    return np.asarray(np.clip(21 + 12 * z, 0.2, None))


def _ranks(score: FloatArray) -> IntArray:
    """1 for the highest score; equal scores keep the order of their codes."""
    order = np.argsort(-score, kind="stable")
    rank = np.empty(len(score), dtype=np.int64)
    rank[order] = np.arange(1, len(score) + 1)
    return rank
