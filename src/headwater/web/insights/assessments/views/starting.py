"""The list of assessments, and asking for one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core.periods import Month
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.editions import queries as editions
from headwater.web.editions.errors import AlreadyUnderWayError
from headwater.web.editions.models import Kind
from headwater.web.editions.rules import permissions
from headwater.web.insights.assessments import changes, presenters, queries
from headwater.web.insights.assessments.forms import ListForm, StartForm
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import workspace_for

A_PAGE = 25


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every assessment of the workspace, latest first."""
    found = editions.of_kind(request.actor, workspace, Kind.ASSESSMENT)
    form = ListForm(request.GET)
    if form.is_valid():
        if form.cleaned_data["status"]:
            found = found.filter(status=form.cleaned_data["status"])
        if form.cleaned_data["area"]:
            found = found.filter(area_name__icontains=form.cleaned_data["area"])
    listed = found.defer("facts", "key_findings", "checks", "summary")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    names = queries.names_of(each.requested_by for each in page)
    words = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.listing(page, names),
        "may_start": permissions.can_run(request.actor, workspace),
    }
    return render(request, "assessments/list.html", words)


def start(request: ActorRequest, workspace: str) -> HttpResponse:
    """Choose an area and months, and ask for an assessment."""
    place = workspace_for(request.actor, workspace)
    form = _start_form(request, place)
    if form.is_valid():
        try:
            edition = changes.start(
                workspace=place,
                area_code=form.cleaned_data["area"],
                area_name=_name_of(form.cleaned_data["area"], place),
                period=form.cleaned_data["period"],
                actor=request.actor,
                at=timezone.now(),
            )
        except AlreadyUnderWayError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The assessment was asked for. You can leave this page.")
            return redirect("insights:assessment", workspace, edition.reference)
    words = {
        "workspace": workspace,
        "form": form,
        "held": presenters.held(queries.held_months()),
    }
    return render(request, "assessments/start.html", words)


def _start_form(request: ActorRequest, place: Workspace) -> StartForm:
    today = timezone.localdate()
    usual = queries.usual_period(today=today)
    return StartForm(
        sent(request),
        areas=queries.areas_of(place),
        latest=Month.of(today).plus(-1),
        initial={"area": place.area_code, "first": str(usual.first), "last": str(usual.last)},
    )


def _name_of(code: str, place: Workspace) -> str:
    return next(area.name for area in queries.areas_of(place) if area.code == code)
