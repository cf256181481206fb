"""Letting people go: what refused applications say of them, asked for by one, agreed by another."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.queries import names_of
from headwater.web.design_system.forms import sent
from headwater.web.grants.deciding.changes import keeping as changes
from headwater.web.grants.deciding.forms.deciding import RemovalForm
from headwater.web.grants.deciding.presenters import keeping as presenters
from headwater.web.grants.deciding.queries import keeping as queries
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.views.showing import look_or_send, shown
from headwater.web.partners.queries import workspace_for

MOST_SHOWN = 100


@look_or_send
def keeping(request: ActorRequest, workspace: str) -> HttpResponse:
    """Rounds at the end of their time, what waits for a yes, and what is gone."""
    place = workspace_for(request.actor, workspace)
    if request.method == "POST":
        count = changes.ask_removal(workspace=place, actor=request.actor, at=clock.now())
        messages.success(request, f"{counted(count, 'round')} put to an approver.")
        return redirect("deciding:keeping", workspace)
    due = queries.due_in(workspace, timezone.localdate())
    every = list(queries.letting_go_in(workspace)[:MOST_SHOWN])
    asked = [each for each in every if each.approved_at is None]
    left = queries.left_of([*due, *(each.round for each in asked)])
    people = names_of(who for each in every for who in (each.asked_by, each.approved_by))
    context = {
        "workspace": workspace,
        "due": presenters.due_table(due, left),
        "asked": presenters.asked_table(asked, left, people),
        "gone": presenters.gone_table([each for each in every if each.approved_at], people),
        "may_ask": permissions.can_run(request.actor, workspace),
        "may_decide": permissions.can_decide(request.actor, workspace),
    }
    return render(request, "deciding/keeping.html", context)


@look_or_send
def decide(request: ActorRequest, workspace: str) -> HttpResponse:
    """Let go what others asked for, or keep it another year."""
    asked = list(queries.asked_in(workspace)[:MOST_SHOWN])
    form = RemovalForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            words = _decided(request, form, workspace, at=clock.now())
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect("deciding:keeping", workspace)
    left = queries.left_of([each.round for each in asked])
    people = names_of(each.asked_by for each in asked)
    table = presenters.asked_table(asked, left, people)
    return shown(request, "deciding/keeping_decide.html", form, workspace=workspace, table=table)


def _decided(request: ActorRequest, form: RemovalForm, workspace: str, *, at: datetime) -> str:
    place, actor = workspace_for(request.actor, workspace), request.actor
    if form.cleaned_data["decision"] == RemovalForm.REMOVE:
        count = changes.approve_removal(workspace=place, actor=actor, at=at)
        return f"What {counted(count, 'round')} said of people is removed within a day."
    count = changes.refuse_removal(
        workspace=place, actor=actor, reason=form.cleaned_data["reason"], at=at
    )
    return f"{counted(count, 'round')} kept another year."
