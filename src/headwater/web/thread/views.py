"""Pages of the thread: finding a thing, everything it is tied to, tying and untying."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.partners.queries import workspace_for
from headwater.web.thread import changes, kinds, presenters, queries
from headwater.web.thread.forms import FindForm, TieForm
from headwater.web.thread.kinds import Bead
from headwater.web.thread.rules import permissions

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def home(request: ActorRequest, workspace: str) -> HttpResponse:
    """Find something, to follow its thread."""
    workspace_for(request.actor, workspace)
    form = FindForm(request.GET) if "kind" in request.GET else FindForm()
    context: dict[str, Any] = {"workspace": workspace, "form": form}
    if form.is_bound and form.is_valid():
        context["table"] = presenters.found_table(_offered(request, workspace, form), workspace)
    return render(request, "thread/home.html", context)


def _offered(request: ActorRequest, workspace: str, form: FindForm) -> list[Bead]:
    kind = kinds.kind(form.cleaned_data["kind"])
    if kind is None or kind.offer is None:
        return []
    return list(kind.offer(request.actor, workspace, form.cleaned_data["words"]))


@require_safe
def chain(request: ActorRequest, workspace: str, kind: str, reference: str) -> HttpResponse:
    """Everything one thing is tied to, and what that is tied to in turn."""
    found = queries.bead_for(request.actor, workspace, (kind, reference))
    may_tie = permissions.can_tie(request.actor, workspace)
    end = (kind, reference)
    whole = queries.chain(request.actor, workspace, end)
    context = {
        "workspace": workspace,
        "bead": found,
        "noun": presenters.noun(kind),
        "direct": presenters.strands_table(whole.strands, workspace, may_tie=may_tie),
        "tables": presenters.chain_tables(whole, workspace),
        "cut": presenters.cut_words(whole),
        "find_form": FindForm(prefix="find") if may_tie else None,
    }
    return render(request, "thread/chain.html", context)


@require_safe
def chain_csv(request: ActorRequest, workspace: str, kind: str, reference: str) -> HttpResponse:
    """The chain for a spreadsheet."""
    found = queries.bead_for(request.actor, workspace, (kind, reference))
    whole = queries.chain(request.actor, workspace, (kind, reference))
    name = f"thread-{kind}-{found.reference.replace(':', '-')}.csv"
    return csv_response(name, presenters.FIELDS, presenters.lines(whole))


@look_or_send
def tie(request: ActorRequest, workspace: str, kind: str, reference: str) -> HttpResponse:
    """Choose something of a kind and say how it goes together with this."""
    found = queries.bead_for(request.actor, workspace, (kind, reference))
    permissions.check_can_tie(request.actor, workspace)
    find = FindForm(request.GET, prefix="find")
    if not find.is_valid():
        return redirect(presenters.chain_address(workspace, found))
    offered = [each for each in _offered(request, workspace, find) if each != found]
    form = TieForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        return _tied(request, workspace, found, (find.cleaned_data["kind"], form))
    context = {
        "workspace": workspace,
        "bead": found,
        "form": form,
        "find_form": find,
        "is_any": bool(offered),
        "back": presenters.chain_address(workspace, found),
    }
    return render(request, "thread/tie.html", context)


def _tied(
    request: ActorRequest, workspace: str, found: Bead, chosen: tuple[str, TieForm]
) -> HttpResponse:
    kind, form = chosen
    ends = ((found.kind, found.reference), (kind, form.cleaned_data["other"]))
    first, second = ends if form.is_forward else ends[::-1]
    try:
        changes.tie(
            workspace=workspace_for(request.actor, workspace),
            first=first,
            relation=form.relation,
            second=second,
            actor=request.actor,
            at=clock.now(),
        )
    except HeadwaterError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Tied. Both now lead to each other.")
    return redirect(presenters.chain_address(workspace, found))


@look_or_send
def untie(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Let go of a tie, after asking once."""
    found = queries.tie_for(request.actor, workspace, reference)
    permissions.check_can_tie(request.actor, workspace)
    first, second = queries.both_ends(found)
    seen = queries.beads(request.actor, workspace, (first, second))
    back = presenters.chain_address(workspace, seen[first])
    if request.method == "POST":
        changes.untie(tie=found, actor=request.actor, at=clock.now())
        messages.success(request, "Untied. The record keeps that they were tied.")
        return redirect(back)
    context = {
        "heading": "Untie these two?",
        "words": [
            f"{seen[first].title} {found.get_relation_display()} {seen[second].title}.",
            "Both stay as they are. They can be tied again.",
        ],
        "button": "Untie",
        "is_destructive": True,
        "cancel_href": back,
    }
    return render(request, "design_system/confirm.html", context)
