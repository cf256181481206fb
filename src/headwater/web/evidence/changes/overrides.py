"""A board's override of a harmful approach: asked for, approved by somebody else, ended."""

from datetime import date, datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.evidence.events import Event, Work
from headwater.web.evidence.links import override_address
from headwater.web.evidence.models import Override
from headwater.web.evidence.queries.evidence import APPROACH, OVERRIDE
from headwater.web.evidence.queries.readings import known
from headwater.web.evidence.rules import overriding, permissions
from headwater.web.evidence.rules.library import library
from headwater.web.evidence.rules.overriding import OverrideRefusedError, Standing
from headwater.web.partners.models import Workspace
from headwater.web.thread import changes as thread
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_APPROVE = 5


@audited
def ask(  # noqa: PLR0913 - which approach, where, why, by which decision, until when, by whom
    *,
    workspace: Workspace,
    approach: str,
    use: End,
    reason: str,
    decision: str,
    expires_on: date,
    actor: Actor,
    at: datetime,
) -> Override:
    """Ask for a harmful approach to be used in one place all the same, as a board decided.

    It is asked for before the approach is chosen there. Raises `NothingToTieError` where the
    place or the decision is not there for the actor.
    """
    slug = workspace.slug
    permissions.check_has(actor, slug, permissions.ASKERS, what="ask for an override", who="leads")
    chosen = known(slug).get(approach)
    overriding.check_asked(
        is_harmful=bool(chosen and chosen.harmful),
        reason=reason,
        expires_on=expires_on,
        today=timezone.localdate(at),
    )
    _check_none_waits(workspace, approach, use)
    made = Override.objects.create(
        workspace=workspace,
        approach=approach,
        use_kind=use[0],
        use_reference=use[1],
        reason=reason.strip(),
        decision=decision,
        expires_on=expires_on,
        asked_by=actor.reference,
        asked_at=at,
    )
    _tie(made, actor=actor, at=at)
    worklist.post(
        workspace=workspace,
        kind=Work.APPROVE,
        title=f"Approve or end the override: {library()[approach].name}",
        link=override_address(made),
        about=made.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_APPROVE),
        roles=permissions.DECIDERS,
        at=at,
    )
    _record(Event.OVERRIDE_ASKED, made, actor=actor, at=at)
    return made


def _check_none_waits(workspace: Workspace, approach: str, use: End) -> None:
    waiting = Override.objects.filter(
        workspace=workspace,
        approach=approach,
        use_kind=use[0],
        use_reference=use[1],
        standing=Standing.WAITING,
    )
    if waiting.exists():
        raise OverrideRefusedError("An override of this use waits for an approver already.")


def _tie(override: Override, *, actor: Actor, at: datetime) -> None:
    here = (OVERRIDE, override.reference)
    for relation, end in (
        (Relation.DECIDED_IN, ("decision", override.decision)),
        (Relation.PART_OF, override.use),
        (Relation.ANSWERS, (APPROACH, override.approach)),
    ):
        thread.tie(
            workspace=override.workspace,
            first=here,
            relation=relation,
            second=end,
            actor=actor,
            at=at,
        )


@audited
def approve(*, override: Override, version: int, actor: Actor, at: datetime) -> Override:
    """Say that the board's decision holds. Somebody other than who asked does.

    Raises `ChangedMeanwhileError` where somebody else moved it first.
    """
    held = _held(override, version)
    permissions.check_has(
        actor,
        held.workspace.slug,
        permissions.DECIDERS,
        what="approve an override",
        who="approvers",
    )
    overriding.check_approved(
        standing=held.stage,
        asked_by=held.asked_by,
        approved_by=actor.reference,
        expires_on=held.expires_on,
        today=timezone.localdate(at),
    )
    held.standing = Standing.APPROVED.value
    held.approved_by, held.approved_at = actor.reference, at
    held.version += 1
    held.save(update_fields=["standing", "approved_by", "approved_at", "version"])
    _close(held, at=at)
    _record(Event.OVERRIDE_APPROVED, held, actor=actor, at=at)
    return held


@audited
def end(*, override: Override, why: str, version: int, actor: Actor, at: datetime) -> Override:
    """Decline an override, take it back, or end it before its last day.

    Raises `ChangedMeanwhileError` where somebody else moved it first.
    """
    held = _held(override, version)
    permissions.check_has(
        actor,
        held.workspace.slug,
        permissions.ENDERS,
        what="end an override",
        who="leads and approvers",
    )
    if held.stage is Standing.ENDED:
        raise OverrideRefusedError("It has ended already.")
    if not why.strip():
        raise OverrideRefusedError("Say why it ends.")
    held.standing = Standing.ENDED.value
    held.ended_by, held.ended_at, held.why_ended = actor.reference, at, why.strip()
    held.version += 1
    held.save(update_fields=["standing", "ended_by", "ended_at", "why_ended", "version"])
    _close(held, at=at)
    _record(Event.OVERRIDE_ENDED, held, actor=actor, at=at)
    return held


def _held(override: Override, version: int) -> Override:
    rows = Override.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=override.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="override")
    return held


def _close(override: Override, *, at: datetime) -> None:
    worklist.close(workspace=override.workspace, kind=Work.APPROVE, about=override.reference, at=at)


def _record(event: Event, override: Override, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=override,
        by=actor,
        at=at,
        workspace=override.workspace.slug,
        approach=override.approach,
        use=f"{override.use_kind} {override.use_reference}",
        decision=override.decision,
    )
