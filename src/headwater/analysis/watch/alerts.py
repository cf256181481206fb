"""Alarms into alerts: those next to each other are one thing to look at, not several."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from headwater.core.counts import FloatArray

Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Alert:
    """Neighbouring areas with more events than were to be expected.

    `areas` are positions among the areas judged, the most surprising first. `weeks` is how many
    weeks up to the judged one it is about. `p_value` is that of its most surprising part.
    """

    areas: tuple[int, ...]
    weeks: int
    observed: float
    expected: float
    p_value: float

    @property
    def ratio(self) -> float:
        """How many times the expected number were seen; infinite where none was expected."""
        return self.observed / self.expected if self.expected > 0 else float("inf")


@dataclass(frozen=True, slots=True, eq=False)
class Alarms:
    """What a method says of one week, area by area: arrays of one value an area."""

    is_alarm: NDArray[np.bool_]
    observed: FloatArray
    expected: FloatArray
    p_value: FloatArray


def joined(alarms: Alarms, *, pairs: NDArray[np.intp]) -> tuple[Alert, ...]:
    """Alarms as alerts, the most surprising first; areas that touch each other are one alert.

    `pairs` (rows of two positions) says which areas touch. Without pairs each alarm stands alone.

    >>> alarms = Alarms(np.array([True, True, False, True]), np.array([9.0, 7, 1, 5]),
    ...     np.array([2.0, 3, 1, 1]), np.array([0.001, 0.004, 0.5, 0.002]))
    >>> [alert.areas for alert in joined(alarms, pairs=np.array([[0, 1], [1, 2], [2, 3]]))]
    [(0, 1), (3,)]
    """
    raised = np.flatnonzero(alarms.is_alarm)
    group = _groups(alarms.is_alarm, pairs)
    alerts = [_alert(alarms, raised[group[raised] == which]) for which in np.unique(group[raised])]
    return tuple(sorted(alerts, key=lambda alert: (alert.p_value, alert.areas)))


def by_place(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Alerts in the order of their areas, which says nothing of a number that is to be hidden.

    >>> first, second = Alert((3,), 1, 5.0, 1.0, 0.002), Alert((1, 0), 1, 9.0, 2.0, 0.004)
    >>> [alert.areas for alert in by_place([first, second])]
    [(0, 1), (3,)]
    """
    sorted_within = (replace(alert, areas=tuple(sorted(alert.areas))) for alert in alerts)
    return tuple(sorted(sorted_within, key=lambda alert: alert.areas))


def _alert(alarms: Alarms, members: Positions) -> Alert:
    order = members[np.argsort(alarms.p_value[members], kind="stable")]
    return Alert(
        areas=tuple(int(at) for at in order),
        weeks=1,
        # Sums that are the same in whatever order the areas come.
        observed=math.fsum(alarms.observed[order]),
        expected=math.fsum(alarms.expected[order]),
        p_value=float(alarms.p_value[order[0]]),
    )


def _groups(is_alarm: NDArray[np.bool_], pairs: NDArray[np.intp]) -> NDArray[np.int32]:
    """A number for each area; alarms connected through alarms have the same."""
    size = len(is_alarm)
    both = pairs[is_alarm[pairs].all(axis=1)] if len(pairs) else np.empty((0, 2), dtype=np.intp)
    links = coo_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int32)
