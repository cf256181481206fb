"""What is done about work by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.worklist import changes

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("worklist.reminders", timedelta(hours=1), changes.remind),
)
