"""Whether what a rule saw in a week goes on from what it saw before, or is something new."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from headwater.core.weeks import Week

NEAREST_FIRST = (0, -1, 1)
"""The same week, seen again by another run; the week before; and the week after, because weeks are
not always run in order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an alert was seen in one week. `alert` tells alerts apart, the oldest first."""

    alert: int
    week: Week
    areas: Set[str]
    is_judged: bool


def goes_on(areas: Set[str], week: Week, seen: Iterable[Seen]) -> int | None:
    """The alert that a rise in some areas belongs to. None where it is something new.

    It belongs to an alert that was seen in one of the areas in the same week or the one beside it.
    Where several were, the same week decides, then how many areas they share, then age. What was
    judged is closed: another run of its own weeks adds to it, another week does not.

    >>> before = Seen(7, Week.parse("2025-W29"), {"E1", "E2"}, is_judged=False)
    >>> goes_on({"E2"}, Week.parse("2025-W30"), [before])
    7
    >>> goes_on({"E2"}, Week.parse("2025-W31"), [before]) is None
    True
    """
    found = [
        (NEAREST_FIRST.index(step), -len(shared), each.alert)
        for each in seen
        if (step := each.week.since(week)) in NEAREST_FIRST
        and (shared := areas & each.areas)
        and not (step and each.is_judged)
    ]
    return min(found)[2] if found else None
