"""Arithmetic of provision, neighbours and short trends. Arrays in, arrays out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]

EARTH_RADIUS_KM = 6371.0088
TIE = 1e-9
"""Distances closer than this are one distance: sums in another order end in other digits."""


class Catchment(NamedTuple):
    """Places for each unit of need, and places given out, by area and group of people."""

    ratio: FloatArray
    places: FloatArray


def distances_km(
    from_lon: FloatArray, from_lat: FloatArray, to_lon: FloatArray, to_lat: FloatArray
) -> FloatArray:
    """Great-circle distance from every first point to every second, in kilometres.

    Haversine on the mean Earth radius; within 0.6 % of the ellipsoid.

    >>> round(float(distances_km(np.array([0.0]), np.array([52.0]), np.array([0.0]),
    ...                          np.array([53.0]))[0, 0]), 1)
    111.2
    """
    lon1, lat1 = np.radians(from_lon)[:, None], np.radians(from_lat)[:, None]
    lon2, lat2 = np.radians(to_lon)[None, :], np.radians(to_lat)[None, :]
    chord = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))


def floating_catchment(
    need: FloatArray, capacity: FloatArray, *, reaches: FloatArray, suits: FloatArray
) -> Catchment:
    """Places within reach for each unit of need (two-step floating catchment).

    `need[a, g]` is the need of group `g` (an age band of one sex, say) in area `a`, `capacity[s]`
    the places of service `s`, `reaches[a, s]` and `suits[g, s]`, from 0 to 1, whether people of
    the area and of the group can use it. Step 1: each service's places are shared over all the
    need it can reach. Step 2: each area and group adds up the shares of its services. No service
    gives out more places than it has, and one that nobody needs gives out none.

    Source: Luo and Wang 2003, Environment and Planning B 30(6), 865-884.

    One service of 20 places, two areas with needs of 10 and 30: each unit gets half a place.

    >>> found = floating_catchment(np.array([[10.0], [30.0]]), np.array([20.0]),
    ...                            reaches=np.ones((2, 1)), suits=np.ones((1, 1)))
    >>> found.ratio.ravel(), found.places.ravel()
    (array([0.5, 0.5]), array([ 5., 15.]))
    """
    reached = np.sum((need.T @ reaches) * suits, axis=0)
    share = np.divide(capacity, reached, out=np.zeros(len(capacity)), where=reached > 0)
    ratio = reaches @ (suits * share).T
    return Catchment(np.asarray(ratio), np.asarray(ratio * need))


def places_by_service(
    need: FloatArray, capacity: FloatArray, *, reaches: FloatArray, suits: FloatArray
) -> FloatArray:
    """Places that each service gives to each area and group, which `floating_catchment` adds up.

    The answer is by service, area and group. A service never gives more than it has.

    >>> places_by_service(np.array([[10.0], [30.0]]), np.array([20.0]),
    ...                   reaches=np.ones((2, 1)), suits=np.ones((1, 1))).ravel()
    array([ 5., 15.])
    """
    able = reaches.T[:, :, None] * suits.T[:, None, :] * need[None, :, :]
    reached = able.sum(axis=(1, 2))
    share = np.divide(capacity, reached, out=np.zeros(len(capacity)), where=reached > 0)
    return np.asarray(share[:, None, None] * able)


def share_of_band(low: float, high: float, *, youngest: float, oldest: float) -> float:
    """The share of whole ages from `low` to `high` that a service for these ages takes.

    >>> share_of_band(15, 17, youngest=16, oldest=25), share_of_band(18, 24, youngest=0, oldest=17)
    (0.6666666666666666, 0.0)
    """
    shared = min(high, oldest) - max(low, youngest) + 1
    return float(max(shared, 0.0) / (high - low + 1))


def unlikeness(features: FloatArray, own: int) -> FloatArray:
    """How unlike each row is to one row: root mean square of standardised differences.

    `features` has one row an area and one column a feature; columns without spread are left out.
    1 is a difference of one standard deviation in every feature.

    >>> unlikeness(np.array([[0.0, 5.0], [2.0, 5.0]]), 0)
    array([0., 2.])
    """
    spread = features.std(axis=0)
    useful = spread > TIE * np.maximum(1.0, np.abs(features).max(axis=0))
    if not useful.any():
        return np.zeros(len(features))
    standard = (features[:, useful] - features[own, useful]) / spread[useful]
    return np.asarray(np.sqrt(np.mean(standard**2, axis=1)))


def nearest(unlike: FloatArray, own: int, *, count: int) -> IntArray:
    """Positions of the areas most like one area, that area left out. Ties go by position.

    >>> nearest(np.array([0.0, 3.0, 1.0, 2.0]), 0, count=2)
    array([2, 3])
    """
    order = np.argsort(np.round(unlike / TIE), kind="stable")
    return np.asarray(order[order != own][:count])


def times_kept(features: FloatArray, own: int, *, count: int) -> IntArray:
    """In how many of the lists made with one feature left out each area is among the nearest.

    >>> times_kept(np.array([[0.0, 0.0], [0.1, 9.0], [5.0, 0.1], [4.0, 4.0]]), 0, count=1)
    array([0, 1, 1, 0])
    """
    kept = np.zeros(len(features), dtype=np.intp)
    for dropped in range(features.shape[1]):
        rest = np.delete(features, dropped, axis=1)
        kept[nearest(unlikeness(rest, own), own, count=count)] += 1
    return kept


def one_way(values: FloatArray) -> int:
    """1 where each value is above the one before, -1 where each is below, 0 otherwise.

    With five values in random order either happens once in sixty times (2 of 5! orders), which is
    the exact Mann-Kendall test at its strictest.

    Source: Mann 1945, Econometrica 13, 245-259.

    >>> one_way(np.array([1.0, 2.0, 4.0])), one_way(np.array([3.0, 2.0, 2.0]))
    (1, 0)
    """
    steps = np.diff(values)
    if len(steps) and bool(np.all(steps > 0)):
        return 1
    return -1 if len(steps) and bool(np.all(steps < 0)) else 0


class Difference(NamedTuple):
    """How many times as large one change is as the usual change of others, with limits."""

    ratio: float
    low: float
    high: float


def difference_of_changes(
    own: float, own_variance: float, others: FloatArray, variances: FloatArray, *, level: float
) -> Difference:
    """One area's change set beside the mean change of others: changes are logarithms of ratios.

    Welch's interval: the variance of the one (from its counts) and that of the mean of the others
    (from how far they lie apart, and no less than their counts alone would give) are added; the
    degrees of freedom are Satterthwaite's, the one's variance taken as known. Two others at least.

    Source: Welch 1947, Biometrika 34, 28-35; Satterthwaite 1946, Biometrics 2, 110-114.

    Own change none, variance 0.01; others log 0.5 +/- 0.1: their mean has variance 0.02/2 = 0.01,
    so z is (0 - log 0.5) / sqrt(0.02) on 4 degrees of freedom and the limits are
    2 exp(+/- 2.7764 sqrt(0.02)) = 1.351 and 2.962.

    >>> half = np.log(0.5)
    >>> found = difference_of_changes(0.0, 0.01, half + np.array([-0.1, 0.1]),
    ...                               np.array([0.001, 0.001]), level=0.95)
    >>> [round(float(x), 3) for x in found]
    [2.0, 1.351, 2.962]
    """
    from scipy.special import stdtrit

    count = len(others)
    spread = max(float(others.var(ddof=1)), float(variances.mean())) / count
    variance = own_variance + spread
    freedom = (count - 1) * variance**2 / spread**2 if spread > 0 else np.inf
    t = float(stdtrit(min(freedom, 1e9), (1.0 + level) / 2.0))
    middle, half = own - float(others.mean()), t * float(np.sqrt(variance))
    return Difference(*(float(np.exp(middle + side * half)) for side in (0, -1, 1)))
