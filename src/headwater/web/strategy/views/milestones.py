"""Pages on which the milestones of an action are added, corrected and removed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.design_system.parts import Table
from headwater.web.strategy.changes import actions as changes
from headwater.web.strategy.errors import MilestoneGoneError
from headwater.web.strategy.forms.actions import (
    MilestoneChangeForm,
    MilestoneForm,
    milestone_now,
)
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import Action, Milestone
from headwater.web.strategy.presenters import actions as presenters
from headwater.web.strategy.presenters import meanwhile
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules.merging import merged
from headwater.web.strategy.views.telling import told_by

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
def add(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Add a milestone to an action."""
    found = told_by(request, workspace, reference)
    form = MilestoneForm(sent(request))
    if request.method == "POST" and form.is_valid():
        said = form.said()
        try:
            changes.add_milestone(
                action=found,
                title=said.title,
                due_on=said.due_on,
                who=said.who,
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error("due_on", str(error))
        else:
            messages.success(request, "Milestone added.")
            return redirect(action_address(found))
    return _page(request, found, form, heading="Add a milestone", button="Add")


@look_or_send
def correct(request: ActorRequest, workspace: str, reference: str, number: int) -> HttpResponse:
    """Say something else of a milestone. What two said at once is laid beside each other."""
    found = told_by(request, workspace, reference)
    try:
        step = queries.milestone_for(found, number)
    except NotYours:
        if request.method == "POST" and queries.was_removed(found, number):
            return _gone(request, found, MilestoneForm(request.POST))
        raise
    form = MilestoneChangeForm(sent(request), initial=milestone_now(step))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.correct_milestone(
                milestone=step,
                said=form.said(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            form, theirs = _both(found, step, form)
            form.add_error(None, str(error))
        except MilestoneGoneError:
            return _gone(request, found, MilestoneForm(request.POST))
        except HeadwaterError as error:
            form.add_error("due_on", str(error))
        else:
            messages.success(request, "Corrected. The record keeps what it said before.")
            return redirect(action_address(found))
    return _page(request, found, form, heading="Correct a milestone", button="Save", theirs=theirs)


def _both(
    found: Action, step: Milestone, form: MilestoneChangeForm
) -> tuple[MilestoneChangeForm, Table]:
    """A form with the corrections of both, and what each said."""
    now = queries.milestone_for(found, step.pk)
    theirs, yours = queries.said_of(now), form.said()
    before = queries.step_before(now, form.cleaned_data["version"]) or theirs
    both = merged(before.plain(), theirs.plain(), yours.plain())
    table = meanwhile.both(
        before, theirs, yours, of=both, labels=meanwhile.MILESTONE_LABELS, called={}
    )
    taken = {name: both.answers[name] for name in both.taken}
    return form.with_theirs(taken, now.version), table


def _gone(request: ActorRequest, found: Action, form: MilestoneForm) -> HttpResponse:
    """What was typed about a milestone that was removed meanwhile, to be added again."""
    form.add_error(None, str(MilestoneGoneError()))
    where = [found.workspace.slug, found.reference]
    return _page(
        request,
        found,
        form,
        heading="Add a milestone",
        button="Add it again",
        sent_to=reverse("strategy:milestone_add", args=where),
    )


def _page(request: ActorRequest, found: Action, form: MilestoneForm, **more: Any) -> HttpResponse:
    context = {
        "workspace": found.workspace.slug,
        "action": found,
        "form": form,
        "period": presenters.period(found),
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "strategy/milestone_form.html", context, status=status)


@look_or_send
def remove(request: ActorRequest, workspace: str, reference: str, number: int) -> HttpResponse:
    """Take a milestone away, after asking once."""
    found = told_by(request, workspace, reference)
    milestone = queries.milestone_for(found, number)
    if request.method == "POST":
        changes.remove_milestone(milestone=milestone, actor=request.actor, at=clock.now())
        messages.success(request, "Milestone removed.")
        return redirect(action_address(found))
    context = {
        "heading": f"Remove the milestone “{milestone.title}”?",
        "words": ["The record keeps that it was there. What was reached is not touched."],
        "button": "Remove",
        "is_destructive": True,
        "cancel_href": action_address(found),
    }
    return render(request, "design_system/confirm.html", context)
