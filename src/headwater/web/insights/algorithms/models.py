"""The register of algorithms: one row for each that runs, and every version of what it said."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.insights.algorithms.rules import Status
from headwater.web.partners.models import Workspace

STATUSES = [(status.value, status.words) for status in Status]


def algorithm_reference() -> str:
    """A reference for an algorithm."""
    return new_reference("A")


class Algorithm(models.Model):
    """One algorithm of a workspace: what it is for, what it uses, who answers, until when."""

    reference = models.CharField(max_length=16, unique=True, default=algorithm_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="algorithms")
    key = models.SlugField(max_length=60)
    """The pipeline's name, which the gate asks for."""
    name = models.CharField(max_length=160)
    owner_organisation = models.CharField(max_length=200)
    owner_role = models.CharField(max_length=160)
    """The role that answers for it; never a person's name."""
    contact_email = models.EmailField()
    purpose = models.TextField()
    data_used = models.TextField()
    checks = models.TextField()
    human_oversight = models.TextField()
    risks = models.TextField()
    dpia_reference = models.CharField(max_length=120)
    equality_reference = models.CharField(max_length=120)
    tool_version = models.CharField(max_length=60)
    reviewed_on = models.DateField()
    expires_on = models.DateField()
    """The last day it may run."""
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.DRAFT)
    status_reason = models.TextField(blank=True)
    predicts_about_people = models.BooleanField(default=False)
    more = models.JSONField(default=dict, blank=True)
    """Fields of the ATRS template that nothing above answers, by id."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"contact_email": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "key"], name="an_algorithm_once"),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("reviewed_on")),
                name="algorithm_expires_after_its_review",
            ),
            models.CheckConstraint(
                condition=Q(predicts_about_people=False), name="no_algorithm_predicts_about_people"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Edit(models.Model):
    """What the register said of an algorithm from a moment on."""

    algorithm = models.ForeignKey(Algorithm, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=16)
    said = models.JSONField()
    """Every field as it was saved."""

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "said": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["algorithm", "number"], name="an_edit_once")
        ]

    def __str__(self) -> str:
        return f"{self.algorithm_id} version {self.number}"
