"""What `rounds` writes into the ledger, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    WRITTEN = "round_written"
    CHANGED = "round_changed"
    PART_ADDED = "round_part_added"
    PART_CHANGED = "round_part_changed"
    PART_MOVED = "round_part_moved"
    PART_REMOVED = "round_part_removed"
    PART_PUT_BACK = "round_part_put_back"
    PUT = "round_put_forward"
    TAKEN_BACK = "round_taken_back"
    PUBLISHED = "round_published"
    EXTENDED = "round_extended"
    WITHDRAWN = "round_withdrawn"


class Work(StrEnum):
    """What waits on worklists."""

    PUBLISH = "round_to_publish"
