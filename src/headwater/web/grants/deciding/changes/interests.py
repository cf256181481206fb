"""Interests: entered into one's register, declared of an application, cleared by two people."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import APPROVERS, LEADS
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.changes.rows import said
from headwater.web.grants.deciding.events import Event, Work
from headwater.web.grants.deciding.links import application_address
from headwater.web.grants.deciding.models import Interest, Involvement, Source
from headwater.web.grants.deciding.queries.interests import Case, case_of, cases
from headwater.web.grants.deciding.rules import interests as rules
from headwater.web.grants.deciding.rules import permissions
from headwater.web.partners.models import Workspace
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_CLEAR = 3
LONGEST_NATURE = 200
CLEARING = ["asked_by", "asked_at", "reason", "cleared_by", "cleared_at"]


@dataclass(frozen=True, slots=True)
class Entered:
    """An organisation that somebody has to do with, as they say it."""

    organisation: str
    nature: str
    number: str = ""
    postcode: str = ""


@audited
def enter_involvement(
    *, workspace: Workspace, entered: Entered, actor: Actor, at: datetime
) -> Involvement:
    """Say that one has to do with an organisation: its applications are closed from now on."""
    if not permissions.visits(actor, workspace.slug):
        raise NotYours
    if not entered.organisation.strip() or not entered.nature.strip():
        raise rules.InterestRefusedError(
            "Say which organisation it is, and what you have to do with it."
        )
    made = Involvement.objects.create(
        workspace=workspace,
        person=actor.reference,
        organisation=entered.organisation.strip(),
        number=entered.number.strip(),
        postcode=entered.postcode.strip(),
        nature=entered.nature.strip()[:LONGEST_NATURE],
        written_at=at,
    )
    record(Event.INVOLVED, about=made, by=actor, at=at, workspace=workspace.slug)
    return made


@audited
def end_involvement(*, involvement: Involvement, actor: Actor, at: datetime) -> None:
    """Say that one has nothing to do with it any more. The entry is kept as it was."""
    if involvement.person != actor.reference:
        raise NotYours
    Involvement.objects.filter(pk=involvement.pk, ended_at=None).update(ended_at=at)
    slug = involvement.workspace.slug
    record(Event.NOT_INVOLVED, about=involvement, by=actor, at=at, workspace=slug)


@audited
def declare(
    *, application: Application, has_interest: bool, nature: str, actor: Actor, at: datetime
) -> Interest:
    """Say whether one has an interest in an application.

    Who has one reads no more of it, and is no longer among its assessors.
    """
    held = held_application(application)
    rules.check_declared(has_interest=has_interest, nature=nature)
    made, _ = Interest.objects.update_or_create(
        application=held,
        person=actor.reference,
        source=Source.DECLARED,
        defaults={
            "is_interest": has_interest,
            "nature": nature.strip() if has_interest else "",
            "said_at": at,
            "asked_by": "",
            "asked_at": None,
            "reason": "",
            "cleared_by": "",
            "cleared_at": None,
        },
    )
    if has_interest:
        _take_off(held, actor.reference, at=at)
        _wait_for_clearing(made, at=at)
    said(Event.DECLARED, made, held, actor=actor, at=at, has_interest=has_interest)
    return made


def _take_off(application: Application, person: str, *, at: datetime) -> None:
    mine = application.assessments.filter(assessor=person, ended_at=None)
    for each in mine:
        each.ended_at, each.why_ended = at, "Declared an interest"
        each.save(update_fields=["ended_at", "why_ended"])
        worklist.close(
            workspace=application.round.workspace, kind=Work.ASSESS, about=each.reference, at=at
        )


def _wait_for_clearing(interest: Interest, *, at: datetime) -> None:
    application = interest.application
    worklist.post(
        workspace=application.round.workspace,
        kind=Work.CLEAR,
        title=f"Look at an interest in application {application.reference}",
        link=application_address(application, "interests"),
        about=interest.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_CLEAR),
        roles=LEADS | APPROVERS,
        at=at,
    )


@audited
def ask_to_clear(
    *,
    application: Application,
    person: str,
    source: Source,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Interest:
    """Say why somebody may read an application all the same. Somebody else must agree.

    Raises `InterestRefusedError` where there is no such interest.
    """
    held = held_application(application)
    permissions.check_can_run(actor, held.round.workspace.slug, what="ask to clear an interest")
    rules.check_asked(asker=actor.reference, person=person, reason=reason)
    row = _row(held, person, source, at=at)
    row.asked_by, row.asked_at, row.reason = actor.reference, at, reason.strip()
    row.cleared_by, row.cleared_at = "", None
    row.save(update_fields=["grounds", *CLEARING])
    _wait_for_clearing(row, at=at)
    said(Event.ASKED_TO_CLEAR, row, held, actor=actor, at=at, person=person, source=source.value)
    return row


def _row(application: Application, person: str, source: Source, *, at: datetime) -> Interest:
    """The interest to be cleared, with what is found today."""
    # Seats are those of today, as the actor's own are, whatever the moment that is recorded.
    known = cases(application, today=timezone.localdate()).get(person)
    case = known[1] if known else None
    if case is not None and source is Source.DECLARED and case.declared is not None:
        if case.declared.is_interest:
            return case.declared
    elif case is not None and source is Source.FOUND and case.found:
        return _found_row(application, case, at=at)
    raise rules.InterestRefusedError("They have no such interest in this application.")


def _found_row(application: Application, case: Case, *, at: datetime) -> Interest:
    row = case.cleared or Interest(
        application=application, person=case.person, source=Source.FOUND, is_interest=True
    )
    row.grounds, row.said_at = [each.value for each in case.found], at
    row.save()
    return row


@audited
def clear(*, interest: Interest, actor: Actor, at: datetime) -> Interest:
    """Agree that somebody may read an application although they have an interest in it."""
    row = _held(interest, actor)
    rules.check_cleared(asked_by=row.asked_by, confirmed_by=actor.reference, person=row.person)
    row.cleared_by, row.cleared_at = actor.reference, at
    row.save(update_fields=["cleared_by", "cleared_at"])
    _close(row, at=at)
    said(Event.CLEARED, row, row.application, actor=actor, at=at, person=row.person)
    return row


@audited
def let_stand(*, interest: Interest, actor: Actor, at: datetime) -> Interest:
    """Leave an interest as it is, or take back that it was cleared: it blocks."""
    row = _held(interest, actor)
    if row.person == actor.reference:
        raise rules.InterestRefusedError("Somebody else must settle your own interest.")
    row.asked_by, row.asked_at, row.reason = "", None, ""
    row.cleared_by, row.cleared_at = "", None
    row.save(update_fields=CLEARING)
    _take_off(row.application, row.person, at=at)
    _close(row, at=at)
    said(Event.REFUSED, row, row.application, actor=actor, at=at, person=row.person)
    return row


def _held(interest: Interest, actor: Actor) -> Interest:
    rows = Interest.objects.select_for_update(of=("self",))
    row = rows.select_related("application__round__workspace").get(pk=interest.pk)
    slug = row.application.round.workspace.slug
    if not (permissions.can_run(actor, slug) or permissions.can_decide(actor, slug)):
        raise permissions.NotAllowedError(what="settle an interest", who="leads and approvers")
    return row


def _close(row: Interest, *, at: datetime) -> None:
    workspace = row.application.round.workspace
    worklist.close(workspace=workspace, kind=Work.CLEAR, about=row.reference, at=at)


def check_reads(actor: Actor, application: Application) -> None:
    """Raises `NotYours` where the actor has an interest in an application."""
    if case_of(actor, application).is_blocked:
        raise NotYours
