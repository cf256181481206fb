"""Pages of payments over £500 before they are published: what is missing, what is left out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.money.links import movement_address
from headwater.web.grants.publishing.changes import spending as changes
from headwater.web.grants.publishing.forms.adding import NameForm, SpendingFilter, SpendingForm
from headwater.web.grants.publishing.presenters import spending as presenters
from headwater.web.grants.publishing.presenters import staff
from headwater.web.grants.publishing.queries import published
from headwater.web.grants.publishing.queries import spending as queries
from headwater.web.grants.publishing.rules import permissions
from headwater.web.grants.publishing.rules.spending import Outlay, without_names
from headwater.web.grants.publishing.views import adding

PER_PAGE = 25
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _chosen(outlays: list[Outlay], form: SpendingFilter) -> list[Outlay]:
    """Payments that were asked for. A filter without sense filters nothing."""
    asked = form.cleaned_data if form.is_valid() else {}
    words, state = asked.get("words", "").casefold(), asked.get("state", "")
    return [
        each
        for each in outlays
        if (not state or presenters.standing(each) == state)
        and words in f"{each.recipient}\n{each.purpose}\n{each.reference}".casefold()
    ]


@require_safe
def outlays(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every payment over £500, and what each lacks."""
    found = queries.outlays_for(request.actor, workspace)
    form = SpendingFilter(request.GET)
    page = Paginator(_chosen(found, form), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "is_any": bool(found),
        "summary": presenters.ready_words(found),
        "filter_form": form,
        "page": page,
        "table": presenters.outlays_table(list(page), workspace),
        "asked": request.GET.urlencode(),
    }
    return render(request, "publishing/outlays.html", context)


@require_safe
def outlays_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same payments, with what each lacks, as a file."""
    found = queries.outlays_for(request.actor, workspace)
    rows = presenters.csv_rows(_chosen(found, SpendingFilter(request.GET)))
    return csv_response(f"{workspace}-payments-to-publish.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def outlay(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What would be said of a payment, what it lacks, and which names are left out."""
    movement = queries.movement_for(request.actor, workspace, reference)
    found = queries.outlay_of(movement)
    may_keep = permissions.can_keep(request.actor, workspace)
    names = queries.names_of(movement)
    people = published.names_of({each.by for each in names})
    context = {
        "workspace": workspace,
        "outlay": found,
        "tag": staff.TAGS[presenters.standing(found)],
        "missing": presenters.missing_table(found, workspace, may_keep=may_keep),
        "facts": presenters.facts(without_names(found), movement_address(workspace, reference)),
        "names": staff.names_table(names, people, workspace, may_keep=may_keep),
        "may_keep": may_keep,
    }
    return render(request, "publishing/outlay.html", context)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Add who was paid, and why it was good value."""
    movement = queries.movement_for(request.actor, workspace, reference)
    permissions.check_can_keep(request.actor, workspace, what="add to what is published")
    added = queries.particulars_of(movement)
    initial = {
        "version": added.version if added else 0,
        "recipient": added.recipient if added else "",
        "value": added.value if added else "",
    }
    form, theirs = SpendingForm(sent(request), initial=initial), ""
    if form.is_valid():
        try:
            changes.write_particulars(
                movement=movement, actor=request.actor, at=clock.now(), **form.cleaned_data
            )
        except ChangedMeanwhileError as error:
            theirs = queries.particulars_words(movement)
            now = queries.particulars_of(movement)
            form = form.over(now.version if now else 0)
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("publishing:outlay", workspace, reference)
    heading = "Recipient and value for money"
    return adding.page(request, workspace, reference, form, heading=heading, theirs=theirs)


@look_or_send
def name_new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Leave the name of a person out."""
    movement = queries.movement_for(request.actor, workspace, reference)
    permissions.check_can_keep(request.actor, workspace, what="leave a name out")
    form = NameForm(sent(request))
    if form.is_valid():
        try:
            changes.leave_out(
                movement=movement, actor=request.actor, at=clock.now(), **form.cleaned_data
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Left out of everything that is made from now on.")
            return redirect("publishing:outlay", workspace, reference)
    return adding.page(request, workspace, reference, form, heading="Leave a name out")
