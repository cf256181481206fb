"""Who reads applications, runs their assessment, assesses, decides, and reads awards."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = LEADS | APPROVERS | AUDITORS
"""They read every application that they have no interest in."""
RUNNERS = LEADS
"""They name assessors, check, ask, moderate and put before the panel."""
ASSESSORS = WRITERS
"""They may be named to assess, and then read what they are named for."""
DECIDERS = APPROVERS
"""They approve and decline."""
VISITORS = READERS | ASSESSORS
"""Those for whom there may be an application to read at all."""
AWARD_READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def reads_all(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads applications without being named for them."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def visits(actor: Actor, workspace: str) -> bool:
    """Whether there may be an application that the actor reads."""
    return actor is HEADWATER or actor.has_role(workspace, VISITORS)


def reads_awards(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads what was awarded."""
    return actor is HEADWATER or actor.has_role(workspace, AWARD_READERS)


def can_run(actor: Actor, workspace: str) -> bool:
    """Whether the actor runs the assessment of applications."""
    return actor is HEADWATER or actor.has_role(workspace, RUNNERS)


def can_assess(actor: Actor, workspace: str) -> bool:
    """Whether the actor may be named to assess, and so has a desk."""
    return actor.has_role(workspace, ASSESSORS)


def can_decide(actor: Actor, workspace: str) -> bool:
    """Whether the actor approves and declines."""
    return actor is HEADWATER or actor.has_role(workspace, DECIDERS)


def check_can_run(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor runs the assessment of applications."""
    if not can_run(actor, workspace):
        raise NotAllowedError(what=what, who="leads")


def check_can_decide(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor approves and declines."""
    if not can_decide(actor, workspace):
        raise NotAllowedError(what=what, who="approvers")
