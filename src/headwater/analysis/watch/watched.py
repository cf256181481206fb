"""A rule's week with what it rests on, and which of its counts would give others away."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.judging import Verdict
from headwater.analysis.watch.rules import RegisteredRule
from headwater.core.counts import CountCube, Dimension
from headwater.core.provenance import Provenance
from headwater.rulebook import WatchMeasure, watch_measure

ELSEWHERE = "elsewhere"


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
    def cube(self) -> CountCube:
        """Events of each alert, and in all other areas in the judged week."""
        alerts = self.verdict.alerts
        at = self.held.at(self.verdict.week)
        week = np.nan_to_num(self.held.counts[:, at])
        alarmed = sorted({area for alert in alerts for area in alert.areas})
        rest = float(np.delete(week, alarmed).sum())
        names = {str(i): f"Alert {i}" for i in range(1, len(alerts) + 1)} | {
            ELSEWHERE: "Other areas"
        }
        counts = np.array([*(alert.observed for alert in alerts), rest])
        return CountCube(
            id=self.cube_id,
            universe=self.cube_id,
            dimensions=(Dimension("alert", "Alert", tuple(names), tuple(names.values())),),
            counts=counts,
            provenance=self.counted,
            approximate=bool(np.any(np.abs(counts - np.rint(counts)) > 1e-6)),
        )

    def cells(self, alert: Alert) -> set[tuple[str, str]]:
        """The small areas and weeks that an alert is about."""
        places = {self.verdict.areas.codes[at] for at in alert.areas}
        weeks = [str(self.verdict.week.plus(-back)) for back in range(alert.weeks)]
        return {
            (small, week)
            for small, larger in zip(self.small.codes, self.small.parents, strict=True)
            if small in places or larger in places
            for week in weeks
        }

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


def overlapping(watched: Sequence[Watched]) -> dict[str, frozenset[str]]:
    """Alerts whose counts are to be withheld, by the name of their counts.

    Two rules may raise an alert for the same place and week, one for a district, one for a few of
    its neighbourhoods. Their counts could be subtracted, and the rest may be small. So of alerts
    from one table of the lake that share a small area and a week, only the first keeps its count.
    """
    taken: dict[str, set[tuple[str, str]]] = {}
    found: dict[str, frozenset[str]] = {}
    for each in watched:
        mine = taken.setdefault(each.measure.lake_table, set())
        withheld = set()
        for number, alert in enumerate(each.verdict.alerts, start=1):
            cells = each.cells(alert)
            if mine & cells:
                withheld.add(str(number))
            else:
                mine |= cells
        found[each.cube_id] = frozenset(withheld)
    return found
