"""Who may follow the thread, and who may tie and untie."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
"""What each of them meets on the thread is for the room of each thing to say."""


class NotAllowedError(HeadwaterError):
    """Somebody who may follow the thread and not change it."""

    def __init__(self) -> None:
        super().__init__(
            "Only contributors and leads may tie things together. Ask one in your partnership."
        )


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor follows the thread of a workspace."""
    return actor.has_role(workspace, READERS)


def can_tie(actor: Actor, workspace: str) -> bool:
    """Whether the actor ties and unties by hand."""
    return actor is HEADWATER or actor.has_role(workspace, WRITERS)


def check_can_tie(actor: Actor, workspace: str) -> None:
    """Raises unless the actor ties and unties by hand."""
    if not can_tie(actor, workspace):
        raise NotAllowedError
