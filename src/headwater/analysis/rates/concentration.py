"""How much of the harm lies in a few places, and are they the same places each time?"""

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates import checks, kernels
from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.rates.results import ConcentrationCurve, Persistence, TopShare
from headwater.core.errors import NotEnoughDataError, ParameterError


def share_in_top(values: ArrayLike, *, top: float) -> TopShare:
    """What share of all harm (or crime) do the `top` share of areas hold: 0.01, 0.05?

    The areas counted are the fewest that make up at least that share of all areas, so 6 of 516
    for 1 %. Areas with the same value are interchangeable, so ties do not change the share; the
    result says how many areas tie at the cut, since a list of the top areas would have to
    choose. Give every area, those with nothing too. Nothing anywhere: the share is nan.

    Source: Weisburd 2015, law of crime concentration.

    >>> top = share_in_top([50, 10, 10, 10, 10, 10, 0, 0, 0, 0], top=0.2)
    >>> top.share, top.areas, top.tied_at_cut
    (0.6, 2, 5)
    """
    checks.share("top", top)
    array = _areas(values)
    ordered = np.sort(array)[::-1]
    areas = kernels.areas_in_top(len(ordered), top=top)
    total = float(ordered.sum())
    return TopShare(
        share=float(ordered[:areas].sum() / total) if total > 0 else float("nan"),
        top=top,
        areas=areas,
        all_areas=len(ordered),
        total=total,
        tied_at_cut=int(np.sum(ordered == ordered[areas - 1])),
    )


def concentration_curve(values: ArrayLike) -> ConcentrationCurve:
    """What share of the harm do the highest areas hold, for every share of areas?

    >>> curve = concentration_curve([1, 3])
    >>> curve.area_share, curve.harm_share
    (array([0. , 0.5, 1. ]), array([0.  , 0.75, 1.  ]))
    """
    ordered = _with_something(np.sort(_areas(values))[::-1])
    held = np.concatenate([[0.0], np.cumsum(ordered) / ordered.sum()])
    return ConcentrationCurve(area_share=np.linspace(0.0, 1.0, len(ordered) + 1), harm_share=held)


def gini(values: ArrayLike) -> float:
    """How unequal are the areas: 0 when all are the same, towards 1 when one has everything?

    Source: Lorenz curve; values 1 and 3 give 0.25. For counts fewer than areas use
    `generalised_gini`: with 10 crimes in 100 areas even the most even spread has a Gini of 0.9.

    >>> gini([1, 3])
    0.25
    """
    return kernels.gini(_with_something(_areas(values)))


def generalised_gini(counts: ArrayLike) -> float:
    """The Gini coefficient set against the most even spread so few crimes could have.

    For counts of single crimes, not for weighted harm. With as many crimes as areas or more it
    is the Gini coefficient itself; with fewer it is (areas / crimes) x (Gini - 1) + 1, which is
    0 when no area has two.

    Source: Bernasco & Steenbeek 2017, Journal of Quantitative Criminology 33, 451-467.

    >>> round(generalised_gini([1, 1, 0, 0, 0]), 10), round(generalised_gini([2, 0, 0, 0]), 10)
    (0.0, 0.5)
    """
    array = _with_something(_areas(counts))
    scale = max(len(array) / float(array.sum()), 1.0)
    return scale * (kernels.gini(array) - 1.0) + 1.0


def persistence(
    values: ArrayLike, *, top: float = 0.1, at_least: int = 3, of_last: int = 4
) -> Persistence:
    """Which areas are among the `top` share in at least `at_least` of the last periods?

    `values` is areas x periods, latest last. In each period the areas at or above the value of
    the last one counted are in, so ties at the cut can make it more than `top`; areas with
    nothing are never in. `expected_by_chance` is the number of areas that would persist if each
    period's top areas were drawn afresh: compare it before calling a place persistent.

    Source: the share-in-top rule of `share_in_top`, period by period. One area of ten always
    highest: 1 persists, 10 x P(at least 3 of 4 at 0.1) = 0.037 by chance.

    >>> quarters = np.tile(np.arange(10.0)[:, None], 4)
    >>> kept = persistence(quarters)
    >>> np.flatnonzero(kept.persistent), round(kept.expected_by_chance, 3)
    (array([9]), 0.037)
    """
    checks.share("top", top)
    array = checks.complete("values", checks.amounts("values", values))
    if array.ndim != 2 or not array.shape[0]:
        raise ParameterError(f"[values] has shape {array.shape} and needs areas by periods.")
    if not 1 <= at_least <= of_last:
        raise ParameterError.outside("at_least", value=at_least, low=1, high=of_last)
    if array.shape[1] < of_last:
        raise NotEnoughDataError(of="periods", have=array.shape[1], need=of_last)
    in_top = kernels.top_members(array[:, -of_last:], top=top)
    times = in_top.sum(axis=1).astype(np.int64)
    chance = kernels.chance_of_at_least(at_least, of=of_last, chance=in_top.mean(axis=0))
    return Persistence(
        in_top=in_top,
        times_in_top=times,
        persistent=times >= at_least,
        top=top,
        at_least=at_least,
        periods=of_last,
        expected_by_chance=chance * array.shape[0],
    )


def _areas(values: ArrayLike) -> FloatArray:
    array = checks.complete("values", checks.amounts("values", values))
    if array.ndim != 1:
        raise ParameterError(f"[values] has shape {array.shape} and needs one value per area.")
    if not len(array):
        raise NotEnoughDataError(of="areas", have=0, need=1)
    return array


def _with_something(array: FloatArray) -> FloatArray:
    if not array.sum() > 0:
        raise NotEnoughDataError(of="events in all areas together", have=0, need=1)
    return array
