"""Awards once they are made: moved, varied, withdrawn."""

from datetime import date, datetime
from decimal import Decimal

from headwater.core.money import to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited
from headwater.web.grants.deciding.changes.moving import write_to
from headwater.web.grants.deciding.changes.rows import said
from headwater.web.grants.deciding.events import Event
from headwater.web.grants.deciding.models import Award, Step
from headwater.web.grants.deciding.rules import awards as rules
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.money.changes import change_commitment

LONGEST_FACT = 400


@audited
def move_award(*, award: Award, to: str, actor: Actor, at: datetime, reason: str = "") -> Award:
    """Move an award by its table. Who may is for the room that asks to say.

    Raises `AwardRefusedError` where the table has no such move or it needs a reason.
    """
    held = held_award(award)
    move = rules.move_of(held.state, to, reason=reason)
    held.state = move.end.value
    held.version += 1
    held.save(update_fields=["state", "version"])
    Step.objects.create(
        award=held, end=held.state, reason=reason.strip(), moved_by=actor.reference, moved_at=at
    )
    said(Event.AWARD_MOVED, held, held.application, actor=actor, at=at, to=held.state)
    return held


@audited
def change_award(
    *,
    award: Award,
    reason: str,
    actor: Actor,
    at: datetime,
    amount: Decimal | None = None,
    ends_on: date | None = None,
) -> Award:
    """Vary the amount or the last day of an award, and what is set aside for it with it.

    Raises `OverspentError` where the pot has not that much, `AwardRefusedError` where the award
    is settled, has no reason, or would end before it starts.
    """
    held = held_award(award)
    rules.check_changeable(held.state)
    if not reason.strip():
        raise rules.AwardRefusedError("Say why the award changes.")
    if ends_on is not None and ends_on < held.starts_on:
        raise rules.AwardRefusedError("An award cannot end before it starts.")
    before, last_day = held.amount, held.ends_on
    if amount is not None and amount != before:
        if amount < 0:
            raise rules.AwardRefusedError("An award cannot be less than nothing.")
        change_commitment(
            award_reference=held.reference,
            amount=to_the_penny(amount),
            reason=reason.strip(),
            actor=actor,
            at=at,
        )
        held.amount = to_the_penny(amount)
    held.ends_on = ends_on or held.ends_on
    held.version += 1
    held.save(update_fields=["amount", "ends_on", "version"])
    said(
        Event.AWARD_CHANGED,
        held,
        held.application,
        actor=actor,
        at=at,
        amount_before=str(before),
        amount=str(held.amount),
        last_day_before=last_day.isoformat(),
        last_day=held.ends_on.isoformat(),
        reason=reason.strip()[:LONGEST_FACT],
    )
    return held


@audited
def withdraw_offer(*, award: Award, reason: str, actor: Actor, at: datetime) -> Award:
    """Take an award back before it was accepted. Its money is free again: undoes an approval."""
    slug = award.application.round.workspace.slug
    permissions.check_can_decide(actor, slug, what="withdraw an award")
    held = free_offer(award=award, reason=reason, actor=actor, at=at)
    write_to(
        held.application,
        f"Our offer for your application {held.application.reference} is withdrawn",
        "We have taken back the award that we offered you, so no money will be paid.\n\n"
        f"Why: {reason.strip()}\n\nYou can write to us if you think this is wrong.",
        key=f"withdrawn:{held.reference}",
        actor=actor,
        at=at,
    )
    return held


@audited
def free_offer(*, award: Award, reason: str, actor: Actor, at: datetime) -> Award:
    """An offer stands no more and its money is free again. Who may is for the room that asks.

    Raises `AwardRefusedError` for an award that was accepted already.
    """
    held = move_award(
        award=award, to=rules.Standing.WITHDRAWN.value, actor=actor, at=at, reason=reason
    )
    change_commitment(
        award_reference=held.reference,
        amount=Decimal("0.00"),
        reason=reason.strip(),
        actor=actor,
        at=at,
    )
    return held


def held_award(award: Award) -> Award:
    """The row, held until the change ends."""
    rows = Award.objects.select_for_update(of=("self",))
    return rows.select_related("application__round__workspace", "pot").get(pk=award.pk)
