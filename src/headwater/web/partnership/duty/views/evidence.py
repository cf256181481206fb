"""Pages on which something is tied to a task or a domain as evidence, or taken away."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.partners.models import Organisation
from headwater.web.partnership.duty.changes import evidence as changes
from headwater.web.partnership.duty.forms.tasks import FindEvidenceForm, ShowForm
from headwater.web.partnership.duty.links import domain_address, task_address
from headwater.web.partnership.duty.queries import evidence as queries
from headwater.web.partnership.duty.queries import readiness
from headwater.web.partnership.duty.queries import tasks as task_queries
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.views.showing import confirmed, look_or_send, offered, shown
from headwater.web.thread.changes import End


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown by evidence: a task or a domain."""

    end: End
    title: str
    of: Organisation | None
    usual: tuple[str, ...]
    back: str


def _task(request: ActorRequest, workspace: str, obligation: str, organisation: str) -> Shown:
    found = task_queries.task_for(
        request.actor, workspace, obligation, organisation, day=timezone.localdate()
    )
    whose = found.organisation
    permissions.check_can_answer(request.actor, workspace, organisation=whose.pk)
    return Shown(
        (task_queries.KIND, found.reference),
        f"{found.obligation.title}: {whose.name}",
        whose,
        found.obligation.evidence_kinds,
        task_address(workspace, obligation, organisation),
    )


def _domain(request: ActorRequest, workspace: str, year: int, domain: str) -> Shown:
    today = timezone.localdate()
    found = readiness.domain_for(request.actor, workspace, year=year, domain=domain, today=today)
    permissions.check_can_monitor(request.actor, workspace)
    return Shown(
        (readiness.KIND, found.reference),
        f"Readiness {year}: {found.domain.title}",
        None,
        ("decision", "edition", "plan", "document"),
        domain_address(workspace, year, domain),
    )


@look_or_send
def task_evidence(
    request: ActorRequest, workspace: str, obligation: str, organisation: str
) -> HttpResponse:
    """Choose what shows that a task is done."""
    return _show(request, workspace, _task(request, workspace, obligation, organisation))


@look_or_send
def domain_evidence(request: ActorRequest, workspace: str, year: int, domain: str) -> HttpResponse:
    """Choose what shows how ready the partnership is."""
    return _show(request, workspace, _domain(request, workspace, year, domain))


@look_or_send
def task_untie(
    request: ActorRequest, workspace: str, obligation: str, organisation: str, tie: str
) -> HttpResponse:
    """Take something away that showed a task, after asking once."""
    what = _task(request, workspace, obligation, organisation)
    return _take_away(request, workspace, what, tie)


@look_or_send
def domain_untie(
    request: ActorRequest, workspace: str, year: int, domain: str, tie: str
) -> HttpResponse:
    """Take something away that showed a domain, after asking once."""
    return _take_away(request, workspace, _domain(request, workspace, year, domain), tie)


def _show(request: ActorRequest, workspace: str, what: Shown) -> HttpResponse:
    find = FindEvidenceForm(request.GET if "kind" in request.GET else None, usual=what.usual)
    found = []
    if find.is_bound and find.is_valid():
        asked = find.cleaned_data
        found = offered(request, workspace, asked["kind"], asked["words"])
    form = ShowForm(sent(request), offered=found)
    if found and form.is_valid():
        kind = find.cleaned_data["kind"]
        try:
            changes.show(
                workspace=task_queries.partnership_for(request.actor, workspace),
                what=what.end,
                of=what.of,
                shown_by=[(kind, each) for each in form.cleaned_data["shown"]],
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Tied. It counts from its own day, and ages by itself.")
            return redirect(what.back)
    context: dict[str, Any] = {
        "workspace": workspace,
        "what": what,
        "find_form": find,
        "is_any": bool(found),
    }
    return shown(request, "duty/evidence.html", form, **context)


def _kind_of(what: Shown) -> str:
    return "the task" if what.end[0] == "obligation" else "the domain"


def _take_away(request: ActorRequest, workspace: str, what: Shown, reference: str) -> HttpResponse:
    tie = queries.evidence_tie(workspace, *what.end, reference)
    if request.method == "POST":
        changes.take_away(tie=tie, of=what.of, actor=request.actor, at=clock.now())
        messages.success(request, "Taken away. It can be tied again.")
        return redirect(what.back)
    return confirmed(
        request,
        None,
        heading=f"Take this evidence of {_kind_of(what)} away?",
        words=[
            f"It shows: {what.title}.",
            "The thing itself stays as it is, and can be tied again. The record keeps both.",
        ],
        button="Take away",
        is_destructive=True,
        cancel_href=what.back,
    )
