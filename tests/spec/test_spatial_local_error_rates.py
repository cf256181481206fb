"""Local statistics raise false alarms at the stated rates and find what was planted.

Seeds are fixed. Areas of one map share their draws and their neighbours, so the error of a rate is
taken between maps.
"""

import numpy as np
import pytest

from headwater.analysis.spatial.kernels.weights import FloatArray
from headwater.analysis.spatial.local import gi_star, local_geary, local_moran
from headwater.analysis.spatial.local_results import Permutations, Side
from headwater.analysis.spatial.rates_smoothing import local_moran_of_rates
from headwater.analysis.spatial.weights import SpatialWeights, weights_from_pairs

MAPS, SIDE = 60, 15


def lattice() -> SpatialWeights:
    """Rook neighbours on a 15 x 15 lattice."""
    area = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    low = np.concatenate([area[:, :-1].ravel(), area[:-1].ravel()])
    high = np.concatenate([area[:, 1:].ravel(), area[1:].ravel()])
    both = np.concatenate([low, high]), np.concatenate([high, low])
    return weights_from_pairs(*both, areas=SIDE * SIDE)


def held_within_chance(rates: list[float], nominal: float) -> None:
    """The mean over maps is the nominal rate within four of its standard errors."""
    error = float(np.std(rates)) / np.sqrt(len(rates))
    assert abs(np.mean(rates) - nominal) <= 4.0 * error + 0.002


@pytest.mark.parametrize("statistic", [gi_star, local_moran, local_geary])
@pytest.mark.parametrize("side", [Side.BOTH, Side.HIGH])
def test_without_effect_one_area_in_twenty_is_called(statistic: type, side: Side) -> None:
    weights, rates = lattice(), []
    for turn in range(MAPS):
        values = np.random.default_rng(turn).gamma(1.0, 1.0, SIDE * SIDE)
        deals = Permutations(number=999, seed=turn)
        result = statistic(values, weights, side=side, permutations=deals)
        rates.append(float(np.mean(result.evidence.p_permuted <= 0.05)))
    held_within_chance(rates, 0.05)


def test_without_effect_a_map_has_any_finding_as_seldom_as_the_false_discovery_rate() -> None:
    weights, found = lattice(), []
    for turn in range(200):
        values = np.random.default_rng(1_000 + turn).gamma(1.0, 1.0, SIDE * SIDE)
        deals = Permutations(number=9_999, seed=turn)
        result = gi_star(values, weights, permutations=deals)
        found.append(bool(result.evidence.findings(false_discovery_rate=0.05).any()))
    # 200 maps at 5 %: 10, give or take 3.1; four of those.
    assert sum(found) <= 10 + 4 * 3.1


def planted(seed: int) -> tuple[FloatArray, FloatArray]:
    """Counts with a 4 x 4 patch at three times the risk, and which areas are in it."""
    risk = np.ones((SIDE, SIDE))
    risk[5:9, 6:10] = 3.0
    return np.random.default_rng(seed).poisson(6.0 * risk.ravel()).astype(float), risk.ravel()


def test_the_middle_of_a_planted_patch_is_found_and_little_outside_it() -> None:
    """Areas of the patch whose neighbours are all in it; its rim has neighbours of both kinds."""
    middle = np.zeros((SIDE, SIDE), dtype=bool)
    middle[6:8, 7:9] = True
    inside, outside = [], []
    for seed in range(20):
        values, risk = planted(seed)
        found = gi_star(values, lattice()).evidence.findings()
        inside.append(np.mean(found[middle.ravel()]))
        outside.append(np.mean(found[risk == 1.0]))
    assert np.mean(inside) > 0.8
    assert np.mean(outside) < 0.02


def test_equal_risk_with_unequal_populations_is_not_a_hot_spot() -> None:
    """Small populations side by side have wild rates; the rate form calls no more than it says."""
    weights, rates = lattice(), []
    people = np.where(np.arange(SIDE * SIDE) < 100, 60.0, 4_000.0)
    for turn in range(MAPS):
        events = np.random.default_rng(turn).poisson(people * 0.05)
        deals = Permutations(number=999, seed=turn)
        result = local_moran_of_rates(events, people, weights, permutations=deals)
        rates.append(float(np.mean(result.evidence.p_permuted <= 0.05)))
    held_within_chance(rates, 0.05)
