"""What `watch` writes into the ledger, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    WRITTEN = "watch_rule_written"
    CHANGED = "watch_rule_changed"
    WORK_ASKED = "watch_rule_work_asked"
    WORKED_OUT = "watch_rule_worked_out"
    FAILED = "watch_rule_failed"
    SWITCHED_ON = "watch_rule_switched_on"
    SWITCHED_OFF = "watch_rule_switched_off"
    RAISED = "alerts_raised"
    ACKNOWLEDGED = "alert_acknowledged"
    DONE = "alert_action_noted"
    JUDGED = "alert_judged"


class Work(StrEnum):
    """What waits on worklists."""

    SWITCH_ON = "watch_rule_to_switch_on"
    EXPIRING = "watch_rule_expiring"
    ACKNOWLEDGE = "alert_to_acknowledge"
    JUDGE = "alert_to_judge"


class Told(StrEnum):
    """What people are told."""

    RAISED = "alerts_raised"
    WEEK_FAILED = "watch_week_failed"
