"""Changing the registers of sharing, under their rules and with an entry in the ledger."""
