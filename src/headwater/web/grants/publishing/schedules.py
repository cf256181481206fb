"""What is done about publication by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.grants.publishing.changes import chasing

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("publishing.ask_for_month", timedelta(days=1), chasing.ask_for_month),
)
