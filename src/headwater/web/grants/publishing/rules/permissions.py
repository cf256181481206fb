"""Who may see what is ready to be published, add to it, and take files of others in."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
KEEPERS = LEADS
"""They say what is missing, leave names out, make files and take in those of others."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str) -> None:
        super().__init__(f"Only leads may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads what is ready to be published."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_keep(actor: Actor, workspace: str) -> bool:
    """Whether the actor adds to it."""
    return actor is HEADWATER or actor.has_role(workspace, KEEPERS)


def check_can_keep(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor adds to what is published."""
    if not can_keep(actor, workspace):
        raise NotAllowedError(what=what)
