"""How wide should a density be smoothed?

Four rules that answer differently, because they ask differently. Diggle's looks for the least mean
square error and is narrow where events cluster; likelihood asks how well the others foretell each
event; Cronie and van Lieshout balance the map against the area; Scott has one round heap in mind
and is far too wide for a town. Show more than one before settling.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import KDTree

from headwater.analysis.rates import checks
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.spatial.density import Edge, density_without_itself
from headwater.analysis.spatial.grids import Extent
from headwater.analysis.spatial.kernels import density as kernels
from headwater.analysis.spatial.points import Points
from headwater.core.errors import NotEnoughDataError, ParameterError

CANDIDATES = 16
MOST_EVENTS = 20_000
# Steps in which distances are counted, and the widest share of the shorter side looked at.
DISTANCE_STEPS = 511
WIDEST_SHARE = 0.25
MANY_SHARED = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class BandwidthChoice:
    """The bandwidth that a rule chose, and what it said of each candidate."""

    metres: float
    rule: str
    candidates: FloatArray
    criterion: FloatArray
    events: int
    cautions: tuple[str, ...]


def least_error_bandwidth(points: Points, extent: Extent) -> BandwidthChoice:
    """The bandwidth with the least mean square error, were events a clustered (Cox) process.

    Looks at bandwidths up to an eighth of the extent's shorter side, in steps that are the same
    for all data. Pairs are corrected for the edges as Ripley did.

    Source: Berman & Diggle 1989, Journal of the Royal Statistical Society B 51, 81-92, with K
    estimated as Ripley 1977; `bw.diggle` of spatstat.
    """
    places = _places(points, extent)
    number, density = len(places), len(places) / extent.area_m2
    shorter = min(extent.east - extent.west, extent.north - extent.south)
    # Beyond this a busy pattern has pairs enough to say nothing more (Baddeley et al. 2015, 7.4).
    widest = min(WIDEST_SHARE * shorter, float(np.sqrt(1000.0 / (np.pi * density))))
    edges = np.array([extent.west, extent.south, extent.east, extent.north], dtype=float)
    weight = kernels.distances_within(places, widest, edges, DISTANCE_STEPS)
    scaled = weight * extent.area_m2 / (number * (number - 1.0))
    k_function, increments = np.cumsum(scaled), scaled[1:]
    distance = np.linspace(0.0, widest, DISTANCE_STEPS + 1)
    discs = distance[1 : DISTANCE_STEPS // 2 + 1]
    error = np.array(
        [
            _disc_error(disc, distance[1:], increments, k_function[step + 1], density)
            for step, disc in enumerate(discs)
        ]
    )
    best = int(np.argmin(error))
    return BandwidthChoice(
        metres=float(discs[best] / 2.0),
        rule="least mean square error",
        candidates=discs / 2.0,
        criterion=error,
        events=number,
        cautions=_cautions(points, best, len(discs)),
    )


def likelihood_bandwidth(
    points: Points, extent: Extent, *, candidates: ArrayLike | None = None
) -> BandwidthChoice:
    """The bandwidth with which the other events foretell each one best.

    The criterion is the sum over events of the log of the density there without it, less the
    events that the density has in the whole extent. Events at one
    point foretell each other the better the narrower the bump, without end: where many share
    points, the choice says so and is not to be used.

    Source: Loader 1999, section 5.3; `bw.ppl` of spatstat, whose 16 candidates are the default.
    """
    places = _places(points, extent)
    tried = _candidates(places, extent, candidates)
    inside = Points.of(places[:, 0], places[:, 1])
    scores = np.empty(len(tried))
    for place, wide in enumerate(tried):
        others = density_without_itself(inside, extent, bandwidth_m=float(wide))
        with np.errstate(divide="ignore"):
            scores[place] = np.sum(np.log(others)) - _events_of_density(places, extent, float(wide))
    best = int(np.argmax(scores))
    return BandwidthChoice(
        metres=float(tried[best]),
        rule="likelihood",
        candidates=tried,
        criterion=scores,
        events=len(places),
        cautions=_cautions(points, best, len(tried)),
    )


def _events_of_density(places: FloatArray, extent: Extent, wide: float) -> float:
    """The integral of the corrected density over the extent: the number of events, or nearly.

    A bump divided by the share inside, cell by cell, is a product of one east and one north.
    """
    east = kernels.corrected_mass(places[:, 0], wide, low=extent.west, high=extent.east)
    north = kernels.corrected_mass(places[:, 1], wide, low=extent.south, high=extent.north)
    return float(np.sum(east * north))


def balanced_bandwidth(
    points: Points, extent: Extent, *, candidates: ArrayLike | None = None
) -> BandwidthChoice:
    """The bandwidth for which the inverse densities at the events add up to the area.

    The criterion is the squared difference of the two, in m⁴. No edge correction, as in the source.

    Source: Cronie & van Lieshout 2018, Biometrika 105, 455-462; `bw.CvL` of spatstat.
    """
    places = _places(points, extent)
    tried = _candidates(places, extent, candidates)
    inside = Points.of(places[:, 0], places[:, 1])
    gap = np.empty(len(tried))
    for place, wide in enumerate(tried):
        others = density_without_itself(inside, extent, bandwidth_m=float(wide), edge=Edge.NONE)
        itself = 1.0 / (2.0 * np.pi * wide**2)
        gap[place] = (extent.area_m2 - np.sum(1.0 / (others + itself))) ** 2
    best = int(np.argmin(gap))
    return BandwidthChoice(
        metres=float(tried[best]),
        rule="balance",
        candidates=tried,
        criterion=gap,
        events=len(places),
        cautions=_cautions(points, best, len(tried)),
    )


def scott_bandwidths(points: Points) -> tuple[float, float]:
    """Scott's rule east and north: the standard deviation times n to the power -1/6.

    Right for one round heap, far too wide for a town with several centres.

    Source: Scott 1992, Multivariate Density Estimation, p. 152. Sixty-four events: half the
    standard deviation.

    >>> line = Points.of(np.tile([0.0, 100.0], 32), np.zeros(64))
    >>> [round(metres, 2) for metres in scott_bandwidths(line)]
    [25.2, 0.0]
    """
    x, y = points.x[points.placed], points.y[points.placed]
    if len(x) < 2:
        raise NotEnoughDataError(of="events with a place", have=len(x), need=2)
    shrink = len(x) ** (-1.0 / 6.0)
    return float(np.std(x, ddof=1) * shrink), float(np.std(y, ddof=1) * shrink)


def _places(points: Points, extent: Extent) -> FloatArray:
    """The events inside, rising in x."""
    held = extent.holds(points)
    x, y = points.x[held], points.y[held]
    if len(x) < 2:
        raise NotEnoughDataError(of="events in the extent", have=len(x), need=2)
    if len(x) > MOST_EVENTS:
        raise ParameterError(
            f"Choosing a bandwidth compares all near pairs and takes at most [{MOST_EVENTS:,}] "
            f"events; here are [{len(x):,}]. Take a random sample of them."
        )
    if np.ptp(x) == 0 and np.ptp(y) == 0:
        raise ParameterError("All events lie at one point, so no bandwidth is better than another.")
    order = np.lexsort((y, x))
    return np.column_stack([x, y])[order]


def _candidates(places: FloatArray, extent: Extent, asked: ArrayLike | None) -> FloatArray:
    """Those asked for, or 16 in equal ratios from the shortest distance to half the diagonal."""
    if asked is not None:
        return np.atleast_1d(checks.positive("candidates", asked))
    different = np.unique(places, axis=0)
    to_itself_and_next, _ = KDTree(different).query(different, k=2)
    apart = np.asarray(to_itself_and_next)[:, 1]
    diagonal = float(np.hypot(extent.east - extent.west, extent.north - extent.south))
    return np.asarray(np.geomspace(apart.min(), diagonal / 2.0, CANDIDATES))


def _disc_error(
    disc: float, distance: FloatArray, increments: FloatArray, within: float, density: float
) -> float:
    """Mean square error, less a constant and over the density squared, for discs of one radius.

    Two discs whose middles are r apart share 2h²(acos y - y√(1 - y²)) with y = r/2h.
    """
    apart = np.minimum(distance / (2.0 * disc), 1.0)
    shared = 2.0 * disc**2 * (np.arccos(apart) - apart * np.sqrt(1.0 - apart**2))
    area = np.pi * disc**2
    return float((1.0 / density - 2.0 * within) / area + np.sum(shared * increments) / area**2)


def _cautions(points: Points, best: int, number: int) -> tuple[str, ...]:
    said = []
    if points.share_at_shared_points > MANY_SHARED:
        said.append(
            f"{points.share_at_shared_points:.0%} of the events share their point with another. "
            "Rules of this kind then choose too narrow a bandwidth, or none."
        )
    if number > 1 and best in (0, number - 1):
        end = "narrowest" if best == 0 else "widest"
        said.append(f"The {end} candidate was chosen: the best may lie beyond it.")
    return tuple(said)
