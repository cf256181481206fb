"""Who may read the directory of services, correct it, take files in and send links."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
EDITORS = WRITERS
"""Leads correct any entry, contributors those of their organisations."""
KEEPERS = LEADS
"""They take files in, undo that, send links and close entries of others."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the directory of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_keep(actor: Actor, workspace: str) -> bool:
    """Whether the actor keeps the whole directory."""
    return actor is HEADWATER or actor.has_role(workspace, KEEPERS)


def can_edit(actor: Actor, workspace: str, *, organisation_id: int | None) -> bool:
    """Whether the actor corrects the entries of an organisation; of nobody's where it is None."""
    if can_keep(actor, workspace):
        return True
    return organisation_id is not None and any(
        seat.role in EDITORS
        and seat.workspace == workspace
        and seat.organisation_id == organisation_id
        for seat in actor.seats
    )


def check_can_keep(actor: Actor, workspace: str, *, what: str) -> None:
    """Raises unless the actor keeps the whole directory."""
    if not can_keep(actor, workspace):
        raise NotAllowedError(what=what, who="leads")


def check_can_edit(actor: Actor, workspace: str, *, organisation_id: int | None) -> None:
    """Raises unless the actor corrects the entries of an organisation."""
    if not can_edit(actor, workspace, organisation_id=organisation_id):
        raise NotAllowedError(
            what="change this entry",
            who="leads and people of the organisation that keeps it",
        )
