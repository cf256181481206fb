"""Who is on the register: added, changed, taken in as a list, ended."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Workspace
from headwater.web.partnership.consultation.events import Event
from headwater.web.partnership.consultation.models import Consultee
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.partnership.consultation.rules.consulting import ConsultingError
from headwater.web.partnership.consultation.rules.importing import Described

FIELDS = ("name", "sort", "kind", "number", "place", "post", "email")


@audited
def add(
    *, workspace: Workspace, said: Described, starts_on: date, actor: Actor, at: datetime
) -> Consultee:
    """Put an authority on the register. Raises where one of its name is there."""
    permissions.check_can_keep(actor, workspace.slug)
    made = Consultee(workspace=workspace, starts_on=starts_on, **_plain(said))
    _save(made, None)
    _record(Event.ADDED, made, actor=actor, at=at)
    return made


@audited
def change(
    *, consultee: Consultee, said: Described, version: int, actor: Actor, at: datetime
) -> Consultee:
    """Say something else of it. Raises `ChangedMeanwhileError` where somebody else did."""
    permissions.check_can_keep(actor, consultee.workspace.slug)
    held = _held(consultee, version)
    for name, value in _plain(said).items():
        setattr(held, name, value)
    held.version += 1
    _save(held, [*FIELDS, "version"])
    _record(Event.CHANGED, held, actor=actor, at=at)
    return held


@audited
def end(
    *, consultee: Consultee, last_day: date, version: int, actor: Actor, at: datetime
) -> Consultee:
    """Say that it is no longer an authority of the area. What it was asked stays."""
    permissions.check_can_keep(actor, consultee.workspace.slug)
    held = _held(consultee, version)
    if last_day < held.starts_on:
        raise ConsultingError("Its last day cannot be before its first.")
    held.ends_on = last_day
    held.version += 1
    held.save(update_fields=["ends_on", "version"])
    _record(Event.ENDED, held, actor=actor, at=at)
    return held


@audited
def take_in(
    *, workspace: Workspace, rows: Sequence[Described], actor: Actor, at: datetime
) -> tuple[int, int]:
    """Put a list on the register, and say how many were added and how many were changed.

    An authority of the same name takes what the list says; nobody is taken off.
    """
    permissions.check_can_keep(actor, workspace.slug)
    today = timezone.localdate(at)
    held = Consultee.objects.select_for_update().filter(workspace=workspace, ends_on=None)
    there = {each.name.lower(): each for each in held}
    added, changed = [], []
    for said in rows:
        known = there.get(said.name.lower())
        if known is None:
            added.append(Consultee(workspace=workspace, starts_on=today, **_plain(said)))
        elif _plain(said) != {name: getattr(known, name) for name in FIELDS}:
            for name, value in _plain(said).items():
                setattr(known, name, value)
            known.version += 1
            changed.append(known)
    Consultee.objects.bulk_create(added)
    Consultee.objects.bulk_update(changed, [*FIELDS, "version"])
    record(
        Event.IMPORTED,
        about=workspace.slug,
        by=actor,
        at=at,
        workspace=workspace.slug,
        added=len(added),
        changed=len(changed),
    )
    return len(added), len(changed)


def _plain(said: Described) -> dict[str, str]:
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in (asdict(said) | {"sort": said.sort.value}).items()
    }


def _save(row: Consultee, fields: list[str] | None) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError as error:
        raise ConsultingError("An authority of this name is on the register already.") from error


def _held(consultee: Consultee, version: int) -> Consultee:
    rows = Consultee.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=consultee.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="authority")
    return held


def _record(event: Event, consultee: Consultee, *, actor: Actor, at: datetime) -> None:
    record(event, about=consultee, by=actor, at=at, workspace=consultee.workspace.slug)
