"""Pages of harmful approaches in use: where, by which override, asked for, approved and ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.evidence.changes import overrides as changes
from headwater.web.evidence.forms.evidence import (
    EndForm,
    FindUseForm,
    MoveForm,
    OverrideForm,
    UseFilter,
)
from headwater.web.evidence.links import approach_address, override_address
from headwater.web.evidence.presenters import evidence as presenters
from headwater.web.evidence.queries import evidence as queries
from headwater.web.evidence.queries.evidence import HarmfulUse
from headwater.web.evidence.queries.readings import known
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.library import library
from headwater.web.evidence.rules.overriding import Standing
from headwater.web.partners import queries as partners
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import beads

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def harmful(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every use of a harmful approach; those that need a decision first."""
    today = timezone.localdate()
    every = queries.harmful_uses(request.actor, workspace, today=today)
    form = UseFilter(request.GET)
    found = _wanted(every, form)
    names = queries.names_of({each.override.approved_by for each in found if each.override})
    context = {
        "workspace": workspace,
        "filter_form": form,
        "table": presenters.uses_table(found, workspace, today=today, names=names),
        "count": len(every),
        "waiting": sum(1 for each in every if not each.is_covered),
        "asked": request.GET.urlencode(),
        "approaches": [each for each in known(workspace).values() if each.harmful],
    }
    return render(request, "evidence/harmful.html", context)


def _wanted(every: list[HarmfulUse], form: UseFilter) -> list[HarmfulUse]:
    needs = form.cleaned_data["needs"] if form.is_valid() else ""
    if not needs:
        return every
    return [each for each in every if each.is_covered is (needs == "none")]


@require_safe
def harmful_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same uses as a table in a file."""
    today = timezone.localdate()
    every = queries.harmful_uses(request.actor, workspace, today=today)
    rows = presenters.use_csv_rows(_wanted(every, UseFilter(request.GET)), today=today)
    return csv_response(f"{workspace}-harmful-approaches.csv", presenters.USE_COLUMNS, rows)


@look_or_send
def new(request: ActorRequest, workspace: str, approach: str) -> HttpResponse:
    """Ask for a harmful approach to be used all the same."""
    place = partners.workspace_for(request.actor, workspace)
    queries.check_approach(request.actor, workspace, approach)
    if not known(workspace)[approach].harmful:
        raise NotYours
    today = timezone.localdate()
    every = queries.harmful_uses(request.actor, workspace, today=today)
    words = FindUseForm(request.GET, kinds=queries.choosing_kinds())
    uses = _places(request, workspace, [each for each in every if each.approach == approach], words)
    decisions = [
        (each.reference, each.title)
        for each in queries.offered("decision", request.actor, workspace)
    ]
    form = OverrideForm(sent(request), uses=uses, decisions=decisions)
    if request.method == "POST" and form.is_valid():
        kind, _, used = form.cleaned_data["use"].partition(":")
        try:
            made = changes.ask(
                workspace=place,
                approach=approach,
                use=(kind, used),
                reason=form.cleaned_data["reason"],
                decision=form.cleaned_data["decision"],
                expires_on=form.cleaned_data["expires_on"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Asked for. It counts when an approver has approved it.")
            return redirect(override_address(made))
    context = {
        "workspace": workspace,
        "approach": library()[approach],
        "form": form,
        "find_form": words,
        "has_uses": bool(uses),
        "has_decisions": bool(decisions),
        "back": approach_address(workspace, approach),
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/override_form.html", context, status=status)


def _places(
    request: ActorRequest, workspace: str, here: list[HarmfulUse], form: FindUseForm
) -> list[tuple[str, str]]:
    """Where an override may be asked for: uses without one first, then what has the words."""
    asked = form.cleaned_data if form.is_valid() else {"kind": "", "words": ""}
    found = [each.bead for each in here if not each.is_covered]
    found += queries.may_be_covered(request.actor, workspace, **asked)
    # A place stays on offer when the words that found it are gone from the address.
    kind, _, reference = request.POST.get("use", "").partition(":")
    found += beads(request.actor, workspace, [(kind, reference)]).values() if reference else []
    return list({f"{each.kind}:{each.reference}": _place(each) for each in found}.items())


def _place(bead: Bead) -> str:
    return f"{presenters.kind_noun(bead.kind)}: {bead.title}"


@require_safe
def override(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything an override says, and what may be done about it."""
    found = queries.override_for(request.actor, workspace, reference)
    decision = ("decision", found.decision)
    seen = beads(request.actor, workspace, [found.use, decision])
    names = queries.names_of({found.asked_by, found.approved_by, found.ended_by})
    waits = found.stage is Standing.WAITING
    decides = request.actor.has_role(workspace, permissions.DECIDERS)
    context = {
        "workspace": workspace,
        "override": found,
        "approach": library().get(found.approach),
        "tag": presenters.override_tag(found, today=timezone.localdate()),
        "rows": presenters.override_rows(found, seen.get(found.use), seen.get(decision), names),
        "may_approve": waits and decides and found.asked_by != request.actor.reference,
        "is_own": waits and decides and found.asked_by == request.actor.reference,
        "may_end": found.stage is not Standing.ENDED
        and request.actor.has_role(workspace, permissions.ENDERS),
    }
    return render(request, "evidence/override.html", context)


@require_POST
def approve(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that the board's decision holds."""
    found = queries.override_for(request.actor, workspace, reference)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Open the override again and press the button there.")
        return redirect(override_address(found))
    try:
        changes.approve(
            override=found,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Approved.")
    return redirect(override_address(found))


@look_or_send
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Decline an override, take it back, or end it early."""
    found = queries.override_for(request.actor, workspace, reference)
    given: Any = sent(request)
    form = EndForm(given, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            changes.end(override=found, actor=request.actor, at=clock.now(), **form.cleaned_data)
        except ChangedMeanwhileError as error:
            form = form.over(queries.override_for(request.actor, workspace, reference).version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Ended. The use needs a decision again.")
            return redirect(reverse("evidence:harmful", args=[workspace]))
    context = {
        "heading": "End this override?",
        "words": [
            "It stays in the record. Where the approach is still used, a decision is needed."
        ],
        "button": "End the override",
        "is_destructive": True,
        "cancel_href": override_address(found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)
