"""Who may read rounds before they are public, build them, and publish them."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
BUILDERS = LEADS
"""They write rounds, ask that they be published, extend and withdraw them."""
PUBLISHERS = APPROVERS
"""They publish a round that somebody else asked to be published."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the rounds of a workspace, drafts too."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_build(actor: Actor, workspace: str) -> bool:
    """Whether the actor writes rounds."""
    return actor is HEADWATER or actor.has_role(workspace, BUILDERS)


def can_publish(actor: Actor, workspace: str, *, put_by: str, written_by: str) -> bool:
    """Whether the actor publishes a round that others wrote and put forward."""
    return actor.has_role(workspace, PUBLISHERS) and actor.reference not in (put_by, written_by)


def check_can_build(actor: Actor, workspace: str, *, what: str = "build a round") -> None:
    """Raises unless the actor writes rounds."""
    if not can_build(actor, workspace):
        raise NotAllowedError(what=what, who="leads")


def check_can_publish(actor: Actor, workspace: str, *, put_by: str, written_by: str) -> None:
    """Raises unless the actor publishes a round that others wrote and put forward."""
    if not can_publish(actor, workspace, put_by=put_by, written_by=written_by):
        raise NotAllowedError(
            what="publish a round",
            who="approvers who neither wrote it nor asked for it to be published",
        )
