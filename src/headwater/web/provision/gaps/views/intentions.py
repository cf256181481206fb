"""What is to be commissioned: the list, one of them, and moving it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.queries import names_of
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import VersionedForm, sent
from headwater.web.provision.gaps.changes import intentions as changes
from headwater.web.provision.gaps.forms.answers import (
    AgreeForm,
    CommissionForm,
    DropForm,
    IntentionChangeForm,
    IntentionsForm,
    answers_of,
)
from headwater.web.provision.gaps.links import intention_address
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.presenters import cells
from headwater.web.provision.gaps.presenters import intentions as presenters
from headwater.web.provision.gaps.queries import intentions as queries
from headwater.web.provision.gaps.queries.intentions import GAP, INTENTION
from headwater.web.provision.gaps.rules import permissions
from headwater.web.provision.gaps.rules.commissioning import Verb, after, verbs_from
from headwater.web.thread.queries import beads, strands_of

A_PAGE = 25
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Everything that is to be commissioned, the earliest day first."""
    form = IntentionsForm(request.GET)
    page = Paginator(_asked(request, workspace, form), A_PAGE).get_page(request.GET.get("page"))
    address = reverse("gaps:intentions_csv", args=[workspace])
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.listing(page),
        "csv": f"{address}?{request.GET.urlencode()}",
    }
    return render(request, "gaps/intentions.html", context)


def _asked(request: ActorRequest, workspace: str, form: IntentionsForm) -> QuerySet[Intention]:
    """The intentions that a filter leaves; all where it makes no sense."""
    found = queries.intentions_for(request.actor, workspace)
    if not form.is_valid():
        return found
    if form.cleaned_data["status"]:
        found = found.filter(status=form.cleaned_data["status"])
    if words := form.cleaned_data["words"]:
        found = found.filter(Q(title__icontains=words) | Q(what__icontains=words))
    return found


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The list, filtered as on the page, as a file."""
    found = _asked(request, workspace, IntentionsForm(request.GET))
    rows = presenters.csv_rows(found)
    return csv_response(f"{workspace}-intentions.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def intention(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One intention, with what it closes, who decided it and what may be done next."""
    found = queries.intention_for(request.actor, workspace, reference)
    closes = beads(request.actor, workspace, [(GAP, found.gap)]).get((GAP, found.gap))
    names = names_of([found.written_by, found.moved_by])
    may = permissions.can_answer(request.actor, workspace)
    context = {
        "workspace": workspace,
        "intention": found,
        "tag": presenters.status_tag(found),
        "facts": presenters.facts(found, closes, names),
        "verbs": [verb.value for verb in verbs_from(found.stands)] if may else [],
        "strands": cells.strands_table(
            strands_of(request.actor, workspace, (INTENTION, found.reference)), workspace
        ),
    }
    return render(request, "gaps/intention.html", context)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change what a draft says."""
    found = queries.intention_for(request.actor, workspace, reference)
    after(found.stands, Verb.CHANGE)
    given: dict[str, Any] = {"partners": queries.partners_of(request.actor, workspace)}
    form = IntentionChangeForm(sent(request), initial=answers_of(found), **given)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.change(
                intention=found,
                said=form.description(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.intention_for(request.actor, workspace, reference)
            form = form.over(theirs.version, **given)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(intention_address(found))
    context = {
        "workspace": workspace,
        "intention": found,
        "form": form,
        "theirs": presenters.facts(theirs, None, {}) if theirs else [],
        "back": intention_address(found),
    }
    return render(request, "gaps/intention_form.html", context)


@look_or_send
def agree(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say which decision of a board agreed it."""
    found = queries.intention_for(request.actor, workspace, reference)
    decisions = queries.decisions(request.actor, workspace)
    form = AgreeForm(sent(request), initial={"version": found.version}, decisions=decisions)
    return _move(
        request,
        found,
        form,
        lambda given: changes.agree(
            intention=found,
            decision=given["decision"],
            version=given["version"],
            actor=request.actor,
            at=clock.now(),
        ),
        verb=Verb.AGREE,
    )


@look_or_send
def commission(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say with whom it was commissioned."""
    found = queries.intention_for(request.actor, workspace, reference)
    form = CommissionForm(sent(request), initial={"version": found.version})
    return _move(
        request,
        found,
        form,
        lambda given: changes.commission(
            intention=found, **given, actor=request.actor, at=clock.now()
        ),
        verb=Verb.COMMISSION,
    )


@look_or_send
def drop(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say why it will not be commissioned."""
    found = queries.intention_for(request.actor, workspace, reference)
    form = DropForm(sent(request), initial={"version": found.version})
    return _move(
        request,
        found,
        form,
        lambda given: changes.drop(intention=found, **given, actor=request.actor, at=clock.now()),
        verb=Verb.DROP,
    )


HEADINGS = {
    Verb.AGREE: ("Say that a board agreed it", "It then waits to be commissioned by its day."),
    Verb.COMMISSION: ("Say that it is commissioned", "Whoever looks at the gap will see it."),
    Verb.DROP: ("Drop it", "It stays in the list, with the reason. This cannot be undone."),
}


def _move(
    request: ActorRequest,
    found: Intention,
    form: VersionedForm,
    change: Callable[[dict[str, Any]], Intention],
    *,
    verb: Verb,
) -> HttpResponse:
    after(found.stands, verb)
    if request.method == "POST" and form.is_valid():
        try:
            change(form.cleaned_data)
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found.title}: {after(found.stands, verb).words.lower()}.")
            return redirect(intention_address(found))
    heading, means = HEADINGS[verb]
    context = {
        "form": form,
        "heading": f"{heading}?" if verb is Verb.DROP else heading,
        "words": [found.title, means],
        "button": heading,
        "is_destructive": verb is Verb.DROP,
        "cancel_href": intention_address(found),
    }
    return render(request, "design_system/confirm.html", context)
