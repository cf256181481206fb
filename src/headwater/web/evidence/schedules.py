"""What is done about harmful approaches by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.evidence.changes import uses

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("evidence.ask_for_decisions", timedelta(days=1), uses.ask_for_decisions),
)
