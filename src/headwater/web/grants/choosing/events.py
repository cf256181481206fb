"""What `choosing` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    ASKED = "choice_asked"
    MADE = "choice_made"
    FAILED = "choice_failed"
    DECIDED = "choice_decided"
    VALUE_ASKED = "value_asked"
    VALUE_MADE = "value_made"
    VALUE_FAILED = "value_failed"


class Waits(StrEnum):
    """What waits on worklists."""

    DECIDE = "choice_to_decide"
