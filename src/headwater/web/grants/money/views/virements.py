"""Pages about virements: asking for one, and deciding on it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.money import pounds, short_pounds
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.design_system.moments import moment
from headwater.web.grants.money.changes import virements as changes
from headwater.web.grants.money.forms.funds import VirementForm
from headwater.web.grants.money.forms.payments import ReasonForm, StepForm
from headwater.web.grants.money.links import pot_address, virement_address
from headwater.web.grants.money.models import VirementState
from headwater.web.grants.money.presenters import virements as presenters
from headwater.web.grants.money.queries import position, pots, reading
from headwater.web.grants.money.queries import virements as queries
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.spending import ALONE
from headwater.web.grants.money.views.showing import (
    PER_PAGE,
    confirm_page,
    form_page,
    look_or_send,
    tried,
)


@require_safe
def virements(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every virement, the latest first."""
    found = queries.virements_for(request.actor, workspace)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"workspace": workspace, "page": page, "table": presenters.table(list(page))}
    return render(request, "money/virements.html", context)


@look_or_send
def new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Move money out of a pot into another."""
    found = pots.pot_for(request.actor, workspace, reference)
    others = [
        each
        for each in pots.pots_for(request.actor, workspace)
        if each.pk != found.pk and each.year == found.year and each.locked_at is None
    ]
    form = VirementForm(sent(request), pots=others)
    form, made = tried(
        request,
        form,
        lambda: changes.ask(
            out_of=found,
            into=next(each for each in others if each.reference == form.cleaned_data["into"]),
            amount=form.cleaned_data["amount"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=clock.now(),
        ),
    )
    if made is not None:
        is_made = made.state == VirementState.MADE
        messages.success(request, "Moved." if is_made else "Asked for. An approver decides on it.")
        return redirect(virement_address(made))
    return form_page(
        request,
        workspace,
        form,
        heading="Move money to another pot",
        caption=found.name,
        pot=found,
        words=[
            f"{short_pounds(position(found).available)} is available. In a year "
            f"{short_pounds(ALONE)} may leave a pot by one person alone; an approver decides "
            "on what is more."
        ],
        button="Move the money",
        cancel_href=pot_address(found),
    )


@require_safe
def virement(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What is to be moved where, why, and who decided."""
    found = queries.virement_for(request.actor, workspace, reference)
    is_own = found.asked_by == request.actor.reference
    waits = found.state == VirementState.ASKED
    may_approve = permissions.can_approve(request.actor, workspace)
    context = {
        "workspace": workspace,
        "virement": found,
        "tag": presenters.tag(found),
        "facts": presenters.facts(found, reading.names_of({found.asked_by, found.decided_by})),
        "may_approve": waits and may_approve and not is_own,
        "may_refuse": waits and (may_approve or is_own),
        "refuse_words": "Take it back" if is_own else "Refuse",
    }
    return render(request, "money/virement.html", context)


@look_or_send
def approve(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Agree to a virement."""
    found = queries.virement_for(request.actor, workspace, reference)
    form = StepForm(sent(request), initial={"version": found.version})
    form, made = tried(
        request,
        form,
        lambda: changes.approve(
            virement=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.virement_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        messages.success(request, "Agreed. The money has moved.")
        return redirect(virement_address(found))
    return confirm_page(
        request,
        form,
        heading=f"Move {pounds(found.amount)}?",
        words=[
            f"From {found.out_of.name} to {found.into.name}.",
            f"Asked for on {moment(found.asked_at)}: {found.reason}",
        ],
        button="Agree",
        cancel_href=virement_address(found),
    )


@look_or_send
def refuse(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Leave the money where it is, with the reason."""
    found = queries.virement_for(request.actor, workspace, reference)
    form = ReasonForm(sent(request), initial={"version": found.version})
    form, made = tried(
        request,
        form,
        lambda: changes.refuse(
            virement=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.virement_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        messages.success(request, "The money stays where it is.")
        return redirect(virement_address(found))
    return confirm_page(
        request,
        form,
        heading=f"Leave {pounds(found.amount)} where it is?",
        words=[f"It stays in {found.out_of.name}."],
        button="Leave it",
        is_destructive=True,
        cancel_href=virement_address(found),
    )
