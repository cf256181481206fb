"""Who reads the register of those who must be consulted, and who keeps it."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
KEEPERS = LEADS
"""They keep the register, ask, chase, and write down what was answered."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self) -> None:
        super().__init__(
            "Only leads may keep the consultation register. Ask one in your partnership."
        )


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the register of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_keep(actor: Actor, workspace: str) -> bool:
    """Whether the actor keeps the register."""
    return actor is HEADWATER or actor.has_role(workspace, KEEPERS)


def check_can_keep(actor: Actor, workspace: str) -> None:
    """Raises unless the actor keeps the register."""
    if not can_keep(actor, workspace):
        raise NotAllowedError
