"""Smoothed risks are those of the model integrated at length, on maps small enough for it.

Written from the model alone, with dense matrices: σ and ρ on a fine grid; at each setting risks are
drawn from a normal and weighed by the true posterior over it (importance sampling).
"""

import math
from typing import NamedTuple

import numpy as np
import pytest

from headwater.analysis.spatial.kernels import smoothing as kernels
from headwater.analysis.spatial.kernels.weights import FloatArray
from headwater.analysis.spatial.smoothing import (
    Priors,
    _structure,
    _summit,
    _Surface,
    smoothed_risks,
)
from headwater.analysis.spatial.weights import SpatialWeights, weights_from_pairs

LEVEL = 1e4
"""Variance of the level, whose prior is flat in the model."""
DRAWS = 1_200
LOG_SDS, LOGITS = np.linspace(-5.5, 0.5, 23), np.linspace(-6.5, 8.5, 11)


class Risks(NamedTuple):
    """What is known of a map's risks, and of σ."""

    mean: FloatArray
    sd: FloatArray
    sd_between: float


class Map(NamedTuple):
    """Neighbours, events and what was expected."""

    weights: SpatialWeights
    events: FloatArray
    expected: FloatArray


def made_up(rows: int, columns: int, *, expected: float, differ: float) -> Map:
    """A lattice with so many events on average, whose log risks differ so much."""
    area = np.arange(rows * columns).reshape(rows, columns)
    low = np.concatenate([area[:, :-1].ravel(), area[:-1].ravel()])
    high = np.concatenate([area[:, 1:].ravel(), area[1:].ravel()])
    both = np.concatenate([low, high]), np.concatenate([high, low])
    rng = np.random.default_rng(2)
    usual = rng.gamma(4.0, expected / 4.0, area.size) + 0.3
    smooth, rough = np.sin(np.arange(area.size) / 7.0), rng.normal(size=area.size)
    events = rng.poisson(usual * np.exp(differ * (0.7 * smooth + 0.6 * rough))).astype(float)
    return Map(weights_from_pairs(*both, areas=area.size), events, usual)


def integrated(asked: Map) -> Risks:
    """The posterior by weighing draws at every setting of σ and ρ."""
    areas = asked.weights.areas
    laplacian = np.diag(asked.weights.counts.astype(float))
    laplacian[asked.weights.rows, asked.weights.neighbours] -= 1.0
    smooth = np.linalg.pinv(laplacian, hermitian=True)
    smooth /= np.exp(np.mean(np.log(np.diag(smooth))))
    rng, logs, moments = np.random.default_rng(1), [], []
    settings = [(math.exp(s), 1.0 / (1.0 + math.exp(-r))) for s in LOG_SDS for r in LOGITS]
    for sd, share in settings:
        mixed = share * smooth + (1.0 - share) * np.eye(areas)
        precision: FloatArray = np.asarray(np.linalg.inv(sd * sd * mixed + LEVEL), dtype=np.float64)
        log, moment = weighed(asked, precision, rng)
        # P(σ > 1) = 0.01 and beta (½, ½), as densities of log σ and logit ρ.
        prior = math.log(sd) + math.log(0.01) * sd + 0.5 * math.log(share * (1.0 - share))
        logs.append(log + prior)
        moments.append(moment)
    shares = np.exp(np.array(logs) - max(logs))
    shares /= shares.sum()
    mean, square = np.tensordot(shares, np.array(moments), axes=1)
    return Risks(mean, np.sqrt(square - mean**2), float(shares @ [sd for sd, _ in settings]))


def weighed(
    asked: Map, precision: FloatArray, rng: np.random.Generator
) -> tuple[float, FloatArray]:
    """Log probability of the counts at one setting, and two moments of every risk there."""
    events, expected = asked.events, asked.expected
    eta = np.log((events + 0.5) / (expected + 0.5))
    for _ in range(12):
        mean = expected * np.exp(eta)
        slope = events - mean - precision @ eta
        eta = eta + np.clip(np.linalg.solve(precision + np.diag(mean), slope), -2.0, 2.0)
    root = np.linalg.cholesky(precision + np.diag(expected * np.exp(eta)))
    half = rng.normal(size=(DRAWS // 2, len(eta)))
    normal = np.concatenate([half, -half])
    drawn = eta + np.linalg.solve(root.T, normal.T).T
    risk = np.exp(drawn)
    squares = np.sum((drawn @ precision) * drawn, axis=1) - np.sum(normal**2, axis=1)
    logs = drawn @ events - risk @ expected - 0.5 * squares
    weight = np.exp(logs - logs.max())
    scale = 0.5 * np.linalg.slogdet(precision)[1] - np.sum(np.log(np.diag(root)))
    shares = weight / weight.sum()
    log = float(math.log(np.mean(weight)) + logs.max() + scale)
    return log, np.stack([shares @ risk, shares @ risk**2])


# Maps that say much, little and next to nothing about σ. The integration itself is good to about
# 1 % of an SD and 0.3 % of a mean.
@pytest.mark.parametrize(("expected", "differ"), [(6.0, 0.5), (2.0, 0.5), (6.0, 0.2)])
def test_means_and_sds_are_those_of_the_model_integrated(expected: float, differ: float) -> None:
    asked = made_up(6, 8, expected=expected, differ=differ)
    known = integrated(asked)
    ours = smoothed_risks(asked.events, asked.expected, asked.weights)
    mean, sd = ours.mean / known.mean - 1.0, ours.sd / known.sd - 1.0
    assert np.mean(np.abs(mean)) < 0.015
    assert np.mean(np.abs(sd)) < 0.025
    assert abs(np.mean(sd)) < 0.02
    assert ours.sd_between == pytest.approx(known.sd_between, rel=0.06)


@pytest.mark.parametrize("differ", [0.0, 0.1, 0.4])
def test_the_search_ends_where_no_other_setting_is_likelier(differ: float) -> None:
    asked = made_up(25, 40, expected=6.0, differ=differ)
    structure, prior = _structure(asked.weights), Priors()
    order = structure.pattern.order
    surface = _Surface(
        structure,
        kernels.Observed(asked.events[order], asked.expected[order]),
        kernels.Prior(-math.log(prior.chance) / prior.sd_above, prior.mixing),
    )
    summit, _ = _summit(surface)
    height, _, _ = surface.exact(summit)
    others = [np.array([s, r]) for s in LOG_SDS[::2] for r in LOGITS[::2]]
    assert max(surface.exact(other)[0] for other in others) < height + 0.1
