"""Are the risks of 5,000 small areas smoothed quickly, and the same as by sampling?

Run `python benchmarks/smoothing_against_numpyro.py`. One claim:
`NAME ratio=… ours=… peer=… PEER VERSION`, in CPU seconds of all threads. NumPyro samples the same
BYM2 model with the same priors by NUTS, one chain of 1,000 draws to warm up and 1,000 kept, its
compiling counted apart (a short run first). How far the answers are from each other goes to
standard error, beside what sampling error alone makes of it.

A thousand draws leave 2 % of error in each SD, more than what is to be found out. `--rounds 40`
lets the chain go on for that many thousand draws, untimed, which brings it below 0.4 %;
`--map 7` makes up another map.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import numpy as np
from scipy.spatial import Delaunay

from headwater.analysis.spatial.smoothing import Priors, SmoothedRisks, smoothed_risks
from headwater.analysis.spatial.weights import SpatialWeights, weights_from_pairs

AREAS = 5_000
WARM_UP, KEPT = 1_000, 1_000
STRETCHES = 10
"""Parts of each round of draws; how much they differ tells the sampling error."""


def main() -> None:
    """Time both on a made-up map with a smooth and a rough part."""
    asked = argparse.ArgumentParser(description="BYM2 smoothing against NumPyro")
    asked.add_argument("--rounds", type=int, default=1, help="of 1,000 kept draws; one is timed")
    asked.add_argument("--map", type=int, default=43, help="seed of the made-up map")
    options = asked.parse_args()
    weights, events, expected = a_map(options.map)
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
    rounds = sampled(weights, events, expected, jax=jax, numpyro=numpyro)
    peer_took, first = next(rounds)
    peer = f"numpyro {version('numpyro')}"
    ratio = peer_took / took
    print(f"bym2_5000_areas ratio={ratio:.1f} ours={took:.3f}s peer={peer_took:.3f}s {peer}")
    sys.stdout.flush()
    further = [moments for _, (_, moments) in zip(range(options.rounds - 1), rounds, strict=False)]
    compare(risks, np.concatenate([first, *further]))


def a_map(seed: int) -> tuple[SpatialWeights, Any, Any]:
    """Random places joined to their natural neighbours; risks of which 70 % vary smoothly."""
    rng = np.random.default_rng(seed)
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
) -> Iterator[tuple[float, Any]]:
    """Round by round: CPU seconds it took, and moments of every risk (stretch, power, area)."""
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
    key = jax.random.PRNGKey(0)
    while True:
        start = time.process_time()
        chain.run(key)
        draws = np.asarray(chain.get_samples()["risk"]).reshape(STRETCHES, -1, AREAS)
        yield time.process_time() - start, np.stack([draws, draws**2], axis=2).mean(axis=1)
        chain.post_warmup_state = chain.last_state
        key = chain.post_warmup_state.rng_key


def compare(ours: SmoothedRisks, moments: Any) -> None:
    """By what shares means and SDs differ over areas, and how much of that is sampling error.

    The error of an area's mean or SD is told by how much tenths of rounds differ: the delta
    method for the SD. Taking its square from that of the difference leaves what is ours.
    """
    mean, square = moments.mean(axis=0)
    variance = square - mean**2
    spreads = moments[:, 1] - 2.0 * mean * moments[:, 0]
    root = np.sqrt(len(moments))
    said = (
        ("mean", ours.mean / mean - 1.0, moments[:, 0].std(axis=0, ddof=1) / mean),
        ("sd", ours.sd / np.sqrt(variance) - 1.0, spreads.std(axis=0, ddof=1) / variance / 2.0),
    )
    for name, apart, error in said:
        noise = np.mean((error / root) ** 2)
        middle, most = np.quantile(np.abs(apart), [0.5, 0.95])
        own = np.sqrt(max(np.mean(apart**2) - noise, 0.0))
        sys.stderr.write(
            f"{name}: apart {np.mean(np.abs(apart)):.4f}, median {middle:.4f}, "
            f"95th percentile {most:.4f}, ours over theirs {1 + np.mean(apart):.4f}; root mean "
            f"square: sampling error {np.sqrt(noise):.4f}, apart without it {own:.4f}\n"
        )


if __name__ == "__main__":
    main()
