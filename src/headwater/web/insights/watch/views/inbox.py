"""The inbox of alerts, on the page and as a file."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.insights.watch.forms.alerts import InboxForm
from headwater.web.insights.watch.models import Alert
from headwater.web.insights.watch.presenters import alerts as presenters
from headwater.web.insights.watch.queries import alerts as queries
from headwater.web.insights.watch.queries.rules import on_in
from headwater.web.insights.watch.rules import permissions
from headwater.web.partners.queries import workspace_for

PER_PAGE = 25


@require_safe
def inbox(request: ActorRequest, workspace: str) -> HttpResponse:
    """Alerts that wait for somebody, and those that were answered."""
    today = timezone.localdate()
    place = workspace_for(request.actor, workspace)
    form = _filter(request, workspace)
    page = Paginator(_chosen(request, workspace, form), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    latest = queries.latest_week(place)
    counts = queries.counts(request.actor, workspace)
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.inbox_table(shown, queries.seen_last(shown), today=today),
        "summary": presenters.summary(counts),
        "has_alerts": any(counts.values()),
        "latest": latest,
        "rules_on": on_in(place, today).count(),
        "may_keep": permissions.can_keep(request.actor, workspace),
        "csv": f"{reverse('insights:alerts_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "watch/inbox.html", context)


@require_safe
def inbox_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    found = list(_chosen(request, workspace, _filter(request, workspace)))
    rows = presenters.csv_rows(found, queries.seen_last(found))
    return csv_response(f"{workspace}-alerts.csv", presenters.CSV_COLUMNS, rows)


def _filter(request: ActorRequest, workspace: str) -> InboxForm:
    return InboxForm(request.GET, rules=queries.rules_with_alerts(request.actor, workspace))


def _chosen(request: ActorRequest, workspace: str, form: InboxForm) -> QuerySet[Alert]:
    """Alerts that were asked for. A filter that makes no sense filters nothing."""
    found = queries.alerts_for(request.actor, workspace)
    return queries.chosen(found, **form.cleaned_data) if form.is_valid() else found
