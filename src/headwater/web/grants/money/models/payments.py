"""What is promised to awards, and how it is paid: asked for, approved twice, paid in runs."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.money.fields import PoundsField
from headwater.web.grants.money.models.funds import CostKind, Pot
from headwater.web.grants.money.models.ledger import Movement
from headwater.web.grants.money.rules.payments import State
from headwater.web.partners.models import Workspace

STATES = [(each.value, each.words) for each in State]
APPROVED_TWICE = (State.APPROVED, State.RUNNING, State.PAID, State.RETURNED)


def payment_reference() -> str:
    """A reference for a payment."""
    return new_reference("PY")


def run_reference() -> str:
    """A reference for a payment run."""
    return new_reference("PR")


class Commitment(models.Model):
    """That a pot owes an award its money. How much follows from the ledger."""

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="commitments")
    award_reference = models.CharField(max_length=16, unique=True)
    pays_for = models.CharField(max_length=12, choices=CostKind, default=CostKind.NON_LABOUR.value)
    made_by = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    """While it is set nothing is paid."""
    held_reason = models.CharField(max_length=400, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"made_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    def __str__(self) -> str:
        return self.award_reference


class Payee(models.Model):
    """Whom a partnership pays. Account numbers stay in the finance system, which knows them."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="payees")
    name = models.CharField(max_length=200)
    supplier_number = models.CharField(max_length=40, blank=True)
    """What the finance system calls them."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="a_payee_once_in_a_partnership"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PaymentRun(models.Model):
    """Payments that go to the bank together. A worker books them one by one."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="payment_runs")
    reference = models.CharField(max_length=16, unique=True, default=run_reference)
    pay_on = models.DateField()
    started_by = models.CharField(max_length=16)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"started_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.reference


class Payment(models.Model):
    """One instalment of an award to one payee."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=16, unique=True, default=payment_reference)
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="payments")
    amount = PoundsField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=STATES, default=State.SCHEDULED.value)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    asked_by = models.CharField(max_length=16, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    first_by = models.CharField(max_length=16, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.CharField(max_length=16, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.CharField(max_length=400, blank=True)
    """Why it was last refused, taken back, cancelled or returned."""
    run = models.ForeignKey(
        PaymentRun, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    movement = models.OneToOneField(
        Movement, models.PROTECT, null=True, blank=True, related_name="payment"
    )
    """By which it was paid."""
    confirmed_on = models.DateField(null=True, blank=True)
    """The day it left the bank, by the bank's statement."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "asked_by": Privacy.WORK,
        "first_by": Privacy.WORK,
        "second_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="payments_by_state_and_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_pays_something"),
            models.CheckConstraint(
                condition=Q(first_by="") | ~Q(first_by=F("asked_by")),
                name="nobody_approves_a_payment_they_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(second_by="")
                | ~(Q(second_by=F("first_by")) | Q(second_by=F("asked_by"))),
                name="two_people_approve_a_payment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[each.value for each in APPROVED_TWICE])
                | (~Q(first_by="") & ~Q(second_by="")),
                name="nothing_is_paid_without_two_approvals",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PAID.value) | Q(movement__isnull=False),
                name="what_is_paid_is_in_the_ledger",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
