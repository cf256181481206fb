"""Who has sets of projects worked out, reads them, and records what was decided."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS

READERS = LEADS | APPROVERS | AUDITORS
"""Not those who only assess: a set says how each application fares."""
CHOOSERS = LEADS


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str) -> None:
        super().__init__(f"Only leads may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads sets and what projects gave for their money."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_choose(actor: Actor, workspace: str) -> bool:
    """Whether the actor has sets worked out and records decisions."""
    return actor is HEADWATER or actor.has_role(workspace, CHOOSERS)


def check_can_choose(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor has sets worked out and records decisions."""
    if not can_choose(actor, workspace):
        raise NotAllowedError(what=what)
