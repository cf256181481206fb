"""The record of who did what: append-only and chained."""
