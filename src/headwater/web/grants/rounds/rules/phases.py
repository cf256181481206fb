"""Whether a round takes applications, to the second."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

PUBLISHED, WITHDRAWN = "published", "withdrawn"


class Phase(StrEnum):
    """Where a round stands by the clock."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        """As the public reads it."""
        return WORDS[self]


WORDS = {Phase.NOT_YET: "Opening soon", Phase.OPEN: "Open", Phase.CLOSED: "Closed"}

CLOSING_RULE = (
    "What counts is the moment our server receives what you send, by its clock. What arrives at "
    "the closing moment or after it is not taken, however it came about.",
    "Your answers are kept as they were. Where everything was finished you can ask that it be "
    "taken late, and say what happened. Two people of ours must agree, one after the other; an "
    "application that they take is marked as late. Otherwise you are sent the reason.",
    "Should the closing time be put off, the new one stands on the page of the round with the "
    "reason, for everybody alike.",
)
"""What happens at the closing moment and with what comes late, as the public reads it."""


class Dated(Protocol):
    """A round, as far as the clock is concerned."""

    @property
    def state(self) -> str:
        """Whether it is published."""

    @property
    def opens_at(self) -> datetime:
        """The first moment at which an application is taken."""

    @property
    def closes_at(self) -> datetime:
        """The first moment at which none is taken any more."""


def phase(round: Dated, at: datetime) -> Phase:
    """Where a round stands at a moment.

    It is open from the second it opens and closed from the second it closes. What is not published
    has not opened, and what was withdrawn is closed.
    """
    if round.state == WITHDRAWN:
        return Phase.CLOSED
    if round.state != PUBLISHED or at < round.opens_at:
        return Phase.NOT_YET
    return Phase.OPEN if at < round.closes_at else Phase.CLOSED
