"""The files of a workspace, one file, and what has reached the end of its time."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core.words import counted
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.documents import changes, presenters, queries, rules, storage
from headwater.web.documents.errors import DisposalError
from headwater.web.documents.forms import DISPOSE, Decision, Show
from headwater.web.documents.kinds import Kind
from headwater.web.documents.models import Document
from headwater.web.partners.queries import workspace_for

PER_PAGE = 25
MOST_SHOWN = 200


@require_safe
def documents(request: ActorRequest, workspace: str) -> HttpResponse:
    """Files that somebody may read, the latest first."""
    place = workspace_for(request.actor, workspace)
    form = Show(request.GET)
    page = Paginator(_chosen(request, workspace, form), PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "workspace": place,
        "form": form,
        "page": page,
        "table": presenters.table(
            page.object_list, today=timezone.localdate(), is_filtered=bool(form.changed_data)
        ),
        "can_dispose": rules.can_ask(request.actor, workspace)
        or rules.can_approve(request.actor, workspace),
        "asked": request.GET.urlencode(),
    }
    return render(request, "documents/documents.html", words)


@require_safe
def documents_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    found = _chosen(request, workspace, Show(request.GET))
    rows = presenters.csv_rows(found)
    return csv_response(f"{workspace}-documents.csv", presenters.CSV_COLUMNS, rows)


def _chosen(request: ActorRequest, workspace: str, form: Show) -> QuerySet[Document]:
    found = queries.documents_for(request.actor).filter(workspace__slug=workspace)
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("name"):
        words = asked["name"].strip()
        found = found.filter(Q(name__icontains=words) | Q(reference=words.upper()))
    return found


@require_safe
def download(request: ActorRequest, workspace: str, reference: str) -> FileResponse:
    """One file to save. A browser is told to do nothing else with it."""
    document = queries.document_for(request.actor, reference)
    if document.workspace.slug != workspace:
        raise NotYours
    changes.note_read(document=document, actor=request.actor, at=timezone.now())
    response = FileResponse(
        storage.path_of(document).open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=Kind(document.kind).media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def disposal(request: ActorRequest, workspace: str) -> HttpResponse:
    """What is due, what waits for a yes, and what is gone."""
    place = workspace_for(request.actor, workspace)
    if request.method == "POST":
        count = changes.ask_disposal(workspace=place, actor=request.actor, at=timezone.now())
        messages.success(request, f"{counted(count, 'file')} wait for an approver’s yes")
        return redirect("documents:disposal", workspace)
    due = queries.due(place, today=timezone.localdate()).filter(disposal_asked_at=None)
    asked = queries.asked(place)
    words = {
        "workspace": place,
        "due": presenters.disposal_table(
            "Due for disposal", due[:MOST_SHOWN], empty="Nothing is due."
        ),
        "asked": presenters.disposal_table(
            "Waiting for somebody else’s yes", asked[:MOST_SHOWN], empty="Nothing waits."
        ),
        "gone": presenters.disposal_table(
            "Disposed of", queries.disposed(place)[:MOST_SHOWN], empty="Nothing yet."
        ),
        "can_ask": rules.can_ask(request.actor, workspace),
        "can_approve": rules.can_approve(request.actor, workspace),
    }
    return render(request, "documents/disposal.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def decide_disposal(request: ActorRequest, workspace: str) -> HttpResponse:
    """Dispose of what others asked for, or keep it another year."""
    place = workspace_for(request.actor, workspace)
    form = Decision(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            words = _decided(request, form, workspace)
        except DisposalError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect("documents:disposal", workspace)
    table = presenters.disposal_table(
        "Files to decide about", queries.asked(place)[:MOST_SHOWN], empty="Nothing waits."
    )
    status = 422 if form.errors else 200
    shown = {"workspace": place, "form": form, "table": table}
    return render(request, "documents/decide.html", shown, status=status)


def _decided(request: ActorRequest, form: Decision, workspace: str) -> str:
    place, actor, at = workspace_for(request.actor, workspace), request.actor, timezone.now()
    if form.cleaned_data["decision"] == DISPOSE:
        count = changes.dispose(workspace=place, actor=actor, at=at)
        return f"{counted(count, 'file')} disposed of"
    count = changes.refuse_disposal(
        workspace=place, actor=actor, reason=form.cleaned_data["reason"], at=at
    )
    return f"{counted(count, 'file')} kept another year"
