"""What people say about assessments, how two differ, and what can be asked for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.editions.models import Chapter, Edition


def comment_reference() -> str:
    """A reference for a comment."""
    return new_reference("C")


def comparison_reference() -> str:
    """A reference for a comparison."""
    return new_reference("V")


class Comment(models.Model):
    """One remark on a chapter, for the partnership only."""

    reference = models.CharField(max_length=16, unique=True, default=comment_reference)
    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="comments")
    by = models.CharField(max_length=16)
    at = models.DateTimeField()
    text = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    """Colleagues who were told of it."""
    resolved_by = models.CharField(max_length=16, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "by": Privacy.WORK,
        "text": Privacy.WORK,
        "mentions": Privacy.WORK,
        "resolved_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.reference


class Comparison(models.Model):
    """What differs between two assessments, worked out once by the worker."""

    reference = models.CharField(max_length=16, unique=True, default=comparison_reference)
    before = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    after = models.ForeignKey(Edition, models.CASCADE, related_name="comparisons")
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    found = models.JSONField(default=dict)
    """As `gateway.assessments.side_by_side` gives it."""

    privacy: ClassVar[dict[str, Privacy]] = {"asked_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["before", "after"], name="a_comparison_once"),
            models.CheckConstraint(
                condition=~Q(before=F("after")), name="a_comparison_is_of_two_assessments"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Area(models.Model):
    """An area of the lake that can be assessed. The worker keeps this list."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=60)
    within = models.JSONField(default=list)
    """Codes of the larger areas it is part of."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class HeldMonths(models.Model):
    """The months of one kind of record in the lake. The worker keeps this list."""

    table = models.CharField(max_length=60, unique=True)
    words = models.CharField(max_length=120)
    first_month = models.DateField()
    last_month = models.DateField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["words"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")), name="held_months_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.table
