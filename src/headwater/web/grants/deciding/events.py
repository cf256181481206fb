"""What `deciding` writes into the ledger, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    INVOLVED = "involvement_entered"
    NOT_INVOLVED = "involvement_ended"
    DECLARED = "interest_declared"
    ASKED_TO_CLEAR = "interest_to_clear"
    CLEARED = "interest_cleared"
    REFUSED = "interest_stands"
    NAMED = "assessor_named"
    TAKEN_OFF = "assessor_taken_off"
    DRAFTED = "scores_saved"
    HANDED_IN = "scores_handed_in"
    TAKEN_BACK = "scores_taken_back"
    CHECKED = "due_diligence_checked"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_READ = "answer_read"
    QUESTION_ENDED = "question_taken_back"
    MODERATED = "scores_moderated"
    TO_PANEL = "application_to_panel"
    FROM_PANEL = "application_from_panel"
    DECIDED = "application_decided"
    AWARDED = "award_made"
    AWARD_MOVED = "award_moved"
    AWARD_CHANGED = "award_changed"
    REMOVAL_ASKED = "removal_of_people_asked"
    REMOVAL_APPROVED = "removal_of_people_approved"
    REMOVAL_REFUSED = "removal_of_people_refused"
    PEOPLE_REMOVED = "application_people_removed"


class Work(StrEnum):
    """What waits on worklists."""

    ASSESS = "application_to_assess"
    CLEAR = "interest_to_clear"
    THIRD = "third_assessor_to_name"
    MODERATE = "scores_to_moderate"
    READ_ANSWER = "answer_to_read"
    DECIDE = "application_to_decide"
    LET_GO = "applications_to_let_go"
    APPROVE_LET_GO = "letting_go_to_approve"


class Told(StrEnum):
    """What people are told."""

    NAMED = "named_assessor"
