"""A rule's week with what it rests on, and what of it may be shown beside what else is shown.

Counts of an alert are shown with the weeks before it, and week after week. Three things keep a
small count from being worked out:

- The weeks of an alert and their sum are released together; so are the weeks a mean is taken of.
- Alerts of several rules that share a small area have one count between them (`overlapping`).
- What an earlier or a later edition may cut in another way is shown to the nearest five only:
  earlier weeks, and counts of several weeks. Means of seven weeks are shown as whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.judging import Verdict
from headwater.analysis.watch.rules import RegisteredRule, Watching
from headwater.core.counts import CountCube, Dimension, FloatArray, ReleasedCube
from headwater.core.provenance import Provenance
from headwater.core.weeks import Week, weeks_between
from headwater.rulebook import (
    SuppressionProfile,
    WatchMeasure,
    profile_for,
    suppression_profile,
    watch_measure,
)

ELSEWHERE = "elsewhere"
WEEKS_SHOWN = 26
COMPARED_FROM, COMPARED_TO = 9, 3
"""Weeks back from the judged one that EARS takes its mean of, both included."""


@dataclass(frozen=True, eq=False)
class Watched:
    """One rule's week with what it rests on, before release. `small` are the area's small areas."""

    registered: RegisteredRule
    verdict: Verdict
    held: WeeklyCounts
    small: Dimension

    @property
    def measure(self) -> WatchMeasure:
        """What is counted."""
        return watch_measure(self.registered.rule.measure)

    @property
    def profile(self) -> SuppressionProfile:
        """The rule for small numbers of the table its events come from."""
        return profile_for(self.measure.lake_table)

    @property
    def cube(self) -> CountCube:
        """Events of each alert by the weeks it is about, and elsewhere in the judged week."""
        alerts = self.verdict.alerts
        at = self.held.at(self.verdict.week)
        week = np.nan_to_num(self.held.counts[:, at])
        alarmed = sorted({area for alert in alerts for area in alert.areas})
        numbers = [str(i) for i in range(1, len(alerts) + 1)]
        alert_of = Dimension(
            "alert",
            "Alert",
            (*numbers, ELSEWHERE),
            (*(f"Alert {number}" for number in numbers), "Other areas"),
        )
        cells = [
            (number, judged)
            for number, alert in zip(numbers, alerts, strict=True)
            for judged in self.weeks_of(alert)
        ]
        codes = (*(week_code(number, judged) for number, judged in cells), ELSEWHERE)
        weeks = Dimension(
            "week",
            "Week",
            codes,
            codes,
            parent=alert_of,
            parents=(*(number for number, _ in cells), ELSEWHERE),
        )
        counts = np.concatenate(
            [
                *(self.events(alert, self.weeks_of(alert)) for alert in alerts),
                [float(np.delete(week, alarmed).sum())],
            ]
        )
        return self._cube(self.cube_id, (weeks,), counts)

    def before(self, number: int) -> CountCube:
        """Events in the places of an alert in the weeks before it, by week.

        The weeks that a mean is taken of have a total of their own, since the mean is shown.
        """
        alert = self.verdict.alerts[number - 1]
        weeks = self.weeks_before(alert)
        compared = [
            "compared" if COMPARED_TO <= self.verdict.week.since(each) <= COMPARED_FROM else "other"
            for each in weeks
        ]
        stretches = tuple(dict.fromkeys(compared))
        codes = tuple(str(each) for each in weeks)
        dimension = Dimension(
            "before",
            "Week",
            codes,
            codes,
            parent=Dimension("stretch", "Weeks", stretches, stretches),
            parents=tuple(compared),
        )
        return self._cube(before_id(self.cube_id, number), (dimension,), self.events(alert, weeks))

    def _cube(self, id: str, dimensions: tuple[Dimension, ...], counts: FloatArray) -> CountCube:
        return CountCube(
            id=id,
            universe=id,
            dimensions=dimensions,
            counts=counts,
            provenance=self.counted,
            approximate=bool(np.any(np.abs(counts - np.rint(counts)) > 1e-6)),
        )

    def weeks_of(self, alert: Alert) -> tuple[Week, ...]:
        """The weeks an alert is about; the judged one is the last."""
        return weeks_between(self.verdict.week.plus(1 - alert.weeks), self.verdict.week)

    def weeks_before(self, alert: Alert) -> tuple[Week, ...]:
        """The weeks before those, as far as they are shown and held."""
        first = max(self.verdict.week.plus(1 - WEEKS_SHOWN), self.held.weeks[0])
        return weeks_between(first, self.verdict.week.plus(-alert.weeks))

    def is_held(self, week: Week) -> bool:
        """Whether a week was supplied in full."""
        return bool(np.isfinite(self.held.counts[:, self.held.at(week)]).all())

    def events(self, alert: Alert, weeks: Sequence[Week]) -> FloatArray:
        """Events in the places of an alert, week by week; 0 in a week that was not supplied."""
        places, at = list(alert.areas), [self.held.at(week) for week in weeks]
        counts = np.nan_to_num(self.held.counts[np.ix_(places, at)])
        if self.registered.rule.method is Watching.SCAN:
            # As the scan counted them: shares of events, from areas that were split, are none.
            counts = np.rint(counts)
        return np.asarray(counts.sum(axis=0))

    def seen(self, cube: ReleasedCube) -> FloatArray:
        """Events of each alert as they are shown; NaN is hidden."""
        alerts = self.verdict.alerts
        counts = cube.margin("alert")[: len(alerts)]
        several = np.array([alert.weeks > 1 for alert in alerts], dtype=np.bool_)
        return np.where(several, self.coarse(counts), counts)

    def expected(self, alert: Alert) -> float:
        """What was expected, as it is shown: means of seven weeks as whole numbers from 1 on."""
        if self.is_mean(alert):
            return max(float(np.rint(alert.expected)), 1.0)
        return alert.expected

    def is_mean(self, alert: Alert) -> bool:
        """Whether what was expected holds the mean of seven earlier weeks."""
        return bool(self.verdict.limits.is_mean[list(alert.areas)].any())

    def upper(self, alert: Alert) -> float:
        """The most that would have raised no alarm: the limits of its areas together."""
        return float(np.ceil(self.verdict.limits.upper[list(alert.areas)].sum()))

    def coarse(self, counts: FloatArray) -> FloatArray:
        """Released counts to the nearest five, unless they are rounded already."""
        if self.profile.round_to > 1:
            return counts
        return np.asarray(np.floor(counts / self._five + 0.5) * self._five)

    @property
    def _five(self) -> float:
        return float(suppression_profile("public").round_to)

    def small_areas(self, alert: Alert) -> frozenset[str]:
        """The small areas that an alert is about."""
        places = {self.verdict.areas.codes[at] for at in alert.areas}
        return frozenset(
            small
            for small, larger in zip(self.small.codes, self.small.parents, strict=True)
            if small in places or larger in places
        )

    @property
    def cube_id(self) -> str:
        """What its released counts are called."""
        return f"watch.{self.registered.rule.id}"

    @property
    def counted(self) -> Provenance:
        """How its events were counted."""
        return self.held.rows.provenance(
            method=f"{self.measure.title}: {self.measure.unit} by the week of {self._day}",
            definition=self.measure.definition,
        )

    @property
    def _day(self) -> str:
        return self.measure.day_column.replace("_", " ")


def week_code(number: str, week: Week) -> str:
    """What a week of an alert is called in the counts of its rule."""
    return f"{number}.{week}"


def before_id(cube_id: str, number: int) -> str:
    """What the weeks before an alert are called."""
    return f"{cube_id}.{number}.before"


def overlapping(watched: Sequence[Watched]) -> dict[str, frozenset[str]]:
    """Alerts whose counts are to be withheld, by the name of their counts.

    Two rules may raise an alert for the same place, one for a district, one for a few of its
    neighbourhoods. Their counts, and those of each week before, could be subtracted, and the rest
    may be small. So of alerts from one table of the lake that share a small area, only the first
    keeps its counts.
    """
    taken: dict[str, set[str]] = {}
    found: dict[str, frozenset[str]] = {}
    for each in watched:
        mine = taken.setdefault(each.measure.lake_table, set())
        withheld = set()
        for number, alert in enumerate(each.verdict.alerts, start=1):
            places = each.small_areas(alert)
            if mine & places:
                withheld.add(str(number))
            else:
                mine |= places
        found[each.cube_id] = frozenset(withheld)
    return found
