"""Who of a partnership sees and takes what reached it late."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS

READERS = LEADS | APPROVERS | AUDITORS
PROPOSERS = LEADS
TAKERS = LEADS | APPROVERS


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor sees what reached a partnership late."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_propose(actor: Actor, workspace: str) -> bool:
    """Whether the actor says that something should be taken, or refuses it."""
    return actor is HEADWATER or actor.has_role(workspace, PROPOSERS)


def can_take(actor: Actor, workspace: str) -> bool:
    """Whether the actor may be the second person."""
    return actor is HEADWATER or actor.has_role(workspace, TAKERS)


def check_can_propose(actor: Actor, workspace: str) -> None:
    """Raises unless the actor may say that something late should be taken, or refuse it."""
    if not can_propose(actor, workspace):
        raise NotAllowedError(what="decide about late applications", who="leads")


def check_can_take(actor: Actor, workspace: str) -> None:
    """Raises unless the actor may be the second person."""
    if not can_take(actor, workspace):
        raise NotAllowedError(what="agree to take a late application", who="leads and approvers")
