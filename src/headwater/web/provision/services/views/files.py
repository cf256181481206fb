"""Pages on which files of services are looked at, taken in and undone."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.documents.uploading import refusal_of
from headwater.web.partners.queries import workspace_for
from headwater.web.provision.services.changes import files as changes
from headwater.web.provision.services.forms.files import FileForm, TakeInForm
from headwater.web.provision.services.links import file_address
from headwater.web.provision.services.models import File
from headwater.web.provision.services.presenters import files as presenters
from headwater.web.provision.services.queries import files as queries
from headwater.web.provision.services.queries.services import names_of
from headwater.web.provision.services.rules.imports import Stage
from headwater.web.provision.services.rules.payloads import LARGEST_BYTES

MOST_LISTED = 50
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
def files(request: ActorRequest, workspace: str) -> HttpResponse:
    """Look at a file, and the list of those looked at."""
    place = workspace_for(request.actor, workspace)
    is_sent = request.method == "POST"
    form = FileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
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
            return redirect(file_address(made))
    table = presenters.files_table(list(queries.files_for(request.actor, workspace)[:MOST_LISTED]))
    context = {"workspace": workspace, "form": form, "table": table}
    return render(request, "services/files.html", context, status=422 if form.errors else 200)


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
            messages.success(request, "Taken in. You can undo it until entries change again.")
            return redirect(file_address(found))
    preview = queries.preview_of(found)
    seal = queries.seal_of(preview)
    status = 422 if form.errors else 200
    return _page(
        request,
        workspace,
        found,
        status=status,
        form=form,
        seal=seal,
        preview=preview,
        sentence=presenters.sentence(preview, found),
        new=presenters.new_table(preview),
        changed=presenters.changed_table(preview),
        gone=presenters.gone_table(preview),
    )


def _page(
    request: ActorRequest, workspace: str, found: File, *, status: int = 200, **more: Any
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
    return render(request, "services/file.html", context, status=status)


@require_POST
def drop(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Leave a file that was only looked at."""
    found = queries.file_for(request.actor, workspace, reference)
    changes.drop(file=found, actor=request.actor, at=clock.now())
    messages.success(request, "Left out. Nothing in the directory was changed.")
    return redirect("services:files", workspace)


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
            messages.success(request, "Undone. The directory is as it was before the file.")
        return redirect(file_address(found))
    context = {
        "heading": f"Undo {found.name}?",
        "words": [
            f"{found.added} entries that it added are taken away and {found.changed + found.closed}"
            " that it changed say again what they said before.",
            "Where an entry was changed since, nothing is undone and you are told which.",
        ],
        "button": "Undo the file",
        "is_destructive": True,
        "cancel_href": reverse("services:file", args=[workspace, reference]),
    }
    return render(request, "design_system/confirm.html", context)
