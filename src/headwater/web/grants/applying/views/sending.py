"""Answers are checked, certified and sent in; or withdrawn; or asked for although late."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Link
from headwater.web.grants.applying import queries
from headwater.web.grants.applying.changes import late as late_changes
from headwater.web.grants.applying.changes import sending as changes
from headwater.web.grants.applying.changes.sending import Certified
from headwater.web.grants.applying.forms.sending import CertifyForm, LateForm, WithdrawForm
from headwater.web.grants.applying.links import application_address
from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.presenters import applications as presenters
from headwater.web.grants.applying.presenters import sending as sentences
from headwater.web.grants.applying.presenters import writing as words
from headwater.web.grants.applying.queries.late import late_of
from headwater.web.grants.applying.queries.likeness import others_like
from headwater.web.grants.applying.rules.workflow import DRAFT, WITHDRAWN, By, way
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants, seconds_left

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_applicants
def check(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Every answer with a way to change it, before sending."""
    found = queries.application_for(request.submitter, reference)
    if found.state != DRAFT:
        return redirect(application_address(found))
    written = queries.written_of(found)
    context = {
        "application": found,
        "groups": words.groups(written, may_change=True),
        "unfinished": written.unfinished,
        "alike": sentences.alike(others_like(found).count()),
        "session_ends_in": seconds_left(),
    }
    return render(request, "applying/check.html", context)


@look_or_send
@for_applicants
def send(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Somebody says by name that what is written is true, and sends it in.

    The moment that counts is taken first, before anything is looked up.
    """
    at = clock.now()
    found = queries.application_for(request.submitter, reference)
    if found.state != DRAFT:
        return redirect(application_address(found, "sent"))
    form = CertifyForm(
        sent(request),
        initial={"name": request.applicant.name},
    )
    if request.method == "POST" and form.is_valid():
        said = Certified(form.cleaned_data["name"], form.cleaned_data["role"])
        try:
            entered = changes.submit(application=found, said=said, actor=request.submitter, at=at)
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            return redirect(application_address(found, "late" if entered.is_late else "sent"))
    context = {
        "application": found,
        "form": form,
        "alike": sentences.alike(others_like(found).count()),
        "session_ends_in": seconds_left(),
    }
    status = 422 if form.errors else 200
    return render(request, "applying/send.html", context, status=status)


@require_safe
@for_applicants
def was_sent(request: ApplicantRequest, reference: str) -> HttpResponse:
    """The reference of what was sent in, and what happens next."""
    found = queries.application_for(request.submitter, reference)
    if found.submitted_at is None:
        raise NotYours
    context = {
        "heading": "Application sent",
        "reference": found.reference,
        "next_steps": sentences.next_steps(found),
        "links": [
            Link("Read or print what you sent", application_address(found, "show")),
            Link("Keep a copy as Word", application_address(found, "copy", "docx")),
            Link("Keep a copy as PDF", application_address(found, "copy", "pdf")),
            Link("Your applications", reverse("applying:mine")),
        ],
    }
    return render(request, "design_system/done.html", context)


@look_or_send
@for_applicants
def late(request: ApplicantRequest, reference: str) -> HttpResponse:
    """What reached us after the closing moment: why it was not taken, and how to ask for it."""
    found = queries.application_for(request.submitter, reference)
    held = late_of(found)
    if held is None:
        raise NotYours
    may_ask = held.is_taken is None and not held.why
    form = LateForm(sent(request))
    if request.method == "POST" and may_ask and form.is_valid():
        try:
            late_changes.ask(
                late=held, why=form.cleaned_data["why"], actor=request.submitter, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Asked. We write to you when somebody has decided.")
            return redirect(application_address(found))
    context = {
        "application": found,
        "words": sentences.why_late(held),
        "may_ask": may_ask,
        "form": form,
        "session_ends_in": seconds_left(),
    }
    status = 422 if form.errors else 200
    return render(request, "applying/late.html", context, status=status)


@look_or_send
@for_applicants
def withdraw(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Ask whether an application is wanted no longer, and withdraw it."""
    found = queries.application_for(request.submitter, reference)
    if way(found.state, WITHDRAWN, By.APPLICANT) is None:
        raise NotYours
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            changes.withdraw(
                application=found,
                reason=form.cleaned_data["reason"],
                actor=request.submitter,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Withdrawn.")
            return redirect(application_address(found))
    return render(
        request,
        "design_system/confirm.html",
        {
            "heading": "Withdraw this application?",
            "words": _withdrawing(found),
            "button": "Withdraw the application",
            "is_destructive": True,
            "cancel_href": application_address(found),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


def _withdrawing(application: Application) -> list[str]:
    name = presenters.name_of(application)
    return [
        f"{name} will not be decided on. What is written stays to be read until it is deleted.",
        "This cannot be undone. While the round is open you can begin another application.",
    ]
