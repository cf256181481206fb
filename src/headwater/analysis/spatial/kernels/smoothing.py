"""The posterior of risks on a map, without sampling: nested Laplace with a variational mean.

The model (Riebler and others 2016, BYM2): counts are Poisson with mean E exp(η),
η = b + σ(√ρ s + √(1 - ρ) v), v independent normals, s an intrinsic autoregression scaled to a
typical variance of 1 and adding up to 0 in each connected part of the map. With a = σ√ρ and
q = σ²(1 - ρ), and each count read as a normal observation z of η with precision d, v can be
integrated out by hand: z observes b + a s with precision r = d/(1 + q d). What remains is a
sparse matrix Q + a² diag(r) with the pattern of the map.

Arrays are in elimination order throughout (`cholesky.Pattern`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from headwater.analysis.spatial.kernels import cholesky

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# A step of η this small leaves an error of its square.
SETTLED = 1e-3
MOST_STEPS = 50
# Steps longer than this (a factor of 20 in risk) are cut: a bad start must not overflow exp.
LONGEST_STEP = 3.0
ISLAND = -1


@dataclass(frozen=True, slots=True)
class Prior:
    """σ is exponential with rate `sd_rate`; ρ is beta with `mixing` as its two shapes."""

    sd_rate: float
    mixing: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Structure:
    """The scaled precision matrix of s: pattern of its factor, diagonal, and part of each area.

    `part` numbers the connected parts of two areas or more; an island has -1 and precision 1.
    """

    pattern: cholesky.Pattern
    diagonal: FloatArray
    part: IntArray
    parts: int


@dataclass(frozen=True, slots=True)
class Observed:
    """Counts and what was expected; both 0 where a count is missing, which then says nothing."""

    events: FloatArray
    expected: FloatArray


@dataclass(frozen=True, slots=True)
class Solution:
    """The normal model solved at given weights: mean of η, and what its variance is made of."""

    mean: FloatArray
    structured: FloatArray
    constant: float
    lower: FloatArray
    pivots: FloatArray
    level_share: FloatArray
    sum_solution: FloatArray
    sum_totals: FloatArray
    information: float
    log_determinant: float


def structure_of(adjacency: sparse.csr_array, part: IntArray, parts: int) -> Structure:
    """The precision matrix scaled part by part (Freni-Sterrantino and others 2018).

    Each part is multiplied by the geometric mean of the variances it gives, so that s has a
    typical variance of 1 there (Sørbye & Rue 2014).
    """
    degree = np.asarray(adjacency.sum(axis=1), dtype=np.float64).ravel()
    laplacian = sparse.csc_array(sparse.diags_array(degree) - adjacency)
    pattern = cholesky.pattern_of(laplacian)
    part = part[pattern.order]
    neighbours: FloatArray = degree[pattern.order].astype(np.float64)
    factor = _scales(pattern, neighbours, part, parts)
    of_area = np.where(part == ISLAND, 1.0, factor[part] if parts else 1.0)
    columns = np.repeat(np.arange(len(part)), np.diff(pattern.starts))
    scaled = cholesky.Pattern(
        pattern.order, pattern.starts, pattern.rows, pattern.entries * of_area[columns]
    )
    diagonal = np.where(part == ISLAND, 1.0, neighbours * of_area)
    return Structure(scaled, diagonal, part, parts)


def _scales(
    pattern: cholesky.Pattern, degree: FloatArray, part: IntArray, parts: int
) -> FloatArray:
    """Geometric mean of the variances of s in each part, values adding up to 0 there.

    One area of each part is tied down, which makes the matrix regular with inverse G; taking
    means out of G gives the constrained variances exactly.
    """
    connected = part != ISLAND
    tied = degree + np.where(connected, 0.0, 1.0)
    first = np.full(parts, len(part))
    np.minimum.at(first, part[connected], np.flatnonzero(connected))
    tied[first] += 1.0
    lower, pivots = cholesky.factorised(pattern.starts, pattern.rows, pattern.entries, tied)
    variance = cholesky.inverse_diagonal(pattern.starts, pattern.rows, lower, pivots)
    ones = connected.astype(np.float64)[:, None]
    row = cholesky.solved(pattern.starts, pattern.rows, lower, pivots, ones)[:, 0]
    size = _part_sums(ones[:, 0], part, parts)
    total = _part_sums(row, part, parts)
    inside, at = part[connected], connected
    free = variance[at] - 2.0 * row[at] / size[inside] + total[inside] / size[inside] ** 2
    logs = np.bincount(inside, weights=np.log(free), minlength=parts)
    scales: FloatArray = np.exp(logs / size)
    return scales


def _part_sums(values: FloatArray, part: IntArray, parts: int) -> FloatArray:
    inside = part != ISLAND
    return np.bincount(part[inside], weights=values[inside], minlength=parts)[:parts].astype(
        np.float64
    )


def _take_out(
    values: FloatArray, solution: FloatArray, totals: FloatArray, structure: Structure
) -> FloatArray:
    """Values moved, in the metric of the matrix, to where each part adds up to 0."""
    if not structure.parts:
        return values
    sums = _part_sums(values, structure.part, structure.parts) / totals
    moved: FloatArray = np.where(
        structure.part == ISLAND, values, values - solution * sums[structure.part]
    )
    return moved


def solve(
    structure: Structure, weight: FloatArray, pull: FloatArray, *, a: float, q: float
) -> Solution:
    """Mean of η when each area is seen with precision `weight`, `pull` being weight times z."""
    pattern, inner = structure.pattern, 1.0 + q * weight
    r, rz = weight / inner, pull / inner
    lower, pivots = cholesky.factorised(
        pattern.starts, pattern.rows, pattern.entries, structure.diagonal + a * a * r
    )
    ones = (structure.part != ISLAND).astype(np.float64)
    right = np.column_stack([ones, a * r, a * rz])
    found = cholesky.solved(pattern.starts, pattern.rows, lower, pivots, right)
    sum_solution = np.ascontiguousarray(found[:, 0])
    totals = _part_sums(sum_solution, structure.part, structure.parts)
    share = _take_out(found[:, 1], sum_solution, totals, structure)
    centred = _take_out(found[:, 2], sum_solution, totals, structure)
    information = float(np.sum(r) - np.sum(a * r * share))
    constant = float(np.sum(rz) - np.sum(a * r * centred)) / information
    s = centred - constant * share
    logs = np.sum(np.log(inner)) + np.sum(np.log(pivots)) + np.sum(np.log(totals))
    return Solution(
        mean=(constant + a * s + q * pull) / inner,
        structured=s,
        constant=constant,
        lower=lower,
        pivots=pivots,
        level_share=share,
        sum_solution=sum_solution,
        sum_totals=totals,
        information=information,
        log_determinant=float(logs + np.log(information)),
    )


def variances(
    structure: Structure, solution: Solution, weight: FloatArray, *, a: float, q: float
) -> FloatArray:
    """Variance of each η in the normal model."""
    pattern = structure.pattern
    spread = cholesky.inverse_diagonal(
        pattern.starts, pattern.rows, solution.lower, solution.pivots
    )
    spread = _constrained(spread, solution, structure)
    level = (1.0 - a * solution.level_share) ** 2 / solution.information
    inner = 1.0 + q * weight
    variance: FloatArray = q / inner + (a * a * spread + level) / inner**2
    return variance


def _constrained(spread: FloatArray, solution: Solution, structure: Structure) -> FloatArray:
    if not structure.parts:
        return spread
    less = solution.sum_solution**2 / solution.sum_totals[structure.part]
    constrained: FloatArray = np.where(structure.part == ISLAND, spread, spread - less)
    return constrained


def start_of(observed: Observed) -> FloatArray:
    """A first guess of η: each area's own ratio, half an event added to both sides."""
    ratio = (observed.events + 0.5) / (observed.expected + 0.5)
    guess: FloatArray = np.log(np.where(observed.expected > 0.0, ratio, 1.0))
    return guess


def mode(
    structure: Structure, observed: Observed, start: FloatArray, *, a: float, q: float
) -> tuple[FloatArray, Solution]:
    """The most likely η given a and q, by Newton's method, and the normal model there."""
    eta = start
    solution = None
    for _ in range(MOST_STEPS):
        weight = observed.expected * np.exp(eta)
        pull = weight * eta + observed.events - weight
        solution = solve(structure, weight, pull, a=a, q=q)
        step = np.clip(solution.mean - eta, -LONGEST_STEP, LONGEST_STEP)
        eta = eta + step
        if np.max(np.abs(step)) < SETTLED:
            break
    assert solution is not None
    return eta, solution


def log_prior(prior: Prior, *, a: float, q: float) -> float:
    """Log density of log σ and logit ρ."""
    variance = a * a + q
    first, second = prior.mixing
    sd = np.sqrt(variance)
    return float(
        np.log(sd)
        - prior.sd_rate * sd
        + first * np.log(a * a / variance)
        + second * np.log(q / variance)
    )


def laplace(
    observed: Observed, eta: FloatArray, solution: Solution, *, a: float, q: float
) -> float:
    """Log probability of the counts given a and q, up to a constant (Tierney & Kadane 1986)."""
    mean = observed.expected * np.exp(eta)
    residual = observed.events - mean
    # At the mode the priors' derivatives balance the residuals, which gives the squares.
    squares = a * np.sum(solution.structured * residual) + q * np.sum(residual**2)
    fit = np.sum(observed.events * eta - mean)
    return float(fit - 0.5 * squares - 0.5 * solution.log_determinant)


def working(
    structure: Structure, weight: FloatArray, pull: FloatArray, *, a: float, q: float
) -> float:
    """Log probability of fixed working observations given a and q, up to a constant."""
    solution = solve(structure, weight, pull, a=a, q=q)
    inner = 1.0 + q * weight
    seen = weight > 0.0
    z = np.divide(pull, weight, out=np.zeros(len(pull)), where=seen) - solution.constant
    scaled = weight / inner * z
    squares = np.sum(scaled * z) - a * np.sum(scaled * solution.structured)
    return float(-0.5 * squares - 0.5 * solution.log_determinant)


@dataclass(frozen=True, slots=True)
class Normal:
    """Mean and variance of each η, and the weight each count has in them."""

    mean: FloatArray
    variance: FloatArray
    weight: FloatArray


def variational(
    structure: Structure, observed: Observed, start: Normal, *, steps: int, a: float, q: float
) -> Normal:
    """The normal nearest to the posterior, in place of the one at its mode.

    A count's weight is its mean over the spread of η, E exp(m + V/2), not E exp(mode): that takes
    out most of what a mode gets wrong on skewed posteriors (Opper & Archambeau 2009).
    """
    mean, variance = start.mean, start.variance
    weight = start.weight
    for _ in range(steps):
        weight = observed.expected * np.exp(mean + 0.5 * variance)
        pull = weight * mean + observed.events - weight
        solution = solve(structure, weight, pull, a=a, q=q)
        mean = solution.mean
        variance = variances(structure, solution, weight, a=a, q=q)
    return Normal(mean, variance, weight)


NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)


def tilted_moments(observed: Observed, normal: Normal) -> FloatArray:
    """First and second moments of η and of exp η, with each area's own count taken exactly.

    The normal without the area's own count (as a weight) times the Poisson of that count,
    integrated numerically: rows are E η, E η², E exp η, E exp 2η.
    """
    m, v, w = normal.mean, normal.variance, normal.weight
    pull = w * m + observed.events - w
    spread = np.sqrt(v)
    logs = np.empty((len(NODES), len(m)))
    etas = np.empty((len(NODES), len(m)))
    for index, node in enumerate(NODES):
        eta = m + spread * node
        # log of Poisson over its normal stand-in, the rest being the rule's own weight.
        exact = observed.events * eta - observed.expected * np.exp(eta)
        logs[index] = exact - (pull * eta - 0.5 * w * eta**2) + np.log(NODE_WEIGHTS[index])
        etas[index] = eta
    shares = np.exp(logs - logs.max(axis=0))
    shares /= shares.sum(axis=0)
    risk = np.exp(etas)
    return np.stack([np.sum(shares * each, axis=0) for each in (etas, etas**2, risk, risk**2)])
