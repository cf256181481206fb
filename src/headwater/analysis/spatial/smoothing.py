"""What is the risk of each small area, given its count and its neighbours, and how sure is that?

The BYM2 model: part of the differences between areas lies smoothly over the map, part does not,
and the data say how much of each. Fitted without sampling; the explanation page on small-area
smoothing says how far that is from sampling.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse, special

from headwater.analysis.rates import checks
from headwater.analysis.spatial.kernels import smoothing as kernels
from headwater.analysis.spatial.kernels.weights import BoolArray, FloatArray, IntArray
from headwater.analysis.spatial.weights import SpatialWeights, checked_for
from headwater.core.errors import NotEnoughDataError, ParameterError

LEAST_AREAS = 3
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Priors:
    """What is thought of the differences between areas before the counts are seen.

    The standard deviation σ of log risk is above `sd_above` with chance `chance` (exponential,
    the penalised-complexity prior of Simpson and others 2017). The spatial share ρ of its
    variance is beta with `mixing` as its shapes; a half each, as in Morris and others 2019.
    """

    sd_above: float = 1.0
    chance: float = 0.01
    mixing: tuple[float, float] = (0.5, 0.5)

    def __post_init__(self) -> None:
        checks.above_zero("sd_above", self.sd_above)
        if not 0.0 < self.chance < 1.0:
            raise ParameterError.outside("chance", value=self.chance, low=0, high=1)
        for shape in self.mixing:
            checks.above_zero("mixing", shape)


@dataclass(frozen=True, slots=True, eq=False)
class SmoothedRisks:
    """Posterior of each area's relative risk, and of how areas differ.

    `mean` and `sd` are of the risk itself, `log_mean` and `log_sd` of its logarithm; `low` and
    `high` hold the risk with probability `level`, `above_one` is the probability that it is above
    1. `is_counted` is False where the count was missing or nothing was expected: such a risk
    comes from the neighbours alone. `sd_between` is σ, `spatial_share` ρ.
    """

    mean: FloatArray
    sd: FloatArray
    low: FloatArray
    high: FloatArray
    above_one: FloatArray
    log_mean: FloatArray
    log_sd: FloatArray
    is_counted: BoolArray
    level: float
    sd_between: float
    sd_between_sd: float
    spatial_share: float
    spatial_share_sd: float
    priors: Priors


def smoothed_risks(
    events: ArrayLike,
    expected: ArrayLike,
    weights: SpatialWeights,
    *,
    priors: Priors | None = None,
    level: float = 0.95,
) -> SmoothedRisks:
    """The relative risk of each area, smoothed as much as the whole map says it should be.

    Only who is a neighbour counts, in either direction, not how much. An island borrows from the
    whole map but from no neighbour; separate parts of the map are scaled one by one and share one
    level. Missing counts are allowed and are predicted.

    Source: Besag, York & Mollié 1991; Riebler, Sørbye, Simpson & Rue 2016, Statistical Methods in
    Medical Research 25, 1145-1165; Freni-Sterrantino, Ventrucci & Rue 2018, Spatial and
    Spatio-temporal Epidemiology 26, 25-34; fitted as in Rue, Martino & Chopin 2009, JRSS B 71,
    319-392, with the mean of Opper & Archambeau 2009, Neural Computation 21, 786-792.

    Six areas in a line. The third, with 1 event where 5 were expected, lies among high ones, and
    its risk is taken to be higher than the 0.2 it shows.

    >>> line = weights_from_pairs([0, 1, 1, 2, 2, 3, 3, 4, 4, 5], [1, 0, 2, 1, 3, 2, 4, 3, 5, 4],
    ...     areas=6)
    >>> risks = smoothed_risks([12, 11, 1, 9, 2, 1], [5, 5, 5, 5, 5, 5], line)
    >>> risks.mean.round(1)
    array([2.1, 1.9, 0.7, 1.4, 0.6, 0.5])
    """
    observed, is_counted = _observed(events, expected, weights)
    prior = Priors() if priors is None else priors
    checks.level(level)
    structure = _structure(weights)
    order = structure.pattern.order
    ordered = kernels.Observed(observed.events[order], observed.expected[order])
    rates = kernels.Prior(-math.log(prior.chance) / prior.sd_above, prior.mixing)
    fitted = _fitted(structure, ordered, rates)
    sigma, rho = _hyper(fitted.points)
    return SmoothedRisks(
        **_of_each_area(fitted, back=np.argsort(order), level=level),
        is_counted=is_counted,
        level=level,
        sd_between=float(fitted.shares @ sigma),
        sd_between_sd=_spread(fitted.shares, sigma),
        spatial_share=float(fitted.shares @ rho),
        spatial_share_sd=_spread(fitted.shares, rho),
        priors=prior,
    )


@dataclass(frozen=True, slots=True)
class Mixture:
    """Normal curves of log risk, one for each setting of σ and ρ, with their shares."""

    shares: FloatArray
    means: FloatArray
    sds: FloatArray

    def below(self, value: FloatArray) -> FloatArray:
        """Chance that each area's log risk is below a value."""
        chance: FloatArray = self.shares @ special.ndtr((value - self.means) / self.sds)
        return chance

    def density(self, value: FloatArray) -> FloatArray:
        """Density of each area's log risk at a value."""
        z = (value - self.means) / self.sds
        height: FloatArray = self.shares @ (np.exp(-0.5 * z * z) / self.sds)
        return height / math.sqrt(2.0 * math.pi)

    def quantile(self, share: float, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """The log risk below which each area lies with chance `share`, by Newton's method."""
        value = mean + sd * special.ndtri(share)
        for _ in range(3):
            step = (share - self.below(value)) / self.density(value)
            value = value + np.clip(step, -sd, sd)
        return value


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Settings (log σ, logit ρ), their posterior shares, and moments of every area under each."""

    points: FloatArray
    shares: FloatArray
    moments: FloatArray


def _of_each_area(fitted: _Fitted, *, back: IntArray, level: float) -> dict[str, FloatArray]:
    """What is thought of each area's risk, by field of the result, in the order `back` gives."""
    moments = np.tensordot(fitted.shares, fitted.moments, axes=1)[:, back]
    log_mean, mean = moments[0], moments[2]
    log_sd = np.sqrt(moments[1] - log_mean**2)
    means = fitted.moments[:, 0, back]
    sds = np.sqrt(fitted.moments[:, 1, back] - means**2)
    mixture = Mixture(fitted.shares, means, sds)
    tail = (1.0 - level) / 2.0
    arrays = {
        "mean": mean,
        "sd": np.sqrt(moments[3] - mean**2),
        "low": np.exp(mixture.quantile(tail, log_mean, log_sd)),
        "high": np.exp(mixture.quantile(1.0 - tail, log_mean, log_sd)),
        "above_one": 1.0 - mixture.below(np.zeros(len(mean))),
        "log_mean": log_mean,
        "log_sd": log_sd,
    }
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _observed(
    events: ArrayLike, expected: ArrayLike, weights: SpatialWeights
) -> tuple[kernels.Observed, BoolArray]:
    number = checks.amounts("events", events)
    offset = checks.amounts("expected", expected)
    checked_for(weights, number, name="events")
    checked_for(weights, offset, name="expected")
    if weights.areas < LEAST_AREAS:
        raise NotEnoughDataError(of="areas", have=weights.areas, need=LEAST_AREAS)
    odd = (offset == 0.0) & (number > 0.0)
    if odd.any():
        raise ParameterError(
            f"[events] has events in [{int(odd.sum())}] areas where [expected] is 0. "
            "Check the population of those areas."
        )
    seen = ~np.isnan(number) & (offset > 0.0)
    if not number[seen].sum() > 0.0:
        raise NotEnoughDataError(of="events in all areas together", have=0, need=1)
    seen.flags.writeable = False
    return kernels.Observed(np.where(seen, number, 0.0), np.where(seen, offset, 0.0)), seen


def _structure(weights: SpatialWeights) -> kernels.Structure:
    """The map as a precision matrix: 1 where either area has the other as a neighbour."""
    rows, columns = weights.rows, weights.neighbours
    other = rows != columns
    size = (weights.areas, weights.areas)
    ones = np.ones(int(other.sum()))
    one_way = sparse.csr_array((ones, (rows[other], columns[other])), shape=size)
    both = sparse.csr_array(((one_way + one_way.T) > 0).astype(np.float64))
    _, label = sparse.csgraph.connected_components(both, directed=False)
    members = np.bincount(label)
    numbered = np.cumsum(members > 1) - 1
    part: IntArray = np.where(members[label] > 1, numbered[label], kernels.ISLAND).astype(np.int64)
    return kernels.structure_of(both, part, int(np.sum(members > 1)))


class _Surface:
    """The posterior of (log σ, logit ρ) on this map with these counts."""

    def __init__(
        self, structure: kernels.Structure, observed: kernels.Observed, prior: kernels.Prior
    ) -> None:
        self.structure, self.observed, self.prior = structure, observed, prior
        self.eta = kernels.start_of(observed)

    def exact(self, point: FloatArray) -> tuple[float, FloatArray, kernels.Solution]:
        """Laplace's value there, and the mode of η with the normal model round it."""
        a, q = _parts(point)
        eta, solution = kernels.mode(self.structure, self.observed, self.eta, a=a, q=q)
        value = kernels.laplace(self.observed, eta, solution, a=a, q=q)
        return value + kernels.log_prior(self.prior, a=a, q=q), eta, solution

    def settle(self, point: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Counts as normal observations at the mode of η there: weights, and weights times z."""
        a, q = _parts(point)
        self.eta, _ = kernels.mode(self.structure, self.observed, self.eta, a=a, q=q)
        weight = self.observed.expected * np.exp(self.eta)
        return weight, weight * self.eta + self.observed.events - weight

    def working(self, point: FloatArray, weight: FloatArray, pull: FloatArray) -> float:
        """The value there if the counts were those normal observations: one factor, no steps."""
        a, q = _parts(point)
        value = kernels.working(self.structure, weight, pull, a=a, q=q)
        return value + kernels.log_prior(self.prior, a=a, q=q)


def _parts(point: FloatArray) -> Point:
    """a = σ√ρ and q = σ²(1 - ρ) of (log σ, logit ρ)."""
    variance, share = math.exp(2.0 * point[0]), 1.0 / (1.0 + math.exp(-point[1]))
    return math.sqrt(variance * share), variance / (1.0 + math.exp(point[1]))


def _hyper(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.exp(points[:, 0]), special.expit(points[:, 1])


def _spread(shares: FloatArray, values: FloatArray) -> float:
    middle = float(shares @ values)
    return math.sqrt(max(float(shares @ values**2) - middle**2, 0.0))


# Where log σ and logit ρ are looked for; beyond, one part of the model has gone.
LOWEST, HIGHEST = np.array([-6.0, -6.0]), np.array([3.0, 7.0])
MOST_ROUNDS = 12
# A step that leads down is halved, or the search could go to and fro over the summit.
MOST_HALVINGS = 4


def _summit(surface: _Surface) -> tuple[FloatArray, FloatArray]:
    """The most likely setting nearly, and a square root of its covariance.

    Newton's method on differences of the working posterior, which costs one factor a value; the
    settings that are used in the end are weighed exactly, so near is enough.
    """
    point, reach = np.array([math.log(0.4), 0.5]), np.array([0.2, 0.7])
    root = np.diag(reach)
    for _ in range(MOST_ROUNDS):
        weight, pull = surface.settle(point)
        height, slope, curve = _quadratic(surface, point, reach, weight, pull)
        values, vectors = np.linalg.eigh(-curve)
        # A flat or rising direction is given a wide curve, so that steps stay finite.
        values = np.maximum(values, 0.08)
        step = vectors @ ((vectors.T @ slope) / values)
        step = np.clip(step, -1.5, 1.5)
        moved = np.clip(point + step, LOWEST, HIGHEST) - point
        for _ in range(MOST_HALVINGS):
            if surface.working(point + moved, weight, pull) >= height:
                break
            moved = moved / 2.0
        point = point + moved
        root = vectors / np.sqrt(values)
        reach = np.clip(np.sqrt(np.sum(root**2, axis=1)) * 0.7, 1e-3, 0.7)
        if np.max(np.abs(moved) / reach) < 0.15:
            break
    return point, root


def _quadratic(
    surface: _Surface, point: FloatArray, reach: FloatArray, weight: FloatArray, pull: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Height, slope and curvature of the working posterior, from six values."""

    def at(first: float, second: float) -> float:
        return surface.working(point + reach * np.array([first, second]), weight, pull)

    middle, east, west = at(0, 0), at(1, 0), at(-1, 0)
    north, south, corner = at(0, 1), at(0, -1), at(1, 1)
    slope = np.array([east - west, north - south]) / (2.0 * reach)
    cross = (corner - east - north + middle) / (reach[0] * reach[1])
    curve = np.array(
        [
            [(east - 2.0 * middle + west) / reach[0] ** 2, cross],
            [cross, (north - 2.0 * middle + south) / reach[1] ** 2],
        ]
    )
    return middle, slope, curve


# Settings at which the posterior is weighed: Gauss-Hermite's rule in standard deviations. Nine of
# them where the counts say what σ is; else its posterior is skewed and takes 121, of which those
# that hardly count are left out.
SURE, FEW_NODES, MANY_NODES = 0.1, 3, 11
LEAST_SHARE = 1e-4


def _fitted(
    structure: kernels.Structure, observed: kernels.Observed, prior: kernels.Prior
) -> _Fitted:
    surface = _Surface(structure, observed, prior)
    summit, root = _summit(surface)
    is_sure = float(np.sqrt(np.sum(root[0] ** 2))) <= SURE
    nodes, weights = np.polynomial.hermite_e.hermegauss(FEW_NODES if is_sure else MANY_NODES)
    first, second = (grid.ravel() for grid in np.meshgrid(nodes, nodes))
    rule = np.outer(weights, weights).ravel()
    steps = np.column_stack([first, second])
    points = np.clip(summit + steps @ root.T, LOWEST - 2.0, HIGHEST + 2.0)
    surface.settle(summit)
    centre = _centre(surface, summit)
    found = [surface.exact(point)[:2] for point in points]
    values = np.array([value for value, _ in found])
    logs = values + 0.5 * np.sum(steps**2, axis=1) + np.log(rule)
    shares = np.exp(logs - logs.max())
    kept = np.flatnonzero(shares / shares.sum() >= LEAST_SHARE)
    moments = [_moments(surface, points[at], found[at][1], centre) for at in kept]
    return _Fitted(points[kept], shares[kept] / shares[kept].sum(), np.stack(moments))


@dataclass(frozen=True, slots=True)
class _Centre:
    """The variational posterior at the summit: how far its mean is from the mode, and variance."""

    shift: FloatArray
    variance: FloatArray


def _centre(surface: _Surface, summit: FloatArray) -> _Centre:
    a, q = _parts(summit)
    _, eta, solution = surface.exact(summit)
    weight = surface.observed.expected * np.exp(eta)
    variance = kernels.variances(surface.structure, solution, weight, a=a, q=q)
    start = kernels.Normal(eta, variance, weight)
    normal = kernels.variational(surface.structure, surface.observed, start, steps=2, a=a, q=q)
    return _Centre(normal.mean - eta, normal.variance)


def _moments(surface: _Surface, point: FloatArray, eta: FloatArray, centre: _Centre) -> FloatArray:
    """Moments of every area's risk at one setting, set out from what was found at the summit."""
    a, q = _parts(point)
    start = kernels.Normal(eta + centre.shift, centre.variance, np.zeros(len(eta)))
    normal = kernels.variational(surface.structure, surface.observed, start, steps=1, a=a, q=q)
    return kernels.tilted_moments(surface.observed, normal)
