"""The inspection pack: read and printed as a page, saved as Word or PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core.papers import Paper
from headwater.rulebook import obligations_on
from headwater.web.accounts.requests import ActorRequest
from headwater.web.documents.papers import paper_response
from headwater.web.partners import queries as partners
from headwater.web.partners.rules.duty import vacancies
from headwater.web.partnership.duty.presenters import papers
from headwater.web.partnership.duty.presenters.printed import pieces
from headwater.web.partnership.duty.queries import evidence as shown_queries
from headwater.web.partnership.duty.queries import readiness, tasks
from headwater.web.partnership.duty.rules.owing import owed_by_nobody
from headwater.web.partnership.duty.rules.readying import MONTHS_OF_EVIDENCE
from headwater.web.partnership.duty.views.showing import imprint


def _pack(request: ActorRequest, workspace: str) -> Paper:
    today = timezone.localdate()
    place = tasks.partnership_for(request.actor, workspace)
    found = tasks.tasks_for(request.actor, workspace, day=today)
    domains = readiness.domains_for(request.actor, workspace, year=today.year, today=today)
    months = {each.reference: each.obligation.evidence_months for each in found}
    ready = {each.reference: MONTHS_OF_EVIDENCE for each in domains}
    every = partners.organisations_for(request.actor, workspace, today=today)
    present = partners.present(partners.taking_part(every, today=today))
    has_owner = partners.owner_on(place, today) is not None
    held = papers.Held(
        tasks=found,
        evidence=shown_queries.evidence(
            request.actor,
            workspace,
            shown_queries.ties(workspace, tasks.KIND),
            months,
            today=today,
        ),
        domains=domains,
        domain_evidence=shown_queries.evidence(
            request.actor,
            workspace,
            shown_queries.ties(workspace, readiness.KIND, sorted(ready)),
            ready,
            today=today,
        ),
        unowned=owed_by_nobody(obligations_on(today), {each.statutory_role for each in present}),
        vacancies=vacancies(present, has_owner=has_owner),
    )
    return papers.pack(held, imprint(place))


@require_safe
def pack(request: ActorRequest, workspace: str) -> HttpResponse:
    """The pack as a page."""
    paper = _pack(request, workspace)
    context = {"workspace": workspace, "paper": paper, "pieces": pieces(paper)}
    return render(request, "duty/pack.html", context)


@require_safe
def pack_file(request: ActorRequest, workspace: str, kind: str) -> HttpResponse:
    """The pack as a file, `docx` or `pdf`."""
    return paper_response(_pack(request, workspace), kind)
