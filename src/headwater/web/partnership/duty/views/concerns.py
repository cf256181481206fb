"""Pages of concerns: the register, one concern, its next step and its end (section 18)."""

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
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.changes import concerns as changes
from headwater.web.partnership.duty.forms.monitoring import (
    ConcernFilter,
    EndForm,
    FurtherForm,
    RaiseForm,
)
from headwater.web.partnership.duty.links import concern_address, task_address
from headwater.web.partnership.duty.models import Concern
from headwater.web.partnership.duty.presenters import monitoring as presenters
from headwater.web.partnership.duty.queries import monitoring as queries
from headwater.web.partnership.duty.queries import tasks
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.escalating import Outcome, Step, following
from headwater.web.partnership.duty.views.showing import look_or_send, shown

A_PAGE = 25


@require_safe
def concerns(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every concern, those that go on first."""
    tasks.partnership_for(request.actor, workspace)
    form = ConcernFilter(request.GET)
    page = Paginator(_chosen(request, workspace, form), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.concerns_table(page, today=timezone.localdate()),
        "may_raise": permissions.can_monitor(request.actor, workspace),
        "csv": f"{reverse('duty:concerns_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "duty/concerns.html", context)


@require_safe
def concerns_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    tasks.partnership_for(request.actor, workspace)
    found = _chosen(request, workspace, ConcernFilter(request.GET))
    name = f"{workspace}-concerns.csv"
    return csv_response(name, presenters.CONCERN_COLUMNS, presenters.concern_rows(found))


def _chosen(request: ActorRequest, workspace: str, form: ConcernFilter) -> QuerySet[Concern]:
    found = queries.concerns(request.actor, workspace)
    which = form.cleaned_data.get("open") if form.is_valid() else ""
    if which == "open":
        return found.filter(outcome="")
    return found.exclude(outcome="") if which == "ended" else found


@look_or_send
def raise_one(
    request: ActorRequest, workspace: str, obligation: str, organisation: str
) -> HttpResponse:
    """Raise a concern about a task with the authority that owes it."""
    today = timezone.localdate()
    task = tasks.task_for(request.actor, workspace, obligation, organisation, day=today)
    form = RaiseForm(sent(request), initial={"on": today})
    if form.is_valid():
        try:
            made = changes.raise_concern(
                task=task,
                title=form.cleaned_data["title"],
                said=form.said(),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Recorded. Take it further only if it is not put right.")
            return redirect(concern_address(made))
    return shown(
        request,
        "duty/form.html",
        form,
        workspace=workspace,
        heading="Raise a concern",
        caption=f"{task.obligation.title}: {task.organisation.name}",
        button="Record it",
        back=task_address(workspace, obligation, organisation),
        up_words=task.obligation.title,
    )


@require_safe
def one(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One concern: what it is about, and every step it was taken."""
    found = queries.concern_for(request.actor, workspace, reference)
    names = tasks.names_of({each.by for each in found.steps.all()})
    goes_on = not found.outcome and permissions.can_monitor(request.actor, workspace)
    role = StatutoryRole(found.organisation.statutory_role)
    context = {
        "workspace": workspace,
        "held": found,
        "tag": presenters.concern_tag(found),
        "facts": presenters.concern_facts(found),
        "steps": presenters.step_entries(found, names),
        "may_further": goes_on and bool(following(found.reached, role)),
        "may_end": goes_on,
    }
    return render(request, "duty/concern.html", context)


@look_or_send
def further(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Take a concern one step further."""
    found = queries.concern_for(request.actor, workspace, reference)
    steps = following(found.reached, StatutoryRole(found.organisation.statutory_role))
    today = timezone.localdate()
    first = {"version": found.version, "on": today, "step": steps[0] if steps else ""}
    form = FurtherForm(sent(request), initial=first, steps=steps)
    if form.is_valid():
        try:
            changes.take_further(
                concern=found,
                step=Step(form.cleaned_data["step"]),
                said=form.said(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            again = queries.concern_for(request.actor, workspace, reference)
            after = following(again.reached, StatutoryRole(again.organisation.statutory_role))
            form = form.over(again.version, steps=after)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Recorded.")
            return redirect(concern_address(found))
    return _form(request, found, form, heading="Take it further", button="Record the step")


@look_or_send
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say how a concern ended."""
    found = queries.concern_for(request.actor, workspace, reference)
    form = EndForm(sent(request), initial={"version": found.version})
    if form.is_valid():
        try:
            changes.end(
                concern=found,
                outcome=Outcome(form.cleaned_data["outcome"]),
                words=form.cleaned_data["words"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            form = form.over(queries.concern_for(request.actor, workspace, reference).version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Recorded. The concern is over.")
            return redirect(concern_address(found))
    return _form(request, found, form, heading="End the concern", button="Record how it ended")


def _form(
    request: ActorRequest, held: Concern, form: FurtherForm | EndForm, *, heading: str, button: str
) -> HttpResponse:
    again = queries.concern_for(request.actor, held.workspace.slug, held.reference)
    return shown(
        request,
        "duty/form.html",
        form,
        workspace=held.workspace.slug,
        heading=heading,
        caption=f"{held.title}: {held.organisation.name}",
        rows=presenters.concern_facts(again),
        button=button,
        back=concern_address(held),
        up_words=held.title,
    )
