"""A grant is judged, held, taken up again and closed; what was not spent comes back."""

from datetime import date, datetime
from decimal import Decimal

from headwater.core.money import NOTHING
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.deciding.models import AwardState
from headwater.web.grants.delivering.changes import awards, work
from headwater.web.grants.delivering.changes.recording import record_of_grant
from headwater.web.grants.delivering.errors import ClosingError
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import ClawbackState, Delivery
from headwater.web.grants.delivering.queries import closing, grants
from headwater.web.grants.delivering.rules import permissions
from headwater.web.grants.delivering.rules.closing import check_closing, closing_words
from headwater.web.grants.delivering.rules.workflow import ReturnState
from headwater.web.grants.money import changes as money


def held_to_run(delivery: Delivery, actor: Actor, *, what: str) -> Delivery:
    """The grant, held until the change ends. Raises unless the actor runs grants."""
    rows = Delivery.objects.select_for_update(of=("self",))
    held = rows.select_related("award__application__round__workspace").get(pk=delivery.pk)
    permissions.check_can_run(actor, grants.workspace_of(held), what=what)
    return held


@audited
def rate(
    *, delivery: Delivery, rating: str, reason: str, version: int, actor: Actor, at: datetime
) -> Delivery:
    """Somebody judges how the grant is going, and says why. Nothing is worked out for them."""
    held = held_to_run(delivery, actor, what="rate a grant")
    if held.version != version:
        raise ChangedMeanwhileError(what="grant")
    held.rating, held.rating_reason = rating, reason
    held.rated_by, held.rated_at = actor.reference, at
    held.version += 1
    held.save(update_fields=["rating", "rating_reason", "rated_by", "rated_at", "version"])
    record_of_grant(Event.RATED, held, actor=actor, at=at, rating=rating)
    return held


@audited
def suspend(*, delivery: Delivery, reason: str, actor: Actor, at: datetime) -> Delivery:
    """The grant stands still and nothing is paid until it is taken up again."""
    held = held_to_run(delivery, actor, what="suspend a grant")
    if held.award.state != AwardState.ACTIVE:
        raise ClosingError("Only a grant that is under way can be suspended.")
    held.suspended_at, held.suspended_why = at, reason
    held.save(update_fields=["suspended_at", "suspended_why"])
    money.hold_payments(award_reference=held.award.reference, reason=reason, actor=actor, at=at)
    awards.move(held.award, AwardState.SUSPENDED, reason=reason, actor=actor, at=at)
    record_of_grant(Event.SUSPENDED, held, actor=actor, at=at)
    _tell(
        held,
        "Your grant is suspended",
        f"No payment is made for now. {reason}",
        key=f"suspended:{held.pk}:{at.isoformat()}",
        at=at,
    )
    return held


@audited
def resume(*, delivery: Delivery, reason: str, actor: Actor, at: datetime) -> Delivery:
    """The grant goes on, and payments go out again unless a clawback waits."""
    held = held_to_run(delivery, actor, what="take a grant up again")
    if held.award.state != AwardState.SUSPENDED:
        raise ClosingError("This grant is not suspended.")
    held.suspended_at, held.suspended_why = None, ""
    held.save(update_fields=["suspended_at", "suspended_why"])
    awards.move(held.award, AwardState.ACTIVE, reason=reason, actor=actor, at=at)
    if not waits_for_clawback(held):
        release_unless_suspended(held, reason=reason, actor=actor, at=at)
    record_of_grant(Event.RESUMED, held, actor=actor, at=at)
    _tell(held, "Your grant goes on", reason, key=f"resumed:{held.pk}:{at.isoformat()}", at=at)
    return held


def waits_for_clawback(held: Delivery) -> bool:
    """Whether somebody proposed to claw money back and nobody decided yet."""
    return held.clawbacks.filter(state=ClawbackState.PROPOSED).exists()


def release_unless_suspended(held: Delivery, *, reason: str, actor: Actor, at: datetime) -> None:
    """Payments go out again, if the grant does not stand still."""
    if held.award.state != AwardState.SUSPENDED:
        money.release_payments(
            award_reference=held.award.reference, reason=reason, actor=actor, at=at
        )


@audited
def close(*, delivery: Delivery, words: str, actor: Actor, at: datetime) -> Delivery:
    """The grant is over. What was paid and not spent is owed back."""
    held = held_to_run(delivery, actor, what="close a grant")
    check_can_be_closed(held, clawed=NOTHING, words=words)
    return carry_out(held, words=words, clawed=NOTHING, actor=actor, at=at)


def check_can_be_closed(held: Delivery, *, clawed: Decimal, words: str) -> None:
    """Raises `ClosingError` for what stands against closing a grant that is held."""
    if held.award.state not in {AwardState.ACTIVE, AwardState.SUSPENDED}:
        raise ClosingError("Only a grant that is under way or suspended can be closed.")
    if waits_for_clawback(held):
        raise ClosingError("A clawback waits for an approver. The grant is closed with its answer.")
    is_done = not held.returns.exclude(state=ReturnState.ACCEPTED).exists()
    check_closing(is_done=is_done, clawed=clawed, words=words)


def carry_out(
    held: Delivery, *, words: str, clawed: Decimal, actor: Actor, at: datetime
) -> Delivery:
    """Close a grant that is held, and owe back what was not spent and what is clawed back."""
    award, unspent = held.award, closing.unspent(held)
    held.closed_at, held.unspent, held.closing_words = at, unspent, words
    held.save(update_fields=["closed_at", "unspent", "closing_words"])
    reason = words.strip() or "The project is over and its returns are accepted."
    _give_up_the_rest(held, reason, actor=actor, at=at)
    awards.move(award, AwardState.COMPLETED, reason=reason, actor=actor, at=at)
    for amount in (unspent, clawed):
        if amount:
            money.owe_back(
                award_reference=award.reference, amount=amount, reason=reason, actor=actor, at=at
            )
    if unspent or clawed:
        work.wait_for_money(held, at=at)
        awards.move(award, AwardState.CLAWBACK, reason=reason, actor=actor, at=at)
    else:
        awards.move(award, AwardState.CLOSED, reason=reason, actor=actor, at=at)
    record_of_grant(
        Event.CLOSED, held, actor=actor, at=at, unspent=str(unspent), clawed=str(clawed)
    )
    told = closing_words(unspent, clawed, words)
    _tell(held, "Your grant is closed", told, key=f"closed:{held.pk}", at=at)
    return held


def _give_up_the_rest(delivery: Delivery, reason: str, *, actor: Actor, at: datetime) -> None:
    """What was promised and never paid is free again."""
    paid = closing.paid(delivery)
    if paid < delivery.award.amount:
        awards.change(
            delivery.award,
            amount=paid,
            ends_on=delivery.award.ends_on,
            reason=reason,
            at=at,
        )


@audited
def recover(
    *,
    delivery: Delivery,
    amount: Decimal,
    received_on: date,
    identity: str,
    actor: Actor,
    at: datetime,
) -> Delivery:
    """Money came back. When all of it has, the grant is closed for good."""
    held = held_to_run(delivery, actor, what="record money that came back")
    if held.award.state != AwardState.CLAWBACK:
        raise ClosingError("This grant owes nothing.")
    money.record_recovery(
        award_reference=held.award.reference,
        amount=amount,
        received_on=received_on,
        identity=identity,
        actor=actor,
        at=at,
    )
    left = closing.owed(held)
    if left == NOTHING:
        awards.move(
            held.award, AwardState.CLOSED, reason="Everything came back.", actor=actor, at=at
        )
        work.close_money(held, at=at)
    record_of_grant(Event.RECOVERED, held, actor=actor, at=at, left=str(left))
    return held


def _tell(delivery: Delivery, subject: str, words: str, *, key: str, at: datetime) -> None:
    link = work.address("delivering:my_grant", delivery.award.reference)
    write_to(
        delivery.award.application,
        subject,
        f"{delivery.award.title}\n\n{words}\n\n{link}",
        key=key,
        actor=HEADWATER,
        at=at,
    )
