"""Smoothed risks agree with dense algebra, and ignore what should not matter."""

import numpy as np
import pytest

from headwater.analysis.spatial.kernels import cholesky
from headwater.analysis.spatial.kernels import smoothing as kernels
from headwater.analysis.spatial.kernels.weights import FloatArray
from headwater.analysis.spatial.smoothing import Priors, _structure, smoothed_risks
from headwater.analysis.spatial.weights import SpatialWeights, weights_from_pairs
from headwater.core.errors import NotEnoughDataError, ParameterError


def lattice(rows: int, columns: int, *, times: int = 1, islands: int = 0) -> SpatialWeights:
    """Rook neighbours on a lattice, several times over, with islands after them."""
    area = np.arange(rows * columns).reshape(rows, columns)
    low = np.concatenate([area[:, :-1].ravel(), area[:-1].ravel()])
    high = np.concatenate([area[:, 1:].ravel(), area[1:].ravel()])
    shift = np.repeat(np.arange(times) * area.size, len(low))
    low, high = np.tile(low, times) + shift, np.tile(high, times) + shift
    return weights_from_pairs(
        np.concatenate([low, high]),
        np.concatenate([high, low]),
        areas=area.size * times + islands,
    )


def dense(structure: kernels.Structure) -> FloatArray:
    """The precision matrix of s, written out."""
    pattern, areas = structure.pattern, len(structure.diagonal)
    columns = np.repeat(np.arange(areas), np.diff(pattern.starts))
    lower = np.zeros((areas, areas))
    lower[pattern.rows, columns] = pattern.entries
    return lower + lower.T + np.diag(structure.diagonal)


def covariance(structure: kernels.Structure) -> FloatArray:
    """Covariance of s: adding up to 0 in each part, free of the others, 1 on islands."""
    return np.linalg.pinv(dense(structure), hermitian=True)


def test_each_part_of_the_map_has_a_typical_variance_of_one_and_islands_exactly_one() -> None:
    structure = _structure(lattice(5, 6, times=2, islands=3))
    spread = np.diag(covariance(structure))
    for part in range(2):
        typical = np.exp(np.mean(np.log(spread[structure.part == part])))
        assert typical == pytest.approx(1.0, rel=1e-9)
    np.testing.assert_allclose(spread[structure.part == kernels.ISLAND], 1.0)


def test_the_factor_its_solutions_and_its_inverse_are_those_of_dense_algebra() -> None:
    structure = _structure(lattice(7, 8, islands=2))
    pattern = structure.pattern
    diagonal = structure.diagonal + 0.2
    matrix = dense(structure) + 0.2 * np.eye(58)
    lower, pivots = cholesky.factorised(pattern.starts, pattern.rows, pattern.entries, diagonal)
    right = np.random.default_rng(3).normal(size=(58, 2))
    found = cholesky.solved(pattern.starts, pattern.rows, lower, pivots, right)
    np.testing.assert_allclose(found, np.linalg.solve(matrix, right), rtol=1e-10, atol=1e-12)
    spread = cholesky.inverse_diagonal(pattern.starts, pattern.rows, lower, pivots)
    np.testing.assert_allclose(spread, np.diag(np.linalg.inv(matrix)), rtol=1e-10)
    assert np.sum(np.log(pivots)) == pytest.approx(np.linalg.slogdet(matrix)[1], rel=1e-12)


@pytest.mark.parametrize(("times", "islands"), [(1, 0), (2, 3)])
def test_mode_variance_and_evidence_are_those_of_dense_algebra(times: int, islands: int) -> None:
    structure = _structure(lattice(5, 6, times=times, islands=islands))
    areas = len(structure.diagonal)
    rng = np.random.default_rng(4)
    observed = kernels.Observed(rng.poisson(4.0, areas).astype(float), np.full(areas, 4.0))
    level, values = 1e6, []
    for a, q in ((0.4, 0.1), (0.2, 0.3)):
        eta, solution = kernels.mode(structure, observed, np.zeros(areas), a=a, q=q)
        mean = observed.expected * np.exp(eta)
        # The level has a flat prior; a very wide one stands in for it here.
        prior = a * a * covariance(structure) + q * np.eye(areas) + level
        slope = observed.events - mean - np.linalg.solve(prior, eta)
        np.testing.assert_allclose(slope, 0.0, atol=1e-4)
        posterior = np.linalg.inv(np.linalg.inv(prior) + np.diag(mean))
        spread = kernels.variances(structure, solution, mean, a=a, q=q)
        np.testing.assert_allclose(spread, np.diag(posterior), rtol=1e-3)
        fit = np.sum(observed.events * eta - mean) - 0.5 * eta @ np.linalg.solve(prior, eta)
        plain = fit - 0.5 * np.linalg.slogdet(np.eye(areas) + prior * mean)[1]
        values.append(plain - kernels.laplace(observed, eta, solution, a=a, q=q))
    assert values[0] == pytest.approx(values[1], abs=1e-3)


def test_the_order_of_areas_does_not_matter() -> None:
    weights = lattice(6, 7, islands=1)
    rng = np.random.default_rng(5)
    expected = rng.uniform(1.0, 9.0, 43)
    events = rng.poisson(expected).astype(float)
    order = rng.permutation(43)
    place = np.argsort(order)
    shuffled = weights_from_pairs(place[weights.rows], place[weights.neighbours], areas=43)
    ours = smoothed_risks(events, expected, weights)
    theirs = smoothed_risks(events[order], expected[order], shuffled)
    np.testing.assert_allclose(theirs.mean, ours.mean[order], rtol=1e-3)
    np.testing.assert_allclose(theirs.sd, ours.sd[order], rtol=1e-3)


def test_a_missing_count_is_predicted_from_its_neighbours_and_says_so() -> None:
    weights = lattice(6, 6)
    events = np.tile(np.repeat([4.0, 16.0], 3), 6)
    events[14] = np.nan
    risks = smoothed_risks(events, np.full(36, 8.0), weights)
    assert not risks.is_counted[14]
    assert risks.is_counted.sum() == 35
    assert risks.sd[14] > risks.sd[13]


def test_equal_ratios_give_equal_risks_near_one() -> None:
    risks = smoothed_risks(np.full(30, 50.0), np.full(30, 50.0), lattice(5, 6))
    np.testing.assert_allclose(risks.mean, 1.0, atol=0.01)
    assert risks.sd_between < 0.1


def test_a_planted_patch_is_found_and_its_edge_is_kept() -> None:
    truth = np.zeros((12, 12))
    truth[3:7, 4:8] = np.log(2.5)
    events = np.random.default_rng(9).poisson(8.0 * np.exp(truth.ravel()))
    risks = smoothed_risks(events, np.full(144, 8.0), lattice(12, 12))
    patch = truth.ravel() > 0.0
    assert np.mean(risks.above_one[patch] > 0.95) >= 0.75
    assert np.mean(risks.above_one[~patch] > 0.95) <= 0.05
    error = np.sqrt(np.mean((risks.log_mean - truth.ravel()) ** 2))
    crude = np.sqrt(np.mean((np.log((events + 0.5) / 8.5) - truth.ravel()) ** 2))
    assert error < 0.75 * crude


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Risks drawn from the model itself: coverage of 95 % intervals over 20 maps of 100 areas."""
    weights = lattice(10, 10)
    structure = _structure(weights)
    root = np.linalg.cholesky(0.16 * covariance(structure) + 0.05 * np.eye(100) + 1e-9)
    rng, held = np.random.default_rng(10), []
    order = structure.pattern.order
    for _ in range(20):
        log_risk = np.empty(100)
        log_risk[order] = root @ rng.normal(size=100)
        expected = rng.uniform(2.0, 12.0, 100)
        risks = smoothed_risks(rng.poisson(expected * np.exp(log_risk)), expected, weights)
        held.append((risks.low <= np.exp(log_risk)) & (np.exp(log_risk) <= risks.high))
    # Areas of one map go together, so the spread between maps is the error: about 0.6 %.
    assert 0.93 <= np.mean(held) <= 0.97


@pytest.mark.parametrize(
    ("events", "expected", "error"),
    [
        ([0, 0, 0, 0], [1, 1, 1, 1], NotEnoughDataError),
        ([1, 2, 3], [1, 1, 1, 1], ParameterError),
        ([1, 2, 3, 4], [1, 1, 1, 0], ParameterError),
        ([1, -2, 3, 4], [1, 1, 1, 1], ParameterError),
    ],
)
def test_what_cannot_be_smoothed_is_refused(
    events: list[float], expected: list[float], error: type[Exception]
) -> None:
    with pytest.raises(error):
        smoothed_risks(events, expected, lattice(2, 2))


@pytest.mark.parametrize("wrong", [{"sd_above": 0.0}, {"chance": 1.0}, {"mixing": (0.0, 1.0)}])
def test_priors_are_checked(wrong: dict[str, float]) -> None:
    with pytest.raises(ParameterError):
        Priors(**wrong)  # type: ignore[arg-type]
