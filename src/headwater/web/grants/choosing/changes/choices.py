"""Asking for a set of projects, keeping what was found, and recording what people decided."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.choosing.changes.attempts import still_mine
from headwater.web.grants.choosing.errors import NotMadeError
from headwater.web.grants.choosing.events import Event, Waits
from headwater.web.grants.choosing.links import choice_address
from headwater.web.grants.choosing.models import Choice, Verdict
from headwater.web.grants.choosing.queries import choices as queries
from headwater.web.grants.choosing.rules import permissions
from headwater.web.grants.choosing.rules.wishes import Wish, check_verdict, check_wish
from headwater.web.grants.choosing.rules.working import Status
from headwater.web.grants.rounds.models import Round
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_DECIDE = 10
MADE = ("status", "made_at", "result", "version", "step", "done", "total")


@audited
def ask(*, round: Round, wish: Wish, actor: Actor, at: datetime) -> Choice:
    """Have a worker find which applications of a round to pay for within limits.

    What the applications say now is kept, so that the answer can be found again.
    """
    workspace = round.workspace
    permissions.check_can_choose(actor, workspace.slug, what="have a set of projects worked out")
    if round.pk in queries.closed_to(actor, workspace.slug):
        raise NotYours
    found = queries.to_choose_from(round)
    check_wish(wish, {each.reference for each in found})
    overridden = queries.overridden(actor, workspace.slug, [each.reference for each in found])
    made = Choice(
        workspace=workspace,
        round=round,
        limits=wish.as_data(),
        applications=[
            queries.frozen(each, is_overridden=each.reference in overridden) for each in found
        ],
        asked_by=actor.reference,
        asked_at=at,
    )
    made.save(force_insert=True)
    _record(Event.ASKED, made, actor=actor, at=at, applications=len(found))
    # Tasks write through this module, so it cannot import them first.
    from headwater.web.grants.choosing import tasks

    transaction.on_commit(partial(tasks.choose.enqueue, made.reference))
    return made


@audited
def keep_made(*, choice: Choice, result: Mapping[str, Any], at: datetime) -> Choice:
    """Keep the sets that were found, and ask leads for a decision."""
    held = still_mine(choice)
    held.status, held.made_at, held.result = Status.MADE, at, dict(result)
    held.version += 1
    held.save(update_fields=MADE)
    _record(Event.MADE, held, actor=HEADWATER, at=at, projects=len(held.best))
    worklist.post(
        workspace=held.workspace,
        kind=Waits.DECIDE,
        title=f"Decide which projects of “{held.round.title}” to pay for"[:200],
        link=choice_address(held),
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=permissions.CHOOSERS,
        at=at,
    )
    return held


@audited
def keep_failure(*, choice: Choice, sentence: str, at: datetime) -> Choice:
    """Say why no set was found."""
    held = still_mine(choice)
    held.status, held.failure = Status.FAILED, sentence
    held.version += 1
    held.save(update_fields=["status", "failure", "version"])
    _record(Event.FAILED, held, actor=HEADWATER, at=at)
    return held


@audited
def decide(
    *,
    choice: Choice,
    picked: Collection[str],
    reason: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> Verdict:
    """Record which projects people decided to pay for, with their reason where it differs.

    A later decision stands before an earlier one, which is kept. Nobody is awarded anything by it.
    """
    permissions.check_can_choose(actor, choice.workspace.slug, what="record a decision")
    rows = Choice.objects.select_for_update(of=("self",)).select_related("workspace", "round")
    held = rows.get(pk=choice.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="decision")
    if held.stands is not Status.MADE:
        raise NotMadeError
    known = [each["reference"] for each in held.applications]
    follows = check_verdict(picked, best=held.best, known=known, reason=reason)
    verdict = Verdict.objects.create(
        choice=held,
        picked=sorted(picked),
        follows=follows,
        reason=reason.strip(),
        decided_by=actor.reference,
        decided_at=at,
    )
    held.version += 1
    held.save(update_fields=["version"])
    _record(Event.DECIDED, held, actor=actor, at=at, projects=len(verdict.picked), follows=follows)
    worklist.close(workspace=held.workspace, kind=Waits.DECIDE, about=held.reference, at=at)
    return verdict


def _record(event: Event, choice: Choice, *, actor: Actor, at: datetime, **facts: Any) -> None:
    record(
        event,
        about=choice,
        by=actor,
        at=at,
        workspace=choice.workspace.slug,
        round=choice.round.reference,
        **facts,
    )
