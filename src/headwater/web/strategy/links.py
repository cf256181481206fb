"""Where the parts of the plan are for those signed in."""

from django.urls import reverse

from headwater.web.strategy.models import Action, Plan

LONGEST_TITLE = 200
"""Of what stands on a worklist."""


def action_address(action: Action, name: str = "") -> str:
    """A page of an action, as `action_address(action, "tell")`; its first by no name."""
    route = f"strategy:action_{name}" if name else "strategy:action"
    return reverse(route, args=[action.workspace.slug, action.reference])


def plan_address(plan: Plan, name: str = "") -> str:
    """A page of a version of the plan; its first by no name."""
    route = f"strategy:version_{name}" if name else "strategy:version"
    return reverse(route, args=[plan.workspace.slug, plan.reference])
