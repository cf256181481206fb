"""What is done about notices by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.notices import changes, outbox

SCHEDULES: tuple[Schedule, ...] = (
    # Asked often, written once: from half past seven each day, and each week from Monday.
    Schedule("notices.digests", timedelta(minutes=5), changes.gather),
    Schedule("notices.mail_left_behind", timedelta(minutes=5), outbox.send_waiting),
    Schedule("notices.forget", timedelta(days=1), changes.forget),
)
