"""What `gaps` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    ANSWERED = "gap_answered"
    WRITTEN = "intention_written"
    CHANGED = "intention_changed"
    MOVED = "intention_moved"


class Work(StrEnum):
    """What waits on worklists."""

    DECIDE = "intention_to_decide"
    COMMISSION = "intention_to_commission"
