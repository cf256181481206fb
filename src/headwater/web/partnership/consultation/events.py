"""What `consultation` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    ADDED = "consultee_added"
    CHANGED = "consultee_changed"
    ENDED = "consultee_ended"
    IMPORTED = "consultees_imported"
    OPENED = "consultation_opened"
    DESCRIBED = "consultation_described"
    ASKED = "consultees_asked"
    REMINDED = "consultees_reminded"
    UNDONE = "consultees_asking_undone"
    REPLIED = "consultee_replied"
    NO_REPLY = "consultee_without_reply"
    CLOSED = "consultation_closed"
    REQUESTED = "collaboration_requested"
    ANSWERED = "collaboration_answered"


class Work(StrEnum):
    """What waits on worklists."""

    CHASE = "consultation_to_chase"
    ANSWER = "collaboration_to_answer"
