"""Pages of the register: the list, a rule, writing one, working it out, switching it on and off."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.insights.assessments.queries import areas_of, names_of
from headwater.web.insights.watch.changes import rules as changes
from headwater.web.insights.watch.forms.rules import (
    MoveForm,
    ReasonForm,
    RuleChangeForm,
    RuleFilter,
    RuleForm,
    SwitchOnForm,
    answers_of,
    first_answers,
)
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.presenters import fairness
from headwater.web.insights.watch.presenters import rules as presenters
from headwater.web.insights.watch.queries import rules as queries
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.describing import LONGEST
from headwater.web.insights.watch.rules.registering import (
    EDITABLE,
    JUDGED_BY,
    Status,
    Verb,
    check_may_move,
    move_from,
)
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import workspace_for

A_PAGE = 25
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every rule of the workspace, by name."""
    found = queries.rules_for(request.actor, workspace)
    form = RuleFilter(request.GET)
    if form.is_valid():
        if form.cleaned_data["status"]:
            found = found.filter(status=form.cleaned_data["status"])
        asked = form.cleaned_data["words"]
        found = found.filter(Q(title__icontains=asked) | Q(area_name__icontains=asked))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.rules_table(page, today=timezone.localdate()),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "watch/rules.html", context)


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The whole register for a spreadsheet."""
    found = queries.rules_for(request.actor, workspace)
    name = f"early-warning-rules-{workspace}.csv"
    return csv_response(name, presenters.FIELDS, presenters.lines(found))


@require_safe
def rule(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What a rule watches, how often it is wrong, and what may be done with it."""
    found = queries.rule_for(request.actor, workspace, reference)
    names = names_of([found.written_by, found.switched_on_by, found.switched_off_by])
    context = {
        "workspace": workspace,
        "rule": found,
        "tag": presenters.status_tag(found, today=timezone.localdate()),
        "alarms": presenters.false_alarms(found),
        "fairness": fairness.sentence(found),
        "facts": presenters.facts(found),
        "history": presenters.history(found, names),
        "ways": presenters.ways_on(found),
        "copy": queries.copy_under_way(found),
        **_may(request, found),
    }
    return render(request, "watch/rule.html", context)


def _may(request: ActorRequest, found: Rule) -> dict[str, bool]:
    """What the actor may do with a rule where it stands."""
    status = found.stands
    is_keeper = permissions.can_keep(request.actor, found.workspace.slug)
    return {
        "may_edit": is_keeper and status in EDITABLE,
        "may_work_out": is_keeper and status in {Status.DRAFT, Status.FAILED},
        "may_switch_on": is_keeper and status is Status.READY,
        "may_put_away": is_keeper and status in EDITABLE,
        "may_switch_off": status is Status.ON
        and request.actor.has_role(found.workspace.slug, move_from(Status.ON, Verb.SWITCH_OFF).by),
        "may_copy": is_keeper and status in JUDGED_BY and queries.took_its_place(found) is None,
        "is_working": status is Status.WORKING,
    }


@require_safe
def progress(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Whether a rule is still being worked out, as a piece of its page."""
    found = queries.rule_for(request.actor, workspace, reference)
    context = {
        "is_working": found.stands is Status.WORKING,
        "ways": presenters.ways_on(found),
        "rule": found,
    }
    return render(request, "watch/_rule_working.html", context)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Write a rule."""
    place = workspace_for(request.actor, workspace)
    form = RuleForm(
        sent(request), **_choices(place), initial=first_answers(place.area_code, today=_today())
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.write(
                workspace=place,
                description=form.description(),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, made)
    return _form_page(request, form, heading="Write a rule", workspace=workspace)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change a rule that is not on."""
    found = queries.rule_for(request.actor, workspace, reference)
    check_may_move(move_from(found.stands, Verb.EDIT), request.actor.roles_in(workspace))
    form = RuleChangeForm(sent(request), **_choices(found.workspace), initial=answers_of(found))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changed = changes.change(
                rule=found,
                description=form.description(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.rule_for(request.actor, workspace, reference)
            form = form.over(theirs.version, **_choices(theirs.workspace))
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, changed)
    return _form_page(
        request,
        form,
        heading=f"Change {found.title}",
        workspace=workspace,
        rule=found,
        theirs=presenters.facts(theirs) if theirs else [],
    )


@look_or_send
def copy(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Write a rule that is to take the place of another."""
    found = queries.rule_for(request.actor, workspace, reference)
    starting = {**answers_of(found), "expires_on": _today() + LONGEST}
    form = RuleForm(sent(request), **_choices(found.workspace), initial=starting)
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.copy(
                rule=found, description=form.description(), actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, made)
    return _form_page(
        request, form, heading=f"Copy {found.title}", workspace=workspace, rule=found, is_copy=True
    )


def _today() -> Any:
    return timezone.localdate()


def _choices(place: Workspace) -> dict[str, Any]:
    return {"areas": areas_of(place), "today": _today()}


def _saved(request: ActorRequest, made: Rule) -> HttpResponse:
    """On to the page of a rule; with a worker at it, where that was asked for."""
    if "work_out" in request.POST:
        changes.work_out(rule=made, version=made.version, actor=request.actor, at=clock.now())
        messages.success(request, "Saved. Its false alarms are being worked out.")
    else:
        messages.success(request, "Saved.")
    return redirect(changes.address(made))


def _form_page(
    request: ActorRequest, form: RuleForm, *, heading: str, workspace: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "heading": heading, "workspace": workspace, **more}
    return render(request, "watch/rule_form.html", context)


@require_POST
def work_out(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Have the false alarms of a rule worked out."""
    found = queries.rule_for(request.actor, workspace, reference)
    form = MoveForm(request.POST)
    if form.is_valid():
        changes.work_out(
            rule=found,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
        messages.success(request, "The false alarms are being worked out. You can leave this page.")
    else:
        messages.error(request, "Nothing was asked for: open the rule again and try once more.")
    return redirect(changes.address(found))


@look_or_send
def switch_on(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Show the false alarms to be expected, and switch a rule on."""
    found = queries.rule_for(request.actor, workspace, reference)
    check_may_move(move_from(found.stands, Verb.SWITCH_ON), request.actor.roles_in(workspace))
    shown = {"version": found.version, "seal": found.seal}
    form = SwitchOnForm(sent(request), initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            changes.switch_on(
                rule=found,
                seal=form.cleaned_data["seal"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            # What is below is what stands now, so that is what the next press is about.
            found = queries.rule_for(request.actor, workspace, reference)
            move_from(found.stands, Verb.SWITCH_ON)
            form = SwitchOnForm({"version": found.version, "seal": found.seal})
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found.title} is on. It judges each week from now on.")
            return redirect(changes.address(found))
    context = {
        "form": form,
        "workspace": workspace,
        "rule": found,
        "alarms": presenters.false_alarms(found),
        "fairness": fairness.sentence(found),
        "together": presenters.together(found, queries.others_on(found, _today())),
        "ends": found.expires_on,
    }
    return render(request, "watch/rule_on.html", context)


@look_or_send
def switch_off(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask once more, then switch a rule off or put one away that never ran."""
    found = queries.rule_for(request.actor, workspace, reference)
    step = move_from(found.stands, Verb.SWITCH_OFF)
    asked = ReasonForm if step.needs_reason else MoveForm
    form = asked(sent(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            changes.switch_off(
                rule=found,
                reason=form.cleaned_data.get("reason", ""),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            words = "is off" if step.needs_reason else "was put away"
            messages.success(request, f"{found.title} {words}.")
            return redirect(changes.address(found))
    verb = "Switch off" if step.needs_reason else "Put away"
    context = {
        "form": form,
        "heading": f"{verb}: {found.title}",
        "words": [
            "It never runs again. Its alerts, its scorecard and what it said are kept."
            if step.needs_reason
            else "It never ran and never will. It stays in the list.",
        ],
        "button": verb,
        "is_destructive": True,
        "cancel_href": changes.address(found),
    }
    return render(request, "design_system/confirm.html", context)
