"""What was agreed is varied: the deliverer asks, an approver of the partnership decides."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.deciding.models import AwardState
from headwater.web.grants.delivering.changes import awards, replanning, work
from headwater.web.grants.delivering.errors import VariationError
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import Delivery, Variation
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules import permissions


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would have otherwise."""

    reason: str
    amount: Decimal
    ends_on: date
    plan: str = ""


@audited
def ask(*, delivery: Delivery, wish: Wish, actor: Actor, at: datetime) -> Variation:
    """The wish waits for a decision. One waits at a time."""
    held = _held(delivery)
    award = held.award
    permissions.check_delivers(actor, grants.members_of(held))
    if award.state != AwardState.ACTIVE:
        raise VariationError("Only a grant that is under way can be varied.")
    if grants.waiting_variation(held) is not None:
        raise VariationError("You asked for a change already. Wait for the answer, then ask again.")
    if wish.ends_on < award.starts_on:
        raise VariationError("The project cannot end before it starts.")
    if wish.amount > award.amount:
        raise VariationError("A variation cannot make a grant larger. Apply to a round for more.")
    is_same = (wish.amount, wish.ends_on) == (award.amount, award.ends_on)
    if is_same and not wish.plan.strip():
        raise VariationError("Say what should be different: the amount, the end or the plan.")
    variation = Variation.objects.create(
        delivery=held,
        reason=wish.reason,
        plan=wish.plan,
        old_amount=award.amount,
        new_amount=wish.amount,
        old_ends_on=award.ends_on,
        new_ends_on=wish.ends_on,
        asked_by=actor.reference,
        asked_at=at,
    )
    _record(Event.VARIATION_ASKED, variation, actor=actor, at=at)
    work.wait_for_decision(variation, at=at)
    return variation


def _held(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",))
    return rows.select_related("award__application__round__workspace").get(pk=delivery.pk)


@audited
def decide(
    *, variation: Variation, agrees: bool, reason: str, actor: Actor, at: datetime
) -> Variation:
    """The grant is as was wished, or stays as it was. Somebody of the partnership says why."""
    delivery = _held(variation.delivery)
    held = delivery.variations.get(pk=variation.pk)
    held.delivery = delivery
    permissions.check_can_decide(actor, grants.workspace_of(delivery), what="decide on a variation")
    if held.state != "asked":
        raise VariationError("Somebody decided on this already. Nothing was done.")
    held.state = "agreed" if agrees else "refused"
    held.decision, held.decided_by, held.decided_at = reason, actor.reference, at
    held.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    if agrees:
        _carry_out(held, actor=actor, at=at)
    event = Event.VARIATION_AGREED if agrees else Event.VARIATION_REFUSED
    _record(event, held, actor=actor, at=at)
    work.close_decision(held, at=at)
    write_to(
        delivery.award.application,
        f"Your change was {'agreed' if agrees else 'not agreed'}",
        f"You asked for a change to {delivery.award.title}. It was "
        f"{'agreed' if agrees else 'not agreed'}.\n\n{reason}\n\n"
        f"{work.address('delivering:my_grant', delivery.award.reference)}",
        key=f"variation:{held.reference}",
        actor=HEADWATER,
        at=at,
    )
    return held


def _carry_out(variation: Variation, *, actor: Actor, at: datetime) -> None:
    delivery = variation.delivery
    award = delivery.award
    if variation.new_amount != award.amount:
        replanning.take_off(delivery, award.amount - variation.new_amount)
    if variation.new_ends_on != award.ends_on:
        replanning.move_the_end(delivery, variation.new_ends_on)
    awards.change(
        award,
        amount=variation.new_amount,
        ends_on=variation.new_ends_on,
        reason=variation.reason,
        at=at,
    )


def _record(event: Event, variation: Variation, *, actor: Actor, at: datetime) -> None:
    award = variation.delivery.award
    record(
        event,
        about=variation,
        by=actor,
        at=at,
        workspace=award.application.round.workspace.slug,
        award=award.reference,
        old_amount=str(variation.old_amount),
        new_amount=str(variation.new_amount),
        old_end=variation.old_ends_on.isoformat(),
        new_end=variation.new_ends_on.isoformat(),
    )
