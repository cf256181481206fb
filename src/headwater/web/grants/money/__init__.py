"""Funds, pots and the ledger every pound goes through."""
