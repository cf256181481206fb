"""Who reads the tasks of the Duty, who answers them, and who monitors for the policing body."""

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role
from headwater.web.partnership.duty.rules.errors import NotAllowedError

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
"""They read tasks with their answers, and readiness."""
ANSWERERS = WRITERS
"""A contributor answers for the organisations they speak for, a lead for all."""
CORRESPONDENTS = WRITERS | APPROVERS | AUDITORS
"""They read returns, requests and concerns: a contributor those of their organisations only."""
SEE_ALL = LEADS | APPROVERS | AUDITORS
MONITORS = LEADS
"""They ask for returns and information, record findings and take concerns further."""


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the tasks of a workspace. headwater itself reads all."""
    return actor == HEADWATER or actor.has_role(workspace, READERS)


def can_correspond(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads any return, request or concern."""
    return actor == HEADWATER or actor.has_role(workspace, CORRESPONDENTS)


def sees_all(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the returns, requests and concerns of every organisation."""
    return actor == HEADWATER or actor.has_role(workspace, SEE_ALL)


def speaks_for(actor: Actor, workspace: str) -> frozenset[int]:
    """The organisations that somebody answers for, because they contribute or lead there."""
    return frozenset(
        seat.organisation_id
        for seat in actor.seats
        if seat.workspace == workspace and seat.role in ANSWERERS
    )


def can_answer(actor: Actor, workspace: str, *, organisation: int | None) -> bool:
    """Whether the actor answers for an organisation; by none, for the whole partnership."""
    return can_monitor(actor, workspace) or organisation in speaks_for(actor, workspace)


def can_monitor(actor: Actor, workspace: str) -> bool:
    """Whether the actor monitors for the local policing body."""
    return actor.has_role(workspace, MONITORS)


def check_can_answer(actor: Actor, workspace: str, *, organisation: int | None) -> None:
    """Raises unless the actor answers for the organisation."""
    if not can_answer(actor, workspace, organisation=organisation):
        raise NotAllowedError(
            what="answer this", who="leads and those who speak for the organisation"
        )


def check_can_monitor(actor: Actor, workspace: str) -> None:
    """Raises unless the actor monitors for the local policing body."""
    if not can_monitor(actor, workspace):
        raise NotAllowedError(what="monitor how the Duty is met", who="leads")
