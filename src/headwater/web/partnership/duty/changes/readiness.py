"""The partnership assesses itself, a domain at a time. Years that are over stay as they were."""

from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.rules import one_line
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.duty.events import Event, Work
from headwater.web.partnership.duty.links import LONGEST_TITLE, domain_address
from headwater.web.partnership.duty.models import Readiness
from headwater.web.partnership.duty.queries.readiness import Domain
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.readying import Assessed, check_assessed
from headwater.web.worklist import changes as worklist


@audited
def assess_readiness(
    *,
    workspace: Workspace,
    domain: Domain,
    said: Assessed,
    version: int,
    actor: Actor,
    at: datetime,
) -> Readiness:
    """A domain has a level this year, with why, and who sees to what comes next.

    A domain that nobody assessed stands at version 1. Raises `ChangedMeanwhileError` where
    somebody else assessed it since `version`.
    """
    permissions.check_can_monitor(actor, workspace.slug)
    today = timezone.localdate(at)
    check_assessed(said, year=domain.year, today=today)
    owner = _owner(workspace, said.owner)
    fields = {
        "level": said.level.value,
        "why": said.why,
        "owner": owner,
        "next_step": said.next_step.strip(),
        "due_on": said.due_on,
        "assessed_on": today,
        "assessed_by": actor.reference,
    }
    made, _ = Readiness.objects.get_or_create(
        workspace=workspace, domain=domain.domain.id, year=domain.year, defaults=fields
    )
    held = Readiness.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="assessment")
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*fields, "version"])
    record(
        Event.READINESS_ASSESSED,
        about=held,
        by=actor,
        at=at,
        workspace=workspace.slug,
        domain=held.domain,
        year=held.year,
        level=held.level,
    )
    _chase(workspace, held, domain, at=at)
    return held


def _owner(workspace: Workspace, key: int | None) -> Organisation | None:
    """The organisation that sees to the next step. Raises `NotYours` for one of elsewhere."""
    if key is None:
        return None
    found = Organisation.objects.filter(workspace=workspace, pk=key).first()
    if found is None:
        raise NotYours
    return found


def _chase(workspace: Workspace, held: Readiness, domain: Domain, *, at: datetime) -> None:
    """Whoever sees to the next step is reminded of its day; who saw to it before no longer.

    What waited since the year before waits no more: this year's assessment takes its place.
    """
    about = held.reference
    for each in (held, domain.before):
        if each is not None:
            worklist.close(workspace=workspace, kind=Work.READINESS, about=each.reference, at=at)
    if held.due_on is None:
        return
    worklist.post(
        workspace=workspace,
        kind=Work.READINESS,
        title=one_line(f"Readiness, next step due: {domain.domain.title}", LONGEST_TITLE),
        link=domain_address(workspace.slug, held.year, held.domain),
        about=about,
        due_on=held.due_on,
        organisation=held.owner,
        roles=permissions.ANSWERERS if held.owner else LEADS,
        at=at,
    )
