"""What `definition` writes into the ledger, onto worklists and to people."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    BEGUN = "definition_begun"
    DESCRIBED = "definition_described"
    WEIGHED = "definition_kind_weighed"
    ADDED = "definition_kind_added"
    REMOVED = "definition_kind_removed"
    MOVED = "definition_moved"
    APPROVED = "definition_approved"
    ASSESSED = "definition_assessed"


class Work(StrEnum):
    """What waits on worklists."""

    APPROVE = "definition_to_approve"
    MEND = "definition_to_mend"
    ASSESS = "definition_to_assess"
