"""What staff add to payments over £500 that were made directly."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.money.models import Movement
from headwater.web.grants.publishing.changes.adding import CannotAddError
from headwater.web.grants.publishing.events import Event
from headwater.web.grants.publishing.models import NameLeftOut, SpendingParticulars
from headwater.web.grants.publishing.rules import permissions
from headwater.web.partners.models import Workspace


@audited
def write_particulars(
    *, movement: Movement, recipient: str, value: str, version: int, actor: Actor, at: datetime
) -> SpendingParticulars:
    """Say who was paid and why it was good value. The record of it holds neither."""
    workspace = _held(movement)
    permissions.check_can_keep(actor, workspace.slug, what="add to what is published")
    found = SpendingParticulars.objects.filter(movement=movement).first() or SpendingParticulars(
        movement=movement, version=0
    )
    if found.version != version:
        raise ChangedMeanwhileError(what="payment")
    found.recipient, found.value = recipient, value
    found.written_by, found.written_at = actor.reference, at
    found.version += 1
    found.save()
    record(
        Event.SPENDING_WRITTEN,
        about=found,
        by=actor,
        at=at,
        workspace=workspace.slug,
        payment=movement.reference,
    )
    return found


@audited
def leave_out(
    *, movement: Movement, words: str, reason: str, actor: Actor, at: datetime
) -> NameLeftOut:
    """Leave the name of a person out of what is published of a payment."""
    workspace = _held(movement)
    permissions.check_can_keep(actor, workspace.slug, what="leave a name out")
    if NameLeftOut.objects.filter(movement=movement, words__iexact=words).exists():
        raise CannotAddError("This name is left out already.")
    found = NameLeftOut.objects.create(
        movement=movement, words=words, reason=reason, by=actor.reference, at=at
    )
    record(
        Event.NAME_LEFT_OUT,
        about=found,
        by=actor,
        at=at,
        workspace=workspace.slug,
        payment=movement.reference,
        reason=reason,
    )
    return found


def _held(movement: Movement) -> Workspace:
    """The partnership, held until the change ends: nothing holds a row of the ledger."""
    return Workspace.objects.select_for_update().get(pk=movement.workspace_id)
