"""What each area's week was held against: its upper limit, and whether it could be judged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.needs.scope import Scope
from headwater.analysis.temporal.results import Detector, detector_code
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.judging import aberrations, is_judged, placed
from headwater.analysis.watch.rules import Watching, WatchRule
from headwater.core.counts import BoolArray, FloatArray
from headwater.core.weeks import Week


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """One value an area. `upper` is NaN where a method has none.

    `is_mean` says where the number expected is the plain mean of seven earlier weeks, which
    would give the sum of those weeks away.
    """

    upper: FloatArray
    judged: BoolArray
    is_mean: BoolArray


def limits_of(rule: WatchRule, held: WeeklyCounts, week: Week, *, scope: Scope) -> Limits:
    """The limits of a week that was judged."""
    areas = len(held.areas)
    if rule.method is Watching.SCAN:
        return Limits(
            upper=np.full(areas, np.nan),
            judged=np.isin(np.arange(areas), placed(held, scope)),
            is_mean=np.zeros(areas, dtype=np.bool_),
        )
    found = aberrations(rule, held.counts[:, : held.at(week) + 1], first=held.weeks[0])
    detectors: NDArray[np.int8] = found.detector_codes[:, 0]
    return Limits(
        upper=found.upper[:, 0],
        judged=is_judged(found, 0),
        is_mean=detectors == detector_code(Detector.EARS),
    )
