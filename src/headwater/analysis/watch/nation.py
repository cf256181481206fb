"""A week of a whole nation: every area, every group of offences, every method, force by force.

Farrington and EARS judge each series by itself, so forces change nothing: a nation is the forces
put together. A scan asks where in a map events cluster; one over a whole nation at once would ask
a question nobody acts on, and each circle would be tested against all others. So every force has
scans of its own, with random numbers that depend on the seed, the force and the group alone.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.watch.alerts import Alarms, Alert, joined
from headwater.analysis.watch.detecting import aberrations, clusters_among
from headwater.analysis.watch.judging import WEEKS_SCANNED, alarms_of, is_judged
from headwater.analysis.watch.rules import Watching
from headwater.core.counts import BoolArray, FloatArray
from headwater.core.errors import NotEnoughDataError, ParameterError
from headwater.core.weeks import Week

LEAST_WEEKS = 10


@dataclass(frozen=True, slots=True)
class Method:
    """How a nation is judged: as a `WatchRule`, without the area and the measure."""

    method: Watching
    alpha: float
    least_cases: int


@dataclass(frozen=True, slots=True, eq=False)
class ForceCounts:
    """Events of one force by group, area and week; the last week is the one to judge.

    NaN, or -1 where counts are whole numbers, is a week that was not supplied in full. `centres`
    are areas × 2 in metres, NaN where unknown. `pairs` are rows of two positions of areas that
    touch.
    """

    force: str
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    counts: NDArray[np.generic]
    centres: FloatArray
    pairs: NDArray[np.intp]

    def __post_init__(self) -> None:
        shape = (len(self.groups), len(self.areas))
        if self.counts.shape[:2] != shape or self.counts.ndim != 3:
            raise ParameterError(
                f"[counts] of [{self.force}] has shape {self.counts.shape}. It needs {shape} and "
                "a column per week."
            )
        if self.centres.shape != (len(self.areas), 2):
            raise ParameterError(
                f"[centres] of [{self.force}] has shape {self.centres.shape}. Give two numbers an "
                "area."
            )


@dataclass(frozen=True, slots=True, eq=False)
class MethodWeek:
    """What a method says of one force's week: the alerts of each group, strongest first.

    `alarms` are groups × areas; a scan has none of its own but its alerts. `judged` says which
    areas could be judged.
    """

    how: Method
    alerts: tuple[tuple[Alert, ...], ...]
    alarms: Alarms | None
    judged: BoolArray


def judge_force(
    force: ForceCounts, methods: Sequence[Method], *, first: Week, seed: int
) -> tuple[MethodWeek, ...]:
    """The last week of one force by each method. `first` is the first week of the counts.

    The answer depends on nothing but the force: not on other forces, threads or the order of rows.
    """
    weeks = force.counts.shape[2]
    if weeks < LEAST_WEEKS:
        raise NotEnoughDataError(of="weeks with the one judged", have=weeks, need=LEAST_WEEKS)
    return tuple(
        _scanned(force, how, seed)
        if how.method is Watching.SCAN
        else _by_area(force, how, first=first)
        for how in methods
    )


def _by_area(force: ForceCounts, how: Method, *, first: Week) -> MethodWeek:
    """Each series against its own past."""
    shape = force.counts.shape[:2]
    series = force.counts.reshape(-1, force.counts.shape[2])
    found = aberrations(how, _with_gaps(series), first=first)
    flat = alarms_of(found, 0)
    alarms = Alarms(
        is_alarm=flat.is_alarm.reshape(shape),
        observed=flat.observed.reshape(shape),
        expected=flat.expected.reshape(shape),
        p_value=flat.p_value.reshape(shape),
    )
    return MethodWeek(
        how=how,
        alerts=tuple(
            joined(
                Alarms(
                    alarms.is_alarm[group],
                    alarms.observed[group],
                    alarms.expected[group],
                    alarms.p_value[group],
                ),
                pairs=force.pairs,
            )
            for group in range(shape[0])
        ),
        alarms=alarms,
        judged=is_judged(found, 0).reshape(shape),
    )


def _scanned(force: ForceCounts, how: Method, seed: int) -> MethodWeek:
    """Clusters of the force's placed areas over the latest weeks, group by group."""
    places = np.flatnonzero(np.isfinite(force.centres).all(axis=1))
    codes = [force.areas[at] for at in places]
    alerts = []
    for group, name in enumerate(force.groups):
        recent = _with_gaps(force.counts[group, places, -WEEKS_SCANNED:])
        found = clusters_among(
            how,
            recent,
            codes=codes,
            centres=force.centres[places],
            seed=_seed_of(seed, force.force, name),
        )
        alerts.append(
            tuple(
                Alert(
                    tuple(int(places[at]) for at in each.areas),
                    each.weeks,
                    each.observed,
                    each.expected,
                    each.p_value,
                )
                for each in found
            )
        )
    judged = np.zeros(force.counts.shape[:2], dtype=np.bool_)
    judged[:, places] = True
    return MethodWeek(how=how, alerts=tuple(alerts), alarms=None, judged=judged)


def _with_gaps(counts: NDArray[np.generic]) -> FloatArray:
    """Counts as fractions, NaN where a whole number stands for a missing week."""
    made = counts.astype(np.float64)
    if counts.dtype.kind in "iu":
        made[made < 0] = np.nan
    return made


def _seed_of(seed: int, *names: str) -> int:
    """A seed of its own for each name."""
    said = [zlib.crc32(name.encode()) for name in names]
    return int(np.random.SeedSequence([seed, *said]).generate_state(1)[0])
