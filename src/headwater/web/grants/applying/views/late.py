"""What reached a partnership late, and the two people who take it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying.changes import late as changes
from headwater.web.grants.applying.forms.late import LateReasonForm, Show
from headwater.web.grants.applying.presenters import late as presenters
from headwater.web.grants.applying.queries import late as queries
from headwater.web.grants.applying.rules import permissions

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25


@require_safe
def listed(request: ActorRequest, workspace: str) -> HttpResponse:
    """Applications that reached the partnership after their round had closed."""
    form = Show(request.GET)
    rows = form.narrow(queries.late_for(request.actor, workspace))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "form": form,
        "page": page,
        "asked": request.GET.urlencode(),
        "table": presenters.table(page.object_list, is_filtered=bool(form.changed_data)),
    }
    return render(request, "applying/late_list.html", context)


@require_safe
def listed_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    rows = Show(request.GET).narrow(queries.late_for(request.actor, workspace))
    return csv_response(
        f"{workspace}-late-applications.csv", presenters.CSV_COLUMNS, presenters.csv_rows(rows)
    )


@look_or_send
def one(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One late application: what happened, and what a lead would do."""
    found = queries.late_one_for(request.actor, workspace, reference)
    form = LateReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        act = changes.refuse if form.is_refusal else changes.propose
        try:
            act(
                late=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            words = "Refused. Those who applied are told." if form.is_refusal else presenters.ASKED
            messages.success(request, words)
            return redirect("applying:late_one", workspace, reference)
    may_decide = found.is_taken is None and permissions.can_propose(request.actor, workspace)
    is_other = found.proposed_by != request.actor.reference
    context = {
        "workspace": workspace,
        "late": found,
        "application": found.application,
        "tag": presenters.state_tag(found),
        "facts": presenters.facts(found),
        "form": form,
        "may_decide": may_decide,
        "may_take": found.is_taken is None
        and bool(found.proposed_by)
        and is_other
        and permissions.can_take(request.actor, workspace),
    }
    status = 422 if form.errors else 200
    return render(request, "applying/late_one.html", context, status=status)


@look_or_send
def take(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The second person is asked whether to take a late application, and takes it."""
    found = queries.late_one_for(request.actor, workspace, reference)
    back = reverse("applying:late_one", args=[workspace, reference])
    if request.method == "POST":
        try:
            changes.take(late=found, actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Taken. It is marked as late wherever it is decided.")
        return redirect(back)
    context = {
        "heading": "Take this late application?",
        "words": presenters.taking(found),
        "button": "Agree and take it",
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)
