"""Who lives where a rule speaks, as it is kept with the rule: shares of residents, nobody named."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group of residents: its share where alerts would have been, and wherever one could be.

    `difference` is the first less the second (0.05: five points more) and `ratio` the first over
    the second, None where nobody of the group lives anywhere. `low` and `high` are the limits of
    the difference, None where rises are too few or too much alike to tell.
    """

    heading: str
    group: str
    alarmed: float
    everywhere: float
    ratio: float | None
    difference: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """Residents of areas in which a rule would have raised alerts, beside everyone it watches.

    Of `weeks` latest weeks of its own history it would have spoken in `weeks_alarmed`, of `rises`
    in `areas_alarmed` of the `areas` it could judge, where `residents` live; a rise that lasts for
    weeks in one place is one. `groups` is empty where
    there is nothing to compare; `missing` says of what the lake holds nothing. `edition` is that
    of the index of deprivation, `basis` that of the residents; `loads` are where they come from.
    """

    groups: tuple[GroupShare, ...]
    missing: tuple[str, ...]
    weeks: int
    weeks_alarmed: int
    rises: int
    areas: int
    areas_alarmed: int
    residents: int
    basis: str
    edition: str
    loads: tuple[str, ...]
    sentence: str

    def as_data(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def fairness_from(data: Mapping[str, Any] | None) -> Fairness | None:
    """What was kept of a rule; None for a rule of which it was not worked out."""
    if not data:
        return None
    return Fairness(
        **{
            **data,
            "groups": tuple(GroupShare(**each) for each in data["groups"]),
            "missing": tuple(data["missing"]),
            "loads": tuple(data["loads"]),
        }
    )
