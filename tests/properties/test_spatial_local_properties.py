"""What must and must not matter to local statistics, and two routes to each of their p-values."""

import numpy as np
import pytest

from headwater.analysis.spatial.global_statistics import geary, getis_ord, moran
from headwater.analysis.spatial.kernels import local as kernels
from headwater.analysis.spatial.kernels import permutation
from headwater.analysis.spatial.kernels.weights import FloatArray
from headwater.analysis.spatial.local import gi, gi_star, local_geary, local_moran
from headwater.analysis.spatial.local_results import Permutations, Side, Withheld
from headwater.analysis.spatial.rates_smoothing import (
    empirical_bayes_rates,
    local_moran_of_rates,
    spatial_rates,
    standardised_rates,
)
from headwater.analysis.spatial.weights import (
    SpatialWeights,
    nearest_neighbours,
    weights_from_pairs,
)
from headwater.core.errors import NotEnoughDataError, ParameterError

DEALS = Permutations(number=199, seed=3)
STATISTICS = [gi, gi_star, local_moran, local_geary]


def some_map(areas: int = 60, *, seed: int = 1) -> tuple[SpatialWeights, FloatArray]:
    """Random places with five neighbours each, and skewed whole values with ties."""
    rng = np.random.default_rng(seed)
    weights = nearest_neighbours(rng.uniform(size=areas), rng.uniform(size=areas), number=5)
    return weights, rng.negative_binomial(1, 0.2, areas).astype(float)


def uneven(weights: SpatialWeights) -> SpatialWeights:
    """The same neighbours, counting unequally."""
    shares = np.random.default_rng(2).uniform(0.2, 1.0, len(weights.neighbours))
    return weights_from_pairs(weights.rows, weights.neighbours, areas=weights.areas, weights=shares)


def shuffled(weights: SpatialWeights, order: np.ndarray) -> SpatialWeights:  # type: ignore[type-arg]
    place = np.argsort(order)
    return weights_from_pairs(
        place[weights.rows], place[weights.neighbours], areas=len(order), weights=weights.values
    )


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("is_even", [True, False])
def test_the_order_of_areas_does_not_matter(statistic: type, is_even: bool) -> None:
    weights, values = some_map()
    weights = weights if is_even else uneven(weights)
    order = np.random.default_rng(4).permutation(len(values))
    ours = statistic(values, weights, permutations=DEALS)
    theirs = statistic(values[order], shuffled(weights, order), permutations=DEALS)
    np.testing.assert_allclose(theirs.statistic, ours.statistic[order], rtol=1e-10)
    np.testing.assert_array_equal(theirs.evidence.p_permuted, ours.evidence.p_permuted[order])
    np.testing.assert_allclose(theirs.evidence.q, ours.evidence.q[order])


@pytest.mark.parametrize("statistic", [gi, gi_star, local_moran, local_geary])
def test_scale_and_shift_leave_the_evidence_as_it_is(statistic: type) -> None:
    weights, values = some_map()
    ours = statistic(values, weights, permutations=DEALS).evidence
    moved = statistic(3.0 * values + 16.0, weights, permutations=DEALS).evidence
    np.testing.assert_allclose(moved.z, ours.z, rtol=1e-8)
    np.testing.assert_array_equal(moved.p_permuted, ours.p_permuted)


def plain_counts(
    values: FloatArray,
    weights: SpatialWeights,
    area: int,
    table: np.ndarray,
    form: str,  # type: ignore[type-arg]
) -> tuple[int, int]:
    """The definition, one deal at a time: own rank skipped, weights in falling order."""
    ordered = np.sort(values)
    own = int(np.searchsorted(ordered, values[area]))
    at = slice(weights.starts[area], weights.starts[area + 1])
    shares = np.sort(weights.values[at])[::-1]
    neighbours = values[weights.neighbours[at]]
    high = low = 0
    for deal in range(table.shape[1]):
        ranks = [
            len(ordered) - 1 if rank == own else int(rank) for rank in table[: len(shares), deal]
        ]
        drawn = ordered[ranks]
        if form == "sum":
            mine, seen = float(shares @ drawn), float(weights.values[at] @ neighbours)
        else:
            mine = float(shares @ (values[area] - drawn) ** 2)
            seen = float(weights.values[at] @ (values[area] - neighbours) ** 2)
        high += mine >= seen - 1e-9
        low += mine <= seen + 1e-9
    return high, low


@pytest.mark.parametrize("is_even", [True, False])
def test_the_counts_of_deals_are_those_of_the_definition(is_even: bool) -> None:
    weights, values = some_map(25)
    weights = weights if is_even else uneven(weights)
    table = permutation.draws(3, 99, 5, 24)
    rank, ordered = kernels.lowest_ranks(values)
    lag = kernels.lags(values, weights.starts, weights.neighbours, weights.values)
    fallen = kernels.falling(weights.starts, weights.values)
    if is_even:
        counts = np.diff(weights.starts)
        high, low = permutation.reached(lag, counts, rank, ordered, table)
    else:
        high, low = permutation.reached_weighted(lag, weights.starts, fallen, rank, ordered, table)
    squares = kernels.squared_differences(
        values, weights.starts, weights.neighbours, weights.values
    )
    wide, near = permutation.reached_squared(squares, weights.starts, fallen, rank, ordered, table)
    for area in range(25):
        assert (high[area], low[area]) == plain_counts(values, weights, area, table, "sum")
        assert (wide[area], near[area]) == plain_counts(values, weights, area, table, "squares")


def test_draws_hold_nobody_twice_and_everybody_alike() -> None:
    table = permutation.draws(7, 4_000, 6, 12)
    assert all(len(set(deal)) == 6 for deal in table.T.tolist())
    seen = np.bincount(table.ravel(), minlength=12)
    # 4,000 deals of half the ranks: 2,000 each, give or take √(4,000/4) = 32.
    assert np.all(np.abs(seen - 2_000) < 4.5 * 32)


@pytest.mark.parametrize("statistic", [gi_star, local_moran, local_geary])
def test_exact_moments_are_those_of_many_deals(statistic: type) -> None:
    weights, values = some_map(40)
    weights = uneven(weights)
    evidence = statistic(values, weights, permutations=None).evidence
    others = np.delete(np.arange(40), 7)
    rng = np.random.default_rng(5)
    at = slice(weights.starts[7], weights.starts[8])
    dealt = values[np.array([rng.permutation(others)[:5] for _ in range(40_000)])]
    z, mean = values - values.mean(), values.mean()
    shares = weights.values[at]
    if statistic is local_geary:
        sums = ((values[7] - dealt) ** 2 @ shares) / np.mean(z**2)
    elif statistic is local_moran:
        sums = z[7] * 39 / np.sum(z**2) * ((dealt - mean) @ shares)
    else:
        sums = dealt @ shares + values[7]
    error = np.std(sums) / 200.0
    assert evidence.expected[7] == pytest.approx(np.mean(sums), abs=4.5 * error)
    assert evidence.variance[7] == pytest.approx(np.var(sums), rel=0.04)
    skewness = np.mean((sums - np.mean(sums)) ** 3) / np.std(sums) ** 3
    assert evidence.skewness[7] == pytest.approx(skewness, abs=0.1)


def test_p_values_are_never_0_and_a_two_sided_one_is_twice_the_smaller_tail() -> None:
    weights, values = some_map()
    both = gi_star(values, weights, permutations=DEALS).evidence
    high = gi_star(values, weights, permutations=DEALS, side=Side.HIGH).evidence
    low = gi_star(values, weights, permutations=DEALS, side=Side.LOW).evidence
    assert np.min(high.p_permuted) >= 1 / 200
    twice = np.minimum(1.0, 2.0 * np.minimum(high.p_permuted, low.p_permuted))
    np.testing.assert_allclose(both.p_permuted, twice)
    np.testing.assert_allclose(high.p_normal + low.p_normal, 1.0)


@pytest.mark.parametrize("statistic", STATISTICS)
def test_missing_values_and_islands_are_withheld_and_never_a_finding(statistic: type) -> None:
    line = weights_from_pairs([0, 1, 1, 2, 2, 3, 3, 4], [1, 0, 2, 1, 3, 2, 4, 3], areas=7)
    values = np.array([1.0, 2.0, 9.0, np.nan, 4.0, 5.0, np.nan])
    result = statistic(values, line, permutations=DEALS)
    assert result.withheld.tolist() == [
        Withheld.NO,
        Withheld.NO,
        Withheld.NO,
        Withheld.MISSING,
        Withheld.NO_NEIGHBOUR_KNOWN,
        Withheld.ISLAND,
        Withheld.MISSING,
    ]
    withheld = result.withheld != Withheld.NO
    np.testing.assert_array_equal(np.isnan(result.statistic), withheld)
    np.testing.assert_array_equal(np.isnan(result.evidence.q), withheld)
    assert not result.evidence.findings(false_discovery_rate=1.0)[withheld].any()


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("value", [0.0, 0.1])
def test_a_constant_map_has_no_findings(statistic: type, value: float) -> None:
    weights, _ = some_map()
    result = statistic(np.full(60, value), weights, permutations=DEALS)
    assert set(result.withheld.tolist()) == {Withheld.NO_SPREAD}
    assert np.isnan(result.evidence.p).all()


@pytest.mark.parametrize("statistic", [*STATISTICS, moran, geary, getis_ord])
def test_wrong_shapes_and_too_few_areas_are_refused(statistic: type) -> None:
    weights, values = some_map()
    with pytest.raises(ParameterError):
        statistic(values[1:], weights)
    with pytest.raises(NotEnoughDataError):
        statistic(np.where(np.arange(60) < 3, values, np.nan), weights)


def test_results_cannot_be_changed_and_inputs_are_not() -> None:
    weights, values = some_map()
    before = values.copy()
    result = local_moran(values, weights, permutations=DEALS)
    with pytest.raises(ValueError, match="read-only"):
        result.statistic[0] = 0.0
    np.testing.assert_array_equal(values, before)


def test_false_discovery_rates_are_those_of_the_definition() -> None:
    p = np.array([0.01, np.nan, 0.02, 0.03, 0.5])
    q = kernels.false_discovery(p, is_any_dependence=False)
    # 0.01 x 4/1, 0.02 x 4/2 and 0.03 x 4/3 are all 0.04.
    np.testing.assert_allclose(q, [0.04, np.nan, 0.04, 0.04, 0.5])
    harmonic = 1 + 1 / 2 + 1 / 3 + 1 / 4
    any_q = kernels.false_discovery(p, is_any_dependence=True)
    np.testing.assert_allclose(any_q, np.minimum(q * harmonic, 1.0))


def test_global_shuffles_agree_with_their_exact_moments() -> None:
    weights, _ = some_map()
    values = np.random.default_rng(6).normal(10.0, 1.0, 60)
    for statistic in (moran, geary, getis_ord):
        result = statistic(values, weights, permutations=Permutations(number=9_999, seed=2))
        assert result.p_permuted == pytest.approx(result.p_shuffled, abs=0.04)


def test_rates_without_people_are_missing_and_the_rest_are_not_touched() -> None:
    weights, values = some_map()
    people = np.full(60, 200.0)
    people[5] = 0.0
    assert np.isnan(standardised_rates(values, people)[5])
    assert np.isnan(empirical_bayes_rates(values, people)).sum() == 1
    assert not np.isnan(spatial_rates(values, people, weights)).any()
    assert local_moran_of_rates(values, people, weights).withheld[5] == Withheld.MISSING
    with pytest.raises(NotEnoughDataError):
        empirical_bayes_rates(np.zeros(60), people)


def test_a_small_population_is_not_taken_for_a_hot_spot() -> None:
    """Same risk everywhere; areas of 50 people have wild rates, of 5,000 steady ones."""
    rng = np.random.default_rng(10)
    people = np.where(rng.uniform(size=400) < 0.5, 50.0, 5_000.0)
    deviates = standardised_rates(rng.poisson(people * 0.02), people)
    few = people < 100
    assert 0.6 < np.std(deviates[few]) / np.std(deviates[~few]) < 1.6
