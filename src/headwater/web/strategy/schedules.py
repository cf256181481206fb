"""What is done about the plan by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.strategy.changes import chasing

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("strategy.ask_after_actions", timedelta(days=1), chasing.ask_after),
)
