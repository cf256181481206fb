"""Rounds for the public: the list of funds, one round with all its questions, and its files."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.csv_files import csv_response
from headwater.web.documents import storage
from headwater.web.documents.kinds import Kind
from headwater.web.documents.papers import paper_response
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.forms.building import PublicFilter
from headwater.web.grants.rounds.presenters import public as presenters
from headwater.web.grants.rounds.presenters.papers import Imprint, round_paper
from headwater.web.grants.rounds.queries.public import closed_rounds, current_rounds
from headwater.web.grants.rounds.rules.phases import Phase, phase
from headwater.web.partners.queries import owner_name_on

A_PAGE = 25


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """What can be applied for now, soon, and what is over."""
    now = clock.now()
    form = PublicFilter(request.GET)
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    current = list(current_rounds(text, at=now))
    over = Paginator(closed_rounds(text, at=now), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "open": [_listed(each, now) for each in current if phase(each, now) is Phase.OPEN],
        "soon": [_listed(each, now) for each in current if phase(each, now) is Phase.NOT_YET],
        "closed": [_listed(each, now) for each in over],
        "page": over,
        "text": text,
    }
    return render(request, "rounds/public/rounds.html", context)


_listed = presenters.listed


@require_safe
def rounds_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    rows = presenters.csv_rows(queries.public_rounds(), clock.now())
    return csv_response("rounds.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One round with everything somebody needs to know before starting."""
    found = queries.public_round(slug)
    return render(request, "rounds/public/round.html", presenters.page(found, clock.now()))


@require_safe
def paper(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """All questions and how it is decided, as Word or PDF."""
    found = queries.public_round(slug)
    today = timezone.localdate()
    publisher = owner_name_on(found.workspace.slug, today)
    imprint = Imprint(publisher, today, settings.HEADWATER.demo)
    return paper_response(round_paper(found, imprint), kind)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of a round for a calendar."""
    found = queries.public_round(slug)
    made = presenters.calendar(found, host=request.get_host())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response


@require_safe
def document(request: HttpRequest, slug: str, reference: str) -> FileResponse:
    """A document of a published round to save. A browser is told to do nothing else with it."""
    found = queries.public_round(slug)
    kept = next(
        (each.document for each in queries.attachments_of(found) if each.reference == reference),
        None,
    )
    if kept is None:
        raise NotYours
    response = FileResponse(
        storage.path_of(kept).open("rb"),
        as_attachment=True,
        filename=kept.name,
        content_type=Kind(kept.kind).media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
