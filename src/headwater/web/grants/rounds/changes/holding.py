"""A round held while it is changed, and what the ledger says of it."""

from datetime import datetime
from typing import Any

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, record
from headwater.web.grants.rounds.events import Event
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.rules import permissions, workflow


def held(round: Round) -> Round:
    """The round as it is now, which nobody else changes until this change is done."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("workspace", "fund")
    return rows.get(pk=round.pk)


def held_draft(round: Round, actor: Actor, *, version: int | None = None) -> Round:
    """The same of a round whose parts may still change. Raises where they may not."""
    row = held(round)
    permissions.check_can_build(actor, row.workspace.slug)
    workflow.check_may_build(row.state)
    if version is not None and row.version != version:
        raise ChangedMeanwhileError(what="round")
    return row


def say(event: Event, round: Round, /, *, actor: Actor, at: datetime, **facts: Any) -> None:
    """Write into the ledger what was done to a round."""
    record(event, about=round, by=actor, at=at, workspace=round.workspace.slug, **facts)
