"""Pages on which the partnership runs a grant: terms, conditions, ratings, holds, its end."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.core import clock
from headwater.core.money import NOTHING, pounds
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.changes import agreements, clawing, closing
from headwater.web.grants.delivering.forms.agreements import (
    LINES,
    PARTS,
    TARGETS,
    CloseForm,
    MetForm,
    RateForm,
    ReasonForm,
    RecoverForm,
    TermsForm,
)
from headwater.web.grants.delivering.models import Delivery
from headwater.web.grants.delivering.presenters import mine as words
from headwater.web.grants.delivering.queries import closing as money
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules.agreeing import (
    usual_schedule,
    usual_targets,
    usual_words,
)
from headwater.web.grants.delivering.views.asking import ask_page, done_over, look_or_send, said


def _grant(workspace: str, reference: str) -> str:
    return reverse("delivering:grant", args=[workspace, reference])


@look_or_send
def agreement_send(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Write the terms of a grant and send them."""
    award = grants.grant_for(request.actor, workspace, reference)
    expected = agreements.periods_of(award)
    form = TermsForm(
        sent(request),
        amount=award.amount,
        periods=expected,
        initial=_usual(award),
    )
    if request.method == "POST" and done_over(
        form,
        lambda: agreements.send(award=award, said=form.said(), actor=request.actor, at=clock.now()),
    ):
        words_said = "Sent. The deliverer reads and accepts it."
        return said(request, words_said, _grant(workspace, reference))
    context = {
        "workspace": workspace,
        "award": award,
        "periods": [words.period(each.first_day, each.last_day) for each in expected],
        "payments": list(form.group("amount", "due", "after", most=PARTS)),
        "lines": list(form.group("line", "cost", most=LINES)),
        "targets": list(form.group("target", "kind", "planned", "tool", most=TARGETS)),
    }
    return ask_page(request, "delivering/agreement_send.html", form, context)


def _usual(award: Award) -> dict[str, Any]:
    """What the page begins with: the award, its conditions, and halves."""
    application = award.application
    expected = agreements.periods_of(award)
    partnership = application.round.workspace.name
    found: dict[str, Any] = {
        "terms": usual_words(award.title, application.organisation, award.amount, partnership),
        "conditions": award.conditions,
        "line_1": "The project",
        "cost_1": award.amount,
    }
    for n, part in enumerate(usual_schedule(award.amount, expected), start=1):
        found |= {
            f"amount_{n}": part.amount,
            f"due_{n}": part.due_on,
            f"after_{n}": str(part.after_return or ""),
        }
    for n, target in enumerate(usual_targets(application.people or 0, expected), start=1):
        found |= {
            f"target_{n}": target.words,
            f"kind_{n}": target.kind,
            f"planned_{n}": sum(target.planned),
        }
    return found


@look_or_send
def condition(request: ActorRequest, workspace: str, reference: str, number: int) -> HttpResponse:
    """Say that a condition was met, or that it is open after all."""
    delivery = grants.delivery_for(request.actor, workspace, reference)
    found = delivery.conditions.filter(number=number).first()
    if found is None:
        raise NotYours
    found.delivery = delivery
    form = MetForm(
        sent(request),
        initial={"met_on": found.met_on, "evidence": found.evidence},
    )

    def do() -> None:
        agreements.meet_condition(
            condition=found,
            met_on=form.cleaned_data["met_on"],
            evidence=form.cleaned_data["evidence"],
            actor=request.actor,
            at=clock.now(),
        )

    return _asked(
        request,
        delivery,
        form,
        do,
        heading="Was this condition met?",
        words=[found.words, "Leave the day empty if it is open."],
        button="Save",
        done="Saved.",
    )


def _asked(  # noqa: PLR0913 - what is asked of what, and every word of it
    request: ActorRequest,
    delivery: Delivery,
    form: Form,
    do: Callable[[], object],
    *,
    heading: str,
    words: list[str],
    button: str,
    done: str,
    is_destructive: bool = False,
) -> HttpResponse:
    """Ask on a page of its own, do it, and go back to the grant."""
    where = _grant(grants.workspace_of(delivery), delivery.reference)
    if request.method == "POST" and done_over(form, do):
        return said(request, done, where)
    context = {
        "heading": heading,
        "words": words,
        "button": button,
        "cancel_href": where,
        "is_destructive": is_destructive,
        "form": form,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)


@look_or_send
def rate(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say how a grant is going, and why."""
    delivery = grants.delivery_for(request.actor, workspace, reference)
    form = RateForm(
        sent(request),
        initial={
            "version": delivery.version,
            "rating": delivery.rating,
            "reason": delivery.rating_reason,
        },
    )

    def do() -> None:
        closing.rate(
            delivery=delivery,
            rating=form.cleaned_data["rating"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )

    return _asked(
        request,
        delivery,
        form,
        do,
        heading=f"How is {delivery.award.title} going?",
        words=["This is your judgement, kept with your reason. Nothing is worked out for you."],
        button="Save the rating",
        done="Rated.",
    )


@look_or_send
def suspend(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether a grant is to stand still, and hold its payments."""
    delivery = grants.delivery_for(request.actor, workspace, reference)
    form = ReasonForm(sent(request))

    def do() -> None:
        closing.suspend(
            delivery=delivery,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=clock.now(),
        )

    return _asked(
        request,
        delivery,
        form,
        do,
        heading=f"Suspend {delivery.award.title}?",
        words=["No payment goes out until you take the grant up again."],
        button="Suspend the grant",
        done="Suspended. Payments are held.",
        is_destructive=True,
    )


@look_or_send
def resume(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether a suspended grant is to go on."""
    delivery = grants.delivery_for(request.actor, workspace, reference)
    form = ReasonForm(sent(request))

    def do() -> None:
        closing.resume(
            delivery=delivery,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=clock.now(),
        )

    return _asked(
        request,
        delivery,
        form,
        do,
        heading=f"Take {delivery.award.title} up again?",
        words=["Payments go out again when they are due."],
        button="Take it up again",
        done="The grant goes on.",
    )


@look_or_send
def close(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether a grant is over. What was not spent is owed back."""
    delivery = grants.delivery_for(request.actor, workspace, reference)
    form = CloseForm(sent(request))
    paid, unspent = money.paid(delivery), money.unspent(delivery)

    clawed = (form.is_valid() and form.cleaned_data["clawed"]) or NOTHING

    def do() -> None:
        why, actor, at = form.cleaned_data["reason"], request.actor, clock.now()
        if clawed:
            clawing.propose(delivery=delivery, amount=clawed, reason=why, actor=actor, at=at)
        else:
            closing.close(delivery=delivery, words=why, actor=actor, at=at)

    return _asked(
        request,
        delivery,
        form,
        do,
        heading=f"Close {delivery.award.title}?",
        words=[
            f"{words.spent_of(paid, paid - unspent)} that was paid is spent, by the returns you "
            "accepted.",
            f"What is left, {pounds(unspent)}, is owed back to you."
            if unspent
            else "Nothing is left to come back.",
            "Nobody writes into the register any more.",
            "If you claw money back, all of this waits until an approver agrees.",
        ],
        button="Close the grant",
        done="Proposed. An approver has it on the worklist." if clawed else "Closed.",
        is_destructive=True,
    )


@look_or_send
def recover(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record money that came back."""
    delivery = grants.delivery_for(request.actor, workspace, reference)
    owed = money.owed(delivery)
    form = RecoverForm(sent(request))

    def do() -> None:
        closing.recover(
            delivery=delivery,
            amount=form.cleaned_data["amount"],
            received_on=form.cleaned_data["received_on"],
            identity=form.cleaned_data["identity"],
            actor=request.actor,
            at=clock.now(),
        )

    return _asked(
        request,
        delivery,
        form,
        do,
        heading="Money came back",
        words=[f"{pounds(owed)} is still owed. Enter it once the bank has it."],
        button="Record it",
        done="Recorded. The money is available again.",
    )
