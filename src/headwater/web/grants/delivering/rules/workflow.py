"""How a return moves between a deliverer and whoever gives the money: one table."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError


class ReturnState(StrEnum):
    """Where a return stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CHANGES = "changes"
    ACCEPTED = "accepted"

    @property
    def words(self) -> str:
        """The state on a page."""
        return WORDS[self]


WORDS = {
    ReturnState.OPEN: "Not sent",
    ReturnState.SUBMITTED: "Submitted",
    ReturnState.CHANGES: "Changes requested",
    ReturnState.ACCEPTED: "Accepted",
}


class Side(StrEnum):
    """Who moves a return."""

    DELIVERER = "deliverer"
    PARTNERSHIP = "partnership"


class Verb(StrEnum):
    """What somebody does to a return."""

    CERTIFY = "certify and send"
    REQUEST = "request changes to"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Move:
    """From one state to another by one side."""

    start: ReturnState
    verb: Verb
    end: ReturnState
    by: Side
    needs_reason: bool = False


MOVES = (
    Move(ReturnState.OPEN, Verb.CERTIFY, ReturnState.SUBMITTED, by=Side.DELIVERER),
    Move(ReturnState.CHANGES, Verb.CERTIFY, ReturnState.SUBMITTED, by=Side.DELIVERER),
    Move(
        ReturnState.SUBMITTED,
        Verb.REQUEST,
        ReturnState.CHANGES,
        by=Side.PARTNERSHIP,
        needs_reason=True,
    ),
    Move(ReturnState.SUBMITTED, Verb.ACCEPT, ReturnState.ACCEPTED, by=Side.PARTNERSHIP),
)
WITH_DELIVERER = frozenset({ReturnState.OPEN, ReturnState.CHANGES})
"""States in which a deliverer writes."""


class WrongMoveError(HeadwaterError):
    """Something that cannot be done from where a return stands."""

    def __init__(self, *, verb: Verb, state: ReturnState) -> None:
        super().__init__(
            f"You cannot {verb.value} a return that stands at [{state.words}]. Somebody may have "
            "changed it while you were reading: open it again."
        )


def move_from(state: ReturnState, verb: Verb) -> Move:
    """The move a verb makes from a state. Raises where the table has none."""
    for move in MOVES:
        if move.start is state and move.verb is verb:
            return move
    raise WrongMoveError(verb=verb, state=state)
