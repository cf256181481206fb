"""Who may see, confirm and undo an upload, and who says what is expected."""

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import LEADS, WRITERS, Role

SEES_ALL = frozenset({Role.LEAD, Role.AUDITOR})


class NotAllowedError(HeadwaterError):
    """Somebody may see a thing and may not do this to it."""


def sees_every_upload(actor: Actor, workspace: str) -> bool:
    """Whether somebody sees the uploads of every organisation of a workspace."""
    return actor.has_role(workspace, SEES_ALL)


def supplies_for(actor: Actor, workspace: str) -> frozenset[int]:
    """The organisations of a workspace that somebody may hand in files for."""
    return frozenset(
        seat.organisation_id
        for seat in actor.seats
        if seat.workspace == workspace and seat.role in WRITERS
    )


def can_see(actor: Actor, workspace: str, organisation_id: int) -> bool:
    """Whether somebody may see the uploads of an organisation."""
    return sees_every_upload(actor, workspace) or (
        organisation_id in supplies_for(actor, workspace)
    )


def can_work_on(actor: Actor, workspace: str, organisation_id: int) -> bool:
    """Whether somebody may match, confirm, undo or abandon an organisation's upload."""
    is_lead = actor.has_role(workspace, LEADS)
    return is_lead or organisation_id in supplies_for(actor, workspace)


def check_can_work_on(actor: Actor, workspace: str, organisation_id: int) -> None:
    """Refuse somebody who may look and not act."""
    if not can_work_on(actor, workspace, organisation_id):
        raise NotAllowedError(
            "Only those who supply files for this organisation, and leads, may do that. Ask one of "
            "them."
        )


def can_confirm(
    actor: Actor, workspace: str, organisation_id: int, *, replaces_others: bool
) -> bool:
    """Whether somebody may load an upload.

    A file that takes the place of rows another organisation supplied waits for a lead: the code
    in its name may be a slip of the hand.
    """
    if replaces_others:
        return actor.has_role(workspace, LEADS)
    return can_work_on(actor, workspace, organisation_id)


def check_can_confirm(
    actor: Actor, workspace: str, organisation_id: int, *, replaces_others: bool
) -> None:
    """Refuse somebody who may not load an upload."""
    check_can_work_on(actor, workspace, organisation_id)
    if not can_confirm(actor, workspace, organisation_id, replaces_others=replaces_others):
        raise NotAllowedError(
            "This file takes the place of rows that your organisation did not supply. A lead must "
            "confirm it."
        )


def check_can_expect(actor: Actor, workspace: str) -> None:
    """Refuse somebody who may not say which files are expected."""
    if not actor.has_role(workspace, LEADS):
        raise NotAllowedError("Only leads say which files are expected.")
