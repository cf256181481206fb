"""How an alert is answered: acknowledged, acted on, and judged true, false or unknown."""

from enum import StrEnum

from headwater.core.errors import HeadwaterError

DAYS_TO_ACKNOWLEDGE = 2
DAYS_TO_JUDGE = 28
"""Working days after an alert, by which somebody can know whether it was true."""


class Status(StrEnum):
    """Where an alert stands."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    JUDGED = "judged"

    @property
    def words(self) -> str:
        """The status on a page."""
        return STATUS_WORDS[self]


class Verdict(StrEnum):
    """What people found when they looked into an alert."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """The verdict on a page."""
        return VERDICT_WORDS[self]

    @property
    def means(self) -> str:
        """What the verdict says, for the one who chooses."""
        return VERDICT_MEANINGS[self]


class Said(StrEnum):
    """What people add to an alert."""

    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    JUDGED = "judged"


STATUS_WORDS = {
    Status.NEW: "New",
    Status.ACKNOWLEDGED: "Being looked into",
    Status.JUDGED: "Judged",
}
VERDICT_WORDS = {Verdict.TRUE: "True", Verdict.FALSE: "False", Verdict.UNKNOWN: "Unknown"}
VERDICT_MEANINGS = {
    Verdict.TRUE: "More really happened than usual, whatever the reason",
    Verdict.FALSE: "Chance, late files, or a change of recording",
    Verdict.UNKNOWN: "Looked into, and it cannot be told",
}


class AnswerError(HeadwaterError):
    """An answer that cannot be taken."""


def check_may_acknowledge(status: Status) -> None:
    """Raises unless nobody acknowledged the alert yet."""
    if status is not Status.NEW:
        raise AnswerError("Somebody has acknowledged this alert already. Open it again.")


def check_may_add(status: Status) -> None:
    """Raises unless somebody acknowledged the alert: only then is there anything to say of it."""
    if status is Status.NEW:
        raise AnswerError("Nobody looks into this alert yet. Acknowledge it first.")


def check_said(text: str, *, what: str) -> str:
    """The words as they are kept. Raises where there are none."""
    if not text.strip():
        raise AnswerError(f"Say {what}.")
    return text.strip().replace("\r\n", "\n")
