"""How far a worker has come with something, and what of it may still change."""

from enum import StrEnum

from headwater.core.errors import HeadwaterError


class Status(StrEnum):
    """Whether a worker is done."""

    WORKING = "working"
    MADE = "made"
    FAILED = "failed"

    @property
    def words(self) -> str:
        """The status on a page."""
        return WORDS[self]


WORDS = {
    Status.WORKING: "Being worked out",
    Status.MADE: "Worked out",
    Status.FAILED: "Could not be worked out",
}


class NotWaitingError(HeadwaterError):
    """Work that is done already."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"[{reference}] was worked out already.")


class OvertakenError(HeadwaterError):
    """An attempt that counts no more."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"Something else took over [{reference}], so this attempt stops.")
