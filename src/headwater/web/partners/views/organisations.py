"""Pages about the organisations that take part."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Row
from headwater.web.partners import changes, presenters, queries
from headwater.web.partners.forms import (
    CorrectionForm,
    LastDayForm,
    OrganisationFilter,
    OrganisationForm,
)
from headwater.web.partners.models import Organisation
from headwater.web.partners.profiles import sections_of
from headwater.web.partners.rules.duty import vacancies
from headwater.web.partners.rules.permissions import can_administer
from headwater.web.partners.views.asking import attempt

PER_PAGE = 25


@require_safe
def organisations(request: ActorRequest, workspace: str) -> HttpResponse:
    """Who takes part, by role under the Duty, and which places nobody fills."""
    today = timezone.localdate()
    found = queries.workspace_for(request.actor, workspace)
    every = queries.organisations_for(request.actor, workspace, today=today)
    here_today = queries.taking_part(every, today=today)
    owner = queries.owner_on(found, today)
    form = OrganisationFilter(request.GET)
    shown = _filtered(every, here_today, form)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "sections": presenters.sections(workspace, current="partners:organisations"),
        "owner": owner,
        "vacancies": vacancies(queries.present(here_today), has_owner=owner is not None),
        "filter_form": form,
        "page": page,
        "table": presenters.organisations(page, workspace=workspace, today=today),
        "can_change": can_administer(request.actor, workspace),
    }
    return render(request, "partners/organisations.html", words)


def _filtered(
    every: QuerySet[Organisation], here_today: QuerySet[Organisation], form: OrganisationFilter
) -> QuerySet[Organisation]:
    if not form.is_valid():
        return here_today
    wanted = form.cleaned_data
    shown = every.order_by("name", "starts_on") if wanted["when"] == "every" else here_today
    if wanted["words"]:
        shown = shown.filter(name__icontains=wanted["words"])
    if wanted["statutory_role"]:
        shown = shown.filter(statutory_role=wanted["statutory_role"])
    return shown


@require_safe
def organisation(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One organisation: what the Duty asks of it, who sits for it, what it follows."""
    found = queries.organisation_for(request.actor, workspace, reference)
    today = timezone.localdate()
    page = {
        "organisation": found,
        "rows": presenters.organisation(
            found,
            before=found.predecessors.all(),
            after=found.successors.all(),
            workspace=workspace,
        ),
        "members": presenters.members(
            queries.members_of(found), workspace=workspace, actor=request.actor, today=today
        ),
        "sections": sections_of(request.actor, found, today=today),
        "can_change": can_administer(request.actor, workspace),
        "goes_on": found.ends_on is None,
    }
    return render(request, "partners/organisation.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: ActorRequest, workspace: str) -> HttpResponse:
    """Add an organisation that takes part from a day on."""
    found = queries.workspace_for(request.actor, workspace)
    form = OrganisationForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        added = attempt(
            form,
            lambda: changes.add_organisation(
                workspace=found,
                details=form.details(),
                starts_on=form.cleaned_data["starts_on"],
                actor=request.actor,
                at=clock.now(),
            ),
        )
        if added:
            messages.success(request, f"{added.name} takes part now.")
            return redirect("partners:organisation", workspace=workspace, reference=added.reference)
    status = 422 if form.is_bound else 200
    return render(request, "partners/organisation_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_organisation(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put an organisation's name, role or areas right. Nothing is saved over somebody else's."""
    found = queries.organisation_for(request.actor, workspace, reference)
    initial = {
        "name": found.name,
        "statutory_role": found.statutory_role,
        "area_codes": ", ".join(found.area_codes),
        "version": found.version,
    }
    form = CorrectionForm(request.POST or None, initial=initial)
    if form.is_valid():
        done = attempt(form, lambda: _correct(request, found, form))
        if done:
            messages.success(request, f"{done.name} was corrected.")
            return redirect("partners:organisation", workspace=workspace, reference=reference)
    theirs = _theirs(request, found, form)
    page = {"form": form, "organisation": found, "theirs": theirs}
    status = 422 if form.is_bound else 200
    return render(request, "partners/organisation_correct.html", page, status=status)


def _correct(request: ActorRequest, found: Organisation, form: CorrectionForm) -> Organisation:
    return changes.correct_organisation(
        organisation=found,
        details=form.details(),
        version=form.cleaned_data["version"],
        actor=request.actor,
        at=clock.now(),
    )


def _theirs(request: ActorRequest, found: Organisation, form: CorrectionForm) -> list[Row] | None:
    """What somebody else saved meanwhile. The form then goes on from there, with its answers."""
    if not form.is_bound or form.cleaned_data.get("version") == found.version:
        return None
    answers = request.POST.copy()
    answers["version"] = str(found.version)
    form.data = answers
    return presenters.organisation(found, before=(), after=(), workspace=found.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def end_organisation(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for the last day of an organisation, say what ends with it, and end it."""
    found = queries.organisation_for(request.actor, workspace, reference)
    form = LastDayForm(request.POST or None)
    if form.is_valid():
        ended = attempt(
            form,
            lambda: changes.end_organisation(
                organisation=found,
                last_day=form.cleaned_data["last_day"],
                actor=request.actor,
                at=clock.now(),
            ),
        )
        if ended is not None:
            until = day(found.ends_on)
            messages.success(
                request, f"{found.name} takes part until {until}. Roles that end: {ended}."
            )
            return redirect("partners:organisation", workspace=workspace, reference=reference)
    page = {
        "form": form,
        "organisation": found,
        "members": queries.open_memberships([found], today=timezone.localdate()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "partners/organisation_end.html", page, status=status)
