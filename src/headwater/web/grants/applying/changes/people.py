"""Colleagues are asked to write with somebody, and are let go."""

from datetime import datetime

from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying import outbox, writing
from headwater.web.grants.applying.changes.identity import clean_address, make_link
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.errors import ClosedToWritingError, NotForYouError
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.models import Applicant, Application, Member, ResumeLink
from headwater.web.grants.applying.rules.identity import (
    A_DAY,
    MOST_INVITED_A_DAY,
    TooManyInvitedError,
)
from headwater.web.grants.applying.rules.workflow import UNDECIDED
from headwater.web.grants.applying.submitters import Submitter


@audited
def invite(
    *, application: Application, email: str, may_submit: bool, actor: Submitter, at: datetime
) -> Member:
    """A colleague writes with them, and is sent a link. Nothing tells whether they were known.

    Somebody who is a member already is sent another link. Raises `TooManyInvitedError`.
    """
    held = held_application(application)
    if held.state not in UNDECIDED:
        raise ClosedToWritingError.sent()
    recent = ResumeLink.objects.filter(application=held, made_at__gt=at - A_DAY)
    if recent.count() > MOST_INVITED_A_DAY:
        raise TooManyInvitedError
    applicant, _ = Applicant.objects.get_or_create(
        email=clean_address(email), defaults={"first_seen_at": at}
    )
    member, _ = Member.objects.get_or_create(
        application=held,
        applicant=applicant,
        removed_at=None,
        defaults={"added_at": at, "added_by_id": actor.applicant_id, "may_submit": may_submit},
    )
    letter = writing.invited(held, make_link(application=held, applicant=applicant, at=at))
    outbox.write_secret(
        key=f"invited:{held.reference}:{applicant.pk}:{at.isoformat()}",
        to=applicant.email,
        subject=letter.subject,
        words=letter.words,
        at=at,
    )
    _say(Event.INVITED, held, applicant, actor=actor, at=at)
    return member


@audited
def remove(*, member: Member, actor: Submitter, at: datetime) -> None:
    """Somebody writes no longer with them, and their links open nothing."""
    held = held_application(member.application)
    others = Member.objects.filter(application=held, removed_at=None).exclude(pk=member.pk)
    is_self = member.applicant_id == actor.applicant_id
    if not is_self and held.started_by_id != actor.applicant_id:
        raise NotForYouError.to_remove()
    if not others.filter(may_submit=True).exists():
        raise NotForYouError.last()
    Member.objects.filter(pk=member.pk, removed_at=None).update(removed_at=at)
    links = ResumeLink.objects.filter(application=held, applicant=member.applicant_id)
    links.filter(revoked_at=None).update(revoked_at=at)
    _say(Event.REMOVED, held, member.applicant, actor=actor, at=at, is_self=is_self)


def _say(
    event: Event,
    application: Application,
    applicant: Applicant,
    *,
    actor: Submitter,
    at: datetime,
    is_self: bool = False,
) -> None:
    record(
        event,
        about=application,
        by=actor,
        at=at,
        workspace=application.round.workspace.slug,
        applicant=applicant.reference,
        is_self=is_self,
    )
