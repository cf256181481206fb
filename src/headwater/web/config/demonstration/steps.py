"""A year of partnership life as steps, each done on its day, in the order of days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """Something done some days before the demonstration is made."""

    days_ago: float
    do: Callable[[datetime], object]
    """Is given the moment it happens at."""


def walk(steps: Iterable[Step], *, now: datetime) -> int:
    """Do every step, earliest first, and say how many there were. Those of one day keep order."""
    done = 0
    for step in sorted(steps, key=lambda each: -each.days_ago):
        step.do(now - timedelta(days=step.days_ago))
        done += 1
    return done
