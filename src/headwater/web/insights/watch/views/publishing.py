"""Proposing the scorecards for release."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.insights.watch.changes import publishing as changes
from headwater.web.partners.queries import workspace_for
from headwater.web.releases.forms import ProposeForm

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
def propose(request: ActorRequest, workspace: str) -> HttpResponse:
    """Ask for the scorecards to be made public as they are now."""
    form = ProposeForm(sent(request))
    if form.is_valid():
        try:
            release = changes.propose_scorecards(
                workspace=workspace_for(request.actor, workspace),
                reason=form.cleaned_data["reason"],
                embargo_until=form.embargo_until,
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Proposed. The approvers have been told.")
            return redirect("releases:release", workspace, release.reference)
    context = {
        "form": form,
        "heading": "Propose the scorecards for publication",
        "words": [
            "The public will see what each rule turned out to be worth as it is now, with the "
            "false alerts that were to be expected. Later weeks need a new proposal.",
            "The purpose of each rule, and which body answers for it, become public with it.",
        ],
        "button": "Propose",
        "cancel_href": reverse("insights:watch_scorecards", args=[workspace]),
    }
    return render(request, "design_system/confirm.html", context)
