"""What is planned and foreseen for a pot, and why it came otherwise."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.grants.money.fields import PoundsField
from headwater.web.grants.money.models.funds import CostKind, Pot

SPLIT = [
    (CostKind.LABOUR.value, CostKind.LABOUR.label),
    (CostKind.NON_LABOUR.value, CostKind.NON_LABOUR.label),
]


class QuarterBudget(models.Model):
    """What is planned for one quarter of a pot's year, labour and non-labour apart."""

    pot = models.ForeignKey(Pot, models.CASCADE, related_name="quarters")
    quarter = models.PositiveSmallIntegerField()
    """1 is April to June."""
    pays_for = models.CharField(max_length=12, choices=SPLIT)
    amount = PoundsField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["quarter", "pays_for"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pot", "quarter", "pays_for"], name="a_quarter_is_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="a_year_has_four_quarters"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_plan_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}"


class Forecast(models.Model):
    """What somebody thinks will be paid out of a pot in a month, where it is not the plan."""

    pot = models.ForeignKey(Pot, models.CASCADE, related_name="forecasts")
    month = models.DateField()
    """Its first day."""
    amount = PoundsField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pot", "month"], name="a_month_is_foreseen_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_forecast_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Variance(models.Model):
    """Why a pot had spent so much more or less than foreseen by the end of a month."""

    pot = models.ForeignKey(Pot, models.CASCADE, related_name="variances")
    month = models.DateField()
    reason = models.CharField(max_length=400)
    forecast = PoundsField()
    """From April to the end of the month, as it stood when the reason was given."""
    actual = PoundsField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["month", "pk"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
