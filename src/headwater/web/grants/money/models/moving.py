"""Money that comes in, and money that is moved between pots."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.money.fields import PoundsField
from headwater.web.grants.money.models.funds import Pot
from headwater.web.grants.money.models.ledger import Movement
from headwater.web.partners.models import Workspace


def receipt_reference() -> str:
    """A reference for money that came in."""
    return new_reference("RC")


def virement_reference() -> str:
    """A reference for a virement."""
    return new_reference("VM")


class Receipt(models.Model):
    """Money that came in. Nothing here leads to a case, and nothing can be added that does."""

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="receipts")
    reference = models.CharField(max_length=16, unique=True, default=receipt_reference)
    amount = PoundsField()
    source = models.CharField(max_length=160)
    """Who gave it, as the bank statement says."""
    received_on = models.DateField()
    identity = models.CharField(max_length=60)
    """The number of the remittance: the same money is not taken in twice."""
    movement = models.OneToOneField(Movement, models.PROTECT, related_name="receipt")

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-received_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_receipt_brings_something"),
        ]

    def __str__(self) -> str:
        return self.reference


class VirementState(models.TextChoices):
    """How far a virement has come."""

    ASKED = "asked", "Waits for an approver"
    MADE = "made", "Made"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "Taken back"


class Virement(models.Model):
    """Money moved from one pot to another, with the reason."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="virements")
    reference = models.CharField(max_length=16, unique=True, default=virement_reference)
    out_of = models.ForeignKey(Pot, models.PROTECT, related_name="virements_out")
    into = models.ForeignKey(Pot, models.PROTECT, related_name="virements_in")
    amount = PoundsField()
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=VirementState)
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=16, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.CharField(max_length=400, blank=True)
    movement = models.OneToOneField(
        Movement, models.PROTECT, null=True, blank=True, related_name="virement"
    )
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "asked_by": Privacy.WORK,
        "decided_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_virement_moves_something"),
            models.CheckConstraint(
                condition=~Q(out_of=F("into")), name="a_virement_is_between_two_pots"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
