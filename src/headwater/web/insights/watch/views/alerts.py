"""One alert: what rose, and what people say of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.insights.watch.queries import alerts as queries


@require_safe
def alert(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything that is known of an alert."""
    found = queries.alert_for(request.actor, workspace, reference)
    return render(request, "watch/alert.html", {"workspace": workspace, "alert": found})
