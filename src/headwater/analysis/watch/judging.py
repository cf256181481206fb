"""One rule, one week: what was seen, what was to be expected, and which areas raise an alarm."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from headwater.analysis.needs.scope import Scope
from headwater.analysis.spatial.weights import queen
from headwater.analysis.temporal.results import Aberrations, Detector, Reason, detector_code
from headwater.analysis.watch.alerts import Alarms, Alert, joined
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.detecting import aberrations, clusters_among
from headwater.analysis.watch.rules import RuleError, Watching, WatchRule
from headwater.core.counts import BoolArray, Dimension, FloatArray
from headwater.core.errors import NotEnoughDataError
from headwater.core.weeks import Week

WEEKS_SCANNED = 156
METRES_A_DEGREE = 111_320.0
LEAST_WEEKS = 9
"""EARS C2 compares with the seven weeks that end two weeks before."""


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What each area's week was held against, one value an area. `upper` is NaN without a limit.

    `is_mean` says where the number expected is the plain mean of seven earlier weeks, which
    would give the sum of those weeks away.
    """

    upper: FloatArray
    judged: BoolArray
    is_mean: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What a rule says of one week.

    `unjudged` counts areas by the reason they could not be judged by the rule's own method.
    `unmapped` is how many areas have no outline, whose alarms therefore stand alone.
    """

    rule: WatchRule
    week: Week
    areas: Dimension
    alerts: tuple[Alert, ...]
    limits: Limits
    unjudged: Mapping[str, int] = field(default_factory=dict)
    unmapped: int = 0

    @property
    def judged(self) -> int:
        """How many areas could be judged."""
        return int(self.limits.judged.sum())


def check_complete(rule: WatchRule, held: WeeklyCounts, week: Week) -> int:
    """Where a week stands. Raises `RuleError` where it is not complete or history is too short."""
    at = held.at(week)
    latest = held.weeks[-1].plus(-rule.delay_weeks)
    if week > latest:
        raise RuleError(
            f"The rule [{rule.id}] does not judge [{week}]: what is held ends with "
            f"[{held.weeks[-1]}] and its last [{rule.delay_weeks}] weeks are not complete. The "
            f"latest week it can judge is [{latest}]."
        )
    if at < LEAST_WEEKS:
        raise NotEnoughDataError(of="weeks before the one judged", have=at, need=LEAST_WEEKS)
    return at


def judge(rule: WatchRule, held: WeeklyCounts, week: Week, *, scope: Scope, seed: int) -> Verdict:
    """Hold one week of every area against what was to be expected of it."""
    at = check_complete(rule, held, week)
    if rule.method is Watching.SCAN:
        return _scanned(rule, held, week, scope=scope, seed=seed)
    found = aberrations(rule, held.counts[:, : at + 1], first=held.weeks[0])
    pairs, unmapped = touching(scope, held.areas)
    reasons = Counter(reason for reason in found.reason[:, 0].tolist() if reason)
    if rule.method is Watching.EARS:
        # It asks for no more history than it gets.
        del reasons[Reason.SHORT_HISTORY]
    return Verdict(
        rule=rule,
        week=week,
        areas=held.areas,
        alerts=joined(alarms_of(found, 0), pairs=pairs),
        limits=Limits(
            upper=found.upper[:, 0],
            judged=is_judged(found, 0),
            is_mean=np.asarray(found.detector_codes[:, 0] == detector_code(Detector.EARS)),
        ),
        unjudged=dict(sorted(reasons.items())),
        unmapped=unmapped,
    )


def alarms_of(found: Aberrations, at: int) -> Alarms:
    """What was found in one of the judged weeks."""
    return Alarms(
        is_alarm=found.is_alarm[:, at],
        observed=found.observed[:, at],
        expected=found.expected[:, at],
        p_value=found.p_value[:, at],
    )


def is_judged(found: Aberrations, at: int) -> NDArray[np.bool_]:
    """Which areas could have raised an alarm in one of the judged weeks."""
    return np.isfinite(found.p_value[:, at]) & np.isfinite(found.upper[:, at])


def placed(held: WeeklyCounts, scope: Scope) -> NDArray[np.intp]:
    """Positions of the areas that have a place on the map."""
    known = [i for i, code in enumerate(held.areas.codes) if code in scope.shapes.centres]
    return np.array(known, dtype=np.intp)


def clusters(
    rule: WatchRule, counts: FloatArray, held: WeeklyCounts, scope: Scope, *, seed: int
) -> tuple[Alert, ...]:
    """Clusters of placed areas over the weeks that end with the last. `counts` are theirs."""
    places = placed(held, scope)
    codes, centres = located(held, scope)
    found = clusters_among(rule, counts, codes=codes, centres=centres, seed=seed)
    return tuple(replace(each, areas=tuple(int(places[at]) for at in each.areas)) for each in found)


def located(held: WeeklyCounts, scope: Scope) -> tuple[tuple[str, ...], FloatArray]:
    """Codes of the placed areas, and their centres in metres."""
    codes = tuple(held.areas.codes[at] for at in placed(held, scope))
    return codes, metres([scope.shapes.centres[code] for code in codes])


def _scanned(
    rule: WatchRule, held: WeeklyCounts, week: Week, *, scope: Scope, seed: int
) -> Verdict:
    last = held.at(week) + 1
    places = placed(held, scope)
    recent = held.counts[places, max(last - WEEKS_SCANNED, 0) : last]
    unmapped = len(held.areas) - len(places)
    return Verdict(
        rule=rule,
        week=week,
        areas=held.areas,
        alerts=clusters(rule, recent, held, scope, seed=seed),
        limits=Limits(
            upper=np.full(len(held.areas), np.nan),
            judged=np.isin(np.arange(len(held.areas)), places),
            is_mean=np.zeros(len(held.areas), dtype=np.bool_),
        ),
        unjudged={"no place on the map": unmapped} if unmapped else {},
        unmapped=unmapped,
    )


def metres(degrees: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Longitudes and latitudes of one county as metres east and north of its middle.

    Right to one part in some hundreds across a county, which the order of distances bears.

    >>> metres([(0.0, 52.0), (0.0, 52.009)]).round().tolist()
    [[0.0, -501.0], [0.0, 501.0]]
    """
    points = np.array(degrees, dtype=np.float64)
    middle = points.mean(axis=0)
    scale = METRES_A_DEGREE * np.array([np.cos(np.radians(middle[1])), 1.0])
    return np.asarray((points - middle) * scale)


def touching(scope: Scope, areas: Dimension) -> tuple[NDArray[np.intp], int]:
    """Pairs of areas whose outlines touch, and how many areas have no outline."""
    outlines = [scope.shapes.outlines.get(code) for code in areas.codes]
    known = [i for i, outline in enumerate(outlines) if outline is not None]
    if len(known) < 2:
        return np.empty((0, 2), dtype=np.intp), len(outlines) - len(known)
    weights = queen(shapely.from_wkb([outlines[i] for i in known]))
    places = np.array(known, dtype=np.intp)
    pairs = np.column_stack([places[weights.rows], places[weights.neighbours]])
    return pairs, len(outlines) - len(known)
