"""Pages of other funders' grants: read, taken in from files, and undone."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.sources.giving_360.writing import json_text
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.documents.uploading import refusal_of
from headwater.web.grants.publishing.changes import others as changes
from headwater.web.grants.publishing.forms.adding import OthersFileForm, OthersFilter, TakeInForm
from headwater.web.grants.publishing.models import OtherFile
from headwater.web.grants.publishing.presenters import others as presenters
from headwater.web.grants.publishing.queries import others as queries
from headwater.web.grants.publishing.queries.published import names_of
from headwater.web.grants.publishing.rules import permissions
from headwater.web.grants.publishing.rules.elsewhere import LARGEST_BYTES, Stage
from headwater.web.grants.publishing.rules.giving import VERSION
from headwater.web.partners.queries import workspace_for

PER_PAGE = 25
MOST_LISTED = 50
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def others(request: ActorRequest, workspace: str) -> HttpResponse:
    """Grants of other funders, and who of those that apply here has some."""
    form = OthersFilter(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    found = queries.others_for(request.actor, workspace, words).defer("kept")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.grants_table(
            list(page), "Grants of other funders, the latest first", "No grant is like that."
        ),
        "asking": presenters.asking_table(queries.asking_for(request.actor, workspace), workspace),
        "is_any": bool(page.paginator.count) or bool(request.GET),
        "asked": request.GET.urlencode(),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "publishing/others.html", context)


@require_safe
def others_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same grants as a file."""
    form = OthersFilter(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    rows = list(queries.others_for(request.actor, workspace, words).defer("kept"))
    name = f"{workspace}-grants-of-other-funders.csv"
    return csv_response(name, presenters.CSV_COLUMNS, presenters.csv_rows(rows))


@require_safe
def others_json(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same grants as a 360Giving file, each with everything that came with it."""
    form = OthersFilter(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    kept = queries.others_for(request.actor, workspace, words).order_by("pk")
    text = json_text({"version": VERSION, "grants": list(kept.values_list("kept", flat=True))})
    response = HttpResponse(text, content_type="application/json")
    name = f"{workspace}-grants-of-other-funders.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@look_or_send
def files(request: ActorRequest, workspace: str) -> HttpResponse:
    """Look at a file, and the list of those looked at."""
    place = workspace_for(request.actor, workspace)
    is_sent = request.method == "POST"
    form = OthersFileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            made = changes.look_at(
                workspace=place,
                name=given.name,
                raw=_raw(given),
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error("file", str(error))
        else:
            return redirect(presenters.address_of(made))
    rows = queries.files_for(request.actor, workspace).defer("given", "faults", "cautions")
    table = presenters.files_table(list(rows[:MOST_LISTED]))
    context = {"workspace": workspace, "form": form, "table": table}
    return render(
        request, "publishing/other_files.html", context, status=422 if form.errors else 200
    )


def _raw(given: UploadedFile[bytes]) -> bytes:
    """What was sent, and one byte more than allowed where it is too much."""
    refusal = refusal_of(given)
    if refusal is not None:
        raise refusal
    return bytes(given.read(LARGEST_BYTES + 1))


@look_or_send
def file(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What taking a file in would do, and the button that does it; later, what it did."""
    found = queries.file_for(request.actor, workspace, reference)
    if found.stage != Stage.LOOKED_AT:
        return _page(request, workspace, found)
    form = TakeInForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            changes.take_in(file=found, actor=request.actor, at=clock.now(), **form.cleaned_data)
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Taken in. You can undo it until another file is taken in.")
            return redirect(presenters.address_of(found))
    preview = queries.preview_of(found)
    return _page(
        request,
        workspace,
        found,
        status=422 if form.errors else 200,
        form=form,
        seal=queries.seal_of(preview),
        preview=preview,
        sentence=presenters.sentence(preview, found),
        tables=presenters.preview_tables(preview),
    )


def _page(
    request: ActorRequest, workspace: str, found: OtherFile, *, status: int = 200, **more: Any
) -> HttpResponse:
    by = names_of({found.by}).get(found.by, found.by)
    context = {
        "workspace": workspace,
        "file": found,
        "facts": presenters.facts(found, by),
        "faults": presenters.faults_table(found),
        "is_taken_in": found.stage == Stage.TAKEN_IN,
        **more,
    }
    return render(request, "publishing/other_file.html", context, status=status)


@require_POST
def drop(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Leave a file that was only looked at."""
    found = queries.file_for(request.actor, workspace, reference)
    changes.drop(file=found, actor=request.actor, at=clock.now())
    messages.success(request, "Left out. No grant was taken in.")
    return redirect("publishing:other_files", workspace)


@look_or_send
def undo(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask whether what a file did is to be undone, and undo it."""
    found = queries.file_for(request.actor, workspace, reference)
    if request.method == "POST":
        try:
            changes.undo(file=found, actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Undone. The grants are as they were before the file.")
        return redirect(presenters.address_of(found))
    context = {
        "heading": f"Undo {found.name}?",
        "words": [
            f"{found.added} grants that it added are taken away and {found.changed} that it "
            "changed say again what they said before.",
            "Where another file was taken in since, nothing is undone and you are told which.",
        ],
        "button": "Undo the file",
        "is_destructive": True,
        "cancel_href": presenters.address_of(found),
    }
    return render(request, "design_system/confirm.html", context)
