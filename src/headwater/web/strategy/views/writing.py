"""Pages on which an action is written and changed."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Table
from headwater.web.notices.rules import one_line
from headwater.web.partners import queries as partners
from headwater.web.strategy.changes import actions as changes
from headwater.web.strategy.forms.actions import (
    ActionChangeForm,
    ActionForm,
    answers_now,
    first_answers,
)
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import Action
from headwater.web.strategy.presenters import meanwhile
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.queries import plan as plans
from headwater.web.strategy.rules import permissions
from headwater.web.strategy.rules.merging import merged
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import beads

USUAL_TIME = timedelta(days=91)
"""Between the first day and the due day that the form starts with."""
LONGEST_TITLE = 200
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Write an action, tied to what it was thought of for."""
    place = partners.workspace_for(request.actor, workspace)
    permissions.check_can_plan(request.actor, workspace)
    source = _source(request, workspace)
    today = timezone.localdate()
    form = ActionForm(
        sent(request),
        **_choices(request, workspace),
        initial={
            **first_answers(today=today, due_on=today + USUAL_TIME),
            **_prefilled(request, workspace, source),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.write(
                workspace=place,
                description=form.description(),
                answers=[(source.kind, source.reference)] if source else [],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Written. Add milestones, so that everybody sees it go.")
            return redirect(action_address(made))
    return _form_page(request, workspace, form, heading="Write an action", source=source)


def _source(request: ActorRequest, workspace: str) -> Bead | None:
    """What the address says the action is for, such as `finding:E-2222-2222:city-centre`."""
    kind, _, reference = request.GET.get("from", "").partition(":")
    return beads(request.actor, workspace, [(kind, reference)]).get((kind, reference))


def _prefilled(request: ActorRequest, workspace: str, source: Bead | None) -> dict[str, Any]:
    if source is None:
        return {"outcome": request.GET.get("outcome", "")}
    start = "Close the gap" if source.kind == "gap" else "Act on"
    outcome = queries.outcome_that_answers(
        request.actor, workspace, (source.kind, source.reference)
    )
    return {
        "title": one_line(f"{start}: {source.title}", LONGEST_TITLE),
        "outcome": outcome.reference if outcome else "",
    }


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what an action says. What two people changed at once is laid beside each other."""
    found = queries.action_for(request.actor, workspace, reference)
    permissions.check_can_plan(request.actor, workspace)
    form = ActionChangeForm(
        sent(request), **_choices(request, workspace), initial=answers_now(found)
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.change(
                action=found,
                description=form.description(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            form, theirs = _both(request, found, form)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(action_address(found))
    heading = f"Change: {found.title}"
    return _form_page(request, workspace, form, heading=heading, action=found, theirs=theirs)


def _both(
    request: ActorRequest, found: Action, form: ActionChangeForm
) -> tuple[ActionChangeForm, Table]:
    """A form with the changes of both, and what each said."""
    workspace = found.workspace.slug
    now = queries.action_for(request.actor, workspace, found.reference)
    theirs, yours = queries.description_of(now), form.description()
    before = queries.wording_of(now, form.cleaned_data["version"]) or theirs
    both = merged(before.plain(), theirs.plain(), yours.plain())
    choices = _choices(request, workspace)
    table = meanwhile.both(
        before,
        theirs,
        yours,
        of=both,
        labels=meanwhile.LABELS,
        called=meanwhile.names_of([*choices["outcomes"], *choices["organisations"]]),
    )
    taken = {name: both.answers[name] for name in both.taken}
    return form.with_theirs(taken, now.version, **choices), table


def _choices(request: ActorRequest, workspace: str) -> dict[str, Any]:
    today = timezone.localdate()
    rows = partners.organisations_for(request.actor, workspace, today=today)
    return {
        "outcomes": list(plans.outcomes_for(request.actor, workspace).filter(is_dropped=False)),
        "organisations": list(partners.taking_part(rows, today=today)),
    }


def _form_page(
    request: ActorRequest, workspace: str, form: ActionForm, **more: Any
) -> HttpResponse:
    context = {"workspace": workspace, "form": form, **more}
    status = 422 if form.errors else 200
    return render(request, "strategy/action_form.html", context, status=status)
