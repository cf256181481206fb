"""Local and global statistics equal spdep's on a map the shared reference does not have.

Neighbours that are not mutual, unequal weights, one area with a single neighbour, one with none,
three areas exactly at the mean. spdep 1.2-7 on R 4.2.2: `nb2listw(nb, glist, style = "B" or "W",
zero.policy = TRUE)` and on it `localmoran`, `localG` (Gi* on `include.self(nb)`, which forgets the
weights), `localC`, `moran.test` and `geary.test` (both `adjust.n = FALSE`), `EBest`, `EBlocal`.
"""

import numpy as np
import pytest

from headwater.analysis import spatial
from headwater.analysis.spatial import SpatialWeights, Withheld, weights_from_pairs

VALUES = np.array([2, 9, 4, 1, 7, 4, 6, 0, 3, 8, 4, 0], dtype=np.float64)
ISLAND = 11
AT_MEAN = [2, 5, 10]
EVENTS = [0, 3, 9, 1, 2, 0, 4, 7, 1, 5, 2, 8]
PEOPLE = [40, 90, 200, 55, 70, 25, 130, 160, 80, 95, 60, 150]

MORAN = {
    "B": [0.24, -2.10, 0, -5.76, -0.36, 0, -2.04, -1.44, -2.34, -1.44, 0],
    "W": [
        *(0.03692307692, -0.32307692308, 0, -0.96, -0.06, 0),
        *(-0.37090909091, -0.26181818182, -0.36, -0.32, 0),
    ],
}
# The same for both styles: sharing a row out moves statistic, mean and deviation alike.
GI = [
    *(-0.25919377528, -0.07430661069, 0.64905823756, 1.84410391997, 0.08170080658, -0.40451991748),
    *(-1.03411393714, 0.14841304430, 2.20886962409, -0.25705893323, 0.99498743711),
]
GI_STAR = [
    *(-0.7768066500, 0.7768066500, 0.5826049875, 0.9710083125, 0.5826049875, -0.5826049875),
    *(-0.3884033250, 0.1942016625, 1.9420166249, 0.1942016625, 0.7707139547),
]
GEARY = {
    "B": [12.43, 24.42, 6.38, 24.86, 11.33, 3.63, 12.595, 16.94, 13.53, 12.43, 1.98],
    "W": [
        *(1.9123076923, 3.7569230769, 0.9114285714, 4.1433333333, 1.8883333333, 0.66, 2.29, 3.08),
        *(2.0815384615, 2.7622222222, 0.99),
    ],
}
WHOLE_MAP = {
    "B": (-0.24780487805, 0.01892695740, 1.14247967480, 0.03435953966),
    "W": (-0.23808010172, 0.02317431474, 1.11254939505, 0.03343795894),
}
LOCAL_BAYES = [
    *(0.03669724771, 0.03232323232, 0.03762376238, 0.02597402597, 0.03058823529, 0.03529411765),
    *(0.03461538462, 0.02954545455, 0.03095238095, 0.03653846154, 0.03076923077),
]


def some_map(style: str) -> SpatialWeights:
    rows, columns, weights = [10], [4], [2.0]
    for area in range(10):
        near = {(area + 1) % 10, (area + 3) % 10, (area + 7) % 10, (area * area + 2) % 10}
        for other in sorted(near - {area}):
            rows.append(area)
            columns.append(other)
            weights.append(1 + (area + 2 * other) % 3 / 2)
    made = weights_from_pairs(rows, columns, areas=12, weights=weights)
    return made.row_standardised() if style == "W" else made


def same(ours: object, theirs: object) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)  # type: ignore[arg-type]


@pytest.mark.parametrize("style", ["B", "W"])
def test_local_statistics_are_the_peers(style: str) -> None:
    weights = some_map(style)
    moran = spatial.local_moran(VALUES, weights, permutations=None)
    same(moran.as_spdep[:ISLAND], MORAN[style])
    same(spatial.gi(VALUES, weights, permutations=None).z_score[:ISLAND], GI)
    same(spatial.local_geary(VALUES, weights, permutations=None).as_spdep[:ISLAND], GEARY[style])
    assert weights.islands.tolist() == [ISLAND]
    assert moran.withheld[ISLAND] == Withheld.ISLAND
    # The z-score of local Moran is that of Gi, turned where the area itself is below the mean.
    away = np.sign(VALUES - VALUES.mean())[:ISLAND]
    known = away != 0
    same(moran.evidence.z[:ISLAND][known], (np.array(GI) * away)[known])


def test_gi_star_counts_the_area_itself_as_one_more_neighbour() -> None:
    made = some_map("B")
    for weights in (
        weights_from_pairs(made.rows, made.neighbours, areas=12),
        weights_from_pairs(made.rows, made.neighbours, areas=12).row_standardised(),
    ):
        same(spatial.gi_star(VALUES, weights, permutations=None).z_score[:ISLAND], GI_STAR)


def test_an_area_at_the_mean_has_a_moran_of_nothing_and_no_evidence() -> None:
    moran = spatial.local_moran(VALUES, some_map("B"))
    assert moran.statistic[AT_MEAN].tolist() == [0.0, 0.0, 0.0]
    assert set(moran.withheld[AT_MEAN].tolist()) == {Withheld.NOTHING_LEFT}
    assert np.isnan(moran.evidence.p[AT_MEAN]).all()
    assert not moran.evidence.findings(false_discovery_rate=1.0)[AT_MEAN].any()


@pytest.mark.parametrize("style", ["B", "W"])
def test_statistics_of_the_whole_map_are_the_peers(style: str) -> None:
    value, variance, contiguity, its_variance = WHOLE_MAP[style]
    moran = spatial.moran(VALUES, some_map(style))
    geary = spatial.geary(VALUES, some_map(style))
    same([moran.value, moran.variance_shuffled], [value, variance])
    same([geary.value, geary.variance_shuffled], [contiguity, its_variance])


def test_rates_are_pulled_as_the_peer_pulls_them() -> None:
    # No more variance than sampling gives: every rate becomes that of the whole map.
    same(spatial.empirical_bayes_rates(EVENTS, PEOPLE), np.full(12, sum(EVENTS) / sum(PEOPLE)))
    pulled = spatial.local_empirical_bayes_rates(EVENTS, PEOPLE, some_map("B"))
    same(pulled[:ISLAND], LOCAL_BAYES)
