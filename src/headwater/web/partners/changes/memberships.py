"""Who sits for whom, in which role."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from headwater.web.accounts import changes as accounts
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.accounts.sessions import Ended, end_every
from headwater.web.audit.ledger import audited, record
from headwater.web.partners import queries
from headwater.web.partners.changes.locking import hold
from headwater.web.partners.events import Happened
from headwater.web.partners.handovers import hand_on
from headwater.web.partners.models import Membership, Organisation, Workspace
from headwater.web.partners.rules import permissions, policies


@audited
def grant_membership(
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    starts_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> Membership:
    """Somebody holds a role for an organisation, from today or a later day on.

    Raises `NotAllowedError` for one's own account, `AlreadyHeldError`, `AccountClosedError`, and
    `DayError` where the organisation is not there on that day.
    """
    workspace = organisation.workspace
    assert user.pk is not None
    permissions.check_can_grant(actor, workspace.slug, user_id=user.pk)
    hold(workspace.pk)
    day = starts_on or timezone.localdate(at)
    _check_may_hold(user, organisation, role, day=day)
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role.value,
        starts_on=day,
        granted_by=actor.reference,
    )
    record(
        Happened.MEMBERSHIP_GRANTED,
        about=membership,
        by=actor,
        at=at,
        workspace=workspace.slug,
        person=user.reference,
        organisation=organisation.reference,
        role=role.value,
        starts_on=day.isoformat(),
    )
    return membership


@audited
def invite_member(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: Role,
    actor: Actor,
    at: datetime,
) -> Membership:
    """Somebody has an account and a role, and a letter tells a newcomer how to sign in.

    Whoever has an account already keeps it as it is, name included. Raises what
    `grant_membership` raises.
    """
    permissions.check_can_administer(actor, organisation.workspace.slug)
    user = accounts.invite(email=email, name=name, actor=actor, at=at)
    return grant_membership(user=user, organisation=organisation, role=role, actor=actor, at=at)


def _check_may_hold(user: User, organisation: Organisation, role: Role, *, day: date) -> None:
    if not user.is_active:
        raise policies.AccountClosedError
    policies.check_within(
        day,
        what=organisation.name,
        starts_on=organisation.starts_on,
        ends_on=organisation.ends_on,
    )
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        user=user,
        organisation=organisation,
        role=role.value,
        ended_at__isnull=True,
    )
    if held.exists():
        raise policies.AlreadyHeldError(role=role.value, organisation=organisation.name)


@audited
def end_membership(*, membership: Membership, actor: Actor, at: datetime) -> Membership:
    """A role is over from this moment, and with the last one every session of its holder.

    Raises `LastAdministratorError`, `AlreadyEndedError`, `NotAllowedError`.
    """
    workspace = membership.organisation.workspace
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    membership.refresh_from_db()
    today = timezone.localdate(at)
    if not is_open(membership, today=today):
        raise policies.AlreadyEndedError(what="role")
    check_administrators_left(workspace, [membership], today=today)
    _end_now([membership], at=at)
    record(
        Happened.MEMBERSHIP_ENDED,
        about=membership,
        by=actor,
        at=at,
        workspace=workspace.slug,
        person=membership.user.reference,
        organisation=membership.organisation.reference,
        role=membership.role,
    )
    return membership


@audited
def let_go(*, user: User, workspace: Workspace, actor: Actor, at: datetime) -> list[Membership]:
    """Somebody leaves: every role they hold in a workspace is over from this moment.

    What waited for them there by name goes to others. Raises `LastAdministratorError`,
    `AlreadyEndedError`, `NotAllowedError`.
    """
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    today = timezone.localdate(at)
    ending = [
        each
        for each in Membership.objects.filter(
            user=user, organisation__workspace=workspace
        ).select_related("user", "organisation")
        if is_open(each, today=today)
    ]
    if not ending:
        raise policies.AlreadyEndedError(what="last role of this person")
    check_administrators_left(workspace, ending, today=today)
    _end_now(ending, at=at)
    record(
        Happened.PERSON_LEFT,
        about=user,
        by=actor,
        at=at,
        workspace=workspace.slug,
        memberships=[each.reference for each in ending],
        roles=sorted({each.role for each in ending}),
        handed_on=hand_on(user, workspace, at),
    )
    return ending


@audited
def record_export_of_people(
    *, workspace: Workspace, people: int, actor: Actor, at: datetime
) -> None:
    """That somebody took a list of people away is in the ledger."""
    permissions.check_can_administer(actor, workspace.slug)
    record(
        Happened.PEOPLE_EXPORTED,
        about=workspace.slug,
        kind="workspace",
        by=actor,
        at=at,
        workspace=workspace.slug,
        people=people,
    )


def is_open(membership: Membership, *, today: date) -> bool:
    """Whether a membership opens something today or will later."""
    if membership.ended_at is not None:
        return False
    return membership.ends_on is None or membership.ends_on >= today


def close(memberships: Iterable[Membership], *, last_day: date, at: datetime) -> None:
    """Memberships are over after a day. Those that would begin later never do.

    The caller holds the workspace and tells the ledger.
    """
    today = timezone.localdate(at)
    for each in memberships:
        never_begins = each.starts_on > last_day
        each.ends_on = each.starts_on if never_begins else min(each.ends_on or last_day, last_day)
        each.ended_at = at if never_begins or last_day < today else None
        each.save(update_fields=["ends_on", "ended_at"])


def _end_now(memberships: Sequence[Membership], *, at: datetime) -> None:
    """Memberships open nothing from this moment, and whoever holds none any more is signed out."""
    for each in memberships:
        each.ends_on = max(timezone.localdate(at), each.starts_on)
        each.ended_at = at
        each.save(update_fields=["ends_on", "ended_at"])
    for user in {each.user for each in memberships}:
        if not queries.has_any_seat(user, today=timezone.localdate(at)):
            end_every(user, why=Ended.NO_ROLE)


def check_administrators_left(
    workspace: Workspace, ending: list[Membership], *, today: date
) -> None:
    """Only where an administrator goes: a workspace may be without one for other reasons."""
    if any(each.role == Role.ADMINISTRATOR.value for each in ending):
        policies.check_administrators_left(
            queries.administrators_left(workspace, without=ending, today=today)
        )
