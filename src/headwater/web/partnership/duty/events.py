"""What `duty` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    TASK_ANSWERED = "duty_task_answered"
    EVIDENCE_SHOWN = "duty_evidence_shown"
    EVIDENCE_TAKEN_AWAY = "duty_evidence_taken_away"
    READINESS_ASSESSED = "readiness_assessed"
    RETURN_ASKED = "monitoring_return_asked"
    RETURN_DRAFTED = "monitoring_return_drafted"
    RETURN_SENT = "monitoring_return_sent"
    RETURN_FOUND = "monitoring_return_found"
    RETURN_CLOSED = "monitoring_return_closed"
    INFORMATION_ASKED = "information_asked"
    INFORMATION_GIVEN = "information_given"
    INFORMATION_REFUSED = "information_refused"
    INFORMATION_WITHDRAWN = "information_request_withdrawn"
    CONCERN_RAISED = "concern_raised"
    CONCERN_TAKEN_FURTHER = "concern_taken_further"
    CONCERN_ENDED = "concern_ended"


class Work(StrEnum):
    """What waits on worklists."""

    REVIEW = "duty_tasks_to_review"
    READINESS = "readiness_step_due"
    RETURN = "monitoring_return_to_answer"
    REQUEST = "information_to_give"
    CONCERN = "concern_to_follow_up"
