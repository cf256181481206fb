"""What `data_in` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    HANDED_IN = "upload_handed_in"
    MATCHED = "upload_matched"
    BEGUN = "upload_begun"
    WAITED = "upload_waited"
    SETTLED = "upload_settled"
    CHECKED = "upload_checked"
    CONFIRMED = "upload_confirmed"
    LOADED = "upload_loaded"
    UNDO_ASKED = "upload_undo_asked"
    UNDONE = "upload_undone"
    KEPT = "upload_kept"
    STOPPED = "upload_stopped"
    RETRIED = "upload_retried"
    ROWS_TAKEN = "upload_rows_taken"
    ABANDONED = "upload_abandoned"
    EXPECTED = "expected_file_added"
    EXPECTED_CHANGED = "expected_file_changed"
    EXPECTED_ENDED = "expected_file_ended"


class Waiting(StrEnum):
    """What waits on a worklist."""

    EXPECTED_FILE = "expected_file"
    LATE_FILE = "late_file"
    LEAD_MUST_CONFIRM = "upload_for_lead"
