"""Arithmetic of the needs assessment that no other room has. Arrays in, arrays out."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

EXPONENTIAL_CONSTANT = 23.0


def exponential_score(rank: FloatArray, areas: float) -> FloatArray:
    """A deprivation rank as a score from 0 (least) to 100 (most), stretched at the deprived end.

    `rank` 1 is most deprived of `areas`. The transformation by which the English indices combine
    domains: -23 ln(1 - R (1 - exp(-100/23))), with R the rank from the least deprived end over
    the number of areas.

    Source: The English Indices of Deprivation 2019, Technical Report, section 3.7.

    >>> exponential_score(np.array([1.0]), 100.0).round(6)
    array([100.])
    """
    scaled = (areas - rank + 1.0) / areas
    return np.asarray(
        -EXPONENTIAL_CONSTANT * np.log(1.0 - scaled * (1.0 - np.exp(-100.0 / EXPONENTIAL_CONSTANT)))
    )


def groups_of_equal_size(order_by: FloatArray, groups: int) -> IntArray:
    """The group of each area, 1 for the highest values, with as many areas in each as can be.

    Equal values are parted by their position, so the answer is always the same.
    """
    order = np.argsort(-order_by, kind="stable")
    result = np.empty(len(order_by), dtype=np.intp)
    result[order] = np.arange(len(order_by)) * groups // len(order_by) + 1
    return result


def least_unrecorded(seen_elsewhere: FloatArray, recorded: FloatArray) -> float:
    """The least number of cases seen elsewhere that cannot be among those recorded.

    Cell by cell, at most as many of the cases seen can be recorded as were recorded there.

    >>> least_unrecorded(np.array([5.0, 1.0]), np.array([2.0, 9.0]))
    3.0
    """
    return float(np.maximum(seen_elsewhere - recorded, 0.0).sum())


def interval_of_change(now: float, before: float, deviate: float) -> tuple[float, float, float]:
    """Change from one count to another as a ratio with a log-normal interval.

    NaN limits where either count is zero. Source: Rothman, Epidemiology, 2nd ed., ch. 9.
    """
    if before <= 0 or now <= 0:
        return (now / before if before > 0 else float("nan")), float("nan"), float("nan")
    ratio = now / before
    half = deviate * float(np.sqrt(1.0 / now + 1.0 / before))
    return ratio, ratio * float(np.exp(-half)), ratio * float(np.exp(half))


def paired_month_ratio(
    now: FloatArray, before: FloatArray, *, level: float
) -> tuple[float, float, float]:
    """Ratio of one year's months to the same months a year before, with Student's t limits.

    The middle is the ratio of the totals; the spread is that of the monthly log ratios about
    their mean. Two months at least, all above zero.

    Source: the paired t interval on log ratios (Bland and Altman 1996, BMJ 312:1153).
    """
    from scipy.special import stdtrit

    logs = np.log(now / before)
    half = float(
        stdtrit(len(logs) - 1, (1.0 + level) / 2.0) * logs.std(ddof=1) / np.sqrt(len(logs))
    )
    # With no scatter at all the months still carry the chance in their counts.
    chance = float(np.sqrt(1.0 / now.sum() + 1.0 / before.sum()))
    half = max(half, float(stdtrit(len(logs) - 1, (1.0 + level) / 2.0)) * chance)
    ratio = float(now.sum() / before.sum())
    return ratio, ratio * float(np.exp(-half)), ratio * float(np.exp(half))
