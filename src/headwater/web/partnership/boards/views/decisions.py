"""Pages of decisions: the register, and one decision with what it is tied to."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.partnership.boards.forms.meetings import DecisionFilter
from headwater.web.partnership.boards.models import Decision
from headwater.web.partnership.boards.presenters import meetings as presenters
from headwater.web.partnership.boards.queries import boards as board_queries
from headwater.web.partnership.boards.queries import meetings as queries
from headwater.web.thread.queries import strands_of

A_PAGE = 25


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """What boards decided, the latest first."""
    form = _filter(request, workspace)
    found = _chosen(request, workspace, form)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.decisions_table(page),
        "csv": f"{reverse('boards:decisions_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "boards/decisions.html", context)


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    found = _chosen(request, workspace, _filter(request, workspace))
    rows = presenters.decision_rows(found)
    return csv_response(f"{workspace}-decisions.csv", presenters.DECISION_COLUMNS, rows)


@require_safe
def decision(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One decision: its words, how it was counted, and what came of it."""
    today = timezone.localdate()
    found = queries.decision_for(request.actor, workspace, reference, today=today)
    context = {
        "workspace": workspace,
        "decision": found,
        "tag": None if found.is_carried else presenters.not_carried(),
        "minuted": presenters.minuted_tag(found.meeting.minutes),
        "facts": presenters.decision_facts(found),
        "votes": presenters.votes_table(queries.with_votes(found)),
        "strands": strands_of(request.actor, workspace, ("decision", found.reference)),
    }
    return render(request, "boards/decision.html", context)


def _filter(request: ActorRequest, workspace: str) -> DecisionFilter:
    boards = board_queries.boards_for(request.actor, workspace)
    return DecisionFilter(request.GET, boards=boards)


def _chosen(request: ActorRequest, workspace: str, form: DecisionFilter) -> QuerySet[Decision]:
    found = queries.decisions_for(request.actor, workspace, today=timezone.localdate())
    return queries.chosen_decisions(found, **form.cleaned_data) if form.is_valid() else found
