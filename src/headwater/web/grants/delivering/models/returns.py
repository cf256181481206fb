"""Returns: what was planned, what was achieved, what it cost, and what of it others may see."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.documents.models import Document
from headwater.web.grants.delivering.models.grants import POUNDS, BudgetLine, Delivery
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.workflow import WITH_DELIVERER, ReturnState


def return_reference() -> str:
    """A reference for a return."""
    return new_reference("RT")


class Target(models.Model):
    """Something to be achieved, in a unit, period by period."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="targets")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=lists.choices(lists.TARGETS))
    """What is counted. It says whether the register can answer and whether people are counted."""
    unit = models.CharField(max_length=40)
    tool = models.CharField(max_length=24, blank=True)
    """Of an outcome: the tool that measures it."""
    evidence = models.CharField(
        max_length=9, choices=lists.choices(lists.EVIDENCE), default="measured"
    )
    planned = models.JSONField(default=list)
    """A whole number for each return, in their order."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="a_target_of_a_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


STATES = [(each.value, each.words) for each in ReturnState]


class Return(models.Model):
    """What a deliverer says of one period."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="returns")
    reference = models.CharField(max_length=16, unique=True, default=return_reference)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=lists.choices(lists.RETURNS))
    state = models.CharField(max_length=10, choices=STATES, default=ReturnState.OPEN.value)
    first_day = models.DateField()
    last_day = models.DateField()
    due_on = models.DateField()
    narrative = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    """What a young person said, with their consent and without a name."""
    minutes_taken = models.PositiveSmallIntegerField(null=True, blank=True)
    certified_by = models.CharField(max_length=16, blank=True)
    certified_role = models.CharField(max_length=120, blank=True)
    certified_at = models.DateTimeField(null=True, blank=True)
    wanted = models.TextField(blank=True)
    """What the partnership asked to be changed the last time."""
    decided_by = models.CharField(max_length=16, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    """How many reminders were sent."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "quote": Privacy.PERSONAL,
        "certified_by": Privacy.WORK,
        "certified_role": Privacy.WORK,
        "decided_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="a_return_of_a_number_once"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="a_period_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "changes"]) | Q(certified_at__isnull=False),
                name="what_was_sent_was_certified",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_let_off(self) -> bool:
        """Whether it was not sent when the grant was closed, so that nobody waits for it."""
        return self.delivery.closed_at is not None and ReturnState(self.state) in WITH_DELIVERER


class ReturnLine(models.Model):
    """One target of one return: planned against achieved."""

    of = models.ForeignKey(Return, models.CASCADE, related_name="lines")
    target = models.ForeignKey(Target, models.PROTECT, related_name="lines")
    planned = models.PositiveIntegerField()
    achieved = models.PositiveIntegerField(null=True, blank=True)
    counted = models.PositiveIntegerField(null=True, blank=True)
    """What the register came to when the line was filled in; nothing where it cannot say."""
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["target__number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "target"], name="a_target_once_in_a_return"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}, target {self.target_id}"


class SpendLine(models.Model):
    """What was spent in one period on one line of the budget."""

    of = models.ForeignKey(Return, models.CASCADE, related_name="spends")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="spends")
    spent = models.DecimalField(**POUNDS, default=0)
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["line__number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "line"], name="a_budget_line_once_in_a_return"),
            models.CheckConstraint(condition=Q(spent__gte=0), name="spent_is_not_below_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}, line {self.line_id}"


class Receipt(models.Model):
    """A file that shows what was paid."""

    of = models.ForeignKey(Return, models.CASCADE, related_name="receipts")
    document = models.OneToOneField(Document, models.PROTECT, related_name="receipt")
    added_by = models.CharField(max_length=16)
    added_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"added_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.of_id}, receipt {self.pk}"


class ReturnVersion(models.Model):
    """A return as it was certified once."""

    of = models.ForeignKey(Return, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    said = models.JSONField()
    certified_by = models.CharField(max_length=16)
    certified_role = models.CharField(max_length=120)
    at = models.DateTimeField()
    wanted = models.TextField(blank=True)
    """What was asked to be changed of it."""

    privacy: ClassVar[dict[str, Privacy]] = {
        "said": Privacy.PERSONAL,
        "certified_by": Privacy.WORK,
        "certified_role": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "number"], name="a_return_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}, version {self.number}"


class Shown(models.Model):
    """A running total of people that those who give the money may see of one certified return.

    Made once when it is certified and never again, so that two looks cannot be compared to find
    out about a few.
    """

    of = models.ForeignKey(ReturnVersion, models.CASCADE, related_name="shown")
    target = models.ForeignKey(Target, models.CASCADE, related_name="shown")
    total = models.PositiveIntegerField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "target"], name="a_total_is_shown_once"),
            models.CheckConstraint(
                condition=Q(total=0) | Q(total__gte=5), name="no_few_people_are_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}, target {self.target_id}"


class Breakdown(models.Model):
    """Those who started between two returns, by age, area and referral, as they may be seen."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="breakdowns")
    from_return = models.PositiveSmallIntegerField()
    to_return = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    """For each way of dividing: its codes with their counts, nothing where one is hidden."""
    rule = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["to_return"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "from_return"], name="people_are_broken_down_once"
            ),
            models.CheckConstraint(condition=Q(people__gte=5), name="no_few_are_broken_down"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}, to return {self.to_return}"
