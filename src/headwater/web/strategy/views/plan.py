"""The plan as it is written, and the pages on which priorities and outcomes are written."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.partners.queries import workspace_for
from headwater.web.strategy.changes import structure as changes
from headwater.web.strategy.forms.structure import (
    OutcomeChangeForm,
    OutcomeForm,
    PriorityChangeForm,
    PriorityForm,
    SaidForm,
    answers_of,
)
from headwater.web.strategy.models import Outcome, Priority
from headwater.web.strategy.presenters import actions as shown
from headwater.web.strategy.presenters import plan as presenters
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.queries import plan as plans
from headwater.web.strategy.queries import versions
from headwater.web.strategy.rules import permissions
from headwater.web.thread.queries import strands

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def plan(request: ActorRequest, workspace: str) -> HttpResponse:
    """Priorities, outcomes and actions, and the version that a board adopted."""
    today = timezone.localdate()
    tree = plans.tree_for(request.actor, workspace)
    every = [*tree.actions, *tree.unplaced]
    stands = queries.standings(every, today=today)
    ends = [("priority", limb.priority.reference) for limb in tree.limbs]
    tied = strands(request.actor, workspace, ends)
    context = {
        "workspace": workspace,
        "parts": presenters.parts(tree, workspace, stands, tied, today=today),
        "unplaced": shown.table(tree.unplaced, stands, today=today) if tree.unplaced else None,
        "summary": shown.summary(every, stands, today=today),
        "is_any": bool(tree.limbs or every),
        "adopted": versions.adopted(request.actor, workspace),
        "under_way": versions.under_way(request.actor, workspace),
        "may_plan": permissions.can_plan(request.actor, workspace),
    }
    return render(request, "strategy/plan.html", context)


@look_or_send
def priority_new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Add a priority."""
    place = workspace_for(request.actor, workspace)

    def save(form: SaidForm) -> Priority:
        return changes.write_priority(
            workspace=place, said=form.said(), actor=request.actor, at=clock.now()
        )

    return _page(request, workspace, PriorityForm(sent(request)), save, "Add a priority")


@look_or_send
def priority_edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change a priority, or drop it."""
    found = plans.priority_for(request.actor, workspace, reference)

    def save(form: SaidForm) -> Priority:
        return changes.change_priority(
            priority=found,
            said=form.said(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )

    form = PriorityChangeForm(sent(request), initial=answers_of(found))
    return _page(request, workspace, form, save, "Change a priority", row=found)


@look_or_send
def outcome_new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Add an outcome to a priority."""
    found = plans.priority_for(request.actor, workspace, reference)

    def save(form: SaidForm) -> Outcome:
        return changes.write_outcome(
            priority=found, said=form.said(), actor=request.actor, at=clock.now()
        )

    heading = f"Add an outcome to: {found.title}"
    return _page(request, workspace, OutcomeForm(sent(request)), save, heading)


@look_or_send
def outcome_edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change an outcome, or drop it."""
    found = plans.outcome_for(request.actor, workspace, reference)

    def save(form: SaidForm) -> Outcome:
        return changes.change_outcome(
            outcome=found,
            said=form.said(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )

    form = OutcomeChangeForm(sent(request), initial=answers_of(found))
    return _page(request, workspace, form, save, "Change an outcome", row=found)


def _page(
    request: ActorRequest,
    workspace: str,
    form: SaidForm,
    save: Callable[[Any], Priority | Outcome],
    heading: str,
    row: Priority | Outcome | None = None,
) -> HttpResponse:
    """One form about a priority or an outcome, and back to the plan once it is saved."""
    permissions.check_can_plan(request.actor, workspace)
    back = reverse("strategy:plan", args=[workspace])
    theirs: dict[str, Any] = {}
    if form.is_valid():
        try:
            saved = save(form)
        except ChangedMeanwhileError as error:
            assert row is not None
            row.refresh_from_db()
            theirs = answers_of(row)
            assert isinstance(form, PriorityChangeForm | OutcomeChangeForm)
            form = form.over(row.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(f"{back}#{saved.reference}")
    context = {
        "workspace": workspace,
        "form": form,
        "heading": heading,
        "theirs": theirs,
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "strategy/structure_form.html", context, status=status)
