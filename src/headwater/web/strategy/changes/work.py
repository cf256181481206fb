"""What waits for whom because of an action: to be done, told of, shown or decided."""

from datetime import date, datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.notices.rules import one_line
from headwater.web.strategy.events import Work
from headwater.web.strategy.links import LONGEST_TITLE, action_address
from headwater.web.strategy.models import Action
from headwater.web.strategy.rules.permissions import PLANNERS, TELLERS
from headwater.web.strategy.rules.statuses import CLOSED, DONE
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_SHOW = 10
WORKING_DAYS_TO_DECIDE = 10
WORKING_DAYS_TO_TELL = 5


def follow(action: Action, *, at: datetime) -> None:
    """Worklists follow what an action says now: what waits is posted, what is over is closed."""
    follow_due(action, at=at)
    if action.stands in DONE - CLOSED:
        due_on = add_working_days(timezone.localdate(at), WORKING_DAYS_TO_SHOW)
        for_lead(action, Work.SHOW, f"Show that it is done: {action.title}", due_on=due_on, at=at)
    else:
        close(action, Work.SHOW, at=at)
    _decision(action, at=at)


def follow_due(action: Action, *, at: datetime) -> None:
    """Whoever leads is chased for the next milestone while one is due before the action itself."""
    if action.stands in DONE | CLOSED:
        close(action, Work.ACTION_DUE, at=at)
        return
    still = action.milestones.filter(reached_on=None, due_on__lt=action.due_on)
    step = still.order_by("due_on", "pk").first()
    title = f"Action due: {action.title}"
    if step is not None:
        title = f"Milestone due: {step.title}, of the action {action.title}"
    due_on = step.due_on if step else action.due_on
    for_lead(action, Work.ACTION_DUE, title, due_on=due_on, at=at)


def _decision(action: Action, *, at: datetime) -> None:
    if not action.decision_needed or action.stands in CLOSED:
        close(action, Work.DECIDE, at=at)
        return
    worklist.post(
        workspace=action.workspace,
        kind=Work.DECIDE,
        title=one_line(f"A decision is needed: {action.title}", LONGEST_TITLE),
        link=action_address(action),
        about=action.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=PLANNERS,
        at=at,
    )


def for_lead(action: Action, kind: Work, title: str, *, due_on: date, at: datetime) -> None:
    """Something waits for whoever leads an action; for leads of the plan where nobody does."""
    worklist.post(
        workspace=action.workspace,
        kind=kind,
        title=one_line(title, LONGEST_TITLE),
        link=action_address(action),
        about=action.reference,
        due_on=due_on,
        organisation=action.lead,
        roles=TELLERS if action.lead else PLANNERS,
        at=at,
    )


def close(action: Action, kind: Work, *, at: datetime) -> None:
    """It waits for nobody any more."""
    worklist.close(workspace=action.workspace, kind=kind, about=action.reference, at=at)


def hand_over(action: Action, *, at: datetime) -> None:
    """Another organisation leads the action: what waited for the one before waits no more."""
    for kind in (Work.ACTION_DUE, Work.TELL, Work.SHOW):
        close(action, kind, at=at)
