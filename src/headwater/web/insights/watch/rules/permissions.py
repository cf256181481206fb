"""Who may read early warning, answer alerts, and keep the register of rules."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
ANSWERERS = WRITERS
"""They acknowledge an alert, say what was done, and judge it."""
KEEPERS = LEADS
"""They write rules, switch them on and off, and ask for a week to be run."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the alerts of a workspace."""
    return actor.has_role(workspace, READERS)


def can_answer(actor: Actor, workspace: str) -> bool:
    """Whether the actor answers and judges alerts."""
    return actor.has_role(workspace, ANSWERERS)


def can_keep(actor: Actor, workspace: str) -> bool:
    """Whether the actor keeps the register of rules."""
    return actor.has_role(workspace, KEEPERS)


def check_can_answer(actor: Actor, workspace: str) -> None:
    """Raises unless the actor answers alerts."""
    if not can_answer(actor, workspace):
        raise NotAllowedError(what="answer an alert", who="contributors and leads")


def check_can_keep(actor: Actor, workspace: str) -> None:
    """Raises unless the actor keeps the register."""
    if not can_keep(actor, workspace):
        raise NotAllowedError(what="change the register of rules", who="leads")
