"""Pages about payment runs: starting one, watching it, taking its bank file."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.money import pounds
from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.money.changes import exporting
from headwater.web.grants.money.changes import runs as changes
from headwater.web.grants.money.forms.payments import RunForm
from headwater.web.grants.money.links import run_address
from headwater.web.grants.money.models import Payment, PaymentRun
from headwater.web.grants.money.presenters import payments as presenters
from headwater.web.grants.money.queries import payments as queries
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.views.showing import PER_PAGE, look_or_send, tried
from headwater.web.partners.queries import workspace_for


@require_safe
def runs(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every payment run, the latest first."""
    found = queries.runs_for(request.actor, workspace)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "page": page,
        "table": presenters.runs_table(queries.with_payments(list(page))),
        "may_keep": permissions.can_keep(request.actor, workspace),
        "ready": queries.ready_to_run(workspace).count(),
    }
    return render(request, "money/runs.html", context)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Pay everything that two approvers agreed to."""
    place = workspace_for(request.actor, workspace)
    today = timezone.localdate()
    ready = list(queries.ready_to_run(workspace))
    amount = queries.total(ready)
    seen = {"count": len(ready), "amount": str(amount), "pay_on": today}
    form = RunForm(sent(request), today=today, initial=seen)
    form, made = tried(
        request,
        form,
        lambda: changes.start_run(
            workspace=place, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
    )
    if made is not None:
        messages.success(request, "Started. Its payments are booked one by one.")
        return redirect(run_address(made))
    if form.is_bound and form.errors:
        # What is ready now is what the next press of the button pays.
        form = form.over_what_is_ready(count=len(ready), amount=amount)
    context = {
        "workspace": workspace,
        "form": form,
        "table": presenters.table(ready, today=today, caption="What is paid"),
        "count": len(ready),
        "amount": pounds(amount),
    }
    status = 422 if form.errors else 200
    return render(request, "money/run_new.html", context, status=status)


@require_safe
def run(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """How far a run has come, its payments and its file."""
    found = queries.run_for(request.actor, workspace, reference)
    payments = list(queries.of_run(found))
    context = {
        **_progress(found, payments),
        "tag": presenters.run_tag(found),
        "table": presenters.table(payments, today=timezone.localdate()),
        "amount": pounds(queries.total(payments)),
        "may_take": found.ended_at is not None and permissions.can_keep(request.actor, workspace),
    }
    return render(request, "money/run.html", context)


@require_safe
def progress(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """How far a run has come, as a piece of its page."""
    found = queries.run_for(request.actor, workspace, reference)
    return render(
        request, "money/_run_progress.html", _progress(found, list(queries.of_run(found)))
    )


def _progress(run: PaymentRun, payments: Sequence[Payment]) -> dict[str, Any]:
    """How many payments are booked, and where to ask again until all are."""
    slug = run.workspace.slug
    booked, count = sum(bool(each.movement_id) for each in payments), len(payments)
    is_over = run.ended_at is not None
    return {
        "workspace": slug,
        "run": run,
        "booked": booked,
        "count": count,
        "words": f"{booked} of {counted(count, 'payment')} booked.",
        "poll_url": "" if is_over else reverse("money:run_progress", args=[slug, run.reference]),
    }


@require_safe
def bank_file(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The payments of a run for the finance system: the same file however often it is taken."""
    found = queries.run_for(request.actor, workspace, reference)
    if found.ended_at is None:
        raise Http404
    exporting.record_bank_file(run=found, actor=request.actor, at=clock.now())
    rows = presenters.bank_rows(found, queries.of_run(found))
    return csv_response(f"{found.reference}-bank.csv", presenters.BANK_COLUMNS, rows)
