"""Where an upload stands, and what moves it on. Code, tests and the docs read this table."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError


class Status(StrEnum):
    """Where an upload stands."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    NEEDS_MATCHING = "needs_matching"
    FAULTY = "faulty"
    READY = "ready"
    UNCHANGED = "unchanged"
    CONFIRMED = "confirmed"
    LOADING = "loading"
    LOADED = "loaded"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"
    ABANDONED = "abandoned"


class Verb(StrEnum):
    """What is done to an upload."""

    CHECK = "check"
    ASK = "ask"
    MATCH = "match"
    REFUSE = "refuse"
    PASS = "pass"  # noqa: S105 - a verb, not a password
    FIND_UNCHANGED = "find_unchanged"
    CONFIRM = "confirm"
    LOAD = "load"
    RECEIVE = "receive"
    LOOK_AGAIN = "look_again"
    UNDO = "undo"
    TAKE_OUT = "take_out"
    KEEP = "keep"
    FAIL = "fail"
    RETRY = "retry"
    ABANDON = "abandon"


class By(StrEnum):
    """Whose move it is."""

    SUPPLIER = "whoever supplies for the organisation, or a lead"
    WORKER = "headwater"
    EITHER = "whoever supplies for the organisation, a lead, or headwater after 30 days"


@dataclass(frozen=True, slots=True)
class Move:
    """One step an upload may take."""

    start: Status
    verb: Verb
    end: Status
    by: By
    needs_reason: bool = False


class NoSuchMoveError(HeadwaterError):
    """Somebody asked for a step that the upload cannot take from where it stands."""

    def __init__(self, *, status: Status, verb: Verb) -> None:
        self.status, self.verb = status, verb
        super().__init__(
            f"This upload is [{STATUS_WORDS[status].lower()}], so that cannot be done now. Open it "
            "again to see where it stands."
        )


S, V = Status, Verb
MOVES = (
    Move(S.UPLOADED, V.CHECK, S.CHECKING, By.WORKER),
    Move(S.CHECKING, V.ASK, S.NEEDS_MATCHING, By.WORKER),
    Move(S.CHECKING, V.REFUSE, S.FAULTY, By.WORKER),
    Move(S.CHECKING, V.PASS, S.READY, By.WORKER),
    Move(S.CHECKING, V.FIND_UNCHANGED, S.UNCHANGED, By.WORKER),
    Move(S.CHECKING, V.FAIL, S.FAILED, By.WORKER),
    Move(S.NEEDS_MATCHING, V.MATCH, S.UPLOADED, By.SUPPLIER),
    Move(S.FAULTY, V.MATCH, S.UPLOADED, By.SUPPLIER),
    Move(S.READY, V.MATCH, S.UPLOADED, By.SUPPLIER),
    Move(S.READY, V.CONFIRM, S.CONFIRMED, By.SUPPLIER),
    Move(S.CONFIRMED, V.LOAD, S.LOADING, By.WORKER),
    Move(S.LOADING, V.RECEIVE, S.LOADED, By.WORKER),
    Move(S.LOADING, V.LOOK_AGAIN, S.UPLOADED, By.WORKER),
    Move(S.LOADING, V.FAIL, S.FAILED, By.WORKER),
    Move(S.LOADED, V.UNDO, S.UNDOING, By.SUPPLIER, needs_reason=True),
    Move(S.UNDOING, V.TAKE_OUT, S.UNDONE, By.WORKER),
    Move(S.UNDOING, V.KEEP, S.LOADED, By.WORKER),
    Move(S.FAILED, V.RETRY, S.UPLOADED, By.SUPPLIER),
    Move(S.UPLOADED, V.ABANDON, S.ABANDONED, By.EITHER),
    Move(S.NEEDS_MATCHING, V.ABANDON, S.ABANDONED, By.EITHER),
    Move(S.FAULTY, V.ABANDON, S.ABANDONED, By.EITHER),
    Move(S.READY, V.ABANDON, S.ABANDONED, By.EITHER),
    Move(S.FAILED, V.ABANDON, S.ABANDONED, By.EITHER),
)

STATUS_WORDS = {
    S.UPLOADED: "Waiting to be checked",
    S.CHECKING: "Being checked",
    S.NEEDS_MATCHING: "Needs your answers",
    S.FAULTY: "Refused: has faults",
    S.READY: "Ready to confirm",
    S.UNCHANGED: "Already loaded, nothing changed",
    S.CONFIRMED: "Confirmed, waiting to load",
    S.LOADING: "Being loaded",
    S.LOADED: "Loaded",
    S.UNDOING: "Being undone",
    S.UNDONE: "Undone",
    S.FAILED: "Stopped",
    S.ABANDONED: "Abandoned",
}
MEANINGS = {
    S.UPLOADED: "headwater has the file and will check it in a moment.",
    S.CHECKING: "headwater is reading the file. Nothing is loaded yet.",
    S.NEEDS_MATCHING: "headwater needs to know what the file is for, or which column is which.",
    S.FAULTY: "Something in the file is wrong. Nothing of it was loaded.",
    S.READY: "The file is right. Nothing is loaded until somebody confirms it.",
    S.UNCHANGED: "The lake already holds this very file.",
    S.CONFIRMED: "Somebody confirmed it. It will be loaded in a moment.",
    S.LOADING: "headwater is loading the file.",
    S.LOADED: "Its rows are in the lake.",
    S.UNDOING: "Its rows are being taken out of the lake.",
    S.UNDONE: "Its rows were taken out; what they had replaced is read again.",
    S.FAILED: "Something other than the file stopped it. Nothing was lost; try again.",
    S.ABANDONED: "Nobody went on with it. Nothing of it was loaded.",
}
WAITING = frozenset({S.UPLOADED, S.CHECKING, S.CONFIRMED, S.LOADING, S.UNDOING})
"""The worker is at it or will be."""
OPEN = frozenset({S.NEEDS_MATCHING, S.FAULTY, S.READY, S.FAILED})
"""Somebody has to do something."""
ENDED = frozenset(S) - WAITING - OPEN


def move_from(status: Status, verb: Verb) -> Move:
    """The step that a verb is from where an upload stands. Raises `NoSuchMoveError`."""
    for move in MOVES:
        if move.start is status and move.verb is verb:
            return move
    raise NoSuchMoveError(status=status, verb=verb)


def can_move(status: Status, verb: Verb) -> bool:
    """Whether a verb is a step from where an upload stands."""
    return any(move.start is status and move.verb is verb for move in MOVES)
