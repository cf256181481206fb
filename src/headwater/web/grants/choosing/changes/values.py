"""Asking what the awards of a round gave for their money, and keeping what was found."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.choosing.changes.attempts import still_mine
from headwater.web.grants.choosing.events import Event
from headwater.web.grants.choosing.models import Reckoning
from headwater.web.grants.choosing.queries import values as queries
from headwater.web.grants.choosing.rules import permissions
from headwater.web.grants.choosing.rules.working import Status
from headwater.web.grants.rounds.models import Round


class UnderWayError(HeadwaterError):
    """What is asked for is being worked out already."""

    def __init__(self) -> None:
        super().__init__("This is being worked out already. Look again in a minute.")


@audited
def reckon(*, round: Round, actor: Actor, at: datetime) -> Reckoning:
    """Have a worker find what the awards of a round gave for their money, as it stands now."""
    workspace = round.workspace
    permissions.check_can_choose(actor, workspace.slug, what="have value for money worked out")
    if Reckoning.objects.filter(round=round, status=Status.WORKING).exists():
        raise UnderWayError
    made = Reckoning.objects.create(
        workspace=workspace,
        round=round,
        awards=queries.frozen_awards(round),
        asked_by=actor.reference,
        asked_at=at,
    )
    _record(Event.VALUE_ASKED, made, actor=actor, at=at)
    # Tasks write through this module, so it cannot import them first.
    from headwater.web.grants.choosing import tasks

    transaction.on_commit(partial(tasks.value.enqueue, made.reference))
    return made


@audited
def keep_made(*, reckoning: Reckoning, result: Mapping[str, Any], at: datetime) -> Reckoning:
    """Keep what was found."""
    held = still_mine(reckoning)
    held.status, held.made_at, held.result = Status.MADE, at, dict(result)
    held.save(update_fields=["status", "made_at", "result"])
    _record(Event.VALUE_MADE, held, actor=HEADWATER, at=at)
    return held


@audited
def keep_failure(*, reckoning: Reckoning, sentence: str, at: datetime) -> Reckoning:
    """Say why it could not be found."""
    held = still_mine(reckoning)
    held.status, held.failure = Status.FAILED, sentence
    held.save(update_fields=["status", "failure"])
    _record(Event.VALUE_FAILED, held, actor=HEADWATER, at=at)
    return held


def _record(event: Event, row: Reckoning, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=row,
        by=actor,
        at=at,
        workspace=row.workspace.slug,
        round=row.round.reference,
        awards=len(row.awards),
    )
