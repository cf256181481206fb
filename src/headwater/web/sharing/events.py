"""What `sharing` writes into the ledger and onto worklists."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    AGREEMENT_WRITTEN = "agreement_written"
    AGREEMENT_CHANGED = "agreement_changed"
    AGREEMENT_MOVED = "agreement_moved"
    AGREEMENT_SIGNED = "agreement_signed"
    AGREEMENT_REVIEWED = "agreement_reviewed"
    DPIA_WRITTEN = "dpia_written"
    DPIA_CHANGED = "dpia_changed"
    DPIA_PROPOSED = "dpia_proposed"
    DPIA_APPROVED = "dpia_approved"
    DPIA_RETURNED = "dpia_returned"
    DPIA_REVIEWED = "dpia_reviewed"
    DATASET_WRITTEN = "dataset_written"
    DATASET_CHANGED = "dataset_changed"
    SHARE_AGREED = "share_agreed"
    SHARE_WAITS = "share_waits"
    SHARE_STARTED = "share_started"
    SHARE_COVERED = "share_covered"
    SHARE_REFUSED = "share_refused"
    SHARE_DECIDED_AGAINST = "share_decided_against"
    SHARE_ENDED = "share_ended"
    ONBOARDING_STARTED = "onboarding_started"
    ONBOARDING_MOVED = "onboarding_moved"


class Work(StrEnum):
    """What waits on worklists."""

    SIGN = "agreement_to_sign"
    PUT_IN_FORCE = "agreement_to_put_in_force"
    APPROVE_DPIA = "dpia_to_approve"
    START = "share_to_start"
    REVIEW = "sharing_to_review"
