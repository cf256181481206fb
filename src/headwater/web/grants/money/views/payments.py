"""Pages about payments: the queue, one payment and what may be done with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.money import pounds
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.design_system.moments import day
from headwater.web.grants.money.changes import payments as changes
from headwater.web.grants.money.forms.payments import (
    PaymentChangeForm,
    PaymentFilter,
    ReasonForm,
    StepForm,
    SupplierForm,
)
from headwater.web.grants.money.links import payment_address
from headwater.web.grants.money.models import Payment
from headwater.web.grants.money.presenters import payments as presenters
from headwater.web.grants.money.queries import payments as queries
from headwater.web.grants.money.queries import pots, reading
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.payments import By, State, Verb, moves_from
from headwater.web.grants.money.views.showing import (
    PER_PAGE,
    confirm_page,
    form_page,
    look_or_send,
    says_now,
    tried,
)

SENT_BACK = {"refuse": Verb.REFUSE, "take-back": Verb.TAKE_BACK, "cancel": Verb.CANCEL}
DONE = {
    Verb.ASK: "Asked for. Two approvers look at it now.",
    Verb.REFUSE: "Refused. Whoever asked for it finds the reason on the payment.",
    Verb.TAKE_BACK: "Taken back. It is scheduled again, and has no approval.",
    Verb.CANCEL: "Cancelled. Its money stays promised to the award.",
}


@require_safe
def payments(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every payment that was asked for, the first due first."""
    today = timezone.localdate()
    form = _filter(request, workspace)
    found = _chosen(request, workspace, form)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.table(list(page), today=today),
        "summary": presenters.summary(found, today=today),
        "is_any": bool(found) or bool(request.GET),
        "asked": request.GET.urlencode(),
        "may_keep": permissions.can_keep(request.actor, workspace),
        "ready": queries.ready_to_run(workspace).count(),
    }
    return render(request, "money/payments.html", context)


def _filter(request: ActorRequest, workspace: str) -> PaymentFilter:
    return PaymentFilter(request.GET, pots=pots.pots_for(request.actor, workspace))


def _chosen(request: ActorRequest, workspace: str, form: PaymentFilter) -> list[Payment]:
    """Payments that were asked for. A filter without sense filters nothing."""
    rows = queries.payments_for(request.actor, workspace)
    asked = form.cleaned_data if form.is_valid() else {}
    return list(queries.chosen(rows, **asked))


@require_safe
def payments_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same payments as a table in a file."""
    rows = presenters.csv_rows(_chosen(request, workspace, _filter(request, workspace)))
    return csv_response(f"{workspace}-payments.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def payment(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What a payment is, who had a hand in it, and what may be done now."""
    found = queries.payment_for(request.actor, workspace, reference)
    people = {found.written_by, found.asked_by, found.first_by, found.second_by}
    award = reading.award_bead(request.actor, workspace, found.commitment.award_reference)
    context = {
        "workspace": workspace,
        "payment": found,
        "tag": presenters.state_tag(found),
        "facts": presenters.facts(
            found,
            reading.names_of(people),
            award,
            may_keep=permissions.can_keep(request.actor, workspace),
        ),
        **_may(request, found),
    }
    return render(request, "money/payment.html", context)


def _may(request: ActorRequest, found: Payment) -> dict[str, Any]:
    """What the reader may do now, by the table of steps."""
    workspace = found.commitment.pot.fund.workspace.slug
    allowed = {By.LEAD: permissions.can_keep, By.APPROVER: permissions.can_approve}
    is_held = found.commitment.held_at is not None
    verbs = {
        move.verb
        for move in moves_from(State(found.state), is_held=is_held)
        if move.by in allowed and allowed[move.by](request.actor, workspace)
    }
    had_a_hand = request.actor.reference in {
        found.written_by, found.asked_by, found.first_by,
    }  # fmt: skip
    return {
        "may_ask": Verb.ASK in verbs,
        "may_change": Verb.CHANGE in verbs,
        "may_cancel": Verb.CANCEL in verbs,
        "may_approve": Verb.APPROVE in verbs and not had_a_hand,
        "may_refuse": Verb.REFUSE in verbs,
        "may_take_back": Verb.TAKE_BACK in verbs,
        "had_a_hand": Verb.APPROVE in verbs and had_a_hand,
        "is_first": found.state == State.ASKED,
    }


@look_or_send
def change(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Pay another amount or on another day."""
    found = queries.payment_for(request.actor, workspace, reference)
    given = {"amount": found.amount, "due_on": found.due_on, "version": found.version}
    form = PaymentChangeForm(sent(request), initial=given)
    form, made = tried(
        request,
        form,
        lambda: changes.change_payment(
            payment=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.payment_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        messages.success(request, "Saved.")
        return redirect(payment_address(found))
    theirs = None
    if form.errors:
        now = queries.payment_for(request.actor, workspace, reference)
        if now.version != found.version:
            theirs = says_now([("Amount", pounds(now.amount)), ("Due", day(now.due_on))])
    return form_page(
        request,
        workspace,
        form,
        heading=f"Change {found.reference}",
        caption=found.payee.name,
        theirs=theirs,
        cancel_href=payment_address(found),
    )


@look_or_send
def supplier(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say what the finance system calls whoever a payment goes to."""
    found = queries.payment_for(request.actor, workspace, reference)
    payee = found.payee
    given = {"supplier_number": payee.supplier_number, "version": payee.version}
    form = SupplierForm(sent(request), initial=given)
    form, made = tried(
        request,
        form,
        lambda: changes.name_supplier(
            payee=payee, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.payment_for(request.actor, workspace, reference).payee.version,
    )
    if made is not None:
        messages.success(request, "Saved.")
        return redirect(payment_address(found))
    return form_page(
        request,
        workspace,
        form,
        heading="Supplier number",
        caption=payee.name,
        words=["It goes into the file for the finance system with every payment to this payee."],
        cancel_href=payment_address(found),
    )


@look_or_send
def ask(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for a payment to be made."""
    found = queries.payment_for(request.actor, workspace, reference)
    form = StepForm(sent(request), initial={"version": found.version})
    form, made = tried(
        request,
        form,
        lambda: changes.ask(
            payment=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.payment_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        messages.success(request, DONE[Verb.ASK])
        return redirect(payment_address(found))
    return confirm_page(
        request,
        form,
        heading=f"Ask for {pounds(found.amount)} to be paid?",
        words=[
            f"To {found.payee.name}, for the award {found.commitment.award_reference}, "
            f"from {found.commitment.pot.name}.",
            "Two approvers must agree. You cannot be one of them.",
        ],
        button="Ask for the payment",
        cancel_href=payment_address(found),
    )


@look_or_send
def approve(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Agree that a payment is made, as the first or the second of two."""
    found = queries.payment_for(request.actor, workspace, reference)
    form = StepForm(sent(request), initial={"version": found.version})
    form, made = tried(
        request,
        form,
        lambda: changes.approve(
            payment=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.payment_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        is_whole = made.state == State.APPROVED
        said = "It goes into the next payment run." if is_whole else "Another approver must agree."
        messages.success(request, f"Approved. {said}")
        return redirect(payment_address(found))
    return confirm_page(
        request,
        form,
        heading=f"Approve {pounds(found.amount)} to {found.payee.name}?",
        words=[
            f"Payment {found.reference} of the award {found.commitment.award_reference}, from "
            f"{found.commitment.pot.name}, due on {day(found.due_on)}.",
            "Look at the award and at what was returned for it before you agree.",
        ],
        button="Approve the payment",
        cancel_href=payment_address(found),
    )


@look_or_send
def send_back(request: ActorRequest, workspace: str, reference: str, step: str) -> HttpResponse:
    """Refuse, take back or cancel a payment, with the reason."""
    found = queries.payment_for(request.actor, workspace, reference)
    verb = SENT_BACK.get(step)
    if verb is None:
        raise Http404
    form = ReasonForm(sent(request), initial={"version": found.version})
    form, made = tried(
        request,
        form,
        lambda: changes.send_back(
            payment=found, verb=verb, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.payment_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        messages.success(request, DONE[verb])
        return redirect(payment_address(found))
    word = step.replace("-", " ").capitalize()
    return confirm_page(
        request,
        form,
        heading=f"{word}: {pounds(found.amount)} to {found.payee.name}?",
        words=["Approvals it has are gone."] if verb is not Verb.CANCEL else [],
        button=word,
        is_destructive=True,
        cancel_href=payment_address(found),
    )
