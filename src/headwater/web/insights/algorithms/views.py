"""Pages of the register: list, entry, edit, move, files, and offering the record for release."""

import json

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.requests import ActorRequest
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.parts import Table
from headwater.web.insights.algorithms import atrs, changes, presenters, queries
from headwater.web.insights.algorithms.forms import (
    AddForm,
    EditForm,
    MoveForm,
    ProposeForm,
    starting,
)
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.algorithms.rules import Pipeline, Status, Verb, move_from, moves_open
from headwater.web.insights.watch.presenters import fairness
from headwater.web.insights.watch.queries.rules import rules_for
from headwater.web.insights.watch.rules.permissions import can_read as may_read_rules
from headwater.web.insights.watch.rules.registering import Status as RuleStatus
from headwater.web.partners.queries import workspace_for

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def algorithms(request: ActorRequest, workspace: str) -> HttpResponse:
    """The register: everything that may run, and until when."""
    found = queries.algorithms_for(request.actor, workspace)
    today = timezone.localdate()
    context = {
        "table": presenters.register_table(found, workspace=workspace, today=today),
        "workspace": workspace,
        "may_add": request.actor.has_role(workspace, LEADS),
    }
    return render(request, "algorithms/register.html", context)


@require_safe
def algorithm(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One entry of the register: its record, its versions, and what may be done with it."""
    found = queries.algorithm_for(request.actor, workspace, reference)
    edits = list(found.edits.all())
    names = dict(
        User.objects.filter(reference__in={each.by for each in edits}).values_list(
            "reference", "name"
        )
    )
    roles = request.actor.roles_in(workspace)
    context = {
        "algorithm": found,
        "tag": presenters.status_tag(found, today=timezone.localdate()),
        "facts": presenters.facts(found),
        "sections": presenters.record_sections(atrs.said_by(found)),
        "history": presenters.history(edits, names),
        "fairness": _fairness(request, found),
        "moves": moves_open(Status(found.status), roles),
        "is_lead": not roles.isdisjoint(LEADS),
        "workspace": workspace,
    }
    return render(request, "algorithms/algorithm.html", context)


def _fairness(request: ActorRequest, entry: Algorithm) -> Table | None:
    """Whose neighbourhoods each rule of early warning picks, for those who read the rules."""
    place = entry.workspace.slug
    if entry.key != Pipeline.EARLY_WARNING or not may_read_rules(request.actor, place):
        return None
    return fairness.register_table(rules_for(request.actor, place).filter(status=RuleStatus.ON))


@look_or_send
def add(request: ActorRequest, workspace: str) -> HttpResponse:
    """Put an algorithm on the register."""
    form = AddForm(request.POST or None, initial={"predicts_about_people": "no"})
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.add(
                workspace=workspace_for(request.actor, workspace),
                key=form.cleaned_data["key"],
                description=form.description(),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added. It may run once it is put into use.")
            return redirect("insights:algorithm", workspace, made.reference)
    context = {"form": form, "workspace": workspace, "heading": "Add an algorithm"}
    return render(request, "algorithms/edit.html", context)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what the register says of an algorithm."""
    found = queries.algorithm_for(request.actor, workspace, reference)
    form = EditForm(request.POST or None, initial=starting(found))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.edit(
                algorithm=found,
                description=form.description(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.algorithm_for(request.actor, workspace, reference)
            form = form.over(theirs.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. What was said before is kept as a version.")
            return redirect("insights:algorithm", workspace, reference)
    context = {
        "form": form,
        "workspace": workspace,
        "algorithm": found,
        "heading": f"Edit {found.name}",
        "theirs": presenters.record_sections(atrs.said_by(theirs)) if theirs else [],
    }
    return render(request, "algorithms/edit.html", context)


@look_or_send
def move(request: ActorRequest, workspace: str, reference: str, verb: str) -> HttpResponse:
    """Ask once more, then put into use, suspend or withdraw."""
    found = queries.algorithm_for(request.actor, workspace, reference)
    if verb not in set(Verb):
        raise NotYours
    step = move_from(Status(found.status), Verb(verb))
    form = MoveForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid() and _moved(request, form, found, step.verb):
        messages.success(request, f"{found.name}: {step.end.words.lower()}.")
        return redirect("insights:algorithm", workspace, reference)
    context = {
        "form": form,
        "heading": f"{step.words}: {found.name}",
        "words": [presenters.MEANINGS[step.end] + "."],
        "button": step.words,
        "is_destructive": step.verb is not Verb.START,
        "cancel_href": reverse("insights:algorithm", args=[workspace, reference]),
    }
    return render(request, "design_system/confirm.html", context)


def _moved(request: ActorRequest, form: MoveForm, algorithm: Algorithm, verb: Verb) -> bool:
    try:
        changes.move(
            algorithm=algorithm,
            verb=verb,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
    except HeadwaterError as error:
        form.add_error(None, str(error))
        return False
    return True


@look_or_send
def propose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for the record to be made public, as it is now."""
    found = queries.algorithm_for(request.actor, workspace, reference)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _proposed(request, form, found):
        messages.success(request, "Proposed. The approvers have been told.")
        return redirect("insights:algorithm", workspace, reference)
    context = {
        "form": form,
        "heading": f"Propose the record of {found.name} for publication",
        "words": [
            "The public will see the record as it is now. Later changes need a new proposal.",
            f"The contact e-mail [{found.contact_email}] becomes public with it.",
        ],
        "button": "Propose",
        "cancel_href": reverse("insights:algorithm", args=[workspace, reference]),
    }
    return render(request, "design_system/confirm.html", context)


def _proposed(request: ActorRequest, form: BaseForm, algorithm: Algorithm) -> bool:
    try:
        changes.propose(
            algorithm=algorithm,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=clock.now(),
        )
    except HeadwaterError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
def record_json(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The ATRS record as JSON."""
    found = queries.algorithm_for(request.actor, workspace, reference)
    text = json.dumps(atrs.record(atrs.said_by(found)), indent=1, ensure_ascii=False)
    answer = HttpResponse(text + "\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="atrs-{found.key}.json"'
    return answer


@require_safe
def record_csv(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The ATRS record as CSV: one line a field."""
    found = queries.algorithm_for(request.actor, workspace, reference)
    columns = ("number", "tier", "section", "field", "answer")
    return csv_response(f"atrs-{found.key}.csv", columns, presenters.lines(atrs.said_by(found)))
