"""Things are tied to tasks and domains as evidence, and taken away again."""

from collections.abc import Sequence
from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.duty.events import Event
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.errors import DutyError
from headwater.web.thread import changes as thread
from headwater.web.thread.changes import End
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation


@audited
def show(
    *,
    workspace: Workspace,
    what: End,
    of: Organisation | None,
    shown_by: Sequence[End],
    actor: Actor,
    at: datetime,
) -> None:
    """Some things show what an organisation owes; of none, what the whole partnership does.

    Raises `NothingToTieError` where one of them is not there for the actor.
    """
    permissions.check_can_answer(actor, workspace.slug, organisation=of.pk if of else None)
    if not shown_by:
        raise DutyError("Choose at least one thing that shows it.")
    for each in shown_by:
        thread.tie(
            workspace=workspace,
            first=each,
            relation=Relation.EVIDENCE,
            second=what,
            actor=actor,
            at=at,
        )
    record(
        Event.EVIDENCE_SHOWN,
        about=what[1],
        kind=what[0],
        by=actor,
        at=at,
        workspace=workspace.slug,
        things=len(shown_by),
    )


@audited
def take_away(*, tie: Tie, of: Organisation | None, actor: Actor, at: datetime) -> None:
    """Something no longer shows it. The record keeps that it did."""
    workspace = tie.workspace
    permissions.check_can_answer(actor, workspace.slug, organisation=of.pk if of else None)
    thread.untie(tie=tie, actor=actor, at=at)
    record(
        Event.EVIDENCE_TAKEN_AWAY,
        about=tie.to_reference,
        kind=tie.to_kind,
        by=actor,
        at=at,
        workspace=workspace.slug,
        tie=tie.reference,
    )
