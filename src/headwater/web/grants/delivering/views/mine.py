"""What somebody delivers, and the button for concerns."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.money import pounds
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import sent
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants
from headwater.web.grants.delivering.changes import concerns as changes
from headwater.web.grants.delivering.forms.register import ConcernForm
from headwater.web.grants.delivering.presenters import mine as presenters
from headwater.web.grants.delivering.queries import closing, grants, register
from headwater.web.grants.delivering.views.asking import ask_page, done_over, look_or_send, said


@require_safe
@for_applicants
def mine(request: ApplicantRequest) -> HttpResponse:
    """Every grant somebody delivers."""
    found = list(grants.mine(request.submitter))
    today = timezone.localdate()
    return render(
        request, "delivering/mine.html", {"table": presenters.grants_table(found, today=today)}
    )


@require_safe
@for_applicants
def my_grant(request: ApplicantRequest, reference: str) -> HttpResponse:
    """One grant: what is to be done, what was agreed, what was paid."""
    delivery = grants.my_delivery(request.submitter, reference)
    today, owed = timezone.localdate(), closing.owed(delivery)
    context = {
        "delivery": delivery,
        "award": delivery.award,
        "tag": presenters.state_tag(delivery.award),
        "is_agreed": grants.is_agreed(delivery),
        "is_open": grants.is_agreed(delivery) and delivery.closed_at is None,
        "facts": presenters.facts(delivery),
        "returns": presenters.returns_table(list(delivery.returns.all()), today=today),
        "payments": presenters.payments_table(delivery),
        "conditions": presenters.conditions_table(list(delivery.conditions.all())),
        "variations": presenters.variations_table(grants.variations_of(delivery)),
        "owed": pounds(owed) if owed else "",
        "may_vary": delivery.award.state == "active" and grants.waiting_variation(delivery) is None,
    }
    return render(request, "delivering/my_grant.html", context)


@look_or_send
@for_applicants
def concerns(request: ApplicantRequest, reference: str) -> HttpResponse:
    """What to do about a worry now, and the button that says it was passed on."""
    delivery = grants.my_delivery(request.submitter, reference)
    form = ConcernForm(sent(request))
    here = reverse("delivering:concerns", args=[reference])
    if request.method == "POST" and done_over(
        form,
        lambda: changes.raise_concern(
            delivery=delivery,
            passed_to=form.cleaned_data["passed_to"],
            actor=request.submitter,
            at=clock.now(),
        ),
    ):
        words = "We wrote to your safeguarding lead. Speak to them as well, today."
        return said(request, words, here)
    context = {
        "delivery": delivery,
        "table": presenters.concerns_table(list(register.concerns_of(delivery)), reference),
        "waiting": [
            each for each in register.concerns_of(delivery) if each.acknowledged_at is None
        ],
    }
    return ask_page(request, "delivering/concerns.html", form, context)


@require_POST
@for_applicants
def concern_had(request: ApplicantRequest, reference: str, concern: str) -> HttpResponse:
    """The safeguarding lead has it."""
    delivery = grants.my_delivery(request.submitter, reference)
    found = delivery.concerns.filter(reference=concern).first()
    if found is None:
        raise NotYours
    changes.acknowledge(concern=found, actor=request.submitter, at=clock.now())
    here = reverse("delivering:concerns", args=[reference])
    return said(request, "Noted: your safeguarding lead has it.", here)
