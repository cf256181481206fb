"""What somebody applies for, and one application as a list of tasks."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.documents.papers import paper_response
from headwater.web.grants.applying import files, queries
from headwater.web.grants.applying.papers import paper_of
from headwater.web.grants.applying.presenters import applications as presenters
from headwater.web.grants.applying.presenters import writing as words
from headwater.web.grants.applying.queries.late import late_of
from headwater.web.grants.applying.queries.likeness import others_like
from headwater.web.grants.applying.rules.workflow import DRAFT, WITHDRAWN, By, way
from headwater.web.grants.applying.sessions import ApplicantRequest, for_applicants, seconds_left
from headwater.web.grants.applying.ways import ways_from
from headwater.web.grants.rounds.rules.phases import Phase, phase

PER_PAGE = 25


@require_safe
@for_applicants
def mine(request: ApplicantRequest) -> HttpResponse:
    """Every application somebody writes."""
    found = queries.applications_of(request.submitter)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": presenters.table(list(page)),
        "session_ends_in": seconds_left(),
    }
    return render(request, "applying/mine.html", context)


@require_safe
@for_applicants
def application(request: ApplicantRequest, reference: str) -> HttpResponse:
    """One application: what is still to be done on it, or where it stands."""
    found = queries.application_for(request.submitter, reference)
    late = late_of(found)
    context = {
        "application": found,
        "tag": presenters.state_tag(found),
        "facts": words.facts(found, late),
        "session_ends_in": seconds_left(),
        "may_withdraw": way(found.state, WITHDRAWN, By.APPLICANT) is not None,
        "is_closed": phase(found.round, clock.now()) is Phase.CLOSED,
        "late": late,
    }
    if found.state == DRAFT and late is None:
        written = queries.written_of(found)
        context |= {
            "tasks": words.tasks(written),
            "progress": words.progress_words(written),
            "is_ready": not written.unfinished,
        }
        return render(request, "applying/tasks.html", context)
    context |= {
        "history": words.history(found),
        "alike": others_like(found).count(),
        "ways": ways_from(found),
    }
    return render(request, "applying/application.html", context)


@require_safe
@for_applicants
def show(request: ApplicantRequest, reference: str) -> HttpResponse:
    """All that is written of an application on one page, to be read or printed."""
    found = queries.application_for(request.submitter, reference)
    context = {
        "application": found,
        "facts": words.facts(found, late_of(found)),
        "groups": words.groups(queries.written_of(found), may_change=False),
        "session_ends_in": seconds_left(),
    }
    return render(request, "applying/show.html", context)


@require_safe
@for_applicants
def copy(request: ApplicantRequest, reference: str, kind: str) -> HttpResponse:
    """The same as a paper to keep."""
    found = queries.application_for(request.submitter, reference)
    return paper_response(paper_of(queries.written_of(found), at=clock.now()), kind)


@require_safe
@for_applicants
def file(request: ApplicantRequest, reference: str, number: int) -> FileResponse:
    """One file of an application."""
    found = queries.application_for(request.submitter, reference)
    attachment = queries.attachment_of(found, number)
    return files.handed_out(attachment, actor=request.submitter, at=clock.now())


@require_safe
@for_applicants
def stay(request: ApplicantRequest) -> HttpResponse:
    """The session goes on."""
    return HttpResponse(status=204)
