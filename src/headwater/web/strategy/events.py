"""What `strategy` writes into the ledger, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    PRIORITY_WRITTEN = "priority_written"
    PRIORITY_CHANGED = "priority_changed"
    OUTCOME_WRITTEN = "outcome_written"
    OUTCOME_CHANGED = "outcome_changed"
    ACTION_WRITTEN = "action_written"
    ACTION_CHANGED = "action_changed"
    ACTION_TOLD = "action_told"
    MILESTONE_ADDED = "milestone_added"
    MILESTONE_CORRECTED = "milestone_corrected"
    MILESTONE_REMOVED = "milestone_removed"
    WITHHELD = "plan_part_withheld"
    DISCLOSED = "plan_part_disclosed"
    PLAN_WRITTEN = "plan_written"
    PLAN_CHANGED = "plan_changed"
    PLAN_PUT_TO_BOARD = "plan_put_to_board"
    PLAN_TAKEN_BACK = "plan_taken_back"
    PLAN_ADOPTED = "plan_adopted"
    PLAN_REVIEWED = "plan_reviewed"


class Work(StrEnum):
    """What waits on worklists."""

    ACTION_DUE = "action_due"
    TELL = "action_to_tell_of"
    SHOW = "action_to_evidence"
    DECIDE = "action_to_decide"
    ADOPT = "plan_to_adopt"
    REVIEW = "plan_to_review"


class Told(StrEnum):
    """What people are told."""

    GIVEN = "action_given"
