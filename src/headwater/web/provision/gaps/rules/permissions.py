"""Who may read the gap map, have one worked out, and answer its gaps."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
ANSWERERS = LEADS
"""They have maps worked out, and turn gaps into actions and into what is to be commissioned."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str) -> None:
        super().__init__(f"Only leads may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the gap map of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_answer(actor: Actor, workspace: str) -> bool:
    """Whether the actor answers gaps."""
    return actor is HEADWATER or actor.has_role(workspace, ANSWERERS)


def check_can_answer(actor: Actor, workspace: str, *, what: str = "answer a gap") -> None:
    """Raises unless the actor answers gaps."""
    if not can_answer(actor, workspace):
        raise NotAllowedError(what=what)
