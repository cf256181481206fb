"""Who reads the local definition, who writes it, and who says that a board approved it."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
WRITERS_OF_IT = LEADS
"""They weigh kinds of violence, put a version to a board, and ask for it to be assessed."""
ADOPTERS = APPROVERS
"""They mark a version approved with the decision of a board, or send it back."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


class SamePersonError(HeadwaterError):
    """Whoever proposed a version would approve it too."""

    def __init__(self) -> None:
        super().__init__(
            "You proposed this version, so somebody else has to say that the board approved it."
        )


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the definition of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_write(actor: Actor, workspace: str) -> bool:
    """Whether the actor writes the definition."""
    return actor is HEADWATER or actor.has_role(workspace, WRITERS_OF_IT)


def can_adopt(actor: Actor, workspace: str) -> bool:
    """Whether the actor says that a board approved a version."""
    return actor.has_role(workspace, ADOPTERS)


def check_can_write(actor: Actor, workspace: str) -> None:
    """Raises unless the actor writes the definition."""
    if not can_write(actor, workspace):
        raise NotAllowedError(what="change the definition", who="leads")


def check_can_adopt(actor: Actor, workspace: str, *, proposed_by: str) -> None:
    """Raises unless the actor may mark a version approved that somebody else proposed."""
    if not can_adopt(actor, workspace):
        raise NotAllowedError(what="mark a version approved or send it back", who="approvers")
    if actor.reference == proposed_by:
        raise SamePersonError
