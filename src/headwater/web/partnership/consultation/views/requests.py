"""Requests to work together under section 15."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partners.queries import organisations_for, taking_part
from headwater.web.partnership.consultation import presenters, queries
from headwater.web.partnership.consultation.changes import requests as changes
from headwater.web.partnership.consultation.forms import AnswerForm, RequestForm
from headwater.web.partnership.consultation.links import consultee_address, request_address
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.partnership.consultation.rules.consulting import Standing
from headwater.web.partnership.consultation.views.saving import look_or_send, save


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every request, the latest first."""
    found = queries.requests_for(request.actor, workspace)
    context = {"workspace": workspace, "table": presenters.requests_table(found)}
    return render(request, "consultation/requests.html", context)


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every request as a file."""
    found = queries.requests_for(request.actor, workspace)
    rows = presenters.requests_rows(found)
    return csv_response(f"{workspace}-requests.csv", presenters.REQUEST_CSV, rows)


@look_or_send
def new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Write down a request between an authority and a partner."""
    found = queries.consultee_for(request.actor, workspace, reference)
    today = timezone.localdate()
    partners = taking_part(organisations_for(request.actor, workspace, today=today), today=today)
    form = RequestForm(sent(request), initial={"asked_on": today}, partners=partners)

    def ask() -> str:
        made = changes.request(
            consultee=found, wanted=form.wanted(), actor=request.actor, at=clock.now()
        )
        return request_address(made)

    context = {
        "workspace": workspace,
        "heading": "Ask to work together",
        "words": [
            "Section 15: an authority and a partner must work together when either asks, unless "
            "one of four grounds holds."
        ],
        "button": "Write it down",
        "cancel_href": consultee_address(found),
    }
    return save(request, form, ask, done="Written down. The answer is chased.", context=context)


@look_or_send
def request_page(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One request, and its answer where somebody may write it down."""
    found = queries.request_for(request.actor, workspace, reference)
    start = {"version": found.version, "on": timezone.localdate()}
    form = AnswerForm(sent(request), initial=start)
    waits = found.status == Standing.REQUESTED.value

    def answer() -> str:
        changes.answer(
            request=found,
            given=form.answer(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        return request_address(found)

    may_answer = waits and permissions.can_keep(request.actor, workspace)
    context = {
        "workspace": workspace,
        "heading": "Working together",
        "caption": f"{found.asker} asks {found.asked}",
        "words": [found.what],
        "facts": presenters.request_facts(found),
        "tag": presenters.standing_tag(found),
        "button": "Write down the answer",
        "cancel_href": consultee_address(found.consultee),
        "is_read_only": not may_answer,
    }
    return save(request, form, answer, done="The answer is written down.", context=context)
