"""Scorecards: what each rule turned out to be worth, on the page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.insights.watch.presenters import scorecards as presenters
from headwater.web.insights.watch.queries import scorecards as queries
from headwater.web.insights.watch.rules import permissions
from headwater.web.partners.queries import workspace_for


@require_safe
def scorecards(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every rule that has been on, with its record."""
    here = workspace_for(request.actor, workspace)
    scored = queries.scorecards(here, at=timezone.now())
    context = {
        "workspace": workspace,
        "table": presenters.table(scored),
        "is_empty": not scored,
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "watch/scorecards.html", context)


@require_safe
def scorecards_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    scored = queries.scorecards(workspace_for(request.actor, workspace), at=timezone.now())
    return csv_response(
        f"{workspace}-scorecards.csv", presenters.CSV_COLUMNS, presenters.csv_rows(scored)
    )


@require_safe
def scorecard(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One rule's record."""
    found = queries.scorecard_for(request.actor, workspace, reference, at=timezone.now())
    context = {
        "workspace": workspace,
        "rule": found.rule,
        "verdict": presenters.verdict(found.card),
        "precision": presenters.precision_words(found.card),
        "rows": presenters.rows(found.card),
        "beside": presenters.beside(found.card),
        "meanings": presenters.MEANINGS,
    }
    return render(request, "watch/scorecard.html", context)
