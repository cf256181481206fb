"""What of the plan can be tied to other things, and how other rooms make an action."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.strategy.changes import actions as changes
from headwater.web.strategy.links import plan_address
from headwater.web.strategy.models import Action, Outcome, Plan, Priority
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.describing import Description
from headwater.web.strategy.rules.planning import Standing
from headwater.web.strategy.rules.statuses import Status
from headwater.web.thread.kinds import Bead, Kind, Making, register

MOST_OFFERED = 20
USUAL_TIME = timedelta(days=91)
"""Until an action is due that nobody gave a day."""
R = TypeVar("R", bound=Model)


def _seen(rows: QuerySet[R], actor: Actor, workspace: str) -> QuerySet[R]:
    """Rows for those who read the plan; nothing for anybody else."""
    may = actor is HEADWATER or permissions.can_read(actor, workspace)
    return rows if may else rows.none()


def _priorities(actor: Actor, workspace: str) -> QuerySet[Priority]:
    return _seen(Priority.objects.filter(workspace__slug=workspace), actor, workspace)


def _outcomes(actor: Actor, workspace: str) -> QuerySet[Outcome]:
    return _seen(Outcome.objects.filter(priority__workspace__slug=workspace), actor, workspace)


def _actions(actor: Actor, workspace: str) -> QuerySet[Action]:
    rows = Action.objects.filter(workspace__slug=workspace).select_related("workspace")
    return _seen(rows, actor, workspace)


def _plans(actor: Actor, workspace: str) -> QuerySet[Plan]:
    rows = Plan.objects.filter(workspace__slug=workspace).select_related("workspace")
    return _seen(rows, actor, workspace)


def _priority_bead(workspace: str, row: Priority) -> Bead:
    address = f"{reverse('strategy:plan', args=[workspace])}#{row.reference}"
    return Bead("priority", row.reference, row.title, address, stands=not row.is_dropped)


def _outcome_bead(workspace: str, row: Outcome) -> Bead:
    address = f"{reverse('strategy:plan', args=[workspace])}#{row.reference}"
    return Bead("outcome", row.reference, row.title, address, stands=not row.is_dropped)


def _action_bead(workspace: str, row: Action) -> Bead:
    said = row.closed_at or row.told_at or row.written_at
    return Bead(
        kind="action",
        reference=row.reference,
        title=row.title,
        address=reverse("strategy:action", args=[workspace, row.reference]),
        state=row.stands.words,
        on=timezone.localdate(said),
        stands=row.stands is not Status.WITHDRAWN,
    )


def _plan_bead(row: Plan) -> Bead:
    said = row.adopted_at or row.put_at or row.written_at
    return Bead(
        kind="plan",
        reference=row.reference,
        title=str(row),
        address=plan_address(row),
        state=row.stands.words,
        on=timezone.localdate(said),
        stands=row.stands is not Standing.REPLACED,
    )


def find_priorities(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    """Priorities by reference."""
    rows = _priorities(actor, workspace).filter(reference__in=references)
    return {each.reference: _priority_bead(workspace, each) for each in rows}


def offer_priorities(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Priorities of the plan with these words."""
    rows = _priorities(actor, workspace).filter(is_dropped=False, title__icontains=text)
    return [_priority_bead(workspace, each) for each in rows[:MOST_OFFERED]]


def find_outcomes(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Outcomes by reference."""
    rows = _outcomes(actor, workspace).filter(reference__in=references)
    return {each.reference: _outcome_bead(workspace, each) for each in rows}


def offer_outcomes(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Outcomes of the plan with these words."""
    rows = _outcomes(actor, workspace).filter(is_dropped=False, title__icontains=text)
    return [_outcome_bead(workspace, each) for each in rows[:MOST_OFFERED]]


def find_actions(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Actions by reference."""
    rows = _actions(actor, workspace).filter(reference__in=references)
    return {each.reference: _action_bead(workspace, each) for each in rows}


def offer_actions(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Actions with these words, the latest written first."""
    rows = _actions(actor, workspace).filter(title__icontains=text).order_by("-written_at", "-pk")
    return [_action_bead(workspace, each) for each in rows[:MOST_OFFERED]]


def make_action(making: Making) -> str:
    """An action written where it was thought of. It gets its place in the plan later."""
    today = timezone.localdate(making.at)
    made = changes.write(
        workspace=making.workspace,
        description=Description(
            title=making.title,
            starts_on=today,
            due_on=making.due_on or today + USUAL_TIME,
            lead=making.organisation.reference if making.organisation else "",
        ),
        actor=making.actor,
        at=making.at,
    )
    return made.reference


def find_plans(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Versions of the plan by reference."""
    rows = _plans(actor, workspace).filter(reference__in=references)
    return {each.reference: _plan_bead(each) for each in rows}


def offer_plans(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Versions of the plan with these words, the latest first."""
    rows = _plans(actor, workspace).filter(title__icontains=text)
    return [_plan_bead(each) for each in rows[:MOST_OFFERED]]


def register_kinds() -> None:
    """Make the kinds of the plan known to the thread."""
    for kind in (
        Kind("priority", "priority", "priorities", find_priorities, offer_priorities),
        Kind("outcome", "outcome", "outcomes", find_outcomes, offer_outcomes),
        Kind("action", "action", "actions", find_actions, offer_actions, make_action),
    ):
        register(replace(kind, answers_settled=True))
    register(Kind("plan", "version of the plan", "versions of the plan", find_plans, offer_plans))
