"""Files of services: looked at, taken in whole or not at all, and undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Workspace
from headwater.web.provision.services.changes import approaches, work
from headwater.web.provision.services.changes import services as entries
from headwater.web.provision.services.events import Event
from headwater.web.provision.services.models import File, Link, Service, Version
from headwater.web.provision.services.queries import files as queries
from headwater.web.provision.services.queries.services import APPROACH, SERVICE
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.comparing import Preview
from headwater.web.provision.services.rules.imports import (
    ChangedSinceError,
    NotAtThisStageError,
    Stage,
)
from headwater.web.provision.services.rules.payloads import Arrived, directory_of
from headwater.web.provision.services.rules.record import Record
from headwater.web.thread.models import Tie

GONE = "inactive"
"""What becomes of entries that are not in a file any more, where somebody wants that."""


@audited
def look_at(*, workspace: Workspace, name: str, raw: bytes, actor: Actor, at: datetime) -> File:
    """Read a file and keep what it holds. No entry is changed yet.

    Raises `FileRefusedError` where it is no directory.
    """
    permissions.check_can_keep(actor, workspace.slug, what="take in a file")
    found = directory_of(raw, name=name)
    file = File.objects.create(
        workspace=workspace,
        name=name[-200:],
        given=[each.kept for each in found.services],
        faults=[
            {"place": each.row, "field": each.column, "problem": each.problem, "do": each.remedy}
            for each in found.faults
        ],
        wrong=found.wrong,
        by=actor.reference,
        at=at,
    )
    _record(Event.LOOKED_AT, file, actor=actor, at=at, services=len(file.given), wrong=file.wrong)
    return file


@audited
def take_in(*, file: File, closes_gone: bool, seal: str, actor: Actor, at: datetime) -> File:
    """Write everything a file says, in one go. `seal` is of the preview that was looked at.

    Raises `ChangedMeanwhileError` where the directory changed after somebody looked.
    """
    held = _held(file, Stage.LOOKED_AT, actor, what="take in a file")
    Workspace.objects.select_for_update().get(pk=held.workspace_id)
    preview = queries.preview_of(held)
    if queries.seal_of(preview) != seal:
        raise ChangedMeanwhileError(what="directory")
    _write(held, preview, actor=actor, at=at)
    if closes_gone:
        _close_gone(held, preview, actor=actor, at=at)
        held.closed = len(preview.gone)
    held.stage, held.ended_at, held.given = Stage.TAKEN_IN, at, []
    held.added, held.changed = len(preview.new), len(preview.changed)
    held.unchanged = preview.unchanged
    counts = ["added", "changed", "unchanged", "closed"]
    held.save(update_fields=["stage", "ended_at", "given", *counts])
    facts = {name: getattr(held, name) for name in counts}
    _record(Event.IMPORTED, held, actor=actor, at=at, **facts)
    return held


def _write(file: File, preview: Preview, *, actor: Actor, at: datetime) -> None:
    for each in preview.new:
        service = Service(
            workspace=file.workspace,
            service_id=each.service_id,
            kept=each.kept,
            is_imported=True,
            written_by=actor.reference,
            written_at=at,
        )
        _say(service, each)
        service.save(force_insert=True)
        entries.keep_version(service, actor=actor, at=at, file=file)
        approaches.follow(service, actor=actor, at=at)
    rows = _rows(file, [each.arrived.service_id for each in preview.changed])
    for found in preview.changed:
        service = rows[found.arrived.service_id]
        service.kept, service.is_imported = found.arrived.kept, True
        _say(service, found.arrived)
        entries.save_next(service, actor=actor, at=at, file=file)
        approaches.follow(service, actor=actor, at=at)


def _say(service: Service, arrived: Arrived) -> None:
    was_confirmed_on = service.confirmed_on
    entries.say(service, arrived.record)
    if service.confirmed_on != was_confirmed_on:
        service.confirmed_by = "the directory it came from" if service.confirmed_on else ""


def _close_gone(file: File, preview: Preview, *, actor: Actor, at: datetime) -> None:
    rows = _rows(file, [each.service_id for each in preview.gone])
    for service in rows.values():
        service.status = GONE
        entries.save_next(service, actor=actor, at=at, file=file, why="Not in the file any more")
        work.close_asking(service, at=at)


def _rows(file: File, identifiers: list[str]) -> Mapping[str, Service]:
    rows = Service.objects.select_for_update(of=("self",)).select_related("workspace")
    found = rows.filter(workspace=file.workspace, service_id__in=identifiers)
    return {each.service_id: each for each in found}


@audited
def drop(*, file: File, actor: Actor, at: datetime) -> File:
    """Leave a file that was only looked at."""
    held = _held(file, Stage.LOOKED_AT, actor, what="leave a file out")
    held.stage, held.ended_at, held.given = Stage.DROPPED, at, []
    held.save(update_fields=["stage", "ended_at", "given"])
    _record(Event.IMPORT_DROPPED, held, actor=actor, at=at)
    return held


@audited
def undo(*, file: File, actor: Actor, at: datetime) -> File:
    """Everything a file changed is as it was before; what it added is gone again.

    Raises `ChangedSinceError` where somebody built on what it brought, and undoes nothing.
    """
    held = _held(file, Stage.TAKEN_IN, actor, what="undo a file")
    versions = list(held.versions.select_related("service__workspace").order_by("pk"))
    _check_untouched(versions)
    for each in versions:
        if each.number == 1:
            work.close_asking(each.service, at=at)
            approaches.let_go(each.service, actor=actor, at=at)
            each.service.delete()
        else:
            _go_back(each, file=held, actor=actor, at=at)
    held.stage, held.undone_at = Stage.UNDONE, at
    held.save(update_fields=["stage", "undone_at"])
    _record(Event.IMPORT_UNDONE, held, actor=actor, at=at, entries=len(versions))
    return held


def _check_untouched(versions: list[Version]) -> None:
    new = [each.service.reference for each in versions if each.number == 1]
    ends = Q(from_kind=SERVICE, from_reference__in=new) | Q(to_kind=SERVICE, to_reference__in=new)
    ties = Tie.objects.filter(ends, ended_at=None).exclude(to_kind=APPROACH)
    touched = {end for tie in ties for end in (tie.from_reference, tie.to_reference)}
    touched |= {each.service.reference for each in _linked(new)}
    built_on = [
        each.service.name
        for each in versions
        if each.service.version != each.number or each.service.reference in touched
    ]
    if built_on:
        raise ChangedSinceError(names=sorted(built_on))


def _linked(references: list[str]) -> QuerySet[Link]:
    return Link.objects.filter(service__reference__in=references).select_related("service")


def _go_back(version: Version, *, file: File, actor: Actor, at: datetime) -> None:
    service = version.service
    before = service.versions.get(number=version.number - 1)
    service.kept, service.confirmed_by = before.kept, before.confirmed_by
    service.is_imported = bool(before.kept)
    entries.say(service, Record.of(before.said))
    entries.save_next(service, actor=actor, at=at, why=f"File {file.reference} was undone")
    approaches.follow(service, actor=actor, at=at)


def _held(file: File, stage: Stage, actor: Actor, *, what: str) -> File:
    rows = File.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=file.pk)
    permissions.check_can_keep(actor, held.workspace.slug, what=what)
    if held.stage != stage:
        raise NotAtThisStageError(stage=Stage(held.stage))
    return held


def _record(event: Event, file: File, *, actor: Actor, at: datetime, **facts: Any) -> None:
    record(event, about=file, by=actor, at=at, workspace=file.workspace.slug, **facts)
