"""What waits for whom because of money: approvals, payments that fall due."""

from datetime import date, datetime

from django.utils import timezone

from headwater.core.money import short_pounds
from headwater.rulebook import add_working_days
from headwater.web.accounts.roles import APPROVERS, LEADS
from headwater.web.grants.money.events import Work
from headwater.web.grants.money.links import payment_address, pot_address, virement_address
from headwater.web.grants.money.models import Commitment, Payment, Pot, Virement, VirementState
from headwater.web.grants.money.rules.payments import OPEN, State
from headwater.web.notices.rules import one_line
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_APPROVE = 3
WORKING_DAYS_TO_EXPLAIN = 10
LONGEST = 200
"""Of what stands on a worklist."""
WAITS_FOR_APPROVAL = frozenset({State.ASKED, State.FIRST})


def follow(payment: Payment, *, at: datetime) -> None:
    """What waits is what a payment waits for now; nothing while its award is on hold."""
    workspace = payment.commitment.pot.fund.workspace
    is_held = payment.commitment.held_at is not None
    worklist.close(workspace=workspace, kind=Work.DUE, about=payment.reference, at=at)
    if payment.state not in WAITS_FOR_APPROVAL or is_held:
        worklist.close(workspace=workspace, kind=Work.PAYMENT, about=payment.reference, at=at)
        return
    worklist.post(
        workspace=workspace,
        kind=Work.PAYMENT,
        title=f"Approve a payment of {short_pounds(payment.amount)}: {payment.reference}",
        link=payment_address(payment),
        about=payment.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_APPROVE),
        roles=APPROVERS,
        at=at,
    )


def follow_award(commitment: Commitment, *, at: datetime) -> None:
    """The same for every payment of an award that is not made yet."""
    rows = commitment.payments.filter(state__in=OPEN)
    for payment in rows.select_related("commitment__pot__fund__workspace"):
        follow(payment, at=at)


def fall_due(payment: Payment, *, at: datetime) -> None:
    """Leads are to ask for a payment that falls due."""
    worklist.post(
        workspace=payment.commitment.pot.fund.workspace,
        kind=Work.DUE,
        title=f"Ask for a payment of {short_pounds(payment.amount)}: {payment.reference}",
        link=payment_address(payment),
        about=payment.reference,
        due_on=payment.due_on,
        roles=LEADS,
        at=at,
    )


def ask_for_variance(pot: Pot, month: date, *, at: datetime) -> None:
    """Leads are to say why a pot came otherwise than foreseen."""
    worklist.post(
        workspace=pot.fund.workspace,
        kind=Work.VARIANCE,
        title=one_line(f"Say why spending came otherwise: {pot.name}, {month:%B %Y}", LONGEST),
        link=pot_address(pot, "plan"),
        about=pot.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_EXPLAIN),
        roles=LEADS,
        at=at,
    )


def close_variance(pot: Pot, *, at: datetime) -> None:
    """Somebody said why."""
    workspace = pot.fund.workspace
    worklist.close(workspace=workspace, kind=Work.VARIANCE, about=pot.reference, at=at)


def follow_virement(virement: Virement, *, at: datetime) -> None:
    """A virement waits for an approver until somebody decides on it."""
    if virement.state != VirementState.ASKED:
        worklist.close(
            workspace=virement.workspace, kind=Work.VIREMENT, about=virement.reference, at=at
        )
        return
    worklist.post(
        workspace=virement.workspace,
        kind=Work.VIREMENT,
        title=f"Decide on a virement of {short_pounds(virement.amount)}: {virement.reference}",
        link=virement_address(virement),
        about=virement.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_APPROVE),
        roles=APPROVERS,
        at=at,
    )
