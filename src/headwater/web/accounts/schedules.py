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


def _forget(at: datetime) -> str:
    # Loaded when it runs: every app reads this module for `Schedule`.
    from headwater.web.accounts.tidying import forget_failed_tries, forget_gone_sessions

    tries, gone = forget_failed_tries(at), forget_gone_sessions()
    return f"{tries} failed tries and {gone} sessions that are gone forgotten"


SCHEDULES: tuple[Schedule, ...] = (
    Schedule("accounts.forget_tries_and_sessions", timedelta(hours=6), _forget),
)
"""What `accounts` itself does by the clock."""
