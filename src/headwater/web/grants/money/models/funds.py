"""Funds, and the pots of money they hold by year and source."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Workspace


def fund_reference() -> str:
    """A reference for a fund."""
    return new_reference("FU")


def pot_reference() -> str:
    """A reference for a pot."""
    return new_reference("PO")


class Source(models.TextChoices):
    """Where the money of a pot comes from."""

    GRANT = "grant", "Grant received"
    PRECEPT = "precept", "Council tax precept"
    PROCEEDS = "proceeds", "Proceeds of crime"
    MATCH = "match", "Match funding"


class CostKind(models.TextChoices):
    """What the conditions of a source let it pay for."""

    ANY = "any", "Labour and non-labour"
    LABOUR = "labour", "Labour only"
    NON_LABOUR = "non_labour", "Non-labour only"


class Fund(models.Model):
    """Money set aside for one purpose, as the Youth Fund."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="funds")
    reference = models.CharField(max_length=16, unique=True, default=fund_reference)
    name = models.CharField(max_length=160)
    purpose = models.TextField()
    """As the public reads it."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="a_fund_once_in_a_partnership"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pot(models.Model):
    """The money of a fund from one source in one financial year."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="pots")
    reference = models.CharField(max_length=16, unique=True, default=pot_reference)
    name = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    """The calendar year its financial year starts in: 2026 runs to 31 March 2027."""
    source = models.CharField(max_length=12, choices=Source)
    pays_for = models.CharField(max_length=12, choices=CostKind, default=CostKind.ANY)
    ring_fence = models.TextField(blank=True)
    """The only purpose it may be spent on, where its giver set one."""
    budget = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    """What is planned for the year, in pounds. What came in and went out is in the ledger."""
    locked_at = models.DateTimeField(null=True, blank=True)
    """When its year was closed; nothing moves from then on."""
    version = models.PositiveIntegerField(default=1)

    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    """The pot of the year before, whose money was carried forward into this one."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fund", "year", "name"], name="a_pot_once_in_a_year_of_a_fund"
            ),
            models.CheckConstraint(condition=Q(budget__gte=0), name="a_budget_is_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
