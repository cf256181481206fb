"""Pages about a pot: where its money is, what moved, and how it comes in and goes elsewhere."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.money import NOTHING, pounds
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.money import changes as money
from headwater.web.grants.money.changes import funds as changes
from headwater.web.grants.money.changes import receipts, reversals
from headwater.web.grants.money.forms.funds import (
    MovementFilter,
    PotChangeForm,
    ReceiptForm,
    ReverseForm,
    SpendForm,
)
from headwater.web.grants.money.links import movement_address, pot_address
from headwater.web.grants.money.models import CostKind, Pot
from headwater.web.grants.money.presenters import movements as movement_words
from headwater.web.grants.money.presenters import pots as presenters
from headwater.web.grants.money.queries import awards, movements, position, reading
from headwater.web.grants.money.queries import pots as queries
from headwater.web.grants.money.queries.movements import Moved
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.views.showing import (
    PER_PAGE,
    confirm_page,
    form_page,
    look_or_send,
    says_now,
    tried,
)


@require_safe
def pot(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Where the money of a pot is, and to whom it is promised."""
    found = queries.pot_for(request.actor, workspace, reference)
    at = position(found)
    promises = awards.promises_of(found)
    page = Paginator(promises, PER_PAGE).get_page(request.GET.get("page"))
    names = [each.commitment.award_reference for each in page]
    context = {
        "workspace": workspace,
        "pot": found,
        "tag": presenters.pot_tag(found),
        "sentence": presenters.sentence(found, at),
        "facts": presenters.facts(found),
        "position": presenters.position_table(at),
        "page": page,
        "promises": presenters.promises_table(
            list(page), reading.award_beads(request.actor, workspace, names)
        ),
        "latest": presenters.movements_table(movements.moved_in(found)[-5:][::-1], workspace),
        "is_open": found.locked_at is None,
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "money/pot.html", context)


@require_safe
def pot_movements(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything that moved in a pot, the latest first, with what was available after each."""
    found = queries.pot_for(request.actor, workspace, reference)
    form, moved = _moved(request, found)
    page = Paginator(moved[::-1], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "pot": found,
        "page": page,
        "table": presenters.movements_table(list(page), workspace),
        "filter_form": form,
        "is_any": bool(moved) or bool(request.GET),
    }
    return render(request, "money/movements.html", context)


def _moved(request: ActorRequest, found: Pot) -> tuple[MovementFilter, list[Moved]]:
    form = MovementFilter(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    moved = movements.moved_in(found)
    return form, [each for each in moved if kind in ("", each.movement.kind)]


@require_safe
def pot_ledger(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Every entry of a pot as debit and credit."""
    found = queries.pot_for(request.actor, workspace, reference)
    rows = presenters.ledger_rows(movements.entries_of(found))
    return csv_response(f"{found.reference}-ledger.csv", presenters.LEDGER_COLUMNS, rows)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say something else of a pot, or give it another budget."""
    found = queries.pot_for(request.actor, workspace, reference)
    given = {
        "name": found.name,
        "ring_fence": found.ring_fence,
        "budget": found.budget,
        "version": found.version,
    }
    form = PotChangeForm(sent(request), before=found.budget, initial=given)
    form, made = tried(
        request,
        form,
        lambda: changes.change_pot(
            pot=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=lambda: queries.pot_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        messages.success(request, "Saved.")
        return redirect(pot_address(found))
    theirs = None
    if form.errors and str(found.version) != str(request.POST.get("version")):
        theirs = says_now([("Name", found.name), ("Budget", pounds(found.budget))])
    return form_page(
        request,
        workspace,
        form,
        heading=f"Change {found.name}",
        pot=found,
        theirs=theirs,
        cancel_href=pot_address(found),
    )


@look_or_send
def receive(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Take money into a pot."""
    found = queries.pot_for(request.actor, workspace, reference)
    at = position(found)
    usual = max(found.budget - at.received, NOTHING)
    today = timezone.localdate()
    form = ReceiptForm(sent(request), usual=usual, today=today, initial={"received_on": today})
    form, made = tried(
        request,
        form,
        lambda: money.receive(
            pot=found,
            actor=request.actor,
            at=clock.now(),
            **{name: form.cleaned_data[name] for name in ReceiptForm.SAID},
        ),
    )
    if made is not None:
        messages.success(request, f"{pounds(made.amount)} taken in.")
        return redirect(pot_address(found))
    return form_page(
        request,
        workspace,
        form,
        heading="Take money in",
        caption=found.name,
        pot=found,
        hides=() if form.asks_again else ("is_sure",),
        cancel_href=pot_address(found),
    )


@look_or_send
def spend(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record what the finance system paid out of a pot by itself."""
    found = queries.pot_for(request.actor, workspace, reference)
    today = timezone.localdate()
    form = SpendForm(sent(request), today=today, initial={"spent_on": today})

    def do() -> object:
        said = {**form.cleaned_data, "pays_for": CostKind(form.cleaned_data["pays_for"])}
        return receipts.spend(pot=found, actor=request.actor, at=clock.now(), **said)

    form, made = tried(request, form, do)
    if made is not None:
        messages.success(request, "Recorded.")
        return redirect(pot_address(found))
    return form_page(
        request,
        workspace,
        form,
        heading="Record what was spent directly",
        caption=found.name,
        pot=found,
        words=[
            "For money that does not go through a payment here, such as salaries. "
            "Nothing is paid by this: it is what the finance system paid already."
        ],
        cancel_href=pot_address(found),
    )


@require_safe
def movement(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One movement as double entry, who made it and why."""
    found = movements.movement_for(request.actor, workspace, reference)
    reversal = movements.reversal_of(found)
    context = {
        "workspace": workspace,
        "movement": found,
        "facts": movement_words.facts(found, reading.names_of({found.by}), reversal),
        "table": presenters.entries_table(movements.sides_of(found)),
        "may_reverse": movement_words.is_reversible(found, reversal)
        and permissions.can_keep(request.actor, workspace),
    }
    return render(request, "money/movement.html", context)


@look_or_send
def reverse(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put a mistake right by a movement the other way."""
    found = movements.movement_for(request.actor, workspace, reference)
    form = ReverseForm(sent(request))
    form, made = tried(
        request,
        form,
        lambda: reversals.reverse(
            movement=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
    )
    if made is not None:
        messages.success(request, "Put right. Both movements stay in the ledger.")
        return redirect(movement_address(workspace, made.reference))
    return confirm_page(
        request,
        form,
        heading=f"Reverse {found.get_kind_display().lower()} {found.reference}?",
        words=["The same amount moves back. The mistake stays in the ledger, with your reason."],
        button="Reverse it",
        is_destructive=True,
        cancel_href=movement_address(workspace, found.reference),
    )
