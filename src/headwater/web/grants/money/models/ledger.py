"""The ledger: accounts, and movements of money between them that are never changed.

Each entry takes one amount out of one account and puts it into another, so what leaves and what
arrives cannot differ: every movement balances, and so does the whole ledger, whatever is written.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.money.fields import PoundsField
from headwater.web.grants.money.models.funds import Pot
from headwater.web.partners.models import Workspace


def movement_reference() -> str:
    """A reference for a movement of money."""
    return new_reference("MV")


class AccountKind(models.TextChoices):
    """Where a pound of a pot can be."""

    GIVER = "giver", "Received from the giver"
    """Below nothing by as much as came in."""
    EXPECTED = "expected", "Still to come in"
    """Below nothing by as much as is agreed and not here yet."""
    FREE = "free", "Available"
    PROMISED = "promised", "Promised to an award"
    PAID = "paid", "Paid to an award"
    LABOUR = "labour", "Labour paid directly"
    NON_LABOUR = "non_labour", "Other costs paid directly"
    OWED = "owed", "Owed back"
    CLAIM = "claim", "Claims for money back"
    """The other side of what is owed back."""


class MovementKind(models.TextChoices):
    """Why money moved."""

    BUDGET = "budget", "Budget set"
    RECEIPT = "receipt", "Money in"
    VIREMENT = "virement", "Virement"
    COMMITMENT = "commitment", "Promised to an award"
    VARIATION = "variation", "Award changed"
    PAYMENT = "payment", "Payment"
    RETURNED = "returned", "Payment came back"
    SPENDING = "spending", "Spent directly"
    OWED = "owed", "Money to come back"
    RECOVERY = "recovery", "Money came back"
    CARRIED = "carried", "Carried forward"
    HANDED_BACK = "handed_back", "Given back unspent"
    REVERSAL = "reversal", "Mistake put right"


class Account(models.Model):
    """One place where money of a pot can be, for awards one each."""

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=10, choices=AccountKind)
    award_reference = models.CharField(max_length=16, blank=True)
    """Of what is promised, paid or owed; empty for everything else."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pot", "kind", "award_reference"], name="an_account_once_in_a_pot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.award_reference}" if self.award_reference else self.kind


class Movement(models.Model):
    """Something that happened with money, whole or not at all. Never changed, never removed."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="movements")
    reference = models.CharField(max_length=16, unique=True, default=movement_reference)
    kind = models.CharField(max_length=12, choices=MovementKind)
    on = models.DateField()
    """The day it counts in the books."""
    at = models.DateTimeField()
    by = models.CharField(max_length=16)
    reason = models.CharField(max_length=400, blank=True)
    identity = models.CharField(max_length=120, null=True, blank=True)
    """What is there once only, as a receipt or a payment; None for what may happen again."""
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "identity"],
                condition=Q(identity__isnull=False),
                name="money_moves_once_for_one_cause",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Entry(models.Model):
    """One amount that left one account for another. Never changed, never removed."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="entries")
    out_of = models.ForeignKey(Account, models.PROTECT, related_name="going_out")
    into = models.ForeignKey(Account, models.PROTECT, related_name="coming_in")
    amount = PoundsField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_entry_moves_something"),
            models.CheckConstraint(
                condition=~Q(out_of=F("into")), name="an_entry_has_two_accounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}"
