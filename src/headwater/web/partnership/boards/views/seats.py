"""Pages of seats: give one, change it, end it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import sent
from headwater.web.partners.models import Organisation
from headwater.web.partnership.boards.changes import boards as changes
from headwater.web.partnership.boards.forms.boards import (
    LastDayForm,
    NewSeatForm,
    SeatChangeForm,
    answers_of_seat,
)
from headwater.web.partnership.boards.links import board_address
from headwater.web.partnership.boards.models import Board, Seat
from headwater.web.partnership.boards.presenters import boards as presenters
from headwater.web.partnership.boards.queries import boards as queries
from headwater.web.partnership.boards.rules.sitting import Office, Seniority

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@look_or_send
def new(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Give an organisation a seat on a board."""
    board = queries.board_for(request.actor, workspace, reference)
    first = {
        "seniority": Seniority.DECISION_MAKER.value,
        "office": Office.MEMBER.value,
        "votes": True,
        "starts_on": timezone.localdate(),
        "organisation": request.GET.get("organisation", ""),
    }
    form = NewSeatForm(sent(request), initial=first, **_choices(board))
    if form.is_valid():
        try:
            made = changes.give_seat(
                board=board,
                place=form.place(),
                starts_on=form.cleaned_data["starts_on"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.organisation.name} sits on {board.name}.")
            return redirect(board_address(board))
    return _page(request, form, heading="Give a seat", board=board, workspace=workspace)


@look_or_send
def edit(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Change a seat: another post, another say, somebody else who holds it."""
    found = queries.seat_for(request.actor, workspace, reference)
    choices = _choices(found.board, beside=found.organisation)
    form = SeatChangeForm(sent(request), initial=answers_of_seat(found), **choices)
    theirs = None
    if form.is_valid():
        try:
            changes.change_seat(
                seat=found,
                place=form.place(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.seat_for(request.actor, workspace, reference)
            form = form.over(theirs.version, **choices)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The seat is changed.")
            return redirect(board_address(found.board))
    return _page(
        request,
        form,
        heading=f"Change the seat of {found.organisation.name}",
        board=found.board,
        workspace=workspace,
        seat=found,
        theirs=presenters.seat_facts(theirs) if theirs else [],
    )


@look_or_send
def end(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for the last day of a seat, and end it."""
    found: Seat = queries.seat_for(request.actor, workspace, reference)
    form = LastDayForm(sent(request), initial={"last_day": timezone.localdate()})
    if form.is_valid():
        try:
            changes.end_seat(
                seat=found,
                last_day=form.cleaned_data["last_day"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The seat ends on the day you named.")
            return redirect(board_address(found.board))
    context = {
        "form": form,
        "heading": f"End the seat of {found.organisation.name}",
        "words": [
            f"{found.title} sits on {found.board.name} until its last day.",
            "How often it was filled, and how it voted, is kept.",
        ],
        "button": "End the seat",
        "is_destructive": True,
        "cancel_href": board_address(found.board),
    }
    return render(
        request, "design_system/confirm.html", context, status=422 if form.errors else 200
    )


def _choices(board: Board, *, beside: Organisation | None = None) -> dict[str, Any]:
    """Who may sit: organisations and people of today, and the one that sits there already."""
    today = timezone.localdate()
    organisations = list(queries.organisations_of(board.workspace, today=today))
    if beside is not None and beside not in organisations:
        organisations.append(beside)
    people = list(queries.people_of(board.workspace, today=today))
    return {"organisations": organisations, "people": people}


def _page(request: ActorRequest, form: Any, **context: Any) -> HttpResponse:
    return render(
        request,
        "boards/seat_form.html",
        {"form": form, **context},
        status=422 if form.errors else 200,
    )
