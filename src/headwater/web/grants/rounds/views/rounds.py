"""The list of rounds, beginning one, and the page of one with what is missing."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.queries import names_of
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.changes import writing
from headwater.web.grants.rounds.changes.writing import Beginning
from headwater.web.grants.rounds.forms.building import BeginForm, RoundFilter, opening_answers
from headwater.web.grants.rounds.links import round_address
from headwater.web.grants.rounds.models import Round, RoundState
from headwater.web.grants.rounds.presenters import staff as presenters
from headwater.web.grants.rounds.queries.ready import faults_of
from headwater.web.grants.rounds.queries.rounds import counts_of, funds_for
from headwater.web.grants.rounds.rules import permissions
from headwater.web.grants.rounds.rules.readiness import Task
from headwater.web.grants.rounds.rules.templates import SMALL_GRANTS, Start
from headwater.web.grants.rounds.threads import ROUND
from headwater.web.grants.rounds.views.saving import look_or_send, save
from headwater.web.partners.queries import workspace_for
from headwater.web.thread.queries import strands_of

A_PAGE = 25
MOST_EARLIER = 30


@require_safe
def rounds(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every round, the one that closes last first."""
    form = RoundFilter(request.GET)
    found = _chosen(request, workspace, form)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.rounds_table(page, clock.now()),
        "is_any": queries.rounds_for(request.actor, workspace).exists(),
        "may_build": permissions.can_build(request.actor, workspace),
        "asked": request.GET.urlencode(),
    }
    return render(request, "rounds/rounds.html", context)


@require_safe
def rounds_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    found = _chosen(request, workspace, RoundFilter(request.GET))
    rows = presenters.csv_rows(found)
    return csv_response(f"{workspace}-rounds.csv", presenters.CSV_COLUMNS, rows)


def _chosen(request: ActorRequest, workspace: str, form: RoundFilter) -> QuerySet[Round]:
    asked = form.cleaned_data if form.is_valid() else {"text": "", "state": ""}
    return queries.rounds_for(
        request.actor, workspace, text=asked["text"].strip(), state=asked["state"]
    )


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Begin a round from a template, an earlier round, or nothing."""
    workspace_for(request.actor, workspace)
    permissions.check_can_build(request.actor, workspace)
    funds = {each.reference: each for each in funds_for(request.actor, workspace)}
    earlier = {
        each.reference: each for each in queries.rounds_for(request.actor, workspace)[:MOST_EARLIER]
    }
    form = BeginForm(
        sent(request),
        funds=funds.values(),
        earlier=earlier.values(),
        initial=_first_answers(list(funds), request.GET.get("from", "")),
    )

    def begin() -> str:
        given = form.cleaned_data
        start = Start(given["start"])
        made = writing.begin(
            fund=funds[given["fund"]],
            said=Beginning(
                title=given["title"],
                start=start,
                opens_at=form.opens_at(),
                closes_at=form.closes_at(),
                earlier=earlier[given["earlier"]] if start is Start.COPY else None,
            ),
            actor=request.actor,
            at=clock.now(),
        )
        return round_address(made)

    context = {
        "workspace": workspace,
        "heading": "Start a round",
        "words": [] if funds else ["There is no fund yet. Add one under Funds first."],
        "button": "Start the round",
    }
    return save(request, form, begin, done="Started. See what is still missing.", context=context)


def _first_answers(funds: list[str], earlier: str) -> dict[str, Any]:
    return {
        "title": SMALL_GRANTS.title,
        "fund": funds[0] if len(funds) == 1 else None,
        "start": Start.COPY.value if earlier else Start.YOUTH_FUND.value,
        "earlier": earlier,
        **opening_answers(*writing.first_dates(timezone.now())),
    }


@require_safe
def round_page(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One round: where it stands, and what is missing before it can be published."""
    found = queries.round_for(request.actor, workspace, reference)
    now = clock.now()
    missing = faults_of(found, at=now)
    extensions = queries.extensions_of(found)
    is_draft = found.state == RoundState.DRAFT
    waits = found.state == RoundState.READY
    published = found.state == RoundState.PUBLISHED
    may_build = permissions.can_build(request.actor, workspace)
    may_publish = permissions.can_publish(
        request.actor, workspace, put_by=found.put_by, written_by=found.written_by
    )
    is_publisher = request.actor.has_role(workspace, permissions.PUBLISHERS)
    lacking = sum(len(each) for each in missing.values())
    context = {
        "workspace": workspace,
        "round": found,
        "tag": presenters.tag_of(found, now),
        "facts": presenters.facts(found),
        "tasks": presenters.tasks(found, missing, counts_of(found), may_build=may_build),
        "lacking": lacking,
        "tied": [each.other for each in strands_of(request.actor, workspace, (ROUND, reference))],
        "may": {
            "put": is_draft and may_build and not lacking,
            "publish": waits and may_publish,
            "take_back": waits and (may_build or is_publisher),
            "extend": published and may_build,
            "build": may_build,
        },
        "waits": waits,
        "is_draft": is_draft,
        "is_public": found.state in (RoundState.PUBLISHED, RoundState.WITHDRAWN),
        "first_task": Task.ABOUT.value,
        "extensions": presenters.extensions(extensions, names_of(each.by for each in extensions)),
    }
    return render(request, "rounds/round.html", context)
