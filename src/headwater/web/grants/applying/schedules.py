"""What is done about applications by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.grants.applying import outbox
from headwater.web.grants.applying.changes.identity import forget_codes
from headwater.web.grants.applying.changes.keeping import delete_drafts, tell_of_drafts

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("applying.letters_left_behind", timedelta(minutes=5), outbox.send_waiting),
    Schedule("applying.forget_codes", timedelta(hours=6), forget_codes),
    Schedule("applying.tell_of_drafts", timedelta(days=1), tell_of_drafts),
    Schedule("applying.delete_drafts", timedelta(days=1), delete_drafts),
)
