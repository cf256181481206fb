"""The steps of one upload: sheet, columns, faults, confirm, receipt, undo, abandon."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.periods import Month
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.documents.kinds import Kind
from headwater.web.insights.data_in import folders, presenters, queries, supplies
from headwater.web.insights.data_in.changes import uploads as changes
from headwater.web.insights.data_in.forms import (
    ConfirmForm,
    MatchForm,
    SheetForm,
    UndoForm,
)
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules import permissions
from headwater.web.insights.data_in.rules.workflow import (
    NoSuchMoveError,
    Status,
    Verb,
    can_move,
)
from headwater.web.partners.queries import workspace_for

PAGE = 25
BOTH = ["GET", "HEAD", "POST"]
CHANGED = (ChangedMeanwhileError, NoSuchMoveError)


def _upload(request: ActorRequest, workspace: str, reference: str) -> Upload:
    here = workspace_for(request.actor, workspace)
    return queries.upload_for(request.actor, here, reference)


def _mine(request: ActorRequest, workspace: str, reference: str, verb: Verb) -> Upload:
    """An upload that somebody may work on, where the verb is a step from where it stands."""
    found = _upload(request, workspace, reference)
    if not permissions.can_work_on(request.actor, workspace, found.organisation_id):
        raise NotYours
    if not can_move(Status(found.status), verb):
        raise _Elsewhere(found)
    return found


class _Elsewhere(Exception):  # noqa: N818 - not an error: the upload is at another step
    """An upload has gone on; whoever asks is led to where it stands."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload


def _onwards(upload: Upload) -> HttpResponse:
    return redirect("insights:upload", upload.workspace.slug, upload.reference)


def _address(upload: Upload) -> str:
    return reverse("insights:upload", args=[upload.workspace.slug, upload.reference])


def _page(request: ActorRequest, name: str, upload: Upload, **context: Any) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.is_bound and form.errors else 200
    given = {"workspace": upload.workspace, "upload": upload, **context}
    return render(request, f"data_in/{name}.html", given, status=status)


@require_http_methods(BOTH)
def sheet(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Choose the sheet of a workbook."""
    try:
        found = _mine(request, workspace, reference, Verb.MATCH)
    except _Elsewhere as elsewhere:
        return _onwards(elsewhere.upload)
    first = {"version": found.version, "sheet": str(found.sheet or 0)}
    form = SheetForm(sent(request), sheets=found.sheets, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            changes.choose_sheet(
                upload=found,
                sheet=form.cleaned_data["sheet"],
                actor=request.actor,
                at=clock.now(),
                version=form.cleaned_data["version"],
            )
        except CHANGED as error:
            messages.warning(request, str(error))
        return _onwards(found)
    return _page(request, "sheet", found, form=form)


@require_http_methods(BOTH)
def columns(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say which column is which, and whose file it is for which month."""
    try:
        found = _mine(request, workspace, reference, Verb.MATCH)
    except _Elsewhere as elsewhere:
        return _onwards(elsewhere.upload)
    if not found.sheets:
        return _onwards(found)
    schema = supplies.source(found.source)
    form = MatchForm(
        sent(request),
        schema=schema,
        header=found.sheets[found.sheet or 0]["header"],
        guesses=found.fields,
        initial={
            "version": found.version,
            "supplier": found.supplier,
            "month": Month.of(found.month) if found.month else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            changes.match_columns(
                upload=found,
                fields=form.chosen,
                supplier=form.cleaned_data["supplier"],
                month=form.cleaned_data.get("month"),
                actor=request.actor,
                at=clock.now(),
                version=form.cleaned_data["version"],
            )
            return _onwards(found)
        except CHANGED as error:
            form.add_error(None, str(error))
    return _page(
        request,
        "columns",
        found,
        form=form,
        schema=schema,
        has_sheets=len(found.sheets) > 1,
    )


@require_safe
def faults(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Everything that is wrong with a file."""
    found = _upload(request, workspace, reference)
    if Status(found.status) is not Status.FAULTY:
        return _onwards(found)
    listed = queries.faults_of(found)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    groups = queries.fault_groups(found)
    may_work = permissions.can_work_on(request.actor, workspace, found.organisation_id)
    return _page(
        request,
        "faults",
        found,
        page=page,
        listed=count,
        is_cut=found.fault_total > count,
        groups=presenters.group_table(groups, is_cut=found.fault_total > count),
        table=presenters.fault_table(page),
        rows=presenters.upload_rows(found, names=queries.names_of([found.uploaded_by])),
        may_work=may_work,
        may_match=may_work and bool(found.sheets),
        has_file=folders.fault_file(found, "csv").is_file(),
    )


@require_safe
def faults_file(
    request: ActorRequest, workspace: str, reference: str, kind: str
) -> HttpResponseBase:
    """The rows to mend with the reasons beside them."""
    found = _upload(request, workspace, reference)
    if kind not in folders.FAULTS or Status(found.status) is not Status.FAULTY:
        raise Http404
    path = folders.fault_file(found, kind)
    if not path.is_file():
        raise Http404
    changes.note_rows_taken(upload=found, kind=kind, actor=request.actor, at=clock.now())
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"rows-to-mend-{found.reference}.{kind}",
        content_type=Kind(kind).media_type,
    )


@require_http_methods(BOTH)
def confirm(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What loading would change; and loading it."""
    found = _upload(request, workspace, reference)
    if Status(found.status) is not Status.READY:
        return _onwards(found)
    may_work = permissions.can_work_on(request.actor, workspace, found.organisation_id)
    if request.method == "POST" and not may_work:
        raise NotYours
    form = ConfirmForm(
        sent(request),
        has_warnings=bool(found.warnings),
        initial={"version": found.version},
    )
    if request.method == "POST" and form.is_valid() and _confirmed(request, found, form):
        return _onwards(found)
    may_confirm = permissions.can_confirm(
        request.actor, workspace, found.organisation_id, replaces_others=found.replaces_others
    )
    return _page(
        request,
        "confirm",
        found,
        form=form,
        counts=presenters.count_table(found),
        preview=presenters.preview_table(found),
        difference=presenters.difference_words(found),
        matches=presenters.match_words(found),
        rows=presenters.upload_rows(found, names=queries.names_of([found.uploaded_by])),
        may_work=may_work,
        may_confirm=may_confirm,
    )


def _confirmed(request: ActorRequest, upload: Upload, form: ConfirmForm) -> bool:
    """Whether the upload was confirmed, now or a moment ago. The form says why where it was not."""
    try:
        changes.confirm(
            upload=upload,
            acknowledges=form.cleaned_data.get("acknowledges", False),
            actor=request.actor,
            at=clock.now(),
            version=form.cleaned_data["version"],
        )
    except ChangedMeanwhileError as error:
        upload.refresh_from_db()
        if Status(upload.status) is not Status.READY:
            return True
        form.add_error(None, str(error))
        return False
    except permissions.NotAllowedError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
def receipt(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What became of a file, to be kept."""
    found = _upload(request, workspace, reference)
    status = Status(found.status)
    if status not in {Status.LOADED, Status.UNDONE, Status.UNCHANGED}:
        return _onwards(found)
    people = [found.uploaded_by, found.confirmed_by, found.undone_by]
    resting = queries.resting_on(found.load_id, workspace=found.workspace) if found.load_id else ()
    may_work = permissions.can_work_on(request.actor, workspace, found.organisation_id)
    return _page(
        request,
        "receipt",
        found,
        tag=presenters.status_tag(found),
        is_loaded=status is Status.LOADED,
        is_unchanged=status is Status.UNCHANGED,
        rows=presenters.receipt_rows(found, names=queries.names_of(people)),
        counts=presenters.count_table(found),
        scores=presenters.score_rows(queries.supply_of(found) if found.load_id else None),
        how_scored=presenters.HOW_SCORED,
        may_undo=may_work and status is Status.LOADED and not resting,
        held_by=str(changes.StillNeededError(resting)) if resting and may_work else "",
    )


@require_http_methods(BOTH)
def undo(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Take a load out again, with a reason."""
    try:
        found = _mine(request, workspace, reference, Verb.UNDO)
    except _Elsewhere as elsewhere:
        return _onwards(elsewhere.upload)
    form = UndoForm(sent(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            changes.ask_undo(
                upload=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
                version=form.cleaned_data["version"],
            )
            return _onwards(found)
        except (*CHANGED, changes.StillNeededError) as error:
            form.add_error(None, str(error))
    return _page(
        request,
        "undo",
        found,
        form=form,
        heading=f"Undo {found.reference}?",
        words=_undo_words(found),
        button="Undo this load",
        is_destructive=True,
        cancel_href=_address(found),
    )


def _undo_words(upload: Upload) -> list[str]:
    title, what = supplies.title_of(upload.source), presenters.what_for(upload)
    words = [f"The rows of {title} for {what} will no longer be read from the lake."]
    if upload.replaces:
        words.append(f"What this file took the place of (load {upload.replaces}) is read again.")
    words.append("The record keeps who undid it, when and why. The file can be uploaded again.")
    return words


@require_http_methods(BOTH)
def abandon(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Leave an upload for good."""
    try:
        found = _mine(request, workspace, reference, Verb.ABANDON)
    except _Elsewhere as elsewhere:
        return _onwards(elsewhere.upload)
    if request.method == "POST":
        try:
            changes.abandon(upload=found, actor=request.actor, at=clock.now())
            messages.success(request, f"Upload {found.reference} was abandoned.")
        except NoSuchMoveError as error:
            messages.warning(request, str(error))
        return redirect("insights:uploads", workspace)
    return _page(
        request,
        "abandon",
        found,
        heading=f"Abandon {found.reference}?",
        words=["Nothing of this file was loaded, and nothing will be. You can upload it again."],
        button="Abandon it",
        is_destructive=True,
        cancel_href=_address(found),
    )
