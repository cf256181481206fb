"""How an assessment moves: one table that code, tests and the docs are made from."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.roles import LEADS, Role

HEADWATER: frozenset[Role] = frozenset()
"""Nobody in person: the worker does it."""


class Status(StrEnum):
    """Where an assessment stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"
    DRAFT = "draft"
    LOCKED = "locked"
    DISCARDED = "discarded"

    @property
    def words(self) -> str:
        """The status on a page."""
        return WORDS[self]


WORDS = {
    Status.QUEUED: "Waiting to start",
    Status.RUNNING: "Being made",
    Status.FAILED: "Could not be made",
    Status.DRAFT: "Draft",
    Status.LOCKED: "Locked",
    Status.DISCARDED: "Discarded",
}
UNDER_WAY = frozenset({Status.QUEUED, Status.RUNNING})
"""Not made yet, and going to be."""
READABLE = frozenset({Status.DRAFT, Status.LOCKED})
"""There are chapters to read."""


class Verb(StrEnum):
    """What somebody does to an assessment."""

    BEGIN = "begin"
    STORE = "store"
    FAIL = "fail"
    RETRY = "try again"
    LOCK = "lock"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Move:
    """From one status to another by somebody in one of these roles."""

    start: Status
    verb: Verb
    end: Status
    by: frozenset[Role]
    means: str = ""


MOVES = (
    Move(Status.QUEUED, Verb.BEGIN, Status.RUNNING, by=HEADWATER),
    Move(
        Status.RUNNING,
        Verb.BEGIN,
        Status.RUNNING,
        by=HEADWATER,
        means="another worker takes over from one that died",
    ),
    Move(Status.RUNNING, Verb.STORE, Status.DRAFT, by=HEADWATER),
    Move(Status.RUNNING, Verb.FAIL, Status.FAILED, by=HEADWATER),
    Move(Status.FAILED, Verb.RETRY, Status.QUEUED, by=LEADS),
    Move(Status.FAILED, Verb.DISCARD, Status.DISCARDED, by=LEADS),
    Move(Status.DRAFT, Verb.DISCARD, Status.DISCARDED, by=LEADS),
    Move(Status.DRAFT, Verb.LOCK, Status.LOCKED, by=LEADS, means="nothing in it changes any more"),
)


class WrongMoveError(HeadwaterError):
    """Something that cannot be done from where an assessment stands."""

    def __init__(self, *, verb: Verb, status: Status) -> None:
        super().__init__(
            f"You cannot {verb.value} what stands at [{status.words}]. Somebody "
            "may have changed it while you were reading: open it again."
        )


def move_from(status: Status, verb: Verb) -> Move:
    """The move a verb makes from a status. Raises where the table has none."""
    for move in MOVES:
        if move.start is status and move.verb is verb:
            return move
    raise WrongMoveError(verb=verb, status=status)


def has_move(status: Status, verb: Verb) -> bool:
    """Whether a verb does anything from a status."""
    return any(move.start is status and move.verb is verb for move in MOVES)
