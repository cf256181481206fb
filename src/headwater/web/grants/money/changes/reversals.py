"""Mistakes put right: by a movement the other way, never by changing what was written."""

from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.money.changes.ledger import Cause, Leg, hold, move
from headwater.web.grants.money.changes.virements import rebudget
from headwater.web.grants.money.errors import NotReversibleError
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import Account, Movement, MovementKind
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.reversing import REVERSIBLE
from headwater.web.grants.money.rules.spending import check_reason


@audited
def reverse(*, movement: Movement, reason: str, actor: Actor, at: datetime) -> Movement:
    """Undo a movement by one the other way. Both stay, and say why.

    Raises `OverspentError` where the money has gone on meanwhile, `NotReversibleError` for what
    is put right elsewhere and for what was reversed before.
    """
    entries = list(movement.entries.select_related("out_of__pot", "into__pot").order_by("pk"))
    pots = {each.pot for entry in entries for each in (entry.out_of, entry.into)}
    held = {pot.pk: pot for pot in hold(*pots)}
    permissions.check_can_keep(actor, movement.workspace.slug, what="put a mistake right")
    check_reason(reason)
    is_reversed = Movement.objects.filter(reverses=movement).exists()
    if movement.kind not in REVERSIBLE or is_reversed:
        raise NotReversibleError

    def of_held(account: Account) -> Account:
        account.pot = held[account.pot_id]
        return account

    legs = [Leg(each.amount, of_held(each.into), of_held(each.out_of)) for each in entries]
    kind = MovementKind.REVERSAL
    made = move(legs, Cause(kind, actor, at, reason=reason, reverses=movement))
    if movement.kind == MovementKind.VIREMENT:
        (leg,) = legs
        rebudget(leg.out_of.pot, leg.into.pot, leg.amount)
    record(
        Event.REVERSED,
        about=movement,
        by=actor,
        at=at,
        workspace=movement.workspace.slug,
        reason=reason,
        made=made.reference,
    )
    return made
