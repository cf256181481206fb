"""How partners came to meetings, on the page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.partnership.boards.forms.meetings import EngagementFilter
from headwater.web.partnership.boards.presenters import boards as presenters
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import engagement as queries
from headwater.web.partnership.boards.rules.engaging import a_year_before


@require_safe
def engagement(request: ActorRequest, workspace: str) -> HttpResponse:
    """By organisation, how its seats were filled over twelve months."""
    today = timezone.localdate()
    form, board = _asked(request, workspace)
    found = queries.engagement_of(request.actor, workspace, today=today, board=board)
    context = {
        "workspace": workspace,
        "filter_form": form,
        "table": presenters.engagement_table(found, workspace=workspace),
        "first": a_year_before(today),
        "last": today,
        "meetings": queries.meetings_counted(workspace, today=today, board=board),
        "csv": f"{reverse('boards:engagement_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "boards/engagement.html", context)


@require_safe
def engagement_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    _, board = _asked(request, workspace)
    today = timezone.localdate()
    found = queries.engagement_of(request.actor, workspace, today=today, board=board)
    rows = presenters.engagement_rows(found)
    return csv_response(f"{workspace}-engagement.csv", presenters.ENGAGEMENT_COLUMNS, rows)


def _asked(request: ActorRequest, workspace: str) -> tuple[EngagementFilter, str]:
    boards = board_queries.boards_for(request.actor, workspace)
    form = EngagementFilter(request.GET, boards=boards)
    return form, form.cleaned_data["board"] if form.is_valid() else ""
