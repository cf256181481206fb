"""Grants as the partnership reads them."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core.money import NOTHING, pounds
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.deciding.presenters.applications import places_of
from headwater.web.grants.delivering.forms.grants import GrantFilter
from headwater.web.grants.delivering.presenters import grants as presenters
from headwater.web.grants.delivering.presenters import mine as words
from headwater.web.grants.delivering.presenters import returns as return_words
from headwater.web.grants.delivering.presenters.clawbacks import clawbacks_table
from headwater.web.grants.delivering.queries import closing, lists, released
from headwater.web.grants.delivering.queries import grants as queries
from headwater.web.grants.delivering.queries.returns import waiting_returns
from headwater.web.grants.delivering.rules import permissions

PER_PAGE = 25
NOT_PAID = closing.Standing(paid=NOTHING, owed=NOTHING)


def _chosen(read: QuerySet[Award], form: GrantFilter) -> QuerySet[Award]:
    """Grants that were asked for. A filter without sense filters nothing."""
    asked = form.cleaned_data if form.is_valid() else {}
    return lists.chosen(read, today=timezone.localdate(), **asked)


@require_safe
def grants(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every grant that was asked for."""
    form = GrantFilter(request.GET)
    read = queries.grants_for(request.actor, workspace)
    page = Paginator(_chosen(read, form), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.grants_table(list(page), workspace),
        "is_any": page.paginator.count > 0 or bool(request.GET),
        "waiting": waiting_returns(read).count(),
        "asked": request.GET.urlencode(),
    }
    return render(request, "delivering/grants.html", context)


@require_safe
def grants_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same grants as a table in a file."""
    read = queries.grants_for(request.actor, workspace)
    found = _chosen(read, GrantFilter(request.GET))
    rows = presenters.csv_rows(list(found))
    return csv_response(f"{workspace}-grants.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def grant(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One grant: conditions, payments, returns, changes, people and money."""
    award = queries.grant_for(request.actor, workspace, reference)
    delivery = queries.delivery_of(award)
    may_run = permissions.can_run(request.actor, workspace)
    spend = released.spend(award)
    context: dict[str, object] = {
        "workspace": workspace,
        "award": award,
        "delivery": delivery,
        "tag": words.state_tag(award),
        "rating": presenters.rating_tag(delivery.rating if delivery else ""),
        "may_run": may_run,
        "is_offered": award.state == AwardState.OFFERED,
        "is_active": award.state == AwardState.ACTIVE,
        "is_suspended": award.state == AwardState.SUSPENDED,
        "is_owing": award.state == AwardState.CLAWBACK,
    }
    if delivery is None:
        context["facts"] = presenters.facts(award, None, standing=NOT_PAID, spent=spend.spent)
        return render(request, "delivering/grant.html", context)
    link = f"{request.path}conditions/{{}}/" if may_run else ""
    agreement, standing = queries.agreement_of(delivery), closing.standing(award)
    context |= {
        "agreement": agreement,
        "accepted": words.accepted(agreement) if agreement else "",
        "facts": presenters.facts(award, delivery, standing=standing, spent=spend.spent),
        "owed": pounds(standing.owed) if standing.owed else "",
        "returns": presenters.returns_table(list(delivery.returns.all()), workspace),
        "outcomes": presenters.outcomes_table(released.outcomes(award)),
        "breakdowns": return_words.breakdown_tables(
            list(delivery.breakdowns.all()), places_of(award.application.round)
        ),
        "spend": presenters.spend_table(spend.by_line),
        "payments": words.payments_table(delivery, workspace=workspace),
        "conditions": words.conditions_table(list(delivery.conditions.all()), link=link),
        "clawbacks": clawbacks_table(list(delivery.clawbacks.all()), workspace),
        "variations": words.variations_table(queries.variations_of(delivery), workspace=workspace),
    }
    return render(request, "delivering/grant.html", context)
