"""Value for money: rounds with awards, and what was reckoned of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.grants.choosing.changes import values as changes
from headwater.web.grants.choosing.presenters import award_values as presented
from headwater.web.grants.choosing.presenters import values as presenters
from headwater.web.grants.choosing.queries import values as queries
from headwater.web.grants.choosing.rules import permissions
from headwater.web.grants.choosing.rules.working import Status

A_PAGE = 25


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Rounds in which something was awarded."""
    found = queries.rounds_with_awards(request.actor, workspace)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "page": page,
        "table": presenters.rounds(workspace, page),
    }
    return render(request, "choosing/values.html", context)


@require_safe
def value(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What the awards of a round gave for their money, as it was reckoned last."""
    round = queries.round_with_awards(request.actor, workspace, reference)
    latest, made = queries.latest(round), queries.latest_made(round)
    context = {
        "workspace": workspace,
        "round": round,
        "made": made,
        "is_working": latest is not None and latest.stands is Status.WORKING,
        "failure": latest.failure if latest is not None else "",
        "may_choose": permissions.can_choose(request.actor, workspace),
    }
    if made is not None:
        context |= {
            "group": presenters.group(made),
            "costs": presenters.costs(made),
            "comparison": presenters.comparison(made),
            "worth": presenters.worth(made),
            "swings": presenters.swings(made),
            "caution": (made.result["worth"] or {}).get("caution", ""),
            "cost_caution": made.result["caution"],
            "versions": made.result["versions"],
        }
    return render(request, "choosing/value.html", context)


@require_safe
def award_value(request: ActorRequest, workspace: str, reference: str, award: str) -> HttpResponse:
    """What one award gave for its money, each figure apart, and what they do not say."""
    round = queries.round_with_awards(request.actor, workspace, reference)
    held, made = queries.award_of(round, award), queries.latest_made(round)
    kept = presented.of_award(made, held.reference) if made else None
    context = {"workspace": workspace, "round": round, "award": held, "made": made, "kept": kept}
    if made is not None and kept is not None:
        context |= {
            "facts": presented.facts(kept),
            "costs": presented.costs(made, kept),
            "says": presented.says(),
            "mix": presented.mix(made, kept),
            "has_mix": bool(presented.kept_mix(made, kept)),
            "took_part": presented.took_part(kept),
            "usual": presented.usual(made, kept),
            "beside": presented.beside(made, kept),
        }
    return render(request, "choosing/award_value.html", context)


@require_safe
def value_csv(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """The costs of a round's awards as a file."""
    round = queries.round_with_awards(request.actor, workspace, reference)
    made = queries.latest_made(round)
    if made is None:
        raise NotYours
    rows = presenters.csv_rows(made)
    return csv_response(f"{reference.lower()}-value.csv", presenters.CSV_COLUMNS, rows)


@require_POST
def reckon(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Have it worked out as things stand now."""
    round = queries.round_with_awards(request.actor, workspace, reference)
    try:
        changes.reckon(round=round, actor=request.actor, at=clock.now())
    except HeadwaterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It is being worked out. You can leave this page.")
    return redirect("choosing:value", workspace, reference)
