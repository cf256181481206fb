"""What the public is told: promises and how they go, and what of an action is left out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.strategy.changes import withholding as changes
from headwater.web.strategy.forms.plans import WithholdForm
from headwater.web.strategy.links import action_address
from headwater.web.strategy.presenters import versions as presenters
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.queries import versions
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.planning import Ground, Part

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def promises(request: ActorRequest, workspace: str) -> HttpResponse:
    """What the public was promised, and how each promise goes."""
    found = list(queries.promises_for(request.actor, workspace))
    stands = queries.standings(found, today=timezone.localdate())
    context = {"workspace": workspace, "table": presenters.promises(found, stands)}
    return render(request, "strategy/promises.html", context)


@require_safe
def promises_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    found = list(queries.promises_for(request.actor, workspace))
    stands = queries.standings(found, today=timezone.localdate())
    rows = presenters.promise_rows(found, stands)
    return csv_response(f"{workspace}-promises.csv", presenters.PROMISE_COLUMNS, rows)


@look_or_send
def withhold(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Leave a part of an action out of the public version."""
    found = queries.action_for(request.actor, workspace, reference)
    permissions.check_can_plan(request.actor, workspace)
    form = WithholdForm(sent(request))
    if form.is_valid():
        try:
            changes.withhold(
                action=found,
                part=Part(form.cleaned_data["part"]),
                ground=Ground(form.cleaned_data["ground"]),
                why=form.cleaned_data["why"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Left out of public versions from now on.")
            return redirect(action_address(found))
    context = {"workspace": workspace, "action": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "strategy/withhold.html", context, status=status)


@look_or_send
def disclose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Show a part in public versions again, after asking once."""
    found = versions.withheld_one(request.actor, workspace, reference)
    permissions.check_can_plan(request.actor, workspace)
    back = action_address(found.action)
    if request.method == "POST":
        changes.disclose(withheld=found, actor=request.actor, at=clock.now())
        messages.success(request, "Shown in public versions from now on.")
        return redirect(back)
    context = {
        "heading": f"Show this to the public again: {Part(found.part).words.lower()}?",
        "words": [
            f"{found.action.title}: it was left out because {Ground(found.ground).words.lower()}.",
            "Versions that were put to a board do not change. The next one shows it.",
        ],
        "button": "Show it again",
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)
