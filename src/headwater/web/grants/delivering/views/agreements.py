"""Pages on which a deliverer accepts what is agreed, or asks for it to be varied."""

from django.http import HttpResponse
from django.urls import reverse

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants
from headwater.web.grants.deciding.models import AwardState
from headwater.web.grants.delivering.changes import agreements as changes
from headwater.web.grants.delivering.changes import variations
from headwater.web.grants.delivering.changes.variations import Wish
from headwater.web.grants.delivering.forms.agreements import (
    AcceptForm,
    TurnDownForm,
    VariationForm,
)
from headwater.web.grants.delivering.presenters import mine as presenters
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.views.asking import ask_page, done_over, look_or_send, said


@look_or_send
@for_applicants
def agreement(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Read the terms, and accept them for an organisation."""
    delivery = grants.my_delivery(request.submitter, reference)
    newest = grants.agreement_of(delivery)
    if newest is None:
        raise NotYours
    form = AcceptForm(sent(request), initial={"sha256": newest.sha256})
    if request.method == "POST" and done_over(
        form,
        lambda: changes.accept(
            agreement=newest,
            role=form.cleaned_data["role"],
            safeguarding_role=form.cleaned_data["safeguarding_role"],
            safeguarding_email=form.cleaned_data["safeguarding_email"].lower(),
            sha256=form.cleaned_data["sha256"],
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        where = reverse("delivering:my_grant", args=[reference])
        return said(request, "Accepted. Your register is open.", where)
    context = {
        "delivery": delivery,
        "agreement": newest,
        "accepted": presenters.accepted(newest),
        "schedule": presenters.payments_table(delivery),
        "budget": presenters.budget_table(list(delivery.budget.all())),
        "targets": presenters.targets_table(
            list(delivery.targets.all()), list(delivery.returns.all())
        ),
        "conditions": presenters.conditions_table(list(delivery.conditions.all())),
    }
    return ask_page(request, "delivering/agreement.html", form, context)


@look_or_send
@for_applicants
def turn_down(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Say that an organisation does not want what it was offered, and why."""
    delivery = grants.my_delivery(request.submitter, reference)
    newest = grants.agreement_of(delivery)
    if newest is None or delivery.award.state != AwardState.OFFERED:
        raise NotYours
    form = TurnDownForm(sent(request))
    if request.method == "POST" and done_over(
        form,
        lambda: changes.turn_down(
            agreement=newest,
            reason=form.cleaned_data["reason"],
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        return said(request, "Turned down. The partnership knows.", reverse("delivering:mine"))
    return ask_page(request, "delivering/turn_down.html", form, {"delivery": delivery})


@look_or_send
@for_applicants
def variation_ask(request: ApplicantRequest, reference: str) -> HttpResponse:
    """Ask for what was agreed to be varied."""
    delivery = grants.my_delivery(request.submitter, reference)
    award = delivery.award
    form = VariationForm(
        sent(request),
        initial={"amount": award.amount, "ends_on": award.ends_on},
    )
    if request.method == "POST" and done_over(
        form,
        lambda: variations.ask(
            delivery=delivery,
            wish=Wish(
                reason=form.cleaned_data["reason"],
                amount=form.cleaned_data["amount"],
                ends_on=form.cleaned_data["ends_on"],
                plan=form.cleaned_data["plan"],
            ),
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        where = reverse("delivering:my_grant", args=[reference])
        return said(request, "Sent. We write to you when it is decided.", where)
    return ask_page(request, "delivering/variation_ask.html", form, {"delivery": delivery})
