"""Shorthand of the Government Statistical Service for cells without a number."""

CONFIDENTIAL = "[c]"
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
UNRELIABLE = "[u]"
MARKS = (CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE, UNRELIABLE)
