"""What `boards` writes into the ledger, onto worklists and into notices."""

from enum import StrEnum


class Event(StrEnum):
    """What was done."""

    BOARD_FOUNDED = "board_founded"
    TERMS_CHANGED = "board_terms_changed"
    BOARD_ENDED = "board_ended"
    SEAT_GIVEN = "board_seat_given"
    SEAT_CHANGED = "board_seat_changed"
    SEAT_ENDED = "board_seat_ended"
    MEETING_PLANNED = "meeting_planned"
    MEETING_CHANGED = "meeting_changed"
    PACK_SENT = "meeting_pack_sent"
    MEETING_STARTED = "meeting_started"
    MEETING_CLOSED = "meeting_closed"
    MEETING_CANCELLED = "meeting_cancelled"
    AGENDA_CHANGED = "agenda_changed"
    ATTENDANCE_RECORDED = "attendance_recorded"
    DISCUSSION_NOTED = "discussion_noted"
    POINT_ADDED = "workshop_point_added"
    POINT_REMOVED = "workshop_point_removed"
    INTEREST_DECLARED = "interest_declared"
    INTEREST_WITHDRAWN = "interest_withdrawn"
    DECIDED = "decision_recorded"
    DECISION_REMOVED = "decision_removed"
    ACTION_MINUTED = "action_minuted"
    MINUTES_ISSUED = "minutes_issued"
    MINUTES_CONFIRMED = "minutes_confirmed"
    MINUTES_CORRECTED = "minutes_corrected"


class Work(StrEnum):
    """What waits on worklists."""

    REVIEW = "board_terms_to_review"
    PACK = "meeting_pack_to_send"
    MINUTES = "minutes_to_issue"


class Told(StrEnum):
    """What people are told."""

    PACK_SENT = "meeting_pack_sent"
    CANCELLED = "meeting_cancelled"
    MINUTES_ISSUED = "minutes_issued"
