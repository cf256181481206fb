"""Which files are expected, and what became of them."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import UsageError
from headwater.core.periods import Month
from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.insights.data_in import presenters, queries
from headwater.web.insights.data_in.changes import expected as changes
from headwater.web.insights.data_in.forms import (
    EARLIEST,
    LATEST,
    ExpectedChangeForm,
    ExpectedForm,
    LeaveForm,
)
from headwater.web.insights.data_in.models import ExpectedFile
from headwater.web.insights.data_in.rules.expecting import MONTHS_SHOWN, Every, Standing
from headwater.web.insights.data_in.supplies import title_of
from headwater.web.insights.data_in.views.files import csv_file
from headwater.web.partners.queries import workspace_for

BOTH = ["GET", "HEAD", "POST"]


def _months(request: ActorRequest) -> list[Month]:
    """The twelve months shown: up to this one, or up to the one that was asked for."""
    last = Month.of(timezone.localdate())
    with suppress(UsageError):
        asked = Month.parse(request.GET.get("to", str(last)))
        last = min(max(asked, EARLIEST), LATEST)
    return [last.plus(-back) for back in range(MONTHS_SHOWN - 1, -1, -1)]


@require_safe
def calendar(request: ActorRequest, workspace: str) -> HttpResponse:
    """What arrived, what is late, rejected and due: suppliers down, months across."""
    here = workspace_for(request.actor, workspace)
    months = _months(request)
    awaited = queries.calendar(here, first=months[0], last=months[-1], today=timezone.localdate())
    late = [each for each in awaited if each.standing is Standing.LATE]
    return render(
        request,
        "data_in/expected.html",
        {
            "workspace": here,
            "table": presenters.calendar_table(awaited, workspace, months=months),
            "late_words": (
                f"{counted(len(late), 'file')} late."
                if late
                else "No file is late in these months."
            ),
            "last": months[-1],
            "earlier": months[0].plus(-1),
            "later": months[-1].plus(MONTHS_SHOWN),
            "may_manage": request.actor.has_role(workspace, LEADS),
        },
    )


@require_safe
def calendar_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The calendar for a spreadsheet, one line a file."""
    here = workspace_for(request.actor, workspace)
    months = _months(request)
    awaited = queries.calendar(here, first=months[0], last=months[-1], today=timezone.localdate())
    return csv_file(
        presenters.calendar_rows(awaited), name=f"expected-files-{workspace}-{months[-1]}.csv"
    )


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every expected file, to be changed."""
    here = workspace_for(request.actor, workspace)
    table = presenters.expected_table(queries.expected_in(here), workspace)
    return render(request, "data_in/expected_list.html", {"workspace": here, "table": table})


@require_http_methods(BOTH)
def add(request: ActorRequest, workspace: str) -> HttpResponse:
    """Expect a file."""
    here = workspace_for(request.actor, workspace)
    organisations = queries.organisations_to_supply(request.actor, here, today=timezone.localdate())
    form = ExpectedForm(sent(request), organisations=organisations)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            changes.expect(
                workspace=here,
                organisation=given["organisation"],
                source=given["source"],
                supplier=given["supplier"],
                every=Every(given["every"]),
                due_days=given["due_days"],
                starts=given["starts"],
                actor=request.actor,
                at=clock.now(),
            )
            messages.success(request, f"{title_of(given['source'])} is expected from now on.")
            return redirect("insights:expected_list", workspace)
        except changes.ExpectedAlreadyError as error:
            form.add_error("supplier", str(error))
    context = {"workspace": here, "form": form, "heading": "Expect a file"}
    return render(
        request, "data_in/expected_form.html", context, status=422 if form.errors else 200
    )


@require_http_methods(BOTH)
def change(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what is expected."""
    here = workspace_for(request.actor, workspace)
    found = queries.expected_for(here, reference)
    form = ExpectedChangeForm(
        sent(request),
        organisations=queries.organisations_to_supply(
            request.actor, here, today=timezone.localdate()
        ),
        initial=_as_it_is(found),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            changes.change_expected(
                expected=found,
                organisation=given["organisation"],
                every=Every(given["every"]),
                due_days=given["due_days"],
                starts=given["starts"],
                ends=given["ends"],
                actor=request.actor,
                at=clock.now(),
                version=given["version"],
            )
            messages.success(request, "Saved.")
            return redirect("insights:expected_list", workspace)
        except ChangedMeanwhileError as error:
            form.add_error(None, str(error))
    context = {
        "workspace": here,
        "form": form,
        "expected": found,
        "heading": f"Change: {title_of(found.source)} from {found.supplier}",
        "theirs": presenters.expected_table([queries.expected_for(here, reference)], workspace)
        if form.non_field_errors()
        else None,
    }
    return render(
        request, "data_in/expected_form.html", context, status=422 if form.errors else 200
    )


def _as_it_is(found: ExpectedFile) -> dict[str, object]:
    return {
        "version": found.version,
        "organisation": found.organisation.reference,
        "every": found.every,
        "due_days": found.due_days,
        "starts": Month.of(found.starts_on),
        "ends": Month.of(found.ends_on) if found.ends_on else None,
    }


@require_http_methods(BOTH)
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Expect a file no more."""
    here = workspace_for(request.actor, workspace)
    found = queries.expected_for(here, reference)
    form = LeaveForm(sent(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            changes.end_expected(
                expected=found,
                actor=request.actor,
                at=clock.now(),
                version=form.cleaned_data["version"],
            )
            messages.success(request, "It is expected no more.")
            return redirect("insights:expected_list", workspace)
        except ChangedMeanwhileError as error:
            form.add_error(None, str(error))
    return render(
        request,
        "data_in/expected_end.html",
        {
            "workspace": here,
            "form": form,
            "expected": found,
            "heading": f"Expect {title_of(found.source)} from {found.supplier} no more?",
            "button": "Expect it no more",
            "is_destructive": True,
            "cancel_href": reverse("insights:expected_change", args=[workspace, reference]),
            "words": [
                "It leaves the calendar and nobody is reminded of it. What arrived stays in the "
                "lake. To keep it in the calendar up to a month, change it and give a last month."
            ],
        },
    )
