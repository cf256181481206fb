"""What is done about decided applications by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.grants.deciding.changes import keeping

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("deciding.tell_of_removal", timedelta(days=1), keeping.tell_of_removal),
    Schedule("deciding.remove_people", timedelta(days=1), keeping.remove_people),
)
