"""What `applying` writes into the ledger, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    SIGNED_IN = "applicant_signed_in"
    SIGN_IN_FAILED = "applicant_sign_in_failed"
    SIGNED_OUT = "applicant_signed_out"
    LINK_OPENED = "application_link_opened"
    BEGUN = "application_begun"
    SAVED = "application_saved"
    ATTACHED = "application_file_attached"
    DETACHED = "application_file_removed"
    FILE_READ = "application_file_read"
    INVITED = "application_colleague_invited"
    REMOVED = "application_colleague_removed"
    SUBMITTED = "application_submitted"
    MOVED = "application_moved"
    REACHED_LATE = "application_reached_late"
    LATE_PROPOSED = "late_application_proposed"
    LATE_TAKEN = "late_application_taken"
    LATE_REFUSED = "late_application_refused"
    DRAFTS_DELETED = "drafts_deleted"
    LETTER_WRITTEN = "application_letter_written"


class Work(StrEnum):
    """What waits on worklists."""

    LATE = "late_application"


class Told(StrEnum):
    """What people are told."""

    LATE = "late_application_waits"
