"""How a round comes to be public: the moves there are, who makes them, what goes with them."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.web.accounts.roles import Role
from headwater.web.grants.rounds.rules.describing import RoundError
from headwater.web.grants.rounds.rules.permissions import BUILDERS, PUBLISHERS


class State(StrEnum):
    """Where a round stands with staff."""

    DRAFT = "draft"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What is done with a round."""

    PUT_FORWARD = "put_forward"
    TAKE_BACK = "take_back"
    PUBLISH = "publish"
    EXTEND = "extend"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Move:
    """One move."""

    start: State
    verb: Verb
    end: State
    by: frozenset[Role]
    needs_reason: bool = False


MOVES = (
    Move(State.DRAFT, Verb.PUT_FORWARD, State.READY, by=BUILDERS),
    Move(State.READY, Verb.TAKE_BACK, State.DRAFT, by=BUILDERS | PUBLISHERS),
    Move(State.READY, Verb.PUBLISH, State.PUBLISHED, by=PUBLISHERS),
    Move(State.PUBLISHED, Verb.EXTEND, State.PUBLISHED, by=BUILDERS, needs_reason=True),
    Move(State.PUBLISHED, Verb.WITHDRAW, State.WITHDRAWN, by=BUILDERS, needs_reason=True),
)
WHY_NOT = {
    State.DRAFT: "The round is a draft. Ask for it to be published first.",
    State.READY: "The round waits to be published. Take it back to change it.",
    State.PUBLISHED: "The round is published, so what it asks and how it judges stay as they are.",
    State.WITHDRAWN: "The round was withdrawn. Copy it to start another.",
}


def move_from(start: str, verb: Verb) -> Move:
    """The move a verb makes from where a round stands. Raises where there is none."""
    for move in MOVES:
        if (move.start, move.verb) == (start, verb):
            return move
    raise RoundError(WHY_NOT[State(start)])


def check_may_build(state: str) -> None:
    """Raises unless what a round consists of may still change."""
    if state != State.DRAFT:
        raise RoundError(WHY_NOT[State(state)])
