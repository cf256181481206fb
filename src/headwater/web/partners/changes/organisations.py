"""Workspaces, and the organisations that take part in them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners import queries
from headwater.web.partners.changes.locking import hold
from headwater.web.partners.changes.memberships import check_administrators_left, close
from headwater.web.partners.events import Happened
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.rules import permissions, policies
from headwater.web.partners.rules.duty import StatutoryRole


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of an organisation."""

    name: str
    statutory_role: StatutoryRole
    area_codes: tuple[str, ...] = ()


@audited
def add_workspace(
    *, slug: str, name: str, area_code: str, area_name: str, actor: Actor, at: datetime
) -> Workspace:
    """A place for the partners of one area. Made by headwater, from the command line."""
    if actor != HEADWATER:
        raise permissions.NotAllowedError(
            "A workspace is made on the server, with the command line."
        )
    workspace = Workspace.objects.create(
        slug=slug, name=name, area_code=area_code, area_name=area_name, created_at=at
    )
    record(
        Happened.WORKSPACE_ADDED,
        about=slug,
        kind="workspace",
        by=actor,
        at=at,
        workspace=slug,
        area=area_code,
    )
    return workspace


@audited
def add_organisation(
    *, workspace: Workspace, details: Details, starts_on: date, actor: Actor, at: datetime
) -> Organisation:
    """An organisation takes part from a day on. Raises `SuccessionError` for a name in use."""
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    organisation = begin(workspace, details, starts_on=starts_on)
    record(
        Happened.ORGANISATION_ADDED,
        about=organisation,
        by=actor,
        at=at,
        workspace=workspace.slug,
        name=details.name,
        statutory_role=details.statutory_role.value,
        starts_on=starts_on.isoformat(),
    )
    return organisation


@audited
def correct_organisation(
    *, organisation: Organisation, details: Details, version: int, actor: Actor, at: datetime
) -> Organisation:
    """Its name, role or areas are put right, for its whole time. A new name from a day on is a
    succession. Raises `ChangedMeanwhileError` where somebody else changed it since `version`.
    """
    workspace = organisation.workspace
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    organisation.refresh_from_db()
    if organisation.version != version:
        raise ChangedMeanwhileError(what="organisation")
    if details.name != organisation.name:
        check_name_is_free(workspace, details.name)
    before = organisation.name
    organisation.name = details.name
    organisation.statutory_role = details.statutory_role.value
    organisation.area_codes = list(details.area_codes)
    organisation.version += 1
    organisation.save(update_fields=["name", "statutory_role", "area_codes", "version"])
    record(
        Happened.ORGANISATION_CORRECTED,
        about=organisation,
        by=actor,
        at=at,
        workspace=workspace.slug,
        name_before=before,
        name=details.name,
        statutory_role=details.statutory_role.value,
    )
    return organisation


@audited
def end_organisation(
    *, organisation: Organisation, last_day: date, actor: Actor, at: datetime
) -> int:
    """An organisation takes part until a day, and nobody sits for it afterwards.

    Says how many memberships end with it. Raises `LastAdministratorError`, `DayError`.
    """
    workspace = organisation.workspace
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    organisation.refresh_from_db()
    check_goes_on(organisation)
    policies.check_within(
        last_day, what=organisation.name, starts_on=organisation.starts_on, ends_on=None
    )
    today = timezone.localdate(at)
    ending = queries.open_memberships([organisation], today=today)
    check_administrators_left(workspace, ending, today=today)
    finish(organisation, last_day=last_day)
    close(ending, last_day=last_day, at=at)
    record(
        Happened.ORGANISATION_ENDED,
        about=organisation,
        by=actor,
        at=at,
        workspace=workspace.slug,
        last_day=last_day.isoformat(),
        memberships_ended=len(ending),
    )
    return len(ending)


def begin(workspace: Workspace, details: Details, *, starts_on: date) -> Organisation:
    """A new row. The caller holds the workspace and tells the ledger."""
    check_name_is_free(workspace, details.name)
    return Organisation.objects.create(
        workspace=workspace,
        name=details.name,
        statutory_role=details.statutory_role.value,
        area_codes=list(details.area_codes),
        starts_on=starts_on,
    )


def finish(organisation: Organisation, *, last_day: date) -> None:
    """Its last day is set. The caller holds the workspace and tells the ledger."""
    organisation.ends_on = last_day
    organisation.version += 1
    organisation.save(update_fields=["ends_on", "version"])


def check_goes_on(organisation: Organisation) -> None:
    """Refuse an organisation whose last day is set. Raises `AlreadyEndedError`."""
    if organisation.ends_on is not None:
        raise policies.AlreadyEndedError(what="organisation")


def check_name_is_free(workspace: Workspace, name: str) -> None:
    """Refuse a second organisation of one name without an end. Raises `SuccessionError`."""
    taken = Organisation.objects.filter(
        workspace=workspace, name__iexact=name, ends_on__isnull=True
    )
    if taken.exists():
        raise policies.SuccessionError(
            f"An organisation called [{name}] takes part already. Use that one, or another name."
        )
