"""Links over which providers keep their own entry right."""

from datetime import datetime, timedelta
from enum import StrEnum

from headwater.core.errors import HeadwaterError

LASTS = timedelta(days=30)
OPEN_TO_PROVIDERS = (
    "status",
    "description",
    "url",
    "contact_role",
    "contact_email",
    "minimum_age",
    "maximum_age",
    "eligibility",
    "send_friendly",
    "languages",
    "access_needs",
    "referral_route",
    "opening",
    "evenings",
    "weekends",
    "capacity_per_year",
    "people_now",
    "wait_days",
    "wait_days_90",
)
"""What a provider may correct. Money, evidence and places are for partners to say."""


class Answered(StrEnum):
    """What became of an answer."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """As it stands on pages."""
        return WORDS[self]


WORDS = {
    Answered.WAITING: "Waits for a decision",
    Answered.CONFIRMED: "Confirmed as it stood",
    Answered.ACCEPTED: "Accepted",
    Answered.DECLINED: "Declined",
}


class AnswerEndedError(HeadwaterError):
    """An answer that somebody decided on already."""

    def __init__(self) -> None:
        super().__init__("Somebody decided on this answer already. Nothing was done.")


def is_open(
    *, ends_at: datetime, revoked_at: datetime | None, used_at: datetime | None, at: datetime
) -> bool:
    """Whether a link still takes an answer."""
    return revoked_at is None and used_at is None and at < ends_at
