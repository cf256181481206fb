"""How a version of the definition moves: written, put to a board, approved, replaced."""

from collections.abc import Mapping
from enum import StrEnum

from headwater.core.errors import HeadwaterError


class Status(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REPLACED = "replaced"
    DISCARDED = "discarded"

    @property
    def words(self) -> str:
        """The status on a page."""
        return STATUS_WORDS[self][0]

    @property
    def meaning(self) -> str:
        """What it says."""
        return STATUS_WORDS[self][1]


STATUS_WORDS: Mapping[Status, tuple[str, str]] = {
    Status.DRAFT: ("Draft", "It is being written and changes nothing yet."),
    Status.PROPOSED: ("Put to a board", "It waits for a board. Nobody can change it meanwhile."),
    Status.APPROVED: ("In force", "A board approved it. Assessments asked for now count by it."),
    Status.REPLACED: ("Replaced", "A later version took its place. It stays as it was."),
    Status.DISCARDED: ("Put away", "It was given up before a board approved it."),
}
OPEN = frozenset({Status.DRAFT, Status.PROPOSED})
"""There is one of these at most."""
DECIDED = frozenset({Status.APPROVED, Status.REPLACED})


class Verb(StrEnum):
    """What is done to a version."""

    WRITE = "write"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REPLACE = "replace"
    DISCARD = "discard"


MOVES: Mapping[tuple[Status, Verb], Status] = {
    (Status.DRAFT, Verb.WRITE): Status.DRAFT,
    (Status.DRAFT, Verb.PROPOSE): Status.PROPOSED,
    (Status.DRAFT, Verb.DISCARD): Status.DISCARDED,
    (Status.PROPOSED, Verb.SEND_BACK): Status.DRAFT,
    (Status.PROPOSED, Verb.APPROVE): Status.APPROVED,
    (Status.APPROVED, Verb.REPLACE): Status.REPLACED,
}


class WrongMoveError(HeadwaterError):
    """Something that cannot be done to a version as it stands."""

    def __init__(self, status: Status) -> None:
        super().__init__(
            f"This version is “{status.words.lower()}”: {status.meaning} So this cannot be done."
        )


def after(status: Status, verb: Verb) -> Status:
    """Where a version stands once something is done. Raises where it cannot be done.

    >>> after(Status.DRAFT, Verb.PROPOSE).words
    'Put to a board'
    """
    end = MOVES.get((status, verb))
    if end is None:
        raise WrongMoveError(status)
    return end
