"""What others publish: the list, one document, and noting, changing and removing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.evidence.changes import publications as changes
from headwater.web.evidence.forms.evidence import MoveForm
from headwater.web.evidence.forms.publications import (
    PublicationChangeForm,
    PublicationFilter,
    PublicationForm,
)
from headwater.web.evidence.links import publication_address
from headwater.web.evidence.models import Publication
from headwater.web.evidence.presenters import publications as presenters
from headwater.web.evidence.queries import publications as queries
from headwater.web.evidence.queries.elsewhere import elsewhere_for
from headwater.web.evidence.queries.evidence import names_of
from headwater.web.evidence.rules import permissions, publishing
from headwater.web.partners import queries as partners

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25
NONE = "No document is like that. Take a filter away to see more, or note the first."


def _asked(
    request: ActorRequest, workspace: str
) -> tuple[PublicationFilter, QuerySet[Publication]]:
    """Documents that were asked for. A filter without sense filters nothing."""
    form = PublicationFilter(request.GET, areas=queries.areas_noted(request.actor, workspace))
    rows = queries.publications_for(request.actor, workspace)
    return form, queries.chosen(rows, **(form.cleaned_data if form.is_valid() else {}))


@require_safe
def publications(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every document that was asked for, the latest published first."""
    form, found = _asked(request, workspace)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.table(list(page), when_empty=NONE),
        "asked": request.GET.urlencode(),
        "may_note": request.actor.has_role(workspace, publishing.NOTERS),
    }
    return render(request, "evidence/publications.html", context)


@require_safe
def publications_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same documents as a table in a file."""
    _, found = _asked(request, workspace)
    names = names_of(set(found.values_list("noted_by", flat=True)))
    rows = presenters.csv_rows(found, names)
    return csv_response(f"{workspace}-documents-of-others.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def publication(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything that is noted of a document."""
    found = queries.publication_for(request.actor, workspace, reference)
    context = {
        "workspace": workspace,
        "publication": found,
        "rows": presenters.all_rows(found, names_of({found.noted_by, found.changed_by})),
        "may_change": publishing.can_change(request.actor, workspace, noted_by=found.noted_by),
    }
    return render(request, "evidence/publication.html", context)


def _areas(request: ActorRequest, workspace: str) -> dict[str, str]:
    """Authorities like ours, and those that a document was noted of before."""
    found = elsewhere_for(request.actor, partners.workspace_for(request.actor, workspace))
    known = dict(queries.areas_noted(request.actor, workspace))
    every = {**known, **(found.others if found else {})}
    return dict(sorted(every.items(), key=lambda each: each[1]))


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Note a document."""
    place = partners.workspace_for(request.actor, workspace)
    form = PublicationForm(
        sent(request),
        areas=_areas(request, workspace).items(),
        today=timezone.localdate(),
        initial={"area_code": request.GET.get("area", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.note(
                workspace=place, noted=form.noted(), actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Noted.")
            return redirect(publication_address(made))
    back = reverse("evidence:publications", args=[workspace])
    return _page(request, workspace, form, heading="Note a document of others", back=back)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Correct a note. What somebody else saved meanwhile is shown beside it."""
    found = _mine(request, workspace, reference)
    areas = {**_areas(request, workspace)}
    if found.area_code:
        areas.setdefault(found.area_code, found.area_name)
    settings: dict[str, Any] = {"areas": areas.items(), "today": timezone.localdate()}
    given = sent(request)
    answers = {**found.noted.plain(), "published_on": found.published_on, "version": found.version}
    form = PublicationChangeForm(given, **settings, initial=answers)
    theirs = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changes.change(
                publication=found,
                noted=form.noted(),
                version=version,
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            now = queries.publication_for(request.actor, workspace, reference)
            form = form.over(now.version, **settings)
            theirs = presenters.theirs(now.noted, now.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(publication_address(found))
    more = {"heading": "Change the note", "back": publication_address(found), "theirs": theirs}
    return _page(request, workspace, form, **more)


def _mine(request: ActorRequest, workspace: str, reference: str) -> Publication:
    """A document that the actor may change. Raises `NotAllowedError` for one they may only see."""
    found = queries.publication_for(request.actor, workspace, reference)
    if not publishing.can_change(request.actor, workspace, noted_by=found.noted_by):
        raise permissions.NotAllowedError(what="change this note", who=changes.WHO)
    return found


def _page(
    request: ActorRequest, workspace: str, form: PublicationForm, **more: Any
) -> HttpResponse:
    context = {"workspace": workspace, "form": form, "is_noted": True, **more}
    status = 422 if form.errors else 200
    return render(request, "evidence/evaluation_form.html", context, status=status)


@look_or_send
def remove(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Take a document off the list, after asking once."""
    found = _mine(request, workspace, reference)
    form = MoveForm(sent(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        return _moved(request, found, form, changes.remove, "Taken off. You can put it back.")
    context = {
        "heading": "Take this document off the list?",
        "words": [f"{found.title} ({found.publisher}).", "What is tied to it stays tied, and "
                  "it can be put back."],
        "button": "Take it off the list",
        "is_destructive": True,
        "cancel_href": publication_address(found),
        "form": form,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)


@require_POST
def put_back(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put a document back on the list."""
    found = _mine(request, workspace, reference)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Open the document again and press the button there.")
        return redirect(publication_address(found))
    return _moved(request, found, form, changes.put_back, "It is on the list again.")


def _moved(
    request: ActorRequest, found: Publication, form: MoveForm, change: Any, said: str
) -> HttpResponse:
    try:
        change(
            publication=found,
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        )
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(publication_address(found))
