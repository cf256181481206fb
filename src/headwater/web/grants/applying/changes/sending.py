"""Applications are certified and sent in, once each, and withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying import writing
from headwater.web.grants.applying.changes.moving import held_application, moved
from headwater.web.grants.applying.changes.writing import settle_fields
from headwater.web.grants.applying.errors import (
    ClosedToWritingError,
    NotForYouError,
    UnfinishedError,
)
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.applying.models import Application, LateRequest, Member
from headwater.web.grants.applying.queries.answers import written_of
from headwater.web.grants.applying.rules.workflow import DRAFT, SUBMITTED, WITHDRAWN, By, check_way
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.grants.rounds.models import RoundState
from headwater.web.grants.rounds.rules.phases import Phase, phase


@dataclass(frozen=True, slots=True)
class Certified:
    """Who says, in the name of the organisation, that what is written is true."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of sending."""

    application: Application
    is_late: bool = False
    """Whether it reached us after the closing moment, so that it was not taken."""


def submit(*, application: Application, said: Certified, actor: Submitter, at: datetime) -> Sent:
    """The application is sent in; sent again, it is the same one with the same reference.

    What reaches us at or after the closing moment stays a draft, with the moment kept, so that it
    can be asked for and taken late. Raises `UnfinishedError`, `NotForYouError`,
    `ClosedToWritingError`; then nothing was sent.
    """
    there = Application.objects.filter(pk=application.pk, submitted_at__isnull=False).first()
    return Sent(there) if there else _submit(application, said, actor=actor, at=at)


@audited
def _submit(application: Application, said: Certified, *, actor: Submitter, at: datetime) -> Sent:
    held = held_application(application)
    if held.submitted_at is not None:
        # Pressed twice: the first one was at work while this one waited for the row.
        record(Event.SUBMITTED, about=held, by=actor, at=at, workspace=_slug(held), again=True)
        return Sent(held)
    _check_may_send(held, actor)
    written = written_of(held)
    if written.unfinished:
        raise UnfinishedError(tuple(part.title for part in written.unfinished))
    if phase(held.round, at) is not Phase.OPEN:
        return _too_late(held, said, actor=actor, at=at)
    settle_fields(held, written)
    return Sent(sent_in(held, said, by=actor, at=at))


def sent_in(
    held: Application,
    said: Certified,
    *,
    by: Submitter,
    at: datetime,
    reached_at: datetime | None = None,
) -> Application:
    """Keep that a held draft was sent in by an applicant, and write to everybody who wrote it.

    `reached_at` says when it reached us, where that was too late and it was taken all the same.
    """
    held.submitted_at, held.submitted_by_id = reached_at or at, by.applicant_id
    held.certified_name, held.certified_role = said.name, said.role
    held.was_late = reached_at is not None
    held.save(
        update_fields=[
            "submitted_at",
            "submitted_by",
            "certified_name",
            "certified_role",
            "was_late",
        ]
    )
    moved(held, to=SUBMITTED, actor=by, at=at)
    record(Event.SUBMITTED, about=held, by=by, at=at, workspace=_slug(held), late=held.was_late)
    letter = writing.received(held)
    write_to(held, letter.subject, letter.words, key="submitted", actor=by, at=at)
    return held


def _check_may_send(held: Application, actor: Submitter) -> None:
    if held.state != DRAFT:
        raise ClosedToWritingError.sent()
    rows = Member.objects.filter(application=held, applicant=actor.applicant_id, removed_at=None)
    if not rows.filter(may_submit=True).exists():
        raise NotForYouError.to_send()


def _too_late(held: Application, said: Certified, *, actor: Submitter, at: datetime) -> Sent:
    if held.round.state == RoundState.WITHDRAWN or at < held.round.opens_at:
        raise ClosedToWritingError.not_open()
    LateRequest.objects.get_or_create(
        application=held,
        defaults={
            "reached_at": at,
            "certified_by_id": actor.applicant_id,
            "certified_name": said.name,
            "certified_role": said.role,
        },
    )
    record(Event.REACHED_LATE, about=held, by=actor, at=at, workspace=_slug(held))
    return Sent(held, is_late=True)


@audited
def withdraw(
    *, application: Application, reason: str, actor: Submitter, at: datetime
) -> Application:
    """The application is wanted no longer. Raises where it was decided already."""
    held = held_application(application)
    check_way(held.state, WITHDRAWN, By.APPLICANT, reason=reason)
    rows = Member.objects.filter(application=held, applicant=actor.applicant_id, removed_at=None)
    if not rows.filter(may_submit=True).exists():
        raise NotForYouError.to_send()
    LateRequest.objects.filter(application=held, is_taken=None).update(
        is_taken=False, decided_by=actor.reference, decided_at=at
    )
    moved(held, to=WITHDRAWN, actor=actor, at=at, reason=reason)
    letter = writing.withdrawn(held)
    write_to(held, letter.subject, letter.words, key="withdrawn", actor=actor, at=at)
    return held


def _slug(application: Application) -> str:
    return str(application.round.workspace.slug)
