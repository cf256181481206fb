"""Sets of projects: asking for them, reading them, and recording what was decided."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.queries import names_of
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.choosing.changes import choices as changes
from headwater.web.grants.choosing.errors import NotMadeError
from headwater.web.grants.choosing.forms.choices import (
    ChoicesForm,
    VerdictForm,
    WishForm,
    answers_of,
)
from headwater.web.grants.choosing.links import choice_address
from headwater.web.grants.choosing.models import Choice
from headwater.web.grants.choosing.presenters import choices as presenters
from headwater.web.grants.choosing.queries import choices as queries
from headwater.web.grants.choosing.rules import permissions
from headwater.web.grants.choosing.rules.wishes import Wish
from headwater.web.grants.choosing.rules.working import Status
from headwater.web.grants.rounds.models import Round
from headwater.web.partners.queries import workspace_for

A_PAGE = 25
SMALL_INCOME = "100,000"
MOST_UNCLEAR = 20
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every set that was asked for, latest first."""
    rounds = queries.rounds_to_choose_in(request.actor, workspace)
    form = ChoicesForm(request.GET, rounds=rounds)
    page = Paginator(_asked(request, workspace, form), A_PAGE).get_page(request.GET.get("page"))
    address = reverse("choosing:choices_csv", args=[workspace])
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.listing(page),
        "may_choose": permissions.can_choose(request.actor, workspace),
        "is_any_round": bool(rounds),
        "csv": f"{address}?{request.GET.urlencode()}",
    }
    return render(request, "choosing/choices.html", context)


def _asked(request: ActorRequest, workspace: str, form: ChoicesForm) -> QuerySet[Choice]:
    """The choices that a filter leaves; all where it makes no sense."""
    found = queries.choices_for(request.actor, workspace)
    if not form.is_valid():
        return found
    if form.cleaned_data["round"]:
        found = found.filter(round__reference=form.cleaned_data["round"])
    if form.cleaned_data["status"]:
        found = found.filter(status=form.cleaned_data["status"])
    return found


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The list, filtered as on the page, as a file."""
    rounds = queries.rounds_to_choose_in(request.actor, workspace)
    found = _asked(request, workspace, ChoicesForm(request.GET, rounds=rounds))
    rows = presenters.listing_csv(found)
    return csv_response(f"{workspace}-choices.csv", presenters.LIST_CSV_COLUMNS, rows)


@look_or_send
def new(request: ActorRequest, workspace: str) -> HttpResponse:
    """Say how much money there is and what a set has to keep to."""
    workspace_for(request.actor, workspace)
    rounds = queries.rounds_to_choose_in(request.actor, workspace)
    given = sent(request)
    form = WishForm(given, rounds=rounds, initial=_start(request, workspace, rounds))
    if request.method == "POST" and form.is_valid():
        chosen = next(e for e in rounds if e.reference == form.cleaned_data["round"])
        try:
            made = changes.ask(round=chosen, wish=form.wish(), actor=request.actor, at=clock.now())
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The sets are being worked out. You can leave this page.")
            return redirect(choice_address(made))
    context = {"workspace": workspace, "form": form, "is_any_round": bool(rounds)}
    return render(request, "choosing/new.html", context)


def _start(request: ActorRequest, workspace: str, rounds: list[Round]) -> dict[str, Any]:
    """What the form starts with: the limits of an earlier choice, or what is usual."""
    like = request.GET.get("like", "")
    if like:
        earlier = queries.choice_for(request.actor, workspace, like)
        return answers_of(earlier.wish, earlier.round)
    wanted = request.GET.get("round", "")
    chosen = next((e for e in rounds if e.reference == wanted), rounds[0] if rounds else None)
    usual = {"small_income": SMALL_INCOME, "unclear": MOST_UNCLEAR}
    if chosen is None:
        return usual
    return {**answers_of(Wish(chosen.total), chosen), **usual}


@require_safe
def choice(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The sets of a choice, what limits cost, how firm it is, and what was decided."""
    found = queries.choice_for(request.actor, workspace, reference)
    verdicts = queries.verdicts_of(found)
    context: dict[str, Any] = {
        "workspace": workspace,
        "choice": found,
        "tag": presenters.status_tag(found, is_decided=bool(verdicts)),
        "limits": presenters.limits(found),
        "may_choose": permissions.can_choose(request.actor, workspace),
        "is_working": found.stands is Status.WORKING,
    }
    if found.stands is Status.MADE:
        context |= _shown(found, verdicts)
    return render(request, "choosing/choice.html", context)


def _shown(found: Choice, verdicts: list[Any]) -> dict[str, Any]:
    latest = verdicts[0] if verdicts else None
    decided = latest.picked if latest else []
    names = names_of([each.decided_by for each in verdicts])
    return {
        "is_made": True,
        "headline": presenters.headline(found),
        "proof": presenters.proof(found.result["best"]),
        "cautions": found.result["provenance"]["cautions"],
        "method": found.result["provenance"]["method"],
        "seed": found.result["provenance"]["seed"],
        "sets": presenters.sets(found),
        "projects": presenters.projects(found, decided=decided),
        "prices": presenters.prices(found),
        "firmness": presenters.firmness(found),
        "left_out": presenters.left_out(found),
        "verdict": latest,
        "verdicts": [presenters.verdict_words(each, names) for each in verdicts],
        "differences": presenters.differences(found, latest) if latest else [],
    }


@require_safe
def choice_csv(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Every application of a choice with its sets, as a file."""
    found = _made(request, workspace, reference)
    verdicts = queries.verdicts_of(found)
    rows = presenters.csv_rows(found, decided=verdicts[0].picked if verdicts else [])
    return csv_response(f"{found.reference.lower()}.csv", presenters.CSV_COLUMNS, rows)


def _made(request: ActorRequest, workspace: str, reference: str) -> Choice:
    """A choice that was worked out. Raises `NotYours` for any other."""
    found = queries.choice_for(request.actor, workspace, reference)
    if found.stands is not Status.MADE:
        raise NotYours
    return found


@require_safe
def working(
    request: ActorRequest, workspace: str, reference: str, application: str
) -> HttpResponse:
    """How the harm that one application is expected to prevent was reckoned."""
    found = _made(request, workspace, reference)
    about = presenters.application_of(found, application)
    if about is None:
        raise NotYours
    context = {
        "workspace": workspace,
        "choice": found,
        "about": about,
        "table": presenters.working(found, application),
    }
    return render(request, "choosing/working.html", context)


@look_or_send
def decide(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Record what was decided, with the reason where it differs from the best set."""
    found = queries.choice_for(request.actor, workspace, reference)
    if found.stands is not Status.MADE:
        raise NotMadeError
    verdicts = queries.verdicts_of(found)
    start = verdicts[0].picked if verdicts else found.best
    form = VerdictForm(
        sent(request),
        choice=found,
        initial={"picked": start, "version": found.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            changes.decide(choice=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except ChangedMeanwhileError as error:
            theirs = queries.choice_for(request.actor, workspace, reference)
            form = form.over(theirs.version, choice=found)
            form.add_error(None, str(error))
            verdicts = queries.verdicts_of(theirs)
        except HeadwaterError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "The decision is recorded.")
            return redirect(choice_address(found))
    names = names_of([each.decided_by for each in verdicts])
    context = {
        "workspace": workspace,
        "choice": found,
        "form": form,
        "before": presenters.verdict_words(verdicts[0], names) if verdicts else [],
    }
    return render(request, "choosing/decide.html", context)
