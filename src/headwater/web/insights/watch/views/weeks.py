"""The weeks that were run, and having one run."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core.errors import HeadwaterError
from headwater.core.weeks import Week
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.editions.models import Edition
from headwater.web.insights.assessments.queries import names_of
from headwater.web.insights.watch.changes import weeks as changes
from headwater.web.insights.watch.forms.weeks import RunForm, WeeksForm
from headwater.web.insights.watch.presenters import weeks as presenters
from headwater.web.insights.watch.queries import weeks as queries
from headwater.web.insights.watch.rules import permissions
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import workspace_for

A_PAGE = 25


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every run of a week, the latest week first."""
    form = WeeksForm(request.GET)
    found = _asked(request, workspace, form)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    names = names_of(each.requested_by for each in page)
    words = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.listing(page, names),
        "csv": f"{reverse('insights:watch_weeks_csv', args=[workspace])}?{request.GET.urlencode()}",
        "may_run": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "watch/weeks.html", words)


def _asked(request: ActorRequest, workspace: str, form: WeeksForm) -> QuerySet[Edition]:
    """The runs that a filter leaves; all where it makes no sense."""
    found = queries.weeks_for(request.actor, workspace).defer(
        "facts", "key_findings", "checks", "summary"
    )
    if not form.is_valid():
        return found
    if form.cleaned_data["status"]:
        found = found.filter(status=form.cleaned_data["status"])
    if form.cleaned_data["area"]:
        found = found.filter(area_name__icontains=form.cleaned_data["area"])
    return found


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The list, filtered as on the page, as a file."""
    found = list(_asked(request, workspace, WeeksForm(request.GET)))
    names = names_of(each.requested_by for each in found)
    rows = presenters.csv_rows(found, names)
    return csv_response(f"{workspace}-weeks.csv", presenters.CSV_COLUMNS, rows)


def run(request: ActorRequest, workspace: str) -> HttpResponse:
    """Choose an area and a week, and have its rules run."""
    place = workspace_for(request.actor, workspace)
    ready = queries.ready(place, today=timezone.localdate())
    form = _run_form(request, place, ready) if ready else None
    if form is not None and form.is_valid():
        try:
            edition = changes.run(
                workspace=place,
                area_code=form.cleaned_data["area"],
                week=Week.parse(form.cleaned_data["week"]),
                actor=request.actor,
                at=timezone.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The week was asked for. You can leave this page.")
            return redirect("insights:assessment", workspace, edition.reference)
    words = {
        "workspace": workspace,
        "form": form,
        "table": presenters.ready_table(ready, workspace),
    }
    return render(request, "watch/week_run.html", words)


def _run_form(request: ActorRequest, place: Workspace, ready: list[queries.Ready]) -> RunForm:
    today = timezone.localdate()
    rules = queries.rules_by_area(place, today=today)
    first = next(iter(rules))
    known = [each.latest for each in ready if each.latest]
    judged = [each.latest for each in ready if each.latest and each.rule.area_code == first]
    whole = Week.of(today).plus(-1)
    return RunForm(
        sent(request),
        rules=list(rules.values()),
        latest=max(known, default=whole),
        initial={"area": first, "week": str(min(judged, default=whole))},
    )
