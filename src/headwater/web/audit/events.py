"""What the ledger says of itself."""

from enum import StrEnum


class Happened(StrEnum):
    """Things done with the ledger."""

    LEDGER_EXPORTED = "ledger_exported"
