"""What `documents` tells the ledger."""

from enum import StrEnum


class Event(StrEnum):
    """Entries of the ledger."""

    DOCUMENT_KEPT = "document_kept"
    DOCUMENT_READ = "document_read"
    DISPOSAL_ASKED = "document_disposal_asked"
    DISPOSAL_REFUSED = "document_disposal_refused"
    DOCUMENT_DISPOSED = "document_disposed"
