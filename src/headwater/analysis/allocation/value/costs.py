"""What did it cost for each start, participant, completer and outcome, and how sure is that?

Cost is known to the penny; how many came of it is a count that would differ if the same project ran
again, so the interval of a cost for each is that of the count turned over. Of a few, it is wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from headwater.analysis.allocation.value.kernels import fieller_limits
from headwater.analysis.rates.kernels import EXACT_BELOW, count_limits, wilson_limits
from headwater.core.errors import NotEnoughDataError, ParameterError

LEVEL = 0.95


class Counted(StrEnum):
    """What a cost is divided by."""

    START = "start"
    PARTICIPANT = "participant"
    COMPLETER = "completer"
    OUTCOME = "outcome"
    UNIT = "unit"


class How(StrEnum):
    """How an interval was made."""

    EXACT = "exact Poisson limits of the count, turned over"
    BYAR = "Byar's limits of the count, turned over"
    WILSON = "Wilson's limits of the share, turned over"
    FIELLER = "Fieller's limits of a ratio of means"


@dataclass(frozen=True, slots=True)
class CostFor:
    """Pounds for each of something, with an interval.

    `value` and `high` are None where there was none: then all that can be said is `low`. `of` is
    how many could have become one, for a completer or outcome.
    """

    counted: Counted
    cost_gbp: float
    count: int
    of: int | None
    value: float | None
    low: float | None
    high: float | None
    level: float
    how: How


def cost_for_each(
    cost_gbp: float, count: int, *, counted: Counted, level: float = LEVEL
) -> CostFor:
    """Cost for each of a count that varies as events do (Poisson).

    >>> found = cost_for_each(50_000, 100, counted=Counted.PARTICIPANT)
    >>> (found.value, round(found.low, 2), round(found.high, 2))
    (500.0, 411.09, 614.54)
    """
    _check(cost_gbp, count)
    few, many = count_limits(np.array([float(count)]), level=level)
    how = How.EXACT if count < EXACT_BELOW else How.BYAR
    return CostFor(
        counted,
        cost_gbp,
        count,
        None,
        *_turned(cost_gbp, count, float(few[0]), float(many[0])),
        level,
        how,
    )


def cost_for_each_of(
    cost_gbp: float, count: int, *, of: int, counted: Counted, level: float = LEVEL
) -> CostFor:
    """Cost for each of those that became one of so many that could (Wilson).

    The number who could have is taken as it was; the share of them who did varies.

    >>> found = cost_for_each_of(20_000, 30, of=40, counted=Counted.COMPLETER)
    >>> (round(found.value), round(found.low), round(found.high))
    (667, 583, 836)
    """
    _check(cost_gbp, count)
    if count > of:
        raise ParameterError.outside("count", value=count, low=0, high=of)
    if of == 0:
        raise NotEnoughDataError(of=f"people who could be a {counted}", have=0, need=1)
    few, many = wilson_limits(np.array([float(count)]), np.array([float(of)]), level=level)
    return CostFor(
        counted,
        cost_gbp,
        count,
        of,
        *_turned(cost_gbp, count, float(few[0]) * of, float(many[0]) * of),
        level,
        How.WILSON,
    )


def cost_for_each_of_a_group(
    costs_gbp: Sequence[float], counts: Sequence[int], *, counted: Counted, level: float = LEVEL
) -> CostFor:
    """Cost for each over several projects: all money by all counts (Fieller).

    Projects are the units that vary, in cost and in count together. Needs at least three.
    """
    if len(costs_gbp) != len(counts):
        raise ParameterError("Give one cost for each count.")
    if len(counts) < 3:
        raise NotEnoughDataError(of="projects", have=len(counts), need=3)
    for cost, count in zip(costs_gbp, counts, strict=True):
        _check(cost, count)
    above = np.asarray(costs_gbp, dtype=np.float64)
    below = np.asarray(counts, dtype=np.float64)
    low, high = fieller_limits(above, below, level=level)
    total = int(below.sum())
    return CostFor(
        counted,
        float(above.sum()),
        total,
        None,
        float(above.sum()) / total if total else None,
        None if np.isnan(low) else low,
        None if np.isnan(high) else high,
        level,
        How.FIELLER,
    )


def _turned(
    cost_gbp: float, count: int, few: float, many: float
) -> tuple[float | None, float, float | None]:
    """Value, low and high of a cost for each, from the count and its limits."""
    high = cost_gbp / few if few > 0.0 else None
    return (cost_gbp / count if count else None), cost_gbp / many, high


def _check(cost_gbp: float, count: int) -> None:
    if cost_gbp < 0.0:
        raise ParameterError.below("cost_gbp", value=cost_gbp, least=0)
    if count < 0:
        raise ParameterError.below("count", value=count, least=0)
