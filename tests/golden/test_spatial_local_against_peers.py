"""Local and global statistics equal esda 2.9.0 and spdep 1.2-7 on the shared reference files.

The files print twelve decimals, so values near 0 agree to 1e-12 and not to eight figures.
"""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from headwater.analysis.spatial import global_statistics, rates_smoothing
from headwater.analysis.spatial.kernels.weights import FloatArray
from headwater.analysis.spatial.local import gi, gi_star, local_geary, local_moran
from headwater.analysis.spatial.local_results import Permutations, Quadrant
from headwater.analysis.spatial.weights import SpatialWeights, nearest_neighbours, queen

QUADRANTS = np.array(
    [
        Quadrant.NONE,
        Quadrant.HIGH_HIGH,
        Quadrant.LOW_HIGH,
        Quadrant.LOW_LOW,
        Quadrant.HIGH_LOW,
    ]
)
DEALS = Permutations(number=9_999, seed=5)


class Table:
    """One reference file, columns as floats."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))

    def __getitem__(self, column: str) -> FloatArray:
        return np.array([float(row[column]) for row in self.rows])


def same(ours: FloatArray, theirs: FloatArray, *, rel: float = 1e-8) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=rel, atol=2e-12)


@pytest.fixture(scope="module")
def lattice(shared_reference: Path) -> Table:
    return Table(shared_reference / "local" / "local_A_lattice.csv")


@pytest.fixture(scope="module")
def spdep(shared_reference: Path) -> Table:
    return Table(shared_reference / "local" / "local_A_spdep.csv")


@pytest.fixture(scope="module")
def weights(lattice: Table) -> SpatialWeights:
    row, column = lattice["row"], lattice["col"]
    return queen(shapely.box(column, row, column + 1, row + 1))


def within_chance(ours: FloatArray, theirs: FloatArray) -> None:
    """Two p-values of 9,999 deals each, 300 or so of them: 4.5 standard errors of a difference."""
    spread = np.sqrt(2.0 * np.maximum(theirs, 1e-4) * (1.0 - theirs) / 9_999)
    assert np.all(np.abs(ours - theirs) <= 4.5 * spread + 2e-4)


def test_local_moran_equals_esda_and_spdep(
    lattice: Table, spdep: Table, weights: SpatialWeights
) -> None:
    ours = local_moran(lattice["rate"], weights.row_standardised(), permutations=DEALS)
    same(ours.statistic, lattice["moran_Is"])
    same(ours.as_spdep, spdep["Ii"])
    same(ours.evidence.z, spdep["Z.Ii"])
    same(ours.evidence.p_normal, spdep["p"])
    assert (ours.quadrant == QUADRANTS[lattice["moran_q"].astype(int)]).all()


def test_moments_of_local_moran_equal_esdas_once_both_divide_by_n(
    lattice: Table, weights: SpatialWeights
) -> None:
    ours = local_moran(lattice["rate"], weights.row_standardised())
    ratio = 300 / 299
    same(ours.evidence.expected * ratio, lattice["moran_EIc"])
    same(ours.evidence.variance * ratio**2, lattice["moran_VIc"])
    same(ours.total_expected * ratio, lattice["moran_EI"])
    same(ours.total_variance * ratio**2, lattice["moran_VI"])


def test_permuted_p_values_are_esdas_single_tail_within_chance(
    lattice: Table, weights: SpatialWeights
) -> None:
    # esda counts the smaller tail; ours is two-sided, so half of it.
    moran = local_moran(lattice["rate"], weights.row_standardised(), permutations=DEALS)
    within_chance(moran.evidence.p_permuted / 2.0, lattice["moran_p_sim"])
    star = gi_star(lattice["rate"], weights, permutations=DEALS)
    within_chance(star.evidence.p_permuted / 2.0, lattice["gistar_p_sim"])
    plain = gi(lattice["rate"], weights, permutations=DEALS)
    within_chance(plain.evidence.p_permuted / 2.0, lattice["gi_p_sim"])


def test_gi_and_gi_star_equal_esda_and_spdep(
    lattice: Table, spdep: Table, weights: SpatialWeights
) -> None:
    star, plain = gi_star(lattice["rate"], weights), gi(lattice["rate"], weights)
    same(star.z_score, lattice["gistar_z_binary"])
    same(star.share, lattice["gistar_Gs"])
    same(star.z_score, spdep["gistar"])
    same(plain.z_score, lattice["gi_z_binary"])
    same(plain.z_score, spdep["gi"])


def test_local_geary_equals_esda(lattice: Table, weights: SpatialWeights) -> None:
    ours = local_geary(lattice["rate"], weights.row_standardised())
    same(ours.statistic, lattice["geary_c"])


def test_nearest_neighbours_and_their_statistics_equal_libpysal_and_esda(
    shared_reference: Path,
) -> None:
    table = Table(shared_reference / "local" / "local_A_knn.csv")
    six = nearest_neighbours(table["x"], table["y"], number=6)
    theirs = [sorted(int(each) for each in row["knn6"].split()) for row in table.rows]
    assert [six.of(area).tolist() for area in range(250)] == theirs
    moran = local_moran(table["value"], six.row_standardised(), permutations=DEALS)
    same(moran.statistic, table["moran_Is"])
    assert (moran.quadrant == QUADRANTS[table["moran_q"].astype(int)]).all()
    within_chance(moran.evidence.p_permuted / 2.0, table["moran_p_sim"])
    star = gi_star(table["value"], six, permutations=DEALS)
    same(star.z_score, table["gistar_z"])
    within_chance(star.evidence.p_permuted / 2.0, table["gistar_p_sim"])


def test_smoothed_rates_equal_esda_and_spdep(
    lattice: Table, spdep: Table, weights: SpatialWeights
) -> None:
    counts = lattice["cases"], lattice["population"]
    same(rates_smoothing.empirical_bayes_rates(*counts), lattice["eb_rate"])
    same(rates_smoothing.empirical_bayes_rates(*counts), spdep["eb_est"])
    same(
        rates_smoothing.spatial_empirical_bayes_rates(*counts, weights), lattice["spatial_eb_rate"]
    )
    same(rates_smoothing.local_empirical_bayes_rates(*counts, weights), spdep["eb_local"])
    same(rates_smoothing.spatial_rates(*counts, weights), lattice["spatial_rate"])
    same(rates_smoothing.excess_risk(*counts), lattice["excess_risk"])


def test_global_statistics_equal_esda(
    shared_reference: Path, lattice: Table, weights: SpatialWeights
) -> None:
    path = shared_reference / "local" / "local_A_global.json"
    theirs = json.loads(path.read_text(encoding="utf-8"))
    shares = weights.row_standardised()
    moran = global_statistics.moran(lattice["rate"], shares)
    assert moran.value == pytest.approx(theirs["moran"]["I"], rel=1e-8)
    assert moran.expected == pytest.approx(theirs["moran"]["EI"], rel=1e-8)
    assert moran.variance_normal == pytest.approx(theirs["moran"]["VI_norm"], rel=1e-8)
    assert moran.variance_shuffled == pytest.approx(theirs["moran"]["VI_rand"], rel=1e-8)
    assert moran.p_shuffled == pytest.approx(theirs["moran"]["p_rand"], rel=1e-8)
    geary = global_statistics.geary(lattice["rate"], shares)
    assert geary.value == pytest.approx(theirs["geary"]["C"], rel=1e-8)
    assert geary.z_normal == pytest.approx(theirs["geary"]["z_norm"], rel=1e-8)
    # esda's p of Geary's C counts one tail.
    assert geary.p_normal / 2.0 == pytest.approx(theirs["geary"]["p_norm"], rel=1e-8)
    general = global_statistics.getis_ord(lattice["rate"], weights)
    assert general.value == pytest.approx(theirs["getis_ord_g"]["G"], rel=1e-8)
    assert general.z_shuffled == pytest.approx(theirs["getis_ord_g"]["z"], rel=1e-8)
    rates = rates_smoothing.moran_of_rates(lattice["cases"], lattice["population"], shares)
    assert rates.value == pytest.approx(theirs["moran_eb_rate"]["I"], rel=1e-8)
    assert rates.z_shuffled == pytest.approx(theirs["moran_eb_rate"]["z_rand"], rel=1e-8)


def test_gamma_smoothing_equals_spatialepi(shared_reference: Path) -> None:
    folder = shared_reference / "scan"
    table = Table(folder / "pennLC_ebayes_gamma.csv")
    words = (folder / "pennLC_ebayes_params.txt").read_text(encoding="utf-8").split()
    ours = rates_smoothing.gamma_smoothed(table["y"], table["E"])
    assert ours.shape == pytest.approx(float(words[1]), rel=1e-8)
    assert ours.mean == pytest.approx(float(words[3]), rel=1e-8)
    same(ours.relative_risk, table["RR"])
    same(ours.median, table["RRmed"])
