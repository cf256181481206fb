"""What the ledger says of accounts."""

from enum import StrEnum


class Happened(StrEnum):
    """Things done to an account, or tried."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_REFUSED = "sign_in_refused"
    LOCKED_OUT = "locked_out"
    SIGNED_OUT = "signed_out"
    CONFIRMED_AGAIN = "confirmed_again"
    CONFIRMATION_FAILED = "confirmation_failed"
    FACTOR_ADDED = "second_factor_added"
    FACTOR_REMOVED = "second_factor_removed"
    FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, not a password
    SESSION_ENDED = "session_ended"
    SINGLE_SIGN_ON_LINKED = "single_sign_on_linked"
    INVITED = "invited"
    PROFILE_CHANGED = "profile_changed"
    CLOSED = "account_closed"
    REOPENED = "account_reopened"
