"""Links to one entry: made, revoked, answered, and the answers accepted or declined."""

import hashlib
import secrets
from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.audit.ledger import audited, record
from headwater.web.provision.services.changes import services as entries
from headwater.web.provision.services.changes import work
from headwater.web.provision.services.events import Event
from headwater.web.provision.services.models import Answer, Link, Service
from headwater.web.provision.services.queries import links as queries
from headwater.web.provision.services.queries.services import record_of
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.links import (
    LASTS,
    OPEN_TO_PROVIDERS,
    Answered,
    AnswerEndedError,
)
from headwater.web.provision.services.rules.record import FIELDS, Record, check_record

UNTOUCHED = tuple(name for name in FIELDS if name not in OPEN_TO_PROVIDERS)


def hash_of(token: str) -> str:
    """What is kept of a link's secret. It has 256 random bits, so one round of hashing does."""
    return hashlib.sha256(token.encode()).hexdigest()


@audited
def make_link(*, service: Service, actor: Actor, at: datetime) -> tuple[Link, str]:
    """A link to one entry and its secret, which is told this once. Earlier links end."""
    workspace = service.workspace.slug
    permissions.check_can_keep(actor, workspace, what="send a link to a provider")
    service.links.filter(revoked_at=None, used_at=None).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    link = Link.objects.create(
        service=service,
        token_hash=hash_of(token),
        made_by=actor.reference,
        made_at=at,
        ends_at=at + LASTS,
    )
    record(Event.LINK_MADE, about=link, by=actor, at=at, workspace=workspace, service=_of(link))
    return link, token


@audited
def revoke_link(*, link: Link, actor: Actor, at: datetime) -> None:
    """The link opens nothing from now on."""
    workspace = link.service.workspace.slug
    permissions.check_can_keep(actor, workspace, what="revoke a link")
    Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at)
    record(Event.LINK_REVOKED, about=link, by=actor, at=at, workspace=workspace, service=_of(link))


@audited
def answer(*, link: Link, said: Record | None, version: int, note: str, at: datetime) -> Answer:
    """What a provider says over a link. None says that the entry they saw is right.

    Corrections change nothing until somebody accepts them, nor does confirming what was changed
    after they saw it. Raises `NotYours` where the link is over.
    """
    held = Link.objects.select_for_update(of=("self",)).get(pk=link.pk)
    service = entries.held_service(link.service)
    if not (queries.link_is_open(held, at=at) and service.versions.filter(number=version).exists()):
        raise NotYours
    now = record_of(service)
    theirs = now if said is None else _only_theirs(said, now)
    check_record(theirs)
    is_right = theirs == now and version == service.version
    made = Answer.objects.create(
        service=service,
        link=held,
        version=version,
        said=theirs.plain(),
        note=note,
        state=Answered.CONFIRMED if is_right else Answered.WAITING,
        at=at,
    )
    held.used_at = at
    held.save(update_fields=["used_at"])
    _said(Event.ANSWERED, made, actor=HEADWATER, at=at)
    if is_right:
        _confirm(service, at=at)
    else:
        work.wait_for_decision(made, at=at)
    return made


def _only_theirs(said: Record, now: Record) -> Record:
    """What they said of what they may say; everything else as it stands."""
    return Record(**{name: getattr(now if name in UNTOUCHED else said, name) for name in FIELDS})


def _confirm(service: Service, *, at: datetime) -> None:
    service.confirmed_on = timezone.localdate(at)
    service.confirmed_by = entries.BY_PROVIDER
    entries.save_next(service, actor=HEADWATER, at=at, why="Confirmed by the provider")
    work.close_asking(service, at=at)


@audited
def accept(*, answer: Answer, actor: Actor, at: datetime) -> Service:
    """The entry says what its provider said. What others changed since stays as they have it."""
    held = _held_answer(answer, actor)
    service = entries.held_service(held.service)
    seen = service.versions.get(number=held.version).record
    theirs, now = held.record, record_of(service)
    changed = {
        name: getattr(theirs, name)
        for name in OPEN_TO_PROVIDERS
        if getattr(theirs, name) != getattr(seen, name)
    }
    said = Record(**{**{name: getattr(now, name) for name in FIELDS}, **changed})
    check_record(said)
    entries.say(service, said)
    service.confirmed_on = timezone.localdate(held.at)
    service.confirmed_by = entries.BY_PROVIDER
    entries.save_next(service, actor=actor, at=at, why="Corrected by the provider")
    _end(held, Answered.ACCEPTED, actor=actor, at=at)
    _said(Event.ACCEPTED, held, actor=actor, at=at)
    work.close_asking(service, at=at)
    return service


@audited
def decline(*, answer: Answer, reason: str, actor: Actor, at: datetime) -> None:
    """The entry stays as it is, with the reason why."""
    held = _held_answer(answer, actor)
    held.reason = reason
    _end(held, Answered.DECLINED, actor=actor, at=at)
    _said(Event.DECLINED, held, actor=actor, at=at)


def _held_answer(answer: Answer, actor: Actor) -> Answer:
    rows = Answer.objects.select_for_update(of=("self",))
    held = rows.select_related("service__workspace", "link").get(pk=answer.pk)
    service = held.service
    permissions.check_can_edit(actor, service.workspace.slug, organisation_id=service.kept_by_id)
    if held.state != Answered.WAITING:
        raise AnswerEndedError
    return held


def _end(answer: Answer, state: Answered, *, actor: Actor, at: datetime) -> None:
    answer.state, answer.ended_by, answer.ended_at = state, actor.reference, at
    answer.save(update_fields=["state", "ended_by", "ended_at", "reason"])
    work.close_decision(answer, at=at)


def _of(link: Link) -> str:
    return link.service.reference


def _said(event: Event, answer: Answer, *, actor: Actor, at: datetime) -> None:
    service = answer.service
    record(
        event,
        about=answer,
        by=actor,
        at=at,
        workspace=service.workspace.slug,
        service=service.reference,
        state=str(answer.state),
    )
