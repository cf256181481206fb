"""Who owns a workspace, from which day."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.changes.locking import hold
from headwater.web.partners.events import Happened
from headwater.web.partners.models import BodyKind, OwnerBody, Workspace
from headwater.web.partners.rules import permissions, policies


@dataclass(frozen=True, slots=True)
class BodyDetails:
    """What is said of a local policing body."""

    kind: BodyKind
    name: str
    legal_name: str
    email: str
    address: str = ""


@audited
def set_owner_body(
    *, workspace: Workspace, details: BodyDetails, starts_on: date, actor: Actor, at: datetime
) -> OwnerBody:
    """The first body that owns a workspace. Any other follows one: see `succeed_owner_body`."""
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    if OwnerBody.objects.filter(workspace=workspace).exists():
        raise policies.SuccessionError(
            "The workspace has an owner already. Enter a change of owner from a day on instead."
        )
    body = OwnerBody.objects.create(workspace=workspace, starts_on=starts_on, **asdict(details))
    record(
        Happened.OWNER_BODY_SET,
        about=body,
        by=actor,
        at=at,
        workspace=workspace.slug,
        body_kind=details.kind.value,
        starts_on=starts_on.isoformat(),
    )
    return body


@audited
def succeed_owner_body(
    *, current: OwnerBody, details: BodyDetails, on: date, actor: Actor, at: datetime
) -> OwnerBody:
    """Another body owns the workspace from a day on. What was made before keeps the earlier name.

    Raises `ChangedMeanwhileError` where somebody entered a change already, `DayError` where the
    day is not after the first day of the current body.
    """
    workspace = current.workspace
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    current.refresh_from_db()
    if current.ends_on is not None:
        raise ChangedMeanwhileError(what="owner of this workspace")
    policies.check_follows(on, what=current.name, starts_on=current.starts_on)
    current.ends_on = on - timedelta(days=1)
    current.save(update_fields=["ends_on"])
    successor = OwnerBody.objects.create(workspace=workspace, starts_on=on, **asdict(details))
    current.successor = successor
    current.save(update_fields=["successor"])
    record(
        Happened.OWNER_BODY_SUCCEEDED,
        about=current,
        by=actor,
        at=at,
        workspace=workspace.slug,
        successor=successor.reference,
        body_kind=details.kind.value,
        starts_on=on.isoformat(),
    )
    return successor


@audited
def correct_owner_body(
    *,
    body: OwnerBody,
    details: BodyDetails,
    version: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> OwnerBody:
    """What is said of a body is put right, for its whole time. Correcting again takes it back.

    A new name from a day on is a change of owner. Raises `ChangedMeanwhileError` where somebody
    else corrected it since `version`, `NothingToCorrectError`.
    """
    workspace = body.workspace
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    body.refresh_from_db()
    if body.version != version:
        raise ChangedMeanwhileError(what="owner of this workspace")
    before = {name: getattr(body, name) for name in asdict(details)}
    wrong = [name for name, value in asdict(details).items() if before[name] != value]
    if not wrong:
        raise policies.NothingToCorrectError
    for name in wrong:
        setattr(body, name, getattr(details, name))
    body.version += 1
    body.save(update_fields=[*wrong, "version"])
    record(
        Happened.OWNER_BODY_CORRECTED,
        about=body,
        by=actor,
        at=at,
        workspace=workspace.slug,
        fields=wrong,
        name_before=before["name"],
        name=body.name,
        legal_name_before=before["legal_name"],
        legal_name=body.legal_name,
        body_kind_before=str(before["kind"]),
        body_kind=details.kind.value,
        reason=reason,
    )
    return body


@audited
def undo_owner_change(*, successor: OwnerBody, actor: Actor, at: datetime) -> OwnerBody:
    """The current body goes on after all. Possible until the day comes; raises `DayError` then."""
    workspace = successor.workspace
    permissions.check_can_administer(actor, workspace.slug)
    hold(workspace.pk)
    current = OwnerBody.objects.filter(successor=successor).first()
    if current is None or successor.ends_on is not None:
        raise policies.SuccessionError("Only the latest change of owner can be taken back.")
    policies.check_can_undo(successor.starts_on, today=timezone.localdate(at))
    current.successor = None
    current.save(update_fields=["successor"])
    reference = successor.reference
    successor.delete()
    current.ends_on = None
    current.save(update_fields=["ends_on"])
    record(
        Happened.OWNER_BODY_CHANGE_UNDONE,
        about=current,
        by=actor,
        at=at,
        workspace=workspace.slug,
        successor=reference,
    )
    return current
