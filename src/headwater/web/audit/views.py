"""Pages on which an auditor reads the ledger of a workspace, takes a copy and checks a seal."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit import changes, presenters, queries
from headwater.web.audit.exporting import csv_of
from headwater.web.audit.forms import EntriesFilter

PER_PAGE = 25
PAGE = "page"


@require_safe
def entries(request: ActorRequest, workspace: str) -> HttpResponse:
    """What was done in a workspace, the latest first."""
    every = queries.entries_for(request.actor, workspace)
    form = EntriesFilter(request.GET, events=queries.events_of(workspace))
    found = queries.narrowed(every, form.wanted())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get(PAGE))
    names = queries.names_of(presenters.references_in(page))
    words = {
        "filter_form": form,
        "page": page,
        "events": presenters.timeline(page, names, workspace=workspace),
        "asked": _without_page(request.GET),
    }
    return render(request, "audit/entries.html", words)


def _without_page(query: QueryDict) -> str:
    rest = query.copy()
    rest.pop(PAGE, None)
    return rest.urlencode()


@require_safe
def entry(request: ActorRequest, workspace: str, number: int) -> HttpResponse:
    """One entry with its seal; asked to check, whether the seal and its neighbours' hold."""
    found = queries.entry_for(request.actor, workspace, number)
    every = queries.entries_for(request.actor, workspace)
    around = queries.neighbours_of(found, among=every)
    names = queries.names_of(presenters.references_in([found]))
    words = {
        "entry": found,
        "title": presenters.event_words(found.event),
        "rows": presenters.entry(found, names),
        "seal": presenters.seal(found),
        "around": around,
        "checked": presenters.checked(found, around) if "check" in request.GET else None,
    }
    return render(request, "audit/entry.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: ActorRequest, workspace: str) -> HttpResponse | StreamingHttpResponse:
    """Say what the file will hold, and give it. Taking it away is an entry of its own."""
    every = queries.entries_for(request.actor, workspace)
    form = EntriesFilter(request.GET, events=queries.events_of(workspace))
    wanted = form.wanted()
    found = queries.narrowed(every, wanted)
    latest = found.first()
    count = found.count()
    if request.method != "POST":
        return render(request, "audit/export.html", {"count": count, "filter_form": form})
    through = latest.number if latest else 0
    changes.record_export(
        workspace=workspace,
        wanted=wanted,
        entries=count,
        through=through,
        actor=request.actor,
        at=clock.now(),
    )
    return csv_of(found, through=through, name=f"audit-{workspace}.csv")
