"""What `services` writes into the ledger, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    WRITTEN = "service_written"
    CHANGED = "service_changed"
    CONFIRMED = "service_confirmed"
    CLOSED = "service_closed"
    LOOKED_AT = "services_file_looked_at"
    IMPORTED = "services_imported"
    IMPORT_DROPPED = "services_import_dropped"
    IMPORT_UNDONE = "services_import_undone"
    LINK_MADE = "service_link_made"
    LINK_REVOKED = "service_link_revoked"
    ANSWERED = "service_link_answered"
    ACCEPTED = "service_answer_accepted"
    DECLINED = "service_answer_declined"


class Work(StrEnum):
    """What waits on worklists."""

    CONFIRM = "service_to_confirm"
    ANSWER = "service_answer_to_accept"
