"""What early warning counts, week by week."""

from dataclasses import dataclass

from headwater.rulebook.offences import offence_codes
from headwater.rulebook.registry import Sourced, one, records


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchMeasure(Sourced):
    """Events of one lake table that are counted by week.

    `day_column` holds the day an event counts on. `definition` or `groups` say which events
    count; all of them do where both are empty.
    """

    id: str
    title: str
    unit: str
    lake_table: str
    day_column: str
    definition: str
    groups: str

    @property
    def codes(self) -> tuple[str, ...]:
        """Home Office codes of the groups, in order.

        >>> watch_measure("robbery").codes
        ('34A', '34B')
        """
        wanted = self.groups.split()
        return tuple(sorted(each.code for each in offence_codes() if each.group.value in wanted))


def watch_measures() -> tuple[WatchMeasure, ...]:
    """Everything that can be watched."""
    return records("watch_measures", WatchMeasure)


def watch_measure(measure_id: str) -> WatchMeasure:
    """One measure by its id, such as `knife_crime`."""
    return one(watch_measures(), measure_id, kind="measure to watch", key=lambda row: row.id)
