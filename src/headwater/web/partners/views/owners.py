"""Pages about the local policing body that owns a workspace."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Row
from headwater.web.partners import changes, presenters, queries
from headwater.web.partners.forms import OwnerCorrectionForm, OwnerForm
from headwater.web.partners.models import OwnerBody, Workspace
from headwater.web.partners.rules.permissions import can_administer
from headwater.web.partners.views.asking import EDIT, asked, attempt, kept, to_edit


@require_safe
def owner(request: ActorRequest, workspace: str) -> HttpResponse:
    """Who owns the workspace today, who did, and who will."""
    found = queries.workspace_for(request.actor, workspace)
    today = timezone.localdate()
    bodies = list(queries.owners_of(found))
    current = queries.owner_on(found, today)
    latest = bodies[-1] if bodies else None
    page = {
        "sections": presenters.sections(workspace, current="partners:owner"),
        "current": presenters.owner(current) if current else None,
        "owners": presenters.owners(bodies, today=today, actor=request.actor, workspace=workspace),
        "planned": latest if latest and latest.starts_on > today and len(bodies) > 1 else None,
        "can_change": can_administer(request.actor, workspace),
    }
    return render(request, "partners/owner.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def change_owner(request: ActorRequest, workspace: str) -> HttpResponse:
    """Ask who owns the workspace from which day, show what that does, and do it."""
    found = queries.workspace_for(request.actor, workspace)
    latest = queries.owners_of(found).last()
    if request.method == "POST":
        return _act(request, found, latest)
    form = OwnerForm(asked(request.GET), initial={"kind": latest.kind if latest else None})
    if form.is_valid() and EDIT not in request.GET:
        return _check(request, found, latest, form)
    status = 422 if form.is_bound and form.errors else 200
    return _form_page(request, latest, form, status=status)


def _form_page(
    request: ActorRequest, latest: OwnerBody | None, form: OwnerForm, *, status: int
) -> HttpResponse:
    is_planned = latest is not None and latest.starts_on > timezone.localdate()
    page = {"form": form, "current": latest, "is_planned": is_planned}
    return render(request, "partners/owner_form.html", page, status=status)


def _check(
    request: ActorRequest, workspace: Workspace, latest: OwnerBody | None, form: OwnerForm
) -> HttpResponse:
    """What would happen, with a button that does it."""
    answers = request.POST if request.method == "POST" else request.GET
    details, on = form.details(), form.cleaned_data["on"]
    page = {
        "form": form,
        "rows": presenters.new_owner(details, on=on, change=to_edit(request.path, answers)),
        "preview": presenters.owner_preview(
            workspace, latest, details, on=on, today=timezone.localdate()
        ),
        "kept": [(name, value) for name, value in kept(answers) if name != "current"],
        "current": latest,
    }
    status = 422 if form.errors else 200
    return render(request, "partners/owner_check.html", page, status=status)


def _act(request: ActorRequest, workspace: Workspace, latest: OwnerBody | None) -> HttpResponse:
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return _form_page(request, latest, form, status=422)
    body = attempt(form, lambda: _save(request, workspace, form))
    if body is None:
        return _check(request, workspace, latest, form)
    words = day(body.starts_on)
    messages.success(request, f"From {words} the owner of this workspace is {body.name}.")
    return redirect("partners:owner", workspace=workspace.slug)


def _save(request: ActorRequest, workspace: Workspace, form: OwnerForm) -> OwnerBody:
    """Enter the change, if the owner is still the one the page was opened with."""
    reference = request.POST.get("current", "")
    details, on = form.details(), form.cleaned_data["on"]
    if not reference:
        return changes.set_owner_body(
            workspace=workspace,
            details=details,
            starts_on=on,
            actor=request.actor,
            at=clock.now(),
        )
    opened_with = queries.owners_of(workspace).filter(reference=reference).first()
    if opened_with is None:
        raise NotYours
    return changes.succeed_owner_body(
        current=opened_with, details=details, on=on, actor=request.actor, at=clock.now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct_owner(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put right what is said of a body, for its whole time. Nothing is saved over others' work."""
    found = queries.workspace_for(request.actor, workspace)
    body = queries.owners_of(found).filter(reference=reference).first()
    if body is None:
        raise NotYours
    form = OwnerCorrectionForm(request.POST or None, initial=model_to_dict(body))
    if form.is_valid():
        done = attempt(form, lambda: _correct(request, body, form))
        if done:
            messages.success(request, f"{done.name} was corrected, for its whole time.")
            return redirect("partners:owner", workspace=workspace)
    page = {"form": form, "body": body, "theirs": _theirs(request, body, form)}
    status = 422 if form.is_bound else 200
    return render(request, "partners/owner_correct.html", page, status=status)


def _correct(request: ActorRequest, body: OwnerBody, form: OwnerCorrectionForm) -> OwnerBody:
    return changes.correct_owner_body(
        body=body,
        details=form.details(),
        version=form.cleaned_data["version"],
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        at=clock.now(),
    )


def _theirs(request: ActorRequest, body: OwnerBody, form: OwnerCorrectionForm) -> list[Row] | None:
    """What somebody else saved meanwhile. The form then goes on from there, with its answers."""
    if not form.is_bound or form.cleaned_data.get("version") == body.version:
        return None
    answers = request.POST.copy()
    answers["version"] = str(body.version)
    form.data = answers
    return presenters.owner(body)


@require_http_methods(["GET", "HEAD", "POST"])
def undo_owner(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether a planned change is to be taken back, and take it back."""
    found = queries.workspace_for(request.actor, workspace)
    planned = queries.owners_of(found).filter(reference=reference).first()
    if planned is None:
        raise NotYours
    if request.method == "POST":
        current = changes.undo_owner_change(successor=planned, actor=request.actor, at=clock.now())
        messages.success(request, f"The change was taken back. {current.name} stays the owner.")
        return redirect("partners:owner", workspace=workspace)
    page = {"planned": planned}
    return render(request, "partners/owner_undo.html", page)
