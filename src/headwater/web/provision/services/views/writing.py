"""Pages on which an entry is written, changed, confirmed and closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Table
from headwater.web.partners import queries as partners
from headwater.web.partners.models import Organisation
from headwater.web.provision.services.changes import services as changes
from headwater.web.provision.services.forms.services import (
    CloseForm,
    ConfirmForm,
    ServiceChangeForm,
    ServiceForm,
)
from headwater.web.provision.services.links import service_address
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.presenters import services as presenters
from headwater.web.provision.services.queries import services as queries
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.comparing import differences
from headwater.web.provision.services.rules.record import FIELDS

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Add an entry."""
    place = partners.workspace_for(request.actor, workspace)
    choices = _organisations(request, workspace)
    form = ServiceForm(
        sent(request), organisations=choices, initial={"kept_by": _usual_keeper(request, choices)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.write(
                workspace=place,
                said=form.record(),
                kept_by=_keeper(form, choices),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added to the directory.")
            return redirect(service_address(made))
    return _page(request, workspace, form, heading="Add a service")


def _organisations(request: ActorRequest, workspace: str) -> list[Organisation]:
    """Partners that may keep an entry: all for leads, their own for contributors."""
    today = timezone.localdate()
    rows = partners.organisations_for(request.actor, workspace, today=today)
    found = list(partners.taking_part(rows, today=today))
    return [
        each
        for each in found
        if permissions.can_edit(request.actor, workspace, organisation_id=each.pk)
    ]


def _usual_keeper(request: ActorRequest, choices: list[Organisation]) -> str:
    """A contributor keeps what they write; a lead says who does."""
    return choices[0].reference if len(choices) == 1 else ""


def _keeper(form: ServiceForm, choices: list[Organisation]) -> Organisation | None:
    wanted = form.cleaned_data["kept_by"]
    return next((each for each in choices if each.reference == wanted), None)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Correct an entry. What two people changed at once is laid beside each other."""
    found = queries.service_for(request.actor, workspace, reference)
    permissions.check_can_edit(request.actor, workspace, organisation_id=found.kept_by_id)
    choices = _organisations(request, workspace)
    if found.kept_by and found.kept_by not in choices:
        choices.append(found.kept_by)
    settings: dict[str, Any] = {"organisations": choices, "held": queries.record_of(found)}
    form = ServiceChangeForm(sent(request), **settings, initial=_answers(found))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.change(
                service=found,
                said=_said(form, found),
                version=form.cleaned_data["version"],
                kept_by=_keeper(form, choices),
                confirms=form.cleaned_data["confirms"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            now = queries.service_for(request.actor, workspace, reference)
            form, theirs = _both(now, form, settings)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(service_address(found))
    return _page(
        request, workspace, form, heading=f"Change: {found.name}", service=found, theirs=theirs
    )


def _said(form: ServiceChangeForm, found: Service) -> Any:
    """What was answered; the day it was confirmed stays as it is until somebody confirms."""
    record = form.record()
    given = {name: getattr(record, name) for name in FIELDS}
    return type(record)(**{**given, "confirmed_on": found.confirmed_on})


def _answers(service: Service) -> dict[str, Any]:
    said = {name: getattr(service, name) for name in FIELDS}
    keeper = service.kept_by.reference if service.kept_by else ""
    return {**said, "kept_by": keeper, "version": service.version}


def _both(
    now: Service, form: ServiceChangeForm, settings: dict[str, Any]
) -> tuple[ServiceChangeForm, Table]:
    """A form with the changes of both, and what they changed meanwhile."""
    theirs, yours = queries.record_of(now), form.record()
    held = queries.version_of(now, form.cleaned_data["version"])
    before = held.record if held else theirs
    taken = [
        name
        for name in FIELDS
        if getattr(theirs, name) != getattr(before, name)
        and getattr(yours, name) == getattr(before, name)
    ]
    table = presenters.difference_table(
        differences(before, theirs),
        caption="What was changed meanwhile",
        theirs="They say",
    )
    plain = theirs.plain()
    values = {name: plain[name] for name in taken if name != "confirmed_on"}
    return form.with_theirs(values, now.version, **settings), table


@require_POST
def confirm(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that an entry is right as it stands."""
    found = queries.service_for(request.actor, workspace, reference)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Open the entry again and press the button there.")
        return redirect(service_address(found))
    try:
        changes.confirm(
            service=found,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
    except ChangedMeanwhileError:
        messages.error(request, "The entry was changed meanwhile. Look at it again, then confirm.")
    else:
        messages.success(request, "Confirmed.")
    return redirect(service_address(found))


@look_or_send
def close(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that a service is not there any more."""
    found = queries.service_for(request.actor, workspace, reference)
    permissions.check_can_edit(request.actor, workspace, organisation_id=found.kept_by_id)
    form = CloseForm(sent(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            changes.close(service=found, actor=request.actor, at=clock.now(), **form.cleaned_data)
        except ChangedMeanwhileError as error:
            now = queries.service_for(request.actor, workspace, reference)
            form = form.over(now.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Closed. Change its status to open it again.")
            return redirect(service_address(found))
    context = {
        "heading": f"Close {found.name}?",
        "words": ["The entry stays with its history. Gap maps no longer count the service."],
        "button": "Close the service",
        "is_destructive": True,
        "cancel_href": service_address(found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)


def _page(request: ActorRequest, workspace: str, form: ServiceForm, **more: Any) -> HttpResponse:
    context = {"workspace": workspace, "form": form, **more}
    status = 422 if form.errors else 200
    return render(request, "services/service_form.html", context, status=status)
