"""Pages about funds: the list, one fund, and writing them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.money.changes import exporting
from headwater.web.grants.money.changes import funds as changes
from headwater.web.grants.money.forms.funds import (
    FundChangeForm,
    FundForm,
    FundsFilter,
    PotForm,
)
from headwater.web.grants.money.links import fund_address, pot_address
from headwater.web.grants.money.models import Pot
from headwater.web.grants.money.presenters import pots as presenters
from headwater.web.grants.money.presenters import traced as traced_words
from headwater.web.grants.money.queries import movements, positions, reading
from headwater.web.grants.money.queries import pots as queries
from headwater.web.grants.money.queries import traced as traced_queries
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.years import year_of
from headwater.web.grants.money.views.showing import (
    PER_PAGE,
    form_page,
    look_or_send,
    says_now,
    tried,
)
from headwater.web.partners.queries import workspace_for


@require_safe
def funds(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every fund with what its pots have, of one year or of all."""
    form, pots = _pots(request, workspace)
    found = list(queries.funds_for(request.actor, workspace))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    held = positions(pots)
    context = {
        "workspace": workspace,
        "page": page,
        "table": presenters.funds_table(list(page), pots, held),
        "summary": presenters.summary(pots, held),
        "filter_form": form,
        "asked": request.GET.urlencode(),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "money/funds.html", context)


def _pots(request: ActorRequest, workspace: str) -> tuple[FundsFilter, list[Pot]]:
    """The pots of the year that was asked for; of every year where none was."""
    pots = list(queries.pots_for(request.actor, workspace))
    form = FundsFilter(request.GET, years=sorted({each.year for each in pots}, reverse=True))
    year = form.cleaned_data["year"] if form.is_valid() else None
    return form, [each for each in pots if year in (None, each.year)]


@require_safe
def pots_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """Where the money of every pot is, as a table in a file."""
    _, pots = _pots(request, workspace)
    rows = presenters.pot_rows(pots, positions(pots))
    return csv_response(f"{workspace}-pots.csv", presenters.POT_COLUMNS, rows)


@require_safe
def ledger_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The whole ledger, or that of one year, for the finance system."""
    place = workspace_for(request.actor, workspace)
    form, _ = _pots(request, workspace)
    year = form.cleaned_data["year"] if form.is_valid() else None
    entries = movements.entries_for(request.actor, workspace, year=year)
    exporting.record_ledger(
        workspace=place, entries=len(entries), actor=request.actor, at=clock.now()
    )
    rows = presenters.ledger_rows(entries)
    return csv_response(f"{workspace}-ledger.csv", presenters.LEDGER_COLUMNS, rows)


@require_safe
def from_crime(request: ActorRequest, workspace: str) -> HttpResponse:
    """The way of money taken from crime, held against itself to the penny."""
    traced = traced_queries.from_crime_for(request.actor, workspace)
    names = [reference for reference, _, _ in traced.awards]
    context = {
        "workspace": workspace,
        "sentence": traced_words.sentence(traced),
        "tag": traced_words.tag(traced),
        "way": traced_words.way_table(traced),
        "receipts": traced_words.receipts_table(traced),
        "awards": traced_words.awards_table(
            traced, reading.award_beads(request.actor, workspace, names)
        ),
    }
    return render(request, "money/from_crime.html", context)


@require_safe
def fund(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What a fund is for, and its pots."""
    found = queries.fund_for(request.actor, workspace, reference)
    pots = [each for each in queries.pots_for(request.actor, workspace) if each.fund_id == found.pk]
    held = positions(pots)
    context = {
        "workspace": workspace,
        "fund": found,
        "table": presenters.pots_table(pots, held),
        "summary": presenters.summary(pots, held),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "money/fund.html", context)


@look_or_send
def new_fund(request: ActorRequest, workspace: str) -> HttpResponse:
    """Set up a fund."""
    place = workspace_for(request.actor, workspace)
    form = FundForm(sent(request))
    form, made = tried(
        request,
        form,
        lambda: changes.write_fund(
            workspace=place, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
    )
    if made is not None:
        messages.success(request, "Set up. Give it a pot for each source of money and year.")
        return redirect(fund_address(made))
    cancel = reverse("money:funds", args=[workspace])
    return form_page(request, workspace, form, heading="Set up a fund", cancel_href=cancel)


@look_or_send
def edit_fund(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say something else of a fund, or close it."""
    found = queries.fund_for(request.actor, workspace, reference)
    given = {
        "name": found.name,
        "purpose": found.purpose,
        "is_closed": found.closed_at is not None,
        "version": found.version,
    }
    form = FundChangeForm(sent(request), initial=given)

    def now() -> int:
        return queries.fund_for(request.actor, workspace, reference).version

    form, made = tried(
        request,
        form,
        lambda: changes.change_fund(
            fund=found, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
        now=now,
    )
    if made is not None:
        messages.success(request, "Saved.")
        return redirect(fund_address(found))
    theirs = None
    if form.errors:
        there = queries.fund_for(request.actor, workspace, reference)
        if str(there.version) != str(request.POST.get("version")):
            theirs = says_now([("Name", there.name), ("What it is for", there.purpose)])
    return form_page(
        request,
        workspace,
        form,
        heading=f"Change {found.name}",
        theirs=theirs,
        cancel_href=fund_address(found),
    )


@look_or_send
def new_pot(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Set up a pot of a fund."""
    found = queries.fund_for(request.actor, workspace, reference)
    today = timezone.localdate()
    given = {"year": year_of(today), "pays_for": "any"}
    form = PotForm(sent(request), today=today, initial=given)
    form, made = tried(
        request,
        form,
        lambda: changes.write_pot(
            fund=found, said=form.said(), actor=request.actor, at=clock.now()
        ),
    )
    if made is not None:
        messages.success(request, "Set up.")
        return redirect(pot_address(made))
    return form_page(
        request,
        workspace,
        form,
        heading="Set up a pot",
        caption=found.name,
        fund=found,
        words=["A pot is the money of the fund from one source in one financial year."],
        cancel_href=fund_address(found),
    )
