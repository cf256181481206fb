"""What `worklist` tells the ledger and the people it reminds."""

from enum import StrEnum


class Event(StrEnum):
    """Entries of the ledger."""

    CALENDAR_MADE = "calendar_made"
    CALENDAR_REVOKED = "calendar_revoked"


class Told(StrEnum):
    """Kinds of notice."""

    REMINDER = "work_reminder"
