"""What early warning counts, week by week."""

from dataclasses import dataclass
from enum import StrEnum

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


class Route(StrEnum):
    """How events come to be recorded."""

    VICTIMS = "victims"
    BOTH = "both"
    POLICE = "police"
    ELSEWHERE = "elsewhere"

    @property
    def words(self) -> str:
        """The route as a reader knows it."""
        return ROUTE_WORDS[self]

    @property
    def means(self) -> str:
        """What it says of alerts that send patrols, in a sentence."""
        return ROUTE_MEANINGS[self]


ROUTE_WORDS = {
    Route.VICTIMS: "Mostly reported to the police",
    Route.BOTH: "Partly reported, partly found by police",
    Route.POLICE: "Mostly found by police",
    Route.ELSEWHERE: "Recorded outside the police",
}
ROUTE_MEANINGS = {
    Route.VICTIMS: (
        "Patrols that an alert sends change little of what is reported, so it hardly feeds itself."
    ),
    Route.BOTH: (
        "Patrols that an alert sends find some of what is counted, so part of a later alert may "
        "come of the earlier one."
    ),
    Route.POLICE: (
        "Patrols that an alert sends find more of what is counted, so one alert can bring about "
        "the next. Hold it against what victims or hospitals report before more are sent."
    ),
    Route.ELSEWHERE: "Where police go does not change what is counted, so it does not feed itself.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording(Sourced):
    """How the events of a measure come to be recorded, in a sentence with its source."""

    measure: str
    route: Route
    how: str


def recordings() -> tuple[Recording, ...]:
    """How each measure that is watched comes to be recorded."""
    return records("watch_recording", Recording)


def recording_of(measure_id: str) -> Recording:
    """How one measure comes to be recorded.

    >>> recording_of("weapons_possession").route.words
    'Mostly found by police'
    """
    return one(recordings(), measure_id, kind="measure to watch", key=lambda row: row.measure)
