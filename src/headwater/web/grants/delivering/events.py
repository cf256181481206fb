"""What `delivering` writes into the ledger, onto worklists and into letters."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    AGREEMENT_SENT = "agreement_sent"
    AGREEMENT_ACCEPTED = "agreement_accepted"
    OFFER_TURNED_DOWN = "offer_turned_down"
    CONDITION_MET = "grant_condition_met"
    INSTALMENT_SCHEDULED = "instalment_scheduled"
    VARIATION_ASKED = "variation_asked"
    VARIATION_AGREED = "variation_agreed"
    VARIATION_REFUSED = "variation_refused"
    RETURN_WRITTEN = "return_written"
    RETURN_CERTIFIED = "return_certified"
    RETURN_CHANGES = "return_changes_requested"
    RETURN_ACCEPTED = "return_accepted"
    RECEIPT_ADDED = "receipt_added"
    RATED = "grant_rated"
    SUSPENDED = "grant_suspended"
    RESUMED = "grant_resumed"
    CLOSED = "grant_closed"
    CLAWBACK_PROPOSED = "clawback_proposed"
    CLAWBACK_AGREED = "clawback_agreed"
    CLAWBACK_DECLINED = "clawback_declined"
    RECOVERED = "grant_money_came_back"
    REGISTER_SENT = "register_sent"
    PARTICIPANT_CHANGED = "participant_changed"
    SESSION_CANCELLED = "session_cancelled"
    MEASURED = "measure_written"
    GOAL_WRITTEN = "goal_written"
    CONCERN_RAISED = "concern_raised"
    CONCERN_HAD = "concern_acknowledged"
    BROKEN_DOWN = "people_broken_down"


class Work(StrEnum):
    """What waits on worklists."""

    AGREEMENT = "agreement_to_send"
    RETURN = "return_to_check"
    LATE = "return_late"
    VARIATION = "variation_to_decide"
    UNSPENT = "unspent_to_recover"
    CLAWBACK = "clawback_to_decide"


class Told(StrEnum):
    """What people are told."""

    CLAWBACK_DECLINED = "clawback_declined"
    TURNED_DOWN = "offer_turned_down"
