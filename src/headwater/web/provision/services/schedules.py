"""What is done about the directory of services by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.provision.services.changes import chasing

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("services.ask_after_entries", timedelta(days=1), chasing.ask_after),
)
