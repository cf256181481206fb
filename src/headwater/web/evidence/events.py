"""What `evidence` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    EVALUATED = "evaluation_written"
    EVALUATION_CHANGED = "evaluation_changed"
    NOTED = "publication_noted"
    NOTE_CHANGED = "publication_changed"
    NOTE_REMOVED = "publication_removed"
    NOTE_RESTORED = "publication_put_back"
    TOOLKIT_READ = "toolkit_read"
    OVERRIDE_ASKED = "override_asked_for"
    OVERRIDE_APPROVED = "override_approved"
    OVERRIDE_ENDED = "override_ended"


class Work(StrEnum):
    """What waits on worklists."""

    APPROVE = "override_to_approve"
    DECIDE = "harmful_use_to_decide"
