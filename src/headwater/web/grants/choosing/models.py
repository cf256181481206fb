"""Sets of projects that were worked out, what people decided, and what projects gave for money."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.choosing.rules.wishes import Wish
from headwater.web.grants.choosing.rules.working import Status
from headwater.web.grants.rounds.models import Round
from headwater.web.partners.models import Workspace

STATUSES = [(each.value, each.words) for each in Status]


def choice_reference() -> str:
    """A reference for a choice."""
    return new_reference("CH")


def value_reference() -> str:
    """A reference for a reckoning of value."""
    return new_reference("VM")


class Work(models.Model):
    """Something a worker makes. `run` tells the attempt that counts from any before it."""

    status = models.CharField(max_length=8, choices=STATUSES, default=Status.WORKING.value)
    run = models.CharField(max_length=16, blank=True)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    """Why it could not be made, in a sentence."""
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def stands(self) -> Status:
        """The status as the rules know it."""
        return Status(self.status)


class Choice(Work):
    """One question of which projects to pay for: the limits, the applications, the answer.

    `applications` are as they were when it was asked, so that the answer can be found again.
    """

    reference = models.CharField(max_length=16, unique=True, default=choice_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="choices")
    round = models.ForeignKey(Round, models.PROTECT, related_name="choices")
    limits = models.JSONField()
    applications = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"asked_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def wish(self) -> Wish:
        """The limits as the rules know them."""
        return Wish.of(self.limits)

    @property
    def best(self) -> list[str]:
        """References of the best set; empty before it was found."""
        found: dict[str, Any] = self.result.get("best", {})
        return [each["project"] for each in found.get("picked", [])]


class Verdict(models.Model):
    """What people decided after they had seen the sets. The latest counts."""

    choice = models.ForeignKey(Choice, models.PROTECT, related_name="verdicts")
    picked = models.JSONField()
    """References of the applications that are to be paid for."""
    follows = models.BooleanField()
    """Whether it is the best set."""
    reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=16)
    decided_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"decided_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(follows=True) | ~Q(reason=""),
                name="a_verdict_that_differs_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice} {self.decided_at:%Y-%m-%d}"


class Reckoning(Work):
    """What the awards of a round gave for their money, as it stood on a day."""

    reference = models.CharField(max_length=16, unique=True, default=value_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="reckonings")
    round = models.ForeignKey(Round, models.PROTECT, related_name="reckonings")
    awards = models.JSONField()
    """Money and counts of each award as they were when it was asked for."""

    privacy: ClassVar[dict[str, Privacy]] = {"asked_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.reference
