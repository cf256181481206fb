"""Who may read what works, write evaluations, ask for overrides and approve them."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
EVALUATORS = WRITERS
"""They write evaluations: leads any, contributors those of their organisations."""
ASKERS = LEADS
"""They ask for a harmful approach to be used all the same."""
DECIDERS = APPROVERS
"""They approve what a board decided, and end it."""
ENDERS = ASKERS | DECIDERS


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads evidence of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_evaluate(actor: Actor, workspace: str, *, organisation_id: int | None) -> bool:
    """Whether the actor writes evaluations of an organisation; of none where it is None."""
    if actor is HEADWATER or actor.has_role(workspace, LEADS):
        return True
    return organisation_id is not None and any(
        seat.role in EVALUATORS
        and seat.workspace == workspace
        and seat.organisation_id == organisation_id
        for seat in actor.seats
    )


def check_can_evaluate(actor: Actor, workspace: str, *, organisation_id: int | None) -> None:
    """Raises unless the actor writes evaluations of an organisation."""
    if not can_evaluate(actor, workspace, organisation_id=organisation_id):
        raise NotAllowedError(
            what="write this evaluation",
            who="leads and people of the organisation that evaluated",
        )


def check_has(actor: Actor, workspace: str, roles: frozenset[Role], *, what: str, who: str) -> None:
    """Raises unless the actor holds one of these roles in a workspace."""
    if not actor.has_role(workspace, roles):
        raise NotAllowedError(what=what, who=who)
