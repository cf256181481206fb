"""The pages on which variations and clawbacks are decided."""

from django.http import HttpResponse
from django.urls import reverse

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.queries import names_of
from headwater.web.design_system.forms import sent
from headwater.web.grants.delivering.changes import clawing
from headwater.web.grants.delivering.changes import variations as changes
from headwater.web.grants.delivering.forms.agreements import ClawbackForm, DecideForm
from headwater.web.grants.delivering.models import Clawback, ClawbackState, Variation
from headwater.web.grants.delivering.presenters import mine as presenters
from headwater.web.grants.delivering.presenters.clawbacks import clawback_rows, clawback_tag
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules import permissions
from headwater.web.grants.delivering.views.asking import ask_page, done_over, look_or_send, said


@look_or_send
def variation(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What is asked for and why, and for approvers the answer."""
    found = grants.variation_for(request.actor, workspace, reference)
    form = DecideForm(sent(request))
    if request.method == "POST" and done_over(form, lambda: _decide(request, found, form)):
        award = found.delivery.award
        where = reverse("delivering:grant", args=[workspace, award.reference])
        return said(request, "Decided. The deliverer was told.", where)
    context = {
        "workspace": workspace,
        "variation": found,
        "award": found.delivery.award,
        "what": presenters.what_varies(found),
        "may_decide": found.state == "asked" and permissions.can_decide(request.actor, workspace),
    }
    return ask_page(request, "delivering/variation.html", form, context)


def _decide(request: ActorRequest, found: Variation, form: DecideForm) -> None:
    if found.state != "asked":
        raise NotYours
    changes.decide(
        variation=found,
        agrees=form.cleaned_data["agrees"] == "yes",
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        at=clock.now(),
    )


@look_or_send
def clawback(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What is to be clawed back and why, and for approvers the answer."""
    found = grants.clawback_for(request.actor, workspace, reference)
    form = ClawbackForm(sent(request))
    award = found.delivery.award
    if request.method == "POST" and done_over(form, lambda: _settle(request, found, form)):
        where = reverse("delivering:grant", args=[workspace, award.reference])
        return said(request, "Decided.", where)
    is_mine = found.proposed_by == request.actor.reference
    is_waiting = found.state == ClawbackState.PROPOSED
    may_decide = is_waiting and permissions.can_decide(request.actor, workspace)
    context = {
        "workspace": workspace,
        "clawback": found,
        "award": award,
        "rows": clawback_rows(found, names_of([found.proposed_by, found.decided_by])),
        "tag": clawback_tag(found),
        "may_decide": may_decide and not is_mine,
        "waits_for_another": is_waiting and is_mine,
    }
    return ask_page(request, "delivering/clawback.html", form, context)


def _settle(request: ActorRequest, found: Clawback, form: ClawbackForm) -> None:
    clawing.decide(
        clawback=found,
        agrees=form.cleaned_data["agrees"] == "yes",
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        at=clock.now(),
    )
