"""What releases do by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.releases.changes import publish_due

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("publish what is due", timedelta(minutes=1), publish_due),
)
