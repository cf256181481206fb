"""What may be done with money. Rooms above use what is named here; each part has its module."""

from headwater.web.grants.money.changes.commitments import (
    change_commitment,
    commit_award,
    hold_payments,
    owe_back,
    record_recovery,
    release_payments,
)
from headwater.web.grants.money.changes.payments import schedule_payment
from headwater.web.grants.money.changes.receipts import receive

__all__ = [
    "change_commitment",
    "commit_award",
    "hold_payments",
    "owe_back",
    "receive",
    "record_recovery",
    "release_payments",
    "schedule_payment",
]
