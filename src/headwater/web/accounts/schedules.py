"""What is done by the clock: each app lists its own, `headwater tick` runs those that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Schedule:
    """One thing done again and again. Running it twice does no harm."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]
    """Does it, and says in a few words what was done."""


SCHEDULES: tuple[Schedule, ...] = ()
"""What `accounts` itself does by the clock: nothing."""
