"""What of the Duty is on the thread: tasks, readiness, returns, requests and concerns."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.utils import timezone

from headwater.rulebook import obligations_on, readiness_domains
from headwater.rulebook.duty import Obligation
from headwater.web.accounts.actor import Actor
from headwater.web.partners.models import Organisation
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.links import (
    concern_address,
    domain_address,
    request_address,
    return_address,
    task_address,
)
from headwater.web.partnership.duty.models import Answer, Concern, Readiness, Request, Return
from headwater.web.partnership.duty.queries import monitoring
from headwater.web.partnership.duty.queries.tasks import answers_of, known, organisations_on
from headwater.web.partnership.duty.rules import owing, permissions, readying
from headwater.web.partnership.duty.rules.answering import Status
from headwater.web.partnership.duty.rules.escalating import Outcome
from headwater.web.partnership.duty.rules.monitoring import RequestStatus, ReturnStatus
from headwater.web.thread.kinds import Bead, Kind, register

MOST = 20
URGENCY = (
    Status.NOT_MET,
    Status.PARTLY,
    Status.NOT_ASSESSED,
    Status.MET,
    Status.NOT_APPLICABLE,
)
"""What is offered first where tasks are to be talked about."""


def _task(
    workspace: str, obligation: Obligation, organisation: Organisation, answer: Answer | None
) -> Bead:
    status = answer.says if answer else Status.NOT_ASSESSED
    return Bead(
        kind="obligation",
        reference=owing.reference_of(obligation.id, organisation.reference),
        title=f"{obligation.title}: {organisation.name}",
        address=task_address(workspace, obligation.id, organisation.reference),
        state=status.words,
        on=answer.reviewed_on if answer else None,
        stands=obligation.holds_on(timezone.localdate()),
    )


def _find_tasks(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    if not permissions.can_read(actor, workspace):
        return {}
    wanted = {each: owing.parts_of(each) for each in references}
    partners = {
        each.reference: each
        for each in Organisation.objects.filter(
            workspace__slug=workspace, reference__in={partner for _, partner in wanted.values()}
        )
    }
    held = answers_of(workspace)
    beads: dict[str, Bead] = {}
    for reference, (obligation, partner) in wanted.items():
        asked, whose = known(obligation), partners.get(partner)
        if asked and whose and owing.owes(asked, StatutoryRole(whose.statutory_role)):
            beads[reference] = _task(workspace, asked, whose, held.get((asked.id, whose.pk)))
    return beads


def _offer_tasks(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    """Tasks that are not met first, then those nobody answered."""
    if not permissions.can_read(actor, workspace):
        return []
    today = timezone.localdate()
    held = answers_of(workspace)
    sought = words.strip().casefold()
    found = [
        (asked, partner, held.get((asked.id, partner.pk)))
        for partner in organisations_on(workspace, today)
        for asked in obligations_on(today)
        if owing.owes(asked, StatutoryRole(partner.statutory_role))
        and sought in f"{asked.title} {partner.name}".casefold()
    ]
    found.sort(key=lambda each: URGENCY.index(each[2].says if each[2] else Status.NOT_ASSESSED))
    return [_task(workspace, *each) for each in found[:MOST]]


def _readiness(workspace: str, row: Readiness) -> Bead | None:
    domain = next((each for each in readiness_domains() if each.id == row.domain), None)
    if domain is None:
        return None
    return Bead(
        kind="readiness",
        reference=row.thread_reference,
        title=f"Readiness {row.year}: {domain.title}",
        address=domain_address(workspace, row.year, row.domain),
        state=readying.words(row.reached),
        on=row.assessed_on,
    )


def _find_readiness(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    if not permissions.can_read(actor, workspace):
        return {}
    wanted = Q(pk__in=())
    for each in references:
        domain, year = readying.parts_of(each)
        wanted |= Q(domain=domain, year=year)
    rows = Readiness.objects.filter(wanted, workspace__slug=workspace)
    beads = (_readiness(workspace, row) for row in rows)
    return {bead.reference: bead for bead in beads if bead}


def _offer_readiness(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    if not permissions.can_read(actor, workspace):
        return []
    rows = Readiness.objects.filter(workspace__slug=workspace).order_by("-year", "domain")
    beads = (_readiness(workspace, row) for row in rows)
    sought = words.strip().casefold()
    return [bead for bead in beads if bead and sought in bead.title.casefold()][:MOST]


def _return(row: Return) -> Bead:
    return Bead(
        kind="return",
        reference=row.reference,
        title=row.title,
        address=return_address(row),
        state=ReturnStatus(row.status).words,
        on=timezone.localdate(row.closed_at or row.asked_at),
    )


def _find_returns(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    rows = monitoring.returns(actor, workspace).filter(reference__in=references)
    return {row.reference: _return(row) for row in rows}


def _offer_returns(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    rows = monitoring.returns(actor, workspace).filter(title__icontains=words)
    return [_return(row) for row in rows[:MOST]]


def _request(row: Request) -> Bead:
    return Bead(
        kind="request",
        reference=row.reference,
        title=f"{row.title}: {row.organisation.name}",
        address=request_address(row),
        state=row.stands.words,
        on=timezone.localdate(row.ended_at or row.asked_at),
        stands=row.stands is not RequestStatus.WITHDRAWN,
    )


def _find_requests(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    rows = monitoring.requests(actor, workspace).filter(reference__in=references)
    return {row.reference: _request(row) for row in rows}


def _offer_requests(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    rows = monitoring.requests(actor, workspace).filter(title__icontains=words)
    return [_request(row) for row in rows[:MOST]]


def _concern(row: Concern) -> Bead:
    state = Outcome(row.outcome).words if row.outcome else row.reached.words
    last = row.steps.all()
    return Bead(
        kind="direction",
        reference=row.reference,
        title=f"{row.title}: {row.organisation.name}",
        address=concern_address(row),
        state=state,
        on=row.ended_on or max((each.on for each in last), default=None),
        stands=row.outcome != Outcome.WITHDRAWN,
    )


def _find_concerns(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    rows = monitoring.concerns(actor, workspace).filter(reference__in=references)
    return {row.reference: _concern(row) for row in rows}


def _offer_concerns(actor: Actor, workspace: str, words: str) -> Sequence[Bead]:
    rows = monitoring.concerns(actor, workspace).filter(title__icontains=words)
    return [_concern(row) for row in rows[:MOST]]


KINDS = (
    Kind("obligation", "task of the Duty", "tasks of the Duty", _find_tasks, _offer_tasks),
    Kind(
        "readiness",
        "assessment of readiness",
        "assessments of readiness",
        _find_readiness,
        _offer_readiness,
    ),
    Kind("return", "monitoring return", "monitoring returns", _find_returns, _offer_returns),
    Kind("request", "information request", "information requests", _find_requests, _offer_requests),
    Kind("direction", "concern", "concerns", _find_concerns, _offer_concerns),
)


def register_all() -> None:
    """Make the kinds known to the thread."""
    for each in KINDS:
        register(each)
