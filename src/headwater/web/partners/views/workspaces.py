"""Where somebody's work begins, and what each role may do there."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.partners import presenters, queries


@require_safe
def choose(request: ActorRequest) -> HttpResponse:
    """The workspaces somebody works in; straight on where there is one."""
    found = list(queries.workspaces_for(request.actor))
    if len(found) == 1:
        return redirect("worklist:worklist", workspace=found[0].slug)
    return render(request, "partners/choose.html", {"workspaces": found})


@require_safe
def roles(request: ActorRequest, workspace: str) -> HttpResponse:
    """The six roles, explained, and who gives them."""
    found = queries.workspace_for(request.actor, workspace)
    page = {
        "sections": presenters.sections(workspace, current="partners:roles"),
        "guide": presenters.guide(),
        "held": sorted(role.value for role in request.actor.roles_in(workspace)),
        "administrators": queries.administrators_of(found, today=timezone.localdate()),
    }
    return render(request, "partners/roles.html", page)
