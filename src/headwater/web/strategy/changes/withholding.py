"""Leaving parts of an action out of the public version, and showing them again."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.audit.ledger import audited, record
from headwater.web.strategy.changes.actions import held_action
from headwater.web.strategy.events import Event
from headwater.web.strategy.models import Action, Withheld
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.planning import Ground, Part, PlanError


@audited
def withhold(
    *, action: Action, part: Part, ground: Ground, why: str, actor: Actor, at: datetime
) -> Withheld:
    """Leave a part of an action out of public versions from now on. The log says why."""
    held = held_action(action)
    permissions.check_can_plan(actor, held.workspace.slug)
    if not why.strip():
        raise PlanError("Say why it is left out, so that somebody else can judge it.")
    if held.withheld.filter(part=part, ended_at=None).exists():
        raise PlanError("That part is left out already.")
    made = Withheld.objects.create(
        action=held, part=part, ground=ground, why=why.strip(), by=actor.reference, at=at
    )
    _record(Event.WITHHELD, made, actor=actor, at=at)
    return made


@audited
def disclose(*, withheld: Withheld, actor: Actor, at: datetime) -> None:
    """Show a part in public versions again. The log keeps that it was left out."""
    permissions.check_can_plan(actor, withheld.action.workspace.slug)
    shown = Withheld.objects.filter(pk=withheld.pk, ended_at=None).update(
        ended_by=actor.reference, ended_at=at
    )
    if not shown:
        raise NotYours
    _record(Event.DISCLOSED, withheld, actor=actor, at=at)


def _record(event: Event, withheld: Withheld, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=withheld,
        by=actor,
        at=at,
        workspace=withheld.action.workspace.slug,
        action=withheld.action.reference,
        part=withheld.part,
        ground=withheld.ground,
    )
