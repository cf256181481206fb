"""What is done about documents by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.documents import storage

SCHEDULES: tuple[Schedule, ...] = (Schedule("documents.sweep", timedelta(hours=1), storage.sweep),)
