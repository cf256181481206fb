"""The list of applications, and one of them."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.queries import names_of
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.parts import Row, Tag
from headwater.web.grants.applying.files import handed_out
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.applying.queries import attachment_of
from headwater.web.grants.applying.queries.likeness import others_like
from headwater.web.grants.deciding.forms.applications import ApplicationsForm
from headwater.web.grants.deciding.links import letter_address
from headwater.web.grants.deciding.models import Decision
from headwater.web.grants.deciding.presenters import applications as presenters
from headwater.web.grants.deciding.presenters import awards as award_words
from headwater.web.grants.deciding.queries import applications as queries
from headwater.web.grants.deciding.queries.answers import parts_of
from headwater.web.grants.deciding.queries.assessments import sheet_of
from headwater.web.grants.deciding.queries.checks import left_to_check
from headwater.web.grants.deciding.queries.decisions import last_award
from headwater.web.grants.deciding.queries.evidence import evidence_for, override_of
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.rules.awards import Standing
from headwater.web.grants.deciding.rules.evidence import Flag
from headwater.web.grants.deciding.views.showing import A_PAGE, about


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Applications of every round, the latest first, and how many stand where."""
    found = queries.applications_for(request.actor, workspace)
    form = _filter(request, found)
    asked = _asked(form, found)
    page = Paginator(asked, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.listing(page),
        "counts": presenters.count_links(
            workspace,
            queries.counts_by_state(_asked(form, found, whatever_state=True)),
            query.urlencode(),
        ),
        "may_run": permissions.can_run(request.actor, workspace),
        "may_assess": permissions.can_assess(request.actor, workspace),
        "may_decide": permissions.can_decide(request.actor, workspace),
        "rounds": queries.rounds_with(found),
        "csv": f"{reverse('deciding:applications_csv', args=[workspace])}?"
        f"{request.GET.urlencode()}",
    }
    return render(request, "deciding/applications.html", context)


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The list, filtered as on the page, as a file."""
    found = queries.applications_for(request.actor, workspace)
    rows = presenters.csv_rows(_asked(_filter(request, found), found))
    return csv_response(f"{workspace}-applications.csv", presenters.CSV_COLUMNS, rows)


def _filter(request: ActorRequest, found: QuerySet[Application]) -> ApplicationsForm:
    areas: dict[str, str] = {}
    places = found.order_by().values_list("round__pk", "round__places").distinct()
    for _, there in places:
        areas |= {each["code"]: each["name"] for each in there}
    return ApplicationsForm(
        request.GET,
        rounds=queries.rounds_with(found),
        areas=sorted(areas.items(), key=lambda each: each[1]),
    )


def _asked(
    form: ApplicationsForm, found: QuerySet[Application], *, whatever_state: bool = False
) -> QuerySet[Application]:
    """The applications that a filter leaves; all where it makes no sense."""
    if not form.is_valid():
        return found
    given = form.cleaned_data
    return queries.chosen(found, **{**given, "state": "" if whatever_state else given["state"]})


@require_safe
def application(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One application: what it asks, what is done about it, and everything it answers."""
    found = queries.application_for(request.actor, workspace, reference)
    reads_all = permissions.reads_all(request.actor, workspace)
    sheet = sheet_of(found)
    left = left_to_check(found, today=timezone.localdate())
    evidence = evidence_for(found)
    made = found.decisions.select_related("award__application__round__workspace")
    decisions = list(made.prefetch_related("award__steps")) if reads_all else []
    asked = found.clarifications.filter(answered_at=None, ended_at=None).count()
    award = last_award(found) if found.state == State.APPROVED else None
    is_gone = award is not None and award.stands is Standing.WITHDRAWN
    context = {
        **about(found),
        "title": presenters.title_of(found),
        "tag": presenters.state_tag(found),
        "facts": [
            *presenters.flags(found, alike=others_like(found).count()),
            *presenters.facts(found, evidence),
        ],
        "evidence": evidence,
        "flag": presenters.flag_tag(evidence),
        "override": override_of(request.actor, found) if evidence.flag is Flag.HARMFUL else None,
        "tasks": presenters.tasks(
            found,
            sheet,
            left=[each.name for each in left],
            named=sheet.named,
            asked=asked,
        )
        if reads_all
        else [],
        "parts": [(part.title, presenters.answer_rows(part, found)) for part in parts_of(found)],
        "decisions": _decisions(decisions) if decisions else [],
        "award": award,
        "is_gone": is_gone,
        "may_put_again": is_gone and permissions.can_run(request.actor, workspace),
        "may_decide": permissions.can_decide(request.actor, workspace)
        and found.state == State.PANEL,
        "may_put": permissions.can_run(request.actor, workspace)
        and found.state == State.ASSESSMENT,
        "may_take_back": permissions.can_run(request.actor, workspace)
        and found.state == State.PANEL,
    }
    return render(request, "deciding/application.html", context)


@require_safe
def file(request: ActorRequest, workspace: str, reference: str, number: int) -> FileResponse:
    """One file of an application, for whoever may read the application itself."""
    found = queries.application_for(request.actor, workspace, reference)
    return handed_out(attachment_of(found, number), actor=request.actor, at=clock.now())


def _decisions(found: list[Decision]) -> list[tuple[Decision, Tag, list[Row], str, str]]:
    """Every decision, the latest first, in words, and its letter as Word and PDF."""
    people = names_of([each.decided_by for each in found])
    return [
        (
            each,
            award_words.ruling_tag(each),
            award_words.decision_rows(each, people),
            letter_address(each, "docx"),
            letter_address(each, "pdf"),
        )
        for each in reversed(found)
    ]
