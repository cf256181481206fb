"""What `thread` writes into the ledger."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    TIED = "things_tied"
    UNTIED = "things_untied"
