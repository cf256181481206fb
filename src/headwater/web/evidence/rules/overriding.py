"""When a harmful approach may be used all the same: asked for, approved, ended, run out."""

from datetime import date, timedelta
from enum import StrEnum

from headwater.core.errors import HeadwaterError

SHORTEST_REASON = 20
LONGEST = timedelta(days=366)
"""A board looks again after a year at the latest."""


class Standing(StrEnum):
    """Where an override stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    ENDED = "ended"


class OverrideRefusedError(HeadwaterError):
    """An override that cannot be asked for or approved."""


class HarmfulChoiceError(HeadwaterError):
    """A harmful approach chosen where no override of a board stands."""

    def __init__(self, *, approach: str, user: str) -> None:
        super().__init__(
            f"[{approach}] is flagged as harmful: more violence followed where it was studied. "
            f"[{user}] may use it only once a board has overridden that. Ask for an override on "
            "the page of the approach under What works, have somebody else approve it, then "
            "choose it here again."
        )


def check_asked(*, is_harmful: bool, reason: str, expires_on: date, today: date) -> None:
    """Raises `OverrideRefusedError` for an override that cannot be asked for."""
    if not is_harmful:
        raise OverrideRefusedError("The approach is not flagged as harmful. It needs no override.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise OverrideRefusedError(
            f"Say why in at least {SHORTEST_REASON} characters: the board answers for it."
        )
    if not today < expires_on <= today + LONGEST:
        raise OverrideRefusedError("The last day must be after today and within a year.")


def check_approved(
    *, standing: Standing, asked_by: str, approved_by: str, expires_on: date, today: date
) -> None:
    """Raises `OverrideRefusedError` unless somebody else approves what still waits."""
    if standing is not Standing.WAITING:
        raise OverrideRefusedError("It does not wait for approval any more.")
    if asked_by == approved_by:
        raise OverrideRefusedError("Somebody else must approve what you asked for.")
    if expires_on < today:
        raise OverrideRefusedError("Its last day has passed. Ask for another.")


def stands(standing: Standing, *, expires_on: date, today: date) -> bool:
    """Whether the override counts on a day."""
    return standing is Standing.APPROVED and today <= expires_on


def words(standing: Standing, *, expires_on: date, today: date) -> str:
    """How it stands on a day."""
    if standing is Standing.WAITING:
        return "Waits for an approver"
    if standing is Standing.ENDED:
        return "Ended"
    return "Stands" if today <= expires_on else "Ran out"
