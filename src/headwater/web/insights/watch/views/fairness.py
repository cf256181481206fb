"""Fairness of a rule: who lives where it would have spoken, on the page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.insights.watch.presenters import fairness as presenters
from headwater.web.insights.watch.queries import rules as queries


@require_safe
def fairness(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Whose neighbourhoods a rule picks, and whether what it counts feeds itself."""
    found = queries.rule_for(request.actor, workspace, reference)
    context = {
        "workspace": workspace,
        "rule": found,
        "sentence": presenters.sentence(found),
        "tables": presenters.tables(found),
        "rests_on": presenters.rests_on(found),
        "not_held": presenters.not_held(found),
        "meanings": presenters.MEANINGS,
        "recording": presenters.recording(found),
    }
    return render(request, "watch/rule_fairness.html", context)


@require_safe
def fairness_csv(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The same as a file."""
    found = queries.rule_for(request.actor, workspace, reference)
    return csv_response(
        f"fairness-{found.slug}.csv", presenters.CSV_COLUMNS, presenters.lines(found)
    )
