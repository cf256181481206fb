"""Noting what others publish: written, changed, taken off the list and put back."""

from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.evidence.events import Event
from headwater.web.evidence.models import Publication
from headwater.web.evidence.queries.evidence import APPROACH
from headwater.web.evidence.queries.publications import PUBLICATION
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.publishing import (
    FIELDS,
    NOTERS,
    Noted,
    PublicationRefusedError,
    can_change,
    check_noted,
)
from headwater.web.partners.models import Workspace
from headwater.web.thread import changes as thread
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation

WHO = "leads, and whoever noted it,"


@audited
def note(*, workspace: Workspace, noted: Noted, actor: Actor, at: datetime) -> Publication:
    """Write down what a document says, and tie it to the approaches it tells of."""
    permissions.check_has(
        actor,
        workspace.slug,
        NOTERS,
        what="note what others publish",
        who="leads and contributors",
    )
    check_noted(noted, today=timezone.localdate(at))
    made = Publication(workspace=workspace, noted_by=actor.reference, noted_at=at)
    _say(made, noted, actor=actor, at=at)
    made.save(force_insert=True)
    _follow(made, actor=actor, at=at)
    _record(Event.NOTED, made, actor=actor, at=at)
    return made


@audited
def change(
    *, publication: Publication, noted: Noted, version: int, actor: Actor, at: datetime
) -> Publication:
    """Say something else of a document.

    Raises `ChangedMeanwhileError` where somebody else saved first.
    """
    held = _held(publication, version, actor)
    check_noted(noted, today=timezone.localdate(at))
    _say(held, noted, actor=actor, at=at)
    held.version += 1
    held.save(update_fields=[*FIELDS, "changed_by", "changed_at", "version"])
    _follow(held, actor=actor, at=at)
    _record(Event.NOTE_CHANGED, held, actor=actor, at=at)
    return held


@audited
def remove(*, publication: Publication, version: int, actor: Actor, at: datetime) -> Publication:
    """Take a document off the list. What is tied to it stays tied, and it can be put back."""
    held = _held(publication, version, actor)
    if held.removed_at is not None:
        raise PublicationRefusedError("It was taken off the list already.")
    return _move(held, Event.NOTE_REMOVED, removed_at=at, actor=actor, at=at)


@audited
def put_back(*, publication: Publication, version: int, actor: Actor, at: datetime) -> Publication:
    """Put a document back on the list."""
    held = _held(publication, version, actor)
    if held.removed_at is None:
        raise PublicationRefusedError("It is on the list already.")
    return _move(held, Event.NOTE_RESTORED, removed_at=None, actor=actor, at=at)


def _move(
    held: Publication, event: Event, *, removed_at: datetime | None, actor: Actor, at: datetime
) -> Publication:
    held.removed_at, held.version = removed_at, held.version + 1
    held.changed_by, held.changed_at = actor.reference, at
    held.save(update_fields=["removed_at", "version", "changed_by", "changed_at"])
    _record(event, held, actor=actor, at=at)
    return held


def _held(publication: Publication, version: int, actor: Actor) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=publication.pk)
    if not can_change(actor, held.workspace.slug, noted_by=held.noted_by):
        raise permissions.NotAllowedError(what="change this note", who=WHO)
    if held.version != version:
        raise ChangedMeanwhileError(what="note")
    return held


def _say(publication: Publication, noted: Noted, *, actor: Actor, at: datetime) -> None:
    for name in FIELDS:
        setattr(publication, name, getattr(noted, name))
    publication.approaches = list(noted.approaches)
    publication.changed_by, publication.changed_at = actor.reference, at


def _follow(publication: Publication, *, actor: Actor, at: datetime) -> None:
    """Ties follow what is noted: the document shows each approach it tells of, and no other."""
    others = Tie.objects.filter(
        workspace=publication.workspace,
        from_kind=PUBLICATION,
        from_reference=publication.reference,
        relation=Relation.EVIDENCE,
        to_kind=APPROACH,
        ended_at=None,
    ).exclude(to_reference__in=publication.approaches)
    for tie in others.select_related("workspace"):
        thread.untie(tie=tie, actor=actor, at=at)
    for approach in publication.approaches:
        thread.tie(
            workspace=publication.workspace,
            first=(PUBLICATION, publication.reference),
            relation=Relation.EVIDENCE,
            second=(APPROACH, approach),
            actor=actor,
            at=at,
        )


def _record(event: Event, publication: Publication, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=publication,
        by=actor,
        at=at,
        workspace=publication.workspace.slug,
        kind=publication.kind,
        version=str(publication.version),
    )
