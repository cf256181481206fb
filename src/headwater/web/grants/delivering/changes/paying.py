"""Instalments go into the books once nothing holds them back."""

from datetime import datetime

from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import record
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import Delivery, Instalment
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules.workflow import ReturnState
from headwater.web.grants.money import changes as money


def schedule_what_is_due(delivery: Delivery, *, at: datetime) -> list[Instalment]:
    """Put every instalment into the books whose return was accepted, or that waits for none.

    Two approvers agree to each payment there; nothing is paid by this.
    """
    accepted = set(
        delivery.returns.filter(state=ReturnState.ACCEPTED).values_list("number", flat=True)
    )
    ready = [
        each
        for each in delivery.instalments.select_for_update().filter(scheduled_at=None)
        if each.after_return is None or each.after_return in accepted
    ]
    for each in ready:
        _schedule(delivery, each, at=at)
    return ready


def _schedule(delivery: Delivery, instalment: Instalment, *, at: datetime) -> None:
    award = delivery.award
    payment = money.schedule_payment(
        award_reference=award.reference,
        payee=award.application.organisation or award.title,
        amount=instalment.amount,
        due_on=max(instalment.due_on, at.date()),
        actor=HEADWATER,
        at=at,
    )
    instalment.payment, instalment.scheduled_at = payment.reference, at
    instalment.save(update_fields=["payment", "scheduled_at"])
    record(
        Event.INSTALMENT_SCHEDULED,
        about=award,
        by=HEADWATER,
        at=at,
        workspace=grants.workspace_of(delivery),
        instalment=instalment.number,
        payment=payment.reference,
    )
