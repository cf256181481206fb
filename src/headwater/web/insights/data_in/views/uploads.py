"""Handing a file in, the list of those handed in, and where one stands."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.documents.errors import RefusedUploadError
from headwater.web.insights.data_in import presenters, queries, supplies
from headwater.web.insights.data_in.changes import uploads as changes
from headwater.web.insights.data_in.forms import LeaveForm, UploadFilter, UploadForm
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules import permissions
from headwater.web.insights.data_in.rules.workflow import (
    ENDED,
    NoSuchMoveError,
    Status,
    Verb,
    can_move,
)
from headwater.web.partners.queries import workspace_for

PAGE = 25
PROGRESS = {
    Status.UPLOADED: 0,
    Status.CHECKING: 1,
    Status.CONFIRMED: 2,
    Status.LOADING: 3,
    Status.UNDOING: 3,
}
STEPS = 4
NEXT = {
    Status.FAULTY: "insights:upload_faults",
    Status.READY: "insights:upload_confirm",
    Status.LOADED: "insights:upload_receipt",
    Status.UNDONE: "insights:upload_receipt",
    Status.UNCHANGED: "insights:upload_receipt",
}


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Files handed in, the newest first."""
    here = workspace_for(request.actor, workspace)
    form = UploadFilter(request.GET)
    found = queries.uploads_for(request.actor, here)
    if form.is_valid():
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        found = found.filter(**chosen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    table = presenters.upload_table(list(page), workspace, caption="Files handed in")
    return render(
        request,
        "data_in/uploads.html",
        {"workspace": here, "filter_form": form, "page": page, "table": table},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest, workspace: str, source: str) -> HttpResponse:
    """Hand in a file of a source."""
    here = workspace_for(request.actor, workspace)
    schema = supplies.source(source)
    organisations = queries.organisations_to_supply(request.actor, here, today=timezone.localdate())
    form = UploadForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        schema=schema,
        organisations=organisations,
        initial=_first_answers(request, organisations),
    )
    if request.method == "POST" and form.is_valid():
        upload = _handed_in(request, form, workspace=workspace)
        if upload is not None:
            return redirect("insights:upload", workspace, upload.reference)
    context = {"workspace": here, "schema": schema, "form": form}
    status = 422 if form.errors else 200
    return render(request, "data_in/upload_new.html", context, status=status)


def _first_answers(request: ActorRequest, organisations: object) -> dict[str, str]:
    """What is known before anybody answers: the only organisation, and what a link carries."""
    names = ("supplier", "month", "organisation")
    answers = {name: request.GET[name] for name in names if name in request.GET}
    found = list(organisations[:2])  # type: ignore[index]
    if len(found) == 1:
        answers["organisation"] = found[0].reference
    return answers


def _handed_in(request: ActorRequest, form: UploadForm, *, workspace: str) -> Upload | None:
    """The upload, or None with the form saying what is wrong with the file."""
    file = form.cleaned_data["file"]
    assert isinstance(file, UploadedFile)
    try:
        return changes.hand_in(
            workspace=workspace_for(request.actor, workspace),
            organisation=form.cleaned_data["organisation"],
            schema=form.schema,
            file=file,
            supplier=form.cleaned_data["supplier"],
            month=form.cleaned_data.get("month"),
            actor=request.actor,
            at=clock.now(),
        )
    except RefusedUploadError as error:
        form.add_error("file", str(error))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Where an upload stands: on to its next step, or how far the worker has come."""
    here = workspace_for(request.actor, workspace)
    found = queries.upload_for(request.actor, here, reference)
    if request.method == "POST":
        return _tried_again(request, found)
    status = Status(found.status)
    may_work = permissions.can_work_on(request.actor, workspace, found.organisation_id)
    if status in NEXT:
        return redirect(NEXT[status], workspace, reference)
    if status is Status.NEEDS_MATCHING and may_work:
        is_sheet = found.sheet is None
        page = "insights:upload_sheet" if is_sheet else "insights:upload_columns"
        return redirect(page, workspace, reference)
    names = queries.names_of([found.uploaded_by])
    return render(
        request,
        "data_in/upload.html",
        {
            "workspace": here,
            "upload": found,
            "rows": presenters.upload_rows(found, names=names),
            "tag": presenters.status_tag(found),
            "may_retry": may_work and can_move(status, Verb.RETRY),
            "may_abandon": may_work and can_move(status, Verb.ABANDON),
            "has_ended": status in ENDED,
            **_progress(found),
        },
    )


def _tried_again(request: ActorRequest, found: Upload) -> HttpResponse:
    form = LeaveForm(request.POST)
    if not form.is_valid():
        raise NotYours
    try:
        changes.retry(
            upload=found,
            actor=request.actor,
            at=clock.now(),
            version=form.cleaned_data["version"],
        )
    except (ChangedMeanwhileError, NoSuchMoveError) as error:
        messages.warning(request, str(error))
    return redirect("insights:upload", found.workspace.slug, found.reference)


@require_safe
def progress(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """How far the worker has come, as a piece of a page."""
    here = workspace_for(request.actor, workspace)
    found = queries.upload_for(request.actor, here, reference)
    context = {"workspace": here, "upload": found, **_progress(found)}
    return render(request, "data_in/_progress.html", context)


def _progress(upload: Upload) -> dict[str, object]:
    return {
        "is_waiting": presenters.is_waiting(upload),
        "done": PROGRESS.get(Status(upload.status), STEPS),
        "total": STEPS,
        "words": upload.waits or presenters.meaning(upload),
    }
