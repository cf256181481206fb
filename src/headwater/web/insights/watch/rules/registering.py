"""How a rule moves: written, its false alarms worked out, switched on, switched off."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.roles import APPROVERS, LEADS, Role
from headwater.web.insights.watch.rules.permissions import NotAllowedError

HEADWATER: frozenset[Role] = frozenset()
"""Nobody in person: the worker does it."""


class Status(StrEnum):
    """Where a rule stands."""

    DRAFT = "draft"
    WORKING = "working"
    FAILED = "failed"
    READY = "ready"
    ON = "on"
    OFF = "off"

    @property
    def words(self) -> str:
        """The status on a page."""
        return WORDS[self]


WORDS = {
    Status.DRAFT: "Being written",
    Status.WORKING: "Working out its false alarms",
    Status.FAILED: "Could not be worked out",
    Status.READY: "Ready to switch on",
    Status.ON: "On",
    Status.OFF: "Switched off",
}
ENDED = "Ended"
"""A rule that is on, after its last day."""
EDITABLE = frozenset({Status.DRAFT, Status.FAILED, Status.READY})
"""Its words may change. What was worked out is then forgotten."""
JUDGED_BY = frozenset({Status.ON, Status.OFF})
"""It has run, or may have: it has a scorecard."""


class Verb(StrEnum):
    """What is done to a rule."""

    EDIT = "edit"
    WORK_OUT = "work out the false alarms of"
    FIND = "find the false alarms of"
    FAIL = "give up"
    SWITCH_ON = "switch on"
    SWITCH_OFF = "switch off"


@dataclass(frozen=True, slots=True)
class Move:
    """From one status to another by somebody in one of these roles."""

    start: Status
    verb: Verb
    end: Status
    by: frozenset[Role]
    needs_reason: bool = False


MOVES = (
    Move(Status.DRAFT, Verb.EDIT, Status.DRAFT, LEADS),
    Move(Status.FAILED, Verb.EDIT, Status.DRAFT, LEADS),
    Move(Status.READY, Verb.EDIT, Status.DRAFT, LEADS),
    Move(Status.DRAFT, Verb.WORK_OUT, Status.WORKING, LEADS),
    Move(Status.FAILED, Verb.WORK_OUT, Status.WORKING, LEADS),
    Move(Status.WORKING, Verb.FIND, Status.READY, HEADWATER),
    Move(Status.WORKING, Verb.FAIL, Status.FAILED, HEADWATER),
    Move(Status.READY, Verb.SWITCH_ON, Status.ON, LEADS),
    Move(Status.ON, Verb.SWITCH_OFF, Status.OFF, LEADS | APPROVERS, needs_reason=True),
    Move(Status.DRAFT, Verb.SWITCH_OFF, Status.OFF, LEADS),
    Move(Status.FAILED, Verb.SWITCH_OFF, Status.OFF, LEADS),
    Move(Status.READY, Verb.SWITCH_OFF, Status.OFF, LEADS),
)


class WrongMoveError(HeadwaterError):
    """Something that cannot be done from where a rule stands."""

    def __init__(self, *, verb: Verb, status: Status) -> None:
        super().__init__(
            f"You cannot {verb.value} a rule that stands at [{status.words}]. Somebody may have "
            "changed it while you were reading: open it again."
        )


class NoReasonError(HeadwaterError):
    """A move that needs a reason and has none."""

    def __init__(self, *, verb: Verb) -> None:
        super().__init__(f"Say why you {verb.value} this rule: it is kept in the record.")


def move_from(status: Status, verb: Verb) -> Move:
    """The move a verb makes from a status. Raises where the table has none."""
    for move in MOVES:
        if move.start is status and move.verb is verb:
            return move
    raise WrongMoveError(verb=verb, status=status)


def check_may_move(move: Move, roles: frozenset[Role], *, reason: str = "") -> None:
    """Raises where the roles do not allow the move, or its reason is missing."""
    if roles.isdisjoint(move.by):
        who = " and ".join(sorted(f"{role.value}s" for role in move.by))
        raise NotAllowedError(what=f"{move.verb.value} a rule", who=who)
    if move.needs_reason and not reason.strip():
        raise NoReasonError(verb=move.verb)
