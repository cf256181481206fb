"""What the bank says happened, line by line, and what each line is taken for."""

from typing import ClassVar

from django.db import models

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.money.fields import PoundsField
from headwater.web.grants.money.models.payments import Payment
from headwater.web.partners.models import Workspace

SEVEN_YEARS = 7 * 365
KEPT = Retention(SEVEN_YEARS, "the statement was taken in")


def statement_reference() -> str:
    """A reference for a bank statement."""
    return new_reference("BS")


class Outcome(models.TextChoices):
    """What a line of the bank's is taken for."""

    PAID = "paid", "Paid"
    RETURNED = "returned", "Came back"
    UNKNOWN = "unknown", "Not known"
    EXPLAINED = "explained", "Explained"


class Statement(models.Model):
    """A file of the bank's that was taken in."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="statements")
    reference = models.CharField(max_length=16, unique=True, default=statement_reference)
    name = models.CharField(max_length=200)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()
    known_already = models.PositiveIntegerField(default=0)
    """Lines that an earlier file had."""

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.name


class StatementLine(models.Model):
    """One line of the bank's. Money out is below nothing."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    """Of its day, amount, words and place among lines that say the same."""
    number = models.PositiveIntegerField()
    """In the file, the heading being line 1."""
    on = models.DateField()
    amount = PoundsField()
    words = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome)
    problem = models.CharField(max_length=200, blank=True)
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="lines"
    )
    explanation = models.CharField(max_length=400, blank=True)
    explained_by = models.CharField(max_length=16, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "words": Privacy.WORK,
        "explained_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "fingerprint"], name="a_line_of_the_bank_is_taken_in_once"
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:8]
