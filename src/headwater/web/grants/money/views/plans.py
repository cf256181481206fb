"""Pages about what is planned and foreseen for a pot, and about the end of its year."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.money import pounds, short_pounds
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.grants.money.changes import plans as changes
from headwater.web.grants.money.changes import years as closing_changes
from headwater.web.grants.money.forms.funds import ReverseForm
from headwater.web.grants.money.forms.plans import CloseYearForm, ForecastForm, PlanForm
from headwater.web.grants.money.links import pot_address
from headwater.web.grants.money.presenters import plans as presenters
from headwater.web.grants.money.queries import plans as queries
from headwater.web.grants.money.queries import pots, years
from headwater.web.grants.money.rules import closing, permissions
from headwater.web.grants.money.rules.sources import UNSPENT, Unspent
from headwater.web.grants.money.rules.years import months, year_words
from headwater.web.grants.money.views.showing import (
    confirm_page,
    form_page,
    look_or_send,
    says_now,
    tried,
)


@require_safe
def plan(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What is planned by quarter and foreseen by month, and what was paid."""
    found = pots.pot_for(request.actor, workspace, reference)
    may_keep = permissions.can_keep(request.actor, workspace)
    rows = queries.months_of(found, today=timezone.localdate())
    context = {
        "workspace": workspace,
        "pot": found,
        "months": presenters.months_table(found, rows, may_keep=may_keep),
        "quarters": presenters.quarters_table(
            found, queries.planned_for(found), queries.spent_by_month(found)
        ),
        "may_keep": may_keep and found.locked_at is None,
        "foreseen": pounds(rows[-1].forecast_so_far),
        "budget": pounds(found.budget),
    }
    return render(request, "money/plan.html", context)


@look_or_send
def edit_plan(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Share the budget out over quarters."""
    found = pots.pot_for(request.actor, workspace, reference)
    form = PlanForm(
        sent(request),
        planned=queries.planned_for(found),
        pays_for=found.pays_for,
        initial={"version": found.version},
    )
    form, made = tried(
        request,
        form,
        lambda: changes.plan(
            pot=found,
            amounts=form.amounts(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=clock.now(),
        ),
        now=lambda: pots.pot_for(request.actor, workspace, reference).version,
    )
    if made is not None:
        messages.success(request, "Saved.")
        return redirect(pot_address(found, "plan"))
    theirs = None
    if form.errors and str(found.version) != str(request.POST.get("version")):
        theirs = says_now([("Budget", pounds(found.budget))])
    return form_page(
        request,
        workspace,
        form,
        heading="Plan by quarter",
        caption=found.name,
        pot=found,
        theirs=theirs,
        words=[f"The quarters add up to the budget of {short_pounds(found.budget)}."],
        cancel_href=pot_address(found, "plan"),
    )


@look_or_send
def foresee(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say what will be paid in months to come."""
    found = pots.pot_for(request.actor, workspace, reference)
    today = timezone.localdate()
    rows = queries.months_of(found, today=today)
    open_rows = [each for each in rows if not each.is_over]
    form = ForecastForm(
        sent(request),
        months=[each.first_day for each in open_rows],
        foreseen={each.first_day: each.forecast for each in open_rows},
    )

    def do() -> bool:
        changes.foresee(pot=found, amounts=form.amounts(), actor=request.actor, at=clock.now())
        return True

    form, made = tried(request, form, do)
    if made:
        messages.success(request, "Saved.")
        return redirect(pot_address(found, "plan"))
    is_over = not open_rows
    return form_page(
        request,
        workspace,
        form,
        heading="Forecast by month",
        caption=found.name,
        pot=found,
        words=["The year is over: nothing is left to foresee."]
        if is_over
        else ["Months that are over stay as they were foreseen."],
        cancel_href=pot_address(found, "plan"),
    )


@look_or_send
def explain(request: ActorRequest, workspace: str, reference: str, month: str) -> HttpResponse:
    """Say why it came otherwise by the end of a month."""
    found = pots.pot_for(request.actor, workspace, reference)
    wanted = _month(month, found.year)
    rows = queries.months_of(found, today=timezone.localdate())
    row = next(each for each in rows if each.first_day == wanted)
    form = ReverseForm(sent(request))
    form, made = tried(
        request,
        form,
        lambda: changes.explain(
            pot=found, month=wanted, actor=request.actor, at=clock.now(), **form.cleaned_data
        ),
    )
    if made is not None:
        messages.success(request, "Kept with the month.")
        return redirect(pot_address(found, "plan"))
    return confirm_page(
        request,
        form,
        heading=f"Why did {found.name} come otherwise by the end of {wanted:%B %Y}?",
        words=[
            f"{pounds(row.actual_so_far)} was paid since April and "
            f"{pounds(row.forecast_so_far)} was foreseen."
        ],
        button="Keep the reason",
        cancel_href=pot_address(found, "plan"),
    )


def _month(text: str, year: int) -> date:
    found = next((each for each in months(year) if f"{each:%Y-%m}" == text), None)
    if found is None:
        raise Http404
    return found


@look_or_send
def close_year(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Close the year of a pot, or say what must be done first."""
    found = pots.pot_for(request.actor, workspace, reference)
    books = years.books_of(found)
    successors = list(years.successors_of(found))
    usual = UNSPENT[found.source] is Unspent.CARRIED
    given = {
        "carries": "yes" if usual else "no",
        "successor": successors[0].reference if len(successors) == 1 else "",
    }
    form = CloseYearForm(sent(request), pots=successors, initial=given)
    form, made = tried(
        request,
        form,
        lambda: closing_changes.close_year(
            pot=found,
            successor=next(
                (p for p in successors if p.reference == form.cleaned_data["successor"]), None
            ),
            carries=form.cleaned_data["carries"] == "yes",
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=clock.now(),
        ),
    )
    if made is not None:
        messages.success(request, f"The year {year_words(found.year)} of this pot is closed.")
        return redirect(pot_address(found))
    context = {
        "workspace": workspace,
        "pot": found,
        "form": form,
        "year": year_words(found.year),
        "against": closing.stands_against(books, today=timezone.localdate()),
        "goes_on": closing.what_goes_on(books, carries=usual),
    }
    status = 422 if form.errors else 200
    return render(request, "money/close_year.html", context, status=status)
