"""Asking for the public side of an adopted plan to be published, with how its promises go."""

from datetime import datetime

from django.utils.text import slugify

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Kind, Release
from headwater.web.strategy.models import Plan
from headwater.web.strategy.queries.snapshots import for_release
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.planning import PlanError, Standing

LONGEST_SLUG = 120


@audited
def propose(
    *, plan: Plan, reason: str, embargo_until: datetime | None, actor: Actor, at: datetime
) -> Release:
    """Propose the adopted plan as its public version says it, with its promises as they stand now.

    Two approvers decide, neither of whom wrote it. Proposed again later, it tells how the promises
    go by then.
    """
    permissions.check_can_plan(actor, plan.workspace.slug)
    if plan.stands is not Standing.ADOPTED:
        raise PlanError("Only the version that a board adopted is published.")
    return releases.propose(
        workspace=plan.workspace,
        kind=Kind.PLAN,
        subject=plan.reference,
        title=plan.title,
        slug=slugify(f"plan {plan.workspace.area_name}")[:LONGEST_SLUG],
        snapshot=for_release(plan, at=at),
        is_restricted=True,
        checks={},
        reason=reason,
        embargo_until=embargo_until,
        actor=actor,
        at=at,
        authors={plan.written_by, plan.put_by},
    )
