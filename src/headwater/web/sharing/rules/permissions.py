"""Who may read the registers of sharing, write in them, and approve."""

from collections.abc import Collection

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
ALL_WRITERS = WRITERS
"""Leads write everything; contributors what their organisation is a party to."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the registers of a workspace."""
    return actor is HEADWATER or actor.has_role(workspace, READERS)


def can_write(actor: Actor, workspace: str, organisations: Collection[int]) -> bool:
    """Whether the actor writes what these organisations are parties to."""
    if actor is HEADWATER or actor.has_role(workspace, LEADS):
        return True
    return any(
        seat.role in WRITERS
        and seat.workspace == workspace
        and seat.organisation_id in organisations
        for seat in actor.seats
    )


def can_begin(actor: Actor, workspace: str) -> bool:
    """Whether the actor writes anything at all."""
    return actor is HEADWATER or actor.has_role(workspace, ALL_WRITERS)


def can_approve(actor: Actor, workspace: str) -> bool:
    """Whether the actor approves agreements and assessments."""
    return actor.has_role(workspace, APPROVERS)


def check_can_write(actor: Actor, workspace: str, organisations: Collection[int]) -> None:
    """Raises unless the actor writes what these organisations are parties to."""
    if not can_write(actor, workspace, organisations):
        raise NotAllowedError(
            what="write this", who="leads, and contributors of the organisations it is about,"
        )


def check_can_approve(actor: Actor, workspace: str) -> None:
    """Raises unless the actor approves."""
    if not can_approve(actor, workspace):
        raise NotAllowedError(what="approve this", who="approvers")
