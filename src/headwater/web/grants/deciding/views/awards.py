"""Awards: the list, one of them, and withdrawing an offer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.queries import names_of
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.deciding.changes.awards import withdraw_offer
from headwater.web.grants.deciding.forms.applications import AwardsForm
from headwater.web.grants.deciding.forms.assessing import ReasonForm
from headwater.web.grants.deciding.links import award_address
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.deciding.presenters import awards as presenters
from headwater.web.grants.deciding.queries.applications import application_for
from headwater.web.grants.deciding.queries.awards import award_for, awards_for
from headwater.web.grants.deciding.queries.evidence import AWARD
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.rules.awards import Standing, move_of
from headwater.web.grants.deciding.views.showing import A_PAGE, confirm, look_or_send
from headwater.web.thread.queries import strands_of


@require_safe
def listing(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every award, the latest first."""
    found = awards_for(request.actor, workspace)
    form = _filter(request, found)
    page = Paginator(_asked(form, found), A_PAGE).get_page(request.GET.get("page"))
    address = reverse("deciding:awards_csv", args=[workspace])
    context = {
        "workspace": workspace,
        "filter_form": form,
        "page": page,
        "table": presenters.listing(page),
        "csv": f"{address}?{request.GET.urlencode()}",
    }
    return render(request, "deciding/awards.html", context)


@require_safe
def listing_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The list, filtered as on the page, as a file."""
    found = awards_for(request.actor, workspace)
    rows = presenters.csv_rows(_asked(_filter(request, found), found))
    return csv_response(f"{workspace}-awards.csv", presenters.CSV_COLUMNS, rows)


def _filter(request: ActorRequest, found: QuerySet[Award]) -> AwardsForm:
    rows = found.order_by("application__round__title")
    rounds = rows.values_list("application__round__reference", "application__round__title")
    return AwardsForm(request.GET, rounds=list(rounds.distinct()))


def _asked(form: AwardsForm, found: QuerySet[Award]) -> QuerySet[Award]:
    """The awards that a filter leaves; all where it makes no sense."""
    if not form.is_valid():
        return found
    given = form.cleaned_data
    if words := given["words"]:
        found = found.filter(
            Q(title__icontains=words)
            | Q(application__organisation__icontains=words)
            | Q(reference__icontains=words)
        )
    if given["round"]:
        found = found.filter(application__round__reference=given["round"])
    return found.filter(state=given["state"]) if given["state"] else found


@require_safe
def award(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One award: what it says, how it came to where it stands, and what it is tied to."""
    found = award_for(request.actor, workspace, reference)
    steps = list(found.steps.all())
    context = {
        "workspace": workspace,
        "award": found,
        "tag": presenters.state_tag(found),
        "facts": presenters.facts(found, reads_application=_reads(request, found)),
        "story": presenters.story(steps, names_of([each.moved_by for each in steps])),
        "strands": presenters.strands_table(
            strands_of(request.actor, workspace, (AWARD, found.reference))
        ),
        "may_withdraw": permissions.can_decide(request.actor, workspace)
        and found.stands is Standing.OFFERED,
        "may_tie": permissions.can_run(request.actor, workspace),
    }
    return render(request, "deciding/award.html", context)


def _reads(request: ActorRequest, found: Award) -> bool:
    application = found.application
    workspace = application.round.workspace.slug
    if not permissions.visits(request.actor, workspace):
        return False
    try:
        application_for(request.actor, workspace, application.reference)
    except NotYours:
        return False
    return True


@look_or_send
def withdraw(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask why, then take an offer back that was not accepted yet."""
    found = award_for(request.actor, workspace, reference)
    permissions.check_can_decide(request.actor, workspace, what="withdraw an award")
    move_of(found.state, Standing.WITHDRAWN.value, reason="to be given")
    form = ReasonForm(
        sent(request), label="Why is the offer withdrawn?", hint="They read it in their letter."
    )
    if form.is_valid():
        try:
            withdraw_offer(
                award=found,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Withdrawn. Its money is free again.")
            return redirect(award_address(found))
    return confirm(
        request,
        form,
        heading=f"Withdraw the offer to {found.application.organisation}?",
        words=[
            f"{found.title}. Nothing is paid, and its money can be awarded to others.",
            "Whoever applied gets a letter with your reason.",
        ],
        button="Withdraw the offer",
        is_destructive=True,
        cancel_href=award_address(found),
    )
