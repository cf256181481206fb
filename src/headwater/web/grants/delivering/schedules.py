"""What is done about grants by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.grants.delivering.changes import chasing

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("delivering.ask_for_agreements", timedelta(hours=1), chasing.ask_for_agreements),
    Schedule("delivering.remind_of_returns", timedelta(days=1), chasing.remind),
)
"""What `delivering` does by the clock."""
