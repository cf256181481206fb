"""Who may read assessments, discuss them and run them."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
"""Administrators give access and have no need of what it opens."""
COMMENTERS = WRITERS | APPROVERS
RUNNERS = LEADS


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the assessments of a workspace."""
    return actor.has_role(workspace, READERS)


def can_comment(actor: Actor, workspace: str) -> bool:
    """Whether the actor joins the discussion of a chapter."""
    return actor.has_role(workspace, COMMENTERS)


def can_run(actor: Actor, workspace: str) -> bool:
    """Whether the actor starts, edits, locks and discards assessments."""
    return actor.has_role(workspace, RUNNERS)


def check_can_run(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor runs the assessments of a workspace."""
    if not can_run(actor, workspace):
        raise NotAllowedError(what=what, who="somebody who leads assessments")


def check_can_comment(actor: Actor, workspace: str) -> None:
    """Raises unless the actor joins the discussion of a chapter."""
    if not can_comment(actor, workspace):
        raise NotAllowedError(what="comment", who="contributors, leads and approvers")
