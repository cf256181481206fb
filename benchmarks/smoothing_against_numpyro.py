"""Are the risks of 5,000 small areas smoothed quickly, and the same as by sampling?

Run `python benchmarks/smoothing_against_numpyro.py`. One claim:
`NAME ratio=… ours=… peer=… PEER VERSION`, in CPU seconds of all threads. NumPyro samples the same
BYM2 model with the same priors by NUTS, one chain of 1,000 draws to warm up and 1,000 kept, its
compiling counted apart (a short run first). How far the answers are from each other goes to
standard error, with what sampling error alone would make it.
"""

import sys
import time
from importlib.metadata import version
from typing import Any

import numpy as np
from scipy.spatial import Delaunay

from headwater.analysis.spatial.smoothing import Priors, SmoothedRisks, smoothed_risks
from headwater.analysis.spatial.weights import SpatialWeights, weights_from_pairs

AREAS = 5_000
WARM_UP, KEPT = 1_000, 1_000


def main() -> None:
    """Time both on a made-up map with a smooth and a rough part."""
    weights, events, expected = a_map()
    smoothed_risks(events, expected, weights)
    took, risks = float("inf"), None
    for _ in range(3):
        start = time.process_time()
        risks = smoothed_risks(events, expected, weights)
        took = min(took, time.process_time() - start)
    assert risks is not None
    sys.stderr.write(f"ours {took:.3f} CPU s, sigma {risks.sd_between:.3f}\n")
    try:
        import jax
        import numpyro
    except ImportError as error:
        sys.stderr.write(f"numpyro skipped: {error.name} is not installed here\n")
        return
    numpyro.enable_x64()
    peer_took, draws = sampled(weights, events, expected, jax=jax, numpyro=numpyro)
    peer = f"numpyro {version('numpyro')}"
    ratio = peer_took / took
    print(f"bym2_5000_areas ratio={ratio:.1f} ours={took:.3f}s peer={peer_took:.3f}s {peer}")
    compare(risks, draws, numpyro.diagnostics.effective_sample_size)


def a_map() -> tuple[SpatialWeights, Any, Any]:
    """Random places joined to their natural neighbours; risks of which 70 % vary smoothly."""
    rng = np.random.default_rng(43)
    points = rng.uniform(size=(AREAS, 2))
    starts, neighbours = Delaunay(points).vertex_neighbor_vertices
    rows = np.repeat(np.arange(AREAS), np.diff(starts))
    waves = np.cos(points @ rng.normal(size=(2, 30)) * 9.0 + rng.uniform(0.0, 6.3, 30))
    smooth = waves.sum(axis=1)
    smooth = (smooth - smooth.mean()) / smooth.std()
    log_risk = 0.5 * (np.sqrt(0.7) * smooth + np.sqrt(0.3) * rng.normal(size=AREAS))
    expected = rng.gamma(2.0, 4.0, AREAS) + 0.3
    events = rng.poisson(expected * np.exp(log_risk))
    return weights_from_pairs(rows, neighbours, areas=AREAS), events, expected


def typical_variance(weights: SpatialWeights) -> float:
    """Geometric mean of the variances of the unscaled field, by dense algebra."""
    laplacian = np.diag(weights.counts.astype(np.float64))
    laplacian[weights.rows, weights.neighbours] -= 1.0
    tied = laplacian + 1.0 / AREAS
    return float(np.exp(np.mean(np.log(np.diag(np.linalg.inv(tied)) - 1.0 / AREAS))))


def sampled(
    weights: SpatialWeights, events: Any, expected: Any, *, jax: Any, numpyro: Any
) -> tuple[float, Any]:
    """CPU seconds of the sampling, and the draws of every risk."""
    dist, numbers, priors = numpyro.distributions, jax.numpy, Priors()
    scale = typical_variance(weights)
    upper = weights.rows < weights.neighbours
    low, high = weights.rows[upper], weights.neighbours[upper]

    def model() -> None:
        sigma = numpyro.sample("sigma", dist.Exponential(-np.log(priors.chance) / priors.sd_above))
        rho = numpyro.sample("rho", dist.Beta(*priors.mixing))
        level = numpyro.sample("level", dist.ImproperUniform(dist.constraints.real, (), ()))
        rough = numpyro.sample("rough", dist.Normal(0, 1).expand([AREAS]).to_event(1))
        field = numpyro.sample(
            "field", dist.ImproperUniform(dist.constraints.real_vector, (), (AREAS,))
        )
        joined = -0.5 * numbers.sum((field[low] - field[high]) ** 2)
        numpyro.factor("map", joined - 0.5 * (numbers.sum(field) / (0.001 * AREAS)) ** 2)
        mixed = numbers.sqrt(rho / scale) * field + numbers.sqrt(1 - rho) * rough
        log_risk = level + sigma * mixed
        numpyro.deterministic("risk", numbers.exp(log_risk))
        numpyro.sample("events", dist.Poisson(expected * numbers.exp(log_risk)), obs=events)

    kernel = numpyro.infer.NUTS(model)
    chain = numpyro.infer.MCMC(kernel, num_warmup=WARM_UP, num_samples=KEPT, progress_bar=False)
    chain.run(jax.random.PRNGKey(1))
    start = time.process_time()
    chain.run(jax.random.PRNGKey(0))
    draws = np.asarray(chain.get_samples()["risk"])
    return time.process_time() - start, draws


def compare(ours: SmoothedRisks, draws: Any, effective: Any) -> None:
    """Shares by which means and SDs differ, beside what sampling error makes of them."""
    mean, sd = draws.mean(axis=0), draws.std(axis=0)
    worth = float(np.median(effective(draws[None, :, :50])))
    chance_mean = float(np.mean(sd / mean)) / np.sqrt(worth) * 0.8
    sys.stderr.write(
        f"mean apart {np.mean(np.abs(ours.mean / mean - 1)):.4f} "
        f"(sampling error {chance_mean:.4f}), "
        f"sd apart {np.mean(np.abs(ours.sd / sd - 1)):.4f} "
        f"(sampling error about {0.8 / np.sqrt(2 * min(worth, KEPT)):.4f})\n"
    )


if __name__ == "__main__":
    main()
