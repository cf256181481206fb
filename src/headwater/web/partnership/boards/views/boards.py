"""Pages of boards: the list, a board, its terms, and its end."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partners.queries import workspace_for
from headwater.web.partnership.boards.changes import boards as changes
from headwater.web.partnership.boards.forms.boards import (
    BoardFilter,
    BoardForm,
    LastDayForm,
    TermsChangeForm,
    answers_of,
    first_answers,
)
from headwater.web.partnership.boards.links import board_address
from headwater.web.partnership.boards.models import Board
from headwater.web.partnership.boards.presenters import boards as presenters
from headwater.web.partnership.boards.presenters import meetings as meeting_presenters
from headwater.web.partnership.boards.queries import boards as queries
from headwater.web.partnership.boards.queries import meetings as meeting_queries
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.views.showing import paces
from headwater.web.sharing.presenters import onboarding as onboarding_presenters

A_PAGE = 25
SHOWN = 6
"""Of the meetings and decisions of a board, on its page."""
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every board, when it meets next and whether its terms were looked at."""
    today = timezone.localdate()
    form = BoardFilter(request.GET)
    found = _chosen(request, workspace, form)
    page = Paginator(queries.listed(found, today=today), A_PAGE).get_page(request.GET.get("page"))
    coming = meeting_queries.meetings_for(request.actor, workspace)
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.boards_table(page, today=today),
        "has_boards": queries.boards_for(request.actor, workspace).exists(),
        "coming": meeting_presenters.meetings_table(
            meeting_queries.chosen(coming, when="to_come")[:SHOWN], caption="Next meetings"
        ),
        "may_run": permissions.can_run(request.actor, workspace),
        "csv": f"{reverse('boards:boards_csv', args=[workspace])}?{request.GET.urlencode()}",
    }
    return render(request, "boards/boards.html", context)


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same list as a file."""
    found = _chosen(request, workspace, BoardFilter(request.GET))
    rows = presenters.board_rows(queries.listed(found, today=timezone.localdate()))
    return csv_response(f"{workspace}-boards.csv", presenters.BOARD_COLUMNS, rows)


def _chosen(request: ActorRequest, workspace: str, form: BoardFilter) -> QuerySet[Board]:
    found = queries.boards_for(request.actor, workspace)
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("when") != "every":
        today = timezone.localdate()
        found = found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    return found.filter(name__icontains=asked.get("words", ""))


@require_safe
def board(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One board: who sits, what its terms say, when it meets, what it decided."""
    today = timezone.localdate()
    found = queries.board_for(request.actor, workspace, reference)
    seats = queries.seats_of(found, today=today)
    may_run = permissions.can_run(request.actor, workspace)
    meetings = meeting_queries.meetings_for(request.actor, workspace).filter(board=found)
    decisions = meeting_queries.decisions_for(request.actor, workspace, today=today)
    pace = paces(request, workspace)
    context = {
        "workspace": workspace,
        "board": found,
        "tag": presenters.ended_tag(found, today=today),
        "review": presenters.review_tag(found, today=today),
        "facts": presenters.facts(found, next_meeting=meeting_queries.next_of(found.pk)),
        "empty": presenters.empty_words(found, seats) if not found.ends_on else [],
        "seats": presenters.seats_table(seats, workspace=workspace, may_run=may_run),
        "to_come": presenters.seats_to_come_words(queries.seats_to_come(found, today=today)),
        "meetings": meeting_presenters.meetings_table(meetings[:SHOWN], caption="Its meetings"),
        "decisions": meeting_presenters.decisions_table(
            decisions.filter(board=found)[:SHOWN], with_board=False
        ),
        "pace": onboarding_presenters.pace_by_partner(pace) if pace else None,
        "pace_by_dataset": onboarding_presenters.pace_by_dataset(pace) if pace else None,
        "may_run": may_run,
        "goes_on": found.ends_on is None,
    }
    return render(request, "boards/board.html", context)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Found a board with its terms."""
    place = workspace_for(request.actor, workspace)
    today = timezone.localdate()
    form = BoardForm(sent(request), initial=first_answers(today=today), today=today)
    if form.is_valid():
        try:
            made = changes.found_board(
                workspace=place,
                terms=form.said(),
                starts_on=form.cleaned_data["starts_on"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.name} is founded. Give each partner its seat.")
            return redirect(board_address(made))
    return _form_page(request, form, heading="Found a board", workspace=workspace)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change the terms of a board."""
    found = queries.board_for(request.actor, workspace, reference)
    today = timezone.localdate()
    form = TermsChangeForm(sent(request), initial=answers_of(found), today=today)
    theirs = None
    if form.is_valid():
        try:
            changed = changes.change_terms(
                board=found,
                terms=form.said(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.board_for(request.actor, workspace, reference)
            form = form.over(theirs.version, today=today)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The terms are changed. They hold from now on.")
            return redirect(board_address(changed))
    return _form_page(
        request,
        form,
        heading=f"Change the terms of {found.name}",
        workspace=workspace,
        board=found,
        theirs=presenters.terms_facts(theirs) if theirs else [],
    )


@look_or_send
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for the last day of a board, and end it."""
    found = queries.board_for(request.actor, workspace, reference)
    form = LastDayForm(sent(request), initial={"last_day": timezone.localdate()})
    if form.is_valid():
        try:
            changes.end_board(
                board=found,
                last_day=form.cleaned_data["last_day"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found.name} sits until the day you named.")
            return redirect(board_address(found))
    context = {
        "form": form,
        "heading": f"End {found.name}",
        "words": ["It meets no more after its last day.",
                  "Its meetings, decisions and minutes are kept."],
        "button": "End the board",
        "is_destructive": True,
        "cancel_href": board_address(found),
    }  # fmt: skip
    return render(
        request, "design_system/confirm.html", context, status=422 if form.errors else 200
    )


def _form_page(request: ActorRequest, form: Any, **context: Any) -> HttpResponse:
    return render(
        request,
        "boards/board_form.html",
        {"form": form, **context},
        status=422 if form.errors else 200,
    )
