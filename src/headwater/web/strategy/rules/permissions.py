"""Who may read the joint plan, write it, tell how its actions go, and adopt it."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
PLANNERS = LEADS
"""They write priorities, outcomes and actions, and put the plan to a board."""
TELLERS = WRITERS
"""They tell how an action goes: leads of any, contributors of those their organisation leads."""
ADOPTERS = APPROVERS
"""They mark a plan adopted, with the decision of a board."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the plan of a workspace."""
    return actor.has_role(workspace, READERS)


def can_plan(actor: Actor, workspace: str) -> bool:
    """Whether the actor writes the plan."""
    return actor is HEADWATER or actor.has_role(workspace, PLANNERS)


def can_tell(actor: Actor, workspace: str, *, organisation_id: int | None) -> bool:
    """Whether the actor tells how an action goes that an organisation leads."""
    if can_plan(actor, workspace):
        return True
    return organisation_id is not None and any(
        seat.role in TELLERS
        and seat.workspace == workspace
        and seat.organisation_id == organisation_id
        for seat in actor.seats
    )


def can_adopt(actor: Actor, workspace: str) -> bool:
    """Whether the actor marks a plan adopted."""
    return actor.has_role(workspace, ADOPTERS)


def check_can_plan(actor: Actor, workspace: str, *, what: str = "write the plan") -> None:
    """Raises unless the actor writes the plan."""
    if not can_plan(actor, workspace):
        raise NotAllowedError(what=what, who="leads")


def check_can_tell(actor: Actor, workspace: str, *, organisation_id: int | None) -> None:
    """Raises unless the actor tells how the action goes."""
    if not can_tell(actor, workspace, organisation_id=organisation_id):
        raise NotAllowedError(
            what="tell how this action goes",
            who="leads and people of the organisation that leads it",
        )


def check_can_adopt(actor: Actor, workspace: str) -> None:
    """Raises unless the actor marks a plan adopted."""
    if not can_adopt(actor, workspace):
        raise NotAllowedError(what="mark a plan adopted", who="approvers")
