"""The page on which a variation is decided."""

from django.http import HttpResponse
from django.urls import reverse

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.grants.delivering.changes import variations as changes
from headwater.web.grants.delivering.forms.agreements import DecideForm
from headwater.web.grants.delivering.models import Variation
from headwater.web.grants.delivering.presenters import mine as presenters
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
