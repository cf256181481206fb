"""Pages of actions: the list and its file, one action, writing it, and telling how it goes."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.strategy.forms.actions import ActionFilter
from headwater.web.strategy.models import Action
from headwater.web.strategy.presenters import actions as presenters
from headwater.web.strategy.presenters import versions
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.queries import plan as plans
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.computing import Computed
from headwater.web.strategy.rules.statuses import Status
from headwater.web.thread.queries import strands_of

PER_PAGE = 25


@require_safe
def actions(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every action of the plan as a table."""
    today = timezone.localdate()
    form = action_filter(request, workspace)
    found, stands = chosen(request, workspace, form, today=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.table(list(page), stands, today=today),
        "summary": presenters.summary(found, stands, today=today),
        "is_any": bool(found) or bool(request.GET),
        "may_plan": permissions.can_plan(request.actor, workspace),
        "asked": request.GET.urlencode(),
        "csv": f"{reverse('strategy:actions_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "strategy/actions.html", context)


@require_safe
def actions_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    form = action_filter(request, workspace)
    found, stands = chosen(request, workspace, form, today=timezone.localdate())
    rows = presenters.csv_rows(found, stands)
    return csv_response(f"{workspace}-actions.csv", presenters.CSV_COLUMNS, rows)


def action_filter(request: ActorRequest, workspace: str) -> ActionFilter:
    """The filter of every view of the actions, as the address has it."""
    return ActionFilter(
        request.GET,
        priorities=plans.priorities_for(request.actor, workspace).filter(is_dropped=False),
        leads=queries.leads_of(request.actor, workspace),
    )


def chosen(
    request: ActorRequest, workspace: str, form: ActionFilter, *, today: date
) -> tuple[list[Action], dict[int, Computed]]:
    """Actions that were asked for, and how each stands. A filter without sense filters nothing."""
    rows = queries.actions_for(request.actor, workspace)
    asked = dict(form.cleaned_data) if form.is_valid() else {}
    look = asked.pop("look", "")
    found = list(queries.chosen(rows, **asked))
    stands = queries.standings(found, today=today)
    return _looked_for(found, stands, look, today=today), stands


def _looked_for(
    found: list[Action], stands: dict[int, Computed], look: str, *, today: date
) -> list[Action]:
    """Actions that answer a question no one field answers; all of them where none is asked."""
    is_open = [each for each in found if each.closed_at is None]
    is_part = [each for each in found if each.stands is not Status.WITHDRAWN]
    match look:
        case "differs":
            found = queries.differing(found, stands)
        case "overdue":
            found = [each for each in is_open if each.due_on < today]
        case "unheard":
            found = queries.unheard_of(found, today=today)
        case "decision":
            found = [each for each in is_open if each.decision_needed]
        case "unplaced":
            found = [each for each in is_open if each.outcome_id is None]
        case "unanswering":
            found = queries.answering_nothing(is_part)
        case "unled":
            found = [each for each in is_part if each.lead_id is None]
        case "unlevelled":
            found = [each for each in is_part if not each.prevention]
        case "promise":
            found = [each for each in found if each.is_promise]
    return found


@require_safe
def action(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything that is known of an action."""
    today = timezone.localdate()
    found = queries.action_for(request.actor, workspace, reference)
    stands = queries.standing_of(found, today=today)
    may_plan = permissions.can_plan(request.actor, workspace)
    may_tell = permissions.can_tell(request.actor, workspace, organisation_id=found.lead_id)
    updates = list(queries.updates_of(found))
    earlier = list(queries.earlier_milestones_of(found))
    told_by = {*(each.by for each in updates), *(each.by for each in earlier)}
    names = queries.names_of({found.written_by, *told_by})
    context = {
        "workspace": workspace,
        "action": found,
        "tag": presenters.status_tag(found.stands),
        "computed": presenters.status_tag(stands.status),
        "is_same": stands.status is found.stands,
        "because": stands.because,
        "due": presenters.due(found, today=today),
        "facts": presenters.facts(found),
        "holds": presenters.holds(found),
        "milestones": presenters.milestones(
            found, found.milestones.all(), today=today, may_tell=may_tell
        ),
        "ties": presenters.ties(strands_of(request.actor, workspace, ("action", reference))),
        "timeline": presenters.timeline(found, updates, earlier, names),
        "withheld": versions.withheld(workspace, queries.withheld_of(found), may_change=may_plan),
        "may_plan": may_plan,
        "may_tell": may_tell,
    }
    return render(request, "strategy/action.html", context)
