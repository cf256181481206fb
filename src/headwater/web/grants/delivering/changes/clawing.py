"""Money is clawed back by two: a lead proposes it, an approver who is not that lead agrees."""

from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.delivering.changes import closing, work
from headwater.web.grants.delivering.errors import ClosingError
from headwater.web.grants.delivering.events import Event, Told
from headwater.web.grants.delivering.models import Clawback, ClawbackState, Delivery
from headwater.web.grants.delivering.queries import closing as money
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules import permissions
from headwater.web.grants.money import changes as payments
from headwater.web.grants.money.errors import NotPaidError
from headwater.web.notices.changes import notify

HOLDING = "A clawback waits for an approver."


@audited
def propose(
    *, delivery: Delivery, amount: Decimal, reason: str, actor: Actor, at: datetime
) -> Clawback:
    """Closing the grant with a clawback waits for an approver. Until then nothing is paid."""
    held = closing.held_to_run(delivery, actor, what="claw money back")
    closing.check_can_be_closed(held, clawed=amount, words=reason)
    spent = money.paid(held) - money.unspent(held)
    if amount > spent:
        raise NotPaidError(paid=spent)
    made = Clawback.objects.create(
        delivery=held,
        amount=amount,
        reason=reason.strip(),
        proposed_by=actor.reference,
        proposed_at=at,
    )
    payments.hold_payments(award_reference=held.award.reference, reason=HOLDING, actor=actor, at=at)
    _record(Event.CLAWBACK_PROPOSED, made, actor=actor, at=at)
    work.wait_for_clawback(made, at=at)
    return made


@audited
def decide(
    *, clawback: Clawback, agrees: bool, reason: str, actor: Actor, at: datetime
) -> Clawback:
    """The grant is closed and the money owed, or nothing changes. Whoever proposed cannot decide.

    The row of the grant is held: of two who agree at once, one is told that it is done.
    """
    held = _held(clawback)
    delivery = held.delivery
    permissions.check_can_decide(actor, grants.workspace_of(delivery), what="decide on a clawback")
    if held.state != ClawbackState.PROPOSED:
        raise ClosingError("Somebody decided on this already. Nothing was done.")
    if held.proposed_by == actor.reference:
        raise ClosingError("You proposed this clawback. Somebody else must decide about it.")
    if not reason.strip():
        raise ClosingError("Say why, for those who ask later.")
    held.state = ClawbackState.AGREED if agrees else ClawbackState.DECLINED
    held.decision, held.decided_by, held.decided_at = reason.strip(), actor.reference, at
    held.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    event = Event.CLAWBACK_AGREED if agrees else Event.CLAWBACK_DECLINED
    _record(event, held, actor=actor, at=at)
    work.close_clawback(held, at=at)
    if agrees:
        closing.check_can_be_closed(delivery, clawed=held.amount, words=held.reason)
        closing.carry_out(delivery, words=held.reason, clawed=held.amount, actor=actor, at=at)
    else:
        closing.release_unless_suspended(delivery, reason=held.decision, actor=actor, at=at)
        _tell_proposer(held, at=at)
    return held


def _held(clawback: Clawback) -> Clawback:
    """The clawback as it stands, with its grant's row held."""
    rows = Delivery.objects.select_for_update(of=("self",))
    delivery = rows.select_related("award__application__round__workspace").get(
        pk=clawback.delivery_id
    )
    held: Clawback = delivery.clawbacks.get(pk=clawback.pk)
    held.delivery = delivery
    return held


def _tell_proposer(clawback: Clawback, *, at: datetime) -> None:
    award = clawback.delivery.award
    notify(
        to=User.objects.filter(reference=clawback.proposed_by),
        kind=Told.CLAWBACK_DECLINED,
        subject=f"A clawback was declined: {award.title}",
        words=f"{clawback.decision}\n\nThe grant is as it was, and its deliverer was not told.",
        link=reverse(
            "delivering:grant", args=[grants.workspace_of(clawback.delivery), award.reference]
        ),
        at=at,
    )


def _record(event: Event, clawback: Clawback, *, actor: Actor, at: datetime) -> None:
    delivery = clawback.delivery
    record(
        event,
        about=clawback,
        by=actor,
        at=at,
        workspace=grants.workspace_of(delivery),
        award=delivery.award.reference,
        amount=str(clawback.amount),
    )
