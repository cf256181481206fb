"""Writing down what the toolkit says of an approach."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.evidence.changes import readings as changes
from headwater.web.evidence.forms.readings import ReadingForm
from headwater.web.evidence.links import approach_address
from headwater.web.evidence.queries.evidence import check_approach
from headwater.web.evidence.rules.library import library
from headwater.web.partners import queries as partners


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest, workspace: str, approach: str) -> HttpResponse:
    """Keep what the page of an approach says today."""
    place = partners.workspace_for(request.actor, workspace)
    check_approach(request.actor, workspace, approach)
    found = library()[approach]
    form = ReadingForm(sent(request), approach=found, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            changes.write(workspace=place, read=form.read(), actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Written down. It counts from now on.")
            return redirect(approach_address(workspace, approach))
    context = {
        "workspace": workspace,
        "of": found,
        "form": form,
        "heading": f"What the toolkit says: {found.name}",
        "back": approach_address(workspace, approach),
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/evaluation_form.html", context, status=status)
