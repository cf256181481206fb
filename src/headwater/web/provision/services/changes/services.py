"""Writing entries of the directory: what they say, that it still holds, and that they close."""

from datetime import date, datetime
from uuid import uuid4

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.provision.services.changes import approaches, work
from headwater.web.provision.services.errors import KnownAlreadyError, NoSuchPartnerError
from headwater.web.provision.services.events import Event
from headwater.web.provision.services.models import File, Service, Version
from headwater.web.provision.services.queries import services as queries
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.completeness import completeness
from headwater.web.provision.services.rules.reading import area_name
from headwater.web.provision.services.rules.record import (
    FIELDS,
    TUPLES,
    Record,
    ServiceRefusedError,
    check_record,
)

CLOSED = ("defunct", "inactive")
BESIDE = ("confirmed_by", "lacks", "area_name", "kept", "kept_by", "is_imported", "version")
"""Columns of an entry that follow from what it says or from where it came."""
BY_PROVIDER = "the provider, over a link"


@audited
def write(
    *,
    workspace: Workspace,
    said: Record,
    kept_by: Organisation | None = None,
    service_id: str = "",
    actor: Actor,
    at: datetime,
) -> Service:
    """Add an entry. Writing it confirms it."""
    keeper = kept_by.pk if kept_by else None
    permissions.check_can_edit(actor, workspace.slug, organisation_id=keeper)
    _check_partner(workspace, kept_by)
    check_record(said)
    if service_id and Service.objects.filter(workspace=workspace, service_id=service_id).exists():
        raise KnownAlreadyError
    service = Service(
        workspace=workspace,
        service_id=service_id or str(uuid4()),
        kept_by=kept_by,
        written_by=actor.reference,
        written_at=at,
    )
    say(service, said)
    _confirmed(service, actor, on=timezone.localdate(at))
    service.save(force_insert=True)
    keep_version(service, actor=actor, at=at)
    approaches.follow(service, actor=actor, at=at)
    _record(Event.WRITTEN, service, actor=actor, at=at)
    return service


@audited
def change(  # noqa: PLR0913 - which entry, from which version, to what, and for whom
    *,
    service: Service,
    said: Record,
    version: int,
    kept_by: Organisation | None,
    confirms: bool,
    actor: Actor,
    at: datetime,
) -> Service:
    """Say something else of an entry, and that it is right now where the actor says so.

    Raises `ChangedMeanwhileError` where somebody else saved first.
    """
    held = held_service(service)
    workspace = held.workspace
    permissions.check_can_edit(actor, workspace.slug, organisation_id=held.kept_by_id)
    if held.version != version:
        raise ChangedMeanwhileError(what="entry")
    if held.kept_by != kept_by:
        permissions.check_can_keep(actor, workspace.slug, what="say who keeps an entry")
    _check_partner(workspace, kept_by)
    check_record(said)
    held.kept_by = kept_by
    say(held, said)
    if confirms:
        _confirmed(held, actor, on=timezone.localdate(at))
    save_next(held, actor=actor, at=at)
    approaches.follow(held, actor=actor, at=at)
    _record(Event.CHANGED, held, actor=actor, at=at)
    if confirms:
        work.close_asking(held, at=at)
    return held


@audited
def confirm(*, service: Service, version: int, actor: Actor, at: datetime) -> Service:
    """Say that an entry is right as it stands."""
    held = held_service(service)
    permissions.check_can_edit(actor, held.workspace.slug, organisation_id=held.kept_by_id)
    if held.version != version:
        raise ChangedMeanwhileError(what="entry")
    _confirmed(held, actor, on=timezone.localdate(at))
    save_next(held, actor=actor, at=at, why="Confirmed")
    _record(Event.CONFIRMED, held, actor=actor, at=at)
    work.close_asking(held, at=at)
    return held


@audited
def close(
    *, service: Service, status: str, reason: str, version: int, actor: Actor, at: datetime
) -> Service:
    """Say that a service is no longer there. Its entry stays and no gap map counts it."""
    held = held_service(service)
    permissions.check_can_edit(actor, held.workspace.slug, organisation_id=held.kept_by_id)
    if held.version != version:
        raise ChangedMeanwhileError(what="entry")
    if status not in CLOSED:
        raise ServiceRefusedError("Say whether the service has paused or is gone for good.")
    held.status = status
    _confirmed(held, actor, on=timezone.localdate(at))
    save_next(held, actor=actor, at=at, why=reason[:200])
    _record(Event.CLOSED, held, actor=actor, at=at, status=status, reason=reason)
    work.close_asking(held, at=at)
    return held


# --- parts that files and answers use too --------------------------------------------------------


def held_service(service: Service) -> Service:
    """The row, held until the change ends, so that two changes stand in line."""
    rows = Service.objects.select_for_update(of=("self",)).select_related("workspace", "kept_by")
    return rows.get(pk=service.pk)


def say(service: Service, said: Record) -> None:
    """The entry says this now. It is not saved yet."""
    for name in FIELDS:
        value = getattr(said, name)
        setattr(service, name, list(value) if name in TUPLES else value)
    service.lacks = len(completeness(said).lacking)
    service.area_name = area_name(service.kept, said.area_code)


def save_next(
    service: Service, *, actor: Actor, at: datetime, why: str = "", file: File | None = None
) -> None:
    """Save what an entry says as its next version."""
    service.version += 1
    service.save(update_fields=[*FIELDS, *BESIDE])
    keep_version(service, actor=actor, at=at, why=why, file=file)


def keep_version(
    service: Service, *, actor: Actor, at: datetime, why: str = "", file: File | None = None
) -> Version:
    """What an entry says is kept, so that it can be told what it said when."""
    return Version.objects.create(
        service=service,
        number=service.version,
        said=queries.record_of(service).plain(),
        kept=service.kept,
        confirmed_by=service.confirmed_by,
        file=file,
        why=why,
        by=actor.reference,
        at=at,
    )


def _confirmed(service: Service, actor: Actor, *, on: date) -> None:
    service.confirmed_on = on
    service.confirmed_by = _speaks_for(service, actor)


def _speaks_for(service: Service, actor: Actor) -> str:
    """The organisation that somebody confirms an entry for: its keeper where they sit for it."""
    here = [each for each in actor.seats if each.workspace == service.workspace.slug]
    keeper = [each for each in here if each.organisation_id == service.kept_by_id]
    allowed = [each for each in here if each.role in permissions.EDITORS]
    return next((each.organisation for each in (*keeper, *allowed)), actor.name)


def _check_partner(workspace: Workspace, kept_by: Organisation | None) -> None:
    if kept_by is not None and kept_by.workspace_id != workspace.pk:
        raise NoSuchPartnerError


def _record(event: Event, service: Service, *, actor: Actor, at: datetime, **facts: str) -> None:
    record(event, about=service, by=actor, at=at, workspace=service.workspace.slug, **facts)
