"""Who may read about money, run funds and approve payments."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
KEEPERS = LEADS
"""They run funds: budgets, money in, virements, asking for payments, runs, the year's end."""
PROMISERS = LEADS | APPROVERS
"""They decide on awards, so money is promised in their name."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads about the money of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_keep(actor: Actor, workspace: str) -> bool:
    """Whether the actor runs the funds of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, KEEPERS)


def can_approve(actor: Actor, workspace: str) -> bool:
    """Whether the actor approves payments and virements. headwater itself never does."""
    return actor.has_role(workspace, APPROVERS)


def check_can_keep(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor runs the funds."""
    if not can_keep(actor, workspace):
        raise NotAllowedError(what=what, who="leads")


def check_can_approve(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor approves payments."""
    if not can_approve(actor, workspace):
        raise NotAllowedError(what=what, who="approvers")


def check_can_promise(actor: Actor, workspace: str) -> None:
    """Raises unless money may be promised in the actor's name."""
    if actor is not HEADWATER and not actor.has_role(workspace, PROMISERS):
        raise NotAllowedError(what="promise money to an award", who="leads and approvers")
