"""The register: the list, one authority, adding, changing, ending, and taking in a list."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partners.queries import workspace_for
from headwater.web.partnership.consultation import presenters, queries
from headwater.web.partnership.consultation.changes import register as changes
from headwater.web.partnership.consultation.forms import (
    ActionForm,
    ConsulteeForm,
    EndForm,
    FilterForm,
    ListForm,
)
from headwater.web.partnership.consultation.links import consultee_address
from headwater.web.partnership.consultation.models import Consultee
from headwater.web.partnership.consultation.queries import ACTION, CONSULTEE
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.partnership.consultation.views.saving import look_or_send, save
from headwater.web.thread import kinds
from headwater.web.thread.changes import tie
from headwater.web.thread.queries import strands_of
from headwater.web.thread.rules import Relation

A_PAGE = 25


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every authority, by sort and name."""
    form = FilterForm(request.GET)
    page = Paginator(_asked(request, workspace, form), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.consultees_table(page),
        "may_keep": permissions.can_keep(request.actor, workspace),
        "csv": f"{reverse('consultation:consultees_csv', args=[workspace])}"
        f"?{request.GET.urlencode()}",
    }
    return render(request, "consultation/consultees.html", context)


def _asked(request: ActorRequest, workspace: str, form: FilterForm) -> QuerySet[Consultee]:
    """The authorities that a filter leaves; all where it makes no sense."""
    found = queries.consultees_for(request.actor, workspace)
    if not form.is_valid():
        return found
    if sort := form.cleaned_data["sort"]:
        found = found.filter(sort=sort)
    if words := form.cleaned_data["words"]:
        found = found.filter(
            Q(name__icontains=words) | Q(place__icontains=words) | Q(kind__icontains=words)
        )
    return found


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The register, filtered as on the page, as a file."""
    found = _asked(request, workspace, FilterForm(request.GET))
    rows = presenters.consultees_rows(found)
    return csv_response(f"{workspace}-authorities.csv", presenters.CONSULTEE_CSV, rows)


@require_safe
def consultee(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One authority: when it was consulted, what the plan gives it, and what was asked of it."""
    found = queries.consultee_for(request.actor, workspace, reference)
    strands = strands_of(request.actor, workspace, (CONSULTEE, found.reference))
    asked = queries.requests_for(request.actor, workspace).filter(consultee=found)
    context = {
        "workspace": workspace,
        "consultee": found,
        "facts": presenters.consultee_facts(found),
        "history": presenters.history_table(queries.history_of(found), found),
        "actions": presenters.actions_table(strands),
        "requests": presenters.requests_table(asked),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "consultation/consultee.html", context)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Put an authority on the register."""
    there = workspace_for(request.actor, workspace)
    form = ConsulteeForm(sent(request), initial={"version": 1})

    def add() -> str:
        made = changes.add(
            workspace=there,
            said=form.described(),
            starts_on=timezone.localdate(),
            actor=request.actor,
            at=clock.now(),
        )
        return consultee_address(made)

    context = {
        "workspace": workspace,
        "heading": "Add an authority",
        "button": "Add it",
        "cancel_href": reverse("consultation:consultees", args=[workspace]),
    }
    return save(request, form, add, done="It is on the register.", context=context)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what is known of an authority."""
    found = queries.consultee_for(request.actor, workspace, reference)
    start = {name: getattr(found, name) for name in (*changes.FIELDS, "version")}
    form = ConsulteeForm(sent(request), initial=start)
    context: dict[str, Any] = {
        "workspace": workspace,
        "heading": f"Change {found.name}",
        "button": "Save",
        "cancel_href": consultee_address(found),
    }
    if request.method == "POST" and form.is_valid():
        try:
            changes.change(
                consultee=found,
                said=form.described(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.consultee_for(request.actor, workspace, reference)
            form = form.over(theirs.version)
            form.add_error(None, str(error))
            context["theirs"] = presenters.consultee_facts(theirs)
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(consultee_address(found))
    return render(request, "consultation/form.html", {"form": form, **context})


@look_or_send
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say that an authority is none of the area any more."""
    found = queries.consultee_for(request.actor, workspace, reference)
    form = EndForm(sent(request), initial={"version": found.version})

    def last() -> str:
        changes.end(consultee=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        return consultee_address(found)

    context = {
        "workspace": workspace,
        "heading": f"Take {found.name} off the register?",
        "words": [
            "It is not asked in later rounds. What it was asked and said stays as it is.",
        ],
        "button": "Take it off",
        "is_destructive": True,
        "cancel_href": consultee_address(found),
    }
    return save(request, form, last, done="It is off the register.", context=context)


@look_or_send
def take_in(request: ActorRequest, workspace: str) -> HttpResponse:
    """Take in a list that was pasted or chosen. Nothing is kept while a row is wrong."""
    there = workspace_for(request.actor, workspace)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        added, changed = changes.take_in(
            workspace=there, rows=form.read.rows, actor=request.actor, at=clock.now()
        )
        messages.success(
            request, f"{counted(added, 'authority', 'authorities')} added, {changed} changed."
        )
        return redirect("consultation:consultees", workspace)
    context = {
        "workspace": workspace,
        "form": form,
        "heading": "Take in a list",
        "words": [
            "Nothing is taken in while any row is wrong. Authorities of the same name take what "
            "the list says, and nobody is taken off.",
        ],
        "button": "Take it in",
        "cancel_href": reverse("consultation:consultees", args=[workspace]),
    }
    return render(request, "consultation/form.html", context)


@look_or_send
def give_action(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say which action of the plan an authority carries out."""
    found = queries.consultee_for(request.actor, workspace, reference)
    kind = kinds.kind(ACTION)
    offered = kind.offer(request.actor, workspace, "") if kind and kind.offer else []
    form = ActionForm(sent(request), actions=offered)

    def give() -> str:
        permissions.check_can_keep(request.actor, workspace)
        tie(
            workspace=found.workspace,
            first=(CONSULTEE, found.reference),
            relation=Relation.DELIVERS,
            second=(ACTION, form.cleaned_data["action"]),
            actor=request.actor,
            at=clock.now(),
        )
        return consultee_address(found)

    context = {
        "workspace": workspace,
        "heading": f"Give {found.name} an action",
        "button": "Give it",
        "cancel_href": consultee_address(found),
    }
    return save(request, form, give, done="The action leads to it.", context=context)
