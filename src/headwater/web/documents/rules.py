"""Who may read and dispose of documents: plain Python."""

from datetime import date

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import APPROVERS, LEADS, WRITERS
from headwater.web.documents.errors import DisposalError

APPLICATION = "application"
"""The purpose of what somebody hands in who applies for money."""
READ_IN_THEIR_ROOM = frozenset({APPLICATION})
"""Purposes of files that only their own room opens: it knows who has an interest in them."""


def reads_all(actor: Actor, workspace: str) -> bool:
    """Whether somebody reads every document of a workspace: whoever leads its work."""
    return actor.has_role(workspace, LEADS)


def reads_of(actor: Actor, workspace: str) -> frozenset[int]:
    """Partners whose documents somebody reads: those they supply files for."""
    return frozenset(
        seat.organisation_id
        for seat in actor.seats
        if seat.workspace == workspace and seat.role in WRITERS
    )


def organisation_of(actor: Actor, workspace: str) -> int | None:
    """For which partner somebody hands a file in: the one they supply for, where it is one."""
    found = reads_of(actor, workspace)
    return next(iter(found)) if len(found) == 1 else None


def is_due(keep_until: date, *, today: date) -> bool:
    """Whether a document has been kept as long as it was to be.

    >>> is_due(date(2026, 3, 1), today=date(2026, 3, 1))
    False
    >>> is_due(date(2026, 3, 1), today=date(2026, 3, 2))
    True
    """
    return today > keep_until


def can_ask(actor: Actor, workspace: str) -> bool:
    """Whether somebody may ask for a disposal."""
    return actor.has_role(workspace, LEADS)


def can_approve(actor: Actor, workspace: str) -> bool:
    """Whether somebody may approve disposals that others asked for."""
    return actor.has_role(workspace, APPROVERS)


def check_is_another(actor: Actor, *, asked_by: str) -> None:
    """Whoever approves is not whoever asked."""
    if actor.reference == asked_by:
        raise DisposalError.same_person()
