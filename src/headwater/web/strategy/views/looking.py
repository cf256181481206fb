"""The same actions as a board and as a timeline."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.strategy.models import Action
from headwater.web.strategy.presenters import board as boards
from headwater.web.strategy.presenters import timeline as timelines
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.statuses import Status
from headwater.web.strategy.views.actions import action_filter, chosen


@require_safe
def board(request: ActorRequest, workspace: str) -> HttpResponse:
    """The actions in columns by declared status. A card is moved by the choice on it."""
    today = timezone.localdate()
    form = action_filter(request, workspace)
    found, stands = chosen(request, workspace, form, today=today)

    def may_tell(action: Action) -> bool:
        led_by = action.lead_id
        return permissions.can_tell(request.actor, workspace, organisation_id=led_by)

    context = {
        "workspace": workspace,
        "filter_form": form,
        "lanes": boards.lanes(found, stands, today=today, may_tell=may_tell),
        "is_any": bool(found),
        "withdrawn": sum(1 for each in found if each.stands is Status.WITHDRAWN),
        "may_plan": permissions.can_plan(request.actor, workspace),
        "asked": request.GET.urlencode(),
    }
    return render(request, "strategy/board.html", context)


@require_safe
def timeline(request: ActorRequest, workspace: str) -> HttpResponse:
    """The actions as bars in time, beside their dates."""
    today = timezone.localdate()
    form = action_filter(request, workspace)
    found, _ = chosen(request, workspace, form, today=today)
    shown = [each for each in found if each.stands is not Status.WITHDRAWN]
    context = {
        "workspace": workspace,
        "filter_form": form,
        "timeline": timelines.timeline(shown, today=today),
        "may_plan": permissions.can_plan(request.actor, workspace),
        "asked": request.GET.urlencode(),
    }
    return render(request, "strategy/timeline.html", context)
