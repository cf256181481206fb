"""Reading payments: of one award, of a workspace, of a run."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from headwater.core.money import NOTHING
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.money.models import AccountKind, Commitment, Payment, PaymentRun
from headwater.web.grants.money.queries.balances import of_award
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.payments import State

WITH_POT = "commitment__pot__fund__workspace"


def commitment_of(award_reference: str) -> Commitment | None:
    """What is promised to an award; None where nothing is."""
    rows = Commitment.objects.select_related("pot__fund__workspace")
    return rows.filter(award_reference=award_reference).first()


def paid_for(award_reference: str) -> Decimal:
    """What an award was paid, with what came back taken off."""
    return of_award(AccountKind.PAID, award_reference)


def payments_of(award_reference: str) -> Sequence[Payment]:
    """Every payment of an award, the first due first."""
    rows = Payment.objects.filter(commitment__award_reference=award_reference)
    return list(rows.select_related("payee", WITH_POT))


def payments_for(actor: Actor, workspace: str) -> QuerySet[Payment]:
    """Every payment of a workspace whose money the actor reads, the first due first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Payment.objects.filter(commitment__pot__fund__workspace__slug=workspace)
    return rows.select_related("payee", "run", "movement", WITH_POT)


def payment_for(actor: Actor, workspace: str, reference: str) -> Payment:
    """One payment. Raises `NotYours` for any other, there or not."""
    found = payments_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def chosen(found: QuerySet[Payment], **asked: Any) -> QuerySet[Payment]:
    """Payments that meet everything that was asked for; what is empty asks for nothing."""
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    if asked.get("pot"):
        found = found.filter(commitment__pot__reference=asked["pot"])
    if asked.get("due_by"):
        found = found.filter(due_on__lte=asked["due_by"])
    if asked.get("words"):
        words = asked["words"].strip()
        by_payee = found.filter(payee__name__icontains=words)
        by_award = found.filter(commitment__award_reference__iexact=words)
        found = by_payee | by_award | found.filter(reference__iexact=words)
    return found


def ready_to_run(workspace_slug: str) -> QuerySet[Payment]:
    """Payments that two approvers agreed to and nothing stops."""
    rows = Payment.objects.filter(
        commitment__pot__fund__workspace__slug=workspace_slug,
        commitment__pot__locked_at=None,
        commitment__held_at=None,
        state=State.APPROVED,
    )
    return rows.select_related("payee", WITH_POT)


def runs_for(actor: Actor, workspace: str) -> QuerySet[PaymentRun]:
    """Every payment run of a workspace, the latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return PaymentRun.objects.filter(workspace__slug=workspace).select_related("workspace")


def run_for(actor: Actor, workspace: str, reference: str) -> PaymentRun:
    """One payment run. Raises `NotYours` for any other."""
    found = runs_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def of_run(run: PaymentRun) -> QuerySet[Payment]:
    """The payments of a run, in the order they are booked."""
    rows = Payment.objects.filter(run=run).order_by("pk")
    return rows.select_related("payee", "run", "movement", WITH_POT)


def with_payments(runs: Sequence[PaymentRun]) -> list[tuple[PaymentRun, list[Payment]]]:
    """Runs, each with its payments. One query."""
    found: dict[int, list[Payment]] = {each.pk: [] for each in runs}
    for payment in Payment.objects.filter(run__in=runs):
        assert payment.run_id is not None
        found[payment.run_id].append(payment)
    return [(each, found[each.pk]) for each in runs]


def total(payments: Sequence[Payment]) -> Decimal:
    """What payments come to together."""
    return sum((each.amount for each in payments), start=NOTHING)
