"""Pages of readiness: nine domains of a year, one domain, and its assessment."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.partnership.duty.changes import readiness as changes
from headwater.web.partnership.duty.forms.tasks import FindEvidenceForm, ReadinessForm
from headwater.web.partnership.duty.links import domain_address
from headwater.web.partnership.duty.presenters import readiness as presenters
from headwater.web.partnership.duty.presenters import tasks as task_presenters
from headwater.web.partnership.duty.queries import evidence as shown_queries
from headwater.web.partnership.duty.queries import readiness as queries
from headwater.web.partnership.duty.queries import tasks as task_queries
from headwater.web.partnership.duty.queries.readiness import Domain
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.readying import MONTHS_OF_EVIDENCE, years
from headwater.web.partnership.duty.views.showing import look_or_send, shown


def year_of(request: ActorRequest) -> int:
    """The year that was asked for; this one where it was none that can be."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if is_year and int(asked) in years(today) else today.year


@require_safe
def readiness(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every domain in a year."""
    today, year = timezone.localdate(), year_of(request)
    found = queries.domains_for(request.actor, workspace, year=year, today=today)
    here = reverse("duty:readiness", args=[workspace])
    context = {
        "workspace": workspace,
        "year": year,
        "is_now": year == today.year,
        "summary": presenters.summary(found),
        "table": presenters.domains_table(found, workspace=workspace),
        "years": presenters.year_links(queries.years_assessed(workspace, today=today), here, year),
        "csv": f"{reverse('duty:readiness_csv', args=[workspace])}?year={year}",
        "may_correspond": permissions.can_correspond(request.actor, workspace),
    }
    return render(request, "duty/readiness.html", context)


@require_safe
def readiness_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same as a file."""
    today, year = timezone.localdate(), year_of(request)
    found = queries.domains_for(request.actor, workspace, year=year, today=today)
    name = f"{workspace}-readiness-{year}.csv"
    return csv_response(name, presenters.CSV_COLUMNS, presenters.csv_rows(found))


@require_safe
def domain(request: ActorRequest, workspace: str, year: int, domain: str) -> HttpResponse:
    """One domain in a year: its level, what shows it, and what each level means."""
    today = timezone.localdate()
    found = queries.domain_for(request.actor, workspace, year=year, domain=domain, today=today)
    may = permissions.can_monitor(request.actor, workspace) and year == today.year
    ties = shown_queries.ties(workspace, queries.KIND, [found.reference])
    evidence = shown_queries.evidence(
        request.actor, workspace, ties, {found.reference: MONTHS_OF_EVIDENCE}, today=today
    ).get(found.reference, [])
    args = [workspace, year, domain]
    remove = task_presenters.removal_addresses(evidence, "duty:domain_untie", args) if may else {}
    context = {
        "workspace": workspace,
        "domain": found,
        "facts": presenters.facts(found),
        "levels": presenters.levels_table(found),
        "evidence": task_presenters.evidence_table(
            evidence, remove=remove, months=MONTHS_OF_EVIDENCE
        ),
        "find_form": FindEvidenceForm(usual=("decision", "edition", "plan")) if may else None,
        "may_assess": may,
    }
    return render(request, "duty/domain.html", context)


@look_or_send
def assess(request: ActorRequest, workspace: str, year: int, domain: str) -> HttpResponse:
    """Say how ready the partnership is in one domain this year."""
    today = timezone.localdate()
    place = task_queries.partnership_for(request.actor, workspace)
    found = queries.domain_for(request.actor, workspace, year=year, domain=domain, today=today)
    permissions.check_can_monitor(request.actor, workspace)
    asked: dict[str, Any] = {
        "domain": found.domain,
        "organisations": list(task_queries.organisations_on(workspace, today)),
    }
    form = ReadinessForm(sent(request), initial=_initial(found), **asked)
    theirs = []
    if form.is_valid():
        try:
            changes.assess_readiness(
                workspace=place,
                domain=found,
                said=form.said(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            again = queries.domain_for(
                request.actor, workspace, year=year, domain=domain, today=today
            )
            assert again.row is not None, "somebody else assessed it"
            theirs = presenters.facts(again)
            form = form.over(again.row.version, **asked)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Assessed. Tie what shows it, if you have not yet.")
            return redirect(domain_address(workspace, year, domain))
    return shown(
        request, "duty/assess.html", form, workspace=workspace, domain=found, theirs=theirs
    )


def _initial(domain: Domain) -> dict[str, object]:
    row = domain.row
    if row is None:
        return {"version": 1}
    return {
        "version": row.version,
        "level": row.level,
        "why": row.why,
        "next_step": row.next_step,
        "owner": str(row.owner_id) if row.owner_id else "",
        "due_on": row.due_on,
    }
