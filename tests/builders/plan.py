"""Priorities, outcomes and actions of a joint plan."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.strategy.changes import actions, plans, structure, telling
from headwater.web.strategy.changes.plans import Front
from headwater.web.strategy.changes.structure import Said
from headwater.web.strategy.changes.telling import Telling
from headwater.web.strategy.models import (
    Action,
    Milestone,
    Outcome,
    Plan,
    Priority,
    Withheld,
    Wording,
)
from headwater.web.strategy.queries.actions import description_of
from headwater.web.strategy.queries.snapshots import for_release
from headwater.web.strategy.rules.describing import Description
from headwater.web.strategy.rules.planning import Ground, Part, Standing
from headwater.web.strategy.rules.statuses import Blocker, Status

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""
PLAN: dict[str, Any] = {
    "title": "Loamshire plan",
    "number": 1,
    "foreword": "Ten partners wrote it.",
    "first_day": "2026-04-01",
    "last_day": "2029-03-31",
    "adopted_on": "2026-03-20",
    "as_of": "2026-06-01",
    "left_out_words": "Left out: 1 action. The grounds: it could endanger a person.",
    "promises": [
        {
            "promise": "A youth club opens on Fridays",
            "led_by": "Loamshire County Council",
            "due_on": "2026-09-30",
            "state": "Under way",
        }
    ],
    "priorities": [],
}
"""A plan as the public reads it."""
A_DAY = timedelta(days=1)
FIRST, DUE = date(2026, 3, 2), date(2026, 6, 30)


def lead() -> Actor:
    """Somebody who writes the plan."""
    return actor_of(build_member(Role.LEAD))


def build_outcome(workspace: Workspace | None = None, *, title: str = "Fewer injuries") -> Outcome:
    """An outcome below a priority."""
    place = workspace or build_workspace()
    said = Said("Safer evenings", "Most injuries happen in the evening.")
    priority = structure.write_priority(workspace=place, said=said, actor=HEADWATER, at=AT)
    said = Said(title, "Hospital attendances for assault, 10% fewer by 2027.")
    return structure.write_outcome(priority=priority, said=said, actor=HEADWATER, at=AT)


def described(**given: Any) -> Description:
    """What an action says."""
    fields = {"title": "Open a youth club on Fridays", "starts_on": FIRST, "due_on": DUE, **given}
    return Description(**fields)


def build_action(workspace: Workspace | None = None, *, at: datetime = AT, **given: Any) -> Action:
    """An action that an organisation leads."""
    place = workspace or build_workspace()
    led_by = {"lead": build_organisation(place).reference} if "lead" not in given else {}
    said = described(**led_by, **given)
    return actions.write(workspace=place, description=said, actor=HEADWATER, at=at)


def tell(
    action: Action,
    status: Status = Status.ON_TRACK,
    *,
    actor: Actor | None = None,
    at: datetime = AT,
    **given: Any,
) -> Action:
    """Say how an action goes."""
    action.refresh_from_db()
    return telling.tell(
        action=action,
        telling=Telling(status=status, **given),
        version=action.told_version,
        actor=actor or lead(),
        at=at,
    )


# --- one of everything ---------------------------------------------------------------------------


def plan_rows(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    """One of each thing of a plan. `said` stands in every text that somebody enters."""
    by = {"written_by": person.reference, "written_at": AT}
    priority = Priority.objects.create(workspace=workspace, title=said[:160], why=said, **by)
    outcome = Outcome.objects.create(priority=priority, title=said[:200], measure=said, **by)
    action = Action.objects.create(
        workspace=workspace,
        outcome=outcome,
        lead=organisation,
        starts_on=FIRST,
        due_on=DUE,
        status=Status.BLOCKED,
        blocker=Blocker.DATA,
        is_promise=True,
        **dict.fromkeys(("title", "paid_by"), said[:200]),
        **dict.fromkeys(("detail", "public_wording", "reason", "evidence"), said),
        **dict.fromkeys(("blocked_by", "decision_needed"), said),
        lead_role=said[:120],
        **by,
    )
    plain = description_of(action).plain()
    Wording.objects.create(action=action, number=1, said=plain, by=person.reference, at=AT)
    step = {"title": said[:160], "due_on": DUE, "who": said[:120]}
    milestone = Milestone.objects.create(action=action, version=2, **step)
    action.earlier_milestones.create(
        milestone=milestone.pk, version=1, by=person.reference, at=AT, **step
    )
    action.updates.create(
        by=person.reference,
        at=AT,
        before=Status.ON_TRACK,
        declared=Status.BLOCKED,
        computed=Status.AT_RISK,
        reached=[said],
        **dict.fromkeys(("text", "reason", "blocked_by", "decision_needed", "evidence"), said),
    )
    withheld = action.withheld.create(
        part=Part.WHO, ground=Ground.FUNCTIONS, why=said, by=person.reference, at=AT
    )
    front = Front(said[:160], said, FIRST, DUE)
    plan = plans.start(workspace=workspace, front=front, actor=HEADWATER, at=AT)
    plan = plans.put_to_board(plan=plan, version=plan.version, actor=HEADWATER, at=AT)
    plan.reviews.create(text=said, next_on=DUE, by=person.reference, at=AT)
    return {
        "priority": priority,
        "outcome": outcome,
        "planned_action": action,
        "milestone": milestone,
        "withheld": withheld,
        "plan": plan,
    }


def plan_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    action = {"reference": rows["planned_action"].reference, "number": rows["milestone"].pk}
    version = {"reference": rows["plan"].reference, "audience": "public", "kind": "docx"}
    return (
        ("strategy:priority", {"reference": rows["priority"].reference}),
        ("strategy:outcome_new", {"reference": rows["priority"].reference}),
        ("strategy:outcome_edit", {"reference": rows["outcome"].reference}),
        ("strategy:action", action),
        ("strategy:milestone", action),
        ("strategy:withhold", action),
        ("strategy:disclose", {"reference": rows["withheld"].reference}),
        ("strategy:version", version),
    )


def released_plan(plan: Plan) -> dict[str, Any]:
    """What the public would read of a version, had a board adopted it."""
    plan.adopted_at = AT
    return for_release(plan, at=AT)


def crowd_plan() -> None:
    """Many versions that were replaced, and parts that were left out once and are shown again."""
    plan = Plan.objects.order_by("pk")[0]
    fields = {"workspace": plan.workspace, "title": plan.title, "decision": "D-2222-2222"}
    Plan.objects.bulk_create(
        Plan(
            **fields,
            number=number,
            first_day=FIRST,
            last_day=DUE,
            standing=Standing.REPLACED,
            internal=plan.internal,
            public=plan.public,
            written_by=plan.written_by,
            written_at=AT,
            adopted_at=AT,
            review_due_on=DUE,
        )
        for number in range(500, 530)
    )
    copied = Withheld.objects.exclude(part__in=list(Part))
    copied.update(part=Part.WHO, ended_by=plan.written_by, ended_at=AT)
