"""The inbox of alerts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest


@require_safe
def inbox(request: ActorRequest, workspace: str) -> HttpResponse:
    """Alerts that wait for somebody, and those that were answered."""
    return render(request, "watch/inbox.html", {"workspace": workspace})
