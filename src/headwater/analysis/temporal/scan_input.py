"""What a scan asks of its input before the arithmetic starts.

Everything a person can put right is refused here with a sentence; past this point arrays are
complete, whole where they must be, and of one shape.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.temporal.scan_results import (
    FloatArray,
    ScanModel,
    ScanReach,
    ScanSettings,
)
from headwater.core.errors import NotEnoughDataError, ParameterError

# Beyond this a count is no longer exact in the table of replicas.
MOST_CASES = 2**23
MOST_CONNECTED_AMONG, MOST_RESTRICTED_AMONG = 20, 60


def settings(asked: ScanSettings, periods: int) -> int:
    """Refuse settings that make no sense; the answer is the longest window in periods."""
    if not 0.0 < asked.most_share <= 1.0:
        raise ParameterError.outside("most_share", value=asked.most_share, low=0.0, high=1.0)
    if asked.most_radius_m is not None and not asked.most_radius_m >= 0.0:
        raise ParameterError.below("most_radius_m", value=asked.most_radius_m, least=0)
    for name, value, least in (
        ("least_cases", asked.least_cases, 1),
        ("replicas", asked.replicas, 0),
        ("stop_after", asked.stop_after, 0),
        ("looks", asked.looks, 1),
        ("longest", 1 if asked.longest is None else asked.longest, 1),
        ("connected_among", asked.connected_among or 1, 1),
    ):
        if value < least:
            raise ParameterError.below(name, value=value, least=least)
    most = MOST_CONNECTED_AMONG if asked.place_p_below is None else MOST_RESTRICTED_AMONG
    if (asked.connected_among or 1) > most:
        raise ParameterError.outside(
            "connected_among", value=asked.connected_among or 1, low=1, high=most
        )
    _restricted_settings(asked)
    _model_settings(asked)
    if asked.reach is ScanReach.SPATIAL:
        return periods
    if asked.looks > periods:
        raise NotEnoughDataError(of="periods for so many looks", have=periods, need=asked.looks)
    return min(asked.longest or max(periods // 2, 1), periods)


def _restricted_settings(asked: ScanSettings) -> None:
    """Places can only be held back from connected windows."""
    below = asked.place_p_below
    if below is None:
        return
    if asked.connected_among is None:
        raise ParameterError("[place_p_below] goes with connected windows: set [connected_among].")
    if not 0.0 < below < 1.0:
        raise ParameterError.outside("place_p_below", value=below, low=0.0, high=1.0)


def _model_settings(asked: ScanSettings) -> None:
    """Settings that only suit some models or reaches."""
    if asked.looks > 1 and asked.reach is not ScanReach.PROSPECTIVE:
        raise ParameterError("[looks] above 1 goes with a prospective scan only.")
    if asked.model is ScanModel.PERMUTATION and asked.reach is ScanReach.SPATIAL:
        raise ParameterError(
            "Space-time permutation needs time: a purely spatial scan has no periods to exchange. "
            "Give populations and use the Poisson model."
        )
    dispersion = asked.dispersion
    if asked.model is ScanModel.NEGATIVE_BINOMIAL:
        if dispersion is None or not 0.0 < dispersion < math.inf:
            raise ParameterError(
                f"[dispersion] is [{dispersion}] and must be a number above 0 for the negative "
                "binomial model: the variance is mean + mean²/dispersion."
            )
    elif dispersion is not None:
        raise ParameterError("[dispersion] goes with the negative binomial model only.")


def counts(values: ArrayLike) -> FloatArray:
    """Cases as places × periods: complete, whole and not below zero."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2 or array.shape[0] == 0 or array.shape[1] == 0:
        raise ParameterError(
            f"[cases] has shape {array.shape} and needs a row per place and a column per period."
        )
    if not np.isfinite(array).all():
        missing = int((~np.isfinite(array)).sum())
        raise ParameterError(
            f"[cases] has [{missing}] missing or infinite values. A scan cannot tell a missing "
            "week from a quiet one: fill them, or leave those places or periods out."
        )
    if (array < 0).any() or (array != np.floor(array)).any():
        raise ParameterError("[cases] holds values that are not whole counts. Check the source.")
    if array.sum() > MOST_CASES:
        raise ParameterError(
            f"[cases] adds up to [{array.sum():.0f}], more than the [{MOST_CASES}] a scan can "
            "count exactly. Scan fewer periods or broader places."
        )
    return array


def expected(values: ArrayLike | None, cases: FloatArray, asked: ScanSettings) -> FloatArray:
    """What the model sets the cases against, as places × periods.

    One value per place is spread evenly over the periods.
    """
    if asked.model is ScanModel.PERMUTATION:
        if values is not None:
            raise ParameterError(
                "Space-time permutation takes its expected counts from the cases. Leave "
                "[expected] out."
            )
        return np.outer(cases.sum(axis=1), cases.sum(axis=0)) / max(float(cases.sum()), 1.0)
    if values is None:
        raise ParameterError(f"The {asked.model} model needs [expected]: {_needed(asked.model)}.")
    array = _over_periods(amounts("expected", values), cases, asked)
    if (cases[array <= 0.0] > 0).any():
        raise ParameterError(
            "[expected] is 0 where there are cases. Give those places a population or leave "
            "them out."
        )
    if asked.model is ScanModel.BERNOULLI and (cases > array).any():
        raise ParameterError("[cases] is above the people at risk somewhere. Check both.")
    if array.sum() <= 0.0:
        raise NotEnoughDataError(of="places with a population", have=0, need=1)
    return array


def alike(
    tables: Sequence[FloatArray], values: ArrayLike | None, asked: ScanSettings
) -> FloatArray:
    """What the model sets each of several tables against, which must be the same for all."""
    if not tables:
        raise NotEnoughDataError(of="tables", have=0, need=1)
    mean = expected(values, tables[0], asked)
    for table in tables[1:]:
        same = table.sum() == tables[0].sum()
        if not same or not np.array_equal(expected(values, table, asked), mean):
            raise ParameterError(
                "Tables do not add up to the same, so one set of replicas cannot serve them. Scan "
                "them one by one."
            )
    return mean


def _needed(model: ScanModel) -> str:
    if model is ScanModel.BERNOULLI:
        return "the people at risk, cases among them"
    return "populations or expected counts"


def _over_periods(array: FloatArray, cases: FloatArray, asked: ScanSettings) -> FloatArray:
    """Places × periods, whatever shape came in."""
    if array.shape == cases.shape:
        return array
    if array.shape in ((len(cases),), (len(cases), 1)):
        if asked.model is ScanModel.POISSON:
            return np.repeat(array.reshape(-1, 1) / cases.shape[1], cases.shape[1], axis=1)
        if asked.model is ScanModel.NEGATIVE_BINOMIAL:
            return np.repeat(array.reshape(-1, 1), cases.shape[1], axis=1)
    raise ParameterError(
        f"[expected] has shape {array.shape} and [cases] {cases.shape}. Give one value per place "
        "and period, or one per place where the model allows it."
    )


def amounts(name: str, values: ArrayLike) -> FloatArray:
    """Complete numbers that are not below zero."""
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all() or (array < 0).any():
        raise ParameterError(f"[{name}] holds missing, infinite or negative values.")
    return array


def coordinates(values: ArrayLike, places: int) -> FloatArray:
    """Centres as places × 2, or × 3 for places on a globe."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    if array.ndim != 2 or array.shape[0] != places or array.shape[1] not in {2, 3}:
        raise ParameterError(
            f"[centres] has shape {array.shape} and needs [{places}] rows of 2 (or 3) coordinates."
        )
    if not np.isfinite(array).all():
        raise ParameterError("[centres] holds missing values. Leave places without one out.")
    return array


def links(
    pairs: ArrayLike, places: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int32]]]:
    """Neighbours of each place from pairs of positions: bounds and neighbours, both ways, once."""
    array = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if ((array < 0) | (array >= places)).any():
        raise ParameterError(f"[adjacency] names a place outside 0 to [{places - 1}].")
    array = array[array[:, 0] != array[:, 1]]
    both = np.unique(np.concatenate([array, array[:, ::-1]]), axis=0)
    bound = np.searchsorted(both[:, 0], np.arange(places + 1)).astype(np.int64)
    return bound, both[:, 1].astype(np.int32)
