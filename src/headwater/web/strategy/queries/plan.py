"""Reading the plan as it is written: priorities, the outcomes below them, and their actions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.strategy.models import Action, Outcome, Priority
from headwater.web.strategy.queries.actions import actions_for
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.statuses import Status


@dataclass(frozen=True, slots=True)
class Branch:
    """An outcome and what is done for it."""

    outcome: Outcome
    actions: Sequence[Action]


@dataclass(frozen=True, slots=True)
class Limb:
    """A priority and the outcomes below it."""

    priority: Priority
    branches: Sequence[Branch]


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole plan. Withdrawn actions are no part of it."""

    limbs: Sequence[Limb]
    unplaced: Sequence[Action]
    """Actions that no outcome holds yet."""

    @property
    def actions(self) -> list[Action]:
        """Every action that an outcome holds, in the order of the plan."""
        return [each for limb in self.limbs for b in limb.branches for each in b.actions]


def tree_for(actor: Actor, workspace: str) -> Tree:
    """The plan as it is written now. Raises `NotYours` for those who do not read it."""
    priorities = priorities_for(actor, workspace).filter(is_dropped=False)
    outcomes = Outcome.objects.filter(priority__in=priorities, is_dropped=False)
    outcomes = outcomes.select_related("priority")
    rows = list(actions_for(actor, workspace).exclude(status=Status.WITHDRAWN))
    limbs = [
        Limb(
            priority,
            [
                Branch(outcome, [a for a in rows if a.outcome_id == outcome.pk])
                for outcome in outcomes
                if outcome.priority_id == priority.pk
            ],
        )
        for priority in priorities
    ]
    held = {each.pk for limb in limbs for b in limb.branches for each in b.actions}
    return Tree(limbs, [each for each in rows if each.pk not in held])


def priorities_for(actor: Actor, workspace: str) -> QuerySet[Priority]:
    """Every priority of a workspace whose plan the actor reads, dropped ones too."""
    if actor is not HEADWATER and not permissions.can_read(actor, workspace):
        raise NotYours
    return Priority.objects.filter(workspace__slug=workspace).select_related("workspace")


def outcomes_for(actor: Actor, workspace: str) -> QuerySet[Outcome]:
    """Outcomes that are part of the plan, in its order."""
    rows = Outcome.objects.filter(priority__in=priorities_for(actor, workspace))
    return rows.select_related("priority__workspace")


def priority_for(actor: Actor, workspace: str, reference: str) -> Priority:
    """One priority. Raises `NotYours` for any other, there or not."""
    found = priorities_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def outcome_for(actor: Actor, workspace: str, reference: str) -> Outcome:
    """One outcome. Raises `NotYours` for any other, there or not."""
    found = outcomes_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found
