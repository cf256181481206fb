"""Pages about the account of a person: closing it, opening it, a second factor that was lost."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.factors import kinds_of
from headwater.web.accounts.models import User
from headwater.web.accounts.requests import ActorRequest
from headwater.web.partners import changes, presenters, queries
from headwater.web.partners.forms import CloseForm, ReopenForm, ResetForm
from headwater.web.partners.handovers import open_work_of
from headwater.web.partners.rules.permissions import can_look_after_other
from headwater.web.partners.views.asking import attempt


def offered(actor: Actor, user: User, *, today: date) -> dict[str, bool]:
    """What somebody is offered to do about an account, by the names that its page knows."""

    def looks_after(places: list[str]) -> bool:
        return can_look_after_other(actor, places, user_id=user.pk)

    today_or_later = [each.slug for each in queries.places_of(user, today=today)]
    asked = [each.slug for each in queries.places_to_ask(user, today=today)]
    return {
        "can_reset": user.is_active and looks_after(today_or_later) and bool(kinds_of(user)),
        "can_close": user.is_active and looks_after(asked),
        "can_reopen": not user.is_active and looks_after(asked),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask why, say what is handed on, and close somebody's account."""
    found = queries.person_for(request.actor, workspace, reference)

    def close(reason: str) -> None:
        changes.close_account(user=found, reason=reason, actor=request.actor, at=clock.now())

    form = CloseForm(request.POST or None)
    if _is_done(form, close):
        messages.success(
            request,
            f"The account of {found.name} is closed. They are signed out everywhere, and what "
            "waited for them by name now waits for those who lead.",
        )
        return redirect("partners:person", workspace=workspace, reference=reference)
    here = queries.workspace_for(request.actor, workspace)
    work = presenters.open_work(open_work_of(found, here))
    page = {"form": form, "person": found, "open_work": work}
    return render(request, "partners/account_close.html", page, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_account(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask why, and open the account of somebody who came back."""
    found = queries.person_for(request.actor, workspace, reference)

    def reopen(reason: str) -> None:
        changes.reopen_account(user=found, reason=reason, actor=request.actor, at=clock.now())

    form = ReopenForm(request.POST or None)
    if _is_done(form, reopen):
        messages.success(request, f"The account of {found.name} is open again.")
        return redirect("partners:person", workspace=workspace, reference=reference)
    page = {"form": form, "person": found}
    return render(request, "partners/account_open.html", page, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def reset_factor(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask how they know who asks, and take away the second factors of somebody who lost them."""
    found = queries.person_for(request.actor, workspace, reference)
    here = queries.workspace_for(request.actor, workspace)

    def reset(reason: str) -> None:
        changes.reset_second_factor(
            user=found, workspace=here, reason=reason, actor=request.actor, at=clock.now()
        )

    form = ResetForm(request.POST or None)
    if _is_done(form, reset):
        messages.success(
            request,
            f"{found.name} has no second factor now, is signed out everywhere, and is asked to "
            "set one up when they next sign in.",
        )
        return redirect("partners:person", workspace=workspace, reference=reference)
    page = {"form": form, "person": found}
    return render(request, "partners/factor_reset.html", page, status=_status(form))


def _is_done(form: Form, change: Callable[[str], None]) -> bool:
    """Whether a form gave a reason and the change was made for it; else the form says why not."""
    if not form.is_valid():
        return False
    attempt(form, lambda: change(form.cleaned_data["reason"]))
    return form.is_valid()


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200
