"""Who of the partnership reads grants, who runs them, and who accepts what is said of them."""

from collections.abc import Collection

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
RUNNERS = LEADS
"""They send agreements, track conditions, take returns and rate grants."""
DECIDERS = APPROVERS
"""They decide on variations and clawbacks: these need the consent of somebody else."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the grants of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_run(actor: Actor, workspace: str) -> bool:
    """Whether the actor runs the grants of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, RUNNERS)


def can_decide(actor: Actor, workspace: str) -> bool:
    """Whether the actor decides on variations and clawbacks."""
    return actor is HEADWATER or actor.has_role(workspace, DECIDERS)


def check_can_run(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor runs the grants of a workspace."""
    if not can_run(actor, workspace):
        raise NotAllowedError(what=what, who="leads")


def check_can_decide(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor decides on variations and clawbacks."""
    if not can_decide(actor, workspace):
        raise NotAllowedError(what=what, who="approvers")


def check_delivers(actor: Actor, members: Collection[str]) -> None:
    """Raises `NotYours` unless the actor is one of those who deliver."""
    if actor is not HEADWATER and actor.reference not in members:
        raise NotYours
