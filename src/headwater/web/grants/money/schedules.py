"""What is done about money by the clock."""

from datetime import timedelta

from headwater.web.accounts.schedules import Schedule
from headwater.web.grants.money.changes import chasing

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("money.remind_of_payments", timedelta(days=1), chasing.remind_of_payments),
    Schedule("money.ask_about_variances", timedelta(days=1), chasing.ask_about_variances),
    Schedule("money.go_on_with_runs", timedelta(minutes=15), chasing.go_on_with_runs),
)
