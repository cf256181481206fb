"""What `money` writes into the ledger of who did what, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    FUND_WRITTEN = "fund_written"
    FUND_CHANGED = "fund_changed"
    POT_WRITTEN = "pot_written"
    POT_CHANGED = "pot_changed"
    RECEIVED = "money_received"
    SPENT = "money_spent"
    MOVED = "money_moved"
    REVERSED = "money_movement_reversed"
    VIREMENT_ASKED = "virement_asked"
    VIREMENT_REFUSED = "virement_refused"
    VIREMENT_TAKEN_BACK = "virement_taken_back"
    PROMISED = "money_promised"
    PROMISE_CHANGED = "money_promise_changed"
    PAYMENT_SCHEDULED = "payment_scheduled"
    PAYMENT_CHANGED = "payment_changed"
    PAYMENT_ASKED = "payment_asked"
    PAYMENT_APPROVED = "payment_approved"
    PAYMENT_REFUSED = "payment_refused"
    PAYMENT_TAKEN_BACK = "payment_taken_back"
    PAYMENT_CANCELLED = "payment_cancelled"
    PAYMENT_PAID = "payment_paid"
    PAYMENT_RETURNED = "payment_returned"
    PAYMENTS_HELD = "payments_held"
    PAYMENTS_RELEASED = "payments_released"
    RUN_STARTED = "payment_run_started"
    RUN_ENDED = "payment_run_ended"
    OWED = "money_owed_back"
    RECOVERED = "money_recovered"
    PAYEE_CHANGED = "payee_changed"
    PLANNED = "pot_planned"
    FORESEEN = "pot_foreseen"
    VARIANCE_EXPLAINED = "variance_explained"
    STATEMENT_TAKEN_IN = "bank_statement_taken_in"
    LINE_EXPLAINED = "bank_line_explained"
    YEAR_CLOSED = "pot_year_closed"
    LEDGER_TAKEN = "money_ledger_exported"
    BANK_FILE_TAKEN = "bank_file_exported"


class Work(StrEnum):
    """What waits on worklists."""

    PAYMENT = "payment_to_approve"
    VIREMENT = "virement_to_approve"
    DUE = "payment_to_ask_for"
    VARIANCE = "variance_to_explain"
