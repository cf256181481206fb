"""How a release moves: one table that code, tests and the diagram in the docs are made from."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.roles import APPROVERS, LEADS, Role

CLOCK: frozenset[Role] = frozenset()
"""Nobody in person: headwater does it as part of something else."""


class Status(StrEnum):
    """Where a release stands."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The status on a page."""
        return WORDS[self]


WORDS = {
    Status.PROPOSED: "Waiting for approval",
    Status.REFUSED: "Refused",
    Status.APPROVED: "Approved, waiting to be published",
    Status.PUBLISHED: "Published",
    Status.SUPERSEDED: "Replaced by a correction or a later edition",
    Status.WITHDRAWN: "Withdrawn",
}
OPEN = frozenset({Status.PROPOSED, Status.APPROVED})
"""Not decided yet, or not public yet."""
READABLE = frozenset({Status.PUBLISHED, Status.SUPERSEDED})
"""What anyone may read."""
KNOWN = READABLE | {Status.WITHDRAWN}
"""What has an address that answers, even if only to say that it was withdrawn."""


class Verb(StrEnum):
    """What somebody does to a release."""

    ENDORSE = "endorse"
    APPROVE = "approve"
    REFUSE = "refuse"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    RESTORE = "restore"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Move:
    """From one status to another by somebody in one of these roles."""

    start: Status
    verb: Verb
    end: Status
    by: frozenset[Role]
    needs_reason: bool = False
    means: str = ""


MOVES = (
    Move(
        Status.PROPOSED,
        Verb.ENDORSE,
        Status.PROPOSED,
        by=APPROVERS,
        needs_reason=True,
        means="the first of two approvals",
    ),
    Move(
        Status.PROPOSED,
        Verb.APPROVE,
        Status.APPROVED,
        by=APPROVERS,
        needs_reason=True,
        means="the last approval it needs",
    ),
    Move(Status.PROPOSED, Verb.REFUSE, Status.REFUSED, by=APPROVERS, needs_reason=True),
    Move(
        Status.APPROVED,
        Verb.REFUSE,
        Status.REFUSED,
        by=APPROVERS,
        needs_reason=True,
        means="somebody saw something before it went out",
    ),
    Move(
        Status.APPROVED,
        Verb.PUBLISH,
        Status.PUBLISHED,
        by=LEADS | APPROVERS,
        means="by hand, or by headwater when an embargo ends",
    ),
    Move(
        Status.PUBLISHED,
        Verb.SUPERSEDE,
        Status.SUPERSEDED,
        by=CLOCK,
        means="a later number of the same address was published",
    ),
    Move(
        Status.SUPERSEDED,
        Verb.RESTORE,
        Status.PUBLISHED,
        by=CLOCK,
        means="the number that replaced it was withdrawn",
    ),
    Move(
        Status.PUBLISHED, Verb.WITHDRAW, Status.WITHDRAWN, by=LEADS | APPROVERS, needs_reason=True
    ),
    Move(
        Status.SUPERSEDED, Verb.WITHDRAW, Status.WITHDRAWN, by=LEADS | APPROVERS, needs_reason=True
    ),
)


class WrongMoveError(HeadwaterError):
    """Something that cannot be done from where a release stands."""

    def __init__(self, *, verb: Verb, status: Status) -> None:
        super().__init__(
            f"A release that stands at [{status.words}] cannot be moved by [{verb.value}]. "
            "Somebody may have decided it while you were reading: open it again."
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
