"""Pages of information requests under section 17."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.rulebook import add_working_days
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.documents.changes import keep_upload
from headwater.web.documents.kinds import PAPERS
from headwater.web.documents.models import Document
from headwater.web.partnership.duty.changes import requests as changes
from headwater.web.partnership.duty.forms.monitoring import (
    AskInformationForm,
    GiveForm,
    RefuseForm,
    RequestFilter,
)
from headwater.web.partnership.duty.links import request_address
from headwater.web.partnership.duty.models import Request
from headwater.web.partnership.duty.presenters import monitoring as presenters
from headwater.web.partnership.duty.queries import monitoring as queries
from headwater.web.partnership.duty.queries import tasks
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.monitoring import USUAL_WORKING_DAYS, RequestStatus
from headwater.web.partnership.duty.views.showing import confirmed, look_or_send, shown
from headwater.web.thread.queries import strands_of

A_PAGE = 25
LOCKED = (
    "What is given may be used only to assist and monitor under section 14, and must relate to "
    "the authority that is asked."
)


@require_safe
def requests(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every information request, the latest first."""
    place = tasks.partnership_for(request.actor, workspace)
    today = timezone.localdate()
    form = RequestFilter(request.GET, organisations=tasks.subjects_on(place, today))
    page = Paginator(_chosen(request, workspace, form), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.requests_table(page, today=today),
        "may_ask": permissions.can_monitor(request.actor, workspace),
        "locked": LOCKED,
        "csv": f"{reverse('duty:requests_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "duty/requests.html", context)


@require_safe
def requests_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    place = tasks.partnership_for(request.actor, workspace)
    subjects = tasks.subjects_on(place, timezone.localdate())
    found = _chosen(request, workspace, RequestFilter(request.GET, organisations=subjects))
    name = f"{workspace}-information-requests.csv"
    return csv_response(name, presenters.REQUEST_COLUMNS, presenters.request_rows(found))


def _chosen(request: ActorRequest, workspace: str, form: RequestFilter) -> QuerySet[Request]:
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = {"status": asked.get("status"), "organisation__reference": asked.get("organisation")}
    found = queries.requests(request.actor, workspace)
    return found.filter(**{name: value for name, value in wanted.items() if value})


@look_or_send
def ask(request: ActorRequest, workspace: str) -> HttpResponse:
    """Ask an authority for information about itself."""
    place = tasks.partnership_for(request.actor, workspace)
    today = timezone.localdate()
    form = AskInformationForm(
        sent(request),
        initial={"due_on": add_working_days(today, USUAL_WORKING_DAYS)},
        organisations=tasks.subjects_on(place, today),
    )
    if form.is_valid():
        try:
            made = changes.ask(
                organisation=form.organisation_asked(),
                said=form.said(),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Asked. It waits on the authority's worklist.")
            return redirect(request_address(made))
    return shown(
        request,
        "duty/form.html",
        form,
        workspace=workspace,
        heading="Ask for information",
        lead=LOCKED,
        button="Ask",
        back=reverse("duty:requests", args=[workspace]),
        up_words="Information requests",
    )


@require_safe
def one(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One information request, and what came of it."""
    found = queries.request_for(request.actor, workspace, reference)
    waits = found.stands is RequestStatus.ASKED
    speaks = permissions.can_answer(request.actor, workspace, organisation=found.organisation_id)
    context = {
        "workspace": workspace,
        "held": found,
        "tag": presenters.request_tag(found, today=timezone.localdate()),
        "facts": presenters.request_facts(found),
        "strands": strands_of(request.actor, workspace, ("request", found.reference)),
        "may_answer": waits and speaks,
        "may_withdraw": waits and permissions.can_monitor(request.actor, workspace),
        "locked": LOCKED,
    }
    return render(request, "duty/request.html", context)


@look_or_send
def give(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Give what was asked: words, a document or both."""
    found = queries.request_for(request.actor, workspace, reference)
    permissions.check_can_answer(request.actor, workspace, organisation=found.organisation_id)
    files = request.FILES if request.method == "POST" else None
    form = GiveForm(sent(request), files)
    if form.is_valid():
        try:
            changes.give(
                request=found,
                answer=form.cleaned_data["answer"],
                document=_kept(request, found, form),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Given. The local policing body can read it now.")
            return redirect(request_address(found))
    return _form(request, found, form, heading="Give the information", button="Give it")


def _kept(request: ActorRequest, held: Request, form: GiveForm) -> Document | None:
    file: Any = form.cleaned_data["document"]
    if not file:
        return None
    return keep_upload(
        workspace=held.workspace,
        file=file,
        purpose=changes.PURPOSE,
        kinds=PAPERS,
        actor=request.actor,
        at=clock.now(),
    )


@look_or_send
def refuse(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Give nothing, on a ground that the law has."""
    found = queries.request_for(request.actor, workspace, reference)
    form = RefuseForm(sent(request))
    if form.is_valid():
        try:
            changes.refuse(
                request=found,
                ground=form.said(),
                answer=form.cleaned_data["answer"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Refused. The ground is recorded.")
            return redirect(request_address(found))
    return _form(request, found, form, heading="Refuse the request", button="Refuse")


def _form(
    request: ActorRequest, held: Request, form: Any, *, heading: str, button: str
) -> HttpResponse:
    return shown(
        request,
        "duty/form.html",
        form,
        workspace=held.workspace.slug,
        heading=heading,
        caption=held.title,
        lead=LOCKED,
        button=button,
        back=request_address(held),
        up_words=held.title,
        has_file="document" in form.fields,
    )


@look_or_send
def withdraw(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """No longer ask, after asking once."""
    found = queries.request_for(request.actor, workspace, reference)
    if request.method == "POST":
        try:
            changes.withdraw(request=found, actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Withdrawn. Nobody is reminded any more.")
        return redirect(request_address(found))
    return confirmed(
        request,
        None,
        heading="Withdraw this request?",
        words=[f"{found.organisation.name} is no longer asked for: {found.title}."],
        button="Withdraw",
        is_destructive=True,
        cancel_href=request_address(found),
    )
