"""What is proposed for the public, who looked at it, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.editions.models import Edition
from headwater.web.partners.models import Workspace
from headwater.web.releases.rules.workflow import Status

__all__ = ["STATUSES", "Approval", "Kind", "Release", "Status"]

STATUSES = [(status.value, status.words) for status in Status]


def release_reference() -> str:
    """A reference for a release."""
    return new_reference("R")


class Kind(models.TextChoices):
    """What can be released."""

    ASSESSMENT = "assessment", "Needs assessment"
    UPDATE = "update", "Update from the commissioner"
    ALGORITHM = "algorithm", "Algorithm record"
    WARNING = "warning", "Early warning of a week"
    SCORECARD = "scorecard", "Scorecard of early warning"
    PLAN = "plan", "Joint plan"
    GRANTS = "grants", "Grants and projects"


class Release(models.Model):
    """One thing proposed for the public, frozen as it was proposed."""

    reference = models.CharField(max_length=16, unique=True, default=release_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=16, db_index=True)
    """The reference of the edition, post or algorithm."""
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="releases"
    )
    """Of an assessment or a week: the locked edition itself, which no longer changes."""
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=120)
    """The stable part of its address; all numbers of one slug are editions of one thing."""
    number = models.PositiveSmallIntegerField()
    snapshot = models.JSONField(default=dict)
    """What is published, for anything that is not an edition."""
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of what is published, taken when proposed and checked when published."""
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.PROPOSED)
    is_restricted = models.BooleanField(default=False)
    checks = models.JSONField(default=dict)
    proposed_by = models.CharField(max_length=16)
    authors = models.JSONField(default=list)
    """References of everybody whose work it is. None of them may approve it."""
    proposed_at = models.DateTimeField()
    reason = models.TextField()
    embargo_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    correction = models.TextField(blank=True)
    """What was wrong and what changed, for the public."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.TextField(blank=True)
    """Why it was withdrawn, for the public."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "proposed_by": Privacy.WORK,
        "authors": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "slug", "number"],
                condition=~Q(status="refused"),
                name="a_release_number_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "slug"],
                condition=Q(status__in=["proposed", "approved"]),
                name="one_open_proposal_for_an_address",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(status="refused"),
                name="a_release_is_corrected_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "slug"],
                condition=Q(status="published"),
                name="one_current_number_for_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "superseded", "withdrawn"])
                | Q(published_at__isnull=False),
                name="what_is_published_says_when",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(embargo_until__isnull=True)
                | Q(published_at__gte=F("embargo_until")),
                name="nothing_is_published_before_its_embargo_ends",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal="")),
                name="what_is_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction=""),
                name="a_correction_says_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Approval(models.Model):
    """One person's answer to a proposal, with the reason."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="approvals")
    by = models.CharField(max_length=16)
    approves = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["release", "by"], name="one_answer_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.by}"
